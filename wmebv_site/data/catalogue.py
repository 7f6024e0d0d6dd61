"""The register as a feed of Samenwerkende Catalogi 4.0: one entry for each product, with where one applies for it today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from wmebv_site.data.whole import Data
from wmebv_site.designation.applying import Online, online
from wmebv_site.designation.decisions import WMEBV_IN_FORCE
from wmebv_site.project.load import packaged_upl
from wmebv_site.register.addresses import DATA_CATALOGUE, product_url
from wmebv_site.register.products import Product
from wmebv_site.register.terms import Audience
from wmebv_site.register.upl import PLACEHOLDER
from wmebv_site.register.values import TOOI_BASE
from wmebv_site.site.artifact import StaticFile, xml_file

SC = "http://standaarden.overheid.nl/product/terms/"
OVERHEID = "http://standaarden.overheid.nl/owms/terms/"
DCTERMS = "http://purl.org/dc/terms/"
_AUDIENCE = {Audience.RESIDENT: "particulier", Audience.BUSINESS: "ondernemer"}


def catalogue_files(data: Data) -> Iterator[StaticFile]:
    """The feed. A harvester needs whole addresses and at least one product: else there is none."""
    if not data.base:
        return
    root = Element("scproducten", {"xmlns": SC, "xmlns:overheid": OVERHEID, "xmlns:dcterms": DCTERMS})
    for product in data.site.register.products:
        found = online(data.site.now, product, Audience, data.site.today)
        # Of what another body may have designated neither "nee" nor anything else is said.
        if not any(map(data.site.is_known_elsewhere, found.resolutions)):
            _add_product(root, data, product, found)
    if len(root):
        yield xml_file(DATA_CATALOGUE, root)


def _add_product(root: Element, data: Data, product: Product, found: Online) -> None:
    item = SubElement(root, "scproduct", {"owms-version": "4.0"})
    meta = SubElement(item, "meta")
    _add_core(SubElement(meta, "owmskern"), data, product, found)
    mantle = SubElement(meta, "owmsmantel")
    for audience in product.audiences:
        _add(mantle, "dcterms:audience", _AUDIENCE[audience], scheme="overheid:Doelgroep")
    _add(mantle, "dcterms:abstract", product.summary or product.name)
    details = SubElement(meta, "scmeta")
    _add(details, "productID", product.id)
    _add(details, "onlineAanvragen", found.word)
    if best := found.best:
        _add(details, "aanvraagURL", resourceIdentifier=best.url)
    if name := _upl_name(product):
        scheme = "overheid:UniformeProductnaam"
        _add(details, "uniformeProductnaam", name, scheme=scheme, resourceIdentifier=product.upl or "")
    SubElement(item, "body")


def _add_core(core: Element, data: Data, product: Product, found: Online) -> None:
    municipality = data.site.register.municipality
    _add(core, "dcterms:identifier", product.page or f"{data.base}{product_url(product)}")
    _add(core, "dcterms:title", product.name)
    _add(core, "dcterms:language", "nl")
    _add(core, "dcterms:type", "productbeschrijving", scheme="overheid:Informatietype")
    _add(core, "dcterms:modified", _last_change(data, product, found).isoformat())
    if municipality.tooi and not municipality.fictitious:  # one that is made up borrows no code
        known = {"scheme": "overheid:Gemeente", "resourceIdentifier": f"{TOOI_BASE}{municipality.tooi}"}
        _add(core, "dcterms:spatial", municipality.name, **known)
        _add(core, "overheid:authority", municipality.name, **known)


def _upl_name(product: Product) -> str | None:
    """What the national list calls it; a name that is still to come is none."""
    if product.upl is None or product.upl == PLACEHOLDER:
        return None
    listed = packaged_upl().names.get(product.upl)
    return product.upl_name or (listed.name if listed else None)


def _last_change(data: Data, product: Product, found: Online) -> date:
    """The last day until today on which what is told here began, or somebody looked at it; by the register alone."""
    days = [product.reviewed]
    days += [data.site.history.on(data.site.today, each.question).begin for each in found.resolutions]
    known = [day for day in days if day is not None and day <= data.site.today]
    return max(known, default=min(WMEBV_IN_FORCE, data.site.today))


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text
