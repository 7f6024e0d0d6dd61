"""What ``content/besluiten/<id>.annex.yaml`` says: what a decision designated, as it stood when it was frozen."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property

from pydantic import PrivateAttr

from wmebv_site.diagnostics import Place
from wmebv_site.register.channels import Channel, Designation
from wmebv_site.register.entry import Entry, public
from wmebv_site.register.terms import Audience, RowRank, RowState
from wmebv_site.register.values import Date, Slug, SourceRef, Text, YesNo

VERSION = "1"
"""The version of the format of an annex."""
_CHECKSUM_LINE = re.compile(r"^checksum:.*\n?", re.MULTILINE)


def checksum_of(text: str) -> str:
    """The checksum of an annex: over all of its text but the line that holds it, as the reader gives that text."""
    return f"sha256:{hashlib.sha256(_CHECKSUM_LINE.sub('', text, count=1).rstrip().encode()).hexdigest()}"


class RowChannel(Entry):
    id: str = public("Id", "Het kanaal.")
    name: str = public("Naam", "De naam van het kanaal.")
    address: str | None = public("Adres", "Het adres van de eerste ingang.", None)


class AnnexRow(Entry):
    """One product × message × audience, with what the decision designates for it or withdraws.

    There are thousands of them, and the checksum says that they are as we wrote them: names are not judged again.
    """

    product: str = public("Product", "De id van het product.")
    product_name: str = public("Naam van het product", "De naam van het product.")
    message: str = public("Bericht", "De id van het bericht.")
    message_name: str = public("Naam van het bericht", "De naam van het bericht.")
    audience: Audience = public("Voor wie", "Inwoner of ondernemer.")
    channels: tuple[RowChannel, ...] = public("Kanalen", "De aangewezen kanalen.", ())
    rank: RowRank = public("Rang", "Hoe precies de regel is die dit aanwijst.", RowRank.PRODUCT_MESSAGE)
    state: RowState = public("Toestand", "Hoe het bericht kan worden gestuurd.", RowState.DESIGNATED)
    source: SourceRef | None = public("Bron", "Het besluit of de wet waaruit dit volgt.", None)
    article: str | None = public("Artikel", "Het artikel in het besluit.", None)
    withdrawn: YesNo = public("Ingetrokken", "Of een eerdere regel hier is ingetrokken.", False)

    @property
    def key(self) -> tuple[str, str, Audience]:
        return self.product, self.message, self.audience

    @cached_property
    def channel_ids(self) -> tuple[str, ...]:
        return tuple(channel.id for channel in self.channels)


class Annex(Entry):
    """The frozen annex of a decision; machine-written, never edited."""

    version: Text = public("Versie", "De versie van de vorm van dit bestand.")
    decision: Slug = public("Besluit", "Bij welk besluit deze bijlage hoort.")
    frozen_on: Date = public("Bevroren op", "De dag waarop de bijlage is gemaakt.")
    checksum: Text = public("Controlegetal", "Daarmee blijkt of de bijlage is gewijzigd.")
    rows: tuple[AnnexRow, ...] = public("Rijen", "Elk product, bericht en publiek met het kanaal.", ())
    rules: tuple[Designation, ...] = public("Regels", "De regels van het besluit.", ())
    channels: tuple[Channel, ...] = public("Kanalen", "De gegevens van elk kanaal.", ())

    _file: str = PrivateAttr(default="")

    @property
    def place(self) -> Place:
        return Place(self._file)

    @cached_property
    def row_by_key(self) -> dict[tuple[str, str, Audience], AnnexRow]:
        """The rows by product, message and audience; what is asked of an annex thousands of times."""
        return {row.key: row for row in self.rows}

    @cached_property
    def channel_by_id(self) -> dict[str, Channel]:
        """The channels as they were frozen: names, addresses, requirements."""
        return {channel.id: channel for channel in self.channels}
