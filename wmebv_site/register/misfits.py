"""Turns what pydantic refuses, a misspelt key too, into the sentence an editor reads, at the place where the value stands."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wmebv_site.diagnostics import Code, Diagnostic, Place, did_you_mean, nearest
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.entry import (
    Entry,
    entry_at,
    known_keys,
    meant_key,
    meant_keys,
    named_fields,
    unknown_keys,
)
from wmebv_site.register.values import quoted
from wmebv_site.register.yaml import MERGE_KEY, YamlList, YamlMapping

UNKNOWN_KEY = Code(
    "WMEBV101",
    "Een sleutel bestaat niet",
    "Vóór een dubbele punt kan alleen een woord staan dat het register kent. Vaak is het een typefout, of staat de "
    "sleutel een niveau te hoog of te laag. Kijk naar het inspringen.",
)
MISSING = Code(
    "WMEBV102",
    "Er ontbreekt een verplicht gegeven",
    "Zonder dit gegeven kan de website niet zeggen waar een bericht naartoe kan. Voeg de sleutel toe met een waarde.",
)
WRONG_SHAPE = Code(
    "WMEBV103",
    "Hier hoort iets van een andere vorm",
    "Een waarde is tekst, een lijst of een onderdeel met eigen sleutels. Een lijst schrijft u als [a, b] of met een "
    "streepje per regel.",
)
NOT_ALLOWED = Code(
    "WMEBV104",
    "Deze waarde kan hier niet",
    "Op deze plaats kan alleen een woord uit een vaste lijst staan. De melding noemt de woorden.",
)
BAD_ID = Code(
    "WMEBV105",
    "Een id klopt niet",
    "Een id bestaat uit kleine letters, cijfers en koppeltekens, en is ten hoogste 80 tekens lang. De id staat ook in "
    "het adres van de pagina. Kies haar één keer en wijzig haar daarna niet meer.",
)
BAD_DATE = Code(
    "WMEBV106",
    "Een datum of tijd klopt niet",
    "Schrijf een datum als JJJJ-MM-DD, bijvoorbeeld 2026-01-31. Schrijf een tijd als 09:00, en een dag met een tijd "
    "als 2026-01-31T09:00.",
)
BAD_ADDRESS = Code(
    "WMEBV107",
    "Een adres klopt niet",
    "Een adres begint met https:// en wijst naar een echte website. Adressen met letters die op andere letters lijken, "
    "of met een wachtwoord erin, worden geweigerd: daarmee kan iemand bezoekers misleiden.",
)
BAD_TEXT = Code(
    "WMEBV108",
    "Een tekst klopt niet",
    "Tekst in het register is gewone tekst, zonder HTML. De website maakt de opmaak. De tekst mag niet leeg zijn.",
)
EMPTY_LIST = Code(
    "WMEBV109",
    "Een lijst is leeg",
    "Met een lege lijst is niet duidelijk wat u bedoelt. Vul de lijst, of verwijder de sleutel. Zonder de sleutel geldt "
    "wat ruimer is geregeld.",
)
NOT_YES_OR_NO = Code(
    "WMEBV110",
    "Hier hoort ja of nee",
    "Schrijf 'ja' of 'nee', in kleine letters en zonder aanhalingstekens.",
)
BAD_SOURCE = Code(
    "WMEBV113",
    "Een bron klopt niet",
    "Een bron is 'besluit:' met de id van een besluit in content/besluiten. Een wet als bron schrijft u als 'wet:' met de "
    "naam en het artikel, bijvoorbeeld 'wet:Omgevingswet 20.21'.",
)
BAD_ENTRY = Code(
    "WMEBV120",
    "Wat niet van u is, staat niet zo in een lijst",
    "Bij 'not_ours' staat wat uw gemeente niet aanbiedt, zodat geen lijst het nog toevoegt. Noem het adres uit de Uniforme "
    "Productnamenlijst, zoals http://standaarden.overheid.nl/owms/terms/paspoort, of de id van het product.",
)
BAD_CONTACT = Code(
    "WMEBV114",
    "Een telefoonnummer, e-mailadres of code klopt niet",
    "Schrijf een telefoonnummer met cijfers en spaties, en een e-mailadres als naam@gemeente.nl.",
)

NO_BASE = Code(
    "WMEBV675",
    "De gedeelde basis is er niet",
    "Achter 'base' in channels.yaml staat de map met het register dat u met andere gemeenten deelt, zoals '../regio'. In die map "
    "staat channels.yaml, products.yaml, of een map products. Het pad telt vanaf de map van uw project. Er kan ook een geïnstalleerd "
    "pakket staan, zoals pakket:regio-basis.",
)
BAD_VERSION = Code(
    "WMEBV660",
    "De versie van de registers klopt niet",
    "Bij 'version' in channels.yaml staat een heel getal, zoals 1. Het zegt welke vorm de registers hebben. De opdracht 'wmebv "
    "migrate' houdt het bij. Staat er niets, dan is het 1.",
)
BAD_NUMBER = Code(
    "WMEBV693",
    "Een getal klopt niet",
    "Op deze plaats staat een heel getal, zonder punten, letters of eenheid. De melding noemt het kleinste en het grootste.",
)

_CODES = {
    "slug": BAD_ID,
    "date": BAD_DATE,
    "time": BAD_DATE,
    "url": BAD_ADDRESS,
    "host": BAD_ADDRESS,
    "text": BAD_TEXT,
    "markup": BAD_TEXT,
    "yes_no": NOT_YES_OR_NO,
    "source": BAD_SOURCE,
    "email": BAD_CONTACT,
    "phone": BAD_CONTACT,
    "tooi": BAD_CONTACT,
    "not_ours": BAD_ENTRY,
    "language": BAD_CONTACT,
    "days": BAD_DATE,
    "version": BAD_VERSION,
    "base": NO_BASE,
    "moment": BAD_DATE,
    "number": BAD_NUMBER,
}
_TEXT_WANTED = {
    "string_type",
    "date_type",
    "time_type",
    "bool_type",
    "int_type",
    "enum",
    "is_instance_of",
    "dataclass_type",
}


def shape_diagnostics(model: type[Entry], data: YamlMapping, error: ValidationError) -> list[Diagnostic]:
    """One diagnostic for each mistake pydantic found in ``data``.

    A key that is missing because it stands there misspelt, or is taken over with ``<<``, is not said twice.
    """
    return [
        _diagnostic(model, data, details)
        for details in error.errors(include_url=False)
        if not _said_elsewhere(model, data, details)
    ]


def unknown_without_value(model: type[Entry], data: YamlMapping) -> list[Diagnostic]:
    """Unknown keys with nothing behind them, which pydantic never sees."""
    if not data.blank:
        return []
    return [_unknown_key(model, data, key) for key in unknown_keys(model, data) if key in data.blank]


def _said_elsewhere(model: type[Entry], data: YamlMapping, error: ErrorDetails) -> bool:
    if error["type"] == "too_short":
        return bool(error["input"])  # not empty: what stands in the list was refused
    if error["type"] != "missing":
        return False
    container, key = _container(data, error["loc"])
    inner = entry_at(model, error["loc"][:-1])
    if not isinstance(container, YamlMapping):
        return False
    return MERGE_KEY in container.key_spans or (inner is not None and key in meant_keys(inner, container))


def _diagnostic(model: type[Entry], data: YamlMapping, error: ErrorDetails) -> Diagnostic:
    kind, path = error["type"], error["loc"]
    container, key = _container(data, path)
    value = error["input"]
    place = _place(container, key)
    if kind == "missing":
        return _missing(container, str(key))
    if kind == "extra_forbidden":
        return _unknown_key(entry_at(model, path[:-1]), container, str(key))
    if code := _CODES.get(kind):
        context = error.get("ctx", {})
        return code.at(place, context["message"], context["hint"])
    if kind == "too_short":
        hint = "Vul de lijst of verwijder de sleutel."
        return EMPTY_LIST.at(place, f"De lijst '{key}' is leeg.", hint)
    if kind == "enum" and isinstance(value, str):
        return _not_in_list(place, value, str(error["ctx"]["expected"]))
    return _wrong_shape(place, kind, key, value, _first_key(model, path))


def _first_key(model: type[Entry], path: tuple[int | str, ...]) -> str | None:
    """The key with which a part begins that belongs at a path, or in the list there; None where none does."""
    steps = [step for step in path if isinstance(step, str)]
    container = entry_at(model, tuple(steps[:-1]))
    fields = named_fields(container) if container else ()
    entry = next((field.entry for field in fields if [field.key] == steps[-1:]), None)
    return next(iter(known_keys(entry)), None) if entry else None


def _container(data: YamlMapping, path: tuple[int | str, ...]) -> tuple[YamlMapping | YamlList, int | str]:
    """Follow the path of an error as far as the data goes."""
    container: YamlMapping | YamlList = data
    for position, step in enumerate(path):
        inner: Any = None
        if isinstance(container, YamlMapping) and isinstance(step, str):
            inner = container.get(step)
        elif isinstance(container, YamlList) and isinstance(step, int):
            inner = container[step]
        if position + 1 < len(path) and isinstance(inner, (YamlMapping, YamlList)):
            container = inner
        else:
            return container, step
    return container, path[-1] if path else ""


def _place(container: YamlMapping | YamlList, key: int | str) -> Place:
    if isinstance(container, YamlMapping):
        return container.place_of(str(key))
    return container.place_of(int(key)) if isinstance(key, int) else container.place


def _missing(container: YamlMapping | YamlList, key: str) -> Diagnostic:
    if isinstance(container, YamlMapping) and key in container.blank:
        message = f"Achter '{key}' staat niets; dat gegeven is verplicht."
        # Of a word that says that there is nothing, that was said.
        place = container.place_of(key) if container.says_nothing(key) else container.place_of_key(key)
        return MISSING.at(place, message, f"Vul '{key}' in.")
    return MISSING.at(container.place, f"Hier ontbreekt '{key}'.", f"Voeg de regel '{key}: …' toe.")


def _unknown_key(model: type[Entry] | None, container: YamlMapping | YamlList, key: str) -> Diagnostic:
    place = container.place_of_key(key) if isinstance(container, YamlMapping) else container.place
    if isinstance(container, YamlMapping) and (before := container.cut_by_comma(key)):
        message = f"Tussen accolades begint na een komma een nieuwe sleutel; {quoted(key)} is er geen."
        whole = f"{container[before]}, {key}"
        shown = f': {before}: "{whole}"' if len(whole) <= 60 and '"' not in whole else ""
        way_out = f"Hoort het bij '{before}'? Zet die hele waarde tussen aanhalingstekens{shown}."
        return UNKNOWN_KEY.at(place, message, way_out)
    known = list(known_keys(model)) if model else []
    if key.startswith("-") and key[1:] in known:
        message = "Achter het streepje ontbreekt een spatie; nu leest YAML het als een deel van het woord."
        return UNKNOWN_KEY.at(place, message, f"Schrijf '- {key[1:]}'.")
    left = [name for name in known if name not in container]
    meant = meant_key(model, container, key) if model and isinstance(container, YamlMapping) else None
    hint = f"Bedoelt u '{meant}'?" if meant else None
    if hint is None and nearest(key, known):
        hint = f"'{nearest(key, known)}' staat er al; verwijder deze regel."
    if hint is None:
        hint = f"Kies uit: {', '.join(left)}." if 0 < len(left) <= 12 else "Verwijder deze regel."
    return UNKNOWN_KEY.at(place, f"De sleutel {quoted(key)} bestaat hier niet.", hint)


def _not_in_list(place: Place, value: str, expected: str) -> Diagnostic:
    allowed = re.findall(r"'([^']*)'", expected)
    message = f"{quoted(value)} kan hier niet; het kan zijn: {enumerate_words(allowed)}."
    return NOT_ALLOWED.at(place, message, did_you_mean(value, allowed) or "Kies een van deze woorden.")


def _wrong_shape(place: Place, kind: str, key: int | str, value: Any, first: str | None) -> Diagnostic:
    """``first`` is the key with which a part begins, where one belongs or a list of them."""
    found = {YamlMapping: "een onderdeel met eigen sleutels", YamlList: "een lijst"}.get(type(value), "tekst")
    name = f"Bij '{key}'" if isinstance(key, str) else "In deze lijst"
    if value is None:
        return WRONG_SHAPE.at(
            place, "Dit onderdeel van de lijst is leeg.", "Vul het in of verwijder het streepje."
        )
    if kind in ("tuple_type", "list_type"):
        hint = "Zet een streepje voor elk onderdeel."
        dashed = next(iter(value), "") if isinstance(value, YamlMapping) else value
        if isinstance(dashed, str) and re.match(r"-[^\W\d]", dashed):
            hint = "Zet een spatie achter elk streepje."
        elif first is not None:
            hint = f"Begin elk onderdeel op een eigen regel, ingesprongen, met '- {first}: {_shown(value)}'."
        elif isinstance(value, str) and value:
            hint = f"Zet er haken omheen: [{quoted(value)[1:-1]}]."
        return WRONG_SHAPE.at(place, f"{name} hoort een lijst; hier staat {found}.", hint)
    if kind in _TEXT_WANTED:
        return WRONG_SHAPE.at(
            place, f"{name} hoort één waarde; hier staat {found}.", "Schrijf één woord of één zin."
        )
    hint = "Schrijf de sleutels ervan ingesprongen op de volgende regels."
    if isinstance(key, int):
        hint = "Schrijf achter het streepje een sleutel met een waarde, en de andere sleutels eronder."
        if first is not None and isinstance(value, str):
            hint = f"Schrijf '- {first}: {_shown(value)}', en de andere sleutels eronder."
    return WRONG_SHAPE.at(place, f"{name} hoort een onderdeel met eigen sleutels; hier staat {found}.", hint)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and 0 < len(value) <= 40 and value.isprintable() else "…"
