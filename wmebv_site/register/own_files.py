"""Judges the files that a municipality publishes as they are: no page or picture of its own may run anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, in_order
from wmebv_site.register.files import kept_to_oneself
from wmebv_site.register.text import MAX_BYTES

RUNS = Code(
    "WMEBV027",
    "Een eigen bestand kan iets uitvoeren",
    "Een HTML-bestand of een SVG-plaatje kan een script bevatten, een formulier, of iets wat van een andere website komt. Op "
    "de website van de gemeente kan dat gegevens van bezoekers wegsturen. Zo'n bestand komt er daarom niet op. Schrijf een "
    "pagina als Markdown. Bewaar een SVG-plaatje in uw tekenprogramma als 'gewone SVG', of als PNG.",
)
NO_PLAIN_TEXT = Code(
    "WMEBV028",
    "Een HTML- of SVG-bestand is niet te beoordelen",
    "Van een HTML-bestand of een SVG-plaatje kijken wij na of het niets uitvoert. Dat kan alleen als het UTF-8 is, en niet "
    "groter dan 20 MB. Bewaar het bestand opnieuw als UTF-8.",
)

KEPT = Code(
    "WMEBV157",
    "Een bestand bij de teksten komt niet op de website",
    "Alles in de map met teksten komt op de website, behalve wat volgens de naam voor uzelf is. Dat is een reservekopie ('~', "
    "'.bak'), of wat Word bewaart zolang een document open is ('~$…'). Het zijn ook sleutels, databases, e-mails en "
    "programma's. Daar staan vaak namen of eerdere versies in. De website neemt zo'n bestand niet op, en een link ernaar "
    "werkt niet. Haal het weg, of zet het in een andere map.",
    Level.WARNING,
)

ENDINGS = frozenset({"html", "htm", "xhtml", "xht", "shtml", "svg", "xml", "xsl", "xslt", "mathml"})
"""Of what a browser would run what stands in it."""

# Every tag that a browser can make begins with these characters, so what is not found is not there. What is found
# may be no tag after all, as in a remark: an own file that is refused for that is soon mended.
_TAG = re.compile(r"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][A-Za-z0-9]*)")
_HARMLESS = frozenset(
    "html head title body meta main header footer nav article section aside div span p br hr h1 h2 h3 h4 h5 h6 a abbr b "
    "bdi bdo blockquote caption cite code col colgroup data dd del details dfn dl dt em figcaption figure i img ins kbd "
    "li mark ol pre q s samp small strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
_RUNNING_IN_SVG = frozenset(
    "script handler listener foreignobject iframe embed object applet audio video canvas html body form input button "
    "link base meta".split()
)
_ANIMATES_A_LINK = re.compile(
    r"<(?:\w+:)?(?:set|animate\w*)\b[^<>]{0,400}?\battributename\s*=\s*[\"']?\s*(?:\w+:)?(?:href|on)", re.I
)
_ATTRIBUTE = re.compile(r"[\s\"'/]on[a-z]{3,}\s*=", re.I)
_SCHEME = re.compile(
    r"\b(?:(?:java|vb|live)script:|data:(?!image/(?:png|jpe?g|gif|webp)\b|font/|application/(?:x-)?font)[a-z]+/[a-z])",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:src|srcset|xlink:href|action|formaction|poster|background)\s*=\s*[\"']?\s*(?:https?:)?//", re.I
)
_IN_STYLE = re.compile(r"@import|url\(\s*[\"']?\s*(?:https?:)?//|expression\s*\(", re.I)
_FETCHES_A_PART = re.compile(
    r"<(?:\w+:)?(?:image|use|feimage|tref|mpath)\b[^<>]{0,400}?\bhref\s*=\s*[\"']?\s*(?:https?:)?//", re.I
)
_REFRESH = re.compile(r"http-equiv(?!\s*=\s*[\"']?content-type\b)", re.I)
_INSTRUCTION = re.compile(r"<\?xml-stylesheet|<!entity", re.I)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def judged(files: Mapping[str, bytes]) -> list[Diagnostic]:
    """What may not be published, of files by their path in the project; each is told once."""
    return in_order(found for path, data in files.items() if (found := _judged(path, data)))


def kept_back(paths: Iterable[str]) -> list[Diagnostic]:
    """The files among those to publish that the website leaves out, each with what it is."""
    return [
        KEPT.at(
            Place(path),
            f"'{path}' is {what}. Het komt niet op de website.",
            "Haal het weg, of zet het in een andere map.",
        )
        for path in paths
        if (what := kept_to_oneself(path))
    ]


def _judged(path: str, data: bytes) -> Diagnostic | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if len(data) > MAX_BYTES:
        text = "\0"
    if "\0" in text:
        return NO_PLAIN_TEXT.at(
            Place(path), f"'{path}' is te groot, of geen UTF-8.", "Bewaar het opnieuw als UTF-8."
        )
    found = next(_running(text, path.rpartition(".")[2].lower()), None)
    if found is None:
        return None
    at, what = found
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    way = "Schrijf deze pagina als Markdown, in een bestand dat eindigt op '.md'."
    if path.lower().endswith(".svg"):
        way = "Bewaar het plaatje in uw tekenprogramma als 'gewone SVG', of als PNG."
    return RUNS.at(Place(path, line, column, column + 1), f"In dit bestand staat {what}.", way)


def _running(text: str, ending: str) -> Iterator[tuple[int, str]]:
    """Where something stands that runs, asks or fetches, and what it is."""
    svg = ending not in ("html", "htm", "shtml")
    for tag in _TAG.finditer(text):
        name = tag[1].lower()
        if name in _RUNNING_IN_SVG if svg else name not in _HARMLESS:
            yield tag.start(), f"'<{name}>'"
    searches = [
        (_ATTRIBUTE, "een opdracht bij een gebeurtenis, zoals 'onclick'"),
        (_ELSEWHERE, "iets wat van een andere website komt"),
        (_IN_STYLE, "een stijl die iets ophaalt"),
        (_REFRESH, "een opdracht aan de browser ('http-equiv')"),
        (_INSTRUCTION, "een opdracht die iets anders erbij haalt"),
    ]
    if svg:
        searches.append((_ANIMATES_A_LINK, "een beweging die een link verandert"))
        searches.append((_FETCHES_A_PART, "een plaatje dat van een andere website komt"))
    for pattern, what in searches:
        if found := pattern.search(text):
            yield found.start(), what
    # An address may be written with entities, and a browser skips characters that nobody sees.
    plain = re.sub(r"[\t\r\n]", "", _INVISIBLE.sub("", unescape(text)))
    if _SCHEME.search(plain):
        where = _SCHEME.search(text)
        yield (where.start() if where else 0), "een adres dat iets uitvoert"
