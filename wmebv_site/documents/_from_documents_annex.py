"""The annex of a decision as tables: the channel of every message, and where each channel is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from wmebv_site.documents.model import (
    Block,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    Words,
    words,
)
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.channels import Channel, Entrance
from wmebv_site.register.content import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, Login, RowState

_AUDIENCE = {Audience.RESIDENT: "Inwoners", Audience.BUSINESS: "Ondernemers en organisaties"}
_EVERYONE = "Iedereen"
_LOGIN = {
    Login.NONE: "Niet nodig",
    Login.DIGID: "DigiD",
    Login.EHERKENNING: "eHerkenning",
    Login.EIDAS: "Europees inlogmiddel",
    Login.OTHER: "Eigen inlog van het kanaal",
}
_STATE = {
    RowState.DESIGNATED: "",
    RowState.EXECUTOR: "De eigen weg van de uitvoerder",
    RowState.INVITATION: "De weg die in de uitnodiging staat",
}
_MESSAGES = (Column("Product", 30), Column("Bericht", 25), Column("Voor wie", 19), Column("Kanaal", 26), Column("Artikel", 18))
_CHANNELS = (Column("Kanaal", 26), Column("Voor wie", 20), Column("Inloggen", 20), Column("Adres", 52))
_REQUIREMENTS = (Column("Kanaal", 26), Column("Eis", 66), Column("Artikel", 18))


def annex_blocks(decision: Decision, annex: Annex, register: Register) -> list[Block]:
    """The annex on pages of its own: the messages per domain, then the channels and what they ask for."""
    blocks: list[Block] = [PageBreak(), Heading(1, words(f"Bijlage bij {with_article(decision.short_title)}"))]
    if annex.rows:
        text = "Per product en bericht staat hier het aangewezen kanaal. Waar het kanaal is, staat achteraan in deze bijlage."
        blocks.append(Paragraph(words(text)))
    for domain, rows in _per_domain(annex.rows, register):
        blocks.append(Heading(2, words(domain)))
        blocks.append(Table(f"Aangewezen kanalen: {domain}", _MESSAGES, tuple(_message_rows(rows))))
    if annex.channels:
        blocks.append(Heading(2, words("De kanalen en hun adressen")))
        blocks.append(Table("Adres en manier van inloggen per kanaal", _CHANNELS, tuple(_channel_rows(annex.channels))))
    if requirements := tuple(_requirement_rows(annex.channels)):
        blocks.append(Heading(2, words("Nadere eisen")))
        blocks.append(Table("Eisen aan berichten per kanaal", _REQUIREMENTS, requirements))
    return blocks


def with_article(title: str) -> str:
    """``het Aanwijzingsbesluit``, where one hears which article fits."""
    return f"het {title}" if title.split(" ")[0].lower().endswith("besluit") else title


def _per_domain(rows: Iterable[AnnexRow], register: Register) -> Iterator[tuple[str, list[AnnexRow]]]:
    """The rows by domain in the order of the register; those of a product that is gone come last."""
    domains = {product.id: product.domain for product in register.products}
    domains |= {former: product.domain for product in register.products for former in product.formerly if former not in domains}
    found: dict[str, list[AnnexRow]] = defaultdict(list)
    for row in rows:
        found[domains.get(row.product, "")].append(row)
    for domain in register.domains:
        if domain.id in found:
            yield domain.name, found[domain.id]
    if "" in found:
        yield "Overige producten", found[""]


def _message_rows(rows: list[AnnexRow]) -> Iterator[tuple[Words, ...]]:
    """One row for what holds for everyone, else one for each audience."""
    said: dict[str, Words] = {}

    def once(text: str) -> Words:
        """The same words are in thousands of cells."""
        if text not in said:
            said[text] = words(text)
        return said[text]

    everyone: set[tuple[object, ...]] = set()
    kept: dict[tuple[object, ...], tuple[AnnexRow, str]] = {}
    for row in rows:
        way = _way(row)
        key = (row.product, row.message, way, row.article)
        first = kept.setdefault(key, (row, way))[0]
        if first.audience is not row.audience:
            everyone.add(key)
    for key, (row, way) in kept.items():
        yield (
            once(row.product_name),
            once(row.message_name),
            once(_EVERYONE if key in everyone else _AUDIENCE[row.audience]),
            once(way),
            once(row.article or ""),
        )


def _way(row: AnnexRow) -> str:
    if row.withdrawn:
        return "Ingetrokken"
    if len(row.channels) == 1:
        return row.channels[0].name
    if row.channels:
        return enumerate_words([channel.name for channel in row.channels])
    return _STATE[row.state]


def _channel_rows(channels: Iterable[Channel]) -> Iterator[tuple[Words, ...]]:
    for channel in channels:
        for way in channel.ways_in:
            audience = way.audience or channel.audience
            whom = _EVERYONE if audience is None or len(audience) == len(Audience) else _AUDIENCE[audience[0]]
            yield words(channel.name), words(whom), words(_login(way)), _address(way)


def _login(way: Entrance) -> str:
    language = f" (taal: {way.language})" if way.language else ""
    return f"{_LOGIN[way.login]}{language}"


def _address(way: Entrance) -> Words:
    if way.url:
        return words(way.url, way.url)
    return words(way.email, f"mailto:{way.email}") if way.email else words("")


def _requirement_rows(channels: Iterable[Channel]) -> Iterator[tuple[Words, ...]]:
    for channel in channels:
        for requirement in channel.requirements:
            yield words(channel.name), words(requirement.text), words(requirement.article or "")
