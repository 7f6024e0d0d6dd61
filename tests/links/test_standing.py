"""Which addresses there are, whose they are, and what is told of them: once, at their place, to whom it concerns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from projects import VALID, files_of, register_from, with_text
from small_registers import CHANNELS, decision
from wording import not_in_short_plain_sentences

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.links.collected import known_in, links_of
from wmebv_site.links.remembered import Memory, Remembered, noted
from wmebv_site.links.standing import WORDS, findings, standings
from wmebv_site.links.verdicts import Judgement, Verdict
from wmebv_site.register.entry import Entry
from wmebv_site.register.register import Register
from wmebv_site.register.responsible import Role, all_responsible
from wmebv_site.register.values import ADDRESS

DAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
FILES = files_of(VALID)


def decisions_of(files: Mapping[str, bytes | str], day: date = DAY) -> Decisions:
    made = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return Decisions(register_from(made), day)


def small(more: str = "", products: str = "", left_alone: str = "", **content: str) -> Decisions:
    """A small register with more of channels.yaml and products.yaml, an exception, and more texts."""
    message = "{kind: aanvraag, channels: [x], source: 'besluit:a'}"
    product = f'  - {{id: p, name: P, domain: d, authority: college, messages: [{message}], page: "https://p.voorbeeld.example/p"}}\n'
    files = {"channels.yaml": CHANNELS + more, "products.yaml": f"products:\n{product}{products}"}
    files |= {"content/besluiten/a.md": decision("Besluit A")}
    files |= {"content/koppelingen.yaml": f"exceptions:\n  - {left_alone}\n"} if left_alone else {}
    return decisions_of(files | {f"content/{name}.md": text for name, text in content.items()})


def urls(decisions: Decisions) -> list[str]:
    return [link.url for link in links_of(decisions)]


def remembered(*found: Judgement) -> Remembered:
    """What is known after a check a day with these judgements, the last one on the day itself."""
    known: Remembered | None = None
    for ago, each in zip(range(len(found) - 1, -1, -1), found, strict=True):
        known = noted(known, each, NOW - timedelta(days=ago))
    assert known is not None
    return known


def models(model: type, seen: set[type]) -> Iterator[type[Entry]]:
    """Every model to which an annotation leads."""
    for part in (model, *get_args(model)):
        if isinstance(part, type) and issubclass(part, Entry) and part not in seen:
            seen.add(part)
            yield part
            for info in part.model_fields.values():
                yield from models(info.annotation, seen)  # type: ignore[arg-type]
        elif part is not model:
            yield from models(part, seen)


def says_address(value: Any) -> bool:
    return (
        value is ADDRESS
        or any(map(says_address, getattr(value, "__metadata__", ())))
        or any(map(says_address, get_args(value)))
    )


def test_every_public_field_of_the_model_that_leads_to_a_website_is_collected() -> None:
    """The register of this test uses every key; a new field with an address has to be in it, and then in the links."""
    seen: set[type] = set()
    all_models = [each for hint in get_type_hints(Register).values() for each in models(hint, seen)]
    wanted = {
        (model.__name__, name)
        for model in all_models
        for name, info in model.model_fields.items()
        if (info.json_schema_extra or {})["x-visibility"] == "public"  # type: ignore[index]
        and (any(map(says_address, info.metadata)) or says_address(info.annotation))
    }
    assert len(wanted) > 12
    # The bodies of the municipality itself have no website of their own, and the register has one of another.
    found = {
        (type(spot.address.holder).__name__, spot.address.key)
        for link in links_of(decisions_of(FILES))
        for spot in link.spots
    }
    assert wanted <= found


def test_an_address_is_asked_once_wherever_it_stands() -> None:
    text = (
        "---\ntitle: T\n---\n\n[a](https://p.voorbeeld.example/p#kosten) [b](https://p.voorbeeld.example/p)\n"
    )
    [link] = [link for link in links_of(small(lees=text)) if "/p" in link.url]
    assert link.url == "https://p.voorbeeld.example/p"
    assert [(spot.place.file, spot.place.line, spot.place.column) for spot in link.spots] == [
        ("products.yaml", 2, 125),
        ("content/lees.md", 5, 5),
        ("content/lees.md", 5, 47),
    ]
    assert [spot.serves for spot in link.spots] == ["product 'P'", *["de tekst content/lees.md"] * 2]


def test_what_has_stopped_or_has_yet_to_begin_is_not_asked() -> None:
    files = with_text(FILES, "channels.yaml", "until: 2028-01-01", "until: 2026-05-01")
    before, after = urls(decisions_of(FILES)), urls(decisions_of(files))
    gone = {url for url in before if url not in after}
    assert {"https://formulieren.voorbeeld.example/bezwaar"} <= gone


def test_pictures_mail_and_other_pages_of_the_site_are_no_links_to_ask() -> None:
    text = "---\ntitle: T\n---\n\n![x](https://x.nl/p.png) [m](mailto:a@b.nl) [i](lees.md) [t](tel:14) [o](//ander.nl/x)\n"
    found = [url for url in urls(small(lees=text)) if "voorbeeld.example" not in url]
    assert found == ["https://ander.nl/x"]


def test_names_that_are_kept_for_examples_are_never_asked() -> None:
    text = "---\ntitle: T\n---\n\n[a](https://iets.nl) [b](https://iets.example) [c](https://example.com/x)\n"
    found = standings(small(lees=text), Memory())
    assert [each.link.url for each in found.all] == ["https://iets.nl"]


def test_entrances_and_featured_products_are_of_every_day() -> None:
    more = CHANNELS.replace("  paper_default: [post]\n", "  paper_default: [post]\n  featured: [p]\n")
    plain = {link.url: link.daily for link in links_of(small())}
    assert plain["https://x.voorbeeld.example"]
    assert not plain["https://p.voorbeeld.example/p"]
    files = {
        "channels.yaml": more,
        "products.yaml": 'products:\n  - {id: p, name: P, domain: d, authority: college, messages: [{kind: aanvraag}], page: "https://p.voorbeeld.example/p"}\n',
    }
    assert {link.url: link.daily for link in links_of(decisions_of(files))}["https://p.voorbeeld.example/p"]


def test_each_address_is_of_a_domain_a_supplier_or_a_body() -> None:
    more = (
        '  - {id: z, name: Z, kind: portaal, url: "https://z.voorbeeld.example", supplier: {name: Bouwer & Zoon}}\n'
        '  - {id: g, name: G, kind: portaal, url: "https://g.voorbeeld.example", owner: uitvoerder}\n'
    )
    channels = CHANNELS.replace(
        'url: "https://ggd.voorbeeld.example"', 'url: "https://ggd.voorbeeld.example", channels: [g]'
    )
    files = {
        "channels.yaml": channels + more,
        "products.yaml": 'products:\n  - {id: p, name: P, domain: d, authority: college, messages: [{kind: aanvraag}], page: "https://p.voorbeeld.example/p"}\n',
    }
    found = {link.url: link.responsible[0] for link in links_of(decisions_of(files))}
    shown = {url.removeprefix("https://"): (each.role, each.id, each.name) for url, each in found.items()}
    assert shown["p.voorbeeld.example/p"] == (Role.DOMAIN, "d", "Domein")
    assert shown["z.voorbeeld.example"] == (Role.SUPPLIER, "bouwer-zoon", "Bouwer & Zoon")
    assert shown["g.voorbeeld.example"] == (Role.BODY, "ggd", "GGD Voorbeeld")
    assert shown["x.voorbeeld.example"] == (Role.BODY, "gemeente", "Gemeente Voorbeeld")
    assert shown["rbg.voorbeeld.example"] == (Role.BODY, "rbg", "Belastingen Voorbeeld")
    names = [each.id for each in all_responsible(register_from({k: v.encode() for k, v in files.items()}))]
    assert names == ["d", "bouwer-zoon", "rbg", "ggd", "gemeente", "burgemeester", "college"]


GONE = Judgement(Verdict.BROKEN, "De server zegt dat de pagina er niet is (code 404).", status=404)
DOWN = Judgement(Verdict.UNREACHABLE, "De website geeft geen antwoord.")
FINE = Judgement(Verdict.OK, status=200)
X, P = "https://x.voorbeeld.example", "https://p.voorbeeld.example/p"


def told(known: Mapping[str, Remembered], decisions: Decisions | None = None) -> list[Diagnostic]:
    decisions = decisions or small()
    return findings(standings(decisions, Memory(known)), decisions)


def test_what_is_gone_for_certain_is_an_error_at_its_place_with_the_command_that_tells_of_it() -> None:
    [found] = told({X: remembered(FINE, GONE, GONE)})
    assert (found.code, found.level) == ("WMEBV640", Level.ERROR)
    assert str(found.place) == "channels.yaml:16:57"
    assert found.message == (
        "De server zegt dat de pagina er niet is (code 404). Het gaat om https://x.voorbeeld.example van kanaal "
        "'Formulier X'. Op 30 mei 2026 werkte het nog."
    )
    assert found.hint is not None
    assert found.hint.endswith("Werkt het kanaal echt niet? Meld de storing: wmebv outage start x")


def test_a_channel_that_is_not_designated_or_of_which_is_told_already_needs_no_outage() -> None:
    [found] = told({"https://y.voorbeeld.example": remembered(GONE, GONE)})
    assert "outage" not in (found.hint or "")
    outage = "---\nchannels: [x]\nbegin: 2026-05-31T08:00\n---\n"
    decisions = small(**{"storingen/s": outage})
    [found] = told({X: remembered(GONE, GONE)}, decisions)
    assert "outage" not in (found.hint or "")


@pytest.mark.parametrize(
    ("known", "code", "level"),
    [
        ((GONE,), "WMEBV649", Level.INFO),
        ((DOWN, DOWN), "WMEBV649", Level.INFO),
        ((DOWN, DOWN, DOWN), "WMEBV642", Level.WARNING),
        ((Judgement(Verdict.STRANGE, "Onbekend."),), "WMEBV641", Level.ERROR),
        ((Judgement(Verdict.SOFT, "Weg."),) * 2, "WMEBV643", Level.WARNING),
        ((Judgement(Verdict.MOVED, "Weg.", "https://n.voorbeeld.example"),), "WMEBV644", Level.WARNING),
        ((Judgement(Verdict.CERTIFICATE, "Verlopen."),), "WMEBV645", Level.WARNING),
        ((Judgement(Verdict.SLOW, "Traag."),), "WMEBV646", Level.INFO),
        ((Judgement(Verdict.BLOCKED, "Dicht."),), "WMEBV647", Level.INFO),
        ((Judgement(Verdict.LOGIN, "Inloggen."),), "WMEBV648", Level.INFO),
    ],
)
def test_each_verdict_has_its_code_and_weight(known: tuple[Judgement, ...], code: str, level: Level) -> None:
    [found] = told({P: remembered(*known)})
    assert (found.code, found.level) == (code, level)
    assert (
        not_in_short_plain_sentences(dataclasses.replace(found, message=found.message.replace(P, "dit")))
        == []
    )


def test_a_first_failure_is_said_to_be_a_first() -> None:
    [first] = told({P: remembered(GONE)})
    assert "eerste keer" in (first.hint or "")
    [second] = told({P: remembered(DOWN, DOWN)})
    assert "2 keer gezien" in (second.hint or "")


def test_all_is_well_says_nothing_and_a_channel_may_ask_to_log_in() -> None:
    assert told({P: remembered(FINE), X: remembered(Judgement(Verdict.LOGIN, "Inloggen."))}) == []


@pytest.mark.parametrize(
    ("first", "last", "tells"),
    [
        (date(2026, 4, 1), date(2026, 6, 10), True),
        (date(2026, 4, 1), date(2026, 6, 12), False),
        (
            date(2026, 5, 30),
            date(2026, 6, 5),
            False,
        ),  # one of six days is renewed when half of them have passed
        (date(2026, 5, 27), date(2026, 6, 2), True),
        (date(2025, 6, 1), date(2026, 5, 31), True),
    ],
)
def test_a_certificate_that_should_have_been_renewed_is_told(first: date, last: date, tells: bool) -> None:
    found = told({P: remembered(dataclasses.replace(FINE, certificate=(first, last)))})
    assert [each.code for each in found] == (["WMEBV645"] if tells else [])


def test_an_address_that_stands_at_many_places_is_told_once() -> None:
    text = f"---\ntitle: T\n---\n\n[a]({P}) en nog eens [b]({P})\n"
    decisions = small(lees=text)
    [found] = told({P: remembered(GONE, GONE)}, decisions)
    assert "Het staat nog op 2 andere plaatsen." in found.message
    assert found.place.file == "products.yaml"


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("www.gemeente-voorbeeld.nl", True),
        ("mijn.gemeente-voorbeeld.nl", True),
        ("formulieren.bouwer.nl", True),
        ("ander.bouwer.nl", True),
        ("partner.nl", True),
        ("www.digid.nl", True),
        ("bouwer.nl.kwaad.nl", False),
        ("gemeente-voorbeeld.com", False),
        ("nietpartner.nl", False),
    ],
)
def test_a_host_is_known_when_it_is_ours_a_partners_the_countrys_or_that_of_an_entrance(
    host: str, known: bool
) -> None:
    channels = CHANNELS.replace("https://y.voorbeeld.example", "https://formulieren.bouwer.nl/y")
    channels = channels.replace("  phone:", "  website: https://www.gemeente-voorbeeld.nl\n  phone:")
    register = register_from(
        {
            "channels.yaml": f"{channels}trusted_hosts: [partner.nl]\n".encode(),
            "products.yaml": b"products:\n  - {id: p, name: P, domain: d, authority: college, messages: [{kind: aanvraag}]}\n",
        }
    )
    assert known_in(register)(host) is known


def test_what_is_the_matter_with_a_whole_website_is_told_once_with_every_channel_on_it() -> None:
    more = '  - {id: x2, name: X 2, kind: webformulier, url: "https://x.voorbeeld.example/2"}\n'
    product = '  - {id: q, name: Q, domain: d, authority: college, messages: [{kind: aanvraag, channels: [x2], source: "besluit:a"}]}\n'
    known = remembered(DOWN, DOWN, DOWN)
    [found] = told({X: known, f"{X}/2": known}, small(more, product))
    assert "Dit geldt ook voor 1 ander adres van deze website." in found.message
    assert (found.hint or "").endswith("wmebv outage start x x2")
    two = told({X: remembered(GONE, GONE), f"{X}/2": remembered(GONE, GONE)}, small(more, product))
    assert len(two) == 2, "that one page is gone, says nothing of another"


def test_what_is_excepted_is_not_told_and_counts_nowhere() -> None:
    left_alone = f"{{url: '{P}', reason: Wordt vervangen., owner: webbeheer, last_day: {DAY}}}"
    decisions = small(left_alone=left_alone)
    found = standings(decisions, Memory({P: remembered(GONE, GONE)}))
    assert findings(found, decisions) == []
    assert found.open == ()
    assert {each.state for each in found.all if each.link.url == P} == {"uitgezonderd"}


def test_by_who_looks_after_them_each_link_stands_once_with_what_needs_attention_on_top() -> None:
    decisions = small(lees=f"---\ntitle: T\n---\n\n[a]({P}) [b](https://q.nl/)\n")
    known = {P: remembered(GONE, GONE), X: remembered(FINE), "https://q.nl/": remembered(GONE, GONE)}
    found = standings(decisions, Memory(known))
    shown = [
        (each.responsible.id, [(s.link.url, s.state) for s in each.links if s.known], len(each.open))
        for each in found.by_responsible
    ]
    assert shown == [
        ("d", [(P, "bestaat niet meer")], 1),
        ("gemeente", [(P, "bestaat niet meer"), ("https://q.nl/", "bestaat niet meer"), (X, "werkt")], 2),
    ]
    assert (found.known, found.asked, found.counts[Verdict.BROKEN]) == (3, DAY, 2)


def test_without_a_memory_nothing_is_known_and_nothing_is_told() -> None:
    decisions = small(lees="---\ntitle: T\n---\n\n[b](https://q.nl/)\n")
    found = standings(decisions, Memory())
    assert [each.state for each in found.all] == ["nog niet nagekeken"]
    assert (found.known, found.asked, findings(found, decisions)) == (0, None, [])


def test_every_verdict_has_its_word() -> None:
    assert set(WORDS) == set(Verdict)


def test_an_entrance_that_only_a_decision_still_has_is_asked_too() -> None:
    """Residents get the address that was fixed, also when the register has another by now."""
    files = with_text(
        FILES,
        "channels.yaml",
        "https://formulieren.voorbeeld.example/contact",
        "https://nieuw.voorbeeld.example/c",
    )
    [link] = [link for link in links_of(decisions_of(files)) if link.url.endswith("/contact")]
    [spot] = link.spots
    assert (spot.frozen_by, spot.serves, link.daily) == ("aanwijzing-2026", "kanaal 'Contactformulier'", True)
    assert spot.place.file == "channels.yaml"
    [found] = told({link.url: remembered(GONE, GONE)}, decisions_of(files))
    assert "zoals het in het besluit 'aanwijzing-2026' staat" in found.message
    assert "alleen met een nieuw besluit" in (found.hint or "")
