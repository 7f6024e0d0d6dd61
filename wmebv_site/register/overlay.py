"""A shared register below that of a municipality: what stands there counts as if it stood here, unless this says it itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, did_you_mean, fails
from wmebv_site.dutch import counted, enumerate_words
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.entry import Entry, Part, named_fields
from wmebv_site.register.files import (
    CHANNELS_FILE,
    DECISION_TEXTS,
    HELP_TEXT,
    HOME_TEXT,
    LINKS_FILE,
    OUTAGE_TEXTS,
    POLICY_TEXTS,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    ROADMAP_FILE,
    SUPPORT_TEXTS,
    WORDLIST_FILE,
    id_of,
    is_note,
    is_thing,
    things_in,
)
from wmebv_site.register.front_matter import Document, read_document
from wmebv_site.register.misfits import NO_BASE, WRONG_SHAPE
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.references import NOT_UNIQUE
from wmebv_site.register.support import Support
from wmebv_site.register.text import read_text
from wmebv_site.register.values import folder_of, is_slug, no_base_in, quoted
from wmebv_site.register.yaml import Span, Value, YamlList, YamlMapping, read_yaml

OF_ONE_MUNICIPALITY = Code(
    "WMEBV676",
    "In een gedeelde basis staat iets wat van één gemeente is",
    "Een gedeelde basis heeft geen gemeente, geen eigen bestuursorganen en geen besluiten. Ook beleid, storingen, eigen pagina's, de "
    "startpagina en het stappenplan zijn van één gemeente. Die horen in het register van elke "
    "gemeente zelf. Wel staan er producten, kanalen, domeinen en uitvoerders in, en organisaties die zelf besluiten. Ook hulp en "
    "aanwijzingen die op een wet berusten, kunt u delen.",
)
NOT_IN_BASE = Code(
    "WMEBV680",
    "Een aanvulling op de gedeelde basis hoort bij niets",
    "Bij iets uit de gedeelde basis noemt u de id, en wat bij u anders is. De rest komt uit de basis. Staat die id daar niet, dan "
    "ontbreekt de rest. Misschien is de id verkeerd getypt, of heet het in de basis nu anders. 'wmebv base diff' zegt wat er in de "
    "basis bij kwam en wegging.",
)
NOT_LEFT_OUT = Code(
    "WMEBV681",
    "Bij 'not_ours' staat misschien een typefout",
    "Bij 'not_ours' in products.yaml staat wat uw gemeente niet aanbiedt. Het product uit de gedeelde basis blijft dan weg van uw "
    "website. Hier staat een id die de basis niet heeft, en die lijkt op een id die er wel is. Dat product staat nu op uw website.",
    Level.INFO,
)
ONE_MORE = Code(
    "WMEBV682",
    "Er komt een bericht bij naast dat uit de gedeelde basis",
    "Een bericht uit de gedeelde basis vult u aan met zijn id. Heeft het geen id, dan met zijn soort. Hier staat alleen een soort. "
    "In de basis hebben de berichten van die soort een id. Daarom komt er op uw website een bericht bij.",
    Level.INFO,
)

_KEPT_OUT = {
    DECISION_TEXTS: "een besluit",
    POLICY_TEXTS: "beleid",
    OUTAGE_TEXTS: "een storing",
    HOME_TEXT: "de startpagina",
    ROADMAP_FILE: "het stappenplan",
    LINKS_FILE: "de lijst met links die niet worden nagekeken",
}
"""Files and folders of what a base never holds: each of them is of one municipality."""

JOINED_BY_ID = ("authorities", "executors", "domains", "channels")
"""The lists of ``channels.yaml`` of which each thing goes before the shared one of the same id."""
ONE_AFTER_OTHER = ("designations", "trusted_hosts")
"""The lists of ``channels.yaml`` in which the shared things come behind those of the municipality."""
_OF_ITS_OWN = {
    CHANNELS_FILE: {"municipality": "de gemeente", "default_source": "de standaardbron"},
    PRODUCTS_FILE: {
        "not_ours": "wat een gemeente niet aanbiedt",
        "proposals": "een voorstel aan een gemeente",
    },
}
"""The keys of a register that a base never has."""


_MAY_NAME_ONE = re.compile(rb"(?:^|[\s{,\"'])base[\"']?\s*:")

_NAMES_ONE = re.compile(rb"^[\"']?base[\"']?\s*:", re.MULTILINE)


def may_name_base(data: bytes) -> bool:
    """Whether the text of ``channels.yaml`` has to be read to know if it names a shared register: most name none."""
    return _MAY_NAME_ONE.search(data) is not None


def names_base(data: bytes) -> bool:
    """Whether a ``channels.yaml`` that can't be read seems to name a shared register."""
    return _NAMES_ONE.search(data) is not None


