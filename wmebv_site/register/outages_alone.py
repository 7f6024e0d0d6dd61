"""Reads the outages of a project alone: one is told of at once (Awb 2:21), whatever is wrong in other files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from wmebv_site.diagnostics import Diagnostic, in_order
from wmebv_site.register.channels import Channel, ChannelsFile, Municipality
from wmebv_site.register.decisions import Decision
from wmebv_site.register.decode import EntryT, Reading
from wmebv_site.register.entry import parts_of
from wmebv_site.register.files import (
    CHANNELS_FILE,
    CONTENT,
    DECISION_TEXTS,
    OUTAGE_TEXTS,
    things_in,
    wrong_names,
)
from wmebv_site.register.outages import Outage
from wmebv_site.register.overlay import read_base
from wmebv_site.register.register import Register
from wmebv_site.register.text import read_text
from wmebv_site.register.values import is_slug
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml

# What a notice of an outage says of the municipality, and by what a feed reader knows it.
_TOLD = ("name", "fictitious", "website", "postal_address", "visiting_address", "phone", "paper_default")


@dataclass(frozen=True, slots=True)
class OutagesAlone:
    """Every outage that can be read, on a register with the municipality, the channels and the decisions outages name alone.

    Of a channel whose name can't be read the id stands for its name. Without ``channels_known`` nothing of
    ``channels.yaml`` can be read, and the channels are those that outages name. ``diagnostics`` are what is wrong in
    ``content/storingen``: each leaves out the outage of its file.
    """

    register: Register
    channels_known: bool
    diagnostics: list[Diagnostic]


def decode_outages(files: Mapping[str, bytes]) -> OutagesAlone:
    """Read ``content/storingen``, and as much of ``channels.yaml`` as can be read."""
    reading = Reading(files)
    outages = reading.texts(Outage, OUTAGE_TEXTS)
    channels = _channels_file(files)
    reading.parts += parts_of(ChannelsFile, channels or YamlMapping(CHANNELS_FILE, (0, 0, 0)))
    if channels is None:
        reading.unread.add("kanaal")
    mistakes = [*reading.mistakes({}), *wrong_names(things_in(OUTAGE_TEXTS, files))]
    diagnostics = in_order(each for each in mistakes if each.place.file.startswith(OUTAGE_TEXTS))
    wrong = {each.place.file for each in diagnostics}
    sound = tuple(outage for outage in outages if outage.file not in wrong)
    register = Register(
        municipality=_as_far_as_fits(
            Municipality, {"name": "de gemeente"}, _municipality(channels or {}), _TOLD
        ),
        channels=tuple(_channels(channels or {}, sound)),
        decisions=tuple(_decisions(sound, files)),
        outages=sound,
        content_paths=frozenset(path for path in files if path.startswith(CONTENT)),
    )
    return OutagesAlone(register, channels is not None, diagnostics)


def _channels_file(files: Mapping[str, bytes]) -> YamlMapping | None:
    source, refused = read_text(CHANNELS_FILE, files.get(CHANNELS_FILE, b""))
    value = read_yaml(source)[0] if source is not None and not refused else None
    if not isinstance(value, YamlMapping):
        return None
    return read_base(value, files).below(ChannelsFile, CHANNELS_FILE, value)


def _decisions(outages: Iterable[Outage], files: Mapping[str, bytes]) -> Iterator[Decision]:
    """The decisions by which a term became longer, as far as they can be read; what they replace isn't there."""
    sources = (outage.extension.source for outage in outages if outage.extension)
    for name in sorted({source.decision for source in sources if source and source.decision}):
        decision = Reading(files).text(Decision, f"{DECISION_TEXTS}{name}.md")
        if decision is not None:
            yield decision.model_copy(update={"replaces": (), "amends": None})


def _municipality(written: Mapping[str, Value]) -> Mapping[str, Value]:
    found = written.get("municipality")
    return found if isinstance(found, YamlMapping) else {}


def _channels(written: Mapping[str, Value], outages: Iterable[Outage]) -> Iterator[Channel]:
    """The channels of the register, and those that outages name beside them."""
    listed = written.get("channels")
    known: dict[str, YamlMapping] = {}
    for channel in listed if isinstance(listed, YamlList) else ():
        name = channel.get("id") if isinstance(channel, YamlMapping) else None
        if isinstance(channel, YamlMapping) and isinstance(name, str) and is_slug(name):
            known[name] = channel
    for name in dict.fromkeys([*known, *(name for outage in outages for name in outage.channels)]):
        least: dict[str, Value] = {"id": name, "name": _as_name(name), "kind": "ander"}
        yield _as_far_as_fits(Channel, least, known.get(name, {}), ["name"])


def _as_name(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _as_far_as_fits(
    model: type[EntryT], least: dict[str, Value], written: Mapping[str, Value], keys: Iterable[str]
) -> EntryT:
    """An entry with each of these keys that has a value it may have, beside what it must have at least."""
    kept = dict(least)
    for key in keys:
        if key in written:
            try:
                model.model_validate(least | {key: written[key]})
            except ValidationError:
                continue
            kept[key] = written[key]
    return model.model_validate(kept)
