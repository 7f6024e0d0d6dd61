"""Makes a Register from the bytes of all files, or says everything that stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, fails, in_order, unless_said_at
from wmebv_site.register.addresses import taken_addresses
from wmebv_site.register.annexes import read_annexes
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import (
    Home,
    LinkExceptions,
    Policy,
    Roadmap,
    Wordlist,
    own_page_findings,
)
from wmebv_site.register.decisions import Decision, chain_diagnostics
from wmebv_site.register.entry import ContentEntry, Entry, Part, defined_in, parts_of, unknown_keys
from wmebv_site.register.files import (
    CHANNELS_FILE,
    CONTENT,
    DECISION_TEXTS,
    FOLDERS_OF_THINGS,
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
    has_role,
    id_of,
    is_note,
    things_in,
    wrong_names,
)
from wmebv_site.register.front_matter import NOT_KEYS, Document, not_a_mapping, read_document
from wmebv_site.register.memory import Memory
from wmebv_site.register.misfits import MISSING, shape_diagnostics, unknown_without_value
from wmebv_site.register.outages import Outage
from wmebv_site.register.overlay import (
    Base,
    left_out_in_vain,
    left_over,
    may_name_base,
    names_base,
    one_more,
    read_base,
    shared_texts,
)
from wmebv_site.register.products import Product, ProductsFile, Proposal
from wmebv_site.register.references import reference_diagnostics
from wmebv_site.register.register import Register
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.register.text import read_text
from wmebv_site.register.values import Version
from wmebv_site.register.yaml import YamlList, YamlMapping, read_yaml

EntryT = TypeVar("EntryT", bound=Entry)
ContentT = TypeVar("ContentT", bound=ContentEntry)

FILE_MISSING = Code(
    "WMEBV208",
    "Er ontbreekt een bestand",
    "Een register bestaat ten minste uit channels.yaml en products.yaml (of bestanden in de map products).",
)
ONE_PRODUCT = Code(
    "WMEBV115",
    "Een bestand in de map products heeft een lijst",
    "In de map 'products' heeft elk product een eigen bestand. Daarin staan de sleutels van dat ene product: zonder "
    "'products:' en zonder streepje.",
)
NEWER = Code(
    "WMEBV658",
    "De registers hebben een nieuwere vorm dan deze versie van wmebv kent",
    "Een collega gebruikt een nieuwere versie van wmebv, en heeft de registers daarvoor overgezet. Deze versie kan ze niet goed "
    "lezen. Installeer de nieuwste versie. Kan dat niet? Zet dan de registers van vóór het "
    "overzetten terug. Wijzig het getal bij 'version' niet zelf: daarmee krijgen de bestanden geen andere vorm.",
)
OLDER = Code(
    "WMEBV659",
    "De registers hebben nog een oudere vorm",
    "In deze versie van wmebv heet iets anders, of staat het op een andere plaats. De opdracht 'wmebv migrate' zet uw registers "
    "over. Met 'wmebv migrate --dry-run' ziet u eerst wat er zou wijzigen. Bijlagen en vastgestelde besluiten blijven zoals ze zijn.",
)
NEWEST = 1
"""The shape of the registers that this program reads: ``version`` in ``channels.yaml``, of which 1 may be left out."""
# A first products.yaml, and a list of words to which nothing was added yet.
_MAY_BE_EMPTY: tuple[type[Entry], ...] = (ProductsFile, Wordlist, LinkExceptions)


@dataclass(slots=True)
class Reading:
    """Files on their way to a register: what has been read so far, and what stands in the way."""

    files: Mapping[str, bytes]
    refused: list[Diagnostic] = field(default_factory=list)
    """Where a file can't be read."""
    remarks: list[Diagnostic] = field(default_factory=list)
    """What a reader of the file should look at, and stands in nobody's way."""
    misfits: list[Diagnostic] = field(default_factory=list)
    """Where what was read doesn't fit its model."""
    parts: list[Part] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """The kinds of name of which not all are known, because what gives them could not be read."""
    documents: list[Document] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    """What was read before, by file and content."""
    base: Base = field(default_factory=Base)
    """The shared register below these files."""

    def _recalled(
        self, model: type[EntryT], path: str, read: Callable[[Reading, type[EntryT], str], EntryT | None]
    ) -> EntryT | None:
        """What a file says, None where it isn't there; with all that stands in its way."""
        if path not in self.files:
            return None

        def alone() -> tuple[Reading, EntryT | None]:
            reading = Reading({path: self.files[path]}, base=self.base)
            return reading, read(reading, model, path)

        known, entry = self.memory.recall((model, path, self.files[path], self.base.stamp), alone)
        self.refused += known.refused
        self.remarks += known.remarks
        self.misfits += known.misfits
        self.parts += known.parts
        self.unread |= known.unread
        self.documents += known.documents
        return entry

    def yaml_file(self, model: type[EntryT], path: str) -> EntryT | None:
        """A file that is one mapping, or None when it isn't there or is not as it should be."""
        return self._recalled(model, path, Reading._yaml_file)

    def _yaml_file(self, model: type[EntryT], path: str) -> EntryT | None:
        value, found = _mapping_in(path, self.files[path], model)
        self._note(found)
        if value is None:
            self.unread |= defined_in(model)
            return None
        return self.fitted(model, self.base.below(model, path, value))

    def text(self, model: type[ContentT], path: str) -> ContentT | None:
        """A text with its front matter, or None when it isn't there or is not as it should be."""
        return self._recalled(model, path, Reading._text)

    def _text(self, model: type[ContentT], path: str) -> ContentT | None:
        document = self.page(path)
        if document is None:
            self.unread |= defined_in(model)
            return None
        above = self.base.below(model, path, document.meta)
        if not above.key_spans and any(field.is_required() for field in model.model_fields.values()):
            hint = "Begin het bestand met ---, dan regels als 'title: …', en dan weer ---."
            self.refused.append(NOT_KEYS.at(Place(path), "Boven deze tekst staan geen gegevens.", hint))
            return None
        entry = self.fitted(model, above)
        shared = self.base.text_below(path, document)
        if shared is not None:
            self.documents[-1] = shared  # what is wrong in the text, is told in the file in which it stands
            document = replace(document, body=shared.body, body_line=shared.body_line)
        if entry is not None:
            entry._document = document
        return entry

    def texts(self, model: type[ContentT], folder: str) -> tuple[ContentT, ...]:
        """The things of a folder, each of which is a text."""
        paths = [*things_in(folder, self.files), *shared_texts(self.base, self.files, folder)]
        found = (self.text(model, path) for path in paths)
        return tuple(entry for entry in found if entry is not None)

    def page(self, path: str) -> Document | None:
        """A text with whatever front matter."""
        document, found = read_document(path, self.files[path])
        self._note(found)
        if document is not None:
            self.documents.append(document)
        return document

    def _note(self, found: Iterable[Diagnostic]) -> None:
        for each in found:
            (self.refused if each.level is Level.ERROR else self.remarks).append(each)

    def mistakes(self, names: Mapping[str, Mapping[str, Place]]) -> list[Diagnostic]:
        """All that stands in the way so far; where something was refused, nothing else is said.

        ``names`` are those that files have, by kind.
        """
        if not self.base.is_whole:  # what goes without saying here may stand in what could not be read
            return self.refused
        self.misfits = self._without_what_leans_on_nothing()
        between = [mistake for part in self.parts for mistake in _mistakes_between(part)]
        references = reference_diagnostics(self.parts, names, frozenset(self.unread))
        return [
            *self.refused,
            *unless_said_at([*self.misfits, *between], self.refused),
            *unless_said_at(references, [*self.refused, *self.misfits]),
        ]

    def _without_what_leans_on_nothing(self) -> list[Diagnostic]:
        """The misfits, with one for all that is missing from an entry on top of what the shared register doesn't have."""
        absent = [each for each in self.misfits if each.code == MISSING.code] if self.base.folder else []
        found = list(self.misfits)
        for part in self.parts if absent else ():
            missing = [each for each in absent if each.place == part.data.place]
            if one := self.base.on_nothing(part, missing):
                found = [each for each in found if each not in missing] + [one]
        return found

    def fitted(self, model: type[EntryT], value: YamlMapping) -> EntryT | None:
        """What a mapping says; None where it doesn't fit its model."""
        parts = parts_of(model, value)
        self.parts += parts
        for part in parts:
            self.misfits += unknown_without_value(part.model, part.data)
        try:
            return model.model_validate(value)
        except ValidationError as error:
            self.misfits += shape_diagnostics(model, value, error)
            return None


