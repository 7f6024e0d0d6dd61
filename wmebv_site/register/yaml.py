"""Reads YAML as text that remembers where every value stands, and says in Dutch what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register.text import FORBIDDEN, SourceText, hidden_character

Span: TypeAlias = tuple[int, int, int]
"""Line, column and end column, each counted from 0; the form in which the reader keeps places."""

Value: TypeAlias = "str | YamlMapping | YamlList | None"


def _place(file: str, span: Span) -> Place:
    line, column, end = span
    return Place(file, line + 1, column + 1, max(end, column + 1) + 1)


class YamlMapping(dict[str, Value]):
    """A YAML mapping. A key without a value is not in the dict; its place stays known in ``blank``."""

    __slots__ = ("blank", "file", "key_spans", "span", "spans")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.key_spans: dict[str, Span] = {}
        self.spans: dict[str, Span] = {}
        self.blank: dict[str, Span] = {}

    @property
    def place(self) -> Place:
        """Where the mapping begins: at its first key."""
        return _place(self.file, self.span)

    def place_of(self, key: str) -> Place:
        """Where the value of ``key`` stands; the mapping's own place when the key is absent."""
        span = self.spans.get(key) or self.blank.get(key)
        return _place(self.file, span) if span else self.place

    def place_of_key(self, key: str) -> Place:
        """Where ``key`` itself stands; the mapping's own place when the key is absent."""
        span = self.key_spans.get(key)
        return _place(self.file, span) if span else self.place


class YamlList(list[Value]):
    """A YAML list; ``spans`` runs parallel to its items."""

    __slots__ = ("file", "span", "spans")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.spans: list[Span] = []

    @property
    def place(self) -> Place:
        return _place(self.file, self.span)

    def place_of(self, index: int) -> Place:
        return _place(self.file, self.spans[index])


SYNTAX = Code(
    "WMEBV005",
    "Het bestand is geen geldige YAML",
    "YAML let op inspringen, dubbele punten en aanhalingstekens. Springt een regel evenveel in als de andere regels "
    "van hetzelfde onderdeel? Staat er na elke dubbele punt een spatie? Is elk aanhalingsteken en elke haak gesloten? "
    "Tot de fout weg is, wordt dit bestand niet verder gelezen; de andere bestanden wel.",
)

_QUOTE = "Zet de hele waarde tussen aanhalingstekens."

# The parser's words, each with what is true in the file and what to do. First match counts.
_DUTCH = [
    (r"found character .*cannot start any token", "Een waarde kan niet met dit teken beginnen.", _QUOTE),
    (r"tab character", "Hier staat een tab.", "Spring in met spaties, niet met tabs."),
    (
        r"mapping values are not allowed",
        "Hier staat een dubbele punt op een plaats waar dat niet kan.",
        "Zet de waarde tussen aanhalingstekens als er een dubbele punt in staat; controleer anders het inspringen.",
    ),
    (
        r"could not find expected ':'",
        "Op deze regel ontbreekt een dubbele punt met een spatie erachter.",
        "Schrijf 'sleutel: waarde', of laat de tekst inspringen als ze bij de vorige regel hoort.",
    ),
    (
        r"expected ',' or '[\]}]'",
        "Deze opsomming tussen haken is niet goed gesloten.",
        "Zet komma's tussen de onderdelen en sluit de haak.",
    ),
    (
        r"sequence entries are not allowed",
        "Hier staat een streepje op een plaats waar dat niet kan.",
        "Zet het streepje op een nieuwe regel en controleer het inspringen.",
    ),
    (
        r"did not find expected '-' indicator",
        "Deze regel springt niet in zoals de rest van de lijst.",
        "Laat alle streepjes van een lijst even ver inspringen, en de sleutels van elk onderdeel ook.",
    ),
    (
        r"did not find expected key",
        "Deze regel past niet bij de regels erboven.",
        "Laat alle sleutels van een onderdeel even ver inspringen en controleer de aanhalingstekens.",
    ),
    (
        r"unexpected end of stream|unexpected document indicator",
        "Hier begint tekst tussen aanhalingstekens die niet wordt gesloten.",
        "Zet een aanhalingsteken aan het eind van de waarde.",
    ),
    (
        r"unknown escape character|escape",
        "Na een backslash staat hier een teken dat niet kan.",
        "Gebruik enkele aanhalingstekens (') als er een backslash in de tekst staat.",
    ),
    (
        r"alphabetic or numeric character",
        "Een waarde kan niet met & of * beginnen.",
        _QUOTE,
    ),
    (r"directive|%", "Een regel kan niet met % beginnen.", _QUOTE),
    (r"nested|nesting|depth", "Er staat te veel in elkaar.", "Controleer het inspringen en de haken."),
    (
        r"expected <document start>",
        "Deze regel past niet bij de regels erboven.",
        "Controleer het inspringen.",
    ),
    (
        r"did not find expected node content",
        "Hier ontbreekt een waarde.",
        "Vul de waarde in, of sluit de haak.",
    ),
]

