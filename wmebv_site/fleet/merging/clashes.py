"""What must be chosen when municipalities merge: each clash with its places, and the file with the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, Refused, did_you_mean, fails
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.channels import Municipality
from wmebv_site.register.decode import Reading
from wmebv_site.register.entry import Entry, Part, internal
from wmebv_site.register.references import reference_diagnostics
from wmebv_site.register.text import read_text
from wmebv_site.register.values import Url, quoted
from wmebv_site.register.yaml import YamlMapping, read_yaml
from wmebv_site.register.yaml_text import inline, scalar

FILE = "samenvoegen.yaml"
"""Where the choices stand, unless the command says otherwise."""
PREFER = "--prefer"
"""Stands for the place of a choice that was made on the command line."""
BOTH = "beide"
NEITHER = "geen"
"""To choose no shared base at all."""

CLASH = Code(
    "WMEBV729",
    "Twee gemeenten zeggen hier iets anders",
    "Gemeenten die samengaan, hebben soms een product, een kanaal of een tekst met dezelfde naam. Zeggen ze daar iets anders over? "
    "Dan kiest een mens wat blijft. Schrijf in het bestand met keuzes achter de naam van wie u het overneemt. Met 'beide' blijven "
    "ze allebei; het tweede krijgt dan een andere id. Een sterretje staat voor van alles. Met 'products/*.reviewed: aa' kiest u "
    "voor alle producten tegelijk.",
)
UNKNOWN_CHOICE = Code(
    "WMEBV730",
    "Een keuze noemt geen van de gemeenten",
    "Achter elke keuze staat van welke gemeente u iets overneemt. U schrijft de naam van de map waarin haar project staat.",
)
NOT_BOTH = Code(
    "WMEBV731",
    "Hier kunnen niet beide blijven",
    "Van sommige dingen is er maar één, zoals de tekst op de startpagina, of de aanwijzing van het restkanaal. "
    "Kies dan van welke gemeente u het overneemt. Daarna past u het zelf aan.",
)
IDLE_CHOICE = Code(
    "WMEBV732",
    "Een keuze past nergens op",
    "In het bestand met keuzes staat een naam waarover niets te kiezen is. Misschien is er een typefout, of zeggen de gemeenten "
    "daar inmiddels hetzelfde. De regel doet niets.",
    Level.INFO,
)
NOT_FILLED_IN = Code(
    "WMEBV733",
    "Er ontbreekt iets over de nieuwe gemeente",
    "Hoe de nieuwe gemeente heet en op welk adres haar website komt, staat in geen van de oude registers. Vul het in in het "
    "bestand met keuzes.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one municipality says: where, and in short."""

    label: str
    place: Place
    text: str

    @property
    def line(self) -> str:
        where = self.place.file if self.place.is_whole_file else f"{self.place.file}, regel {self.place.line}"
        return f"{self.label} ({where}): {self.text}"


@dataclass(slots=True)
class Clash:
    """One thing of which two municipalities say something else, field by field; ``name`` is what a choice is called."""

    name: str
    what: str
    """How a sentence names it: ``Het kanaal 'contactformulier'``."""
    labels: tuple[str, ...]
    both: bool = False
    none: bool = False
    fields: dict[str, list[Said]] = field(default_factory=dict)
    """By the name of a finer choice; the name itself where there is no finer one."""

    @property
    def answers(self) -> tuple[str, ...]:
        return (*self.labels, *([BOTH] if self.both else []), *([NEITHER] if self.none else []))

    def short(self, finer: str) -> str:
        """What a finer choice is called within this one: a field, a message, or a field of a message."""
        return finer.removeprefix(self.name).lstrip("./")

    @property
    def diagnostic(self) -> Diagnostic:
        first = next(iter(self.fields.values()))
        keys = [each for name in self.fields if (each := self.short(name))]
        shown = (
            keys
            if len(keys) <= _MOST_FIELDS + 1
            else [*keys[:_MOST_FIELDS], f"nog {len(keys) - _MOST_FIELDS}"]
        )
        differs = f" ({enumerate_words(shown, 'en')})" if keys else ""
        where = "; ".join(each.line for each in first)
        message = f"{self.what} is niet overal hetzelfde{differs}. {where}."
        return CLASH.at(first[0].place, message, f"Kies bij '{self.name}': {_or(self.answers)}.")


_MOST_FIELDS = 5


def _or(words: Sequence[str]) -> str:
    return enumerate_words(words, "of")


class NewMunicipality(Entry):
    """What no old register says: the new municipality, and where its website comes."""

    municipality: Municipality = internal("Gemeente", "De gegevens van de nieuwe gemeente.")
    site_url: Url = internal(
        "Adres van de website", "Het adres waar de nieuwe website komt, met een / aan het eind."
    )


