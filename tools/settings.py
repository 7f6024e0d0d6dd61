"""Writes docs/reference/settings.md from the settings that the code knows: `python tools/settings.py` after a change of one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from wmebv_site.mkdocs_plugin import Settings
from wmebv_site.project.settings import PLUGIN_KEYS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"


class Told(NamedTuple):
    """What is told of a setting: what it does, what stands behind it as an example, and the page that says more."""

    does: str
    example: str
    more: str | None = None


OURS: Mapping[str, Told] = {
    "date": Told("Maak de website voor deze dag. Anders is het de dag van vandaag.", '"2027-01-01"'),
    "edit_links": Told(
        "Of onder elke pagina een link staat naar de regel van het register. Daarvoor moet `repo_url` zijn ingevuld.",
        "false",
        "publiceren",
    ),
    "house_style": Told(
        "Het CSS-bestand met de kleuren van uw gemeente. Het pad telt vanaf `content/`.",
        "huisstijl/tokens.css",
        "huisstijl",
    ),
    "logo": Told("Uw logo, naast de naam van de gemeente.", "huisstijl/logo.svg", "huisstijl"),
    "favicon": Told("Het plaatje op het tabblad van de browser.", "huisstijl/favicon.svg", "huisstijl"),
    "server_files": Told(
        "Voor welke webserver de instellingen meteen in de website komen.", "[static]", "publiceren"
    ),
    "documents": Told("Als wat iedereen een besluit kan bewaren.", "[pdf, odt]", "documenten"),
    "data": Told("In welke vormen het register als open data op de website staat.", "[json, csv]", "data"),
    "document_template": Told(
        "Uw eigen Word-bestand voor de documenten. Zet het niet in `content/`.",
        "sjablonen/besluit.docx",
        "documenten",
    ),
    "document_styles": Told(
        "Hoe de stijlen in uw Word-bestand heten, als ze anders heten dan in Word.",
        "{heading_1: KOP Artikel}",
        "documenten",
    ),
    "security_contact": Told(
        "Waar iemand een lek in de beveiliging meldt. Hiermee krijgt de website een `security.txt`.",
        "mailto:beveiliging@voorbeeld.example",
        "publiceren",
    ),
    "security_expires": Told("Tot wanneer dat adres klopt: hoogstens een jaar.", "2027-01-31", "publiceren"),
    "security_policy": Told(
        "De pagina met uw regels voor wie een lek meldt.",
        "https://www.voorbeeld.example/meldingen",
        "publiceren",
    ),
    "security_encryption": Told(
        "De sleutel waarmee iemand de melding versleutelt.",
        "https://www.voorbeeld.example/sleutel.asc",
        "publiceren",
    ),
    "editor": Told(
        "Waar uw registers staan, voor wie ze in de browser wijzigt.",
        "{forge: forgejo, address: https://git.voorbeeld.example, repository: gemeente/contact}",
        "bewerken-inrichten",
    ),
}
"""The settings of our plugin."""

OF_MKDOCS: Mapping[str, Told] = {
    "site_name": Told(
        "De naam van de website. Deze is verplicht.", "Digitaal contact met gemeente Voorbeeld"
    ),
    "site_description": Told("Eén zin over de website, voor zoekmachines.", "Waar u ons een bericht stuurt."),
    "site_url": Told(
        "Het adres waarop de website komt, met een schuine streep aan het eind.",
        "https://www.voorbeeld.example/digitaal-contact/",
        "publiceren",
    ),
    "docs_dir": Told("De map met uw teksten.", "content"),
    "site_dir": Told("De map waarin de website komt. Anders is dat `site`.", "site"),
    "exclude_docs": Told(
        "Wat een ander programma niet op de website mag zetten. Laat staan wat `wmebv init` hier schreef.",
        '"*.yaml"',
    ),
    "repo_url": Told(
        "Waar de bestanden van dit project staan.", "https://git.voorbeeld.example/contact", "publiceren"
    ),
    "edit_uri": Told("Hoe daar het adres van een bestand verder gaat.", "edit/main/content/", "publiceren"),
    "edit_uri_template": Told(
        "Hetzelfde voor een plaats waar het adres anders in elkaar zit.",
        '"https://redactie.voorbeeld.example/open?file=content/{path!q}"',
        "publiceren",
    ),
    "theme": Told(
        "Laat `name: material`, `language: nl` en `font: false` staan. Met `custom_dir` noemt u een eigen map met onderdelen "
        "van pagina's ([wat u kunt vervangen](theme.md)).",
        "{name: material, language: nl, font: false}",
    ),
    "plugins": Told("Hier staat `wmebv`, met de instellingen hierboven.", "[wmebv]"),
}
"""What a municipality sets of MkDocs itself, as far as the website listens to it."""


def page() -> str:
    """The whole page, as Markdown."""
    lines = [
        "# Alle instellingen",
        "",
        "Voor beheerders. De instellingen van de website staan in `mkdocs.yml`. `wmebv check` kijkt ze na. Over een instelling "
        "die niet bestaat, of een waarde die niet kan, krijgt u een melding met de regel.",
        "",
        "## Van deze website",
        "",
        "Deze staan onder `plugins` en dan `wmebv`. U hoeft er geen een in te vullen:",
        "",
        "```yaml",
        "plugins:",
        "  - wmebv:",
        "      logo: huisstijl/logo.svg",
        "```",
    ]
    for name in PLUGIN_KEYS:
        told = OURS[name]
        lines += ["", f"### {name}", "", _does(told), "", f"- Erachter staat: {_kind(name)}."]
        lines += [f"- Zonder deze regel: {_default(name)}.", f"- Voorbeeld: `{name}: {told.example}`"]
    lines += [
        "",
        "## Van MkDocs",
        "",
        "MkDocs is het programma dat de bestanden van de website schrijft. Dit zijn de instellingen daarvan die voor deze website "
        "van belang zijn. Ze staan helemaal links, zonder spaties ervoor.",
        "",
        "| instelling | wat die doet | voorbeeld |",
        "|---|---|---|",
        *(f"| `{name}` | {_does(told)} | `{name}: {told.example}` |" for name, told in OF_MKDOCS.items()),
    ]
    return "\n".join(lines) + "\n"


def _does(told: Told) -> str:
    if told.more is None:
        return told.does
    guide = PAGE.parent.parent / "how-to" / f"{told.more}.md"
    title = guide.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
    return f"{told.does} Lees meer bij [{title}](../how-to/{told.more}.md)."


def _kind(name: str) -> str:
    wanted = PLUGIN_KEYS[name]
    if isinstance(wanted, tuple):
        return "een lijst uit: " + ", ".join(f"`{word}`" for word in wanted)
    words = {
        "text": "een tekst",
        "yes or no": "`true` of `false`",
        "day": "een dag, als `2027-01-31`",
        "group": "instellingen met een naam",
    }
    return words.get(wanted, "namen met een stijl")


def _default(name: str) -> str:
    option = dict(Settings._schema)[name]
    default = option.default
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, (list, tuple)) and default:
        return f"`[{', '.join(map(str, default))}]`"
    return "niets"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
