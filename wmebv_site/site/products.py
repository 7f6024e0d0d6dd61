"""The pages of products: A to Z, by domain and audience, each product with its history, and which channel held on a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from wmebv_site.designation.decisions import WMEBV_IN_FORCE
from wmebv_site.dutch import (
    as_sentence,
    capitalised,
    first_sentences,
    in_words,
    uncapitalised,
)
from wmebv_site.register.addresses import (
    BUSINESSES,
    DECISIONS,
    FIGURES,
    HELP,
    PRODUCTS,
    RESIDENTS,
    WHICH_CHANNEL,
    domain_url,
    domains_with_a_page,
    history_url,
    letter_of,
    message_anchor,
    product_url,
)
from wmebv_site.register.channels import Authority, Domain
from wmebv_site.register.memory import Memory
from wmebv_site.register.products import Product
from wmebv_site.register.terms import Audience, Remedy, ToConfirm
from wmebv_site.site.artifact import DESCRIPTION, HOME, Artifact, Crumb
from wmebv_site.site.authorities import reached, who_decides
from wmebv_site.site.decisions import STYLE, moments
from wmebv_site.site.histories import HistoryViews
from wmebv_site.site.messages import MessageViews, safety_net
from wmebv_site.site.outages import dated_once, lines_above
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site, day_view
from wmebv_site.site.support import SupportViews
from wmebv_site.site.views import (
    AzEntry,
    AzGroup,
    Detail,
    Link,
    MessageView,
    ProductView,
    Row,
)
from wmebv_site.site.words import (
    AUDIENCE,
    ELSEWHERE,
    NO_CHANNEL,
    NOT_DIGITAL,
    NOT_THERE_YET,
    OLD_RULES,
    REMEDY,
    RETROACTIVE,
    WHICH_CHANNEL_TITLE,
)

_PRODUCTS = Crumb("Producten", PRODUCTS)
_ABOVE = (HOME, _PRODUCTS)


def pages(
    site: Site, renderer: Renderer, memory: Memory | None = None, read: Hashable = None
) -> Iterator[Artifact]:
    """``memory`` and ``read`` as for all pages of the site."""
    yield _overview(site, renderer)
    yield from _domains(site, renderer)
    yield from _audiences(site, renderer)
    of_products = _ProductPages(site, renderer, memory, read)
    for product in site.register.products:
        yield of_products.page(product)
        for former in product.formerly:
            yield _moved(renderer, product, former)
    yield from which_channel_pages(site, renderer)


def a_to_z(
    products: Iterable[Product], href: Hrefs, *, synonyms: bool, url: Callable[[Product], str] = product_url
) -> tuple[AzGroup, ...]:
    """Products, which come by name, under its first letter. Synonyms stand beside it: entries of their own weigh a third more."""
    groups: dict[str, list[AzEntry]] = defaultdict(list)
    for product in products:
        name = product.name.casefold()
        also = tuple(word for word in product.synonyms if word.casefold() != name) if synonyms else ()
        groups[letter_of(product.name)].append(AzEntry(product.name, href.to(url(product)), also))
    return tuple(
        AzGroup(
            letter,
            "0-9" if letter == FIGURES else letter.upper(),
            tuple(groups[letter]),
        )
        for letter in sorted(groups, key=lambda letter: (letter != FIGURES, letter))
    )


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
        f"Hier vindt u alle producten van {site.register.municipality.name}, en waar u uw bericht naartoe stuurt.",
        html,
        origin=None,
        section=PRODUCTS,
        breadcrumbs=(HOME,),
    )


def _used_domains(site: Site) -> list[Domain]:
    used = {product.domain for product in site.register.products if product.is_confirmed(ToConfirm.DOMAIN)}
    return sorted((d for d in site.register.domains if d.id in used), key=lambda d: d.name.casefold())


def _domains(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    for domain in domains_with_a_page(site.register):
        url = domain_url(domain.id)
        products = [
            product
            for product in site.products_by_name
            if product.domain == domain.id and product.is_confirmed(ToConfirm.DOMAIN)
        ]
        html = renderer.render(
            "product_list",
            title=domain.name,
            intro=_count(len(products), "over dit onderwerp"),
            links=_links(products, Hrefs.on(url)),
            help=Hrefs.on(url).to(HELP),
        )
        description = f"Hier vindt u de producten van {site.register.municipality.name} over het onderwerp {domain.name}."
        yield Artifact(
            url,
            "domain",
            domain.name,
            description,
            html,
            origin=domain.place,
            section=PRODUCTS,
            breadcrumbs=_ABOVE,
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
            f"Hier vindt u de producten van {site.register.municipality.name} voor {AUDIENCE[audience]}.",
            html,
            origin=None,
            section=PRODUCTS,
            breadcrumbs=_ABOVE,
        )


def _count(number: int, where: str) -> str:
    if number == 0:
        return f"Er zijn nog geen producten {where}."
    return f"Er is 1 product {where}." if number == 1 else f"Er zijn {number} producten {where}."


def _links(products: Iterable[Product], href: Hrefs) -> list[Link]:
    return [Link(product.name, href.to(product_url(product)), product.summary) for product in products]


class _Alike(NamedTuple):
    """What the pages of all products whose messages say the same have in common."""

    values: dict[str, object]
    """For the template."""
    opened: tuple[MessageView, ...]
    others: tuple[MessageView, ...]
    sources: tuple[Row, ...]
    """Where further requirements stand, before the rules about a product itself."""


class _ProductPages:
    """Makes the pages of products, and once what these share.

    A page tells of its own product, by everything in the project that is no product; of other products it tells only
    which channels have a page.
    """

    def __init__(self, site: Site, renderer: Renderer, memory: Memory | None, read: Hashable) -> None:
        self._site, self._renderer, self._memory = site, renderer, memory
        self._apart: tuple[Hashable, ...] = ()
        if memory is not None:
            moment = site.moment if site.register.outages else None
            # ``read`` has no products, and these decide which channels have a page.
            self._apart = read, site.today, moment, site.shown_channel_ids
        self._href = href = Hrefs.on(product_url("x"))
        self._messages = MessageViews(site, href)
        self._histories = HistoryViews(site, href)
        self._support = SupportViews(site, href)
        self._need = cache(Detail)
        self._day = cache(day_view)
        self._above = {
            each.id: (*_ABOVE, Crumb(each.name, domain_url(each.id))) for each in site.register.domains
        }
        self._safety_net = cache(safety_net)
        self._without_terms: dict[tuple[object, ...], _Alike] = {}
        self._with_terms: dict[tuple[object, ...], _Alike] = {}
        self._told = Counter(product.summary for product in site.register.products)
        self._facts = _Facts(site, href)

    def page(self, product: Product) -> Artifact:
        reviewed = self._day(product.reviewed) if product.reviewed else None
        return Artifact(
            product_url(product),
            "product",
            product.name,
            _described(product, alone=self._told[product.summary] == 1),
            self._recalled(product),
            origin=product.place,
            section=PRODUCTS,
            breadcrumbs=self._above[product.domain] if product.is_confirmed(ToConfirm.DOMAIN) else _ABOVE,
            reviewed=(reviewed.iso, reviewed.text) if reviewed else None,
        )

    def _recalled(self, product: Product) -> str:
        if self._memory is None:
            return self._html(product)
        return self._memory.recall((*self._apart, product), partial(self._html, product))

    def _html(self, product: Product) -> str:
        alike = self._alike(product)
        return self._renderer.render(
            "product",
            **alike.values,
            product=ProductView(product.name, product.summary),
            opened=alike.opened,
            others=alike.others,
            also=_also(product),
            # Apart from the messages, which are the same on many pages.
            needs=list(map(self._need, product.documents)),
            facts_rows=self._facts.of(product),
            sources=(*alike.sources, *self._facts.rules(product)),
        )

    def _alike(self, product: Product) -> _Alike:
        said, term_of = self._messages.all_said(product), self._site.register.term_of
        terms = {
            message_anchor(message): term
            for message in self._site.register.messages_of(product)
            if (term := term_of(message))
        }
        key = said, tuple(terms.items())
        alike = self._with_terms.get(key)
        if alike is None:
            without = self._without_terms.get(said)
            if without is None:
                without = self._without_terms[said] = self._about_messages(product)
            telling = self._messages.telling
            opened, others = (
                tuple([telling(view, terms.get(view.id)) for view in part])
                for part in (without.opened, without.others)
            )
            alike = self._with_terms[key] = without._replace(opened=opened, others=others)
        return alike

    def _about_messages(self, product: Product) -> _Alike:
        """Without terms. It asks of the product only what stands in ``MessageViews.all_said``: others get the same."""
        site = self._site
        listed = site.register.messages_of(product)
        answers = [site.now.of(product, message) for message in listed]
        resolutions = [resolution for each in answers for resolution in each]
        channels = [resolved.channel for resolution in resolutions for resolved in resolution.channels]
        together = self._messages.on_one_page(product)
        opened, others = together.open, together.others
        outages = lines_above(site, self._href, (*opened, *others))
        if site.outages.shown:
            opened, others = dated_once(outages, opened, others)
        decider = self._messages.decider(product)
        late = tuple(
            self._messages.decider(product, message)
            for message, each in zip(listed, answers, strict=True)
            if any(resolution.official and resolution.channels for resolution in each)
        )
        return _Alike(
            {
                "outages": outages,
                "decides": who_decides(decider) if decider else None,
                "help": self._support.for_channels(product.audiences, channels),
                "all_help": self._support.overview,
                "safety_net": self._safety_net((), late),
                "grounds": together.grounds,
                "history_groups": self._histories.of(product),
                "today": site.today.isoformat(),
            },
            opened,
            others,
            together.sources,
        )


def _described(product: Product, *, alone: bool) -> str:
    """What a search engine shows below the title: what it is, then the words that people use, as many as fit.

    ``alone`` says that no other product tells the same of itself.
    """
    summary = as_sentence(product.summary) if product.summary else ""
    if not summary or len(first_sentences(summary, 1)) > DESCRIPTION:
        summary = f"{product.name}: hier leest u waar u uw bericht naartoe stuurt."
    elif not alone:
        summary = f"{product.name}: {uncapitalised(summary)}"
    words = [word for word in product.synonyms if word.casefold() != product.name.casefold()]
    for many in range(len(words), 0, -1):
        said = f" Ook wel: {', '.join(words[:many])}."
        # The last word may take the place of a last sentence.
        text = first_sentences(summary, DESCRIPTION - (len(said) if many == 1 else 0))
        if len(text) + len(said) <= DESCRIPTION:
            return text + said
    return first_sentences(summary, DESCRIPTION)


def _also(product: Product) -> str | None:
    """The words that people use themselves, a few of them, and none that says what the name says."""
    name = product.name.casefold()
    named = [each for each in product.synonyms if each.casefold() not in name and each.count(" ") < _WORDS]
    return f"Ook wel: {', '.join(named[:_ALSO])}." if named else None


_ALSO = 3
"""So many synonyms stand on the page; search knows all."""
_WORDS = 2
"""A synonym of more words is what one types, not what it is called: "niet eens met boete"."""


class _Facts:
    """Makes the facts below the messages; most of them many products share."""

    def __init__(self, site: Site, href: Hrefs) -> None:
        register = site.register
        self._decides = {each.id: Row("Wie beslist", _who(site, each)) for each in register.authorities}
        self._whom = {each: Row("Voor wie", (Detail(f"Dit is voor {AUDIENCE[each]}."),)) for each in Audience}
        self._rules = cache(_rules)
        self._appeal = Row("Niet mee eens?", (Detail(REMEDY[Remedy.APPEAL]),))
        self._works = {each.id: Row("Wie het werk doet", reached(each)) for each in register.executors}

    def of(self, product: Product) -> list[Row]:
        """A list, since no two products have the same: the renderer need not remember what it comes to."""
        rows = []
        if len(product.audiences) < len(Audience):
            rows.append(self._whom[product.audiences[0]])
        # What an import had to fill in is not told as a fact until a person confirmed it.
        if product.is_confirmed(ToConfirm.AUTHORITY):
            rows.append(self._decides[product.authority])
        if product.executor:
            rows.append(self._works[product.executor])
        if product.remedy is Remedy.APPEAL:
            rows.append(self._appeal)
        if product.page:
            rows.append(
                Row("Meer uitleg", (Detail(f"{product.name} op de website van de gemeente", product.page),))
            )
        return rows

    def rules(self, product: Product) -> tuple[Row, ...]:
        """The rules about the product itself, for who wants to know where it stands."""
        if not product.legal_basis or not product.is_confirmed(ToConfirm.LEGAL_BASIS):
            return ()
        return self._rules(tuple([(basis.label, basis.url) for basis in product.legal_basis]))


def _rules(named: tuple[tuple[str, str | None], ...]) -> tuple[Row, ...]:
    return (Row("Regels", tuple(Detail(label, _web(url)) for label, url in named)),)


def _who(site: Site, authority: Authority) -> tuple[Detail, ...]:
    """Who decides; of another body with where it is reached, which for our own stands on every page."""
    if authority.id in site.register.other_bodies:
        return reached(authority)
    return (Detail(capitalised(authority.name), authority.url),)


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
        breadcrumbs=_ABOVE,
        search=False,
        canonical=product_url(product),
    )


_MEANINGS = (
    (OLD_RULES, f"Op {in_words(WMEBV_IN_FORCE)} gingen nieuwe regels voor digitale berichten in."),
    (NO_CHANNEL, "Geen besluit wees op die dag een digitaal kanaal aan voor dit bericht."),
    (ELSEWHERE, "Wat die organisatie daarover besloot, staat niet op deze website."),
    (f"{RETROACTIVE.capitalize()}.", "Het besluit kwam later, maar telt ook voor die dagen."),
    (NOT_DIGITAL, "Dit bericht kon u die dag niet digitaal sturen."),
)


def _meanings(site: Site) -> Iterator[tuple[str, str]]:
    if since := site.register.municipality.since:
        yield (
            NOT_THERE_YET,
            f"De gemeente bestaat sinds {in_words(since)}. Zie ook de besluiten van daarvoor.",
        )
    yield from _MEANINGS


def which_channel_pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on(WHICH_CHANNEL)
    # A day picks whole moments: each period of a decision is one of its own here.
    held = [replace(moment, spans=(span,)) for moment in moments(site, href) for span in moment.spans]
    html = renderer.render(
        "which_channel",
        title=WHICH_CHANNEL_TITLE,
        today=site.today.isoformat(),
        moments=held,
        groups=a_to_z(site.products_by_name, href, synonyms=False, url=history_url),
        size=len(site.register.products),
        help=href.to(HELP),
        meanings=[Row(term, (Detail(text),)) for term, text in _meanings(site)],
    )
    yield Artifact(
        WHICH_CHANNEL,
        "which_channel",
        WHICH_CHANNEL_TITLE,
        f"Zoek op welk kanaal van {site.register.municipality.name} op een dag gold, per product en bericht.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(HOME, Crumb("Besluiten", DECISIONS)),
        styles=(STYLE,),
    )
