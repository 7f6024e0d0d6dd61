"""Begins and ends outages in ``content/storingen/``: the new text is judged before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NoReturn

from wmebv_site.diagnostics import Diagnostic, Level, Refused, did_you_mean
from wmebv_site.dutch import AMSTERDAM, enumerate_words, moment_in_words
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change
from wmebv_site.register.decode import decode
from wmebv_site.register.files import OUTAGE_TEXTS
from wmebv_site.register.front_matter import with_key
from wmebv_site.register.outages import Outage
from wmebv_site.register.outages_alone import OutagesAlone
from wmebv_site.register.register import Register
from wmebv_site.register.values import is_slug, written_moment
from wmebv_site.register.yaml_text import in_quotes
from wmebv_site.rules.checking import check_outages


@dataclass(frozen=True, slots=True)
class NewOutage:
    """What is known when an outage is reported; ``begin`` and the other moments know their zone."""

    channels: tuple[str, ...]
    begin: datetime
    end: datetime | None = None
    planned: bool = False
    announced: datetime | None = None
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What is added when an outage is over, or later; ``extension`` and ``source`` are as they are written."""

    end: datetime | None = None
    extension: str | None = None
    source: str | None = None
    announced: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it must become, and what there is to say of it."""

    change: Change
    warnings: tuple[Diagnostic, ...]
    outage: Outage

    @property
    def id(self) -> str:
        return self.change.path.removeprefix(OUTAGE_TEXTS).removesuffix(".md")


def started(files: ProjectFiles, outage: NewOutage, today: date, moment: datetime) -> Written:
    """The file of a new outage on known channels.

    Raises Refused when it would be wrong, such as two at once on one channel.
    """
    if outage.begin > moment and not outage.planned:
        hint = "Is dit onderhoud? Gebruik dan --planned, met --end."
        raise Refused(f"De storing begint pas op {moment_in_words(outage.begin)}. {hint}")
    before = check_outages(files, today, moment)
    day = outage.begin.astimezone(AMSTERDAM).date().isoformat()
    base = f"{OUTAGE_TEXTS}{day}-{outage.channels[0]}"[:76].rstrip("-")
    path = next(name for name in _names(base) if name not in files.files)
    return _judged(files, before, path, "\n".join([*_lines(outage), ""]), today, moment)


def with_known_channels(files: ProjectFiles, outage: NewOutage, today: date, moment: datetime) -> NewOutage:
    """The same with the ids of its channels, each once. Raises Refused when one isn't there."""
    alone = check_outages(files, today, moment)
    asked = [(said, _named(alone, said)) for said in outage.channels]
    whole = " ".join(outage.channels)  # a name of several words, typed without quotes
    if not all(found for _, found in asked) and (found := _named(alone, whole)):
        asked = [(whole, found)]
    ids = [found[0] if len(found) == 1 else _refuse(alone, said, found) for said, found in asked]
    return replace(outage, channels=tuple(dict.fromkeys(ids)))


def _named(alone: OutagesAlone, said: str) -> tuple[str, ...]:
    """The ids of the channels that may be meant: one has that id, or all have that name."""
    channels = alone.register.channels
    if same := tuple(each.id for each in channels if _as_typed(each.id) == _as_typed(said)):
        return same
    if not alone.channels_known and is_slug(said):
        return (said,)
    return tuple(each.id for each in channels if _as_typed(each.name) == _as_typed(said))


def _as_typed(name: str) -> str:
    return " ".join(name.casefold().split())


def _refuse(alone: OutagesAlone, said: str, ids: Sequence[str]) -> NoReturn:
    if ids:
        raise Refused(f"Er zijn {len(ids)} kanalen met de naam '{said}'. Noem de id: {enumerate_words(ids)}.")
    channels = alone.register.channels
    known = [*(channel.name for channel in channels), *(channel.id for channel in channels)]
    hint = did_you_mean(said, known) or "De kanalen staan in channels.yaml, elk met een 'id' en een 'name'."
    raise Refused(f"Het kanaal '{said}' bestaat niet. {hint}")


def ended(files: ProjectFiles, name: str, change: Ending, today: date, moment: datetime) -> Written:
    """The file of an outage with its end, which is ``moment`` where none is given and it isn't over.

    An end that is still to come stays when something else is added: who adds that does not say that it works again.
    Raises Refused when there is none of that name, or when nothing would change; what was written before can be
    mended or added to.
    """
    path = f"{OUTAGE_TEXTS}{name}.md"
    if path not in files.files:
        known = [
            file.removeprefix(OUTAGE_TEXTS).removesuffix(".md")
            for file in files.files
            if file.startswith(OUTAGE_TEXTS)
        ]
        raise Refused(f"De storing '{name}' bestaat niet. {did_you_mean(name, known) or _known(known)}")
    before = check_outages(files, today, moment)
    outage = _outage_in(before, path)
    end = change.end
    if end is None and not outage.over_at(moment) and (outage.end is None or change == Ending()):
        end = moment
    if end is None and change == Ending():
        hint = "Was dat niet zo? Noem dan het goede einde met --end."
        raise Refused(
            f"De storing '{name}' was al voorbij op {moment_in_words(outage.end or moment)}. {hint}"
        )
    text = files.files[path].decode("utf-8-sig")
    try:
        for key, value in _changed(outage, end, change):
            text = with_key(text, key, value)
    except ValueError as key:
        raise Refused(f"Bij '{key}' in {path} staat al iets anders. Wijzig het bestand zelf.") from None
    written = _judged(files, before, path, text, today, moment)
    if change.extension is not None and (too_early := _about_the_term(written)):
        raise Refused(said(too_early, path))
    return written


