"""Changes a YAML text into one that says something else, touching only the places where the two differ."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, islice, takewhile
from typing import Any, NamedTuple

from wmebv_site.diagnostics import Refused, fails
from wmebv_site.register.entry import Entry, entry_at, known_keys
from wmebv_site.register.text import BOM, read_text, with_soft_spaces
from wmebv_site.register.yaml import Node, YamlList, YamlMapping, layout, read_yaml
from wmebv_site.register.yaml_text import behind_key, block, fits_one_line, inline, is_literal, scalar

_IDENTITY = ("id", "product", "kind", "label", "text", "name")


_MOST_ROUNDS = 20
"""Changes at one place are made after each other, each round on what the one before made; few places have more than three."""
Splice = tuple[int, int, str]
"""From where, to where, and what comes in its place."""


class Splices:
    """The changes to one text, collected while its nodes are compared with what is wanted.

    A change is one or more splices that only make sense together; the text can be read after any of the changes.
    """

    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline
        self.changes: list[tuple[Splice, ...]] = []

    def applied_to(self, text: str) -> str:
        """The text with as many of the changes as don't touch each other; what is left shows when it is compared again.

        Changes at one place come in the order in which they were found.
        """
        made = _Apart()
        for change in self.changes:
            made.take(change)
        parts, at = [], 0
        for start, end, new in made.ordered():
            parts += [text[at:start], new]
            at = end
        return "".join([*parts, text[at:]])

    def _change(self, *splices: Splice) -> None:
        self.changes.append(splices)

    def mapping(
        self, node: Node, found: dict[str, Any], wanted: dict[str, Any], model: type[Entry] | None
    ) -> None:
        """Bring a mapping to what is wanted; ``found`` has no key that stands without a value."""
        assert node.pairs is not None
        for name, (key, there) in zip(node.names, node.pairs, strict=True):
            if name not in wanted:
                if name in found:
                    self._remove_key(node, key, there)
            elif name not in found:
                self._fill(node, key, wanted[name])
            elif found[name] != wanted[name]:
                inner = entry_at(model, (name,)) if model else None
                self._value(node, key, there, found[name], wanted[name], inner)
        for name, value in wanted.items():
            if name not in node.names:
                self._add_key(node, name, value, model)

    def _value(
        self, parent: Node, key: Node, node: Node, found: Any, wanted: Any, model: type[Entry] | None
    ) -> None:
        if isinstance(found, dict) and isinstance(wanted, dict) and found and wanted:
            # A mapping of free names has no model, but the mappings in it do.
            self.mapping(node, found, wanted, model)
        elif isinstance(found, list) and isinstance(wanted, list) and found and wanted:
            self._sequence(node, found, wanted, model)
        elif isinstance(wanted, str) and isinstance(found, str):
            self._change((node.start, node.end, self._scalar(wanted, node, parent.flow)))
        else:
            self._exchange(parent, key, node, wanted)

    def _scalar(self, text: str, node: Node, flow: bool) -> str:
        kept = self._below_stroke(text, node) if node.style == "|" else None
        return kept or scalar(text, node.style if node.style in ('"', "'") else "", flow=flow)

    def _below_stroke(self, text: str, node: Node) -> str | None:
        """Lines below a stroke, indented as those that stood there; None where such lines can't say the text."""
        mark, *there = self.text[node.start : node.end].splitlines()
        first = next((line for line in there if line.strip()), "")
        body = text.removesuffix("\n")
        indent = first[: len(first) - len(first.lstrip(" "))]
        if mark not in ("|", "|-") or not indent or not is_literal(body):
            return None
        lines = [f"{indent}{line}" if line else "" for line in body.split("\n")]
        return self.newline.join(["|" if text.endswith("\n") else "|-", *lines])

    def _exchange(self, parent: Node, key: Node, node: Node, wanted: Any) -> None:
        """Put a value of another shape in the place of one."""
        colon = self._colon(key)
        if parent.flow:
            self._change((node.start, node.end, inline(wanted)))
        elif fits_one_line(wanted) and not node.is_block:
            self._change((node.start, node.end, behind_key(wanted)))
        elif fits_one_line(wanted):
            self._change(self._lines_of(node), (colon, colon, f" {behind_key(wanted)}"))
        else:
            end = self._line_end(colon if node.is_block else node.end)
            below = self._below(end, block(wanted, self._column(key.start) + 2))
            self._change(self._lines_of(node) if node.is_block else (colon, node.end, ""), below)

    def _fill(self, parent: Node, key: Node, wanted: Any) -> None:
        """Give a key that stands without a value one."""
        colon = self._colon(key)
        if parent.flow or fits_one_line(wanted):
            self._change((colon, colon, f" {inline(wanted) if parent.flow else behind_key(wanted)}"))
        else:
            self._change(self._below(self._line_end(colon), block(wanted, self._column(key.start) + 2)))

    def rename(self, key: Node, name: str) -> None:
        """Call a key otherwise, between the quotes that it has."""
        quote = key.style if key.style in ('"', "'") else ""
        self._change((key.start, key.end, f"{quote}{name}{quote}"))

    def _remove_key(self, parent: Node, key: Node, node: Node) -> None:
        assert parent.pairs is not None
        if parent.flow:
            place = next(at for at, (each, _) in enumerate(parent.pairs) if each is key)
            self._drop_from_flow([(first.start, second.end) for first, second in parent.pairs], place)
            return
        line, end = self._line_start(key.start), self._line_end(node.end)
        alone = not self.text[line : key.start].strip() and len(parent.pairs) > 1
        remarks = self.text[node.end : end] + (self.text[key.end : node.start] if node.is_block else "")
        if alone and "#" not in remarks:
            self._change((line, self._next_line(end), ""))
        elif node.is_block:
            self._change(self._lines_of(node))
        else:
            self._change((self._colon(key), node.end, ""))  # a remark behind it stays

    def _add_key(self, parent: Node, name: str, value: Any, model: type[Entry] | None) -> None:
        assert parent.pairs is not None
        if parent.flow:
            end = parent.pairs[-1][1].end if parent.pairs else parent.start + 1
            comma = ", " if parent.pairs else ""
            self._change((end, end, f"{comma}{inline({name: value})[1:-1]}"))
            return
        place = self._place_for(parent, name, model)
        first = parent.pairs[0][0].start
        if place is None and not self._column(first):
            lines = block({name: value}, 0)
            self._change((first, first, "".join(f"{line}{self.newline}" for line in lines)))
            return
        key, after = parent.pairs[place or 0]
        end = self._line_end(after.end)
        self._change(self._below(end, block({name: value}, self._column(key.start))))

    def _place_for(self, parent: Node, name: str, model: type[Entry] | None) -> int | None:
        """After which pair a new key comes: the last of those before it in the model; None when it comes first."""
        order = list(known_keys(model)) if model else []
        if name not in order:
            return len(parent.names) - 1
        before = set(order[: order.index(name)])
        return max((place for place, each in enumerate(parent.names) if each in before), default=None)

    def _sequence(self, node: Node, found: list[Any], wanted: list[Any], model: type[Entry] | None) -> None:
        assert node.items is not None
        old, new = [identity_of(item) for item in found], [identity_of(item) for item in wanted]
        for _, first, last, from_, to in _opcodes(old, new):
            # What was replaced by fewer or more is changed one by one, as far as both go.
            both = min(last - first, to - from_)
            for place, other in zip(range(first, first + both), range(from_, from_ + both), strict=True):
                self._item(node, place, found[place], wanted[other], model)
            for place in range(first + both, last):
                self._drop_item(node, place)
            if from_ + both < to:
                self._insert(node, first + both, wanted[from_ + both : to])

    def _item(self, parent: Node, place: int, found: Any, wanted: Any, model: type[Entry] | None) -> None:
        assert parent.items is not None
        node = parent.items[place]
        if found == wanted:
            return
        if isinstance(found, dict) and isinstance(wanted, dict):
            self.mapping(node, found, wanted, model)
        elif isinstance(found, str) and isinstance(wanted, str):
            self._change((node.start, node.end, self._scalar(wanted, node, parent.flow)))
        else:
            raise Refused("Een onderdeel van een lijst krijgt een andere vorm. Pas het bestand zelf aan.")

    def _insert(self, node: Node, place: int, items: list[Any]) -> None:
        """New items before position ``place``; at the end, behind the remarks that belong to the last one."""
        assert node.items is not None
        if node.flow:
            text = ", ".join(inline(item) for item in items)
            at = node.items[place - 1].end if place else node.items[0].start
            self._change((at, at, f", {text}" if place else f"{text}, "))
            return
        column = self._column(node.start)
        if not place:
            start = self._line_start(node.start)
            made = [line for item in items for line in block([item], column)]
            self._change((start, start, "".join(f"{line}{self.newline}" for line in made)))
            return
        end = self._after_remarks(node.items[place - 1].end, column)
        blocks = [block([item], column) for item in items]
        above = [""] if self._stand_apart(node, blocks) else []
        self._change(self._below(end, [line for lines in blocks for line in above + lines]))

    def _stand_apart(self, node: Node, made: list[list[str]]) -> bool:
        """Whether an empty line goes before each new item, as between those that are there."""
        assert node.items is not None
        if len(node.items) > 1:
            between = self.text[node.items[-2].end : node.items[-1].start]
            return any(not line.strip() for line in between.splitlines()[1:-1])
        return max(map(len, made)) > 3

    def _drop_item(self, node: Node, place: int) -> None:
        assert node.items is not None
        if node.flow:
            self._drop_from_flow([(item.start, item.end) for item in node.items], place)
            return
        item = node.items[place]
        dash = self.text.rfind("-", 0, item.start)
        self._change((self._line_start(dash), self._next_line(self._line_end(item.end)), ""))

    def _drop_from_flow(self, spans: list[tuple[int, int]], place: int) -> None:
        start, end = spans[place]
        if place + 1 < len(spans):
            end = spans[place + 1][0]
        elif place:
            start = spans[place - 1][1]
        self._change((start, end, ""))

    def _lines_of(self, node: Node) -> Splice:
        """Takes a block value away: from its first line to the end of its last."""
        return self._line_start(node.start), self._next_line(self._line_end(node.end)), ""

    def _below(self, end: int, lines: list[str]) -> Splice:
        return end, end, "".join(f"{self.newline}{line}" for line in lines)

    def _colon(self, key: Node) -> int:
        return self.text.index(":", key.end) + 1

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its line break."""
        end = self.text.find("\n", offset)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" and end > offset else end

    def _next_line(self, end: int) -> int:
        return end if end == len(self.text) else self.text.index("\n", end) + 1

    def _after_remarks(self, offset: int, column: int) -> int:
        """The end of the lines after a list item that are indented further than its dash: remarks that go with it."""
        end = self._line_end(offset)
        at = end
        while at < len(self.text):
            start = self._next_line(at)
            line = self.text[start : self._line_end(start)]
            if line.strip() and (
                not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= column
            ):
                break
            at = self._line_end(start)
            if line.strip():
                end = at
            if start >= len(self.text):
                break
        return end


class _Apart:
    """Splices that don't touch each other, by where they begin."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int, int, str]] = []
        """Where it begins, where it ends, which it is in the order in which they were found, and what comes there."""

    def take(self, change: tuple[Splice, ...]) -> None:
        """Take a change along, unless it touches one that is there."""
        if all(self._is_free(splice) for splice in change):
            for start, end, new in change:
                insort(self._taken, (start, end, len(self._taken), new))

    def ordered(self) -> Iterator[Splice]:
        for start, end, _, new in self._taken:
            yield start, end, new

    def _is_free(self, splice: Splice) -> bool:
        at = bisect_left(self._taken, (splice[0],))
        before = self._taken[at - 1 : at]
        behind = takewhile(lambda each: each[0] <= splice[1], islice(self._taken, at, None))
        return all(_apart((start, end, new), splice) for start, end, _, new in chain(before, behind))


