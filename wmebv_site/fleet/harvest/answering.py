"""Puts a question with a name to the tables of a harvest: finds what somebody means, and what is usual where nobody says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from wmebv_site.designation.decisions import WMEBV_IN_FORCE
from wmebv_site.diagnostics import Refused, did_you_mean, printable
from wmebv_site.dutch import uncapitalised
from wmebv_site.fleet.harvest.opening import Outcome, Store
from wmebv_site.fleet.harvest.question import (
    BETWEEN,
    FOR_EVER,
    FROM,
    KNOWN,
    TWENTY,
    UNTIL,
    Parameter,
    Question,
    Sort,
)
from wmebv_site.fleet.harvest.questions import BY_NAME
from wmebv_site.project.load import packaged_upl
from wmebv_site.register.upl import BASE

_MONTHS = 24


def answer(store: Store, name: str, *said: str) -> Outcome:
    """The answer to the question with a name. Raises Refused."""
    question = named(name)
    return question.answer(store, asked(store, question, said))


def named(name: str) -> Question:
    """The question with a name. Raises Refused, with what comes near."""
    if name in BY_NAME:
        return BY_NAME[name]
    hint = did_you_mean(name, BY_NAME) or "Alle vragen leest u met: wmebv fleet query"
    raise Refused(f"De vraag '{printable(name)}' bestaat niet. {hint}")


def asked(store: Store, question: Question, said: Sequence[str]) -> dict[str, str]:
    """A text for each parameter: what somebody says of them, in their order, or else what is usual. Raises Refused."""
    if len(said) > len(question.parameters):
        shown = " ".join(each.shown for each in question.parameters)
        wanted = f"Typ: wmebv fleet query {question.name} {shown}" if shown else "Bij deze vraag hoort niets."
        raise Refused(f"'{printable(said[len(question.parameters)])}' hoort hier niet. {wanted}")
    texts = dict(zip((each.name for each in question.parameters), said, strict=False))
    for each in question.parameters:
        if each.name not in texts and each.needed:
            raise Refused(
                f"Bij de vraag '{question.name}' hoort {each.shown}: {uncapitalised(each.text)} "
                f"Typ: wmebv fleet query {question.name} {each.shown}"
            )
    found: dict[str, str] = {}
    for each in reversed(question.parameters):  # the last day first: the first one hangs on it
        text = texts.get(each.name)
        match each.sort:
            case Sort.DAY:
                found[each.name] = _a_day(text) if text else _usual_day(store, each, found)
                if text and each is KNOWN:
                    _refuse_before_the_first(store, text)
            case Sort.PRODUCT:
                (found[each.name],) = _subjects(store, [text or ""])
            case Sort.PRODUCTS if text:
                found[each.name] = BETWEEN.join(
                    _subjects(store, filter(None, map(str.strip, text.split(","))))
                )
            case Sort.PRODUCTS:
                found[each.name] = BETWEEN.join(TWENTY)
    if "first" in found and found["first"] > found["last"]:
        raise Refused(f"De eerste dag ligt na de laatste: {found['first']} komt na {found['last']}.")
    return {each.name: found[each.name] for each in question.parameters}


def _usual_day(store: Store, parameter: Parameter, found: Mapping[str, str]) -> str:
    if parameter is KNOWN:
        return FOR_EVER
    if parameter is UNTIL:
        ((newest,),) = store.ask("SELECT max(built_for) FROM municipalities").rows
        return newest or date.min.isoformat()
    last = date.fromisoformat(found["last"])
    back = 1 if parameter is FROM else _MONTHS
    number = max(last.year * 12 + last.month - 1 - back, 12)
    first = date(number // 12, number % 12 + 1, 1)
    if parameter is not FROM:  # before the rules on channels held there is no progress to tell of
        first = min(max(first, WMEBV_IN_FORCE), last)
    return (
        first + timedelta(days=min(last.day, _days_in(first)) - 1 if parameter is FROM else 0)
    ).isoformat()


def _refuse_before_the_first(store: Store, day: str) -> None:
    """Nought everywhere would look as if no channel was needed then."""
    ((first,),) = store.ask("SELECT min(known_from) FROM intervals").rows
    if first and day < first:
        raise Refused(f"Op {day} was nog niets bekend. De eerste oogst is van {first}.")


def _days_in(first: date) -> int:
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def _a_day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Refused(f"'{printable(text)}' is geen dag. Schrijf een dag als 2026-01-31.")
    return text


def _subjects(store: Store, texts: Iterable[str]) -> Iterator[str]:
    """By what each product is known to all: its name in the UPL, or else the id that a municipality gave it."""
    known: dict[str, set[str]] = defaultdict(set)
    for subject, product in store.ask("SELECT DISTINCT coalesce(upl, product), product FROM now").rows:
        known[subject].add(subject)
        known[product].add(subject)
    names = _upl_names()
    for text in texts:
        meant = known.get(text, ())
        if text in meant:
            yield text
        elif len(meant) > 1:
            listed = ", ".join(map(printable, sorted(meant)))
            raise Refused(f"Met '{printable(text)}' bedoelen gemeenten niet hetzelfde. Kies uit: {listed}.")
        elif slug := next(iter(meant), None) or names.get(text.casefold()):
            yield slug
        else:
            hint = (
                did_you_mean(text, [*names, *known])
                or "Alle producten leest u met: wmebv fleet query producten"
            )
            raise Refused(
                f"Het product '{printable(text)}' staat niet in de UPL, en bij geen gemeente. {hint}"
            )


@cache
def _upl_names() -> dict[str, str]:
    """The names of the national list, and how each stands in an address."""
    found: dict[str, str] = {}
    for uri, name in packaged_upl().names.items():
        slug = uri.removeprefix(BASE)
        found |= {name.name.casefold(): slug, slug.casefold(): slug}
    return found
