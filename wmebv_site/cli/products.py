"""Where the products stand, in one list or each in a file of its own: ``wmebv products``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import dry_run_option, files_of, project_option, write_in
from wmebv_site.cli.terminal import Command, Group, emit, emit_lines
from wmebv_site.dutch import counted
from wmebv_site.project.clock import collector_paused

if TYPE_CHECKING:
    from wmebv_site.exchange.splitting import Moved
    from wmebv_site.project.load import ProjectFiles

_SHOWN = 10
_NOTHING = "Er is niets gewijzigd."


@click.group(cls=Group, no_args_is_help=True)
def products() -> None:
    """Zet elk product in een eigen bestand, of alle producten in één lijst."""


@click.command("split", cls=Command)
@dry_run_option
@project_option
def products_split(dry_run: bool, project: str) -> None:
    """Geef elk product een eigen bestand.

    Elk product uit products.yaml komt in de map products, in een bestand dat heet naar zijn id. Dat is nodig om in een
    browser te werken, en handig als u met meer mensen tegelijk werkt. In products.yaml blijft op die plaats een regel staan
    met de naam van het bestand. Alles wat u erbij schreef, gaat mee.
    """
    from wmebv_site.exchange.splitting import split

    moved = _carried_out(split, project, dry_run)
    if not moved.products:
        emit(f"Elk product heeft al een eigen bestand. {_NOTHING}\n")
        return
    number = counted(moved.products, "product", "producten")
    if dry_run:
        emit(f"\nEen eigen bestand voor {number}. {_NOTHING}\n")
        return
    emit(
        f"\nEen eigen bestand voor {number}, in de map products. Controleer met: wmebv check\n"
        "Terug naar één lijst kan met: wmebv products join\n"
    )


@click.command("join", cls=Command)
@dry_run_option
@project_option
def products_join(dry_run: bool, project: str) -> None:
    """Zet alle producten in één lijst.

    Elk product uit de map products komt in products.yaml, op de plaats die daar voor het bestand is vrijgehouden, en anders
    onderaan de lijst. De bestanden in de map products verdwijnen. Alles wat u erbij schreef, gaat mee.
    """
    from wmebv_site.exchange.splitting import join

    moved = _carried_out(join, project, dry_run)
    if not moved.products:
        emit(f"Er is geen product met een eigen bestand. {_NOTHING}\n")
        return
    number = counted(moved.products, "product", "producten")
    if dry_run:
        emit(f"\nIn products.yaml komt er bij: {number}. {_NOTHING}\n")
        return
    emit(
        f"\nIn products.yaml kwam er bij: {number}. Controleer met: wmebv check\n"
        "Elk product weer een eigen bestand geven kan met: wmebv products split\n"
    )


@collector_paused()
def _carried_out(move: Callable[[ProjectFiles], Moved], project: str, dry_run: bool) -> Moved:
    """Move the products, or only show which files that takes."""
    moved = move(files_of(project))
    if not dry_run:
        write_in(project, moved.changes, moved.removals)
    _show("nieuw", [each.path for each in moved.changes if each.before is None], dry_run)
    _show("gewijzigd", [each.path for each in moved.changes if each.before is not None], dry_run)
    _show("verwijderd", [each.path for each in moved.removals], dry_run)
    return moved


def _show(what: str, paths: Sequence[str], dry_run: bool) -> None:
    """The files of which something became, or would become; of many the first ones."""
    shown = paths if dry_run or len(paths) <= _SHOWN + 2 else paths[:_SHOWN]
    emit_lines(f"{what:<11} {path}" for path in shown)
    if len(shown) < len(paths):
        emit(f"{what:<11} en nog {counted(len(paths) - len(shown), 'bestand', 'bestanden')}\n")


for command in (products_split, products_join):
    products.add_command(command)
