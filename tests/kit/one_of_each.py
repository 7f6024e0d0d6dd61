"""Chooses from a built site the fewest pages that show everything: every kind of page, every part, every state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from htmlpages import Element, Page


@dataclass(frozen=True)
class Examined:
    """What stands for every page there is: the addresses of one of each, and of everything."""

    one_of_each: tuple[str, ...]
    all: tuple[str, ...]
    sites: tuple[Path, ...]


def one_of_each(pages: Mapping[str, Page], kinds: Mapping[str, str]) -> list[str]:
    """The keys of pages that together have all that any page has: the first, and then the fullest each time.

    Nothing is listed by hand: a new kind of page, or a part with a class of its own, is chosen by itself.
    ``kinds`` tells by address what the address alone does not.
    """
    shown = {
        key: {_shape(page.url), f"kind {kinds.get(page.url)}"} | _parts(page.root)
        for key, page in pages.items()
    }
    missing = set().union(*shown.values())
    chosen: list[str] = []
    while missing:
        best = max(shown, key=lambda key: len(shown[key] & missing)) if chosen else next(iter(shown))
        chosen.append(best)
        missing -= shown[best]
    return chosen


def _shape(url: str) -> str:
    """The address without what differs from product to product: ``producten/*/``."""
    *folders, _ = url.split("/")
    return "/".join([*folders[:-1], "*"]) if len(folders) > 1 else url


def _parts(root: Element) -> set[str]:
    """Every element, with each of its classes and its role."""
    return {
        f"{element.tag}.{name}[{element.attributes.get('role', '')}]"
        for element in root.walk()
        for name in element.attributes.get("class", "").split() or [""]
    }
