"""Changing a register: what was asked changes, and every other byte stays."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from every import every
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.project.writing import Change, difference
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml
from wmebv_site.register.yaml_text import Inline, Noted, inline

REGISTERS = sorted(
    path
    for folder in (
        "",
        "tests/site",
        "tests/designation/cases",
        "tests/register/bad/valid",
        "tests/rules/base",
    )
    for path in (ROOT / folder).glob("**/*.yaml" if folder else "*.yaml")
    if path.name in ("channels.yaml", "products.yaml") or path.parent.name == "products"
) + sorted((ROOT / "products").glob("*.yaml"))


def model_of(path: Path) -> Any:
    return {"channels.yaml": ChannelsFile, "products.yaml": ProductsFile}.get(path.name, Product)


def read(data: bytes, file: str = "products.yaml") -> Any:
    source, wrong = read_text(file, data)
    assert source is not None and wrong == []
    value, wrong = read_yaml(source)
    assert wrong == []
    return value


def changed(text: str, wanted: dict[str, Any], model: Any = ProductsFile) -> str:
    return rewrite("products.yaml", text.encode(), wanted, model).decode()


def comments(data: bytes) -> list[str]:
    return re.findall(r"(?:^|\s)#.*", data.decode(), re.MULTILINE)


@every("path", REGISTERS, lambda path: path.relative_to(ROOT))
@every("form", ["as it is", "windows", "without a last line end"])
def test_a_register_that_is_written_back_unchanged_has_the_same_bytes(path: Path, form: str) -> None:
    data = path.read_bytes()
    if form == "windows":
        data = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    elif form != "as it is":
        data = data.rstrip()
    assert rewrite(path.name, data, plain(read(data)), model_of(path)) == data


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, str):
        return [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [leaf for key, item in inner for leaf in _leaves(item, (*path, key))]


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_there_and_back_again_gives_the_bytes_that_were(path: Path) -> None:
    chance = random.Random(path.name)
    for newline in (b"\n", b"\r\n"):
        data = path.read_bytes().replace(b"\n", newline)
        value = read(data)
        leaves = _leaves(value)
        # A register of thousands of values takes as long to read again for each of them.
        for leaf in chance.sample(leaves, min(12 if len(leaves) < 1000 else 3, len(leaves))):
            old = _at(value, leaf)
            wanted = plain(value)
            _at(wanted, leaf[:-1])[leaf[-1]] = f"{old} nieuw"
            there = rewrite(path.name, data, wanted, model_of(path))
            assert read(there) == wanted
            assert comments(there) == comments(data)
            assert there.count(b"\n") == data.count(b"\n") or b"|" in data
            again = rewrite(path.name, there, plain(value), model_of(path))
            if again != data:  # a text with superfluous quotes or over several lines is the one exception
                assert read(again) == value and again.count(b"\n") <= data.count(b"\n")


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=40
).map(lambda text: " ".join(text.split())).filter(bool) | st.sampled_from(
    ["ja", "0201234567", "1.10", "2026-01-01", "- x", "a: b", "# x", "x #y", "'", '"', "[a", "{", "@x", "%", "“a”", "„x”",
     "*", "&a", "!x", "|", ">", "null", "~", "12:30", "a, b", "]", "?", ": ", "-", "---", "<<", "=x", "`", "\\", "a\\n"]
)  # fmt: skip

DOCUMENT = """\
# boven

products:

  - id: een   # het eerste
    name: "Eén"
    reviewed:    # nog niet
    synonyms: [a, 'b']
    legal_basis:
      - label: Artikel 1
        url: https://www.voorbeeld.example/1   # adres

    # over de berichten
    messages:
      - {kind: aanvraag, channels: [post]}   # digitaal
      - kind: vraag
    # term: nog niet

  # over twee
  - id: twee
    name: Twee
    messages: [{kind: vraag}]

