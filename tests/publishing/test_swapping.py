"""``wmebv publish``: beside, judged, swapped in one step; kept, taken back and forgotten, whatever happens meanwhile."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from projects import SMALL, SMALL_DAY, decisions_of, tree, write_files

from wmebv_site.diagnostics import Refused
from wmebv_site.project.settings import site_settings_of
from wmebv_site.project.turns import turn_at
from wmebv_site.publishing.kept import Shelf
from wmebv_site.publishing.swapping import (
    Published,
    Unsound,
    Wanted,
    go_back,
    publish_built,
)

URL = "https://www.voorbeeld.example/contact/"
NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)


class Server:
    """A folder that a web server reads, to which copies of a website are published one after another."""

    def __init__(self, folder: Path, site: Path | None = None) -> None:
        self.shelf = Shelf(folder / "www")
        self.source = folder / "source"
        self.decisions = decisions_of(SMALL, SMALL_DAY) if site else None
        if site:
            shutil.copytree(site, self.source)
        else:
            write_files(self.source, {"index.html": "<p>Hallo</p>", "over/index.html": "<p>Over</p>"})
        self.published = NOON

    @property
    def site(self) -> Path:
        return self.shelf.link

    def publish(self, *, keep: int = 7, dry_run: bool = False, moment: datetime = NOON) -> Published:
        self.published += timedelta(minutes=1)
        settings = site_settings_of(SMALL)
        wanted = Wanted(SMALL_DAY, moment, self.published, self.decisions, settings)
        with self.shelf.turn(SMALL):
            return publish_built(
                self.shelf, lambda room: shutil.copytree(self.source, room), wanted, keep, dry_run=dry_run
            )

    def change(self, text: str, path: str = "eigen/index.html") -> None:
        write_files(self.source, {path: f"<title>{text} | Voorbeeld</title><p>{text}</p>"})


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_a_website_is_published_by_moving_one_link_and_every_build_stays_as_it_was(
    tmp_path: Path, small_site: Path
) -> None:
    server = Server(tmp_path, small_site)
    first = server.publish()
    assert first.build is not None and first.build.name.startswith("2026-06-01-")
    assert str(server.site.readlink()) == f"builds/{first.build.name}"
    assert tree(server.site) == tree(server.source)
    server.change("Nieuw")
    second = server.publish()
    assert second.build is not None
    assert (second.changes.new, second.changes.gone) == (["eigen/index.html"], [])
    assert tree(server.site) == tree(server.source) == tree(second.build.folder)
    shutil.rmtree(server.source / "eigen")
    assert tree(first.build.folder) == tree(server.source)


def test_what_did_not_change_is_not_swapped_and_leaves_nothing_behind(server: Server) -> None:
    server.publish()
    before, there = str(server.site.readlink()), sorted(server.shelf.builds.iterdir())
    again = server.publish()
    assert (again.build, bool(again.changes)) == (None, False)
    assert (str(server.site.readlink()), sorted(server.shelf.builds.iterdir())) == (before, there)


def test_a_website_that_is_not_sound_is_not_shown(server: Server) -> None:
    server.publish()
    before = tree(server.site)
    write_files(
        server.source, {"eigen/index.html": '<img src="weg.png" alt="">', "stappenplan.yaml": "steps: []"}
    )
    with pytest.raises(Unsound) as refused:
        server.publish()
    assert {each.code for each in refused.value.diagnostics} == {"WMEBV626", "WMEBV545"}
    assert tree(server.site) == before
    assert len(server.shelf.kept()) == 1


def test_the_last_ones_are_kept_and_each_comes_back_byte_for_byte(server: Server) -> None:
    seen = {}
    for number in range(5):
        server.change(f"Versie {number}")
        build = server.publish(keep=3).build
        assert build is not None
        seen[build.name] = tree(server.site)
    kept = [build.name for build in server.shelf.kept()]
    assert kept == [*seen][:1:-1]
    go_back(server.shelf, None)
    assert tree(server.site) == seen[kept[1]]
    go_back(server.shelf, None)
    assert tree(server.site) == seen[kept[2]]
    with pytest.raises(Refused, match=f"Er is geen eerdere website bewaard.*Typ daarvoor: --back {kept[0]}"):
        go_back(server.shelf, None)
    go_back(server.shelf, kept[0])
    assert tree(server.site) == seen[kept[0]]
    with pytest.raises(Refused, match=f"Bedoelt u '{kept[1]}'"):
        go_back(server.shelf, f"{kept[1]}x")
    go_back(server.shelf, kept[2])
    server.change("Daarna")
    assert server.publish(keep=1).removed and len(server.shelf.kept()) == 1


def test_a_build_that_someone_changed_is_not_put_back(server: Server) -> None:
    first = server.publish().build
    server.change("Nieuw")
    server.publish()
    assert first is not None
    (first.folder / "over" / "index.html").write_text("<p>Anders</p>", encoding="utf-8")
    before = tree(server.site)
    with pytest.raises(Refused, match="is niet meer heel: 1 bestanden"):
        go_back(server.shelf, None)
    assert tree(server.site) == before


def test_what_someone_who_was_killed_left_is_cleared_away_and_nothing_else(server: Server) -> None:
    kept = server.publish().build
    assert kept is not None
    builds = server.shelf.builds
    note = (builds / f"{kept.name}.json").read_bytes()
    left = {
        "builds/.wmebv-0a/index.html": "x",
        "builds/2026-05-31-00000000.json": note,
        "builds/2026-05-30-00000000/index.html": "x",
    }
    own = {"builds/aantekening.txt": "x", "builds/oud/index.html": "x", "robots.txt": "x"}
    write_files(server.shelf.folder, {**left, **own})
    (server.shelf.folder / ".wmebv-0b").symlink_to("builds")
    server.publish()
    there = {path.relative_to(server.shelf.folder).as_posix() for path in server.shelf.folder.rglob("*")}
    assert not there & {*left, ".wmebv-0b"} and there >= set(own)
    assert [build.name for build in server.shelf.kept()] == [kept.name]


def test_two_do_not_publish_at_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.publish()
    monkeypatch.setattr("wmebv_site.project.turns.PATIENCE", 0.0)
    with (
        turn_at(server.shelf.folder, "wmebv publish"),
        pytest.raises(Refused, match="is al iemand bezig: .* met 'wmebv publish'"),
    ):
        server.publish()


def test_a_folder_in_which_it_can_not_be_done_is_refused_before_anything_is_built(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "vol" / "site", {"index.html": "x"})
    server.shelf = Shelf(tmp_path / "vol")
    with pytest.raises(Refused, match="is een gewone map en geen koppeling"):
        server.publish()
    (tmp_path / "ander").mkdir()
    (tmp_path / "ander" / "site").symlink_to("/elders")
    server.shelf = Shelf(tmp_path / "ander")
    with pytest.raises(Refused, match="niet van wmebv"):
        server.publish()
    server.shelf = Shelf(SMALL / "content" / "www")
    with pytest.raises(Refused, match="Kies een andere plek"):
        server.publish()

    def no_links(*_: object, **__: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", no_links)
    server.shelf = Shelf(tmp_path / "windows")
    with pytest.raises(Refused, match="kan wmebv geen koppeling maken.*Linux of macOS"):
        server.publish()
    assert not any(path.is_dir() for path in (tmp_path / "windows" / "builds").iterdir())
