"""Whether every name in the registers is given once, and exists where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from wmebv_site.diagnostics import Code, Diagnostic, Place, did_you_mean
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.entry import (
    Defines,
    Name,
    Part,
    Refers,
    names_in,
    names_used_in,
    refused_names,
    unread_in,
)
from wmebv_site.register.files import (
    CHANNELS_FILE,
    DECISION_TEXTS,
    HELP_TEXT,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    SUPPORT_TEXTS,
)
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
_KIND_IN_WORDS = {
    "kanaal": "Het kanaal",
    "bestuursorgaan": "Het bestuursorgaan",
    "domein": "Het domein",
    "uitvoerder": "De uitvoerder",
    "besluit": "Het besluit",
    "product": "Het product",
    "belemmering": "De belemmering",
    "hulp": "De hulp",
}
_ADDED_IN = {
    "kanaal": f"{CHANNELS_FILE} bij 'channels'",
    "bestuursorgaan": f"{CHANNELS_FILE} bij 'authorities'",
    "domein": f"{CHANNELS_FILE} bij 'domains'",
    "uitvoerder": f"{CHANNELS_FILE} bij 'executors'",
    "product": f"{PRODUCTS_FILE} bij 'products'",
    "belemmering": f"{HELP_TEXT} bij 'barriers'",
}
_TEXTS = {"besluit": DECISION_TEXTS, "hulp": SUPPORT_TEXTS}
_IT = {kind: "die" if words.startswith("De ") else "het" for kind, words in _KIND_IN_WORDS.items()}


def reference_diagnostics(
    parts: Sequence[Part], files: Mapping[str, Mapping[str, Place]], unread: frozenset[str]
) -> list[Diagnostic]:
    """Judge all names. ``files`` gives names that files have (kind, name, place); ``unread`` are the kinds of which
    not all are known because a file could not be read: names of those kinds are not judged."""
    known: dict[str, dict[str, Place]] = defaultdict(dict)
    not_all = set(unread)
    for kind, listed in files.items():
        known[kind] |= {name: place for name, place in listed.items() if is_slug(name)}
    diagnostics: list[Diagnostic] = []
    former: list[tuple[str, Place]] = []
    standard = [
        m for part in parts if part.model is ChannelsFile for m in _mappings(part.data, "standard_messages")
    ]
    for part in parts:
        not_all.update(unread_in(part))
        for name in names_in(part, Defines):
            if name.mark.kind != "bericht" and is_slug(name.value):
                diagnostics += _once(known[name.mark.kind], name.value, name.place)
        if part.model is Product:
            former += _texts(part.data, "formerly") if "formerly" in part.data else []
            diagnostics += _message_ids(part.data, standard)
    products = dict(known["product"])
    for value, place in former:
        diagnostics += _once(products, value, place)
    diagnostics += _standard_ids(standard)

    def is_unknown(mark: Defines | Refers, name: str) -> bool:
        also = mark.also if isinstance(mark, Refers) else ()
        return mark.kind not in not_all and name not in known[mark.kind] and name not in also

    if any(is_unknown(mark, name) for mark, names in names_used_in(parts) for name in names):
        refused = _refused(parts, files)
        for name in (name for part in parts for name in names_in(part, Refers)):
            if is_unknown(name.mark, name.value):
                diagnostics += _unknown(name, known[name.mark.kind], refused)
    return diagnostics


def _refused(parts: Sequence[Part], files: Mapping[str, Mapping[str, Place]]) -> dict[str, set[str]]:
    """What would have been known by kind, had its name been right."""
    refused: dict[str, set[str]] = defaultdict(set)
    for kind, listed in files.items():
        refused[kind] |= {slugify(name) for name in listed if not is_slug(name)}
    for part in parts:
        for kind, name in refused_names(part):
            refused[kind].add(name)
    return refused


def _unknown(name: Name, given: Iterable[str], refused: Mapping[str, set[str]]) -> Iterator[Diagnostic]:
    kind = name.mark.kind
    known = [*given, *sorted(name.mark.also if isinstance(name.mark, Refers) else ())]
    hint = did_you_mean(name.value, known)
    if refused[kind] and (hint is None or any(_alike(name.value, other) for other in refused[kind])):
        return  # most likely the one whose id was refused, and that was said there
    message = f"{_KIND_IN_WORDS[kind]} '{name.value}' bestaat niet."
    if hint is None:
        hint = f"Kies uit: {enumerate_words(known)}." if 0 < len(known) <= 8 else "Controleer de naam."
    yield UNKNOWN[kind].at(name.place, message, f"{hint} {_or_add(kind, name.value)}")


def _or_add(kind: str, name: str) -> str:
    """The other way out: what is named is there as soon as it is added."""
    if kind in _TEXTS:
        return f"Of maak {_TEXTS[kind]}{name if is_slug(name) else slugify(name) or 'naam'}.md."
    return f"Of voeg {_IT[kind]} toe in {_ADDED_IN[kind]}."


def _alike(name: str, other: str) -> bool:
    return name == other or SequenceMatcher(None, name, other).ratio() >= 0.6


def _once(known: dict[str, Place], name: str, place: Place) -> Iterator[Diagnostic]:
    """Note where a name is given, or say that it was given before: not of the product whose file is called so."""
    if name in known:
        if place.file == f"{PRODUCTS_FOLDER}{name}.yaml":
            known[name], place = place, known[name]
        hint = f"Kies een andere id; de eerste staat in {known[name].file} op regel {known[name].line}."
        yield NOT_UNIQUE.at(place, f"De id '{name}' komt al voor.", hint)
    else:
        known[name] = place


def _mappings(data: YamlMapping, key: str) -> list[YamlMapping]:
    listed = data.get(key)
    return [each for each in listed if isinstance(each, YamlMapping)] if isinstance(listed, YamlList) else []


def _message_names(messages: Iterable[YamlMapping]) -> Iterator[tuple[str, YamlMapping]]:
    """The name of each message within its product: its id, or its kind."""
    for message in messages:
        value = message.get("id" if "id" in message else "kind")
        if isinstance(value, str):
            yield value, message


def _name_of(message: YamlMapping) -> Place:
    """Where its name stands; few of thousands are asked."""
    return message.place_of("id" if "id" in message else "kind")


def _standard_ids(standard: list[YamlMapping]) -> Iterator[Diagnostic]:
    known: dict[str, YamlMapping] = {}
    for value, message in _message_names(standard):
        if value in known:
            hint = f"Verwijder een van beide; het eerste staat op regel {_name_of(known[value]).line}."
            yield NOT_UNIQUE.at(_name_of(message), f"Er is al een vast bericht '{value}'.", hint)
        known.setdefault(value, message)


def _message_ids(product: YamlMapping, standard: list[YamlMapping]) -> Iterator[Diagnostic]:
    messages = _mappings(product, "messages")
    named: dict[str, YamlMapping] = {}
    for value, message in _message_names(messages):
        if value in named:
            hint = (
                f"Geef een van beide een eigen 'id'; de eerste staat op regel {_name_of(named[value]).line}."
            )
            yield NOT_UNIQUE.at(_name_of(message), f"Dit product heeft al een bericht '{value}'.", hint)
        else:
            named[value] = message
    kinds = [message.get("kind") for message in messages]
    if MessageKind.APPLICATION.value in kinds:
        for value, _ in _message_names(message for message in standard if message.get("kind") not in kinds):
            if value in named:
                text = f"Het vaste bericht '{value}' uit channels.yaml hoort ook bij dit product."
                yield NOT_UNIQUE.at(_name_of(named[value]), text, "Geef dit bericht een andere 'id'.")
    former = [found for message in messages if "formerly" in message for found in _texts(message, "formerly")]
    if not former:
        return
    known = {value: _name_of(message) for value, message in named.items()}
    for value, place in former:
        if value in known:
            hint = f"Verwijder deze id; '{value}' staat ook op regel {known[value].line}."
            yield NOT_UNIQUE.at(place, f"Dit product heeft al een bericht '{value}'.", hint)
        else:
            known[value] = place


def _texts(data: YamlMapping, key: str) -> list[tuple[str, Place]]:
    value = data.get(key)
    if not isinstance(value, YamlList):
        return []
    return [(item, value.place_of(number)) for number, item in enumerate(value) if isinstance(item, str)]
