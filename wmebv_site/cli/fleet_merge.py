"""Municipalities that merge into one: ``wmebv fleet merge``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import day_of, files_of
from wmebv_site.cli.terminal import Command, emit_lines
from wmebv_site.diagnostics import Diagnostic, Refused, printable
from wmebv_site.dutch import counted

if TYPE_CHECKING:
    from wmebv_site.fleet.merging.clashes import Choices, Clash
    from wmebv_site.fleet.merging.merger import Merged

_SHOWN = 20
"""So many clashes are told on the screen; all of them stand in the file with choices."""


@click.command("merge", cls=Command)
@click.argument("folders", metavar="MAP MAP…", nargs=-1)
@click.option(
    "--into",
    "target",
    metavar="MAP",
    help="De map van het nieuwe project. Die bestaat nog niet, of is leeg.",
)
@click.option("--date", "day", metavar="JJJJ-MM-DD", help="De dag waarop de gemeenten samengaan.")
@click.option(
    "--choices",
    "chosen",
    metavar="BESTAND",
    default="samenvoegen.yaml",
    help="Het bestand met uw keuzes. Zonder deze optie: samenvoegen.yaml in de map waarin u staat.",
)
@click.option(
    "--prefer",
    "preferred",
    metavar="WIE:WAT",
    multiple=True,
    help="Kies alleen voor deze keer, zoals --prefer aa:products/paspoort. Noem de optie vaker voor meer.",
)
@click.option("--dry-run", is_flag=True, help="Toon wat er zou gebeuren, en schrijf niets.")
@click.pass_context
def fleet_merge(
    ctx: click.Context,
    folders: tuple[str, ...],
    target: str | None,
    day: str | None,
    chosen: str,
    preferred: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Voeg de registers van gemeenten die samengaan samen tot één nieuw project.

    Zeggen ze ergens iets anders, dan kiest u. Elke keuze komt in een bestand, met de plaats in de registers. Vul het in, en typ de
    opdracht opnieuw. Pas als alles is gekozen, komt er een project. De oude projecten blijven zoals ze zijn.

    De besluiten van de oude gemeenten gaan mee, met de dag waarop ze eindigen. De nieuwe gemeente heeft nog geen besluit: daarvoor
    komt er een concept.

    De uitkomst is 0 als alles is samengevoegd, en 1 als u nog iets moet kiezen.
    """
    from wmebv_site.fleet.merging.clashes import choices_of, with_clashes
    from wmebv_site.fleet.merging.merger import merged
    from wmebv_site.fleet.merging.parties import parties_of
    from wmebv_site.project.load import read_plain
    from wmebv_site.project.writing import Change, beside_website, write_changes

    if len(folders) < 2:
        raise Refused("Noem ten minste twee mappen: van elke gemeente het project.")
    if target is None:
        raise Refused("Noem met --into de map waarin het nieuwe project komt.")
    if day is None:
        raise Refused("Noem met --date de dag waarop de gemeenten samengaan, zoals --date 2027-01-01.")
    merging_on = day_of(day)
    _refuse_folders(folders, target)
    parties = parties_of([(Path(folder), files_of(folder)) for folder in folders], merging_on)
    labels = [each.label for each in parties]
    file = Path(chosen)
    held = read_plain(file)
    if held is None and os.path.lexists(file):
        raise Refused(f"Het bestand '{chosen}' is niet te lezen. Noem met --choices een gewoon bestand.")
    choices = choices_of(chosen, held, labels, preferred)
    outcome = merged(parties, choices, merging_on, Path(target))
    if choices.is_readable and (held is None or outcome.clashes):
        text = with_clashes(held, outcome.clashes, labels, choices, outcome.same)
        if not dry_run and text != held:
            beside_website(file, file.parent)
            write_changes(file.parent, [Change(file.name, held, text)])
    if held is None or not outcome.is_whole:
        emit_lines(_to_choose(outcome, chosen, dry_run=dry_run, new=held is None))
        ctx.exit(1)
    written = _written(outcome, choices, target, dry_run=dry_run)
    emit_lines(_done(outcome, printable(target), written, dry_run=dry_run))


