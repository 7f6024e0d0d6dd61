"""Finds what stands where in a Markdown text: code, links, pictures, headings, and the sentences that a reader reads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.diagnostics import Place
from wmebv_site.register.front_matter import Document


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, or where a picture is; ``start`` is where that is written in the text, from 0."""

    address: str
    start: int
    is_picture: bool = False
    in_html: bool = False
    """Whether it stands in HTML that the author wrote, which a renderer leaves as it is."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A link or a picture that leads where its name is explained; with the brackets of the name, where those are there."""

    name: str
    is_picture: bool
    address: str = ""
    start: int = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its first character's position in the text, from 0."""

    text: str
    start: int

    @property
    def words(self) -> int:
        return counted(self.text)


_COUNTED = re.compile(r"[^\s\W]+(?:[.,:'’/&@-][^\s\W]+)*|[€$%§]")


def counted(text: str) -> int:
    """How many words a reader counts: a number or an address is one."""
    return len(_COUNTED.findall(text))


# A point ends a sentence when what follows looks like a new one; "bijv. de" and "8.30" go on.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-ÖØ-Þ0-9])|\n\s*\n|:\s*\n")


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of plain words; a blank line also ends one."""
    begin = 0
    for end in [*_END.finditer(text), None]:
        piece = text[begin : end.end() if end else len(text)]
        if stripped := piece.strip():
            yield Sentence(stripped, begin + len(piece) - len(piece.lstrip()))
        begin = end.end() if end else len(text)


_UNREAD = re.compile(
    r"^ {0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})|(?P<run>`+)|(?P<remark><!--)|\\[\\`]", re.MULTILINE
)
"""Where code may begin, also a block that nothing closes, or what an author wrote to authors."""
_FENCE_END = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_TICKS = re.compile(r"`+")
_BLANK = re.compile(r"\n(?=[ \t]*\n)")
_LINKED = re.compile(
    r"\\.|(?P<opening>!?\[)|(?P<closing>\])|<(?P<tag>img|a)\b(?P<rest>[^<>]*)|<(?P<itself>(?:https?|ftp)://[^<>\s]+)>"
    r"|(?P<blank>\n(?=[ \t]*\n))",
    re.IGNORECASE | re.DOTALL,
)
_IN_TAG = {
    "img": re.compile(r"\bsrc\s*=\s*[\"']?(?P<address>[^\s)>\"']+)", re.IGNORECASE),
    "a": re.compile(r"\bhref\s*=\s*[\"']?(?P<address>[^\s>\"']+)", re.IGNORECASE),
}
_ADDRESS = re.compile(r"\([ \t]*\n?[ \t]*(?:<(?P<within>[^<>\n]*)>)?")
_IN_ADDRESS = re.compile(r"\\.|[()]|(?<=\s)(?P<quote>[\"'])|(?P<blank>\n(?=[ \t]*\n))", re.DOTALL)
_NAME = re.compile(r"\[(?P<name>[^\[\]]*)\]")
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\]\n^][^\]\n]*)\]:\s*<?(?P<address>[^\s>]+)", re.MULTILINE)
LONGEST_ADDRESS = 2000
"""Browsers and servers agree on no more characters."""
MARKS_IN_ADDRESS = 100
_HEADING = re.compile(r"^#{1,6}[ \t]*(?P<heading>[^\s#][^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"(?:[ \t]*\n)*#(?!#)(?P<title>[^\n]*)(?:\n|\Z)")
_MARKUP = re.compile(
    r"<[^<>\n]+>"
    r"|\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\[\]\n]*\]|^\[[^\[\]\n]+\]:[^\n]*$"  # where a link leads
    r"|^!!![^\n\"]*|^\?\?\?\+?[^\n\"]*"  # the kind of a box
    r"|^[ \t]*(?:[#>]+|[-*+]|\d+[.)])[ \t]"
    r"|[*_\[\]{}|]",
    re.MULTILINE,
)
_BLOCK = re.compile(r"[ \t]*(?:[#>|]|(?:[-*+]|\d+[.)])[ \t])")


@dataclass(frozen=True)
class MarkdownText:
    """A text in Markdown; every position counts its characters from 0."""

    text: str

    @cached_property
    def read(self) -> str:
        """What a renderer reads as text: spaces stand where there is code or a remark, and no character moves."""
        text, parts, done = self.text, [], 0
        if not any(mark in text for mark in ("`", "~~~", "<!--")):
            return text
        for start, end in self._unread():
            parts += [text[done:start], _NOT_LINE_ENDS.sub(" ", text[start:end])]
            done = end
        return "".join([*parts, text[done:]])

    def _unread(self) -> Iterator[tuple[int, int]]:
        """The stretches that are code or remarks: each character is looked at a few times, however many marks there are."""
        text, at = self.text, 0
        runs, last_remark = _Runs(text), text.rfind("-->")
        while found := _UNREAD.search(text, at):
            at = found.end()
            if fence := found["fence"]:
                ends = (end for end in _FENCE_END.finditer(text, at) if end["fence"].startswith(fence))
                closed = next(ends, None)
                at = closed.end() if closed else len(text)
            elif found["remark"]:
                closing = text.find("-->", at) if last_remark >= at else -1
                if closing < 0:
                    continue
                at = closing + 3
            elif found["run"]:
                closing = runs.end_of(found.start(), at)
                if closing < 0:
                    continue
                at = closing
            else:
                continue
            yield found.start(), at

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Where its links and pictures lead, in the order of the text; by name, where the name is explained."""
        found: list[Target] = []
        named: dict[str, bool] = {}
        for each in self._linked:
            if isinstance(each, Target):
                found.append(each)
            else:
                named[each.name] = each.is_picture or named.get(each.name, False)
        found += [
            Target(each["address"], each.start("address"), named[name])
            for each in _DEFINED.finditer(self.read)
            if (name := _as_name(each["name"])) in named
        ]
        return tuple(sorted(found, key=lambda target: target.start))

    @cached_property
    def unexplained(self) -> tuple[Target, ...]:
        """The links that were meant to lead where a name is explained, though it is not: a reader sees the brackets."""
        by_name = [each for each in self._linked if isinstance(each, _Named) and each.address]
        explained = {_as_name(each["name"]) for each in _DEFINED.finditer(self.read)} if by_name else set()
        return tuple(
            Target(each.address, each.start, each.is_picture)
            for each in by_name
            if each.name not in explained and not each.name.startswith("^")
        )

    @cached_property
    def _linked(self) -> tuple[Target | _Named, ...]:
        return tuple(self._links())

    def _links(self) -> Iterator[Target | _Named]:
        """Each link or picture: where it leads, or by which name."""
        read = self.read
        open_now: list[
            tuple[int, bool, bool]
        ] = []  # where, whether it is a picture, whether brackets stand in it
        for mark in _LINKED.finditer(read):
            if mark["tag"]:
                tag = mark["tag"].lower()
                if led := _IN_TAG[tag].search(read, *mark.span("rest")):
                    yield Target(led["address"], led.start("address"), tag == "img", in_html=True)
            elif mark["itself"]:
                yield Target(mark["itself"], mark.start("itself"))
            elif mark["blank"]:
                open_now.clear()
            elif mark["opening"]:
                if open_now:
                    open_now[-1] = (*open_now[-1][:2], True)
                open_now.append((mark.end(), mark["opening"] != "[", False))
            elif mark["closing"] and open_now:
                start, is_picture, is_outer = open_now.pop()
                after = read[mark.end() : mark.end() + 1]
                if after == "(" and (address := _address(read, mark.end())):
                    yield Target(read[slice(*address)], address[0], is_picture)
                elif after == "[" and (name := _NAME.match(read, mark.end())):
                    called = name["name"] or read[start : mark.start()]
                    yield _Named(_as_name(called), is_picture, name[0], mark.end())
                elif not is_outer and not (after == ":" and _begins_line(read, start - 1)):
                    yield _Named(_as_name(read[start : mark.start()]), is_picture)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The words of each heading."""
        return tuple(
            each["heading"].rstrip("#").rstrip(" \t")
            for each in _HEADING.finditer(self.text)
            if self.read[each.start()] == "#"
        )

    @cached_property
    def words(self) -> str:
        """The words that a reader reads, each where it stands."""
        return _MARKUP.sub(_spaces, self.read)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that a reader reads; a heading, a list item or a row of a table holds its own."""
        found, start = [], 0
        for end in [*self._ends(), len(self.text)]:
            found += [Sentence(each.text, start + each.start) for each in sentences(self.words[start:end])]
            start = end
        return tuple(found)

    def _ends(self) -> Iterator[int]:
        """Where a line ends what is said, whatever stands at its end."""
        end = -1
        lines = self.read.split("\n")
        for line, below in zip(lines, lines[1:], strict=False):
            end += len(line) + 1
            if _BLOCK.match(below) or line.lstrip().startswith(("#", "|")):
                yield end


