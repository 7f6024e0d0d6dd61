"""The report in short: the twelve lines of ``wmebv status``, and Markdown for a memo to the college."""

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

_BAR = 20
_FULL, _EMPTY = "█", "░"
_PLAIN_FULL, _PLAIN_EMPTY = "#", "-"
_NO_STEPS = "Er staan geen punten in het stappenplan."
_NO_MESSAGES = "Er zijn nog geen officiële berichten."
_NO_QUESTIONS = "Er is nog geen kanaal met vragen van de checklist."


def status_text(progress: Progress, width: int, colour: bool, blocks: bool = True) -> str:
    """Twelve lines of at most ``width`` signs, one more where links were asked, and a warning when the road map can't be read.

    ``blocks`` when the output can show block signs.
    """
    totals = progress.totals
    answered = sum(each.count(Verdict.MEETS) + each.count(Verdict.FAILS) for each in progress.conformity)
    asked = answered + sum(each.count(Verdict.UNKNOWN) for each in progress.conformity)
    ready = sum(not line.overdue and line.supplier.answer is not None for line in progress.suppliers)
    fill, rest = (_FULL, _EMPTY) if blocks else (_PLAIN_FULL, _PLAIN_EMPTY)

    def painted(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    # A bar, and beside it in a sentence how far that is.
    bars = [
        (progress.done, progress.total, "{} punten van het stappenplan {}.", "is klaar", "zijn klaar", _NO_STEPS),
        (totals.designated, totals.needed, "{} berichten {} een kanaal dat geldt.", "heeft", "hebben", _NO_MESSAGES),
        (totals.use_known, totals.needed, "Bij {} berichten {} hoe mensen ze nu sturen.", "staat", "staat", _NO_MESSAGES),
        (answered, asked, "{} vragen van de checklist {}.", "is beantwoord", "zijn beantwoord", _NO_QUESTIONS),
        (ready, len(progress.suppliers), "{} leveranciers {} op tijd.", "antwoordde", "antwoordden", words.NO_SUPPLIER),
    ]  # fmt: skip
    # All bars are as long: only then one can be held beside another.
    room = max(3, min(_BAR, width - 62))

    def bar(done: int, total: int, sentence: str, one: str, more: str, nothing: str) -> str:
        full = room if 0 < total <= done else min(room - 1, room * done // total) if total else 0
        drawn = painted(fill * full, "32") + rest * (room - full)
        said = sentence.format(f"{done} van {total}", one if done == 1 else more) if total else nothing
        return f"{drawn}  {_cut(said, width - room - 2)}"

    def text(said: str, style: str = "") -> str:
        line = _cut(printable(said), width)
        return painted(line, style) if style else line

    def decision() -> str:
        standing = words.decisions_standing(progress)
        if not standing:
            return "Er is nog geen besluit."
        title, stands = standing[-1]
        return f"{_cut(printable(title), width - len(stands) - 2)} {stands}."

    found = f"De controle vindt {words.found(progress)}."
    if progress.proposals:
        found = f"{found} {counted(progress.proposals, 'voorstel wacht', 'voorstellen wachten')}."
    links = (
        [text(words.links_in_short(progress), "33" if progress.links.open else "")] if progress.links else []
    )
    lines = [
        painted(_cut(f"{printable(progress.name)}, {words.day(progress.today)}", width), "1"),
        *(painted(line, "33") for line in wrap(words.ROADMAP_UNREAD, width) if progress.roadmap_unread),
        *(bar(*each) for each in bars),
        text(decision()),
        text(found, "31" if progress.blocking else ""),
        *links,
        text(words.late(progress), "33" if progress.late else ""),
    ]
    times = Counter(
        task.what for task in progress.tasks
    )  # what has to be done at many places, takes one line
    first = [f"{_often(number)}{what}" for what, number in list(times.items())[:3]]
    first = first or ["Er is niets te doen."]
    lines += [text(f"{word} {what}") for word, what in zip(("Eerst:", "Dan:", "Dan:"), first, strict=False)]
    return "\n".join([*lines, *[""] * (3 - len(first))]) + "\n"


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
            words.NO_SUPPLIER,
        ),
        ("Wat verschilt van het besluit dat geldt?", tables.changes(progress), words.changes(progress)),
        ("Werken de links?", tables.links(progress), words.links(progress)),
        ("Wat komt eraan?", tables.upcoming(progress), "Er staat niets in de agenda."),
    )
    for title, table, empty in shown:
        lines += ["", f"## {title}", ""]
        lines += list(markdown_of(table)) if table.rows else [empty]
    return "\n".join(lines) + "\n"


def markdown_of(table: Table, most: int | None = None) -> Iterator[str]:
    """The lines of a table, of ``most`` rows at the utmost."""
    yield _row(table.headers)
    yield _row(["---"] * len(table.headers))
    for row in table.rows[:most]:
        yield _row([as_words(str(cell)) for cell in row])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
