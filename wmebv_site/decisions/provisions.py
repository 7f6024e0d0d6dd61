"""What a decision has to say, read from the registers: its provisions, further requirements, and what it amends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wmebv_site.decisions.legal_words import (
    MESSAGES,
    STATUTES,
    designates,
    message_words,
    the_channels,
)
from wmebv_site.decisions.numbering import Provision, Refs, always, numbered, parsed
from wmebv_site.decisions.scope import Mark, OwnRule, Scope
from wmebv_site.designation.rule import Rank, rank_of, rule_of
from wmebv_site.diagnostics import Place
from wmebv_site.dutch import capitalised, enumerate_words, statute_in_words, the_title
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION, Channel, Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.terms import Covers, MessageKind, Statute
from wmebv_site.site.words import asked_of


def requirements(scope: Scope) -> Iterator[Provision]:
    """A member for each requirement that the registers number, else for each text.

    The register speaks to the sender. In a decision that text stands between quotes, as what the sender has to meet.
    """
    members: dict[tuple[int, int | None] | str, dict[str, list[Channel]]] = {}
    marks: dict[tuple[int, int | None] | str, list[Mark]] = defaultdict(list)
    for channel in scope.channels:
        for requirement in channel.requirements:
            if scope.carries(requirement.source):
                claim = parsed(requirement.article)
                key = claim if claim and claim[1] else asked_of(requirement)
                members.setdefault(key, {}).setdefault(asked_of(requirement), []).append(channel)
                marks[key].append(Mark(requirement.place, requirement.source, requirement.article))
    for number, (key, texts) in enumerate(members.items(), 1):
        by_channels: dict[tuple[str, ...], list[str]] = {}
        for text, channels in texts.items():
            by_channels.setdefault(tuple(channel.id for channel in channels), []).append(text)
        said = [
            f"via {the_channels(scope.named_channels(names))} {_set(same)}"
            for names, same in by_channels.items()
        ]
        text = (
            f"Bij verzending {said[0]}"
            if len(said) == 1
            else "\n".join(["Bij verzending:", *(f"- {one}" for one in said)])
        )
        yield Provision(
            f"requirement-{number}", "requirements", "Nadere eisen", always(text), tuple(marks[key])
        )


def _set(texts: Sequence[str]) -> str:
    """``geldt voor de afzender de volgende nadere eis: "Stuur een pdf."``"""
    quoted = " en ".join('"{}"'.format(text.replace('"', "'")) for text in texts)
    what = (
        "geldt voor de afzender de volgende nadere eis"
        if len(texts) == 1
        else "gelden voor de afzender de volgende nadere eisen"
    )
    return f"{what}: {quoted}"


DESIGNATION = "Aanwijzing van kanalen"
_OBJECTIONS = {MessageKind.OBJECTION, MessageKind.ADMINISTRATIVE_APPEAL}
_GROUPS = ("objection", "complaint", "kinds")
_HEADINGS = {
    MessageKind.OBJECTION: "bezwaar",
    MessageKind.ADMINISTRATIVE_APPEAL: "administratief beroep",
    MessageKind.COMPLAINT: "klacht",
}


@dataclass(frozen=True)
class Provisions:
    """The provisions of a decision that designates. In ``general`` form one channel takes every message."""

    scope: Scope
    general: bool

    @cached_property
    def all(self) -> tuple[Provision, ...]:
        designating = [*self.wide, *self._messages()]
        found = [*designating, *self._departing(designating), *self._beside(), *self._statutes()]
        return (*found, *self._other_messages(), *requirements(self.scope))

    @cached_property
    def wide(self) -> tuple[Provision, ...]:
        """What holds for messages of every kind."""
        return (*self._own_initiative(), *self._executors(), *self._requests(), *self._fallback())

    @property
    def _departed(self) -> list[str]:
        """What a narrower rule departs from; a fallback steps aside by its own words."""
        return [provision.key for provision in self.wide if not provision.key.startswith("fallback")]

    @cached_property
    def official(self) -> tuple[Designation, ...]:
        return tuple(d for d in self.scope.designations if d.covers is not Covers.OTHER)

    def _own_initiative(self) -> Iterator[Provision]:
        annexed = [d for d in self.official if self._is_annexed(d)]
        if self.general:
            channels = self._channels_of(self._fallbacks())
            verb, names = designates(channels)
            text = f"Voor een bericht dat uit eigen beweging wordt gezonden, {verb} {names} aangewezen."
            yield Provision("own", "designation", DESIGNATION, always(text), _marks(self._fallbacks()))
        elif annexed or self._annexed:
            text = (
                "Voor een bericht dat uit eigen beweging wordt gezonden, is het kanaal aangewezen dat de bijlage voor dat "
                "type bericht vermeldt."
            )
            marks = (*_marks(annexed), *dict.fromkeys(own.said for own in self._annexed))
            yield Provision("own", "designation", DESIGNATION, always(text), marks)

    @cached_property
    def _annexed(self) -> tuple[OwnRule, ...]:
        """The channels of products and messages for which it is enough that the annex names them."""
        return (
            () if self.general else tuple(own for own in self.scope.own_rules if not self._stepped_over(own))
        )

    def _stepped_over(self, own: OwnRule) -> frozenset[Place]:
        """The rules whose provision says otherwise than the annex about a product or message with channels of its own."""
        silent = (
            frozenset() if self.general else frozenset(d.place for d in self.official if self._is_silent(d))
        )
        return self.scope.wider_than(own) - silent

    @cached_property
    def _all_stepped_over(self) -> frozenset[Place]:
        return frozenset(place for own in self.scope.own_rules for place in self._stepped_over(own))

    def _is_silent(self, designation: Designation) -> bool:
        """Whether a provision leaves the word to the annex: those per domain do, and a fallback steps aside itself."""
        return self._is_annexed(designation) or designation in self._fallbacks()

    def _departing(self, others: list[Provision]) -> Iterator[Provision]:
        """That the annex goes before, where a product or message has channels of its own."""
        mine = [own for own in self.scope.own_rules if own not in self._annexed]
        keys = [
            other.key for other in others if any(mark.place in self._all_stepped_over for mark in other.marks)
        ]
        if not keys and self.general:
            keys = ["own"]

        def text(refs: Refs) -> str:
            departing = refs.departing("own-annex", keys)
            return f"{departing}is voor een type bericht waarvoor de bijlage een ander kanaal vermeldt, dat kanaal aangewezen."

        if mine:
            marks = dict.fromkeys(own.said if self.general else own.here for own in mine)
            yield Provision("own-annex", "designation", DESIGNATION, text, tuple(marks))

    def _is_annexed(self, designation: Designation) -> bool:
        return (
            rank_of(designation) is Rank.DOMAIN
            and not designation.beside
            and not {BY_EXECUTOR, BY_INVITATION} & set(designation.channels)
        )

    def _executors(self) -> Iterator[Provision]:
        ranks = (Rank.EXECUTOR, Rank.DOMAIN, Rank.FALLBACK)
        for number, designation in enumerate(self.official, 1):
            by_executor = rank_of(designation) is Rank.EXECUTOR or BY_EXECUTOR in designation.channels
            if by_executor and rank_of(designation) in ranks and not designation.beside:
                yield self._of(
                    "executor", number, "designation", DESIGNATION, designation, ["own"], "Uitvoerders"
                )

    def _requests(self) -> Iterator[Provision]:
        for number, designation in enumerate(self.official, 1):
            if BY_INVITATION in designation.channels and rank_of(designation) in (Rank.FALLBACK, Rank.DOMAIN):
                yield self._of(
                    "request", number, "designation", DESIGNATION, designation, [], "Berichten op verzoek"
                )

    def _fallbacks(self) -> list[Designation]:
        return [
            d
            for d in self.official
            if rank_of(d) is Rank.FALLBACK
            and not d.beside
            and not {BY_EXECUTOR, BY_INVITATION} & set(d.channels)
        ]

    def _fallback(self) -> Iterator[Provision]:
        for number, designation in enumerate(() if self.general else self._fallbacks(), 1):
            channels = self._channels_of([designation])
            verb, names = designates(channels)
            words = message_words(self.scope.register, designation).rstrip(",")
            text = f"Voor {words} waarvoor dit besluit niet in een ander kanaal voorziet, {verb} {names} aangewezen."
            key = f"fallback-{number}"
            yield Provision(
                key, "designation", DESIGNATION, always(text), _marks([designation]), alone="Restkanaal"
            )

    def _messages(self) -> Iterator[Provision]:
        """Rules for messages of one kind, the widest first: a narrower one departs from those before it."""
        ranks = (Rank.MESSAGE, Rank.DOMAIN_MESSAGE, Rank.EXECUTOR_MESSAGE)
        rules = [d for d in self.official if rank_of(d) in ranks and not d.beside]
        rules += [d for d in self.official if rank_of(d) is Rank.STATUTE and not d.beside]
        for group in _GROUPS:
            mine = [d for d in rules if _group_of(d) == group]
            kinds = {kind for d in mine for kind in d.messages or ()}
            heading = enumerate_words(
                (word for kind, word in _HEADINGS.items() if kind in kinds), "en"
            ).capitalize()
            if group == "kinds":
                heading = "Aanwijzing per soort bericht"
            for number, designation in enumerate(sorted(mine, key=lambda d: -rank_of(d)), 1):
                wider = [
                    f"{_group_of(other)}-{at}"
                    for other, at in self._numbered(rules)
                    if rank_of(other) > rank_of(designation)
                    and set(other.messages or ()) & set(designation.messages or ())
                ]
                # Unless it is the annex that goes before this rule.
                annex = [] if designation.place in self._all_stepped_over else ["own-annex"]
                yield self._of(group, number, group, heading, designation, [*self._departed, *annex, *wider])

    def _numbered(self, rules: list[Designation]) -> Iterator[tuple[Designation, int]]:
        for group in _GROUPS:
            mine = sorted((d for d in rules if _group_of(d) == group), key=lambda d: -rank_of(d))
            yield from ((designation, number) for number, designation in enumerate(mine, 1))

    def _of(
        self,
        name: str,
        number: int,
        group: str,
        heading: str,
        designation: Designation,
        others: list[str],
        alone: str | None = None,
    ) -> Provision:
        key = f"{name}-{number}"
        words = message_words(self.scope.register, designation)
        verb, what = designated_ways(self.scope, designation)

        def text(refs: Refs) -> str:
            if departing := refs.departing(key, [other for other in others if other in refs.places]):
                return f"{departing}{verb} voor {words} {what}."
            return f"Voor {words} {verb} {what}."

        return Provision(key, group, heading, text, _marks([designation]), alone=alone)

    def _beside(self) -> Iterator[Provision]:
        for number, designation in enumerate([d for d in self.official if d.beside], 1):
            verb, names = designates(self._channels_of([designation]))
            words = message_words(self.scope.register, designation)
            text = f"Voor {words} {verb} ook {names} aangewezen, naast het kanaal dat op grond van dit besluit is aangewezen."
            yield Provision(
                f"beside-{number}", "beside", "Aanvullende kanalen", always(text), _marks([designation])
            )

    def _statutes(self) -> Iterator[Provision]:
        for number, designation in enumerate(self.scope.register.designations, 1):
            if designation.statute is None or designation.source is None or designation.source.is_decision:
                continue
            channels = self._channels_of([designation])
            if channels:
                yield self._statute(number, designation, channels)

    def _statute(self, number: int, designation: Designation, channels: list[Channel]) -> Provision:
        statute = designation.statute
        assert statute is not None and designation.source is not None
        name = STATUTES[statute]
        where = statute_in_words(designation.source.name)
        kinds = [
            kind for kind in designation.messages or () if not designation.beside or kind not in _OBJECTIONS
        ]
        words = enumerate_words((MESSAGES[kind] for kind in kinds), "of") or "een bericht"
        key = f"{statute.value}-{number}"

        def text(refs: Refs) -> str:
            if not designation.beside:
                what = f"{words} op grond van de {name}"
                if departing := refs.departing(
                    key, [other for other in (*self._departed, "own-annex") if other in refs.places]
                ):
                    return f"{departing}geldt voor {what} {the_channels(channels)}, gelet op {where}."
                return f"Voor {what} geldt {the_channels(channels)}, gelet op {where}."
            who = "Een dienstverrichter" if statute is Statute.DIENSTENWET else "De afzender"
            there = refs.articles(provision.key for provision in self.wide)
            beside = f"naast het kanaal, bedoeld in {there}, " if there else ""
            what = f"{words} waarop de {name} van toepassing is"
            said = f"{who} kan {what}, {beside}ook zenden via {the_channels(channels)}, gelet op {where}."
            if statute is Statute.DIENSTENWET:
                said += " Dit geldt niet voor een bezwaarschrift of een beroepschrift."
            return said

        return Provision(key, statute.value, name, text)

    def _other_messages(self) -> Iterator[Provision]:
        own = [d for d in self.scope.designations if d.covers is not Covers.OFFICIAL]
        others_only = [d for d in own if d.covers is Covers.OTHER]
        if own:
            text = (
                "Een ander bericht kan langs elektronische weg worden gezonden via het kanaal dat de bijlage voor dat type "
                "bericht vermeldt."
            )
            yield Provision("other-annex", "other", "Andere berichten", always(text), _marks(others_only))
        if self.scope.opened:
            text = (
                "Een ander bericht kan langs elektronische weg worden gezonden voor zover het bestuursorgaan op zijn website "
                "kenbaar heeft gemaakt dat deze weg is geopend."
            )
            if own:
                text = text.replace("Een ander bericht kan", "Een ander bericht kan ook", 1)
            yield Provision("other", "other", "Andere berichten", always(text))

    def _channels_of(self, designations: list[Designation]) -> list[Channel]:
        names = dict.fromkeys(name for designation in designations for name in designation.channels)
        return list(self.scope.named_channels(tuple(names)))


def _group_of(designation: Designation) -> str:
    kinds = set(designation.messages or ())
    if kinds & _OBJECTIONS and kinds <= {*_HEADINGS, MessageKind.NOTICE_OF_DEFAULT}:
        return "objection"
    return "complaint" if kinds == {MessageKind.COMPLAINT} else "kinds"


def _marks(designations: list[Designation]) -> tuple[Mark, ...]:
    return tuple(Mark(d.place, d.source, d.article) for d in designations)


def designated_ways(scope: Scope, designation: Designation) -> tuple[str, str]:
    """The verb that fits, and what is designated: ``is``, ``het kanaal Contactformulier aangewezen``."""
    if BY_INVITATION in designation.channels:
        return "is", "de wijze van verzenden aangewezen die in de uitnodiging staat"
    if BY_EXECUTOR in designation.channels:
        return "is", "het eigen kanaal van die uitvoerder aangewezen, zoals de bijlage dat vermeldt"
    verb, names = designates(list(scope.named_channels(designation.channels)))
    return verb, f"{names} aangewezen"


_GROUP, _HEADING = "amendment", "Wijziging"


def amendments(scope: Scope) -> tuple[Provision, ...]:
    """The articles of an amendment.

    What it says has to be what its frozen annex makes of it: a rule also answers for products that come later, a row
    for its own message alone.
    """
    found = [*_rules(scope), *_no_longer_beside(scope), *_rows(scope)]
    if scope.withdrawals:
        ended = "Een aanwijzing die de bijlage bij dit besluit als ingetrokken vermeldt, vervalt."
        found.append(Provision("ended", _GROUP, _HEADING, always(ended), scope.withdrawals))
    return (*found, *requirements(scope))


def _rules(scope: Scope) -> Iterator[Provision]:
    """A member for each wide rule: another text for the member that had it, or a rule that is new."""
    assert scope.amends is not None
    earlier = _earlier(scope, scope.amends)
    restated = _restated(scope, scope.amends)
    for number, designation in enumerate(scope.designations, 1):
        if designation.place in restated:
            article, said = restated[designation.place]
            text = f'Artikel {article} van {the_title(scope.amends.short_title)} komt te luiden: "{said}"'
        else:
            text = _new(scope, designation, earlier.get(rule_of(designation).selectors))
        mark = Mark(designation.place, designation.source, designation.article)
        yield Provision(f"changed-{number}", _GROUP, _HEADING, always(text), (mark,))


def _no_longer_beside(scope: Scope) -> Iterator[Provision]:
    for number, designation in enumerate(scope.withdrawn_beside, 1):
        verb, what = designated_ways(scope, designation)
        text = f"Voor {message_words(scope.register, designation)} {verb} {what.removesuffix(' aangewezen')} niet langer ook aangewezen."
        mark = Mark(designation.place, designation.source, designation.article)
        yield Provision(f"no-longer-beside-{number}", _GROUP, _HEADING, always(text), (mark,))


def _rows(scope: Scope) -> Iterator[Provision]:
    assert scope.amends is not None
    # When the registers say nothing of it yet, rows are what an amendment mostly brings.
    withdraws = bool(scope.withdrawals or scope.withdrawn_beside)
    if scope.designations or scope.own_rules or not withdraws:
        unless = ", tenzij daar staat dat het is ingetrokken" if withdraws else ""
        text = (
            f"Voor een type bericht dat de bijlage bij dit besluit vermeldt, is het daar vermelde kanaal aangewezen{unless}. "
            f"Voor zover voor dat type bericht op grond van {the_title(scope.amends.short_title)} al een kanaal was aangewezen, komt het "
            "daarvoor in de plaats."
        )
        marks = tuple(dict.fromkeys(own.said for own in scope.own_rules))
        yield Provision("amendment", _GROUP, _HEADING, always(text), marks)


def _new(scope: Scope, designation: Designation, old: Designation | None) -> str:
    """That a channel is designated, and in the place of which, where there was one."""
    words = message_words(scope.register, designation)
    if designation.covers is Covers.OTHER:
        words = words.replace("een bericht", "een ander bericht", 1)
    if rank_of(designation) is Rank.FALLBACK and designation.initiative is None:
        words = f"{words.rstrip(',')} waarvoor niet in een ander kanaal is voorzien,"
    verb, what = designated_ways(scope, designation)
    beside = "ook " if designation.beside else ""
    instead = f", in plaats van {designated_ways(scope, old)[1].removesuffix(' aangewezen')}" if old else ""
    return capitalised(f"voor {words} {verb} {beside}{what}{instead}.")


def _earlier(scope: Scope, amended: Decision) -> dict[object, Designation]:
    """The rules of what is amended, and of its earlier amendments, by their selectors."""
    register = scope.register
    chain = [
        amended,
        *(d for d in register.decisions if d.amends == amended.id and d.id != scope.id and d.adopted),
    ]
    return {rule_of(rule).selectors: rule for decision in chain for rule in _rules_of(scope, decision)}


def _rules_of(scope: Scope, decision: Decision) -> tuple[Designation, ...]:
    if annex := scope.register.annex_of(decision.id, date.max):
        return annex.rules
    return tuple(
        d for d in scope.register.designations if d.source is not None and d.source.decision == decision.id
    )


def _restated(scope: Scope, amended: Decision) -> dict[Place, tuple[str, str]]:
    """The member of the amended decision that a changed rule is in, and its new text.

    Only where that decision, drafted again, has this one rule in the very member where the register says it stands.
    """
    changed = {rule_of(designation).selectors: designation for designation in scope.designations}
    rules, articles = [], {}
    for old in _rules_of(scope, amended):
        if (new := changed.get(rule_of(old).selectors)) is None:
            rules.append(old)
        else:
            articles[new.place] = old.article
            rules.append(new.model_copy(update={"source": old.source, "article": old.article}))
    whole = Scope(scope.register, amended.id, amended.authorities, (), rules=tuple(rules))
    first = Provision("definitions", "definitions", "", always(""))
    provisions = Provisions(whole, general=not whole.of_rank(Rank.DOMAIN)).all
    _, refs = numbered((first, *provisions), amended.id)
    found = {}
    for provision in provisions:
        places = {mark.place for mark in provision.marks}
        for place in places if len(places) == 1 else ():
            where = refs.place(provision.key)
            if place in articles and parsed(where) == parsed(articles[place]):
                found[place] = f"{where}," if "," in where else where, provision.text(refs)
    return found
