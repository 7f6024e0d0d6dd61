"""Joins what several municipalities say of one thing: what is alike once, and of what differs what a person chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wmebv_site.diagnostics import Place
from wmebv_site.fleet.merging.clashes import BOTH, Choices, Clash, Said
from wmebv_site.fleet.merging.parties import Data, Party
from wmebv_site.register.yaml import YamlMapping
from wmebv_site.register.yaml_text import Inline, Noted, inline

_SHOWN = 90


class Entry(NamedTuple):
    """One thing as one municipality says it: as it is written, and in the names of the new register."""

    party: Party
    written: YamlMapping
    said: Data

    @property
    def names(self) -> set[str]:
        """What a product is called where a municipality says that it isn't offered: by its id, or as in the national list."""
        return {str(self.said["id"]), str(self.said.get("upl"))}

    @property
    def is_shared(self) -> bool:
        """Whether it comes from a shared base, in a folder or in a package."""
        return bool(self.party.base.folder) and self.written.file.startswith(self.party.base.folder)


Things = dict[str, list[Entry]]
"""By their name in the new register, in the order in which they come first."""


def by_name(entries: Iterable[Entry], name: Callable[[Data], str]) -> Things:
    found: Things = {}
    for each in entries:
        found.setdefault(name(each.said), []).append(each)
    return found


def by_id(data: Data) -> str:
    return str(data["id"])


def by_key(message: Data) -> str:
    """By what a message is known within its product."""
    return str(message.get("id") or message["kind"])


def alike(values: Sequence[Any]) -> bool:
    return all(each == values[0] for each in values[1:])


@dataclass
class Joining:
    """The choices that were made, the clashes that are left, and what has to be told besides."""

    parties: Sequence[Party]
    choices: Choices
    clashes: dict[str, Clash] = field(default_factory=dict)
    only: dict[str, list[str]] = field(default_factory=dict)
    """By municipality, what no other had: names, as a choice would have them."""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(each.label for each in self.parties)

    def clash(
        self,
        name: str,
        what: str,
        said: Iterable[Said],
        *,
        finer: str = "",
        both: bool = False,
        none: bool = False,
    ) -> None:
        """Note that of something which differs nobody chose yet."""
        listed = list(said)
        known = self.clashes.setdefault(
            name, Clash(name, what, tuple(dict.fromkeys(each.label for each in listed)), both, none)
        )
        known.fields[finer or name] = listed
        known.labels = tuple(
            each for each in self.labels if each in {*known.labels, *(one.label for one in listed)}
        )

    def chosen(self, options: Sequence[str], *names: str, both: bool = False) -> str | None:
        """The choice that was made of something which differs, when it is one that can be."""
        answer = self.choices.find(*names)
        if answer == BOTH and not both:
            self.choices.not_both(*names)
            return None
        return answer if answer in options or answer == BOTH else None

    def things(
        self,
        prefix: str,
        what: str,
        entries: Iterable[Entry],
        name: Callable[[Data], str] = by_id,
        *,
        both: bool = True,
    ) -> list[Data]:
        """The things of a list, each once."""
        made = []
        for key, found in by_name(entries, name).items():
            self.note_only(f"{prefix}/{key}", found)
            one = self.one(f"{prefix}/{key}", f"{what} '{key}'", found, both=both)
            # What the first of them has, stands in its file already, as it wrote it.
            made.append(one if found[0].party is self.parties[0] else as_written(one, found[0]))
        return made

    def note_only(self, name: str, found: Sequence[Entry]) -> None:
        if len(found) == 1 and not found[0].written.file.startswith("../"):
            self.only.setdefault(found[0].party.label, []).append(name)

    def one(
        self,
        name: str,
        what: str,
        found: Sequence[Entry],
        *,
        both: bool = False,
        above: tuple[str, ...] = (),
        clash: tuple[str, str] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> Data:
        """One thing, field by field; ``clash`` is under which other name what differs is told, ``without`` is joined elsewhere."""
        made: Data = {}
        keys = dict.fromkeys(key for each in found for key in each.said if key not in without)
        for key in keys:
            values = [each.said.get(key) for each in found]
            chosen = found[0]
            if not alike(values):
                finer = f"{name}.{key}"
                lists = all(value is None or is_texts(value) for value in values)
                options = [each.party.label for each in found]
                answer = self.chosen(options, finer, name, *above, both=lists)
                if answer == BOTH:
                    made[key] = list(dict.fromkeys(item for value in values for item in value or ()))
                    continue
                if answer is None:
                    told, sentence = clash or (name, what)
                    said = [
                        Said(each.party.label, place_of(each, key), shown(each.said.get(key)))
                        for each in found
                    ]
                    self.clash(told, sentence, said, finer=finer, both=both)
                chosen = next((each for each in found if each.party.label == answer), found[0])
            if key in chosen.said:
                made[key] = chosen.said[key]
        return made

    def told_apart(self, prefix: str, kind: str, things: Mapping[str, Things]) -> None:
        """Give a new id to what keeps standing beside its namesake, by the choice for both."""
        for name, found in things[prefix].items():
            if alike([each.said for each in found]) or self.choices.find(f"{prefix}/{name}") != BOTH:
                continue
            kept = [found[0].said]
            for each in found[1:]:
                if each.said not in kept:
                    each.party.names.setdefault(kind, {})[name] = apart(name, each.party.label)


class _OnOneLine(Inline):
    """A mapping between braces, with a remark on the lines above it."""

    def __init__(self, values: Data, above: str) -> None:
        super().__init__(values)
        self.above = above


def as_written(said: Data, entry: Entry) -> Data:
    """A thing that comes into another file, in the form that it had, with the remarks that stood above it."""
    lines = entry.party.files.files.get(entry.written.file, b"").decode("utf-8-sig", "replace").splitlines()
    at = entry.written.span[0]
    if at >= len(lines):
        return said
    above: list[str] = []
    while at > len(above) and (line := lines[at - len(above) - 1].strip()).startswith("#"):
        above.insert(0, line.removeprefix("#").removeprefix(" "))
    remark = "\n".join(above)
    if lines[at].lstrip().startswith("- {"):
        return _OnOneLine(said, remark)
    return Noted(said, remark) if remark else said


def apart(name: str, label: str) -> str:
    """Another id for a thing of one municipality, as near to its own as can be."""
    return f"{name[: 79 - len(label)].rstrip('-')}-{label}"


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def place_of(entry: Entry, key: str) -> Place:
    return entry.party.place(entry.written.place_of(key))


def shown(value: Any) -> str:
    """A value in short."""
    if value is None:
        return "(niets)"
    text = " ".join((value if isinstance(value, str) else inline(value)).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
