"""The report as one web page with its charts that needs nothing else, and the slides and the poster for colleagues."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wmebv_site.inventory.checklist import Verdict
from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import tables
from wmebv_site.inventory.report import wording as words

_SVG = "http://www.w3.org/2000/svg"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_WIDTH = 760
_FONT = 15
_LEGEND_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its name, and a number for each label (None where there is none)."""

    name: str
    values: tuple[int | None, ...]


def bars(
    name: str, title: str, about: str, labels: Sequence[str], series: Sequence[Series], kind: str = ""
) -> Markup:
    """Horizontal bars, one for each label, the series beside each other in it; ``kind`` names its colours."""
    legend = 24 * (-(-len(series) // _LEGEND_COLUMNS) - 1)
    height = 110 + 34 * len(labels) + legend
    chart = _pygal().HorizontalStackedBar(height=height, margin_bottom=20 + legend, **_settings())
    # pygal begins below; a reader begins on top.
    chart.x_labels = list(reversed(labels))
    for each in series:
        chart.add(each.name, [value or None for value in reversed(each.values)])
    return _clean(chart, name, title, about, kind)


def line(name: str, title: str, about: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Lines over time; the labels are the days."""
    chart = _pygal().Line(
        height=340,
        range=(0, max([1, *(v or 0 for each in series for v in each.values)])),
        **_settings() | {"print_values": False},
    )
    chart.x_labels = list(labels)
    for each in series:
        chart.add(each.name, list(each.values))
    return _clean(chart, name, title, about)


def _pygal() -> ModuleType:
    """The library, without what it changes for the whole process.

    It leaves behind a finder of an old kind, which warns at every later import. And it asks for a reader of installed
    packages that switches Python's own off, by which MkDocs finds its theme: Python's own takes that place.
    """
    import importlib.metadata

    before = list(sys.meta_path)
    sys.modules.setdefault("importlib_metadata", importlib.metadata)
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if finder in before]
    return pygal


def _settings() -> dict[str, Any]:
    from pygal.style import Style

    # The sizes are for the lay-out alone: what is drawn gets its looks from the report's own style sheet.
    fonts = {f"{part}_font_size": _FONT for part in ("label", "major_label", "legend", "value")}
    return {
        "width": _WIDTH,
        "js": (),
        "no_prefix": True,
        "disable_xml_declaration": True,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": _LEGEND_COLUMNS,
        "legend_box_size": _FONT,
        "print_values": True,
        "print_zeroes": False,
        "truncate_label": 34,
        "truncate_legend": -1,
        "formatter": lambda value: f"{value:g}",
        "show_x_guides": False,
        "style": Style(**fonts),
    }


def _clean(chart: Any, name: str, title: str, about: str, kind: str = "") -> Markup:
    root = ElementTree.fromstring(chart.render())
    for parent in list(root.iter()):
        for child in list(parent):
            unwanted = child.tag.removeprefix(f"{{{_SVG}}}") in ("defs", "script", "style", "title", "desc")
            if unwanted or "tooltip" in child.get("class", "").split():
                parent.remove(child)
    for element in root.iter():
        element.attrib.pop("id", None)
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        for key, value in element.attrib.items():
            element.set(key, _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}", value))
    box = root.get("viewBox", f"0 0 {_WIDTH} 300")
    root.attrib.clear()
    root.attrib |= {
        "class": f"chart {kind}".rstrip(), "viewBox": box, "role": "img", "aria-labelledby": f"{name}-title {name}-about",
    }  # fmt: skip
    for position, (tag, text) in enumerate((("title", title), ("desc", about))):
        made = ElementTree.Element(tag, {"id": f"{name}-{'about' if tag == 'desc' else tag}"})
        made.text = text
        root.insert(position, made)
    ElementTree.indent(root, " ")
    # The tree is made of text nodes, so what stands in a register has been escaped by the serialiser.
    return Markup(ElementTree.tostring(root, encoding="unicode", short_empty_elements=True))


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


def _style(name: str) -> Markup:
    """A style sheet of our own, to stand inside the page: a report that is mailed has nothing beside it."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))


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
            tables.upcoming(progress),
            tables.coverage(progress),
            tables.kinds(progress),
        )  # fmt: skip
    }
    return (
        _environment()
        .get_template("report.html")
        .render(
            style=_style("report.css"),
            progress=progress,
            day=words.day(progress.today),
            iso=progress.today.isoformat(),
            internal=words.INTERNAL,
            nothing_blocks=words.nothing_blocks(progress),
            short=words.in_short(progress, figures=False),
            decisions=words.decisions(progress),
            checked=words.found(progress),
            changes=words.changes(progress),
            more=max(0, len(progress.tasks) - len(progress.first)),
            tables=found,
            matrices=[tables.matrix(progress, domain.id) for domain in progress.domains],
            steps=_steps(progress),
            domain_chart=domain_chart(progress),
            channel_chart=_channel_chart(progress),
            coverage_chart=_coverage_chart(progress),
        )
    )


def _steps(progress: Progress) -> list[dict[str, object]]:
    """Each step with its open and closed items in words."""
    return [
        {
            "step": step,
            "kind": "Zorgplicht" if step.step.of_the_duty_of_care else "Stap",
            "items": [
                {
                    "text": item.text,
                    "mark": "klaar" if item.complete else "te laat" if item.overdue else "open",
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


def domain_chart(progress: Progress) -> Markup | None:
    if not progress.domains:
        return None
    listed = [(each.name, each.totals) for each in progress.domains]
    series = [
        Series("Geldt een kanaal", tuple(t.designated for _, t in listed)),
        Series("Nog geen kanaal dat geldt", tuple(t.without for _, t in listed)),
        Series("Uitgezonderd", tuple(t.exempt for _, t in listed)),
    ]
    about = "Per domein een balk met het aantal berichten. De getallen staan ook in de tabel eronder."
    return bars("grafiek-domeinen", "Officiële berichten per domein", about, [n for n, _ in listed], series)


def _channel_chart(progress: Progress) -> Markup | None:
    judged = [each for each in progress.conformity if each.findings]
    if not judged:
        return None
    series = [
        Series(words.VERDICT[verdict].capitalize(), tuple(each.count(verdict) for each in judged))
        for verdict in (Verdict.MEETS, Verdict.UNKNOWN, Verdict.FAILS)
    ]
    about = "Per kanaal een balk met het aantal vragen. De getallen staan ook in de tabel eronder."
    names = [each.channel.name for each in judged]
    return bars("grafiek-kanalen", "Uitkomsten van de checklist per kanaal", about, names, series, "verdicts")


def _coverage_chart(progress: Progress) -> Markup | None:
    points = progress.coverage.points
    if len(points) < 2:
        return None
    series = [
        Series("Officiële berichten", tuple(point.needed for point in points)),
        Series("Met een kanaal dat geldt", tuple(point.designated for point in points)),
    ]
    about = "Een lijn per maand. De getallen staan ook in de tabel eronder."
    labels = [f"{point.day.month}-{point.day.year}" for point in points]
    return line("grafiek-verloop", "Officiële berichten met een kanaal, in de tijd", about, labels, series)


def slides_html(progress: Progress) -> str:
    """A short deck for colleagues; one slide is one page when printed."""
    return (
        _environment()
        .get_template("slides.html")
        .render(
            style=_style("slides.css"),
            progress=progress,
            totals=progress.totals,
            day=words.day(progress.today),
            unread=words.ROADMAP_UNREAD,
            first=progress.first[:5],
            upcoming=[(words.day(each.day), each.what) for each in progress.upcoming[:6]],
            domain_chart=domain_chart(progress),
            decisions=words.decisions(progress),
        )
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
    notes = [f"En nog {words.number(left_out, 'domein', 'domeinen')}."] if left_out else []
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
