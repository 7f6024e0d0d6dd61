"""The folder that a web server reads: the builds that are kept, and the link to the one that visitors see, moved in one step."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from wmebv_site.diagnostics import Refused, did_you_mean
from wmebv_site.project import writing
from wmebv_site.project.settings import is_project
from wmebv_site.project.turns import TURN, turn_at
from wmebv_site.project.writing import beside_website
from wmebv_site.register.addresses import OUTAGE_FEED, OUTAGE_JSON_FEED, OUTAGE_SCRIPT, OUTAGE_STATUS

LINK = "site"
"""What a web server reads: a link to one of the builds."""
BUILDS = "builds"
NOTE = ".json"
"""Behind the name of a build: what is remembered of it, beside it and never in it."""
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}(?:-\d+)?")
_HIDDEN = ".wmebv-"
_ZIPPED = "sitemap.xml.gz"
"""Holds the moment on which it was made; what it holds besides stands in the sitemap."""
LIVE = (OUTAGE_STATUS, OUTAGE_SCRIPT, OUTAGE_FEED, OUTAGE_JSON_FEED)
"""What ``wmebv outage publish`` changes in a website without building it."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is remembered of a build; ``outages`` is what it told of outages itself, whatever came later."""

    day: str
    published: str
    files: Mapping[str, str] = field(default_factory=dict)
    outages: Mapping[str, object] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.published)

    @property
    def for_day(self) -> date:
        return date.fromisoformat(self.day)


