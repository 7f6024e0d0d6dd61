"""What a municipality's own files have to say where a shared register lies below them: only what is different here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.exchange.editing import plain
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FILE, PRODUCTS_FOLDER
from wmebv_site.register.overlay import JOINED_BY_ID, ONE_AFTER_OTHER, left_over, read_base
from wmebv_site.register.schema import model_of
from wmebv_site.register.yaml import YamlMapping

NOT_TAKEN_AWAY = Code(
    "WMEBV678",
    "Wat uit een gedeelde basis komt, kan hier niet worden weggehaald",
    "In het register van een gemeente staat alleen wat anders is dan in de gedeelde basis. Wat u daar weglaat, komt uit de basis. "
    "Iets uit de basis leegmaken kan dus niet. Schrijf op wat bij u geldt, of overleg met wie de basis bijhoudt. Een product dat u "
    "niet aanbiedt, zet u bij 'not_ours' in products.yaml.",
)

Data = dict[str, Any]
Steps = tuple[str | int, ...]


@dataclass(slots=True)
class Taken:
    """What would no longer be said, though the shared register says it: where in which file, and what to tell."""

    file: str
    steps: Steps
    found: Diagnostic


def name_of(item: Data) -> str:
    """By what an item is known among the others: its id, or the kind of a message."""
    return str(item.get("id") or item.get("kind"))


class OwnPart:
    """The files of a municipality, read as they are, and the shared register below them."""

    def __init__(self, read: Mapping[str, YamlMapping], files: Mapping[str, bytes]) -> None:
        self._read = read
        channels = read.get(CHANNELS_FILE)
        self.base = read_base(_NOTHING if channels is None else channels, files)
        self.products: dict[str, Data] = {name: plain(each) for name, each in self.base.products.items()}
        """What the shared register says of each product, by its id."""
        self.channels: Data = plain(self.base.channels or {})

    def says_itself(self, product: str, key: str) -> bool:
        """Whether it is for the municipality itself to say a key of a product: one that it shares it may leave to others."""
        if product not in self.products:
            return True
        listed = (self._read.get(PRODUCTS_FILE) or _NOTHING).get("products")
        own = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        own += [tree for path, tree in self._read.items() if path.startswith(PRODUCTS_FOLDER)]
        return any(each.get("id") == product and key in each for each in own)

    def whole(self) -> dict[str, Data]:
        """What the files say together with the shared register, by the file in which each thing stands or would stand."""
        trees: dict[str, Data] = {}
        for path, tree in self._read.items():
            model = model_of(path)
            trees[path] = plain(self.base.below(model, path, tree) if model else tree)
        listed = trees.get(PRODUCTS_FILE, {})
        alone = [tree for path, tree in trees.items() if path.startswith(PRODUCTS_FOLDER)]
        ids = {str(each.get("id")) for each in (*listed.get("products", ()), *alone)}
        for each in left_over(self.base, ids, set(listed.get("not_ours", ()))):
            product = plain(each)
            if PRODUCTS_FILE not in trees and alone:
                trees[f"{PRODUCTS_FOLDER}{product['id']}.yaml"] = product
            else:
                trees.setdefault(PRODUCTS_FILE, {}).setdefault("products", []).append(product)
        return trees

    def own(self, path: str, tree: Data) -> tuple[Data, list[Taken]]:
        """What the file itself has to say, so that together with the shared register it says what is in ``tree``."""
        if not self.base.folder:
            return tree, []
        own: Data = self._read.get(path, {})
        less = _Less(path, self.base.folder)
        if path == CHANNELS_FILE:
            return less.mapping(tree, self.channels, own, (), _CHANNELS), less.taken
        if path != PRODUCTS_FILE:
            shared = self.products.get(str(tree.get("id")), {})
            made = less.mapping(tree, shared, own, (), _PRODUCT)
            return ({"id": tree["id"], **made} if made else {}), less.taken
        listed = less.named(
            tree.get("products", []), self.products, own.get("products"), ("products",), _PRODUCT
        )
        made = {key: value for key, value in tree.items() if key != "products"}
        if listed or "products" in own:
            made = {key: listed if key == "products" else value for key, value in tree.items()}
        return made, less.taken


def in_whole(steps: Steps, own: Any, whole: Any) -> Steps:
    """The way to the same thing in what files and shared register say together, where lists have more in them."""
    made: list[str | int] = []
    for step in steps:
        if isinstance(step, int) and isinstance(own, list) and isinstance(whole, list):
            item, place = own[step], step
            if isinstance(item, dict):
                names = [name_of(each) if isinstance(each, dict) else "" for each in whole]
                place = names.index(name_of(item)) if name_of(item) in names else step
            own, whole = item, whole[place] if place < len(whole) else None
            made.append(place)
        else:
            own = own.get(step) if isinstance(own, dict) else None
            whole = whole.get(step) if isinstance(whole, dict) else None
            made.append(step)
    return tuple(made)


_NOTHING = YamlMapping("", (0, 0, 0))
_Inner = Callable[["_Less", Any, Any, Any, Steps], Any]


def _by_name(inner: Mapping[str, _Inner]) -> _Inner:
    def less(self: _Less, wanted: Any, shared: Any, own: Any, steps: Steps) -> Any:
        by_name = {name_of(each): each for each in shared}
        listed = self.named(wanted, by_name, own, steps, inner)
        there = {name_of(each) for each in wanted}
        for name in by_name:
            if name not in there:
                self.lose(steps, name)
        return listed

    return less


def _behind(self: _Less, wanted: Any, shared: Any, own: Any, steps: Steps) -> Any:
    at = len(wanted) - len(shared)
    if wanted[at:] != shared:
        self.lose(steps, str(steps[-1]))
    return wanted[:at]


def _within(self: _Less, wanted: Any, shared: Any, own: Any, steps: Steps) -> Any:
    return self.mapping(wanted, shared, own or {}, steps, {})


_PRODUCT: Mapping[str, _Inner] = {"messages": _by_name({})}
_CHANNELS: Mapping[str, _Inner] = {
    **{key: _by_name({}) for key in JOINED_BY_ID},
    **dict.fromkeys(ONE_AFTER_OTHER, _behind),
    "terms": _within,
}


@dataclass(slots=True)
class _Less:
    """Takes away from what is wanted what the shared register says already; what a file says itself, it goes on saying."""

    file: str
    folder: str
    taken: list[Taken] = field(default_factory=list)

    def mapping(
        self, wanted: Data, shared: Data, own: Data, steps: Steps, inner: Mapping[str, _Inner]
    ) -> Data:
        made: Data = {}
        for key, value in wanted.items():
            if key in shared and key in inner:
                left = inner[key](self, value, shared[key], own.get(key), (*steps, key))
                if left or key in own:
                    made[key] = left
            elif key in own or shared.get(key) != value:
                made[key] = value
        for key in shared:
            if key in wanted:
                continue
            if isinstance(shared[key], list) and key not in inner:
                made[key] = []  # an own list, with nothing in it
            else:
                self.lose((*steps, key), key)
        return made

    def named(
        self,
        wanted: Iterable[Data],
        shared: Mapping[str, Data],
        own: Iterable[Data] | None,
        steps: Steps,
        inner: Mapping[str, _Inner],
    ) -> list[Data]:
        said = {name_of(each): each for each in own or ()}
        made = []
        for place, item in enumerate(wanted):
            name = name_of(item)
            if name not in shared:
                made.append(item)
                continue
            left = self.mapping(item, shared[name], said.get(name, {}), (*steps, place), inner)
            if name in said or left:
                known = "id" if "id" in item else "kind"
                made.append({known: item[known], **left})
        return made

    def lose(self, steps: Steps, what: str) -> None:
        message = f"'{what}' komt uit de gedeelde basis in {self.folder} en kan hier niet leeg zijn."
        hint = "Schrijf hier wat bij u geldt, of laat staan wat er stond."
        self.taken.append(Taken(self.file, steps, NOT_TAKEN_AWAY.at(Place(self.file), message, hint)))
