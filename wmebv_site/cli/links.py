"""Are the addresses of the registers still there: ``wmebv links``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from wmebv_site.cli.findings import LinksAsked
from wmebv_site.cli.formats import FORMATS, render
from wmebv_site.cli.options import (
    date_option,
    day_of,
    files_of,
    format_option,
    moment_of,
    project_option,
    seen_by_person,
    write_in,
)
from wmebv_site.cli.terminal import Command, colour, emit, emit_lines, width
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import counted
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.writing import difference
from wmebv_site.project.writing import replace as put

if TYPE_CHECKING:
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.links.asking import Asked
    from wmebv_site.links.collected import Link
    from wmebv_site.links.remembered import Memory
    from wmebv_site.links.standing import Standings
    from wmebv_site.project.load import ProjectFiles


@click.command(cls=Command)
@click.option("--all", "whole", is_flag=True, help="Kijk alles na, ook wat nog niet aan de beurt is.")
@click.option(
    "--fix", is_flag=True, help="Zet het nieuwe adres in de registers van wat voorgoed is verhuisd."
)
@click.option(
    "--dry-run", is_flag=True, help="Vraag niets aan websites en wijzig niets. Laat zien wat er zou gebeuren."
)
@date_option
@format_option(FORMATS)
@project_option
@click.pass_context
def links(
    ctx: click.Context, whole: bool, fix: bool, dry_run: bool, day: str | None, form: str, project: str
) -> None:
    """Kijk na of de adressen in de registers nog werken.

    Ingangen van kanalen en producten die vooraan staan, zijn elke dag aan de beurt, en de rest elke week. Wat nieuw is, wordt meteen
    nagekeken. Een website krijgt ten hoogste één vraag per seconde. Wat eerder is gevonden, staat in .wmebv/links.json.

    Een pagina die er niet is, is pas zeker na twee keer, en een website die geen antwoord geeft na drie keer. Wat niet nagekeken hoeft
    te worden, staat in content/koppelingen.yaml.

    De uitkomst is 1 als een adres zeker niet meer bestaat of bij een onbekende website uitkomt, 2 als nakijken niet lukte, en anders 0.
    """
    from wmebv_site.links.standing import findings, standings
    from wmebv_site.rules.checking import Checked

    today, moment = day_of(day), moment_of(day)
    files = files_of(project)
    decisions = _decisions(files, today)
    memory = memory_of(project)
    asked = None
    if dry_run and not fix:
        _show_plan(decisions, memory, moment, whole)
        return
    if not dry_run:
        asked, memory = _asked(decisions, memory, moment, whole)
        _keep(project, memory)
    found = standings(decisions, memory, _reaches)
    if fix:
        changed = _fixed(found, files, project, dry_run, quiet=form != "text")
        if dry_run:
            return
        if changed:
            files = files_of(project)
            decisions = _decisions(files, today)
            found = standings(decisions, memory, _reaches)
    report = seen_by_person(
        Checked(decisions, findings(found, decisions, moment)), files.files, project, today, strict=False
    )
    urls = asked.exchanges if asked else {}
    hosts = {each.link.host for each in found.all if each.link.url in urls}
    report = replace(report, links=LinksAsked(found, len(urls), len(hosts)))
    emit(render(report, form, width=width(), colour=colour(), whole=form == "text"))
    ctx.exit(report.exit_code)


@collector_paused()
def _decisions(files: ProjectFiles, today: date) -> Decisions:
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.exchange.working import whole_register

    return Decisions(whole_register(files, "Kijk daarna de links na."), today)


def memory_of(project: str) -> Memory:
    """What earlier checks found in a project; nothing where the file is damaged, which is told."""
    from wmebv_site.links.remembered import FILE, Memory, read
    from wmebv_site.project.load import read_plain

    memory = read(read_plain(Path(project, FILE)))
    if memory is None:
        told = f"Let op: {FILE} is niet te lezen. Wat eerder over links is gevonden, telt niet meer."
        click.echo(told, err=True)
    return memory or Memory()


def _reaches(host: str) -> bool:
    from wmebv_site.links.collected import is_somewhere

    return is_somewhere(host)


def _due(decisions: Decisions, memory: Memory, moment: datetime, whole: bool) -> tuple[Link, ...]:
    from wmebv_site.links.collected import links_of
    from wmebv_site.links.remembered import due
    from wmebv_site.links.standing import excepted_on

    excepted = excepted_on(decisions)
    open_ = [link for link in links_of(decisions) if link.url not in excepted]
    asks = [link for link in open_ if _reaches(link.host)]
    if whole:
        return tuple(link for link in asks if not memory.is_barred(link.host, moment))
    return due(asks, memory, moment)


def _show_plan(decisions: Decisions, memory: Memory, moment: datetime, whole: bool) -> None:
    due = _due(decisions, memory, moment, whole)
    hosts = Counter(link.host for link in due)
    number = counted(len(due), "adres", "adressen")
    emit_lines([f"Nu aan de beurt: {number} bij {counted(len(hosts), 'website', 'websites')}."])
    emit_lines(f"{times:>6}  {host}" for host, times in hosts.most_common())


def _asked(
    decisions: Decisions, memory: Memory, moment: datetime, whole: bool
) -> tuple[Asked | None, Memory]:
    """What was answered just now, and the memory with that in it."""
    from wmebv_site.links.collected import known_in, links_of
    from wmebv_site.links.remembered import Memory, noted
    from wmebv_site.links.verdicts import judge

    due = _due(decisions, memory, moment, whole)
    if not due:
        return None, memory
    asked = _ask([link.url for link in due], decisions)
    known = known_in(decisions.register)
    addresses = dict(memory.addresses)
    for url, exchange in asked.exchanges.items():
        addresses[url] = noted(addresses.get(url), judge(exchange, known), moment)
    there = [link.url for link in links_of(decisions)]
    return asked, Memory(addresses, {**memory.hosts, **asked.hosts}).kept_for(there, moment)


def _ask(urls: list[str], decisions: Decisions) -> Asked:
    try:
        from wmebv_site.links.asking import agent_of, ask_all, refuse_without_internet
    except ModuleNotFoundError as missing:
        from wmebv_site.project.machine import to_install_extra  # seldom needed, and slow to import

        raise Refused(
            f"Voor het nakijken van links is '{missing.name}' nodig. Typ: {to_install_extra('links')}"
        ) from missing
    asked = ask_all(urls, agent_of(decisions.register.municipality), told=_progress())
    hosts = {urlsplit(url).hostname for url in asked.exchanges}
    failures = {None if each.hops else each.failed for each in asked.exchanges.values()}
    refuse_without_internet(len(hosts), failures)
    return asked


def _progress() -> Callable[[int, int], None] | None:
    """How far it is, for a person who watches."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, total: int) -> None:
        room = 30
        full = room * done // total
        click.echo(
            f"\rLinks nakijken: [{'#' * full}{'-' * (room - full)}] {done} van {total}",
            err=True,
            nl=done == total,
        )

    return told


