"""Merges the national list of product names into a register: what is new is added, the rest is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wmebv_site.diagnostics import did_you_mean
from wmebv_site.dutch import capitalised
from wmebv_site.exchange._from_editing_emit import Noted
from wmebv_site.exchange._from_importing_outcome import ImportRefused, Outcome
from wmebv_site.exchange._from_importing_upl_list import ListedProduct, UplList
from wmebv_site.exchange.working import Data, Working
from wmebv_site.register.terms import MessageKind, UplFlag

TO_DIVIDE = "nog-in-te-delen"
ABOVE = """\
Vanaf hier: toegevoegd uit een lijst. Wat bij `unconfirmed` staat, heeft het programma ingevuld. Kijk dat na:
- domain: bij welke groep uit channels.yaml hoort het product?
- authority: wie beslist erover?
- messages: welke berichten kan iemand hierover sturen?
Klopt het, of hebt u het verbeterd? Haal dan het woord weg bij `unconfirmed`. Wat er nog staat, vindt u met: wmebv check"""
_KINDS_BY_NAME = (
    ("aangifte", MessageKind.DECLARATION),
    ("melding", MessageKind.NOTIFICATION),
    ("bezwaar", MessageKind.OBJECTION),
    ("klacht", MessageKind.COMPLAINT),
    ("zienswijze", MessageKind.VIEW),
    ("vergunning", MessageKind.APPLICATION),
    ("ontheffing", MessageKind.APPLICATION),
    ("subsidie", MessageKind.APPLICATION),
)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the editor chose for what the list doesn't say; None leaves it to be confirmed."""

    domain: str | None = None
    authority: str | None = None


def merge_upl(working: Working, listed: UplList, defaults: Defaults) -> Outcome:
    """Add the municipal names that the register doesn't have. Nothing that an editor wrote is changed or removed."""
    filler = Filler(working, defaults)
    municipal = [product for product in listed.products if product.municipal]
    products = [product for product in municipal if not product.is_placeholder]
    outcome = Outcome(f"Uniforme Productnamenlijst: {len(municipal)} namen van gemeenten.")
    outcome.counts["producten in de lijst"] = len(products)
    for name in ("toegevoegd", "gewijzigd", "vervallen", "overgeslagen"):
        outcome.groups[name] = []
    for product in municipal:
        if product.is_placeholder:
            outcome.add("overgeslagen", f"{product.name}: dit is geen product")
    known = {product["upl"]: product for product in working.products() if "upl" in product}
    names = {product["name"].casefold(): product for product in working.products() if "upl" not in product}
    unchanged = 0
    for product in products:
        if product.uri in known:
            told = _refresh(known[product.uri], product)
            unchanged += not told
            if told:
                outcome.add("gewijzigd", f"{known[product.uri]['id']}: {told}")
        elif product.name.casefold() in names:
            same = names[product.name.casefold()]["id"]
            outcome.add("overgeslagen", f"{product.name}: lijkt op uw product '{same}'; vul daar upl: {product.uri} in")
        else:
            made = filler.product(_named(working, product), product)
            outcome.add("toegevoegd", made["id"])
    uris = {product.uri: product for product in listed.products}
    for uri, product in known.items():
        if uri not in uris:
            outcome.add("vervallen", f"{product['id']}: de naam staat niet meer in deze lijst; het product blijft staan")
        elif not uris[uri].municipal:
            outcome.add("vervallen", f"{product['id']}: volgens deze lijst geen product van gemeenten; het product blijft staan")
    outcome.counts["gelijk gebleven"] = unchanged
    used = {"", *(product.uri for product in products)}
    for name, told in (("links verbeterd", listed.mended), ("weggelaten", listed.dropped)):
        outcome.groups[name] = [line for uri, lines in told.items() if uri in used for line in lines]
    outcome.changes = working.changes()
    return outcome


