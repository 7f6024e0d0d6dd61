"""Puts a question with a name to the tables of a harvest: finds what somebody means, and what is usual where nobody says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from wmebv_site.diagnostics import Refused, did_you_mean, printable
from wmebv_site.fleet.opening import Outcome, Store
from wmebv_site.fleet.question import BETWEEN, FOR_EVER, FROM, KNOWN, TWENTY, UNTIL, Parameter, Question, Sort
from wmebv_site.fleet.questions import BY_NAME
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
            raise Refused(f"{each.text} Typ: wmebv fleet query {question.name} {each.shown}")
    found: dict[str, str] = {}
    for each in reversed(question.parameters):  # the last day first: the first one hangs on it
        text = texts.get(each.name)
        match each.sort:
            case Sort.DAY:
                found[each.name] = _a_day(text) if text else _usual_day(store, each, found)
            case Sort.PRODUCT:
                found[each.name] = _a_product(store, text or "")
            case Sort.PRODUCTS:
                parts = [part.strip() for part in text.split(",")] if text else list(TWENTY)
                found[each.name] = BETWEEN.join(_a_product(store, part) for part in parts if part)
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
    return (
        first + timedelta(days=min(last.day, _days_in(first)) - 1 if parameter is FROM else 0)
    ).isoformat()


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


def _a_product(store: Store, text: str) -> str:
    """By what a product is known to all: its name in the UPL, or else the id that a municipality gave it."""
    text = text.strip().replace(BETWEEN, "")
    same = "SELECT DISTINCT coalesce(upl, product) FROM now WHERE product = $product OR upl = $product ORDER BY 1"
    known = [row[0] for row in store.ask(same, {"product": text}).rows]
    if text in known or len(known) == 1:
        return text if text in known else known[0]
    if known:
        raise Refused(
            f"Met '{printable(text)}' bedoelen gemeenten niet hetzelfde. Kies uit: {', '.join(known)}."
        )
    names = _upl_names()
    if slug := names.get(text.casefold()):
        return slug
    subjects = store.ask("SELECT DISTINCT coalesce(upl, product) FROM now").rows
    hint = did_you_mean(text, [*names, *(row[0] for row in subjects)])
    raise Refused(
        f"Het product '{printable(text)}' staat niet in de UPL, en bij geen gemeente. "
        f"{hint or 'Alle producten leest u met: wmebv fleet query producten'}"
    )


@cache
def _upl_names() -> dict[str, str]:
    """The names of the national list, and how each stands in an address."""
    found: dict[str, str] = {}
    for uri, name in packaged_upl().names.items():
        slug = uri.removeprefix(BASE)
        found |= {name.name.casefold(): slug, slug.casefold(): slug}
    return found
