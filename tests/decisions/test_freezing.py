"""Freezing on disk: both files or neither, never again after adoption, and never over an editor's work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from freezer import ANNEX, DAY, FILES, FROZEN, frozen, known
from projects import decisions_of, tree, with_text, write_files

from wmebv_site.cli.app import main
from wmebv_site.project.load import load
from wmebv_site.register.decode import decode
from wmebv_site.rules.checking import check_project

DECISION = "content/besluiten/a.md"
DRAFT = with_text(FILES, DECISION, "adopted: 2025-11-01\npublished: 2025-12-01\n", "")
DRAFT = with_text(
    DRAFT, DECISION, "publication: https://zoek.officielebekendmakingen.nl/gmb-2025-1.html\n", ""
)
# So that no rule of the law stands in the way.
DRAFT = with_text(
    DRAFT,
    "channels.yaml",
    "fictitious: ja}",
    "fictitious: ja, phone: 14 0123, postal_address: Postbus 1, paper_default: [post]}",
)
DRAFT = with_text(
    DRAFT,
    "channels.yaml",
    "login: [digid],",
    "login: [digid], acknowledgement: automatisch, sender_copy: download, assurance_level: laag,",
)
DRAFT = with_text(
    DRAFT,
    "channels.yaml",
    '"https://y.voorbeeld.example"}',
    '"https://y.voorbeeld.example", acknowledgement: automatisch, sender_copy: download}',
)
DRAFT = with_text(
    DRAFT, "products.yaml", "products:\n",
    "products:\n  - {id: klacht, name: Klacht, domain: e, authority: college, messages: [{kind: klacht}]}\n",
)  # fmt: skip
DRAFT |= {
    "content/hulp/balie.md": b"---\ntitle: Balie\nkind: balie\n---\n",
    "content/hulp/bel.md": b"---\ntitle: Bel\nkind: telefoon\n---\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_files(tmp_path / "project", DRAFT)


def freeze(project: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["decision", "freeze", "a", "--project", str(project), "--date", "2025-10-01", *more])
    return int(left.value.code or 0)


def test_freezing_writes_the_annex_and_the_word_for_it_and_nothing_else(project: Path, capsys) -> None:
    before = tree(project)
    assert freeze(project) == 0
    after = tree(project)
    assert set(after) - set(before) == {ANNEX}
    assert [path for path in before if before[path] != after[path]] == [DECISION]
    assert after[DECISION] == before[DECISION].replace(b"\n---\n\nTekst", b"\nannex: frozen\n---\n\nTekst")
    assert "heeft nu 4 rijen" in capsys.readouterr().out
    assert len(decisions_of(project, DAY).register.annexes["a"].rows) == 4


def test_a_dry_run_writes_nothing(project: Path, capsys) -> None:
    before = tree(project)
    assert freeze(project, "--dry-run") == 0
    assert tree(project) == before
    assert "zou 4 rijen krijgen" in capsys.readouterr().out


def test_a_draft_may_be_frozen_again_with_what_the_registers_say_by_then(project: Path) -> None:
    freeze(project)
    first = tree(project)
    write_files(
        project, with_text(first, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]")
    )
    assert freeze(project) == 0
    after = tree(project)
    assert after[ANNEX] != first[ANNEX] and after[DECISION] == first[DECISION]
    assert b"id: x" not in after[ANNEX]


def test_an_annex_of_an_adopted_decision_is_never_written_again(project: Path, capsys) -> None:
    freeze(project)
    adopted = with_text(
        tree(project), DECISION, "kind: aanwijzing\n", "kind: aanwijzing\nadopted: 2025-11-01\n"
    )
    write_files(
        project, with_text(adopted, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]")
    )
    before = tree(project)
    assert freeze(project) == 2
    assert tree(project) == before
    assert "vastgesteld op 1 november 2025" in capsys.readouterr().err


def test_an_adopted_annex_stays_as_it_is_also_when_the_decision_no_longer_names_it(
    project: Path, capsys
) -> None:
    freeze(project)
    adopted = with_text(tree(project), DECISION, "annex: frozen\n", "adopted: 2025-11-01\n")
    write_files(
        project, with_text(adopted, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]")
    )
    before = tree(project)
    assert freeze(project) == 2
    assert tree(project) == before
    assert "Zet dan 'annex: frozen' terug" in capsys.readouterr().err


def test_what_went_wrong_with_the_annex_of_a_draft_is_mended_by_freezing(project: Path) -> None:
    freeze(project)
    good = tree(project)
    (project / ANNEX).write_bytes(good[ANNEX].replace(b"Formulier X", b"Formulier Z"))
    assert freeze(project) == 0 and tree(project) == good
    (project / ANNEX).unlink()
    assert freeze(project) == 0 and tree(project) == good


@pytest.mark.parametrize("adopted", [False, True])
@pytest.mark.parametrize("how", ["gone", "altered"])
def test_a_lost_annex_of_a_draft_may_be_made_again_and_that_of_a_decision_comes_back(
    project: Path, adopted: bool, how: str
) -> None:
    freeze(project)
    if adopted:
        write_files(
            project,
            with_text(
                tree(project), DECISION, "kind: aanwijzing\n", "kind: aanwijzing\nadopted: 2025-11-01\n"
            ),
        )
    if how == "gone":
        (project / ANNEX).unlink()
    else:
        (project / ANNEX).write_bytes((project / ANNEX).read_bytes().replace(b"Formulier X", b"Formulier Z"))
    found = load(project)
    [mistake] = decode(found.files, found.others)[1]
    assert mistake.hint is not None and "Zet" in mistake.hint
    assert ("of voer 'wmebv decision freeze a' opnieuw uit" in mistake.hint) is not adopted


def test_a_decision_under_a_name_that_can_not_be_is_one_mistake(project: Path) -> None:
    freeze(project)
    (project / DECISION).rename(project / "content/besluiten/A.md")
    found = load(project)
    assert [each.code for each in decode(found.files, found.others)[1] if "besluiten" in each.place.file] == [
        "WMEBV105"
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            "designations:\n",
            'designations:\n  - {domain: d, channels: [y], source: "besluit:a"}\n',
            "WMEBV210",
        ),
        ("kind: webformulier, url", "kind: webformulier, audience: [ondernemer], url", "WMEBV301"),
        (
            'domain: d, channels: [x], source: "besluit:a"',
            'domain: d, channels: [uitvoerder], source: "besluit:a"',
            "WMEBV301",
        ),
        ("channels: [y]", "channels: [yy]", "WMEBV201"),
    ],
    ids=["a tie", "a channel for others alone", "no executor", "a name that isn't there"],
)
def test_nothing_is_frozen_while_the_decision_itself_is_not_right(
    project: Path, capsys, old: str, new: str, code: str
) -> None:
    write_files(project, with_text(DRAFT, "channels.yaml", old, new))
    before = tree(project)
    assert freeze(project) == 2
    assert tree(project) == before
    said = capsys.readouterr()
    assert code in said.out and "niet bevroren" in said.err
    assert ("De regels van de wet zijn nog niet gecontroleerd" in said.out) is (code == "WMEBV201")


_OTHER = DRAFT[DECISION].replace(b"Besluit A", b"Besluit B")
_TIED = (
    "designations:\n  - {domain: e, channels: [y], source: 'besluit:b'}\n"
    "  - {domain: e, channels: [x], source: 'besluit:b'}\n"
)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("channels.yaml", "acknowledgement: automatisch, sender_copy: download}", "acknowledgement: geen}"),
        ("content/hulp/bel.md", "kind: telefoon", "kind: telefoontje"),
        ("content/hulp/bel.md", "---\ntitle", "title"),
        ("channels.yaml", "designations:\n", _TIED),
        ("products.yaml", "[{kind: aanvraag}", "[{kind: klacht, exempt: {reason: in_persoon}}, {kind: aanvraag}"),
        ("channels.yaml", "assurance_level: laag,", "assurance_level: laag, until: 2025-06-01,"),
        ("channels.yaml", "channels:\n", "channels:\n  - {id: z, name: Z, kind: e-mail, email: jan.jansen@voorbeeld.example}\n"),
    ],
    ids=["no acknowledgement", "a help file that doesn't fit", "a help file that can't be read", "a tie of another decision",
         "an exception without a basis", "a channel that has stopped", "a personal mailbox"],
)  # fmt: skip
def test_what_is_wrong_elsewhere_does_not_stop_a_decision(
    project: Path, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str
) -> None:
    files = with_text(DRAFT, path, old, new) | {"content/besluiten/b.md": _OTHER}
    write_files(project, files)
    assert freeze(project) == 0
    assert tree(project)[ANNEX]
    assert "WMEBV" not in capsys.readouterr().out


def test_neither_help_nor_a_product_for_klacht_is_needed(project: Path) -> None:
    for name in ("balie", "bel"):
        (project / f"content/hulp/{name}.md").unlink()
    (project / "products.yaml").write_bytes(FILES["products.yaml"])
    assert any(each.code == "WMEBV314" for each in check_project(load(project), DAY).diagnostics)
    assert freeze(project) == 0


def test_a_decision_that_is_partial_on_purpose_is_frozen(project: Path, capsys) -> None:
    """What neither had a way nor gets one is no business of this decision."""
    write_files(
        project,
        with_text(
            DRAFT,
            "channels.yaml",
            "  - {fallback: ja, channels: [y]",
            "  - {domain: e, messages: [vraag], channels: [y]",
        ),
    )
    assert freeze(project) == 0
    assert "heeft nu 2 rijen" in capsys.readouterr().out


ADOPTED = with_text(DRAFT, DECISION, "kind: aanwijzing\n", "kind: aanwijzing\nadopted: 2025-09-01\n")


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("designations:\n", 'designations:\n  - {domain: d, channels: [y], source: "besluit:a"}\n', 2),
        ("kind: webformulier, url", "kind: webformulier, audience: [ondernemer], url", 1),
    ],
    ids=["a tie", "a gap"],
)
def test_an_adopted_decision_is_recorded_with_what_it_could_not_decide(
    project: Path, capsys, old: str, new: str, rows: int
) -> None:
    write_files(project, with_text(ADOPTED, "channels.yaml", old, new))
    assert freeze(project) == 0
    said = capsys.readouterr().out
    assert f"heeft nu {'1 rij' if rows == 1 else '2 rijen'}" in said
    listed = "  'aanvraag' van 'Ding'\n  'bezwaar' van 'Ding'\n"
    listed = listed if rows == 2 else f"  'klacht' van 'Klacht'\n{listed}"
    assert f"De registers noemen er geen, of meer dan een.\n{listed}" in said
    assert "Vergelijk de bijlage met die in het Gemeenteblad" in said


def test_freezing_says_how_much_nobody_confirmed(project: Path, capsys) -> None:
    write_files(
        project,
        with_text(
            DRAFT,
            "products.yaml",
            "    audience: [inwoner]\n",
            "    audience: [inwoner]\n    unconfirmed: [domain, messages]\n",
        ),
    )
    assert freeze(project) == 0
    said = capsys.readouterr().out
    assert "het domein bij 1 product en de berichten bij 1 product." in said
    freeze(write_files(project, DRAFT))
    assert "nagekeken" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/extra.md", "# Extra\n\n![Balie](https://beeld.example/balie.jpg)\n"),
        ("content/extra.md", "# Extra\n\nEen bezwaar per e-mail is niet geldig.\n"),
    ],
    ids=["a picture of elsewhere", "a sentence about bezwaar"],
)
def test_what_is_wrong_in_a_text_is_not_in_the_decision_and_does_not_stop_it(
    project: Path, path: str, text: str
) -> None:
    write_files(project, {path: text})
    assert any(each.place.file == path for each in check_project(load(project), DAY).diagnostics)
    assert freeze(project) == 0


@pytest.mark.parametrize("kind", ["mandaat", "oud_regime"])
def test_a_decision_that_designates_nothing_has_no_annex(project: Path, capsys, kind: str) -> None:
    write_files(project, with_text(DRAFT, DECISION, "kind: aanwijzing", f"kind: {kind}"))
    assert freeze(project) == 2
    assert "wijst niets aan" in capsys.readouterr().err


def test_line_ends_and_other_text_of_the_decision_stay(project: Path) -> None:
    data = b"\xef\xbb\xbf" + DRAFT[DECISION].replace(b"\n", b"\r\n")
    (project / DECISION).write_bytes(data)
    assert freeze(project) == 0
    assert (project / DECISION).read_bytes() == data.replace(
        b"\r\n---\r\n\r\nTekst", b"\r\nannex: frozen\r\n---\r\n\r\nTekst"
    )


_KILLED = """
import os, signal, sys
at, count = int(sys.argv[1]), 0
CHANGES = {"open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "tempfile.mkstemp", "os.link"}
def hook(event, arguments):
    global count
    if event not in CHANGES or not any("besluiten" in str(argument) for argument in arguments):
        return
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
        return
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
keep = os.fsync
def fsync(handle):
    hook("os.chmod", ["besluiten"])
    keep(handle)
os.fsync = fsync
from wmebv_site.cli.app import main
main(["decision", "freeze", "a", "--project", sys.argv[2], "--date", "2025-10-01"])
"""


def killed_at(step: int, project: Path) -> bool:
    """Freeze, and be killed right before the given change of the disk; False when there were fewer."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(step), str(project)], capture_output=True, check=False
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


@pytest.mark.proof
@pytest.mark.skipif(not hasattr(os, "kill") or os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("again", [False, True], ids=["the first time", "again"])
def test_killed_at_any_moment_either_the_old_or_the_new_counts(tmp_path: Path, again: bool) -> None:
    start = write_files(tmp_path / "start", DRAFT)
    if again:
        freeze(start)
        write_files(
            start,
            with_text(tree(start), "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]"),
        )
    old = tree(start)
    whole = write_files(tmp_path / "whole", old)
    freeze(whole)
    new = tree(whole)
    seen = set()
    step = 1
    while True:
        project = write_files(tmp_path / f"killed-{step}", old)
        killed = killed_at(step, project)
        left = tree(project)
        assert left[DECISION] in (old[DECISION], new[DECISION])
        assert left.get(ANNEX) in (old.get(ANNEX), new[ANNEX])
        register = decisions_of(project, DAY).register
        if "a" in register.annexes:
            counts = new if left[ANNEX] == new[ANNEX] else old
        else:
            counts = old
            assert not again
        seen.add("new" if counts is new else "old")
        assert left[DECISION] == counts[DECISION]
        assert freeze(project) == 0, "what was interrupted can be done again"
        assert {path: data for path, data in tree(project).items() if "/." not in path} == new
        if not killed:
            break
        step += 1
    assert step > 6 and seen == {"old", "new"}


def test_the_fixture_of_an_annex_is_what_the_command_writes(tmp_path: Path) -> None:
    """``freezer.frozen`` stands for the command in other tests."""
    project = write_files(tmp_path / "project", DRAFT)
    freeze(project)
    assert {ANNEX: tree(project)[ANNEX]} == {ANNEX: frozen(DRAFT, "a", date(2025, 10, 1))[ANNEX]}
    assert known(FROZEN).register.annexes["a"].frozen_on == date(2025, 11, 1)