class _Runs:
    """The runs of grave accents in a text, to find quickly which closes which."""

    def __init__(self, text: str) -> None:
        self._starts: dict[int, list[int]] = {}
        for run in _TICKS.finditer(text):
            self._starts.setdefault(run.end() - run.start(), []).append(run.start())
        self._blank = [each.start() for each in _BLANK.finditer(text)]

    def end_of(self, start: int, end: int) -> int:
        """Where the code ends that begins at a run, -1 where that is no code: in the same paragraph, at a run as long.

        A longer run can begin it as well: then the rest of that is code.
        """
        at = bisect_left(self._blank, end)
        last = self._blank[at] if at < len(self._blank) else None
        for length in range(end - start, 0, -1):
            starts = self._starts.get(length)
            if (
                starts
                and (at := bisect_left(starts, end)) < len(starts)
                and (last is None or starts[at] < last)
            ):
                return starts[at] + length
        return -1


def _address(text: str, opening: int) -> tuple[int, int] | None:
    """From where to where an address stands, given where its bracket opens; there may be brackets in it, and a title behind."""
    found = _ADDRESS.match(text, opening)
    if found is None:  # never: a bracket stands there
        return None
    if found["within"] is not None:
        return found.span("within") if found["within"] else None
    start, depth = found.end(), 1
    end = None
    for number, mark in enumerate(_IN_ADDRESS.finditer(text, start, opening + LONGEST_ADDRESS * 2)):
        if mark["blank"] or number > MARKS_IN_ADDRESS:
            return None
        if mark["quote"]:
            end = mark.start() if end is None else end
        elif mark[0] == "(":
            depth += end is None
        elif mark[0] == ")":
            depth -= 1
            if not depth:
                stop = len(text[start : mark.start() if end is None else end].rstrip())
                return (start, start + stop) if stop else None
    return None


