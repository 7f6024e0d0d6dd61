"""The page about the register as data, in Dutch and in English: which files there are, and how one uses them."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.register.addresses import (
    DATA,
    DATA_ENGLISH,
    DATA_REGISTER,
    DATA_SYNONYMS,
    EMBED_SCRIPT,
    FEED,
    OUTAGE_STATUS,
    PRODUCTS,
    data_url,
    product_url,
)
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import Detail, Link
from wmebv_site.site.words import GAZETTE

TITLE, TITLE_ENGLISH = "Open data", "Open data of this website"
ANYWHERE = "https://www.voorbeeld.example/"
"""Where the website stands in an example, as long as that is not known."""

STATES = {
    "aangewezen": (
        "Voor dit officiële bericht is een kanaal aangewezen (artikel 2:13 Awb).",
        "A channel is designated for this official message (Awb 2:13).",
    ),
    "opengesteld": (
        "Dit is een bericht van een andere soort, en er staat een kanaal voor open (artikel 2:14 Awb).",
        "This is a message of another kind, for which a way is open (Awb 2:14). It needs no designation.",
    ),
    "uitvoerder": (
        "Het bericht gaat naar wie de taak uitvoert, via een eigen kanaal.",
        "The message goes to who carries out the task, by its own way.",
    ),
    "uitnodiging": (
        "Het bericht gaat zoals de brief of e-mail zegt die erom vroeg.",
        "The message goes the way that is named in the letter or e-mail that asked for it.",
    ),
    "uitgezonderd": (
        "Dit bericht kan niet digitaal. Bij het bericht staat waarom.",
        "This message can't be sent digitally. The message says why.",
    ),
    "geen_kanaal": ("Er is geen kanaal aangewezen.", "No channel is designated."),
    "niet_opengesteld": (
        "Dit is een bericht van een andere soort, en er staat geen kanaal voor open.",
        "This is a message of another kind, for which no way is open.",
    ),
    "oud_recht": (
        "Dit is een dag vóór 1 januari 2026, onder de oude regels.",
        "This is a day before 1 January 2026, under the old rules.",
    ),
    "eerdere_gemeente": (
        "Op deze dag bestond deze gemeente nog niet.",
        "On this day the municipality did not exist yet.",
    ),
    "tegenstrijdig": ("Twee regels spreken elkaar tegen.", "Two rules contradict each other."),
    "elders": (
        "Een andere organisatie beslist hierover. Wat die aanwees, is hier niet bekend.",
        "Another organisation decides on this. What it designated isn't known here.",
    ),
}
"""The words for what holds, as the data have them, and what each means in Dutch and in English."""

SYNONYMS = DATA_SYNONYMS.removeprefix(DATA)
LISTED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "json": (
        (
            "register.json",
            "Alles bij elkaar: producten, kanalen, besluiten en hulp.",
            "Everything: products, channels, decisions and help.",
        ),
        (
            "geldend.json",
            "Welk kanaal vroeger gold, nu geldt of later ingaat.",
            "Which channel held, holds and will hold, from when until when.",
        ),
    ),
    "csv": (
        (
            "producten.csv",
            "Alle producten, met wie erover beslist.",
            "All products, with who decides on them.",
        ),
        (
            "berichten.csv",
            "Welke berichten men over elk product kan sturen.",
            "Which messages one may send about each product.",
        ),
        (
            "geldend.csv",
            "Welk kanaal vroeger gold, nu geldt of later ingaat.",
            "Which channel held, holds and will hold, from when until when.",
        ),
        (
            "kanalen.csv",
            "Alle kanalen.",
            "All channels.",
        ),
        (
            "ingangen.csv",
            "De adressen van elk kanaal, en hoe men er inlogt.",
            "The addresses of each channel, and how one logs in there.",
        ),
        (
            "eisen.csv",
            "Wat een kanaal verder vraagt.",
            "What else a channel asks.",
        ),
        (
            "besluiten.csv",
            "De besluiten over kanalen.",
            "The decisions on channels.",
        ),
        (
            "grondslagen.csv",
            "De regels waarop producten berusten.",
            "The rules that products rest on.",
        ),
        (
            "bestuursorganen.csv",
            "Wie er beslist.",
            "Who decides.",
        ),
        (
            "uitvoerders.csv",
            "Wie een taak uitvoert.",
            "Who carries out a task.",
        ),
        (
            "domeinen.csv",
            "De onderwerpen van producten.",
            "The subjects of products.",
        ),
        (
            "datapackage.json",
            "Wat elke kolom in de CSV-bestanden betekent.",
            "What each column of the CSV files means, in Dutch.",
        ),
        (
            SYNONYMS,
            "Met welke woorden mensen zoeken naar namen uit de Uniforme Productnamenlijst.",
            "The words that people use for names of the national list of products, in Dutch.",
        ),
    ),
    "sqlite": (
        (
            "register.sqlite",
            "Dezelfde tabellen als één databestand.",
            "The same tables as one database file.",
        ),
    ),
    "dcat": (
        (
            "dcat.ttl",
            "Deze gegevens voor een catalogus: DCAT-AP-NL, als Turtle.",
            "This data for a catalogue: DCAT-AP-NL, as Turtle.",
        ),
        ("dcat.jsonld", "Hetzelfde als JSON-LD.", "The same as JSON-LD."),
    ),
    "cpsv": (
        (
            "cpsv.ttl",
            "De producten als publieke diensten: CPSV-AP, als Turtle.",
            "The products as public services: CPSV-AP, as Turtle.",
        ),
        ("cpsv.jsonld", "Hetzelfde als JSON-LD.", "The same as JSON-LD."),
    ),
    "sc": (
        (
            "sc.xml",
            "De producten voor Samenwerkende Catalogi, met waar u ze nu aanvraagt.",
            "The products for Samenwerkende Catalogi, the national catalogue, with where one applies now.",
        ),
    ),
}
"""The files of each format, by its word in ``mkdocs.yml``: name, and what it is in Dutch and in English."""
_FORMAT = {
    "json": "JSON",
    "csv": "CSV",
    "sqlite": "SQLite",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "xml": "XML",
}
EXCEL = "-excel.csv"
"""How the file ends that is a table for Excel as it is set in the Netherlands, beside the one for programs."""


_PYTHON = """\
import json
from urllib.request import urlopen

