"""Rules about the municipality's own texts: their links and pictures, what they say of the law, and what was left to fill in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic, did_you_mean
from wmebv_site.register.markup import MarkdownText, place_in
from wmebv_site.rules.base import Context, Finder, rule

_CONTENT = "content/"


@rule("WMEBV216", blocks_freezing=False)
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
        for target in MarkdownText(document.body).targets:
            path = target.address.partition("#")[0].partition("?")[0]
            if not path or path.startswith("/") or ":" in path:
                continue
            where = posixpath.normpath(posixpath.join(folder, path))
            if where in there or f"{where}/index.md" in there:
                continue
            place = place_in(document, target.start, len(target.address))
            hint = (
                _why_not(where, hidden)
                or did_you_mean(where, there)
                or "Controleer de naam van het bestand en de map."
            )
            yield find.warning(place, f"De link naar '{path}' leidt nergens heen.", hint)


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


@rule("WMEBV315", blocks_freezing=False)
def invalid_objection(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een tekst zegt dat een bezwaar dat anders is gestuurd, niet geldig is.

    Stuurt iemand een bezwaar of een administratief beroep langs een andere weg dan u aanwees? Dan mag u niet volstaan
    met een verwijzing naar het juiste kanaal. Zeg dus niet dat zo'n bezwaar ongeldig is, of dat het alleen op één
    manier kan. Zeg wel welke weg er is, en dat een brief ook mag.

    De teksten van besluiten blijven buiten deze regel.

    Grondslag: artikel 2:16, eerste lid, onder b, Awb.
    """
    for text in context.own_texts:
        for sentence in text.sentences:
            said = " ".join(sentence.text.split())
            if _OBJECTION.search(said) and _WAY.search(said) and _REFUSED.search(said):
                message = (
                    "Deze zin kan zo worden gelezen, dat een bezwaar langs een andere weg niet geldig is."
                )
                hint = "Schrijf welke weg er is, en dat een brief ook mag."
                yield find.warning(text.place(sentence.start), message, hint)


_ELSEWHERE = re.compile(r"(?:https?:|data:)?//|data:", re.IGNORECASE)


@rule("WMEBV520", blocks_freezing=False)
def foreign_picture(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een plaatje staat op een andere website.

    De website laadt niets van andere websites. Zo weet niemand wie uw website bezoekt, en verandert een plaatje niet
    zonder u. Een browser toont het plaatje daarom niet. Zet het bestand in de map met uw teksten, en noem het pad vanaf
    uw tekst, bijvoorbeeld 'plaatjes/balie.jpg'.
    """
    for document in context.register.documents:
        for target in MarkdownText(document.body).targets:
            if target.is_picture and _ELSEWHERE.match(target.address):
                message = f"Het plaatje '{_short(target.address)}' staat op een andere website, en daarom ziet niemand het."
                hint = "Zet het plaatje in de map 'content', en noem het pad vanaf deze tekst."
                yield find.error(place_in(document, target.start, len(target.address)), message, hint)


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:59]}…"


_ASKED = re.compile(r"\[\s*vul hier\b[^\]]*\]", re.IGNORECASE)


@rule("WMEBV524", blocks_freezing=False)
def left_to_fill_in(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Er staat nog een tekst die u moet vervangen.

    In een nieuw project staat op sommige plekken '[Vul hier … in]'. Inwoners zien dat zo op de website, bijvoorbeeld
    als adres voor een brief. Zet er neer wat voor uw gemeente klopt, of haal de regel weg. De regel kijkt naar de
    gegevens van de gemeente in channels.yaml, en naar de hulp in 'content/hulp'.
    """
    for entry in (context.register.municipality, *context.register.support):
        for name, field in type(entry).model_fields.items():
            value = getattr(entry, name)
            if isinstance(value, str) and (asked := _ASKED.search(value)):
                key = field.alias or name
                message = f"Bij '{key}' staat nog '{asked[0]}'. Inwoners zien dat zo op de website."
                hint = "Vul in wat voor uw gemeente klopt, of haal de regel weg."
                yield find.warning(entry.place_of(key), message, hint)
