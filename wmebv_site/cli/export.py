"""The data in another form: ``wmebv export``."""

from __future__ import annotations

from pathlib import Path

import click

from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    files_of,
    inspected_project,
    moment_of,
    project_option,
    report_of,
    report_on,
)
from wmebv_site.cli.terminal import Choice, Command, Group, emit
from wmebv_site.diagnostics import Level, Refused, printable
from wmebv_site.dutch import counted
from wmebv_site.project.writing import beside_website, write_paper
from wmebv_site.register.terms import DataFormat


@click.group(cls=Group, no_args_is_help=True)
def export() -> None:
    """Schrijf de gegevens in een andere vorm."""


@click.command("pages", cls=Command)
@click.argument("directory", metavar="MAP")
@date_option
@project_option
def export_pages(directory: str, day: str | None, project: str) -> None:
    """Schrijf alle pagina's naar MAP, voor een ander programma.

    MAP bestaat nog niet of is leeg. U vindt er Markdown met HTML, het thema en een mkdocs.yml.
    """
    from wmebv_site.project.settings import asked_site
    from wmebv_site.website import exporting

    beside_website(Path(directory), Path(project))
    today = day_of(day)
    # No plugin runs over an export again: it makes nothing for a web server.
    inspected = inspected_project(project, today, asked_site(Path(project), live=True))
    decisions_of(report_on(inspected, project, today), sound=True)
    count = exporting.export_pages(inspected, Path(project), Path(directory), moment_of(day))
    emit(f"Er staan nu {count} pagina's in '{printable(directory)}'.\n")


@click.command("data", cls=Command)
@click.argument("directory", metavar="MAP")
@click.option(
    "--format",
    "formats",
    type=Choice([form.value for form in DataFormat]),
    multiple=True,
    help="De vorm; u mag deze optie herhalen. Zonder deze optie: wat in mkdocs.yml bij 'data' staat.",
)
@date_option
@project_option
def export_data(directory: str, formats: tuple[str, ...], day: str | None, project: str) -> None:
    """Schrijf het register als gegevens naar MAP, zonder website.

    MAP bestaat nog niet of is leeg. U vindt er dezelfde bestanden als op de website onder /data/.
    """
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.website import exporting

    beside_website(Path(directory), Path(project))
    today = day_of(day)
    decisions = decisions_of(report_of(project, today), sound=True)
    wanted = formats or site_settings_of(Path(project)).data
    if not wanted:
        raise Refused(
            "In mkdocs.yml staat bij 'data' geen vorm. Noem er een met --format, bijvoorbeeld json."
        )
    count = exporting.export_data(decisions, Path(project), Path(directory), wanted, moment_of(day))
    emit(f"Er staan nu {counted(count, 'bestand', 'bestanden')} in '{printable(directory)}'.\n")


@click.command("headers", cls=Command)
@click.argument("directory", metavar="MAP")
@click.option(
    "--site-url", metavar="ADRES", help="Het adres van de site. Zonder deze optie: site_url uit mkdocs.yml."
)
@click.option(
    "--root",
    metavar="MAP",
    default="/var/www/digitaal-contact",
    help="De map op de server waar de site komt te staan. Zonder deze optie: /var/www/digitaal-contact.",
)
@project_option
def export_headers(directory: str, site_url: str | None, root: str, project: str) -> None:
    """Schrijf instellingen voor de webserver naar MAP.

    MAP bestaat nog niet of is leeg. U vindt er nginx.conf, .htaccess (voor Apache) en _headers (voor een statische host).
    Kreeg een product een andere naam? Dan staat er ook in waar het oude adres naartoe leidt.
    """
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.register.decode import decode
    from wmebv_site.site.server.headers import site_address
    from wmebv_site.website import exporting

    beside_website(Path(directory), Path(project))
    found = files_of(project)
    url = site_url or site_settings_of(Path(project)).site_url
    if not url:
        raise Refused(
            "Het adres van de site is niet bekend. Vul 'site_url' in mkdocs.yml in, of gebruik --site-url."
        )
    register, _ = decode(
        found.files, found.others
    )  # what is wrong in it keeps nobody from setting up a server
    names = exporting.export_headers(site_address(url), root, Path(directory), register)
    emit(f"In '{printable(directory)}' staan nu: {', '.join(names)}. Ze gelden voor {url}\n")


