"""What a decision says that amends another: rule by rule in its text, row by row in its annex."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.decisions._from_drafting_requirements import requirements
from wmebv_site.decisions.legal_words import message_words, the_title
from wmebv_site.decisions.numbering import Provision, always, numbered, parsed
from wmebv_site.decisions.provisions import Provisions, ways_named
from wmebv_site.decisions.scope import Mark, Scope
from wmebv_site.designation.rule import Rank, rank_of, rule_of
from wmebv_site.diagnostics import Place
from wmebv_site.dutch import capitalised
from wmebv_site.register.channels import Designation
from wmebv_site.register.content import Decision
from wmebv_site.register.terms import Covers

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
        verb, what = ways_named(scope, designation)
        text = f"Voor {message_words(scope.register, designation)} {verb} {what.removesuffix(' aangewezen')} niet langer ook aangewezen."
        mark = Mark(designation.place, designation.source, designation.article)
        yield Provision(f"no-longer-beside-{number}", _GROUP, _HEADING, always(text), (mark,))


def _rows(scope: Scope) -> Iterator[Provision]:
    assert scope.amends is not None
    # When the registers say nothing of it yet, rows are what an amendment mostly brings.
    if scope.designations or scope.own_rules or scope.withdrawn_beside or not scope.withdrawals:
        text = (
            "Voor een type bericht dat de bijlage bij dit besluit vermeldt, is het daar vermelde kanaal aangewezen. Voor zover "
            f"voor dat type bericht op grond van {the_title(scope.amends.short_title)} al een kanaal was aangewezen, komt het "
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
    verb, what = ways_named(scope, designation)
    beside = "ook " if designation.beside else ""
    instead = f", in plaats van {ways_named(scope, old)[1].removesuffix(' aangewezen')}" if old else ""
    return capitalised(f"voor {words} {verb} {beside}{what}{instead}.")


def _earlier(scope: Scope, amended: Decision) -> dict[object, Designation]:
    """The rules of what is amended, and of its earlier amendments, by their selectors."""
    register = scope.register
    chain = [amended, *(d for d in register.decisions if d.amends == amended.id and d.id != scope.id and d.adopted)]
    return {rule_of(rule).selectors: rule for decision in chain for rule in _rules_of(scope, decision)}


def _rules_of(scope: Scope, decision: Decision) -> tuple[Designation, ...]:
    if annex := scope.register.annexes.get(decision.id):
        return annex.rules
    return tuple(d for d in scope.register.designations if d.source is not None and d.source.decision == decision.id)


def _restated(scope: Scope, amended: Decision) -> dict[Place, tuple[str, str]]:
    """The member of the amended decision that a changed rule is in, and its new text.

    Only where that decision, drafted again, has this one rule in the very member where the register says it stands.
    """
    changed = {rule_of(designation).selectors: designation for designation in scope.designations}
    rules, articles = [], {}
    for old in _rules_of(scope, amended):
        new = changed.get(rule_of(old).selectors)
        if new is not None:
            articles[new.place] = old.article
            old = new.model_copy(update={"source": old.source, "article": old.article})
        rules.append(old)
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
