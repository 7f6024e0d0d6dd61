"""The national list of product names (UPL): read as it is published, renewed, and merged into a register."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPException
from typing import Any

from wmebv_site.diagnostics import Refused, did_you_mean
from wmebv_site.dutch import capitalised, enumerate_words, in_words
from wmebv_site.exchange.working import LINK, Data, Outcome, Working, checked, is_upl, wrong_text
from wmebv_site.project.writing import Change
from wmebv_site.register.terms import MessageKind, UplFlag
from wmebv_site.register.text import MAX_BYTES
from wmebv_site.register.upl import FILE, PLACEHOLDER, PinnedUpl, UplName, pinned_text, renewed
from wmebv_site.register.yaml_text import Noted
from wmebv_site.rules.links import wrong_link

_NEEDED = ("UniformeProductnaam", "URI", "Gemeente")
_FLAGS = {
    "Rijk": UplFlag.STATE,
    "Provincie": UplFlag.PROVINCE,
    "Waterschap": UplFlag.WATER_BOARD,
    "Gemeente": UplFlag.MUNICIPALITY,
    "Burger": UplFlag.CITIZEN,
    "Bedrijf": UplFlag.COMPANY,
    "Dienstenwet": UplFlag.SERVICES_ACT,
    "Autonomie": UplFlag.AUTONOMY,
    "Medebewind": UplFlag.JOINT_GOVERNMENT,
    "Aanvraag": UplFlag.APPLICATION,
    "Subsidie": UplFlag.SUBSIDY,
    "Melding": UplFlag.NOTIFICATION,
    "Verplichting": UplFlag.OBLIGATION,
    "DigiDMacht": UplFlag.DIGID_MANDATE,
}

Row = tuple[str, dict[str, str]]
"""Where a row stands in the list, and its cells by their heading."""


@dataclass(slots=True)
class ListedProduct:
    """One name of the list with everything that its rows say."""

    uri: str
    name: str
    flags: tuple[UplFlag, ...] = ()
    sdg: tuple[str, ...] = ()
    legal_basis: dict[str, str | None] = field(default_factory=dict)
    """Label -> link; None where the list has no link that can be used."""

    @property
    def municipal(self) -> bool:
        return UplFlag.MUNICIPALITY in self.flags

    @property
    def is_placeholder(self) -> bool:
        return self.uri == PLACEHOLDER


@dataclass(slots=True)
class UplList:
    """The names in the order of the list, and what was mended or left out in it."""

    products: list[ListedProduct] = field(default_factory=list)
    mended: dict[str, list[str]] = field(default_factory=dict)
    """By the address of the product: the links that were written otherwise."""
    dropped: dict[str, list[str]] = field(default_factory=dict)
    """By the address of the product, empty where a row has none: what could not be used."""


def read_upl(data: bytes) -> UplList:
    """Read the list. Raises Refused when it is something else."""
    if len(data) > MAX_BYTES:
        raise Refused(
            f"Dit bestand is groter dan {MAX_BYTES // 1024 // 1024} MB; dat is geen productnamenlijst."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("Dit bestand is niet opgeslagen als UTF-8. Haal de lijst opnieuw op.") from None
    made = _joined(_from_json(text) if text.lstrip()[:1] == "{" else _from_csv(text))
    if not any(product.municipal for product in made.products):
        raise Refused(
            "In deze lijst staat geen enkele naam van gemeenten. Ze is niet heel: haal haar opnieuw op."
        )
    return made


def _from_csv(text: str) -> list[Row]:
    head = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    try:
        _require(reader.fieldnames or [])
        return [
            (
                f"regel {reader.line_num}",
                {key: value or "" for key, value in row.items() if isinstance(key, str)},
            )
            for row in reader
        ]
    except csv.Error:
        raise Refused("Dit bestand is geen geldige CSV. Haal de lijst opnieuw op.") from None


def _from_json(text: str) -> list[Row]:
    try:
        whole = json.loads(text)
        _require(whole["head"]["vars"])
        rows = whole["results"]["bindings"]
        return [
            (f"rij {at}", {key: str(cell["value"]) for key, cell in row.items()})
            for at, row in enumerate(rows, 1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused("Dit JSON-bestand is geen productnamenlijst. Haal de lijst opnieuw op.") from None


def _require(columns: object) -> None:
    missing = [name for name in _NEEDED if not isinstance(columns, (list, tuple)) or name not in columns]
    if missing:
        words = enumerate_words((f"'{name}'" for name in missing), "en")
        verb = "ontbreekt" if len(missing) == 1 else "ontbreken"
        raise Refused(
            f"Dit is geen productnamenlijst: {words} {verb}. Gebruik het bestand zoals het is gepubliceerd."
        )


def _joined(rows: list[Row]) -> UplList:
    made = UplList()
    found: dict[str, ListedProduct] = {}
    for place, row in rows:
        uri, name = row.get("URI", "").strip(), " ".join(row.get("UniformeProductnaam", "").split())
        wrong = wrong_text(name) or wrong_text(row.get("SDG", "").strip())
        if not name or not is_upl(uri) or wrong:
            why = wrong or "Een bruikbare naam of een bruikbaar adres ontbreekt."
            made.dropped.setdefault("", []).append(f"{place} ('{name or uri}'): {why}")
            continue
        product = found.setdefault(uri, ListedProduct(uri, name))
        flags = {flag for column, flag in _FLAGS.items() if row.get(column, "").strip()}
        product.flags = tuple(flag for flag in UplFlag if flag in flags | set(product.flags))
        codes = [code.strip() for code in row.get("SDG", "").split(";") if code.strip()]
        product.sdg = tuple(dict.fromkeys([*product.sdg, *codes]))
        _add_basis(made, product, row)
    made.products = list(found.values())
    return made


def _add_basis(made: UplList, product: ListedProduct, row: Row) -> None:
    label, written = " ".join(row.get("Grondslaglabel", "").split()), row.get("Grondslaglink", "").strip()
    if not label:
        if written:
            made.dropped.setdefault(product.uri, []).append(
                f"{product.name}: een link zonder naam van de wet ({written})"
            )
        return
    if wrong := wrong_text(label):
        made.dropped.setdefault(product.uri, []).append(f"{product.name}: de grondslag '{label}'. {wrong}")
        return
    link, mended = mend_link(written)
    if link and mended:
        made.mended.setdefault(product.uri, []).append(f"{product.name}: {written} → {link}")
    elif written and not link:
        made.dropped.setdefault(product.uri, []).append(f"{product.name}: de link bij '{label}' ({written})")
    product.legal_basis[label] = product.legal_basis.get(label) or link


def mend_link(written: str) -> tuple[str | None, bool]:
    """A link to a regulation as it can be used, and whether it had to be changed; None when it can't be."""
    if not written:
        return None, False
    link = re.sub(r"\s+", "", written).replace("&amp;", "&").rstrip("&")
    link = re.sub(r"^(?:http:)?//(?=\S)", "https://", link)
    if link.startswith("jci1"):
        link = f"https://wetten.overheid.nl/{link}"
    elif re.match(r"(?:www\.)?[a-z.]*overheid\.nl/", link):
        link = f"https://{link}"
    return (None, False) if checked(LINK, link) is None or wrong_link(link) else (link, link != written)


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
            outcome.add(
                "overgeslagen",
                f"{product.name}: lijkt op uw product '{same}'; vul daar upl: {product.uri} in",
            )
        else:
            made = filler.product(_named(working, product), product)
            outcome.add("toegevoegd", made["id"])
    uris = {product.uri: product for product in listed.products}
    for uri, product in known.items():
        if uri not in uris:
            outcome.add(
                "vervallen",
                f"{product['id']}: de naam staat niet meer in deze lijst; het product blijft staan",
            )
        elif not uris[uri].municipal:
            outcome.add(
                "vervallen",
                f"{product['id']}: volgens deze lijst geen product van gemeenten; het product blijft staan",
            )
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
        self.authority = _chosen(
            "Het bestuursorgaan", defaults.authority, list(working.register.authority_by_id)
        )
        self.first = True

    def product(self, start: Data, listed: ListedProduct | None = None) -> Data:
        """Add a product with the fields that it has, and what every product needs besides."""
        authorities = list(self.working.register.authority_by_id)
        if not authorities:
            raise Refused("In channels.yaml staat nog geen bestuursorgaan. Vul 'authorities' eerst in.")
        open_ = ["domain"] * (self.domain is None) + ["authority"] * (self.authority is None) + ["messages"]
        made: Data = dict(start)
        made["domain"] = self.domain or self._to_divide()
        if audience := made.pop("audience", None):
            made["audience"] = audience
        made["authority"] = self.authority or authorities[0]
        if listed and listed.legal_basis:
            made["legal_basis"] = [
                {"label": label, "url": link} if link else {"label": label}
                for label, link in listed.legal_basis.items()
            ]
        if listed and UplFlag.SERVICES_ACT in listed.flags:
            made["statutes"] = ["dienstenwet"]
        made["unconfirmed"] = open_
        made["messages"] = [
            {"kind": kind.value} for kind in _kinds(made.get("upl_name", made["name"]), listed)
        ]
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
    raise Refused(f"{what} '{asked}' bestaat niet. {hint}")


