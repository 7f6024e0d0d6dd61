"""What a page says is true for everyone who reads it: small registers in which a shortcut would tell a lie."""

from __future__ import annotations

from datetime import date

import pytest
from htmlpages import Element
from projects import decode_files
from small_registers import CHANNELS, DAY, IN_FORCE, decision, pages, product


def groups(page: Element) -> dict[str, str]:
    """What stands above each list of products, by the products; a subject that opens is looked into."""
    found: dict[str, str] = {}
    above = ""
    column = page.with_class("split")
    for element in (column[0].all("div")[1] if column else page).children:
        if not isinstance(element, Element):
            continue
        if element.tag == "details" and element.with_class("designation"):
            found |= groups(element)
        elif element.tag == "details":
            found[" ".join(link.text for link in element.all("a"))] = above
            above = ""
        else:
            above += element.text + " ".join(str(link.attributes.get("href")) for link in element.all("a"))
    return found


def test_products_of_two_executors_do_not_share_a_button() -> None:
    found = groups(
        pages(
            "designations:\n  - {executor: elke, channels: [uitvoerder], source: 'besluit:a'}\n",
            product("Prik", "{kind: bezwaar}", ", executor: ggd")
            + product("Aanslag", "{kind: bezwaar}", ", executor: rbg"),
        )["bezwaar/"]
    )
    assert "ggd.voorbeeld.example" in found["Prik"] and "rbg.voorbeeld.example" not in found["Prik"]
    assert "rbg.voorbeeld.example" in found["Aanslag"] and "ggd.voorbeeld.example" not in found["Aanslag"]


ASKING = """\
  - id: z
    name: Formulier Z
    kind: webformulier
    url: https://z.voorbeeld.example
    requirements: [{text: Stuur een pdf., source: "besluit:b", article: "4"}, {text: Schrijf Nederlands.}]
"""
QUESTIONS = "designations:\n  - {fallback: ja, covers: ander, channels: [z]}\n  - {fallback: ja, channels: [z], source: 'besluit:a'}\n"


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ("", False),
        ("adopted: 2026-05-01\npublished: 2026-05-15\nin_force_from: 2026-09-01\n", False),
        (IN_FORCE, True),
    ],
    ids=["a draft", "not yet in force", "in force"],
)
def test_residents_read_only_what_a_decision_in_force_asks(dates: str, told: bool) -> None:
    products = product("Ding", "{kind: aanvraag, in_use: [z]}, {kind: vraag}")
    found = pages(ASKING + QUESTIONS, products, {"content/besluiten/b.md": decision("Besluit B", dates)})
    for url in ("producten/ding/", "kanalen/z/"):
        assert "Schrijf Nederlands." in found[url].text
        assert ("Stuur een pdf." in found[url].text) is told


def test_a_way_beside_is_shown_only_for_the_products_that_have_it() -> None:
    designations = (
        "designations:\n"
        "  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
        "  - {statute: dienstenwet, beside: ja, audience: [ondernemer], channels: [box], source: 'wet:Dienstenwet 5'}\n"
    )
    found = groups(
        pages(
            designations,
            product("Festival", "{kind: bezwaar}", ", statutes: [dienstenwet]")
            + product("Uitkering", "{kind: bezwaar}"),
        )["bezwaar/"]
    )
    assert "box.voorbeeld.example" in found["Festival"]
    assert "box.voorbeeld.example" not in found["Uitkering"]


def test_the_reason_of_one_exemption_is_not_told_of_another() -> None:
    found = groups(
        pages(
            "",
            product("Een", "{kind: bezwaar, exempt: {reason: in_persoon, basis: Wet een}}")
            + product("Twee", "{kind: bezwaar, exempt: {reason: in_persoon, basis: Wet twee}}"),
        )["bezwaar/"]
    )
    assert "Wet een" in found["Een"] and "Wet twee" in found["Twee"] and "Wet een" not in found["Twee"]


@pytest.mark.parametrize(
    "dates",
    [
        "published: 2026-11-01\nin_force_from: 2027-01-01\n",
        "in_force_from: 2027-01-01\n",
        "lapsed: 2026-01-01\n",
    ],
    ids=["planned dates", "only a first day", "lapsed before it was adopted"],
)
def test_a_draft_with_dates_is_still_a_draft(dates: str) -> None:
    made = pages(
        "designations:\n"
        "  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
        "  - {messages: [aanvraag], channels: [y], source: 'besluit:b'}\n",
        product("Ding", "{kind: aanvraag}"),
        {"content/besluiten/b.md": decision("Besluit B", f"{dates}replaces: [a]\n")},
    )
    assert "kanalen/y/" not in made and "besluiten/b/" not in made
    for url, page in made.items():
        assert "Besluit B" not in page.text and "Formulier Y" not in page.text and "2027" not in page.text, (
            url
        )


