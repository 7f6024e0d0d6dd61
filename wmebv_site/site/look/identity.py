"""Judges which house style, logo and favicon the settings name, and tells the skeleton of them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import dataclass, field

from wmebv_site.diagnostics import Code, Diagnostic, Place, did_you_mean
from wmebv_site.register.addresses import ASSETS
from wmebv_site.register.files import CONTENT

STYLE_FILE = f"{ASSETS}huisstijl.css"
"""Where our own rules for house styles stand in the theme, and where the style that was made is published."""
_SETTINGS = Place("mkdocs.yml")
_KINDS = {
    "house_style": (".css",),
    "logo": (".svg", ".png", ".webp", ".jpg", ".jpeg"),
    "favicon": (".svg", ".png", ".ico"),
}

NOT_THERE = Code(
    "WMEBV507",
    "Een bestand van de huisstijl is er niet",
    "Bij 'house_style', 'logo' en 'favicon' in mkdocs.yml staat een bestand in de map met uw teksten. Het pad telt vanaf die "
    "map, bijvoorbeeld 'huisstijl/logo.svg'. Een snelkoppeling telt niet als bestand.",
)
OTHER_KIND = Code(
    "WMEBV508",
    "Een bestand van de huisstijl is van een verkeerde soort",
    "De huisstijl is een CSS-bestand. Een logo is een SVG, PNG, WebP of JPEG. Een favicon is een SVG, PNG of ICO.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySettings:
    """Paths that count from the folder of the municipality's texts, as they stand in ``mkdocs.yml``."""

    house_style: str | None = None
    logo: str | None = None
    favicon: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What the skeleton must know, and the style that is published: its path and its bytes."""

    chrome: dict[str, object] = field(default_factory=dict)
    style: tuple[str, bytes] | None = None


def identity(
    settings: IdentitySettings, paths: Collection[str], css: bytes | None, defaults: str, rules: str
) -> tuple[Identity, list[Diagnostic]]:
    """Judge the settings. ``paths`` are the files in ``content/``; ``css`` is what stands in the house style.

    ``defaults`` is our own style sheet, ``rules`` what we add to it for a house style.
    """
    found: list[Diagnostic] = []
    good: dict[str, str] = {}
    for name, endings in _KINDS.items():
        if value := getattr(settings, name):
            wrong = _wrong(name, value, endings, paths)
            if wrong:
                found.append(wrong)
            else:
                good[name] = value
    chrome: dict[str, object] = {}
    style = None
    if "house_style" in good:
        from wmebv_site.site.look.house_style import BROKEN, house_style  # few sites have a style to read

        path = f"{CONTENT}{good['house_style']}"
        try:
            text = (css or b"\xff").decode("utf-8-sig")
        except UnicodeDecodeError:
            hint = "Sla het bestand op als UTF-8, en houd het kleiner dan 20 MB."
            return Identity(), [
                *found,
                BROKEN.at(Place(path), f"'{path}' is niet te lezen als tekst in UTF-8.", hint),
            ]
        made, about = house_style(text, path, defaults)
        found += about
        if made:
            style = (STYLE_FILE, f"{made.css}{rules}".encode())
            chrome["house_style"] = STYLE_FILE
    for name, key in (("logo", "logo"), ("favicon", "icon")):
        if name in good:
            chrome[key] = good[name]
    return Identity(chrome, style), found


def _wrong(name: str, value: str, endings: tuple[str, ...], paths: Collection[str]) -> Diagnostic | None:
    if f"{CONTENT}{value}" not in paths:
        known = [path.removeprefix(CONTENT) for path in paths if path.lower().endswith(endings)]
        hint = (
            did_you_mean(value, known)
            or "Zet het bestand in de map met uw teksten, en noem het pad vanaf die map."
        )
        return NOT_THERE.at(_SETTINGS, f"Het bestand '{value}' bij '{name}' is er niet.", hint)
    if posixpath.splitext(value)[1].lower() not in endings:
        hint = f"Kies een bestand dat eindigt op {' of '.join(endings)}."
        return OTHER_KIND.at(_SETTINGS, f"Het bestand '{value}' past niet bij '{name}'.", hint)
    return None
