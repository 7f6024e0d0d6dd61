"""What the pages of the overview share: their addresses, and how kinds, numbers and shares are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from wmebv_site.dutch import enumerate_words, thousands, uncapitalised
from wmebv_site.fleet.overview.answers import Covered
from wmebv_site.register.terms import MessageKind
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.words import CHANNEL_KIND

MUNICIPALITIES, PRODUCTS, TWENTY, CHANGES, DATA = (
    "gemeenten/",
    "producten/",
    "twintig/",
    "wijzigingen/",
    "gegevens/",
)
STYLE = "assets/overzicht.css"

_CHANNELS = {kind.value: uncapitalised(name) for kind, name in CHANNEL_KIND.items()}
_MESSAGES = {
    MessageKind.ADMINISTRATIVE_APPEAL.value: "administratief beroep",
    MessageKind.INFORMATION_REQUEST.value: "verzoek om informatie",
    MessageKind.OTHER.value: "ander bericht",
}


def page_of(url: str, kind: str, title: str, description: str, html: str) -> Artifact:
    """A page of the overview: below the home page, and below the list of its section where it is not that list."""
    section = url[: url.find("/") + 1]
    crumbs = [HOME] if url else []
    if url != section:
        crumbs.append(Crumb(_SECTIONS[section], section))
    return Artifact(url, kind, title, description, html, None, section, tuple(crumbs), styles=(STYLE,))


_SECTIONS = {MUNICIPALITIES: "Gemeenten", PRODUCTS: "Producten"}


def channel_kind(kind: str) -> str:
    """A kind of channel as a reader knows it."""
    return _CHANNELS.get(kind, kind)


def message_kinds(kinds: Iterable[str]) -> str:
    """Kinds of messages as a reader knows them, each once, with how often where that is more."""
    return _kinds_said(tuple(sorted(kinds)))


@lru_cache(4096)
def _kinds_said(kinds: tuple[str, ...]) -> str:
    """A few sets of kinds are said of hundreds of thousands of products."""
    named = Counter(_MESSAGES.get(kind, kind) for kind in kinds)
    return enumerate_words(
        (f"{often} keer {name}" if often > 1 else name for name, often in named.items()), "en"
    )


def covered_said(covered: Covered) -> str:
    """How many official messages have a channel, as a sentence."""
    if not covered.needed:
        return "Er zijn geen officiële berichten bekend."
    number = (
        f"{thousands(covered.needed)} officiële berichten" if covered.needed > 1 else "1 officieel bericht"
    )
    return f"Voor {thousands(covered.answered)} van {number} geldt een digitaal kanaal ({covered.share})."


def in_figures(covered: Covered) -> dict[str, str]:
    """As a row of a table has it."""
    return {
        "needed": thousands(covered.needed),
        "answered": thousands(covered.answered),
        "missing": thousands(covered.missing),
        "share": covered.share or "–",
    }
