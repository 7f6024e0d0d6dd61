"""What there is of data, for catalogues of data: the Dutch profile of DCAT (DCAT-AP-NL 3.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wmebv_site.data.graphs import Node, concept, graph_files, iri, link, text, typed
from wmebv_site.data.json_files import LICENSE, REGISTER, schema_path
from wmebv_site.data.shapes import VERSION
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import DATA
from wmebv_site.register.values import DUTCH
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.open_data import LISTED

_EU = "http://publications.europa.eu/resource/authority"
_FORMATS = {
    "json": ("JSON", "application/json"),
    "csv": ("CSV", "text/csv"),
    "sqlite": ("SQLITE", "application/vnd.sqlite3"),
    "ttl": ("RDF_TURTLE", "text/turtle"),
    "jsonld": ("JSON_LD", "application/ld+json"),
    "xml": ("XML", "application/xml"),
}
"""How the European list of file types and IANA call the form of a file, by its ending."""


def dcat_files(data: Data) -> Iterator[StaticFile]:
    """``dcat.jsonld`` and ``dcat.ttl``; nothing as long as it is not known where the site will stand."""
    if data.base:
        yield from graph_files(f"{DATA}dcat", _nodes(data))


def _nodes(data: Data) -> Iterator[Node]:
    page = iri(f"{data.base}{DATA}")
    municipality, today = data.municipality, data.site.today.isoformat()
    publisher, contact = f"{page}#gemeente", f"{page}#contact"
    if "uri" in municipality:
        publisher = municipality["uri"]
    name = municipality["name"]
    about = {
        "dct:publisher": link(publisher),
        "dct:creator": link(publisher),
        "dct:language": link(DUTCH),
        "dct:modified": typed(today, "date"),
        "dct:license": link(LICENSE),
        "dcat:contactPoint": link(contact),
        "dcat:theme": link(f"{_EU}/data-theme/GOVE"),
    }
    distributions = list(_distributions(data, page))
    yield {
        "@id": f"{page}#catalogus",
        "@type": "dcat:Catalog",
        "dct:identifier": f"{page}#catalogus",
        "dct:title": text(f"Open data over digitale kanalen van {name}"),
        "dct:description": text(f"De gegevens achter {data.base}: waar men {name} welk bericht stuurt."),
        "foaf:homepage": link(page),
        "dcat:dataset": link(f"{page}#gegevens"),
        **{key: value for key, value in about.items() if key != "dcat:theme"},
        "dcat:themeTaxonomy": link(f"{_EU}/data-theme"),
    }
    yield {
        "@id": f"{page}#gegevens",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{page}#gegevens",
        "dct:title": text(f"Digitale kanalen van {name}"),
        "dct:description": text(
            f"Via welk kanaal inwoners en ondernemers {name} elk soort bericht sturen, volgens welk besluit en sinds wanneer."
        ),
        **about,
        "dct:accessRights": link(f"{_EU}/access-right/PUBLIC"),
        "dct:accrualPeriodicity": link(f"{_EU}/frequency/DAILY"),
        "dcat:version": VERSION,
        "dcat:keyword": [text(word) for word in ("Wmebv", "digitale kanalen", "aanwijzingsbesluit")],
        "dcat:landingPage": link(page),
        "foaf:page": link(page),
        "dct:conformsTo": link(f"{data.base}{schema_path(REGISTER)}"),
        "dcat:distribution": [link(each["@id"]) for each in distributions],
    }
    yield from distributions
    yield {
        "@id": iri(publisher),
        "@type": "foaf:Agent",
        "foaf:name": text(name),
        "dct:identifier": publisher,
    }
    yield _contact(data, contact)
    yield {"@id": page, "@type": "foaf:Document"}
    yield {"@id": iri(f"{data.base}{schema_path(REGISTER)}"), "@type": "dct:Standard"}
    yield {"@id": DUTCH, "@type": "dct:LinguisticSystem"}
    yield {"@id": LICENSE, "@type": "dct:LicenseDocument"}
    yield {"@id": f"{_EU}/access-right/PUBLIC", "@type": "dct:RightsStatement"}
    yield {"@id": f"{_EU}/frequency/DAILY", "@type": "dct:Frequency"}
    yield {"@id": f"{_EU}/data-theme", "@type": "skos:ConceptScheme", "dct:title": text("Data theme", "en")}
    yield concept(f"{_EU}/data-theme/GOVE", "Overheid en publieke sector", f"{_EU}/data-theme")
    yield from _file_types(distributions)


def _contact(data: Data, contact: str) -> Node:
    municipality = data.municipality
    node: dict[str, object] = {
        "@id": contact,
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": text(municipality["name"]),
        "vcard:hasURL": link(municipality.get("website", data.base)),
    }
    if "phone" in municipality:
        node["vcard:hasTelephone"] = link(f"tel:{municipality['phone'].replace(' ', '')}")
    return node


def _distributions(data: Data, page: str) -> Iterator[Node]:
    for word, files in LISTED.items():
        for name, said, in_english in files if word in data.site.formats else ():
            address = f"{data.base}{DATA}{name}"
            form, media = _FORMATS[name.rpartition(".")[2]]
            yield {
                "@id": iri(f"{page}#{name}"),
                "@type": "dcat:Distribution",
                "dct:title": text(name),
                "dct:description": [text(said), text(in_english, "en")],
                "dct:license": link(LICENSE),
                "dct:language": link(DUTCH),
                "dct:format": link(f"{_EU}/file-type/{form}"),
                "dcat:mediaType": link(f"http://www.iana.org/assignments/media-types/{media}"),
                "dcat:accessURL": link(address),
                "dcat:downloadURL": link(address),
                "dct:modified": typed(data.site.today.isoformat(), "date"),
            }


def _file_types(distributions: Iterable[Node]) -> Iterator[Node]:
    listed = list(distributions)
    for key, kind in (("dct:format", "dct:MediaTypeOrExtent"), ("dcat:mediaType", "dct:MediaType")):
        for address in dict.fromkeys(each[key]["@id"] for each in listed):
            yield {"@id": address, "@type": kind}
    for address in dict.fromkeys(each["dcat:downloadURL"]["@id"] for each in listed):
        yield {"@id": address, "@type": "rdfs:Resource"}
