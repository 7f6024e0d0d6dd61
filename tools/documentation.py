"""Makes a website of docs/ together with the pages at the top: `make docs`, and MkDocs calls what stands here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "components"
"""What is looked at beside the theme of a checkout, and not taken along."""
AT_THE_TOP = ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "GOVERNANCE.md", "SECURITY.md")
"""Pages that a forge shows at the top of the repository, and that the website has too."""
ENGLISH = "Contributing"
"""The part of the navigation of which the pages are in English."""

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s:#]+)(#[^)\s]*)?\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder where the navigation has a star for them."""
    named = list(_named(config.nav))
    taken = {uri for uri in named if "*" not in uri}
    # A star with words is asked before one without, wherever they stand.
    stars = sorted((each for each in named if "*" in each), key=lambda star: star.endswith("*"))
    pages: dict[str, list[str]] = {}
    for star in stars:
        pages[star] = [uri for uri in _pages(star) if uri not in taken]
        taken.update(pages[star])
    config.nav = _with_pages(config.nav, pages)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that stand at the top."""
    for name in AT_THE_TOP:
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead every link to where it leads in a checkout; what this website does not have keeps its words."""
    source = _source(page.file.src_uri)

    def led(link: re.Match[str]) -> str:
        image, words, target, anchor = link.groups()
        uri = _uri(source.parent / target)
        if uri is None:
            return words
        from_here = os.path.relpath(uri, Path(page.file.src_uri).parent).replace(os.sep, "/")
        return f"{image}[{words}]({from_here}{anchor or ''})"

    return _LINK.sub(led, markdown)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say of a page in English that it is, since what stands around it is Dutch."""
    return f'<div lang="en">\n{html}\n</div>' if ENGLISH in _parts(page) else html


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Say in Dutch what Material says in English."""
    return (
        output.replace("404 - Not found", "Deze pagina is er niet") if template_name == "404.html" else output
    )


def _source(uri: str) -> Path:
    return ROOT / uri if uri in AT_THE_TOP else DOCS / uri


def _uri(target: Path) -> str | None:
    """Where a file of the checkout stands in this website; of a folder that is its first page."""
    real = Path(os.path.normpath(target))
    if real.parent == ROOT and real.name in AT_THE_TOP:
        return real.name
    if real == ROOT / "README.md":
        return "index.md"
    if not real.exists():
        # It stays as it is written, so that the build tells of it.
        return os.path.relpath(real, DOCS).replace(os.sep, "/")
    if not real.is_relative_to(DOCS) or real.is_relative_to(EXAMPLES):
        return None
    first = min(real.glob("*.md"), default=None) if real.is_dir() else real
    return first.relative_to(DOCS).as_posix() if first else None


def _parts(page: Page) -> Iterator[str]:
    """The parts of the navigation in which a page stands, the nearest first."""
    part: Section | None = page.parent
    while part is not None:
        yield part.title
        part = part.parent


def _named(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, (list, dict)):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(each)


def _pages(star: str) -> list[str]:
    """The pages that a star stands for, by title."""
    folder, words = star.split("/*")
    found = {}
    for page in (DOCS / folder).glob("*.md"):
        title, _, text = page.read_text(encoding="utf-8").partition("\n")
        if text.lstrip().startswith(words.strip()):
            found[page.relative_to(DOCS).as_posix()] = title.removeprefix("# ").casefold()
    return sorted(found, key=lambda uri: (found[uri], uri))


def _with_pages(nav: Any, pages: Mapping[str, list[str]]) -> Any:
    if isinstance(nav, dict):
        return {title: _with_pages(each, pages) for title, each in nav.items()}
    if isinstance(nav, list):
        parts = [
            pages[each] if isinstance(each, str) and each in pages else [_with_pages(each, pages)]
            for each in nav
        ]
        return [each for part in parts for each in part]
    return nav
