"""Reads YAML as text that remembers where every value stands, and says in Dutch what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place
from wmebv_site.register.text import FORBIDDEN, SourceText, hidden_character
from wmebv_site.register.yaml_syntax import (
    LIST_MARKS,
    LISTED_WITH_MARK,
    LONG_DASH,
    NOTHING,
    NULLS,
    SYNTAX,
    Refusal,
    cut_off,
    dutch_syntax_error,
    maybe_cut_off,
    swallows,
    unclosed_quote,
)

_NOWHERE: Mapping[str, str] = MappingProxyType({})

Span: TypeAlias = tuple[int, int, int]
"""Line, column and end column, each counted from 0; the form in which the reader keeps places."""

Value: TypeAlias = "str | YamlMapping | YamlList | None"


def _place(file: str, span: Span) -> Place:
    line, column, end = span
    return Place(file, line + 1, column + 1, max(end, column + 1) + 1)


class YamlMapping(dict[str, Value]):
    """A YAML mapping. A key without a value is not in the dict; its place stays known in ``blank``."""

    __slots__ = ("blank", "elsewhere", "file", "key_spans", "span", "spans")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.key_spans: dict[str, Span] = {}
        self.spans: dict[str, Span] = {}
        self.blank: dict[str, Span] = {}
        self.elsewhere: Mapping[str, str] = _NOWHERE
        """The file of each key that stands in another one than the mapping itself: see ``over``."""

    def file_of(self, key: str) -> str:
        """The file in which a key stands."""
        return self.elsewhere.get(key, self.file)

    def over(self, under: YamlMapping, inner: Mapping[str, Value] | None = None) -> YamlMapping:
        """This mapping with the keys of ``under`` that it does not give a value itself, each with its own place.

        ``inner`` are values for keys of both, put together in another way.
        """
        joined = YamlMapping(self.file, self.span)
        added = [key for key in under.key_spans if key not in self]
        joined.update({key: under[key] for key in added if key in under})
        joined.update(self)
        joined.update(inner or {})
        joined.key_spans = {key: under.key_spans[key] for key in added} | {
            key: span for key, span in self.key_spans.items() if key not in added
        }
        joined.spans = {key: under.spans[key] for key in added if key in under.spans} | self.spans
        joined.blank = {key: under.blank[key] for key in added if key in under.blank} | {
            key: span for key, span in self.blank.items() if key not in added
        }
        joined.elsewhere = {
            key: file
            for key in joined.key_spans
            if (file := (under if key in added else self).file_of(key)) != self.file
        }
        return joined

    @property
    def place(self) -> Place:
        """Where the mapping begins: at its first key."""
        return _place(self.file, self.span)

    def place_of(self, key: str) -> Place:
        """Where the value of ``key`` stands; the mapping's own place when the key is absent."""
        span = self.spans.get(key) or self.blank.get(key)
        return _place(self.file_of(key), span) if span else self.place

    def place_of_key(self, key: str) -> Place:
        """Where ``key`` itself stands; the mapping's own place when the key is absent."""
        span = self.key_spans.get(key)
        return _place(self.file_of(key), span) if span else self.place

    def says_nothing(self, key: str) -> bool:
        """Whether what stands behind a key is a word for nothing, such as ``null``, and not just nothing."""
        span = self.blank.get(key)
        return span is not None and span[2] > span[1]

    def cut_by_comma(self, key: str) -> str | None:
        """The key whose value a comma cut in two, where ``key`` is what came behind it: it stands on the same line, in
        braces, without a colon.
        """
        own, blank = self.key_spans.get(key), self.blank.get(key)
        if own is None or blank is None or blank != (own[0], own[2], own[2]):
            return None
        earlier = [name for name, span in self.key_spans.items() if span < own and span[0] == own[0]]
        return earlier[-1] if earlier and isinstance(self.get(earlier[-1]), str) else None


class YamlList(list[Value]):
    """A YAML list; ``spans`` runs parallel to its items. An item that is a mapping knows its own place."""

    __slots__ = ("file", "files", "span", "spans")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.spans: list[Span] = []
        self.files: Sequence[str] = ()
        """The file of each item, in a list that was put together of several files."""

    @property
    def place(self) -> Place:
        return _place(self.file, self.span)

    def place_of(self, index: int) -> Place:
        return _place(self.files[index] if self.files else self.file, self.spans[index])