def _mapping_in(path: str, data: bytes, model: type[Entry]) -> tuple[YamlMapping | None, list[Diagnostic]]:
    """The mapping that a file holds, or why it holds none."""
    source, mistakes = read_text(path, data)
    if source is None or mistakes:
        return None, mistakes
    value, mistakes = read_yaml(source)
    mistakes += not_a_mapping(source, value, mistakes)
    if value is None and not fails(mistakes):
        if model in _MAY_BE_EMPTY:
            return YamlMapping(path, (0, 0, 0)), []
        begin = "; begin met 'municipality:'" if model is ChannelsFile else ", of verwijder het"
        return None, [FILE_MISSING.at(Place(path), "Dit bestand is leeg.", f"Vul het bestand{begin}.")]
    if not isinstance(value, YamlMapping):
        return None, mistakes
    if model is Product and "products" in value.key_spans:
        hint = "Geef elk product een eigen bestand met 'wmebv products split', of zet deze lijst in products.yaml."
        message = "In de map 'products' staat in elk bestand één product; hier begint een lijst."
        return None, [ONE_PRODUCT.at(value.place_of_key("products"), message, hint)]
    return value, mistakes


def _mistakes_between(part: Part) -> list[Diagnostic]:
    """What is wrong between the fields of a mapping; beside an unknown key, not what seems to be absent."""
    found = list(part.model.mistakes(part.data))
    if found and unknown_keys(part.model, part.data):
        return [mistake for mistake in found if mistake.place != part.data.place]
    return found


