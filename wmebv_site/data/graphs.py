"""Linked data in both of its forms: nodes become JSON-LD with a context of its own, and Turtle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from wmebv_site.data.shapes import Json
from wmebv_site.site.artifact import StaticFile, compact_json

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node = Mapping[str, Any]
"""``@id``, ``@type`` (one or more), and for each property of a vocabulary in ``PREFIXES`` a value or a list of values, each
made with :func:`link`, :func:`text` or :func:`typed`, or plain text.
"""


# What may not stand in an IRI as it is (Turtle 1.1, IRIREF).
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def iri(address: str) -> str:
    """The address as an identifier: what may not stand in one is written in per cents."""
    return _NOT_IN_IRI.sub(lambda found: quote(found[0], safe=""), address)


def link(address: str) -> Json:
    """A value that is another node."""
    return {"@id": iri(address)}


def text(words: str, language: str = "nl") -> Json:
    """A value in a language."""
    return {"@language": language, "@value": words}


def typed(value: str, kind: str) -> Json:
    """A value of a type of ``xsd``."""
    return {"@type": f"xsd:{kind}", "@value": value}


def concept(address: str, label: str, scheme: str | None = None) -> Node:
    """A word of a list of words, as a node of its own."""
    found = {"@id": iri(address), "@type": "skos:Concept", "skos:prefLabel": text(label)}
    return found | ({"skos:inScheme": link(scheme)} if scheme else {})


def graph_files(path: str, nodes: Iterable[Node]) -> list[StaticFile]:
    """The nodes as ``<path>.jsonld`` and ``<path>.ttl``; each ``@id`` comes once."""
    listed = list(nodes)
    return [StaticFile(f"{path}.jsonld", _json_ld(listed)), StaticFile(f"{path}.ttl", _turtle(listed))]


def _json_ld(nodes: list[Node]) -> bytes:
    used = {prefix: PREFIXES[prefix] for prefix in _used(nodes)}
    # A node on each line: the whole on one would be more than many an editor opens.
    lines = ",\n".join(map(compact_json, nodes))
    context = json.dumps(used, separators=(",", ":"))
    return f'{{"@context":{context},"@graph":[\n{lines}\n]}}\n'.encode()


def _turtle(nodes: list[Node]) -> bytes:
    heads = [f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in _used(nodes)]
    return "".join((*heads, *map(_statements, nodes))).encode()


def _used(nodes: list[Node]) -> list[str]:
    """The prefixes of types, properties and types of values."""
    names = {key for node in nodes for key in node if not key.startswith("@")}
    for node in nodes:
        names.update(_listed(node["@type"]))
        names.update(
            value["@type"]
            for key, values in node.items()
            if not key.startswith("@")
            for value in _listed(values)
            if isinstance(value, dict) and "@type" in value
        )
    return sorted({name.partition(":")[0] for name in names})


def _statements(node: Node) -> str:
    said = [f"a {', '.join(_listed(node['@type']))}"]
    for key, values in node.items():
        if not key.startswith("@"):
            said.append(f"{key} {', '.join(map(_value, _listed(values)))}")
    joined = " ;\n  ".join(said)
    return f"\n<{node['@id']}> {joined} .\n"


def _value(value: object) -> str:
    if not isinstance(value, dict):
        return _quoted(str(value))
    if "@id" in value:
        return f"<{value['@id']}>"
    said = _quoted(value["@value"])
    return f"{said}@{value['@language']}" if "@language" in value else f"{said}^^{value['@type']}"


_ESCAPED = re.compile(r"[\x00-\x1f\x7f\"\\]")


def _quoted(words: str) -> str:
    """A literal on one line (Turtle 1.1, STRING_LITERAL_QUOTE)."""
    return f'"{_ESCAPED.sub(_escape, words)}"'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\{sign}" if sign in '"\\' else f"\\u{ord(sign):04X}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
