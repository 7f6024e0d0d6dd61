"""The pages of decisions: the time line, each decision where it stands with its text, and its annex."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from wmebv_site.designation.decisions import Status, replaced_for
from wmebv_site.documents.decisions import OTHER_PRODUCTS, executors_told, rows_by_domain, way_of_row
from wmebv_site.dutch import capitalised, enumerate_words, in_words
from wmebv_site.register.addresses import (
    ASSETS,
    DECISIONS,
    HELP,
    WHICH_CHANNEL,
    annex_anchor,
    annex_url,
    channel_url,
    decision_url,
    product_url,
)
from wmebv_site.register.annexes import Annex, AnnexRow, RowExecutor
from wmebv_site.register.channels import Channel
from wmebv_site.register.decisions import GEMEENTEBLAD, Decision
from wmebv_site.register.markup import without_title
from wmebv_site.register.products import Product
from wmebv_site.register.terms import Audience
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.prose import with_contents
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import AnnexEntry, AnnexGroup, Detail, EarlierAnnex, Link, Moment, Notice, Row
from wmebv_site.site.words import (
    AUDIENCE,
    CHANNEL_KIND,
    DECISION_KIND,
    DECISION_KIND_SAID,
    DOWNLOAD,
    WHICH_CHANNEL_TITLE,
    asked_of,
    basis_in_words,
    binding_in,
    size_in_words,
    spans,
)


def status_in_words(site: Site, decision: Decision) -> str:
    """A whole sentence, without its full stop."""
    status = site.decisions.status(decision)
    first = site.decisions.first_day(decision)
    if status is Status.IN_FORCE and first:
        return f"Dit besluit geldt sinds {in_words(first)}{_ends(site, decision)}"
    if status is Status.PUBLISHED:
        begin = first or decision.in_force_from
        return f"Dit besluit gaat in op {in_words(begin)}" if begin else "Dit besluit is nog niet ingegaan"
    if status is Status.ADOPTED:
        return "Dit besluit is genomen, maar nog niet bekendgemaakt. Daarom geldt het nog niet"
    return "Dit besluit geldt niet meer"


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
        text = (
            f"Dit besluit staat nog niet in {site.register.gazette_of(decision)}. Daarom geldt het nog niet."
        )
        return (Notice("adopted", None, (text,), _now(site, decision, href)),)
    if status is Status.PUBLISHED:
        begin = site.decisions.first_day(decision) or decision.in_force_from
        title = f"dit besluit gaat in op {in_words(begin)}" if begin else None
        return (
            Notice(
                "not_yet",
                title,
                ("Tot die dag geldt dit besluit niet.",) if begin else (),
                _now(site, decision, href),
            ),
        )
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


def annex_pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    for decision in site.decisions.public:
        if annexes := site.register.annexes_of(decision.id, site.today):
            yield _annex(site, renderer, decision, annexes)


def link_text(annex: Annex) -> str:
    """What leads to the annex of a decision."""
    number = len({row.product for row in annex.told_rows})
    return f"Bekijk de bijlage met {number} product{'' if number == 1 else 'en'}"


def _annex(site: Site, renderer: Renderer, decision: Decision, annexes: tuple[Annex, ...]) -> Artifact:
    annex = annexes[-1]
    url = annex_url(decision.id)
    href = Hrefs.on(url)
    linked = _speaks_of_ours(site, decision)
    groups = _groups(site, annex, href, linked=linked)
    title = f"Bijlage bij {decision.short_title}"
    html = renderer.render(
        "annex",
        title=title,
        decision=Link(f"Lees het besluit: {decision.short_title}", href.to(decision_url(decision.id))),
        notices=notices(site, decision, href),
        groups=groups,
        contents=[Link(group.title, f"#{group.id}") for group in groups] if len(groups) > 1 else [],
        size=sum(len(group.entries) for group in groups),
        help=href.to(HELP),
        channels=_channels(site, annex, href, linked=linked),
        corrected=_corrected(site, decision, annex),
        earlier=[
            EarlierAnnex(
                f"tot-{until}",
                f"De bijlage zoals die was tot {in_words(until)}",
                _groups(site, before, href, f"tot-{until}-", linked=linked),
                _channels(site, before, href, linked=linked),
            )
            for before, after in reversed([*pairwise(annexes)])
            if (until := after.rectification)
        ],
    )
    return Artifact(
        url,
        "annex",
        title,
        f"Hier vindt u elk product met het kanaal dat dit besluit aanwijst: {decision.short_title}.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(
            HOME,
            Crumb("Besluiten", DECISIONS),
            Crumb(decision.short_title, decision_url(decision.id)),
        ),
        styles=(STYLE,),
    )


def _corrected(site: Site, decision: Decision, annex: Annex) -> str:
    """That an annex is not the first any more, since when, and where the one before stands; empty for the first."""
    if annex.rectification is None:
        return ""
    return (
        f"Deze bijlage is hersteld met de rectificatie van {in_words(annex.rectification)} in "
        f"{site.register.gazette_of(decision)}. Onderaan deze pagina staat de bijlage zoals die daarvoor was."
    )


def _speaks_of_ours(site: Site, decision: Decision) -> bool:
    """Whether the ids in an annex are those of this register: in one of a merged municipality they may name what is another's."""
    return not decision.kind.is_ours or not site.register.other_bodies.issuperset(decision.authorities)