def _refuse_folders(folders: Sequence[str], target: str) -> None:
    real = [Path(folder).resolve() for folder in folders]
    if len(set(real)) < len(real):
        raise Refused("Noem elke map één keer: van elke gemeente het project.")
    into = Path(target).resolve()
    for folder in real:
        if into == folder or into in folder.parents or folder in into.parents:
            raise Refused(
                f"De map '{target}' is van een van de gemeenten, of ligt daarin. Noem met --into een andere map."
            )


def _written(outcome: Merged, choices: Choices, target: str, *, dry_run: bool) -> list[str]:
    from wmebv_site.fleet.merging.new_project import project_of
    from wmebv_site.project.starter import write
    from wmebv_site.project.writing import beside_website

    files = project_of(outcome, choices, outcome.parties[0].day)
    if not dry_run:
        beside_website(Path(target), Path(target))
        write(Path(target), files)
    return sorted(files)


def _to_choose(outcome: Merged, file: str, *, dry_run: bool, new: bool) -> Iterator[str]:
    from wmebv_site.fleet.merging.clashes import PREFER

    chosen, typed = printable(file), [each for each in outcome.wrong if each.place.file == PREFER]
    for found in [*outcome.wrong, *outcome.remarks]:
        yield _line(found)
    shown: list[Clash] = outcome.clashes if dry_run else outcome.clashes[:_SHOWN]
    for clash in shown:
        yield _line(clash.diagnostic)
    if len(shown) < len(outcome.clashes):
        yield f"En nog {len(outcome.clashes) - len(shown)}: ze staan alle in '{chosen}'."
    if outcome.wrong or outcome.clashes:
        yield ""
    if outcome.clashes:
        number = counted(len(outcome.clashes), "keuze", "keuzes")
        yield f"U moet nog {number} maken. Er is niets samengevoegd."
    elif any(each.place.file not in (file, PREFER) for each in outcome.wrong):
        yield "Zo passen de registers niet bij elkaar. Er is niets samengevoegd."
    elif outcome.wrong:
        where = "Bij --prefer" if len(typed) == len(outcome.wrong) else f"In '{chosen}'"
        yield f"{where} klopt nog iets niet. Er is niets samengevoegd."
    if typed:
        yield "Verbeter wat er achter --prefer staat, en typ de opdracht opnieuw."
    if typed and len(typed) == len(outcome.wrong) and not outcome.clashes and not new:
        return
    if dry_run:
        yield "Zonder --dry-run komt er een bestand waarin u kiest."
    elif new:
        yield f"Vul in '{chosen}' de nieuwe gemeente en uw keuzes in, en typ de opdracht opnieuw."
    else:
        yield f"Vul '{chosen}' verder in, en typ de opdracht opnieuw."


def _done(outcome: Merged, target: str, written: Sequence[str], *, dry_run: bool) -> Iterator[str]:
    from wmebv_site.fleet.merging.new_project import NOTES, next_steps

    for found in outcome.remarks:
        yield _line(found)
    number = counted(len(outcome.parties), "gemeente", "gemeenten")
    files = counted(len(written), "bestand", "bestanden")
    if dry_run:
        yield f"Van {number} zou er één project komen in '{target}', met {files}:"
        yield from (f"  {each}" for each in written)
        return
    yield f"Van {number} is er nu één project in '{target}', met {files}."
    left = sum(len(set(party.left)) for party in outcome.parties)
    if left:
        yield f"Niet of anders overgenomen: {counted(left, 'onderdeel', 'onderdelen')}. Welke dat zijn, staat in {NOTES}."
    if outcome.errors:
        first = outcome.errors[0]
        yield f"De controle vindt nog {counted(len(outcome.errors), 'fout', 'fouten')}. De eerste: {_line(first)}"
    yield ""
    yield "Wat u nu doet:"
    yield from (f"{at}. {step}" for at, step in enumerate(next_steps(outcome), 1))


def _line(found: Diagnostic) -> str:
    place = found.place
    where = place.file if place.is_whole_file else f"{place.file}, regel {place.line}, teken {place.column}"
    return f"{where}: {found.message} {found.hint or ''}".rstrip() + f" ({found.code})"
