"""The draft of the duty-of-care policy: what the registers say, in words that the law carries, never over other work."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from building import pages_on
from command import wmebv
from htmlpages import dangers, parse
from outlines import outline
from places import ROOT
from projects import EXAMPLE_DAY, copied, register_of, rewrite, tree
from wording import never_printed

from wmebv_site.decisions.policies import policy_draft
from wmebv_site.documents.decisions import policy_document
from wmebv_site.documents.docx import docx
from wmebv_site.register.front_matter import read_document
from wmebv_site.site.prose import prose

GOLDEN = Path(__file__).parent / "policies" / "example.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example without its policy for the duty of care."""
    made = copied(ROOT, tmp_path / "project")
    (made / "content/beleid/zorgplicht-2026.md").unlink()
    index = made / "content/hulp/index.md"
    index.write_text(
        index.read_text(encoding="utf-8").replace("    source: beleid:zorgplicht-2026\n", ""),
        encoding="utf-8",
    )
    return made


def drafted(project: Path, *arguments: str) -> tuple[int, str, str]:
    said = wmebv("policy", "draft", *arguments, "--date", str(EXAMPLE_DAY), cwd=project)
    return said.code, said.stdout, said.stderr


def test_the_draft_is_as_it_was_approved() -> None:
    """``REWRITE=1 pytest tests/decisions/test_policy.py`` writes it again; review it as a diff."""
    made = policy_draft(register_of(ROOT), EXAMPLE_DAY).text
    if os.environ.get("REWRITE"):
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_per_group_stand_the_barrier_the_support_and_what_is_asked() -> None:
    register = register_of(ROOT)
    text = policy_draft(register, EXAMPLE_DAY).text
    parts = text.split("\n### ")
    assert register.help_index is not None
    titles = {each.id: each.title for each in register.support}
    for barrier in register.help_index.barriers:
        part = next(part for part in parts if part.startswith(f"{barrier.name}\n"))
        for name in barrier.support:
            assert titles[name] in part, barrier.id
        assert (barrier.expected or "Vul aan wat de inwoner of ondernemer zelf doet.") in part
    assert "machtiging" in text and "14 0123" in text


def test_the_draft_gives_no_answer_that_the_register_did_not_give() -> None:
    assert "niets bijzonders" not in policy_draft(register_of(ROOT), EXAMPLE_DAY).text


def test_the_draft_says_when_and_in_which_language_there_is_help_in_sentences() -> None:
    text = policy_draft(register_of(ROOT), EXAMPLE_DAY).text
    part = text.split("### Chatten of mailen met een medewerker")[1].split("###")[0]
    assert "Bereikbaar: contact@voorbeeld.example; chat https://www.voorbeeld.example/chat." in part
    assert "- Open: maandag tot en met vrijdag van 8.30 tot 17.00 uur." in part
    assert "- Andere tijden: donderdag 24 december 2026 (dag voor Kerstmis) van 8.30 tot 15.00 uur." in part
    assert "- Talen: Nederlands en Engels." in part
    assert "is alle hulp dicht: 25 december 2026 (Eerste Kerstdag)," in text
    said = [line for line in text.splitlines() if line.startswith("- Open:")]
    assert said and all(line.count(":") == 1 for line in said)


def test_the_draft_speaks_to_one_person() -> None:
    own = policy_draft(register_of(ROOT), EXAMPLE_DAY).text
    assert not [word for word in ("Mensen ", " mensen ", " zij ") if word in own]


def test_the_draft_promises_no_help_that_has_stopped(project: Path) -> None:
    rewrite(project / "content/hulp/balie.md", "kind: balie", "kind: balie\nuntil: 2026-01-01")
    made = policy_draft(register_of(project), EXAMPLE_DAY)
    assert "### Hulp aan de balie" not in made.text and "- Hulp aan de balie" not in made.text
    assert "### Hulp per telefoon" in made.text


def test_the_draft_claims_nothing_that_the_law_does_not_carry() -> None:
    assert never_printed(policy_draft(register_of(ROOT), EXAMPLE_DAY).text) == []


def test_words_of_a_register_stay_words_in_the_draft(project: Path) -> None:
    rewrite(
        project / "content/hulp/telefoon.md",
        "title: Hulp per telefoon",
        "title: 'Hulp [klik](javascript:x) *nu* #1 `a`'",
    )
    made = policy_draft(register_of(project), EXAMPLE_DAY).text
    document, mistakes = read_document("content/beleid/x.md", made.encode())
    assert document is not None and mistakes == []
    html = prose(document.body, file="content/beleid/x.md", prefix="../../")
    assert dangers(parse(str(html))) == []
    assert "Hulp [klik](javascript:x) *nu* #1 `a`" in parse(f"<main>{html}</main>").main.text


