"""All commands together, and how each of them ends."""

from __future__ import annotations

import os
import sys
import traceback
from typing import NoReturn

import click

from wmebv_site import __version__
from wmebv_site.cli.base import base
from wmebv_site.cli.build import build, preview
from wmebv_site.cli.changes import changes
from wmebv_site.cli.check import check, schema
from wmebv_site.cli.compare import compare
from wmebv_site.cli.decision import announce, decision
from wmebv_site.cli.doctor import doctor
from wmebv_site.cli.explain import explain
from wmebv_site.cli.export import export
from wmebv_site.cli.fleet import fleet, fleet_build, fleet_check, fleet_init, fleet_report
from wmebv_site.cli.fleet_harvest import fleet_harvest
from wmebv_site.cli.fleet_merge import fleet_merge
from wmebv_site.cli.fleet_query import fleet_query
from wmebv_site.cli.fleet_site import fleet_site
from wmebv_site.cli.imports import import_, upl
from wmebv_site.cli.init import init
from wmebv_site.cli.links import links
from wmebv_site.cli.migrate import migrate
from wmebv_site.cli.outage import outage
from wmebv_site.cli.policy import policy
from wmebv_site.cli.products import products
from wmebv_site.cli.publish import publish
from wmebv_site.cli.report import report
from wmebv_site.cli.status import status
from wmebv_site.cli.terminal import (
    Group,
    call_texts,
    close_output,
    emit_lines,
    in_dutch,
    named_here,
    prepare_streams,
)
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.project.writing import way_out

NAME = "wmebv"


@click.group(NAME, cls=Group, no_args_is_help=True)
@click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s", help="Toon de versie.")
def wmebv() -> None:
    """Laat zien via welk digitaal kanaal inwoners en ondernemers een officieel bericht sturen."""


for group, commands in {
    wmebv: (
        *(init, check, explain, preview, status, report),
        *(import_, upl, products, base, compare),
        *(decision, announce, policy),
        *(changes, build, publish, outage, links),
        *(export, fleet, doctor, migrate, schema),
    ),
    fleet: (
        *(fleet_init, fleet_check, fleet_build, fleet_report),
        *(fleet_harvest, fleet_query, fleet_site, fleet_merge),
    ),
}.items():
    # In the order in which one uses them: so the help tells them.
    for command in commands:
        group.add_command(command)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code: 0 no error, 1 findings, 2 could not run."""
    prepare_streams()
    call_texts("content")
    try:
        code = wmebv.main(arguments, prog_name=NAME, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = 2
    except click.ClickException as error:
        code = _misunderstood(error)
    except Refused as refusal:
        code = _refused(refusal)
    except click.Abort:
        click.echo("Afgebroken.", err=True)
        code = 2
    except OSError as error:
        code = _of_the_disk(error)
    except ModuleNotFoundError as error:
        code = _incomplete(error)
    except Exception as error:
        code = _unexpected(error)
    try:
        close_output()
    except OSError as error:
        code = _of_the_disk(error)
    sys.exit(code if isinstance(code, int) else 0)


def _refused(refusal: Refused) -> int:
    """Several reasons stand on lines of their own, and count as findings."""
    if not refusal.findings:
        click.echo(f"Fout: {printable(named_here(str(refusal)))}", err=True)
        return 2
    emit_lines((*refusal.findings, "", str(refusal)))
    return 1


def _misunderstood(error: click.ClickException) -> int:
    click.echo(f"Fout: {printable(in_dutch(error))}", err=True)
    if isinstance(error, click.UsageError) and error.ctx:
        click.echo(f"Uitleg: {error.ctx.command_path} --help", err=True)
    return 2


def _of_the_disk(error: OSError) -> int:
    """What the disk refuses, wherever it is found out, is no fault of ours: no rights, no room, a name too long."""
    if os.environ.get("WMEBV_DEBUG"):
        traceback.print_exception(error)
    named = f"'{printable(str(error.filename))[:200]}'" if error.filename else "Een bestand"
    click.echo(f"Fout: {named} kan niet worden gelezen of geschreven. {way_out(error)}", err=True)
    return 2


def _incomplete(error: ModuleNotFoundError) -> int:
    """A library that we need is not there: the installation went wrong, or somebody removed it."""
    if os.environ.get("WMEBV_DEBUG"):
        traceback.print_exception(error)
    named = printable(str(error.name))
    click.echo(f"Fout: Er ontbreekt een onderdeel van wmebv: '{named}'. Typ 'wmebv doctor'.", err=True)
    return 2


def _unexpected(error: Exception) -> int:
    from wmebv_site.site.look.theme import failed_template  # few commands fill in a template

    if os.environ.get("WMEBV_DEBUG"):
        traceback.print_exception(error)
    if said := failed_template(error):
        click.echo(f"Fout: {said.message} {said.hint}", err=True)
        return 2
    kind = type(error).__name__
    click.echo(
        f"Er ging iets mis in wmebv zelf ({kind}). Voer de opdracht nog eens uit, met WMEBV_DEBUG=1 ervoor. Stuur de "
        "makers wat er dan staat.",
        err=True,
    )
    return 2
