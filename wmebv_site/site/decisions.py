"""The page of each decision: where it stands, its dates and addresses, and its text with a way to each article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wmebv_site.designation._from_decisions_calendar import Status
from wmebv_site.designation._from_decisions_partial import replaced_for
from wmebv_site.dutch import capitalised, in_words
from wmebv_site.register.content import Decision
from wmebv_site.register.terms import DecisionKind
from wmebv_site.site._from_pages_annex_page import link_text
from wmebv_site.site._from_pages_decision_status import notices, replaced_by, status_in_words
from wmebv_site.site._from_pages_periods import spans
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.prose import with_contents, without_title
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import DECISIONS, Hrefs, Site, annex_url, decision_url
from wmebv_site.site.views import Detail, Row
from wmebv_site.site.words import (
    DECISION_KIND,
    DOWNLOAD,
    GAZETTE,
    OTHER_GAZETTE,
    basis_in_words,
    size_in_words,
)

_MANY = 4
"""So many headings are worth a list of them."""
_CVDR = re.compile(r"CVDR\d{1,9}(?:/\d{1,4})?")


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    for decision in site.decisions.public:
        yield _decision(site, renderer, decision)


def _decision(site: Site, renderer: Renderer, decision: Decision) -> Artifact:
    url = decision_url(decision.id)
    href = Hrefs.on(url)
    _, text = without_title(decision.body)
    body, headings = with_contents(text, file=decision.file, prefix=href.prefix)
    html = renderer.render(
        "decision",
        title=decision.title,
        notices=notices(site, decision, href),
        gazette=OTHER_GAZETTE if decision.kind is DecisionKind.EXTERNAL else GAZETTE,
        facts_rows=_facts(site, decision, href),
        contents=headings if len(headings) >= _MANY else (),
        body=body,
    )
    return Artifact(
        url,
        "decision",
        decision.title,
        f"{decision.title}. {status_in_words(site, decision)}.",
        html,
        origin=decision.place,
        section=DECISIONS,
        breadcrumbs=(HOME, Crumb("Besluiten", DECISIONS)),
    )


def _facts(site: Site, decision: Decision, href: Hrefs) -> list[Row]:
    rows = [Row("Stand van zaken", (Detail(f"{status_in_words(site, decision)}."),)), *_periods(site, decision)]
    published = "Bekendgemaakt" if decision.kind is DecisionKind.EXTERNAL else "In het Gemeenteblad"
    is_planned = site.decisions.status(decision) is Status.ADOPTED
    days = (
        ("Vastgesteld", decision.adopted),
        ("Bekendmaking gepland op" if is_planned else published, decision.published),
        ("Ingangsdatum" if site.decisions.is_published(decision) else "Beoogde ingangsdatum", decision.in_force_from),
        ("Met terugwerkende kracht vanaf", decision.retroactive_to),
        ("Vervallen", decision.lapsed),
    )
    rows += [Row(term, (Detail(in_words(day)),)) for term, day in days if day is not None]
    rows += _addresses(decision, is_planned=is_planned)
    if annex := site.register.annexes.get(decision.id):
        rows.append(Row("Bijlage", (Detail(link_text(annex), href.to(annex_url(decision.id))),)))
    rows += _downloads(site, decision, href)
    rows += _others(site, decision, href)
    rows.append(Row("Soort", (Detail(DECISION_KIND[decision.kind]),)))
    names = site.register.authority_by_id
    rows.append(Row("Genomen door", tuple(Detail(capitalised(names[name].name)) for name in decision.authorities)))
    if decision.citation_title and decision.citation_title != decision.title:
        rows.append(Row("Korte naam", (Detail(decision.citation_title),)))
    if decision.basis:
        rows.append(Row("Op grond van", tuple(Detail(basis_in_words(basis)) for basis in decision.basis)))
    return rows


def _periods(site: Site, decision: Decision) -> list[Row]:
    """For whom it holds when, where the authorities differ."""
    found = spans(site, decision)
    if all(span.whom is None for span in found):
        return []
    return [Row("Geldt per bestuursorgaan", tuple(Detail(f"{span.text}, {span.whom}.") for span in found))]


def _addresses(decision: Decision, *, is_planned: bool) -> Iterator[Row]:
    """Where the decision itself can be read; not before the day on which it is published there."""
    if decision.publication and not is_planned:
        yield Row("Bekendmaking", (Detail("Lees het besluit in het officiële blad", decision.publication),))
    if decision.cvdr:
        found = _CVDR.search(decision.cvdr)
        text = f"Lees de regeling in de regelingenbank ({found[0]})" if found else decision.cvdr
        address = f"https://lokaleregelgeving.overheid.nl/{found[0]}" if found else None
        yield Row("Regelingenbank", (Detail(text, address),))
    if decision.url:
        yield Row("Bron", (Detail("Lees het besluit bij de organisatie zelf", decision.url),))


def _downloads(site: Site, decision: Decision, href: Hrefs) -> Iterator[Row]:
    """The same text as a document, with what one gets and how large it is."""
    if made := site.downloads.get(decision.id):
        details = [Detail(f"{DOWNLOAD[file.format]}, {size_in_words(file.size)}", href.to(file.path)) for file in made]
        yield Row("Als document", tuple(details))


def _others(site: Site, decision: Decision, href: Hrefs) -> Iterator[Row]:
    """The decisions around this one, as far as residents may know of them."""
    by_id, public = site.register.decision_by_id, site.decisions.public
    register = site.register

    def for_whom(other: Decision) -> str:
        """Behind the name of what replaces or is replaced for some authorities alone."""
        old, new = (other, decision) if other.id in decision.replaces else (decision, other)
        return replaced_for(old, new, register) if old.id in new.replaces else ""

    found: tuple[tuple[str, Sequence[Decision]], ...] = (
        ("Vervangt", [by_id[name] for name in decision.replaces]),
        ("Vervangen door", replaced_by(site, decision)),
        ("Wijzigt", [by_id[decision.amends]] if decision.amends else []),
        ("Gewijzigd door", [other for other in public if other.amends == decision.id]),
        ("Genomen met een mandaat", [by_id[decision.under_mandate]] if decision.under_mandate else []),
    )
    for term, others in found:
        details = tuple(
            Detail(f"{other.title}{for_whom(other)}", href.to(decision_url(other.id))) for other in others if other in public
        )
        if details:
            yield Row(term, details)
