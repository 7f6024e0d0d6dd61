"""Draws the house from the table of its map: `python tools/drawing.py` writes docs/images/house.svg."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).parent.parent
MAP = ROOT / "docs" / "explanation" / "architecture.md"
DRAWING = ROOT / "docs" / "images" / "house.svg"

_ROW = re.compile(r"^\| `([a-z_]+)(/|\.py)` \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
_WIDTH, _HEIGHT, _GAP, _MARGIN = 880, 62, 8, 8
_STYLE = """\
svg { --page: #fff; --room: #f1f5f8; --line: #9fb0bd; --text: #17212b; --muted: #4a5763 }
@media (prefers-color-scheme: dark) {
  svg { --page: #11181f; --room: #1b2630; --line: #5a6b79; --text: #e6ecf1; --muted: #b1bdc7 }
}
text { font: 15px system-ui, sans-serif; fill: var(--muted) }
.name { font-weight: 600; font-size: 18px; fill: var(--text) }
rect { fill: var(--room); stroke: var(--line) }
.page { fill: var(--page); stroke: none }
"""


class Entry(NamedTuple):
    """An entry of the package: what it is in a few words, and on which floor it stands."""

    name: str
    about: str
    floor: int


def entries() -> list[Entry]:
    """Each entry of the map, one floor above the highest that it may import."""
    floors: dict[str, int] = {}
    found = []
    for name, folder, sentence, listed in _ROW.findall(MAP.read_text(encoding="utf-8")):
        below = [floors[each] for each in re.findall(r"`([a-z_]+)`", listed)]
        floors[name] = max(below, default=-1) + 1
        about = re.split(r"[:,.]", sentence.replace("`", ""))[0]
        found.append(Entry(name + ("/" if folder == "/" else ".py"), about, floors[name]))
    return found


def drawing() -> str:
    """The house as SVG: what stands higher may use what stands below it."""
    listed = entries()
    top = max(entry.floor for entry in listed)
    height = (top + 1) * (_HEIGHT + _GAP) - _GAP + 2 * _MARGIN
    rooms = []
    for floor in range(top + 1):
        here = [entry for entry in listed if entry.floor == floor]
        width = (_WIDTH - 2 * _MARGIN - _GAP * (len(here) - 1)) / len(here)
        y = _MARGIN + (top - floor) * (_HEIGHT + _GAP)
        for place, entry in enumerate(here):
            rooms.append(_room(entry, round(_MARGIN + place * (width + _GAP)), y, round(width)))
    told = "; ".join(f"{entry.floor + 1}: {entry.name}" for entry in reversed(listed))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">\n'
        f"<title>The house: every entry may use what stands below it</title>\n<desc>By floor, {told}.</desc>\n"
        f"<style>\n{_STYLE}</style>\n"
        f'<rect class="page" width="{_WIDTH}" height="{height}"/>\n' + "".join(rooms) + "</svg>\n"
    )


def _room(entry: Entry, x: int, y: int, width: int) -> str:
    lines = textwrap.wrap(entry.about, width=width // 8)
    told = "".join(
        f'<text x="{x + 16}" y="{y + 48 + 18 * number}">{escape(line)}</text>\n'
        for number, line in enumerate(lines)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{_HEIGHT}" rx="6"/>\n'
        f'<text class="name" x="{x + 16}" y="{y + 27}">{escape(entry.name)}</text>\n{told}'
    )


if __name__ == "__main__":
    DRAWING.write_text(drawing(), encoding="utf-8", newline="\n")
