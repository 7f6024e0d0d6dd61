"""Where a decision stands, so that nobody takes one for in force that does not hold yet, or no longer."""

from __future__ import annotations

from wmebv_site.designation._from_decisions_calendar import Status
from wmebv_site.dutch import enumerate_words, in_words
from wmebv_site.register.content import Decision
from wmebv_site.site._from_pages_periods import spans
from wmebv_site.site.site import Hrefs, Site, decision_url
from wmebv_site.site.views import Link, Notice


def status_in_words(site: Site, decision: Decision) -> str:
    """One sentence, without its full stop."""
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
    """Until when a decision holds, where that is known; a replacement may end it for some authorities alone.

    A replacement that is not published yet makes that day a plan (Awb 3:40).
    """
    periods = {authority: site.decisions.period(decision, authority) for authority in decision.authorities}
    holding = {name: period for name, period in periods.items() if period and period.contains(site.today)}
    ends = {name: period.end for name, period in holding.items() if period.end}
    if not ends:
        return ""
    until = {}
    for name, end in ends.items():
        planned = end != decision.lapsed and site.is_planned(end, [name])
        until[name] = f"{'volgens planning ' if planned else ''}tot {in_words(end)}"
    if len(set(until.values())) == 1 and len(ends) == len(holding):
        return f", {min(until.values())}"
    names = site.register.authority_by_id
    return "".join(f", voor {names[name].name} {said}" for name, said in until.items())


def notices(site: Site, decision: Decision, href: Hrefs) -> tuple[Notice, ...]:
    """What stands on top of the page of a decision that does not simply hold."""
    status = site.decisions.status(decision)
    if status is Status.ADOPTED:
        text = "Dit besluit staat nog niet in het Gemeenteblad. Daarom geldt het nog niet."
        return (Notice("adopted", None, (text,), _now(site, decision, href)),)
    if status is Status.PUBLISHED:
        begin = site.decisions.first_day(decision) or decision.in_force_from
        title = f"geldt vanaf {in_words(begin)}" if begin else None
        return (Notice("not_yet", title, ("Tot die dag geldt dit besluit niet.",) if begin else (), _now(site, decision, href)),)
    links = _successors(site, decision, href)
    if status is Status.LAPSED:
        return (Notice("lapsed", "dit besluit geldt niet meer", _held(site, decision), links),)
    ended = [
        site.register.authority_by_id[authority].name
        for authority in decision.authorities
        if (period := site.decisions.period(decision, authority)) and period.end and period.end <= site.today
    ]
    if ended:
        text = "Voor de andere bestuursorganen geldt dit besluit nog wel."
        return (Notice("lapsed", f"voor {enumerate_words(ended, 'en')}", (text,), links),)
    if ends := _ends(site, decision):
        return (Notice("coming", None, (f"Dit besluit geldt{ends.removeprefix(',')}.",), links),)
    return ()


def _held(site: Site, decision: Decision) -> tuple[str, ...]:
    """When it held, once for each group of authorities."""
    held = spans(site, decision)
    if not held:
        return ("Dit besluit heeft nooit gegolden.",)
    return tuple(f"Het gold van {span.text}{f' {span.whom}' if span.whom else ''}." for span in held)


def _successors(site: Site, decision: Decision, href: Hrefs) -> tuple[Link, ...]:
    links = []
    for other in replaced_by(site, decision):
        if begin := site.decisions.first_day(other):
            verb = "kwam" if begin <= site.today else "komt"
            text = f"Lees wat ervoor in de plaats {verb}: {other.short_title}"
            links.append(Link(text, href.to(decision_url(other.id))))
    return tuple(links)


def _now(site: Site, decision: Decision, href: Hrefs) -> tuple[Link, ...]:
    """What holds today for one of the authorities, instead of a decision that does not hold yet."""
    return tuple(
        Link(f"Lees wat nu geldt: {other.short_title}", href.to(decision_url(other.id)))
        for other in site.decisions.in_force
        if other.id in decision.replaces or other.id == decision.amends
    )


def replaced_by(site: Site, decision: Decision) -> list[Decision]:
    return [other for other in site.decisions.public if decision.id in other.replaces]
