"""What a text editor says, in Dutch, of a value that the schema of a file doesn't take."""

from __future__ import annotations

from typing import Any

from wmebv_site.dutch import enumerate_words

_NAMED = 20
PATTERNS = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "Gebruik kleine letters, cijfers en koppeltekens, zonder spaties.",
    r"^(\d{4})-(\d{2})-(\d{2})$": "Schrijf een dag als JJJJ-MM-DD, bijvoorbeeld 2026-03-31.",
    r"^\d\d:\d\d$": 'Schrijf een tijd als UU:MM tussen aanhalingstekens, bijvoorbeeld "09:00".',
    r"^(?:besluit|wet): *[^ ]": "Schrijf 'besluit:' met de naam van een besluit, of 'wet:' met een wet en het artikel.",
    r"^gm\d{4}$": "Schrijf de code van de gemeente: gm met vier cijfers, bijvoorbeeld gm0344.",
    r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$": "Schrijf de code van een taal, bijvoorbeeld en of ar.",
    r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$": (
        "Schrijf een dag en een tijd, bijvoorbeeld 2026-03-02T08:15+01:00."
    ),
}
"""For each pattern of the registers how a value should look."""


def in_dutch(schema: Any) -> Any:
    """The same schema, which says in Dutch what is wrong with a value.

    JSON Schema has no words for that: ``errorMessage`` and ``patternErrorMessage`` are those of editors that know YAML.
    """
    if isinstance(schema, list):
        return [in_dutch(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: {name: in_dutch(each) for name, each in value.items()}
        if key in ("properties", "definitions")
        else in_dutch(value)
        for key, value in schema.items()
    }
    if message := _message(schema):
        found["errorMessage"] = message
    if "pattern" in schema:
        found["patternErrorMessage"] = PATTERNS[schema["pattern"]]
    return found


_NOTHING = {"title": " ", "not": {"type": ["string", "number", "boolean", "array", "object"]}}


def for_typing(schema: Any, *, whole: bool) -> Any:
    """The same schema for who types: that nothing may stand somewhere, is no word to propose, and no second title.

    Where what is typed is not the ``whole`` of a thing, nothing is missing from it.
    """
    if isinstance(schema, list):
        return [for_typing(each, whole=whole) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema == {"type": "null"}:
        return _NOTHING
    kept = whole or not isinstance(schema.get("required"), list)  # or a key of that name
    return {key: for_typing(value, whole=whole) for key, value in schema.items() if key != "required" or kept}


def _message(schema: dict[str, Any]) -> str | None:
    if "enum" in schema:
        return f"Kies uit: {_listed(schema['enum'], 'of')}."
    if "properties" in schema:
        return f"Hier kunnen alleen deze sleutels staan: {_listed(list(schema['properties']), 'en')}."
    kinds = schema.get("type", ())
    if "array" in kinds:
        least = (
            "Hier hoort een lijst met ten minste één onderdeel"
            if schema.get("minItems")
            else "Hier hoort een lijst"
        )
        return f"{least}: tussen [ en ], of elk onderdeel op een eigen regel met een streepje."
    if schema.get("format") == "uri":
        return "Schrijf een heel webadres, dat begint met https://."
    if schema.get("format") == "email":
        return "Schrijf een e-mailadres, bijvoorbeeld info@voorbeeld.example."
    if "string" in kinds:
        return "Hier hoort tekst. Zet die tussen aanhalingstekens als het alleen cijfers zijn."
    return None


def _listed(words: list[str], last: str) -> str:
    if len(words) <= _NAMED:
        return enumerate_words(words, last)
    return f"{', '.join(words[:_NAMED])} en nog {len(words) - _NAMED}"
