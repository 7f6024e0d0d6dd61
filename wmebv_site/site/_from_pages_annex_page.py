"""The annex of a decision as a page: each product with the channel for each message, as it was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wmebv_site.dutch import capitalised, enumerate_words
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.channels import Channel
from wmebv_site.register.content import Decision
from wmebv_site.register.products import Product
from wmebv_site.register.terms import Audience, RowState, ToConfirm
from wmebv_site.site._from_pages_decision_status import notices
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import (
    DECISIONS,
    HELP,
    Hrefs,
    Site,
    annex_url,
    channel_url,
    decision_url,
    product_url,
)
from wmebv_site.site.views import AnnexEntry, AnnexGroup, Detail, Link, Row
from wmebv_site.site.words import AUDIENCE, BY_LETTER, CHANNEL_KIND

_OTHERS = "Andere producten"


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    for decision in site.decisions.public:
        if annex := site.register.annexes.get(decision.id):
            yield _annex(site, renderer, decision, annex)


def link_text(annex: Annex) -> str:
    """What leads to the annex of a decision."""
    number = len({row.product for row in annex.rows})
    return f"Bekijk de bijlage met {number} product{'' if number == 1 else 'en'}"


def _annex(site: Site, renderer: Renderer, decision: Decision, annex: Annex) -> Artifact:
    url = annex_url(decision.id)
    href = Hrefs.on(url)
    groups = _groups(site, annex, href)
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
        channels=[_channel(site, channel, href) for channel in annex.channels],
    )
    return Artifact(
        url,
        "annex",
        title,
        f"Elk product met het kanaal dat het besluit aanwijst: {decision.short_title}.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(HOME, Crumb("Besluiten", DECISIONS), Crumb(decision.short_title, decision_url(decision.id))),
    )


def _groups(site: Site, annex: Annex, href: Hrefs) -> list[AnnexGroup]:
    """The products by the domain they are in today, as the register lists the domains."""
    products = {name: product for product in site.register.products for name in (*product.formerly, product.id)}
    rows: dict[str, list[AnnexRow]] = {}
    for row in annex.rows:
        rows.setdefault(row.product, []).append(row)
    found: dict[str, list[AnnexEntry]] = {}
    for name, of_product in rows.items():
        product = products.get(name)
        found.setdefault(product.domain if product and product.is_confirmed(ToConfirm.DOMAIN) else "", []).append(_entry(of_product, product, href))
    titles = {domain.id: domain.name for domain in site.register.domains} | {"": _OTHERS}
    return [
        AnnexGroup(f"domein-{name}" if name else "andere", title, tuple(sorted(found[name], key=_by_name)))
        for name, title in titles.items()
        if name in found
    ]


def _by_name(entry: AnnexEntry) -> tuple[str, str]:
    return entry.text.casefold(), entry.href or ""


def _entry(rows: list[AnnexRow], product: Product | None, href: Hrefs) -> AnnexEntry:
    """A product, with a line for all messages that go the same way, and for whom where that differs."""
    everyone = {row.audience for row in rows}
    ways: dict[tuple[str, str, str | None], set[Audience]] = {}
    for row in rows:
        ways.setdefault((row.message_name, _way(row), row.article), set()).add(row.audience)
    lines: dict[tuple[str, str], list[str]] = {}
    for (message, way, article), audiences in ways.items():
        whom = "" if audiences == everyone else f" voor {AUDIENCE[min(audiences)]}"
        lines.setdefault((whom, f"{way} (artikel {article})" if article else way), []).append(message)
    return AnnexEntry(
        rows[0].product_name,
        href.to(product_url(product)) if product else None,
        tuple(f"{capitalised(enumerate_words(names, 'en'))}{whom}: {way}" for (whom, way), names in lines.items()),
    )


def _way(row: AnnexRow) -> str:
    if row.withdrawn:
        return "ingetrokken"
    names = enumerate_words((channel.name for channel in row.channels), "en")
    return f"{BY_LETTER.removesuffix('.')}, of via {names}" if row.state is RowState.INVITATION else names


def _channel(site: Site, channel: Channel, href: Hrefs) -> Row:
    """What the annex says of a channel: its kind, its addresses and what it asks."""
    shown = any(channel.id == other.id for other in site.shown_channels)
    address = href.to(channel_url(channel.id)) if shown else None
    ways = dict.fromkeys(way.email or way.url for way in channel.ways_in)
    details = [Detail(CHANNEL_KIND[channel.kind])]
    details += _present(ways)
    details += [Detail(requirement.text) for requirement in channel.requirements]
    if address:
        details.append(Detail(f"Lees meer over {channel.name}", address))
    return Row(channel.name, tuple(details))


def _present(addresses: Iterable[str | None]) -> list[Detail]:
    return [Detail(address) for address in addresses if address]
