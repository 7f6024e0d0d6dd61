"""The registers of a project as data that an import may change, and what the import did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wmebv_site.diagnostics import Diagnostic, Level, Place, Refused
from wmebv_site.exchange.editing import rewrite
from wmebv_site.exchange.own_part import OwnPart, in_whole
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change
from wmebv_site.register.decode import decode
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FILE, PRODUCTS_FOLDER
from wmebv_site.register.register import Register
from wmebv_site.register.schema import model_of
from wmebv_site.register.text import FORBIDDEN, read_text
from wmebv_site.register.values import MAX_SLUG, LegalUrl, Text, Url, is_taken, slugify
from wmebv_site.register.yaml import YamlList, YamlMapping, read_yaml
from wmebv_site.rules.checking import decode_project

SHAPE = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""
_SHOWN = 10


@dataclass(slots=True)
class Outcome:
    """The groups of an import, each a list of lines, and the files as they become."""

    title: str
    groups: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    """Numbers that the groups don't show by their length."""
    whole: frozenset[str] = frozenset()
    """The groups of which every line matters, so that none is left out on the screen."""
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of(cls, title: str, groups: Iterable[str], whole: Iterable[str] = ()) -> Outcome:
        """An outcome that shows these groups, in this order, also where they stay empty; of ``whole`` every line."""
        return cls(title, {group: [] for group in groups}, whole=frozenset(whole))

    def add(self, group: str, line: str) -> None:
        self.groups.setdefault(group, []).append(line)

    @property
    def files(self) -> list[str]:
        return [change.path for change in self.changes if change.is_one]

    def as_text(self, *, whole: bool = False) -> str:
        return "".join(f"{line}\n" for line in self._lines(whole))

    def _lines(self, whole: bool) -> Iterator[str]:
        yield self.title
        width = max([len(name) for name in [*self.groups, *self.counts]], default=0)
        for name, number in self.counts.items():
            yield f"  {name:<{width}}  {number:>5}"
        for name, lines in self.groups.items():
            yield f"  {name:<{width}}  {len(lines):>5}"
        for name, lines in self.groups.items():
            if lines:
                yield ""
                yield f"{name}:"
                all_ = whole or name in self.whole or len(lines) <= _SHOWN + 2
                shown = lines if all_ else lines[:_SHOWN]
                yield from (f"- {line}" for line in shown)
                if len(shown) < len(lines):
                    yield f"- en nog {len(lines) - len(shown)}"

    def as_data(self, *, dry_run: bool) -> dict[str, Any]:
        return {
            "version": SHAPE,
            "title": self.title,
            "dry_run": dry_run,
            "counts": {**self.counts, **{name: len(lines) for name, lines in self.groups.items()}},
            "groups": self.groups,
            "files": self.files,
        }


Data = dict[str, Any]
Steps = tuple[str | int, ...]
"""The keys and positions that lead to a value in a file."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What would be wrong with a register after an import: where in which file, and what ``check`` says of it."""

    file: str
    steps: Steps
    found: Diagnostic


class Unfit(Refused):
    """The registers would have a mistake after an import; told by file and id for who knows nothing nearer."""

    def __init__(self, misfits: list[Misfit], reasons: tuple[str, ...]) -> None:
        super().__init__("Wat erbij zou komen, past niet in de registers; er is niets gewijzigd.", reasons)
        self.misfits = misfits


def whole_register(files: ProjectFiles, after: str) -> Register:
    """The register of a project. Refuses one with a mistake, and says ``after`` it what that means."""
    register, diagnostics = decode_project(files)
    if register is None:
        wrong = [each for each in diagnostics if each.level is Level.ERROR]
        first = min(wrong, key=lambda each: each.sort_key)
        where = f"{first.place.file}, regel {first.place.line}"
        raise Refused(
            f"In de registers staan nog fouten ({len(wrong)}); de eerste staat in {where}. "
            f"Los die eerst op met 'wmebv check'. {after}"
        )
    return register


