"""The questions with a name: both engines give the same answers, cell by cell, and they are what the rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from harvests import CODES, data, harvest

from wmebv_site.cli.fleet_query import _shown
from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.harvest.answering import answer, asked, named
from wmebv_site.fleet.harvest.harvested import Harvest, Harvested
from wmebv_site.fleet.harvest.opening import FORMS, Store, opened
from wmebv_site.fleet.harvest.question import TWENTY, Question
from wmebv_site.fleet.harvest.questions import QUESTIONS
from wmebv_site.fleet.harvest.store import write
from wmebv_site.project.load import packaged_upl
from wmebv_site.register.upl import BASE

FIRST, SECOND = "2026-05-20", "2026-06-20"
SAID = {
    "PRODUCT": ("upl1", "p0", "upl4", "paspoort"),
    "DAG": ("2024-01-01", "2026-01-01", "2026-06-20", "2030-01-01"),
    "PRODUCTEN": ("upl1", "upl1, upl2,p3,paspoort", "upl2,upl2"),
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Store]]:
    """The same two harvests in both forms; in between half of the municipalities say something else."""
    home = tmp_path_factory.mktemp("stores")
    with ExitStack() as open_:
        found = []
        for form in FORMS:
            write(home / form, harvest(FIRST), date.fromisoformat(FIRST), form)
            write(home / form, harvest(SECOND, "other"), date.fromisoformat(SECOND))
            found.append(open_.enter_context(opened(home / form)))
        assert [store.form for store in found] == list(FORMS)
        yield found


def said_of(question: Question) -> list[tuple[str, ...]]:
    """What is said of a question in turn: nothing but what is needed, and each that we know."""
    first = next(iter(question.parameters), None)
    if first is None:
        return [()]
    return [*([] if first.needed else [()]), *((each,) for each in SAID.get(first.shown, ("2026-01-15",)))]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_both_engines_give_the_same_answer(stores: list[Store], question: Question) -> None:
    for said in said_of(question):
        parquet, sqlite = (question.answer(store, asked(store, question, said)) for store in stores)
        assert parquet == sqlite, said
        assert [list(map(type, row)) for row in parquet.rows] == [list(map(type, row)) for row in sqlite.rows]
        assert parquet.columns == tuple(column.name for column in question.columns)
        assert len(set(parquet.rows)) == len(parquet.rows)
        for row in parquet.rows:
            for column, cell in zip(question.columns, row, strict=True):
                assert not column.words or cell in column.words or cell is None, column
                assert cell is not None or not column.required, column


def test_every_question_finds_something(stores: list[Store]) -> None:
    for question in QUESTIONS:
        assert any(
            question.answer(stores[0], asked(stores[0], question, said)).rows for said in said_of(question)
        ), question


def counted(code: str) -> tuple[int, int]:
    """How many messages of a municipality need a channel, and have one, straight from its data."""
    register, _ = data(code, SECOND, "other")
    rows = [
        [answer["state"] in ("aangewezen", "uitvoerder", "uitnodiging") for answer in message["answers"]]
        for product in register["products"]
        for message in product["messages"]
        if message["official"] and message["answers"][0]["state"] != "uitgezonderd"
    ]
    return len(rows), sum(map(all, rows))


def test_the_coverage_is_what_the_data_say(stores: list[Store]) -> None:
    for store in stores:
        found = {row[0]: row[3:6] for row in answer(store, "dekking").rows}
        assert set(found) == set(CODES)
        for code in CODES[3:]:
            needed, with_ = counted(code)
            assert needed and found[code] == (needed, with_, 1000 * with_ // needed / 10)
        assert found[CODES[1]] == found[CODES[2]] == (0, 0, None)
        ((number, read, needed, with_, share, _),) = answer(store, "samen").rows
        assert (number, read) == (6, 5)
        assert (needed, with_) == (
            sum(row[0] for row in found.values()),
            sum(row[1] for row in found.values()),
        )
        assert share == 1000 * with_ // needed / 10


def test_what_held_on_the_day_of_the_data_is_what_holds_now(stores: list[Store]) -> None:
    for store in stores:
        now = [row[:6] for row in answer(store, "dekking").rows]
        assert list(answer(store, "op-datum", SECOND).rows) == now


def test_the_months_are_the_days_in_a_row(stores: list[Store]) -> None:
    months = answer(stores[1], "per-maand", "2025-11-30", "2026-02-10").rows
    assert [row[0] for row in months] == ["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"]
    for day, needed, with_, _ in months:
        each = answer(stores[0], "op-datum", day).rows
        assert (needed, with_) == (sum(row[3] for row in each), sum(row[4] for row in each))


@pytest.mark.parametrize(
    ("day", "first"),
    [("2026-02-10", "2026-01-01"), ("2029-03-31", "2027-03-01"), ("2025-06-10", "2025-06-01")],
)
def test_the_months_begin_when_the_rules_on_channels_did(stores: list[Store], day: str, first: str) -> None:
    given = asked(stores[1], named("per-maand"), ("", day))
    assert named("per-maand").answer(stores[1], given).rows[0][0] == first


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-01-01", "2026-06-20"), ("2025-12-30", "2026-01-01"), ("2026-02-14", "2026-02-16"), ("2024-01-01", "2030-01-01")],
)  # fmt: skip
def test_as_many_messages_changed_as_are_told_of(stores: list[Store], first: str, last: str) -> None:
    """A day on which the same goes on for another reason is no change."""
    for store in stores:
        counts = {row[0]: row[-1] for row in answer(store, "wijzigingen", first, last).rows}
        told = defaultdict(set)
        for code, _, _, product, _, message, *_ in answer(store, "wijzigingen-berichten", first, last).rows:
            told[code].add((product, message))
        assert counts == {code: len(messages) for code, messages in told.items()}


@pytest.mark.parametrize("form", FORMS)
def test_one_municipality_does_not_name_a_product_for_all(tmp_path: Path, form: str) -> None:
    def told() -> Iterator[Harvested]:
        for each in harvest(FIRST):
            if each.register is not None:
                for product in each.register["products"]:
                    product.pop("upl", None)
                    evil = each.code == "gm9998"
                    product["name"] = "!! Bel 0900-1234" if evil else f"Product {product['id']}"
            yield each

    write(tmp_path / "o", told(), date.fromisoformat(FIRST), form)
    with opened(tmp_path / "o") as store:
        found = [row[:3] for row in answer(store, "producten").rows]
        assert found and all(name == f"Product {key}" for key, name, often in found if often > 2)
        keys = ",".join(key for key, _, often in found if often > 2)
        assert keys and all(
            row[1] == f"Product {row[0]}" for row in answer(store, "twintig-producten", keys).rows
        )


def test_what_was_known_then_can_still_be_asked(stores: list[Store], tmp_path: Path) -> None:
    write(tmp_path / "first", harvest(FIRST), date.fromisoformat(FIRST), "sqlite")
    with opened(tmp_path / "first") as alone:
        before = [row[3:] for row in answer(alone, "op-datum", "2026-03-01").rows]
    for store in stores:
        assert [row[3:] for row in answer(store, "op-datum", "2026-03-01", FIRST).rows if row[3]] != []
        then = {row[0]: row[3:] for row in answer(store, "op-datum", "2026-03-01", FIRST).rows}
        assert sorted(then.values(), key=str) == sorted(before, key=str)


@pytest.mark.parametrize("form", FORMS)
def test_who_left_the_list_counts_in_what_was_known_then(tmp_path: Path, form: str) -> None:
    """Municipalities merge every year: what was published of a day before that stays what it was."""
    write(tmp_path / "o", harvest(FIRST), date.fromisoformat(FIRST), form)
    with opened(tmp_path / "o") as store:
        before = {row[0]: row[3:] for row in answer(store, "op-datum", "2026-03-01").rows}
    gone = CODES[3]
    write(tmp_path / "o", (each for each in harvest(SECOND) if each.code != gone), date.fromisoformat(SECOND))
    with opened(tmp_path / "o") as store:
        then = answer(store, "op-datum", "2026-03-01", FIRST).rows
        assert {row[0]: row[3:] for row in then} == before and before[gone][0]
        assert [row[1] for row in then if row[0] == gone] == [gone]
        assert gone not in {row[0] for row in answer(store, "op-datum", "2026-03-01").rows}


@pytest.mark.parametrize("day", ["2026-05-19", "2026-01-01", "0001-01-01"])
def test_before_the_first_harvest_nothing_was_known(stores: list[Store], day: str) -> None:
    for store in stores:
        with pytest.raises(Refused, match=f"Op {day} was nog niets bekend. De eerste oogst is van {FIRST}"):
            answer(store, "op-datum", "2026-03-01", day)


def test_a_product_without_a_channel_is_found_by_every_name(stores: list[Store]) -> None:
    of_all: dict[str, list[Any]] = defaultdict(list)
    for row in answer(stores[0], "product", "upl1").rows:
        of_all[row[4]].append(row[0])
    assert of_all["geen data"] == [CODES[1]] and CODES[2] in of_all["niet in het register"]
    without = [row[0] for row in answer(stores[0], "zonder", "upl1").rows]
    assert sorted(without) == sorted(of_all["nee"] + of_all["deels"])
    assert answer(stores[0], "product", "p1") == answer(stores[0], "product", "upl1")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("dekkin",), "De vraag 'dekkin' bestaat niet. Bedoelt u 'dekking'?"),
        (
            ("zonder",),
            "Bij de vraag 'zonder' hoort PRODUCT: de UPL-naam van het product, of de id",
        ),
        (("zonder", "pasport"), "Bedoelt u 'paspoort'?"),
        (("zonder", "upl1", "upl2"), "'upl2' hoort hier niet."),
        (("dekking", "upl1"), "Bij deze vraag hoort niets."),
        (("op-datum", "2026-02-30"), "'2026-02-30' is geen dag."),
        (("op-datum", "20260201"), "'20260201' is geen dag."),
        (("wijzigingen", "2026-03-01", "2026-02-01"), "De eerste dag ligt na de laatste"),
        (("zonder", "'; DROP TABLE now; --"), "staat niet in de UPL"),
    ],
)
def test_what_cannot_be_asked_is_told_in_dutch(stores: list[Store], said: tuple[str, ...], told: str) -> None:
    for store in stores:
        with pytest.raises(Refused) as refused:
            answer(store, *said)
        assert told in str(refused.value)


def test_the_twenty_stand_in_the_national_list() -> None:
    names = packaged_upl().names
    assert len(set(TWENTY)) == 20
    assert all(names[BASE + each].municipal and not names[BASE + each].withdrawn for each in TWENTY)


def test_who_is_complete_has_a_channel_for_each_of_the_list(stores: list[Store]) -> None:
    said = "upl1,upl2,p3"
    ((products, number, pairs, there, with_, partly, share, complete),) = answer(
        stores[0], "twintig", said
    ).rows
    each = answer(stores[0], "twintig-gemeenten", said).rows
    assert (products, number, pairs) == (3, 5, 15) and with_ <= partly <= there <= pairs
    assert (
        with_
        == sum(row[5] for row in each)
        == sum(row[4] for row in answer(stores[0], "twintig-producten", said).rows)
    )
    assert complete == sum(row[6] for row in each) == sum(row[5] == 3 for row in each)
    assert share == 1000 * with_ // pairs / 10
    for code, row in ((row[0], row) for row in each):
        named_ = [
            {r[0]: r[4] for r in answer(stores[0], "product", name).rows}[code] for name in said.split(",")
        ]
        assert named_.count("ja") == row[5]
    assert named("twintig").parameters


def test_a_table_for_people_has_words_and_no_codes(stores: list[Store]) -> None:
    for name, said in (
        ("product-berichten", ("upl1",)),
        ("wijzigingen-berichten", (FIRST, SECOND)),
        ("oogst", ()),
    ):
        outcome = answer(stores[0], name, *said)
        assert outcome.rows
        shown = [
            _shown(column, cell)
            for row in outcome.rows
            for column, cell in zip(named(name).columns, row, strict=True)
            if column.words
        ]
        assert shown and not [each for each in shown if "_" in each or each in tuple(Harvest)]
