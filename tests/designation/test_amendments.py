"""What a decision with a way beside, an executor or an amendment comes to: frozen, on each day, and on the page."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from building import pages_on
from freezer import FILES, frozen, known, resealed
from histories import files_of_history, history
from htmlpages import main_of
from places import shared_case
from projects import files_of, register_from, with_text

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.history import History
from wmebv_site.designation.rule import Question
from wmebv_site.register.files import ANNEX_ENDING
from wmebv_site.register.terms import Audience

DAY = date(2026, 6, 1)
Said = tuple[tuple[str, ...], str | None, str | None]
"""The channels of an answer, its source and its article."""


def said(answer: Resolution) -> Said:
    rule = answer.rule
    source = str(rule.source) if rule and rule.source else None
    return answer.channel_ids, source, rule.article if rule else None


def case(name: str, *, anew: bool) -> dict[str, bytes]:
    """A shared case as it was frozen then, or frozen anew."""
    files = files_of(shared_case(name))
    if anew:
        files = {path: data for path, data in files.items() if not path.endswith(ANNEX_ENDING)}
        front = b"annex: frozen\n"
        files = {path: data.replace(front, b"") for path, data in files.items()}
        files = frozen(files, "aanwijzing-2025", date(2025, 11, 1))
    return files


@pytest.mark.parametrize("anew", [False, True], ids=["as it was frozen", "frozen anew"])
def test_who_has_only_a_way_by_statute_reads_that_way_as_theirs(anew: bool) -> None:
    files = case("rij-zonder-kanaal", anew=anew)
    register = register_from(files)
    key = ("parkeervergunning", "aanvraag", Audience.BUSINESS)
    if anew:
        assert key not in register.annexes["aanwijzing-2025"].row_by_key
        assert all(row.channels for row in register.annexes["aanwijzing-2025"].rows)
    answer = Decisions(register, DAY).holding(DAY).by_key[key]
    assert said(answer) == (("berichtenbox",), "wet:Dienstenwet 5", None)
    pages = pages_on(register, DAY)
    page = main_of(pages["producten/parkeervergunning/"]).text
    assert "Berichtenbox voor Bedrijven" in page and "ook dit kanaal" not in page
    annex = main_of(pages["besluiten/aanwijzing-2025/bijlage/"]).text
    assert "Aanvraag voor inwoners: DigiD-formulier (artikel 2, eerste lid)" in annex
    assert "Aanvraag voor ondernemers" not in annex[annex.index("Parkeervergunning") :]


BESIDE_GONE = ("evenementenvergunning", "bezwaar", Audience.BUSINESS)


@pytest.mark.parametrize("anew", [False, True], ids=["as it was frozen", "frozen anew"])
@pytest.mark.parametrize("back", [False, True], ids=["from its day on", "with retroactive effect"])
def test_what_an_amendment_leaves_standing_rests_on_the_decision_that_gave_it(anew: bool, back: bool) -> None:
    files = case("ernaast-ingetrokken", anew=False)
    if anew:
        channels, withdrawn = files["channels.yaml"].decode(), "    withdrawn: ja\n"
        assert channels.count(withdrawn) == 1
        amendment = "content/besluiten/wijziging-2026.annex.yaml"
        files = {path: data for path, data in files.items() if path != amendment}
        files = with_text(files, "content/besluiten/wijziging-2026.md", "annex: frozen\n", "")
        files = frozen(files, "wijziging-2026", date(2026, 3, 1))
        rows = register_from(files).annexes["wijziging-2026"].rows
        assert rows and {row.channel_ids for row in rows if row.withdraws_ways} == {("zakelijk",)}
        assert all(row.withdrawn for row in rows), "article I designates nothing"
    if back:
        path, first = "content/besluiten/wijziging-2026.md", "in_force_from: 2026-05-01\n"
        files = with_text(files, path, first, f"{first}retroactive_to: 2026-02-01\n")
    register = register_from(files)
    decisions = Decisions(register, DAY)
    answer = decisions.holding(DAY).by_key[BESIDE_GONE]
    assert said(answer) == (("bezwaarformulier",), "besluit:aanwijzing-2025", "3")
    past = History(decisions).intervals(Question(answer.product, answer.message, answer.audience))
    told = [(each.begin, each.resolution.channel_ids, each.retroactive) for each in past[1:]]
    last = date(2026, 2, 1) if back else date(2026, 5, 1)
    assert told == [
        (date(2026, 1, 1), ("bezwaarformulier", "zakelijk"), False),
        (last, ("bezwaarformulier",), False),
    ]
    page = main_of(pages_on(register, DAY)["producten/evenementenvergunning/"]).text
    assert "Wijzigingsbesluit" not in page and "artikel 3. Dit geldt sinds 1 januari 2026" in page


BUSINESS = with_text(
    FILES,
    "products.yaml",
    "audience: [inwoner]",
    "audience: [inwoner, ondernemer]\n    statutes: [dienstenwet]",
)
BUSINESS = with_text(
    BUSINESS,
    "channels.yaml",
    "designations:\n",
    "  - {id: r, name: Formulier R, kind: webformulier, audience: [inwoner], url: 'https://r.voorbeeld.example'}\n"
    "  - {id: box, name: Box, kind: webformulier, audience: [ondernemer], url: 'https://box.voorbeeld.example'}\n"
    "designations:\n"
    "  - {statute: dienstenwet, beside: ja, audience: [ondernemer], channels: [box], source: 'wet:Dienstenwet 5'}\n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{kind: aanvraag}", '{kind: aanvraag, channels: [r], source: "besluit:a"}'),
        ("    messages:", '    channels: [r]\n    source: "besluit:a"\n    messages:'),
        ("domain: d\n", "domain: d\n    summary: Kort.\n"),
    ],
    ids=["at the message", "at the product", "in a rule for the domain"],
)
def test_a_row_is_never_empty_and_no_wider_rule_answers_for_whom_a_channel_is_not(old: str, new: str) -> None:
    files = with_text(BUSINESS, "products.yaml", old, new)
    if "summary" in new:
        files = with_text(files, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [r]")
    wanted = known(files).wanted().by_key
    files = frozen(files, "a", date(2025, 11, 1))
    decisions = known(files)
    key = ("ding", "aanvraag", Audience.BUSINESS)
    assert key not in decisions.register.annexes["a"].row_by_key
    assert (
        said(decisions.holding(DAY).by_key[key]) == said(wanted[key]) == (("box",), "wet:Dienstenwet 5", None)
    )
    assert [row for row in decisions.register.annexes["a"].rows if row.is_empty] == []


def test_a_way_beside_of_another_decision_is_no_row_of_this_one() -> None:
    other = FILES["content/besluiten/a.md"].replace(b"Besluit A", b"Besluit B")
    files = with_text(BUSINESS, "channels.yaml", "wet:Dienstenwet 5", "besluit:b")
    files = with_text(files, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [r]")
    files |= {"content/besluiten/b.md": other}
    for name in "ab":
        files = frozen(files, name, date(2025, 11, 1))
    register = register_from(files)
    assert {row.audience for row in register.annexes["a"].rows} == {Audience.RESIDENT}
    assert {row.audience for row in register.annexes["b"].rows} == {Audience.BUSINESS}
    answer = known(files).holding(DAY).by_key["ding", "aanvraag", Audience.BUSINESS]
    assert said(answer) == (("box",), "besluit:b", None)


AMENDMENT = (
    "---\ntitle: W{0}\nkind: wijziging\nauthorities: [college]\namends: {1}\nadopted: 2026-0{0}-01\n"
    "published: 2026-0{0}-02\nin_force_from: 2026-0{0}-15\n---\n"
)


def withdrawn(files: dict[str, bytes], line: str, by: str, amended: str) -> dict[str, bytes]:
    """The files after an amendment of a month withdrew a rule, and was frozen."""
    gone = line.replace('"besluit:a"', f'"besluit:w{by}", withdrawn: ja')
    text = AMENDMENT.format(by, amended).encode()
    files = with_text(files, "channels.yaml", line, gone) | {f"content/besluiten/w{by}.md": text}
    return frozen(files, f"w{by}", date(2026, int(by), 1))


def test_of_two_ways_beside_each_amendment_takes_its_own_and_the_rest_stays_as_it_was_decided() -> None:
    first = '{domain: d, beside: ja, channels: [y], source: "besluit:a", article: "4"}'
    second = '{messages: [aanvraag], beside: ja, channels: [box], source: "besluit:a", article: "5"}'
    files = with_text(
        BUSINESS, "channels.yaml", "  - {fallback: ja,", f"  - {first}\n  - {second}\n  - {{fallback: ja,"
    )
    files = with_text(files, "products.yaml", "    statutes: [dienstenwet]\n", "")
    files = frozen(files, "a", date(2025, 11, 1))
    files = withdrawn(files, first, "3", "a")
    files = withdrawn(files, second, "4", "w3")
    decisions = known(files)
    key = ("ding", "aanvraag", Audience.BUSINESS)
    for day, ways in ((date(2026, 2, 1), "x y box"), (date(2026, 3, 20), "x box"), (date(2026, 4, 20), "x")):
        answer = decisions.holding(day).by_key[key]
        assert (set(answer.channel_ids), *said(answer)[1:]) == (set(ways.split()), "besluit:a", "2")
    assert said(decisions.wanted().by_key[key]) == (("x",), "besluit:a", "2")


def test_a_rule_that_is_withdrawn_takes_the_rows_that_came_from_it_and_no_others() -> None:
    rule = '{domain: d, channels: [x], source: "besluit:a", article: "2"}'
    files = with_text(
        FILES, "products.yaml", "{kind: bezwaar}", '{kind: bezwaar, channels: [x], source: "besluit:a"}'
    )
    files = withdrawn(frozen(files, "a", date(2025, 11, 1)), rule, "3", "a")
    assert [(row.message, row.withdrawn) for row in known(files).register.annexes["w3"].rows] == [
        ("aanvraag", True)
    ]
    first, second = known(files).holding(DAY).all
    assert said(first) == (("y",), "besluit:a", "3") and said(second) == (("x",), "besluit:a", None)


def test_the_rule_of_an_amendment_answers_whatever_its_selectors_and_whenever_it_began() -> None:
    """Of the same rank, for other messages; it began on the day of what it amends."""
    new = '  - {domain: d, messages: [klacht, bezwaar], channels: [y], source: "besluit:w1", article: "I"}\n'
    old = '{domain: d, messages: [bezwaar], channels: [x], source: "besluit:a", article: "2"}'
    files = with_text(
        FILES, "channels.yaml", '{domain: d, channels: [x], source: "besluit:a", article: "2"}', old
    )
    files = with_text(files, "channels.yaml", "  - {fallback", f"{new}  - {{fallback")
    text = AMENDMENT.format("1", "a").replace("2026-01-15", "2026-01-01").replace("2026-01-02", "2025-12-30")
    files |= {"content/besluiten/w1.md": text.replace("adopted: 2026-01-01", "adopted: 2025-12-29").encode()}
    for made in (files, frozen(frozen(files, "a", date(2025, 11, 1)), "w1", date(2025, 12, 1))):
        decisions = known(made)
        for found in (decisions.wanted(), decisions.holding(DAY)):
            assert said(found.by_key["ding", "bezwaar", Audience.RESIDENT]) == (("y",), "besluit:w1", "I")


EXECUTOR = with_text(
    FILES, "channels.yaml", "domains:",
    'executors:\n  - {id: ggd, name: GGD, url: "https://ggd.example"}\n  - {id: oud, name: Oud, channels: [y]}\ndomains:',
)  # fmt: skip
EXECUTOR = with_text(
    EXECUTOR, "channels.yaml", '{domain: d, channels: [x], source: "besluit:a", article: "2"}',
    '{executor: elke, channels: [uitvoerder], source: "besluit:a", article: "2"}',
)  # fmt: skip


@pytest.mark.parametrize(
    ("executor", "ways", "told"),
    [("ggd", (), ("ggd", "GGD", "https://ggd.example")), ("oud", ("y",), ("oud", "Oud", None))],
    ids=["with an address of its own", "with a channel"],
)
def test_a_row_keeps_the_executor_as_it_was(
    executor: str, ways: tuple[str, ...], told: tuple[str, ...]
) -> None:
    files = with_text(EXECUTOR, "products.yaml", "domain: d\n", f"domain: d\n    executor: {executor}\n")
    files = frozen(files, "a", date(2025, 11, 1))
    changed = with_text(
        files,
        "channels.yaml",
        'name: GGD, url: "https://ggd.example"',
        'name: RDOG, url: "https://rdog.example"',
    )
    changed = with_text(changed, "channels.yaml", "{id: oud, name: Oud,", "{id: oud, name: Nieuw,")
    other = {"ggd": "oud", "oud": "ggd"}[executor]
    moved = with_text(changed, "products.yaml", f"executor: {executor}", f"executor: {other}")
    none = with_text(changed, "products.yaml", f"    executor: {executor}\n", "")
    for made in (files, changed, moved, none):
        decisions = known(made)
        assert all(row.channels for row in decisions.register.annexes["a"].rows)
        answer = decisions.holding(DAY).by_key["ding", "aanvraag", Audience.RESIDENT]
        assert answer.state.value == "executor" and answer.channel_ids == ways and answer.executor is not None
        assert (answer.executor.id, answer.executor.name, answer.executor.url) == told
        pages = pages_on(decisions.register, DAY)
        name = told[1] if not ways else "Formulier Y"
        assert f"Aanvraag en bezwaar voor inwoners: {name}" in main_of(pages["besluiten/a/bijlage/"]).text


def test_a_row_of_before_executors_were_frozen_shows_the_one_whose_channels_it_has() -> None:
    files = with_text(EXECUTOR, "products.yaml", "domain: d\n", "domain: d\n    executor: oud\n")
    files = frozen(files, "a", date(2025, 11, 1))
    annex = "content/besluiten/a.annex.yaml"
    old = resealed(files[annex].replace(b", executor: {id: oud, name: Oud}", b""))
    assert old != files[annex]
    moved = with_text(files | {annex: old}, "products.yaml", "executor: oud", "executor: ggd")
    answer = known(moved).holding(DAY).all[0]
    assert answer.executor is not None and answer.executor.id == "oud"


LATE = date(2031, 1, 1)


def in_line(seed: int) -> dict[str, object]:
    """A history in which every decision holds, one after another, none replaces another, and none is frozen."""
    project = history(Random(seed))
    for number, decision in enumerate(project["decisions"]):
        for key in ("annex", "lapsed", "replaces", "retroactive_to"):
            decision.pop(key, None)
        if decision["kind"] == "wijziging" and "amends" not in decision:
            decision["kind"] = "aanwijzing"
        day = date(2026, 1, 1) + timedelta(days=30 * number)
        decision |= {"adopted": day, "published": day, "in_force_from": day}
        decision["authorities"] = ["college", "burgemeester"]
    for designation in project["designations"]:
        designation.pop("from", None)
    for product in project["products"]:
        product["formerly"] = []
    return project


def test_whatever_was_frozen_holds_as_it_was_wanted() -> None:
    """Ties apart, and what freezing refuses to leave without a way."""
    compared = 0
    for seed in range(125):
        project = in_line(seed)
        files = files_of_history(project)
        wanted = Decisions(register_from(files), LATE).wanted()
        for decision in Decisions(register_from(files), LATE).register.decisions:
            if decision.kind.designates:
                files = frozen(files, decision.id, LATE)
        register = register_from(files)
        assert not any(row.is_empty for annex in register.annexes.values() for row in annex.rows)
        held = Decisions(register, LATE).holding(LATE)
        for one, other in zip(wanted.all, held.all, strict=True):
            if one.state.answers and other.state.value != "error":
                compared += 1
                assert (one.state, *said(one)) == (other.state, *said(other)), (seed, one.key)
    assert compared > 700
