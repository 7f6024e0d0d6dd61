"""Where a municipality says something else than the register that it shares, and what that said when it was last looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from wmebv_site.diagnostics import Refused, did_you_mean, fails
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.exchange.own_part import name_of
from wmebv_site.exchange.working import Data, Steps, whole_register
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change
from wmebv_site.register.decode import decode
from wmebv_site.register.files import (
    CHANNELS_FILE,
    HELP_TEXT,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    id_of,
    is_note,
)
from wmebv_site.register.front_matter import Document, around_front, read_document
from wmebv_site.register.overlay import JOINED_BY_ID, base_of, read_base
from wmebv_site.register.schema import model_in, model_of
from wmebv_site.register.text import BOM, read_text
from wmebv_site.register.yaml import YamlMapping, read_yaml
from wmebv_site.register.yaml_text import block

FILE = "basis.yaml"
"""Where it is remembered: beside the registers, so that it travels with them."""
_ABOVE = """\
# Wat de gedeelde basis zei toen iemand er voor het laatst naar keek. Dit bestand houdt 'wmebv base' bij.
# Bewaar het bij de registers, en wijzig het niet zelf.
"""
_PRODUCTS, _BARRIERS = "products", "barriers"
_TEXT = "tekst"
"""What stands below the front matter of a file, among the fields of it: no key of a register is called so."""
_WHOLE = frozenset({"standard_messages"})
"""The lists of ``channels.yaml`` that go before those of the shared register as a whole."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the shared register said of a field, and why the municipality leaves its own words there."""

    was: Any = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """A field that the municipality says otherwise: where that stands, and the three values."""

    name: str
    file: str
    steps: Steps
    base_says: Any
    own_says: Any
    remembered: Remembered | None = None

    @property
    def is_new(self) -> bool:
        """Whether nobody looked at it yet."""
        return self.remembered is None

    @property
    def has_changed(self) -> bool:
        """Whether the shared register says something else than when somebody last looked."""
        return self.remembered is not None and self.remembered.was != self.base_says


@dataclass(slots=True)
class Departures:
    """All of a project, and which shared things came and went since somebody last looked."""

    folder: str
    all: list[Departure] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    """What the shared register holds, by its name."""
    seen: list[str] | None = None
    """What it held when somebody last looked; None where nobody did."""
    remembered: dict[str, Remembered] = field(default_factory=dict)

    @property
    def to_tell(self) -> list[Departure]:
        return [each for each in self.all if each.is_new or each.has_changed]

    @property
    def added(self) -> list[str]:
        return [] if self.seen is None else [each for each in self.there if each not in self.seen]

    @property
    def removed(self) -> list[str]:
        return [] if self.seen is None else [each for each in self.seen if each not in self.there]

    def all_named(self, names: list[str]) -> list[Departure]:
        """Those of these names, each once. Refuses all that aren't there."""
        found, wrong = dict[str, Departure](), list[str]()
        for name in names:
            try:
                each = self.named(name)
            except Refused as refused:
                wrong.append(str(refused))
            else:
                found[each.name] = each
        if len(wrong) == 1:
            raise Refused(f"{wrong[0]} Er is niets gewijzigd.")
        if wrong:
            raise Refused("Deze velden kloppen niet. Er is niets gewijzigd.", tuple(wrong))
        return list(found.values())

    def named(self, name: str) -> Departure:
        """The one of a name. Refuses one that isn't there."""
        found = [each for each in self.all if name and name in (each.name, each.name.partition(".")[2])]
        if len(found) == 1:
            return found[0]
        known = [each.name for each in self.all]
        if found:
            way = " of ".join(f"'{each.name}'" for each in found)
            raise Refused(f"'{name}' kan hier meer dan één veld zijn. Typ {way}.")
        known += [each.name.partition(".")[2] for each in self.all]
        hint = did_you_mean(name, known) or "Zie 'wmebv base diff --all' voor wat er anders is."
        raise Refused(f"Bij '{name}' zegt uw register niets anders dan de gedeelde basis. {hint}")