def named_base(data: bytes) -> tuple[str, Place] | None:
    """The shared register that the text of ``channels.yaml`` names, and where it does so."""
    if not may_name_base(data):
        return None
    source, _ = read_text(CHANNELS_FILE, data)
    channels = read_yaml(source)[0] if source else None
    if not isinstance(channels, YamlMapping) or not isinstance(named := channels.get("base"), str):
        return None
    return named, channels.place_of("base")


def base_of(files: Mapping[str, bytes]) -> str:
    """Where the shared register stands below these files, counted from the project; empty where there is none."""
    named = named_base(files.get(CHANNELS_FILE, b""))
    return (folder_of(named[0]) if named else None) or ""


@dataclass(slots=True)
class Base:
    """What the files of a shared register say, not yet held against any model."""

    folder: str = ""
    """Where they stand, counted from the project; empty without a shared register."""
    stamp: str = ""
    """Another one when any of the files changed."""
    channels: YamlMapping | None = None
    products: dict[str, YamlMapping] = field(default_factory=dict)
    texts: dict[str, Document] = field(default_factory=dict)
    """Each text with what stands above it, by its path within the folder."""
    words: YamlMapping | None = None
    refused: list[Diagnostic] = field(default_factory=list)
    is_whole: bool = True
    """Whether all of it could be read: what lies on top of the rest can't be judged."""

    def on_nothing(self, part: Part, missing: list[Diagnostic]) -> Diagnostic | None:
        """What to say in one time of an entry that leans upon the shared register, which doesn't have it; ``missing`` is
        told of it. None where it seems to be whole of the municipality itself.
        """
        known = self._ids_of(part)
        name = id_of(part.data.file) if part.model is Support else str(part.data.get("id"))
        leans = len(missing) > 1 or not {"name", "title"} & part.data.keys()
        if not missing or not known or name in known or not leans:
            return None
        message = f"In de gedeelde basis staat geen {quoted(name)}, en hier ontbreekt wat u niet zelf zegt."
        other = "Vul aan wat ontbreekt. Is het uit de basis gehaald? Haal het dan hier ook weg."
        return NOT_IN_BASE.at(part.data.place, message, did_you_mean(name, known) or other)

    def _ids_of(self, part: Part) -> list[str]:
        if part.model is Product:
            return list(self.products)
        if part.model is Support:
            return [id_of(path) for path in things_in(SUPPORT_TEXTS, self.texts)]
        listed = (self.channels or _NOTHING).get(_LISTS.get(part.model, ""))
        return (
            [_id(each) for each in listed if isinstance(each, YamlMapping)]
            if isinstance(listed, YamlList)
            else []
        )

    def path_of(self, path: str, files: Mapping[str, bytes]) -> str:
        """Where a file stands of which there is one: here, or else in the shared register."""
        return self.folder + path if path not in files and self.folder + path in files else path

    def below(self, model: type[Entry], path: str, own: YamlMapping) -> YamlMapping:
        """What the file of a municipality says with the shared register below it."""
        if model is ChannelsFile and self.channels is not None:
            return _channels(own, self.channels)
        if model is Product and (shared := self.products.get(str(own.get("id")))) is not None:
            return _product(own, shared)
        if model is ProductsFile and self.products and isinstance(listed := own.get("products"), YamlList):
            return own.over(_NOTHING, {"products": _named(listed, self.products, _id, _product, alone=False)})
        if path == HELP_TEXT and path in self.texts:
            shared = self.texts[path].meta
            return own.over(shared, {"barriers": _by_id(own, shared, "barriers")})
        if path == WORDLIST_FILE and self.words is not None:
            return own.over(self.words, {key: _one_after_other(own, self.words, key) for key in self.words})
        return own.over(self.texts[path].meta) if path in self.texts else own

    def text_below(self, path: str, own: Document) -> Document | None:
        """The shared text that stands on the page of a file in which no text stands."""
        return None if own.body.strip() else self.texts.get(path)


