"""A page of a municipality's CMS on another origin than the site, with the policy that such a page has."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from browsing import Watched, watched
from places import TESTS
from playwright.sync_api import Browser

STYLES = TESTS / "whole" / "cms"
"""How three municipalities look; each begins with the rules that the documentation gives."""
TYPES = {".js": "text/javascript; charset=utf-8", ".json": "application/json", ".css": "text/css"}


@dataclass(frozen=True)
class Answer:
    """What a server sends."""

    body: bytes
    type: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(data: object) -> Answer:
    return Answer(json.dumps(data).encode())


def _serve(answer_to: Any) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: the tests note the requests themselves."""

        def do_GET(self) -> None:
            answer: Answer = answer_to(self.path.partition("?")[0])
            self.send_response(answer.status)
            headers = {"Content-Type": answer.type, "Content-Length": str(len(answer.body))} | dict(
                answer.headers
            )
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@dataclass
class Embedding:
    """A site, and a CMS beside it. ``instead`` has answers in place of files of the site, by their path."""

    site: Path
    instead: dict[str, Answer] = field(default_factory=dict)
    page: str = ""
    style: str = ""
    contact: str = ""
    cms: str = ""

    def of_site(self, path: str) -> Answer:
        name = path.removeprefix("/digitaal-contact/")
        anyone = {"Access-Control-Allow-Origin": "*"}
        if name in self.instead:
            found = self.instead[name]
            return Answer(found.body, found.type, found.status, anyone | dict(found.headers))
        file = self.site / name
        if not file.is_file():
            return Answer(b"<p>Niet gevonden</p>", "text/html", 404, anyone)
        return Answer(file.read_bytes(), TYPES.get(file.suffix, "text/html"), headers=anyone)

    def of_cms(self, path: str) -> Answer:
        if path == "/stijl.css":
            return Answer(self.style.encode(), "text/css")
        host = self.contact.removesuffix("/digitaal-contact")
        policy = f"default-src 'none'; style-src 'self'; script-src {host}; connect-src {host}"
        headers = {"Content-Security-Policy": policy}
        return Answer(self.page.encode(), "text/html; charset=utf-8", headers=headers)

    def show(self, inside: str, *, style: str = "", scripts: int = 1) -> None:
        """Make this the page of the CMS."""
        self.style = style
        script = f'<script src="{self.contact}/assets/kanaal.js" defer></script>' * scripts
        self.page = (
            '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Producten</title>'
            '<meta name="viewport" content="width=device-width">'
            f'<link rel="stylesheet" href="/stijl.css">{script}</head>'
            f"<body><main><h1>Producten</h1>{inside}</main></body></html>"
        )


@contextmanager
def embedding(site: Path) -> Iterator[Embedding]:
    """Both served on this machine, each at an origin of its own."""
    made = Embedding(site)
    servers = [_serve(made.of_site), _serve(made.of_cms)]
    ports = [server.server_address[1] for server in servers]
    made.contact, made.cms = f"http://127.0.0.1:{ports[0]}/digitaal-contact", f"http://127.0.0.1:{ports[1]}/"
    try:
        yield made
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def element(inside: str = "Hoe u dit regelt", /, **attributes: str) -> str:
    """As an editor writes it: with the link that stays."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<wmebv-kanaal{said}><a href="https://contact.voorbeeld.example/">{inside}</a></wmebv-kanaal>'


@contextmanager
def opened(browser: Browser, there: Embedding, **settings: Any) -> Iterator[Watched]:
    """The page of the CMS once it has fetched all; what went wrong in it, and requests elsewhere, are the test's to judge."""
    with watched(browser, **settings) as seen:
        seen.page.goto(there.cms, wait_until="networkidle")
        yield seen


@functools.cache
def styles() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*.css"))}