def test_an_executor_keeps_its_own_way_when_another_stands_beside_it() -> None:
    page = pages(
        "designations:\n"
        "  - {executor: elke, channels: [uitvoerder], source: 'besluit:a'}\n"
        "  - {statute: dienstenwet, beside: ja, channels: [box], source: 'wet:Dienstenwet 5'}\n",
        product(
            "Prik", "{kind: aanvraag}", ", executor: ggd, statutes: [dienstenwet], audience: [ondernemer]"
        ),
    )["producten/prik/"]
    assert "https://ggd.voorbeeld.example" in [link.attributes.get("href") for link in page.all("a")]


def test_a_button_that_is_not_for_everyone_says_for_whom_it_is() -> None:
    page = pages(
        "designations:\n  - {messages: [aanvraag], audience: [inwoner], channels: [x], source: 'besluit:a'}\n",
        product("Ding", "{kind: aanvraag}"),
    )["producten/ding/"]
    assert "Voor inwoners" in page.text


@pytest.mark.parametrize(
    ("dates", "said"),
    [("until: 2026-05-01", "is gestopt op 1 mei 2026"), ("from: 2026-12-01", "werkt vanaf 1 december 2026")],
    ids=["stopped", "not yet there"],
)
def test_a_channel_that_does_not_work_today_has_no_button(dates: str, said: str) -> None:
    channels = (
        f"  - {{id: z, name: Formulier Z, kind: webformulier, url: 'https://z.voorbeeld.example', {dates}}}\n"
    )
    page = pages(
        channels + "designations:\n  - {fallback: ja, channels: [x, z], source: 'besluit:a'}\n",
        product("Ding", "{kind: aanvraag}"),
    )["producten/ding/"]
    links = [link.attributes.get("href") for link in page.all("a")]
    assert said in page.text
    assert "https://x.voorbeeld.example" in links and "https://z.voorbeeld.example" not in links


def test_a_message_that_can_not_be_digital_gives_no_channel_a_page() -> None:
    made = pages(
        "", product("Ding", "{kind: aanvraag, in_use: [y], exempt: {reason: in_persoon, basis: Wet een}}")
    )
    assert "kanalen/y/" not in made


def test_an_exception_ends_on_its_day() -> None:
    register = (
        "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n",
        product(
            "Ding",
            "{kind: aanvraag, exempt: {reason: uitzondering_2_13_4, basis: Regeling, until: 2026-07-01}}",
        ),
    )
    before, after = (pages(*register, day=date(2026, month, 1))["producten/ding/"].text for month in (6, 7))
    after, _, _ = after.partition("Welk kanaal gold wanneer?")
    assert "tijdelijk een uitzondering" in before
    assert "tijdelijk een uitzondering" not in after and "Aanvragen" in after and "geldt sinds" in after


def test_what_can_only_be_digital_is_not_sent_on_paper() -> None:
    page = pages(
        "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n",
        product("Ding", "{kind: aanvraag, only_digital: {basis: Wet een}}"),
    )["producten/ding/"]
    assert "Stuur een brief" not in page.text


def test_a_replacement_for_one_authority_ends_a_decision_for_that_one_alone() -> None:
    both = decision("Besluit A", IN_FORCE, "college, burgemeester")
    later = "adopted: 2026-05-01\npublished: 2026-05-15\nin_force_from: 2027-01-01\nreplaces: [a]\n"
    page = pages(
        "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n",
        product("Ding", "{kind: aanvraag}"),
        {
            "content/besluiten/a.md": both,
            "content/besluiten/b.md": decision("Besluit B", later, "burgemeester"),
        },
    )["besluiten/a/"]
    assert "Dit besluit geldt sinds 1 januari 2026, voor de burgemeester tot 1 januari 2027." in page.text


def test_a_standard_message_never_takes_the_place_of_a_products_own() -> None:
    files = {
        "channels.yaml": CHANNELS + "standard_messages: [{kind: bezwaar}]\n",
        "products.yaml": "products:\n" + product("Ding", "{kind: aanvraag}, {kind: verzoek, id: bezwaar}"),
    }
    register, mistakes = decode_files({path: text.encode() for path, text in files.items()})
    assert register is None
    assert [(mistake.code, mistake.place.file) for mistake in mistakes] == [("WMEBV207", "products.yaml")]


