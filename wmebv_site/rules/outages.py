"""Rules about outages: their times, and what must be told in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations

from wmebv_site.designation.decisions import Status
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.dutch import AMSTERDAM, enumerate_words, in_words, moment_in_words
from wmebv_site.register.outages import Extension, Outage
from wmebv_site.register.register import Register
from wmebv_site.rules.base import Context, Finder, dangling, rule

_LONG = timedelta(hours=24)
_EVER = datetime.max.replace(tzinfo=UTC)


@rule("WMEBV331")
def outage(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De gegevens van een storing kloppen niet, of er moet nog iets gebeuren.

    Een storing eindigt nadat zij begint. Twee storingen van hetzelfde kanaal overlappen niet: maak er dan één van.
    Duurt een storing langer dan 24 uur? Meld haar dan aan iedereen, en schrijf op wanneer u dat deed:

        announced: 2026-03-02T08:40+01:00

    U meldt een storing niet voordat zij begint en niet in de toekomst, en noemt elk kanaal één keer. Een langere
    termijn eindigt niet voordat de storing voorbij is, en het besluit erover bestaat. Is dat besluit nog niet genomen?
    Dan meldt de website de langere termijn niet. Begint een storing in de toekomst? Dan is het gepland onderhoud;
    schrijf dan 'planned: ja'.

    Grondslag: artikel 2:21 Awb.
    """
    register, moment = context.register, context.outages.moment
    reversed_ = {
        outage.id for outage in register.outages if outage.end is not None and outage.end <= outage.begin
    }
    for outage in register.outages:
        if twice := next((name for name in outage.channels if outage.channels.count(name) > 1), None):
            yield find.error(
                outage.place_of("channels"),
                f"Het kanaal '{twice}' staat hier twee keer.",
                "Noem het één keer.",
            )
        if outage.id in reversed_:
            text = f"De storing eindigt op {_said(outage.end)}, maar begint pas op {_said(outage.begin)}."
            hint = "Controleer 'begin' en 'end'."
            if outage.end == outage.begin:
                text = f"De storing begint en eindigt op hetzelfde tijdstip: {_said(outage.begin)}."
                hint = (
                    f"Was er geen storing? Verwijder dan {outage.file}. Controleer anders 'begin' en 'end'."
                )
            yield find.error(outage.place_of("end"), text, hint)
            continue
        if outage.begin > moment and not outage.planned:
            text = f"Deze storing begint pas op {_said(outage.begin)}."
            yield find.warning(outage.place_of("begin"), text, "Is dit onderhoud? Schrijf 'planned: ja'.")
        if context.outages.length(outage) > _LONG and outage.announced is None:
            text = "Deze storing duurt langer dan 24 uur, en er staat niet wanneer u haar hebt gemeld."
            yield find.warning(outage.place_of("begin"), text, "Meld de storing en vul 'announced' in.")
        if outage.announced and outage.announced < outage.begin and not outage.planned:
            text = f"U meldde deze storing op {_said(outage.announced)}, voordat zij begon."
            yield find.warning(outage.place_of("announced"), text, "Controleer 'announced' en 'begin'.")
        if outage.announced and outage.announced > moment:
            text = f"U meldde deze storing op {_said(outage.announced)}; dat moet nog komen."
            yield find.warning(
                outage.place_of("announced"), text, "Schrijf op wanneer u de storing hebt gemeld."
            )
        if outage.extension and outage.extension.source:
            yield from dangling(find, context, outage.extension.source, outage.extension.place_of("source"))
            yield from _not_taken(find, context, outage.extension)
        last = outage.end or (moment if outage.begin <= moment else outage.begin)
        if outage.extension and outage.extension.until < last.astimezone(AMSTERDAM).date():
            until = in_words(outage.extension.until)
            text = f"De langere termijn eindigt op {until}, voordat de storing voorbij is."
            yield find.warning(outage.extension.place_of("until"), text, "Kies een latere dag.")
    sound = [outage for outage in register.outages if outage.id not in reversed_]
    for first, second in combinations(sorted(sound, key=lambda outage: (outage.begin, outage.id)), 2):
        if shared := _shared(register, first, second):
            text = f"Deze storing van {shared} overlapt met de storing in {first.file}."
            hint = "Maak er één storing van, of wijzig het begin of het einde."
            yield find.error(second.place_of("begin"), text, hint)


def _shared(register: Register, first: Outage, second: Outage) -> str:
    """The channels that two outages have in common while both last; the second begins last."""
    if second.begin >= (first.end or _EVER):
        return ""
    both = [name for name in second.channels if name in first.channels]
    return enumerate_words((register.channel_by_id[name].name for name in both), "en")


def _not_taken(find: Finder, context: Context, extension: Extension) -> Iterator[Diagnostic]:
    """The finding that nobody has taken the decision yet by which the term would become longer."""
    decision = context.register.decision_of(extension.source)
    if decision is not None and context.decisions.status(decision) is Status.DRAFT:
        text = f"Het besluit '{decision.id}' is nog niet genomen. De website meldt de langere termijn daarom niet."
        hint = f"Is het genomen? Vul dan 'adopted' in bij {decision.file}. Noem anders een ander besluit."
        yield find.warning(extension.place_of("source"), text, hint)


def _said(moment: datetime | None) -> str:
    return moment_in_words(moment) if moment else ""
