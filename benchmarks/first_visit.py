"""What a first visit costs, from the network log of a real browser, beside GOV.UK's front end and stock Material.

``python -m benchmarks.first_visit`` builds everything it compares; ``--check`` builds ours alone, and makes the exit
code 1 over a budget.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from jinja2 import Environment

from benchmarks.figures import Figure, table
from benchmarks.processes import build
from benchmarks.registers import make_project
from benchmarks.weight import compressed, elements, without_data, without_history, without_synonyms
from benchmarks.words import ROOT, read_words

MANY = 1500
_PARTS = ("content", "theme", "products", "channels.yaml", "products.yaml", "mkdocs.yml")
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_FONT = re.compile(r"@font-face\{[^}]*\}")
# Every place in which a page can leave something behind.
_KEPT = """async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length
    + (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length"""
_VOORBEELD = (
    ROOT / "node_modules" / "@nl-design-system-unstable" / "voorbeeld-design-tokens" / "dist" / "theme.css"
)
_GOVUK = """<!doctype html>
<html lang="nl" class="govuk-template"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/govuk-frontend.min.css"></head>
<body class="govuk-template__body"><a href="#main" class="govuk-skip-link" data-module="govuk-skip-link">Naar de inhoud</a>
<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main">{{ main }}</main></div>
<script type="module" src="/govuk-frontend.min.js"></script><script type="module" src="/start.js"></script></body></html>
"""


@dataclass(frozen=True)
class Visit:
    """What a browser fetched for one address with nothing in its cache; sizes in bytes."""

    html: bytes
    bodies: dict[str, bytes]
    hosts: frozenset[str]
    kept: int

    @property
    def requests(self) -> int:
        return len(self.bodies)

    @property
    def of_status(self) -> int:
        """Requests for outages, which are told without a build, and so in no file that a build makes."""
        return sum(address.endswith("/status.js") for address in self.bodies)

    @property
    def weight(self) -> int:
        """Every body compressed as a good server would: brotli at quality 11, pictures and fonts too."""
        return sum(min(len(body), compressed(body)) for body in self.bodies.values())


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
    }

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server for a folder, for the time of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def visit(browser: Any, url: str, *, search: bool = False) -> Visit:
    """Open an address in a clean browser. With ``search``, count only what a first use of the search box adds."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    answers: list[Any] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: answers.append(request.response()))
    first = page.goto(url, wait_until="networkidle")
    if search:
        answers.clear()
        box = page.locator("form[role=search] input").first
        box.click()
        box.press_sequentially("vergunning")
        page.wait_for_timeout(1000)
    bodies = {answer.url: answer.body() for answer in answers if answer}
    hosts = frozenset(
        urlsplit(address).netloc for address in asked if not address.startswith(("data:", "blob:"))
    )
    kept = len(context.cookies()) + page.evaluate(_KEPT)
    html = first.body()
    context.close()
    return Visit(html, bodies, hosts, kept)


def figures(browser: Any, folder: Path, *, compare: bool) -> list[Figure]:
    """Everything, from sites made in ``folder``; with ``compare`` also the same page in other houses."""
    words = read_words()
    some = folder / "some"
    for name in _PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, some / name)
        elif source.is_file():
            some.mkdir(exist_ok=True)
            shutil.copy(source, some / name)
    many = make_project(folder / "many", MANY, words)
    for project in (some, many):
        build(project)
    product = "producten/evenementenvergunning/"
    found: list[Figure] = []
    for register, project in (("the example", some), (f"{MANY:,} products", many)):
        with serving(project / "site") as url:
            found += _first_visit(browser, f"home of {register}", url, 10)
            a_to_z = visit(browser, f"{url}producten/")
            names = compressed(without_synonyms(a_to_z.html.decode()).encode())
            found.append(Figure(f"A-Z of {register}, HTML with names alone, brotli", names / 1000, "kB", 22))
            found.append(Figure(f"A-Z of {register}, HTML, brotli", compressed(a_to_z.html) / 1000, "kB", 40))
            found += _first_visit(browser, f"A-Z of {register}", f"{url}producten/", None)
            found += _first_visit(browser, f"a product of {register}", f"{url}{product}", 10)
            html = without_data(without_history(visit(browser, f"{url}{product}").html))
            # The budget is for three messages; this product of the example has more.
            three = project is many
            found += [
                Figure(f"a product of {register}, HTML", len(html) / 1000, "kB", 12 if three else None),
                Figure(f"a product of {register}, HTML, brotli", compressed(html) / 1000, "kB", 4),
                Figure(
                    f"a product of {register}, elements",
                    elements(html.decode()),
                    "elements",
                    300 if three else None,
                ),
            ]
            found += _search(browser, register, url)
    found += _in_house_style(browser, some, product)
    return [*found, *(_beside(browser, folder, some / "site", product) if compare else [])]


