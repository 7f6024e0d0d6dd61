"""The data of all municipalities of a list in one place: ``wmebv fleet harvest``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wmebv_site.cli.fleet import fleet_option
from wmebv_site.cli.options import date_option, day_of, format_option
from wmebv_site.cli.terminal import Command, emit, emit_lines
from wmebv_site.diagnostics import Refused, json_text, printable
from wmebv_site.dutch import counted, in_words

if TYPE_CHECKING:
    from wmebv_site.fleet.harvest.harvesting import Gather, Outcome, Told
    from wmebv_site.fleet.harvest.origins import Origin
    from wmebv_site.fleet.harvest.spool import Spool
    from wmebv_site.fleet.listing import Published

_MOST_SHOWN = 50
"""So many municipalities with something wrong a person sees; --format json has them all."""


@click.command("harvest", cls=Command)
@fleet_option
@click.option(
    "--out",
    "out",
    metavar="MAP",
    help="De map waar de gegevens komen. Zonder deze optie: de map oogst naast de lijst.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(("parquet", "sqlite")),
    help="Hoe de tabellen worden bewaard. Zonder deze optie: zoals de vorige keer, en anders als parquet als DuckDB er is.",
)
@click.option("--again", is_flag=True, help="Haal alles opnieuw op, ook wat vandaag al is gelezen.")
@date_option
@format_option(("text", "json"))
@click.pass_context
def fleet_harvest(
    ctx: click.Context,
    listed: str,
    out: str | None,
    kind: str | None,
    again: bool,
    day: str | None,
    form: str,
) -> None:
    """Haal de gegevens van alle gemeenten van de lijst op, en zet ze bij elkaar.

    Staat bij een gemeente in de lijst een 'url', dan komen haar gegevens van die website. Anders komen ze uit de website die hier is
    gebouwd. Zijn de gegevens van een gemeente niet goed, of zijn ze er niet, dan blijft staan wat er eerder goed is gelezen.

    Een website krijgt ten hoogste één vraag per seconde. Wordt de opdracht afgebroken, dan gaat een volgende die dag verder waar die
    was. Stel daarna vragen met 'wmebv fleet query'.

    De uitkomst is 0 als alles is gelezen, 1 als een gemeente aandacht vraagt, en 2 als het ophalen niet lukt.
    """
    from wmebv_site.fleet.harvest.harvesting import FOLDER, harvest
    from wmebv_site.fleet.listing import fleet_of

    fleet = fleet_of(Path(listed))
    folder = Path(out) if out is not None else fleet.file.parent / FOLDER
    gather = _gather(fleet.settings.contact)
    outcome = harvest(fleet, folder, day_of(day), gather, again=again, form=kind)
    if form == "json":
        emit(json_text(_as_data(outcome), sort_keys=False))
    else:
        emit_lines([*_lines(outcome), f"De gegevens staan in '{printable(str(folder))}'."])
    ctx.exit(1 if outcome.failed else 0)


def _gather(contact: str | None) -> Gather:
    def gather(published: Sequence[Published], origins: Mapping[str, Origin], spool: Spool) -> None:
        try:
            from wmebv_site.fleet.harvest.gathering import LIMIT, gather
            from wmebv_site.links import asking
        except ModuleNotFoundError as missing:
            from wmebv_site.project.machine import to_install_extra  # seldom needed, and slow to import

            raise Refused(
                f"Voor gegevens van een website is '{missing.name}' nodig. Typ: {to_install_extra('links')}"
            ) from missing
        gather(published, origins, spool, contact, asking.Network(limit=LIMIT), _progress())

    return gather


def _progress() -> Callable[[int, int], None] | None:
    """How far it is, for a person who watches."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, total: int) -> None:
        click.echo(f"\rOpgehaald: {done} van {total} bestanden", err=True, nl=done == total)

    return told


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from outcome.notes
    failed = outcome.failed
    for told in failed[:_MOST_SHOWN]:
        yield f"{_named(told)}: {told.origin.why}{_since(told, outcome.day)}{_stays(told)}"
    if len(failed) > _MOST_SHOWN:
        yield f"En nog {len(failed) - _MOST_SHOWN}. Met --format json ziet u ze alle."
    if failed:
        yield ""
    good = len(outcome.told) - len(failed)
    changed = sum(each.changed for each in outcome.told)
    total = counted(len(outcome.told), "gemeente", "gemeenten")
    yield f"Gelezen: {good} van {total}. Daarvan {_are(changed)} er {changed} nieuw of gewijzigd."
    lost = sum(each.origin.read is None for each in failed)
    if lost:
        yield f"Van {counted(lost, 'gemeente', 'gemeenten')} zijn er nog geen gegevens."


def _are(number: int) -> str:
    return "is" if number == 1 else "zijn"


def _named(told: Told) -> str:
    code, name = told.published.code, told.published.name
    known = [printable(each) for each in (code, name) if each]
    return " ".join(known) or printable(told.published.key)


def _since(told: Told, day: str) -> str:
    since = told.origin.since
    return f" Dit is zo sinds {in_words(date.fromisoformat(since))}." if since != day else ""


def _stays(told: Told) -> str:
    read = told.origin.read
    return f" Wat op {in_words(date.fromisoformat(read))} is gelezen, blijft staan." if read else ""


def _as_data(outcome: Outcome) -> dict[str, Any]:
    from wmebv_site.fleet.harvest.harvesting import counted_states

    return {
        "day": outcome.day,
        "counts": {"municipalities": len(outcome.told), "asked": outcome.asked} | counted_states(outcome),
        "notes": outcome.notes,
        "municipalities": [
            {
                "code": told.origin.code,
                "name": told.published.name,
                "where": told.origin.where,
                "state": told.origin.state.value,
                "since": told.origin.since,
                "why": told.origin.why,
                "changed": told.changed,
                "read": told.origin.read,
                "built_for": told.origin.built_for,
                "products": told.products,
            }
            for told in outcome.told
        ],
    }
