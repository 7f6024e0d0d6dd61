"""Judges a website that was built before anybody sees it: all is there, all of it works, and nothing is internal."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, in_order, printable
from wmebv_site.dutch import counted, enumerate_words, in_words
from wmebv_site.project.settings import SiteSettings
from wmebv_site.publishing.forgetting import forgotten_at
from wmebv_site.publishing.scanned import Inside, Reference, in_style_sheet, page_at, scanned
from wmebv_site.register.addresses import (
    DATA,
    FILES,
    HOME,
    NOT_FOUND,
    OUTAGE_SCRIPT,
    OUTAGE_STATUS,
    SEARCH_INDEX,
    SECURITY_TXT,
    SITEMAP,
    WOO_INDEX,
    WOO_SITEMAP,
    page_addresses,
    product_url,
)
from wmebv_site.site.leaks import files_in, in_file, of_drafts, read
from wmebv_site.site.server.headers import site_address
from wmebv_site.site.server.server_files import IN_SITE
from wmebv_site.site.site import Site
from wmebv_site.site.woo import SITEMAPS, woo_files

PAGE_MISSING = Code(
    "WMEBV625",
    "In de website ontbreekt een pagina",
    "Elk product, elk kanaal en elk besluit in de registers heeft een eigen pagina. Ontbreekt er een, dan is de website maar "
    "half gebouwd, of door een ander programma. Bouw de website opnieuw met 'wmebv build'.",
)
DEAD_LINK = Code(
    "WMEBV626",
    "In de website staat een link die nergens heen gaat",
    "De link wijst naar een pagina, een bestand of een onderdeel van een pagina dat niet in de website staat. Wie erop klikt, "
    "komt niet verder. Verbeter de link in de tekst waar die staat, of zet terug wat ontbreekt, en bouw opnieuw. Ontbreekt iets "
    "wat een pagina laadt, zoals een stijl of een foto? Dan is het een fout, en wordt de website niet gepubliceerd.",
)
TOO_HEAVY = Code(
    "WMEBV627",
    "Een pagina of een bestand is erg zwaar",
    "Op een oude telefoon, of waar het bereik slecht is, duurt het dan lang. Een pagina blijft onder 1,5 MB, met alles wat "
    "erop staat. Een bestand om te bewaren blijft onder 10 MB. Maak afbeeldingen kleiner, of deel een groot bestand op.",
    Level.WARNING,
)
FILE_MISSING = Code(
    "WMEBV628",
    "In de website ontbreekt een bestand waar anderen van uitgaan",
    "Bij elke website horen feeds, de stand van storingen en zoekgegevens. Vraagt mkdocs.yml om instellingen voor de "
    "webserver? Dan horen die er ook bij. Programma's van anderen lezen ze. Bouw de website opnieuw met 'wmebv build'.",
)
OTHER_DAY = Code(
    "WMEBV629",
    "De website is voor een andere dag gebouwd",
    "Op elke pagina staat voor welke dag zij geldt. Welk kanaal is aangewezen en welk besluit geldt, hangt van die dag af. "
    "Daarom hoort de website elke nacht opnieuw te worden gebouwd. Bouw en publiceer opnieuw, en kijk na waarom dat vannacht "
    "niet gebeurde. Bouwde u met opzet voor een andere dag? Noem die dag dan met --date.",
    Level.WARNING,
)
MIXED_DAYS = Code(
    "WMEBV630",
    "In de website staan pagina's van verschillende dagen door elkaar",
    "Een deel van de website komt uit een andere bouw. Zo kan de ene pagina een kanaal noemen dat op de andere niet meer "
    "bestaat. Vaak is kopiëren naar de server halverwege gestopt. Publiceer de website opnieuw, in haar geheel.",
)
BROKEN_FILE = Code(
    "WMEBV631",
    "Een bestand van de website is niet heel",
    "Het bestand is leeg, breekt halverwege af, of is niet te lezen voor de programma's waarvoor het is gemaakt. Vaak was de "
    "schijf vol, of stopte het kopiëren. Bouw de website opnieuw met 'wmebv build'.",
)
SITEMAP_WRONG = Code(
    "WMEBV632",
    "De lijst van pagina's voor zoekmachines of de Woo-index klopt niet",
    "In sitemap.xml staat elke pagina, en in de sitemap voor de Woo-index elk openbaar besluit van uw gemeente. Ontbreekt er "
    "een, dan vindt een zoekmachine of de Woo-index het niet. Staat er een te veel in, dan verwijzen zij naar niets. Bouw "
    "de website opnieuw met 'wmebv build'.\n\nGrondslag: Woo art. 3.3, eerste lid.",
)

_BUILD = "Bouw de website opnieuw met 'wmebv build'."
_MEND = "Verbeter de link in de tekst waar die staat, of zet terug wat ontbreekt."
_NAMED = 3
_MANY = 5
_PAGE_BYTES = 1_500_000
_FILE_BYTES = 10_000_000
_PAGES = (".html", ".htm")
_AS_JSON = (".json", ".jsonld", ".webmanifest")


@dataclass(frozen=True, slots=True)
class Judged:
    """How many files a website has, for which day it says to be built, and what is wrong with it."""

    number: int
    day: date | None
    diagnostics: list[Diagnostic]


def judge(
    site: Path, today: date, decisions: Decisions | None = None, settings: SiteSettings | None = None
) -> Judged:
    """Judge every file of a website once. With ``decisions`` also whether all is there. Raises Refused."""
    judging = _Judging(site, today, decisions, settings or SiteSettings())
    found = [*judging.of_files(), *judging.of_links(), *judging.of_days(), *judging.of_what_must_be()]
    return Judged(len(judging.paths), judging.day, in_order(found))


@dataclass
class _Judging:
    site: Path
    today: date
    decisions: Decisions | None
    settings: SiteSettings
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    dead: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    parts: list[tuple[str, int, str, str]] = field(default_factory=list)
    loaded: set[str] = field(default_factory=set)

    @cached_property
    def paths(self) -> list[str]:
        return files_in(self.site)

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(self.paths)

    @cached_property
    def base(self) -> str | None:
        url = self.settings.site_url
        return f"{url.rstrip('/')}/" if url else None

    @cached_property
    def inside(self) -> Inside:
        return Inside(self.files, self.base)

    @cached_property
    def sizes(self) -> dict[str, int]:
        return {path: (self.site / path).stat().st_size for path in self.paths if not path.endswith("/")}

    @property
    def day(self) -> date | None:
        """What the home page says; of a website without one, what most pages say."""
        said = (
            self.days.get("index.html") or next(iter(Counter(self.days.values()).most_common(1)), [None])[0]
        )
        return date.fromisoformat(said) if said else None

    def of_files(self) -> Iterator[Diagnostic]:
        """What is wrong within a file, read once, and what is remembered of it for the rest."""
        for path in self.paths:
            text: list[str] = []

            def once(path: str = path, text: list[str] = text) -> str:
                text[:] = text or [read(self.site / path)]
                return text[0]

            yield from in_file(self.site, path, once)
            if path.endswith("/"):
                continue
            yield from self._whole(path, once)
            if path.endswith(_PAGES):
                self._page(path, once())
            elif path.endswith(".css"):
                self._led(path, in_style_sheet(once()))
            elif self.sizes[path] > _FILE_BYTES and not path.startswith(DATA):
                message = f"Dit bestand is {_megabytes(self.sizes[path])}."
                yield TOO_HEAVY.at(Place(printable(path)), message, "Maak het kleiner, of deel het op.")
        if self.decisions:
            yield from of_drafts(self.site, self.paths, self.decisions)

    def _whole(self, path: str, text: Callable[[], str]) -> Iterator[Diagnostic]:
        place = Place(printable(path))
        if not self.sizes[path] and path.endswith((*_PAGES, *_AS_JSON, ".xml", ".css", ".pdf")):
            yield BROKEN_FILE.at(place, "Dit bestand is leeg.", _BUILD)
        elif path.endswith(".html") and self.decisions and not text().rstrip().lower().endswith("</html>"):
            if "<html" in text()[:500].lower():
                yield BROKEN_FILE.at(place, "Deze pagina breekt halverwege af.", _BUILD)
        elif path.endswith(_AS_JSON) or path == OUTAGE_SCRIPT:
            if why := _not_json(path, (self.site / path).read_bytes()):
                yield BROKEN_FILE.at(place, why, _BUILD)
        elif path.endswith((".xml", ".svg")) and _xml(self.site / path) is None:
            yield BROKEN_FILE.at(place, "Hier staat geen XML die te lezen is.", _BUILD)

    def _page(self, path: str, text: str) -> None:
        page = scanned(text)
        self.anchors[path] = page.anchors
        if page.day:
            self.days[path] = page.day
        self._led(path, page.references)

    @cached_property
    def heavy(self) -> dict[str, int]:
        return {}

    def _led(self, path: str, references: Iterable[Reference]) -> None:
        folder, loaded = path.rpartition("/")[0], {path}
        known: dict[str, tuple[str, str] | None] = {}
        for each in references:
            if each.address not in known:
                known[each.address] = self._judged(path, folder, each)
            if each.loaded and (led := known[each.address]):
                loaded.add(led[0])
        weight = sum(self.sizes.get(each, 0) for each in loaded)
        if path.endswith(_PAGES) and weight > _PAGE_BYTES:
            self.heavy[path] = weight

    def _judged(self, path: str, folder: str, reference: Reference) -> tuple[str, str] | None:
        led = self.inside.leads_to(reference.address, folder)
        if led is None:
            return None
        target, part = led[0] or path, led[1]
        if target not in self.files:
            self.dead[target].append((path, reference.at))
            self.loaded |= {target} if reference.loaded else set()
        elif part and target.endswith(_PAGES) and not part.startswith(":~:"):
            self.parts.append((path, reference.at, target, part))
        return target, part

    def of_links(self) -> Iterator[Diagnostic]:
        """Each thing that isn't there is told once, where the first link to it stands."""
        for target, where in self.dead.items():
            what = printable(target.removesuffix("index.html") or HOME)
            why = f"Dit laadt '{what}'" if target in self.loaded else f"Deze link gaat naar '{what}'"
            message = f"{why}, en dat staat niet in de website.{_also(where)}"
            found = DEAD_LINK.at(self._place(*where[0]), message, _MEND)
            # Without a style, script or picture a page is broken. A link of a text that leads nowhere is worse for nobody than
            # a website of yesterday.
            yield found if target in self.loaded else replace(found, level=Level.WARNING)
        missing: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for path, at, target, part in self.parts:
            if part not in self.anchors.get(target, frozenset()) and part != "top":
                missing[target, part].append((path, at))
        for (target, part), where in missing.items():
            page = printable(target.removesuffix("index.html")) or "de startpagina"
            message = f"Het onderdeel '{printable(part)}' staat niet op '{page}'.{_also(where)}"
            yield replace(DEAD_LINK.at(self._place(*where[0]), message, _MEND), level=Level.WARNING)
        for path, weight in self.heavy.items():
            message = f"Deze pagina is met alles wat erop staat {_megabytes(weight)}."
            yield TOO_HEAVY.at(
                Place(printable(path)), message, "Maak de afbeeldingen op deze pagina kleiner."
            )

    def _place(self, path: str, at: int) -> Place:
        before = read(self.site / path)[:at]
        line, column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
        return Place(printable(path), line, column, column + 1)

    def of_days(self) -> Iterator[Diagnostic]:
        day = self.day
        if day is None:
            return
        others = sorted(path for path, said in self.days.items() if said != day.isoformat())
        if others:
            other = in_words(date.fromisoformat(self.days[others[0]]))
            rest = f" Dat geldt voor nog {len(others) - 1} andere." if len(others) > 1 else ""
            message = f"Deze pagina is van {other}, en de rest van de website van {in_words(day)}.{rest}"
            yield MIXED_DAYS.at(Place(printable(others[0])), message, "Publiceer de website in haar geheel.")
        if day != self.today:
            message = f"Deze website is gebouwd voor {in_words(day)}. De dag is nu {in_words(self.today)}."
            yield OTHER_DAY.at(Place("index.html"), message, "Bouw en publiceer de website opnieuw.")

    def of_what_must_be(self) -> Iterator[Diagnostic]:
        """What the registers and the settings ask of a website."""
        if self.decisions is not None:
            yield from self._pages_missing(self.decisions)
            wanted = [path for path in (*FILES, NOT_FOUND) if path not in self.files]
            if wanted:
                message = (
                    f"{_listed(wanted)} {'ontbreekt' if len(wanted) == 1 else 'ontbreken'} in de website."
                )
                yield FILE_MISSING.at(Place(wanted[0]), message, _BUILD)
            yield from self._sitemaps(self.decisions)
        if self.settings.site_url:
            yield from self._for_servers(self.settings.site_url)

    def _pages_missing(self, decisions: Decisions) -> Iterator[Diagnostic]:
        register = decisions.register
        names = {product_url(product): product.name for product in register.products}
        forgotten = tuple(each for each in forgotten_at(self.site) if each.endswith("/"))
        missing = [
            address
            for address in self._made(decisions)
            if not page_at(address, self.files) and not address.startswith(forgotten)
        ]
        if len(missing) > _MANY:
            message = f"Van dit register ontbreken {len(missing)} pagina's, zoals {_listed(missing)}."
            yield PAGE_MISSING.at(Place(missing[0]), message, _BUILD)
            return
        for address in missing:
            whose = f" van het product '{printable(names[address])}'" if address in names else ""
            yield PAGE_MISSING.at(Place(address or "index.html"), f"De pagina{whose} ontbreekt.", _BUILD)

    def _made(self, decisions: Decisions) -> list[str]:
        public = [decision.id for decision in decisions.public]
        channels = [channel.id for channel in decisions.shown_channels]
        return [*page_addresses(decisions.register, decisions.today, decisions=public, channels=channels)]

    def _sitemaps(self, decisions: Decisions) -> Iterator[Diagnostic]:
        if not self.base:
            return
        moved = {product_url(name) for product in decisions.register.products for name in product.formerly}
        wanted = {page_at(address, self.files) for address in self._made(decisions) if address not in moved}
        yield from self._sitemap(SITEMAP, {path for path in wanted if path})
        woo = [made for made in woo_files(Site(decisions), self.base) if made.path == WOO_SITEMAP]
        for made in woo:
            listed = {self._at(loc) for loc in _locations(fromstring(made.data))}
            yield from self._sitemap(WOO_SITEMAP, {path for path in listed if path}, only=True)
            if WOO_INDEX not in self.files:
                yield FILE_MISSING.at(Place(WOO_INDEX), "De Woo-index ontbreekt in de website.", _BUILD)

    def _at(self, address: str) -> str | None:
        led = self.inside.leads_to(address, "")
        return led[0] if led else None

    def _sitemap(self, path: str, wanted: set[str], *, only: bool = False) -> Iterator[Diagnostic]:
        if path not in self.files:
            yield FILE_MISSING.at(Place(path), f"{path} ontbreekt in de website.", _BUILD)
            return
        root = _xml(self.site / path)
        if root is None:
            return  # told already
        listed = {self._at(each) or each for each in _locations(root)}
        if lacking := sorted(wanted - listed):
            number = counted(len(lacking), "pagina ontbreekt", "pagina's ontbreken")
            yield SITEMAP_WRONG.at(
                Place(path), f"{number[0].upper()}{number[1:]} hier, zoals {_listed(lacking)}.", _BUILD
            )
        if strange := sorted(listed - (wanted if only else self.files)):
            message = f"Hier {'staan adressen' if len(strange) > 1 else 'staat een adres'} zonder pagina: {_listed(strange)}."
            yield SITEMAP_WRONG.at(Place(path), message, _BUILD)

    def _for_servers(self, site_url: str) -> Iterator[Diagnostic]:
        own_host = site_address(site_url).own_host
        wanted = [IN_SITE[name][0] for name in self.settings.server_files if name in IN_SITE]
        wanted += [SECURITY_TXT] if own_host and self.settings.plugin.get("security_contact") else []
        for path in wanted:
            if path not in self.files:
                message = f"{path} ontbreekt, terwijl mkdocs.yml erom vraagt."
                yield FILE_MISSING.at(Place(path), message, _BUILD)