def _apart(one: Splice, other: Splice) -> bool:
    """Whether two splices can be made together, whichever was found first."""
    first, second = sorted((one, other), key=lambda each: each[:2])
    if first[1] != second[0]:
        return first[1] < second[0]
    if first[0] == first[1] == second[1]:
        return True  # both only put something in
    if not first[2] and not second[2]:
        return True  # both only take something away
    # A new line below a line of which the last word changes.
    return second[0] == second[1] and bool(first[2]) and second[2].startswith(("\n", "\r\n"))


def identity_of(item: Any) -> Any:
    """By what an item of a list is known among the others: its name, else all that it says."""
    if isinstance(item, str):
        return item
    named = (key for key in _IDENTITY if isinstance(item, dict) and isinstance(item.get(key), str))
    key = next(named, None)
    return (key, item[key]) if key else json.dumps(item, sort_keys=True)


def _opcodes(old: list[Any], new: list[Any]) -> list[tuple[str, int, int, int, int]]:
    """How one list becomes the other. What is alike at both ends is skipped first: mostly that is all there is."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    if head == len(old):
        return [("equal", 0, head, 0, head)] + (
            [("insert", head, head, head, len(new))] if len(new) > head else []
        )
    matched = SequenceMatcher(None, old[head:], new[head:], autojunk=False).get_opcodes()
    return [
        ("equal", 0, head, 0, head),
        *((what, a + head, b + head, c + head, d + head) for what, a, b, c, d in matched),
    ]


class Remark(NamedTuple):
    """What stands behind a #, with it, and on which line, from 1."""

    line: int
    text: str


