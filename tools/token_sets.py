"""Tries house styles on what npm packages hold and writes docs/reference/token-sets.md: `python tools/token_sets.py FOLDER`.

FOLDER is a ``node_modules`` with the packages, installed anywhere but here: most of them are not free to pass on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wmebv_site.diagnostics import Level
from wmebv_site.site.look.bridge import LENDERS
from wmebv_site.site.look.house_style import house_style
from wmebv_site.site.look.looks import look_of, own_values
from wmebv_site.site.look.theme import asset
from wmebv_site.site.look.tokens import read_tokens

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "token-sets.md"
_FILES = (
    "theme.css",
    "index.theme.css",
    "root.css",
    "design-tokens.css",
    "variables.css",
    "index.css",
)
"""Names that a file with tokens has, the one that says most of how it is meant in front: one file for each folder."""
_WORDS = {"header": "de bovenkant", "action": "de knop", "link": "de link", "footer": "de onderkant"}

_INTRODUCTION = """\
# Tokens die wij probeerden

Voor beheerders. Deze npm-pakketten met tokens zijn door de controle van de [huisstijl](../how-to/huisstijl.md) gehaald. \
Zo weet u vooraf of u iets moet doen. De tokens zelf staan niet in dit project: van veel is de licentie niet vrij.

Geweigerd wordt alleen wat in de tokens zelf niet te lezen is. Zet dan onderaan uw eigen bestand het token nog eens, met een \
betere kleur.
"""


class Row(NamedTuple):
    """What happened to one file of one package."""

    package: str
    version: str
    licence: str
    file: str
    taken: bool
    said: str


def rows(folder: Path) -> Iterator[Row]:
    """Every set of tokens in a folder of packages."""
    for manifest in sorted(folder.glob("@*/*/package.json")):
        about = json.loads(manifest.read_text(encoding="utf-8"))
        by_folder: dict[Path, list[Path]] = {}
        for file in manifest.parent.rglob("*.css"):
            if file.name in _FILES and "node_modules" not in file.relative_to(manifest.parent).parts:
                by_folder.setdefault(file.parent, []).append(file)
        for found in (by_folder[each] for each in sorted(by_folder)):
            file = min(found, key=lambda each: _FILES.index(each.name))
            css = file.read_text(encoding="utf-8")
            if read_tokens(css).light:
                where = file.relative_to(manifest.parent).as_posix()
                yield Row(
                    about["name"], about["version"], str(about.get("license", "–")), where, *judged(css)
                )


def judged(css: str) -> tuple[bool, str]:
    """Whether a style is taken, and in a sentence what was made of it or why it was not."""
    ours = asset("wmebv.css")
    style, found = house_style(css, "tokens.css", ours)
    if style is None:
        errors = [each.message for each in found if each.level is Level.ERROR]
        return False, " ".join(errors)
    tokens = read_tokens(css)
    own = own_values(tokens.light, "light")
    look = look_of(tokens, read_tokens(ours), "light")
    said = []
    for name, lenders in LENDERS.items():
        lender = next((each for each, _ in lenders if each in own and look[name] is look[each]), None)
        if name not in own:
            said.append(
                f"{_WORDS[name]} heeft de kleur van {_WORDS[lender]}"
                if lender
                else f"{_WORDS[name]} heeft onze kleur"
            )
    return True, f"({'; '.join(said)})" if said else ""


def page(found: list[Row]) -> str:
    """The page with the table."""
    refused = sum(not row.taken for row in found)
    counted = f"Geprobeerd: {len(found)}. Genomen: {len(found) - refused}. Geweigerd: {refused}."
    lines = ["| pakket | bestand | licentie | uitkomst |", "|---|---|---|---|"]
    lines += [
        f"| `{row.package}` {row.version} | `{row.file}` | {row.licence} "
        f"| {' '.join(part for part in ('**genomen**' if row.taken else '**geweigerd**', row.said) if part)} |"
        for row in found
    ]
    return f"{_INTRODUCTION}\n{counted}\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(list(rows(Path(sys.argv[1])))), encoding="utf-8")
