"""Resolves a link in a text of the municipality to the page or the file of the website that it leads to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from wmebv_site.register.addresses import SKELETON_ANCHORS
from wmebv_site.register.files import CONTENT, has_role
from wmebv_site.register.markup import MarkdownText, Target

SCHEMES = frozenset({"https", "http", "mailto", "tel"})
"""Where a link can lead: to a page or a file, a mailbox or a telephone."""
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_NUMBER = r"(?:\d+[a-z]{0,2}(?:[.:]\d+[a-z]?)?|[IVX]+)"
"""An amendment counts its articles in Roman numerals."""
_ARTICLE = re.compile(rf"Artikel\s+(?P<number>{_NUMBER})\b", re.IGNORECASE)
_REFERENCE = re.compile(rf"(?:artikel |art\. )?(?P<number>{_NUMBER})\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNDERLINED = re.compile(r"^ {0,3}(?P<heading>[^\s>#|-][^\n]*)\n(?:=+|-+) *$", re.MULTILINE)
_ANYWHERE = re.compile(
    r"^[^\S\n]*(?:(?:>|[-*+](?=\s)|\d+[.)])[^\S\n]*)*#{1,6}(?P<heading>[^\n#][^\n]*)$", re.MULTILINE
)
"""A heading, also one in a box, a quotation or a list."""
_NO_WORDS = re.compile(r"\[\^[^\[\]\n]*\]|!\[[^\[\]\n]*\]\([^()\n]*\)")
"""What of a heading has no words: a mark for a note, and a picture."""
_ID = re.compile(
    r"\b(?:id|name)\s*=\s*[\"']?(?P<id>[^\s\"'>]+)|\{:?[^{}\n#]*#(?P<given>[\w:.-]+)", re.IGNORECASE
)


def left_out(address: str) -> str | None:
    """How an address begins that a page leaves out, since a link can't lead there: ``javascript:``, or ``C:`` and two
    backslashes for what only one computer has.
    """
    written = "".join(unescape(address).split())
    if written.startswith("\\\\"):
        return "\\\\"
    found = _SCHEME.match(written)
    return found[0] if found and found["scheme"].lower() not in SCHEMES else None


def heading_anchor(heading: str, separator: str = "-") -> str:
    """``Artikel 2 Aanwijzing`` is found at ``artikel-2``, also when its title changes; another heading by its words."""
    from markdown.extensions.toc import slugify  # who checks a register without such links needs no renderer

    found = _ARTICLE.match(heading)
    return _anchor(found["number"]) if found else slugify(heading, separator)


def reference_anchor(article: str) -> str | None:
    """Where the article begins to which a reference such as ``2, eerste lid`` leads."""
    found = _REFERENCE.match(article)
    return _anchor(found["number"]) if found else None


def article_anchors(text: str) -> frozenset[str]:
    """The articles that a decision in Markdown has, each by its anchor."""
    return frozenset(
        heading_anchor(heading) for heading in MarkdownText(text).headings if _ARTICLE.match(heading)
    )


def _anchor(number: str) -> str:
    return f"artikel-{re.sub('[.:]', '-', number.lower())}"


def page_anchors(text: str) -> frozenset[str]:
    """Where a link can lead within the page of a text: its headings, and what its author named."""
    from markdown.extensions.toc import slugify, unique

    read = MarkdownText(text)
    found: set[str] = set(SKELETON_ANCHORS)
    found_at = [*_ANYWHERE.finditer(read.read), *_UNDERLINED.finditer(read.read)]
    for heading in (text[slice(*each.span("heading"))].strip().rstrip("#").strip() for each in found_at):
        plain = unescape(" ".join(MarkdownText(_NO_WORDS.sub("", heading)).words.split()))
        for anchor in {slugify(heading, "-"), slugify(plain, "-"), heading_anchor(plain)}:
            unique(anchor, found)
    return frozenset(found.union(*(filter(None, each.groups()) for each in _ID.finditer(read.read))))


def page_of(path: str) -> str:
    """The address of the page that a text becomes, both counted from ``content/``: ``hulp/index.md`` is at ``hulp/``."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    at = "" if stem.lower() in ("index", "readme") else f"{stem}/"
    return f"{folder}/{at}" if folder else at


def meant(folder: str, path: str) -> str:
    """The path that is named from a folder, counted from ``content/``; a slash at its end stays."""
    where = posixpath.normpath(posixpath.join(folder, path))
    return (
        f"{where}/".removeprefix("./") if path.endswith(("/", "/.", "/..")) or path in (".", "..") else where
    )


@dataclass(frozen=True, slots=True)
class Dead:
    """A link that leads nowhere: what it names, and the link that the author may have meant."""

    path: str
    where: str
    """What it would be, counted from ``content/``."""
    instead: str | None = None
    anchor: str | None = None
    """The part of a page that is not there; the page is."""


@dataclass(frozen=True, slots=True)
class Links:
    """What there is to link to: texts and files by their paths in ``content/``, pages by their addresses.

    Both are asked and not listed: a website has many pages, and links name few.
    """

    is_file: Callable[[str], bool]
    is_page: Callable[[str], bool]

    def dead(self, own: str, target: Target) -> tuple[str, str] | Dead | None:
        """Why a link in the text ``own`` leads nowhere, or the file and the anchor that it names; a page is the file that
        it would be.

        None where it leads to another website, or to a file that a browser finds beside the page.
        """
        written = _ESCAPED.sub(r"\1", target.address) if not target.in_html else target.address
        if _ELSEWHERE.match(written) or left_out(written):
            return None
        rest, _, anchor = written.partition("#")
        path = unquote(rest.partition("?")[0])
        if not path:
            return own, anchor
        folder = posixpath.dirname(own)
        if path.startswith("/"):
            where = posixpath.normpath(path).lstrip("/")
            return Dead(path, where, self._as_written(folder, where))
        where = meant(folder, path)
        if not target.in_html and self.is_file(where):
            return where, anchor
        # What names no text stays as it is, and a browser counts from the page that it shows.
        seen = meant(posixpath.dirname(page_of(own)), path)
        if has_role(CONTENT + own) and not target.in_html:
            seen = where
        if self.is_page(seen):
            return f"{seen}index.md", anchor
        if not seen.endswith(".md") and self.is_file(seen):
            return None
        return Dead(path, where, self._as_written(folder, where))

    def _as_written(self, folder: str, where: str) -> str | None:
        """How a text in a folder should name what is at a path or an address, where there is something."""
        page = f"{where.rstrip('/')}/".removeprefix("./")
        page = "" if page == "/" else page
        named = (where, f"{page[:-1]}.md", *([f"{page}index.md"] if self.is_page(page) else []))
        found = next((each for each in named if self.is_file(each) or each == f"{page}index.md"), None)
        if found is None:
            return None
        written = posixpath.relpath(found, folder or ".")
        return written.replace("%", "%25").replace(" ", "%20")