def departures(files: ProjectFiles) -> Departures:
    """All departures of a project. Refuses registers with a mistake, and a project that shares nothing."""
    whole_register(files, "Er is niets gewijzigd.")
    folder = base_of(files.files)
    if not folder:
        raise Refused("Deze gemeente deelt geen register: in channels.yaml staat geen 'base'.")
    own = {path: _read(path, data) for path, data in files.files.items() if model_of(path) is not None}
    base = read_base(own[CHANNELS_FILE], files.files)
    remembered, seen = _remembered(files.files.get(FILE))
    found = Departures(folder, remembered=remembered, seen=seen)
    shared = plain(base.channels or {})
    told = list(_in_channels(plain(own[CHANNELS_FILE]), shared))
    for path, tree in own.items():
        listed = enumerate(tree.get(_PRODUCTS) or ()) if path == PRODUCTS_FILE else ()
        products: list[tuple[Steps, YamlMapping]]
        products = [((_PRODUCTS, place), each) for place, each in listed if isinstance(each, YamlMapping)]
        products += [((), tree)] if path.startswith(PRODUCTS_FOLDER) else []
        for steps, product in products:
            below = plain(base.products.get(str(product.get("id")), {}))
            told += _in_product(path, steps, plain(product), below)
    for path, text in base.texts.items():
        if path in files.files and not is_note(path):
            told += _in_text(path, _whole(path, files.files[path]), _with_text(text))
    found.all = [
        Departure(name, file, steps, base_says, own_says, remembered.get(name))
        for name, file, steps, base_says, own_says in told
    ]
    found.there = [f"{_PRODUCTS}.{name}" for name in base.products]
    found.there += [f"{key}.{name_of(each)}" for key in JOINED_BY_ID for each in shared.get(key) or ()]
    found.there += [_name_of_text(path) for path in base.texts if not is_note(path)]
    barriers = _with_text(base.texts[HELP_TEXT]).get(_BARRIERS) if HELP_TEXT in base.texts else None
    found.there += [f"{_BARRIERS}.{name_of(each)}" for each in barriers or ()]
    return found


_Told = tuple[str, str, Steps, Any, Any]


def _in_channels(own: Data, shared: Data) -> Iterator[_Told]:
    for key in JOINED_BY_ID:
        below = {name_of(each): each for each in shared.get(key) or ()}
        for place, each in enumerate(own.get(key) or ()):
            name = name_of(each)
            yield from _fields(f"{key}.{name}", CHANNELS_FILE, (key, place), each, below.get(name, {}))
    for key in own.keys() & _WHOLE & shared.keys():
        yield key, CHANNELS_FILE, (key,), shared[key], own[key]
    terms = own.get("terms") or {}
    yield from _fields("terms", CHANNELS_FILE, ("terms",), terms, shared.get("terms") or {})


def _in_product(path: str, steps: Steps, own: Data, shared: Data) -> Iterator[_Told]:
    name = f"{_PRODUCTS}.{own.get('id')}"
    said = {key: value for key, value in own.items() if key != "messages"}
    yield from _fields(name, path, steps, said, shared)
    below = {name_of(each): each for each in shared.get("messages") or ()}
    for place, each in enumerate(own.get("messages") or ()):
        message = name_of(each)
        shared_one = below.get(message, {})
        said = {key: value for key, value in each.items() if (key, value) != ("kind", shared_one.get("kind"))}
        yield from _fields(f"{name}.{message}", path, (*steps, "messages", place), said, shared_one)


def _in_text(path: str, own: Data, shared: Data) -> Iterator[_Told]:
    listed = own.pop(_BARRIERS, None) or () if path == HELP_TEXT else ()
    yield from _fields(_name_of_text(path), path, (), own, shared)
    below = {name_of(each): each for each in shared.get(_BARRIERS) or ()}
    for place, each in enumerate(listed):
        name = name_of(each)
        yield from _fields(f"{_BARRIERS}.{name}", path, (_BARRIERS, place), each, below.get(name, {}))


def _name_of_text(path: str) -> str:
    return "help" if path == HELP_TEXT else f"support.{id_of(path)}"


def _fields(name: str, path: str, steps: Steps, own: Data, shared: Data) -> Iterator[_Told]:
    for key, value in own.items():
        if key in shared and key != "id":
            yield f"{name}.{key}", path, (*steps, key), shared[key], value


