"""Writes docs/reference/theme.md from the templates: `python tools/theme.py` after a change of the theme."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, meta, nodes

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "theme.md"
THEME = ROOT / "theme"

_DOCUMENTATION = re.compile(r"\{#-?\n?(.*?)-?#\}", re.DOTALL)
_PROPERTY = re.compile(r"(--[a-z][a-z0-9-]*)\s*:")
_OF_PAGE = re.compile(r"\b(?:meta|page\.meta)\.(\w+)")
_OF_SITE = re.compile(r"\bsite\.(\w+)")

_INTRODUCTION = """\
# Wat u in `theme/` kunt vervangen

Voor beheerders en vormgevers. Kleuren, lettertype en logo regelt u met een [huisstijl](../how-to/huisstijl.md). \
Daarvoor hoeft u hier niets te weten. Met een eigen map `theme/` vervangt u ook de opbouw van de pagina's.

Zet in uw map `theme/` een bestand met dezelfde naam als een van de onze. Dan geldt uw bestand. Wat u niet vervangt, \
blijft van ons en gaat met een nieuwe versie mee.

```yaml
theme:
  name: material
  custom_dir: theme
```

Vervang zo weinig mogelijk: liever één onderdeel dan een hele pagina. Elk sjabloon krijgt alleen de namen die hieronder \
staan. Een naam die er niet is, is bij pagina's en onderdelen een fout bij het bouwen. Alle waarden zijn tekst: een \
sjabloon kan er geen opmaak van maken zonder dat u dat vraagt. Vraag het niet: gebruik `| safe` nooit voor een waarde \
uit een register.

Deze namen zijn een afspraak. Verandert er een, dan staat dat in het [overzicht van wijzigingen](../../CHANGELOG.md).
"""


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(
        [
            _INTRODUCTION,
            *_skeleton(),
            *_pages(),
            *_components(),
            *_styles(),
            "## Documenten",
            "",
            "`documents/document.html` is een besluit of beleid als HTML. De pdf wordt daarvan gemaakt. `documents/counter.html` zijn "
            "de bladen voor balie en telefoon.",
            "",
        ]
    )


def _skeleton() -> list[str]:
    text = (THEME / "main.html").read_text(encoding="utf-8")
    parsed = Environment().parse(text)
    blocks = sorted(block.name for block in parsed.find_all(nodes.Block))
    keys = {
        "De pagina (`page.meta`)": _OF_PAGE.findall(text),
        "De website (`config.extra.wmebv`)": _OF_SITE.findall(text),
    }
    return [
        "## Het geraamte",
        "",
        "`main.html` staat om elke pagina heen, `404.html` is de pagina voor een adres dat er niet is. Een eigen `404.html` "
        'begint met `{% extends "main.html" %}` en vult een blok: '
        + _listed(blocks)
        + ". Wat in `pages/` staat, "
        "komt binnen het geraamte en begint daar niet mee.",
        "",
        "Wilt u `main.html` zelf vervangen? Neem dan het hele bestand over: het kan zichzelf niet uitbreiden. MkDocs vult het in, "
        "en laat leeg wat er niet is. Kijk daar dus zelf na of u een naam goed schreef.",
        "",
        "| waarvan | namen |",
        "|---|---|",
        *(f"| {title} | {_listed(sorted(set(names)))} |" for title, names in keys.items()),
        "",
    ]


def _pages() -> list[str]:
    environment = Environment(loader=FileSystemLoader(THEME))
    rows = []
    for file in sorted((THEME / "pages").glob("*.html")):
        names = meta.find_undeclared_variables(environment.parse(file.read_text(encoding="utf-8")))
        rows.append(f"| `pages/{file.name}` | {_listed(sorted(names))} |")
    return [
        "## Pagina's",
        "",
        "Wat in een pagina staat, tussen de kop en de voet. Wat elke waarde is, staat boven het onderdeel dat haar toont.",
        "",
        "| bestand | waarden |",
        "|---|---|",
        *rows,
        "",
    ]


def _components() -> list[str]:
    rows = []
    for file in sorted((THEME / "components").glob("*.html")):
        text = file.read_text(encoding="utf-8")
        parsed = Environment(extensions=[]).parse(text)
        macros = [
            _signature(macro) for macro in parsed.find_all(nodes.Macro) if not macro.name.startswith("_")
        ]
        assert _DOCUMENTATION.match(text), f"{file.name} says on top what it takes"
        rows.append(f"| `components/{file.name}` | {_listed(macros)} |")
    return [
        "## Onderdelen",
        "",
        "Een onderdeel is een macro. Boven in elk bestand staat wat de macro krijgt. Op de pagina "
        "[met alle onderdelen](../components/index.html) ziet u ze in al hun toestanden. Een eigen onderdeel heeft dezelfde macro's, "
        "met dezelfde namen tussen de haakjes. De controle zegt het als er een ontbreekt.",
        "",
        "| bestand | macro's |",
        "|---|---|",
        *rows,
        "",
    ]


def _signature(macro: nodes.Macro) -> str:
    return f"{macro.name}({', '.join(argument.name for argument in macro.args)})"


def _styles() -> list[str]:
    rows = []
    for file in sorted((THEME / "assets").iterdir()):
        names = (
            sorted(set(_PROPERTY.findall(file.read_text(encoding="utf-8")))) if file.suffix == ".css" else []
        )
        rows.append(f"| `assets/{file.name}` | {_listed(names) or 'geen'} |")
    return [
        "## Stijlen en scripts",
        "",
        "Een stijlblad dat u vervangt, moet ook voor een donker scherm, voor hoog contrast en voor papier goed zijn. De website "
        "berekent het contrast van de eigenschappen hieronder alleen voor een huisstijl.",
        "",
        "| bestand | eigenschappen die het een waarde geeft |",
        "|---|---|",
        *rows,
        "",
    ]


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
