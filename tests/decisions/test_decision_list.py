"""``wmebv decision list`` tells each decision on its line, with its day as one says it and the columns below each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import wmebv
from projects import write_files
from small_registers import CHANNELS, decision, product

RULE = "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
DATES = "adopted: 2026-01-02\npublished: 2026-01-03\nin_force_from: 2026-02-01\n"


@pytest.mark.parametrize(
    ("dates", "day", "said"),
    [
        ("", "2026-06-01", "a  concept  nog geen datum  zonder bijlage"),
        (DATES, "2026-01-20", "a  bekendgemaakt  geldt vanaf 1 februari 2026  zonder bijlage"),
        (DATES, "2026-06-01", "a  in werking  geldt vanaf 1 februari 2026  zonder bijlage"),
        (
            DATES + "lapsed: 2026-05-01\n",
            "2026-06-01",
            "a  vervallen  gold vanaf 1 februari 2026  zonder bijlage",
        ),
    ],
)
def test_a_decision_is_listed_with_its_day_in_words(tmp_path: Path, dates: str, day: str, said: str) -> None:
    files = {
        "channels.yaml": CHANNELS + RULE,
        "products.yaml": "products:\n" + product("Ding", "{kind: aanvraag}"),
        "content/besluiten/a.md": decision("Besluit A", dates),
    }
    write_files(tmp_path, files)
    assert wmebv("decision", "list", "--date", day, cwd=tmp_path, code=0).stdout == f"{said}\n"
    write_files(tmp_path, {"content/besluiten/tweede.md": decision("Besluit B", "")})
    first, second = wmebv("decision", "list", "--date", day, cwd=tmp_path, code=0).stdout.splitlines()
    assert (first.split("  ")[0].strip(), second.split("  ")[0]) == ("a", "tweede")
    assert first.index("zonder bijlage") == second.index("zonder bijlage")
