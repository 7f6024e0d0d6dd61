"""A decision or a policy as a document: its text, who signs, its annex, and the sheet for the official gazette."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wmebv_site.designation.decisions import replaced_for
from wmebv_site.documents.markdown import blocks
from wmebv_site.documents.model import (
    Block,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Role,
    Run,
    Table,
    TextDocument,
    Words,
    text_of,
    words,
)
from wmebv_site.dutch import awb_article, capitalised, enumerate_words, in_words, the_title
from wmebv_site.register.annexes import Annex, AnnexRow, RowExecutor
from wmebv_site.register.channels import Channel, Domain, Entrance
from wmebv_site.register.content import Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.markup import without_title
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, Login, RowState, ToConfirm

_AUDIENCE = {Audience.RESIDENT: "Inwoners", Audience.BUSINESS: "Ondernemers en organisaties"}
_EVERYONE = "Iedereen"
_LOGIN = {
    Login.NONE: "Niet nodig",
    Login.DIGID: "DigiD",
    Login.EHERKENNING: "eHerkenning",
    Login.EIDAS: "Europees inlogmiddel",
    Login.OTHER: "Eigen inlog van het kanaal",
}
_MESSAGES = (
    Column("Product", 30),
    Column("Bericht", 25),
    Column("Voor wie", 19),
    Column("Kanaal", 26),
    Column("Artikel", 18),
)
_CHANNELS = (Column("Kanaal", 26), Column("Voor wie", 20), Column("Inloggen", 20), Column("Adres", 52))
_REQUIREMENTS = (Column("Kanaal", 26), Column("Eis", 66), Column("Artikel", 18))


def annex_blocks(decision: Decision, annex: Annex, register: Register) -> list[Block]:
    """The annex on pages of its own: the messages per domain, then the channels and what they ask for."""
    blocks: list[Block] = [
        PageBreak(),
        Heading(1, words(f"Bijlage bij {the_title(decision.short_title)}")),
    ]
    if annex.rectification:
        day = in_words(annex.rectification)
        paper = register.gazette_of(decision)
        blocks.append(Paragraph(words(f"Deze bijlage is hersteld met de rectificatie van {day} in {paper}.")))
    if annex.told_rows:
        blocks.append(Paragraph(words(_introduced(annex.told_rows))))
    for domain, rows in rows_by_domain(annex, register):
        title = domain.name if domain else OTHER_PRODUCTS
        blocks.append(Heading(2, words(title)))
        what = "Ingetrokken aanwijzingen" if all(row.withdrawn for row in rows) else "Aangewezen kanalen"
        blocks.append(Table(f"{what}: {title}", _MESSAGES, tuple(_message_rows(rows))))
    if addresses := (*_channel_rows(annex.channels), *_executor_rows(annex)):
        blocks.append(Heading(2, words("De kanalen en hun adressen")))
        blocks.append(Table("Adres en manier van inloggen per kanaal", _CHANNELS, addresses))
    if requirements := tuple(_requirement_rows(annex.channels)):
        blocks.append(Heading(2, words("Nadere eisen")))
        blocks.append(Table("Eisen aan berichten per kanaal", _REQUIREMENTS, requirements))
    return blocks


def _introduced(rows: Sequence[AnnexRow]) -> str:
    """What the rows tell: an amendment may also, or only, take away."""
    where = "Waar het kanaal is, staat achteraan in deze bijlage."
    if not any(row.withdrawn for row in rows):
        return f"Per product en bericht staat hier het aangewezen kanaal. {where}"
    if all(row.withdrawn for row in rows):
        return "Per product en bericht staat hier welke aanwijzing is ingetrokken. Deze bijlage wijst geen kanaal aan."
    return f"Per product en bericht staat hier het aangewezen kanaal, of wat is ingetrokken. {where}"


OTHER_PRODUCTS = "Andere producten"
"""Above the products that are in no domain: they are gone, or nobody looked at the domain that an import chose."""


def rows_by_domain(annex: Annex, register: Register) -> Iterator[tuple[Domain | None, list[AnnexRow]]]:
    """The rows by the domain of today, in the order of the register; those without one come last."""
    known = {name: product for product in reversed(register.products) for name in product.formerly}
    known |= {product.id: product for product in register.products}
    found: dict[str, list[AnnexRow]] = defaultdict(list)
    for row in annex.told_rows:
        product = known.get(row.product)
        found[product.domain if product and product.is_confirmed(ToConfirm.DOMAIN) else ""].append(row)
    for domain in (*register.domains, None):
        if rows := found.get(domain.id if domain else ""):
            yield domain, rows


def _message_rows(rows: list[AnnexRow]) -> Iterator[tuple[Words, ...]]:
    """One row for what holds for everyone, else one for each audience."""
    said: dict[str, Words] = {}

    def once(text: str) -> Words:
        """The same words are in thousands of cells."""
        if text not in said:
            said[text] = words(text)
        return said[text]

    everyone: set[tuple[str | None, ...]] = set()
    kept: dict[tuple[str | None, ...], tuple[AnnexRow, str]] = {}
    for row in rows:
        way = capitalised(way_of_row(row))
        said_alike = (row.product, row.message, way, row.article)
        first = kept.setdefault(said_alike, (row, way))[0]
        if first.audience is not row.audience:
            everyone.add(said_alike)
    for key, (row, way) in kept.items():
        yield (
            once(row.product_name),
            once(row.message_name),
            once(_EVERYONE if key in everyone else _AUDIENCE[row.audience]),
            once(way),
            once(row.article or ""),
        )


_BY_LETTER = "de weg die in de uitnodiging staat"


def way_of_row(row: AnnexRow) -> str:
    """The way that a row tells of, in the words of the annex in the gazette."""
    names = enumerate_words([channel.name for channel in row.channels])
    if row.withdrawn:
        return f"ingetrokken: {names}" if names else "ingetrokken"
    if row.state is RowState.INVITATION:
        return f"{_BY_LETTER}, of {names}" if names else _BY_LETTER
    return names or "de eigen weg van de uitvoerder"


def executors_told(annex: Annex) -> list[RowExecutor]:
    """The executors that have only an address of their own, each once as the rows have it."""
    told = {row.executor: None for row in annex.told_rows if row.executor and not row.channel_ids}
    return list(told)


def _channel_rows(channels: Iterable[Channel]) -> Iterator[tuple[Words, ...]]:
    for channel in channels:
        for way in channel.ways_in:
            audience = way.audience or channel.audience
            whom = _EVERYONE if audience is None or len(audience) == len(Audience) else _AUDIENCE[audience[0]]
            yield words(channel.name), words(whom), words(_login(way)), _address(way)


def _executor_rows(annex: Annex) -> Iterator[tuple[Words, ...]]:
    for executor in executors_told(annex):
        address = executor.address or ""
        yield words(executor.name), words(_EVERYONE), words(""), words(address, address or None)


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
            whom = requirement.audience or ()
            text = f"{_AUDIENCE[whom[0]]}: {requirement.text}" if len(whom) == 1 else requirement.text
            yield words(channel.name), words(text), words(requirement.article or "")


_SIGNED = re.compile(r"(?:aldus\s+)?(?:vastgesteld|besloten)\b|ondertekening\b", re.IGNORECASE)
EACH_FOR_ITSELF = "ieder voor zover het zijn bevoegdheid betreft"


def decision_document(
    decision: Decision,
    register: Register,
    annex: Annex | None,
    today: date,
    *,
    draft: bool = False,
    note: str = "",
) -> TextDocument:
    """The whole decision. ``note`` stands above the text, for a copy that explains what it is worth."""
    body = blocks(without_title(decision.body)[1])
    parts: list[Block] = []
    if note:
        day = f"Stand op {in_words(today)}. {note}"
        parts.append(Paragraph(words(day), Role.NOTE))
    parts += body
    if not any(_says_who_signs(block) for block in body):
        names = [register.authority_by_id[name].name for name in decision.authorities]
        parts += _signatures(names, decision.adopted)
    if annex is not None and (annex.told_rows or annex.channels):
        parts += annex_blocks(decision, annex, register)
    return TextDocument(
        decision.title,
        tuple(parts),
        author=register.municipality.name,
        subject=decision.short_title,
        footer=_footer(today, draft=draft),
    )


def _says_who_signs(block: Block) -> bool:
    return isinstance(block, (Paragraph, Heading)) and _SIGNED.match(text_of(block.content)) is not None


def _signatures(names: Sequence[str], adopted: date | None) -> Iterator[Block]:
    """Who takes a decision, and when; with room to sign as long as it isn't adopted."""
    if adopted is not None:
        each = f", {EACH_FOR_ITSELF}" if len(names) > 1 else ""
        yield Paragraph(
            words(f"Vastgesteld op {in_words(adopted)} door {enumerate_words(names, 'en')}{each}.")
        )
        return
    yield Heading(1, words("Ondertekening"))
    for name in names:
        yield Paragraph((Run(capitalised(name), bold=True), Run("\nDatum:\n\nHandtekening:\n\n")))


