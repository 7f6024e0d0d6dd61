"""In a municipality that exists no example of a new project is left without a word, and in a made-up one all may stay."""

from __future__ import annotations

from datetime import date

import pytest
from freezer import frozen

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.municipalities import MADE_UP, by_code
from wmebv_site.project.starter import plan
from wmebv_site.register.hosts import EXAMPLES, FOR_EXAMPLES
from wmebv_site.rules.checking import check_project

TODAY = date(2026, 6, 1)
KNOWN = by_code("gm0344")
assert KNOWN is not None
NEW = {path: text.encode() for path, text in plan(KNOWN, TODAY).items() if path.endswith((".yaml", ".md"))}
DECISION = "content/besluiten/aanwijzing-2026.md"


def found_in(files: dict[str, bytes], code: str = "WMEBV241") -> list[Diagnostic]:
    checked = check_project(
        ProjectFiles({path: data for path, data in files.items() if path != "README.md"}), TODAY
    )
    assert checked.register is not None, checked.diagnostics
    return [found for found in checked.diagnostics if found.code == code]


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    assert NEW[path].count(old.encode()) == 1
    return NEW | {path: NEW[path].replace(old.encode(), new.encode())}


def test_every_example_of_a_new_project_is_told_once_by_line() -> None:
    found = found_in(NEW)
    assert {each.level.value for each in found} == {"warning"}
    assert len({(each.place.file, each.place.line) for each in found}) == len(found)
    assert found_in(NEW, "WMEBV524") == [], "that line was told"
    marked = {
        (path, number)
        for path, data in NEW.items()
        if path != "README.md"
        for number, line in enumerate(data.decode().splitlines(), 1)
        if not line.lstrip().startswith("#")
        and (".example" in line or "VERVANG" in line or "[Vul" in line or "[datum]" in line)
    }
    assert marked < {(each.place.file, each.place.line) for each in found}
    said = " ".join(each.message for each in found)
    for words in (
        "utrecht.example",
        "[datum]",
        "Dit is een voorbeeld van een besluit",
        "[Vul hier het postadres in]",
    ):
        assert words in said


def test_once_a_decision_is_frozen_it_is_an_error_but_for_what_nobody_may_change() -> None:
    files = NEW | frozen(NEW, "aanwijzing-2026", TODAY)
    assert {each.level.value for each in found_in(files)} == {"error"}
    listed = {
        "products.yaml": files["products.yaml"].replace(b"synonyms: [reisdocument]", b"synonyms: [adres]")
    }
    assert len(found_in(files | listed)) == len(found_in(files)), "a list of YAML is no text to fill in"
    adopted = files | {DECISION: files[DECISION].replace(b"adopted: ", b"adopted: 2026-05-01 ", 1)}
    levels = {each.level.value for each in found_in(adopted) if each.place.file == DECISION}
    assert levels == {"warning"}
    assert "rectificatie" in str(next(each for each in found_in(adopted) if each.place.file == DECISION).hint)


GUESSES = [
    "trusted_hosts: [formulieren.nl]    # CONTROLEER",
    "trusted_hosts: [formulieren.nl] # CONTROLEER. Keuze: een of meer namen.",
    "trusted_hosts: [formulieren.nl]    #  CONTROLEER: klopt dit?",
]


@pytest.mark.parametrize("line", GUESSES)
def test_what_was_filled_in_for_an_editor_is_told_until_someone_looked_at_it(line: str) -> None:
    files = NEW | {"channels.yaml": NEW["channels.yaml"] + f"\n{line}\n".encode()}
    found = found_in(files, "WMEBV244")
    last = [each for each in found if each.place.file == "channels.yaml"][-1]
    assert last.place.line == len(files["channels.yaml"].splitlines())
    assert last.level.value == "warning" and "niemand keek het na" in last.message
    assert len(found) - 1 == sum(
        "CONTROLEER" in text.partition(" #")[2] and not text.lstrip().startswith("#")
        for name, data in NEW.items()
        if name != "README.md"
        for text in data.decode().splitlines()
    )
    made_up = NEW["channels.yaml"].replace(b"municipality:", b"municipality:\n  fictitious: ja")
    assert found_in(files | {"channels.yaml": made_up}, "WMEBV244") == []


