"""The report as one web page that needs nothing else, and the slides and the poster for colleagues."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wmebv_site.dutch import counted
from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import tables
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.charts import Chart, Series, bars, lines
from wmebv_site.rules.channels import Verdict

_MOST_DOMAINS = 12
"""So many have room on the poster."""
_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style(*names: str) -> Markup:
    """Style sheets of our own, to stand inside the page: a report that is mailed has nothing beside it."""
    return Markup("".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names))


def report_html(progress: Progress) -> str:
    """The whole report."""
    found = {
        table.name: table
        for table in (
            tables.first(progress),
            tables.blocking(progress),
            tables.steps(progress),
            tables.domains(progress),
            tables.conformity(progress),
            tables.findings(progress),
            tables.suppliers(progress),
            tables.changes(progress),
            tables.links(progress),
            tables.links_by_responsible(progress),
            tables.upcoming(progress),
            tables.coverage(progress),
            tables.kinds(progress),
        )  # fmt: skip
    }
    return page(
        "report.html",
        progress.today,
        "chart.css",
        "report.css",
        progress=progress,
        counted=counted,
        iso=progress.today.isoformat(),
        nothing_blocks=words.nothing_blocks(progress),
        short=words.in_short(progress, figures=False),
        decisions=words.decisions_said(progress),
        checked=words.found(progress),
        changes=words.changes(progress),
        links=words.links(progress),
        more=max(0, len(progress.tasks) - len(progress.first)),
        tables=found,
        matrices=[tables.matrix(progress, domain.id) for domain in progress.domains],
        steps=_steps(progress),
        domain_chart=domain_chart(progress),
        channel_chart=_channel_chart(progress),
        coverage_chart=_coverage_chart(progress),
    )


def page(template: str, today: date | None, *styles: str, **values: object) -> str:
    """A page with these style sheets, or else in the style of the report."""
    return (
        _environment()
        .get_template(template)
        .render(
            style=_style(*(styles or ("report.css",))),
            day=words.day(today),
            internal=words.INTERNAL,
            **values,
        )
    )


def _steps(progress: Progress) -> list[dict[str, object]]:
    """Each step with its open and closed items in words."""
    return [
        {
            "step": step,
            "items": [
                {
                    "text": item.text,
                    "state": item.state,
                    "count": f"{item.done} van {item.total}" if item.total > 1 else "",
                    "by": "uit de registers" if item.by_register else item.owner or "",
                    "due": words.day(item.due) if item.due and not item.complete else "",
                    "evidence": item.evidence or "",
                }
                for item in step.items
            ],
        }
        for step in progress.steps
    ]


def domain_chart(progress: Progress) -> Chart | None:
    if not progress.domains:
        return None
    listed = [(each.name, each.totals) for each in progress.domains]
    series = [
        Series("Geldt een kanaal", tuple(t.designated for _, t in listed)),
        Series("Nog geen kanaal dat geldt", tuple(t.without for _, t in listed)),
        Series("Uitgezonderd", tuple(t.exempt for _, t in listed)),
    ]
    about = "Per domein een balk met het aantal berichten. De getallen staan ook in de tabel eronder."
    chart = Chart("grafiek-domeinen", "Officiële berichten per domein", about)
    return bars(chart, [name for name, _ in listed], series)


def _channel_chart(progress: Progress) -> Chart | None:
    judged = [each for each in progress.conformity if each.findings]
    if not judged:
        return None
    series = [
        Series(words.VERDICT[verdict].capitalize(), tuple(each.count(verdict) for each in judged))
        for verdict in (Verdict.MEETS, Verdict.UNKNOWN, Verdict.FAILS)
    ]
    about = "Per kanaal een balk met het aantal vragen. De getallen staan ook in de tabel eronder."
    chart = Chart("grafiek-kanalen", "Uitkomsten van de checklist per kanaal", about, "verdicts")
    return bars(chart, [each.channel.name for each in judged], series)


def _coverage_chart(progress: Progress) -> Chart | None:
    points = progress.coverage.points
    if len(points) < 2:
        return None
    series = [
        Series("Officiële berichten", tuple(point.needed for point in points)),
        Series("Met een kanaal dat geldt", tuple(point.designated for point in points)),
    ]
    about = "Een lijn per maand. De getallen staan ook in de tabel eronder."
    labels = [f"{point.day.month}-{point.day.year}" for point in points]
    chart = Chart("grafiek-verloop", "Officiële berichten met een kanaal, in de tijd", about)
    return lines(chart, labels, series)


def slides_html(progress: Progress) -> str:
    """A short deck for colleagues; one slide is one page when printed."""
    return page(
        "slides.html",
        progress.today,
        "chart.css",
        "slides.css",
        progress=progress,
        totals=progress.totals,
        unread=words.ROADMAP_UNREAD,
        links=words.links(progress),
        first=progress.first[:5],
        upcoming=[(words.day(each.day), each.what) for each in progress.upcoming[:6]],
        domain_chart=domain_chart(progress),
        decisions=words.decisions_said(progress),
    )


def poster_svg(progress: Progress) -> str:
    """The figures on one page to hang on a wall."""
    totals = progress.totals
    most = max((each.totals.needed for each in progress.domains), default=1) or 1
    rows = [
        {
            "name": each.name if len(each.name) <= 44 else f"{each.name[:43]}…",
            "y": 556 + 43 * index,
            "whole": round(360 * each.totals.needed / most),
            "part": round(360 * each.totals.designated / most),
            "text": words.of(each.totals.designated, each.totals.needed),
        }
        for index, each in enumerate(progress.domains[:_MOST_DOMAINS])
    ]
    left_out = len(progress.domains) - len(rows)
    notes = [f"En nog {counted(left_out, 'domein', 'domeinen')}."] if left_out else []
    notes += ["Deze gemeente bestaat niet."] if progress.fictitious else []
    share = totals.designated / totals.needed if totals.needed else 0
    done = progress.done / progress.total if progress.total else 0
    return (
        _environment()
        .get_template("poster.svg")
        .render(
            progress=progress,
            totals=totals,
            day=words.day(progress.today),
            rows=rows,
            notes=" ".join(notes),
            designated=words.of(totals.designated, totals.needed).capitalize(),
            finished=words.of(progress.done, progress.total).capitalize(),
            share=round(640 * share),
            done=round(640 * done),
        )
    )
