"""The language check: each kind of finding at its place, and never in the way."""

from __future__ import annotations

import pytest
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, decode_files, files_of

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, Level, fails
from wmebv_site.project.load import load
from wmebv_site.register.markup import sentences
from wmebv_site.register.register import Register
from wmebv_site.rules.base import Context, found_by
from wmebv_site.rules.checking import check_project
from wmebv_site.rules.language import (
    EASY,
    ENOUGH,
    LONGEST,
    hard_text,
    jargon,
    long_sentence,
    reading_ease,
    syllables,
)

LONG = (
    "Dit is een zin die wij zo lang maken dat er echt wel meer dan twintig woorden in zullen staan vandaag."
)
HARD = (
    "Overeenkomstig gemeentelijke verordeningsbepalingen inventariseren vergunningverlenende medewerkers "
    "uitzonderingsmogelijkheden betreffende terrasvergunningsaanvragen. "
) * 12


def found_in(text: str, path: str = "content/uitleg.md", **more: str) -> list[Diagnostic]:
    files = (
        files_of(SMALL)
        | {path: text.encode()}
        | {name.replace("__", "/"): data.encode() for name, data in more.items()}
    )
    register, diagnostics = decode_files(files)
    assert register, diagnostics
    return [each for each in of_language(register) if each.place.file == path]


def of_language(register: Register) -> list[Diagnostic]:
    return found_by((long_sentence, hard_text, jargon), Context.of(Decisions(register, SMALL_DAY)))


