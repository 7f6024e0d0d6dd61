"""Counts the steps that a pattern takes over a text, as a matcher that tries one way after another takes them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], int]
"""Goes on from a place: where the match ends, or -1."""


def steps(pattern: re.Pattern[str], text: str, *, at_one_place: bool = False) -> int:
    """How many characters are looked at to find every match, one after the other, as ``finditer`` does.

    With ``at_one_place`` for a match at the begin alone.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    try:
        return _Matcher(pattern, text).steps(at_one_place)
    finally:
        sys.setrecursionlimit(before)


class _Matcher:
    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.parsed = _parser.parse(pattern.pattern, pattern.flags)
        self.flags = pattern.flags
        self.text = text
        self.taken = 0
        self.groups: dict[int, tuple[int, int]] = {}

    def steps(self, at_one_place: bool) -> int:
        at = len(self.text) if at_one_place else 0
        if at_one_place:
            self._match(self.parsed, 0, 0, lambda end: end)
        while at <= len(self.text):
            self.taken += 1
            end = self._match(self.parsed, 0, at, lambda end: end)
            at = end if end > at else at + 1
        return self.taken

    def _match(self, parts: Sequence[Any], number: int, at: int, then: Then) -> int:
        if number == len(parts):
            return then(at)
        kind, given = parts[number]

        def on(end: int) -> int:
            return self._match(parts, number + 1, end, then)

        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            return on(at + 1) if self._one(kind, given, at) else -1
        if kind is op.AT:
            return on(at) if self._at(given, at) else -1
        if kind is op.BRANCH:
            for each in given[1]:
                if (end := self._match(each, 0, at, on)) >= 0:
                    return end
            return -1
        if kind is op.SUBPATTERN:
            group, added, removed, inside = given
            flags, self.flags = self.flags, (self.flags | added) & ~removed

            def out(end: int) -> int:
                inner, self.flags = self.flags, flags
                kept = self.groups.get(group)
                if group is not None:
                    self.groups[group] = (at, end)
                found = on(end)
                if found < 0:
                    self.flags = inner
                    if kept:
                        self.groups[group] = kept
                return found

            found = self._match(inside, 0, at, out)
            self.flags = flags
            return found
        if kind is op.ATOMIC_GROUP:
            end = self._match(given, 0, at, lambda end: end)
            return on(end) if end >= 0 else -1
        if kind in (op.ASSERT, op.ASSERT_NOT):
            direction, inside = given
            back = inside.getwidth()[0] if direction < 0 else 0
            held = at >= back and self._match(inside, 0, at - back, lambda end: end) >= 0
            return on(at) if held == (kind is op.ASSERT) else -1
        if kind is op.GROUPREF:
            start, stop = self.groups.get(given, (0, -1))
            self.taken += max(stop - start, 0)
            same = stop >= start and self.text.startswith(self.text[start:stop], at)
            return on(at + stop - start) if same else -1
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeated(kind, given, at, on)
        raise NotImplementedError(kind)

    def _repeated(self, kind: Any, given: tuple[int, int, Sequence[Any]], at: int, on: Then) -> int:
        least, most, inside = given
        if len(inside) == 1 and inside[0][0] in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            return self._characters(kind, least, most, inside[0], at, on)
        if kind is op.POSSESSIVE_REPEAT:
            number, end = 0, at
            while number < most and (further := self._match(inside, 0, end, lambda end: end)) > end:
                number, end = number + 1, further
            return on(end) if number >= least else -1

        def again(number: int, start: int) -> int:
            def more() -> int:
                if number >= most:
                    return -1
                return self._match(
                    inside,
                    0,
                    start,
                    lambda end: again(number + 1, end) if end > start or number < least else -1,
                )

            if number < least:
                return more()
            if kind is op.MIN_REPEAT:
                end = on(start)
                return end if end >= 0 else more()
            end = more()
            return end if end >= 0 else on(start)

        return again(0, at)

    def _characters(self, kind: Any, least: int, most: int, one: tuple[Any, Any], at: int, on: Then) -> int:
        end, number = at, 0
        enough = least if kind is op.MIN_REPEAT else most
        while number < enough and self._one(*one, end):
            number, end = number + 1, end + 1
        if number < least:
            return -1
        if kind is op.POSSESSIVE_REPEAT:
            return on(end)
        while True:
            if (found := on(end)) >= 0:
                return found
            if kind is op.MIN_REPEAT:
                if number >= most or not self._one(*one, end):
                    return -1
                number, end = number + 1, end + 1
            else:
                number, end = number - 1, end - 1
                if number < least:
                    return -1

    def _at(self, where: Any, at: int) -> bool:
        self.taken += 1
        before, after = self.text[at - 1 : at], self.text[at : at + 1]
        multiline = self.flags & re.MULTILINE
        if where is op.AT_BEGINNING:
            return not at or bool(multiline and before == "\n")
        if where is op.AT_END:
            return not after or (after == "\n" and bool(multiline or at == len(self.text) - 1))
        if where is op.AT_BEGINNING_STRING:
            return not at
        if where is op.AT_END_STRING:
            return not after
        edge = _is_word(before) != _is_word(after)
        return edge if where is op.AT_BOUNDARY else not edge

    def _one(self, kind: Any, given: Any, at: int) -> bool:
        self.taken += 1
        if at >= len(self.text):
            return False
        found = self.text[at]
        if kind is op.ANY:
            return found != "\n" or bool(self.flags & re.DOTALL)
        if kind is op.IN:
            return self._in(given, found)
        return self._same(given, found) == (kind is op.LITERAL)

    def _same(self, code: int, found: str) -> bool:
        if self.flags & re.IGNORECASE:
            return chr(code).lower() == found.lower()
        return code == ord(found)

    def _in(self, given: Sequence[Any], found: str) -> bool:
        negated = given[0][0] is op.NEGATE
        return any(self._is(kind, value, found) for kind, value in given[negated:]) != negated

    def _is(self, kind: Any, value: Any, found: str) -> bool:
        if kind is op.LITERAL:
            return self._same(value, found)
        if kind is op.RANGE:
            ways = {found, found.lower(), found.upper()} if self.flags & re.IGNORECASE else {found}
            return any(len(way) == 1 and value[0] <= ord(way) <= value[1] for way in ways)
        holds = {
            op.CATEGORY_SPACE: found.isspace(),
            op.CATEGORY_DIGIT: found.isdecimal(),
            op.CATEGORY_WORD: _is_word(found),
        }
        opposite = {
            op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
            op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
            op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
        }
        return not holds[opposite[value]] if value in opposite else holds[value]


def _is_word(found: str) -> bool:
    return found.isalnum() or found == "_"
