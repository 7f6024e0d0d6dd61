"""Announcements of a decision: short sentences that are true, for the website, newspaper, newsletter and partners."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from acceptance import FOURTEEN
from command import Said, wmebv
from every import every
from places import ROOT, TESTS
from poison import HOSTILE
from projects import SMALL, copied, register_from, register_of
from wording import LONGEST, never_printed, sentences

from wmebv_site.decisions.announce import Announcement, Item, announce, change_in_words
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import Kind
from wmebv_site.register.register import Register

GOLDEN = TESTS / "decisions" / "announcements"
WANTED = {
    "first": (FOURTEEN["01-annex-per-domain"], "aanwijzing-2026", date(2025, 12, 10)),
    "replacement": (FOURTEEN["12-replacement-and-tax-officer"], "aanwijzing-2026-juli", date(2026, 8, 1)),
    "coming": (SMALL, "aanwijzing-2027", date(2026, 6, 1)),
    "draft": (SMALL, "concept-2028", date(2026, 6, 1)),
}
FILES = ["website.md", "krant.md", "nieuwsbrief.md", "partners.md"]
URL = "https://www.voorbeeld.example/digitaal-contact/"


def made(name: str) -> Announcement:
    project, decision, day = WANTED[name]
    register = register_of(project)
    return announce(Decisions(register, day), register.decision_by_id[decision], URL)


@pytest.mark.parametrize("name", WANTED)
def test_the_texts_are_as_they_were_approved(name: str) -> None:
    """``REWRITE=1 pytest tests/decisions/test_announcing.py`` writes them again; review them as a diff."""
    files = made(name).files
    assert list(files) == FILES
    for file, text in files.items():
        golden = GOLDEN / name / file
        if os.environ.get("REWRITE"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8", newline="\n")
        assert text == golden.read_text(encoding="utf-8"), file


def test_every_golden_text_is_compared() -> None:
    assert {folder.name for folder in GOLDEN.iterdir()} == set(WANTED)


def own_decisions(register: Register) -> list[str]:
    return [
        d.id for d in register.decisions if d.kind.value in ("aanwijzing", "wijziging", "openstelling_2_14")
    ]


@every("project", [ROOT, SMALL, *FOURTEEN.values()])
@every("day", [date(2025, 11, 1), date(2025, 12, 10), date(2026, 6, 1), date(2027, 2, 1)])
def test_no_text_is_hard_to_read_or_says_what_the_law_does_not_carry(project: Path, day: date) -> None:
    register = register_of(project)
    names = [*(p.name for p in register.products), *(c.name for c in register.channels)]
    names += [decision.short_title for decision in register.decisions]
    for decision in own_decisions(register):
        for file, text in announce(Decisions(register, day), register.decision_by_id[decision]).files.items():
            assert never_printed(text) == [], (decision, file)
            # A name of the municipality's own counts as one word.
            shorter = text
            for name in sorted(names, key=len, reverse=True):
                shorter = shorter.replace(name, "naam")
            for line in shorter.splitlines():
                long = [one for one in sentences(line) if len(one.split()) > LONGEST]
                assert long == [], (decision, file)


@pytest.mark.parametrize(
    ("dates", "ending"),
    [
        ("published: 2026-04-10\nin_force_from: 2026-05-01\nretroactive_to: 2026-02-01\n", "gemeente, met terugwerkende kracht."),
        ("published: 2026-04-10\nin_force_from: 2026-04-10\nretroactive_to: 2026-04-01\n", "gemeente, met terugwerkende kracht."),
        ("published: 2026-04-10\nin_force_from: 2026-05-01\n", "gemeente."),
        ("published: 2026-04-10\nin_force_from: 2026-05-01\nretroactive_to: 2026-05-01\n", "gemeente."),
    ],
    ids=["months", "days", "none", "same day"],
)  # fmt: skip
def test_what_reaches_back_says_so(dates: str, ending: str) -> None:
    files = {
        "channels.yaml": CHANNELS,
        "products.yaml": "products: [{id: p, name: Ding, domain: d, authority: college, messages: [{kind: aanvraag}]}]\n",
        "content/besluiten/b.md": f"---\ntitle: Besluit\nkind: aanwijzing\nauthorities: [college]\nadopted: 2026-04-01\n{dates}---\n",
    }
    register = register_from({path: text.encode() for path, text in files.items()})
    for text in announce(Decisions(register, date(2026, 6, 1)), register.decision_by_id["b"]).files.values():
        said = re.search(r"Sinds .* gelden er nieuwe regels voor digitale berichten aan de (.*)", text)
        assert said is not None and said[1].startswith(ending)


def test_no_help_that_has_stopped_is_told() -> None:
    register = register_of(ROOT)
    decision = register.decision_by_id["aanwijzing-2026"]
    told = [each for each in register.support if each.title == "Hulp in de bibliotheek"]
    stopped = tuple(
        each.model_copy(update={"until": date(2026, 5, 1)}) if each in told else each
        for each in register.support
    )
    before, after = (
        "\n".join(announce(Decisions(each, date(2026, 6, 1)), decision).files.values())
        for each in (register, replace(register, support=stopped))
    )
    assert "Hulp in de bibliotheek: " in before and "Hulp in de bibliotheek: " not in after


def test_a_draft_does_not_pretend_to_hold() -> None:
    for file, text in made("draft").files.items():
        assert "Het besluit staat nog niet in het Gemeenteblad. Het geldt daarom nog niet." in text, file
        assert "Sinds" not in text and ": nu " not in text and "Eerst was dat" not in text, file


@pytest.mark.parametrize(
    ("dates", "opening"),
    [
        ("in_force_from: 2026-07-01\n", "De gemeente wil nieuwe regels maken voor digitale berichten."),
        (
            "adopted: 2026-05-01\npublished: 2026-06-20\nin_force_from: 2026-07-01\n",
            "De gemeente heeft nieuwe regels gemaakt voor digitale berichten.",
        ),
    ],
    ids=["draft", "adopted"],
)
def test_what_is_not_in_the_gazette_says_so_before_its_day(dates: str, opening: str) -> None:
    files = {
        "channels.yaml": CHANNELS,
        "products.yaml": "products: [{id: p, name: Ding, domain: d, authority: college, messages: [{kind: aanvraag}]}]\n",
        "content/besluiten/b.md": f"---\ntitle: Besluit\nkind: aanwijzing\nauthorities: [college]\n{dates}---\n",
    }
    register = register_from({path: text.encode() for path, text in files.items()})
    for text in announce(Decisions(register, date(2026, 6, 1)), register.decision_by_id["b"]).files.values():
        assert (
            f"{opening} Het besluit staat nog niet in het Gemeenteblad. Het geldt daarom nog niet. Het is de bedoeling dat die "
            "regels vanaf 1 juli 2026 gelden."
        ) in text
        assert text.count("staat nog niet in het Gemeenteblad") == 1 and "gelden er nieuwe regels" not in text


def test_that_this_is_all_is_said_only_where_it_is() -> None:
    register = register_of(ROOT)
    files = announce(Decisions(register, date(2026, 6, 1)), register.decision_by_id["aanwijzing-2026"]).files
    assert "andere wijzigingen" in files["website.md"] and "Verder verandert" not in files["website.md"]
    assert "andere wijziging" not in files["partners.md"] and "Verder verandert" in files["partners.md"]


def test_what_is_coming_is_told_as_coming_and_what_is_there_as_there() -> None:
    assert "straks via Nieuw loket. Nu is dat nog: Contactformulier." in made("coming").files["website.md"]
    assert (
        "nu via Digitaal loket. Eerst was dat: Contactformulier." in made("replacement").files["website.md"]
    )


def test_the_newspaper_is_short_and_the_letter_is_complete() -> None:
    register = register_of(ROOT)
    files = announce(
        Decisions(register, date(2026, 6, 1)), register.decision_by_id[own_decisions(register)[0]]
    ).files
    assert len(files["krant.md"].split()) < 130
    assert len(files["krant.md"]) < len(files["nieuwsbrief.md"]) < len(files["partners.md"])


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Item(Kind.ADDED, "Aanvragen", (), ("Loket",), None, ("A",)), "**Aanvragen**: nieuw is Loket."),
        (
            Item(Kind.ENDED, "Aanvragen", ("Loket",), (), "inwoners", ("A",)),
            "**Aanvragen** (voor inwoners): nu is hiervoor geen digitaal kanaal aangewezen. Eerst was dat: Loket.",
        ),
        (
            Item(Kind.REQUIREMENT, "Aanvragen", ("Loket",), ("Loket",), None, ("A",)),
            "**Aanvragen**: nog steeds via Loket. Wat u daarvoor nodig hebt, verandert.",
        ),
        (
            Item(Kind.CHANNEL, "Aanvragen", ("Loket",), ("Loket",), None, ("A",)),
            "**Aanvragen**: nog steeds via Loket. Het adres verandert.",
        ),
    ],
    ids=["added", "ended", "requirement", "address"],
)
def test_every_kind_of_change_has_its_words(item: Item, said: str) -> None:
    assert change_in_words(item, coming=False) == said


def test_another_bodys_change_on_the_same_day_is_not_told() -> None:
    register = register_of(FOURTEEN["08-other-bodies"])
    text = announce(Decisions(register, date(2026, 6, 1)), register.decision_by_id["aanwijzing-2026"]).files[
        "partners.md"
    ]
    assert "rbg" not in text.lower() and "Kwijtschelding" not in text


CHANNELS = """\
municipality: {name: Gemeente Voorbeeld, fictitious: ja}
authorities: [{id: college, kind: college, name: het college}]
domains: [{id: d, name: Domein}]
channels: [{id: x, name: Formulier X, kind: webformulier, url: "https://x.voorbeeld.example"}]
designations:
  - {messages: [aanvraag], channels: [x], source: "besluit:b"}
