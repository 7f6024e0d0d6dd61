"""Another body decides for itself: what the municipality only made known is for its own bodies (Awb 2:14)."""

from __future__ import annotations

from datetime import date

import pytest
from projects import decode_files, register_from
from small_registers import CHANNELS, decision

from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.history import History
from wmebv_site.register.terms import Audience

DAY = date(2026, 6, 1)
PRODUCTS = """\
products:
  - {id: aanslag, name: Aanslag, domain: d, authority: streek, messages: [{kind: aanvraag}, {kind: vraag}]}
  - {id: kapvergunning, name: Kapvergunning, domain: d, authority: college, messages: [{kind: aanvraag}, {kind: vraag}]}
"""
AUTHORITIES = CHANNELS.replace(
    "executors:\n", "  - {id: streek, kind: extern, name: Belastingen Voorbeeldstreek}\nexecutors:\n", 1
)
WRITTEN_BY_INIT = "  - {fallback: ja, covers: ander, channels: [x]}\n"


def files(designations: str, products: str = PRODUCTS) -> dict[str, bytes]:
    return {
        "channels.yaml": f"{AUTHORITIES}designations:\n{designations}".encode(),
        "products.yaml": products.encode(),
        "content/besluiten/a.md": decision("Besluit A").encode(),
        "content/besluiten/b.md": decision("Besluit B", authority="streek").encode(),
    }


