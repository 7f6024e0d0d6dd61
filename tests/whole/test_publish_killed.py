"""``wmebv publish`` is killed at random moments under a real nginx that is being read: never a missing or a mixed page.

``WMEBV_KILLS=50`` kills it fifty times, as ``make kills`` does; ``make proof`` does so a few times.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from places import ROOT
from projects import SMALL, copied, tree, write_files
from web_servers import served_by

from wmebv_site.publishing.kept import Shelf

pytestmark = pytest.mark.proof

KILLS = int(os.environ.get("WMEBV_KILLS", "4"))
PATH = "/contact/"
OWN, PICTURE = "eigen/", "beeld/versie.svg"
PAGES = (
    "",
    OWN,
    "producten/",
    "producten/afvalpas/",
    "zoeken.json",
    "wijzigingen/atom.xml",
    "data/register.json",
)
_NUMBER = re.compile(rb"Versie (\d+)\.")


class Reader(threading.Thread):
    """Reads the website without a pause, as visitors do, and remembers what each answer was."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.going = urlsplit(address), True
        self.wrong: list[str] = []
        self.seen: set[tuple[str, str]] = set()
        self.answers = self.pairs = 0

    def get(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        connection.request("GET", self.address.path + path)
        answer = connection.getresponse()
        body = answer.read()
        self.answers += 1
        if answer.status != 200:
            self.wrong.append(f"{path}: {answer.status}")
        name = f"{path}index.html" if not path or path.endswith("/") else path
        self.seen.add((name, hashlib.sha256(body).hexdigest()))
        return body

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.address.netloc, timeout=30)
        while self.going:
            for path in PAGES:
                self.get(connection, path)
            # A page with its picture: of one build, unless the link moved in between.
            page, picture, again = (self.get(connection, path) for path in (OWN, PICTURE, OWN))
            numbers = [
                int(found[1]) if (found := _NUMBER.search(each)) else -1 for each in (page, picture, again)
            ]
            if numbers != sorted(numbers) or -1 in numbers:
                self.wrong.append(f"mixed: {numbers}")
            self.pairs += numbers[0] == numbers[2]
            time.sleep(0.002)
        connection.close()


def version(project: Path, number: int) -> None:
    text = f"Versie {number}."
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{text}</title></svg>'
    page = f"---\ntitle: Eigen\n---\n{text}\n\n![Een beeld](../{PICTURE.partition('/')[2]})\n"
    page = page.replace("../versie.svg", PICTURE)
    write_files(project, {f"content/{PICTURE}": picture, "content/eigen.md": page})


def started(project: Path, www: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [
        sys.executable,
        "-m",
        "wmebv_site",
        "publish",
        str(www),
        "--date",
        "2026-06-01",
        "--keep",
        "500",
    ]
    return subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def wait_until_built(process: subprocess.Popen[bytes], shelf: Shelf) -> None:
    while process.poll() is None and not [*shelf.builds.glob(".wmebv-*/index.html")]:
        time.sleep(0.002)


def published(project: Path, www: Path) -> float:
    begin = time.monotonic()
    process = started(project, www)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    return time.monotonic() - begin


def test_no_visitor_sees_a_missing_or_a_mixed_page_when_it_is_killed(tmp_path: Path) -> None:
    chance = random.Random(KILLS)
    project, www = copied(SMALL, tmp_path / "project"), tmp_path / "www"
    shelf = Shelf(www)
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        settings.replace('{wmebv: {date: "2026-06-01"}}', "wmebv"), encoding="utf-8"
    )
    version(project, 0)
    whole = published(project, www)
    known = [tree(shelf.link)]
    live, killed, swapped = os.fspath(shelf.link.readlink()), 0, 0
    groups: list[int] = []
    with served_by("nginx", shelf.link, PATH, tmp_path / "nginx", {}) as address:
        reader = Reader(address)
        reader.start()
        try:
            number = 0
            while killed < KILLS:
                number += 1
                version(project, number)
                process = started(project, www)
                if number % 2:
                    time.sleep(chance.uniform(0, whole))
                else:  # while it is judged, kept and shown
                    wait_until_built(process, shelf)
                    time.sleep(chance.uniform(0, whole / 3))
                if process.poll() is None:
                    killed += 1
                    (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
                    groups.append(process.pid)
                process.communicate()
                now = os.fspath(shelf.link.readlink())
                swapped += now != live
                live = now
                assert shelf.live() is not None
            # A build whose parent alone was killed goes on for a while, in a folder that the next one clears.
            for group in groups:
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
            version(project, number + 1)
            published(project, www)
            time.sleep(0.2)
        finally:
            reader.going = False
            reader.join()
    assert reader.wrong == []
    names = {f"{path}index.html" if not path or path.endswith("/") else path for path in (*PAGES, PICTURE)}
    sums = {
        (path, each) for build in shelf.kept() for path, each in build.note.files.items() if path in names
    }
    assert reader.seen <= sums
    assert all(not build.altered() for build in shelf.kept())
    assert reader.answers > 20 * KILLS
    left = {each.name for each in shelf.builds.iterdir() if each.name.startswith(".")}
    assert left <= {".wmebv-bezig"}
    first = shelf.kept()[-1].name
    done = subprocess.run(
        [sys.executable, "-m", "wmebv_site", "publish", str(www), "--back", first],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert done.returncode == 0 and tree(shelf.link) == known[0]
    print(
        f"killed {killed} times, swapped {swapped}; {reader.answers} answers, {reader.pairs} pages with their picture"
    )