def _changed(outage: Outage, end: datetime | None, change: Ending) -> Iterator[tuple[str, str]]:
    """The keys that get another value, as YAML on one line."""
    if end is not None:
        yield "end", written_moment(end)
    if change.announced is not None:
        yield "announced", written_moment(change.announced)
    if change.extension is None and change.source is None:
        return
    there = outage.extension
    until = change.extension or (there.until.isoformat() if there else None)
    if until is None:
        raise Refused("Een bron hoort bij een langere termijn. Noem die met --extension.")
    source = change.source or (str(there.source) if there and there.source else None)
    yield "extension", f"{{until: {until}{f', source: {in_quotes(source)}' if source else ''}}}"


def _about_the_term(written: Written) -> Diagnostic | None:
    """What is to be said of the last day of the longer term."""
    term = written.outage.extension
    return next((each for each in written.warnings if term and each.place == term.place_of("until")), None)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the website can tell of outages now: a register with those that can be read, and what to warn of."""

    register: Register
    warnings: tuple[str, ...]
    left_out: bool
    """Whether there is an outage that the website will not tell of."""
    municipality_known: bool


def to_publish(files: ProjectFiles, today: date, moment: datetime) -> Telling:
    """The whole register when there is one, else the outages alone: these are told of at once (Awb 2:21)."""
    alone = check_outages(files, today, moment)
    errors = [each for each in alone.diagnostics if each.level is Level.ERROR]
    warnings = [said(each) for each in errors]
    there = {outage.file for outage in alone.register.outages}
    sound = {
        path: data for path, data in files.files.items() if path in there or not path.startswith(OUTAGE_TEXTS)
    }
    unread = [each for each in files.diagnostics if not each.place.file.startswith(OUTAGE_TEXTS)]
    register = None if unread else decode(sound, files.others)[0]
    if register is None:
        known = (
            "noemt daarom geen ander kanaal" if alone.channels_known else "noemt de kanalen daarom bij hun id"
        )
        warnings.append(f"In andere bestanden staan fouten; de melding {known}. Typ 'wmebv check'.")
    left_out = any(each.place.file not in there for each in errors)
    return Telling(register or alone.register, tuple(warnings), left_out, alone.channels_known)


def _names(base: str) -> Iterator[str]:
    yield f"{base}.md"
    number = 2
    while True:
        yield f"{base}-{number}.md"
        number += 1


def _lines(outage: NewOutage) -> Iterator[str]:
    yield "---"
    yield f"channels: [{', '.join(outage.channels)}]"
    yield f"begin: {written_moment(outage.begin)}"
    if outage.end:
        yield f"end: {written_moment(outage.end)}"
    if outage.planned:
        yield "planned: ja"
    if outage.announced:
        yield f"announced: {written_moment(outage.announced)}"
    if outage.instead:
        yield f"instead: {in_quotes(' '.join(outage.instead.split()))}"
    yield "---"


def _judged(
    files: ProjectFiles, before: OutagesAlone, path: str, text: str, today: date, moment: datetime
) -> Written:
    after = text.encode()
    judged = check_outages(replace(files, files=files.files | {path: after}), today, moment)
    told = set(before.diagnostics)
    errors = [each for each in judged.diagnostics if each.level is Level.ERROR]
    if mine := [each for each in errors if each.place.file == path or each not in told]:
        raise Refused(_first(mine, path))
    warnings = [
        each for each in judged.diagnostics if each.place.file == path and each.level is Level.WARNING
    ]
    return Written(Change(path, files.files.get(path), after), tuple(warnings), _outage_in(judged, path))


def _outage_in(alone: OutagesAlone, path: str) -> Outage:
    found = next((outage for outage in alone.register.outages if outage.file == path), None)
    if found is None:
        raise Refused(_first([each for each in alone.diagnostics if each.place.file == path]))
    return found


def _first(diagnostics: Sequence[Diagnostic], written: str | None = None) -> str:
    """The sentences of one place or two, and how many more there are; ``written`` is the file that isn't there yet."""
    shown = [said(each, written) for each in diagnostics[:2]]
    more = len(diagnostics) - len(shown)
    return " ".join([*shown, f"En nog {more}; typ 'wmebv check'." if more else ""]).strip()


def said(found: Diagnostic, written: str | None = None) -> str:
    """The finding in one line, with its place unless that is in the file that isn't there yet."""
    where = "" if found.place.file == written else f"{found.place}: "
    return f"{where}{found.message} {found.hint or ''}".strip()


def _known(names: list[str]) -> str:
    return f"Er zijn: {', '.join(sorted(names)[-5:])}." if names else "Er zijn nog geen storingen."
