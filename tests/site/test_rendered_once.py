"""Components are rendered once for all pages that say the same, however many products there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jinja2 import DictLoader
from jinja2.runtime import Macro
from markupsafe import Markup, escape
from places import ROOT
from projects import EXAMPLE_DAY, copies, register_of

from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.products import Exempt, Message, OnlyDigital, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, ExemptReason, MessageKind, Paper, ToConfirm
from wmebv_site.site import across, products
from wmebv_site.site.look.theme import templates
from wmebv_site.site.messages import MessageViews
from wmebv_site.site.render import _COMPONENTS, Renderer, _escaped
from wmebv_site.site.site import Site
from wmebv_site.site.views import ChannelView, Detail, Ground, HistoryGroup, MessageView, Row, SupportView

SHARED = (
    "_opening",
    "_closing",
    "entrances",
    "channel_card",
    "grounds",
    "reason",
    "history",
    "support_list",
    "outages",
    "link_list",
)
"""What a product page says that is not about that product alone."""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each component was really rendered."""
    counted: Counter[str] = Counter()
    render = Macro._invoke

    def counting(macro: Macro, arguments: list[Any], autoescape: bool) -> str:
        counted[macro.name] += 1
        return render(macro, arguments, autoescape)

    monkeypatch.setattr(Macro, "_invoke", counting)
    return counted


def pages_of(register: Register) -> list[str]:
    made = products.pages(Site(Decisions(register, EXAMPLE_DAY)), Renderer(templates()))
    return [page.html for page in made if page.kind == "product"]


def test_what_products_share_is_rendered_once_however_many_there_are(rendered: Counter[str]) -> None:
    register = register_of(ROOT)
    few = pages_of(replace(register, products=copies(register.products, 1)))
    for_few = {name: rendered[name] for name in SHARED}
    rendered.clear()
    many = pages_of(replace(register, products=copies(register.products, 20)))
    assert len(many) == 20 * len(few)
    assert {name: rendered[name] for name in SHARED} == for_few
    assert sum(for_few.values()) < sum(page.count("<section") for page in many)


@pytest.mark.parametrize(
    "view",
    [
        Row("Eis", (Detail("Een bewijs"),)),
        HistoryGroup("Aanvragen", ()),
        ChannelView("Formulier", None, None, ()),
        MessageView("aanvraag", "Aanvragen", True),
        SupportView("Het loket", "hulp/loket/"),
        Ground("Aanvragen", ()),
    ],
)
def test_a_view_equals_what_says_the_same_and_nothing_else(view: Any) -> None:
    first = next(iter(view.__dataclass_fields__))
    again, other = replace(view), replace(view, **{first: "anders"})
    assert again is not view
    assert (again, hash(again)) == (view, hash(view))
    assert other != view


def test_a_component_is_asked_once_for_views_that_are_equal(rendered: Counter[str]) -> None:
    renderer = Renderer(
        DictLoader(
            {
                "components/row.html": "{% macro row(r) %}{{ r.term }}{% endmacro %}",
                "pages/rows.html": '{% from "components/row.html" import row %}{% for r in rows %}{{ row(r) }},{% endfor %}',
            }
        )
    )
    rows = [Row("a", ()), Row("a", ()), Row("b", ())]
    assert [renderer.render("rows", rows=rows) for _ in range(3)] == ["a,a,b,"] * 3
    assert rendered == {"row": 2}


def test_components_that_each_page_makes_itself_are_not_kept_for_ever() -> None:
    """While one serves, the same renderer makes all pages again and again."""
    page = "{% macro own() %}{{ title }}{% endmacro %}{{ own() }}"
    renderer = Renderer(DictLoader({"pages/own.html": page}))
    names = [f"p{number}" for number in range(3 * _COMPONENTS)]
    assert [renderer.render("own", title=name) for name in names] == names
    assert len(renderer.environment.components) <= _COMPONENTS


def test_markup_and_a_text_that_equals_it_are_not_taken_for_each_other() -> None:
    renderer = Renderer(
        DictLoader(
            {
                "components/bold.html": "{% macro bold(text) %}{{ text }}{% endmacro %}",
                "pages/two.html": '{% from "components/bold.html" import bold %}{{ bold(safe) }}{{ bold(plain) }}',
            }
        )
    )
    assert renderer.render("two", safe=Markup("<b>"), plain="<b>") == "<b>&lt;b&gt;"


class _Written(str):
    __slots__ = ()


class _Made:
    def __html__(self) -> str:
        return "<hr>"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "gewoon",
        "a & b",
        "<p>",
        'een "woord"',
        "'s-Gravenhage",
        Markup("<p>"),
        _Written("<i>"),
        _Made(),
        None,
        3,
    ],
)
def test_a_value_is_escaped_as_it_always_is(value: object) -> None:
    assert _escaped(value) == escape(value)
    shown = Renderer(DictLoader({"pages/one.html": "{{ value }}{{ [value] | join('-') }}"}))
    assert shown.render("one", value=value) == escape(value) * 2


