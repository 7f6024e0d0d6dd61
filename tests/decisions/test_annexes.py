"""The annex of a decision: what is frozen reads back as it was, and what isn't ours is refused."""

from __future__ import annotations

from datetime import date

import pytest
from bad_cases import spots
from freezer import ANNEX, CHANNELS, DAY, DECISION, FILES, FROZEN, PRODUCTS, frozen, known, resealed
from projects import VALID, decode_files, files_of, with_text

from wmebv_site.designation.answers import State
from wmebv_site.designation.differences import Kind, Preparation, differences
from wmebv_site.designation.history import History
from wmebv_site.designation.rule import Question
from wmebv_site.register.terms import Audience
from wmebv_site.rules.checking import findings_of
from wmebv_site.site.histories import rule_behind
from wmebv_site.site.messages import MessageViews
from wmebv_site.site.site import Hrefs, Site


def test_what_was_frozen_holds_as_it_was_wanted() -> None:
    before, after = known(FILES), known(FROZEN)
    assert differences(before.wanted(), after.holding(DAY)) == ()
    assert [answer.channel_ids for answer in after.holding(DAY).all] == [("x",), ("x",)]


def test_a_channel_that_is_wanted_later_does_not_hold() -> None:
    changed = known(
        with_text(FROZEN, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]")
    )
    assert {answer.channel_ids for answer in changed.holding(DAY).all} == {("x",)}
    found = differences(changed.holding(DAY), changed.wanted())
    assert [(each.kind, each.product.id, each.message.key) for each in found] == [
        (Kind.CHANNEL, "ding", "aanvraag"),
        (Kind.CHANNEL, "ding", "bezwaar"),
    ]


def test_name_address_and_login_stay_as_they_were_frozen() -> None:
    files = with_text(FROZEN, "channels.yaml", "name: Formulier X", "name: Formulier Z")
    files = with_text(files, "channels.yaml", "https://x.voorbeeld.example", "https://z.voorbeeld.example")
    files = with_text(files, "channels.yaml", "login: [digid]", "login: [geen]")
    [resolved] = known(files).holding(DAY).all[0].channels
    assert resolved.channel.name == "Formulier X"
    assert [(way.login.value, way.url) for way in resolved.entrances] == [
        ("digid", "https://x.voorbeeld.example")
    ]


def test_a_form_that_has_stopped_since_is_known_to_have_stopped() -> None:
    [resolved] = (
        known(with_text(FROZEN, "channels.yaml", "login: [digid]", "until: 2026-05-01"))
        .holding(DAY)
        .all[0]
        .channels
    )
    assert resolved.channel.until == date(2026, 5, 1)


def test_a_channel_that_is_gone_from_the_registers_still_holds() -> None:
    text = "\n".join(line for line in CHANNELS.split("\n") if "{id: x" not in line).replace("[x]", "[y]")
    [resolved] = known(FROZEN | {"channels.yaml": text.encode()}).holding(DAY).all[0].channels
    assert resolved.channel.name == "Formulier X"


def test_a_new_product_goes_by_the_frozen_rules() -> None:
    added = "  - {id: nieuw, name: Nieuw, domain: d, authority: college, audience: [inwoner], messages: [{kind: klacht}]}\n"
    files = with_text(FROZEN, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]")
    answer = known(files | {"products.yaml": (PRODUCTS + added).encode()}).holding(DAY).all[-1]
    assert (answer.product.id, answer.channel_ids) == ("nieuw", ("x",))


ASKS = (
    'login: [digid], requirements: [{text: Altijd.}, {text: Wet., source: "wet:Wet 1"}, '
    '{text: Van A., source: "besluit:a"}, {text: Van B., source: "besluit:b"}],'
)
NEXT = """\
---
title: B
kind: aanwijzing
authorities: [college]
adopted: 2026-05-01
published: 2026-05-15
in_force_from: 2026-09-01
---
"""


