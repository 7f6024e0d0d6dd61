"""The articles of a decision's text: where each begins, so that a page, a list or a letter can lead to it."""

from __future__ import annotations

import re

from markdown.extensions.toc import slugify

_NUMBER = r"(?:\d+[a-z]{0,2}(?:[.:]\d+[a-z]?)?|[IVX]+)"
"""An amendment counts its articles in Roman numerals."""
_HEADING = re.compile(rf"Artikel\s+(?P<number>{_NUMBER})\b", re.IGNORECASE)
_REFERENCE = re.compile(rf"(?:artikel |art\. )?(?P<number>{_NUMBER})\b", re.IGNORECASE)
_WRITTEN = re.compile(r"^#{1,6}\s+(?P<heading>.+?)\s*#*$", re.MULTILINE)


def heading_anchor(heading: str, separator: str = "-") -> str:
    """``Artikel 2 Aanwijzing`` is found at ``artikel-2``, also when its title changes; another heading by its words."""
    found = _HEADING.match(heading)
    return _anchor(found["number"]) if found else slugify(heading, separator)


def reference_anchor(article: str) -> str | None:
    """Where the article begins to which a reference such as ``2, eerste lid`` leads."""
    found = _REFERENCE.match(article)
    return _anchor(found["number"]) if found else None


def anchors(text: str) -> frozenset[str]:
    """The articles that a decision in Markdown has, each by its anchor."""
    headings = (found["heading"] for found in _WRITTEN.finditer(text))
    return frozenset(heading_anchor(heading) for heading in headings if _HEADING.match(heading))


def _anchor(number: str) -> str:
    return f"artikel-{re.sub('[.:]', '-', number.lower())}"
