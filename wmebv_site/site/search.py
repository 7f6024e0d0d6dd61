"""The search index: what every page is called, in the words of the municipality and of those who look for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from wmebv_site.dutch import LANGUAGE
from wmebv_site.register.addresses import (
    ABOUT,
    CHANNELS,
    COMPLAINT,
    DECISIONS,
    ENGLISH,
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
from wmebv_site.register.support import Support
from wmebv_site.register.terms import SupportKind
from wmebv_site.site.artifact import Artifact, StaticFile, compact_json
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.support import barrier_links
from wmebv_site.site.words import HELP_IN_ENGLISH, SUPPORT_KIND

_WORDS = {
    OBJECTION: ("bezwaar", "niet eens met besluit", "bezwaarschrift"),
    COMPLAINT: ("klacht", "ontevreden", "klagen"),
    OTHER_MESSAGES: ("vraag stellen", "contact", "bericht sturen"),
    HELP: (
        "hulp",
        "help",
        "lukt niet",
        "bellen",
        "telefoonnummer",
        "openingstijden",
        "hoe laat open",
        "inloggen",
        "DigiD",
        "eHerkenning",
    ),
    ABOUT: ("toegankelijkheid", "privacy", "cookies", "adres van de gemeente"),
    PRODUCTS: ("overzicht", "lijst", "a-z"),
    ENGLISH: ("english", "engels", "expat"),
    CHANNELS: ("formulieren",),
    WHICH_CHANNEL: ("datum", "vroeger", "geschiedenis"),
}
"""Other words for pages that no register gives any; only where the page is there."""

_HELP_WORDS = {
    SupportKind.REPRESENTATION: ("gemachtigde", "machtiging", "volmacht"),
    SupportKind.SIGN_LANGUAGE: ("slechthorend", "doventolk"),
}
"""What else a form of help is called."""
_OWN_NAME = {
    "ar": "العربية",
    "bg": "български",
    "de": "Deutsch",
    "en": "English",
    "es": "español",
    "fa": "فارسی",
    "fr": "français",
    "hu": "magyar",
    "it": "italiano",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "ru": "русский",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "українська",
    "zh": "中文",
}
"""What a language is called by those who speak it: they look for it by that name."""
_MOST = {OBJECTION, COMPLAINT, HELP}
"""What most people come for besides the products that the municipality shows first."""

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
    ``places`` says where on the page of help a word leads: who is deaf is brought to what there is for who is deaf.
    Nothing of a summary stands in it: it would double the size and find pages that only mention a word.
    """
    shown = [page for page in pages if page.search and page.kind not in _LEFT_OUT]
    register = site.register
    words = {product_url(product): "|".join(_words(product)).rstrip("|") for product in register.products}
    words |= {support_url(support.id): _joined(_help_words(support)) for support in site.support}
    words |= {url: _joined(other) for url, other in _WORDS.items()}
    said, places = zip(*((word, "") for word in _WORDS[HELP]), *_barriers(site), strict=True)
    words[HELP] = _joined(said)
    most = {*_MOST, *(product_url(register.product_by_id[name]) for name in register.municipality.featured)}
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
            "most": [number for number, page in enumerate(members) if page.url in most],
            "places": {number: ("", "", *places) for number, page in enumerate(members) if page.url == HELP},
        }
        for label, folder, pages in sections
        if (members := sorted(pages, key=lambda page: (page.title.casefold(), page.url)))
    ]
    return StaticFile(SEARCH_INDEX, compact_json(found).encode())


def _joined(words: Iterable[str]) -> str:
    """The other words of a page that is no product."""
    return "|".join(("", *(word.replace("|", " ") for word in words)))


def _help_words(support: Support) -> Iterator[str]:
    """What a form of help is often called, whatever its own title, and what is said of it in other languages."""
    yield SUPPORT_KIND[support.kind].lower()
    yield HELP_IN_ENGLISH[support.kind].lower()
    yield from _HELP_WORDS.get(support.kind, ())
    yield from (translation.text for translation in support.translations)


def _barriers(site: Site) -> Iterator[tuple[str, str]]:
    """What may be difficult, as people say it of themselves in every language, and where that stands on the page.

    The names of the languages of help come after it, and stand nowhere in particular.
    """
    for barrier in barrier_links(site, Hrefs.on(HELP)):
        place = barrier.href[barrier.href.index("#") :]
        yield barrier.text, place
        yield from ((translation.text, place) for translation in barrier.translations)
    spoken = {code: None for support in site.support for code in support.languages if code != "nl"}
    for code in spoken:
        yield from ((names[code], "") for names in (LANGUAGE, _OWN_NAME) if code in names)


def _words(product: Product) -> Iterator[str]:
    """The UPL name, or nothing, and then the synonyms; none that says the same as the name."""
    said = {_plain(product.name)}
    name = upl_name(product.upl) if product.upl else ""
    yield "" if _plain(name) in said else name
    for synonym in product.synonyms:
        if (plain := _plain(synonym)) not in said:
            said.add(plain)
            yield synonym.replace("|", " ")


_SHORTENED = re.compile(r"[^A-Z]+[A-Z]")
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def upl_name(uri: str) -> str:
    """The term of a UPL address in words, or nothing when it is an abbreviation.

    ``.../terms/AangifteVertrekBuitenland`` and ``.../terms/huisnummer_toekenning`` can be read. A term that begins
    small and goes on with capitals (``aanwInzam``) is shortened in 395 of 416 cases of the list of October 2023.
    """
    term = unquote(urlsplit(uri).path.rsplit("/", 1)[-1])
    if _SHORTENED.match(term):
        return ""
    return _NEXT_WORD.sub(" ", term.replace("_", " ")).strip().lower()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _BETWEEN_WORDS.sub(" ", letters).strip()
