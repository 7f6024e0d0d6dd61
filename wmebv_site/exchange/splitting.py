"""Moves products between one list and one file for each of them, with every remark, quote and line end that was there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from wmebv_site.diagnostics import Refused, fails, printable
from wmebv_site.exchange.editing import remarks_in
from wmebv_site.exchange.working import whole_register
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change, Removal
from wmebv_site.register.decode import decode
from wmebv_site.register.files import PRODUCTS_FILE, PRODUCTS_FOLDER
from wmebv_site.register.register import Register
from wmebv_site.register.text import BOM, read_text, with_soft_spaces
from wmebv_site.register.yaml import Node, YamlMapping, layout, read_yaml

INTRODUCTION = "# Elk product heeft een eigen bestand. 'wmebv products join' zet ze hier weer bij elkaar."
_PLACE = re.compile(rf"\s*# ({PRODUCTS_FOLDER}[^/\s]+\.yaml)\s*")
_KEY = "products"
_CR = "\r"
_SPACES = " \t\u00a0\u202f\u2007"
_USUAL = 2
"""How far a list stands to the right where there is none yet."""


@dataclass(slots=True)
class Moved:
    """What becomes of the files: new and changed ones in the order in which they are written, then those that go."""

    products: int = 0
    changes: list[Change] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)


def split(files: ProjectFiles) -> Moved:
    """Give each product of ``products.yaml`` a file of its own, and leave a line in its place.

    Raises Refused for registers with a mistake, a list between brackets, and a name that is taken.
    """
    together = _with_one_list(files)
    before = whole_register(together, "Er is niets gewijzigd.")
    data = together.files.get(PRODUCTS_FILE)
    if data is None:
        return Moved()
    listed = _List(PRODUCTS_FILE, data)
    paths = [f"{PRODUCTS_FOLDER}{product.id}.yaml" for product in before.products[: len(listed.items)]]
    if not paths:
        return Moved()
    _refuse_taken(paths, together.files)
    moved = Moved(len(paths))
    assert listed.key_line is not None, "a list stands below its key"
    at = listed.key_line + 1
    kept = listed.lines[:at]
    if not any(map(is_introduction, listed.lines)):
        kept.append(listed.line(INTRODUCTION, listed.dash))
    for path, item in zip(paths, listed.items, strict=True):
        kept += listed.lines[at : item.begin]
        kept.append(listed.line(f"# {path}", listed.dash))
        moved.changes.append(Change(path, files.files.get(path), listed.alone(item)))
        at = item.end
    changed = listed.bytes_of([*kept, *listed.lines[at:]])
    moved.changes.append(Change(PRODUCTS_FILE, files.files.get(PRODUCTS_FILE), changed))
    gone = files.files.keys() - together.files.keys() - set(paths)
    moved.removals = [Removal(path, files.files[path]) for path in sorted(gone)]
    _refuse_unlike(files, before, moved)
    return moved


def has_list(files: ProjectFiles) -> bool:
    """Whether a product still stands in a list, as far as that can be read."""
    data = _with_one_list(files).files.get(PRODUCTS_FILE, b"")
    source, mistakes = read_text(PRODUCTS_FILE, data)
    value = read_yaml(source)[0] if source is not None and not fails(mistakes) else None
    return isinstance(value, YamlMapping) and bool(value.get(_KEY))


def _with_one_list(files: ProjectFiles) -> ProjectFiles:
    """The files in which every list of products stands in ``products.yaml``: one in the folder is read by nobody."""
    made = dict(files.files)
    for path, data in sorted(files.files.items()):
        if not path.startswith(PRODUCTS_FOLDER) or b"products" not in data or not _is_list_alone(path, data):
            continue
        more = _List(path, made.pop(path))
        held = made.get(PRODUCTS_FILE, b"")
        listed = _List(PRODUCTS_FILE, held)
        key = more.key_line or 0
        beside = [remark.text for remark in remarks_in(more.lines[key])]
        beside += [""] if beside else []
        block = [_shifted(line.removesuffix(_CR), more.dash) for line in more.lines[key + 1 :]]
        lines = [
            listed.line(line.removesuffix(_CR), listed.dash) for line in [*more.lines[:key], *beside, *block]
        ]
        while lines and not lines[-1].strip():
            lines.pop()
        end = listed.last_line if listed.last_line is not None else listed.key_line
        made[PRODUCTS_FILE] = listed.bytes_of(
            listed.with_added(listed.lines, None if end is None else end + 1, [lines])
        )
    return replace(files, files=made)


def _is_list_alone(path: str, data: bytes) -> bool:
    """Whether a file holds a list of products and nothing else."""
    source, mistakes = read_text(path, data)
    value, mistakes = read_yaml(source) if source is not None and not mistakes else (None, mistakes)
    return not fails(mistakes) and isinstance(value, YamlMapping) and list(value.key_spans) == [_KEY]


def join(files: ProjectFiles) -> Moved:
    """Put the product of each file in the list of ``products.yaml``: where a line keeps its place, else at the end.

    Raises Refused for registers with a mistake, and where a file can't be a part of a list.
    """
    before = whole_register(files, "Er is niets gewijzigd.")
    alone = {
        path: files.files[path]
        for path in sorted(files.files)
        if path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml")
    }
    if not alone:
        return Moved()
    data = files.files.get(PRODUCTS_FILE)
    listed = _List(PRODUCTS_FILE, data or b"")
    left = dict(alone)
    made: list[str] = []
    end: int | None = None
    for number, line in enumerate(listed.lines):
        path = _kept_place(line)
        if is_introduction(line):
            continue
        if path in left:
            made += listed.item(_Text(path, left.pop(path)))
            end = len(made)
        elif path and path not in alone:
            if made and not made[-1].strip():  # what stood there is gone, and the empty line above it with it
                made.pop()
        else:
            made.append(listed.opened(line) if number == listed.key_line else line)
            if number in (listed.key_line, listed.last_line):
                end = len(made)
    made = listed.with_added(made, end, [listed.item(_Text(path, text)) for path, text in left.items()])
    moved = Moved(len(alone), [Change(PRODUCTS_FILE, data, listed.bytes_of(made))])
    moved.removals = [Removal(path, text) for path, text in alone.items()]
    _refuse_unlike(files, before, moved)
    return moved


def is_kept_place(line: str) -> bool:
    """Whether a line is one that splitting leaves in the list."""
    return is_introduction(line) or _kept_place(line) is not None


def is_introduction(line: str) -> bool:
    """Whether a line is the one that tells, above the places of the products, where these went."""
    return line.strip() == INTRODUCTION


def _kept_place(line: str) -> str | None:
    """The file of which a line keeps the place in the list; None for any other line."""
    found = _PLACE.fullmatch(line)
    return found[1] if found else None


class _Text:
    """A file of the registers by its lines, and where in these its values stand."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        self.marked = data.startswith(BOM)
        text = data.removeprefix(BOM).decode("utf-8")
        if "\r" in text.replace("\r\n", ""):
            raise Refused(f"'{file}' heeft regeleinden van een oude computer. Sla het bestand opnieuw op.")
        self.crlf = "\r\n" in text
        self.lines = text.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        self.root = layout(with_soft_spaces(text))

    def row(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def column(self, offset: int) -> int:
        return offset - self._starts[self.row(offset)]

    def line(self, text: str, column: int) -> str:
        """A new line of this file."""
        return f"{' ' * column if text else ''}{text}{_CR if self.crlf else ''}"

    def bytes_of(self, lines: Iterable[str]) -> bytes:
        return (BOM if self.marked else b"") + "\n".join(lines).removesuffix(_CR).encode("utf-8")


@dataclass(frozen=True, slots=True)
class _Item:
    """A product in a list by its lines: the first remark above it, its dash, its first key, and what comes behind it."""

    begin: int
    first: int
    key: int
    end: int
    content: int
    """The column of its keys."""


class _List(_Text):
    """A file with a list of products. Raises Refused when these don't stand on lines of their own."""

    def __init__(self, file: str, data: bytes) -> None:
        super().__init__(file, data)
        keys, values = (zip(*self.root.pairs, strict=True)) if self.root and self.root.pairs else ((), ())
        names = self.root.names if self.root else []
        at = names.index(_KEY) if _KEY in names else None
        self._list: Node | None = values[at] if at is not None else None
        self.key_line = self.row(keys[at].start) if at is not None else None
        """The line on which ``products:`` stands."""
        in_brackets = self.root if self.root and self.root.flow else self._list
        if in_brackets and in_brackets.flow and (in_brackets.items or in_brackets.pairs):
            raise Refused(
                f"In {file}, regel {self.row(in_brackets.start) + 1}, staan producten tussen haken. Zet elk product op eigen "
                "regels, met een streepje ervoor."
            )
        held = self._list.items if self._list else None
        places = [line for line in self.lines if _kept_place(line)]
        if held and self._list:
            self.dash = self.column(self._list.start)
        else:
            self.dash = len(places[0]) - len(places[0].lstrip()) if places else _USUAL
        self.items = list(self._items(held or []))
        self.last_line = self.items[-1].end - 1 if self.items else None

    def _items(self, nodes: Iterable[Node]) -> Iterator[_Item]:
        after = (self.key_line or 0) + 1
        for node in nodes:
            key = self.row(node.start)
            first = next(number for number in range(key, after - 1, -1) if self._has_dash(number))
            begin = first
            while begin > after and self._is_above(begin - 1):
                begin -= 1
            after = self._behind(self.row(node.end))
            yield _Item(begin, first, key, after, self.column(node.start))

    def _has_dash(self, number: int) -> bool:
        line = with_soft_spaces(self.lines[number])
        return line.lstrip(" ").startswith("-") and len(line) - len(line.lstrip(" ")) == self.dash

    def _is_above(self, number: int) -> bool:
        """Whether a line is a remark that belongs to what stands right below it."""
        line = self.lines[number]
        return line.lstrip().startswith("#") and not is_kept_place(line)

    def _behind(self, last: int) -> int:
        """The line behind an item: remarks that stand further to the right than its dash go with it."""
        end = last + 1
        for number in range(end, len(self.lines)):
            line = self.lines[number]
            stripped = line.lstrip()
            if stripped and (not stripped.startswith("#") or len(line) - len(stripped) <= self.dash):
                break
            if stripped:
                end = number + 1
        return end

    def alone(self, item: _Item) -> bytes:
        """The file of one product of the list."""
        made = [_shifted(line, self.dash) for line in self.lines[item.begin : item.first]]
        if item.key == item.first:
            made.append(self.lines[item.first][item.content :])
        else:  # a dash on a line of its own, perhaps with a remark
            behind = self.lines[item.first][self.dash + 1 :].strip()
            made += [self.line(behind, 0)] if behind else []
            made += [_shifted(line, item.content) for line in self.lines[item.first + 1 : item.key + 1]]
        made += [_shifted(line, item.content) for line in self.lines[item.key + 1 : item.end]]
        return "\n".join([*made, ""] if item.end < len(self.lines) else made).encode("utf-8")

    def item(self, alone: _Text) -> list[str]:
        """The lines in this list for the product of a file of its own."""
        root = alone.root
        assert root is not None, "a product that was read says something"
        key, column = alone.row(root.start), alone.column(root.start)
        made = []
        for number, line in enumerate(alone.lines):
            text = line.removesuffix(_CR)
            if _is_marker(text):
                if text.strip() not in ("---", "..."):
                    raise Refused(
                        f"In {alone.file}, regel {number + 1}, staat {printable(text.split()[0])}; dat kan niet in een lijst. "
                        "Verwijder die regel, of zet het op een regel apart."
                    )
            elif number == key:
                made.append(self.line(f"- {text[column:]}", self.dash))
            else:
                shift = self.dash if number < key else self.dash + 2
                made.append(self.line(_shifted(text, column), shift))
        while not made[-1].strip():
            made.pop()
        return made

    @cached_property
    def _stand_apart(self) -> bool:
        """Whether an empty line stands between the products."""
        begins = [item.begin for item in self.items]
        begins += [number for number, line in enumerate(self.lines) if _kept_place(line)]
        return len(begins) < 2 or any(not self.lines[number - 1].strip() for number in sorted(begins)[1:])

    def opened(self, line: str) -> str:
        """The line of the key, behind which a list begins: an empty one between brackets goes."""
        node = self._list
        if node is None or not node.flow or node.start == node.end:
            return line
        return (
            line[: self.column(node.start)].rstrip() + line[self.column(node.start) + node.end - node.start :]
        )

    def with_added(self, lines: list[str], end: int | None, added: list[list[str]]) -> list[str]:
        """The lines with items added at a place, or in a list of their own where there is none."""
        if not added:
            return lines
        blank = [self.line("", 0)] if self._stand_apart else []
        if end is None:
            ends = [] if lines[-1] else [lines[-1]]
            opened = [self.line(f"{_KEY}:", 0)]
            return [
                *lines[: len(lines) - len(ends)],
                *opened,
                *(row for item in added for row in (*blank, *item)),
                "",
            ]
        if end == len(lines) and self.crlf:  # the last line ended with the file
            lines = [*lines[:-1], lines[-1].removesuffix(_CR) + _CR]
        return [*lines[:end], *(row for item in added for row in (*blank, *item)), *lines[end:]]


def _shifted(line: str, columns: int) -> str:
    """A line moved to the left, as far as it can be."""
    here = len(line) - len(line.lstrip(_SPACES))
    return line[min(columns, here) :]


def _is_marker(line: str) -> bool:
    return re.match(r"(?:---|\.\.\.)(?:\s|$)|%", line) is not None


def _refuse_taken(paths: Iterable[str], files: Mapping[str, bytes]) -> None:
    """Raises Refused where a file that is to be made is there, also when it is called so in other letters."""
    known = {path.casefold(): path for path in files}
    taken = [known[path.casefold()] for path in paths if path.casefold() in known]
    if taken:
        raise Refused(
            "Niet elk product kan een eigen bestand krijgen; er is niets gewijzigd.",
            tuple(
                f"{path} bestaat al, met een ander product erin. Geef dat bestand een andere naam."
                for path in taken
            ),
        )


def _refuse_unlike(files: ProjectFiles, before: Register, moved: Moved) -> None:
    """Raises Refused when the products would say something else, or a remark would be lost."""
    after = files.files | {change.path: change.after for change in moved.changes}
    for removal in moved.removals:
        del after[removal.path]
    register, _ = decode(after, files.others)
    same = (
        register is not None
        and register.product_by_id == before.product_by_id
        and len(register.products) == len(before.products)
        and (register.proposals, register.not_ours) == (before.proposals, before.not_ours)
    )
    if not same or _remarks(after) != _remarks(files.files):
        raise Refused(
            "De producten zijn zo opgemaakt dat ze niet veilig te verplaatsen zijn; er is niets gewijzigd. Verplaats ze zelf."
        )


def _remarks(files: Mapping[str, bytes]) -> Counter[str]:
    found: Counter[str] = Counter()
    for path, data in files.items():
        if path == PRODUCTS_FILE or (path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml")):
            found.update(remark.text for remark in remarks_in(data.removeprefix(BOM).decode("utf-8")))
    own = [text for text in found if is_kept_place(text)]
    for text in own:
        del found[text]
    return found
