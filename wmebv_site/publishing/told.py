"""What changed between two websites, and what is told of it: a short text in Dutch that can be mailed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path

from wmebv_site.diagnostics import Diagnostic, printable
from wmebv_site.dutch import counted, in_words, moment_in_words
from wmebv_site.publishing.forgetting import FORGOTTEN, Removed
from wmebv_site.publishing.kept import Shelf, apart_from_zipped
from wmebv_site.register.addresses import DECISIONS, POLICY

_SHOWN = 15
_TITLE = re.compile(r"<title>([^<|]*)")
_PAGE = ".html"
_DOCUMENTS = (".pdf", ".docx", ".odt")
_BINARY = (*_DOCUMENTS, ".sqlite", ".gz", ".png", ".jpg", ".jpeg", ".webp", ".woff2", ".zip")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two websites that are compared: where it is, the sum of each file, and the day it was built for."""

    folder: Path
    files: Mapping[str, str]
    note_day: str

    def without_day(self, path: str) -> bytes:
        data = (self.folder / path).read_bytes()
        if path.endswith(_BINARY):
            return data
        told = in_words(datetime.fromisoformat(self.note_day).date())
        return data.replace(self.note_day.encode(), b"").replace(told.encode(), b"")


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that came, went and changed; those in which nothing but the day is another are counted apart."""

    new: list[str]
    gone: list[str]
    changed: list[str]
    only_day: int

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.only_day)


def compared(before: Side | None, after: Side) -> Changes:
    """What is another on the new website."""
    if before is None:
        return Changes(sorted(after.files), [], [], 0)
    both = apart_from_zipped(before.files).keys() & after.files.keys()
    other = sorted(path for path in both if before.files[path] != after.files[path])
    changed = [path for path in other if before.without_day(path) != after.without_day(path)]
    if before.note_day != after.note_day:
        pages = {path for path in changed if _is_page(path)}
        changed = [path for path in changed if not _is_document(path) or _page_of(path) in pages]
    return Changes(
        sorted(after.files.keys() - before.files.keys()),
        sorted(before.files.keys() - after.files.keys()),
        changed,
        sum(path.endswith(_PAGE) for path in other) - sum(path.endswith(_PAGE) for path in changed),
    )


def told_of_changes(changes: Changes, before: Side | None, after: Side) -> Iterator[str]:
    """What is new, gone and changed: pages by name, other files by number."""
    if before is None:
        yield f"Dit is de eerste keer: {counted(sum(map(_is_page, changes.new)), 'pagina', _PAGES)}."
        return
    for word, paths, side in (
        ("Nieuw", changes.new, after),
        ("Weg", changes.gone, before),
        ("Gewijzigd", changes.changed, after),
    ):
        pages = [path for path in paths if _is_page(path)]
        others = [path for path in paths if not _is_page(path)]
        if pages:
            yield f"{word}: {counted(len(pages), 'pagina', _PAGES)}."
            yield from (f"- {_named(side.folder, path)}" for path in pages[:_SHOWN])
            if len(pages) > _SHOWN:
                yield f"- en nog {len(pages) - _SHOWN}"
        if others:
            shown = ", ".join(map(printable, others[:3]))
            more = f" en nog {len(others) - 3}" if len(others) > 3 else ""
            yield f"{word}: {counted(len(others), 'ander bestand', 'andere bestanden')} ({shown}{more})."
    if changes.only_day:
        yield f"Op {counted(changes.only_day, 'pagina', _PAGES)} is alleen de dag anders."


_PAGES = "pagina's"


def told_of_findings(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    for found in diagnostics[:_SHOWN]:
        yield printable(f"- {found.place}: {found.message} {found.hint or ''}".rstrip()) + f" ({found.code})"
    if len(diagnostics) > _SHOWN:
        yield f"- en nog {len(diagnostics) - _SHOWN}. Typ 'wmebv check --site' voor de hele lijst."


def told_of_kept(shelf: Shelf) -> Iterator[str]:
    """Which builds there are, and how one goes back."""
    kept, live = shelf.kept(), shelf.live()
    yield f"Bewaard: {counted(len(kept), 'versie', 'versies')}."
    for build in kept:
        shown = " (deze ziet iedereen)" if live and build.name == live.name else ""
        moment = moment_in_words(build.note.moment)
        yield f"- {build.name}, geldt voor {in_words(build.note.for_day)}, gepubliceerd op {moment}{shown}"
    if live and kept[-1].name != live.name:
        yield f"Terug naar de vorige: wmebv publish {shelf.folder} --back"


def told_of_forgotten(
    address: str, removed: Mapping[str, Removed], shelf: Shelf, source: str | None, *, dry_run: bool = False
) -> Iterator[str]:
    """What was taken out of which website, and what a person still has to do."""
    if dry_run:
        yield f"Dit zou van de website gaan als u '{printable(address)}' weghaalt:"
    elif any(removed.values()):
        yield f"Van de website gehaald: {printable(address)}"
    else:
        yield f"'{printable(address)}' is nergens meer: niet op de website, en niet in wat is bewaard."
    yield ""
    for name, each in removed.items():
        if not each:
            continue
        yield f"In {name}:"
        yield from _listed("weg", each.files)
        yield from _listed("aangepast, omdat het adres erin stond", each.edited)
    if dry_run:
        return
    yield ""
    yield "Dit moet u zelf nog doen:"
    where = f" Het staat in {source}." if source else ""
    yield f"- Haal het weg uit de map met uw teksten, of uit de registers.{where}"
    yield "  Staat uw project in git? Dan staat het daar ook in de geschiedenis."
    yield "- Publiceer daarna opnieuw. Bestanden die in hun geheel weg moesten, komen dan terug zonder dit adres."
    yield "- Kopieert u de website naar een andere server of een objectopslag? Doe dat nu opnieuw, met wissen."
    yield "- Vraag zoekmachines het adres te verwijderen: search.google.com/search-console/removals en"
    yield "  www.bing.com/webmasters/contentremoval."
    yield "- Kijk op web.archive.org of daar een kopie staat, en vraag die te verwijderen."
    yield "- Leeg de cache van een proxy of CDN die voor de website staat."
    yield "- Stonden er gegevens van personen in? Meld het vandaag nog aan uw functionaris gegevensbescherming. Die beoordeelt"
    yield "  of het een datalek is, dat binnen 72 uur gemeld moet worden (AVG art. 33). De logbestanden van de webserver zeggen"
    yield "  wie het heeft opgehaald: bewaar die."
    yield ""
    yield f"Wmebv houdt dit adres van de website, ook bij een volgende bouw. Het staat in {shelf.folder / FORGOTTEN}."


def _listed(word: str, paths: Iterable[str]) -> Iterator[str]:
    listed = [*paths]
    yield from (f"- {word}: {printable(path)}" for path in listed[:_SHOWN])
    if len(listed) > _SHOWN:
        yield f"- {word}: en nog {len(listed) - _SHOWN}"


def _is_document(path: str) -> bool:
    """Whether it is made of a decision or a policy: the day stands in it, and no more of it can be seen from outside."""
    return path.startswith((DECISIONS, POLICY)) and path.endswith(_DOCUMENTS)


def _page_of(path: str) -> str:
    return f"{path.rpartition('/')[0]}/index.html"


def _is_page(path: str) -> bool:
    return path.endswith(_PAGE)


def _named(folder: Path, path: str) -> str:
    """The title of a page with its address."""
    address = path.removesuffix("index.html") or "/"
    try:
        found = _TITLE.search((folder / path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    title = unescape(found[1]).strip() if found else ""
    return printable(f"{title} ({address})" if title else address)
