"""How the links of a register stand, by earlier checks: what is wrong with each, how that is told, and who looks after it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, in_order
from wmebv_site.dutch import counted, in_words, noon
from wmebv_site.links.collected import (
    Link,
    announced_outages,
    as_asked,
    designated_channels,
    is_somewhere,
    links_of,
)
from wmebv_site.links.remembered import Memory, Remembered
from wmebv_site.links.verdicts import Verdict
from wmebv_site.register.responsible import Responsible, all_responsible

_ABOUT_TWICE = "Een website kan even niet werken. Daarom is dit pas zeker na een tweede keer, ten minste twintig uur later."
BROKEN = Code(
    "WMEBV640",
    "Een adres bestaat niet meer",
    "De server zegt dat de pagina er niet is, of de naam van de website bestaat niet. Wie op de link klikt, komt nergens. "
    f"{_ABOUT_TWICE} Zet het nieuwe adres in het register, of verwijder de link. Is het een kanaal dat is aangewezen, en werkt het "
    "echt niet? Meld dan een storing.",
)
STRANGE = Code(
    "WMEBV641",
    "Een adres komt uit bij een onbekende website",
    "Het adres stuurt door naar een website die niet van de gemeente is. Ook als leverancier of partner is zij niet bekend. Of er "
    "staat dat de naam te koop is. Misschien is de naam verlopen, en door een ander gekocht. Kijk zelf waar u uitkomt, en "
    "verbeter het adres. Klopt het wel? Noem die website dan bij 'trusted_hosts' in channels.yaml.",
)
UNREACHABLE = Code(
    "WMEBV642",
    "Een website geeft geen antwoord",
    "De website antwoordt niet, of meldt een fout. Dat gaat vaak vanzelf over. Daarom is dit pas zeker als het drie keer zo was, op "
    "drie dagen. Kijk of de website het bij u wel doet. Zo niet, vraag dan na wat er is.",
    Level.WARNING,
)
SOFT = Code(
    "WMEBV643",
    "Een pagina lijkt er niet meer te zijn",
    "De server doet alsof alles goed is. Maar op de pagina staat dat zij niet gevonden is, of u komt op de startpagina uit. "
    f"{_ABOUT_TWICE} Zoek het nieuwe adres van de pagina, en zet dat in het register.",
    Level.WARNING,
)
MOVED = Code(
    "WMEBV644",
    "Een pagina is voorgoed verhuisd",
    "De server stuurt door naar een nieuw adres, en zegt dat dat zo blijft. Nu werkt de link nog. Zet het nieuwe adres in het register, "
    "of laat dat doen met 'wmebv links --fix'.",
    Level.WARNING,
)
CERTIFICATE = Code(
    "WMEBV645",
    "De beveiliging van een website klopt niet, of verloopt bijna",
    "Met een certificaat bewijst een website wie zij is. Klopt het niet, of is het verlopen, dan waarschuwt een browser de bezoeker. "
    "Vertel het aan wie de website beheert.",
    Level.WARNING,
)
SLOW = Code(
    "WMEBV646",
    "Een website is traag",
    "Het duurt lang voordat de pagina er is. Veel mensen wachten daar niet op. Vertel het aan wie de website beheert.",
    Level.INFO,
)
BLOCKED = Code(
    "WMEBV647",
    "Een website laat dit programma niet kijken",
    "Sommige websites houden programma's tegen. Voor mensen kan de link gewoon werken. Klik er zelf op. Werkt de link? Dan kunt u hem "
    "in content/koppelingen.yaml zetten, met de reden; dan wordt hij niet meer nagekeken.",
    Level.INFO,
)
LOGIN = Code(
    "WMEBV648",
    "Een pagina om te lezen vraagt om in te loggen",
    "Bij een kanaal hoort inloggen er vaak bij. Maar deze link leidt naar een pagina om te lezen. Wie niet kan inloggen, leest daar "
    "niets. Noem een pagina die iedereen kan zien.",
    Level.INFO,
)
NOT_YET_CERTAIN = Code(
    "WMEBV649",
    "Een link werkte deze keer niet",
    "Dit is nog niet zeker: een website kan even niet werken. De volgende keer wordt de link weer nagekeken. Een pagina die er niet "
    "is, moet dat twee keer zijn, met ten minste twintig uur ertussen. Een website die geen antwoord geeft, drie keer, op drie dagen.",
    Level.INFO,
)
_CODES = {
    Verdict.BROKEN: BROKEN,
    Verdict.STRANGE: STRANGE,
    Verdict.UNREACHABLE: UNREACHABLE,
    Verdict.SOFT: SOFT,
    Verdict.MOVED: MOVED,
    Verdict.CERTIFICATE: CERTIFICATE,
    Verdict.SLOW: SLOW,
    Verdict.BLOCKED: BLOCKED,
    Verdict.LOGIN: LOGIN,
}
_WAYS_OUT = {
    Verdict.BROKEN: "Zet hier het nieuwe adres, of verwijder de link.",
    Verdict.STRANGE: "Kijk zelf waar u uitkomt. Klopt het? Noem de website bij 'trusted_hosts'. Verbeter anders het adres.",
    Verdict.UNREACHABLE: "Kijk of de website het bij u wel doet. Zo niet, vraag na wat er is.",
    Verdict.SOFT: "Zoek het nieuwe adres van de pagina, en zet dat hier.",
    Verdict.MOVED: "Neem het nieuwe adres over, of typ: wmebv links --fix",
    Verdict.CERTIFICATE: "Vertel het aan wie de website beheert.",
    Verdict.SLOW: "Vertel het aan wie de website beheert.",
    Verdict.BLOCKED: "Klik zelf op de link. Werkt die? Zet hem dan in content/koppelingen.yaml, met de reden.",
    Verdict.LOGIN: "Noem een pagina die iedereen kan zien.",
}
WORDS = {
    Verdict.OK: "werkt",
    Verdict.MOVED: "verhuisd",
    Verdict.LOGIN: "vraagt om in te loggen",
    Verdict.BLOCKED: "niet na te kijken",
    Verdict.SLOW: "traag",
    Verdict.CERTIFICATE: "beveiliging klopt niet",
    Verdict.SOFT: "pagina lijkt weg",
    Verdict.STRANGE: "onbekende website",
    Verdict.BROKEN: "bestaat niet meer",
    Verdict.UNREACHABLE: "geen antwoord",
}
"""How a verdict is called in a table."""
_EARLY = timedelta(days=10)
"""So long before its last day one is told of a certificate, or in the last quarter of the life of one that lives shorter."""


@dataclass(frozen=True)
class Standing:
    """One link with what is known of it; None where it was never asked."""

    link: Link
    known: Remembered | None
    today: date
    excepted: bool = False
    """Whether an exception says that it need not be looked at."""

    @property
    def verdict(self) -> Verdict | None:
        return self.known.found.verdict if self.known and not self.excepted else None

    @property
    def is_certain(self) -> bool:
        return self.known is not None and self.known.is_certain

    @property
    def certificate_ends(self) -> date | None:
        """The last day of a certificate that should have been renewed by now."""
        known = self.known.found.certificate if self.known and not self.excepted else None
        if known is None:
            return None
        first, last = known
        return last if last - self.today <= min(_EARLY, (last - first) / 4) else None

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to do something: not of what is slow, blocked, or not certain yet."""
        quiet = (None, Verdict.OK, Verdict.LOGIN, Verdict.SLOW, Verdict.BLOCKED)
        return (self.verdict not in quiet and self.is_certain) or self.certificate_ends is not None

    @property
    def state(self) -> str:
        """How it stands, in a few words for a table."""
        if self.excepted:
            return "uitgezonderd"
        if self.verdict is None:
            return "nog niet nagekeken"
        said = WORDS[self.verdict]
        if not self.is_certain:
            return f"{said}, nog niet zeker"
        return "certificaat verloopt" if self.certificate_ends and self.verdict.is_good else said

    @property
    def why(self) -> str:
        """What is the matter, as a sentence; nothing where all is well."""
        if self.known is None or self.verdict is None:
            return ""
        if self.verdict.is_good and (day := self.certificate_ends):
            return _certificate_ends(day, self.today)
        return self.known.found.why