def test_a_draft_is_written_checked_and_not_yet_published(project: Path) -> None:
    before = tree(project)
    code, out, _ = drafted(project)
    assert code == 0
    assert "Het concept staat in content/beleid/zorgplicht-2026.md." in out
    lines = out.splitlines()
    assert (
        "  content/hulp/machtigen.md, regel 2: Bij 'Iemand anders het laten regelen' staat geen norm ('norms')."
        in lines
    )
    assert "␊" not in out
    added = set(tree(project)) - set(before)
    assert added == {"content/beleid/zorgplicht-2026.md"}
    register = register_of(project)
    assert [policy.id for policy in register.policies] == ["kanaalstrategie-2026", "zorgplicht-2026"]
    assert "beleid/zorgplicht-2026/" not in pages_on(register, EXAMPLE_DAY)


def test_dry_run_shows_the_text_and_writes_nothing(project: Path) -> None:
    before = tree(project)
    code, out, _ = drafted(project, "--dry-run")
    assert code == 0 and out.startswith("---\ntitle: ") and "## Wie wij ondersteunen" in out
    assert tree(project) == before


def test_work_that_is_there_is_never_overwritten(project: Path) -> None:
    before = tree(project)
    code, _, error = drafted(project, "--id", "kanaalstrategie-2026")
    assert code == 2 and "'content/beleid/kanaalstrategie-2026.md' bestaat al." in error
    assert tree(project) == before


@pytest.mark.parametrize(
    ("name", "said"),
    [("../zorg", "Schrijf bijvoorbeeld 'zorg'."), ("Zorg Plicht", "'zorg-plicht'"), ("con", "bezet")],
)
def test_a_name_that_can_be_no_address_is_refused(project: Path, name: str, said: str) -> None:
    code, _, error = drafted(project, "--id", name)
    assert code == 2 and said in error


def test_without_any_help_there_is_nothing_to_draft_from(project: Path) -> None:
    for file in (project / "content/hulp").glob("*.md"):
        file.unlink()
    code, _, error = drafted(project)
    assert code == 2 and "De registers noemen nog geen hulp." in error
    assert not (project / "content/beleid/zorgplicht-2026.md").exists()


def test_a_register_with_mistakes_gives_the_mistakes_and_no_draft(project: Path) -> None:
    rewrite(project / "content/hulp/telefoon.md", "kind: telefoon", "kind: telefon")
    code, out, _ = drafted(project)
    assert code == 1 and "'telefoon'" in out
    assert not (project / "content/beleid/zorgplicht-2026.md").exists()


# As documents


def test_a_policy_becomes_documents_that_say_whether_it_is_adopted(project: Path, tmp_path: Path) -> None:
    drafted(project)
    for name, footer in (
        ("zorgplicht-2026", "Concept, stand op 1 juni 2026"),
        ("kanaalstrategie-2026", "Stand op 1 juni 2026"),
    ):
        there = ("--dir", str(tmp_path / name), "--format", "docx,odt", "--date", str(EXAMPLE_DAY))
        out = wmebv("policy", "documents", name, *there, cwd=project, code=0).stdout
        assert out.endswith(".odt.\n") and out.count("\n") == 1
        made = {
            file.suffix: file.read_bytes() for file in (tmp_path / name).iterdir() if file.suffix != ".json"
        }
        assert set(made) == {".docx", ".odt"}
        inside = zipfile.ZipFile(io.BytesIO(made[".docx"]))
        assert footer in "".join(inside.read(part).decode() for part in inside.namelist() if "footer" in part)


def test_the_document_holds_the_text_and_who_adopted_it(project: Path) -> None:
    register = register_of(project)
    (policy,) = register.policies
    said = outline(policy_document(policy, register, EXAMPLE_DAY))
    assert "Papier blijft. U mag officiële berichten ook per post sturen." in said
    assert said.endswith("Vastgesteld op 18 november 2025 door het college van burgemeester en wethouders.\n")
    draft = policy.model_copy(update={"adopted": None})
    assert "Handtekening" in outline(policy_document(draft, register, EXAMPLE_DAY))
    assert docx(policy_document(policy, register, EXAMPLE_DAY)) == docx(
        policy_document(policy, register, EXAMPLE_DAY)
    )


def test_a_policy_that_is_not_there_gives_the_nearest(project: Path) -> None:
    error = wmebv("policy", "documents", "kanaalstrategie", cwd=project, code=2).stderr
    assert "Bedoelt u 'kanaalstrategie-2026'?" in error
