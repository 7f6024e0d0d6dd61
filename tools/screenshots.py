"""Makes the pictures in docs/images from the built example: `make screenshots`."""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

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

# Name, page, width, height, colour scheme.
PICTURES = [
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


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> int:
    chromium = shutil.which("chromium", path=f"{ROOT / '.tools' / 'bin'}") or shutil.which("chromium")
    if chromium is None or not SITE.is_dir():
        print("Run `make site` first, and see that Chromium is there.", file=sys.stderr)
        return 2
    handler = functools.partial(_Quiet, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, page_url, width, height, scheme in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address + page_url)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
