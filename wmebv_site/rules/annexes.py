"""Rules about the annex beside a decision: it is there, it counts, and it fits the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from wmebv_site.designation.decisions import Status
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import counted, in_words
from wmebv_site.register.annexes import Annex, checksum_of_text
from wmebv_site.register.files import decision_of_annex, rectification_of_annex
from wmebv_site.register.markup import place_in
from wmebv_site.rules.base import (
    Context,
    Finder,
    in_quotes,
    rule,
)


@rule("WMEBV221")
def without_annex(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bij een besluit dat is vastgesteld, ontbreekt de bevroren bijlage.

    Wat een besluit aanwijst, staat in de bijlage naast het besluit. Zonder die bijlage kijkt de website naar de
    registers van nu. Wijzigt u daar iets, dan lijkt het alsof dat al in het besluit stond. Dat begint op de dag waarop
    het besluit is vastgesteld.

    Maak de bijlage met 'wmebv decision freeze' en de id van het besluit. Vergelijk haar met de bijlage in het
    Gemeenteblad. De regel kijkt alleen naar besluiten waar de registers naar verwijzen. De bijlage bij het besluit van
    een andere organisatie is aan die organisatie.

    Grondslag: artikel 3:42 Awb en artikel 7, tweede lid, Bekendmakingswet.
    """
    named = {entry.source.decision for entry in context.sourced if entry.source is not None}
    for decision in context.decisions.public:
        status = context.decisions.status(decision)
        ours = context.is_ours(decision) and status is not Status.LAPSED
        if decision.id in named and decision.annex is None and decision.kind.designates and ours:
            stands = {Status.ADOPTED: "is vastgesteld", Status.PUBLISHED: "is bekendgemaakt"}.get(
                status, "geldt"
            )
            text = f"Het besluit '{decision.id}' {stands}, maar de bijlage ernaast ontbreekt."
            yield find.warning(decision.place, text, f"Maak haar met 'wmebv decision freeze {decision.id}'.")