PERHAPS = [
    "Vraag het [x weken] van tevoren aan.",
    "Wij antwoorden binnen [aantal werkdagen].",
    "Neem mee: [nog aan te vullen].",
    "De gemeente [naam gemeente] helpt u.",
    "TODO: tekst van de afdeling.",
    "U betaalt XXX euro.",
    "Wat het kost: ???",
    "De balie is open op n.t.b.",
    "Sinds {{ datum }} helpen wij u.",
    "Naam: ________",
    "Straatnaam 1, 1234 AB Voorbeeld",
    "Beste {naam}, uw brief is binnen.",
    "Dit geldt vanaf dd-mm-jjjj.",
    "Vastgesteld op jjjj-mm-dd.",
    "PM",
    "- ...",
    "…",
]
NONE = [
    "Schrijf naar Postbus 0000.",
    "Postbus 0, 0000 AA Stad",
    "Zie https://zoek.officielebekendmakingen.nl/gmb-2026-000000.html.",
]


@pytest.mark.parametrize("left", NONE)
def test_a_number_of_nothing_but_zeros_is_no_post_box_postcode_or_publication(left: str) -> None:
    files = (
        NEW | frozen(NEW, "aanwijzing-2026", TODAY) | {"content/uitleg.md": f"# Uitleg\n\n{left}\n".encode()}
    )
    [found] = [each for each in found_in(files) if each.place.file == "content/uitleg.md"]
    assert (found.place.line, found.level.value) == (3, "error")


def test_keys_that_hold_nothing_but_such_a_mark_are_told() -> None:
    old = "synonyms: [reisdocument]"
    for new in ("summary: PM", 'summary: "..."', "summary: {naam}"):
        files = changed("products.yaml", old, f"{old}\n    {new}")
        told = [
            each
            for each in check_project(
                ProjectFiles({path: data for path, data in files.items() if path != "README.md"}), TODAY
            ).diagnostics
            if each.place.file == "products.yaml" and each.place.line in _lines(files["products.yaml"], new)
        ]
        assert told, new


def _lines(data: bytes, words: str) -> set[int]:
    return {number for number, line in enumerate(data.decode().splitlines(), 1) if words in line}


@pytest.mark.parametrize("left", PERHAPS)
def test_what_people_leave_to_fill_in_later_is_a_warning_since_somebody_may_mean_it(left: str) -> None:
    files = NEW | frozen(NEW, "aanwijzing-2026", TODAY)
    files |= {"content/uitleg.md": f"# Uitleg\n\n{left}\n".encode()}
    [found] = [each for each in found_in(files) if each.place.file == "content/uitleg.md"]
    assert (found.place.line, found.level.value) == (3, "warning")


ALONE = [
    "Nog in te vullen", "in te vullen!", "Hier komt nog tekst.", "Hier tekst invullen", "volgt nog", "(volgt)", "Nader te bepalen",
    "Voorbeeldtekst", "TBD", "@@naam@@", "#NAAM?", "Naam Achternaam",
]  # fmt: skip


@pytest.mark.parametrize("left", ALONE)
def test_what_stands_alone_for_something_to_come_is_told_where_it_stands(left: str) -> None:
    written = f'synonyms: [reisdocument, "{left}"]'
    files = changed("products.yaml", "synonyms: [reisdocument]", written) | {
        "content/uitleg.md": f"# Uitleg\n\n{left}\n\n- {left}\n".encode()
    }
    found = [
        (each.place.file, each.place.line) for each in found_in(files) if left.strip("(!.)") in each.message
    ]
    [line] = [
        number
        for number, text in enumerate(files["products.yaml"].decode().splitlines(), 1)
        if written in text
    ]
    assert found == [("content/uitleg.md", 3), ("content/uitleg.md", 5), ("products.yaml", line)]


@pytest.mark.parametrize(
    "innocent",
    [
        "Het formulier is online in te vullen.",
        "Hier komt u verder.",
        "Wie de regels volgt, krijgt een brief.",
        "De dag is nader te bepalen met u samen.",
        "Een voorbeeldtekst staat in de bijlage.",
        "Schrijf uw naam en achternaam op.",
        "Daarna volgt:",
        "Hier staat tekst over uw aanvraag.",
        "Wacht even, ... en ga dan verder.",
        "En verder…",
        "Kom om 2 uur (14.00 PM is fout).",
        "Kies een kleur {: .rood} of {#rood}.",
        "Kosten: ${bedrag} in het formulier.",
        "Bel 0000 is geen nummer.",
        "Postbus 100, 1000 AA Stad",
    ],
)
def test_the_same_words_within_a_sentence_are_left_alone(innocent: str) -> None:
    files = NEW | {"content/uitleg.md": f"# Uitleg\n\n{innocent}\n".encode()}
    assert [each for each in found_in(files) if each.place.file == "content/uitleg.md"] == []