@dataclass(frozen=True)
class OfOne:
    """The links that one domain, supplier or body looks after: those that need attention on top."""

    responsible: Responsible
    links: tuple[Standing, ...]

    @property
    def open(self) -> tuple[Standing, ...]:
        """Those with which somebody has to do something."""
        return tuple(each for each in self.links if each.needs_attention)


@dataclass(frozen=True)
class Standings:
    """All links of a register, as they stand on a day; ``asked`` is the last day on which any was asked."""

    all: tuple[Standing, ...]
    everybody: tuple[Responsible, ...]
    today: date
    asked: date | None = None

    @property
    def known(self) -> int:
        """How many were ever asked."""
        return sum(each.known is not None for each in self.all)

    @property
    def open(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.all if each.needs_attention)

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """How many links have each verdict, by what was found last."""
        found = Counter(each.verdict for each in self.all)
        return {verdict: found[verdict] for verdict in Verdict}

    @cached_property
    def by_responsible(self) -> tuple[OfOne, ...]:
        """By who looks after them, in the order of the register; one link may be of several. Nobody without links."""
        found: dict[Responsible, list[Standing]] = defaultdict(list)
        for each in self.all:
            for responsible in each.link.responsible:
                found[responsible].append(each)
        return tuple(
            OfOne(each, tuple(sorted(found[each], key=lambda standing: not standing.needs_attention)))
            for each in self.everybody
            if each in found
        )


