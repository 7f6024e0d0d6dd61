"""One website about all municipalities of a harvest: ``wmebv fleet site``."""

from __future__ import annotations

from pathlib import Path

import click

from wmebv_site.cli.fleet import fleet_option
from wmebv_site.cli.terminal import Command, emit
from wmebv_site.diagnostics import Refused, fails, printable
from wmebv_site.dutch import counted


@click.command("site", cls=Command)
@click.argument("directory", metavar="MAP")
@fleet_option
@click.option(
    "--harvest",
    "folder",
    metavar="OOGST",
    help="De map van de oogst. Zonder deze optie: de map oogst naast de lijst.",
)
def fleet_site(directory: str, listed: str, folder: str | None) -> None:
    """Maak van een oogst één website over alle gemeenten, in MAP.

    Daarop staat de dekking van elke gemeente en provincie, elk product over alle gemeenten, en wat er veranderde. Alle getallen zijn
    ook als bestand te halen. Stond er al een overzicht in MAP, dan wordt dat in één keer vervangen.
    """
    from wmebv_site.fleet.harvest.opening import opened
    from wmebv_site.fleet.listing import fleet_of, told
    from wmebv_site.fleet.overview.answers import Answers
    from wmebv_site.fleet.overview.downloads import harvest_files
    from wmebv_site.fleet.overview.publisher import look_of
    from wmebv_site.fleet.overview.skeleton import misplaced, overview_files, write_overview

    fleet, target = fleet_of(Path(listed)), Path(directory)
    home = fleet.file.parent
    harvest = Path(folder) if folder is not None else home / "oogst"
    if why := misplaced(target, fleet, harvest):
        raise Refused(why)
    look, found = look_of(fleet.overview, home)
    if fails(found):
        raise Refused("Het overzicht is niet gemaakt. Er is niets gewijzigd.", told(found))
    with opened(harvest) as store:
        files = harvest_files(harvest)
        pages = write_overview(target, overview_files(Answers(store), look, files), files)
    number = counted(pages, "pagina", "pagina's")
    emit(f"In '{printable(directory)}' staat het overzicht, met {number}.\n")