def read_base(channels: YamlMapping, files: Mapping[str, bytes]) -> Base:
    """The shared register that ``channels.yaml`` names; its files are among ``files``, by their path from the project."""
    named = channels.get("base")
    if "base" not in channels.key_spans:
        return Base()
    if not isinstance(named, str):
        message = "Achter 'base' staat geen map en geen pakket."
        hint = f"{no_base_in('')[1]} Deelt u niets? Verwijder deze regel dan."
        code = NO_BASE if named is None else WRONG_SHAPE
        return Base(refused=[code.at(channels.place_of("base"), message, hint)], is_whole=False)
    folder, place = folder_of(named), channels.place_of("base")
    if folder is None:
        return Base(refused=[NO_BASE.at(place, *no_base_in(named))], is_whole=False)
    held = {path.removeprefix(folder): path for path in sorted(files) if path.startswith(folder)}
    digest = hashlib.sha256()
    for path in held.values():
        digest.update(f"{path} {len(files[path])}\n".encode() + files[path])
    base = Base(folder, digest.hexdigest())
    if not any(_holds_products(path) or path == CHANNELS_FILE for path in held):
        base.is_whole = False
        message = f"In {quoted(named)} staat geen register om te delen."
        hint = (
            "Noem de map waarin channels.yaml of products.yaml van de basis staat, of verwijder deze regel."
        )
        base.refused.append(NO_BASE.at(place, message, hint))
        return base
    for path, whole in held.items():
        if what := _kept_out(path):
            base.refused.append(_of_one(Place(whole), what))
        elif path.startswith(SUPPORT_TEXTS) and path.endswith(".md"):
            document, found = read_document(whole, files[whole])
            base.refused += found
            base.is_whole &= document is not None
            if document is not None:
                base.texts[path] = document
        elif value := _mapping(base, whole, files[whole]):
            _take(base, path, value)
    return base


def _kept_out(path: str) -> str | None:
    """What stands in a file that a base never has, as a part of a sentence."""
    if found := next((what for begin, what in _KEPT_OUT.items() if path.startswith(begin)), None):
        return found
    shared = path == HELP_TEXT or is_thing(path) or is_note(path)
    return "een eigen pagina" if path.endswith(".md") and not shared else None


def _take(base: Base, path: str, value: YamlMapping) -> None:
    if path == CHANNELS_FILE:
        base.channels = value
        base.refused += _not_shared(value)
        base.refused += _of_its_own(path, value)
    elif path == WORDLIST_FILE:
        base.words = value
    elif path == PRODUCTS_FILE:
        base.refused += _of_its_own(path, value)
        listed = value.get("products")
        for product in listed if isinstance(listed, YamlList) else ():
            _add(base, product)
    elif _holds_products(path):
        _add(base, value)


def _add(base: Base, product: Value) -> None:
    if not isinstance(product, YamlMapping):
        return
    name = _id(product)
    if name not in base.products:
        base.products[name] = product
        return
    first = base.products[name].place_of("id")
    hint = f"Kies een andere id; de eerste staat in {first.file} op regel {first.line}."
    base.refused.append(NOT_UNIQUE.at(product.place_of("id"), f"De id '{name}' komt al voor.", hint))