# onder
"""


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([0, 1]), st.booleans(), st.booleans())
def test_any_text_survives_at_any_place(one: str, other: str, place: int, windows: bool, mark: bool) -> None:
    data = DOCUMENT.replace("\n", "\r\n" if windows else "\n").encode()
    data = b"\xef\xbb\xbf" + data if mark else data
    value = read(data)
    wanted = plain(value)
    product = wanted["products"][place]
    product["name"], product["summary"] = one, other
    product["synonyms"] = [*product.get("synonyms", []), one, other]
    product["messages"][0]["term"] = one
    product["messages"].append({"kind": "melding", "term": other})
    product["reviewed"] = "2026-01-01"
    product["exempt"] = {"reason": one, "basis": other}
    wanted["products"].append({"id": "drie", "name": one, "legal_basis": [{"label": other}]})
    result = rewrite("products.yaml", data, wanted, ProductsFile)
    assert read(result) == wanted
    assert result.startswith(b"\xef\xbb\xbf") is mark
    assert result.count(b"\n") == result.count(b"\r\n") or not windows
    for comment in comments(DOCUMENT.encode()):
        assert comment.strip().encode() in result


def test_only_the_lines_that_change_are_in_the_difference() -> None:
    wanted = plain(read(DOCUMENT.encode()))
    wanted["products"][0]["name"] = "Anders"
    wanted["products"][0]["reviewed"] = "2026-06-01"
    wanted["products"][0]["messages"][0]["in_use"] = ["post"]
    wanted["products"][1]["authority"] = "college"
    after = changed(DOCUMENT, wanted)
    lines = difference([Change("products.yaml", DOCUMENT.encode(), after.encode())]).splitlines()
    assert [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")] == [
        '-    name: "Eén"',
        "-    reviewed:    # nog niet",
        '+    name: "Anders"',
        "+    reviewed: 2026-06-01    # nog niet",
        "-      - {kind: aanvraag, channels: [post]}   # digitaal",
        "+      - {kind: aanvraag, channels: [post], in_use: [post]}   # digitaal",
        "+    authority: college",
    ]


def test_a_new_item_comes_behind_the_remarks_of_the_last_and_before_those_of_the_file() -> None:
    wanted = plain(read(DOCUMENT.encode()))
    wanted["products"].append(
        Noted({"id": "drie", "name": "Drie", "messages": [{"kind": "vraag"}]}, "Nieuw.")
    )
    wanted["products"][0]["messages"].append({"kind": "klacht"})
    after = changed(DOCUMENT, wanted)
    assert "    # term: nog niet\n" in after
    assert after.endswith(
        "    messages: [{kind: vraag}]\n\n  # Nieuw.\n  - id: drie\n    name: Drie\n    messages:\n"
        "      - kind: vraag\n\n# onder\n"
    )
    assert "      - kind: vraag\n      - kind: klacht\n    # term: nog niet\n" in after


@pytest.mark.parametrize("new", [["x"], ["x", "y"], ["x", "y", "z"], ["b", "x"], ["x", "a", "b"]])
def test_a_list_may_become_quite_another(new: list[str]) -> None:
    for text in ("a: [a, 'b']  # uit\n", "a:\n  # een\n  - a   # twee\n  - b\n"):
        assert read(changed(text, {"a": new}).encode()) == {"a": new}
        assert comments(changed(text, {"a": new}).encode()) == comments(text.encode()) or new == ["b", "x"]


def test_what_is_taken_away_leaves_its_remarks() -> None:
    wanted = plain(read(DOCUMENT.encode()))
    first = wanted["products"][0]
    first["synonyms"] = ["a"]
    del first["messages"][0]["channels"]
    first["messages"].pop()
    first["legal_basis"][0].pop("url")
    wanted["products"][1].pop("name")
    after = changed(DOCUMENT, wanted)
    assert "    synonyms: [a]\n" in after
    assert "      - {kind: aanvraag}   # digitaal\n    # term: nog niet\n" in after
    assert "        url:   # adres\n" in after
    assert "  - id: twee\n    messages: [{kind: vraag}]\n" in after


@pytest.mark.parametrize(
    "before",
    ["", "# leeg\n", "products: []\n", "products: []  # leeg\n", "products:\n", "products:   # leeg"],
)
def test_an_empty_register_gets_its_first_product(before: str) -> None:
    wanted = {"products": [{"id": "een", "name": "Eén", "messages": [{"kind": "vraag"}]}]}
    after = changed(before, wanted)
    assert read(after.encode()) == wanted
    assert ("# leeg" in before) == ("# leeg" in after)


@pytest.mark.parametrize(
    "before", ["# boven\n\nproducts: []\n", "products:\n  - id: een\n", "proposals: [{name: a}]"]
)
def test_what_comes_first_in_a_file_is_put_above_the_rest_and_below_its_first_remarks(before: str) -> None:
    wanted = plain(read(before.encode())) | {"not_ours": ["een", "twee"]}
    remarks, _, rest = before.rpartition("\n\n")
    above = f"{remarks}\n\n" if remarks else ""
    assert changed(before, wanted) == f"{above}not_ours: [een, twee]\n{rest}"


def test_a_small_new_mapping_stands_on_one_line_and_a_list_of_mappings_below_its_key() -> None:
    wanted = plain(read(DOCUMENT.encode()))
    wanted["proposals"] = [Inline({"product": "een", "digital": "ja"})]
    wanted["products"][1]["legal_basis"] = [{"label": "Artikel 2"}]
    after = changed(DOCUMENT, wanted)
    assert "\n# onder\n" in after and "\nproposals:\n  - {product: een, digital: ja}\n" in after
    assert "    name: Twee\n    legal_basis:\n      - label: Artikel 2\n    messages:" in after


SOME_TEXTS = ["a", "b", "post", "balie", "c d", "x: y", "een # teken"]
LISTS, PLAIN_KEYS = (
    ("synonyms", "documents", "unconfirmed"),
    ("name", "summary", "domain", "page", "reviewed"),
)


def _some_product(chance: random.Random, name: str) -> dict[str, Any]:
    def some(keys: tuple[str, ...]) -> list[str]:
        return chance.sample(keys, chance.randint(0, len(keys)))

    def words() -> list[str]:
        return chance.sample(SOME_TEXTS, chance.randint(1, 4))

    made: dict[str, Any] = {key: chance.choice(SOME_TEXTS) for key in some(PLAIN_KEYS)}
    made |= {key: words() for key in some(LISTS)}
    if chance.random() < 0.5:
        made["legal_basis"] = [
            {key: chance.choice(SOME_TEXTS) for key in some(("label", "url")) or ["label"]} for _ in range(2)
        ]
    messages = []
    for kind in some(("aanvraag", "vraag", "melding")) or ["klacht"]:
        message: dict[str, Any] = {"kind": kind}
        message |= {key: words() for key in some(("channels", "in_use", "paper"))}
        if exempt := {key: chance.choice(SOME_TEXTS) for key in some(("reason", "basis", "until"))}:
            message["exempt"] = exempt
        messages.append(message)
    made["messages"] = messages
    return {"id": name} | {key: made[key] for key in chance.sample(list(made), len(made))}


def _written(chance: random.Random, value: Any, column: int) -> list[str]:
    """A value as an editor may lay it out: parts of it on one line, parts below each other, with remarks between."""
    made: list[str] = []
    indent = " " * column
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        head = f"{key}:" if isinstance(value, dict) else "-"
        remark = "   # een opmerking" if chance.random() < 0.2 else ""
        if isinstance(item, str) or chance.random() < 0.5:
            made.append(f"{indent}{head} {inline(item)}{remark}")
        elif head == "-":
            first, *others = _written(chance, item, column + 2)
            made += [f"{indent}- {first.lstrip()}", *others]
        else:
            made += [f"{indent}{head}{remark}", *_written(chance, item, column + 2)]
        if chance.random() < 0.1:
            made += ["", f"{indent}# los"]
    return made


@every("seed", range(150))
def test_any_set_of_changes_to_one_file_can_be_made_at_once(seed: int) -> None:
    chance = random.Random(seed)
    before = {"products": [_some_product(chance, f"p{number}") for number in range(3)]}
    lines = [line for line in _written(chance, before, 0) if line.strip() != "# los" or chance.random() < 0.5]
    data = ("\r\n" if seed % 5 == 0 else "\n").join([*lines, ""]).encode()
    assert read(data) == before
    wanted = {"products": [_some_product(chance, f"p{number}") for number in range(3)]}
    for new, old in zip(wanted["products"], before["products"], strict=True):
        for key in chance.sample(list(old), len(old) // 2):
            new[key] = old[key]
    if seed % 3 == 0:
        wanted["products"].pop(chance.randrange(3))
    if seed % 4 == 0:
        wanted["products"].insert(chance.randrange(3), _some_product(chance, "nieuw"))
    assert read(rewrite("products.yaml", data, wanted, ProductsFile)) == wanted


@pytest.mark.parametrize(
    ("text", "gone", "new", "after"),
    [
        ("unconfirmed: [domain]\n", "unconfirmed", {"reviewed": "2026-06-01"}, "reviewed: 2026-06-01\n"),
        ("{name: a, unconfirmed: [b]}\n", "unconfirmed", {"reviewed": "c"}, "{name: a, reviewed: c}\n"),
        (
            "unconfirmed:\n  - domain\n  - messages\nmessages: []\n",
            "",
            {"unconfirmed": ["domain"], "reviewed": "2026-06-01"},
            "unconfirmed:\n  - domain\nreviewed: 2026-06-01\nmessages: []\n",
        ),
        (
            "supplier:\n  name: a\n  answer: b\nkind: c\n",
            "",
            {"supplier": {"asked_on": "d"}},
            "supplier: {asked_on: d}\nkind: c\n",
        ),
        ("synonyms: [a, b, c]\n", "", {"synonyms": ["a"]}, "synonyms: [a]\n"),
    ],
    ids=["on a line", "between braces", "in a list below", "all of a mapping", "the last two of a list"],
)
def test_what_goes_and_what_comes_at_one_place_go_together(
    text: str, gone: str, new: dict[str, Any], after: str
) -> None:
    head, indent = ("products:\n  - id: een\n", "    ") if text[0] != "{" else ("products:\n  - ", "")
    before = head + "".join(f"{indent}{line}\n" for line in text.splitlines())
    wanted = plain(read(before.encode()))
    wanted["products"][0].pop(gone, None)
    wanted["products"][0] |= new
    assert changed(before, wanted) == head + "".join(f"{indent}{line}\n" for line in after.splitlines())


@pytest.mark.parametrize("data", [b"products: [\n", b"- a\n", b"a: &x 1\n", b"\xff\xfea", b"a: 1\rb: 2\r"])
def test_a_file_that_cannot_be_read_is_not_touched(data: bytes) -> None:
    with pytest.raises(Refused, match=r"products\.yaml"):
        rewrite("products.yaml", data, {"products": []}, ProductsFile)
