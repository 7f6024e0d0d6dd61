"""What the front matter of ``content/beleid/`` says: a policy, who adopted it and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register._from_source_tree import Mapping
from wmebv_site.register.content import ContentEntry
from wmebv_site.register.entry import NOT_TOGETHER, Refers, public
from wmebv_site.register.terms import PolicyKind
from wmebv_site.register.values import Date, Slug, Text, Url


class Policy(ContentEntry):
    """Without ``adopted`` it is a draft, and never published."""

    title: Text = public("Titel", "Hoe dit beleid heet.")
    kind: PolicyKind = public("Soort", "Waar dit beleid over gaat.")
    adopted_by: Annotated[Slug, Refers("bestuursorgaan")] | None = public(
        "Vastgesteld door", "Wie het beleid vaststelde of vaststelt.", None
    )
    adopted: Date | None = public("Vastgesteld", "De dag waarop het is vastgesteld; leeg bij een concept.", None)
    publication: Url | None = public("Gemeenteblad", "Het adres van de bekendmaking, bij een beleidsregel.", None)
    document: Url | None = public("Document", "Het adres van het document zelf.", None)
    version: Text | None = public("Versie", "Het nummer of de naam van deze versie.", None)

    @classmethod
    def mistakes(cls, data: Mapping) -> Iterator[Diagnostic]:
        if data.get("adopted") and "adopted_by" not in data.key_spans:
            message = "Er staat wanneer dit beleid is vastgesteld, maar niet door wie."
            yield NOT_TOGETHER.at(data.place_of_key("adopted"), message, "Voeg 'adopted_by' toe.")