MAX_DEPTH = 20
"""Deepest nesting that is read. The registers need 6."""

DUPLICATE_KEY = Code(
    "WMEBV006",
    "Een sleutel staat er twee keer",
    "Een sleutel (het woord vóór de dubbele punt) mag binnen één onderdeel maar één keer voorkomen. Anders is niet "
    "duidelijk welke waarde geldt.",
)
ANCHOR = Code(
    "WMEBV007",
    "Ankers en verwijzingen worden niet gebruikt",
    "In YAML betekenen & en * aan het begin van een waarde dat iets wordt herhaald. Dat maakt een register slecht "
    "leesbaar. Schrijf de waarde voluit. Bedoelt u gewone tekst? Zet die dan tussen aanhalingstekens.",
)
TAG = Code(
    "WMEBV008",
    "Typeaanduidingen worden niet gebruikt",
    "In YAML zegt een woord dat met ! begint van welk type een waarde is. Een register heeft dat niet nodig: elke "
    "waarde is tekst. Bedoelt u gewone tekst? Zet die dan tussen aanhalingstekens.",
)
SEVERAL_DOCUMENTS = Code(
    "WMEBV009",
    "Er staan meer documenten in één bestand",
    "Een regel met alleen --- begint in YAML een nieuw document. Een register is één document. Verwijder de regel of "
    "zet het tweede deel in een eigen bestand.",
)
TOO_DEEP = Code(
    "WMEBV010",
    "Er staat te veel in elkaar",
    f"Een register heeft ten hoogste {MAX_DEPTH} lagen van lijsten en onderdelen in elkaar. Meer lagen wijzen op een "
    "fout in het inspringen of op haken die niet zijn gesloten.",
)
MISSING_DASH = Code(
    "WMEBV017",
    "Er ontbreekt een streepje",
    "Elk onderdeel van een lijst begint met een streepje en een spatie. Zonder streepje hoort een regel nog bij het "
    "vorige onderdeel, en staat elke sleutel daar twee keer.",
)
KEY_NOT_TEXT = Code(
    "WMEBV011",
    "Een sleutel is geen tekst",
    "Vóór de dubbele punt hoort één woord te staan. Een lijst of een onderdeel kan daar niet staan.",
)

MERGE_KEY = "<<"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _events(text: str) -> Iterator[yaml.Event]:
    """As ``yaml.parse``, without two calls of Python's own for each word of every file."""
    return iter(_Loader(text).get_event, None)


_OPENING_QUOTES = "\u201c\u201e\u2018\u201a"
_CLOSING_QUOTES = "\u201d\u201c\u2019\u2018"
_SUSPECT = frozenset(_OPENING_QUOTES + LIST_MARKS + "".join(word[0] for word in NULLS))
"""How a text begins that is looked at once more."""


def read_yaml(
    source: SourceText, *, first_line: int = 0, text: str | None = None
) -> tuple[Value, list[Diagnostic]]:
    """Read one YAML document into text, lists and mappings.

    ``text`` is the part of the file to read, which begins at line ``first_line`` (counted from 0); without it, the
    whole file. The value is None when the document is empty or can't be read further; every mistake that reading can
    pass by is collected.
    """
    text = source.text if text is None else text
    reader = _Reader(source, first_line, text)
    value = reader.read()
    if reader.marked or (reader.refused and LISTED_WITH_MARK.search(text)):
        return _as_if_listed(source, first_line, text) or (value, reader.diagnostics)
    return value, reader.diagnostics


def _as_if_listed(source: SourceText, first_line: int, text: str) -> tuple[Value, list[Diagnostic]] | None:
    """What a text says with a dash for every long dash or bullet before an item; None when that changes nothing."""
    reader = _Reader(source, first_line, LISTED_WITH_MARK.sub(r"\1-", text))
    value = reader.read()
    last = reader.refused.line if reader.refused else len(source.lines)
    found = []
    for line, written in enumerate(text.split("\n"), first_line):
        match = LISTED_WITH_MARK.match(written)
        if match and line not in reader.within and line < last:
            column = len(match[1])
            place = _place(source.file, (line, column, column + 1))
            message = (
                f"Hier staat {match[2]} voor een onderdeel van een lijst; daar hoort een gewoon streepje."
            )
            hint = "Typ een streepje (-) met een spatie erachter. Is het tekst? Zet die dan tussen aanhalingstekens."
            found.append(LONG_DASH.at(place, message, hint))
    return (value, [*found, *reader.diagnostics]) if found else None