def standings(
    decisions: Decisions, memory: Memory, reaches: Callable[[str], bool] = is_somewhere
) -> Standings:
    """How the links of a register stand, from the memory alone, with the exceptions that hold on the day.

    What leads to a host that nobody ``reaches`` counts only where it was asked all the same.
    """
    left_out, today = excepted_on(decisions), decisions.today
    links = [each for each in links_of(decisions) if each.url in memory.addresses or reaches(each.host)]
    asked = [memory.addresses[link.url].asked for link in links if link.url in memory.addresses]
    return Standings(
        tuple(Standing(link, memory.addresses.get(link.url), today, link.url in left_out) for link in links),
        all_responsible(decisions.register),
        today,
        max(asked).date() if asked else None,
    )


def known_standings(
    decisions: Decisions, memory: Memory | None, reaches: Callable[[str], bool] = is_somewhere
) -> Standings | None:
    """How the links stood when they were last asked; None where none was ever asked."""
    return standings(decisions, memory, reaches) if memory and memory.addresses else None


def excepted_on(decisions: Decisions) -> frozenset[str]:
    """The addresses that need not be asked on the day, as ``content/koppelingen.yaml`` says."""
    left_alone = decisions.register.link_exceptions
    return frozenset(as_asked(each.url) for each in left_alone if each.last_day >= decisions.today)


def findings(found: Standings, decisions: Decisions, moment: datetime | None = None) -> list[Diagnostic]:
    """What there is to tell of the links, at the first place of each; ``moment`` says which outages are told already.

    What is the matter with a whole website is told once, and not for each of its addresses.
    """
    official = designated_channels(decisions)
    official -= announced_outages(decisions.register, moment or noon(decisions.today))
    told: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for each in found.all:
        if each.verdict is not None:
            told[_cause(each)].append(each)
    return in_order(diagnostic for together in told.values() for diagnostic in _findings(together, official))


def _cause(standing: Standing) -> tuple[object, ...]:
    """The same for links of which one thing is the matter: with the website, or else with the address itself."""
    assert standing.known is not None
    found = standing.known.found
    of_website = found.verdict is Verdict.BLOCKED or found.status is None
    if found.verdict.is_good or not of_website:
        return (standing.link.url,)
    return standing.link.host, found.verdict, found.why, standing.is_certain


def _findings(together: list[Standing], official: frozenset[str]) -> Iterator[Diagnostic]:
    standing = together[0]
    link, known, verdict = standing.link, standing.known, standing.verdict
    assert known is not None and verdict is not None
    place, about = link.spots[0].place, _about(link)
    if verdict.is_good and (day := standing.certificate_ends):
        message = f"{_certificate_ends(day, standing.today)} {about}"
        yield CERTIFICATE.at(place, message, _WAYS_OUT[Verdict.CERTIFICATE])
    if verdict is Verdict.OK or (verdict is Verdict.LOGIN and link.channels):
        return
    code, message, hint = _CODES[verdict], f"{known.found.why} {about}", _WAYS_OUT[verdict]
    if link.spots[0].frozen_by and verdict in (Verdict.BROKEN, Verdict.SOFT, Verdict.STRANGE, Verdict.MOVED):
        hint = "Dit adres verandert alleen met een nieuw besluit. Maak een ontwerp met het goede adres."
    if others := len(together) - 1:
        message += (
            f" Dit geldt ook voor {counted(others, 'ander adres', 'andere adressen')} van deze website."
        )
    if not standing.is_certain:
        code, hint = NOT_YET_CERTAIN, _to_be_certain(known)
    elif verdict.is_failure and known.last_good:
        message += f" Op {in_words(known.last_good.date())} werkte het nog."
    down = [name for each in together for name in each.link.channels if name in official]
    if down and (verdict.is_failure or verdict is Verdict.CERTIFICATE):
        hint += f" Werkt het kanaal echt niet? Meld de storing: wmebv outage start {' '.join(dict.fromkeys(down))}"
    yield code.at(place, message, hint)


def _to_be_certain(known: Remembered) -> str:
    """What a failure that is not certain yet waits for."""
    if len(known.failures) < 2 and known.last_good is None:
        return "Dit is de eerste keer dat dit gezien is. Kijk zelf, of wacht op de volgende keer."
    times = len(known.failures)
    return f"Dit is nu {counted(times, 'keer', 'keer')} gezien. Kijk zelf, of wacht op de volgende keer."


def _about(link: Link) -> str:
    """Which address it is about, what it serves, and at how many other places it stands."""
    first = link.spots[0]
    more = len({(spot.place, spot.serves) for spot in link.spots}) - 1
    besides = f" Het staat nog op {counted(more, 'andere plaats', 'andere plaatsen')}." if more else ""
    frozen = f", zoals het in het besluit '{first.frozen_by}' staat" if first.frozen_by else ""
    return f"Het gaat om {link.url} van {first.serves}{frozen}.{besides}"


def _certificate_ends(day: date, today: date) -> str:
    if day < today:
        return f"Het certificaat van de website is verlopen op {in_words(day)}."
    return f"Het certificaat van de website verloopt op {in_words(day)}."
