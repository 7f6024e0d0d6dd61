"""Reads YAML as text: from the parse events, so that nothing is guessed, expanded or nested without end."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register._from_source_syntax import SYNTAX, dutch_syntax_error
from wmebv_site.register._from_source_tree import Mapping, Sequence, Span, Value
from wmebv_site.register.text import FORBIDDEN, SourceText, hidden_character

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


def read_yaml(source: SourceText, *, first_line: int = 0, text: str | None = None) -> tuple[Value, list[Diagnostic]]:
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
        line = start.line
        column_end = end.column if end.line == line else start.column + 1
        return line + self.first_line, start.column, column_end

    def _place(self, event: yaml.Event) -> Place:
        return self._at(self._span(event))

    def _at(self, span: Span) -> Place:
        line, column, end = span
        return Place(self.source.file, line + 1, column + 1, max(end, column + 1) + 1)

    def _document(self, events: Iterator[yaml.Event]) -> Value:
        """Build the tree with a stack of our own: depth is a number here, not a limit of the machine."""
        root: Value = None
        documents = 0
        stack: list[Mapping | Sequence] = []
        keys: list[str | None] = []  # per open container: the key whose value comes next
        file = self.source.file
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                span = self._span(event)
                value: Value = event.value
                if event.anchor or event.tag is not None:
                    self._refuse_decoration(event)
                elif event.style == '"' and (hidden := FORBIDDEN.search(event.value)):
                    self.diagnostics.append(hidden_character(self._place(event), hidden[0]))
                if event.implicit[0]:
                    value = _plain(event.value)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) >= MAX_DEPTH:
                    hint = "Controleer het inspringen en de haken."
                    message = f"Hier staan meer dan {MAX_DEPTH} lagen in elkaar."
                    self.diagnostics.append(TOO_DEEP.at(self._place(event), message, hint))
                    return None
                if event.anchor or event.tag:
                    self._refuse_decoration(event)
                span = self._span(event)
                value = Mapping(file, span) if kind is yaml.MappingStartEvent else Sequence(file, span)
            elif kind is yaml.AliasEvent:
                span, value = self._span(event), ""
                if span[0] not in self.merge_lines:
                    hint = "Zet gewone tekst tussen aanhalingstekens; schrijf anders de waarde voluit."
                    message = f"Hier staat *{_short(event.anchor)}; een * aan het begin heeft een eigen betekenis."
                    self.diagnostics.append(ANCHOR.at(self._place(event), message, hint))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
                keys.pop()
                continue
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = "Hier begint een tweede document in hetzelfde bestand."
                    hint = "Verwijder de regel met --- of zet dit deel in een eigen bestand."
                    self.diagnostics.append(SEVERAL_DOCUMENTS.at(self._place(event), message, hint))
                    return None
                continue
            else:
                continue

            if not stack:
                root = value
            elif type(container := stack[-1]) is Sequence:
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
                if self._lacks_dash(stack, value, span):
                    # Reading on as if the dash were there: what follows is an item of its own.
                    container = Mapping(file, span)
                    stack[-2].append(container)
                    stack[-2].spans.append(span)
                    stack[-1] = container
                keys[-1] = self._key(container, value, span)
                continue
            else:
                self._put(container, keys[-1], value, span)
                keys[-1] = None
            if isinstance(value, (Mapping, Sequence)):
                stack.append(value)
                keys.append(None)
        return root

    def _lacks_dash(self, stack: list[Mapping | Sequence], key: str, span: Span) -> bool:
        """Whether the first key of a list item comes again below it: then a new item was meant."""
        item = stack[-1]
        if len(stack) < 2 or type(stack[-2]) is not Sequence or not isinstance(item, Mapping):
            return False
        first = item.key_spans.get(key)
        # Right below itself a key merely stands twice: a new item begins where the earlier one says more.
        if first is None or len(item.key_spans) == 1 or first != next(iter(item.key_spans.values())):
            return False
        if first[1] != span[1] or first[0] == span[0]:
            return False
        message = f"Vóór '{_short(key)}' ontbreekt een streepje; hier begint een nieuw onderdeel van de lijst."
        self.diagnostics.append(MISSING_DASH.at(self._at(span), message, "Zet er '- ' voor, zoals bij het vorige onderdeel."))
        return True

    def _key(self, container: Mapping, key: str, span: Span) -> str:
        if key == MERGE_KEY:
            container.key_spans.setdefault(key, span)
            self.merge_lines.add(span[0])
            hint = "Schrijf de sleutels en waarden hier voluit."
            self.diagnostics.append(ANCHOR.at(self._at(span), "Met << neemt YAML sleutels van elders over; dat kan hier niet.", hint))
            return _IGNORED
        if key in container.key_spans:
            first = container.key_spans[key][0] + 1
            message = f"De sleutel '{_short(key)}' staat hier voor de tweede keer."
            hint = f"Verwijder er een; de eerste staat op regel {first}."
            self.diagnostics.append(DUPLICATE_KEY.at(self._at(span), message, hint))
            return _IGNORED
        container.key_spans[key] = span
        return key

    def _put(self, container: Mapping, key: str | None, value: Value, span: Span) -> None:
        if key is None or key is _IGNORED:
            return
        if value is None:
            container.blank[key] = span
        else:
            container[key] = value
            container.spans[key] = span

    def _refuse_decoration(self, event: yaml.Event) -> None:
        hint = "Zet gewone tekst tussen aanhalingstekens; verwijder dit woord anders."
        if event.anchor:
            message = f"Hier staat &{_short(event.anchor)}; een & aan het begin heeft een eigen betekenis."
            self.diagnostics.append(ANCHOR.at(self._place(event), message, hint))
        else:
            place = self._place(event)
            written = self.source.lines[place.line - 1][place.column - 1 :].split()
            message = f"Hier staat {_short(written[0])}; een ! aan het begin heeft een eigen betekenis."
            self.diagnostics.append(TAG.at(place, message, hint))


_IGNORED = "\x00"
"""Stands for a key whose value is read over; this character is refused in every file."""


def _short(word: str) -> str:
    """A word as it is shown in a sentence."""
    word = " ".join(word.split())
    return word if len(word) <= 60 else f"{word[:57]}..."


def _plain(value: str) -> Value:
    """An unquoted value: nothing is absent; curly quotes from a word processor are the quotes a person meant."""
    if not value:
        return None
    if value[0] in _OPENING_QUOTES and value[-1] in _CLOSING_QUOTES and len(value) > 1:
        return value[1:-1]
    return value