@dataclass(frozen=True, slots=True)
class Build:
    """One website that is kept."""

    name: str
    folder: Path
    note: Note

    def altered(self) -> list[str]:
        """The files that are no longer as they were published, but for those of outages."""
        there = sums_of(self.folder)
        return sorted(
            path
            for path in {*there, *self.note.files}
            if path not in LIVE and there.get(path) != self.note.files.get(path)
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """``folder`` has the link ``site`` and the folder ``builds``; nothing else in it is touched."""

    folder: Path

    @property
    def link(self) -> Path:
        return self.folder / LINK

    @property
    def builds(self) -> Path:
        return self.folder / BUILDS

    @contextmanager
    def turn(self, project: Path) -> Iterator[None]:
        """Be the only one to publish here, on a folder from which everything that was left half done is gone.

        Raises Refused where no website can be published.
        """
        beside_website(self.folder, project)
        self._refuse_unusable()
        try:
            self.builds.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(
                f"In de map '{self.folder}' kan niet worden geschreven. Kies een andere map, of geef uzelf het recht."
            ) from error
        with turn_at(self.folder, "wmebv publish"):
            self._clear()
            self._refuse_without_links()
            yield

    @contextmanager
    def swapping(self) -> Iterator[None]:
        """Be the only one to move the link, or to change what it leads to: that takes a moment, unlike building."""
        with turn_at(self.builds, "wmebv publish"):
            yield

    def live(self) -> Build | None:
        """The build that visitors see."""
        with suppress(OSError):
            target = self.link.readlink()
            if target.parent == Path(BUILDS):
                return next((each for each in self.kept() if each.name == target.name), None)
        return None

    def kept(self) -> list[Build]:
        """Every build, the newest first."""
        found = []
        for file in self.builds.glob(f"*{NOTE}") if self.builds.is_dir() else ():
            folder = file.with_suffix("")
            note = _read(file)
            if note is not None and folder.is_dir() and _NAME.fullmatch(folder.name):
                found.append(Build(folder.name, folder, note))
        return sorted(found, key=lambda build: (build.note.moment, build.name), reverse=True)

    def earlier(self, name: str | None) -> Build:
        """The build of that name, or the last one before that which visitors see. Raises Refused."""
        kept, live = self.kept(), self.live()
        if live is None:
            raise Refused(
                f"In '{self.folder}' is nog niets gepubliceerd, dus er is geen eerdere website. Typ: wmebv publish "
                f"{self.folder}"
            )
        if name is not None:
            named = next((build for build in kept if build.name == name), None)
            if named is None:
                known = [build.name for build in kept]
                hint = did_you_mean(name, known) or f"Kies uit: {', '.join(known)}."
                raise Refused(f"De website '{name}' is hier niet bewaard. {hint}")
            return named
        older = kept[[build.name for build in kept].index(live.name) + 1 :]
        if not older:
            others = [build.name for build in kept if build.name != live.name]
            later = f" Een latere wel. Typ daarvoor: --back {others[0]}" if others else ""
            raise Refused(f"Er is geen eerdere website bewaard. De website is niet gewijzigd.{later}")
        return older[0]

    def room(self) -> Path:
        """A new folder in which a website can be built; a name with a dot is cleared away by whoever comes next."""
        return self.builds / f"{_HIDDEN}{secrets.token_hex(4)}"

    def keep(self, room: Path, note: Note) -> Build:
        """Give what was built its name among the builds. Nobody sees it yet."""
        first = f"{note.day}-{_digest(note.files)[:8]}"
        number, name = 1, first
        while (self.builds / name).exists():
            number += 1
            name = f"{first}-{number}"
        build = Build(name, self.builds / name, note)
        self.remember(build)  # first: a folder without a note is no build, and is cleared away
        if sys.platform != "win32":
            os.sync()  # after a power cut, too, what visitors are led to is whole
        room.rename(build.folder)
        return build

    def remember(self, build: Build) -> None:
        data = json.dumps(asdict(build.note), ensure_ascii=False, indent=1, sort_keys=True)
        writing.replace(self.builds / f"{build.name}{NOTE}", f"{data}\n".encode())

    def show(self, build: Build) -> None:
        """Let visitors see this build: from one request to the next, and never half of it."""
        beside = self.folder / f"{_HIDDEN}{secrets.token_hex(4)}"
        beside.symlink_to(Path(BUILDS) / build.name, target_is_directory=True)
        beside.replace(self.link)

    def prune(self, number: int) -> list[Build]:
        """Remove all but the newest builds and the one that visitors see; what was removed is returned."""
        live = self.live()
        kept = self.kept()
        removed = [build for build in kept[max(1, number) :] if live is None or build.name != live.name]
        for build in removed:
            self.remove(build)
        return removed

    def remove(self, build: Build) -> None:
        gone = self.room()
        build.folder.rename(gone)
        (self.builds / f"{build.name}{NOTE}").unlink(missing_ok=True)
        shutil.rmtree(gone, ignore_errors=True)

    def _refuse_unusable(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise Refused(f"'{self.folder}' is een bestand. Geef een map.")
        if is_project(self.folder):
            raise Refused(
                f"In de map '{self.folder.absolute()}' staan registers. Kies voor de website een andere map, zoals /var/www/contact."
            )
        if self.link.exists() and not self.link.is_symlink():
            raise Refused(
                f"'{self.link}' is een gewone map en geen koppeling: daar zette iemand een website neer. Geef die map een andere "
                f"naam, en publiceer dan opnieuw. Wmebv maakt van '{LINK}' een koppeling naar de website die geldt."
            )
        if self.link.is_symlink() and self.link.readlink().parent != Path(BUILDS):
            raise Refused(
                f"'{self.link}' is een koppeling die niet van wmebv is. Kies een andere map, of haal de koppeling weg."
            )

    def _refuse_without_links(self) -> None:
        """Found out before anything is built: without a link nothing can be swapped in one step."""
        beside = self.folder / f"{_HIDDEN}{secrets.token_hex(4)}"
        try:
            beside.symlink_to(BUILDS)
            beside.unlink()
        except OSError:
            raise Refused(
                f"In de map '{self.folder}' kan wmebv geen koppeling maken, en zonder koppeling kan de website niet in één stap "
                "wisselen. Op Windows, en op sommige netwerkschijven, mag dat niet. Publiceer op een computer met Linux of "
                "macOS. Of bouw met 'wmebv build --out', dat de map van de website vervangt."
            ) from None

    def _clear(self) -> None:
        """Do away with what someone who was killed left behind."""
        for folder in (self.folder, self.builds):
            for left in folder.glob(f"{_HIDDEN}*"):
                if left.name != TURN:
                    _remove(left)
        kept = {build.name for build in self.kept()}
        live = self.link.readlink().name if self.link.is_symlink() else None
        for left in self.builds.iterdir():
            name = left.name.removesuffix(NOTE)
            if _NAME.fullmatch(name) and name not in kept and name != live:
                _remove(left)


@contextmanager
def while_it_stays(website: Path) -> Iterator[None]:
    """Change something in a website that may be published here, while no other can take its place. Raises Refused."""
    real = Path(os.path.realpath(website))
    shelf = Shelf(real.parent.parent)
    if real.parent.name == BUILDS and shelf.link.is_symlink():
        with shelf.swapping():
            yield
    else:
        yield


def sums_of(site: Path) -> dict[str, str]:
    """The sum of each file by its path."""
    return dict(_sums(site, sorted(path for path in site.rglob("*") if path.is_file())))


def _sums(site: Path, files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        with file.open("rb") as stream:
            yield file.relative_to(site).as_posix(), hashlib.file_digest(stream, "sha256").hexdigest()


def with_live_sums(build: Build) -> dict[str, str]:
    """The sums of a build as it is now: what no outage changes is as it was noted."""
    there = [build.folder / path for path in LIVE if (build.folder / path).is_file()]
    return {path: each for path, each in build.note.files.items() if path not in LIVE} | dict(
        _sums(build.folder, there)
    )


def same(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Whether two websites are the same to whoever reads them."""
    return apart_from_zipped(first) == apart_from_zipped(second)


def apart_from_zipped(sums: Mapping[str, str]) -> dict[str, str]:
    """Without the file that is another at every build."""
    return {path: each for path, each in sums.items() if path != _ZIPPED}


def _digest(sums: Mapping[str, str]) -> str:
    listed = "".join(f"{each}  {path}\n" for path, each in sorted(apart_from_zipped(sums).items()))
    return hashlib.sha256(listed.encode()).hexdigest()


def _read(file: Path) -> Note | None:
    try:
        note = Note(**json.loads(file.read_bytes()))
        _ = note.moment, note.for_day
    except (OSError, ValueError, TypeError):
        return None
    return note


def _remove(left: Path) -> None:
    with suppress(OSError):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()
