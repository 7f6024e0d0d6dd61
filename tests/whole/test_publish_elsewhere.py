"""The commands of the manual bring a website to another server by rsync and to an object store, both on this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import wmebv
from places import ROOT
from projects import SMALL, SMALL_DAY, copied, tree, write_files

from wmebv_site.project.settings import SiteSettings
from wmebv_site.publishing.kept import Shelf
from wmebv_site.publishing.live_outages import told_by
from wmebv_site.publishing.swapping import Wanted, forget_everywhere, go_back, publish_built
from wmebv_site.site.server.headers import cache_control, content_type

pytestmark = pytest.mark.proof

MANUAL = ROOT / "docs" / "how-to" / "in-productie.md"
JUDGES = ROOT / ".venv-judges" / "bin"


def commands(heading: str) -> list[list[str]]:
    """The blocks of commands below a heading of the manual, without what only explains."""
    text = MANUAL.read_text(encoding="utf-8")
    part = text[text.index(f"## {heading}\n") :].partition("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    assert blocks
    return [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks]


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
    try:
        for _ in range(300):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            with closing(socket.socket()) as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


class Here:
    """A website that is published on this machine, one version after another."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder, self.www = folder, folder / "www"
        self.shelf = Shelf(self.www)
        self.source = Path(shutil.copytree(site, folder / "source"))
        self.source.joinpath("storingen", "status.js").write_text("storingen=[]\n", encoding="utf-8")

    def publish(self, keep: int = 7) -> None:
        now = datetime.now(UTC)
        wanted = Wanted(SMALL_DAY, datetime(2026, 6, 1, 10, tzinfo=UTC), now, None, SiteSettings())
        with self.shelf.turn(SMALL):
            publish_built(self.shelf, lambda room: shutil.copytree(self.source, room), wanted, keep)

    def change(self, text: str) -> None:
        write_files(
            self.source,
            {"eigen/index.html": f"<title>{text}</title><p>{text}</p>", "assets/eigen.svg": "<svg/>"},
        )


@pytest.fixture
def here(tmp_path: Path, small_site: Path) -> Here:
    return Here(tmp_path, small_site)


def run(lines: list[str], here: Here, there: str) -> None:
    """Commands of the manual, but for those of wmebv, with the folders and the server of this test."""
    for line in lines:
        if not line.startswith("wmebv "):
            typed = line.replace("server:/var/www/contact", f"{there}/contact")
            typed = typed.replace("/var/www/contact", str(here.www))
            done = subprocess.run(["sh", "-c", typed], capture_output=True, text=True)
            assert (done.returncode, done.stderr) == (0, ""), typed
        elif line.startswith("wmebv publish"):
            here.publish()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An rsync server without ssh, and the folder that it serves."""
    program = shutil.which("rsync")
    assert program, "rsync is missing: python tools/system.py rsync"
    port, folder = free_port(), tmp_path / "server"
    (folder / "contact").mkdir(parents=True)
    settings = f"""
        port = {port}
        address = 127.0.0.1
        pid file = {tmp_path}/rsyncd.pid
        use chroot = no
        [www]
            path = {folder}
            read only = no
            munge symlinks = no
            uid = {os.getuid()}
            gid = {os.getgid()}
    """
    (tmp_path / "rsyncd.conf").write_text(settings, encoding="utf-8")
    command = [program, "--daemon", "--no-detach", f"--config={tmp_path}/rsyncd.conf"]
    with running(command, port, tmp_path / "rsyncd.log"):
        yield f"rsync://127.0.0.1:{port}/www", folder


class Visitor(threading.Thread):
    """Reads a page of the server without a pause: it is always there, and always of one version."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.page, self.going, self.seen = page, True, set[bytes]()

    def run(self) -> None:
        while self.going:
            self.seen.add(self.page.read_bytes())


def test_the_manual_brings_a_website_to_another_server_in_one_step(
    here: Here, server: tuple[str, Path]
) -> None:
    address, folder = server
    [steps] = commands("Naar een andere server")
    here.change("Versie 1")
    run(steps[1:], here, address)
    there = folder / "contact" / "site"
    assert there.is_symlink() and tree(there) == tree(here.source)
    first = (there / "eigen" / "index.html").read_bytes()
    # A colleague tells of an outage there, which is not undone by what is built here.
    project = write_files(
        copied(SMALL, here.folder / "collega"),
        {"content/storingen/x.md": "---\nchannels: [contactformulier]\nbegin: 2026-06-01T08:15+02:00\n---\n"},
    )
    day = ("--date", str(SMALL_DAY))
    wmebv("outage", "publish", str(there), *day, cwd=project, code=0)
    visitor = Visitor(there / "eigen" / "index.html")
    visitor.start()
    here.change("Versie 2")
    run(steps, here, address)
    visitor.going = False
    visitor.join()
    assert list(told_by(there).status) == ["x"]
    second = (there / "eigen" / "index.html").read_bytes()
    assert visitor.seen <= {first, second} and first != second
    # Back, and something forgotten.
    go_back(here.shelf, None)
    run(steps[3:4], here, address)
    assert (there / "eigen" / "index.html").read_bytes() == first
    forget_everywhere(here.shelf, "eigen/", SMALL_DAY, None)
    run(steps[2:], here, address)
    assert not [path for path in tree(folder / "contact") if "/eigen/" in path]


