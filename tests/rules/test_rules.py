"""The rules: each finds what it is about, where it stands, and nothing besides."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from every import every
from freezer import frozen, resealed
from places import ROOT, SHARED
from projects import files_of, yaml_as_text
from projects import findings as check
from wording import not_in_short_plain_sentences

from wmebv_site.diagnostics import Diagnostic, fails
from wmebv_site.project.load import load
from wmebv_site.register.decode import decode
from wmebv_site.register.upl import parse_pinned
from wmebv_site.rules.checking import LAW_RULES
from wmebv_site.rules.links import _is_personal, wrong_link

HERE = Path(__file__).parent
TODAY = date(2026, 6, 1)
DATA = SHARED / "data"
E, W, INFO = "error", "warning", "info"

LEVELS = {
    # Beside the law: rules that get in each other's way.
    210: {E}, 214: {W}, 215: {W}, 216: {W}, 217: {E},
    # And about decisions: what was frozen, withdrawn or mandated.
    221: {W}, 222: {E}, 223: {E, INFO}, 224: {E}, 225: {W}, 226: {INFO}, 230: {W}, 231: {E, W, INFO}, 234: {W}, 235: {W}, 236: {W},
    237: {W}, 243: {W}, 295: {W}, 296: {W}, 297: {E, W},
    # The law table, with the levels it states.
    301: {E, W}, 302: {INFO}, 303: {E}, 305: {E}, 306: {W}, 307: {W}, 308: {W}, 309: {W}, 310: {W}, 311: {E}, 312: {E},
    313: {E, W}, 314: {E}, 315: {W}, 316: {E, W}, 317: {E, W}, 318: {W}, 319: {E, W}, 320: {W}, 321: {E}, 322: {W},
    323: {E, W}, 324: {W}, 325: {W}, 326: {W}, 327: {E}, 328: {E, W}, 329: {E, W}, 330: {W}, 331: {E, W}, 333: {W},
    334: {E, W}, 335: {E, W}, 336: {W}, 337: {W}, 338: {W}, 339: {E, W, INFO}, 340: {E}, 354: {W}, 355: {W}, 356: {W}, 357: {W},
    365: {E, W, INFO}, 366: {E, W}, 367: {E, W}, 373: {W}, 374: {E, W}, 375: {E, W}, 390: {W}, 395: {E},
    # And beside it again: how what residents read looks and reads.
    520: {E}, 521: {INFO}, 522: {INFO}, 523: {INFO}, 524: {W}, 537: {E, W}, 538: {W}, 572: {INFO}, 650: {W}, 651: {W}, 652: {W},
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One change from the base project, and every finding that it must give."""

    code: str
    name: str
    first: list[list[str]] = field(default_factory=list)
    """Edits before anything is frozen."""
    edit: list[list[str]] = field(default_factory=list)
    replace: list[str] = field(default_factory=list)
    write: dict[str, str] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)
    freeze: dict[str, str] = field(default_factory=dict)
    """The decisions that are frozen first, as the base project stands, each with the day."""
    twin: dict[str, str] = field(default_factory=dict)
    """Frozen decisions of which another has the same text and the same annex, each with the id of that other."""
    today: str = TODAY.isoformat()
    expect: list[list[str]] = field(default_factory=list)
    near: str = ""
    """The level of finding that this case comes near without giving it."""


def read(path: Path) -> Any:
    return yaml_as_text(path.read_text(encoding="utf-8"))


CASES = [Case(path.stem, **case) for path in sorted((HERE / "cases").glob("*.yaml")) for case in read(path)]


