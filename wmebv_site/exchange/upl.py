"""The national list of product names (UPL): read as it is published, renewed, and merged into a register."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import capitalised, counted, enumerate_words, in_words, thousands
from wmebv_site.exchange import fetching
from wmebv_site.exchange.fetching import TIMEOUT
from wmebv_site.exchange.filling import Defaults, Filler
from wmebv_site.exchange.proposals import Proposals
from wmebv_site.exchange.working import LINK, Data, Outcome, Working, checked, unseen, wrong_text
from wmebv_site.project.synonyms import words_for
from wmebv_site.project.writing import Change
from wmebv_site.register.terms import Statute, UplFlag
from wmebv_site.register.text import MAX_BYTES
from wmebv_site.register.upl import (
    FILE,
    PLACEHOLDER,
    PinnedUpl,
    UplName,
    is_address,
    pinned_text,
    renewed,
)
from wmebv_site.register.values import slugify
from wmebv_site.rules.links import wrong_link

_NEEDED = ("UniformeProductnaam", "URI", "Gemeente")
_GOVERNMENTS = frozenset({"Rijk", "Provincie", "Waterschap", "Gemeente"})
"""A list without any of these columns is the published list of one government; for municipalities that is UPL-gemeente."""
_MOST_ROWS = 20_000
"""Most rows that are read; the list has some 1,250."""
_MOST_SIGNS = 60 * _MOST_ROWS
"""Most brackets, braces and commas that a list may have; the list has 60,000."""
_NOT_MUNICIPAL = (
    (
        re.compile(r"\bmodel(?:keur|verordening)?\b", re.I),
        "een model is nog niet uw verordening; noem uw eigen",
    ),
    (re.compile(r"\bprovincie|\bprovinciale", re.I), "dit is een regel van provincies"),
    (re.compile(r"\bwaterschap", re.I), "dit is een regel van waterschappen"),
    (re.compile(r"\bbinnenvaart|\bscheepvaart", re.I), "dit is een regel voor de scheepvaart"),
)
"""What the list names beside a product because other governments have it too, and why a municipality leaves it out."""
_ENVIRONMENT = re.compile(
    r"\bWet algemene bepalingen omgevingsrecht\b|\bBouwbesluit\b|\bActiviteitenbesluit\b|\bBesluit mobiel breken\b",
    re.I,
)
_LAPSED = re.compile(
    rf"{_ENVIRONMENT.pattern}|\bWet ruimtelijke ordening\b|\bRegeling omgevingsrecht\b", re.I
)
"""What the Omgevingswet took the place of on 1 January 2024; the list is older."""
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
    flags: frozenset[UplFlag] = frozenset(UplFlag)
    """What the list can say of a product; a shorter list has fewer columns, and knows nothing of the others."""


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
    columns, rows = _from_json(text) if text.lstrip()[:1] == "{" else _from_csv(text)
    made = _joined(_municipal(columns, rows))
    made.flags = frozenset(flag for column, flag in _FLAGS.items() if column in columns) | {
        UplFlag.MUNICIPALITY
    }
    if not any(product.municipal for product in made.products):
        raise Refused(
            "In deze lijst staat geen enkele naam van gemeenten. Ze is niet heel: haal haar opnieuw op."
        )
    return made


def _municipal(columns: Collection[str], rows: list[Row]) -> list[Row]:
    """The rows; of a list of municipalities alone, which says so nowhere, each with the mark of municipalities."""
    if _GOVERNMENTS & set(columns):
        return rows
    return [(place, {**row, "Gemeente": "X"}) for place, row in rows]


def _too_many() -> Refused:
    most = thousands(_MOST_ROWS)
    return Refused(
        f"Deze lijst heeft meer dan {most} regels; de productnamenlijst heeft er veel minder. Haal de lijst opnieuw op."
    )


def _from_csv(text: str) -> tuple[list[str], list[Row]]:
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    if text.count(delimiter) > _MOST_SIGNS:
        raise _too_many()
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = _require(reader.fieldnames or [])
        rows: list[Row] = []
        for row in reader:
            if len(rows) == _MOST_ROWS:
                raise _too_many()
            cells = {key: value or "" for key, value in row.items() if isinstance(key, str)}
            rows.append((f"regel {reader.line_num}", cells))
        return columns, rows
    except csv.Error:
        raise Refused("Dit bestand is geen geldige CSV. Haal de lijst opnieuw op.") from None


def _from_json(text: str) -> tuple[list[str], list[Row]]:
    # JSON is made whole in memory: what it would become is judged by its signs.
    if sum(map(text.count, "{[,")) > _MOST_SIGNS:
        raise _too_many()
    try:
        whole = json.loads(text)
        columns = _require(whole["head"]["vars"])
        rows = whole["results"]["bindings"]
        if len(rows) > _MOST_ROWS:
            raise _too_many()
        return columns, [
            (f"rij {at}", {key: str(cell["value"]) for key, cell in row.items()})
            for at, row in enumerate(rows, 1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused("Dit JSON-bestand is geen productnamenlijst. Haal de lijst opnieuw op.") from None


def _require(columns: object) -> list[str]:
    """The columns of the list. Raises Refused where those are absent by which it is known."""
    named = [str(name) for name in columns] if isinstance(columns, (list, tuple)) else []
    missing = [name for name in _NEEDED if name not in named]
    if missing == ["Gemeente"] and not _GOVERNMENTS & set(named) and set(_FLAGS) & set(named):
        return named
    if missing:
        words = enumerate_words((f"'{name}'" for name in missing), "en")
        verb = "ontbreekt" if len(missing) == 1 else "ontbreken"
        raise Refused(
            f"Dit is geen productnamenlijst: {words} {verb}. Gebruik het bestand zoals het is gepubliceerd."
        )
    return named


def _joined(rows: list[Row]) -> UplList:
    made = UplList()
    found: dict[str, ListedProduct] = {}
    for place, row in rows:
        uri, name = row.get("URI", "").strip(), " ".join(row.get("UniformeProductnaam", "").split())
        wrong = unseen(uri) or wrong_text(name) or wrong_text(row.get("SDG", "").strip())
        if not name or not is_address(uri) or wrong:
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


def _add_basis(made: UplList, product: ListedProduct, row: Mapping[str, str]) -> None:
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


def merge_upl(working: Working, listed: UplList, defaults: Defaults) -> Outcome:
    """Add the municipal names that the register doesn't have. Nothing that an editor wrote is changed or removed."""
    municipal = [product for product in listed.products if product.municipal]
    products = [product for product in municipal if not product.is_placeholder]
    outcome = Outcome.of(
        f"De Uniforme Productnamenlijst heeft {counted(len(municipal), 'naam', 'namen')} van gemeenten.",
        ("toegevoegd", "gewijzigd", _WORDS, "vervallen", "overgeslagen", "niet van ons"),
    )
    outcome.counts["producten in de lijst"] = len(products)
    for product in municipal:
        if product.is_placeholder:
            outcome.add("overgeslagen", f"{product.name}: dit is geen product")
    known = working.by_upl()
    merging = _Merging(working, Filler(working, defaults), listed, outcome)
    outcome.counts["gelijk gebleven"] = merging.take_over(products, known)
    _propose_words(working, products, outcome)
    listed_at = {product.uri: product for product in listed.products}
    for uri, own in known.items():
        if uri not in listed_at:
            why = "de naam staat niet meer in deze lijst"
        elif not listed_at[uri].municipal:
            why = "volgens deze lijst geen product van gemeenten"
        else:
            continue
        outcome.add("vervallen", f"{own['id']}: {why}; het product blijft staan")
    used = {"", *(product.uri for product in products)}
    for name, lines in (("links verbeterd", listed.mended), ("weggelaten", listed.dropped)):
        told = [line for uri, about in lines.items() if uri in used for line in about]
        outcome.groups[name] = told + outcome.groups.get(name, [])
    outcome.changes = working.changes()
    return outcome


