"""What a page that was built leads to, which parts it has and for which day it was built, read in one go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

_UNSEEN = re.compile(r"<!--.*?-->|(<(script|style)\b[^>]*>).*?</\2\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"""<([a-zA-Z][^\s<>"'/]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'])(href|src|srcset|action|id|name)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>=`]++))""",
    re.IGNORECASE,
)
_DAY = re.compile(r'<time datetime="(\d{4}-\d{2}-\d{2})">')
_FOOT = "<footer"
_IN_CSS = re.compile(r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"')]++))\s*+\)""")
_LOADED = frozenset({"img", "script", "source"})


@dataclass(frozen=True, slots=True)
class Reference:
    """An address as it is written somewhere, with the offset at which that stands in the text."""

    address: str
    at: int
    loaded: bool
    """Whether a browser fetches it to show the page."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """``anchors`` are the parts of the page that an address can end in, ``day`` is what its foot says."""

    references: tuple[Reference, ...]
    anchors: frozenset[str]
    day: str | None


def scanned(text: str) -> Scanned:
    """One page. What stands in scripts, styles and comments is no part of it."""
    seen = _UNSEEN.sub(_blank, text)
    references, anchors = [], set()
    for tag in _TAG.finditer(seen):
        name = tag[1].lower()
        for found in _ATTRIBUTE.finditer(tag[2]):
            attribute, value = found[1].lower(), unescape(found[2] or found[3] or found[4] or "").strip()
            if attribute == "id" or (attribute == "name" and name == "a"):
                anchors.add(value)
            elif attribute != "name":
                at = tag.start(2) + found.start()
                sheet = name == "link" and "stylesheet" in tag[2]
                parts = [each.split()[0] for each in value.split(",") if each.strip()]
                # Without the part that it names a form still comes where it should.
                form = [value.partition("#")[0]] if attribute == "action" else [value]
                listed = parts if attribute == "srcset" else form
                references += [Reference(each, at, sheet or name in _LOADED) for each in listed]
    foot = seen.rfind(_FOOT)
    day = _DAY.search(seen, foot) if foot >= 0 else None
    return Scanned(tuple(references), frozenset(anchors), day[1] if day else None)


def in_style_sheet(text: str) -> Iterator[Reference]:
    """What a style sheet fetches."""
    for found in _IN_CSS.finditer(text):
        yield Reference(found[1] or found[2] or found[3] or "", found.start(), loaded=True)


def _blank(found: re.Match[str]) -> str:
    """As long as what it stands for, so that places stay where they are."""
    opening = found[1] or ""
    return opening + " " * (len(found[0]) - len(opening))


@dataclass(frozen=True, slots=True)
class Inside:
    """Tells which file of a website an address leads to. ``base`` is where the website stands, if that is known."""

    files: frozenset[str]
    base: str | None = None

    def leads_to(self, address: str, folder: str) -> tuple[str, str] | None:
        """The path and the part of the page; None for what is no address within the website.

        ``folder`` is that of the page in which it is written. Of a path that ends in a slash the page in it is meant.
        """
        if self.base and address.startswith(self.base):
            address = "/" + address.removeprefix(self.base) if self.base else address
            folder, rooted = "", True
        else:
            rooted = False
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/") and not rooted:
            own = urlsplit(self.base).path if self.base else None
            if own is None or not f"{path}/".startswith(own):
                return None
            folder, path = "", path.removeprefix(own)
        path = path.lstrip("/") if rooted else path
        if not path and not parts.path and not rooted:
            return "", unquote(parts.fragment)
        whole = posixpath.normpath(posixpath.join(folder, path)) if path or folder else "."
        return self._file(whole, path), unquote(parts.fragment)

    def _file(self, whole: str, path: str) -> str:
        here = "" if whole == "." else f"{whole}/"
        page = f"{here}index.html"
        if whole in self.files and not path.endswith("/"):
            return whole
        return page if page in self.files or path.endswith("/") or not here else whole


def page_at(address: str, files: frozenset[str]) -> str | None:
    """The file of the page at an address that counts from the root, whichever way a renderer names files."""
    for path in (f"{address}index.html", f"{address.rstrip('/')}.html"):
        if path in files:
            return path
    return None
