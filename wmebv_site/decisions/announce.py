"""Writes the announcements of one decision in short sentences, as Markdown that an editor goes on with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.differences import Difference, Kind, differences
from wmebv_site.dutch import counted, enumerate_names, enumerate_words, in_words
from wmebv_site.register.decisions import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, DecisionKind, MessageKind, SupportKind
from wmebv_site.site.words import ACTS, AUDIENCE, BOTH_WAYS, ways_of

_USUAL = 2 / 3
"""From which part of the products on a channel is called the usual one."""
_FIRST = (MessageKind.APPLICATION, MessageKind.OBJECTION, MessageKind.COMPLAINT)
"""What most readers come for, told first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change that is the same for several products: what one does, along which way, and along which way before."""

    kind: Kind
    act: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    whom: str | None
    products: tuple[str, ...]


def items(differences: Iterable[Difference]) -> tuple[Item, ...]:
    """The changes; those of most products first."""
    found: dict[Item, dict[str, None]] = defaultdict(dict)
    for item in _one_by_one(differences):
        found[replace(item, products=())] |= dict.fromkeys(item.products)
    made = [replace(item, products=tuple(products)) for item, products in found.items()]
    return tuple(sorted(made, key=lambda item: -len(item.products)))


@dataclass(frozen=True, slots=True)
class Act:
    """What one does with a first decision: along which way for every product, or for most of them, or it depends."""

    name: str
    ways: tuple[str, ...] | None
    exceptions: int = 0


def acts(differences: Iterable[Difference]) -> tuple[Act, ...]:
    """The official messages that got a channel, one line for each kind."""
    ways: dict[MessageKind, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for difference in differences:
        after = difference.after
        if after is not None and after.state.answers and after.official:
            # Residents come first in the list of audiences: what holds for them is what is told.
            ways[difference.message.kind].setdefault(
                f"{difference.product.id}/{difference.message.key}", _ways(after)
            )
    found = []
    for kind in (*_FIRST, *(kind for kind in MessageKind if kind not in _FIRST)):
        if kind in ways:
            found_ways = Counter(ways[kind].values())
            usual, number = found_ways.most_common(1)[0]
            total = found_ways.total()
            found.append(Act(ACTS[kind], usual if number >= _USUAL * total else None, total - number))
    return tuple(found)


def _one_by_one(differences: Iterable[Difference]) -> Iterator[Item]:
    """One for each product × message that changes; for whom is said where it does not change for everyone alike."""
    messages: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        messages[difference.product.id, difference.message.key].append(difference)
    for same in messages.values():
        alike: dict[tuple[Kind, tuple[str, ...], tuple[str, ...]], list[Audience]] = defaultdict(list)
        for each in same:
            alike[each.kind, _ways(each.before), _ways(each.after)].append(each.audience)
        product, message = same[0].product, same[0].message
        for (kind, before, after), audiences in alike.items():
            everyone = len(audiences) == len(product.audiences)
            whom = None if everyone else AUDIENCE[audiences[0]]
            act = message.name or ACTS[message.kind]
            yield Item(kind, act, before, after, whom, (product.name,))


def _ways(resolution: Resolution | None) -> tuple[str, ...]:
    return ways_of(resolution) if resolution else ()


GAZETTE = "Deze tekst legt het besluit uit. Het besluit in het Gemeenteblad is bepalend."
NOT_IN_GAZETTE = "Het besluit staat nog niet in het Gemeenteblad. Het geldt daarom nog niet."
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Announcement:
    """The texts by file name, and whether the day on which the decision takes effect is known."""

    files: dict[str, str]
    dated: bool


def announce(decisions: Decisions, decision: Decision, site_url: str | None = None) -> Announcement:
    """The texts for one decision, with what changes since what held before it."""
    writer = _Writer(decision, decisions, site_url)
    return Announcement(
        {
            "website.md": writer.website(),
            "krant.md": writer.newspaper(),
            "nieuwsbrief.md": writer.newsletter(),
            "partners.md": writer.partners(),
        },
        writer.begin is not None,
    )


@dataclass(frozen=True)
class _Writer:
    decision: Decision
    decisions: Decisions
    site_url: str | None

    @property
    def register(self) -> Register:
        return self.decisions.register

    @property
    def today(self) -> date:
        return self.decisions.today

    @property
    def begin(self) -> date | None:
        """The first day, also when the decision still has to be published: what the editor wrote is what is meant."""
        return self.decisions.first_day(self.decision) or self.decision.in_force_from

    @property
    def published(self) -> bool:
        return self.decisions.status(self.decision) in (Status.PUBLISHED, Status.IN_FORCE, Status.LAPSED)

    @property
    def is_draft(self) -> bool:
        return self.decisions.status(self.decision) is Status.DRAFT

    def _differences(self) -> tuple[Difference, ...]:
        """What changes for the messages of the bodies that decide; nothing that another body decides."""
        first = self.decisions.first_day(self.decision)
        if first is None:
            before, after = self.decisions.holding(self.today), self.decisions.wanted()
        else:
            before, after = self.decisions.holding(first - timedelta(days=1)), self.decisions.holding(first)
        ours = self.decision.authorities
        return differences(before.decided_by(ours), after.decided_by(ours))

    def is_first(self) -> bool:
        """Whether no designation went before: then all is new, and a list of changes would be a list of everything."""
        first = self.decisions.first_day(self.decision) or self.today
        return self.decision.kind is not DecisionKind.AMENDMENT and not any(
            self.decisions.holds(other, authority, first - timedelta(days=1))
            for other in self.register.decisions
            if other.kind.designates and other.kind.is_ours and other.kind.stands_alone
            for authority in self.decision.authorities
        )

    # The parts

    def _made_up(self) -> Iterator[str]:
        if self.register.municipality.fictitious:
            yield f"*{self.register.municipality.name} bestaat niet. Dit is een voorbeeld.*"

    def _is_coming(self) -> bool:
        return self.begin is None or self.begin > self.today or not self.published

    def _when(self) -> str:
        """From when the rules hold; of what is not published yet first that it does not hold (Awb 3:40)."""
        if self.published and self.begin is not None:
            since = "Vanaf" if self._is_coming() else "Sinds"
            until = self.decisions.retroactive_until(self.decision)
            how = ", met terugwerkende kracht" if until is not None and self.begin < until else ""
            return f"{since} {in_words(self.begin)} gelden er nieuwe regels voor digitale berichten aan de gemeente{how}."
        if self.published:
            return "Er komen nieuwe regels voor digitale berichten aan de gemeente."
        does = "wil nieuwe regels maken" if self.is_draft else "heeft nieuwe regels gemaakt"
        planned = (
            f" Het is de bedoeling dat die regels vanaf {in_words(self.begin)} gelden." if self.begin else ""
        )
        return f"De gemeente {does} voor digitale berichten. {NOT_IN_GAZETTE}{planned}"

    def _stands_in(self) -> str:
        return (
            f"De regels {'komen' if self.is_draft else 'staan'} in een besluit: {self.decision.short_title}."
        )

    def _what(self) -> str:
        return "U leest daarin via welk kanaal u ons een officieel bericht stuurt. Denk aan een aanvraag, bezwaar of klacht."

    def _gazette(self) -> Iterator[str]:
        if self.published and self.decision.publication and self.decision.published:
            day = in_words(self.decision.published)
            yield f"Het besluit staat in het Gemeenteblad van {day}: <{self.decision.publication}>."
        yield GAZETTE

    def _overview(self) -> Iterator[str]:
        if self.site_url:
            yield f"Op onze website vindt u per onderwerp waar u ons een bericht stuurt: <{self.site_url}>."

    def _help(self) -> str:
        municipality = self.register.municipality
        ways = []
        if municipality.phone:
            ways.append(f"Bel {municipality.phone}.")
        if municipality.visiting_address:
            ways.append(
                f"Of kom langs: {municipality.visiting_address}."
                if ways
                else f"Kom langs: {municipality.visiting_address}."
            )
        return (
            " ".join(["Lukt het niet, of hebt u een vraag?", *ways])
            if ways
            else "Lukt het niet? Vraag ons om hulp."
        )

    def _support(self) -> Iterator[str]:
        """The help near by, in the words of the register."""
        near = (SupportKind.LIBRARY, SupportKind.FORM_HELP, SupportKind.HOME_VISIT, SupportKind.COURSE)
        for support in self.register.support:
            if support.kind in near and support.address and support.there_on(self.today):
                yield f"- {support.title}: {support.address}."

    def _sentences(self, limit: int | None, examples: int | None = _EXAMPLES) -> list[str]:
        """The changes as a list; what does not fit is counted."""
        if self.is_first():
            # The rest stands on the website, for each product: a list of everything would tell nobody anything.
            return [f"- {act_in_words(act)}" for act in acts(self._differences())[:limit]]
        found = items(self._differences())
        shown = found if limit is None else found[:limit]
        lines = [
            f"- {change_in_words(item, coming=self._is_coming())} {_products(item.products, examples)}"
            for item in shown
        ]
        if left := len(found) - len(shown):
            lines.append(f"- En nog {counted(left, 'andere wijziging', 'andere wijzigingen')}.")
        return lines

    def _changes(self, limit: int | None, examples: int | None = _EXAMPLES) -> str:
        lines = self._sentences(limit, examples)
        if not lines:
            return "Voor u verandert er niets. U stuurt uw berichten zoals u gewend bent."
        return "\n".join(lines)

    def _heading(self) -> str:
        if self.is_draft:
            return "Wat wil de gemeente?"
        return "Waar stuurt u uw bericht?" if self.is_first() else "Wat verandert er?"

    def _same(self, limit: int | None) -> str:
        """That this is all, where it is."""
        number = len(items(self._differences()))
        told = not self.is_first() and 0 < number <= (limit or number)
        return "Verder verandert er door dit besluit niets." if told else ""

    # The texts

    def website(self) -> str:
        name = self.register.municipality.name
        return _markdown(
            f"# {'Plan voor nieuwe' if self.is_draft else 'Nieuwe'} regels voor digitaal contact met {name}",
            *self._made_up(),
            f"{self._when()} {self._stands_in()} {self._what()}",
            BOTH_WAYS,
            f"## {self._heading()}",
            self._changes(12),
            self._same(12),
            *self._overview(),
            "## Hulp nodig?",
            self._help(),
            "\n".join(self._support()),
            "## Het besluit",
            *self._gazette(),
        )

    def newspaper(self) -> str:
        return _markdown(
            "# Digitaal contact met de gemeente",
            *self._made_up(),
            f"{self._when()}",
            self._changes(2, 1),
            BOTH_WAYS,
            *self._overview(),
            self._help(),
            *self._gazette(),
        )

    def newsletter(self) -> str:
        return _markdown(
            "# Zo stuurt u ons een digitaal bericht",
            *self._made_up(),
            f"{self._when()} {self._stands_in()} {self._what()}",
            f"**{self._heading()}**",
            self._changes(5),
            self._same(5),
            BOTH_WAYS,
            *self._overview(),
            self._help(),
            *self._gazette(),
        )

    def partners(self) -> str:
        name = self.register.municipality.name
        return _markdown(
            "# Brief aan onze partners",
            *self._made_up(),
            "Beste samenwerkingspartner,",
            f"{self._when()} {self._stands_in()} {self._what()}",
            "Helpt u inwoners of ondernemers met brieven en formulieren? Dan is dit ook voor u belangrijk.",
            f"## {self._heading()}",
            self._changes(None, None),
            self._same(None),
            "## Wat vragen wij u?",
            "- Controleer of u in brieven, folders en op uw website de goede kanalen noemt.\n"
            "- Vertel mensen dat ze ook per post mogen schrijven.\n"
            "- Verwijs mensen die hulp nodig hebben naar ons door.",
            "Iemand mag zich laten helpen of laten vertegenwoordigen. Wij kunnen dan om een schriftelijke machtiging vragen.",
            *self._overview(),
            self._help(),
            *self._gazette(),
            "Met vriendelijke groet,",
            name,
        )


def change_in_words(item: Item, *, coming: bool) -> str:
    """``Aanvragen: nu via Digitaal loket. Eerst was dat: Contactformulier.``"""
    now, earlier = ("straks", "Nu is dat nog") if coming else ("nu", "Eerst was dat")
    whom = f" (voor {item.whom})" if item.whom else ""
    act = f"**{item.act}**{whom}"
    if item.kind is Kind.ENDED:
        return f"{act}: {now} is hiervoor geen digitaal kanaal aangewezen. {earlier}: {_listed(item.before)}."
    if item.kind is Kind.ADDED:
        return f"{act}: nieuw is {_listed(item.after)}."
    if item.kind is Kind.REQUIREMENT:
        return f"{act}: nog steeds via {_listed(item.after)}. Wat u daarvoor nodig hebt, verandert."
    if set(item.before) == set(item.after):
        return f"{act}: nog steeds via {_listed(item.after)}. Het adres verandert."
    return f"{act}: {now} via {_listed(item.after)}. {earlier}: {_listed(item.before)}."


def _listed(names: Iterable[str]) -> str:
    return enumerate_words(names)


def _products(names: Sequence[str], examples: int | None) -> str:
    if examples is None and len(names) > _EXAMPLES:
        return "Dit geldt voor:\n" + "\n".join(f"    - {name}" for name in names)
    if examples is None or len(names) <= examples:
        return f"Dit geldt voor: {enumerate_names(names)}."
    left = len(names) - examples
    return (
        f"Dit geldt voor {len(names)} onderwerpen, zoals {enumerate_names(names[:examples])}." if left else ""
    )


def act_in_words(act: Act) -> str:
    """``Bezwaar maken: meestal via Bezwaarformulier.``"""
    if act.ways is None:
        return f"**{act.name}**: het kanaal hangt af van uw onderwerp."
    if not act.exceptions:
        return f"**{act.name}**: via {_listed(act.ways)}."
    return f"**{act.name}**: meestal via {_listed(act.ways)}. Soms via een ander kanaal."


def _markdown(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
