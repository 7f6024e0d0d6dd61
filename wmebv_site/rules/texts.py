"""Rules about the municipality's own texts: their links and pictures, what they say of the law, and what was left to fill in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, did_you_mean
from wmebv_site.register.entry import Entry
from wmebv_site.register.front_matter import Document
from wmebv_site.register.register import Register
from wmebv_site.rules.base import Context, Finder, rule

_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_CONTENT = "content/"


@rule("WMEBV216")
def dead_link(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een link in een tekst leidt nergens heen.

    Een link naar een andere tekst noemt het bestand, gezien vanaf het bestand waarin de link staat. Vanuit
    'content/hulp/balie.md' leidt 'bibliotheek.md' naar de tekst ernaast, en '../index.md' naar de startpagina. Een
    plaatje of een document staat ook in de map 'content'. Een pagina uit de registers noemt u zo:
    '../producten/paspoort/index.md'.

    Grondslag: goede praktijk.
    """
    known = {path.removeprefix(_CONTENT) for path in context.register.content_paths} | _made(context)
    hidden = _hidden(context)
    for document in context.register.documents:
        there = known if document.file.removeprefix(_CONTENT) in hidden else known - hidden
        folder = posixpath.dirname(document.file.removeprefix(_CONTENT))
        for number, line in _lines_of_text(document):
            for found in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
                target = found[1].partition("#")[0].partition("?")[0]
                if not target or target.startswith("/") or ":" in target:
                    continue
                where = posixpath.normpath(posixpath.join(folder, target))
                if where in there or f"{where}/index.md" in there:
                    continue
                place = Place(document.file, number, found.start(1) + 1, found.end(1) + 1)
                hint = (
                    _why_not(where, hidden)
                    or did_you_mean(where, there)
                    or "Controleer de naam van het bestand en de map."
                )
                yield find.warning(place, f"De link naar '{target}' leidt nergens heen.", hint)


def _hidden(context: Context) -> set[str]:
    """The texts that get no page today: what is a draft, and help that is not there."""
    register, public = context.register, {decision.id for decision in context.decisions.public}
    texts = {f"besluiten/{decision.id}.md" for decision in register.decisions if decision.id not in public}
    texts |= {
        f"beleid/{each.id}.md"
        for each in register.policies
        if not each.adopted or each.adopted > context.today
    }
    return texts | {f"hulp/{each.id}.md" for each in register.support if not each.there_on(context.today)}


def _why_not(where: str, hidden: set[str]) -> str | None:
    return (
        "Deze tekst staat vandaag niet op de website. Verwijder de link, of wacht ermee."
        if where in hidden
        else None
    )


def _made(context: Context) -> set[str]:
    """The pages that come from the registers and that a text may well link to."""
    register = context.register
    pages = [
        "producten",
        "bezwaar",
        "klacht",
        "andere-berichten",
        "kanalen",
        "besluiten",
        "wijzigingen",
        "over",
        "storingen",
        "welk-kanaal",
    ]
    pages += ["inwoners", "ondernemers", "hulp"]
    pages += (
        ["beleid"]
        if any(each.adopted and each.adopted <= context.today for each in register.policies)
        else []
    )
    pages += [f"producten/{product.id}" for product in register.products]
    pages += [f"kanalen/{channel.id}" for channel in register.channels]
    pages += [f"producten/domein/{domain.id}" for domain in register.domains]
    return {f"{page}/index.md" for page in pages}


def _lines_of_text(document: Document) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers in the file, without blocks of code."""
    fence: str | None = None
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        mark = _FENCE.match(line)
        if mark and fence in (None, mark[1]):
            fence = None if fence else mark[1]
        elif fence is None:
            yield number, line


# A full stop between digits or before a letter ends no sentence: 14.2, voorbeeld.nl. A blank line does.
_SENTENCE = re.compile(r"(?:(?!\n[ \t]*\n)[^.!?]|[.!?](?=[^\s\"')*_]))+[.!?]*")
_OBJECTION = re.compile(
    r"\b(?:bezwaar|bezwaren|bezwaarschrift(?:en)?|(?:administratief )?beroepschrift(?:en)?)\b", re.I
)
_WAY = re.compile(
    r"\b(?:per|via|langs|op een andere|een andere|anders dan|digitaal|online|e-?mail\w*|post|brief|papier|whatsapp|app|"
    r"telefonisch|formulier|kanaal|weg|wijze|manier|route|loket)\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:on|niet[- ](?:rechts)?)geldig\w*|\bniet[- ]ontvankelijk\w*|\btel(?:t|len)\b[^,;]*?\bniet\b|"
    r"\b(?:niet|nooit)\b(?: (?:meer|verder))? (?:in behandeling|behandel\w*|als bezwaar\w*|geaccepteerd|aangenomen)|"
    r"\b(?:behandelen|accepteren|lezen|beantwoorden)\b[^,;]*?\bniet\b|\b(?:nemen|neemt)\b[^,;]*?\bniet\b[^,;]*?\bbehandeling\b|"
    r"\bbuiten behandeling\b|\bniet (?:toegestaan|mogelijk)\b|"
    r"\b(?:kan|kunt|kunnen|mag|mogen)\b[^,;]*?\b(?:alleen|uitsluitend|enkel)\b|"
    r"\b(?:alleen|uitsluitend|enkel)\b[^,;]*?\b(?:kan|kunt|kunnen|mag|mogen)\b|"
    r"\b(?:kan|kunt|kunnen|mag|mogen)\b[^,;]*?\bniet (?:per|via|langs|op)\b",
    re.I,
)


@rule("WMEBV315")
def invalid_objection(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een tekst zegt dat een bezwaar dat anders is gestuurd, niet geldig is.

    Stuurt iemand een bezwaar of een administratief beroep langs een andere weg dan u aanwees? Dan mag u niet volstaan
    met een verwijzing naar het juiste kanaal. Zeg dus niet dat zo'n bezwaar ongeldig is, of dat het alleen op één
    manier kan. Zeg wel welke weg er is, en dat een brief ook mag.

    De teksten van besluiten blijven buiten deze regel.

    Grondslag: artikel 2:16, eerste lid, onder b, Awb.
    """
    for place, text in _texts(context.register):
        for sentence in _SENTENCE.finditer(text):
            said = sentence[0]
            if _OBJECTION.search(said) and _WAY.search(said) and _REFUSED.search(said):
                begin = sentence.start() + len(said) - len(said.lstrip(" \t\r\n#>*-"))
                message = (
                    "Deze zin kan zo worden gelezen, dat een bezwaar langs een andere weg niet geldig is."
                )
                hint = "Schrijf welke weg er is, en dat een brief ook mag."
                yield find.warning(_place_in(place, text, begin), message, hint)