WORDS_BY = "Synoniemenlijst"
"""Whose the proposals of other words are."""
_WORDS = "andere woorden voorgesteld"


def _propose_words(working: Working, products: Iterable[ListedProduct], outcome: Outcome) -> None:
    """Propose for each product with a name of the list the words that people use for it, and that it has not.

    Once: what somebody decided about, or has still to decide about, is not asked again.
    """
    proposals = Proposals(working)
    asked = {each.get("product") for each in proposals.all if each.get("by") == WORDS_BY}
    own_by_upl = working.by_upl()
    for listed in products:
        own = own_by_upl.get(listed.uri)
        if own is None or own["id"] in asked:
            continue
        known = {word.casefold() for word in (own["name"], *own.get("synonyms", ()))}
        if words := [word for word in words_for(listed.uri) if word.casefold() not in known]:
            proposals.add({"product": own["id"], "synonyms": words, "by": WORDS_BY})
            outcome.add(_WORDS, f"{own['id']}: {', '.join(words)}")
    proposals.keep()


class _Merging:
    """One list on its way into one register."""

    def __init__(self, working: Working, filler: Filler, listed: UplList, outcome: Outcome) -> None:
        self.working, self.filler, self.listed, self.outcome = working, filler, listed, outcome

    def take_over(self, products: list[ListedProduct], known: Mapping[str, Data]) -> int:
        """Each name of the list: brought up to date, left to the editor or added. Gives how many were so already."""
        names = {own["name"].casefold(): own for own in self.working.products() if "upl" not in own}
        unchanged = 0
        for product in products:
            if own := known.get(product.uri):
                if keys := self._refresh(own, product):
                    self.outcome.add("gewijzigd", f"{own['id']}: {', '.join(keys)}")
                else:
                    unchanged += 1
            elif any(map(self.working.is_not_ours, (product.uri, slugify(product.name)))):
                self.outcome.add("niet van ons", product.name)
            elif own := names.get(product.name.casefold()):
                told = f"{product.name}: lijkt op uw product '{own['id']}'; vul daar upl: {product.uri} in"
                self.outcome.add("overgeslagen", told)
            else:
                self.outcome.add("toegevoegd", self.filler.product(self._new(product), product.flags)["id"])
        return unchanged

    def _new(self, product: ListedProduct) -> Data:
        name = product.name
        made: Data = {"id": self.working.new_id(name), "name": capitalised(name), "upl": product.uri}
        made |= {"upl_name": name, "upl_flags": [flag.value for flag in product.flags]}
        made |= {"sdg": list(product.sdg)} if product.sdg else {}
        audience = ["inwoner"] * (UplFlag.CITIZEN in product.flags)
        audience += ["ondernemer"] * (UplFlag.COMPANY in product.flags)
        made |= {"audience": audience} if audience else {}
        made |= {"statutes": statutes} if (statutes := _statutes(product)) else {}
        laws = []
        for label, link in product.legal_basis.items():
            if why := _why_not_ours(label):
                self.outcome.add("weggelaten", f"{name}: de grondslag '{label}': {why}")
            else:
                laws.append({"label": label} | ({"url": link} if link else {}))
        return made | ({"legal_basis": laws} if laws else {})

    def _refresh(self, own: Data, product: ListedProduct) -> list[str]:
        """Bring the three fields that the list keeps up to date, and nothing else. Gives the keys that changed.

        Of what the list has no column for, it says nothing.
        """
        kept = {flag for flag in own.get("upl_flags", ()) if UplFlag(flag) not in self.listed.flags}
        said = kept | {flag.value for flag in product.flags}
        wanted: Data = {
            "upl_name": product.name,
            "upl_flags": [flag.value for flag in UplFlag if flag.value in said],
        }
        wanted |= {"sdg": list(product.sdg)} if product.sdg else {}
        differs = [key for key, value in wanted.items() if own.get(key) != value]
        changed = [key for key in differs if self.working.says_itself(own["id"], key)]
        if shared := [key for key in differs if key not in changed]:
            told = f"{own['id']}: {', '.join(shared)}; dit komt uit de gedeelde basis, pas het daar aan"
            self.outcome.add("overgeslagen", told)
        own.update((key, wanted[key]) for key in changed)
        return changed