def taken(files: ProjectFiles, found: Departures, names: list[str]) -> list[Change]:
    """The files in which these fields say again what the shared register says, with every other byte as it was."""
    chosen = found.all_named(names)
    trees: dict[str, Data] = {}
    for each in chosen:
        tree = trees.setdefault(each.file, _whole(each.file, files.files[each.file]))
        at: Any = tree
        for step in each.steps[:-1]:
            at = at[step]
        del at[each.steps[-1]]
    changes = []
    for path, tree in trees.items():
        before = files.files[path]
        if path.endswith(".md"):
            changes.append(Change(path, before, _text_rewritten(path, before, tree)))
        else:
            changes.append(Change(path, before, rewrite(path, before, tree, model_of(path))))
    after = files.files | {each.path: each.after for each in changes}
    register, wrong = decode(after, files.others)
    if register is None:
        raise Refused(
            "Met wat de basis zegt, zou uw register niet meer kloppen. Er is niets gewijzigd.",
            tuple(f"{each.place}: {each.message} {each.hint or ''}".strip() for each in wrong),
        )
    left = {name: each for name, each in found.remembered.items() if name not in {c.name for c in chosen}}
    return [*changes, *_kept(files, found, left)]


def _whole(path: str, data: bytes) -> Data:
    """What a file says: of a text also what stands below its front matter."""
    if not path.endswith(".md"):
        return cast(Data, plain(_read(path, data)))
    document, _ = read_document(path, data)
    assert document is not None, "a whole register was read"
    return _with_text(document)


def _with_text(document: Document) -> Data:
    text = {_TEXT: document.body.strip()} if document.body.strip() else {}
    return cast(Data, plain(document.meta)) | text


def _text_rewritten(path: str, data: bytes, wanted: Data) -> bytes:
    """The bytes of a text whose front matter says what is wanted; what stands below it stays, or goes as a whole."""
    mark = BOM if data.startswith(BOM) else b""
    above, front, rest = around_front(data.removeprefix(BOM).decode("utf-8"))
    said = {key: value for key, value in wanted.items() if key != _TEXT}
    if above:
        front = rewrite(path, front.encode("utf-8"), said, model_in(path)).decode("utf-8")
    if _TEXT not in wanted:
        rest = rest[: rest.find("\n") + 1 or len(rest)] if above else ""
    return mark + (above + front + rest).encode("utf-8")


def dismissed(files: ProjectFiles, found: Departures, names: list[str], reason: str) -> list[Change]:
    """The file that remembers why these fields stay as the municipality has them."""
    if not reason.strip():
        raise Refused("Zeg met --reason waarom dit bij u anders is.")
    told = {each.name: Remembered(each.base_says, reason.strip()) for each in found.all_named(names)}
    return _kept(files, found, found.remembered | told)


def looked_at(files: ProjectFiles, found: Departures) -> list[Change]:
    """The file that remembers what the shared register holds now. What it changed since, is still to be decided about."""
    told = {each.name: Remembered(each.base_says) for each in found.all if each.is_new}
    found.seen = found.there
    return _kept(files, found, found.remembered | told)


def _kept(files: ProjectFiles, found: Departures, remembered: Mapping[str, Remembered]) -> list[Change]:
    before = files.files.get(FILE)
    names = {each.name for each in found.all}
    fields = {}
    for name, each in sorted(remembered.items()):
        if name in names:  # of what the municipality no longer says otherwise there is nothing to know
            fields[name] = {"was": each.was, **({"reason": each.reason} if each.reason else {})}
    told: Data = {"fields": fields} if fields else {}
    if found.seen is not None:
        told["there"] = sorted(found.seen)
    if before is None and not told:
        return []
    lines = "".join(f"{line}\n" for line in block(told, 0)) if told else ""
    return [Change(FILE, before, (_ABOVE + lines).encode("utf-8"))]


def _remembered(data: bytes | None) -> tuple[dict[str, Remembered], list[str] | None]:
    if data is None:
        return {}, None
    tree = plain(_read(FILE, data))
    fields, there = tree.get("fields", {}), tree.get("there")
    sound = isinstance(fields, dict) and all(isinstance(each, dict) for each in fields.values())
    if not sound or not isinstance(there, list | None):
        raise _damaged()
    return {name: Remembered(each.get("was"), each.get("reason")) for name, each in fields.items()}, there


def _read(path: str, data: bytes) -> YamlMapping:
    source, wrong = read_text(path, data)
    value = None
    if source is not None and not wrong:
        value, wrong = read_yaml(source)
    if source is None or fails(wrong) or isinstance(value, (str, list)):
        raise _damaged()
    return value if value is not None else YamlMapping(path, (0, 0, 0))


def _damaged() -> Refused:
    return Refused(
        f"'{FILE}' is niet te lezen. Haal een eerdere versie terug, of verwijder het bestand: dan begint u opnieuw."
    )
