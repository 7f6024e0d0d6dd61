"""Brings the files of a project to the shape of the registers that this program reads, leaving every other byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeAlias

from wmebv_site.diagnostics import Diagnostic, Level, Refused
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.decode import NEWEST, decode, other_shape, version_of
from wmebv_site.register.files import (
    CHANNELS_FILE,
    DECISION_TEXTS,
    decision_of_annex,
    id_of,
    is_annex,
    is_note,
)
from wmebv_site.register.front_matter import around_front, read_document
from wmebv_site.register.text import BOM, read_text
from wmebv_site.register.yaml import YamlMapping, read_yaml

Edit: TypeAlias = Callable[[str, bytes], bytes]
"""What the YAML of one file becomes, by its path; of a text that is what stands above it. Other files stay as they are."""


@dataclass(frozen=True, slots=True)
class Migration:
    """How registers of the shape before ``to`` get that shape."""

    to: int
    told: str
    """What changes for an editor, as a Dutch sentence."""
    edit: Edit


MIGRATIONS: tuple[Migration, ...] = ()
"""Each shape after the first, in order. There is only one shape so far."""
_ABOVE = b"#\n"
"""Stands for the line above the front matter, so that lines are counted as a person sees them."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """Which migrations were made, and every file as it becomes."""

    made: tuple[Migration, ...]
    changes: tuple[Change, ...]


def migrated(
    files: ProjectFiles, migrations: Sequence[Migration] = MIGRATIONS, newest: int = NEWEST
) -> Migrated:
    """The files of a project in the newest shape; no migration when they have that already.

    Annexes and decisions that have one stay to the byte. Raises Refused, with all reasons, for registers that can't be
    read, that have a newer shape, or that would have a mistake afterwards.
    """
    found = {path: data for path, data in files.files.items() if _is_ours(path, files.files)}
    if wrong := [*files.diagnostics, *_unread(found)]:
        ask = "Sommige bestanden zijn niet te lezen; er is niets gewijzigd. Los dit eerst op."
        raise Refused(ask, tuple(map(_told, wrong)))
    channels = _channels(found)
    version = version_of(channels)
    if version is None:
        where = f"channels.yaml, regel {channels.place_of('version').line}"
        raise Refused(
            f"Bij 'version' ({where}) staat geen geheel getal; er is niets gewijzigd. Verwijder die regel, of haal de versie van "
            "vóór de wijziging terug."
        )
    if version > newest and (newer := other_shape(channels, newest)):
        raise Refused(f"{newer.message} {newer.hint}")
    made = tuple(each for each in migrations if each.to > version)
    if [each.to for each in made] != list(range(version + 1, newest + 1)):
        raise Refused(
            f"Van vorm {version} naar vorm {newest} is niet bekend hoe het moet. Zet de registers eerst over met een oudere wmebv."
        )
    if not made:
        return Migrated((), ())
    after = dict(found)
    for migration in made:
        after = _edited(after, migration.edit)
    said = plain(_channels(after)) | {"version": str(newest)}
    after[CHANNELS_FILE] = rewrite(CHANNELS_FILE, after[CHANNELS_FILE], said, ChannelsFile)
    register, wrong = decode(files.files | after, files.others, newest=newest)
    if register is None:
        ask = (
            "Na het overzetten staan er nog fouten in de registers; er is niets gewijzigd. Los die eerst op."
        )
        raise Refused(ask, tuple(_told(each, found, after) for each in wrong if each.level is Level.ERROR))
    changes = (Change(path, data, after[path]) for path, data in found.items())
    return Migrated(made, tuple(change for change in changes if change.is_one))


def _is_ours(path: str, files: Mapping[str, bytes]) -> bool:
    """Whether a file may get another shape: no annex, no decision that has one, no note to colleagues."""
    if is_annex(path) or is_note(path) or not path.endswith((".yaml", ".md")):
        return False
    frozen = path.startswith(DECISION_TEXTS) and path.endswith(".md")
    return not (frozen and any(is_annex(each) and decision_of_annex(each) == id_of(path) for each in files))


def _unread(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Why files can't be read, whatever shape they have."""
    for path, data in files.items():
        if path.endswith(".md"):
            _, found = read_document(path, data)
        else:
            source, found = read_text(path, data)
            if source is not None and not found:
                _, found = read_yaml(source)
        yield from (each for each in found if each.level is Level.ERROR)


def _channels(files: Mapping[str, bytes]) -> YamlMapping:
    source, _ = read_text(CHANNELS_FILE, files.get(CHANNELS_FILE, b""))
    value = read_yaml(source)[0] if source is not None else None
    return value if isinstance(value, YamlMapping) else YamlMapping(CHANNELS_FILE, (0, 0, 0))


def _edited(files: Mapping[str, bytes], edit: Edit) -> dict[str, bytes]:
    """Every file after one migration. Raises Refused with what each of them refuses."""
    after, refused = {}, []
    for path, data in files.items():
        try:
            after[path] = _text_edited(path, data, edit) if path.endswith(".md") else edit(path, data)
        except Refused as refusal:
            refused.append(str(refusal))
    if refused:
        raise Refused("De registers konden niet worden overgezet; er is niets gewijzigd.", tuple(refused))
    return after


def _text_edited(path: str, data: bytes, edit: Edit) -> bytes:
    """A text of which only the front matter is given to the edit."""
    mark = BOM if data.startswith(BOM) else b""
    above, front, rest = around_front(data.removeprefix(BOM).decode("utf-8"))
    if not above:
        return data
    changed = edit(path, _ABOVE + front.encode("utf-8")).removeprefix(_ABOVE)
    return mark + above.encode("utf-8") + changed + rest.encode("utf-8")


def _told(
    found: Diagnostic, before: Mapping[str, bytes] | None = None, after: Mapping[str, bytes] | None = None
) -> str:
    """A mistake as a line, with its place in the file that the person has before them."""
    place = found.place
    line = place.line
    if line and before and after and place.file in before:
        line = _line_before(before[place.file], after[place.file], line)
    where = f"{place.file}, regel {line}" if line else place.file
    return f"{where}: {found.message} {found.hint or ''}".strip()


def _line_before(before: bytes, after: bytes, line: int) -> int:
    """Which line it was, before some of them changed."""
    for _, first, last, from_, to in _how_lines_changed(before, after):
        if first < line <= last:
            return min(from_ + line - first, max(to, 1))
    return line


@lru_cache(maxsize=8)
def _how_lines_changed(before: bytes, after: bytes) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, after.split(b"\n"), before.split(b"\n")).get_opcodes()