def test_a_draft_that_is_on_no_page_never_holds_up_the_website() -> None:
    draft, policy = "content/besluiten/wijziging-2027.md", "content/beleid/zorgplicht-2027.md"
    files = NEW | frozen(NEW, "aanwijzing-2026", TODAY)
    files |= {
        draft: b"---\ntitle: Wijziging\nkind: wijziging\nauthorities: [college]\namends: aanwijzing-2026\n---\n\nHet geldt op [datum].\n",
        policy: b"---\ntitle: Beleid\nkind: zorgplicht\n---\n\nVul aan wat de inwoner doet.\n",
    }
    found = {each.place.file: each for each in found_in(files) if each.place.file in (draft, policy)}
    assert {each.level.value for each in found.values()} == {"warning"}
    assert "Inwoners" not in found[draft].message
    assert "voordat dit concept wordt vastgesteld" in str(found[policy].hint)
    adopted = files | {
        policy: files[policy].replace(b"kind:", b"adopted_by: college\nadopted: 2026-05-01\nkind:")
    }
    assert [each.level.value for each in found_in(adopted) if each.place.file == policy] == ["error"]


def test_a_made_up_municipality_keeps_its_examples() -> None:
    files = {
        path: text.encode() for path, text in plan(MADE_UP, TODAY).items() if path.endswith((".yaml", ".md"))
    }
    assert found_in(files) == []


HELP = "content/hulp/telefoon.md"
BODY = "\n---\n"


@pytest.mark.parametrize(
    "left",
    [
        "Mail naar [hulp](mailto:hulp@gemeente.example).",
        "Zie https://www.example.com/hulp voor meer.",
        "Bel op [telefoonnummer].",
        "Wij antwoorden binnen [...] dagen.",
        "Vul aan wat de inwoner zelf doet.",
        "Lorem ipsum dolor sit amet.",
        "Neem [nog in te vullen] mee.",
        "Zie <https://formulieren.utrecht.test>.",
        "Het kost [bedrag], sinds [dd-mm-jjjj].",
        "Stuur het naar [postadres].",
        "Meer leest u op [link].",
        "Dit [volgt].",
        "Het besluit is van [JJJJ-MM-DD].",
        *(f"Zie https://www.gemeente.{name}/hulp." for name in FOR_EXAMPLES),
        *(f"Mail naar hulp@{name}." for name in EXAMPLES),
    ],
)
def test_what_is_left_to_fill_in_is_told_in_any_text(left: str) -> None:
    files = NEW | {"content/uitleg.md": f"# Uitleg\n\n{left}\n".encode()}
    [found] = [each for each in found_in(files) if each.place.file == "content/uitleg.md"]
    assert found.place.line == 3


@pytest.mark.parametrize(
    "right",
    [
        "Lees [datum](datum.md) en [naam][naam].",
        "De gemeente geeft een voorbeeld: www.voorbeelden.nl.",
        "Wij vervangen uw pas. Vul aan de balie het formulier in.",
        "# Vervang",
        "Zie https://www.exampleservices.nl of https://test.utrecht.nl.",
        "- [ ] neem uw pas mee",
        "- [x] neem uw pas mee",
        "Lees meer via [link].\n\n[link]: https://www.utrecht.nl",
        "____",
        "---\ntitle: Adres\ntags: [adres, naam]\n---\n\nTekst.",
        "Hoeveel? Dat weten wij nog niet.",
        "Bel 14 030 [keuze 2].",
    ],
)
def test_what_only_looks_like_it_is_left_alone(right: str) -> None:
    files = NEW | {"content/uitleg.md": f"{right}\n".encode()}
    assert [each for each in found_in(files) if each.place.file == "content/uitleg.md"] == []


def test_an_example_in_a_comment_is_nobodys_to_mend() -> None:
    path = "channels.yaml"
    files = NEW | {path: NEW[path] + b"# zie https://www.utrecht.example\n# VERVANG later\n"}
    assert len(found_in(files)) == len(found_in(NEW))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tooi: gm0344", "tooi: gm0345", "is van de gemeente Veenendaal"),
        ("tooi: gm0344", "tooi: gm0001", "staat niet in de lijst van gemeenten"),
        ("Gemeente Utrecht", "Gemeente Zeist", "is van de gemeente Utrecht"),
    ],
)
def test_a_code_of_another_municipality_is_told(old: str, new: str, words: str) -> None:
    files = (
        changed("channels.yaml", f"  {old}\n", f"  {new}\n")
        if "tooi" in old
        else changed("channels.yaml", old, new)
    )
    [found] = found_in(files, "WMEBV242")
    assert words in found.message and found.hint is not None and "gm0" in found.hint
    assert found.level == "warning"


@pytest.mark.parametrize("name", ["Utrecht", "gemeente Utrecht", "Gemeente UTRECHT"])
def test_a_code_is_right_however_the_name_is_written(name: str) -> None:
    assert found_in(changed("channels.yaml", "Gemeente Utrecht", name), "WMEBV242") == []
