"""Every address that the website makes, by the words of the register alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from unicodedata import normalize

from wmebv_site.diagnostics import Code, Diagnostic, Place, in_order
from wmebv_site.register.channels import Domain
from wmebv_site.register.files import CONTENT, has_role, is_note
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, ToConfirm

ADDRESS_TAKEN = Code(
    "WMEBV209",
    "Een bestand staat op een adres dat de website zelf maakt",
    "De website maakt deze pagina of dit bestand zelf. Een eigen bestand op hetzelfde adres komt daarom niet op de "
    "website. Dat geldt ook voor stijlen en scripts, en voor wat een webserver leest, zoals robots.txt en .htaccess. Ook "
    "twee eigen bestanden kunnen niet op één adres staan. Geef het bestand een andere naam, of verwijder het.",
)

# Addresses count from the root of the site; that of a page ends in a slash, and the home page has none.
HOME = ""
PRODUCTS = "producten/"
DOMAINS = f"{PRODUCTS}domein/"
CHANNELS = "kanalen/"
OBJECTION = "bezwaar/"
COMPLAINT = "klacht/"
OTHER_MESSAGES = "andere-berichten/"
DECISIONS = "besluiten/"
WHICH_CHANNEL = "welk-kanaal/"
HELP = "hulp/"
MANDATE_LETTER = "machtigingsbrief/"
OUTAGES = "storingen/"
POLICY = "beleid/"
ABOUT = "over/"
CHANGES = "wijzigingen/"
RESIDENTS = "inwoners/"
BUSINESSES = "ondernemers/"
ENGLISH = "en/"
DATA = "data/"
"""The register as data, and the page that explains it."""
DATA_ENGLISH = "en/data/"
"""The same page in English."""
IN_ENGLISH = ((HOME, ENGLISH), (DATA, DATA_ENGLISH))
"""The pages that there are in Dutch and in English."""
DATA_REGISTER = f"{DATA}register.json"
DATA_SCHEMAS = f"{DATA}schema/"
DATA_IN_FORCE = f"{DATA}geldend.json"
DATA_PACKAGE = f"{DATA}datapackage.json"
DATA_SQLITE = f"{DATA}register.sqlite"
DATA_SYNONYMS = f"{DATA}synoniemen.csv"
DATA_CATALOGUE = f"{DATA}sc.xml"
ALWAYS = (
    HOME,
    PRODUCTS,
    CHANNELS,
    OBJECTION,
    COMPLAINT,
    OTHER_MESSAGES,
    DECISIONS,
    WHICH_CHANNEL,
    HELP,
    MANDATE_LETTER,
    OUTAGES,
    ABOUT,
    CHANGES,
    RESIDENTS,
    BUSINESSES,
    ENGLISH,
    DATA,
    DATA_ENGLISH,
)
"""The pages that every site has, whatever stands in its register."""
OURS = frozenset(address.partition("/")[0] for address in (*ALWAYS, POLICY)) - {HOME}
"""The folders of the site that hold nothing but pages of ours."""

SEARCH_INDEX = "zoeken.json"
OUTAGE_STATUS = f"{OUTAGES}status.json"
OUTAGE_SCRIPT = f"{OUTAGES}status.js"
"""The same as a script, which pages run before they are shown."""
OUTAGES_NOTED = ".wmebv-storingen.json"
"""On a server that rsync brings the website to: what the last build told of outages itself. A web server gives out no such name."""
OUTAGE_ANCHOR = "storing-"
"""What comes before the id of an outage on the page of all of them."""
FEED = f"{CHANGES}atom.xml"
OUTAGE_FEED = f"{OUTAGES}atom.xml"
JSON_FEED = f"{CHANGES}feed.json"
OUTAGE_JSON_FEED = f"{OUTAGES}feed.json"
FILES = (SEARCH_INDEX, OUTAGE_STATUS, OUTAGE_SCRIPT, FEED, OUTAGE_FEED, JSON_FEED, OUTAGE_JSON_FEED)
"""What every site publishes beside its pages."""
WOO_INDEX = "sitemaps/sitemapindex-diwoo-infocat002.xml"
"""Named as the harvester asks: one index for each category, 002 for other decisions of general scope (Woo 3.3(1)(b))."""
WOO_SITEMAP = "sitemaps/sitemap-diwoo-infocat002.xml"
SITEMAP = "sitemap.xml"
NOT_FOUND = "404.html"
ROBOTS = "robots.txt"
SECURITY_TXT = ".well-known/security.txt"
HTACCESS = ".htaccess"
HEADERS = "_headers"
REDIRECTS = "_redirects"
ASSETS = "assets/"
"""Where the styles and scripts of the theme stand."""
ELEMENT_SCRIPT = f"{ASSETS}kanaal.js"
"""The element that shows a channel in another website."""
EMBED_SCRIPT = f"{ASSETS}kanaal.js"
"""What the website of someone else takes along to show a channel there."""
THEME_FILES = frozenset(
    f"{ASSETS}{name}"
    for name in (
        "besluiten.css",
        "brief.css",
        "dag.js",
        "vraag.js",
        "huisstijl.css",
        "hulp.css",
        "kanaal.js",
        "search.css",
        "tekst.css",
        "wmebv.css",
        "wmebv.js",
        "wmebv.svg",
        "zoek.js",
    )
)
"""What a page of ours takes along; a municipality changes it in its theme, or with a house style."""
_FOR_A_SERVER = frozenset({HTACCESS, HEADERS, REDIRECTS})
_SECURITY = frozenset({SECURITY_TXT, "security.txt"})
FOR_A_SERVER = _FOR_A_SERVER | _SECURITY
"""What a web server reads, or a program that looks for it in a set place: no renderer makes a page of it."""
TAKEN_FILES = frozenset(
    (
        *FILES,
        WOO_INDEX,
        WOO_SITEMAP,
        SITEMAP,
        f"{SITEMAP}.gz",
        NOT_FOUND,
        ROBOTS,
        *THEME_FILES,
        *_FOR_A_SERVER,
        *_SECURITY,
    )
)
"""The files that a municipality can't bring itself, whether or not its site has them today."""
HIDDEN_AND_TAKEN = frozenset(path for path in TAKEN_FILES if path.startswith("."))
_FOLDERS = OURS | {ASSETS.rstrip("/"), "sitemaps", ".well-known"}


