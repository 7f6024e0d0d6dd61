"""The registers of a project as data that an import may change, and what becomes of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.exchange._from_importing_outcome import ImportRefused
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.project._from_editing_files import Change
from wmebv_site.project.load import ProjectFiles
from wmebv_site.register._from_source_tree import Mapping, Sequence
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.decode import CHANNELS, PRODUCTS, PRODUCTS_DIR, decode
from wmebv_site.register.entry import Entry
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.register import Register
from wmebv_site.register.text import read_text
from wmebv_site.register.values import MAX_SLUG, is_taken, slugify
from wmebv_site.register.yaml import read_yaml

Data = dict[str, Any]
Steps = tuple[str | int, ...]
"""The keys and positions that lead to a value in a file."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What would be wrong with a register after an import: where in which file, and what ``check`` says of it."""

    file: str
    steps: Steps
    found: Diagnostic


class Working:
    """A register that is whole, as plain data by file. Refuses one that isn't: nothing can be added to it safely."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        register, diagnostics = decode(files.files, files.others)
        wrong = [*files.diagnostics, *diagnostics]
        if register is None or files.diagnostics:
            first = min(wrong, key=lambda each: each.sort_key)
            where = f"{first.place.file}, regel {first.place.line}"
            raise ImportRefused(
                f"In de registers staan nog fouten ({len(wrong)}); de eerste staat in {where}. "
                "Los die eerst op met 'wmebv check'. Er is niets gewijzigd."
            )
        self.register: Register = register
        self.trees: dict[str, Data] = {
            path: _read(path, data) for path, data in files.files.items() if _model(path) is not None
        }
        taken = [product.id for product in register.products]
        self.taken = {*taken, *(former for product in register.products for former in product.formerly)}

    @property
    def channels(self) -> Data:
        return self.trees[CHANNELS]

    def products(self) -> Iterator[Data]:
        """Every product as data, in the order of the register."""
        yield from self.trees.get(PRODUCTS, {}).get("products", ())
        for path in sorted(self.trees):
            if path.startswith(PRODUCTS_DIR):
                yield self.trees[path]

    def by_id(self) -> dict[str, Data]:
        return {product["id"]: product for product in self.products()}

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
        if PRODUCTS not in self.trees and any(path.startswith(PRODUCTS_DIR) for path in self.trees):
            self.trees[f"{PRODUCTS_DIR}{product['id']}.yaml"] = product
        else:
            self.trees.setdefault(PRODUCTS, {}).setdefault("products", []).append(product)

    def changes(self, tell: Callable[[Misfit], str] | None = None) -> list[Change]:
        """The files as they become. What they say together is decoded first; a register with a mistake is refused.

        ``tell`` says of a mistake where it is for the person who did the import; without, it is said by file and id.
        """
        made = []
        for path, tree in self.trees.items():
            before = self.files.files.get(path)
            model = _model(path)
            assert model is not None
            made.append(Change(path, before, rewrite(path, before or b"", tree, model)))
        files = self.files.files | {change.path: change.after for change in made}
        register, wrong = decode(files, self.files.others)
        if register is None:
            read = {change.path: _mapping(change.path, change.after) for change in made}
            misfits = [
                Misfit(each.place.file, _steps_to(read.get(each.place.file), each.place), each) for each in wrong
            ]
            reasons = tuple(dict.fromkeys(map(tell or self._told, misfits)))
            raise ImportRefused("Wat erbij zou komen, past niet in de registers; er is niets gewijzigd.", reasons)
        return made

    def _told(self, misfit: Misfit) -> str:
        """By the innermost thing with a name that it is in."""
        at: Any = self.trees.get(misfit.file)
        named, key = "", ""
        for step in misfit.steps:
            named = _name(at) or named
            at = at[step] if isinstance(at, list) or (isinstance(at, dict) and step in at) else None
            key = step if isinstance(step, str) else key
        named = _name(at) or named
        where = [misfit.file, *([f"bij '{named}'"] if named else []), *([f"'{key}'"] if key else [])]
        return f"{', '.join(where)}: {misfit.found.message} {misfit.found.hint or ''}".strip()


def _name(value: Any) -> str:
    return str(value.get("id") or value.get("name") or "") if isinstance(value, dict) else ""


def _steps_to(value: Any, place: Place) -> Steps:
    """The way to what stands at a place, the innermost when more begin there; empty when nothing does."""
    best: Steps = ()

    def look(at: Any, steps: Steps) -> None:
        nonlocal best
        if isinstance(at, Mapping):
            for key in at.key_spans:
                begins = {(each.line, each.column) for each in (at.place_of(key), at.place_of_key(key))}
                consider(begins, (*steps, key))
                look(at.get(key), (*steps, key))
        elif isinstance(at, Sequence):
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


def _model(path: str) -> type[Entry] | None:
    if path.startswith(PRODUCTS_DIR) and path.endswith(".yaml"):
        return Product
    return {CHANNELS: ChannelsFile, PRODUCTS: ProductsFile}.get(path)


def _mapping(path: str, data: bytes) -> Any:
    source, _ = read_text(path, data)
    assert source is not None, "a whole register was read"
    return read_yaml(source)[0] or {}


def _read(path: str, data: bytes) -> Data:
    made: Data = plain(_mapping(path, data))
    return made