_REMARK = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)


def remarks_in(text: str) -> list[Remark]:
    """The remarks in a text that could be read, in order."""
    text = with_soft_spaces(text)
    spans = sorted(_texts_within(layout(text)))
    starts = [start for start, _ in spans]
    found, line, counted = [], 1, 0
    for match in _REMARK.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or spans[at][1] <= match.start():
            line += text.count("\n", counted, match.start())
            counted = match.start()
            found.append(Remark(line, match[0].rstrip()))
    return found


def _texts_within(node: Node | None) -> Iterator[tuple[int, int]]:
    """Where each text begins and ends, keys as well as values."""
    stack = [node]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        if node.pairs is None and node.items is None:
            # Behind the sign of a text of several lines a remark may stand.
            yield node.start, node.end
        stack += node.items or ()
        stack += chain.from_iterable(node.pairs or ())


def plain(value: Any) -> Any:
    """A copy of read data that may be changed: dicts, lists and texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def rewrite(file: str, data: bytes, wanted: dict[str, Any], model: type[Entry] | None) -> bytes:
    """The bytes of a register that say what is wanted, with all else as it was.

    Comments, order, quotes, line ends and a byte order mark stay. A new key goes where the model has it, else last. What the
    result says is read again and compared; a text that can't be changed so is refused.
    """
    for _ in range(_MOST_ROUNDS):
        found, text = _read(file, data)
        if found == wanted:
            return data
        changed = _nearer(data, found, text, wanted, model)
        if changed == data:
            break
        data = changed
    raise Refused(
        f"'{file}' is zo opgemaakt dat de wijziging er niet veilig in past. Pas het bestand zelf aan."
    )


EACH = "*"
"""Stands in a way for each item of a list, and for each mapping behind a free key."""


def with_other_key(file: str, data: bytes, way: Sequence[str], name: str) -> bytes:
    """The bytes of a register in which the key at the end of a way is called otherwise, with all else as it was.

    The way has the keys that lead there, with EACH for what stands in a list: ``("channels", EACH, "kind")``. A text
    in which one of those has the new key already is refused.
    """
    _, text = _read(file, data)
    root = layout(text)
    *above, old = way
    splices = Splices(text, "")
    for node in _led_to(root, above) if root else ():
        for known, (key, _) in zip(node.names, node.pairs or (), strict=False):
            if known == old:
                if name in node.names:
                    line = text.count("\n", 0, key.start) + 1
                    raise Refused(
                        f"In '{file}' staan '{old}' (regel {line}) en '{name}' naast elkaar. Verwijder een van beide."
                    )
                splices.rename(key, name)
    return _as_was(data, splices)


def _led_to(node: Node, way: Sequence[str]) -> Iterator[Node]:
    """The mappings to which a way leads."""
    if not way:
        yield from [node] if node.pairs is not None else ()
        return
    inner = node.items or []
    if node.pairs is not None:
        pairs = zip(node.names, node.pairs, strict=True)
        inner = [value for name, (_, value) in pairs if way[0] in (name, EACH)]
    for each in inner if node.pairs is not None or way[0] == EACH else ():
        yield from _led_to(each, way[1:])


def _as_was(data: bytes, splices: Splices) -> bytes:
    """The bytes with the changes; the text that is parsed has its hard spaces made soft, and those stay."""
    changed = splices.applied_to(data.removeprefix(BOM).decode("utf-8"))
    return (BOM if data.startswith(BOM) else b"") + changed.encode("utf-8")


def _nearer(
    data: bytes, found: YamlMapping, text: str, wanted: dict[str, Any], model: type[Entry] | None
) -> bytes:
    """The bytes with all changes that can be made together."""
    root = layout(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if root is None or not root.pairs:
        original = data.removeprefix(BOM).decode("utf-8")
        ended = original if original.endswith("\n") or not original else original + newline
        changed = ended + "".join(f"{line}{newline}" for line in block(wanted, 0))
        return (BOM if data.startswith(BOM) else b"") + changed.encode("utf-8")
    splices = Splices(text, newline)
    splices.mapping(root, found, wanted, model)
    return _as_was(data, splices)


def _read(file: str, data: bytes) -> tuple[YamlMapping, str]:
    source, diagnostics = read_text(file, data)
    value = None
    if source is not None and not diagnostics:
        value, diagnostics = read_yaml(source)
    if source is None or fails(diagnostics) or isinstance(value, (str, YamlList)):
        raise Refused(f"In '{file}' staat een fout. Los die eerst op; 'wmebv check' wijst de plaats aan.")
    text = data.removeprefix(BOM).decode("utf-8")
    if "\r" in text.replace("\r\n", ""):
        raise Refused(f"'{file}' heeft regeleinden van een oude computer. Sla het bestand opnieuw op.")
    return value if isinstance(value, YamlMapping) else YamlMapping(file, (0, 0, 0)), with_soft_spaces(text)