def spots(found: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(each.code, each.place.line, each.place.column) for each in found]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("kat", 1),
        ("moeilijk", 2),
        ("ideeën", 3),
        ("gemeente", 3),
        ("nieuwe", 2),
        ("tst", 1),
        ("coördinator", 5),
        ("geïnd", 2),
    ],
)
def test_syllables_are_counted_by_ear(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_formula_of_douma_gives_the_figure_that_one_works_out_by_hand() -> None:
    # 5 words, 6 syllables, 1 sentence: 206.84 - 0.77 * 120 - 0.93 * 5
    assert reading_ease("De kat zit op tafel.") == pytest.approx(206.84 - 92.4 - 4.65)


def test_five_texts_stand_in_the_order_in_which_people_find_them_hard() -> None:
    texts = [
        "De kat zit op de mat. Hij is wit. Ik zie hem nu.",
        "U stuurt ons een brief. Wij lezen die brief. Daarna krijgt u een antwoord van ons.",
        "U kunt uw aanvraag digitaal indienen. U ontvangt daarna een bevestiging van de gemeente.",
        "Tegen deze beslissing kunnen belanghebbenden binnen zes weken na bekendmaking een gemotiveerd bezwaarschrift indienen.",
        "Overeenkomstig gemeentelijke verordeningsbepalingen inventariseren vergunningverlenende functionarissen "
        "uitzonderingsmogelijkheden.",
    ]
    scores = [reading_ease(text) for text in texts]
    assert scores == sorted(scores, reverse=True)
    assert scores[1] > 60 > scores[3]


def test_sentences_are_told_apart_where_a_reader_does() -> None:
    text = "Bel ons op 14 0123, bijv. om 8.30 uur. Kom langs!\n\nOf mail ons"
    assert [each.text for each in sentences(text)] == [
        "Bel ons op 14 0123, bijv. om 8.30 uur.",
        "Kom langs!",
        "Of mail ons",
    ]


def test_a_long_sentence_is_told_where_it_begins() -> None:
    assert spots(found_in(f"# Titel\n\nKort. {LONG} Kort.\n")) == [("WMEBV521", 3, 7)]


def test_front_matter_counts_in_the_number_of_the_line() -> None:
    assert spots(found_in(f"---\ntitle: Uitleg\n---\n\n{LONG}\n")) == [("WMEBV521", 5, 1)]


def test_items_headings_and_rows_are_sentences_of_their_own() -> None:
    item = "een stuk van negen woorden dat geen einde heeft"
    text = "\n".join(
        [
            "# Titel van de tekst zonder punt",
            f"- {item}",
            f"- {item}",
            f"1. {item}",
            "",
            f"| {item} | {item} |",
        ]
    )
    assert found_in(text) == []


def test_addresses_code_and_names_of_boxes_are_no_words() -> None:
    link = "[deze link](https://www.voorbeeld.example/een/heel/lang/adres-conform-middels)"
    text = f'Klik op {link}. Typ `conform middels`.\n\n```\n{LONG} conform\n```\n\n!!! warning "Let op"\n    Kort.\n'
    assert found_in(text) == []


def test_a_hard_word_is_told_once_with_a_plain_one() -> None:
    (found,) = found_in("Wij doen dat\nIn het  kader van de wet. Dat is in het kader van de wet.\n")
    assert (found.code, found.place.line, found.place.column) == ("WMEBV523", 2, 1)
    assert (found.message, found.hint) == (
        "Niet iedereen kent 'In het kader van'.",
        "Schrijf bijvoorbeeld: voor, of bij.",
    )


def test_a_hard_word_inside_another_word_is_another_word() -> None:
    assert found_in("U moet het bezwaar op tijd indienen. De voormiddels bestaan niet.\n") == []


def test_a_text_of_a_hundred_words_gets_a_figure() -> None:
    assert "WMEBV522" in {each.code for each in found_in(HARD)}
    assert "WMEBV522" not in {each.code for each in found_in(HARD[:300])}


def test_the_municipality_adds_words_and_keeps_words() -> None:
    wordlist = "words:\n  - {avoid: Zaaksysteem, write: onze administratie}\nkeep: [Conform]\n"
    found = found_in(
        "Conform de wet staat het in ons zaaksysteem.\n", **{"content__woordenlijst.yaml": wordlist}
    )
    assert [each.hint for each in found] == ["Schrijf bijvoorbeeld: onze administratie."]


@pytest.mark.parametrize("wordlist", ["", "woorden: []\n", "words: [\n", "words: [{avoid: x}]\n"])
def test_a_list_of_words_that_is_wrong_is_told_and_never_in_the_way(wordlist: str) -> None:
    more = {"content__woordenlijst.yaml": wordlist}
    assert [each.code for each in found_in("Conform de wet.\n", **more)] == ["WMEBV523"]
    _, about = decode_files(files_of(SMALL) | {"content/woordenlijst.yaml": wordlist.encode()})
    assert [(each.place.file, each.level) for each in about] == [("content/woordenlijst.yaml", Level.INFO)][
        : bool(wordlist)
    ]


def test_the_sentences_of_the_registers_are_read_too() -> None:
    files = files_of(SMALL)
    text = files["products.yaml"].decode().replace("    summary: ", f"    summary: {LONG} ", 1)
    register, _ = decode_files(files | {"products.yaml": text.encode()})
    assert register
    line = 1 + next(number for number, line in enumerate(text.split("\n")) if LONG in line)
    assert ("WMEBV521", line, 14) in spots(of_language(register))


def test_decisions_are_left_alone() -> None:
    path = "content/besluiten/aanwijzing-2026.md"
    text = files_of(SMALL)[path].decode()
    assert found_in(f"{text}\n{LONG}\n\nConform de wet.\n", path) == []


def test_nothing_of_it_ever_stands_in_the_way() -> None:
    files = load(SMALL)
    files.files["content/uitleg.md"] = f"{LONG} Conform.\n\n{HARD}\n".encode()
    checked = check_project(files, SMALL_DAY)
    found = [each for each in checked.diagnostics if each.code in ("WMEBV521", "WMEBV522", "WMEBV523")]
    assert {each.code for each in found} == {"WMEBV521", "WMEBV522", "WMEBV523"}
    assert {each.level for each in found} == {Level.INFO}
    assert not fails(found, strict=True)


def test_the_explanations_name_the_numbers_that_count() -> None:
    assert f"meer dan {LONGEST} woorden" in long_sentence.title
    assert f"Vanaf {EASY} is een tekst" in hard_text.explanation
    assert f"teksten vanaf {ENOUGH} woorden" in " ".join(hard_text.explanation.split())


def test_the_example_is_easy_to_read() -> None:
    checked = check_project(load(ROOT), EXAMPLE_DAY)
    assert [each for each in checked.diagnostics if each.code.startswith("WMEBV52")] == []