def answered(designations: str, products: str = PRODUCTS) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What holds for residents: the state and the channels of each message."""
    held = Decisions(register_from(files(designations, products)), DAY).holding(DAY)
    return {
        f"{each.product.id} {each.message.key}": (each.state.value, each.channel_ids)
        for each in held.all
        if each.audience.value == "inwoner"
    }


def test_a_way_without_a_source_is_for_the_municipalitys_own_bodies() -> None:
    found = answered(WRITTEN_BY_INIT)
    assert found["kapvergunning vraag"] == ("designated", ("x",))
    assert found["aanslag vraag"] == ("niet_opengesteld", ())


def test_a_way_without_a_source_is_for_another_body_that_it_names() -> None:
    found = answered("  - {authority: streek, covers: ander, channels: [y]}\n")
    assert found["aanslag vraag"] == ("designated", ("y",))
    assert found["kapvergunning vraag"] == ("niet_opengesteld", ())


def test_the_contact_form_of_another_body_makes_no_tie_with_what_a_new_project_says() -> None:
    own = '  - {fallback: ja, covers: beide, channels: [y], source: "besluit:b"}\n'
    assert answered(WRITTEN_BY_INIT + own)["aanslag vraag"] == ("designated", ("y",))
    named = "  - {authority: streek, covers: ander, channels: [y]}\n"
    found = answered(WRITTEN_BY_INIT + named)
    assert found["aanslag vraag"] == ("designated", ("y",))
    assert found["kapvergunning vraag"] == ("designated", ("x",))


def test_a_channel_written_at_another_bodys_product_counts_for_that_product() -> None:
    products = PRODUCTS.replace("{kind: vraag}", "{kind: vraag, channels: [y]}", 1)
    assert answered(WRITTEN_BY_INIT, products)["aanslag vraag"] == ("designated", ("y",))


def test_an_authority_picks_the_messages_on_which_it_decides() -> None:
    rules = (
        '  - {authority: burgemeester, messages: [aanvraag], channels: [y], source: "besluit:m"}\n'
        '  - {fallback: ja, channels: [x], source: "besluit:m"}\n'
    )
    both = PRODUCTS.replace("authority: streek", "authority: burgemeester", 1)
    of_both = decision("Besluit M").replace("[college]", "[college, burgemeester]").encode()
    register = register_from(files(rules, both) | {"content/besluiten/m.md": of_both})
    held = Decisions(register, DAY).holding(DAY).by_key
    found = {key[0]: each.channel_ids for key, each in held.items() if key[1] == "aanvraag"}
    assert found == {"aanslag": ("y",), "kapvergunning": ("x",)}


@pytest.mark.parametrize("selector", ["covers: ander", "covers: beide", "authority: college"])
def test_one_selector_is_enough(selector: str) -> None:
    assert answered(f"  - {{{selector}, channels: [x]}}\n") is not None
    written = files(f"  - {{{selector}, channels: [x]}}\n")
    assert decode_files(written)[1] == []


def test_an_authority_that_is_not_there_is_told_where_it_stands() -> None:
    register, [told] = decode_files(files("  - {authority: colege, covers: ander, channels: [x]}\n"))
    assert register is None
    assert told.place.file == "channels.yaml" and (told.hint or "").startswith("Bedoelt u 'college'?")


def test_nobody_was_told_of_a_channel_before_it_was_there() -> None:
    channels = AUTHORITIES.replace("{id: y,", "{id: y, from: 2024-05-01,", 1)
    written = files(
        "  - {covers: ander, channels: [x, y]}\n  - {messages: [vraag], covers: ander, channels: [y]}\n"
    )
    written["channels.yaml"] = written["channels.yaml"].replace(AUTHORITIES.encode(), channels.encode())
    decisions = Decisions(register_from(written), DAY)

    def on(day: date) -> tuple[str, ...]:
        return next(
            each.channel_ids
            for each in decisions.holding(day).all
            if (each.product.id, each.message.key) == ("kapvergunning", "vraag")
        )

    assert on(date(1999, 1, 1)) == ("x",)  # the wider rule, of which only this way was there
    assert on(date(2024, 4, 30)) == ("x",)
    assert on(date(2024, 5, 1)) == ("y",)


STOPPING = (
    # what was made known, the channels of it that have begun and stopped, and the answer on five days
    ("  - {messages: [vraag], covers: ander, channels: [y]}\n", ("y", "y", "x", "x", "x")),
    ("  - {messages: [vraag], covers: ander, channels: [y, z]}\n", ("y", "y", "z", "z", "z")),
    ("  - {covers: ander, domain: d, channels: [y]}\n", ("y", "y", "x", "x", "x")),
    (
        '  - {messages: [vraag], covers: ander, channels: [y], source: "besluit:a"}\n',
        ("x", "y", "y", "y", "y"),
    ),
)


@pytest.mark.parametrize(("designations", "answers"), STOPPING)
def test_nobody_is_told_of_a_way_that_was_only_made_known_after_it_stopped(
    designations: str, answers: tuple[str, ...]
) -> None:
    channels = AUTHORITIES.replace("{id: y,", "{id: y, until: 2026-03-01,", 1)
    channels += '  - {id: z, name: Formulier Z, kind: webformulier, from: 2026-03-01, url: "https://z.voorbeeld.example"}\n'
    written = files("  - {fallback: ja, covers: ander, channels: [x]}\n" + designations)
    written["channels.yaml"] = written["channels.yaml"].replace(AUTHORITIES.encode(), channels.encode())
    decisions = Decisions(register_from(written), DAY)
    days = (date(1999, 1, 1), date(2026, 2, 28), date(2026, 3, 1), DAY, date(2030, 1, 1))
    key = ("kapvergunning", "vraag", Audience.RESIDENT)
    assert [decisions.holding(day).by_key[key].channel_ids for day in days] == [(name,) for name in answers]
    history = History(decisions)
    question = decisions.holding(DAY).by_key[key].question
    turned = [each.begin for each in history.intervals(question) if each.begin]
    assert turned == ([date(2026, 1, 1)] if "source" in designations else [date(2026, 3, 1)])
    assert decisions.wanted().by_key[key].channel_ids == (answers[-1],)


def test_the_channel_of_an_executor_that_stopped_is_no_way_any_more() -> None:
    channels = AUTHORITIES.replace("{id: y,", "{id: y, until: 2026-03-01,", 1)
    channels = channels.replace(
        "{id: ggd, name: GGD Voorbeeld,", "{id: ggd, name: GGD Voorbeeld, channels: [y],"
    )
    products = PRODUCTS.replace("id: kapvergunning,", "id: kapvergunning, executor: ggd,")
    written = files("  - {executor: elke, covers: ander, channels: [uitvoerder]}\n", products)
    written["channels.yaml"] = written["channels.yaml"].replace(AUTHORITIES.encode(), channels.encode())
    decisions = Decisions(register_from(written), DAY)
    key = ("kapvergunning", "vraag", Audience.RESIDENT)
    before, after = (decisions.holding(day).by_key[key] for day in (date(2026, 2, 28), date(2026, 3, 1)))
    assert (before.state.value, before.channel_ids) == ("executor", ("y",))
    assert (after.state.value, after.channel_ids) == ("niet_opengesteld", ())
