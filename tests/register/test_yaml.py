"""What an editor types is what the register holds, and every value knows where it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
import yaml
from bad_cases import bad_cases
from every import every
from hypothesis import assume, given
from hypothesis import strategies as st
from projects import VALID, decode_files, files_of

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register import yaml as reader
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.text import FORBIDDEN, read_text
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml
from wmebv_site.register.yaml_syntax import maybe_cut_off


def read(data: str | bytes) -> tuple[Value, list[Diagnostic]]:
    source, diagnostics = read_text("f.yaml", data.encode() if isinstance(data, str) else data)
    return read_yaml(source) if source and not diagnostics else (None, diagnostics)


def value(data: str | bytes) -> Value:
    found, diagnostics = read(data)
    assert diagnostics == []
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "0201234567", "0o17", "0x1F", "1_000", "12:30", "190:20:30", "1.10", "1e3", ".5", "-0", "+31201234567", ".inf", ".nan",
        "on", "off", "no", "No", "yes", "y", "n", "true", "False", "nul", "nvt", "~5", "ja", "nee",
        "2027-01-01", "2027-1-1", "2026-03-02T08:15+01:00", "=", "2:13", "C#", "a:b", "a#b", "Jan & Piet", "5 * 3",
        "50%", "é", "’s ochtends", "Straße", "🙂", "👨‍👩‍👧", "می‌خواهم",
    ],
)  # fmt: skip
def test_a_text_stays_as_typed(typed: str) -> None:
    assert value(f"a: {typed}\n") == {"a": typed}
    assert value(f"- {typed}\n") == [typed]
    document, diagnostics = read_document("d.md", f"---\na: {typed}\n---\ntekst\n".encode())
    assert diagnostics == []
    assert document is not None
    assert document.meta == {"a": typed}


@pytest.mark.parametrize("typed", ["0201234567", "12:30", "on", "no", "2027-01-01", "1.10"])
def test_a_text_of_a_product_reaches_the_register_as_typed(typed: str) -> None:
    files = files_of(VALID)
    product = files["products/klacht.yaml"].replace(
        b"name: Klacht over de gemeente", f"name: {typed}".encode()
    )
    register, diagnostics = decode_files(files | {"products/klacht.yaml": product})
    assert diagnostics == []
    assert register is not None
    assert register.product_by_id["klacht"].name == typed


def test_nothing_behind_a_key_is_absent_but_its_place_stays_known() -> None:
    found = value("a:\nb: # volgt\nc: x\n")
    assert isinstance(found, YamlMapping)
    assert found == {"c": "x"}
    assert set(found.blank) == {"a", "b"}
    assert found.place_of_key("b") == Place("f.yaml", 2, 1, 2)


@pytest.mark.parametrize("word", ["null", "Null", "NULL", "~"])
def test_a_word_for_nothing_is_never_taken_for_text(word: str) -> None:
    found, diagnostics = read(f"a: {word}\nb: [{word}, x]\nc: '{word}'\n")
    assert found == {"b": [None, "x"], "c": word}
    assert [(said.code, said.place) for said in diagnostics] == [
        ("WMEBV021", Place("f.yaml", 1, 4, 4 + len(word))),
        ("WMEBV021", Place("f.yaml", 2, 5, 5 + len(word))),
    ]


@pytest.mark.parametrize(
    ("typed", "column", "lost", "whole"),
    [
        ("a: Vraag over loket #2", 21, "#2", "Vraag over loket #2"),
        ("a: #1 van het land", 4, "#1 van het land", "#1 van het land"),
        ("- Kamer #12, tweede deur", 9, "#12, tweede deur", "Kamer #12, tweede deur"),
        ("a: {b: [x], c: Team #Zorg", 21, "#Zorg", "Team #Zorg"),
        ("- a: Kanaal  #wonen # voor huurders", 14, "#wonen # voor huurders", "Kanaal #wonen"),
    ],
)
def test_what_is_lost_behind_a_hash_is_told(typed: str, column: int, lost: str, whole: str) -> None:
    _, diagnostics = read(f"{typed}\n{'}' if '{' in typed else ''}")
    assert [(said.code, said.level, said.place) for said in diagnostics] == [
        ("WMEBV020", "warning", Place("f.yaml", 1, column, column + len(lost)))
    ]
    assert f"'{lost}'" in diagnostics[0].message
    assert whole in str(diagnostics[0].hint)


@pytest.mark.parametrize(
    "typed",
    [
        "a: x # een opmerking", "a: x #", "a: x ##", "a: x # zie loket #2", "# a: x #2", "a: 'x #2'", 'a: "x #2"',
        "a: C#3", "a: |\n  x #2\n  y #3", "a: >-\n  x #2", "#a: x\nb: y", "a:\n  #b: x\n  c: y", "a: 'x' # y #z",
    ],
)  # fmt: skip
def test_a_comment_and_a_hash_that_stays_are_left_alone(typed: str) -> None:
    assert read(f"{typed}\n")[1] == []


def test_what_is_lost_in_front_matter_is_told_at_its_line() -> None:
    document, diagnostics = read_document("d.md", b"---\n# eerst\ntitle: Loket #2\n---\n")
    assert document is not None
    assert document.meta == {"title": "Loket"}
    assert [(said.code, said.place) for said in diagnostics] == [("WMEBV020", Place("d.md", 3, 14, 16))]


@pytest.mark.parametrize("mark", ["–", "—", "•", "*", "·", "−"])
def test_what_a_word_processor_makes_of_a_dash_is_read_as_one_and_told(mark: str) -> None:
    found, diagnostics = read(f"a:\n  {mark} b: x\n    c: y\n  {mark} b: z\nd:\n{mark} x\n{mark} y\n")
    assert found == {"a": [{"b": "x", "c": "y"}, {"b": "z"}], "d": ["x", "y"]}
    assert [(said.code, said.place.line, said.place.column) for said in diagnostics] == [
        ("WMEBV019", 2, 3),
        ("WMEBV019", 4, 3),
        ("WMEBV019", 6, 1),
        ("WMEBV019", 7, 1),
    ]
    document, diagnostics = read_document("d.md", f"---\nb:\n  {mark} x\n---\n".encode())
    assert document is not None
    assert [(said.code, said.place) for said in diagnostics] == [("WMEBV019", Place("d.md", 3, 3, 4))]


@pytest.mark.parametrize(
    "typed",
    [
        "a: Kom langs\n  – of bel",
        "a: |\n  Neem mee:\n  • uw pas\n  • een foto",
        "a: – niets",
        "- – x",
        'a: "– x"',
    ],
)
def test_a_long_dash_within_a_text_stays(typed: str) -> None:
    assert read(f"{typed}\nb: y\n" if typed[0] == "a" else f"{typed}\n")[1] == []


def test_an_empty_text_between_quotes_is_there() -> None:
    assert value("a: ''\nb: \"\"\n") == {"a": "", "b": ""}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xef\xbb\xbfa: x\nb: y\n", "byte order mark"),
        (b"a: x\r\nb: y\r\n", "Windows line ends"),
        (b"a: x\rb: y\r", "line ends of an old Mac"),
        (b"a: x\nb: y", "no last newline"),
        (b"a: x\n\n\nb: y\n\n", "empty lines"),
        (b"---\na: x\nb: y\n", "a line of dashes first"),
        (b"a: x\nb: y\n...\n", "dots last"),
        (b"# eerst dit\na: x # en dit\nb: y\n", "comments"),
        ("a:\u00a0x\nb:\u00a0y\n".encode(), "non-breaking spaces behind the colon"),
        ("a: \u00a0x\nb:\u202fy\u00a0\n".encode(), "narrow non-breaking spaces"),
        ("a: \u201cx\u201d\nb: \u2018y\u2019\n".encode(), "curly quotes"),
        ("a: \u201ex\u201d\nb: \u201ay\u2018\n".encode(), "low curly quotes"),
    ],
)
def test_what_a_word_processor_leaves_behind_is_taken_as_meant(data: bytes, why: str) -> None:
    assert value(data) == {"a": "x", "b": "y"}, why


def test_non_breaking_spaces_can_indent() -> None:
    assert value("a:\n\u00a0\u00a0b: x\n") == {"a": {"b": "x"}}


def test_a_curly_quote_inside_a_text_stays() -> None:
    assert value("a: De \u2018kleine\u2019 zaal\nb: \u2019s avonds\n") == {
        "a": "De \u2018kleine\u2019 zaal",
        "b": "\u2019s avonds",
    }


def test_a_column_counts_characters_as_a_person_does() -> None:
    found = value("naam: {é🙂: x, b: y}\n")
    assert isinstance(found, YamlMapping)
    inner = found["naam"]
    assert isinstance(inner, YamlMapping)
    assert inner.place_of("b") == Place("f.yaml", 1, 18, 19)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_and_marks_move_no_place(start: bytes, end: bytes) -> None:
    found = value(start + end.join([b"a: x", b"", b"b:", b"  - c: y", b""]))
    assert isinstance(found, YamlMapping)
    listed = found["b"]
    assert isinstance(listed, YamlList)
    assert listed.place_of(0) == Place("f.yaml", 4, 5, 6)
    assert isinstance(listed[0], YamlMapping)
    assert listed[0].place_of("c") == Place("f.yaml", 4, 8, 9)


def test_places_in_front_matter_are_places_in_the_file() -> None:
    document, diagnostics = read_document("d.md", b"---\n# eerst\ntitle: Hulp\n---\n\nTekst.\n")
    assert diagnostics == []
    assert document is not None
    assert document.meta.place_of("title") == Place("d.md", 3, 8, 12)
    assert (document.body, document.body_line) == ("\nTekst.\n", 5)


def test_a_page_without_front_matter_is_all_text() -> None:
    document, diagnostics = read_document("d.md", b"# Hulp\n\n---\n")
    assert diagnostics == []
    assert document is not None
    assert (document.meta, document.body, document.body_line) == ({}, "# Hulp\n\n---\n", 1)


# Everything a person can type. Curly quotes around a text and hard spaces have their own tests.
CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"),
    exclude_characters="\u00a0\u202f\u2007\u201c\u201d\u201e\u2018\u2019\u201a",
)


def test_nothing_that_is_refused_can_be_printed() -> None:
    """So a text of which all can be printed needs no closer look."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    refused = FORBIDDEN.findall(everything)
    assert len(refused) > 100
    assert not [each for each in refused if each.isprintable() or each in "\n\t"]
    for each in refused:
        source, diagnostics = read_text("f.yaml", f"a: é\r\nb: c{each}d\n".encode())
        assert source is not None
        assert [(found.code, found.place.line, found.place.column) for found in diagnostics] == [
            ("WMEBV003", 2, 5)
        ]