@dataclass(slots=True)
class Choices:
    """The answers of a person, by the name of what they are about; which were of use is remembered."""

    labels: tuple[str, ...]
    answers: dict[str, tuple[str, Place]] = field(default_factory=dict)
    new: NewMunicipality | None = None
    mistakes: list[Diagnostic] = field(default_factory=list)
    is_readable: bool = True
    """Whether the file could be read, so that something can be put in it."""
    used: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    """The names that stand in the file, with whatever answer, or none yet."""
    parts: list[Part] = field(default_factory=list)
    """What is said of the new municipality, to hold against what it will have."""

    def find(self, *names: str) -> str | None:
        """The answer to a question; ``names`` are what it may stand under, the finest first."""
        for name in names:
            if name in self.answers:
                self.used.add(name)
                return self.answers[name][0]
        patterns = [key for key in self.answers if "*" in key]
        for name in names:
            fitting = [key for key in patterns if fnmatchcase(name, key)]
            if fitting:
                best = max(fitting, key=lambda key: (len(key.replace("*", "")), key))
                self.used.add(best)
                return self.answers[best][0]
        return None

    def not_both(self, *names: str) -> None:
        """Say of the answer under one of these names that both can't stay."""
        key = next((each for each in self.answers if any(fnmatchcase(name, each) for name in names)), None)
        if key is not None and not any(each.place == self.answers[key][1] for each in self.mistakes):
            hint = f"Kies {_or(self.labels)}."
            self.mistakes.append(
                NOT_BOTH.at(self.answers[key][1], f"Bij '{key}' kunnen niet beide blijven.", hint)
            )

    def unknown_products(self, products: Iterable[str]) -> list[Diagnostic]:
        """The products that the new municipality puts first, and won't have."""
        known = {name: Place(FILE) for name in products}
        return reference_diagnostics(self.parts, {"product": known}, frozenset())

    def idle(self, clashes: Iterable[str]) -> Iterator[Diagnostic]:
        """The answers that fitted nothing."""
        for name, (_, place) in self.answers.items():
            if name not in self.used:
                yield IDLE_CHOICE.at(place, f"Over '{name}' is niets te kiezen.", did_you_mean(name, clashes))


_NAMED = re.compile(r"([^:]+):(.+)")


def choices_of(file: str, data: bytes | None, labels: Sequence[str], preferred: Iterable[str]) -> Choices:
    """The choices of a file and of the command line, which goes before; with all that is wrong in them."""
    found = Choices(tuple(labels))
    if data is not None:
        _read(found, file, data)
    for each in preferred:
        named = _NAMED.fullmatch(each)
        if named is None:
            raise Refused(
                f"'{each}' is geen keuze. Schrijf bijvoorbeeld: --prefer {labels[0]}:products/paspoort"
            )
        _take(found, named[2], named[1], Place(PREFER))
    return found


def _read(found: Choices, file: str, data: bytes) -> None:
    source, mistakes = read_text(file, data)
    value = None
    if source is not None and not mistakes:
        value, mistakes = read_yaml(source)
    found.mistakes += mistakes
    if fails(mistakes) or not isinstance(value, YamlMapping):
        found.is_readable = value is None and not fails(mistakes)
        if not found.is_readable and not fails(mistakes):
            found.mistakes.append(_unknown(found.labels, "iets anders dan namen met keuzes", Place(file)))
        return
    answers = value.get("choices")
    if isinstance(answers, YamlMapping):
        found.named |= set(answers.key_spans)
        for name, answer in answers.items():
            if isinstance(answer, str):
                _take(found, name, answer, answers.place_of(name))
            else:
                found.mistakes.append(_unknown(found.labels, "een lijst", answers.place_of(name)))
    elif answers is not None:
        found.mistakes.append(
            _unknown(found.labels, "iets anders dan namen met keuzes", value.place_of("choices"))
        )
    reading = Reading({})
    about = _without_blanks(value)
    about.pop("choices", None)
    about.key_spans.pop("choices", None)
    missing = [key for key in ("municipality", "site_url") if key not in about]
    inner = about.get("municipality")
    if isinstance(inner, YamlMapping) and "name" not in inner:
        missing.append("municipality.name")
    found.mistakes += [_not_filled_in(value, key) for key in missing]
    read = reading.fitted(NewMunicipality, _stood_in(about))
    reading.unread.add("product")  # which there will be, is known when all is joined
    found.mistakes += reading.mistakes({})
    if not missing:
        found.new, found.parts = read, reading.parts


def _stood_in(about: YamlMapping) -> YamlMapping:
    """The same with something for what is asked and not filled in yet, so that what stands there is judged all the same."""
    about.setdefault("site_url", "https://www.voorbeeld.example/")
    inner = about.setdefault("municipality", YamlMapping(about.file, about.span))
    if isinstance(inner, YamlMapping):
        inner.setdefault("name", "Gemeente")
    return about


def _without_blanks(data: YamlMapping) -> YamlMapping:
    """What is filled in: what waits to be, is no mistake."""
    made = YamlMapping(data.file, data.span)
    for key, said in data.items():
        value = _without_blanks(said) if isinstance(said, YamlMapping) else said
        if value != {}:
            made[key] = value
            made.key_spans[key] = data.key_spans[key]
            made.spans[key] = data.spans.get(key, data.key_spans[key])
    return made


