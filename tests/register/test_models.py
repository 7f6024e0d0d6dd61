"""The words of the registers: each refuses what it can't mean, and a register is whole or not there."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

import pytest
from bad_cases import spots
from every import every
from hypothesis import given
from hypothesis import strategies as st
from projects import INTERNAL, VALID, decode_files, files_of
from pydantic_core import PydanticCustomError
from wording import not_dutch

from wmebv_site.diagnostics import fails, nearest
from wmebv_site.register import values
from wmebv_site.register.channels import ChannelsFile, Municipality
from wmebv_site.register.content import Home, LinkExceptions, Policy, Roadmap, Wordlist
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import (
    Entry,
    Part,
    addresses_in,
    known_keys,
    meant_key,
    parts_of,
)
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.register import Register
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import YamlList, YamlMapping, read_yaml

FILES = files_of(VALID)
ROOTS: tuple[type[Entry], ...] = (
    ChannelsFile, ProductsFile, Product, Decision, Support, HelpIndex, Home, Policy, Outage, Roadmap, Wordlist,
    LinkExceptions,
)  # fmt: skip


def root_of(path: str) -> type[Entry] | None:
    """The model of a file of the project."""
    if path in ("channels.yaml", "products.yaml"):
        return ChannelsFile if path == "channels.yaml" else ProductsFile
    if path.startswith("products/"):
        return Product
    if path in ("content/index.md", "content/hulp/index.md"):
        return Home if path == "content/index.md" else HelpIndex
    if path in INTERNAL:
        return dict(zip(INTERNAL, (Roadmap, Wordlist, LinkExceptions), strict=True))[path]
    if path.endswith(".annex.yaml"):
        return None  # read only when its checksum is right: tests/decisions/test_annexes.py
    things = {"besluiten": Decision, "hulp": Support, "beleid": Policy, "storingen": Outage}
    return things.get(path.split("/")[1])


def mapping_of(path: str) -> YamlMapping:
    if path.endswith(".md"):
        document, _ = read_document(path, FILES[path])
        assert document is not None
        return document.meta
    source, _ = read_text(path, FILES[path])
    assert source is not None
    value, _ = read_yaml(source)
    assert isinstance(value, YamlMapping)
    return value


def all_parts() -> Iterator[tuple[str, Part]]:
    for path in FILES:
        if model := root_of(path):
            for part in parts_of(model, mapping_of(path)):
                yield path, part


def all_models() -> set[type[Entry]]:
    found: set[type[Entry]] = set()
    waiting: list[Any] = list(ROOTS)
    while waiting:
        current = waiting.pop()
        if isinstance(current, type) and issubclass(current, Entry):
            if current not in found:
                found.add(current)
                waiting += [field.annotation for field in current.model_fields.values()]
        else:
            waiting += get_args(current)
    return found


def leaf(annotation: Any, metadata: tuple[Any, ...]) -> tuple[str, bool]:
    """What stands at a field: the name of its kind of value, and whether it is a list."""
    many = False
    waiting = [(annotation, metadata)]
    while waiting:
        current, marks = waiting.pop()
        validators = [mark.func.__name__ for mark in marks if hasattr(mark, "func")]
        if validators:
            return validators[0], many
        if get_origin(current) is Annotated:
            inner, *more = get_args(current)
            waiting.append((inner, tuple(more)))
        elif isinstance(current, type) and issubclass(current, (StrEnum, Entry)):
            return ("enum" if issubclass(current, StrEnum) else "entry"), many
        else:
            many = many or get_origin(current) is tuple
            waiting += [(inner, ()) for inner in get_args(current)]
    raise AssertionError(f"{annotation} has no kind")


# For each kind of value: something that can't stand there, and the code it gets.
BAD = {
    "_text": ('"<script>alert(1)</script>"', "WMEBV108"),
    "_slug": ('"../../x"', "WMEBV105"),
    "_url": ("javascript:alert(1)", "WMEBV107"),
    "_legal_url": ("javascript:alert(1)", "WMEBV107"),
    "_channel_url": ("javascript:alert(1)", "WMEBV107"),
    "_host": ("https://leverancier.example/", "WMEBV107"),
    "_date": ("2027-02-29", "WMEBV106"),
    "_moment": ('"2026-02-30T08:15"', "WMEBV106"),
    "_time": ('"25:00"', "WMEBV106"),
    "_closing": ('"24:01"', "WMEBV106"),
    "_days": ("elke dag", "WMEBV106"),
    "_version": ("nieuw", "WMEBV660"),
    "_base": ("/etc", "WMEBV675"),
    "enum": ("bestaat_niet", "WMEBV104"),
    "_yes_no": ("misschien", "WMEBV110"),
    "_source": ("zomaar", "WMEBV113"),
    "_policy_source": ("zomaar", "WMEBV113"),
    "_email": ("niemand", "WMEBV114"),
    "_feedback": ("niemand", "WMEBV114"),
    "_formatted": ('"<b>vet</b>"', "WMEBV108"),
    "_phone": ("geen", "WMEBV114"),
    "_tooi": ("gemeente", "WMEBV114"),
    "_not_ours": ("https://www.voorbeeld.example/x", "WMEBV120"),
    "_language": ("Engels", "WMEBV114"),
}


@pytest.mark.parametrize(
    "printed",
    [
        "14 0123", "112", "0123-456789", "0123 - 45 67 89", "(0123) 45 67 89", "0123.456.789", "0123/456789", "0123/45 67 89",
        "+31 123 456 789", "+31 (0)123 456 789", "(+31) 123 456 789", "0123–456789", "0800-1234", "06-12345678", "+31123/456789",
    ],
)  # fmt: skip
def test_a_telephone_number_may_stand_as_it_is_printed(printed: str) -> None:
    assert Municipality.model_validate({"name": "Gemeente Voorbeeld", "phone": printed}).phone == printed


@dataclasses.dataclass(frozen=True)
class Field:
    """A field that is filled in the valid project, with where its first value stands."""

    model: str
    key: str
    kind: str
    many: bool
    path: str
    span: tuple[int, int, int]
    whole: tuple[int, int, int]

    def __str__(self) -> str:
        return f"{self.model}.{self.key}"

    def replaced(self, span: tuple[int, int, int], text: str) -> dict[str, bytes]:
        line, column, end = span
        lines = FILES[self.path].decode("utf-8").split("\n")
        lines[line] = lines[line][:column] + text + lines[line][end:]
        return FILES | {self.path: "\n".join(lines).encode("utf-8")}


def filled_fields() -> list[Field]:
    found: dict[tuple[str, str], Field] = {}
    for path, part in all_parts():
        for name, info in part.model.model_fields.items():
            key = info.alias or name
            kind, many = leaf(info.annotation, tuple(info.metadata))
            if key not in part.data or kind == "entry":
                continue
            whole = part.data.spans[key]
            value = part.data[key]
            span = value.spans[0] if isinstance(value, YamlList) else whole
            model = part.model.__name__
            found.setdefault((model, key), Field(model, key, kind, many, path, span, whole))
    return list(found.values())


FIELDS = filled_fields()


def test_the_valid_project_fills_every_field_there_is() -> None:
    filled = {(part.model, key) for _, part in all_parts() for key in part.data}
    known = {(model, key) for model in all_models() for key in known_keys(model)}
    assert known - filled == set()


@every("field", FIELDS, str)
def test_every_field_refuses_what_it_cannot_mean_once_and_at_its_place(field: Field) -> None:
    bad, code = BAD[field.kind]
    register, diagnostics = decode_files(field.replaced(field.span, bad))
    assert spots(diagnostics) == [(code, field.path, field.span[0] + 1, field.span[1] + 1)]
    assert (register is None) is (field.path not in INTERNAL)
    assert not_dutch(diagnostics[0]) == []


@every("field", FIELDS, str)
@every("bad", ["{a: b}", "[[a]]", "{}"])
def test_every_field_refuses_another_form_once(field: Field, bad: str) -> None:
    span = field.span
    register, diagnostics = decode_files(field.replaced(span, bad))
    assert (register is None) is (field.path not in INTERNAL)
    assert [(found.code, found.place.file, found.place.line) for found in diagnostics] == [
        ("WMEBV103", field.path, span[0] + 1)
    ]
    assert not_dutch(diagnostics[0]) == []


@every("field", [field for field in FIELDS if field.many], str)
def test_every_list_refuses_a_text_in_its_place(field: Field) -> None:
    register, diagnostics = decode_files(field.replaced((field.whole[0], field.whole[1], 9999), "tekst"))
    assert (register is None) is (field.path not in INTERNAL)
    assert spots(diagnostics) == [("WMEBV103", field.path, field.whole[0] + 1, field.whole[1] + 1)]
    assert not_dutch(diagnostics[0]) == []


FIRST_PARTS = {part.model: (path, part) for path, part in reversed(list(all_parts())) if part.data}


@every("model", FIRST_PARTS)
def test_every_mapping_refuses_a_key_it_does_not_know(model: type[Entry]) -> None:
    path, part = FIRST_PARTS[model]
    line, column, _ = part.data.span
    lines = FILES[path].decode("utf-8").split("\n")
    if lines[line][column] == "{":  # on one line
        column, behind = column + 1, ", "
    else:
        behind = f"\n{' ' * column}"
    lines[line] = f"{lines[line][:column]}wachtwoord: x{behind}{lines[line][column:]}"
    register, diagnostics = decode_files(FILES | {path: "\n".join(lines).encode("utf-8")})
    assert spots(diagnostics) == [("WMEBV101", path, line + 1, column + 1)]
    assert (register is None) is (path not in INTERNAL)
    assert not_dutch(diagnostics[0]) == []


@every("model", sorted(all_models(), key=lambda model: model.__name__))
def test_every_field_is_public_or_internal_and_explained_in_dutch(model: type[Entry]) -> None:
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict), name
        assert extra["x-visibility"] in ("public", "internal"), name
        assert field.title and field.title[0].isupper(), name
        assert field.description and field.description.endswith("."), name
        assert not {"the", "of the", "value", "list"} & set(field.description.lower().split()), name


def test_the_internal_fields_are_those_the_format_names() -> None:
    internal = {
        f"{model.__name__}.{field.alias or name}"
        for model in all_models()
        for name, field in model.model_fields.items()
        if field.json_schema_extra == {"x-visibility": "internal"}
    }
    whole = {
        "Supplier",
        "Checked",
        "Checklist",
        "ChecklistAnswer",
        "Roadmap",
        "StepEntry",
        "RoadmapAction",
        "Proposal",
        "Wordlist",
        "AvoidedWord",
        "LinkExceptions",
        "LinkException",
    }
    assert {each for each in internal if each.split(".")[0] not in whole} == {
        "Channel.supplier", "Channel.checked", "Channel.checklist", "Decision.case_number", "Decision.frozen_as",
        "ChannelsFile.base", "ChannelsFile.trusted_hosts", "ChannelsFile.version",
        "Message.in_use", "Product.sensitivity", "Product.sdg", "Product.unconfirmed", "Product.upl_flags",
        "ProductsFile.proposals", "ProductsFile.not_ours", "Rectification.removes",
    }  # fmt: skip
    for model in all_models():
        if model.__name__ in whole:
            assert {f"{model.__name__}.{key}" for key in known_keys(model)} <= internal


def test_a_register_cannot_be_changed() -> None:
    register, _ = decode_files(FILES)
    assert register is not None
    with pytest.raises(dataclasses.FrozenInstanceError):
        register.products = ()  # type: ignore[misc]
    for entry in (register.municipality, register.products[0], register.channels[0], register.decisions[0]):
        with pytest.raises(ValueError):
            entry.name = "x"  # type: ignore[union-attr, misc]


def test_products_in_one_file_and_in_their_own_are_one_register() -> None:
    register, _ = decode_files(FILES)
    assert register is not None
    assert list(register.product_by_id) == ["paspoort", "evenementenvergunning", "klacht"]
    only = {path: data for path, data in FILES.items() if path != "products.yaml"}
    only["channels.yaml"] = only["channels.yaml"].replace(b"  featured: [paspoort]\n", b"")
    register, diagnostics = decode_files(only)
    assert diagnostics == []
    assert register is not None
    assert list(register.product_by_id) == ["klacht"]


def test_a_first_register_may_have_no_products_yet() -> None:
    files = {path: data for path, data in FILES.items() if path != "products/klacht.yaml"}
    files["channels.yaml"] = files["channels.yaml"].replace(b"  featured: [paspoort]\n", b"")
    for empty in (b"", b"products:\n", b"products: []\n", b"# volgt\n"):
        register, diagnostics = decode_files(files | {"products.yaml": empty})
        assert diagnostics == []
        assert register is not None
        assert register.products == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("nmae", "name"), ("NAME", "name"), ("naam", "name"), ("soort", "kind"), ("adres", "url"),
        ("url_", "url"), ("kanalen", None), ("qqqq", None), ("", None),
    ],
)  # fmt: skip
def test_a_key_is_recognised_by_its_look_or_its_dutch_title(written: str, meant: str | None) -> None:
    channel = next(part for _, part in all_parts() if part.model.__name__ == "Channel")
    empty = YamlMapping("f.yaml", (0, 0, 0))
    assert meant_key(channel.model, empty, written) == meant


def whole_or_nothing(files: dict[str, bytes]) -> Register | None:
    """Decode, and check the promise that holds for any input."""
    register, diagnostics = decode_files(files)
    assert (register is None) == fails(diagnostics)
    for diagnostic in diagnostics:
        text = files.get(diagnostic.place.file, b"").decode("utf-8", "replace")
        assert 1 <= diagnostic.place.line <= text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert diagnostic.place.column >= 1
        assert diagnostic.message.endswith((".", "?"))
    keys = [(found.place, found.message) for found in diagnostics]
    assert len(set(keys)) == len(keys), "nothing is said twice"
    return register


PATHS = st.sampled_from([*FILES, "products/nieuw.yaml", "content/besluiten/nieuw.md", "content/hulp/x y.md"])


PIECES = st.sampled_from(
    [
        "a",
        "www.",
        "voorbeeld",
        ".nl",
        ".example",
        "xn--",
        "-",
        "..",
        "@",
        ":443",
        "/",
        "//",
        "?q=1",
        "#a",
        "[",
        "]",
        "%20",
    ]
    + ["<", "é", "\u212a", "\u200b", " ", "A", "0", "_", "~", "https://", "http://"]
)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_an_address_that_looks_ordinary_is_judged_as_if_every_part_were_looked_at(rest: str) -> None:
    def judged(address: str) -> str:
        try:
            return values._url(address)
        except PydanticCustomError as error:
            return error.message()

    for address in (f"https://{rest}", f"https://www.voorbeeld.example/{rest}", rest):
        short = judged(address)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(values, "_ORDINARY", re.compile(r"(?!)"))
            assert judged(address) == short


@pytest.mark.parametrize("host", ["www.voorbeeld.example", "a.b-c.nl", "x1.europa.eu"])
def test_an_ordinary_address_is_recognised(host: str) -> None:
    for behind in ("", "/", "/pad/naar?zoek=1&b=%20#kop", "?q", "/@x"):
        assert values._ORDINARY.fullmatch(f"https://{host}{behind}")


@given(st.dictionaries(PATHS, st.binary(max_size=200), max_size=3))
def test_any_bytes_in_any_file_give_a_register_or_diagnostics(changed: dict[str, bytes]) -> None:
    whole_or_nothing(FILES | changed)


@given(st.dictionaries(PATHS, st.binary(max_size=100), max_size=4))
def test_any_set_of_files_gives_a_register_or_diagnostics(files: dict[str, bytes]) -> None:
    whole_or_nothing(files)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, bytes]:
    """The valid project after a few slips of the hand."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(FILES)))
        lines = files[path].decode("utf-8").split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        slip = draw(st.sampled_from(["drop", "double", "indent", "insert", "cut", "swap", "value"]))
        if slip == "drop":
            del lines[at]
        elif slip == "double":
            lines.insert(at, lines[at])
        elif slip == "indent":
            lines[at] = " " * draw(st.integers(1, 3)) + lines[at]
        elif slip == "insert":
            column = draw(st.integers(0, len(lines[at])))
            signs = draw(st.text("-:?[]{},#&*!|>'\"%@` \tab<=~\\\u00e9\u202e\u2019", min_size=1, max_size=4))
            lines[at] = lines[at][:column] + signs + lines[at][column:]
        elif slip == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif slip == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            value = draw(
                st.sampled_from(["[]", "{}", "x", "[a, b]", "{id: a}", "''", "2026-01-01", "ja", "~", ""])
            )
            lines[at] = lines[at].partition(":")[0] + ": " + value
        files[path] = "\n".join(lines or [""]).encode("utf-8")
    return files


