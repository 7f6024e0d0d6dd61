"""The search index: what every page is called, in the words of the municipality and of those who look for it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from wmebv_site.register.addresses import (
    ABOUT,
    CHANNELS,
    COMPLAINT,
    DECISIONS,
    HELP,
    OBJECTION,
    OTHER_MESSAGES,
    PRODUCTS,
    SEARCH_INDEX,
    WHICH_CHANNEL,
    product_url,
    support_url,
)
from wmebv_site.register.products import Product
from wmebv_site.site.artifact import Artifact, StaticFile
from wmebv_site.site.site import Site
from wmebv_site.site.words import SUPPORT_KIND

_WORDS = {
    OBJECTION: ("bezwaar", "niet eens met besluit", "bezwaarschrift"),
    COMPLAINT: ("klacht", "ontevreden", "klagen"),
    OTHER_MESSAGES: ("vraag stellen", "contact", "bericht sturen"),
    HELP: (
        "hulp",
        "lukt niet",
        "bellen",
        "telefoonnummer",
        "openingstijden",
        "inloggen",
        "DigiD",
        "eHerkenning",
    ),
    ABOUT: ("toegankelijkheid", "privacy", "cookies", "adres van de gemeente"),
    PRODUCTS: ("overzicht", "lijst", "a-z"),
    CHANNELS: ("formulieren",),
    WHICH_CHANNEL: ("datum", "vroeger", "geschiedenis"),
}
"""Other words for pages that no register gives any; only where the page is there."""

_SECTIONS = (
    # What stands behind a title in the list of results, the folder, and the kinds of pages in it.
    ("", PRODUCTS, {"product"}),
    ("Hulp", HELP, {"support"}),
    ("Kanaal", CHANNELS, {"channel"}),
    ("Besluit", DECISIONS, {"decision"}),
)
_LEFT_OUT = {"home"}


def search_index(site: Site, pages: Iterable[Artifact]) -> StaticFile:
    """``zoeken.json``: per folder the last parts of the addresses, the titles, and the other words, column by column.

    Columns are half as large as rows once they are compressed. The other words of a page are one text, parted by
    ``|``; the first of a product is its name in the Uniforme Productnamenlijst, empty when that adds nothing.
    Nothing of a summary stands in it: it would double the size and find pages that only mention a word.
    """
    shown = [page for page in pages if page.search and page.kind not in _LEFT_OUT]
    words = {
        product_url(product): "|".join(_words(product)).rstrip("|") for product in site.register.products
    }
    # What a form of help is often called, whatever its own title.
    words |= {support_url(support.id): f"|{SUPPORT_KIND[support.kind].lower()}" for support in site.support}
    words |= {url: "|".join(("", *other)) for url, other in _WORDS.items()}
    in_folder = set().union(*(kinds for _, _, kinds in _SECTIONS))
    others = [page for page in shown if page.kind not in in_folder]
    sections = [("Overzicht", "", others)]
    sections += [(label, folder, [p for p in shown if p.kind in kinds]) for label, folder, kinds in _SECTIONS]
    found = [
        {
            "label": label,
            "folder": folder,
            "ids": [page.url.removeprefix(folder).rstrip("/") for page in members],
            "titles": [page.title for page in members],
            "words": [words.get(page.url, "") for page in members],
        }
        for label, folder, pages in sections
        if (members := sorted(pages, key=lambda page: (page.title.casefold(), page.url)))
    ]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return StaticFile(SEARCH_INDEX, text.encode())


def _words(product: Product) -> Iterator[str]:
    """The UPL name, or nothing, and then the synonyms; none that says the same as the name."""
    said = {_plain(product.name)}
    name = upl_name(product.upl) if product.upl else ""
    yield "" if _plain(name) in said else name
    for synonym in product.synonyms:
        if (plain := _plain(synonym)) not in said:
            said.add(plain)
            yield synonym.replace("|", " ")


def upl_name(uri: str) -> str:
    """The term of a UPL address in words, or nothing when it is an abbreviation.

    ``.../terms/AangifteVertrekBuitenland`` and ``.../terms/huisnummer_toekenning`` can be read. A term that begins
    small and goes on with capitals (``aanwInzam``) is shortened in 395 of 416 cases of the list of October 2023.
    """
    term = unquote(urlsplit(uri).path.rsplit("/", 1)[-1])
    if re.match(r"[^A-Z]+[A-Z]", term):
        return ""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", term.replace("_", " ")).strip().lower()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[\W_]+", " ", letters).strip()