@rule("WMEBV231")
def altered_text(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De tekst van een besluit is gewijzigd nadat de bijlage is gemaakt.

    De bijlage hoort bij de tekst van het besluit. Bij het bevriezen onthoudt ze die tekst. Is het besluit nog niet
    vastgesteld? Bevries het dan opnieuw met 'wmebv decision freeze': tekst en bijlage horen dan weer bij elkaar.

    Is het besluit al vastgesteld? Dan is dit een fout: op de website staat iets anders dan er is besloten. Zet de tekst
    terug uit de geschiedenis van uw project. Staat de fout in het besluit zelf? Dan is er een rectificatie in het
    Gemeenteblad nodig, of een wijzigingsbesluit. Een rectificatie legt u zo vast:

        rectifications:
          - {date: 2026-02-10, publication: "https://zoek.officielebekendmakingen.nl/…", what: "In artikel 3 stond …"}

    Daarna herstelt u de tekst, en zo nodig de registers. Maak dan de herstelde bijlage met 'wmebv decision freeze'. Die
    komt naast de eerste te staan, en onthoudt de herstelde tekst.

    Een bijlage van een eerdere versie onthield de tekst nog niet. Dat ziet u één keer, als informatie. Spaties en lege
    regels aan het eind tellen niet mee.

    Grondslag: artikel 3:42 Awb.
    """
    older = []
    for decision in context.register.decisions:
        annex = context.register.annex_of(decision.id, context.today)
        if annex is None:
            continue
        if annex.text_checksum is None:
            older.append(decision)
        elif annex.text_checksum != checksum_of_text(decision.body):
            about, begin = (
                find.about(context.is_ours(decision)),
                len(decision.body) - len(decision.body.lstrip()),
            )
            place = place_in(decision._document, begin, 1)
            if decision.adopted is None:
                text = f"De tekst van '{decision.id}' is gewijzigd nadat de bijlage is gemaakt."
                yield about.warning(place, text, f"Voer 'wmebv decision freeze {decision.id}' opnieuw uit.")
                continue
            since = max(
                (each.date for each in decision.rectifications if each.date <= context.today), default=None
            )
            if since is not None and since not in decision.rectified_annexes:
                text = (
                    f"De tekst van '{decision.id}' is gewijzigd. Bij de rectificatie van {in_words(since)} is er nog geen "
                    "herstelde bijlage."
                )
                hint = f"Maak haar met 'wmebv decision freeze {decision.id}'. Dan valt het op als de tekst daarna nog wijzigt."
                yield about.warning(place, text, hint)
                continue
            day = annex.rectification
            what, hint = (
                (
                    f"is hersteld met de rectificatie van {in_words(day)}",
                    "Zet de tekst terug zoals die is hersteld.",
                )
                if day
                else (
                    f"is vastgesteld op {in_words(decision.adopted)}",
                    "Zet de tekst terug zoals die is vastgesteld.",
                )
            )
            text = f"De tekst van '{decision.id}' is gewijzigd nadat het besluit {what} (artikel 3:42 Awb)."
            hint += (
                " Staat de fout in het besluit zelf? Leg dan eerst de rectificatie vast bij 'rectifications'."
            )
            yield about.error(place, text, hint)
    if older:
        more = f" en van nog {counted(len(older) - 1, 'besluit', 'besluiten')}" if len(older) > 1 else ""
        text = f"De bijlage van '{older[0].id}'{more} onthoudt de tekst van het besluit niet: ze is gemaakt met een eerdere versie."
        hint = (
            "U hoeft niets te doen. Let wel zelf op dat de tekst van een vastgesteld besluit niet verandert."
        )
        yield find.info(older[0].place_of("annex"), text, hint)


_ARTICLE = re.compile(r"^#+[ \t]*artikel[ \t]+(?P<number>\d+[a-z]?)\b.*$", re.IGNORECASE | re.MULTILINE)


@rule("WMEBV357")
def article_beside_its_annex(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een artikel van een besluit noemt een ander kanaal dan de bijlage.

    In de bijlage staat bij elk kanaal door welk artikel het is aangewezen. Noemt de tekst van dat artikel alleen een ander
    kanaal? Dan weet niemand welk van beide geldt. Kijk wat er is besloten. Is het besluit nog een concept? Verbeter dan de
    tekst of de registers, en bevries opnieuw. Is het al vastgesteld? Herstel het dan met een rectificatie of een wijziging.

    De regel kijkt naar artikelen met een kop, zoals '## Artikel 3 Bezwaar', en naar de namen van kanalen.

    Grondslag: artikel 2:13, tweede lid, en artikel 3:42 Awb.
    """
    for decision in context.register.decisions:
        annex = context.register.annex_of(decision.id, context.today)
        if annex is None or not (by_article := _channels_by_article(annex)):
            continue
        names = {each.id: each.name.lower() for each in (*context.register.channels, *annex.channels)}
        headings = list(_ARTICLE.finditer(decision.body))
        ends = [*(heading.start() for heading in headings[1:]), len(decision.body)]
        for heading, end in zip(headings, ends, strict=False):
            designated = by_article.get(heading["number"].lower(), set())
            text = decision.body[heading.end() : end].lower()
            named = _named_in(text, names)
            if named and designated and not named & designated:
                shown = in_quotes(sorted(names[each] for each in named))
                meant = in_quotes(sorted(names[each] for each in designated))
                message = (
                    f"Artikel {heading['number']} noemt {shown}, maar in de bijlage wijst het {meant} aan."
                )
                place = place_in(decision._document, heading.start(), len(heading[0]))
                yield find.warning(place, message, "Kijk wat er is besloten, en verbeter wat niet klopt.")


def _channels_by_article(annex: Annex) -> dict[str, set[str]]:
    """The channels that each article designates by the annex, as far as they have a name of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    listed = {(row.article, row.channel_ids) for row in annex.rows}
    listed |= {(each.article, each.channels) for each in annex.rules}
    for article, channels in listed:
        number = re.match(r"(?:artikel )?(\d+[a-z]?)\b", (article or "").lower())
        if number:
            found[number[1]].update(name for name in channels if name in annex.channel_by_id)
    return found


def _named_in(text: str, names: Mapping[str, str]) -> set[str]:
    """The channels that a text names; a longer name is not also the shorter one within it."""
    found: set[str] = set()
    for name in sorted(set(names.values()), key=lambda each: (-len(each), each)):
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        if name in text and whole.search(text):
            found.update(each for each, other in names.items() if other == name)
            text = whole.sub(" ", text)
    return found


@rule("WMEBV223")
def annex_that_does_not_count(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Naast een besluit ligt een bijlage die niet meetelt.

    Een bijlage telt pas mee als bij het besluit 'annex: frozen' staat. Is het bevriezen afgebroken? Voer
    'wmebv decision freeze' dan opnieuw uit, met de id van het besluit.

    Is het besluit al vastgesteld? Dan is dit een fout. Iemand heeft misschien 'annex: frozen' verwijderd. Zet het
    besluit terug uit de geschiedenis van uw project. Een bijlage die met een rectificatie is hersteld, telt pas mee als
    de dag van die rectificatie bij 'rectified_annexes' staat.

    Grondslag: goede praktijk.
    """
    for path in sorted(context.register.stray_annexes):
        decision = context.register.decision_by_id[decision_of_annex(path)]
        day = rectification_of_annex(path) if decision.annex else None
        lacks = f"'rectified_annexes: [{day}]'" if day else "'annex: frozen'"
        text = f"De bijlage van '{decision.id}' telt niet mee: bij het besluit staat geen {lacks}."
        place = Place(path)
        if decision.adopted is None:
            hint = f"Voer 'wmebv decision freeze {decision.id}' opnieuw uit, of verwijder het bestand."
            yield find.info(place, text, hint)
        else:
            yield find.error(place, text, "Zet het besluit terug zoals het was, of verwijder de bijlage.")
