"""Texts that tell of a decision: ``wmebv announce``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from wmebv_site.cli.decision_new import known, shown
from wmebv_site.cli.options import (
    date_option,
    day_of,
    folder_beside_website,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Command, emit
from wmebv_site.diagnostics import Refused, printable


@click.command(cls=Command)
@click.argument("id", metavar="BESLUIT")
@click.option(
    "--dir",
    "directory",
    metavar="MAP",
    default="communicatie",
    help="De map voor de teksten. Zonder deze optie: communicatie.",
)
@click.option("--dry-run", is_flag=True, help="Toon de teksten en schrijf niets.")
@date_option
@project_option
@click.pass_context
def announce(
    ctx: click.Context, id: str, directory: str, dry_run: bool, day: str | None, project: str
) -> None:
    """Schrijf teksten die BESLUIT aankondigen.

    U krijgt een bericht voor de website, de krant, de nieuwsbrief en uw partners. Werk ze daarna zelf bij.
    """
    from wmebv_site.decisions.announce import announce as write
    from wmebv_site.project.load import site_url_of

    folder = folder_beside_website(Path(project) / directory, project)
    report = report_of(project, day_of(day))
    decisions = report.checked.decisions
    if report.failed or decisions is None:
        emit(shown(report))
        ctx.exit(1)
    name = known([id], decisions.register.decision_by_id, "Het besluit")[0]
    decision = decisions.register.decision_by_id[name]
    if not (decision.kind.designates and decision.kind.is_ours):
        raise Refused(f"Het besluit '{name}' wijst zelf geen kanalen aan. Kies een besluit dat dat wel doet.")
    made = write(decisions, decision, site_url_of(Path(project)))
    if dry_run:
        emit("\n".join(f"{file}\n\n{text}" for file, text in made.files.items()))
        return
    _write_all(folder / name, made.files)
    where = printable(f"{directory}/{name}")
    emit(f"In '{where}' staan nu: {', '.join(made.files)}. Lees ze na voordat u ze gebruikt.\n")
    if not made.dated:
        emit("Het besluit heeft nog geen begindatum. Vul die in de teksten aan, of maak ze later opnieuw.\n")


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    """All texts or none: what was written before a refusal goes again."""
    from wmebv_site.project.writing import write_new

    for name in files:
        if (folder / name).exists():
            raise Refused(f"'{folder.name}/{name}' bestaat al. Kies een andere map met --dir.")
    written: list[Path] = []
    try:
        for name, text in files.items():
            write_new(folder / name, text.encode())
            written.append(folder / name)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise
