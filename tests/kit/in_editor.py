"""The editor for a browser as somebody uses it: built once, opened in Chromium, on a folder of files that it changes."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched, served, watched
from judges import AXE
from places import ROOT
from playwright.sync_api import Browser, Locator, Page

from benchmarks.editing import FOLDER_FOR_PICKER, PUT_FILES
from wmebv_site.editor.config import config
from wmebv_site.editor.page import editor_files
from wmebv_site.project.writing import fill

EDITOR = ROOT / "editor"
TITLE = "Register bewerken: Gemeente Voorbeeld"

_TAKE = """async () => {
    const found = {};
    const walk = async (folder, path) => {
        for await (const [name, handle] of folder.entries()) {
            if (handle.kind === 'directory') { await walk(handle, `${path}${name}/`); continue; }
            const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
            found[path + name] = Array.from(bytes, each => String.fromCharCode(each)).join('');
        }
    };
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('map'), '');
    return found;
}"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = """async (tags) => (await axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})).violations.map(
    each => `${each.id} (${each.impact}, ${each.tags.filter(tag => tag.startsWith('wcag')).join(' ') || 'best practice'}): ` +
        each.nodes.map(node => node.target.join(' ') + ' ' + node.html.slice(0, 160)).join(' | '))"""


def node() -> str:
    """The Node.js of this machine. A test that needs it is skipped where there is none, or nothing to bundle."""
    found = shutil.which("node")
    if found is None or not (ROOT / "node_modules" / "@sveltia").is_dir():
        pytest.skip("there is nothing to bundle with: run 'make node_modules/.made'")
    return found


def built(folder: Path) -> dict[str, bytes]:
    """The files of the bundle, made in a folder."""
    done = subprocess.run(
        [node(), str(EDITOR / "build.mjs"), str(folder)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@dataclass
class InEditor:
    """The editor in a browser, signed in on a folder."""

    seen: Watched
    address: str

    @property
    def page(self) -> Page:
        return self.seen.page

    def put(self, files: Mapping[str, bytes]) -> None:
        """Put files in the folder that the editor will open."""
        self.page.goto(f"{self.address}LICENSES.txt")
        self.page.evaluate(
            PUT_FILES,
            [(path, base64.b64encode(data).decode()) for path, data in files.items()],
        )

    def files(self) -> dict[str, bytes]:
        """What stands in the folder now."""
        found: dict[str, str] = self.page.evaluate(_TAKE)
        return {path: text.encode("latin-1") for path, text in found.items()}

    def begin(self) -> None:
        self.page.goto(self.address)
        self.page.get_by_role("button", name="Een map op deze computer openen").wait_for()

    def sign_in(self) -> None:
        self.page.get_by_role("button", name="Een map op deze computer openen").click()
        self.page.get_by_role("searchbox").or_(self.page.get_by_text("Producten")).first.wait_for()

    def open(self, path: str) -> None:
        """Go to a list, an entry or a file, by its address in the program."""
        self.page.evaluate("path => { location.hash = `#/collections/${path}`; }", path)

    def field(self, path: str) -> Locator:
        """The part of the form in which a field stands; what is not on the screen is made once it comes there."""
        found = self.page.locator(f'section[data-key-path="{path}"]').first
        size = self.page.viewport_size
        assert size is not None
        self.page.locator("section[data-key-path]").first.wait_for(state="attached")
        self.page.mouse.move(size["width"] / 2, size["height"] / 2)
        for _ in range(60):
            if found.count():
                found.scroll_into_view_if_needed()
                return found
            self.page.mouse.wheel(0, size["height"] / 2)
            self.page.wait_for_timeout(50)
        raise AssertionError(f"no field {path}")

    def save(self) -> None:
        self.page.get_by_role("button", name="Opslaan").first.click()
        self.page.get_by_role("button", name="Opslaan").first.wait_for(state="hidden")

    def axe(self) -> list[str]:
        """What axe has against the page at A and AA. The policy of the page must be off."""
        if not self.page.evaluate("'axe' in window"):
            self.page.add_script_tag(path=str(AXE))
        found: list[str] = self.page.evaluate(_AXE, _RULES)
        return found


@contextmanager
def editor_in(
    browser: Browser, bundle: Mapping[str, bytes], folder: Path, **settings: Any
) -> Iterator[InEditor]:
    """The editor without a forge, served to a browser; ``folder`` is where its files are put."""
    if not folder.exists():
        folder.mkdir(parents=True)
        fill(folder, editor_files(bundle, config("content", None, TITLE, None), TITLE, None))
    with served(folder) as address, watched(browser, locale="en-US", **settings) as seen:
        seen.context.add_init_script(FOLDER_FOR_PICKER)
        yield InEditor(seen, address)