def _channels(site: Site, annex: Annex, href: Hrefs, *, linked: bool) -> list[Row]:
    return [
        *(_channel(site, channel, href, linked=linked) for channel in annex.channels),
        *map(_executor, executors_told(annex)),
    ]


def _groups(site: Site, annex: Annex, href: Hrefs, prefix: str = "", *, linked: bool) -> list[AnnexGroup]:
    """The products by the domain they are in today, as the register lists the domains."""
    products = {
        name: product for product in site.register.products for name in (*product.formerly, product.id)
    }
    products = products if linked else {}
    found = []
    for domain, rows in rows_by_domain(annex, site.register):
        by_product: dict[str, list[AnnexRow]] = {}
        for row in rows:
            by_product.setdefault(row.product, []).append(row)
        entries = (_entry(of_product, products.get(name), href) for name, of_product in by_product.items())
        name = annex_anchor(domain.id if domain else None)
        title = domain.name if domain else OTHER_PRODUCTS
        found.append(AnnexGroup(f"{prefix}{name}", title, tuple(sorted(entries, key=_by_name))))
    return found


def _by_name(entry: AnnexEntry) -> tuple[str, str]:
    return entry.text.casefold(), entry.href or ""


def _entry(rows: list[AnnexRow], product: Product | None, href: Hrefs) -> AnnexEntry:
    """A product, with a line for all messages that go the same way, and for whom where that is not everyone."""
    ways: dict[tuple[str, str, str | None], set[Audience]] = {}
    for row in rows:
        ways.setdefault((row.message_name, way_of_row(row), row.article), set()).add(row.audience)
    lines: dict[tuple[str, str], list[str]] = {}
    for (message, way, article), audiences in ways.items():
        whom = "" if len(audiences) == len(Audience) else f" voor {AUDIENCE[min(audiences)]}"
        lines.setdefault((whom, f"{way} (artikel {article})" if article else way), []).append(message)
    return AnnexEntry(
        rows[0].product_name,
        href.to(product_url(product)) if product else None,
        tuple(
            f"{capitalised(enumerate_words(names, 'en'))}{whom}: {way}"
            for (whom, way), names in lines.items()
        ),
    )


def _executor(executor: RowExecutor) -> Row:
    """What the annex says of an executor that has only an address of its own."""
    return Row(executor.name, (Detail("Uitvoerder"), *_present([executor.address])))


def _channel(site: Site, channel: Channel, href: Hrefs, *, linked: bool) -> Row:
    """What the annex says of a channel: its kind, its addresses and what it asks."""
    shown = linked and any(channel.id == other.id for other in site.shown_channels)
    address = href.to(channel_url(channel.id)) if shown else None
    ways = dict.fromkeys(way.email or way.url for way in channel.ways_in)
    details = [Detail(CHANNEL_KIND[channel.kind])]
    details += _present(ways)
    details += [Detail(asked_of(requirement)) for requirement in channel.requirements]
    if address:
        details.append(Detail(f"Lees meer over {channel.name}", address))
    return Row(channel.name, tuple(details))


def _present(addresses: Iterable[str | None]) -> list[Detail]:
    return [Detail(address) for address in addresses if address]


_MANY = 4
"""So many headings are worth a list of them."""
_CVDR = re.compile(r"CVDR\d{1,9}(?:/\d{1,4})?")


def decision_pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
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
        gazette=binding_in(site.register.gazette_of(decision)),
        facts_rows=_facts(site, decision, href),
        contents=headings if len(headings) >= _MANY else (),
        body=body,
    )
    return Artifact(
        url,
        "decision",
        decision.title,
        f"{decision.short_title}. {status_in_words(site, decision)}.",
        html,
        origin=decision.place,
        section=DECISIONS,
        breadcrumbs=(HOME, Crumb("Besluiten", DECISIONS)),
        styles=(STYLE,),
    )


