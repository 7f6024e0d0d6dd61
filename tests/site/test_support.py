"""Support: when help is open in good Dutch, and which help stands beside what."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

import pytest
from building import pages_on
from htmlpages import Element, Page, main_of, parse
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT, shared_case
from projects import EXAMPLE_DAY, SMALL_DAY, register_of, rewrite

from wmebv_site.data.schema_org import regular_hours
from wmebv_site.dutch import telephone_in_groups, telephone_on_one_line
from wmebv_site.register.addresses import taken_addresses
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.markup import without_title
from wmebv_site.register.support import Holiday, OpeningException, OpeningHours, Support
from wmebv_site.rules.support import help_with
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.opening_hours import (
    open_days_in_a_sentence,
    other_day_in_words,
    other_days,
    week,
    week_in_words,
)
from wmebv_site.site.words import tel_href


def hours(*written: str) -> tuple[OpeningHours, ...]:
    """``ma-vr 9-17`` as an editor would write it, only shorter."""
    made = []
    for text in written:
        days, _, times = text.rpartition(" ")
        begin, end = (f"{int(hour):02}:00" for hour in times.split("-"))
        made.append(OpeningHours.model_validate({"days": days, "from": begin, "until": end}))
    return tuple(made)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            ("ma-vr 9-17",),
            ["Maandag tot en met vrijdag: van 9.00 tot 17.00 uur", "Zaterdag en zondag: gesloten"],
        ),
        (
            ("ma-vr 9-17", "do 17-20"),
            [
                "Maandag tot en met woensdag en vrijdag: van 9.00 tot 17.00 uur",
                "Donderdag: van 9.00 tot 20.00 uur",
                "Zaterdag en zondag: gesloten",
            ],
        ),
        (("ma-zo 8-20",), ["Elke dag: van 8.00 tot 20.00 uur"]),
        (
            ("ma, wo 9-12", "ma, wo 13-17"),
            [
                "Maandag en woensdag: van 9.00 tot 12.00 uur en van 13.00 tot 17.00 uur",
                "Dinsdag en donderdag tot en met zondag: gesloten",
            ],
        ),
        (
            ("vr-ma 10-16",),
            [
                "Maandag en vrijdag tot en met zondag: van 10.00 tot 16.00 uur",
                "Dinsdag tot en met donderdag: gesloten",
            ],
        ),
        ((), []),
    ],
)
def test_a_week_reads_as_one_says_it(written: tuple[str, ...], said: list[str]) -> None:
    assert week_in_words(week(hours(*written))) == said


@pytest.mark.parametrize(
    ("rows", "said", "sentence", "opens"),
    [
        (
            [{"days": "ma-zo", "all_day": "ja"}],
            ["Elke dag: dag en nacht"],
            "elke dag, dag en nacht",
            [("00:00", "23:59")],
        ),
        (
            [{"days": "ma-zo", "from": "00:00", "until": "24:00"}],
            ["Elke dag: dag en nacht"],
            "elke dag, dag en nacht",
            [("00:00", "23:59")],
        ),
        (
            [{"days": "vr–za", "from": "18:00", "until": "24:00"}, {"days": "zo", "all_day": "ja"}],
            [
                "Vrijdag en zaterdag: van 18.00 tot 24.00 uur",
                "Zondag: dag en nacht",
                "Maandag tot en met donderdag: gesloten",
            ],
            "vrijdag en zaterdag van 18.00 tot 24.00 uur; zondag, dag en nacht",
            [("18:00", "23:59"), ("00:00", "23:59")],
        ),
        (
            [
                {"days": "ma", "from": "09:00", "until": "12:00", "by": "inloop"},
                {"days": "ma", "from": "12:00", "until": "17:00", "by": "afspraak"},
                {"days": "di-zo", "by": "afspraak"},
            ],
            [
                "Maandag: van 9.00 tot 12.00 uur zonder afspraak en van 12.00 tot 17.00 uur op afspraak",
                "Dinsdag tot en met zondag: op afspraak",
            ],
            "maandag van 9.00 tot 12.00 uur zonder afspraak en van 12.00 tot 17.00 uur op afspraak; "
            "dinsdag tot en met zondag op afspraak",
            [("09:00", "12:00"), ("12:00", "17:00")],
        ),
        (
            [
                {"days": "di", "from": "09:00", "until": "12:00", "by": "afspraak"},
                {"days": "di", "from": "10:00", "until": "15:00", "by": "afspraak"},
                {"days": "di", "from": "11:00", "until": "11:30"},
            ],
            [
                "Dinsdag: van 9.00 tot 15.00 uur op afspraak en van 11.00 tot 11.30 uur",
                "Maandag en woensdag tot en met zondag: gesloten",
            ],
            "dinsdag van 9.00 tot 15.00 uur op afspraak en van 11.00 tot 11.30 uur",
            [("09:00", "15:00"), ("11:00", "11:30")],
        ),
    ],
)
def test_open_day_and_night_and_by_appointment_read_as_one_says_it(
    rows: list[dict[str, str]], said: list[str], sentence: str, opens: list[tuple[str, str]]
) -> None:
    made = week(OpeningHours.model_validate(row) for row in rows)
    assert week_in_words(made) == said
    assert open_days_in_a_sentence(made) == sentence
    assert [(each["opens"], each["closes"]) for each in regular_hours(made)] == opens


def test_help_that_never_closes_is_there_day_and_night() -> None:
    data = shared_case("openingstijden-hele-dag.md").read_bytes()
    document, mistakes = read_document("content/hulp/veilig-thuis.md", data)
    assert document is not None and mistakes == []
    assert week_in_words(week(Support.model_validate(document.meta).opening_hours)) == [
        "Elke dag: dag en nacht"
    ]


def support(*written: str, exceptions: tuple[dict[str, str], ...] = ()) -> Support:
    made = tuple(OpeningException.model_validate(each) for each in exceptions)
    return Support.model_validate({"title": "Hulp", "kind": "balie"}).model_copy(
        update={"opening_hours": hours(*written), "exceptions": made}
    )


HOLIDAYS = tuple(
    Holiday.model_validate({"date": day, "name": name})
    for day, name in (
        ("2026-12-25", "Eerste Kerstdag"),
        ("2026-12-26", "Tweede Kerstdag"),
        ("2027-01-01", "Nieuwjaarsdag"),
    )
)


def said_of(open_: Support, today: str = "2026-06-01") -> list[str]:
    return [other_day_in_words(day) for day in other_days(open_, HOLIDAYS, date.fromisoformat(today))]


def test_holidays_are_said_with_their_day_of_the_week_and_only_where_help_would_be_open() -> None:
    """26 December 2026 is a Saturday: a desk that is closed on Saturdays has nothing to say of it."""
    weekdays = [
        "Vrijdag 25 december 2026 (Eerste Kerstdag): gesloten",
        "Vrijdag 1 januari 2027 (Nieuwjaarsdag): gesloten",
    ]
    assert said_of(support("ma-vr 9-17")) == weekdays
    assert "Zaterdag 26 december 2026 (Tweede Kerstdag): gesloten" in said_of(support("ma-za 9-17"))
    assert said_of(support()) == []


def test_what_a_form_of_support_says_itself_goes_before_a_holiday() -> None:
    own = {"date": "2026-12-25", "from": "10:00", "until": "12:00", "reason": "alleen telefonisch"}
    said = said_of(support("ma-vr 9-17", exceptions=(own,)))
    assert said[0] == "Vrijdag 25 december 2026 (alleen telefonisch): van 10.00 tot 12.00 uur"
    assert len(said) == 2


def test_a_day_that_has_passed_is_said_no_more() -> None:
    assert said_of(support("ma-vr 9-17"), "2026-12-25")[0].startswith("Vrijdag 25 december 2026")
    assert said_of(support("ma-vr 9-17"), "2026-12-26") == [
        "Vrijdag 1 januari 2027 (Nieuwjaarsdag): gesloten"
    ]


def test_an_exception_in_two_parts_is_one_day() -> None:
    parts = tuple(
        {"date": "2026-07-01", "from": begin, "until": end}
        for begin, end in (("13:00", "15:00"), ("09:00", "11:00"))
    )
    assert said_of(support("za 9-17", exceptions=parts))[0] == (
        "Woensdag 1 juli 2026: van 9.00 tot 11.00 uur en van 13.00 tot 15.00 uur"
    )


SPANS = st.lists(
    st.tuples(
        st.sampled_from(["ma", "di-do", "za-zo", "vr-ma"]), st.integers(0, 22), st.integers(1, 23)
    ).filter(lambda each: each[1] < each[2]),
    max_size=6,
)


@given(SPANS)
def test_however_hours_are_written_each_moment_is_open_as_written(spans: list[tuple[str, int, int]]) -> None:
    written = hours(*(f"{days} {begin}-{end}" for days, begin, end in spans))
    made = week(written)
    numbers = {"ma": {0}, "di-do": {1, 2, 3}, "za-zo": {5, 6}, "vr-ma": {4, 5, 6, 0}}
    for day in range(7):
        for hour in range(24):
            wanted = any(day in numbers[days] and begin <= hour < end for days, begin, end in spans)
            assert any(begin <= time(hour) < end for begin, end, _ in made[day] if begin and end) == wanted
        assert list(made[day]) == sorted(made[day], key=lambda span: span.order) and len(
            set(made[day])
        ) == len(made[day])


@pytest.mark.parametrize(
    ("written", "grouped"),
    [
        ("140123", "14 0123"),
        ("14020", "14 020"),
        ("14 0123", "14 0123"),
        ("0612345678", "06 12 34 56 78"),
        ("0201234567", "020 123 45 67"),
        ("0123456789", "0123 45 67 89"),
        ("0123 456 789", "0123 456 789"),
        ("08001234", "0800 1234"),
        ("+31201234567", "+31 20 123 45 67"),
        ("+3212345678", "+3212345678"),
        ("0123.456.789", "0123 45 67 89"),
        ("0123/456789", "0123 45 67 89"),
        ("020/123 45 67", "020 123 45 67"),
        ("+31 (0)20 1234567", "+31 20 123 45 67"),
        ("(0123) 45 67 89", "(0123) 45 67 89"),
    ],
)
def test_a_telephone_number_is_shown_in_groups_that_one_can_say(written: str, grouped: str) -> None:
    assert telephone_in_groups(written) == grouped
    assert telephone_on_one_line(written).split("\u00a0") == grouped.split(" ")


@pytest.fixture(scope="module")
def example_made() -> dict[str, Artifact]:
    return pages_on(register_of(ROOT), EXAMPLE_DAY)


# The pages


def helped_by(page: Artifact) -> list[str]:
    """The help that stands under 'Lukt het niet?'."""
    beside = main_of(page).with_class("aside")
    parts = [
        part for parent in (*beside, main_of(page)) for part in parent.children if isinstance(part, Element)
    ]
    at = next(
        number for number, part in enumerate(parts) if part.tag == "h2" and part.text == "Lukt het niet?"
    )
    listed = parts[at + 1]
    return [link.attributes["href"] for link in listed.all("a") if "hulp/" in link.attributes["href"]]


def test_beside_a_login_stands_someone_who_may_act(example_made: dict[str, Artifact]) -> None:
    assert "../../hulp/machtigen/" in helped_by(example_made["producten/bijstand/"])
    assert "../../hulp/machtigen/" not in helped_by(example_made["kanalen/formulier-bestuur/"])


def test_residents_and_businesses_are_helped_by_who_is_there_for_them(
    example_made: dict[str, Artifact],
) -> None:
    register = register_of(ROOT)
    support = {each.id: each for each in register.support}
    for product in register.products:
        shown = helped_by(example_made[f"producten/{product.id}/"])
        assert 2 <= len(shown) <= 3, product.id
        assert len(set(shown)) == len(shown)
        ids = [href.split("/")[-2] for href in shown]
        audiences = set(product.audiences)
        for name in ids:
            assert any(map(support[name].serves, audiences)), (product.id, name)
        if {str(audience) for audience in audiences} == {"ondernemer"}:
            assert ids[0] == "ondernemersloket", product.id


def test_each_channel_says_whether_someone_else_may_use_it(example_made: dict[str, Artifact]) -> None:
    text = {
        "ja": "met uw machtiging",
        "nee": "werkt niet met een machtiging",
        "onbekend": "Vraag ons hoe dat kan",
    }
    answers = set()
    groups = main_of(example_made["hulp/machtigen/"]).all("details")
    for channel in register_of(ROOT).channels:
        if f"kanalen/{channel.id}/" in example_made:
            assert (
                text[channel.representation.value] in main_of(example_made[f"kanalen/{channel.id}/"]).text
            ), channel.id
            (group,) = [
                group
                for group in groups
                if f"../../kanalen/{channel.id}/" in {link.attributes["href"] for link in group.all("a")}
            ]
            answers.add((channel.representation.value, group.one("summary").text))
    assert answers == {
        ("ja", "Hier kan iemand anders voor u handelen"),
        ("nee", "Hier werkt een machtiging niet"),
        ("onbekend", "Vraag ons hoe het hier kan"),
    }


def hrefs(element: Element) -> list[str]:
    return [link.attributes["href"] for link in element.all("a")]


def test_the_letter_is_there_wherever_one_may_act_for_another_at_the_municipality(
    example_made: dict[str, Artifact],
) -> None:
    for url in ("hulp/", "hulp/machtigen/"):
        assert any(href.endswith("machtigingsbrief/") for href in hrefs(main_of(example_made[url]))), url
    told = set()
    for channel in register_of(ROOT).channels:
        if f"kanalen/{channel.id}/" in example_made:
            links = hrefs(main_of(example_made[f"kanalen/{channel.id}/"]))
            ours = channel.owner.value == "gemeente"
            told.add((channel.representation.value, ours, "../../machtigingsbrief/" in links))
    assert {(answer, ours) for answer, ours, letter in told if letter} == {("ja", True)}
    assert ("ja", True, False) not in told and ("nee", True, False) in told
    assert "../../machtigingsbrief/" in hrefs(main_of(example_made["producten/evenementenvergunning/"]))


def test_the_letter_has_a_label_for_each_blank_and_sends_nothing(example_made: dict[str, Artifact]) -> None:
    letter = main_of(example_made["machtigingsbrief/"])
    blanks = {blank.attributes["id"]: blank for blank in letter.all("input")}
    assert {label.attributes["for"] for label in letter.all("label")} == set(blanks)
    assert len(blanks) == len(letter.all("input")) >= 12
    assert not letter.all("form") and not any("name" in blank.attributes for blank in blanks.values())
    (sheet,) = letter.with_class("letter")
    assert "Gemeente Voorbeeld" in sheet.text and "Postbus 1, 1234 AB Voorbeeld" in sheet.text
    assert "bsn" not in letter.text.lower() and "burgerservicenummer" not in letter.text.lower()


def test_where_the_municipality_tells_nothing_of_it_the_steps_stand_on_the_page_of_help(small: Path) -> None:
    heading = "Zo laat u iemand anders handelen"
    page = main_of(pages_on(register_of(small), SMALL_DAY)["hulp/"])
    assert heading in page.text and "../machtigingsbrief/" in hrefs(page)
    (small / "content/hulp/ander.md").write_text(
        "---\ntitle: Iemand anders sturen\nkind: machtigen\nphone: 14 0123\n---\n", encoding="utf-8"
    )
    made = pages_on(register_of(small), SMALL_DAY)
    assert heading not in main_of(made["hulp/"]).text and "../hulp/ander/" in hrefs(main_of(made["hulp/"]))
    assert heading in main_of(made["hulp/ander/"]).text


def test_a_text_of_ones_own_cannot_stand_where_the_letter_stands() -> None:
    (found,) = taken_addresses(["content/machtigingsbrief.md"])
    assert found.code == "WMEBV209"


def test_the_page_of_help_names_under_each_difficulty_the_help_for_it_and_describes_each_help_once(
    example_made: dict[str, Artifact],
) -> None:
    register = register_of(ROOT)
    page = main_of(example_made["hulp/"])
    assert register.help_index is not None
    (barriers,) = page.with_class("barriers")
    groups = {
        part.one("h3").attributes["id"]: part for part in barriers.children if isinstance(part, Element)
    }
    for barrier in register.help_index.barriers:
        group = groups[barrier.id]
        for each in help_with(barrier, register.support):
            assert f"../hulp/{each.id}/" in hrefs(group), (barrier.id, each.id)
        assert barrier.expected is None or barrier.expected in group.text
    for each in register.support:
        for norm in each.norms:
            if sum(norm in other.norms for other in register.support) == 1:
                assert page.text.count(norm) == 1, norm
        described = [
            item for item in page.all("li") if item.all("span") and f"../hulp/{each.id}/" in hrefs(item)
        ]
        assert len(described) == 1, each.id
        if each.phone:
            assert tel_href(each.phone) in hrefs(described[0])
        if each.address:
            (place,) = [place for place in page.all("details") if place.one("summary").text == each.address]
            assert all(text.lower() in place.text.lower() for text in each.accessibility), each.id


def test_the_text_stands_before_the_days_that_differ_and_only_the_next_two_of_those_are_named(
    example_made: dict[str, Artifact],
) -> None:
    seen = set()
    for each in register_of(ROOT).support:
        text = main_of(example_made[f"hulp/{each.id}/"]).text
        before, term, after = text.partition("Andere openingstijden")
        days = re.findall(r"(?:\w+dag) \d+ \w+ \d{4}", after)
        assert len(days) <= 2 and not re.findall(r"dag \d+ \w+ \d{4}", before), each.id
        words = without_title(each.body)[1].split(".")[0].split("](")[0].replace("[", "").strip("# \n")
        assert words.split("\n")[0] in before, each.id
        seen.add(len(days))
    assert 2 in seen


def test_a_draft_of_a_policy_appears_nowhere(small: Path) -> None:
    folder = small / "content" / "beleid"
    folder.mkdir()
    text = "---\ntitle: Geheim beleid\nkind: zorgplicht\nadopted_by: college\n---\n\nGeheime tekst.\n"
    (folder / "zorg.md").write_text(text, encoding="utf-8")
    for page in pages_on(register_of(small), SMALL_DAY).values():
        assert "Geheim" not in page.html and not page.url.startswith("beleid/")
    rewrite(
        folder / "zorg.md",
        "adopted_by: college\n",
        f"adopted_by: college\nadopted: {SMALL_DAY.replace(year=2027)}\n",
    )
    assert "beleid/zorg/" not in pages_on(register_of(small), SMALL_DAY)


def test_the_shortened_address_of_a_policy_lists_what_is_adopted(example_made: dict[str, Artifact]) -> None:
    links = {link.attributes["href"] for link in main_of(example_made["beleid/"]).all("a")}
    assert links == {"../beleid/zorgplicht-2026/", "../beleid/kanaalstrategie-2026/"}
    assert [crumb.url for crumb in example_made["beleid/zorgplicht-2026/"].breadcrumbs] == [
        "",
        "hulp/",
        "beleid/",
    ]


def test_an_adopted_policy_says_by_whom_and_when_and_is_linked(example_made: dict[str, Artifact]) -> None:
    said = "Het college van burgemeester en wethouders stelde dit vast op 18 november 2025."
    assert said in main_of(example_made["beleid/zorgplicht-2026/"]).text
    for url in ("hulp/", "over/"):
        assert said in main_of(example_made[url]).text
        links = {link.attributes["href"] for link in main_of(example_made[url]).all("a")}
        assert {"../beleid/zorgplicht-2026/", "../beleid/kanaalstrategie-2026/"} <= links


def test_messaging_apps_and_social_media_stand_only_with_other_messages(
    example_made: dict[str, Artifact],
) -> None:
    used = {"https://www.voorbeeld.example/whatsapp", "https://social.voorbeeld.example/@gemeente"}
    for url, page in example_made.items():
        for section in main_of(page).with_class("designation"):
            links = {link.attributes["href"] for link in section.all("a")}
            assert not links & used or "other" in section.attributes["class"].split(), url
        assert not used & {link.attributes["href"] for link in main_of(page).with_class("button")}, url
    others = main_of(example_made["andere-berichten/"])
    assert used <= {link.attributes["href"] for link in others.all("a")}
    assert "Zet geen persoonlijke of gevoelige gegevens in een berichtenapp" in others.text
    assert (
        "Gebruik dit kanaal voor vragen en gewone berichten."
        in main_of(example_made["kanalen/mastodon/"]).text
    )


def test_other_messages_go_by_subject_name_each_channel_once_in_it_and_lead_to_every_product(
    example_made: dict[str, Artifact],
) -> None:
    example = register_of(ROOT)
    page = main_of(example_made["andere-berichten/"])
    for subject in page.with_class("designation"):
        named = [a.attributes["href"] for a in subject.all("a") if "/kanalen/" in a.attributes["href"]]
        assert len(named) == len(set(named))
    assert "../kanalen/contactformulier/" in {link.attributes["href"] for link in page.all("a")}
    links = {link.attributes["href"] for link in page.all("a")}
    informal = [
        (product, message) for product, message in example.all_messages() if not product.is_official(message)
    ]
    assert {f"../producten/{product.id}/" for product, _ in informal} <= links
    for name in {message.name for _, message in informal if message.name}:
        assert name in page.text, name


def test_a_fragment_of_home_leads_to_a_heading_of_the_help_page(example_made: dict[str, Artifact]) -> None:
    ids: Page = parse(f"<main>{example_made['hulp/'].html}</main>")
    wanted = {
        link.attributes["href"].partition("#")[2]
        for link in main_of(example_made[""]).all("a")
        if "hulp/#" in link.attributes["href"]
    }
    assert len(wanted) == 12 and wanted <= set(ids.ids)
