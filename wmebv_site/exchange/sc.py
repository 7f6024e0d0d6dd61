"""Merges a feed in the form of Samenwerkende Catalogi 4.0: what products the municipality told the country about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import counted
from wmebv_site.exchange.filling import Defaults, Filler
from wmebv_site.exchange.proposals import Proposals
from wmebv_site.exchange.working import TEXT, URL, Data, Outcome, Working, checked
from wmebv_site.register.text import MAX_BYTES

BY = "Samenwerkende Catalogi"
_SC = "{http://standaarden.overheid.nl/product/terms/}"
_DC = "{http://purl.org/dc/terms/}"
_AUDIENCE = {"particulier": "inwoner", "ondernemer": "ondernemer"}
_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class FeedProduct:
    """One product of the feed; None or empty where the feed says nothing that can be used."""

    name: str
    page: str | None
    audience: tuple[str, ...]
    summary: str | None
    upl: str | None
    upl_name: str | None
    online: bool
    form: str | None


def read_sc(data: bytes) -> list[FeedProduct]:
    """Read the feed. A document type is refused: it could fetch files or grow without end."""
    if len(data) > MAX_BYTES:
        raise Refused(f"Dit bestand is groter dan {MAX_BYTES // 1024 // 1024} MB. Lees het in delen in.")
    _refuse_document_type(data)
    root = ElementTree.fromstring(data)
    products = [root] if root.tag == f"{_SC}scproduct" else root.findall(f"{_SC}scproduct")
    if root.tag not in (f"{_SC}scproducten", f"{_SC}scproduct") or not products:
        raise Refused("Dit is geen bestand van Samenwerkende Catalogi 4.0: er staan geen producten in.")
    return [found for product in products if (found := _product(product))]


def _refuse_document_type(data: bytes) -> None:
    def refuse(*_: object) -> None:
        raise Refused("In dit XML-bestand staat een DOCTYPE; zo'n bestand wordt niet gelezen.")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    depth = 0

    def deeper(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > 100:
            raise Refused(
                "In dit XML-bestand staat te veel in elkaar. Controleer of dit het goede bestand is."
            )

    def back(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = deeper, back
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as wrong:
        line = getattr(wrong, "lineno", 1)
        raise Refused(f"Dit is geen geldig XML-bestand; het gaat mis op regel {line}.") from None


def _product(element: ElementTree.Element) -> FeedProduct | None:
    def text(path: str) -> str:
        found = element.find(path)
        return " ".join("".join(found.itertext()).split()) if found is not None else ""

    name = checked(TEXT, text(f".//{_DC}title"))
    if not name:
        return None
    names = element.findall(f".//{_SC}uniformeProductnaam")
    form = element.find(f".//{_SC}aanvraagURL")
    abstract = text(f".//{_DC}abstract")
    audience = {_AUDIENCE.get((each.text or "").strip().lower()) for each in element.iter(f"{_DC}audience")}
    return FeedProduct(
        name=name,
        page=checked(URL, re.sub(r"^http://", "https://", text(f".//{_DC}identifier"))),
        audience=tuple(each for each in ("inwoner", "ondernemer") if each in audience),
        summary=checked(TEXT, abstract) if len(abstract) <= _SUMMARY else None,
        upl=(names[0].get("resourceIdentifier") or None) if names else None,
        upl_name=checked(TEXT, (names[0].text or "")) if names else None,
        online=text(f".//{_SC}onlineAanvragen") in ("ja", "digid"),
        form=checked(URL, form.get("resourceIdentifier") or "") if form is not None else None,
    )


def merge_sc(working: Working, found: list[FeedProduct], defaults: Defaults) -> Outcome:
    """Add the products that the register doesn't have; to those that it has, only the page and summary that are absent."""
    filler, proposals = Filler(working, defaults), Proposals(working)
    outcome = Outcome.of(
        f"{BY}: {counted(len(found), 'product', 'producten')}.",
        ("toegevoegd", "aangevuld", "niet in dit bestand"),
    )
    proposed = {(each.get("by"), each.get("product")) for each in proposals.all}
    seen: set[str] = set()
    unchanged = 0
    for item in found:
        product = _match(working, item, seen)
        if product is None:
            product = filler.product(_start(working, item))
            outcome.add("toegevoegd", product["id"])
        elif told := _complete(product, item):
            outcome.add("aangevuld", f"{product['id']}: {told}")
        else:
            unchanged += 1
        name = product["id"]
        seen.add(name)
        if item.online and (BY, name) not in proposed:
            proposed.add((BY, name))
            form = {"url": item.form} if item.form else {}
            proposals.add({"product": name, "digital": "ja", **form, "by": BY})
    for product in working.products():
        if product["id"] not in seen:
            outcome.add("niet in dit bestand", product["id"])
    outcome.counts = {
        "gelijk gebleven": unchanged,
        "nu online aan te vragen": sum(item.online for item in found),
    }
    proposals.keep()
    outcome.changes = working.changes()
    return outcome


def _match(working: Working, item: FeedProduct, seen: set[str]) -> Data | None:
    """The product that this is about: by its page, else by the name that it shares with no other of the feed."""
    products = [product for product in working.products() if product["id"] not in seen]
    if item.page:
        for product in products:
            if product.get("page") == item.page:
                return product
    for product in products:
        same = (
            product.get("upl") == item.upl if item.upl else product["name"].casefold() == item.name.casefold()
        )
        if same and "page" not in product:
            return product
    return None


def _start(working: Working, item: FeedProduct) -> Data:
    made: Data = {"id": working.new_id(item.name), "name": item.name}
    told = {key: getattr(item, key) for key in ("upl", "upl_name", "summary", "page")}
    made |= {key: value for key, value in told.items() if value}
    return made | ({"audience": list(item.audience)} if item.audience else {})


def _complete(product: Data, item: FeedProduct) -> str:
    told = [key for key in ("page", "summary") if key not in product and getattr(item, key)]
    for key in told:
        product[key] = getattr(item, key)
    return ", ".join(told)