def version_of(channels: Mapping[str, Any] | None) -> int | None:
    """Which shape the registers have, by ``channels.yaml`` as it is read; None where that is not said rightly."""
    try:
        return _VERSION.validate_python((channels or {}).get("version") or "1")
    except ValidationError:
        return None


def other_shape(channels: YamlMapping, newest: int = NEWEST) -> Diagnostic | None:
    """What there is to say of registers with another shape than the program reads."""
    version, place = version_of(channels), channels.place_of("version")
    if version is None or version == newest:
        return None
    if version > newest:
        message = (
            f"De registers hebben vorm {version}. Deze versie van wmebv leest ze tot en met vorm {newest}."
        )
        return NEWER.at(place, message, "Installeer de nieuwste versie van wmebv, en probeer het opnieuw.")
    message = f"De registers hebben nog vorm {version}. Deze versie van wmebv leest vorm {newest}."
    return OLDER.at(place, message, "Zet de registers over met: wmebv migrate.")


_VERSION: TypeAdapter[int] = TypeAdapter(Version)
_LIGHTER = {WORDLIST_FILE: Level.INFO, ROADMAP_FILE: Level.WARNING, LINKS_FILE: Level.WARNING}
"""What is wrong in these never stands in the way of the website: they hold advice, and what only the report or a check of links tells."""


def decode(
    files: Mapping[str, bytes],
    others: Sequence[str] = (),
    memory: Memory | None = None,
    newest: int = NEWEST,
) -> tuple[Register | None, list[Diagnostic]]:
    """Decode a register.

    ``files`` are ``channels.yaml``, ``products.yaml``, ``products/*.yaml``, ``content/**/*.md`` and
    ``content/besluiten/*.annex.yaml`` and ``content/stappenplan.yaml``, by their path with forward slashes;
    ``others`` the remaining paths in ``content/``. There is a register exactly when there is no
    error: every mistake of every file is in the list, in order, each once. ``memory`` knows what was read before.
    Of registers with another shape than ``newest`` that alone is said.
    """
    memory = memory or Memory()
    reading = Reading(files, memory=memory)
    reading.base = _base(files)
    reading.refused += reading.base.refused
    channels = _channels(reading)
    for part in reading.parts[:1]:
        # What has another shape fits nowhere: each mistake in it would be one of the program.
        if other := other_shape(part.data, newest):
            return None, [other]
    products, proposals, not_ours = _products(reading)
    decisions = reading.texts(Decision, DECISION_TEXTS)
    support = reading.texts(Support, SUPPORT_TEXTS)
    policies = reading.texts(Policy, POLICY_TEXTS)
    outages = reading.texts(Outage, OUTAGE_TEXTS)
    help_index = reading.text(HelpIndex, reading.base.path_of(HELP_TEXT, files))
    home = reading.text(Home, HOME_TEXT)
    wordlist = reading.yaml_file(Wordlist, reading.base.path_of(WORDLIST_FILE, files))
    roadmap = reading.yaml_file(Roadmap, ROADMAP_FILE)
    left_alone = reading.yaml_file(LinkExceptions, LINKS_FILE)
    above: list[Diagnostic] = []
    for path in files:
        # A page of the municipality's own is no thing of the register: of what stands above it little counts.
        if path.startswith(CONTENT) and path.endswith(".md") and not has_role(path) and not is_note(path):
            own = reading.page(path)
            above += own_page_findings(own.meta) if own else ()
    names = {
        "besluit": {id_of(path): Place(path) for path in things_in(DECISION_TEXTS, files)},
        "hulp": {
            id_of(path): Place(path)
            for path in (*shared_texts(reading.base, files, SUPPORT_TEXTS), *things_in(SUPPORT_TEXTS, files))
        },
    }
    annexes = read_annexes(files, decisions, names["besluit"], memory)
    diagnostics = [
        *reading.mistakes(names),
        *wrong_names(path for folder in FOLDERS_OF_THINGS for path in things_in(folder, files)),
        *taken_addresses([*files, *others]),
        *annexes.mistakes,
        *(each for each in above if each.level is Level.ERROR),
    ]
    advice = [each for each in above if each.level is not Level.ERROR]
    advice += [
        replace(each, level=_LIGHTER[each.place.file]) for each in diagnostics if each.place.file in _LIGHTER
    ]
    advice += reading.remarks
    diagnostics = [each for each in diagnostics if each.place.file not in _LIGHTER]
    diagnostics += [] if diagnostics else chain_diagnostics(decisions)
    if diagnostics or channels is None:
        return None, in_order([*diagnostics, *advice])
    register = Register(
        municipality=channels.municipality,
        base=reading.base.folder,
        authorities=channels.authorities,
        executors=channels.executors,
        domains=channels.domains,
        standard_messages=channels.standard_messages,
        terms=channels.terms,
        default_source=channels.default_source,
        trusted_hosts=channels.trusted_hosts,
        channels=channels.channels,
        designations=channels.designations,
        products=products,
        decisions=decisions,
        support=support,
        outages=outages,
        help_index=help_index,
        policies=policies,
        home=home,
        roadmap=roadmap,
        wordlist=wordlist,
        link_exceptions=left_alone.exceptions if left_alone else (),
        documents=tuple(reading.documents),
        content_paths=frozenset(
            path for path in [*files, *others, *reading.base.texts] if path.startswith(CONTENT)
        ),
        annexes=annexes.by_decision,
        corrected_annexes=annexes.corrected,
        stray_annexes=frozenset(annexes.stray),
        proposals=proposals,
        not_ours=not_ours,
    )
    return register, in_order(advice)