class Working:
    """A register that is whole, as plain data by file. Refuses one that isn't: nothing can be added to it safely.

    What a shared register says stands among it, and is written nowhere but where the municipality says it otherwise.
    """

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self.register = whole_register(files, "Er is niets gewijzigd.")
        read = {
            path: _mapping(path, data) for path, data in files.files.items() if model_of(path) is not None
        }
        self._own = OwnPart(read, files.files)
        self.trees: dict[str, Data] = {}
        self.taken: set[str] = set()
        self.undo()

    @property
    def channels(self) -> Data:
        return self.trees[CHANNELS_FILE]

    def products(self) -> Iterator[Data]:
        """Every product as data, in the order of the register."""
        yield from self.trees.get(PRODUCTS_FILE, {}).get("products", ())
        for path in sorted(self.trees):
            if path.startswith(PRODUCTS_FOLDER):
                yield self.trees[path]

    def by_id(self) -> dict[str, Data]:
        return {product["id"]: product for product in self.products()}

    def by_upl(self) -> dict[str, Data]:
        """The products that have a name of the national list, by its address."""
        return {product["upl"]: product for product in self.products() if "upl" in product}

    def says_itself(self, product: str, key: str) -> bool:
        """Whether it is for the municipality itself to say a key of a product: one that it shares it may leave to others."""
        return self._own.says_itself(product, key)

    @cached_property
    def _not_ours(self) -> frozenset[str]:
        return frozenset(each.casefold() for each in self.register.not_ours)

    def is_not_ours(self, entry: str) -> bool:
        """Whether someone recorded of an address of a list, or of an id, that it is no product of this municipality."""
        return entry.casefold() in self._not_ours

    def new_id(self, name: str) -> str:
        """An id that no product has or had, as near to the name as can be."""
        base = slugify(name) or "product"
        found, number = base, 1
        while found in self.taken or is_taken(found):
            number += 1
            found = f"{base[: MAX_SLUG - 4].rstrip('-')}-{number}"
        self.taken.add(found)
        return found

    def add_product(self, product: Data) -> None:
        """Add one where the project keeps its products: in the list, or in a file of its own."""
        if PRODUCTS_FILE not in self.trees and any(path.startswith(PRODUCTS_FOLDER) for path in self.trees):
            self.trees[f"{PRODUCTS_FOLDER}{product['id']}.yaml"] = product
        else:
            self.trees.setdefault(PRODUCTS_FILE, {}).setdefault("products", []).append(product)

    def undo(self) -> None:
        """Be the registers again as they were read."""
        self.trees = self._own.whole()
        former = (each for product in self.register.products for each in product.formerly)
        self.taken = {*(product.id for product in self.register.products), *former}

    def changes(self) -> list[Change]:
        """The files as they become. What they say together is decoded first. Raises Unfit for a register with a mistake."""
        made, taken = [], []
        for path, whole in self.trees.items():
            before = self.files.files.get(path)
            tree, lost = self._own.own(path, whole)
            taken += [Misfit(each.file, each.steps, each.found) for each in lost]
            model = model_of(path)
            assert model is not None
            if tree or before is not None:
                made.append(Change(path, before, rewrite(path, before or b"", tree, model)))
        if taken:
            raise Unfit(taken, tuple(dict.fromkeys(map(self._by_name, taken))))
        files = self.files.files | {change.path: change.after for change in made}
        register, wrong = decode(files, self.files.others)
        if register is None:
            read = {change.path: _mapping(change.path, change.after) for change in made}
            misfits = [self._misfit(each, read.get(each.place.file)) for each in wrong]
            raise Unfit(misfits, tuple(dict.fromkeys(map(self._by_name, misfits))))
        return made

    def _misfit(self, found: Diagnostic, read: Any) -> Misfit:
        steps, file = _steps_to(read, found.place), found.place.file
        return Misfit(file, in_whole(steps, read, self.trees.get(file)), found)

    def _by_name(self, misfit: Misfit) -> str:
        """A mistake, told by the innermost thing with a name that it is in."""
        at: Any = self.trees.get(misfit.file)
        name, key = _name(at), ""
        for step in misfit.steps:
            if isinstance(step, str):
                at, key = at.get(step) if isinstance(at, dict) else None, step
            else:
                at = at[step] if isinstance(at, list) else None
            name = _name(at) or name
        where = [misfit.file, *([f"bij '{name}'"] if name else []), *([f"'{key}'"] if key else [])]
        return f"{', '.join(where)}: {misfit.found.message} {misfit.found.hint or ''}".strip()


def _name(value: Any) -> str:
    return str(value.get("id") or value.get("name") or "") if isinstance(value, dict) else ""


def _steps_to(value: Any, place: Place) -> Steps:
    """The way to what stands at a place, the innermost when more begin there; empty when nothing does."""
    best: Steps = ()

    def look(at: Any, steps: Steps) -> None:
        nonlocal best
        if isinstance(at, YamlMapping):
            for key in at.key_spans:
                begins = {(each.line, each.column) for each in (at.place_of(key), at.place_of_key(key))}
                consider(begins, (*steps, key))
                look(at.get(key), (*steps, key))
        elif isinstance(at, YamlList):
            for position, item in enumerate(at):
                begun = at.place_of(position)
                consider({(begun.line, begun.column)}, (*steps, position))
                look(item, (*steps, position))

    def consider(begins: set[tuple[int, int]], steps: Steps) -> None:
        nonlocal best
        if (place.line, place.column) in begins and len(steps) > len(best):
            best = steps

    look(value, ())
    return best


def _mapping(path: str, data: bytes) -> Any:
    source, _ = read_text(path, data)
    assert source is not None, "a whole register was read"
    return read_yaml(source)[0] or {}


TEXT: TypeAdapter[str] = TypeAdapter(Text)
LINK: TypeAdapter[str] = TypeAdapter(LegalUrl)
URL: TypeAdapter[str] = TypeAdapter(Url)


def unseen(value: str) -> str | None:
    """That a sign stands in a text which nobody can see, as a Dutch sentence; None when there is none."""
    if not value.isprintable() and (found := FORBIDDEN.search(value) or _HALF.search(value)):
        return f"Hier staat een onzichtbaar teken (U+{ord(found[0]):04X})."
    return None


_HALF = re.compile("[\ud800-\udfff]")
"""Half of a sign: no text can be kept with it."""


def checked(adapter: TypeAdapter[str], value: str) -> str | None:
    """The value as the register holds it, or None when it can't."""
    if unseen(value):
        return None
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None


def wrong_text(value: str) -> str | None:
    """What is wrong with a text, as a Dutch sentence; None when nothing is, or there is no text."""
    if hidden := unseen(value):
        return hidden
    try:
        TEXT.validate_python(value or "x")
    except ValidationError as error:
        return str(error.errors()[0].get("ctx", {}).get("message", "Deze tekst kan hier niet."))
    return None
