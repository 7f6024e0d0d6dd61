"""A page that has been made: its address, what the skeleton must know of it, and its HTML."""

from __future__ import annotations

from dataclasses import dataclass

from wmebv_site.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way back to the home page; ``url`` counts from the root of the site."""

    title: str
    url: str


HOME = Crumb("Begin", "")


@dataclass(frozen=True, slots=True)
class Artifact:
    """One page. ``url`` counts from the root and ends in ``/`` (empty for home); ``html`` goes inside ``<main>``.

    ``styles`` are files of the theme that this page needs beside the style sheet of every page.
    """

    url: str
    kind: str
    title: str
    description: str
    html: str
    origin: Place | None
    section: str = ""
    breadcrumbs: tuple[Crumb, ...] = ()
    reviewed: tuple[str, str] | None = None
    search: bool = True
    styles: tuple[str, ...] = ()
    canonical: str | None = None
    """The page that stands for this one, where that is another: its address from the root."""

    @property
    def path(self) -> str:
        """The Markdown file that a renderer turns into this page."""
        return f"{self.url}index.md"

    def meta(self, edit_url: str | None) -> dict[str, object]:
        """What stands in the front matter: plain text, lists and mappings alone, so any renderer can read it."""
        meta: dict[str, object] = {
            "title": self.title,
            "description": self.description,
            "kind": self.kind,
            "section": self.section,
            "breadcrumbs": [{"title": crumb.title, "url": crumb.url} for crumb in self.breadcrumbs],
        }
        if edit_url:
            meta["edit_url"] = edit_url
        if self.reviewed:
            iso, text = self.reviewed
            meta["reviewed"] = {"iso": iso, "text": text}
        if self.canonical is not None:
            meta["canonical"] = self.canonical
        if self.styles:
            meta["styles"] = list(self.styles)
        return meta


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is published as it is; ``path`` counts from the root of the site."""

    path: str
    data: bytes