def _base(files: Mapping[str, bytes]) -> Base:
    data = files.get(CHANNELS_FILE, b"")
    if not may_name_base(data):
        return Base()
    channels, found = _mapping_in(CHANNELS_FILE, data, ChannelsFile)
    if channels is None or (fails(found) and not isinstance(channels.get("base"), str)):
        return Base(is_whole=not names_base(data))  # what lies on top of it can't be judged
    return read_base(channels, files)


def _channels(reading: Reading) -> ChannelsFile | None:
    if CHANNELS_FILE not in reading.files:
        hint = "Maak channels.yaml, of ga naar de map waarin het staat."
        message = "Het bestand channels.yaml ontbreekt."
        reading.refused.append(FILE_MISSING.at(Place(CHANNELS_FILE), message, hint))
        reading.unread |= defined_in(ChannelsFile)
    return reading.yaml_file(ChannelsFile, CHANNELS_FILE)


def _products(reading: Reading) -> tuple[tuple[Product, ...], tuple[Proposal, ...], tuple[str, ...]]:
    paths = sorted(
        path for path in reading.files if path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml")
    )
    if PRODUCTS_FILE not in reading.files and not paths and not reading.base.products:
        hint = "Maak products.yaml, of zet elk product in een bestand in de map 'products'."
        message = "Het bestand products.yaml ontbreekt."
        reading.refused.append(FILE_MISSING.at(Place(PRODUCTS_FILE), message, hint))
        reading.unread |= defined_in(ProductsFile)
    whole = reading.yaml_file(ProductsFile, PRODUCTS_FILE)
    own = [product for path in paths if (product := reading.yaml_file(Product, path)) is not None]
    listed, proposals, not_ours = (whole.products, whole.proposals, whole.not_ours) if whole else ((), (), ())
    own = [*listed, *own]
    # Also of a product with a mistake in it: what is shared goes below it all the same.
    said = [part.data for part in reading.parts if part.model in (Product, ProductsFile)]
    ids = {str(data.get("id")) for data in said}
    left_out = {str(each) for data in said for each in data.get("not_ours") or ()}
    for data in said if reading.base.products else ():
        reading.remarks += one_more(reading.base, data)
        if isinstance(listed_out := data.get("not_ours"), YamlList):
            reading.remarks += left_out_in_vain(reading.base, listed_out)
    shared = left_over(reading.base, ids, left_out)
    alone = (reading.fitted(Product, each) for each in shared)
    return (*own, *(product for product in alone if product is not None)), proposals, not_ours