TEXTS = st.text(CHARACTERS, max_size=20).filter(lambda text: not FORBIDDEN.search(text))
KEYS = TEXTS.filter(lambda text: text != "<<")


def nested(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, object]]:
    inner = st.recursive(
        texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=20,
    )
    return st.dictionaries(KEYS, inner, max_size=5)


DATA = nested(TEXTS | st.text("ab \n", max_size=9))
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "indent": st.integers(2, 6),
        "width": st.sampled_from([20, 80, 4000]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
    }
)


class WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def dumped(data: object, style: dict[str, object]) -> str:
    """The data as YAML, in one of many ways of writing; texts stay texts."""
    return yaml.dump(data, Dumper=WithoutAliases, sort_keys=False, **style).replace("!!str ", "")


@given(DATA, STYLES)
def test_any_way_of_writing_gives_the_same_data(data: dict[str, object], style: dict[str, object]) -> None:
    text = dumped(data, style)
    assume(
        yaml.load(text, yaml.BaseLoader) == data
    )  # PyYAML folds a few texts so that they can't be read back
    assert value(text) == data


def places(found: Value) -> Iterator[tuple[Place, str]]:
    """Every text in the data, keys with them, and where it stands."""
    if isinstance(found, YamlMapping):
        for key, inner in found.items():
            yield found.place_of_key(key), key
            yield from [(found.place_of(key), inner)] if isinstance(inner, str) else places(inner)
    elif isinstance(found, YamlList):
        for number, inner in enumerate(found):
            yield from [(found.place_of(number), inner)] if isinstance(inner, str) else places(inner)


