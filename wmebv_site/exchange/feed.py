"""Reads a feed of Samenwerkende Catalogi 4.0, or an answer of the national search service: each product as it was told."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import enumerate_words, first_sentences, thousands
from wmebv_site.exchange.scanning import NotXml, look_through
from wmebv_site.exchange.working import TEXT, URL, checked, wrong_text
from wmebv_site.register.addresses import product_url
from wmebv_site.register.text import MAX_BYTES

_SC = "{http://standaarden.overheid.nl/product/terms/}"
_DC = "{http://purl.org/dc/terms/}"
_OVERHEID = "{http://standaarden.overheid.nl/owms/terms/}"
_AUDIENCE = {"particulier": "inwoner", "ondernemer": "ondernemer"}
_MOST_PRODUCTS = 5_000
"""Most products that are read; a large municipality has some 700."""
_MOST_ELEMENTS = 100 * _MOST_PRODUCTS
_SUMMARY = 300
"""How long a summary may be; of a longer one the first sentences are taken."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FeedProduct:
    """One product of the feed; None or empty where the feed says nothing that can be used."""

    place: str
    name: str
    number: str = ""
    """What the website calls it; a website of this program gives the id."""
    page: str | None = None
    audience: tuple[str, ...] = ()
    summary: str | None = None
    upls: tuple[str, ...] = ()
    """Addresses of names as the feed writes them, which no list has judged yet."""
    called: tuple[str, ...] = ()
    """Names of the list that stand there without their address."""
    said_online: str = ""
    """What stands at onlineAanvragen: ja, nee or digid; empty where it is something else, or absent."""
    unclear_online: str = ""
    """What stands there instead."""
    form: str | None = None
    written_form: str = ""
    """The address of the form as it stands there, also where no register could hold it."""
    more_forms: tuple[str, ...] = ()
    """Addresses of forms behind the first; Samenwerkende Catalogi has room for one."""
    authority: str = ""
    lost: tuple[str, ...] = ()
    """What was not taken over as it stands there, a Dutch sentence each."""

    @property
    def online(self) -> bool:
        return self.said_online in ("ja", "digid")


@dataclass(slots=True)
class Feed:
    """The products of a feed, and the entries that are no product, each with its reason."""

    products: list[FeedProduct] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    there_are: int | None = None
    """How many products a search service has, of which it may have given a part."""


def read_feed(data: bytes) -> Feed:
    """Read the feed. Raises Refused for another file, and for one with more than a municipality can have."""
    if len(data) > MAX_BYTES:
        raise Refused(f"Dit bestand is groter dan {MAX_BYTES // 1024 // 1024} MB. Lees het in delen in.")
    _judge(data)
    feed = Feed()
    number = 0
    open_: list[ElementTree.Element] = []
    for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
        if event == "start":
            open_.append(element)
            continue
        open_.pop()
        if element.tag == f"{_SC}scproduct":
            number += 1
            _add(feed, element, f"product {number}")
        elif element.tag.endswith("}numberOfRecords") and (element.text or "").strip().isdecimal():
            feed.there_are = int(element.text or "")
        if not any(parent.tag == f"{_SC}scproduct" for parent in open_):
            element.clear()
    return feed


_BEFORE = re.compile(rb"\s+|\xef\xbb\xbf|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->")
"""What may stand before the first element, piece by piece."""


def _is_web_page(data: bytes) -> bool:
    start, at = data[:10_000].lower(), 0
    while before := _BEFORE.match(start, at):
        at = before.end()
    return start.startswith((b"<!doctype html", b"<html"), at)


def _judge(data: bytes) -> None:
    if _is_web_page(data):
        raise Refused(
            "Dit is een webpagina, en geen bestand van Samenwerkende Catalogi. Misschien moet u eerst inloggen, of is het een ander "
            "adres. Vraag uw leverancier naar het adres van het XML-bestand."
        )
    counted: Counter[str] = Counter()

    def begin(name: str, _: dict[str, str]) -> None:
        counted[name] += 1
        counted[""] += 1
        if counted["scproduct"] > _MOST_PRODUCTS or counted[""] > _MOST_ELEMENTS:
            most = thousands(_MOST_PRODUCTS)
            raise Refused(
                f"In dit bestand staan meer dan {most} producten; zoveel heeft geen gemeente. "
                "Neem een bestand met alleen de producten van uw gemeente."
            )

    try:
        look_through(io.BytesIO(data), "dit XML-bestand", begin)
    except NotXml as wrong:
        raise Refused(f"Dit is geen geldig XML-bestand; het gaat mis op regel {wrong.line}.") from None
    if not counted["scproduct"]:
        raise Refused("Dit is geen bestand van Samenwerkende Catalogi 4.0: er staan geen producten in.")