def _footer(today: date, *, draft: bool) -> str:
    return f"{'Concept, s' if draft else 'S'}tand op {in_words(today)}"


def policy_document(policy: Policy, register: Register, today: date) -> TextDocument:
    """The whole policy; one that isn't adopted says so on every page, and has room to sign."""
    draft = not policy.adopted_on(today)
    parts: list[Block] = []
    if policy.version:
        parts.append(Paragraph(words(f"Versie: {policy.version}"), Role.NOTE))
    parts += blocks(without_title(policy.body)[1])
    if policy.adopted_by is not None:
        name = register.authority_by_id[policy.adopted_by].name
        parts += _signatures([name], None if draft else policy.adopted)
    return TextDocument(
        policy.title,
        tuple(parts),
        author=register.municipality.name,
        subject=policy.title,
        footer=_footer(today, draft=draft),
    )


RUBRIC = "ander besluit van algemene strekking"
_AWB = "BWBR0005537"
_UNKNOWN = "Nog niet bekend"


def jci(basis: str) -> str | None:
    """The JCI reference of an article of the Awb; of another statute the number isn't known here."""
    cited = awb_article(basis)
    if cited is None:
        return None
    article, member = cited
    return f"jci1.3:c:{_AWB}&artikel={article}{f'&lid={member}' if member else ''}"