with urlopen("{register}") as file:
    register = json.load(file)
for product in register["products"]:
    for message in product["messages"]:
        for answer in message["answers"]:
            print(product["name"], message["act"], answer["audience"], answer["state"])
"""
_EMBEDDED = """\
<script src="{script}" defer></script>
<wmebv-kanaal product="{id}">
<a href="{page}">{name}</a>
</wmebv-kanaal>
"""
"""What one copies from the page, as text: the templates escape it."""


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _page(site, renderer, DATA, english=False)
    yield _page(site, renderer, DATA_ENGLISH, english=True)


def _page(site: Site, renderer: Renderer, url: str, *, english: bool) -> Artifact:
    href = Hrefs.on(url)
    municipality = site.register.municipality
    base = f"{site.url.rstrip('/')}/" if site.url else ANYWHERE
    example = next(iter(_examples(site)), None)
    html = renderer.render(
        "data_english" if english else "data",
        title=TITLE_ENGLISH if english else TITLE,
        municipality=municipality.name,
        has_json="json" in site.formats,
        files=list(_files(site, href, english=english)),
        excel=list(_for_excel(site, href)),
        states=[(word, said if english else dutch) for word, (dutch, said) in STATES.items()],
        feed=Link("wijzigingen", href.to(FEED)),
        status=Link("storingen", href.to(OUTAGE_STATUS)),
        python=_PYTHON.format(register=f"{base}{DATA_REGISTER}"),
        shell=f"curl {base}{data_url(PRODUCTS, example[0])}\n" if example else None,
        embedded=_embedded(base, *example) if example else None,
        gazette=GAZETTE,
        other=Link(TITLE if english else "This page in English", href.to(DATA if english else DATA_ENGLISH)),
    )
    description = (
        f"The channels of {municipality.name} as data: files, examples and what you may do with them."
        if english
        else f"De kanalen van {municipality.name} als gegevens: welke bestanden er zijn en hoe u die gebruikt."
    )
    return Artifact(
        url,
        "data_english" if english else "data",
        TITLE_ENGLISH if english else TITLE,
        description,
        html,
        origin=None,
        section=DATA,
        breadcrumbs=(HOME,),
        language="en" if english else None,
    )


def _embedded(base: str, product: str, name: str) -> str:
    page = f"{base}{product_url(product)}"
    return _EMBEDDED.format(script=f"{base}{EMBED_SCRIPT}", id=product, page=page, name=name)


def _examples(site: Site) -> Iterator[tuple[str, str]]:
    """Products to show in an example: first one that the municipality shows first."""
    by_id = site.register.product_by_id
    yield from ((name, by_id[name].name) for name in site.register.municipality.featured)
    yield from ((product.id, product.name) for product in site.products_by_name)


def _files(site: Site, href: Hrefs, *, english: bool) -> Iterator[tuple[Detail, ...]]:
    for word, files in LISTED.items():
        for name, dutch, said in files if word in site.formats else ():
            form = _FORMAT[name.rpartition(".")[2]]
            yield (Detail(name, href.to(f"{DATA}{name}")), Detail(form), Detail(said if english else dutch))


def _for_excel(site: Site, href: Hrefs) -> Iterator[Link]:
    tables = LISTED.get("csv", ()) if "csv" in site.formats else ()
    for name, _, _ in tables:
        if name.endswith(".csv") and name != SYNONYMS:
            there = f"{name.removesuffix('.csv')}{EXCEL}"
            yield Link(there, href.to(f"{DATA}{there}"))
