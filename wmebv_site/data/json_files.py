"""The register as JSON: one file with all of it, one for each thing, what held when, and the JSON Schema of each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wmebv_site.data.answers import SHAPES as OF_ANSWERS
from wmebv_site.data.shapes import DAY, DRAFT, TEXT, URL, VERSION, Json, Shape, Told, list_of, ref
from wmebv_site.data.shown import SHAPES as OF_SHOWN
from wmebv_site.data.things import SHAPES as OF_THINGS
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import (
    CHANNELS,
    DATA,
    DATA_IN_FORCE,
    DATA_REGISTER,
    DATA_SCHEMAS,
    DECISIONS,
    DOMAINS,
    HELP,
    OUTAGES,
    PRODUCTS,
    data_url,
)
from wmebv_site.register.terms import MessageKind
from wmebv_site.site.artifact import StaticFile, compact_json

LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
MESSAGES = "berichten/"
"""Where the data of all messages of one kind stands, within the data."""

LISTED = Shape(
    "listed_product",
    "A product in a list.",
    told={
        "id": Told(TEXT, "Its id."),
        "name": Told(TEXT, "Its name."),
        "permalink": Told(URL, "Where the message, or else the product, stands on this website."),
    },
)
GROUP = Shape(
    "group",
    "Messages of which the same is told, with their products.",
    told={
        "act": Told(TEXT, "What one does, in Dutch."),
        "authority": Told(TEXT, "The id of the body that takes them."),
        "term": Told(TEXT, "Until when they must be there, in Dutch.", always=False),
        "paper": Told(list_of(TEXT), "How they can also be sent, without internet."),
        "answers": Told(list_of(ref("answer")), "What holds, for each audience."),
        "shown": Told(ref("shown"), "What the page of each of them shows of it."),
        "products": Told(list_of(ref("listed_product")), "What they are about."),
    },
)
_OF_EACH = {
    "$schema": Told(URL, "The schema of this file."),
    "version": Told(
        TEXT | {"pattern": f"^{VERSION.partition('.')[0]}\\.[0-9]+$"},
        f"The version of the shapes: {VERSION}.",
    ),
    "built_for": Told(DAY, "The day for which this was built: what holds is told of that day."),
    "license": Told({"const": LICENSE}, "The licence of this data."),
}
_AUTHORITIES = Told(
    list_of(ref("authority")),
    "The bodies that decide on it or take its messages, with where they are reached.",
)


def _document(name: str, text: str, **told: Told) -> Shape:
    return Shape(name, text, told=_OF_EACH | told)


REGISTER = _document(
    "register",
    "The whole register.",
    municipality=Told(ref("municipality"), "Whose register it is."),
    authorities=Told(list_of(ref("authority")), "Who decides."),
    executors=Told(list_of(ref("executor")), "Who carries out a task and does not decide."),
    domains=Told(list_of(ref("domain")), "The subjects of products."),
    channels=Told(list_of(ref("channel")), "The channels."),
    products=Told(list_of(ref("product")), "The products, with their messages and what holds for each."),
    decisions=Told(list_of(ref("decision")), "The decisions."),
    barriers=Told(list_of(ref("barrier")), "What may be difficult."),
    support=Told(list_of(ref("support")), "The help that is there today."),
    outages=Told(list_of(ref("outage")), "When channels did not or will not work."),
    policies=Told(list_of(ref("policy")), "What was adopted about help and channels."),
)
ONE_PRODUCT = _document(
    "product-file",
    "One product.",
    product=Told(ref("product"), "It."),
    authorities=_AUTHORITIES,
    shown=Told(list_of(ref("shown")), "What its page shows of each message, in the order of 'messages'."),
)
ONE_CHANNEL = _document("channel-file", "One channel.", channel=Told(ref("channel"), "It."))
ONE_DECISION = _document(
    "decision-file", "One decision.", decision=Told(ref("decision"), "It."), authorities=_AUTHORITIES
)
ONE_SUPPORT = _document("support-file", "One form of help.", support=Told(ref("support"), "It."))
ONE_OUTAGE = _document("outage-file", "One outage.", outage=Told(ref("outage"), "It."))
ONE_DOMAIN = _document(
    "domain-file",
    "One domain, with its products.",
    domain=Told(ref("domain"), "It."),
    products=Told(list_of(ref("listed_product")), "Its products, by name."),
)
ONE_KIND = _document(
    "messages-file",
    "All messages of one kind, by what is told of them.",
    kind=Told({"enum": [kind.value for kind in MessageKind]}, "The kind of message."),
    groups=Told(list_of(ref("group")), "The groups, the largest first."),
    authorities=_AUTHORITIES,
)
IN_FORCE = _document(
    "intervals-file",
    "What held, holds and will hold for every message, as is known on the day for which this was built.",
    intervals=Told(
        list_of(ref("interval")),
        "Intervals, not snapshots: for each message they follow each other without holes.",
    ),
)
DOCUMENTS = (
    REGISTER,
    ONE_PRODUCT,
    ONE_CHANNEL,
    ONE_DECISION,
    ONE_SUPPORT,
    ONE_OUTAGE,
    ONE_DOMAIN,
    ONE_KIND,
    IN_FORCE,
)
"""The shape of each kind of file."""
PARTS = {shape.name: shape for shape in (*OF_ANSWERS, *OF_THINGS, *OF_SHOWN, LISTED, GROUP)}
"""The shapes of which files consist, by name."""


def json_files(data: Data) -> Iterator[StaticFile]:
    """Every JSON file, with its schemas."""
    parts = {key: getattr(data, key) for key in REGISTER.told if key not in _OF_EACH}
    texts = [compact_json(product) for product in data.products]
    yield _file(data, REGISTER, DATA_REGISTER, {"products": f"[{','.join(texts)}]"}, **parts)
    yield _file(data, IN_FORCE, DATA_IN_FORCE, intervals=data.intervals)
    yield from _of_products(data, texts)
    yield from _of_things(data)
    yield from _of_kinds(data)
    yield from map(_schema_file, DOCUMENTS)


def _of_products(data: Data, texts: Iterable[str]) -> Iterator[StaticFile]:
    """The file of each product; ``texts`` are the products as they stand in the register."""
    for product, entry, text in zip(data.products, data.site.register.products, texts, strict=True):
        named = dict.fromkeys(
            (
                *([product["authority"]] if "authority" in product else []),
                *(message["authority"] for message in product["messages"]),
            )
        )
        path = data_url(PRODUCTS, product["id"])
        told = {"product": product, "authorities": _those(data, named)}
        shown = data.shown.of_product(entry)
        yield _file(data, ONE_PRODUCT, path, {"product": text}, **told, shown=shown)


def _of_things(data: Data) -> Iterator[StaticFile]:
    for channel in data.channels:
        path = data_url(CHANNELS, channel["id"])
        yield _file(data, ONE_CHANNEL, path, channel=channel)
    for decision in data.decisions:
        path = data_url(DECISIONS, decision["id"])
        named = dict.fromkeys(decision["authorities"])
        yield _file(data, ONE_DECISION, path, decision=decision, authorities=_those(data, named))
    for support in data.support:
        path = data_url(HELP, support["id"])
        yield _file(data, ONE_SUPPORT, path, support=support)
    for outage in data.outages:
        path = data_url(OUTAGES, outage["id"])
        yield _file(data, ONE_OUTAGE, path, outage=outage)
    for domain in data.domains:
        path = data_url(DOMAINS, domain["id"])
        inside = [product for product in data.products if product.get("domain") == domain["id"]]
        yield _file(data, ONE_DOMAIN, path, domain=domain, products=_by_name(map(_listed, inside)))


def _of_kinds(data: Data) -> Iterator[StaticFile]:
    """The messages of each kind; what is one object in the answers is told once for all its products."""
    kinds: dict[str, dict[tuple[object, ...], tuple[Json, Json, list[Json]]]] = defaultdict(dict)
    register = data.site.register
    for product, entry in zip(data.products, register.products, strict=True):
        for message, of in zip(product["messages"], register.messages_of(entry), strict=True):
            shown = data.shown.of(entry, of)
            same = tuple(map(id, message["answers"]))
            key = message["act"], message["authority"], message.get("term"), tuple(message["paper"]), same
            _, _, products = kinds[message["kind"]].setdefault((*key, id(shown)), (message, shown, []))
            products.append(_listed(product) | {"permalink": message["permalink"]})
    for kind in MessageKind:
        if kind.value not in kinds:
            continue
        groups = [
            _group(message, shown, _by_name(products))
            for message, shown, products in kinds[kind.value].values()
        ]
        groups.sort(key=lambda group: -len(group["products"]))
        named = dict.fromkeys(group["authority"] for group in groups)
        path = data_url(MESSAGES, kind.value)
        bodies = _those(data, named)
        yield _file(data, ONE_KIND, path, kind=kind.value, groups=groups, authorities=bodies)


def _group(message: Json, shown: Json, products: list[Json]) -> Json:
    return GROUP.of(
        act=message["act"],
        authority=message["authority"],
        term=message.get("term"),
        paper=message["paper"],
        answers=message["answers"],
        shown=shown,
        products=products,
    )


def _listed(product: Json) -> Json:
    return LISTED.of(id=product["id"], name=product["name"], permalink=product["permalink"])


def _by_name(products: Iterable[Json]) -> list[Json]:
    return sorted(
        products, key=lambda product: (product["name"].casefold(), product["id"], product["permalink"])
    )


def _those(data: Data, named: Iterable[str]) -> list[Json]:
    return [data.bodies[name] for name in named if name in data.bodies]


def schema_path(shape: Shape) -> str:
    """Where the schema of a kind of file stands, from the root of the site."""
    return f"{DATA_SCHEMAS}{shape.name}.json"


def schema_of(shape: Shape) -> Json:
    """The JSON Schema of a kind of file, with the shapes of what is in it."""
    definitions: dict[str, Json] = {}
    waiting = list(_refs(shape.schema))
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            definitions[name] = PARTS[name].schema
            waiting += _refs(definitions[name])
    about = {"$schema": DRAFT, "title": f"{shape.text} {VERSION}"}
    return about | shape.schema | {"$defs": dict(sorted(definitions.items()))}


def _refs(schema: object) -> Iterator[str]:
    """The names of the shapes that a schema refers to."""
    if isinstance(schema, dict):
        if isinstance(found := schema.get("$ref"), str):
            yield found.rpartition("/")[2]
        for value in schema.values():
            yield from _refs(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _refs(value)


def _schema_file(shape: Shape) -> StaticFile:
    return StaticFile(
        schema_path(shape), f"{json.dumps(schema_of(shape), ensure_ascii=False, indent=1)}\n".encode()
    )


def _file(
    data: Data, shape: Shape, path: str, written: Mapping[str, str] | None = None, **told: object
) -> StaticFile:
    """One file of data at a path from the root of the site; ``written`` has the text of what was written before."""
    up = "../" * (path.count("/") - 1)
    document = shape.of(
        **{"$schema": f"{up}{schema_path(shape).removeprefix(DATA)}"},
        version=VERSION,
        built_for=data.site.today.isoformat(),
        license=LICENSE,
        **told,
    )
    texts = written or {}
    keys = (
        f'"{key}":{texts[key] if key in texts else compact_json(value)}' for key, value in document.items()
    )
    return StaticFile(path, f"{{{','.join(keys)}}}\n".encode())
