"""What ``content/storingen/`` says: when a channel did not work, and what one could do instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.entry import NOT_TOGETHER, ContentEntry, Entry, Refers, public
from wmebv_site.register.values import Date, Moment, Slug, SourceRef, Text, YesNo
from wmebv_site.register.yaml import YamlMapping


class Extension(Entry):
    """A term that became longer because of an outage (Awb 2:21)."""

    until: Date = public("Tot en met", "De laatste dag van de langere termijn.")
    source: SourceRef | None = public("Bron", "Het besluit waarmee de termijn langer werd.", None)


class Outage(ContentEntry):
    title: Text | None = public(
        "Titel", "De titel van de pagina; zonder deze sleutel maakt de website er een.", None
    )
    channels: tuple[Annotated[Slug, Refers("kanaal")], ...] = public(
        "Kanalen", "De kanalen die niet werken.", min_length=1
    )
    begin: Moment = public("Begin", "Sinds wanneer het kanaal niet werkt, zoals 2026-03-02T08:15+01:00.")
    end: Moment | None = public("Einde", "Vanaf wanneer het kanaal weer werkt.", None)
    planned: YesNo = public("Gepland", "Of dit onderhoud is dat u van tevoren weet.", False)
    announced: Moment | None = public("Bekendgemaakt", "Wanneer u de storing aan iedereen hebt gemeld.", None)
    instead: Text | None = public(
        "Wat men intussen doet", "Bijvoorbeeld: Bel 14 0123, schrijf ons een brief of kom langs.", None
    )
    extension: Extension | None = public("Langere termijn", "Tot wanneer een bericht op tijd is.", None)

    def runs_at(self, moment: datetime) -> bool:
        return self.begin <= moment and not self.over_at(moment)

    def over_at(self, moment: datetime) -> bool:
        return self.end is not None and self.end <= moment

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if data.get("planned") == "ja" and "end" not in data:
            message = "Van gepland onderhoud hoort ook het einde bekend te zijn; hier ontbreekt dat."
            yield NOT_TOGETHER.at(
                data.place_of("planned"), message, "Voeg 'end' toe, of verwijder 'planned'."
            )