class _Reader:
    def __init__(self, source: SourceText, first_line: int, text: str) -> None:
        self.source = source
        self.first_line = first_line
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self.merge_lines: set[int] = set()
        self.refused: Place | None = None
        """Where the parser gave up."""
        self.marked = False
        """Whether a text begins its line with what a word processor makes of a dash."""
        self.within: set[int] = set()
        """The lines on which a text goes on that began above them."""
        self.cut = maybe_cut_off(text)
        """The lines on which a comment may have cut off a text."""

    def read(self) -> Value:
        try:
            return self._document(_events(self.text))
        except _Swallowed as quote:
            self._refuse(unclosed_quote(self.source, *quote.at))
        except yaml.MarkedYAMLError as error:
            found = dutch_syntax_error(self.source, self.first_line, _refusal(error))
            self.refused = found.place
            errors = [said for said in self.diagnostics if said.level is Level.ERROR]
            if found.place.line not in {said.place.line for said in errors}:
                # '*Let op*' is an alias to YAML, and then not even that
                self.diagnostics = [said for said in self.diagnostics if said.place != found.place]
                self._refuse(found)
        except yaml.YAMLError:
            self._refuse(SYNTAX.at(Place(self.source.file), "Dit bestand is geen geldige YAML."))
        return None

    def _refuse(self, found: Diagnostic) -> None:
        self.refused = found.place
        self.diagnostics.append(found)

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None  # the parser marks every event
        line = start.line
        column_end = end.column if end.line == line else start.column + 1
        return line + self.first_line, start.column, column_end

    def _place(self, event: yaml.Event) -> Place:
        return _place(self.source.file, self._span(event))

    def _document(self, events: Iterator[yaml.Event]) -> Value:
        """Build the tree with a stack of our own: depth is a number here, not a limit of the machine.

        Every word of every file comes by here, so what holds for nearly all of them takes no call.
        """
        root: Value = None
        documents, first_line, cut, scalar = 0, self.first_line, self.cut, yaml.ScalarEvent
        # The innermost that is open, which is one of both, and the key in it whose value comes next.
        mapping: YamlMapping | None = None
        listed: YamlList | None = None
        key: str | None = None
        # The same of what it stands in.
        around: list[tuple[YamlMapping | None, YamlList | None, str | None]] = []
        for event in events:
            value: Value
            if type(event) is scalar:
                start, end = event.start_mark, event.end_mark
                assert start is not None and end is not None  # the parser marks every event
                line, column = start.line, start.column
                span = line + first_line, column, end.column if end.line == line else column + 1
                value = event.value
                if event.anchor or event.tag is not None:
                    self._refuse_decoration(event)
                elif event.style == '"' and (hidden := FORBIDDEN.search(value)):
                    self.diagnostics.append(hidden_character(self._place(event), hidden[0]))
                if end.line > line:
                    self._goes_on(event, line, end.line)
                if event.implicit[0]:
                    if cut and end.line in cut:
                        found = cut_off(self.source, end.line + first_line, end.column)
                        self.diagnostics += [found] if found else []
                    if not value or value[0] in _SUSPECT:
                        value = self._plain(value, event)
            elif isinstance(event, yaml.CollectionEndEvent):
                mapping, listed, key = around.pop()
                continue
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(around) >= MAX_DEPTH:
                    hint = "Controleer het inspringen en de haken."
                    message = f"Hier staan meer dan {MAX_DEPTH} lagen in elkaar."
                    self.diagnostics.append(TOO_DEEP.at(self._place(event), message, hint))
                    return None
                span = self._span(event)
                value = self._container(event, span)
            elif isinstance(event, yaml.AliasEvent):
                span = self._span(event)
                value = self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "Hier begint een tweede document in hetzelfde bestand."
                    hint = "Verwijder de regel met --- of zet dit deel in een eigen bestand."
                    self.diagnostics.append(SEVERAL_DOCUMENTS.at(self._place(event), message, hint))
                    return None
                continue
            else:
                continue

            if mapping is None:
                if listed is None:
                    root = value
                else:
                    listed.append(value)
                    listed.spans.append(span)
            elif key is None:
                if value is None:
                    value = ""
                if not isinstance(value, str):
                    message = "Vóór de dubbele punt staat hier geen woord."
                    hint = "Zet vóór de dubbele punt één woord."
                    self.diagnostics.append(KEY_NOT_TEXT.at(self._place(event), message, hint))
                    return None
                if value not in mapping.key_spans and value != MERGE_KEY:
                    mapping.key_spans[value] = span
                    key = value
                    continue
                items = around[-1][1]
                if items is not None and self._lacks_dash(mapping, value, span):
                    # Reading on as if the dash were there: what follows is an item of its own.
                    mapping = YamlMapping(self.source.file, span)
                    items.append(mapping)
                    items.spans.append(span)
                key = self._key(mapping, value, span)
                continue
            else:
                if key is _IGNORED:
                    pass
                elif value is None:
                    mapping.blank[key] = span
                else:
                    mapping[key] = value
                    mapping.spans[key] = span
                key = None
            if isinstance(value, YamlMapping):
                around.append((mapping, listed, key))
                mapping, listed, key = value, None, None
            elif isinstance(value, YamlList):
                around.append((mapping, listed, key))
                mapping, listed, key = None, value, None
        return root

    def _goes_on(self, event: yaml.ScalarEvent, first: int, last: int) -> None:
        """Note where a text of several lines stands, and see that its quote was not left open."""
        self.within.update(range(first + 1 + self.first_line, last + 1 + self.first_line))
        if event.style in ("'", '"') and event.start_mark:
            first, last = first + self.first_line, last + self.first_line
            if swallows(self.source, first, last):
                raise _Swallowed(first, event.start_mark.column)

    def _plain(self, text: str, event: yaml.ScalarEvent) -> str | None:
        """An unquoted text whose beginning may have another meaning than it has for YAML."""
        if not text:
            return None
        if text in NULLS:
            message = f"Hier staat {text}; daarmee zegt YAML dat er geen waarde is."
            hint = "Verwijder het. Bedoelt u dit woord? Zet het tussen aanhalingstekens."
            self.diagnostics.append(NOTHING.at(self._place(event), message, hint))
            return None
        if text[0] in _OPENING_QUOTES and text[-1] in _CLOSING_QUOTES and len(text) > 1:
            return text[1:-1]  # what a word processor made of the quotes that a person meant
        if text[0] in LIST_MARKS and text[1:2] == " " and event.start_mark:
            line = self.source.lines[event.start_mark.line + self.first_line]
            self.marked |= not line[: event.start_mark.column].strip()
        return text

    def _container(self, event: yaml.CollectionStartEvent, span: Span) -> YamlMapping | YamlList:
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        kind = YamlMapping if isinstance(event, yaml.MappingStartEvent) else YamlList
        return kind(self.source.file, span)

    def _alias(self, event: yaml.AliasEvent) -> str:
        place = self._place(event)
        if place.line not in self.merge_lines:
            hint = "Zet gewone tekst tussen aanhalingstekens; schrijf anders de waarde voluit."
            said = f"Hier staat *{_short(event.anchor or '')}; een * aan het begin heeft een eigen betekenis."
            self.diagnostics.append(ANCHOR.at(place, said, hint))
        return ""

    def _lacks_dash(self, item: YamlMapping, key: str, span: Span) -> bool:
        """Whether the first key of a list item comes again below it: then a new item was meant."""
        first = item.key_spans.get(key)
        # Right below itself a key merely stands twice: a new item begins where the earlier one says more.
        if first is None or len(item.key_spans) == 1 or first != next(iter(item.key_spans.values())):
            return False
        if first[1] != span[1] or first[0] == span[0]:
            return False
        message = (
            f"Vóór '{_short(key)}' ontbreekt een streepje; hier begint een nieuw onderdeel van de lijst."
        )
        hint = "Zet er '- ' voor, zoals bij het vorige onderdeel."
        self.diagnostics.append(MISSING_DASH.at(_place(self.source.file, span), message, hint))
        return True

    def _key(self, container: YamlMapping, key: str, span: Span) -> str:
        if key == MERGE_KEY:
            container.key_spans.setdefault(key, span)
            place = _place(self.source.file, span)
            self.merge_lines.add(place.line)
            message = "Met << neemt YAML sleutels van elders over; dat kan hier niet."
            self.diagnostics.append(ANCHOR.at(place, message, "Schrijf de sleutels en waarden hier voluit."))
            return _IGNORED
        if key in container.key_spans:
            first = container.key_spans[key][0] + 1
            message = f"De sleutel '{_short(key)}' staat hier voor de tweede keer."
            hint = f"Verwijder er een; de eerste staat op regel {first}."
            self.diagnostics.append(DUPLICATE_KEY.at(_place(self.source.file, span), message, hint))
            return _IGNORED
        container.key_spans[key] = span
        return key

    def _refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        hint = "Zet gewone tekst tussen aanhalingstekens; verwijder dit woord anders."
        place = self._place(event)
        if event.anchor:
            message = f"Hier staat &{_short(event.anchor)}; een & aan het begin heeft een eigen betekenis."
            self.diagnostics.append(ANCHOR.at(place, message, hint))
        else:
            written = self.source.lines[place.line - 1][place.column - 1 :].split()
            message = f"Hier staat {_short(written[0])}; een ! aan het begin heeft een eigen betekenis."
            self.diagnostics.append(TAG.at(place, message, hint))


