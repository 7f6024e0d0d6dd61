"""Takes over the new address of a page that moved for good, at every place where it stands, and leaves every other byte."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from pydantic import TypeAdapter, ValidationError

from wmebv_site.diagnostics import Refused
from wmebv_site.links.collected import Spot
from wmebv_site.links.standing import Standings
from wmebv_site.links.verdicts import Verdict
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change
from wmebv_site.register.files import DECISION_TEXTS
from wmebv_site.register.front_matter import Document
from wmebv_site.register.markup import MarkdownText
from wmebv_site.register.overlay import base_of
from wmebv_site.register.register import Register
from wmebv_site.register.text import BOM
from wmebv_site.register.values import Url
from wmebv_site.register.yaml_text import scalar
from wmebv_site.rules.base import addresses_of
from wmebv_site.rules.checking import decode_project


@dataclass(slots=True)
class Moves:
    """The files as they become, how many addresses were taken over, and why some were left, as whole sentences."""

    changes: list[Change] = field(default_factory=list)
    taken: int = 0
    left: list[str] = field(default_factory=list)


def take_over(found: Standings, files: ProjectFiles) -> Moves:
    """The registers and texts with the new addresses of all that moved. Decisions stay as they were taken."""
    moves, shared = Moves(), base_of(files.files)
    splices: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    wanted: Counter[tuple[str, str]] = Counter()
    for standing in found.all:
        to = standing.known.found.to if standing.known else None
        if standing.verdict is not Verdict.MOVED or to is None:
            continue
        if not _is_usable(to):
            moves.left.append(
                f"{standing.link.url} blijft staan: het nieuwe adres {to} begint niet met https."
            )
            continue
        for spot in standing.link.spots:
            moves.left += _taken(spot, to, files.files, splices, wanted, shared)
    for path, places in splices.items():
        text = _text(files.files[path])
        for (start, end), new in sorted(places.items(), reverse=True):
            text = text[:start] + new + text[end:]
        before = files.files[path]
        moves.changes.append(Change(path, before, (BOM if before.startswith(BOM) else b"") + text.encode()))
        moves.taken += len(places)
    if moves.changes:
        _judge(files, moves, wanted)
    return moves


def _is_usable(url: str) -> bool:
    try:
        TypeAdapter(Url).validate_python(url)
    except ValidationError:
        return False
    return urlsplit(url).scheme == "https"


def _taken(
    spot: Spot,
    to: str,
    files: Mapping[str, bytes],
    splices: dict[str, dict[tuple[int, int], str]],
    wanted: Counter[tuple[str, str]],
    shared: str,
) -> Iterable[str]:
    """Note what changes at one place; why nothing does, where that is so."""
    old, place = spot.address.text, spot.place
    where = f"{place.file}, regel {place.line}"
    if spot.frozen_by or place.file.startswith(DECISION_TEXTS):
        named = spot.frozen_by or where
        yield f"{old} blijft staan in het besluit ({named}): dat verandert alleen met een nieuw besluit."
        return
    if shared and place.file.startswith(shared):
        yield f"{old} blijft staan in de gedeelde basis ({where}): pas het daar aan."
        return
    fragment = urldefrag(old).fragment
    new = f"{to}#{fragment}" if fragment and not urldefrag(to).fragment else to
    text = _text(files[place.file])
    start, end = (_offset(text, place.line, column) for column in (place.column, place.end_column))
    there = text[start:end]
    quote = there[:1] if there[:1] in ('"', "'") else ""
    if there.strip("\"'") != old:
        yield f"{old} blijft staan in {where}: daar is het anders opgeschreven dan gewoon. Pas het zelf aan."
        return
    in_text = isinstance(spot.address.holder, Document)
    made = new.replace("(", "%28").replace(")", "%29") if in_text else scalar(new, quote, flow=True)
    splices[place.file][start, end] = made
    wanted[place.file, old] -= 1
    wanted[place.file, made if in_text else new] += 1


def _text(data: bytes) -> str:
    return data.removeprefix(BOM).decode("utf-8")


_LINE_END = re.compile(r"\r\n|\r|\n")


def _offset(text: str, line: int, column: int) -> int:
    """Where a line and a column, both from 1, are in a text."""
    at = 0
    for _ in range(line - 1):
        found = _LINE_END.search(text, at)
        assert found is not None
        at = found.end()
    return at + column - 1


def _judge(files: ProjectFiles, moves: Moves, wanted: Counter[tuple[str, str]]) -> None:
    """Refuse what would say anything else than the same registers with the new addresses."""
    changed = {change.path: change.after for change in moves.changes}
    before, _ = decode_project(files)
    after, _ = decode_project(
        ProjectFiles(files.files | changed, files.others, files.diagnostics, files.published, files.unread)
    )
    assert before is not None
    expected = _addresses(before)
    expected.update(wanted)
    if after is None or +expected != _addresses(after):
        raise Refused("De nieuwe adressen passen niet veilig in de registers. Pas de adressen zelf aan.")


def _addresses(register: Register) -> Counter[tuple[str, str]]:
    targets = {document.file: MarkdownText(document.body).targets for document in register.documents}
    return Counter((each.place.file, each.text) for each in addresses_of(register, targets))
