"""The pages of products: A to Z, by domain, for residents, for businesses, and each product."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from wmebv_site.designation.answers import Resolution
from wmebv_site.dutch import capitalised
from wmebv_site.register.channels import Domain
from wmebv_site.register.products import Product
from wmebv_site.register.terms import Audience, Fact, Paper, Remedy, ToConfirm
from wmebv_site.site._from_pages_history_view import HistoryViews
from wmebv_site.site._from_pages_message_view import MessageViews
from wmebv_site.site._from_pages_outage_view import box_for
from wmebv_site.site._from_pages_support_view import SupportViews
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import (
    ABOUT,
    BUSINESSES,
    HELP,
    PRODUCTS,
    RESIDENTS,
    Hrefs,
    Site,
    day_view,
    domain_url,
    product_url,
)
from wmebv_site.site.views import AzEntry, AzGroup, Detail, Link, MessageView, Row
from wmebv_site.site.words import AUDIENCE, OUTAGE, REMEDY, REPRESENTED

_PRODUCTS = Crumb("Producten", PRODUCTS)
_OFFLINE = "Zonder internet"


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    yield from _domains(site, renderer)
    yield from _audiences(site, renderer)
    views = MessageViews(site, Hrefs.on(product_url("x")))
    histories = HistoryViews(site, views.href)
    safety_net = cache(partial(_safety_net, views))
    support = SupportViews(site, views.href)
    for product in site.register.products:
        yield _product(site, renderer, views, support, histories, safety_net, product)
        for former in product.formerly:
            yield _moved(renderer, product, former)


def a_to_z(
    products: Iterable[Product], href: Hrefs, *, synonyms: bool, url: Callable[[Product], str] = product_url
) -> tuple[AzGroup, ...]:
    """Products, which come by name, under its first letter. Synonyms stand beside it: entries of their own weigh a third more."""
    groups: dict[str, list[AzEntry]] = defaultdict(list)
    for product in products:
        name = product.name.casefold()
        also = tuple(word for word in product.synonyms if word.casefold() != name) if synonyms else ()
        groups[_letter(product.name)].append(AzEntry(product.name, href.to(url(product)), also))
    return tuple(
        AzGroup("cijfers" if letter == "0" else letter, "0-9" if letter == "0" else letter.upper(), tuple(groups[letter]))
        for letter in sorted(groups)
    )


def _letter(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lstrip("'\"( ")
    first = plain[:1].lower()
    return first if first.isalpha() else "0"


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(PRODUCTS)
    html = renderer.render(
        "products",
        title="Alle producten van A tot Z",
        intro=f"Zoek wat u wilt regelen. {_count(len(site.register.products), 'op deze website')}",
        groups=a_to_z(site.products_by_name, href, synonyms=True),
        size=len(site.register.products),
        help=href.to(HELP),
        domains=[Link(domain.name, href.to(domain_url(domain.id))) for domain in _used_domains(site)],
        audiences=[
            Link("Producten voor inwoners", href.to(RESIDENTS)),
            Link("Producten voor ondernemers en organisaties", href.to(BUSINESSES)),
        ],
    )
    return Artifact(
        PRODUCTS,
        "products",
        "Alle producten van A tot Z",
        f"Alle producten van {site.register.municipality.name}, met het kanaal waarlangs u een bericht stuurt.",
        html,
        origin=None,
        section=PRODUCTS,
        breadcrumbs=(HOME,),
    )


def _used_domains(site: Site) -> list[Domain]:
    used = {product.domain for product in site.register.products if product.is_confirmed(ToConfirm.DOMAIN)}
    return sorted((d for d in site.register.domains if d.id in used), key=lambda d: d.name.casefold())


def _domains(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    for domain in site.register.domains:
        url = domain_url(domain.id)
        inside = [product for product in site.products_by_name if product.domain == domain.id]
        products = [product for product in inside if product.is_confirmed(ToConfirm.DOMAIN)]
        if inside and not products:
            continue  # nobody put these here: no visitor has use for such a page
        html = renderer.render(
            "product_list",
            title=domain.name,
            intro=_count(len(products), "over dit onderwerp"),
            links=_links(products, Hrefs.on(url)),
            help=Hrefs.on(url).to(HELP),
        )
        description = f"Producten van {site.register.municipality.name} over {domain.name}."
        yield Artifact(
            url,
            "domain",
            domain.name,
            description,
            html,
            origin=domain.place,
            section=PRODUCTS,
            breadcrumbs=(HOME, _PRODUCTS),
        )


def _audiences(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    for audience, url in ((Audience.RESIDENT, RESIDENTS), (Audience.BUSINESS, BUSINESSES)):
        products = [product for product in site.products_by_name if audience in product.audiences]
        title = f"Voor {AUDIENCE[audience]}"
        html = renderer.render(
            "products",
            title=title,
            intro=_count(len(products), f"voor {AUDIENCE[audience]}"),
            groups=a_to_z(products, Hrefs.on(url), synonyms=False),
            size=len(products),
            help=Hrefs.on(url).to(HELP),
            domains=[],
            audiences=[Link("Alle producten van A tot Z", Hrefs.on(url).to(PRODUCTS))],
        )
        yield Artifact(
            url,
            "audience",
            title,
            f"Producten van {site.register.municipality.name} voor {AUDIENCE[audience]}.",
            html,
            origin=None,
            section=PRODUCTS,
            breadcrumbs=(HOME, _PRODUCTS),
        )


def _count(number: int, where: str) -> str:
    if number == 0:
        return f"Er zijn nog geen producten {where}."
    return f"Er is 1 product {where}." if number == 1 else f"Er zijn {number} producten {where}."


def _links(products: Iterable[Product], href: Hrefs) -> list[Link]:
    return [Link(product.name, href.to(product_url(product)), product.summary) for product in products]


def _product(
    site: Site,
    renderer: Renderer,
    views: MessageViews,
    support: SupportViews,
    histories: HistoryViews,
    safety_net: Callable[..., tuple[Row, ...]],
    product: Product,
) -> Artifact:
    href = views.href
    resolutions = [r for message in site.register.messages_of(product) for r in site.now.of(product, message)]
    channels = [resolved.channel for resolution in resolutions for resolved in resolution.channels]
    common = _common_paper(resolutions)
    messages = [
        _with_paper(views, views.view(product, message), site.now.of(product, message), common)
        for message in site.register.messages_of(product)
    ]
    if product.documents:
        messages[0] = replace(messages[0], needs=tuple(Detail(document) for document in product.documents))
    messages = list(views.repeats_marked(messages))
    html = renderer.render(
        "product",
        product=product,
        outages=box_for(site, href, [channel.id for channel in channels]),
        for_whom=_for_whom(product),
        first=messages[0],
        others=messages[1:],
        contents=[
            *(Link(message.title, f"#{message.id}") for message in messages[1:]),
            Link("Lukt het niet?", "#lukt-het-niet"),
            *([Link(_OFFLINE, "#zonder-internet")] if common else []),
        ],
        help=support.for_channels(product.audiences, channels),
        all_help=support.overview,
        safety_net=safety_net(
            common,
            represented=any(channel.representation is Fact.YES for channel in channels),
            may_fail=any(resolution.official and resolution.channels for resolution in resolutions),
        ),
        facts_rows=_facts(site, product, href),
        history_groups=histories.of(product),
        today=site.today.isoformat(),
    )
    reviewed = day_view(product.reviewed) if product.reviewed else None
    domain = site.register.domain_by_id[product.domain]
    above = (Crumb(domain.name, domain_url(domain.id)),) if product.is_confirmed(ToConfirm.DOMAIN) else ()
    return Artifact(
        product_url(product),
        "product",
        product.name,
        product.summary or f"{product.name}: waar u een bericht naartoe stuurt.",
        html,
        origin=product.place,
        section=PRODUCTS,
        breadcrumbs=(HOME, _PRODUCTS, *above),
        reviewed=(reviewed.iso, reviewed.text) if reviewed else None,
    )


def _common_paper(resolutions: Sequence[Resolution]) -> tuple[Paper, ...]:
    """The ways without internet that every official message of a product shares: said once, not with each."""
    ways = {resolution.paper for resolution in resolutions if resolution.official}
    return next(iter(ways)) if len(ways) == 1 else ()


def _with_paper(
    views: MessageViews, view: MessageView, resolutions: Sequence[Resolution], common: tuple[Paper, ...]
) -> MessageView:
    own = resolutions[0].paper
    return view if own == common or not view.official else replace(view, paper=views.paper(own))


def _for_whom(product: Product) -> str | None:
    if len(product.audiences) == len(Audience):
        return None
    return f"Dit is voor {AUDIENCE[product.audiences[0]]}."


def _safety_net(views: MessageViews, paper: tuple[Paper, ...], *, represented: bool, may_fail: bool) -> tuple[Row, ...]:
    """What to do when it does not work: without internet, someone else, an outage."""
    rows = [Row(_OFFLINE, views.paper(paper), "zonder-internet")]
    if represented:
        rows.append(Row("Namens een ander", (Detail(REPRESENTED),)))
    if may_fail:
        rows.append(Row("Bij een storing", (Detail(OUTAGE),)))
    return tuple(row for row in rows if row.details)


def _facts(site: Site, product: Product, href: Hrefs) -> list[Row]:
    rows = []
    # What an import had to fill in is not told as a fact until a person confirmed it.
    if product.is_confirmed(ToConfirm.AUTHORITY):
        authority = site.register.authority_by_id[product.authority]
        rows.append(Row("Wie beslist", (Detail(capitalised(authority.name), authority.url),)))
    if product.is_confirmed(ToConfirm.DOMAIN):
        domain = site.register.domain_by_id[product.domain]
        rows.append(Row("Onderwerp", (Detail(domain.name, href.to(domain_url(domain.id)), on_paper=False),)))
    if product.executor:
        executor = site.register.executor_by_id[product.executor]
        rows.append(Row("Wie het werk doet", (Detail(executor.name, executor.url),)))
    if product.legal_basis:
        details = tuple(Detail(basis.label, _web(basis.url)) for basis in product.legal_basis)
        rows.append(Row("Regels", details))
    if product.remedy is Remedy.APPEAL:
        rows.append(Row("Niet mee eens?", (Detail(REMEDY[product.remedy]),)))
    if product.page:
        rows.append(Row("Meer uitleg", (Detail(f"{product.name} op de website van de gemeente", product.page),)))
    rows.append(Row("Over dit overzicht", (Detail("Wat deze website is", href.to(ABOUT), on_paper=False),)))
    return rows


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None


def _moved(renderer: Renderer, product: Product, former: str) -> Artifact:
    url = product_url(former)
    html = renderer.render("moved", title=product.name, href=Hrefs.on(url).to(product_url(product)))
    return Artifact(
        url,
        "moved",
        f"{product.name}: nieuw adres",
        f"Deze pagina is verhuisd naar {product.name}.",
        html,
        origin=product.place,
        section=PRODUCTS,
        breadcrumbs=(HOME, _PRODUCTS),
        search=False,
    )
