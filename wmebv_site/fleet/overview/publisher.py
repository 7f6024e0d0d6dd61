"""Who publishes the overview, and how it looks: the settings for it in ``fleet.yaml``, and the files that they name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wmebv_site.diagnostics import Code, Diagnostic, Place, printable
from wmebv_site.dutch import enumerate_words
from wmebv_site.project.load import read_plain
from wmebv_site.register.addresses import ASSETS
from wmebv_site.register.entry import Entry, internal
from wmebv_site.register.values import Text, Url
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.look.identity import STYLE_FILE
from wmebv_site.site.look.theme import asset

NO_FILE = Code(
    "WMEBV720",
    "Een bestand van de huisstijl van het overzicht is er niet",
    "In fleet.yaml staat onder 'overview' achter 'house_style' of 'logo' een bestand, gezien vanaf fleet.yaml. De huisstijl is een "
    "CSS-bestand met tokens. Het logo is een SVG, PNG, WebP of JPEG. Een snelkoppeling telt niet als bestand.",
)
_LOGOS = (".svg", ".png", ".webp", ".jpg", ".jpeg")


class OverviewSettings(Entry):
    """What the overview of all municipalities says of whoever publishes it."""

    name: Text | None = internal(
        "Naam", "Wie het overzicht maakt, zoals 'Regio Voorbeeld'. Die naam staat boven elke pagina.", None
    )
    website: Url | None = internal("Website", "Het adres van de website van wie het overzicht maakt.", None)
    accessibility_statement: Url | None = internal(
        "Toegankelijkheidsverklaring", "Het adres van de toegankelijkheidsverklaring van het overzicht.", None
    )
    house_style: Text | None = internal(
        "Huisstijl", "Een CSS-bestand met de tokens van uw huisstijl, gezien vanaf fleet.yaml.", None
    )
    logo: Text | None = internal("Logo", "Het bestand met uw logo, gezien vanaf fleet.yaml.", None)


@dataclass(frozen=True, slots=True)
class Look:
    """What the skeleton must know of who publishes, and the files that it leads to."""

    publisher: dict[str, Any] = field(default_factory=dict)
    chrome: dict[str, object] = field(default_factory=dict)
    files: tuple[StaticFile, ...] = ()


def look_of(settings: OverviewSettings, home: Path) -> tuple[Look, list[Diagnostic]]:
    """Read the files that the settings name, seen from ``home``, with all that is wrong with them."""
    publisher = {name: getattr(settings, name) for name in ("name", "website", "accessibility_statement")}
    chrome: dict[str, object] = {}
    files = [StaticFile(f"{ASSETS}wmebv.css", asset("wmebv.css").encode())]
    found: list[Diagnostic] = []
    if settings.house_style:
        style, about = _style(settings, settings.house_style, home)
        found += about
        if style is not None:
            chrome["house_style"] = STYLE_FILE
            files = [StaticFile(STYLE_FILE, style)]
    if settings.logo:
        logo = _plain(home / settings.logo, _LOGOS)
        if logo is None:
            found.append(_missing(settings, "logo", settings.logo))
        else:
            chrome["logo"] = f"{ASSETS}logo{Path(settings.logo).suffix.lower()}"
            files.append(StaticFile(str(chrome["logo"]), logo))
    return Look(publisher, chrome, tuple(files)), found


def _style(settings: OverviewSettings, name: str, home: Path) -> tuple[bytes | None, list[Diagnostic]]:
    """The style sheet with the values of a house style, and what is told of it; None when it can't be made."""
    from wmebv_site.site.look.house_style import BROKEN, house_style  # few overviews have a style to read

    css = _plain(home / name, (".css",))
    if css is None:
        return None, [_missing(settings, "house_style", name)]
    try:
        text = css.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = f"'{printable(name)}' is niet te lezen als tekst in UTF-8."
        return None, [BROKEN.at(Place(printable(name)), said, "Sla het bestand op als UTF-8.")]
    made, found = house_style(text, printable(name), asset("wmebv.css"))
    style = f"{asset('wmebv.css')}{made.css}{asset('huisstijl.css')}".encode() if made else None
    return style, found


def _plain(file: Path, endings: tuple[str, ...]) -> bytes | None:
    return read_plain(file) if file.suffix.lower() in endings else None


def _missing(settings: OverviewSettings, key: str, name: str) -> Diagnostic:
    endings = (".css",) if key == "house_style" else _LOGOS
    hint = f"Noem een bestand dat er is, en dat eindigt op {enumerate_words(endings)}."
    return NO_FILE.at(
        settings.place_of(key), f"Het bestand '{printable(name)}' is hier niet te gebruiken.", hint
    )
