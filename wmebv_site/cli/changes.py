"""What a change means for residents: ``wmebv changes``."""

from __future__ import annotations

import click

from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    earlier_project,
    format_option,
    moment_of,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Command, emit
from wmebv_site.diagnostics import Refused
from wmebv_site.project.clock import collector_paused


@click.command(cls=Command)
@click.argument("since", metavar="[SINDS]", default="HEAD")
@format_option(("text", "markdown", "json"))
@date_option
@project_option
@collector_paused()
def changes(since: str, form: str, day: str | None, project: str) -> None:
    """Laat zien wat er voor inwoners verandert.

    U vergelijkt het project met hoe het was. SINDS is de naam van een tak, een label of een versie in git, of een map met
    het project van toen. Zonder SINDS ziet u wat u hebt gewijzigd sinds u het voor het laatst in git vastlegde.

    U ziet welke producten en kanalen erbij komen of verdwijnen, welk bericht vanaf welke dag ergens anders naartoe gaat,
    en op welke pagina's de tekst verandert.
    """
    from wmebv_site.decisions.changes import Effects, rendered
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.project.load import load
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.rules.checking import decode_project, has_registers
    from wmebv_site.site.look.theme import templates
    from wmebv_site.site.site import Site

    today, moment = day_of(day), moment_of(day)
    after = decisions_of(report_of(project, today))
    with earlier_project(project, since, "wmebv changes MAP") as folder:
        files = load(folder, site_settings_of(folder).content)
        register, mistakes = decode_project(files)
    if not has_registers(files):
        raise Refused(f"In '{since}' stonden nog geen registers. Voor inwoners is dus alles nieuw.")
    if register is None:
        first = f" De eerste fout staat in {mistakes[0].place}." if mistakes else ""
        raise Refused(
            f"De registers van '{since}' zijn niet heel. Daarom is er niets om mee te vergelijken.{first} Kies een andere versie."
        )
    effects = Effects(Site(Decisions(register, today), moment), Site(after, moment), templates())
    emit(rendered(effects, form))
