"""What the registers still have to say before they agree with a draft: other sources, other numbers of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.decisions.numbering import Provision, Refs, parsed
from wmebv_site.decisions.scope import Scope
from wmebv_site.designation.rule import Rank
from wmebv_site.diagnostics import Place


class About(StrEnum):
    """What a note is about."""

    ARTICLE = "article"
    SOURCE = "source"
    VARIANT = "variant"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Note:
    """A place in a register, and what has to stand there for the draft."""

    about: About
    place: Place
    found: str | None
    drafted: str


def notes(scope: Scope, provisions: Sequence[Provision], refs: Refs, general: bool) -> Iterator[Note]:
    """The numbers of articles that are not right yet, the sources that name no or another decision, in order."""
    found = {}
    for provision in provisions:
        place = refs.place(provision.key)
        for mark in provision.marks:
            if mark.source is None or mark.source.name != scope.id:
                found[mark.place] = Note(About.SOURCE, mark.place, str(mark.source) if mark.source else None, place)
            elif not agrees(mark.article, place):
                found[mark.place] = Note(About.ARTICLE, mark.place, mark.article, place)
    yield from (found[place] for place in sorted(found))
    for mark in scope.left_out:
        yield Note(About.LEFT_OUT, mark.place, str(mark.source), "")
    if general:
        for designation in scope.of_rank(Rank.DOMAIN):
            yield Note(About.VARIANT, designation.place, designation.domain, "A")


def agrees(article: str | None, drafted: str) -> bool:
    """Whether a register points to where a provision stands; an article without a member is not wrong."""
    said, right = parsed(article), parsed(drafted)
    if said is None or right is None:
        return article is None or article.strip() == drafted
    return said[0] == right[0] and said[1] in (None, right[1])