def _search(browser: Any, register: str, url: str) -> list[Figure]:
    added = visit(browser, url, search=True)
    name = f"first use of search in {register}"
    index = next(
        json.loads(body) for address, body in added.bodies.items() if address.endswith("zoeken.json")
    )
    bare = [{**part, "words": [""] * len(part["ids"])} for part in index]
    names = json.dumps(bare, ensure_ascii=False, separators=(",", ":")).encode()
    return [
        Figure(f"{name}, brotli", added.weight / 1000, "kB", 50),
        Figure(f"{name}, with names alone, brotli", compressed(names) / 1000, "kB", 25),
        Figure(f"{name}, requests", added.requests),
        Figure(f"{name}, other hosts", len(added.hosts) - 1, "", 0),
        Figure(f"{name}, cookies and storage", added.kept, "", 0),
    ]


def _in_house_style(browser: Any, project: Path, product: str) -> list[Figure]:
    """The example with the tokens of the NL Design System's own example, and what a style sheet and script weigh."""
    (project / "content" / "huisstijl").mkdir()
    shutil.copy(_VOORBEELD, project / "content" / "huisstijl" / "tokens.css")
    settings = yaml.safe_load((project / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["plugins"] = [{"wmebv": {"house_style": "huisstijl/tokens.css"}}]
    (project / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    build(project)
    with serving(project / "site") as url:
        found = _first_visit(browser, "a product in the Voorbeeld house style", f"{url}{product}", 28)
        bodies = visit(browser, f"{url}{product}").bodies
    for name, ending, bound in (("every style sheet", ".css", None), ("every script", ".js", 6)):
        packed = sum(compressed(body) for address, body in bodies.items() if address.endswith(ending))
        found.append(Figure(f"{name} of that page, brotli", packed / 1000, "kB", bound))
    return found


def _first_visit(browser: Any, what: str, url: str, kilobytes: float | None) -> list[Figure]:
    seen = visit(browser, url)
    return [
        Figure(f"{what}, first visit, brotli", seen.weight / 1000, "kB", kilobytes),
        Figure(f"{what}, requests", seen.requests - seen.of_status, "", 4),
        Figure(f"{what}, requests for what does not work now", seen.of_status, "", 1),
        Figure(f"{what}, other hosts", len(seen.hosts) - 1, "", 0),
        Figure(f"{what}, cookies and storage", seen.kept, "", 0),
    ]


def _beside(browser: Any, folder: Path, site: Path, product: str) -> list[Figure]:
    """The same words of the same product page in two other houses."""
    made = []
    govuk = _govuk(folder / "govuk", (site / product / "index.html").read_text(encoding="utf-8"))
    if govuk:
        made.append(("GOV.UK, whole and without its font", govuk, ""))
    made.append(("stock Material, without web fonts", _material(folder / "material", site), product))
    found = []
    for name, other, address in made:
        with serving(other) as url:
            seen = visit(browser, url + address)
        found.append(Figure(f"that product in {name}, first visit, brotli", seen.weight / 1000, "kB"))
        found.append(Figure(f"that product in {name}, requests", seen.requests))
    return found


def _govuk(folder: Path, page: str) -> Path | None:
    source = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
    if not source.is_dir():
        return None
    folder.mkdir()
    # The font may only be used on GOV.UK itself.
    css = _FONT.sub("", (source / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    (folder / "govuk-frontend.min.css").write_text(css, encoding="utf-8")
    shutil.copy(source / "govuk-frontend.min.js", folder)
    shutil.copy(ROOT / "theme" / "assets" / "wmebv.svg", folder / "favicon.svg")
    (folder / "start.js").write_text(
        "import {initAll} from './govuk-frontend.min.js'\ninitAll()\n", encoding="utf-8"
    )
    html = Environment(autoescape=True).from_string(_GOVUK).render(title="Product", main=_Html(_main(page)))
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder


def _material(folder: Path, site: Path) -> Path:
    """Every page of a site in the theme as it comes, without web fonts, the products out of the menu."""
    for file in site.rglob("index.html"):
        page = folder / "docs" / file.relative_to(site).with_suffix(".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        lines = (line for line in _main(file.read_text(encoding="utf-8")).splitlines() if line.strip())
        page.write_text("\n".join(["<div>", *lines, "</div>", ""]), encoding="utf-8")
    settings = {
        "site_name": "Digitaal contact met Gemeente Voorbeeld",
        "theme": {"name": "material", "language": "nl", "font": False},
        "nav": [{"Home": "index.md"}],
        "not_in_nav": "*",
        "validation": {"links": {"not_found": "ignore", "unrecognized_links": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    build(folder)
    return folder / "site"


class _Html(str):
    """Text that is HTML already, made by our own escaping templates."""

    def __html__(self) -> str:
        return str(self)


def _main(page: str) -> str:
    match = _MAIN.search(page)
    if match is None:
        raise ValueError("a page without main")
    return match[1]


def main(arguments: list[str] | None = None) -> int:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_visit", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="only what has a budget; exit 1 when one is passed"
    )
    chosen = parser.parse_args(arguments)
    root = [] if os.geteuid() else ["--no-sandbox"]
    with tempfile.TemporaryDirectory(prefix="wmebv-visit-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-gpu", *root]
        )
        measured = figures(browser, Path(folder), compare=not chosen.check)
        browser.close()
    print(table(measured))
    return 1 if chosen.check and any(figure.fails for figure in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
