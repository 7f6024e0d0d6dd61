"""Merges VNG's workbook of standard products as proposals: nothing counts until a person has taken it over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import counted, enumerate_words, thousands
from wmebv_site.exchange.proposals import Proposals, identity
from wmebv_site.exchange.sheets import Sheet, SheetCell, open_workbook, text_of
from wmebv_site.exchange.working import Data, Outcome, Working, wrong_text
from wmebv_site.register.upl import PLACEHOLDER, PinnedUpl, is_address
from wmebv_site.register.values import slugify

BY = "VNG"
# The headings that a column is known by, without capitals, spaces and marks.
_COLUMNS = {
    "number": {"nr", "nummer", "vngnr", "volgnummer"},
    "name": {"uniformeproductnaam", "uniformeproductnaamupl", "uplnaam", "productnaam", "product", "naam"},
    "upl": {"uri", "upluri", "uplurl", "url", "link"},
    "digital": {"digitaalkanaal", "vngdigitaalkanaal", "digitaal", "digitaalkanaaljn"},
    "evidence": {"bewijswmebv", "vngbewijswmebv", "bewijs", "wmebv"},
    "domain": {"domein", "vngdomein"},
    "scope": {"specifiekgeneriek", "vngspecifiekgeneriek", "generiekspecifiek"},
}
_WIDEST = 200
"""How many columns are looked through for the headings."""
_MOST_ROWS = 10_000
"""Most rows that are read; the list has some 500."""
_NEEDED = {"name": "Uniforme productnaam", "digital": "Digitaal kanaal", "domain": "Domein"}
_NOT_MUNICIPAL = "staat in de UPL zonder het kenmerk gemeente"
_SAME_NAME = "heet als uw product"
_YES_NO = {"j": "ja", "ja": "ja", "n": "nee", "nee": "nee"}


@dataclass(frozen=True, slots=True)
class VngRow:
    """One row of the workbook, with what it proposes in the words of a register."""

    place: str
    name: str
    upl: str
    proposal: Mapping[str, str]
    withdrawn: bool
    unclear: tuple[str, ...] = ()
    """What could not be used of it, in Dutch."""


def read_vng(data: bytes) -> list[VngRow]:
    """The rows of the sheet that has the headings of the list; one without a name that can be used has no proposal.

    Raises Refused when no sheet has the headings, or no row a name.
    """
    workbook = open_workbook(data, values=True)
    nearest: set[str] = set(_NEEDED)
    for sheet in workbook.values():
        for cells in sheet.rows(1, _WIDEST, last=20):
            columns = _columns(cells)
            missing = set(_NEEDED) - set(columns)
            if not missing:
                rows = _rows(sheet, cells[0].row, columns)
                if not any(row.name for row in rows):
                    raise Refused(
                        "In deze lijst staat geen enkel product met een naam. Gebruik de werkmap zoals die is gepubliceerd."
                    )
                return rows
            if len(missing) < len(nearest):
                nearest = missing
    words = enumerate_words([f"'{_NEEDED[name]}'" for name in _NEEDED if name in nearest], "en")
    column, verb = ("kolom", "ontbreekt") if len(nearest) == 1 else ("kolommen", "ontbreken")
    raise Refused(
        f"Dit is niet de lijst van de VNG: de {column} {words} {verb}. Gebruik de werkmap zoals die is gepubliceerd."
    )


def _columns(cells: tuple[SheetCell, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        heading = re.sub(r"[^a-z]", "", text_of(cell.value).lower())
        for name, headings in _COLUMNS.items():
            if heading in headings:
                found.setdefault(name, place)
    return found


def _rows(sheet: Sheet, head: int, columns: dict[str, int]) -> list[VngRow]:
    made: list[VngRow] = []
    for cells in sheet.rows(head + 1, max(columns.values()) + 1):
        if len(made) == _MOST_ROWS:
            raise Refused(
                f"Deze lijst heeft meer dan {thousands(_MOST_ROWS)} rijen. Gebruik de werkmap zoals die is gepubliceerd."
            )
        place = f"{sheet.title}, rij {cells[0].row}"
        row = {name: text_of(cells[at].value) for name, at in columns.items()}
        if any(row.values()):
            made.append(_row(place, row))
    return made


def _row(place: str, row: dict[str, str]) -> VngRow:
    unclear = []
    if not row["name"] or wrong_text(row["name"]):
        why = wrong_text(row["name"]) or "De naam ontbreekt, of is een formule zonder uitkomst."
        return VngRow(place, "", "", {}, False, (f"{why} Deze rij is overgeslagen",))
    for name, heading in (("number", "Nr."), ("domain", _NEEDED["domain"])):
        if wrong := wrong_text(row.get(name, "")):
            unclear.append(f"'{row.pop(name)}' bij '{heading}' is weggelaten. {wrong}")
    upl = row.get("upl", "")
    if upl and not is_address(upl):
        unclear.append(f"'{upl}' is geen adres uit de Uniforme Productnamenlijst; dat is weggelaten")
        upl = ""
    proposal = {"number": row.get("number", ""), "digital": _YES_NO.get(row["digital"].lower(), "")}
    if row["digital"] and not proposal["digital"]:
        unclear.append(f"'{row['digital']}' bij 'Digitaal kanaal' is geen ja of nee; dat is weggelaten")
    if re.sub(r"[^a-z]", "", row.get("evidence", "").lower()) == "inpersoon":
        proposal["in_person"] = "ja"
    proposal |= {"domain": row.get("domain", ""), "by": BY}
    withdrawn = row.get("scope", "").lower() == "vervallen"
    kept = {key: value for key, value in proposal.items() if value}
    return VngRow(place, row["name"], upl, kept, withdrawn, tuple(unclear))


def merge_vng(working: Working, rows: list[VngRow], upl: PinnedUpl) -> Outcome:
    """Write the proposals into the section of their own. Products and confirmed proposals are not touched."""
    outcome = Outcome.of(
        f"De productenlijst van de VNG heeft {counted(len(rows), 'regel', 'regels')}.",
        ("niet begrepen", "dubbel", "nieuw", "zonder regel in de lijst", "vervallen volgens de lijst"),
    )
    for row in rows:
        for told in row.unclear:
            outcome.add("niet begrepen", f"{row.place}: {told}")
    rows = [row for row in rows if row.name]
    out = [row for row in rows if any(map(working.is_not_ours, (row.upl, slugify(row.name))))]
    outcome.groups["niet van ons"] = [row.name for row in out]
    rows = [row for row in rows if row not in out]
    proposals = Proposals(working)
    seen, altered = _propose(working, rows, upl, proposals, outcome)
    for product in working.products():
        if product["id"] not in seen and "upl" in product:
            outcome.add("zonder regel in de lijst", product["id"])
    if PLACEHOLDER in upl.names and all(row.upl != PLACEHOLDER for row in rows):
        name = upl.names[PLACEHOLDER].name
        outcome.add("overgeslagen", f"{name}: staat in de UPL zonder regel in deze lijst, en is geen product")
    _count(outcome, rows, proposals.added, altered)
    proposals.keep()
    outcome.changes = working.changes()
    return outcome


def _propose(
    working: Working, rows: list[VngRow], upl: PinnedUpl, proposals: Proposals, outcome: Outcome
) -> tuple[set[str], int]:
    """A proposal for each row. Gives the products that the list has, and how many proposals it changed."""
    by_upl = {address: product["id"] for address, product in working.by_upl().items()}
    by_name = {
        str(product.get("upl_name", product["name"])).casefold(): product["id"]
        for product in working.products()
    }
    known = {identity(proposal): proposal for proposal in proposals.all}
    read: dict[tuple[str, str, str], tuple[str, Data]] = {}
    seen: set[str] = set()
    altered = 0
    for row in rows:
        same_name = by_name.get(row.name.casefold())
        if product := by_upl.get(row.upl) or (same_name if not row.upl else None):
            seen.add(product)
            proposal: Data = {"product": product, **row.proposal}
        else:
            proposal = {"name": row.name, **({"upl": row.upl} if row.upl else {}), **row.proposal}
            outcome.add("nieuw", _about_new(row, same_name, upl))
        if row.withdrawn:
            outcome.add("vervallen volgens de lijst", row.name)
        key = identity(proposal)
        if key in read:
            first, said = read[key]
            same = "hetzelfde" if said == proposal else "iets anders; alleen de eerste telt"
            outcome.add("dubbel", f"{row.place}: '{row.name}' staat ook op {first}, met {same}")
            continue
        read[key] = row.place, proposal
        if (there := known.get(key)) is None:
            proposals.add(proposal)
        elif "done" not in there and any(there.get(name) != value for name, value in proposal.items()):
            there.update(proposal)
            altered += 1
    return seen, altered


def _about_new(row: VngRow, same_name: str | None, upl: PinnedUpl) -> str:
    if same_name:
        return f"{row.name}: {_SAME_NAME} '{same_name}', maar met een ander adres; kijk na welk adres klopt"
    listed = upl.names.get(row.upl)
    return f"{row.name}: {_NOT_MUNICIPAL}" if listed and not listed.municipal else row.name


def _count(outcome: Outcome, rows: list[VngRow], added: int, altered: int) -> None:
    proposals = [row.proposal for row in rows]
    outcome.counts = {
        "voorstel: digitaal kanaal": sum(proposal.get("digital") == "ja" for proposal in proposals),
        "voorstel: in persoon": sum("in_person" in proposal for proposal in proposals),
        "voorstel: domein": sum("domain" in proposal for proposal in proposals),
        "voorstellen erbij": added,
        "voorstellen gewijzigd": altered,
        "voorstellen gelijk gebleven": len(rows) - added - altered - len(outcome.groups["dubbel"]),
        "nieuw, wel in de UPL": sum(line.endswith(_NOT_MUNICIPAL) for line in outcome.groups["nieuw"]),
        "nieuw, naam al in gebruik": sum(_SAME_NAME in line for line in outcome.groups["nieuw"]),
    }
    # What needs a look comes first.
    outcome.groups["nieuw"].sort(
        key=lambda line: _SAME_NAME not in line and not line.endswith(_NOT_MUNICIPAL)
    )
