"""Rules about what the municipality's own texts say of the law."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.front_matter import Document
from wmebv_site.register.register import Register
from wmebv_site.rules.base import Context, Finder, rule

# A full stop between digits or before a letter ends no sentence: 14.2, voorbeeld.nl. A blank line does.
_SENTENCE = re.compile(r"(?:(?!\n[ \t]*\n)[^.!?]|[.!?](?=[^\s\"')*_]))+[.!?]*")
_OBJECTION = re.compile(r"\b(?:bezwaar|bezwaren|bezwaarschrift(?:en)?|(?:administratief )?beroepschrift(?:en)?)\b", re.I)
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
                message = "Deze zin kan zo worden gelezen, dat een bezwaar langs een andere weg niet geldig is."
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
    return Place(where.file, where.body_line + line, offset - begin + 1, max(last - begin, offset - begin) + 1)
