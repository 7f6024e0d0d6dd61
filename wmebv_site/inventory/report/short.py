"""The report in short: twelve lines for the terminal, and Markdown for a memo to the college."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from wmebv_site.diagnostics import printable
from wmebv_site.dutch import counted
from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import tables
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.tables import Table
from wmebv_site.register.markup import as_words
from wmebv_site.rules.channels import Verdict

_LABEL = 22
_FULL, _EMPTY = "█", "░"
_PLAIN_FULL, _PLAIN_EMPTY = "#", "-"


def status_text(progress: Progress, width: int, colour: bool, blocks: bool = True) -> str:
    """Twelve lines of at most ``width`` signs, one more where links were asked, and a warning when the road map can't be read.

    ``blocks`` when the output can show block signs.
    """
    totals = progress.totals
    answered = sum(each.count(Verdict.MEETS) + each.count(Verdict.FAILS) for each in progress.conformity)
    asked = answered + sum(each.count(Verdict.UNKNOWN) for each in progress.conformity)
    ready = sum(not line.overdue and line.supplier.answer is not None for line in progress.suppliers)
    late = len(progress.late)
    fill, rest = (_FULL, _EMPTY) if blocks else (_PLAIN_FULL, _PLAIN_EMPTY)

    def painted(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    bars = [
        ("Stappenplan", progress.done, progress.total),
        ("Met kanaal dat geldt", totals.designated, totals.needed),
        ("Gebruik is bekend", totals.use_known, totals.needed),
        ("Checklist beantwoord", answered, asked),
        ("Leveranciers op tijd", ready, len(progress.suppliers)),
    ]
    counts = [f"{done} van {total}" if total else "geen" for _, done, total in bars]
    # All bars are as long: only then one can be held beside another.
    room = max(3, min(30, width - _LABEL - max(map(len, counts)) - 2))

    def bar(label: str, done: int, total: int, count: str) -> str:
        full = room if 0 < total <= done else min(room - 1, room * done // total) if total else 0
        drawn = painted(fill * full, "32") + rest * (room - full)
        return f"{label:<{_LABEL}}{drawn}  {count}"

    def text(label: str, said: str, style: str = "") -> str:
        line = _cut(f"{label:<{_LABEL}}{said}", width)
        return painted(line, style) if style else line

    decisions = words.decisions(progress)
    known = f"{decisions[-1][1]}: {decisions[-1][0]}" if decisions else "nog geen besluit"
    blocking = len(progress.blocking)
    proposals = (
        f", {counted(progress.proposals, 'voorstel', 'voorstellen')} open" if progress.proposals else ""
    )
    unread = wrap(words.ROADMAP_UNREAD, width) if progress.roadmap_unread else []
    links = (
        [text("Links", words.links_in_short(progress), "33" if progress.links.open else "")]
        if progress.links
        else []
    )
    lines = [
        painted(_cut(f"{printable(progress.name)}, {words.day(progress.today)}", width), "1"),
        *(painted(line, "33") for line in unread),
        *(bar(*each, count) for each, count in zip(bars, counts, strict=True)),
        text("Besluit", printable(known)),
        text("Controle", f"{words.found(progress)}{proposals}", "31" if blocking else ""),
        *links,
        text("Te laat", counted(late, "afspraak", "afspraken"), "33" if late else ""),
    ]
    times = Counter(
        task.what for task in progress.tasks
    )  # what has to be done at many places, takes one line
    first = [f"{_often(number)}{printable(what)}" for what, number in list(times.items())[:3]]
    first = first or ["Er is niets te doen."]
    first += [""] * (3 - len(first))
    lines += [text("Eerst doen" if not index else "", what).rstrip() for index, what in enumerate(first)]
    return "\n".join(lines) + "\n"


def _often(number: int) -> str:
    return f"{number} keer: " if number > 1 else ""


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 1]}…"


def report_markdown(progress: Progress) -> str:
    lines = [
        f"# Voortgang digitaal contact van {as_words(progress.name)}",
        "",
        f"De stand op {words.day(progress.today)}. {words.INTERNAL}",
        "",
        *(f"- {as_words(sentence)}" for sentence in words.in_short(progress)),
        f"- De controle vindt {words.found(progress)}.",
        *(f"- {as_words(said)}" for said in words.decisions_said(progress)),
    ]
    shown = (
        ("Wat houdt het besluit tegen?", tables.blocking(progress), words.nothing_blocks(progress)),
        ("Wat doet u het eerst?", tables.first(progress), "Er is niets te doen."),
        ("Hoe ver is elke stap?", tables.steps(progress), ""),
        ("Hoe ver is elk domein?", tables.domains(progress), ""),
        ("Voldoen de kanalen?", tables.conformity(progress), ""),
        (
            "Wat zeggen de leveranciers?",
            tables.suppliers(progress),
            "Bij de kanalen staat nog geen leverancier.",
        ),
        ("Wat verschilt van het besluit dat geldt?", tables.changes(progress), words.changes(progress)),
        ("Werken de links?", tables.links(progress), words.links(progress)),
        ("Wat komt eraan?", tables.upcoming(progress), "Er staat niets in de agenda."),
    )
    for title, table, empty in shown:
        lines += ["", f"## {title}", ""]
        lines += list(_table(table)) if table.rows else [empty]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield _row(table.headers)
    yield _row(["---"] * len(table.headers))
    for row in table.rows:
        yield _row([as_words(str(cell)) for cell in row])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
