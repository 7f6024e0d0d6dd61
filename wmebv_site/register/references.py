"""Whether every name in the registers is given once and exists, and whether decisions follow each other in a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from wmebv_site.diagnostics import Code, Diagnostic, Place, did_you_mean
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import Decision
from wmebv_site.register.entry import Name, Refers, Visit, half_given, names, unread_in
from wmebv_site.register.products import Product
from wmebv_site.register.terms import MessageKind
from wmebv_site.register.values import is_slug, slugify
from wmebv_site.register.yaml import YamlList, YamlMapping

_EXPLAIN_UNKNOWN = (
    "Een naam die ergens wordt gebruikt, moet in het register bestaan. Meestal is het een typefout, of is het onderdeel "
    "hernoemd of verwijderd."
)
UNKNOWN = {
    "kanaal": Code("WMEBV201", "Een kanaal bestaat niet", _EXPLAIN_UNKNOWN),
    "bestuursorgaan": Code("WMEBV202", "Een bestuursorgaan bestaat niet", _EXPLAIN_UNKNOWN),
    "domein": Code("WMEBV203", "Een domein bestaat niet", _EXPLAIN_UNKNOWN),
    "uitvoerder": Code("WMEBV204", "Een uitvoerder bestaat niet", _EXPLAIN_UNKNOWN),
    "besluit": Code("WMEBV205", "Een besluit bestaat niet", _EXPLAIN_UNKNOWN),
    "product": Code("WMEBV206", "Een product bestaat niet", _EXPLAIN_UNKNOWN),
    "belemmering": Code("WMEBV212", "Een belemmering bestaat niet", _EXPLAIN_UNKNOWN),
    "hulp": Code("WMEBV213", "Een vorm van hulp bestaat niet", _EXPLAIN_UNKNOWN),
}
NOT_UNIQUE = Code(
    "WMEBV207",
    "Een id komt twee keer voor",
    "Een id hoort bij één ding, want ze staat in het adres van de pagina. Kies voor het tweede een andere id. Een id "
    "die vroeger gold (bij 'formerly') kan ook niet nog eens worden gebruikt.",
)
_ARTICLE = {
    "product": "Het product",
    "domein": "Het domein",
    "kanaal": "Het kanaal",
    "besluit": "Het besluit",
}
_ARTICLE |= {"bestuursorgaan": "Het bestuursorgaan", "bericht": "Het bericht"}


def reference_diagnostics(
    found: Iterable[Visit], files: dict[str, dict[str, Place]], unread: frozenset[str]
) -> list[Diagnostic]:
    """Judge all names. ``files`` gives names that files have (kind, name, place); ``unread`` are the kinds of which
    not all are known because a file could not be read: names of those kinds are not judged."""
    given: dict[str, dict[str, Place]] = defaultdict(dict)
    half: dict[str, set[str]] = defaultdict(set)
    for kind, listed in files.items():
        given[kind] |= {name: place for name, place in listed.items() if is_slug(name)}
        half[kind] |= {slugify(name) for name in listed if not is_slug(name)}
    used: list[Name] = []
    diagnostics: list[Diagnostic] = []
    former: list[tuple[str, Place]] = []
    found = list(found)
    standard = [
        m
        for visit in found
        if visit.model is ChannelsFile
        for m in _mappings(visit.data, "standard_messages")
    ]
    for visit in found:
        unread |= set(unread_in(visit))
        for kind, shadow in half_given(visit):
            half[kind].add(shadow)
        for name in names(visit):
            if isinstance(name.mark, Refers):
                used.append(name)
            elif name.mark.kind != "bericht" and is_slug(name.value):
                diagnostics += _give(given[name.mark.kind], name)
        if visit.model is Product:
            former += _items(visit.data, "formerly")
            diagnostics += _message_ids(visit.data, standard)
    diagnostics += _former_ids(given["product"], former)
    diagnostics += _standard_ids(standard)
    for name in used:
        kind, also = name.mark.kind, name.mark.also if isinstance(name.mark, Refers) else frozenset()
        if kind in unread or name.value in given[kind] or name.value in also:
            continue
        known = [*given[kind], *sorted(also)]
        hint = did_you_mean(name.value, known)
        if half[kind] and (hint is None or any(_alike(name.value, shadow) for shadow in half[kind])):
            continue  # most likely the one whose id was refused, and that was said there
        if hint is None:
            hint = _offer(kind, known)
        label = _ARTICLE.get(kind, f"De {kind}") if kind != "hulp" else "De hulp"
        diagnostics.append(UNKNOWN[kind].at(name.place, f"{label} '{name.value}' bestaat niet.", hint))
    return diagnostics


def _offer(kind: str, known: list[str]) -> str:
    if 0 < len(known) <= 8:
        return f"Kies uit: {enumerate_words(known)}."
    return f"Controleer de naam, of voeg deze toe als {kind}."


def _alike(name: str, shadow: str) -> bool:
    return name == shadow or SequenceMatcher(None, name, shadow).ratio() >= 0.6


def _give(known: dict[str, Place], name: Name) -> Iterator[Diagnostic]:
    if name.value in known:
        yield _twice(name.value, name.place, known[name.value])
    else:
        known[name.value] = name.place


def _twice(value: str, place: Place, first: Place) -> Diagnostic:
    hint = f"Kies een andere id; de eerste staat in {first.file} op regel {first.line}."
    return NOT_UNIQUE.at(place, f"De id '{value}' komt al voor.", hint)


def _former_ids(products: dict[str, Place], former: list[tuple[str, Place]]) -> Iterator[Diagnostic]:
    known = dict(products)
    for value, place in former:
        if value in known:
            yield _twice(value, place, known[value])
        else:
            known[value] = place


def _mappings(data: YamlMapping, key: str) -> list[YamlMapping]:
    listed = data.get(key)
    return [each for each in listed if isinstance(each, YamlMapping)] if isinstance(listed, YamlList) else []


def _named(messages: Iterable[YamlMapping]) -> Iterator[tuple[str, Place]]:
    """The name of each message within its product: its id, or its kind."""
    for message in messages:
        key = "id" if "id" in message else "kind"
        value = message.get(key)
        if isinstance(value, str):
            yield value, message.place_of(key)


def _standard_ids(standard: list[YamlMapping]) -> Iterator[Diagnostic]:
    known: dict[str, Place] = {}
    for value, place in _named(standard):
        if value in known:
            hint = f"Verwijder een van beide; het eerste staat op regel {known[value].line}."
            yield NOT_UNIQUE.at(place, f"Er is al een vast bericht '{value}'.", hint)
        known.setdefault(value, place)


def _message_ids(product: YamlMapping, standard: list[YamlMapping]) -> Iterator[Diagnostic]:
    messages = _mappings(product, "messages")
    known: dict[str, Place] = {}
    for value, place in _named(messages):
        if value in known:
            hint = f"Geef een van beide een eigen 'id'; de eerste staat op regel {known[value].line}."
            yield NOT_UNIQUE.at(place, f"Dit product heeft al een bericht '{value}'.", hint)
        else:
            known[value] = place
    kinds = [message.get("kind") for message in messages]
    if MessageKind.APPLICATION.value in kinds:
        for value, _ in _named(message for message in standard if message.get("kind") not in kinds):
            if value in known:
                text = f"Het vaste bericht '{value}' uit channels.yaml hoort ook bij dit product."
                yield NOT_UNIQUE.at(known[value], text, "Geef dit bericht een andere 'id'.")
    for value, place in [former for message in messages for former in _items(message, "formerly")]:
        if value in known:
            hint = f"Verwijder deze id; '{value}' staat ook op regel {known[value].line}."
            yield NOT_UNIQUE.at(place, f"Dit product heeft al een bericht '{value}'.", hint)
        else:
            known[value] = place


def _items(data: YamlMapping, key: str) -> list[tuple[str, Place]]:
    value = data.get(key)
    if not isinstance(value, YamlList):
        return []
    return [(item, value.place_of(number)) for number, item in enumerate(value) if isinstance(item, str)]


ROUND = Code(
    "WMEBV211",
    "Besluiten vervangen of wijzigen elkaar in een kring",
    "Een besluit kan niet zichzelf vervangen of wijzigen, ook niet via andere besluiten. Controleer 'replaces' en "
    "'amends'.",
)


def chain_diagnostics(decisions: Sequence[Decision]) -> list[Diagnostic]:
    """One diagnostic for each round of decisions, at the first that leads back to itself."""
    reached = {decision.id: _reached(decision.id, decisions) for decision in decisions}
    found = []
    told: set[str] = set()
    for decision in decisions:
        if decision.id not in reached[decision.id] or decision.id in told:
            continue
        told |= {other for other in reached[decision.id] if decision.id in reached[other]}
        key = "replaces" if set(decision.replaces) & told else "amends"
        message = f"Het besluit '{decision.id}' vervangt of wijzigt uiteindelijk zichzelf."
        found.append(ROUND.at(decision.place_of(key), message, "Verwijder een van de verwijzingen."))
    return found


def _reached(start: str, decisions: Sequence[Decision]) -> set[str]:
    """All decisions that a decision leads to."""
    next_to = {each.id: [*each.replaces, *([each.amends] if each.amends else [])] for each in decisions}
    seen: set[str] = set()
    waiting = list(next_to[start])
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += next_to[current]
    return seen