def test_an_address_in_a_text_that_robots_may_not_read_still_works() -> None:
    page = pages(
        "",
        "",
        {"content/hulp/balie.md": "---\ntitle: Balie\nkind: balie\n---\n\nMail <info@voorbeeld.example>.\n"},
    )
    assert "mailto:info@voorbeeld.example" in [
        link.attributes.get("href") for link in page["hulp/balie/"].all("a")
    ]


def test_a_list_stays_a_list_whatever_its_marks() -> None:
    text = "---\ntitle: Balie\nkind: balie\n---\n\n+ een\n+ twee\n"
    page = pages("", "", {"content/hulp/balie.md": text})["hulp/balie/"]
    assert [item.text.strip() for item in page.all("li")] == ["een", "twee"]


BOX = "  - {statute: dienstenwet, beside: ja, audience: [ondernemer], channels: [box], source: 'wet:Dienstenwet 5'}\n"
BEFORE = "  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
LATER = "adopted: 2026-04-01\npublished: 2026-05-01\nin_force_from: 2026-09-01\nreplaces: [a]\n"


def coming(
    designations: str,
    message: str,
    more: str = "",
    decisions: dict[str, str] | None = None,
    kind: str = "coming",
) -> list[str]:
    """The sentences of the one notice about what is coming, on the page of a product under the Dienstenwet."""
    files = {
        f"content/besluiten/{name}.md": text
        for name, text in (decisions or {"b": decision("Besluit B", LATER)}).items()
    }
    made = pages(
        f"designations:\n{designations}", product("Ding", message, f", statutes: [dienstenwet]{more}"), files
    )
    (notice,) = made["producten/ding/"].with_class(kind)
    return [part.text for part in notice.all("p")]


@pytest.mark.parametrize(("day", "verb"), [(DAY, "verandert"), (date(2026, 9, 1), "veranderde")])
def test_the_list_of_changes_says_what_a_decision_changes(day: date, verb: str) -> None:
    later = BEFORE.replace("[x]", "[y]").replace("besluit:a", "besluit:b")
    things = product("Ding", "{kind: aanvraag}, {kind: vraag}") + product("Boom", "{kind: aanvraag}")
    things += product("Paal", "{kind: aanvraag}").replace("college", "burgemeester")
    made = pages(
        f"designations:\n{BEFORE}{later}",
        things,
        {"content/besluiten/b.md": decision("Besluit B", LATER)},
        day,
    )
    (told,) = [
        item.text for item in made["wijzigingen/"].all("li") if "Nieuw besluit: Besluit B" in item.text
    ]
    assert told.endswith(
        f"Het vervangt: Besluit A. Voor 2 producten {verb} waar u een bericht naartoe stuurt. Nieuw voor deze berichten: Formulier "
        "Y. Niet meer voor deze berichten: Formulier X."
    )


def test_who_loses_its_channel_is_not_sent_to_the_channel_of_others() -> None:
    """The decision ends; the statute goes on to give businesses a way."""
    ends = {"a": decision("Besluit A", f"{IN_FORCE}lapsed: 2026-09-01\n")}
    assert coming(BEFORE + BOX, "{kind: aanvraag}", decisions=ends)[1:] == [
        "Voor inwoners: vanaf 1 september 2026 is voor dit bericht geen digitaal kanaal aangewezen.",
        "Voor ondernemers en organisaties: vanaf 1 september 2026 stuurt u dit bericht via: Berichtenbox.",
    ]


def test_a_coming_channel_for_businesses_is_not_told_to_residents() -> None:
    later = BEFORE.replace("[x]", "[y]").replace("besluit:a", "besluit:b")
    assert coming(BEFORE + BOX + later, "{kind: aanvraag}")[1:] == [
        "Voor inwoners: vanaf 1 september 2026 stuurt u dit bericht via: Formulier Y.",
        "Voor ondernemers en organisaties: vanaf 1 september 2026 stuurt u dit bericht via: Formulier Y of Berichtenbox.",
    ]
    assert coming(BEFORE + later, "{kind: aanvraag}")[1:] == [
        "Vanaf 1 september 2026 stuurt u dit bericht via: Formulier Y."
    ]


