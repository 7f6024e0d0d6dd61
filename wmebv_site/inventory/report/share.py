"""The part of the report that is for one domain, supplier, body or function, in each form."""

from __future__ import annotations

from collections.abc import Iterable

from wmebv_site.diagnostics import json_text
from wmebv_site.dutch import counted
from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.as_json import SHAPE, day_data, task_data
from wmebv_site.inventory.report.html import page
from wmebv_site.inventory.report.short import markdown_of
from wmebv_site.inventory.report.tables import Table
from wmebv_site.inventory.report.xlsx import workbook
from wmebv_site.inventory.shares import Share
from wmebv_site.links.listed import one_link, responsible_data
from wmebv_site.register.markup import as_words

_MOST = 100
"""So many rows of a table have room in an issue of a forge; the workbook and the data have all."""


def title_of(share: Share) -> str:
    return f"Digitaal contact: werk voor {share.owner.name}"


def share_tables(share: Share) -> dict[str, Table]:
    """Heading -> table; without what there is nothing of."""
    found = {
        "Wat u doet": Table(
            "taken",
            f"Taken van {share.owner.name}",
            ("Wat", "Waarom", "Soort", "Klaar op", "Waar"),
            tuple(
                (each.what, each.why, each.weight.word, words.day(each.due), words.place(each.place))
                for each in share.tasks
            ),
        ),
        "Wat de controle vindt": Table(
            "bevindingen",
            f"Wat de controle vindt bij {share.owner.name}",
            ("Waar", "Wat er is", "Wat u doet", "Soort", "Code"),
            tuple(
                (words.place(each.place), each.message, each.hint or "", each.level.word, each.code)
                for each in share.findings
            ),
        ),
        "Links die aandacht vragen": Table(
            "links",
            f"Links van {share.owner.name} die aandacht vragen",
            ("Adres", "Stand", "Wat er is", "Waar"),
            tuple(
                (each.link.url, each.state, each.why, words.place(each.link.spots[0].place))
                for each in share.links
            ),
        ),
        "Wat eraan komt": Table(
            "data",
            f"Wat eraan komt voor {share.owner.name}",
            ("Dag", "Wat"),
            tuple((words.day(each.day), each.what) for each in share.coming),
        ),
    }
    return {heading: table for heading, table in found.items() if table.rows}


def in_short(share: Share, progress: Progress) -> str:
    """How much there is to do, in a sentence."""
    day = words.day(progress.today)
    if not share.open:
        return f"Er is niets te doen op {day}."
    verb = "is" if share.open == 1 else "zijn"
    return f"Op {day} {verb} er {counted(share.open, 'ding', 'dingen')} te doen."


def share_markdown(share: Share, progress: Progress) -> str:
    """As an issue of a forge, a mail or a page of a wiki holds it."""
    lines = [f"# {as_words(title_of(share))}", "", f"{in_short(share, progress)} {words.INTERNAL}"]
    for heading, table in share_tables(share).items():
        lines += ["", f"## {heading}", "", *markdown_of(table, _MOST)]
        if (left := len(table.rows) - _MOST) > 0:
            lines += ["", f"En nog {left}: zie 'wmebv report --for {share.owner.id} --format xlsx'."]
    return "\n".join(lines) + "\n"


def share_json(share: Share, progress: Progress) -> str:
    data = {
        "version": SHAPE,
        "date": progress.today.isoformat(),
        "municipality": progress.name,
        "owner": responsible_data(share.owner),
        "open": share.open,
        "tasks": [task_data(each) for each in share.tasks],
        "findings": [each.as_data() for each in share.findings],
        "links": [one_link(each) for each in share.links],
        "upcoming": [day_data(each) for each in share.coming],
    }
    return json_text(data, sort_keys=False)


def share_html(share: Share, progress: Progress) -> str:
    return page(
        "share.html",
        progress.today,
        progress=progress,
        title=title_of(share),
        short=in_short(share, progress),
        tables=share_tables(share),
    )


def share_xlsx(share: Share, progress: Progress) -> bytes:
    about = Table("kort", words.INTERNAL, (title_of(share),), ((in_short(share, progress),),))
    return workbook({"In het kort": about, **share_tables(share)}, progress.today)


def file_names(listed: Iterable[Share]) -> dict[str, Share]:
    """A name for the file of each, by what it is and is called."""
    return {f"{share.owner.role.value}-{share.owner.id}": share for share in listed}
