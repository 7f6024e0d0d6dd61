"""Begins and ends outages in ``content/storingen/``: the new text is judged before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from wmebv_site.check import check_project
from wmebv_site.diagnostics import Diagnostic, Level, did_you_mean
from wmebv_site.dutch import AMSTERDAM, moment_in_words
from wmebv_site.init import quoted
from wmebv_site.load import ProjectFiles
from wmebv_site.model.moments import written_moment
from wmebv_site.source.edit import with_key

FOLDER = "content/storingen/"


class OutageRefused(Exception):
    """Why nothing can be written, as Dutch sentences."""


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
class Written:
    """A file as it must become, and what there is to say of it; ``before`` is None for a new file."""

    path: str
    before: bytes | None
    after: bytes
    warnings: tuple[Diagnostic, ...]

    @property
    def id(self) -> str:
        return self.path.removeprefix(FOLDER).removesuffix(".md")


def started(files: ProjectFiles, outage: NewOutage, today: date, moment: datetime) -> Written:
    """The file of a new outage. Raises OutageRefused when it would be wrong, such as two at once on one channel."""
    if outage.begin > moment and not outage.planned:
        hint = "Is dit onderhoud? Gebruik dan --planned, met --end."
        raise OutageRefused(f"De storing begint pas op {moment_in_words(outage.begin)}. {hint}")
    day = outage.begin.astimezone(AMSTERDAM).date().isoformat()
    base = f"{FOLDER}{day}-{outage.channels[0]}"[:76]
    path = next(name for name in _names(base) if name not in files.files)
    return _judged(files, path, None, "\n".join([*_lines(outage), ""]), today, moment)


def ended(
    files: ProjectFiles, name: str, end: datetime | None, extension: str | None, source: str | None, today: date, moment: datetime
) -> Written:
    """The file of an outage with its end, which is ``moment`` where none is given.

    Raises OutageRefused when there is none of that name, or it has ended; maintenance may prove to last longer.
    """
    path = f"{FOLDER}{name}.md"
    before = files.files.get(path)
    if before is None:
        known = [file.removeprefix(FOLDER).removesuffix(".md") for file in files.files if file.startswith(FOLDER)]
        raise OutageRefused(f"De storing '{name}' bestaat niet. {did_you_mean(name, known) or _known(known)}")
    checked = check_project(files, today, moment)
    if checked.register is None:
        raise OutageRefused(_first(checked.diagnostics))
    outage = next(each for each in checked.register.outages if each.id == name)
    if outage.end is not None and not (outage.planned and (outage.end > moment or end is not None)):
        hint = "Duurt het onderhoud langer? Noem dan --end." if outage.planned else f"Wijzig zo nodig {path}."
        raise OutageRefused(f"De storing '{name}' was al voorbij op {moment_in_words(outage.end)}. {hint}")
    text = before.decode("utf-8-sig")
    try:
        text = with_key(text, "end", written_moment(end or moment))
        if extension is not None:
            text = with_key(text, "extension", f"{{until: {extension}{f', source: {quoted(source)}' if source else ''}}}")
    except ValueError as key:
        raise OutageRefused(f"Bij '{key}' in {path} staat al iets anders. Wijzig het bestand zelf.") from None
    return _judged(files, path, before, text, today, moment)


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
        yield f"instead: {quoted(outage.instead)}"
    yield "---"


def _judged(
    files: ProjectFiles, path: str, before: bytes | None, text: str, today: date, moment: datetime
) -> Written:
    after = text.encode()
    changed = replace(files, files=files.files | {path: after})
    checked = check_project(changed, today, moment)
    about = [each for each in checked.diagnostics if each.place.file == path]
    errors = [each for each in about if each.level is Level.ERROR]
    if checked.register is None:
        errors = errors or [each for each in checked.diagnostics if each.level is Level.ERROR]
    if errors:
        raise OutageRefused(_first(errors))
    return Written(path, before, after, tuple(each for each in about if each.level is Level.WARNING))


def _first(diagnostics: Sequence[Diagnostic]) -> str:
    """The sentences of one place or two, and how many more there are."""
    shown = [
        f"{each.message} {each.hint or ''}".strip() if each.place.file.startswith(FOLDER) else f"{each.place.file}: {each.message}"
        for each in diagnostics[:2]
    ]
    more = len(diagnostics) - len(shown)
    return " ".join([*shown, f"En nog {more}; typ 'wmebv check'." if more else ""]).strip()


def _known(names: list[str]) -> str:
    return f"Er zijn: {', '.join(sorted(names)[-5:])}." if names else "Er zijn nog geen storingen."
