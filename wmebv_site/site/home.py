"""The home page, and the page that says what this site is."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.designation.decisions import Status
from wmebv_site.dutch import in_words, telephone_on_one_line
from wmebv_site.register.addresses import (
    ABOUT,
    BUSINESSES,
    CHANGES,
    COMPLAINT,
    DATA,
    DECISIONS,
    HELP,
    HOME_ANCHORS,
    OBJECTION,
    OTHER_MESSAGES,
    PRODUCTS,
    RESIDENTS,
    decision_url,
    product_url,
)
from wmebv_site.register.files import HOME_TEXT
from wmebv_site.register.markup import without_title
from wmebv_site.site import policies
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.outages import box_for
from wmebv_site.site.prose import prose
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.support import barrier_links
from wmebv_site.site.views import Link, MunicipalityView, Notice
from wmebv_site.site.words import (
    ADOPTED_ONLY,
    BOTH_WAYS,
    GAZETTE,
    OUTAGE,
    WITHOUT_CHANNEL,
    tel_href,
)


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on("")
    register = site.register
    home = register.home
    own_title, body = without_title(home.body) if home else (None, "")
    name = f"Digitaal contact met {register.municipality.name}"
    title = (home.title if home else None) or own_title or name
    featured = [register.product_by_id[name] for name in register.municipality.featured]
    html = renderer.render(
        "home",
        title=title,
        question="Wat wilt u regelen?" if title.casefold() == name.casefold() else None,
        intro=BOTH_WAYS,
        outages=box_for(site, href, alone="brief"),
        notices=_notices(site),
        body=prose(body, file=HOME_TEXT, prefix=href.prefix, taken=HOME_ANCHORS),
        featured=[Link(product.name, href.to(product_url(product)), product.summary) for product in featured],
        tasks=[
            Link("Alle producten van A tot Z", href.to(PRODUCTS), "Zoek wat u wilt regelen."),
            Link("Bezwaar maken", href.to(OBJECTION), "U bent het niet eens met een besluit."),
            Link("Klacht indienen", href.to(COMPLAINT), "U bent niet tevreden over hoe wij met u omgingen."),
            *_information_request(site, href),
            Link("Vraag of gewoon bericht", href.to(OTHER_MESSAGES), "U wilt iets weten of melden."),
            Link("Hulp nodig?", href.to(HELP), "Lukt het niet zelf? Wij helpen u."),
        ],
        barriers=barrier_links(site, href),
        help=Link("Bekijk alle hulp", href.to(HELP)),
        audiences=[Link("Voor inwoners", href.to(RESIDENTS)), Link("Voor ondernemers", href.to(BUSINESSES))],
        decision=_decision(site, href),
        changes=Link("Bekijk wat er verandert", href.to(CHANGES)),
        gazette=GAZETTE,
    )
    yield Artifact(
        "",
        "home",
        title,
        (home.description if home else None)
        or f"Hier leest u waar u {register.municipality.name} een bericht stuurt, per product.",
        html,
        origin=home.place if home else None,
    )
    yield from about_pages(site, renderer)


_OPEN_GOVERNMENT = "http://standaarden.overheid.nl/owms/terms/verstrekking_overheidsinformatie"


def _information_request(site: Site, href: Hrefs) -> list[Link]:
    """The product for a request under the Wet open overheid, known by its UPL name."""
    note = "U vraagt informatie van de gemeente op. Dat mag volgens de Wet open overheid (Woo)."
    return [
        Link(product.name, href.to(product_url(product)), note)
        for product in site.register.products
        if product.upl == _OPEN_GOVERNMENT
    ][:1]


def _decision(site: Site, href: Hrefs) -> Link:
    decision = site.main_decision
    if decision is None:
        return Link("Bekijk alle besluiten", href.to(DECISIONS))
    return Link(decision.short_title, href.to(decision_url(decision.id)))


def _notices(site: Site) -> list[Notice]:
    """Before the first decision holds, home says so."""
    if site.main_decision is not None:
        return []
    planned = site.next_decision
    text = "De gemeente heeft nu geen kanalen aangewezen. Bij elk product leest u hoe u ons nu bereikt."
    if planned is None:
        return [Notice("ended" if site.designated_before else "nothing", None, (text,))]
    begin = site.decisions.first_day(planned)
    if begin is None or site.decisions.status(planned) is Status.ADOPTED:
        return [Notice("not_yet", ADOPTED_ONLY, (text,))]
    return [Notice("not_yet", f"het besluit gaat in op {in_words(begin)}", (text,))]


def about_pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on(ABOUT)
    municipality = site.register.municipality
    statement = municipality.accessibility_statement
    html = renderer.render(
        "about",
        title="Over deze website",
        municipality=MunicipalityView(
            municipality.name, municipality.postal_address, municipality.visiting_address
        ),
        phone=Link(telephone_on_one_line(municipality.phone), tel_href(municipality.phone))
        if municipality.phone
        else None,
        policies=policies.links(site, href),
        both_ways=BOTH_WAYS,
        gazette=GAZETTE,
        outage=OUTAGE,
        without_channel=WITHOUT_CHANNEL,
        decisions=Link("Bekijk de besluiten", href.to(DECISIONS)),
        data=Link("Lees welke bestanden er zijn", href.to(DATA)) if site.formats else None,
        help=Link("Bekijk welke hulp er is", href.to(HELP)),
        statement=Link("Lees de toegankelijkheidsverklaring", statement) if statement else None,
    )
    yield Artifact(
        ABOUT,
        "about",
        "Over deze website",
        "Hier leest u wat deze website is, wat de wet zegt en wat het Gemeenteblad bepaalt.",
        html,
        origin=None,
        section=ABOUT,
        breadcrumbs=(HOME,),
    )