_AT_THE_BEGINNING = re.compile(
    "end of stream|unexpected document indicator|expected ',' or|could not find expected ':'"
    "|alphabetic or numeric character"
)


def dutch_syntax_error(source: SourceText, first_line: int, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The parser's one error as a diagnostic, at the place where a person would look."""
    problem = _as_libyaml_says(error)
    mark = error.problem_mark or error.context_mark
    if error.context_mark and _AT_THE_BEGINNING.search(problem):
        mark = error.context_mark  # the opening quote or bracket, not the end of the file where it was missed
    line = (mark.line if mark else 0) + first_line
    column = mark.column if mark else 0
    # At the end of a file the parser points past the last line.
    if line >= len(source.lines) or (line == len(source.lines) - 1 and not source.lines[line]):
        line, column = _last_written_line(source)
    place = Place(source.file, line + 1, column + 1, column + 2)
    character = source.lines[line][column : column + 1]
    if "escape" in problem and character != "\\" and column:
        place = Place(source.file, line + 1, column, column + 1)  # the parser in Python points one further
    if character == "\t":
        return SYNTAX.at(place, "Hier staat een tab.", "Spring in met spaties, niet met tabs.")
    if "did not find expected key" in problem and character in ("]", "}"):
        message = f"Hier sluit een haak ({character}) die nergens begint."
        return SYNTAX.at(place, message, "Verwijder de haak, of zet de eerste haak erbij.")
    before = source.lines[line][:column].strip()
    if "did not find expected key" in problem and (before.endswith(("'", '"'))):
        message = "Na tekst tussen aanhalingstekens staat op deze regel nog meer tekst."
        hint = "Zet de hele waarde tussen dubbele aanhalingstekens (\") als er een ' in de tekst staat."
        return SYNTAX.at(place, message, hint)
    for pattern, message, hint in _DUTCH:
        if re.search(pattern, problem):
            return SYNTAX.at(place, message, hint)
    return SYNTAX.at(
        place, "Deze regel is geen geldige YAML.", "Controleer het inspringen en de aanhalingstekens."
    )


def _as_libyaml_says(error: yaml.MarkedYAMLError) -> str:
    """The problem in the words of libyaml; where it is not installed, the parser in Python has its own."""
    problem = error.problem or ""
    if "expected <block end>" in problem:
        in_list = "block collection" in (error.context or "")
        return "did not find expected '-' indicator" if in_list else "did not find expected key"
    return problem


def _last_written_line(source: SourceText) -> tuple[int, int]:
    for number in range(len(source.lines) - 1, -1, -1):
        if stripped := source.lines[number].rstrip():
            return number, len(stripped)
    return 0, 0


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

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING_QUOTES = "\u201c\u201e\u2018\u201a"
_CLOSING_QUOTES = "\u201d\u201c\u2019\u2018"


def read_yaml(
    source: SourceText, *, first_line: int = 0, text: str | None = None
) -> tuple[Value, list[Diagnostic]]:
    """Read one YAML document into text, lists and mappings.

    ``text`` is the part of the file to read, which begins at line ``first_line`` (counted from 0); without it, the
    whole file. The value is None when the document is empty or can't be read further; every mistake that reading can
    pass by is collected.
    """
    reader = _Reader(source, first_line)
    value = reader.read(source.text if text is None else text)
    return value, reader.diagnostics


class _Reader:
    def __init__(self, source: SourceText, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.diagnostics: list[Diagnostic] = []
        self.merge_lines: set[int] = set()

    def read(self, text: str) -> Value:
        try:
            return self._document(yaml.parse(text, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            found = dutch_syntax_error(self.source, self.first_line, error)
            if found.place.line not in {said.place.line for said in self.diagnostics}:
                self.diagnostics.append(found)  # '*Let op*' is an alias to YAML, and then not even that
        except yaml.YAMLError:
            self.diagnostics.append(SYNTAX.at(Place(self.source.file), "Dit bestand is geen geldige YAML."))
        return None

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None  # the parser marks every event
        line = start.line
        column_end = end.column if end.line == line else start.column + 1
        return line + self.first_line, start.column, column_end

    def _place(self, event: yaml.Event) -> Place:
        return _place(self.source.file, self._span(event))

    def _document(self, events: Iterator[yaml.Event]) -> Value:
        """Build the tree with a stack of our own: depth is a number here, not a limit of the machine."""
        root: Value = None
        documents = 0
        stack: list[YamlMapping | YamlList] = []
        keys: list[str | None] = []  # per open container: the key whose value comes next
        for event in events:
            value: Value
            if type(event) is yaml.ScalarEvent:
                value = self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(stack) >= MAX_DEPTH:
                    hint = "Controleer het inspringen en de haken."
                    message = f"Hier staan meer dan {MAX_DEPTH} lagen in elkaar."
                    self.diagnostics.append(TOO_DEEP.at(self._place(event), message, hint))
                    return None
                value = self._container(event)
            elif isinstance(event, yaml.AliasEvent):
                value = self._alias(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                keys.pop()
                continue
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

            span = self._span(event)
            container = stack[-1] if stack else None
            if container is None:
                root = value
            elif isinstance(container, YamlList):
                container.append(value)
                container.spans.append(span)
            elif keys[-1] is None:
                if value is None:
                    value = ""
                if not isinstance(value, str):
                    message = "Vóór de dubbele punt staat hier geen woord."
                    hint = "Zet vóór de dubbele punt één woord."
                    self.diagnostics.append(KEY_NOT_TEXT.at(self._place(event), message, hint))
                    return None
                listed = stack[-2] if len(stack) > 1 else None
                if isinstance(listed, YamlList) and self._lacks_dash(container, value, span):
                    # Reading on as if the dash were there: what follows is an item of its own.
                    container = stack[-1] = YamlMapping(self.source.file, span)
                    listed.append(container)
                    listed.spans.append(span)
                keys[-1] = self._key(container, value, span)
                continue
            else:
                _put(container, keys[-1], value, span)
                keys[-1] = None
            if isinstance(value, (YamlMapping, YamlList)):
                stack.append(value)
                keys.append(None)
        return root

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        if event.anchor or event.tag is not None:
            self._refuse_decoration(event)
        elif event.style == '"' and (hidden := FORBIDDEN.search(event.value)):
            self.diagnostics.append(hidden_character(self._place(event), hidden[0]))
        text = event.value
        return _plain(text) if event.implicit[0] else text

    def _container(self, event: yaml.CollectionStartEvent) -> YamlMapping | YamlList:
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        kind = YamlMapping if isinstance(event, yaml.MappingStartEvent) else YamlList
        return kind(self.source.file, self._span(event))

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


def _put(container: YamlMapping, key: str | None, value: Value, span: Span) -> None:
    if key is None or key is _IGNORED:
        return
    if value is None:
        container.blank[key] = span
    else:
        container[key] = value
        container.spans[key] = span


_IGNORED = "\x00"
"""Stands for a key whose value is read over; this character is refused in every file."""


def _short(word: str) -> str:
    """A word as it is shown in a sentence."""
    word = " ".join(word.split())
    return word if len(word) <= 60 else f"{word[:57]}..."


def _plain(value: str) -> str | None:
    """An unquoted value: nothing is absent; curly quotes from a word processor are the quotes a person meant."""
    if not value:
        return None
    if value[0] in _OPENING_QUOTES and value[-1] in _CLOSING_QUOTES and len(value) > 1:
        return value[1:-1]
    return value


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
    for event in yaml.parse(text, Loader=_Loader):
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