@click.command("xlsx", cls=Command)
@click.argument("file", metavar="BESTAND")
@date_option
@project_option
def export_xlsx(file: str, day: str | None, project: str) -> None:
    """Schrijf een werkmap voor collega's.

    In BESTAND komen de producten, berichten, kanalen en de checklist. Met 'wmebv import xlsx' leest u de
    antwoorden terug.
    """
    from wmebv_site.exchange.workbook.outgoing import export_workbook
    from wmebv_site.exchange.working import Working

    target = Path(file)
    if target.suffix.lower() != ".xlsx":
        raise Refused("Geef een bestand dat op .xlsx eindigt, bijvoorbeeld werkmap.xlsx.")
    beside_website(target, Path(project))
    write_paper(target, export_workbook(Working(files_of(project)), day_of(day)), Path(project))
    emit(
        f"De werkmap staat in '{printable(file)}'. Lees de antwoorden terug met: wmebv import xlsx {printable(file)}\n"
    )


@click.command("counter", cls=Command)
@click.argument("file", metavar="BESTAND")
@click.option("--product", "products", metavar="ID", multiple=True, help="Alleen dit product. Mag vaker.")
@date_option
@project_option
def export_counter(file: str, products: tuple[str, ...], day: str | None, project: str) -> None:
    """Schrijf voor balie en telefoon per product één blad.

    BESTAND wordt een HTML-bestand dat ook zonder internet werkt: een lijst van A tot Z, en per product een blad om af te
    drukken. Het zegt hetzelfde als de website: het kanaal, de brief, de termijn, wat nodig is, de hulp, en sinds wanneer.
    """
    from wmebv_site.project.settings import asked_site, site_settings_of
    from wmebv_site.site.counter import counter_sheets
    from wmebv_site.site.look.theme import templates
    from wmebv_site.site.site import Site

    target = Path(file)
    if target.suffix.lower() != ".html":
        raise Refused("Geef een bestand dat op .html eindigt, bijvoorbeeld balie.html.")
    beside_website(target, Path(project))
    today = day_of(day)
    inspected = inspected_project(project, today, asked_site(Path(project), live=True))
    decisions = decisions_of(report_on(inspected, project, today), sound=True)
    looks = inspected.design
    assert looks is not None
    text = counter_sheets(
        Site(decisions, moment_of(day)),
        templates(looks.themes),
        products,
        site_settings_of(Path(project)).site_url,
    )
    write_paper(target, text.encode(), Path(project))
    emit(f"De bladen staan in '{printable(file)}'. Open het bestand in een browser, of druk het af.\n")


@click.command("editor", cls=Command)
@click.argument("directory", metavar="MAP")
@click.option(
    "--bundle",
    metavar="BESTAND",
    help="Het wheel-bestand met de editor. Zonder deze optie: wat op deze computer is geïnstalleerd.",
)
@project_option
def export_editor(directory: str, bundle: str | None, project: str) -> None:
    """Schrijf naar MAP een editor voor in de browser.

    MAP bestaat nog niet of is leeg. Elke webserver kan deze map geven. In mkdocs.yml zegt u bij 'editor' waar de registers
    staan. Zonder die instelling werkt de editor op een map van uw eigen computer.
    """
    from wmebv_site.editor.base_forms import shared_of
    from wmebv_site.editor.bundle import found_bundle
    from wmebv_site.editor.config import config
    from wmebv_site.editor.page import editor_files
    from wmebv_site.exchange.splitting import has_list
    from wmebv_site.project.settings import judged_settings, site_settings_of
    from wmebv_site.project.writing import fill, new_folder

    where = Path(project)
    beside_website(Path(directory), where)
    registers = files_of(project)
    for mistake in judged_settings(where).diagnostics:
        if mistake.level is Level.ERROR:
            raise Refused(f"{mistake.place}: {mistake.message} {mistake.hint or ''}".rstrip())
    settings = site_settings_of(where)
    title = f"Register bewerken: {settings.site_name}" if settings.site_name else "Register bewerken"
    told = config(settings.content, settings.editor, title, settings.site_url, shared_of(registers.files))
    files = editor_files(found_bundle(Path(bundle) if bundle else None), told, title, settings.editor)
    with new_folder(Path(directory)) as folder:
        fill(folder, files)
    emit(f"De editor staat in '{printable(directory)}'.\n")
    if settings.editor is None:
        emit(
            "In mkdocs.yml staat bij 'editor' niet waar uw registers staan. Daarom werkt deze editor op een map van uw eigen "
            f"computer. Probeer hem zo: python -m http.server --bind 127.0.0.1 --directory {printable(directory)} 8001\n"
        )
    if has_list(registers):
        emit(
            "De editor opent producten die elk een eigen bestand hebben, in de map products. In products.yaml staan er nog "
            "meer. Zet die eerst om met: wmebv products split\n"
        )


for command in (export_pages, export_data, export_headers, export_xlsx, export_counter, export_editor):
    export.add_command(command)
