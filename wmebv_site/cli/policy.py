"""Everything about policies: ``wmebv policy``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.documents import deliver, design_of, document_options, tell_examples
from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    inspected_project,
    known_name,
    place_of,
    project_option,
    report_of,
    report_on,
    usable_id,
)
from wmebv_site.cli.terminal import Command, Group, emit
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.project.writing import beside_website, write_new

if TYPE_CHECKING:
    from wmebv_site.decisions.policies import Missing


@click.group(cls=Group, no_args_is_help=True)
def policy() -> None:
    """Maak beleid voor de zorgplicht."""


@click.command("draft", cls=Command)
@click.option(
    "--id",
    "name",
    metavar="ID",
    help="De naam van het bestand, zonder .md. Zonder deze optie: zorgplicht en het jaar.",
)
@click.option("--dry-run", is_flag=True, help="Toon de tekst en schrijf niets.")
@date_option
@project_option
def policy_draft(name: str | None, dry_run: bool, day: str | None, project: str) -> None:
    """Schrijf een concept van het beleid voor passende ondersteuning.

    De tekst komt uit de registers: per groep wat er moeilijk is, welke hulp er is en wat u vraagt. U vindt het concept
    in content/beleid. Zolang 'adopted' leeg is, komt het niet op de website.
    """
    from wmebv_site.decisions import policies
    from wmebv_site.register.files import POLICY_TEXTS

    today = day_of(day)
    path = f"{POLICY_TEXTS}{usable_id(name or f'zorgplicht-{today.year}')}.md"
    if not dry_run and place_of(path, project).exists():
        raise Refused(f"'{path}' bestaat al. Kies een andere naam met --id.")
    made = policies.policy_draft(decisions_of(report_of(project, today)).register, today)
    if dry_run:
        emit(made.text)
        return
    write_new(place_of(path, project), made.text.encode())
    emit(f"Het concept staat in {path}.\n")
    emit(_missing(made.missing))


@click.command("documents", cls=Command)
@click.argument("name", metavar="ID")
@document_options(("docx", "odt", "pdf"), "docx")
@date_option
@project_option
def policy_documents(
    name: str,
    directory: str,
    wanted: list[str],
    template: str | None,
    force: bool,
    day: str | None,
    project: str,
) -> None:
    """Maak documenten van beleid.

    ID is de naam van het bestand in content/beleid, zonder .md. U krijgt het beleid als docx, odt en pdf.
    """
    from wmebv_site.documents.decisions import policy_document
    from wmebv_site.register.values import slugify
    from wmebv_site.site.documents import rendered

    folder = beside_website(Path(directory), Path(project))
    today = day_of(day)
    inspected = inspected_project(project, today)
    decisions = decisions_of(report_on(inspected, project, today))
    listed = {each.id: each for each in decisions.register.policies}
    hint = "Kijk in content/beleid, of typ: wmebv policy draft."
    chosen = listed[known_name(name, listed, "Het beleid", hint)]
    document = policy_document(chosen, decisions.register, decisions.today)
    stem, design = slugify(chosen.title) or chosen.id, design_of(project, template)
    files = {f"{stem}.{form}": rendered(document, form, design) for form in wanted}
    deliver(folder, files, project, force=force)
    if not decisions.register.municipality.fictitious:
        tell_examples(inspected.files, [chosen.file], way_out="Vul ze in, en maak de documenten opnieuw.")


for command in (policy_draft, policy_documents):
    policy.add_command(command)


def _missing(missing: Sequence[Missing]) -> str:
    """What the editor may still say in the registers before the policy is whole."""
    if not missing:
        return ""
    lines = [printable(f"  {each.place.file}, regel {each.place.line}: {each.text}") for each in missing]
    return "\n".join(["Dit ontbreekt nog in de registers. Vul het aan, ook in het concept.", *lines, ""])