def change(project: Path, edits: list[list[str]]) -> None:
    for file, old, new in edits:
        text = (project / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (project / file).write_text(text.replace(old, new), encoding="utf-8")


def make(project: Path, case: Case) -> None:
    shutil.copytree(HERE / "base", project)
    change(project, case.first)
    for decision, day in case.freeze.items():
        for path, data in frozen(files_of(project), decision, date.fromisoformat(day)).items():
            (project / path).write_bytes(data)
    for decision, other in case.twin.items():
        folder = project / "content" / "besluiten"
        annex = (folder / f"{decision}.annex.yaml").read_bytes().replace(decision.encode(), other.encode())
        (folder / f"{other}.annex.yaml").write_bytes(resealed(annex))
        (folder / f"{other}.md").write_bytes((folder / f"{decision}.md").read_bytes())
    for file in case.remove:
        (project / file).unlink()
    for file, text in case.write.items():
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_text(text, encoding="utf-8")
    change(project, case.edit)
    if case.replace:
        file, old, new = case.replace
        text = (project / file).read_text(encoding="utf-8")
        assert old in text
        (project / file).write_text(text.replace(old, new), encoding="utf-8")


def findings(project: Path, today: date = TODAY, *, but_for: str = "WMEBV221") -> list[Diagnostic]:
    """All findings. Few cases freeze anything: that an annex is missing is told only where a case is about that."""
    read_files = load(project)
    register, diagnostics = decode(read_files.files, read_files.others)
    assert register is not None, diagnostics
    found = check(register, today, upl=parse_pinned(read_files.files["upl.csv"]))
    return [finding for finding in found if finding.code != but_for]


def marked(project: Path, file: str, snippet: str) -> tuple[str, int, int]:
    """Line and column, from 1, of the arrow in a snippet that stands once in the file."""
    text = (project / file).read_text(encoding="utf-8")
    plain = snippet.replace("→", "")
    assert text.count(plain) == 1, f"{plain!r} stands {text.count(plain)} times in {file}"
    offset = text.index(plain) + snippet.index("→")
    return file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def shown(diagnostic: Diagnostic) -> tuple[str, str, tuple[str, int, int]]:
    place = diagnostic.place
    return diagnostic.code, diagnostic.level.value, (place.file, place.line, place.column)


def not_in_one_dutch_sentence_with_a_way_out(finding: Diagnostic) -> list[str]:
    """What makes a finding unfit to be read: no whole sentence, no way out, words of a program, or long and strange ones."""
    wrong = not_in_short_plain_sentences(finding)
    if not finding.message.endswith("."):
        wrong.append("no full stop")
    if not finding.hint or finding.hint[-1] not in ".?":
        wrong.append("no way out")
    program = re.search(r"\b(?:None|True|False|null|type|schema)\b|\{\}|<.*>", finding.message)
    return wrong + ([f"of a program: {program[0]}"] if program else [])


def test_the_base_project_has_no_finding_at_all_once_it_is_frozen(tmp_path: Path) -> None:
    make(
        tmp_path / "project",
        Case("", "base", freeze={"aanwijzing-2026": "2025-11-18", "belastingen-2026": "2025-11-20"}),
    )
    assert findings(tmp_path / "project", but_for="") == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.name}")
def test_one_change_gives_exactly_its_findings_at_their_place(case: Case, tmp_path: Path) -> None:
    project = tmp_path / "project"
    make(project, case)
    found = findings(
        project, date.fromisoformat(case.today), but_for="" if case.code == "WMEBV221" else "WMEBV221"
    )
    expected = sorted((code, level, marked(project, file, at)) for code, level, file, at, *_ in case.expect)
    assert sorted(map(shown, found)) == expected, [f"{f.message} {f.hint}" for f in found]
    for each in found:
        assert not_in_one_dutch_sentence_with_a_way_out(each) == []
    for code, _, file, at, *words in case.expect:
        said = next(f for f in found if shown(f)[::2] == (code, marked(project, file, at)))
        for word in words:
            assert word in f"{said.message} {said.hint}"


def test_the_rules_are_those_of_the_table_and_no_others() -> None:
    assert [law_rule.code for law_rule in LAW_RULES] == [f"WMEBV{number}" for number in LEVELS]