"""


def test_the_texts_of_a_decision_that_changes_nothing_say_so() -> None:
    channels = f'{CHANNELS}  - {{fallback: ja, channels: [x], source: "besluit:a"}}\n'
    products = (
        "products: [{id: p, name: Ding, domain: d, authority: college, messages: [{kind: aanvraag}]}]\n"
    )
    front = "---\ntitle: Besluit\nkind: aanwijzing\nauthorities: [college]\nadopted: 2025-11-01\npublished: {}\nin_force_from: {}\n---\n"
    register = register_from(
        {
            "channels.yaml": channels.encode(),
            "products.yaml": products.encode(),
            "content/besluiten/a.md": front.format("2025-12-01", "2026-01-01").encode(),
            "content/besluiten/b.md": front.format("2026-03-01", "2026-04-01")
            .replace("---\n", "---\nreplaces: [a]\n", 1)
            .encode(),
        }
    )
    for text in announce(Decisions(register, date(2026, 6, 1)), register.decision_by_id["b"]).files.values():
        assert "Voor u verandert er niets." in text


def test_text_of_the_register_stays_in_its_line(poisoned_register: Register) -> None:
    register = poisoned_register
    for text in announce(
        Decisions(register, date(2026, 6, 1)), register.decision_by_id["aanwijzing-2027"]
    ).files.values():
        assert "\n<script" not in text and HOSTILE in text


def announced(*arguments: str, cwd: Path, code: int) -> Said:
    return wmebv("announce", *arguments, "--date", "2026-06-01", cwd=cwd, code=code)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(SMALL, tmp_path / "project")


def test_the_command_writes_the_texts_beside_the_site_and_never_twice(project: Path) -> None:
    said = announced("aanwijzing-2027", cwd=project, code=0).stdout
    folder = project / "communicatie" / "aanwijzing-2027"
    assert {file.name for file in folder.iterdir()} == set(FILES)
    assert "Lees ze na voordat u ze gebruikt." in said and "begindatum" not in said
    (folder / "krant.md").write_text("Zelf geschreven.\n", encoding="utf-8")
    (folder / "website.md").unlink()
    error = announced("aanwijzing-2027", cwd=project, code=2).stderr
    assert "bestaat al" in error and not (folder / "website.md").exists()
    assert (folder / "krant.md").read_text(encoding="utf-8") == "Zelf geschreven.\n"


def test_another_folder_and_a_dry_run(project: Path) -> None:
    announced("aanwijzing-2027", "--dir", "teksten/2027", cwd=project, code=0)
    assert (project / "teksten" / "2027" / "aanwijzing-2027" / "website.md").is_file()
    said = announced("aanwijzing-2027", "--dry-run", cwd=project, code=0).stdout
    assert not (project / "communicatie").exists()
    assert all(f"{file}\n\n# " in said for file in FILES)


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("content/besluiten", marks=pytest.mark.proof),
        "content/nieuw",
        "site",
        pytest.param("products/../content", marks=pytest.mark.proof),
    ],
)
def test_what_is_not_for_residents_never_lands_where_the_website_comes_from(
    project: Path, folder: str
) -> None:
    """Beside the decisions it would break every command, elsewhere the next build would publish it."""
    before = sorted(project.rglob("*"))
    error = announced("aanwijzing-2027", "--dir", folder, cwd=project, code=2).stderr
    assert "komt wat op de website staat. Kies een andere plek." in error
    for of in (("decision", "documents", "concept-2028"), ("policy", "documents", "zorgplicht-2026")):
        said = wmebv(*of, "--dir", folder, "--date", "2026-06-01", cwd=project, code=2)
        assert "komt wat op de website staat" in said.stderr
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("aanwijzing-2072", "Bedoelt u 'aanwijzing-2027'?"), ("oud-2011", "wijst zelf geen kanalen aan")],
)
def test_what_can_not_be_announced_is_refused_with_a_way_out(project: Path, name: str, sentence: str) -> None:
    if name == "oud-2011":
        front = "---\ntitle: Oud besluit\nkind: oud_regime\nauthorities: [college]\n---\n"
        (project / "content" / "besluiten" / "oud-2011.md").write_text(front, encoding="utf-8")
    error = announced(name, cwd=project, code=2).stderr
    assert sentence in error
    assert not re.search(r"\b(expected|invalid|error)\b", error.replace("--help", ""))