@pytest.mark.parametrize(
    ("later", "message", "more", "way"),
    [
        (
            "initiative: op_verzoek, channels: [uitnodiging]",
            "{kind: aanvulling, initiative: op_verzoek}",
            "",
            "het kanaal dat in de brief of e-mail staat",
        ),
        (
            "executor: elke, channels: [uitvoerder]",
            "{kind: aanvraag}",
            ", executor: rbg",
            "Belastingen Voorbeeld",
        ),
    ],
    ids=["invitation", "executor"],
)
def test_a_coming_way_that_is_no_channel_is_named_too(later: str, message: str, more: str, way: str) -> None:
    first = (
        BEFORE
        if "aanvraag" in message
        else "  - {initiative: op_verzoek, channels: [x], source: 'besluit:a'}\n"
    )
    rule = f"  - {{{later}, source: 'besluit:b'}}\n"
    assert coming(first + BOX + rule, message, more)[1:] == [
        f"Voor inwoners: vanaf 1 september 2026 stuurt u dit bericht via: {way}.",
        f"Voor ondernemers en organisaties: vanaf 1 september 2026 stuurt u dit bericht via: {way} of Berichtenbox.",
    ]


def test_where_nothing_is_designated_the_first_day_that_brings_a_way_is_told() -> None:
    """An exception ends in between: that day brings nothing, and must not hide the one that does."""
    exempt = "{kind: zienswijze, exempt: {reason: uitzondering_2_13_4, basis: Regeling, until: 2026-07-01}}"
    rule = "  - {messages: [aanvraag, zienswijze], channels: [y], source: 'besluit:b'}\n"
    replacing = {"b": decision("Besluit B", LATER.replace("replaces: [a]\n", ""))}
    told = coming(rule, f"{{kind: aanvraag}}, {exempt}", decisions=replacing, kind="not_yet")
    assert told[:2] == [
        "Nog niet ingegaan: dit gaat in op 1 september 2026",
        "Vanaf 1 september 2026 stuurt u dit bericht via: Formulier Y.",
    ]
    assert coming(rule, f"{{kind: aanvraag}}, {exempt}", decisions=replacing, kind="exempt")[1:] == [
        "Dit staat in: Regeling.",
        "Vanaf 1 september 2026 stuurt u dit bericht via: Formulier Y.",
    ]


def test_what_lapsed_is_not_told_as_what_was_never_there() -> None:
    designations = "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
    lapsed = {"content/besluiten/a.md": decision("Besluit A", f"{IN_FORCE}lapsed: 2026-05-01\n")}
    for content, title in (
        (lapsed, "Niet meer aangewezen"),
        ({"content/besluiten/a.md": decision("Besluit A", "")}, "Nog niet aangewezen"),
    ):
        found = pages(designations, product("Ding", "{kind: aanvraag}"), content)
        for url in ("", "producten/ding/"):
            assert title in found[url].text, url
            assert "nog geen" not in found[url].text


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        (
            "Paspoortwet, met artikel 2:7, eerste lid, van de Awb",
            "Dit staat in: Paspoortwet, met artikel 2:7, eerste lid, van de Awb.",
        ),
        ("Wegenverkeerswet 1994 art. 4", "Dit staat in: artikel 4 van de Wegenverkeerswet 1994."),
    ],
)
def test_the_basis_of_an_exception_stays_law_that_can_be_read(basis: str, told: str) -> None:
    found = pages("", product("Een", f'{{kind: aanvraag, exempt: {{reason: in_persoon, basis: "{basis}"}}}}'))
    assert told in found["producten/een/"].text


@pytest.mark.parametrize("turned", [False, True])
def test_a_kind_is_explained_where_the_message_has_no_name_of_its_own_whatever_came_before(
    turned: bool,
) -> None:
    """Also where that name is the one that its kind has anyway."""
    products = [product("Een", "{kind: bezwaar, name: Bezwaar maken}"), product("Twee", "{kind: bezwaar}")]
    found = pages("", "".join(reversed(products) if turned else products))
    told = ["niet eens met ons besluit?" in found[f"producten/{name}/"].text for name in ("een", "twee")]
    assert told == [False, True]


@pytest.mark.parametrize("turned", [False, True])
def test_a_body_that_only_a_list_names_is_not_told_because_a_message_of_another_product_names_it(
    turned: bool,
) -> None:
    bodies = CHANNELS.replace("executors:", "  - {id: streek, kind: extern, name: Streekdienst}\nexecutors:")
    unconfirmed = "unconfirmed: [authority]"
    products = [
        product("Een", "{kind: bezwaar, authority: streek}", f", {unconfirmed}"),
        product("Twee", "{kind: bezwaar}", f", {unconfirmed}").replace(
            "authority: college", "authority: streek"
        ),
    ]
    made = pages("", "".join(reversed(products) if turned else products), channels_file=bodies)
    told = ["Streekdienst? Dan kunt u daar" in made[f"producten/{name}/"].text for name in ("een", "twee")]
    assert told == [True, False]
