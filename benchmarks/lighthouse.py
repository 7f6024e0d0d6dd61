"""What Lighthouse makes of the site on a slow phone: home, the A-Z of 1,500 products and a product.

``python -m benchmarks.lighthouse`` asks each five times and takes the middle one; ``--check`` makes the exit code 1
below a budget. Bytes are the gate: see ``benchmarks.first_visit``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli

from benchmarks.figures import Figure, table
from benchmarks.processes import build
from benchmarks.registers import make_project
from benchmarks.words import ROOT, read_words
from wmebv_site.register.addresses import NOT_FOUND
from wmebv_site.site.server.headers import content_type, headers_of

MANY = 1500
TIMES = 5
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "home": "",
    f"A-Z of {MANY:,} products": "producten/",
    "a product": "producten/evenementenvergunning/",
}
LEAST = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
BUSY = 20
"""What the score for speed may lack: a machine with other work to do makes it lower, and no page."""
_TRIES = 3
"""Now and then it misses the beginning of a visit, and asks for another."""
_FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves before a file is whole is no mistake of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Municipality(SimpleHTTPRequestHandler):
    """Answers as the server settings that we give out make a server answer: compressed, and with every header."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        body = _packed(file if found else Path(self.directory) / "404.html")
        self.send_response(200 if found else 404)
        where = file.relative_to(self.directory).as_posix() if found else NOT_FOUND
        self.send_header("Content-Type", content_type(where))
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers_of(where).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@cache
def _packed(file: Path) -> bytes:
    packed: bytes = brotli.compress(file.read_bytes(), quality=11)
    return packed


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The address of a site, for the time of the block."""
    server = _Server(("127.0.0.1", 0), partial(_Municipality, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def judge(url: str, chromium: str) -> dict[str, float]:
    """The four scores out of 100 and the shift of the layout, of one visit. Raises ValueError when it went wrong."""
    for _ in range(_TRIES):
        try:
            return _visit(url, chromium)
        except ValueError as error:
            failure = error
    raise failure


def _visit(url: str, chromium: str) -> dict[str, float]:
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--chrome-flags={_FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    # To a file: on a pipe its answer is cut off.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
        done = subprocess.run(command, stdout=report, stderr=subprocess.PIPE, text=True, env=environment)
        if done.returncode:
            raise ValueError(done.stderr)
        report.seek(0)
        said = json.load(report)
    if "runtimeError" in said or said["runWarnings"]:
        raise ValueError(said.get("runtimeError") or said["runWarnings"])
    scores = {name: round(100 * said["categories"][name]["score"]) for name in LEAST}
    return {**scores, "layout shift": said["audits"]["cumulative-layout-shift"]["numericValue"]}


def figures(folder: Path, chromium: str, times: int) -> list[Figure]:
    """The middle of so many visits to each page. A score is shown as what it lacks, so that less is better."""
    project = make_project(folder / "many", MANY, read_words())
    build(project)
    found = []
    with serving(project / "site") as address:
        for page, path in PAGES.items():
            visits = [judge(address + path, chromium) for _ in range(times)]
            for name, least in LEAST.items():
                lacks = 100 - statistics.median(visit[name] for visit in visits)
                limit = BUSY if name == "performance" else None
                found.append(Figure(f"{page}, {name}, short of 100", lacks, "", 100 - least, limit))
            shift = statistics.median(visit["layout shift"] for visit in visits)
            found.append(Figure(f"{page}, layout shift", shift, "", 0))
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 when a budget is passed")
    parser.add_argument(
        "--times", type=int, default=TIMES, help=f"visits to each page; {TIMES} without this option"
    )
    chosen = parser.parse_args(arguments)
    chromium = shutil.which("chromium")
    if chromium is None or not LIGHTHOUSE.is_file():
        print("Chromium or Lighthouse is not there: run 'make bench'.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="wmebv-lighthouse-") as folder:
        measured = figures(Path(folder), chromium, chosen.times)
    print(f"the middle of {chosen.times} visits\n{table(measured)}")
    return 1 if chosen.check and any(figure.fails for figure in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