def _not_json(path: str, data: bytes) -> str | None:
    """What is wrong with a file that programs read as JSON."""
    try:
        if path == OUTAGE_SCRIPT:
            name, _, data = data.partition(b"=")
            if name != b"storingen":
                return "Hier staat niet wat pagina's over storingen lezen."
        found = json.loads(data)
    except ValueError:
        return "Hier staat geen JSON die te lezen is."
    if path == OUTAGE_STATUS and not (isinstance(found, dict) and isinstance(found.get("outages"), list)):
        return "Hier staan de storingen niet zoals programma's ze lezen."
    if path == SEARCH_INDEX and not isinstance(found, list):
        return "Hier staan de zoekgegevens niet zoals de zoekbalk ze leest."
    return None


def _xml(file: Path) -> Element | None:
    try:
        return fromstring(file.read_bytes())
    except (ParseError, OSError):
        return None


def _locations(root: Element) -> Iterator[str]:
    return ((each.text or "").strip() for each in root.iter(f"{{{SITEMAPS}}}loc"))


def _listed(names: list[str]) -> str:
    return enumerate_words([f"'{printable(each)}'" for each in names[:_NAMED]], "en")


def _also(where: list[tuple[str, int]]) -> str:
    pages = len({path for path, _ in where})
    return f" Zo'n link staat op {pages} pagina's." if pages > 1 else ""


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
