"""What a page that was built leads to, which parts it has and for which day it was built, read in one go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple
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


class Reference(NamedTuple):
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
    references: list[Reference] = []
    anchors: set[str] = set()
    for tag in _TAG.finditer(seen):
        if tag[2]:
            leading, called = _in_tag(tag[1].lower(), tag[2])
            anchors.update(called)
            begin = tag.start(2)
            references += [Reference(address, begin + at, loaded) for address, at, loaded in leading]
    foot = seen.rfind(_FOOT)
    day = _DAY.search(seen, foot) if foot >= 0 else None
    return Scanned(tuple(references), frozenset(anchors), day[1] if day else None)


@lru_cache(20_000)  # the head and the foot of thousands of pages have the same tags
def _in_tag(name: str, written: str) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """What the attributes of a tag lead to, with the offset within these, and the parts of the page that they name."""
    references: list[Reference] = []
    anchors = []
    for found in _ATTRIBUTE.finditer(written):
        attribute, value = found[1].lower(), unescape(found[2] or found[3] or found[4] or "").strip()
        if attribute == "id" or (attribute == "name" and name == "a"):
            anchors.append(value)
        elif attribute != "name":
            loaded = name in _LOADED or (name == "link" and "stylesheet" in written)
            listed = [value]
            if attribute == "srcset":
                listed = [each.split()[0] for each in value.split(",") if each.strip()]
            elif attribute == "action":  # without the part that it names a form still comes where it should
                listed = [value.partition("#")[0]]
            references += [Reference(each, found.start(), loaded) for each in listed]
    return tuple(references), tuple(anchors)


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
        parts = _parts(address)
        if parts is None:
            return None
        written, fragment = parts
        path = written
        if path.startswith("/") and not rooted:
            own = urlsplit(self.base).path if self.base else None
            if own is None or not f"{path}/".startswith(own):
                return None
            folder, path = "", path.removeprefix(own)
        path = path.lstrip("/") if rooted else path
        if not written and not rooted:
            return "", fragment
        whole = posixpath.normpath(posixpath.join(folder, path)) if path or folder else "."
        return self._file(whole, path), fragment

    def _file(self, whole: str, path: str) -> str:
        here = "" if whole == "." else f"{whole}/"
        page = f"{here}index.html"
        if whole in self.files and not path.endswith("/"):
            return whole
        return page if page in self.files or path.endswith("/") or not here else whole


@lru_cache(20_000)
def _parts(address: str) -> tuple[str, str] | None:
    """The path and the fragment of an address, as files and anchors are called; None for one of another website."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else (unquote(parts.path), unquote(parts.fragment))


def page_at(address: str, files: frozenset[str]) -> str | None:
    """The file of the page at an address that counts from the root, whichever way a renderer names files."""
    for path in (f"{address}index.html", f"{address.rstrip('/')}.html"):
        if path in files:
            return path
    return None
