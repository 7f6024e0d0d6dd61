"""Drafts the duty-of-care policy from the register: per target group the barrier, the support and what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from wmebv_site.decisions.legal_words import municipality_name
from wmebv_site.diagnostics import Place, Refused
from wmebv_site.dutch import LANGUAGE, as_sentence, enumerate_words, in_words, telephone_in_groups
from wmebv_site.register.markup import as_words
from wmebv_site.register.register import Register
from wmebv_site.register.support import Support
from wmebv_site.register.terms import AuthorityKind, Fact, SupportKind
from wmebv_site.register.yaml_text import in_quotes
from wmebv_site.rules.support import help_with
from wmebv_site.site.opening_hours import (
    open_days_in_a_sentence,
    other_days,
    other_days_in_a_sentence,
    week,
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the register doesn't say yet and a policy should: the place, and one sentence."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """The text of ``content/beleid/<id>.md``, and what is missing for a whole policy."""

    text: str
    missing: tuple[Missing, ...]


def policy_draft(register: Register, today: date) -> PolicyDraft:
    """Draft the policy that the register describes. Raises Refused when it names no help at all."""
    # What has stopped, or has yet to begin, is no help that a policy can promise.
    register = replace(register, support=tuple(each for each in register.support if each.there_on(today)))
    if not register.support:
        raise Refused("De registers noemen nog geen hulp. Maak eerst een bestand in 'content/hulp'.")
    parts = [
        _front_matter(register, today),
        _why(register),
        _principles(register),
        _groups(register),
        _support(register, today),
        _acting(register),
        _OUTAGE,
        _KEPT,
    ]
    return PolicyDraft("\n\n".join(part for part in parts if part) + "\n", tuple(_missing(register)))


_OUTAGE = """## Als een kanaal niet werkt

Kon u uw bericht door een storing niet op tijd sturen? Dan tellen wij de tijd van de storing niet mee."""
_KEPT = """## Bekendmaking en onderhoud

Dit beleid staat op onze website. U kunt het daar lezen, zonder in te loggen. Wij kijken het elk jaar na, samen met wie hulp kreeg."""


def _front_matter(register: Register, today: date) -> str:
    own = [authority for authority in register.authorities if authority.kind is not AuthorityKind.EXTERNAL]
    first = next(
        (authority for authority in own if authority.kind is AuthorityKind.EXECUTIVE), own[0] if own else None
    )
    title = f"Beleid passende ondersteuning {register.municipality.name} {today.year}"
    lines = ["---", f"title: {in_quotes(title)}", "kind: zorgplicht"]
    lines += [f"adopted_by: {first.id}"] if first else []
    lines += [
        "# Vul deze regels in zodra het beleid is vastgesteld. Tot die dag komt het niet op de website.",
        "# adopted: JJJJ-MM-DD",
        "# publication: https://…    # alleen als het in het Gemeenteblad staat",
        "# document: https://…       # waar iedereen het vastgestelde document kan vinden",
        "version: concept",
        "---",
    ]
    return "\n".join(lines)


def _why(register: Register) -> str:
    name = as_words(municipality_name(register.municipality.name))
    why = (
        f"Iedereen moet {name} een bericht kunnen sturen, digitaal of op papier. Wij geven daarbij passende "
        "ondersteuning. Dat vraagt artikel 2:1, eerste lid, van de Algemene wet bestuursrecht."
    )
    return f"""## Waarom dit beleid

{why}