def asked(files: dict[str, bytes], day: date) -> list[str]:
    [resolved] = known(files, DAY).holding(day).all[0].channels
    return [requirement.text for requirement in resolved.channel.requirements]


@pytest.mark.parametrize("is_frozen", [True, False], ids=["frozen", "without an annex"])
def test_a_requirement_is_asked_from_the_day_on_which_its_decision_holds(is_frozen: bool) -> None:
    files = with_text(FILES, "channels.yaml", "login: [digid],", ASKS) | {
        "content/besluiten/b.md": NEXT.encode()
    }
    files = frozen(files, "a", date(2025, 11, 1)) if is_frozen else files
    assert asked(files, DAY) == ["Altijd.", "Wet.", "Van A."]
    assert asked(files, date(2026, 9, 1)) == ["Altijd.", "Wet.", "Van A.", "Van B."]
    draft = with_text(files, "content/besluiten/b.md", "adopted: 2026-05-01\npublished: 2026-05-15\n", "")
    assert asked(draft, date(2026, 9, 1)) == ["Altijd.", "Wet.", "Van A."]


def test_a_requirement_of_a_decision_of_another_authority_is_not_asked() -> None:
    files = with_text(FILES, "channels.yaml", "login: [digid],", ASKS)
    files = with_text(
        files,
        "channels.yaml",
        "name: het college}]",
        "name: het college}, {id: raad, kind: raad, name: de raad}]",
    )
    files |= {"content/besluiten/b.md": NEXT.replace("[college]", "[raad]").encode()}
    assert asked(files, date(2026, 9, 1)) == ["Altijd.", "Wet.", "Van A."]


AMENDMENT = "---\ntitle: W\nkind: wijziging\nauthorities: [college]\namends: a\n---\n"
AMENDED = "adopted: 2026-05-01\npublished: 2026-05-15\nin_force_from: 2026-09-01\n"


@pytest.mark.parametrize("annex", ["with an annex", "without one"])
@pytest.mark.parametrize(
    "selectors", ["messages: [aanvraag]", "domain: d"], ids=["another rank", "the same rank"]
)
def test_an_amendment_that_withdraws_a_way_beside_leaves_the_other_ways(selectors: str, annex: str) -> None:
    beside = f'{{{selectors}, beside: ja, channels: [y], source: "besluit:a", article: "4"}}'
    files = with_text(FILES, "channels.yaml", "  - {fallback: ja,", f"  - {beside}\n  - {{fallback: ja,")
    files = frozen(files, "a", date(2025, 11, 1))
    assert known(files).holding(DAY).all[0].channel_ids == ("x", "y")
    gone = beside.replace('"besluit:a"', '"besluit:w", withdrawn: ja')
    files = with_text(files, "channels.yaml", beside, gone) | {"content/besluiten/w.md": AMENDMENT.encode()}
    messages = 1 if "messages" in selectors else 2
    prepared = Preparation(known(files), known(files).wanted())
    assert len(prepared.changes) == messages and prepared.uncovered == ()
    if annex == "with an annex":
        files = frozen(files, "w", DAY)
        rows, channels = known(files).register.annexes["w"].rows, known(files).register.annexes["w"].channels
        assert channels == ()
        assert [(row.channel_ids, row.withdraws_ways, str(row.source)) for row in rows] == [
            (("y",), True, "besluit:w")
        ] * messages
    files = with_text(files, "content/besluiten/w.md", "amends: a\n", f"amends: a\n{AMENDED}")
    later = known(files, date(2026, 9, 1))
    assert [answer.channel_ids for answer in later.holding(date(2026, 8, 31)).all][0] == ("x", "y")
    assert [answer.channel_ids for answer in later.holding(date(2026, 9, 1)).all] == [("x",), ("x",)]
    for answer in later.holding(date(2026, 9, 1)).all:
        assert answer.rule is not None and (answer.rule.decision, answer.rule.article) == ("a", "2")
    assert Preparation(later, later.wanted()).changes == ()