@given(mutated())
def test_slips_of_the_hand_give_a_register_or_diagnostics(files: dict[str, bytes]) -> None:
    whole_or_nothing(files)


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("lezen", ["zien", "lezen-en-schrijven"], "lezen-en-schrijven"),
        ("Lezen", ["horen", "lezen-en-schrijven", "lezen-op-papier"], "lezen-op-papier"),
        ("beziaar", ["bezwaar", "beziaar-x-y-z"], "bezwaar"),
        ("lezen", ["zien"], "zien"),
        ("lezen", ["gebarentaal"], None),
    ],
)
def test_a_name_that_was_begun_is_meant_unless_it_is_a_typing_error(
    typed: str, known: list[str], meant: str | None
) -> None:
    assert nearest(typed, known) == meant


def test_residents_are_led_where_the_type_of_a_public_field_says_so() -> None:
    register, _ = decode_files(FILES)
    assert register is not None
    parts = [getattr(register, part.name) for part in dataclasses.fields(register)]
    entries = [each for part in parts for each in (part if isinstance(part, tuple) else (part,))]
    found = [led for entry in entries if isinstance(entry, Entry) for led in addresses_in(entry)]
    assert {(type(holder).__name__, key) for holder, key, _ in found} == {
        ("Municipality", "website"), ("Municipality", "accessibility_statement"), ("Authority", "url"), ("Executor", "url"),
        ("Channel", "url"), ("Entrance", "url"), ("Product", "page"), ("LegalBasis", "url"), ("Decision", "publication"),
        ("Decision", "url"), ("Rectification", "publication"), ("Support", "url"), ("Policy", "publication"),
        ("Policy", "document"), ("Channel", "accessibility_statement"), ("NamedLink", "url"),
    }  # fmt: skip
    assert all(
        address == getattr(holder, key) and holder.place_of(key).line for holder, key, address in found
    )
    assert [proposal for proposal in register.proposals if proposal.url], "what only lists say, leads nobody"
