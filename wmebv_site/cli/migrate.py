"""Bringing registers to the shape that this version reads: ``wmebv migrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import files_of, place_of, project_option, write_in
from wmebv_site.cli.terminal import Command, emit, emit_lines
from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import enumerate_words
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.writing import difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wmebv_site.exchange.migrations import Migration


@click.command(cls=Command)
@click.option("--dry-run", is_flag=True, help="Toon wat er zou wijzigen, en wijzig niets.")
@project_option
def migrate(dry_run: bool, project: str) -> None:
    """Zet de registers over naar de vorm van deze versie.

    Een nieuwe versie van wmebv kan vragen dat iets in uw registers anders heet of ergens anders staat. Deze opdracht wijzigt
    dat, en laat elk ander teken staan. Bijlagen en vastgestelde besluiten blijven zoals ze zijn. Het lukt helemaal, of er
    wijzigt niets. Doe dit in één keer voor iedereen: een oudere wmebv leest de nieuwe vorm niet.
    """
    from wmebv_site.exchange.migrations import MIGRATIONS
    from wmebv_site.register.decode import NEWEST

    carry_out_migrations(project, dry_run, MIGRATIONS, NEWEST)


@collector_paused()
def carry_out_migrations(project: str, dry_run: bool, migrations: Sequence[Migration], newest: int) -> None:
    """Migrate, then write or only show. Refuses to write over what git does not know yet: there must be a way back."""
    from wmebv_site.exchange.migrations import migrated
    from wmebv_site.project.earlier import not_committed

    done = migrated(files_of(project), migrations, newest)
    if not done.made:
        emit("De registers hebben al de nieuwste vorm. Er is niets gewijzigd.\n")
        return
    paths = [place_of(change.path, project).relative_to(project).as_posix() for change in done.changes]
    if not dry_run and (loose := not_committed(Path(project), paths)):
        raise Refused(
            f"Git kent nog niet alles wat staat in {enumerate_words(loose, 'en')}; er is niets gewijzigd. Leg dat eerst vast "
            "met 'git commit'. Dan kunt u altijd terug."
        )
    if dry_run:
        emit_lines(difference(done.changes).splitlines())
    else:
        write_in(project, done.changes)
    emit_lines(f"- Vorm {each.to}: {each.told}" for each in done.made)
    if dry_run:
        emit(f"\nDit zou wijzigen: {', '.join(paths)}. Er is niets gewijzigd.\n")
    else:
        emit(f"\nGewijzigd: {', '.join(paths)}. Controleer met: wmebv check\n")