class Filler:
    """Makes products of what a list says, and fills in visibly what it doesn't."""

    def __init__(self, working: Working, defaults: Defaults) -> None:
        self.working = working
        self.domain = _chosen("Het domein", defaults.domain, list(working.register.domain_by_id))
        self.authority = _chosen("Het bestuursorgaan", defaults.authority, list(working.register.authority_by_id))
        self.first = True

    def product(self, start: Data, listed: ListedProduct | None = None) -> Data:
        """Add a product with the fields that it has, and what every product needs besides."""
        authorities = list(self.working.register.authority_by_id)
        if not authorities:
            raise ImportRefused("In channels.yaml staat nog geen bestuursorgaan. Vul 'authorities' eerst in.")
        open_ = ["domain"] * (self.domain is None) + ["authority"] * (self.authority is None) + ["messages"]
        made: Data = dict(start)
        made["domain"] = self.domain or self._to_divide()
        if audience := made.pop("audience", None):
            made["audience"] = audience
        made["authority"] = self.authority or authorities[0]
        if listed and listed.legal_basis:
            made["legal_basis"] = [
                {"label": label, "url": link} if link else {"label": label} for label, link in listed.legal_basis.items()
            ]
        if listed and UplFlag.SERVICES_ACT in listed.flags:
            made["statutes"] = ["dienstenwet"]
        made["unconfirmed"] = open_
        made["messages"] = [{"kind": kind.value} for kind in _kinds(made.get("upl_name", made["name"]), listed)]
        noted = Noted(made, above=ABOVE if self.first and not _is_there(self.working) else "")
        self.first = False
        self.working.add_product(noted)
        return noted

    def _to_divide(self) -> str:
        domains = self.working.channels.setdefault("domains", [])
        if all(domain["id"] != TO_DIVIDE for domain in domains):
            above = "Hier staan producten waarvan u nog moet zeggen bij welk domein ze horen. Is dit domein leeg? Haal het dan weg."
            domains.append(Noted({"id": TO_DIVIDE, "name": "Nog in te delen"}, above=above))
        return TO_DIVIDE


def _is_there(working: Working) -> bool:
    """Whether the explanation above the first added product stands in a file already."""
    first = ABOVE.partition("\n")[0].encode()
    return any(first in data for data in working.files.files.values())


def _chosen(what: str, asked: str | None, known: list[str]) -> str | None:
    if asked is None or asked in known:
        return asked
    hint = did_you_mean(asked, known) or f"Kies uit: {', '.join(known)}."
    raise ImportRefused(f"{what} '{asked}' bestaat niet. {hint}")


def _named(working: Working, listed: ListedProduct) -> Data:
    made: Data = {"id": working.new_id(listed.name), "name": capitalised(listed.name)}
    made |= {"upl": listed.uri, "upl_name": listed.name, **_of_the_list(listed)}
    audience = ["inwoner"] * (UplFlag.CITIZEN in listed.flags) + ["ondernemer"] * (UplFlag.COMPANY in listed.flags)
    return made | ({"audience": audience} if audience else {})


def _of_the_list(listed: ListedProduct) -> dict[str, Any]:
    made: dict[str, Any] = {"upl_flags": [flag.value for flag in listed.flags]}
    return made | ({"sdg": list(listed.sdg)} if listed.sdg else {})


def _refresh(product: Data, listed: ListedProduct) -> str:
    """Bring the fields that belong to the list up to date; at the first time also what is absent. Says what it did."""
    told = []
    first = "upl_flags" not in product
    for key, value in {"upl_name": listed.name, **_of_the_list(listed)}.items():
        if product.get(key) != value:
            product[key] = value
            told.append(key)
    if first and "legal_basis" not in product and listed.legal_basis:
        product["legal_basis"] = [
            {"label": label, "url": link} if link else {"label": label} for label, link in listed.legal_basis.items()
        ]
        told.append("legal_basis")
    return ", ".join(told)


def _kinds(name: str, listed: ListedProduct | None) -> list[MessageKind]:
    """The messages that the flags of the list name; without flags, what the name says; else a question, which binds nobody."""
    flags = set(listed.flags) if listed else set()
    kinds = []
    if flags & {UplFlag.APPLICATION, UplFlag.SUBSIDY}:
        kinds.append(MessageKind.APPLICATION)
    if UplFlag.NOTIFICATION in flags:
        kinds.append(MessageKind.NOTIFICATION)
    by_name = [kind for word, kind in _KINDS_BY_NAME if word in name.casefold()]
    return kinds or by_name[:1] or [MessageKind.QUESTION]