def _texts(register: Register) -> Iterator[tuple[Document | Place, str]]:
    """What residents read in the words of the municipality, each with where it stands."""
    for document in register.documents:
        if not document.file.startswith("content/besluiten/"):
            yield document, document.body
    for product in register.products:
        if product.summary:
            yield product.place_of("summary"), product.summary
        for message in product.messages:
            if message.term:
                yield message.place_of("term"), message.term
    for channel in register.channels:
        for requirement in channel.requirements:
            yield requirement.place_of("text"), requirement.text


def _place_in(where: Document | Place, text: str, offset: int) -> Place:
    if isinstance(where, Place):
        return where
    line = text.count("\n", 0, offset)
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    last = len(text) if end < 0 else end
    return Place(
        where.file, where.body_line + line, offset - begin + 1, max(last - begin, offset - begin) + 1
    )


OUTSIDE = Code(
    "WMEBV520",
    "Een plaatje staat op een andere website",
    "De website laadt niets van andere websites. Zo weet niemand wie uw website bezoekt, en verandert een plaatje niet zonder "
    "u. Een browser toont het plaatje daarom niet. Zet het bestand in de map met uw teksten, en noem het pad vanaf uw tekst, "
    "bijvoorbeeld 'plaatjes/balie.jpg'.",
)

_CODE_IN_TEXT = re.compile(
    r"^ {0,3}(?P<fence>```|~~~).*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)|`[^`\n]+`|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
_ADDRESS = r"(?P<address>(?:https?:|data:)?//[^\s)>\"']*|data:[^\s)>\"']*)"
_PICTURE = re.compile(
    rf"!\[[^\]]*\]\(\s*<?{_ADDRESS}|<img\b[^>]*?\bsrc\s*=\s*[\"']?{_ADDRESS.replace('address', 'source')}",
    re.IGNORECASE,
)
_NAMED = re.compile(r"!\[(?P<text>[^\]]*)\](?:\[(?P<name>[^\]]*)\])?(?!\()")
_NAME = re.compile(rf"^ {{0,3}}\[(?P<name>[^\]\n]+)\]:\s*<?{_ADDRESS}", re.MULTILINE | re.IGNORECASE)


def foreign_pictures(register: Register) -> Iterator[Diagnostic]:
    """Each picture that no visitor would see, at its address."""
    for document in register.documents:
        text = _CODE_IN_TEXT.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), document.body)
        for start, address in sorted({*_written_out(text), *_by_name(text)}):
            message = (
                f"Het plaatje '{_short(address)}' staat op een andere website, en daarom ziet niemand het."
            )
            hint = "Zet het plaatje in de map 'content', en noem het pad vanaf deze tekst."
            yield OUTSIDE.at(_place(document, start, len(address)), message, hint)


def _written_out(text: str) -> Iterator[tuple[int, str]]:
    for found in _PICTURE.finditer(text):
        group = "address" if found["address"] else "source"
        yield found.start(group), found[group]


def _by_name(text: str) -> Iterator[tuple[int, str]]:
    """The addresses below a text that a picture in it names."""
    names = {(found["name"] or found["text"]).casefold() for found in _NAMED.finditer(text)}
    for found in _NAME.finditer(text):
        if found["name"].casefold() in names:
            yield found.start("address"), found["address"]


def _place(document: Document, start: int, length: int) -> Place:
    line = document.body.count("\n", 0, start)
    column = start - document.body.rfind("\n", 0, start)
    return Place(document.file, document.body_line + line, column, column + length)


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:59]}…"


LEFT = Code(
    "WMEBV524",
    "Er staat nog een tekst die u moet vervangen",
    "In een nieuw project staat op sommige plekken '[Vul hier … in]'. Inwoners zien dat zo op de website, bijvoorbeeld als "
    "adres voor een brief. Zet er neer wat voor uw gemeente klopt, of haal de regel weg. De regel kijkt naar de gegevens van "
    "de gemeente in channels.yaml, en naar de hulp in 'content/hulp'.",
    Level.WARNING,
)

_ASKED = re.compile(r"\[\s*vul hier\b[^\]]*\]", re.IGNORECASE)


def left_to_fill_in(register: Register) -> Iterator[Diagnostic]:
    """Each value that still asks to be filled in, at its place."""
    for entry in (register.municipality, *register.support):
        yield from _left_in(entry)


def _left_in(entry: Entry) -> Iterator[Diagnostic]:
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        if isinstance(value, str) and (found := _ASKED.search(value)):
            key = field.alias or name
            message = f"Bij '{key}' staat nog '{found[0]}'. Inwoners zien dat zo op de website."
            yield LEFT.at(
                entry.place_of(key), message, "Vul in wat voor uw gemeente klopt, of haal de regel weg."
            )
