"""That an annex read by its rows says what it says as YAML, and that whatever is written otherwise is read as YAML."""

from __future__ import annotations

import pytest
from freezer import ANNEX, FROZEN, resealed
from hypothesis import given
from hypothesis import strategies as st

from wmebv_site.register import annexes
from wmebv_site.register.annexes import AnnexRow, RowChannel, RowExecutor, read_by_row
from wmebv_site.register.decode import decode
from wmebv_site.register.terms import Audience, RowRank, RowState
from wmebv_site.register.text import SourceText, read_text
from wmebv_site.register.values import Source
from wmebv_site.register.yaml import YamlList, YamlMapping, read_yaml
from wmebv_site.register.yaml_text import unmistakable_list

FIELDS = ("product", "product_name", "message", "message_name", "audience", "article")
TEXTS = st.text(max_size=20) | st.sampled_from(
    [
        "Boom, struik",
        "a  b",
        'Het "loket"',
        "a\\b",
        "2, eerste lid",
        "null",
        "",
        ", audience: x",
        "“a”",
        "-",
        "é",
    ]
)
ROWS = st.lists(st.tuples(*[TEXTS] * len(FIELDS)), max_size=4)


def source_of(data: bytes) -> SourceText | None:
    source, mistakes = read_text(ANNEX, data)
    return None if mistakes else source


def agree(source: SourceText) -> bool:
    """Whether both readings are the same, with the place of each row; true also where only YAML reads it."""
    by_row, (value, mistakes) = read_by_row(source), read_yaml(source)
    if by_row is None:
        return True
    assert not mistakes and isinstance(value, YamlMapping)
    quick, read = by_row.annex, value["rows"]
    assert isinstance(read, YamlList)
    firsts = quick["rows"]
    rows = [firsts[kind] | about for kind, about in zip(by_row.kinds, by_row.about, strict=True)]
    places = [by_row.place_of(number).span for number in range(len(rows))]
    numbers = [by_row.kinds.index(kind) for kind in range(len(firsts))]
    return (
        (quick | {"rows": rows}, quick.spans, quick.key_spans, quick.blank)
        == (value, value.spans, value.key_spans, value.blank)
        and firsts == [rows[number] for number in numbers]
        and (firsts.span, places) == (read.span, read.spans)
        and places == [row.span for row in read]
        and firsts.spans == [row.span for row in firsts] == [places[number] for number in numbers]
    )


@given(ROWS, st.lists(TEXTS, max_size=2))
def test_a_row_says_by_itself_what_it_says_as_yaml(rows: list[tuple[str, ...]], rules: list[str]) -> None:
    listed = [dict(zip(FIELDS, row, strict=True)) | {"channels": [{"id": "x"}]} for row in rows]
    text = f"version: 1\n{unmistakable_list('rows', listed)}{unmistakable_list('rules', rules)}"
    if source := source_of(text.encode()):
        assert agree(source)


def test_an_annex_as_it_is_frozen_is_read_by_its_rows() -> None:
    source = source_of(FROZEN[ANNEX])
    assert source and read_by_row(source) is not None and agree(source)


WRITTEN = FROZEN[ANNEX].decode()
ROW = next(line for line in WRITTEN.splitlines() if line.startswith("  - {product: "))
OTHERWISE = {
    "over two lines": ROW.replace(", audience", ",\n    audience"),
    "with a remark": f"{ROW}  # zo besloten",
    "with a key twice": ROW.replace("{product: ding", "{product: ding, product: ander"),
    "with a key in both parts": ROW.replace("}]", '}], product: "ander"', 1),
    "with a key that is not known": ROW.replace("{product: ", '{herkomst: "elders", product: '),
    "with such a key that is written otherwise": ROW.replace(
        "{product: ", "{? herkomst : 'elders', product: "
    ),
    "with an escape": ROW.replace("product_name: Ding", 'product_name: "D\\u0069ng"'),
    "with a word for nothing": ROW.replace("product_name: Ding", "product_name: null"),
    "with an anchor": ROW.replace("audience: inwoner", "audience: &a inwoner"),
    "with an audience that is not there": ROW.replace("audience: inwoner", "audience: gemeente"),
    "with a channel of which nothing is known": ROW.replace("{id: x,", "{id: z,"),
    "with more behind it": f"{ROW}\n    meer",
    "with another list": f"{ROW}\n  - [ding]",
    "as rows once more": f"{ROW}\nrows:\n{ROW}",
    "as it is": ROW,
}


@pytest.mark.parametrize("row", OTHERWISE.values(), ids=OTHERWISE)
def test_an_annex_that_is_written_otherwise_is_told_the_same_of(
    row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    annex = resealed(WRITTEN.replace(ROW, row, 1).encode())
    files = FROZEN | {ANNEX: annex}
    register, diagnostics = decode(files)
    monkeypatch.setattr(annexes, "read_by_row", lambda source: None)
    as_yaml, said = decode(files)
    assert (as_yaml, said) == (register, diagnostics)
    if row in (ROW, OTHERWISE["with a remark"], OTHERWISE["over two lines"]):
        assert register is not None
    if register is not None and as_yaml is not None:
        both = [held.annexes["a"].rows for held in (register, as_yaml)]
        assert len({tuple((row.place, row.channel_ids) for row in rows) for rows in both}) == 1
        assert len({row.place for row in both[0]}) == len(both[0]) > 1


ABOUT = {"product", "product_name", "message", "message_name", "audience"}
OTHER_VALUES = {
    "channels": (RowChannel(id="y", name="Y"),),
    "rank": RowRank.FALLBACK,
    "state": RowState.INVITATION,
    "source": Source("wet", "Wet 1"),
    "article": "2",
    "executor": RowExecutor(id="ggd", name="GGD"),
    "withdrawn": True,
}


def test_two_rows_say_the_same_only_where_nothing_differs_but_what_they_are_about() -> None:
    row = AnnexRow(product="p", product_name="P", message="m", message_name="M", audience=Audience.RESIDENT)
    assert AnnexRow.model_fields.keys() - ABOUT == OTHER_VALUES.keys()
    for name in ABOUT:
        assert row.model_copy(update={name: "anders"}).said == row.said
    for name, value in OTHER_VALUES.items():
        assert row.model_copy(update={name: value}).said != row.said, name
