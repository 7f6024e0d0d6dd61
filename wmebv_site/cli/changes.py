"""What a change means for residents: ``wmebv changes``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    format_option,
    moment_of,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Command, emit
from wmebv_site.diagnostics import Refused
from wmebv_site.project.clock import collector_paused

_BEFORE = ("channels.yaml", "products.yaml", "products", "mkdocs.yml")


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
    from wmebv_site.rules.checking import decode_project
    from wmebv_site.site.look.theme import templates
    from wmebv_site.site.site import Site

    today, moment = day_of(day), moment_of(day)
    after = decisions_of(report_of(project, today))
    with _earlier(project, since) as folder:
        register, mistakes = decode_project(load(folder, site_settings_of(folder).content))
    if register is None:
        first = f" De eerste fout staat in {mistakes[0].place}." if mistakes else ""
        raise Refused(
            f"De registers van '{since}' zijn niet heel. Daarom is er niets om mee te vergelijken.{first} Kies een andere versie."
        )
    effects = Effects(Site(Decisions(register, today), moment), Site(after, moment), templates())
    emit(rendered(effects, form))


@contextmanager
def _earlier(project: str, since: str) -> Iterator[Path]:
    """The folder of the project as it was; Refused where there is no such thing."""
    from wmebv_site.project.earlier import NoGit, as_it_stood, commit_named
    from wmebv_site.project.settings import site_settings_of

    if Path(since).is_dir():
        yield Path(since)
        return
    way_out = "Noem een map met het project van toen."
    try:
        if (commit := commit_named(Path(project), since)) is None:
            raise Refused(
                f"'{since}' is geen map, en git kent geen tak, label of versie met die naam. {way_out}"
            )
        with as_it_stood(
            Path(project), commit, (*_BEFORE, site_settings_of(Path(project)).content)
        ) as folder:
            if folder is None:
                raise Refused(f"In '{since}' stond een koppeling tussen de registers. {way_out}")
            yield folder
    except NoGit as why:
        raise Refused(f"{why} {way_out}") from why