def test_a_way_beside_that_another_body_gives_to_its_own_messages_does_not_keep_one_that_is_withdrawn() -> (
    None
):
    beside = '{messages: [aanvraag], beside: ja, channels: [y], source: "besluit:a"}'
    of_mayor = '{domain: d, beside: ja, channels: [y], source: "besluit:b"}'
    files = FILES | {"content/besluiten/b.md": DECISION.replace("[college]", "[burgemeester]").encode()}
    files = with_text(files, "channels.yaml", "  - {fallback: ja,", f"  - {of_mayor}\n  - {{fallback: ja,")
    files = with_text(files, "channels.yaml", "  - {fallback: ja,", f"  - {beside}\n  - {{fallback: ja,")
    mayor = "authorities: [{id: burgemeester, kind: burgemeester, name: de burgemeester}, "
    files = with_text(files, "channels.yaml", "authorities: [", mayor)
    for decision in "ab":
        files = frozen(files, decision, date(2025, 11, 1))
    assert known(files).holding(DAY).all[0].channel_ids == ("x", "y")
    gone = beside.replace('"besluit:a"', '"besluit:w", withdrawn: ja')
    amendment = AMENDMENT.replace("amends: a\n", f"amends: a\n{AMENDED}")
    files = with_text(files, "channels.yaml", beside, gone) | {"content/besluiten/w.md": amendment.encode()}
    later = date(2026, 9, 1)
    assert known(files, later).holding(later).all[0].channel_ids == ("x",)


def test_a_message_that_had_only_a_way_beside_loses_it_whole_when_that_is_withdrawn() -> None:
    text = CHANNELS[: CHANNELS.index("designations:")]
    beside = '{messages: [bezwaar], beside: ja, channels: [y], source: "besluit:a"}'
    files = FILES | {"channels.yaml": f"{text}designations:\n  - {beside}\n".encode()}
    files = frozen(files, "a", date(2025, 11, 1))
    gone = beside.replace('"besluit:a"', '"besluit:w", withdrawn: ja')
    files = with_text(files, "channels.yaml", beside, gone) | {"content/besluiten/w.md": AMENDMENT.encode()}
    files = frozen(files, "w", DAY)
    annex = known(files).register.annexes["w"]
    assert [row.withdrawn for row in annex.rows] == [True]
    assert annex.channels == ()


def test_pages_give_a_frozen_way_beside_the_article_of_its_own_rule() -> None:
    beside = (
        '{messages: [aanvraag], beside: ja, channels: [y], source: "besluit:a", article: "2, tweede lid"}'
    )
    files = with_text(FILES, "channels.yaml", "  - {fallback: ja,", f"  - {beside}\n  - {{fallback: ja,")
    answers = []
    for each in (files, frozen(files, "a", date(2025, 11, 1))):
        decisions = known(each)
        views = MessageViews(Site(decisions), Hrefs.on("producten/p/"))
        first = decisions.holding(DAY).all[0]
        assert first.channel_ids == ("x", "y")
        answers.append([(reason.about, reason.article) for reason in views.reasons([first])])
        articles = [rule.article for way in first.channels if (rule := rule_behind(way, first))]
        assert articles == ["2", "2, tweede lid"]
    assert answers[0] == answers[1] and [about for about, _ in answers[1]] == ["Formulier X", "Formulier Y"]


def test_nothing_internal_is_frozen() -> None:
    assert b"Bouwer" in FROZEN["channels.yaml"]
    assert b"Bouwer" not in FROZEN[ANNEX]


def test_the_same_registers_freeze_to_the_same_bytes() -> None:
    assert frozen(FILES, "a", date(2025, 11, 1))[ANNEX] == FROZEN[ANNEX]