def _named(working: Working, listed: ListedProduct) -> Data:
    made: Data = {"id": working.new_id(listed.name), "name": capitalised(listed.name)}
    made |= {"upl": listed.uri, "upl_name": listed.name, **_of_the_list(listed)}
    audience = ["inwoner"] * (UplFlag.CITIZEN in listed.flags) + ["ondernemer"] * (
        UplFlag.COMPANY in listed.flags
    )
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
            {"label": label, "url": link} if link else {"label": label}
            for label, link in listed.legal_basis.items()
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


ADDRESS = "https://standaarden.overheid.nl/owms/oquery/UPL-actueel.csv"
TIMEOUT = 60
_FEWEST = 100
"""A list with fewer names than this is not the whole list."""
_MOST_GONE = 0.25
"""Of one list to a newer one a few names in a hundred go; with more than this share, it is another list, or a part."""
_DAY_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


class _NoWayDown(urllib.request.HTTPRedirectHandler):
    """Follows a server to another address, but never to one that is less safe."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.URLError("the server leads to an address without https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str = ADDRESS, timeout: float = TIMEOUT) -> bytes:
    """The list as it is at an address. Raises Refused, with what can be done instead."""
    way_out = "Probeer het later nog eens, of haal de lijst zelf op en typ: wmebv upl update --from BESTAND"
    try:
        with urllib.request.build_opener(_NoWayDown).open(address, timeout=timeout) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES and answer.length:
                raise ConnectionError("the connection broke off")
    except urllib.error.HTTPError as wrong:
        wrong.close()
        raise Refused(f"De server van de lijst geeft geen antwoord (code {wrong.code}). {way_out}") from None
    except (OSError, HTTPException, ValueError):
        raise Refused(f"De lijst kan nu niet worden opgehaald. {way_out}") from None
    if len(data) > MAX_BYTES:
        raise Refused(f"Wat de server stuurt, is te groot voor de lijst. {way_out}")
    return data


def day_of_list(name: str | None, asked: date | None, today: date) -> date:
    """The day of a list: as asked, else from the name of its file; only a list that was fetched just now is of today."""
    day = asked or (today if name is None else None)
    if day is None and name is not None and (written := _DAY_IN_NAME.search(name)):
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(written[0])
    if day is None:
        raise Refused(
            "Van welke dag is deze lijst? Dat staat niet in de naam van het bestand. Voeg toe: --date JJJJ-MM-DD"
        )
    if day > today:
        raise Refused(
            f"De lijst kan niet van {in_words(day)} zijn: die dag moet nog komen. Controleer de datum."
        )
    return day


def update(working: Working, listed: UplList, old: PinnedUpl, day: date) -> Outcome:
    """Pin the list in the project, and say which names are new, renamed or withdrawn, and which products that touches."""
    found = [UplName(product.uri, product.name, product.municipal) for product in listed.products]
    if len(found) < _FEWEST:
        raise Refused(
            f"Deze lijst heeft maar {len(found)} namen; dat is niet de hele lijst. Er is niets gewijzigd."
        )
    if day < old.day:
        raise Refused(
            f"De lijst die is vastgezet, is van {in_words(old.day)}; deze is ouder ({in_words(day)}). Er is niets gewijzigd."
        )
    new = renewed(old, day, found)
    living = [name for name in old.names.values() if not name.withdrawn and not name.newer]
    gone = sum(uri in new.names and new.names[uri].withdrawn for uri in (name.uri for name in living))
    if gone > _MOST_GONE * len(living):
        raise Refused(
            f"Van de {len(living)} namen die nu zijn vastgezet, staan er {gone} niet in deze lijst. Het is een andere lijst, of "
            "een deel ervan. Er is niets gewijzigd."
        )
    outcome = Outcome(
        f"Uniforme Productnamenlijst: {len(found)} namen, waarvan {sum(name.municipal for name in found)} van gemeenten."
    )
    using = {product.upl: product.id for product in working.register.products if product.upl}
    groups = outcome.groups
    groups |= {
        "nieuw van gemeenten": [],
        "andere naam": [],
        "vervallen": [],
        "nog niet in deze lijst": [],
        "geraakt in uw register": [],
    }
    for uri, name in old.names.items():
        if name.newer and uri not in new.names:
            groups["nog niet in deze lijst"].append(name.name)
            if uri in using:
                groups["geraakt in uw register"].append(f"{using[uri]}: {name.name} (nog niet in deze lijst)")
    for uri, name in sorted(new.names.items(), key=lambda item: item[1].name):
        before = old.names.get(uri)
        if before is None or (before.withdrawn and not name.withdrawn):
            told = "nieuw van gemeenten" if name.municipal else ""
        elif name.withdrawn and not before.withdrawn:
            told = "vervallen"
        else:
            told = "andere naam" if name.name != before.name and not name.withdrawn else ""
        if not told:
            continue
        line = f"{before.name} → {name.name}" if before and told == "andere naam" else name.name
        groups[told].append(line)
        if uri in using and told != "nieuw van gemeenten":
            groups["geraakt in uw register"].append(f"{using[uri]}: {line} ({told})")
    outcome.changes = [Change(FILE, working.files.files.get(FILE), pinned_text(new.day, new.names.values()))]
    return outcome