def metadata_sheet(
    decision: Decision, register: Register, today: date, *, draft: bool = False
) -> TextDocument:
    """What an employee copies into the form, in the order in which one needs it."""
    text = "Neem deze gegevens over in het formulier voor de bekendmaking. Controleer ze eerst."
    table = Table(
        "Gegevens voor de bekendmaking",
        (Column("Gegeven", 3), Column("Wat u invult", 7)),
        tuple((words(term), value) for term, value in _rows(decision, register)),
    )
    return TextDocument(
        f"Gegevens voor de bekendmaking van {the_title(decision.short_title)}",
        (Paragraph(words(text)), table),
        author=register.municipality.name,
        subject=decision.short_title,
        footer=_footer(today, draft=draft),
    )


def _rows(decision: Decision, register: Register) -> Iterator[tuple[str, Words]]:
    yield "Titel", words(decision.title)
    yield "Citeertitel", words(decision.short_title)
    yield "Rubriek", words(RUBRIC)
    code = f" ({register.municipality.tooi})" if register.municipality.tooi else ""
    yield "Organisatie", words(f"{register.municipality.name}{code}")
    yield (
        "Bestuursorganen",
        _lines([capitalised(register.authority_by_id[name].name) for name in decision.authorities]),
    )
    yield "Grondslag", _basis(decision)
    days = (
        ("Vastgesteld op", decision.adopted),
        ("Datum van bekendmaking", decision.published),
        ("Datum van inwerkingtreding", decision.in_force_from),
    )
    for term, day in days:
        yield term, words(in_words(day) if day else _UNKNOWN)
    if decision.retroactive_to:
        yield "Werkt terug tot en met", words(in_words(decision.retroactive_to))
    if decision.lapsed:
        yield "Vervalt op", words(in_words(decision.lapsed))
    if decision.replaces:
        replaced = [register.decision_by_id[name] for name in decision.replaces]
        yield (
            "Vervangt",
            _lines([f"{_title(old)}{replaced_for(old, decision, register)}" for old in replaced]),
        )
    for term, names in (
        ("Wijzigt", (decision.amends,) if decision.amends else ()),
        ("Genomen met mandaat", (decision.under_mandate,) if decision.under_mandate else ()),
    ):
        if names:
            yield term, _lines([_title(register.decision_by_id[name]) for name in names])
    if decision.publication:
        yield "Adres van de bekendmaking", words(decision.publication, decision.publication)


def _title(decision: Decision) -> str:
    return f"{decision.title} ({decision.cvdr})" if decision.cvdr else decision.title


def _lines(texts: list[str]) -> Words:
    return words("\n".join(texts))


def _basis(decision: Decision) -> Words:
    """Each article with its link; another statute is looked up by whoever fills in the form."""
    runs: list[Run] = []
    for basis in decision.basis:
        link = jci(basis)
        before = "\n" if runs else ""
        if link:
            runs += [Run(f"{before}{basis}: "), Run(link, href=f"https://wetten.overheid.nl/{link}")]
        else:
            runs.append(Run(f"{before}{basis} (zoek het JCI-adres op wetten.overheid.nl)"))
    return tuple(runs) or words(_UNKNOWN)
