"""How heavy the pages of a built site are."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.figures import Figure, percentile
from wmebv_site.register.addresses import ELEMENT_SCRIPT


def compressed(data: bytes) -> int:
    """The bytes on the wire: brotli at quality 11."""
    import brotli  # of the test group: whoever only makes registers does without

    return len(brotli.compress(data, quality=11))


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.number += 1


def elements(html: str) -> int:
    counter = _Counter()
    counter.feed(html)
    return counter.number


_HISTORY = re.compile(r'<details id="welk-kanaal"[^>]*>.*?</details>', re.DOTALL)


def without_history(page: bytes) -> bytes:
    """A product page without what held before, which the budget leaves out."""
    return _HISTORY.sub("", page.decode()).encode()


_FOR_PROGRAMS = re.compile(
    r'\n?<script type="application/ld\+json">.*?</script>'
    r'|\n<meta name="(?:DCTERMS|OVERHEID)\.[^>]*>',
    re.DOTALL,
)


def without_data(page: bytes) -> bytes:
    """A page without the data for programs that its budget leaves out: the JSON-LD, and the words of OWMS in the head."""
    return _FOR_PROGRAMS.sub("", page.decode()).encode()


_SYNONYMS = re.compile(r" <small>[^<]*</small>")


def without_synonyms(html: str) -> str:
    """The A-Z with the names alone."""
    return _SYNONYMS.sub("", html)


def weigh(site: Path) -> list[Figure]:
    """Product pages, the A-Z and the style sheet of a site of 1,500 products, beside their budgets."""
    whole = [page.read_bytes() for page in sorted((site / "producten").glob("*/index.html"))]
    pages = [without_data(without_history(page)) for page in whole]
    linked = [(len(page) - len(without_data(page))) / 1000 for page in whole]
    sample = pages[:: max(1, len(pages) // 150)]
    a_to_z = (site / "producten" / "index.html").read_text(encoding="utf-8")
    which = (site / "welk-kanaal" / "index.html").read_bytes()
    css = (site / "assets" / "wmebv.css").read_bytes()
    element = (site / ELEMENT_SCRIPT).read_bytes()
    raw = [len(page) / 1000 for page in pages]
    packed = [compressed(page) / 1000 for page in sample]
    counted = [elements(page.decode()) for page in sample]
    return [
        Figure("product page, HTML, middle one", percentile(raw, 0.5), "kB", 12),
        Figure("product page, HTML, 95 of 100", percentile(raw, 0.95), "kB", 12),
        Figure("product page, compressed, 95 of 100", percentile(packed, 0.95), "kB", 4),
        Figure("product page, data for programs, middle one", percentile(linked, 0.5), "kB"),
        Figure("product page, elements, 95 of 100", percentile(counted, 0.95), "elements", 300),
        Figure("A-Z, names, compressed", compressed(without_synonyms(a_to_z).encode()) / 1000, "kB", 22),
        Figure("A-Z, names and synonyms, compressed", compressed(a_to_z.encode()) / 1000, "kB", 40),
        Figure("which channel on a day, compressed", compressed(which) / 1000, "kB", 40),
        Figure("style sheet of every page", len(css) / 1000, "kB", 14),
        Figure("element for another website, compressed", compressed(element) / 1000, "kB", 2),
    ]
