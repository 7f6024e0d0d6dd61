"""A real browser on a site that is served on this machine, with every request and complaint noted."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from places import ROOT, tool
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

FLAGS = [
    *tool("screenshots").FLAGS,
    # A page that a test makes up has no address, and may not ask one of this machine by itself.
    "--disable-features=LocalNetworkAccessChecks",
]


WIDTHS = (320, 1280)
"""Of a telephone, and of a screen on a desk."""


def screen(width: int) -> dict[str, int]:
    return {"width": width, "height": 720}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Nothing: the tests note the requests themselves."""

    def send_head(self) -> Any:
        """The whole file each time: a host tells one that changed within a second from the one before."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that is not there, as a host would be told to send."""
        body = next(Path(self.directory).glob("*/404.html")).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves before a file is whole is no mistake of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which a site is served, on this machine alone: below a path that is the name of its folder."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site.parent)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/{site.name}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, without its window where that can be: the same engine, and a fifth of the work.

    A test that needs it is skipped where there is none.
    """
    folders = f"{ROOT / '.tools' / 'bin'}:/usr/bin:/usr/local/bin:{os.environ.get('PATH', '')}"
    found = (shutil.which(name, path=folders) for name in ("chromium-headless-shell", "chromium"))
    program = next(filter(None, found), None)
    if program is None:
        pytest.skip("there is no Chromium: run 'python3 tools/system.py chromium'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page with what it asked for and what it complained of."""

    page: Page
    context: BrowserContext
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def width_beyond_screen(self) -> int:
        """How many pixels a reader would have to scroll sideways."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@contextmanager
def watched(browser: Browser, **settings: Any) -> Iterator[Watched]:
    context = browser.new_context(**settings)
    page = context.new_page()
    seen = Watched(page, context)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on(
        "console",
        lambda message: (
            seen.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("requestfailed", lambda request: _failed(seen, request))
    try:
        yield seen
    finally:
        context.close()


def _failed(seen: Watched, request: Request) -> None:
    # A picture still on its way when the test goes on to the next page is no fault of the page.
    if request.failure != "net::ERR_ABORTED":
        seen.complaints.append(f"failed: {request.url}")