SKELETON_ANCHORS = frozenset({"inhoud", "zoek", "gevonden"})
"""What the skeleton and its script are called within every page."""
PRODUCT_ANCHORS = SKELETON_ANCHORS | {
    "lukt-het-niet",
    "zonder-internet",
    "waar-staat-dit",
    "dag",
    "welk-kanaal",
}
"""The same of the page of a product."""
HOME_ANCHORS = SKELETON_ANCHORS | {"hulp"}
"""The same of the home page."""
_NUMBERED = re.compile(r"storing-.+|gevonden-\d+|(?:onderwerp|filter)-\d+")
"""Notices of outages, what the search found, and the subjects on the pages of one kind of message."""
_ASIDE = "-tekst"


def anchor_of(name: str, taken: frozenset[str] = SKELETON_ANCHORS) -> str:
    """What a thing of the municipality is called within a page: its own name, unless a part of the page itself has that.

    Two names never become one: what looks as if it had stepped aside does so too.
    """
    plain = _without(name)
    steps = [(len(other) - len(plain)) // len(_ASIDE) + 1 for other in taken if _without(other) == plain]
    if _NUMBERED.fullmatch(plain):
        steps.append(1)
    return name + _ASIDE * max(steps, default=0)


def message_anchor(message: Message) -> str:
    """What a message is called within the page of its product."""
    return anchor_of(message.key, PRODUCT_ANCHORS)


def help_anchors(barriers: Iterable[str]) -> frozenset[str]:
    """What parts of the page of help are called, given what the barriers on it are called."""
    return SKELETON_ANCHORS.union(barriers)


def comes_and_goes(anchor: str) -> bool:
    """Whether a part of a page is there on some days, or for some visitors."""
    return _NUMBERED.fullmatch(anchor) is not None


def _without(name: str) -> str:
    while name.endswith(_ASIDE):
        name = name.removesuffix(_ASIDE)
    return name


def product_url(product: Product | str) -> str:
    return f"{PRODUCTS}{product if isinstance(product, str) else product.id}/"


def history_url(product: Product) -> str:
    """Where the page of a product tells what held when."""
    return f"{product_url(product)}#welk-kanaal"


def domain_url(domain: str) -> str:
    return f"{DOMAINS}{domain}/"


def channel_url(channel: str) -> str:
    return f"{CHANNELS}{channel}/"


def decision_url(decision: str) -> str:
    return f"{DECISIONS}{decision}/"


def annex_url(decision: str) -> str:
    return f"{decision_url(decision)}bijlage/"


def document_url(decision: str, name: str, form: str) -> str:
    """Where a decision can be downloaded as a document."""
    return f"{decision_url(decision)}{name}.{form}"


def support_url(support: str) -> str:
    return f"{HELP}{support}/"


def data_url(kind: str, name: str) -> str:
    """The data of one thing, for the address of its kind: ``producten/`` and ``paspoort``."""
    return f"{DATA}{kind}{name}.json"


def table_url(name: str, *, spreadsheet: bool = False) -> str:
    """Where a table of the data stands: for machines, or for Excel and other spreadsheets."""
    return f"{DATA}{name}-excel.csv" if spreadsheet else f"{DATA}{name}.csv"


def outage_url(outage: str) -> str:
    return f"{OUTAGES}{outage}/"


def policy_url(policy: str) -> str:
    return f"{POLICY}{policy}/"


def text_url(path: str) -> str:
    """The page of a text that is a thing of the register, which has the name of its file."""
    return f"{path.removeprefix(CONTENT).removesuffix('.md')}/"


def moved_addresses(register: Register) -> dict[str, str]:
    """Where each earlier address of a product leads now."""
    return {
        product_url(former): product_url(product)
        for product in register.products
        for former in product.formerly
    }


def parts_made(register: Register, address: str, today: date) -> frozenset[str] | None:
    """What the parts are called that the website makes on a page; None of a page that is not one of ours.

    What a text on that page has beside them, its author knows.
    """
    if address == HELP:
        barriers = register.help_index.barriers if register.help_index else ()
        return help_anchors(anchor_of(barrier.id) for barrier in barriers)
    if address in _LISTS:
        listed = [each for each in register.products if _LISTS[address] in (None, *each.audiences)]
        return _LIST_ANCHORS.union(letter_anchor(letter_of(product.name)) for product in listed)
    if address in _ANCHORS:
        return _ANCHORS[address]
    if address.startswith(DECISIONS) and address.endswith("/bijlage/"):
        return _annex_parts(register, address.removeprefix(DECISIONS).removesuffix("/bijlage/"), today)
    if address.startswith((CHANNELS, DOMAINS)):
        return SKELETON_ANCHORS | {"filter"}
    if address in ALWAYS or address.startswith(_OF_TEXTS):
        return SKELETON_ANCHORS
    name = address.removeprefix(PRODUCTS).removesuffix("/")
    product = register.product_by_id.get(name) or _by_former_name(register, name)
    if product is None or address != product_url(name):
        return None
    return PRODUCT_ANCHORS.union(map(message_anchor, register.messages_of(product)))


_LISTS: dict[str, Audience | None] = {
    PRODUCTS: None,
    WHICH_CHANNEL: None,
    RESIDENTS: Audience.RESIDENT,
    BUSINESSES: Audience.BUSINESS,
}
"""The pages that list products from A to Z, and whose; None is everyone's."""
_LIST_ANCHORS = SKELETON_ANCHORS | {"filter", "dag", "per-onderwerp"}
_MESSAGE_ANCHORS = SKELETON_ANCHORS | {"waar-staat-dit"}
_ANCHORS = {
    HOME: HOME_ANCHORS,
    OBJECTION: _MESSAGE_ANCHORS,
    COMPLAINT: _MESSAGE_ANCHORS,
    OTHER_MESSAGES: _MESSAGE_ANCHORS,
    MANDATE_LETTER: SKELETON_ANCHORS
    | frozenset(
        "machtiging naam adres plaats naam-ander adres-ander telefoon-ander onderwerp kenmerk sturen ontvangen praten "
        "bezwaar tot datum".split()
    ),
}
"""The parts of pages that are the same on every site."""
_OF_TEXTS = (DECISIONS, HELP, OUTAGES, POLICY)
"""Pages that are a text of the municipality, or list these: all else that is on them stands in the text."""


def _by_former_name(register: Register, name: str) -> Product | None:
    """The product to which the page of an earlier name leads on, with the part of the page that was asked for."""
    return next((each for each in register.products if name in each.formerly), None)


def _annex_parts(register: Register, decision: str, today: date) -> frozenset[str]:
    """The subjects of an annex; before a rectification, with the day until which it stood so."""
    products = {name: each for each in register.products for name in (*each.formerly, each.id)}
    annexes = register.annexes_of(decision, today)
    found = {*SKELETON_ANCHORS, "filter"}
    for number, annex in enumerate(annexes):
        until = annexes[number + 1].rectification if number + 1 < len(annexes) else None
        prefix = f"tot-{until}-" if until else ""
        found |= {f"tot-{until}"} if until else set()
        for name in {row.product for row in annex.told_rows}:
            product = products.get(name)
            named = product is not None and product.is_confirmed(ToConfirm.DOMAIN)
            found.add(f"{prefix}{annex_anchor(product.domain if product and named else None)}")
    return frozenset(found)


def annex_anchor(domain: str | None) -> str:
    """What the products of a domain (by id) are called within an annex; None are those that are in no domain today."""
    return f"domein-{domain}" if domain else "andere"


def letter_of(name: str) -> str:
    """Under which letter a product stands from A to Z; what begins with none is under the figures."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lstrip("'\"( ")
    first = plain[:1].lower()
    return first if first.isalpha() else FIGURES


FIGURES = "cijfers"


def letter_anchor(letter: str) -> str:
    return f"letter-{letter}"


def domains_with_a_page(register: Register) -> Iterator[Domain]:
    """Not one in which nobody put the products that stand there: no visitor has use for such a page."""
    for domain in register.domains:
        inside = [product for product in register.products if product.domain == domain.id]
        if not inside or any(product.is_confirmed(ToConfirm.DOMAIN) for product in inside):
            yield domain


def page_addresses(
    register: Register, today: date, *, decisions: Iterable[str], channels: Iterable[str]
) -> Iterator[str]:
    """The address of every page of the site on a day.

    ``decisions`` are the ids of those that residents may know of that day, ``channels`` those of the channels that
    they may know of: what is a draft, or only wanted, has no page.
    """
    yield from product_addresses(register)
    yield from map(channel_url, channels)
    yield from other_addresses(register, today, decisions)


def product_addresses(register: Register) -> Iterator[str]:
    """The pages of the products, where those were before, and the pages of domains."""
    for product in register.products:
        yield product_url(product)
        yield from map(product_url, product.formerly)
    yield from (domain_url(domain.id) for domain in domains_with_a_page(register))


def other_addresses(register: Register, today: date, decisions: Iterable[str]) -> Iterator[str]:
    """The pages that are of no product, domain or channel."""
    yield from ALWAYS
    for decision in decisions:
        yield decision_url(decision)
        if decision in register.annexes:
            yield annex_url(decision)
    yield from (support_url(support.id) for support in register.support if support.there_on(today))
    yield from (outage_url(outage.id) for outage in register.outages)
    policies = [policy for policy in register.policies if policy.adopted_on(today)]
    yield from [POLICY] if policies else []
    yield from (policy_url(policy.id) for policy in policies)


def taken_addresses(paths: Iterable[str]) -> list[Diagnostic]:
    """A diagnostic for each file of the municipality at an address that the website, or another file, takes."""
    found = []
    by_address: dict[str, str] = {}
    own = sorted(
        path
        for path in paths
        if path.startswith(CONTENT)
        and not (has_role(path) or is_note(path) or path.endswith((".yaml", ".yml")))
    )
    for path in own:
        # On Windows, and on many web servers, capitals make no other address.
        where = _as_a_disk_sees(path)
        stem, dot, ending = where.rpartition(".")
        hint = "Geef dit bestand een andere naam."
        if where in TAKEN_FILES:
            message = f"De website maakt zelf een bestand op het adres /{where}."
            hint = _way_out(where)
        elif where in _FOLDERS or where.startswith(DATA):
            where = DATA.rstrip("/") if where.startswith(DATA) else where
            message = f"De website maakt zelf een map op het adres /{where}/."
        elif dot and ending in ("md", "html") and (folder := stem.partition("/")[0]) in OURS:
            message = f"De website maakt zelf een pagina op het adres /{folder}/."
        elif dot and ending in ("md", "html") and stem in ("index", "readme"):
            message = "De website maakt zelf een pagina op het adres /."
        elif other := by_address.get(_published_at(where)):
            message = f"Dit bestand en '{other}' krijgen hetzelfde adres op de website."
            if normalize("NFC", path) == normalize("NFC", other):
                message = "Er is nog een bestand met deze naam: alleen een letter met een accent is anders opgeslagen."
                hint = "Verwijder een van beide, of geef een van beide een naam zonder accent."
        else:
            by_address[_published_at(where)] = path
            continue
        found.append(ADDRESS_TAKEN.at(Place(path), message, hint))
    for path in own:
        # A file can't stand where a folder must be.
        if (inside := f"{_as_a_disk_sees(path)}/index.html") in by_address:
            message = f"Dit bestand en '{by_address[inside]}' krijgen hetzelfde adres op de website."
            found.append(ADDRESS_TAKEN.at(Place(path), message, "Geef dit bestand een andere naam."))
    return in_order(found)


def _as_a_disk_sees(path: str) -> str:
    """A path of ``content/`` as a disk may see it: for some, capitals and the form of an accent make no other name."""
    return normalize("NFC", path.removeprefix(CONTENT)).lower()


def _published_at(where: str) -> str:
    """The file of the website that an own file becomes."""
    stem, _, ending = where.rpartition(".")
    if ending != "md":
        return where
    folder, _, name = stem.rpartition("/")
    if name == "readme":  # which gives way to an index
        return where
    inside = folder if name == "index" else stem
    return f"{inside}/index.html".lstrip("/")


def _way_out(where: str) -> str:
    if where in THEME_FILES:
        return "Wilt u een ander uiterlijk? Gebruik een huisstijl, of zet het bestand in de map 'theme'. Verwijder het hier."
    if where in _FOR_A_SERVER:
        return (
            "Laat de website het maken met 'server_files' in mkdocs.yml, of zet het na het bouwen op de server. "
            "Verwijder het hier."
        )
    if where in _SECURITY:
        return "Laat de website het maken met 'security_contact' in mkdocs.yml. Verwijder het hier."
    if where == ROBOTS:
        return "Wilt u er regels bij? Zet ze er na het bouwen bij, op de server. Verwijder het bestand hier."
    return "Geef dit bestand een andere naam."