def _facts(site: Site, decision: Decision, href: Hrefs) -> list[Row]:
    rows = [
        Row("Stand van zaken", (Detail(f"{status_in_words(site, decision)}."),)),
        *_periods(site, decision),
    ]
    published = f"In {site.register.gazette_of(decision)}"
    is_planned = site.decisions.status(decision) is Status.ADOPTED
    days = (
        ("Vastgesteld", decision.adopted),
        ("Bekendmaking gepland op" if is_planned else published, decision.published),
        (
            "Ingangsdatum" if site.decisions.is_published(decision) else "Beoogde ingangsdatum",
            decision.in_force_from,
        ),
        ("Met terugwerkende kracht vanaf", decision.retroactive_to),
        ("Vervallen", decision.lapsed),
    )
    rows += [Row(term, (Detail(in_words(day)),)) for term, day in days if day is not None]
    rows += _addresses(decision, is_planned=is_planned)
    if annex := site.register.annex_of(decision.id, site.today):
        rows.append(Row("Bijlage", (Detail(link_text(annex), href.to(annex_url(decision.id))),)))
    rows += _rectifications(site, decision)
    rows += _downloads(site, decision, href)
    rows += _others(site, decision, href)
    rows.append(Row("Soort", (Detail(DECISION_KIND[decision.kind]),)))
    names = site.register.authority_by_id
    rows.append(
        Row("Genomen door", tuple(Detail(capitalised(names[name].name)) for name in decision.authorities))
    )
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


def _rectifications(site: Site, decision: Decision) -> Iterator[Row]:
    """What was corrected in the gazette, from the day on which it stood there, the last one first."""
    known = [each for each in decision.rectifications if each.date <= site.today]
    details = tuple(
        detail
        for each in sorted(known, key=lambda each: each.date, reverse=True)
        for detail in (
            Detail(f"{in_words(each.date)}: {each.what}"),
            Detail("Lees de rectificatie in het officiële blad", each.publication),
        )
    )
    if details:
        yield Row("Rectificatie", details)


def _downloads(site: Site, decision: Decision, href: Hrefs) -> Iterator[Row]:
    """The same text as a document, with what one gets and how large it is."""
    if made := site.downloads.get(decision.id):
        details = [
            Detail(f"{DOWNLOAD[file.format]}, {size_in_words(file.size)}", href.to(file.path))
            for file in made
        ]
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
            Detail(f"{other.title}{for_whom(other)}", href.to(decision_url(other.id)))
            for other in others
            if other in public
        )
        if details:
            yield Row(term, details)


STYLE = f"{ASSETS}besluiten.css"
_GROUPS = (
    (Status.ADOPTED, "Vastgesteld, nog niet bekendgemaakt"),
    (Status.PUBLISHED, "Bekendgemaakt, nog niet ingegaan"),
    (Status.IN_FORCE, "Geldt nu"),
    (Status.LAPSED, "Geldt niet meer"),
)
"""As on a time line that begins in the future."""


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    yield from decision_pages(site, renderer)
    yield from annex_pages(site, renderer)


def _papers(site: Site) -> list[str]:
    """The official papers in which the decisions on the page stand, that of the municipality first."""
    named = {site.register.gazette_of(each) for status, _ in _GROUPS for each in _newest_first(site, status)}
    usual = [GEMEENTEBLAD] if GEMEENTEBLAD in named or not named else []
    return [*usual, *sorted(named - {GEMEENTEBLAD})]


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(DECISIONS)
    groups = [
        (status.value, title, [_moment(site, decision, href) for decision in _newest_first(site, status)])
        for status, title in _GROUPS
    ]
    html = renderer.render(
        "decisions",
        title="Besluiten",
        intro=binding_in(enumerate_words(_papers(site))),
        question=Link(WHICH_CHANNEL_TITLE, href.to(WHICH_CHANNEL)),
        groups=[group for group in groups if group[2]],
    )
    return Artifact(
        DECISIONS,
        "decisions",
        "Besluiten",
        f"Hier vindt u de besluiten waarin {site.register.municipality.name} kanalen aanwijst.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(HOME,),
        styles=(STYLE,),
    )


def moments(site: Site, href: Hrefs) -> list[Moment]:
    """Every decision that residents may know of, as on a time line that begins in the future."""
    return [
        _moment(site, decision, href) for status, _ in _GROUPS for decision in _newest_first(site, status)
    ]


def _newest_first(site: Site, status: Status) -> list[Decision]:
    def begin(decision: Decision) -> tuple[date, str]:
        first = site.decisions.first_day(decision) or decision.in_force_from or decision.adopted
        return first or date.min, decision.id

    return sorted(
        (d for d in site.decisions.public if site.decisions.status(d) is status), key=begin, reverse=True
    )


def _moment(site: Site, decision: Decision, href: Hrefs) -> Moment:
    """Its periods, or where it stands while it has none."""
    periods = spans(site, decision)
    kind = DECISION_KIND_SAID[decision.kind]
    told = site.decisions.status(decision) in (Status.IN_FORCE, Status.LAPSED) and periods
    status = kind if told else f"{kind} {status_in_words(site, decision)}."
    return Moment(decision.title, href.to(decision_url(decision.id)), status, periods)
