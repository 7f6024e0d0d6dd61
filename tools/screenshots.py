"""Makes the pictures in docs/images from the example, as it is, in two house styles and in other websites: `make screenshots`."""

from __future__ import annotations

import base64
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import yaml
from playwright.sync_api import Browser, Route, sync_playwright

from benchmarks.editing import FOLDER_FOR_PICKER, PUT_FILES
from wmebv_site.editor.bundle import found_bundle
from wmebv_site.editor.config import config
from wmebv_site.editor.page import editor_files
from wmebv_site.project.writing import fill

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site"
IMAGES = ROOT / "docs" / "images"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The tokens of two house styles: the NL Design System's own example, and one made up.
STYLES = {
    "voorbeeld": ROOT
    / "node_modules"
    / "@nl-design-system-unstable"
    / "voorbeeld-design-tokens"
    / "dist"
    / "theme.css",
    "waterkant": ROOT / "tests" / "site" / "house_styles" / "waterkant.css",
}
LOGO = ROOT / "tests" / "site" / "house_styles" / "logo.svg"
PARTS = ("content", "products", "theme", "channels.yaml", "products.yaml")

# Name, page, width, height, colour scheme.
Picture = tuple[str, str, int, int, Literal["light", "dark"]]
PICTURES: list[Picture] = [
    ("home", "", 1280, 900, "light"),
    ("product", "producten/evenementenvergunning/", 1280, 1150, "light"),
    ("product-phone", "producten/evenementenvergunning/", 320, 900, "light"),
    ("product-dark", "producten/evenementenvergunning/", 768, 1000, "dark"),
    ("exempt", "producten/paspoort/", 768, 900, "light"),
    ("a-to-z", "producten/", 768, 1000, "light"),
    ("objection", "bezwaar/", 768, 1000, "light"),
    ("channel", "kanalen/bezwaarformulier/", 768, 900, "light"),
    ("decision", "besluiten/aanwijzing-2026/", 768, 1000, "light"),
    ("help", "hulp/", 768, 1000, "light"),
    ("help-phone", "hulp/telefoon/", 320, 900, "light"),
    ("about-dark", "over/", 1280, 900, "dark"),
]
IN_STYLE: dict[str, list[Picture]] = {
    "voorbeeld": [("style-voorbeeld", "producten/evenementenvergunning/", 1280, 900, "light")],
    "waterkant": [
        ("style-waterkant", "producten/evenementenvergunning/", 1280, 900, "light"),
        ("style-waterkant-dark", "producten/evenementenvergunning/", 768, 900, "dark"),
    ],
}

# Name, house style of the other website, classes of its buttons, width, height, colour scheme.
EMBEDDED: list[tuple[str, str, str, int, int, Literal["light", "dark"]]] = [
    ("embedded-binnenstad", "binnenstad", "wmebv-knop", 768, 1000, "light"),
    ("embedded-polder", "polder", "wmebv-knop", 768, 1000, "dark"),
    (
        "embedded-stelsel",
        "stelsel",
        "utrecht-button-link utrecht-button-link--primary-action",
        320,
        1000,
        "light",
    ),
]
CMS_STYLES = ROOT / "tests" / "whole" / "cms"
CMS, CONTACT = "https://www.voorbeeld.example/", "https://contact.voorbeeld.example/"
CMS_PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Evenement organiseren</title>
<meta name="viewport" content="width=device-width"><style>{style}</style>
<script src="{contact}assets/kanaal.js" defer></script><main><h1>Evenement organiseren</h1>
<p>Wilt u een feest, markt of wedstrijd organiseren op straat of in een park? Dan hebt u een vergunning nodig.</p>
<wmebv-kanaal product="evenementenvergunning" knop="{button}"><a href="{contact}producten/evenementenvergunning/">
Evenementenvergunning: hoe u dit regelt</a></wmebv-kanaal></main></html>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> int:
    chromium = shutil.which("chromium", path=f"{ROOT / '.tools' / 'bin'}") or shutil.which("chromium")
    missing = [path for path in STYLES.values() if not path.is_file()]
    if chromium is None or not SITE.is_dir() or missing:
        print("Run `make site node_modules/.made` first, and see that Chromium is there.", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        _pictures(browser, SITE, PICTURES)
        for style, pictures in IN_STYLE.items():
            _pictures(browser, _in_style(Path(folder) / style, STYLES[style]), pictures)
        _embedded(browser)
        _editor(browser, Path(folder) / "editor")
        browser.close()
    return 0


def _pictures(browser: Browser, site: Path, pictures: Iterable[Picture]) -> None:
    with _served(site) as address:
        for name, page_url, width, height, scheme in pictures:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address + page_url)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()