def test_the_annex_of_the_fixture_is_what_freezing_makes_of_it() -> None:
    files = files_of(VALID)
    path = "content/besluiten/aanwijzing-2026.annex.yaml"
    without = {name: data for name, data in files.items() if name != path}
    without = with_text(without, "content/besluiten/aanwijzing-2026.md", "annex: frozen\n", "")
    assert frozen(without, "aanwijzing-2026", date(2025, 11, 17))[path] == files[path]


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_other_line_ends_and_a_byte_order_mark_alter_nothing(ends: bytes) -> None:
    data = b"\xef\xbb\xbf" + FROZEN[ANNEX].rstrip(b"\n").replace(b"\n", ends)
    assert known(FROZEN | {ANNEX: data}).holding(DAY).all[0].channel_ids == ("x",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1", "version: 2", ("WMEBV220", ANNEX, 3, 10)),
        ("decision: a\n", "decision: b\n", ("WMEBV220", ANNEX, 4, 11)),
        ("rank: domain", "rank: hoog", ("WMEBV104", ANNEX, 9, 165)),
    ],
    ids=["another version", "another decision", "another shape"],
)
def test_an_annex_that_is_whole_but_not_ours_is_refused(
    old: str, new: str, expected: tuple[str, str, int, int]
) -> None:
    data = resealed(FROZEN[ANNEX].replace(old.encode(), new.encode(), 1))
    register, mistakes = decode_files(FROZEN | {ANNEX: data})
    assert register is None
    assert [spot[:3] for spot in spots(mistakes)] == [expected[:3]]


def test_an_annex_that_the_decision_does_not_name_counts_for_nothing() -> None:
    files = FROZEN | {"content/besluiten/a.md": DECISION.encode()}
    files = with_text(files, "channels.yaml", "domain: d, channels: [x]", "domain: d, channels: [y]")
    decisions = known(files)
    assert decisions.register.stray_annexes == {"content/besluiten/a.annex.yaml"}
    assert decisions.holding(DAY).all[0].channel_ids == ("y",)


def test_history_tells_of_all_days_without_holes() -> None:
    decisions = known(FROZEN)
    product = decisions.register.products[0]
    found = History(decisions).intervals(Question(product, product.messages[0], Audience.RESIDENT))
    assert [(each.begin, each.end, each.resolution.state) for each in found] == [
        (None, date(2026, 1, 1), State.OLD_LAW),
        (date(2026, 1, 1), None, State.DESIGNATED),
    ]


def test_history_tells_nothing_of_a_draft() -> None:
    draft = "---\ntitle: B\nkind: aanwijzing\nauthorities: [college]\nin_force_from: 2027-01-01\nreplaces: [a]\n---\n"
    decisions = known(FROZEN | {"content/besluiten/b.md": draft.encode()})
    product = decisions.register.products[0]
    assert History(decisions).intervals(Question(product, product.messages[0], Audience.RESIDENT))[
        -1
    ].begin == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("https://u.voorbeeld.example", "https://nieuw.voorbeeld.example", True),
        ("name: Uitvoerder", "name: Andere naam", True),
        ("id: u, name", "id: u, phone: 0123 456 789, name", False),
        ("name: Uitvoerder", "name: Uitvoerder", False),
    ],
    ids=["moved", "renamed", "a telephone", "as it was"],
)
def test_an_executor_that_is_a_way_by_itself_differs_when_it_moved(old: str, new: str, differs: bool) -> None:
    channels = CHANNELS.replace(
        "domains:",
        'executors: [{id: u, name: Uitvoerder, url: "https://u.voorbeeld.example"}]\ndomains:',
    ).replace("domain: d, channels: [x]", "executor: elke, channels: [uitvoerder]")
    products = FILES["products.yaml"].replace(b"    domain: d\n", b"    domain: d\n    executor: u\n")
    files = frozen(FILES | {"channels.yaml": channels.encode(), "products.yaml": products}, "a", DAY)
    assert old in channels
    later = files | {"channels.yaml": channels.replace(old, new).encode()}
    told = [found.message for found in findings_of(known(later)) if found.code == "WMEBV333"]
    assert (
        any("heeft 'u' in de registers een ander adres of een andere naam" in each for each in told)
        is differs
    )
    assert bool(told) is differs
