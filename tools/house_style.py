"""Writes the table of tokens in docs/how-to/huisstijl.md from the bridge."""

from __future__ import annotations

from pathlib import Path

from wmebv_site.site.look.bridge import COLORS, FONTS, SIZES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "huisstijl.md"
_BEGIN, _END = "<!-- tokens -->\n", "<!-- /tokens -->"


def page() -> str:
    """The page as it should be."""
    before, rest = PAGE.read_text(encoding="utf-8").split(_BEGIN)
    rows = ["| waarvoor | tokens, in deze volgorde |", "|---|---|"]
    rows += [
        f"| {part.words} | {', '.join(f'`--{token}`' for token in part.tokens)} |"
        for part in (*COLORS, *FONTS, *SIZES)
    ]
    return f"{before}{_BEGIN}\n{chr(10).join(rows)}\n\n{_END}{rest.split(_END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