_IGNORED = "\x00"
"""Stands for a key whose value is read over; this character is refused in every file."""


def _short(word: str) -> str:
    """A word as it is shown in a sentence."""
    word = " ".join(word.split())
    return word if len(word) <= 60 else f"{word[:57]}..."


def _refusal(error: yaml.MarkedYAMLError) -> Refusal:
    at, began = (
        (mark.line, mark.column) if mark else None for mark in (error.problem_mark, error.context_mark)
    )
    return Refusal(error.problem or "", error.context or "", at, began)


class _Swallowed(Exception):
    """A quote, at a line and column counted from 0, that closes only after it took in what was not meant."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.at = (line, column)


@dataclass(slots=True)
class Node:
    """A value in a text: its offsets, the end without what follows it, and what it holds.

    A block value ends where the last value in it ends. A key without a value has an empty text, right behind its colon.
    """

    start: int
    end: int
    flow: bool = False
    style: str = ""
    items: list[Node] | None = None
    pairs: list[tuple[Node, Node]] | None = None
    names: list[str] = field(default_factory=list)
    """The keys of a mapping as they are read, parallel to ``pairs``."""

    @property
    def is_block(self) -> bool:
        """Whether this is a list or mapping over several lines, without brackets."""
        return (self.items is not None or self.pairs is not None) and not self.flow

    def value(self, key: str) -> Node:
        assert self.pairs is not None
        return self.pairs[self.names.index(key)][1]


def layout(text: str) -> Node | None:
    """The nodes of a text that :func:`read_yaml` read without a mistake; None when it is empty.

    Raises yaml.YAMLError on any other text.
    """
    root: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []
    for event in _events(text):
        start, end = _offsets(event)
        if isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop()
            keys.pop()
            if node.flow:
                node.end = end
            if stack and not stack[-1].flow:
                stack[-1].end = node.end
            continue
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):
                end = start + len(text[start:end].rstrip())
            node = Node(start, end, style=event.style or "")
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node(start, end, bool(event.flow_style), items=[])
        elif isinstance(event, yaml.MappingStartEvent):
            node = Node(start, end, bool(event.flow_style), pairs=[])
        else:
            continue
        parent = stack[-1] if stack else None
        if parent is None:
            root = node
        elif parent.items is not None:
            parent.items.append(node)
        elif (key := keys[-1]) is None:
            assert isinstance(event, yaml.ScalarEvent)  # what else could be a key was refused
            keys[-1] = node
            parent.names.append(event.value)
        elif parent.pairs is not None:
            parent.pairs.append((key, node))
            keys[-1] = None
        if parent is not None and not parent.flow:
            parent.end = node.end
        if not isinstance(event, yaml.ScalarEvent):
            stack.append(node)
            keys.append(None)
    return root


def _offsets(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None  # the parser marks every event
    return start.index, end.index