def test_what_products_say_alike_is_made_once_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    register = register_of(ROOT)
    made: list[int] = []
    make = products._ProductPages._about_messages

    def counting(pages: products._ProductPages, product: Product) -> products._Alike:
        made[-1] += 1
        return make(pages, product)

    monkeypatch.setattr(products._ProductPages, "_about_messages", counting)
    for number in (1, 5):
        made.append(0)
        pages_of(replace(register, products=copies(register.products, number)))
    assert made[0] == made[1] < len(register.products)


def each_differing(product: Product) -> Iterator[Product]:
    """The product, and after each time as it was before, the same with one thing that its page may say otherwise."""
    message = product.messages[0]
    exempt = Exempt(reason=ExemptReason.IN_PERSON, basis="artikel 4:1 Awb")
    of_product: list[dict[str, Any]] = [
        {"audience": (Audience.BUSINESS, Audience.RESIDENT)},
        {"audience": (Audience.BUSINESS,)},
        {"authority": "burgemeester"},
        {"unconfirmed": (ToConfirm.AUTHORITY,)},
        {"documents": ("Een foto",)},
        {"messages": product.messages[:1]},
        {"messages": tuple(reversed(product.messages))},
    ]
    of_message: list[dict[str, Any]] = [
        {"term": "Binnen een dag."},
        {"term": "Binnen twee dagen."},
        {"name": f"Aanvraag {' '.join(product.name.split()[1:])}"},
        {"id": "anders"},
        {"in_use": ("e-mail",)},
        {"exempt": exempt},
        {"exempt": exempt.model_copy(update={"basis": "artikel 4:2 Awb"})},
        {"only_digital": OnlyDigital(basis="artikel 3 van een wet")},
        {"authority": "raad"},
        {"official": False},
        {"paper": (Paper.DESK,)},
        {"paper": ()},
        {"only_digital": OnlyDigital(basis="artikel 3 van een wet"), "paper": ()},
        {"kind": MessageKind.NOTIFICATION, "id": "anders"},
        {"kind": MessageKind.QUESTION, "id": "anders"},
        {"kind": MessageKind.QUESTION, "id": "anders", "name": "Anders"},
        {"kind": MessageKind.QUESTION, "id": "anders", "name": "Melding over een ding"},
    ]
    updates = [*of_product]
    for update in of_message:
        # A message remembers what it is called.
        told = type(message).model_construct(**{**message.model_copy(update=update).__dict__})
        told.__dict__.pop("key", None)
        updates.append({"messages": (told, *product.messages[1:])})
    # A message that is called as its product says so in other words.
    updates.append({**updates[-1], "name": "Melden over een ding"})
    for place, update in enumerate([{}, *updates]):
        yield product.model_copy(update={**update, "id": f"{product.id}-{place}", "formerly": ()})


def differing(today: date) -> Site:
    register = register_of(ROOT)
    varied = [each for product in register.products[::45] for each in each_differing(product)]
    return Site(Decisions(replace(register, products=tuple(varied)), today))


@pytest.mark.parametrize("today", [date(2025, 12, 1), date(2026, 3, 2), EXAMPLE_DAY])
def test_subjects_are_the_same_when_every_message_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    site, renderer, looked = differing(today), Renderer(templates()), Counter[str]()
    look = MessageViews.without_term

    def counting(views: MessageViews, product: Product, message: Message) -> MessageView:
        looked["at"] += 1
        return look(views, product, message)

    monkeypatch.setattr(MessageViews, "without_term", counting)
    found = [page.html for page in across.pages(site, renderer)]
    few = looked.pop("at")
    monkeypatch.setattr(MessageViews, "said", lambda *_: (object(),))
    assert [page.html for page in across.pages(site, renderer)] == found
    assert few < looked["at"]


@pytest.mark.parametrize("today", [date(2025, 12, 1), date(2026, 3, 2), EXAMPLE_DAY])
def test_products_that_differ_in_one_thing_share_no_more_than_they_say_alike(today: date) -> None:
    site, renderer = differing(today), Renderer(templates())
    varied = site.register.products
    after_others = products._ProductPages(site, renderer, None, None)
    found = [after_others.page(product).html for product in varied]
    alone = [products._ProductPages(site, renderer, None, None).page(each).html for each in varied]
    assert found == alone
    assert len(set(found)) > len(varied) / 2


@pytest.mark.parametrize("today", [date(2025, 12, 1), date(2026, 3, 2), EXAMPLE_DAY])
def test_a_page_says_the_same_whatever_pages_were_made_before_it(today: date) -> None:
    """What is made once for all products that share it stands in a key: what the key leaves out would show here."""
    site = Site(Decisions(register_of(ROOT), today))
    renderer = Renderer(templates())
    after_others = products._ProductPages(site, renderer, None, None)
    found = [after_others.page(product) for product in site.register.products]
    alone = [products._ProductPages(site, renderer, None, None).page(each) for each in site.register.products]
    assert [page.html for page in found] == [page.html for page in alone]