def _why_not_ours(label: str) -> str | None:
    """Why a law of the list can't be what a product of this municipality rests on; None where it may be."""
    if _LAPSED.search(label):
        return "vervallen op 1 januari 2024, met de komst van de Omgevingswet"
    return next((why for pattern, why in _NOT_MUNICIPAL if pattern.search(label)), None)


def _statutes(product: ListedProduct) -> list[str]:
    """The statutes that bring a way of their own, as far as the list shows them; a person confirms each."""
    environment = product.name.startswith("omgevingsvergunning") or any(
        map(_ENVIRONMENT.search, product.legal_basis)
    )
    found = {Statute.OMGEVINGSWET: environment, Statute.DIENSTENWET: UplFlag.SERVICES_ACT in product.flags}
    return [statute.value for statute, is_there in found.items() if is_there]


ADDRESS = "https://standaarden.overheid.nl/owms/oquery/UPL-actueel.csv"
_FEWEST = 100
"""A list with fewer names than this is not the whole list."""
_MOST_GONE = 0.25
"""Of one list to a newer one a few names in a hundred go; with more than this share, it is another list, or a part."""
_DAY_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


def fetch(address: str = ADDRESS, timeout: float = TIMEOUT) -> bytes:
    """The list as it is at an address. Raises Refused, with what can be done instead."""
    way_out = "Probeer het later nog eens, of haal de lijst zelf op en typ: wmebv upl update --from BESTAND"
    return fetching.fetch(address, "de lijst", way_out, timeout)


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
    outcome = Outcome.of(
        f"De Uniforme Productnamenlijst heeft {len(found)} namen, waarvan {sum(name.municipal for name in found)} van gemeenten.",
        (_NEW, _RENAMED, _WITHDRAWN, _NOT_YET, _TOUCHED),
    )
    using = {product.upl: product.id for product in working.register.products if product.upl}
    for uri, name in old.names.items():
        if name.newer and uri not in new.names:
            outcome.add(_NOT_YET, name.name)
            if uri in using:
                outcome.add(_TOUCHED, f"{using[uri]}: {name.name} ({_NOT_YET})")
    for uri, name in sorted(new.names.items(), key=lambda item: item[1].name):
        before = old.names.get(uri)
        if (group := _what_happened(before, name)) is None:
            continue
        line = f"{before.name} → {name.name}" if before and group == _RENAMED else name.name
        outcome.add(group, line)
        if uri in using and group != _NEW:
            outcome.add(_TOUCHED, f"{using[uri]}: {line} ({group})")
    outcome.changes = [Change(FILE, working.files.files.get(FILE), pinned_text(new.day, new.names.values()))]
    return outcome


_NEW, _RENAMED, _WITHDRAWN = "nieuw van gemeenten", "andere naam", "vervallen"
_NOT_YET, _TOUCHED = "nog niet in deze lijst", "geraakt in uw register"


def _what_happened(before: UplName | None, now: UplName) -> str | None:
    """To which group of the outcome a name belongs; None where nothing happened that matters to a municipality."""
    if before is None or (before.withdrawn and not now.withdrawn):
        return _NEW if now.municipal else None
    if now.withdrawn:
        return None if before.withdrawn else _WITHDRAWN
    return _RENAMED if now.name != before.name else None
