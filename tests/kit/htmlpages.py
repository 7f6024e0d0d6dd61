"""Reads HTML as a browser would see it: a small tree to ask questions of."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wmebv_site.site.artifact import Artifact

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
RAW = frozenset({"script", "style"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Element:
    """An element with its attributes and what stands in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.walk() if element.tag in tags]

    def one(self, tag: str) -> Element:
        found = self.all(tag)
        assert len(found) == 1, f"{len(found)} <{tag}>"
        return found[0]

    def with_class(self, name: str) -> list[Element]:
        return [element for element in self.walk() if name in element.attributes.get("class", "").split()]

    @property
    def text(self) -> str:
        """What a reader sees, white space as one space."""
        return " ".join("".join(self._texts()).split()).replace(
            "\u00ad", ""
        )  # where a word may break is no letter of it

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in RAW:
                inline = child.tag in {"a", "strong", "em", "code", "small", "span", "time", "b", "i", "wbr"}
                yield from child._texts()
                yield "" if inline else " "


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document")
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"an attribute twice on <{tag}>")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> inside <{self.open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@dataclass
class Page:
    """One HTML page: its address from the root of the site, and its tree."""

    url: str
    root: Element
    faults: list[str]

    @cached_property
    def main(self) -> Element:
        return self.root.one("main")

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.root.walk())

    @property
    def title(self) -> str:
        return self.root.one("title").text

    def meta(self, name: str) -> list[str]:
        return [
            e.attributes.get("content", "")
            for e in self.root.all("meta")
            if name in (e.attributes.get("name"), e.attributes.get("http-equiv"))
        ]

    @cached_property
    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @cached_property
    def links(self) -> list[Element]:
        return [a for a in self.root.all("a") if "href" in a.attributes]

    @property
    def hrefs(self) -> list[str]:
        return [a.attributes["href"] for a in self.links]

    def resolve(self, href: str) -> tuple[str, str]:
        """The path from the root of the site to which a relative link leads, and its fragment."""
        parts = urlsplit(href)
        if not parts.path:
            return self.url, unquote(parts.fragment)
        folder = self.url if self.url.endswith("/") or not self.url else posixpath.dirname(self.url)
        path = posixpath.normpath(posixpath.join("/", folder, unquote(parts.path))).lstrip("/")
        if parts.path.endswith(("/", "..", "/.")) or parts.path in (".", ".."):
            path = f"{path}/" if path and path != "." else ""
        return path, unquote(parts.fragment)


def parse(html: str, url: str = "") -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    faults = reader.faults + [f"<{e.tag}> is never closed" for e in reader.open[1:]]
    return Page(url, reader.root, faults)


def main_of(page: Artifact) -> Element:
    """What a page of ours is before MkDocs puts a skeleton around it."""
    return parse(f"<main>{page.html}</main>", page.url).main


def site_pages(site: Path) -> dict[str, Page]:
    """Every HTML page of a site, by its address from the root: ``''``, ``producten/``, ``404.html``."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        url = path.removesuffix("index.html") if path.endswith("index.html") else path
        found[url] = parse(file.read_text(encoding="utf-8"), url)
    return found


SCRIPTED = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href")


def _is_ours(element: Element) -> bool:
    """Our script and what does not work now, by their addresses alone, the fields of search, filter and day, which lead to
    our own pages, and the blanks of the letter, which go nowhere: they stand in no form.
    """
    given = element.attributes
    address = urlsplit(given.get("src", given.get("action", "")))
    if address.scheme or address.netloc:
        return False
    if element.tag == "script" and given == {"type": "application/ld+json"}:
        return _is_data(element)
    if element.tag == "script":
        known = address.path.endswith(("/assets/wmebv.js", "/storingen/status.js"))
        return set(given) == {"src"} and known and not element.children
    if element.tag == "form":
        return set(given) == {"class", "role", "action", "data-root"} and address.path.endswith("/producten/")
    fields = {
        "id",
        "name",
        "autocomplete",
        "autocapitalize",
        "spellcheck",
        "enterkeyhint",
        "aria-label",
        "type",
    }
    return (
        element.tag == "input" and set(given) <= fields and given.get("type", "date") in ("date", "checkbox")
    )


def _is_data(element: Element) -> bool:
    """A block that a browser never runs, and that holds one whole piece of data in the words of schema.org."""
    (text,) = element.children
    assert isinstance(text, str)
    return "<" not in text and json.loads(text)["@context"] == "https://schema.org"


def dangers(page: Page) -> list[str]:
    """What could run, load or lead astray: scripts, handlers, frames, refreshes, forms, strange addresses; not our own."""
    found = []
    for element in page.elements:
        if _is_ours(element):
            continue
        if element.tag in {
            "script",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "base",
            "style",
            "svg",
            "math",
        }:
            found.append(f"<{element.tag}>")
        if element.tag == "meta" and element.attributes.get("http-equiv", "").lower() == "refresh":
            found.append("<meta refresh>")
        for name, value in element.attributes.items():
            if name.startswith("on") or name == "style":
                found.append(f"{name}= on <{element.tag}>")
            scheme = urlsplit("".join(value.split()).lower()).scheme if name in SCRIPTED else ""
            if scheme not in ("", "https", "mailto", "tel") and not (scheme == "http" and element.tag == "a"):
                found.append(f"{scheme}: in {name} of <{element.tag}>")
    return found