def _keep(project: str, memory: Memory) -> None:
    """Keep what was found, for the next time; who can't write still hears what it is."""
    from wmebv_site.links.remembered import FILE, written

    file = Path(project, FILE)
    try:
        file.parent.mkdir(exist_ok=True)
        put(file, written(memory))
    except (OSError, Refused):
        told = (
            f"Let op: {FILE} kan niet worden geschreven. De volgende keer is niet bekend wat nu is gevonden."
        )
        click.echo(told, err=True)


def _fixed(found: Standings, files: ProjectFiles, project: str, dry_run: bool, *, quiet: bool) -> bool:
    """Take over the new address of what moved; whether anything changed."""
    from wmebv_site.exchange.moves import take_over

    moves = take_over(found, files)
    if dry_run:
        emit_lines(difference(moves.changes).splitlines())
    else:
        write_in(project, moves.changes)
    told: Iterable[str] = moves.left
    if not moves.changes and dry_run:
        told = ["Er is geen nieuw adres om over te nemen.", *told]
    elif not dry_run:
        files_named = counted(len(moves.changes), "bestand", "bestanden")
        number = counted(moves.taken, "nieuw adres", "nieuwe adressen")
        told = [f"Overgenomen: {number} in {files_named}.", *told, ""]
    if quiet:
        click.echo("\n".join(map(printable, told)), err=True)
    else:
        emit_lines(told)
    return bool(moves.changes)
