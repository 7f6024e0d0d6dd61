"""What was decided stays as it was decided, whatever becomes of the register that municipalities share."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import wmebv
from freezer import ANNEX, CHANNELS, DAY, DECISION, PRODUCTS, frozen
from projects import write_files

from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import ProjectFiles
from wmebv_site.register.decode import decode
from wmebv_site.rules.checking import check_project

LINES = CHANNELS.splitlines(keepends=True)
SHARED = "".join(line for line in LINES if line.startswith(("domains:", "channels:", "  - {id:")))
OWN = "base: ../regio\n" + "".join(line for line in LINES if line not in SHARED.splitlines(keepends=True))
FILES = {
    "channels.yaml": OWN.encode(),
    "content/besluiten/a.md": DECISION.encode(),
    "../regio/channels.yaml": SHARED.encode(),
    "../regio/products.yaml": PRODUCTS.encode(),
}
FROZEN = frozen(FILES, "a", DAY)


def says(files: dict[str, bytes]) -> tuple[list[object], list[tuple[str, str]]]:
    """What holds by decision, row by row, and what is told of how the registers differ from it."""
    register, wrong = decode(files)
    assert register is not None, wrong
    held = register.annexes["a"]
    answers = {
        (*each.key[1:], each.channel_ids)
        for each in Decisions(register, DAY).holding(DAY).all
        if each.message.key in ("aanvraag", "bezwaar")
    }
    told = [(each.code, each.message) for each in check_project(ProjectFiles(files), DAY).diagnostics]
    return [held.rows, sorted(answers, key=str)], told


BEFORE = says(FROZEN)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(
            "products.yaml", "domain: d", "domain: e", id="another domain, so another channel is wanted"
        ),
        pytest.param(
            "products.yaml", "{kind: bezwaar}", "{kind: bezwaar}, {kind: klacht}", id="a message more"
        ),
        pytest.param("channels.yaml", "https://x.voorbeeld", "https://nieuw.voorbeeld", id="another address"),
    ],
)
def test_a_frozen_decision_is_untouched_by_a_change_of_the_base_and_the_check_tells_the_difference(
    file: str, old: str, new: str
) -> None:
    path = f"../regio/{file}"
    assert old in FROZEN[path].decode()
    changed = FROZEN | {path: FROZEN[path].decode().replace(old, new).encode()}
    holds, told = says(changed)
    assert holds == BEFORE[0] and holds[1]
    assert changed[ANNEX] == FROZEN[ANNEX]
    assert set(told) - set(BEFORE[1])


def test_nothing_that_is_published_says_where_the_base_stands(tmp_path: Path) -> None:
    files = {path: data for path, data in FROZEN.items() if path[0] != "."}
    phone = b"fictitious: ja, phone: 14 0123, postal_address: Postbus 1, paper_default: [post]}"
    files["channels.yaml"] = files["channels.yaml"].replace(b"fictitious: ja}", phone)
    below = {path.removeprefix("../"): data for path, data in FROZEN.items() if path[0] == "."}
    below["regio/products.yaml"] += (
        b"  - {id: klacht, name: Klacht, domain: e, authority: college, messages: [{kind: klacht}]}\n"
    )
    below["regio/content/hulp/balie.md"] = b"---\ntitle: Balie\nkind: balie\n---\n"
    below["regio/content/hulp/bel.md"] = b"---\ntitle: Bel\nkind: telefoon\n---\n"
    write_files(tmp_path, below | {f"ons/{path}": data for path, data in files.items()})
    for what in ("pages", "data"):
        wmebv("export", what, "../uit-" + what, "--date", DAY.isoformat(), cwd=tmp_path / "ons")
    made = [path for path in tmp_path.glob("uit-*/**/*") if path.is_file()]
    assert {path.relative_to(tmp_path).parts[0] for path in made} == {"uit-pages", "uit-data"}
    assert [path for path in made if b"regio/" in path.read_bytes()] == []
