"""Rules about the duty of care: whether there is help, for everything that may be difficult, and a policy behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wmebv_site.diagnostics import Diagnostic, Place, did_you_mean
from wmebv_site.register.files import HELP_TEXT
from wmebv_site.register.register import Register
from wmebv_site.register.support import Barrier, Support
from wmebv_site.register.terms import PolicyKind, SupportKind
from wmebv_site.rules.base import Context, Finder, rule

_IN_PERSON = frozenset(
    {
        SupportKind.DESK,
        SupportKind.HOME_VISIT,
        SupportKind.LIBRARY,
        SupportKind.FORM_HELP,
        SupportKind.CLIENT_SUPPORT,
    }
)


def by_telephone(support: Iterable[Support]) -> bool:
    """Whether one can telephone for any of this help."""
    return any(each.phone for each in support)


def in_person(support: Iterable[Support]) -> bool:
    """Whether a person helps a person with any of it."""
    return any(each.kind in _IN_PERSON for each in support)


def help_with(barrier: Barrier, support: Iterable[Support]) -> tuple[Support, ...]:
    """The help that a barrier names, then the help that names the barrier."""
    there = {each.id: each for each in support}
    others = [name for name, each in there.items() if barrier.id in each.for_]
    return tuple(there[name] for name in dict.fromkeys([*barrier.support, *others]) if name in there)


_ADD_FILE = "Voeg in 'content/hulp' een bestand toe, bijvoorbeeld"


@rule("WMEBV217")
def unknown_policy(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een beleid of een besluit waar een belemmering naar verwijst, bestaat niet.

    Bij een belemmering kunt u zeggen waar zij in staat. Schrijf 'beleid:' of 'besluit:' met de naam van het bestand in
    content/beleid of content/besluiten. Schrijf anders 'wet:' met de wet en het artikel.

        barriers:
          - {id: lezen, name: Ik vind lezen moeilijk, support: [balie], source: "beleid:zorgplicht-2026"}

    Grondslag: goede praktijk.
    """
    known = {
        "beleid": {policy.id for policy in context.register.policies},
        "besluit": set(context.register.decision_by_id),
    }
    for barrier in _barriers(context.register):
        kind, _, name = (barrier.source or "").partition(":")
        if name not in known.get(kind, {name}):
            what = "Het beleid" if kind == "beleid" else "Het besluit"
            hint = (
                did_you_mean(name, known[kind])
                or f"Controleer de naam van het bestand in de map van het {kind}."
            )
            yield find.error(barrier.place_of("source"), f"{what} '{name}' bestaat niet.", hint)


@rule("WMEBV329")
def too_little_support(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Er is geen hulp, of er ontbreekt een vorm van hulp.

    Een gemeente zorgt voor passende ondersteuning bij contact met de overheid. Zorg ten minste voor hulp per telefoon
    en voor hulp van mens tot mens: aan de balie, in de bibliotheek, in de buurt of bij iemand thuis. Elke vorm van
    hulp is een bestand in 'content/hulp'. Wie hulp vraagt, hoeft daarvoor niet in te loggen:

        title: Hulp per telefoon
        kind: telefoon
        phone: 14 0123
        login_needed: nee

    Grondslag: artikel 2:1, eerste lid, Awb.
    """
    register = context.register
    there = [support for support in register.support if support.there_on(context.today)]
    start = register.help_index.place if register.help_index else Place(HELP_TEXT)
    if not there:
        text = "De gemeente noemt geen enkele vorm van hulp (artikel 2:1, eerste lid, Awb)."
        yield find.error(start, text, f"{_ADD_FILE} 'telefoon.md'.")
        return
    if not by_telephone(there):
        yield find.warning(start, "Er is geen hulp per telefoon.", f"{_ADD_FILE} 'telefoon.md', met 'phone'.")
    if not in_person(there):
        yield find.warning(
            start, "Er is geen balie of andere hulp van mens tot mens.", f"{_ADD_FILE} 'balie.md'."
        )
    for support in there:
        if support.login_needed:
            text = f"Voor '{support.title}' moet iemand eerst inloggen."
            hint = "Zorg dat iemand zonder inloggen om hulp kan vragen."
            yield find.warning(support.place_of("login_needed"), text, hint)


@rule("WMEBV354")
def out_of_reach(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Van een vorm van hulp staat niet hoe iemand die bereikt.

    Hulp waar geen telefoonnummer, adres, e-mailadres of website bij staat, kan niemand vinden. Noem er ten minste één:

        phone: 14 0123
        address: Kerkplein 2, Voorbeeld

    Grondslag: artikel 2:1, eerste lid, Awb.
    """
    for support in context.register.support:
        if support.there_on(context.today) and not (
            support.phone or support.email or support.address or support.url
        ):
            text = f"Bij '{support.title}' staat niet hoe iemand deze hulp bereikt."
            yield find.warning(support.place, text, "Voeg 'phone', 'address', 'email' of 'url' toe.")


@rule("WMEBV330")
def barrier_or_policy_missing(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bij een belemmering staat geen hulp, of het beleid voor de zorgplicht ontbreekt.

    Wat moeilijk kan zijn, staat in 'content/hulp/index.md'. Achter elke belemmering hoort ten minste één vorm van
    hulp. Welke ondersteuning de gemeente geeft, staat in beleid dat iedereen kan lezen. Maak daarvoor een bestand in
    'content/beleid'. 'wmebv policy draft' schrijft een concept. Is het vastgesteld? Vul dan de dag in, en waar het
    staat:

        title: Beleid passende ondersteuning
        kind: zorgplicht
        adopted_by: college
        adopted: 2025-11-18
        document: https://www.voorbeeld.example/zorgplicht.pdf

    Grondslag: artikel 2:1, eerste lid, Awb.
    """
    register = context.register
    for barrier in _barriers(register):
        if not help_with(barrier, register.support):
            text = f"Bij '{barrier.name}' staat geen enkele vorm van hulp."
            yield find.warning(barrier.place_of("support"), text, "Noem de hulp bij 'support'.")
    policies = [policy for policy in register.policies if policy.kind is PolicyKind.DUTY_OF_CARE]
    if not policies:
        start = register.help_index.place if register.help_index else Place(HELP_TEXT)
        text = "Er is geen beleid voor de zorgplicht."
        yield find.warning(start, text, "Voeg het toe in 'content/beleid', of typ 'wmebv policy draft'.")
    elif not any(policy.adopted for policy in policies):
        text = "Het beleid voor de zorgplicht is nog niet vastgesteld."
        yield find.warning(
            policies[0].place_of("adopted"), text, "Vul 'adopted' in zodra het is vastgesteld."
        )
    for policy in policies:
        if policy.adopted and policy.publication is None and policy.document is None:
            text = f"Bij '{policy.title}' staat niet waar iedereen het beleid kan vinden."
            yield find.warning(
                policy.place_of("document"), text, "Voeg 'document' of 'publication' toe, met het adres."
            )


def _barriers(register: Register) -> tuple[Barrier, ...]:
    return register.help_index.barriers if register.help_index else ()