def test_every_level_of_every_rule_has_a_case_that_gives_it_and_one_that_comes_near() -> None:
    given, near = defaultdict(set), defaultdict(set)
    for case in CASES:
        for code, level, *_ in case.expect:
            if code == case.code:
                given[int(code[5:])].add(level)
        if case.near:
            assert not any(code == case.code and level == case.near for code, level, *_ in case.expect), (
                case.name
            )
            near[int(case.code[5:])].add(case.near)
    assert dict(given) == LEVELS
    assert dict(near) == LEVELS


@every("law_rule", LAW_RULES, lambda law_rule: law_rule.code)
def test_a_rule_documents_itself_for_an_editor(law_rule: Any) -> None:
    lines = law_rule.explanation.splitlines()
    assert law_rule.title.endswith(".") and len(law_rule.title) <= 90
    if law_rule.code >= "WMEBV500":
        assert len(lines) >= 2, "what is asked and why; how a text reads rests on no article"
        return
    assert len(lines) >= 4, "what is asked and why"
    assert re.fullmatch(r"Grondslag: \S.*\.", lines[-1])
    assert sum(line.startswith("Grondslag:") for line in lines) == 1


@every("law_rule", LAW_RULES, lambda law_rule: law_rule.code)
def test_an_example_in_the_documentation_is_yaml_an_editor_can_copy(law_rule: Any) -> None:
    examples = re.findall(r"(?:^ {4}.*\n?(?:^\s*$\n(?=^ {4}))?)+", law_rule.explanation, re.MULTILINE)
    for example in examples:
        assert isinstance(yaml_as_text(example), (dict, list)), example


def test_twenty_five_mistakes_give_twenty_five_findings_and_no_more(tmp_path: Path) -> None:
    project = tmp_path / "project"
    many = Case("", "many", **read(HERE / "many.yaml"))
    make(project, many)
    found = findings(project)
    expected = sorted((code, level, marked(project, file, at)) for code, level, file, at in many.expect)
    assert len(expected) == 25
    assert sorted(map(shown, found)) == expected, [f"{shown(f)} {f.message}" for f in found]
    assert fails(found)


def test_findings_come_in_the_order_of_the_files_and_are_the_same_each_time(tmp_path: Path) -> None:
    project = tmp_path / "project"
    make(project, Case("", "many", **read(HERE / "many.yaml")))
    found = findings(project)
    assert found == sorted(found, key=lambda finding: finding.sort_key) == findings(project)


@pytest.mark.parametrize(
    "mailbox", ["j.jansen", "a.b.de.vries", "p.van-dijk", "Anna.Bakker", "jan.de.wit", "k.smit2"]
)
def test_a_mailbox_with_an_initial_or_first_name_is_taken_for_a_person(mailbox: str) -> None:
    assert _is_personal(f"{mailbox}@voorbeeld.example")


@pytest.mark.parametrize(
    "mailbox",
    "info parkeren werk.inkomen burger.zaken post.bus e.loket sociaal.domein kcc team-wonen v.t.h".split(),
)
def test_a_mailbox_of_an_office_is_left_alone(mailbox: str) -> None:
    assert not _is_personal(f"{mailbox}@voorbeeld.example")


@pytest.mark.skipif(not DATA.exists(), reason="the reference list of products is not on this machine")
def test_every_link_and_address_of_the_real_product_list_is_well_formed() -> None:
    with (DATA / "upl" / "upl-gemeente-vng.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    links = [link.strip() for row in rows for link in row["Grondslaglinks"].split("|") if link.strip()]
    assert len(links) > 300
    # An address without https is refused before any rule looks at it.
    assert [link for link in links if wrong_link(link.replace("http://", "https://"))] == []


@pytest.mark.parametrize("gone", ["content/besluiten/", "content/"])
def test_decisions_that_are_gone_are_told_where_they_are_named(gone: str) -> None:
    """Several rules that rest on them tie: no message is without a way through that."""
    files = {path: data for path, data in files_of(ROOT).items() if not path.startswith(gone)}
    register, mistakes = decode(files, [])
    assert register is not None, mistakes
    codes = {each.code for each in check(register, TODAY) if each.level.value == E}
    assert "WMEBV303" in codes
    assert codes.isdisjoint({"WMEBV301", "WMEBV357"})
