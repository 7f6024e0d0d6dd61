"""Reads the outages of a project alone: one is told of at once (Awb 2:21), whatever is wrong in other files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from wmebv_site.diagnostics import Diagnostic, in_order, unless_said_at
from wmebv_site.register.channels import Channel, ChannelsFile, Municipality
from wmebv_site.register.content import Decision
from wmebv_site.register.decode import EntryT, Reading, mistakes_between, read_content, read_outages
from wmebv_site.register.entry import visits
from wmebv_site.register.files import (
    CHANNELS_FILE,
    CONTENT,
    DECISION_TEXTS,
    OUTAGE_TEXTS,
    things_in,
    wrong_names,
)
from wmebv_site.register.outages import Outage
from wmebv_site.register.references import reference_diagnostics
from wmebv_site.register.register import Register
from wmebv_site.register.text import read_text
from wmebv_site.register.values import is_slug
from wmebv_site.register.yaml import Value, YamlMapping, read_yaml

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
    reading = Reading()
    outages = read_outages(reading, files)
    channels = _channels_file(files.get(CHANNELS_FILE, b""))
    found = [*reading.found, *visits(ChannelsFile, channels or YamlMapping(CHANNELS_FILE, (0, 0, 0)))]
    references = reference_diagnostics(found, {}, frozenset({"kanaal"} if channels is None else ()))
    diagnostics = [
        *reading.refused,
        *unless_said_at([*reading.misfits, *_between(reading)], reading.refused),
        *unless_said_at(references, [*reading.refused, *reading.misfits]),
        *wrong_names(things_in(OUTAGE_TEXTS, files)),
    ]
    diagnostics = [each for each in diagnostics if each.place.file.startswith(OUTAGE_TEXTS)]
    wrong = {each.place.file for each in diagnostics}
    sound = [outage for outage in outages if outage.file not in wrong]
    return OutagesAlone(
        _register(channels or {}, sound, _sources(sound, files), files),
        channels is not None,
        in_order(diagnostics),
    )


def _between(reading: Reading) -> Iterator[Diagnostic]:
    for visit in reading.found:
        yield from mistakes_between(visit)


def _channels_file(data: bytes) -> YamlMapping | None:
    source, refused = read_text(CHANNELS_FILE, data)
    value = read_yaml(source)[0] if source is not None and not refused else None
    return value if isinstance(value, YamlMapping) else None


def _sources(outages: Iterable[Outage], files: Mapping[str, bytes]) -> Iterator[Decision]:
    """The decisions by which a term became longer, as far as they can be read; what they replace isn't there."""
    named = {
        outage.extension.source.decision for outage in outages if outage.extension and outage.extension.source
    }
    for name in sorted(filter(None, named)):
        decision = read_content(Reading(), Decision, f"{DECISION_TEXTS}{name}.md", files)
        if decision is not None:
            yield decision.model_copy(update={"replaces": (), "amends": None})


def _register(
    written: Mapping[str, Value],
    outages: Sequence[Outage],
    decisions: Iterable[Decision],
    paths: Iterable[str],
) -> Register:
    municipality, listed = written.get("municipality"), written.get("channels")
    told = municipality if isinstance(municipality, YamlMapping) else {}
    channels = {
        channel["id"]: channel
        for channel in (listed if isinstance(listed, list) else ())
        if isinstance(channel, YamlMapping) and is_slug(channel.get("id"))
    }
    named = dict.fromkeys([*channels, *(name for outage in outages for name in outage.channels)])
    return Register(
        municipality=_as_far_as_fits(Municipality, {"name": "de gemeente"}, told, _TOLD),
        authorities=(),
        executors=(),
        domains=(),
        standard_messages=(),
        default_source=None,
        channels=tuple(
            _as_far_as_fits(
                Channel,
                {"id": name, "name": _as_name(name), "kind": "ander"},
                channels.get(name, {}),
                ["name"],
            )
            for name in named
        ),
        designations=(),
        products=(),
        decisions=tuple(decisions),
        support=(),
        outages=tuple(outages),
        help_index=None,
        policies=(),
        home=None,
        roadmap=None,
        wordlist=None,
        documents=(),
        content_paths=frozenset(path for path in paths if path.startswith(CONTENT)),
    )


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
