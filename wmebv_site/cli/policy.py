"""Everything about policies: ``wmebv policy``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.decision import design_of, wanted_formats, write_documents
from wmebv_site.cli.options import (
    date_option,
    day_of,
    folder_beside_website,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Command, Group, colour, emit, width
from wmebv_site.diagnostics import Refused, did_you_mean, printable

if TYPE_CHECKING:
    from wmebv_site.decisions.policies import Missing

_FORMATS = ("docx", "odt", "pdf")


@click.group(cls=Group, no_args_is_help=True)
def policy() -> None:
    """Maak beleid voor de zorgplicht."""


@policy.command(cls=Command)
@click.option(
    "--id",
    "name",
    metavar="ID",
    help="De naam van het bestand, zonder .md. Zonder deze optie: zorgplicht en het jaar.",
)
@click.option("--dry-run", is_flag=True, help="Toon de tekst en schrijf niets.")
@date_option
@project_option
@click.pass_context
def draft(ctx: click.Context, name: str | None, dry_run: bool, day: str | None, project: str) -> None:
    """Schrijf een concept van het beleid voor passende ondersteuning.

    De tekst komt uit de registers: per groep wat er moeilijk is, welke hulp er is en wat u vraagt. U vindt het concept
    in content/beleid. Zolang 'adopted' leeg is, komt het niet op de website.
    """
    from wmebv_site.cli.formats import render
    from wmebv_site.decisions.policies import policy_draft
    from wmebv_site.project.writing import write_new
    from wmebv_site.register.files import POLICY_TEXTS

    today = day_of(day)
    path = f"{POLICY_TEXTS}{_usable(name or f'zorgplicht-{today.year}')}.md"
    if not dry_run and (Path(project) / path).exists():
        raise Refused(printable(f"'{path}' bestaat al. Kies een andere naam met --id."))
    report = report_of(project, today)
    register = report.checked.register
    if register is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    made = policy_draft(register, today)
    if dry_run:
        emit(made.text)
        return
    write_new(Path(project) / path, made.text.encode())
    emit(f"Het concept staat in {path}.\n")
    emit(_missing(made.missing))


@policy.command("documents", cls=Command)
@click.argument("name", metavar="ID")
@click.option(
    "--dir",
    "directory",
    metavar="MAP",
    default="documenten",
    help="De map voor de bestanden. Zonder deze optie: documenten.",
)
@click.option(
    "--format",
    "forms",
    metavar="VORMEN",
    default=",".join(_FORMATS),
    help="Welke bestanden u wilt, met komma's ertussen. Zonder deze optie: docx,odt,pdf.",
)
@click.option("--template", metavar="BESTAND", help="Een Word-bestand met uw eigen stijlen, voor docx.")
@click.option("--force", is_flag=True, help="Vervang ook een bestand dat u zelf hebt gewijzigd.")
@date_option
@project_option
@click.pass_context
def documents(
    ctx: click.Context, name: str, directory: str, forms: str, template: str | None, force: bool, day: str | None, project: str
) -> None:  # fmt: skip
    """Maak documenten van beleid.

    ID is de naam van het bestand in content/beleid, zonder .md. U krijgt het beleid als docx, odt en pdf.
    """
    from wmebv_site.cli.formats import render
    from wmebv_site.documents.decisions import policy_document
    from wmebv_site.register.values import slugify
    from wmebv_site.site.documents import rendered

    wanted = wanted_formats(forms, _FORMATS)
    folder = folder_beside_website(Path(directory), project)
    report = report_of(project, day_of(day))
    register = report.checked.register
    if register is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    listed = {each.id: each for each in register.policies}
    if name not in listed:
        hint = did_you_mean(name, listed) or "Kijk in content/beleid, of typ: wmebv policy draft."
        raise Refused(printable(f"Het beleid '{name}' bestaat niet. {hint}"))
    chosen = listed[name]
    document = policy_document(chosen, register, report.today)
    stem = slugify(chosen.title) or chosen.id
    design = design_of(project, template)
    files = {f"{stem}.{form}": rendered(document, form, design) for form in wanted}
    write_documents(folder, files, force)
    emit(f"In '{printable(directory)}' staan nu: {', '.join(files)}.\n")


def _usable(name: str) -> str:
    from wmebv_site.register.values import is_slug, is_taken, slugify

    if not is_slug(name):
        hint = f" Schrijf bijvoorbeeld '{slugify(name)}'." if slugify(name) else ""
        raise Refused(
            printable(
                f"De id '{name}' kan niet: gebruik kleine letters, cijfers en koppeltekens, ten hoogste 80 tekens.{hint}"
            )
        )
    if is_taken(name):
        raise Refused(f"De naam '{name}' is al bezet. Kies een andere id.")
    return name


def _missing(missing: tuple[Missing, ...]) -> str:
    """What the editor may still say in the registers before the policy is whole."""

    if not missing:
        return ""
    lines = [printable(f"  {each.place.file}, regel {each.place.line}: {each.text}") for each in missing]
    return "\n".join(["Dit ontbreekt nog in de registers. Vul het aan, ook in het concept.", *lines, ""])