def test_the_manual_brings_a_website_to_an_object_store(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shutil.which("s3cmd"), "s3cmd is missing: python tools/system.py s3cmd"
    port = free_port()
    settings = f"""[default]
access_key = x
secret_key = y
host_base = 127.0.0.1:{port}
host_bucket = 127.0.0.1:{port}/%(bucket)
use_https = False
acl_public = True
"""
    write_files(tmp_path / "home", {".s3cfg": settings})
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    wmebv("export", "headers", "server", cwd=copied(SMALL, tmp_path / "project"), code=0)
    monkeypatch.chdir(tmp_path / "project")
    [steps] = commands("Naar een objectopslag")
    here.change("Versie 1")
    with running(
        [str(JUDGES / "moto_server"), "-H", "127.0.0.1", "-p", str(port)], port, tmp_path / "moto.log"
    ):
        url = f"http://127.0.0.1:{port}/website"
        made = urllib.request.Request(url, method="PUT", headers={"Authorization": "AWS x:y"})
        urllib.request.urlopen(made).close()
        run(steps, here, "")
        order = sent(tmp_path / "moto.log")
        assert stored(url, tree(here.source)) == []
        assets = [at for at, path in enumerate(order) if path.startswith("assets/")]
        pages = [at for at, path in enumerate(order) if path.endswith(".html")]
        others = [at for at, path in enumerate(order) if not path.endswith(".html")]
        assert max(assets) < min(set(others) - set(assets)) and max(others) < min(pages)
        assert sorted(order) == sorted(tree(here.source))
        # Only what is another is sent, and what is gone goes after that.
        shutil.rmtree(here.source / "eigen")
        write_files(here.source, {"nieuw/index.html": "<p>Nieuw</p>"})
        here.publish()
        run(steps, here, "")
        again = sent(tmp_path / "moto.log")[len(order) :]
        assert again == ["nieuw/index.html"]
        assert stored(url, tree(here.source)) == []
        log = (tmp_path / "moto.log").read_text(encoding="utf-8")
        assert log.rindex("POST /website/?delete") > log.rindex("PUT /website/nieuw/index.html")


def sent(log: Path) -> list[str]:
    return re.findall(r'"\S*PUT /website/([^ ?]+) HTTP', log.read_text(encoding="utf-8"))


def stored(url: str, files: dict[str, bytes]) -> list[str]:
    """What is not in the store as it is on disk, with what it is and how long it may be kept."""
    wrong = []
    for path, data in files.items():
        with urllib.request.urlopen(f"{url}/{path}") as answer:
            told = (answer.read(), answer.headers["Content-Type"], answer.headers["Cache-Control"])
        if told != (data, content_type(path), cache_control(path)):
            wrong.append(f"{path}: {told[1:]}")
    return wrong


def test_the_script_is_one_that_a_shell_reads(tmp_path: Path) -> None:
    wmebv("export", "headers", "server", cwd=copied(SMALL, tmp_path / "project"), code=0)
    script = tmp_path / "project" / "server" / "objectopslag.sh"
    assert subprocess.run(["sh", "-n", str(script)]).returncode == 0
    done = subprocess.run(["sh", str(script)], capture_output=True, text=True)
    assert done.returncode != 0 and "Geef de map van de website." in done.stderr


def test_one_command_brings_it_to_another_server_and_undoes_no_outage_there(
    here: Here, server: tuple[str, Path]
) -> None:
    """As a pipeline does, which keeps nothing between two nights."""
    address, folder = server
    target, there = f"{address}/nieuw", folder / "nieuw"
    project = copied(SMALL, here.folder / "nacht")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        settings.replace('{wmebv: {date: "2026-06-01"}}', "wmebv"), encoding="utf-8"
    )
    outage = {
        "content/storingen/x.md": "---\nchannels: [contactformulier]\nbegin: 2026-06-01T08:15+02:00\n---\n"
    }
    on_day, log = ("--date", "2026-06-01"), here.folder / "log.txt"

    said = wmebv("publish", target, *on_day, cwd=project, code=0).stdout
    assert "Dit is de eerste keer: 37 pagina's." in said and (there / "index.html").is_file()
    write_files(there, {".htaccess": "x"})
    said = wmebv("publish", target, *on_day, cwd=project, code=0).stdout
    assert said.startswith("Er is niets veranderd")

    colleague = write_files(copied(SMALL, here.folder / "collega"), outage)
    wmebv("outage", "publish", target, *on_day, cwd=colleague, code=0)
    write_files(project, {"content/eigen.md": "# Eigen\n"})
    for _ in range(2):
        said = wmebv("publish", target, *on_day, "--log", str(log), cwd=project, code=0).stdout
        assert list(told_by(there).status) == ["x"] and "WMEBV633" in said
        assert log.read_text(encoding="utf-8") == said
    assert (there / ".htaccess").is_file() and (there / "eigen" / "index.html").is_file()
    write_files(project, outage)
    assert "WMEBV633" not in wmebv("publish", target, *on_day, cwd=project, code=0).stdout
    # Over there, and not yet in the registers of the night.
    end = {
        "content/storingen/x.md": outage["content/storingen/x.md"].replace(
            "---\n", "---\nend: 2026-06-01T09:00+02:00\n", 1
        )
    }
    write_files(colleague, end)
    wmebv("outage", "publish", target, *on_day, cwd=colleague, code=0)
    assert not told_by(there).status
    wmebv("publish", target, *on_day, cwd=project, code=0)
    assert not told_by(there).status

    before = tree(there)
    write_files(project, {"content/eigen.md": "# Eigen\n\n[weg](mailto:)\n", "content/nog.md": "# Nog\n"})
    assert "Nog (nog/)" in wmebv("publish", target, *on_day, "--dry-run", cwd=project, code=0).stdout
    assert tree(there) == before
    assert (
        "alleen in een map op deze computer" in wmebv("publish", target, "--back", cwd=project, code=2).stderr
    )
    write_files(folder, {"ander/werk.txt": "x"})
    assert "iets anders dan deze website" in wmebv("publish", f"{address}/ander", cwd=project, code=2).stderr
    assert tree(folder / "ander") == {"werk.txt": b"x"}