def _holds_products(path: str) -> bool:
    return path == PRODUCTS_FILE or (path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml"))


def _mapping(base: Base, path: str, data: bytes) -> YamlMapping | None:
    source, found = read_text(path, data)
    if source is None or found:
        base.refused += found
        base.is_whole = False
        return None
    value, found = read_yaml(source)
    base.refused += found
    base.is_whole &= not fails(found)
    return value if isinstance(value, YamlMapping) and not fails(found) else None


def _of_its_own(path: str, value: YamlMapping) -> Iterator[Diagnostic]:
    for key, what in _OF_ITS_OWN[path].items():
        if key in value:
            yield _of_one(value.place_of_key(key), what)


def _not_shared(channels: YamlMapping) -> Iterator[Diagnostic]:
    if "base" in channels:
        hint = "Noem de andere basis in channels.yaml van de gemeente, in plaats van deze."
        yield _of_one(channels.place_of_key("base"), "nog een basis", hint)
    bodies = channels.get("authorities")
    for body in bodies if isinstance(bodies, YamlList) else ():
        if isinstance(body, YamlMapping) and body.get("kind") != "extern":
            hint = "Zet het in het register van de gemeente zelf. Alleen een organisatie van buiten deelt u: met 'kind: extern'."
            yield _of_one(body.place_of("kind"), "een eigen bestuursorgaan", hint)


def _of_one(
    place: Place, what: str, hint: str = "Zet het in het register van de gemeente zelf."
) -> Diagnostic:
    message = f"Hier staat {what}, en dat hoort niet in een gedeelde basis."
    return OF_ONE_MUNICIPALITY.at(place, message, hint)


def left_over(base: Base, ids: set[str], not_ours: Iterable[str]) -> list[YamlMapping]:
    """The shared products that a municipality says nothing of, but for what it does not offer, by id or by UPL address."""
    out = {each.casefold() for each in not_ours}
    return [
        each
        for name, each in base.products.items()
        if name not in ids and name not in out and str(each.get("upl")).casefold() not in out
    ]


def left_out_in_vain(base: Base, not_ours: YamlList) -> Iterator[Diagnostic]:
    """What a municipality says not to offer under an id that the shared register does not have, but for a letter or two."""
    for at, name in enumerate(not_ours):
        unknown = isinstance(name, str) and is_slug(name) and name not in base.products
        if unknown and (hint := did_you_mean(str(name), base.products)):
            yield NOT_LEFT_OUT.at(
                not_ours.place_of(at), f"De gedeelde basis heeft geen product '{name}'.", hint
            )


def one_more(base: Base, product: YamlMapping) -> Iterator[Diagnostic]:
    """The messages that a municipality names by a kind alone, while those of the shared product have an id each."""
    shared = base.products.get(str(product.get("id")), _NOTHING)
    there, own = shared.get("messages"), product.get("messages")
    ids: dict[str, list[str]] = {}
    for each in there if isinstance(there, YamlList) else ():
        if isinstance(each, YamlMapping):
            ids.setdefault(str(each.get("kind")), []).append(str(each.get("id", "")))
    for each in own if ids and isinstance(own, YamlList) else ():
        known = (
            ids.get(str(each.get("kind")), []) if isinstance(each, YamlMapping) and "id" not in each else []
        )
        if isinstance(each, YamlMapping) and known and all(known):
            number = counted(len(known), "bericht", "berichten")
            message = f"De gedeelde basis heeft al {number} van deze soort, met een id. Dit komt erbij."
            ways = enumerate_words([f"'id: {name}'" for name in known], "of")
            yield ONE_MORE.at(
                each.place_of("kind"), message, f"Bedoelt u {ways}? Schrijf dat in plaats van de soort."
            )


def shared_texts(base: Base, own: Mapping[str, bytes], folder: str) -> list[str]:
    """The texts of a folder that stand in the shared register alone, by their path from the project."""
    there = {id_of(path) for path in things_in(folder, own)}
    return [base.folder + path for path in things_in(folder, base.texts) if id_of(path) not in there]


_NOTHING = YamlMapping("", (0, 0, 0))
_LISTS = {
    field.entry: field.key
    for field in named_fields(ChannelsFile)
    if field.entry is not None and field.key in JOINED_BY_ID
}
_Join = Callable[[YamlMapping, YamlMapping], YamlMapping]


def _id(mapping: YamlMapping) -> str:
    return str(mapping.get("id"))


def _message_key(message: YamlMapping) -> str:
    return str(message.get("id") or message.get("kind"))


def _whole(own: YamlMapping, shared: YamlMapping) -> YamlMapping:
    return own.over(shared)


def _channels(own: YamlMapping, shared: YamlMapping) -> YamlMapping:
    inner: dict[str, Value] = {key: _by_id(own, shared, key) for key in JOINED_BY_ID if key in own}
    inner |= {key: _one_after_other(own, shared, key) for key in ONE_AFTER_OTHER if key in own}
    terms, below = own.get("terms"), shared.get("terms")
    if isinstance(terms, YamlMapping) and isinstance(below, YamlMapping):
        inner["terms"] = terms.over(below)
    return own.over(shared, inner)


def _product(own: YamlMapping, shared: YamlMapping) -> YamlMapping:
    messages, below = own.get("messages"), shared.get("messages")
    if not isinstance(messages, YamlList) or not isinstance(below, YamlList):
        return own.over(shared)
    by_key = {_message_key(each): each for each in below if isinstance(each, YamlMapping)}
    return own.over(shared, {"messages": _named(messages, by_key, _message_key, _whole, behind=True)})


def _by_id(own: YamlMapping, shared: YamlMapping, key: str) -> Value:
    listed, below = own.get(key), shared.get(key)
    if not isinstance(below, YamlList):
        return listed
    if not isinstance(listed, YamlList):
        return below if listed is None else listed
    return _named(listed, {_id(each): each for each in below if isinstance(each, YamlMapping)}, _id, _whole)


def _named(
    own: YamlList,
    shared: Mapping[str, YamlMapping],
    name: Callable[[YamlMapping], str],
    join: _Join,
    alone: bool = True,
    behind: bool = False,
) -> YamlList:
    """The items of a list, each on top of the shared one of the same name, and with ``alone`` the shared ones without.

    To say something of a shared one does not move it: it stays among those of the shared list, and what is new comes before them,
    or with ``behind`` after them. Who names all of them says in which order they come.
    """
    said: list[_Item] = []
    new: list[_Item] = []
    on_top: dict[str, list[_Item]] = {}
    for number, item in enumerate(own):
        key = name(item) if isinstance(item, YamlMapping) else ""
        below = shared.get(key)
        joined = join(item, below) if isinstance(item, YamlMapping) and below is not None else item
        said.append((joined, own.place_of(number).file, own.spans[number]))
        among = new if below is None else on_top.setdefault(key, [])
        among.append(said[-1])
    if not alone or len(on_top) == len(shared):
        return _list(own, said)
    there = [
        each for key, below in shared.items() for each in on_top.get(key, [(below, below.file, below.span)])
    ]
    return _list(own, [*there, *new] if behind else [*new, *there])


def _one_after_other(own: YamlMapping, shared: YamlMapping, key: str) -> Value:
    listed, below = own.get(key), shared.get(key)
    if not isinstance(listed, YamlList) or not isinstance(below, YamlList):
        return below if listed is None else listed
    return _list(listed, [*_items(listed), *_items(below)])


_Item = tuple[Value, str, Span]
"""An item of a list, with the file and the place where it stands."""


def _items(listed: YamlList) -> Iterator[_Item]:
    for number, (each, span) in enumerate(zip(listed, listed.spans, strict=True)):
        yield each, listed.place_of(number).file, span


def _list(own: YamlList, items: list[_Item]) -> YamlList:
    joined = YamlList(own.file, own.span)
    joined += [each for each, _, _ in items]
    joined.files = tuple(file for _, file, _ in items)
    joined.spans = [span for _, _, span in items]
    return joined
