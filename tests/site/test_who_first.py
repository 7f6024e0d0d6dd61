"""Who comes first on the page of a product: whoever its register names first, and in no annex and no other answer."""

from __future__ import annotations

import pytest
from freezer import ANNEX, DAY, FILES, frozen
from htmlpages import Element
from places import ROOT
from projects import EXAMPLE_DAY, register_of
from small_registers import CHANNELS, pages, product

from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.terms import Audience
from wmebv_site.site.messages import MessageViews
from wmebv_site.site.site import Hrefs, Site

TWO_WAYS = CHANNELS.replace(
    '  - {id: y, name: Formulier Y, kind: webformulier, url: "https://y.voorbeeld.example"}\n',
    """\
  - id: y
    name: Formulier Y
    kind: webformulier
    entrances:
      - {login: digid, audience: [inwoner], url: "https://y.voorbeeld.example/inwoner"}
      - {login: eherkenning, audience: [ondernemer], url: "https://y.voorbeeld.example/organisatie"}
    requirements:
      - {text: U logt in met DigiD., audience: [inwoner]}
      - {text: U logt in met eHerkenning., audience: [ondernemer]}
      - {text: U stuurt een pdf.}
""",
)
EVERYTHING = "designations:\n  - {fallback: ja, channels: [y], source: 'besluit:a'}\n"
RESIDENTS, BUSINESSES = "Inloggen met DigiD", "Inloggen met eHerkenning"


def shown(audience: str) -> Element:
    things = product("Ding", "{kind: aanvraag}, {kind: bezwaar}", audience)
    return pages(EVERYTHING, things, channels_file=TWO_WAYS)["producten/ding/"]


def buttons(page: Element, *, of: str = "aanvraag") -> list[str]:
    section = next(each for each in page.with_class("designation") if each.attributes["id"] == of)
    return [each.text for each in section.with_class("button")]


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        ("", [RESIDENTS, BUSINESSES]),
        (", audience: [inwoner, ondernemer]", [RESIDENTS, BUSINESSES]),
        (", audience: [ondernemer, inwoner]", [BUSINESSES, RESIDENTS]),
        (", audience: [ondernemer]", [BUSINESSES]),
        (", audience: [inwoner]", [RESIDENTS]),
    ],
)
def test_whoever_the_register_names_first_has_the_first_button(audience: str, wanted: list[str]) -> None:
    page = shown(audience)
    assert buttons(page) == buttons(page, of="bezwaar") == wanted
    (primary,) = [
        each for each in page.with_class("button") if "secondary" not in each.attributes["class"].split()
    ]
    assert primary.text == wanted[0]


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        ("", "Of geen DigiD?"),
        (", audience: [inwoner, ondernemer]", "Of geen DigiD?"),
        (", audience: [ondernemer, inwoner]", "Of geen eHerkenning?"),
        (", audience: [ondernemer]", "Of geen eHerkenning?"),
        (", audience: [inwoner]", "Of geen DigiD?"),
    ],
)
def test_who_has_the_first_button_is_asked_for_the_login_on_it(audience: str, wanted: str) -> None:
    """Who keeps a café read "Of geen DigiD?" below a button for eHerkenning."""
    asked = [each.text for each in shown(audience).all("dt") if "Of geen" in each.text]
    assert asked and all(each.endswith(wanted) for each in asked)


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        ("", ["Voor inwoners", "U stuurt een pdf.", "Voor ondernemers"]),
        (", audience: [inwoner, ondernemer]", ["Voor inwoners", "U stuurt een pdf.", "Voor ondernemers"]),
        (", audience: [ondernemer, inwoner]", ["Voor ondernemers", "U stuurt een pdf.", "Voor inwoners"]),
        (", audience: [ondernemer]", ["U logt in met eHerkenning.", "U stuurt een pdf."]),
    ],
)
def test_what_is_asked_stands_in_the_same_order(audience: str, wanted: list[str]) -> None:
    asked = [each.text for each in shown(audience).with_class("designation")[0].all("dd")]
    said = [text for text in asked if text.startswith(("Voor ", "U logt", "U stuurt"))]
    assert len(said) == len(wanted)
    assert all(text.startswith(begin) for text, begin in zip(said, wanted, strict=True))


@pytest.mark.parametrize("audience", ["[ondernemer, inwoner]", "[inwoner, ondernemer]"])
def test_an_annex_is_the_same_whoever_comes_first(audience: str) -> None:
    both = {
        name: data.replace(b"audience: [inwoner]", b"audience: [inwoner, ondernemer]")
        for name, data in FILES.items()
    }
    other = {
        name: data.replace(b"audience: [inwoner]", f"audience: {audience}".encode())
        for name, data in FILES.items()
    }
    assert frozen(other, "a", DAY)[ANNEX] == frozen(both, "a", DAY)[ANNEX]


def test_in_the_example_who_opens_a_terrace_comes_first() -> None:
    site = Site(Decisions(register_of(ROOT), EXAMPLE_DAY))
    terrace = site.register.product_by_id["terras-bouwen"]
    assert terrace.audiences == tuple(Audience)
    assert terrace.audiences_as_listed == (Audience.BUSINESS, Audience.RESIDENT)
    view = MessageViews(site, Hrefs.on("producten/terras-bouwen/")).view(
        terrace, site.register.messages_of(terrace)[0]
    )
    assert view.channels[0].groups[0].entrances[0].text == BUSINESSES
