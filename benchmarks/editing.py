"""How long the editor for a browser takes with many products: the list from signing in, and one entry; aimed at, not held.

``python -m benchmarks.editing`` bundles the editor and opens it on a made register, one file for each product.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.figures import Figure, table
from benchmarks.registers import make_project
from benchmarks.words import ROOT, read_words
from wmebv_site.editor.bundle import found_bundle
from wmebv_site.editor.config import config
from wmebv_site.editor.page import editor_files
from wmebv_site.exchange.splitting import split
from wmebv_site.project.load import load
from wmebv_site.project.writing import fill

MANY = 1500
# The window in which one chooses a folder can't be driven. A folder that the browser keeps for itself answers in its place.
FOLDER_FOR_PICKER = """
window.showDirectoryPicker = async () =>
    (await navigator.storage.getDirectory()).getDirectoryHandle('map', {create: true});
"""
PUT_FILES = """async (files) => {
    const top = await (await navigator.storage.getDirectory()).getDirectoryHandle('map', {create: true});
    await top.getDirectoryHandle('.git', {create: true});
    for (const [path, text] of files) {
        const folders = path.split('/');
        const name = folders.pop();
        let folder = top;
        for (const each of folders) folder = await folder.getDirectoryHandle(each, {create: true});
        const writable = await (await folder.getFileHandle(name, {create: true})).createWritable();
        await writable.write(Uint8Array.from(atob(text), each => each.charCodeAt(0)));
        await writable.close();
    }
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def _files(folder: Path) -> dict[str, bytes]:
    """The files of a made register, with one for each product."""
    project = make_project(folder, MANY, read_words(ROOT))
    found = load(project).files
    for change in split(load(project)).changes:
        if change.after is None:
            found.pop(change.path)
        else:
            found[change.path] = change.after
    return {path: data for path, data in found.items() if path != "products.yaml"}


def _times(page: Page, address: str, files: dict[str, bytes]) -> list[Figure]:
    page.goto(f"{address}LICENSES.txt")
    held = [(path, base64.b64encode(data).decode()) for path, data in files.items()]
    for begin in range(0, len(held), 100):
        page.evaluate(PUT_FILES, held[begin : begin + 100])
    page.goto(address)
    begin_button = page.get_by_role("button", name="Een map op deze computer openen")
    begin_button.wait_for()
    started = time.perf_counter()
    begin_button.click()
    page.locator("[role=row], [role=option]").nth(10).wait_for(timeout=120_000)
    listed = time.perf_counter() - started
    product = sorted(path for path in files if path.startswith("products/"))[MANY // 2]
    started = time.perf_counter()
    entry = f"#/collections/products/entries/{product.removeprefix('products/').removesuffix('.yaml')}"
    page.evaluate("hash => { location.hash = hash; }", entry)
    page.locator('section[data-key-path="name"] input').wait_for(timeout=120_000)
    opened = time.perf_counter() - started
    return [
        Figure(f"list of {MANY:,} products, from signing in", listed, "s", 5.0),
        Figure("one entry, from the list", opened, "s", 1.0),
    ]


def main() -> int:
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "editor.py"], capture_output=True, text=True, check=True
    )
    title = "Register bewerken"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        site.mkdir()
        program = found_bundle(ROOT / made.stdout.strip())
        fill(site, editor_files(program, config("content", None, title, None), title, None))
        files = _files(Path(folder) / "made")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=root)
        page = browser.new_page(locale="nl-NL")
        page.add_init_script(FOLDER_FOR_PICKER)
        figures = _times(page, f"http://127.0.0.1:{server.server_address[1]}/", files)
        browser.close()
        server.shutdown()
    sys.stdout.write(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