def _add(feed: Feed, element: ElementTree.Element, place: str) -> None:
    raw = _text(element.find(f".//{_DC}title"))
    name = plain_text(raw)
    where = f"{place} ('{name[:60]}')" if name else place
    if not name or (wrong := wrong_text(name)):
        why = wrong if name else "De titel ontbreekt."
        feed.refused.append(f"{where}: {why}")
        return
    lost: list[str] = []
    page = _address(_text(element.find(f".//{_DC}identifier")), "de pagina", lost)
    forms = list(dict.fromkeys(filter(None, map(_where, element.iter(f"{_SC}aanvraagURL")))))
    names = element.findall(f".//{_SC}uniformeProductnaam")
    audience = {_AUDIENCE.get((each.text or "").strip().lower()) for each in element.iter(f"{_DC}audience")}
    online = _text(element.find(f".//{_SC}onlineAanvragen")).lower()
    unclear = "" if online in ("", "ja", "nee", "digid") else online[:40]
    if unclear:
        lost.append(f"'{unclear}' bij onlineAanvragen is geen ja, nee of digid")
    written = forms[0] if forms else ""
    feed.products.append(
        FeedProduct(
            place=place,
            name=name,
            number=_text(element.find(f".//{_SC}productID")),
            page=page,
            audience=tuple(each for each in ("inwoner", "ondernemer") if each in audience),
            summary=_summary(_text(element.find(f".//{_DC}abstract")), name, lost),
            upls=tuple(found for each in names if (found := (each.get("resourceIdentifier") or "").strip())),
            called=tuple(
                found
                for each in names
                if not (each.get("resourceIdentifier") or "").strip() and (found := _text(each))
            ),
            said_online="" if unclear else online,
            unclear_online=unclear,
            form=_address(written, "het formulier", lost),
            written_form=written,
            more_forms=tuple(forms[1:]),
            authority=_text(element.find(f".//{_OVERHEID}authority")),
            lost=tuple(lost),
        )
    )


def _where(form: ElementTree.Element) -> str:
    return (form.get("resourceIdentifier") or _text(form)).strip()


def _text(element: ElementTree.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def plain_text(written: str) -> str:
    """A text of a website as a person reads it: without tags, and with the signs that entities stand for."""
    text = written
    for _ in range(3):
        # What a website wrote as an entity, an export may have written as one again.
        if (once := html.unescape(text)) == text:
            break
        text = once
    return " ".join(_TAG.sub(" ", text).split())


def _address(written: str, what: str, lost: list[str]) -> str | None:
    """An address that the register can hold. One without https is made so: no register can hold it otherwise."""
    address = html.unescape(written).strip()
    if not address:
        return None
    safe = re.sub(r"^http://", "https://", address, flags=re.IGNORECASE)
    if checked(URL, safe) is None:
        lost.append(f"het adres van {what} kan niet ({address[:120]})")
        return None
    if safe != address:
        lost.append(f"het adres van {what} begint nu met https:// ({safe})")
    return safe


def _summary(written: str, name: str, lost: list[str]) -> str | None:
    """The first sentences of an abstract that fit; at least one. One that only repeats the name says nothing."""
    text = plain_text(written)
    if not text or text == name:
        return None
    if wrong := wrong_text(text[:1990]):
        lost.append(f"de samenvatting. {wrong}")
        return None
    kept = first_sentences(text, _SUMMARY)
    if len(kept) > 2 * _SUMMARY:
        lost.append(f"de samenvatting is te lang ({len(text)} tekens). Schrijf zelf één of twee zinnen")
        return None
    if kept != text:
        lost.append(f"de samenvatting is ingekort van {len(text)} naar {len(kept)} tekens")
    return checked(TEXT, kept)


_TRACKING = re.compile(
    r"utm_\w+|[gfd]clid|gclsrc|msclkid|mc_[ce]id|mtm_\w+|pk_\w+|piwik_\w+|_ga|_gl", re.IGNORECASE
)
"""What a campaign or a counter puts behind an address: the page is the same without it."""


def same_address(address: str) -> tuple[str, ...]:
    """By what two addresses are the same page: host, path and question, however they are written, and without what only
    counts visitors. A place on the page is no other page, but for a website that keeps all its pages behind a ``#``.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    path = unquote(parts.path).rstrip("/").casefold()
    asked = [
        each for each in parts.query.split("&") if each and not _TRACKING.fullmatch(each.partition("=")[0])
    ]
    route = parts.fragment.rstrip("/") if parts.fragment.startswith(("/", "!")) else ""
    return host, re.sub(r"/index\.\w+$", "", path), "&".join(sorted(asked)), *([route] if route else [])


def page_of_others(told: FeedProduct) -> str | None:
    """The page, unless it is the one that a website of this program gives a product: nobody has that as a page of its own."""
    own = f"/{product_url(told.number).rstrip('/')}" if told.number else ""
    is_own = own and told.page is not None and same_address(told.page)[1].endswith(own)
    return None if is_own else told.page


def last_step(address: str) -> str:
    """What a page is called in its address, which it mostly keeps when a website moves."""
    steps = [step for step in same_address(address)[1].split("/") if step]
    return re.sub(r"\.\w{3,5}$", "", steps[-1]) if steps else ""


def of_others(feed: Feed, municipality: str) -> list[str]:
    """Leave out what others than this municipality offer, where a file holds products of several. Gives what is said of it.

    Raises Refused when none of it is of this municipality.
    """
    offering = Counter(product.authority for product in feed.products if product.authority)
    if len(offering) < 2:
        return []
    own = _bare(municipality)
    if not any(_bare(name) == own for name in offering):
        some = enumerate_words([f"'{name}'" for name in list(offering)[:5]], "en")
        raise Refused(
            f"In dit bestand staan producten van {len(offering)} organisaties, zoals {some}; geen daarvan heet '{municipality}'. "
            "Neem een bestand met alleen de producten van uw gemeente."
        )
    others = [product for product in feed.products if product.authority and _bare(product.authority) != own]
    feed.products = [product for product in feed.products if product not in others]
    return [f"{product.name}: van {product.authority}" for product in others]


def _bare(name: str) -> str:
    return re.sub(r"\(?\bgemeente\b\)?", "", name.casefold()).strip(" '’-")