def _embedded(browser: Browser) -> None:
    """The element in a page of another website; both answer from this machine, whatever their addresses."""
    for name, style, button, width, height, scheme in EMBEDDED:
        css = (CMS_STYLES / f"{style}.css").read_text(encoding="utf-8")
        html = CMS_PAGE.format(style=css, contact=CONTACT, button=button)
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.route(f"{CMS}**", functools.partial(_answer_page, html))
        page.route(f"{CONTACT}**", _answer_file)
        page.goto(CMS, wait_until="networkidle")
        page.screenshot(path=IMAGES / f"{name}.png")
        page.close()


def _editor(browser: Browser, folder: Path) -> None:
    """The editor for a browser, on the example: where one begins, a list, and a form."""
    title = "Register bewerken: Gemeente Voorbeeld"
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "editor.py"], capture_output=True, text=True, check=True
    )
    program = found_bundle(ROOT / made.stdout.strip())
    folder.mkdir()
    fill(folder, editor_files(program, config("content", None, title, None), title, None))
    files = [ROOT / "channels.yaml", *ROOT.glob("products/*.yaml"), *ROOT.glob("content/*/*.md")]
    held = [
        (file.relative_to(ROOT).as_posix(), base64.b64encode(file.read_bytes()).decode()) for file in files
    ]
    with _served(folder) as address:
        page = browser.new_page(viewport={"width": 1000, "height": 640}, locale="nl-NL")
        page.add_init_script(FOLDER_FOR_PICKER)
        page.goto(f"{address}LICENSES.txt")
        page.evaluate(PUT_FILES, held)
        page.goto(address)
        begin = page.get_by_role("button", name="Een map op deze computer openen")
        for name, seen in (
            ("editor-login", begin),
            ("editor-lijst", page.get_by_text("Jeugdhulp")),
            ("editor-product", page.locator('section[data-key-path="summary"] textarea')),
        ):
            seen.first.wait_for()
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(500)  # what moves into place has come to rest
            page.screenshot(path=IMAGES / f"{name}.png")
            seen.first.click()
        page.close()


def _answer_page(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html")


def _answer_file(route: Route) -> None:
    path = SITE / route.request.url.removeprefix(CONTACT)
    route.fulfill(
        path=path, headers={"Access-Control-Allow-Origin": "*", "Content-Type": _TYPES[path.suffix]}
    )


_TYPES = {".js": "text/javascript", ".json": "application/json"}


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def _in_style(project: Path, tokens: Path) -> Path:
    """The example built once more, as a municipality with these tokens and this logo would."""
    project.mkdir()
    for name in PARTS:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, project / name)
    folder = project / "content" / "huisstijl"
    folder.mkdir()
    for file in (tokens, LOGO):
        shutil.copy(file, folder)
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    style = {"house_style": f"huisstijl/{tokens.name}", "logo": f"huisstijl/{LOGO.name}"}
    settings["plugins"] = [{"wmebv": style}]
    (project / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    # Strict mode is for the example itself: tokens of others may give a warning.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1780315200", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=project, env=environment, check=True
    )
    return project / "site"


if __name__ == "__main__":
    sys.exit(main())
