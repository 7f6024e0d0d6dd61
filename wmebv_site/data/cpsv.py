"""The products as public services, by the European profile for these (CPSV-AP 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wmebv_site.data.answers import MEANINGS
from wmebv_site.data.graphs import Node, concept, graph_files, iri, link, text
from wmebv_site.data.shapes import Json
from wmebv_site.data.whole import Data
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.addresses import DATA
from wmebv_site.register.terms import Audience, ChannelKind, MessageKind
from wmebv_site.register.values import DUTCH
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.words import ACTS, AUDIENCE, CHANNEL_KIND

_SIGNS = str.maketrans({" ": "-", ":": "-", ",": "", "/": "-", "#": "-"})


def cpsv_files(data: Data) -> Iterator[StaticFile]:
    """``cpsv.jsonld`` and ``cpsv.ttl``; nothing as long as it is not known where the site will stand."""
    if data.base:
        yield from graph_files(f"{DATA}cpsv", _Services(data).nodes())


@dataclass(frozen=True)
class _Services:
    """Makes the graph. Each product is a service, and so is each of its messages for each audience: a way in differs by
    both. Nodes that others share are made when they are first named.
    """

    data: Data
    made: dict[str, Node] = field(default_factory=dict)
    ways: dict[tuple[str, str], dict[tuple[str, ...], int]] = field(default_factory=dict)
    """The addresses that a channel has for an audience, each with a number."""

    def nodes(self) -> list[Node]:
        services = [node for product in self.data.products for node in self._of_product(product)]
        return [*services, *self.made.values()]

    def _here(self, kind: str, name: str) -> str:
        """The identifier of something that has no page: a place of the page about the data."""
        return iri(f"{self.data.base}{DATA}#{kind}-{name.translate(_SIGNS)}")

    def _once(self, node: Node) -> Json:
        """A link to a node, which is made the first time."""
        self.made.setdefault(node["@id"], node)
        return link(node["@id"])

    def _of_product(self, product: Json) -> Iterator[Node]:
        of_messages = [
            (message, answer, f"{message['permalink']}-{answer['audience']}")
            for message in product["messages"]
            for answer in message["answers"]
        ]
        node: dict[str, object] = {
            "@id": iri(product["permalink"]),
            "@type": "cpsv:PublicService",
            "dct:identifier": product["id"],
            "dct:title": text(product["name"]),
            "dct:description": text(product.get("summary") or product["name"]),
            "dct:language": self._dutch(),
            "dct:audience": [self._audience(name) for name in product["audience"]],
            "cv:hasCompetentAuthority": self._authority(product.get("authority")),
            "cv:relatedService": [link(address) for _, _, address in of_messages],
        }
        if synonyms := product.get("synonyms"):
            node["dcat:keyword"] = [text(word) for word in synonyms]
        if "upl" in product:
            upl_name = str(product.get("upl_name") or product["name"])
            node["cv:isClassifiedBy"] = self._once(concept(product["upl"], upl_name))
        if bases := product.get("legal_basis"):
            node["cv:hasLegalResource"] = [self._law(each["label"], each.get("url")) for each in bases]
        yield node
        for message, answer, address in of_messages:
            yield self._of_message(product, message, answer, address)

    def _of_message(self, product: Json, message: Json, answer: Json, address: str) -> Node:
        whom = AUDIENCE[Audience(answer["audience"])]
        said = f"{product['name']}: {message['act']}, voor {whom}"
        node: dict[str, object] = {
            "@id": iri(address),
            "@type": "cpsv:PublicService",
            "dct:identifier": f"{product['id']}/{message['id']}/{answer['audience']}",
            "dct:title": text(said),
            "dct:description": text(f"{said}."),
            "dct:type": self._message_kind(message["kind"]),
            "dct:audience": self._audience(answer["audience"]),
            "adms:status": self._state(answer["state"]),
            "cv:hasCompetentAuthority": self._authority(
                message["authority"] if "authority" in product else None
            ),
        }
        channels = [self._channel(way, answer["audience"]) for way in answer["channels"]]
        if executor := answer.get("executor"):
            channels.append(self._executor(executor))
        if channels:
            node["cv:hasChannel"] = channels
        if rules := [self._rule(reason) for reason in answer["reasons"] if "source" in reason]:
            node["cpsv:follows"] = rules
        return node

    def _dutch(self) -> Json:
        return self._once({"@id": DUTCH, "@type": "dct:LinguisticSystem"})

    def _audience(self, name: str) -> Json:
        return self._once(concept(self._here("doelgroep", name), AUDIENCE[Audience(name)]))

    def _message_kind(self, name: str) -> Json:
        return self._once(concept(self._here("bericht", name), ACTS[MessageKind(name)]))

    def _state(self, name: str) -> Json:
        node = dict(concept(self._here("stand", name), name.replace("_", " ")))
        return self._once(node | {"skos:notation": name, "skos:definition": text(MEANINGS[name], "en")})

    def _authority(self, name: str | None) -> Json:
        """A body that decides; the municipality as a whole while nobody confirmed which."""
        called = self.data.bodies[name]["name"] if name else self.data.municipality["name"]
        address = self._here("bestuursorgaan", name) if name else self._here("organisatie", "gemeente")
        place = self._once(
            {
                "@id": self._here("gebied", "gemeente"),
                "@type": "dct:Location",
                "rdfs:label": text(self.data.municipality["name"]),
            }
        )
        return self._once(
            {
                "@id": address,
                "@type": "cv:PublicOrganisation",
                "dct:identifier": name or address,
                "skos:prefLabel": text(called),
                "dct:spatial": place,
            }
        )

    def _channel(self, way: Json, audience: str) -> Json:
        pages = [each["url"] for each in way["entrances"] if "url" in each]
        boxes = [each["email"] for each in way["entrances"] if "email" in each]
        # As it is frozen a channel may have other addresses for one message than for another.
        ways = self.ways.setdefault((way["id"], audience), {})
        number = ways.setdefault((*pages, *boxes), len(ways) + 1)
        name = f"{way['id']}/{audience}" + (f"/{number}" if number > 1 else "")
        node: dict[str, object] = {
            "@id": self._here("kanaal", name),
            "@type": "cv:Channel",
            "dct:identifier": name,
            "dct:type": self._once(
                concept(self._here("soort", way["kind"]), CHANNEL_KIND[ChannelKind(way["kind"])])
            ),
            "dct:description": text(way["name"]),
        }
        documents = [self._document(page) for page in pages]
        documents += [self._document(f"mailto:{box}") for box in boxes]
        if documents:
            node["foaf:page"] = documents
        return self._once(node)

    def _executor(self, executor: Json) -> Json:
        node: dict[str, object] = {
            "@id": self._here("uitvoerder", executor["id"]),
            "@type": "cv:Channel",
            "dct:identifier": f"uitvoerder/{executor['id']}",
            "dct:description": text(executor["name"]),
        }
        if "url" in executor:
            node["foaf:page"] = self._document(executor["url"])
        return self._once(node)

    def _document(self, address: str) -> Json:
        return self._once({"@id": iri(address), "@type": "foaf:Document"})

    def _rule(self, reason: Json) -> Json:
        source, article = reason["source"], reason.get("article")
        told = enumerate_words(
            filter(None, (f"Artikel {article}" if article else None, reason["title"])), "van"
        )
        return self._once(
            {
                "@id": self._here("regel", f"{source}-{article or ''}"),
                "@type": "cpsv:Rule",
                "dct:identifier": f"{source} | {article}" if article else source,
                "dct:title": text(told),
                "dct:description": text(f"{told}."),
                "cpsv:implements": self._law(
                    reason["title"], reason.get("url", "").partition("#")[0] or None
                ),
            }
        )

    def _law(self, label: str, address: str | None) -> Json:
        return self._once(
            {
                "@id": iri(address) if address else self._here("wet", label),
                "@type": "eli:LegalResource",
                "rdfs:label": text(label),
            }
        )