@given(nested(TEXTS), STYLES, st.sampled_from([None, '"', "'"]))
def test_a_place_holds_exactly_the_text_of_its_value(
    data: dict[str, object], style: dict[str, object], quotes: str | None
) -> None:
    text = dumped(data, style | {"default_style": quotes, "width": 100_000})
    lines = text.split("\n")
    for place, expected in places(value(text)):
        stretch = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        assert yaml.load(stretch, yaml.BaseLoader) == expected


def plain(found: Value) -> object:
    """Data with all its places, to compare two readings."""
    if isinstance(found, YamlMapping):
        inner = {key: plain(each) for key, each in found.items()}
        return inner, found.span, found.spans, found.key_spans, found.blank
    if isinstance(found, YamlList):
        return [plain(each) for each in found], found.span, found.spans
    return found


def both_loaders(data: bytes) -> list[tuple[object, list[Diagnostic]]]:
    readings = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "_Loader", loader)
            found, diagnostics = read(data)
        readings.append((plain(found), diagnostics))
    return readings


@given(DATA, STYLES)
def test_the_loader_in_python_reads_as_the_one_in_c(
    data: dict[str, object], style: dict[str, object]
) -> None:
    fast, slow = both_loaders(dumped(data, style).encode())
    assert fast == slow


@every("case", [case for case in bad_cases() if case.file.endswith(".yaml")], lambda case: case.name)
def test_the_loader_in_python_says_what_the_one_in_c_says(case) -> None:
    fast, slow = both_loaders(case.text.encode())
    assert fast == slow


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_data_or_a_diagnostic_and_never_a_traceback(data: bytes) -> None:
    _, diagnostics = read(data)
    for diagnostic in diagnostics:
        assert diagnostic.place.line >= 1
        assert 1 <= diagnostic.place.column < diagnostic.place.end_column or diagnostic.place == Place(
            "f.yaml"
        )
    document, mistakes = read_document("d.md", data)
    assert document is not None or mistakes


YAML_SIGNS = st.text("-:?[]{},#&*!|>'\"%@` \n\tab<=~\\0", max_size=60)


@given(YAML_SIGNS)
def test_any_signs_of_yaml_give_data_or_a_diagnostic_and_never_a_traceback(text: str) -> None:
    for data in (text, f"---\n{text}\n---\n"):
        _, diagnostics = read(data)
        assert all(1 <= diagnostic.place.line <= data.count("\n") + 1 for diagnostic in diagnostics)
        document, mistakes = read_document("d.md", data.encode())
        assert document is not None or mistakes


def test_looking_for_lost_text_goes_through_a_file_once() -> None:
    """Each line with such a comment is found from the one before it: twice the lines are twice the work, not four times."""

    class Counted(str):
        __slots__ = ()
        passed = 0

        def count(self, *arguments: object) -> int:
            _, begin, end = arguments
            Counted.passed += int(str(end)) - int(str(begin))
            return str.count(self, *arguments)  # type: ignore[arg-type]

    passed = []
    for number in (100, 200):
        Counted.passed = 0
        assert len(maybe_cut_off(Counted("a: x #y\n" * number))) == number
        passed.append(Counted.passed)
    assert passed[1] <= 2.1 * passed[0]