_ASKED = {
    "municipality": "hoe de nieuwe gemeente heet ('name' bij 'municipality')",
    "municipality.name": "hoe de nieuwe gemeente heet ('name' bij 'municipality')",
    "site_url": "op welk adres de website van de nieuwe gemeente komt ('site_url')",
}


def _not_filled_in(data: YamlMapping, key: str) -> Diagnostic:
    place = data.place_of_key(key.partition(".")[0])
    return NOT_FILLED_IN.at(place, f"Er staat nog niet {_ASKED[key]}.", "Vul het hier in.")


def _take(found: Choices, name: str, answer: str, place: Place) -> None:
    known = (*found.labels, BOTH, NEITHER)
    if answer in known:
        found.answers[name] = (answer, place)
    else:
        found.mistakes.append(_unknown(found.labels, quoted(answer), place, answer))


def _unknown(labels: Sequence[str], shown: str, place: Place, answer: str = "") -> Diagnostic:
    hint = did_you_mean(answer, (*labels, BOTH)) or f"Kies {_or((*labels, BOTH))}."
    return UNKNOWN_CHOICE.at(place, f"Hier staat {shown}, en dat is geen keuze.", hint)


_ABOVE = """\
# Keuzes bij het samenvoegen van {names}. Vul in, en typ de opdracht daarna opnieuw.
#
# Achter elke naam schrijft u van wie u het overneemt: {answers}.
# Kiest u voor een heel product anders dan voor één veld? Zet er een regel bij, zoals 'products/paspoort.summary: {last}'.
# Met een sterretje kiest u voor veel tegelijk, zoals 'products/*.reviewed: {first}'. Een hele naam gaat voor.

"""
_MUNICIPALITY = """\
municipality:    # de nieuwe gemeente; de naam moet u invullen, de rest kan later
  name:
  tooi:    # de nieuwe code, zoals gm0344
  website:
  postal_address:
  visiting_address:
  phone:
  accessibility_statement:
  feedback:    # een e-mailadres of een formulier
  featured:    # de producten vooraan op de startpagina, zoals [paspoort, verhuizing]
  paper_default:    # hoe elk bericht ook kan, zoals [post, balie]

site_url:    # moet u ook invullen: waar de nieuwe website komt, zoals https://www.voorbeeld.example/digitaal-contact/

choices:
"""


def with_clashes(
    data: bytes | None,
    clashes: Sequence[Clash],
    labels: Sequence[str],
    known: Choices,
    same: Mapping[str, Any],
) -> bytes:
    """The file with a line for each clash that it doesn't name yet: what a person wrote in it stays to the byte."""
    text = (data or b"").decode("utf-8-sig")
    if not text.strip():
        names = enumerate_words(labels, "en")
        text = _ABOVE.format(names=names, answers=_or((*labels, BOTH)), first=labels[0], last=labels[-1])
        filled = _MUNICIPALITY
        for key, value in same.items():
            line = f"  {key}: {inline(value)}    # dit zeggen ze allemaal\n"
            blank = re.search(rf"^  {key}:.*\n", filled, re.MULTILINE)
            filled = (
                filled.replace(blank[0], line) if blank else filled.replace("\nsite_url", f"{line}\nsite_url")
            )
        text += filled
    new = [each for each in clashes if each.name not in known.answers and each.name not in known.named]
    if not new and data is not None:
        return data
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if "\r\n" in text else "\n"
    at = _end_of_choices(text)
    if at is None:
        lines += [newline, f"choices:{newline}"]
        at = len(lines)
    at = min(at, len(lines))
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += newline
    lines[at:at] = [f"{line}{newline}" for each in new for line in _lines(each)]
    made = "".join(lines).encode("utf-8")
    source, mistakes = read_text(FILE, made)
    if source is None or fails([*mistakes, *read_yaml(source)[1]]):
        raise Refused(
            "In het bestand met keuzes is geen plaats voor meer keuzes. Zet ze onder 'choices:', elk op een eigen regel."
        )
    return made


def _end_of_choices(text: str) -> int | None:
    """Behind which line the last choice stands; None where there is no place for choices."""
    source, _ = read_text(FILE, text.encode("utf-8"))
    root = read_yaml(source)[0] if source is not None else None
    if not isinstance(root, YamlMapping) or "choices" not in root.key_spans:
        return None
    begun = root.key_spans["choices"][0]
    below = (span[0] for span in root.key_spans.values() if span[0] > begun)
    return min(below, default=text.count("\n") + 1)


def _lines(clash: Clash) -> Iterator[str]:
    yield ""
    yield f"  # {_on_one_line(clash.what)}"
    for name, said in clash.fields.items():
        key = f"{clash.short(name)}: " if name != clash.name else ""
        for number, each in enumerate(said):
            yield f"  #   {key if not number else ' ' * len(key)}{_on_one_line(each.line)}"
    yield f"  {scalar(clash.name)}:    # {_or(clash.answers)}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