U mag zich laten helpen of laten vertegenwoordigen. Dat staat in artikel 2:1, tweede en derde lid."""


def _principles(register: Register) -> str:
    lines = [
        "## Uitgangspunten",
        "",
        "- Ondersteuning past als het u lukt om het bericht te sturen.",
        "- Er is hulp voor iedereen, en hulp op maat als u meer nodig hebt.",
        "- U kiest zelf hoe u contact zoekt.",
        "- U mag officiële berichten digitaal sturen. U mag ook per post schrijven.",
    ]
    if not any(support.login_needed for support in register.support):
        lines.append("- Vraagt u om hulp? Dan hoeft u niet in te loggen.")
    return "\n".join(lines)


def _groups(register: Register) -> str:
    barriers = register.help_index.barriers if register.help_index else ()
    if not barriers:
        return ""
    parts = [
        "## Wie wij ondersteunen",
        "Boven elke lijst staat wat er moeilijk is. Daaronder staat welke hulp er is en wat wij u vragen.",
    ]
    for barrier in barriers:
        helping = help_with(barrier, register.support)
        lines = [f"### {as_words(barrier.name)}", ""]
        lines += [f"- {_title_and_summary(support)}" for support in helping] or [
            "- Hiervoor is nog geen hulp."
        ]
        asked = (
            as_words(barrier.expected)
            if barrier.expected
            else "Vul aan wat de inwoner of ondernemer zelf doet."
        )
        lines += ["", f"**Wat wij u vragen**: {asked}"]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _title_and_summary(support: Support) -> str:
    return " ".join(_sentence(text) for text in (support.title, support.summary) if text)


def _support(register: Register, today: date) -> str:
    parts = ["## Onze hulp"]
    holidays = register.help_index.holidays if register.help_index else ()
    if closed := [f"{in_words(day.date)} ({as_words(day.name)})" for day in holidays if day.date >= today]:
        parts.append(
            f"Op deze dagen is alle hulp dicht: {enumerate_words(closed, 'en')}. Staat er bij een hulp zelf iets anders? Dan geldt dat."
        )
    for support in register.support:
        lines = [f"### {as_words(support.title)}", ""]
        lines += [f"- {line}" for line in _facts(support, today)] or [
            "- Vul aan hoe iemand deze hulp bereikt."
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _facts(support: Support, today: date) -> Iterator[str]:
    reached = [telephone_in_groups(support.phone) if support.phone else None, support.email, support.address]
    if support.url:
        reached.append(f"{'chat' if support.kind is SupportKind.CHAT else 'website'} {support.url}")
    if found := [as_words(text) for text in reached if text]:
        yield f"Bereikbaar: {'; '.join(found)}."
    yield from _listed("Open", filter(None, [open_days_in_a_sentence(week(support.opening_hours))]))
    yield from _listed(
        "Andere tijden", filter(None, [other_days_in_a_sentence(other_days(support, (), today))])
    )
    if support.languages:
        yield f"Talen: {as_words(enumerate_words((LANGUAGE.get(each, each) for each in support.languages), 'en'))}."
    yield from _listed("Norm", support.norms)
    yield from _listed("Toegankelijk", support.accessibility)
    if support.cost:
        yield f"Kosten: {_sentence(support.cost)}"
    if support.provider:
        yield f"Hulp van: {_sentence(support.provider)}"


def _listed(term: str, texts: Iterable[str]) -> Iterator[str]:
    if said := " ".join(_sentence(text) for text in texts):
        yield f"{term}: {said}"


def _acting(register: Register) -> str:
    able = [channel.name for channel in register.channels if channel.representation is Fact.YES]
    unable = [channel.name for channel in register.channels if channel.representation is Fact.NO]
    parts = ["## Iemand anders laten handelen"]
    if able:
        parts.append("Bij deze kanalen kan iemand anders voor u handelen, met uw machtiging:")
        parts.append("\n".join(f"- {as_words(name)}" for name in able))
    if unable:
        parts.append(
            "Bij deze kanalen werkt een machtiging nog niet. Iemand mag u wel helpen, of namens u een brief sturen:"
        )
        parts.append("\n".join(f"- {as_words(name)}" for name in unable))
    if not able and not unable:
        parts.append("Iemand anders mag namens u handelen. Wij leggen uit hoe dat kan.")
    return "\n\n".join(parts)


def _missing(register: Register) -> Iterator[Missing]:
    barriers = register.help_index.barriers if register.help_index else ()
    for barrier in barriers:
        if not help_with(barrier, register.support):
            yield Missing(barrier.place, f"Bij '{barrier.name}' staat nog geen hulp.")
        if barrier.expected is None:
            yield Missing(
                barrier.place, f"Bij '{barrier.name}' staat niet wat u van mensen vraagt ('expected')."
            )
    for support in register.support:
        if not support.norms:
            yield Missing(support.place, f"Bij '{support.title}' staat geen norm ('norms').")
        if support.address and not support.accessibility:
            yield Missing(
                support.place, f"Bij '{support.title}' staat niet hoe toegankelijk het is ('accessibility')."
            )
        if not (support.phone or support.email or support.address or support.url):
            yield Missing(support.place, f"Bij '{support.title}' staat niet hoe iemand deze hulp bereikt.")
    for channel in register.channels:
        if channel.representation is Fact.UNKNOWN:
            text = f"Bij '{channel.name}' staat niet of iemand anders het mag gebruiken ('representation')."
            yield Missing(channel.place, text)


def _sentence(text: str) -> str:
    return as_words(as_sentence(text))
