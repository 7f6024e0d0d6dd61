"""The pages of decisions: all that residents may know of, and each with its text, dates and status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wmebv_site.decisions import Status
from wmebv_site.dutch import capitalised, in_words
from wmebv_site.model.content import Decision
from wmebv_site.pages.artifact import HOME, Artifact, Crumb
from wmebv_site.pages.prose import prose, without_title
from wmebv_site.pages.render import Renderer
from wmebv_site.pages.site import DECISIONS, Hrefs, Site, decision_url
from wmebv_site.pages.views import Detail, Link, Notice, Row
from wmebv_site.pages.words import DECISION_KIND, GAZETTE, basis_in_words


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    for decision in site.decisions.public:
        yield _decision(site, renderer, decision)


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(DECISIONS)
    order = (Status.IN_FORCE, Status.PUBLISHED, Status.ADOPTED, Status.LAPSED)
    titles = ("Geldt nu", "Bekendgemaakt, geldt nog niet", "Vastgesteld, nog niet bekendgemaakt", "Geldt niet meer")
    groups = []
    for status, title in zip(order, titles, strict=True):
        decisions = [d for d in site.decisions.public if site.decisions.status(d) is status]
        decisions.sort(key=lambda d: (d.in_force_from or d.adopted or date.min, d.id), reverse=True)
        links = [Link(d.title, href.to(decision_url(d.id)), f"{_status(site, d)}.") for d in decisions]
        if links:
            groups.append((title, links))
    html = renderer.render("decisions", title="Besluiten", intro=GAZETTE, groups=groups)
    return Artifact(
        DECISIONS,
        "decisions",
        "Besluiten",
        f"De besluiten waarin {site.register.municipality.name} kanalen aanwijst.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(HOME,),
    )


def _status(site: Site, decision: Decision) -> str:
    """Where a decision stands, in words."""
    status = site.decisions.status(decision)
    first = site.decisions.first_day(decision)
    if status is Status.IN_FORCE and first:
        return f"Geldt sinds {in_words(first)}{_ends(site, decision)}"
    if status is Status.PUBLISHED:
        begin = first or decision.in_force_from
        return f"Nog niet van kracht: geldt vanaf {in_words(begin)}" if begin else "Nog niet van kracht"
    if status is Status.ADOPTED:
        return "Vastgesteld, nog niet bekendgemaakt: geldt nog niet"
    return "Vervallen: geldt niet meer"


def _ends(site: Site, decision: Decision) -> str:
    """Until when a decision holds, where that is known; a replacement may end it for some authorities alone."""
    periods = {authority: site.decisions.period(decision, authority) for authority in decision.authorities}
    holding = {name: period for name, period in periods.items() if period and period.contains(site.today)}
    ends = {name: period.end for name, period in holding.items() if period.end}
    if not ends:
        return ""
    if len(set(ends.values())) == 1 and len(ends) == len(holding):
        return f", tot {in_words(min(ends.values()))}"
    names = site.register.authority_by_id
    return "".join(f", voor {names[name].name} tot {in_words(end)}" for name, end in ends.items())


def _notices(site: Site, decision: Decision) -> list[Notice]:
    status = site.decisions.status(decision)
    if status is Status.IN_FORCE:
        return []
    kind = "info" if status is Status.LAPSED else "not_yet"
    return [Notice(kind, None, (f"{_status(site, decision)}.",))]


def _decision(site: Site, renderer: Renderer, decision: Decision) -> Artifact:
    url = decision_url(decision.id)
    href = Hrefs.on(url)
    _, body = without_title(decision.body)
    html = renderer.render(
        "decision",
        title=decision.title,
        notices=_notices(site, decision),
        gazette=GAZETTE,
        facts_rows=_facts(site, decision, href),
        body=prose(body, file=decision.file, prefix=href.prefix),
    )
    return Artifact(
        url,
        "decision",
        decision.title,
        f"{decision.title}. {_status(site, decision)}.",
        html,
        origin=decision.place,
        section=DECISIONS,
        breadcrumbs=(HOME, Crumb("Besluiten", DECISIONS)),
    )


def _facts(site: Site, decision: Decision, href: Hrefs) -> list[Row]:
    register, decisions = site.register, site.decisions
    rows = [Row("Stand van zaken", (Detail(f"{_status(site, decision)}."),))]
    rows.append(Row("Soort", (Detail(DECISION_KIND[decision.kind]),)))
    names = tuple(Detail(capitalised(register.authority_by_id[name].name)) for name in decision.authorities)
    rows.append(Row("Genomen door", names))
    if decision.citation_title and decision.citation_title != decision.title:
        rows.append(Row("Citeertitel", (Detail(decision.citation_title),)))
    days = (
        ("Vastgesteld", decision.adopted),
        ("In het Gemeenteblad", decision.published),
        ("In werking", decision.in_force_from),
        ("Terugwerkend tot", decision.retroactive_to),
        ("Vervallen", decision.lapsed),
    )
    rows += [Row(term, (Detail(in_words(day)),)) for term, day in days if day is not None]
    if decision.basis:
        rows.append(Row("Grondslag", tuple(Detail(basis_in_words(basis)) for basis in decision.basis)))
    if decision.publication:
        rows.append(Row("Bekendmaking", (Detail("Lees het besluit in het officiële blad", decision.publication),)))
    if decision.cvdr:
        rows.append(Row("Nummer in de regelingenbank", (Detail(decision.cvdr),)))
    if decision.url:
        rows.append(Row("Bron", (Detail("Lees het besluit bij de organisatie zelf", decision.url),)))
    public = set(decisions.public)
    links = {
        "Vervangt": [register.decision_by_id[name] for name in decision.replaces],
        "Vervangen door": [other for other in decisions.public if decision.id in other.replaces],
        "Wijzigt": [register.decision_by_id[decision.amends]] if decision.amends else [],
        "Krachtens": [register.decision_by_id[decision.under_mandate]] if decision.under_mandate else [],
    }
    for term, others in links.items():
        details = tuple(
            Detail(other.title, href.to(decision_url(other.id))) for other in others if other in public
        )
        if details:
            rows.append(Row(term, details))
    return rows