def _as_name(written: str) -> str:
    return " ".join(written.split()).casefold()


def _begins_line(text: str, at: int) -> bool:
    before = text[max(at - 4, 0) : at]
    _, newline, indent = before.rpartition("\n")
    return not indent.strip(" ") and (newline != "" or at < 4)


def heading_levels(written: Iterable[int], highest: int) -> Iterator[int]:
    """The level of each heading from ``highest`` on, where none skips a level, whatever the author chose."""
    above: list[int] = []
    for level in written:
        above = [each for each in above if each < level]
        yield min(highest + len(above), 6)
        above.append(level)


def without_title(text: str) -> tuple[str | None, str]:
    """The title of a text, where it begins with a heading of the first level, and the rest."""
    if found := _TITLE.match(text):
        return found["title"].rstrip().rstrip("#").strip(), text[found.end() :]
    return None, text


_NOT_LINE_ENDS = re.compile(r"[^\n]")


def _spaces(found: re.Match[str]) -> str:
    return _NOT_LINE_ENDS.sub(" ", found[0])


def place_in(document: Document, start: int, length: int | None = None) -> Place:
    """Where a stretch of a text stands in its file: as far as its line goes, and without a length to the end of that."""
    body = document.body
    begin = body.rfind("\n", 0, start) + 1
    end = body.find("\n", start)
    last = (len(body) if end < 0 else end) - begin + 1
    column = start - begin + 1
    stop = last if length is None else min(column + length, last)
    return Place(document.file, document.body_line + body.count("\n", 0, start), column, max(stop, column))


_SIGNS = re.compile(r"([\\`*_\[\]<>#|])")


def as_words(text: str) -> str:
    """A text in which no sign means anything to Markdown, also in a table."""
    return _SIGNS.sub(r"\\\1", text)
