"""The charts of the report: every number of the table, drawn to scale, and no text over another."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from places import ROOT
from playwright.sync_api import Browser
from projects import progress_of

from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import tables
from wmebv_site.inventory.report.charts import Chart, Series, bars, lines
from wmebv_site.inventory.report.html import report_html, slides_html
from wmebv_site.inventory.totals import Coverage, Point

DAY = date(2026, 6, 1)
MONTHS = tuple(
    Point(date(2025 + (5 + month) // 12, (5 + month) % 12 + 1, 28), 440 + month, 30 * month, 440)
    for month in range(12)
)


@pytest.fixture(scope="module")
def example() -> Progress:
    return progress_of(ROOT, DAY, Coverage((*MONTHS, Point(DAY, 450, 450, 450))))


def svgs(page: str) -> dict[str, Element]:
    """The charts of a page by their accessible name."""
    found = [ElementTree.fromstring(each) for each in re.findall(r'<svg class="chart.*?</svg>', page, re.S)]
    return {each.findtext("title", ""): each for each in found}


def at(element: Element, *names: str) -> list[float]:
    return [float(element.get(name, "")) for name in names]


def rows_of(svg: Element) -> dict[str, tuple[str, ...]]:
    """The numbers beside each name, in the order of the colours; a number that isn't drawn is nought."""
    texts = [(each.get("class", "").split(), *at(each, "y"), each.text or "") for each in svg.iter("text")]
    colours = sum(look == ["key"] for look, _, _ in texts)
    found: dict[str, tuple[str, ...]] = {}
    names: list[tuple[str, float]] = []
    for look, y, text in texts:
        if look == ["name"]:
            if names and y - names[-1][1] < 20:
                names[-1] = (f"{names[-1][0]} {text}", (y + names[-1][1]) / 2)
            else:
                names.append((text, y))
    for name, y in names:
        values = {look[1]: text for look, here, text in texts if look[0] == "value" and abs(here - y) < 1}
        found[name] = tuple(values.get(f"on{colour}", "0") for colour in range(colours))
    return found


def test_the_charts_say_what_the_tables_beneath_them_say(example: Progress) -> None:
    per_domain = {row[0]: tuple(map(str, (row[6], row[7], row[4]))) for row in tables.domains(example).rows}
    assert tables.domains(example).headers[4] == "Uitgezonderd"
    assert tables.domains(example).headers[6:8] == ("Met kanaal", "Zonder kanaal")
    del per_domain["Alle domeinen"]
    per_channel = {
        str(row[0]): tuple(map(str, (row[3], row[5], row[4])))
        for row in tables.conformity(example).rows
        if row[3] != ""
    }
    assert tables.conformity(example).headers[3:] == ("Voldoet", "Voldoet niet", "Onbekend")
    in_page, in_slides = svgs(report_html(example)), svgs(slides_html(example))
    for charts in (in_page, in_slides):
        assert rows_of(charts["Officiële berichten per domein"]) == per_domain
    assert rows_of(in_page["Uitkomsten van de checklist per kanaal"]) == per_channel
    over_time = in_page["Officiële berichten met een kanaal, in de tijd"]
    drawn = [each for each in over_time.iter("path") if (each.get("class") or "").startswith("dot ")]
    assert len(drawn) == 2 * len(tables.coverage(example).rows)


def test_a_bar_is_as_long_as_its_number(example: Progress) -> None:
    for title, svg in svgs(report_html(example)).items():
        if "in de tijd" in title:
            continue
        texts = {
            tuple(at(each, "x", "y")): int(each.text or "")
            for each in svg.iter("text")
            if (each.get("class") or "").startswith("value ")
        }
        scales = []
        for box in svg.iter("rect"):
            x, y, width, height = at(box, "x", "y", "width", "height")
            if (box.get("class") or "").startswith("bar "):
                [value] = [v for (tx, ty), v in texts.items() if x < tx < x + width and y < ty < y + height]
                scales.append((width / value, 2 / value))  # a gap of two keeps it clear of the one before it
        assert len(scales) == len(texts) > 10
        full = max(scale for scale, _ in scales)
        assert all(full - gap - 0.2 <= scale for scale, gap in scales), title


AWKWARD = [
    bars(
        Chart("klein", "", ""),
        ["Iets", "Een naam die op geen regel past en ook niet op twee, zo lang is deze naam van een kanaal",
         "Aansprakelijkheidsverzekeringsmaatschappijen", "Niets"],
        [Series("Geldt een kanaal", (1, 998, 1, 0)), Series("Nog geen kanaal dat geldt", (1, 1, 1, 0)),
         Series("Uitgezonderd", (1, 3, 400, 0))],
    ),
    bars(Chart("niets", "", ""), ["a"], [Series("A", (0,)), Series("B", (0,))]),
    bars(Chart("leeg", "", ""), [], [Series("A", ())]),
    bars(
        Chart("groot", "", "", "verdicts"), ["x", "y"],
        [Series("Een lange naam voor een kleur", (100_000, 1)), Series("En nog een lange naam", (12, 1)),
         Series("En een derde, waar geen plaats meer voor is", (14, 99_999))],
    ),
    lines(
        Chart("jaar", "", ""), [f"{point.day.month}-{point.day.year}" for point in MONTHS],
        [Series("Officiële berichten", tuple(p.needed for p in MONTHS)),
         Series("Met een kanaal dat geldt", (*(p.designated for p in MONTHS[:-1]), 449))],
    ),
    lines(
        Chart("nog-niets", "", ""), ["5-2026", "6-2026"],
        [Series("Officiële berichten", (0, 0)), Series("Met een kanaal dat geldt", (0, 0))],
    ),
]  # fmt: skip

COLLISIONS = """() => {
  const found = [];
  const shared = (a, b) => Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0
    && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1;
  for (const svg of document.querySelectorAll("svg.chart")) {
    const page = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll("text")].map(each => [each.textContent, each.getBBox(), each.classList[0]]);
    const bars = [...svg.querySelectorAll(".bar")].map(each => each.getBBox());
    texts.forEach(([text, box, look], index) => {
      if (box.x < -.5 || box.x + box.width > page.width + .5 || box.y + box.height > page.height + .5)
        found.push(["outside", text]);
      for (const [other, its] of texts.slice(index + 1)) if (shared(box, its)) found.push([text, other]);
      if (look == "value" && !bars.some(bar => bar.x <= box.x && bar.x + bar.width >= box.x + box.width))
        found.push(["beside its bar", text]);
      if (look != "value" && bars.some(bar => shared(bar, box))) found.push(["over a bar", text]);
    });
  }
  return found;
}"""


def test_no_text_of_a_chart_covers_another(
    browser: Browser, example: Progress, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    charts: Any = iter(AWKWARD)
    pages = [report_html(example), slides_html(example)]
    for name in ("domain_chart", "_channel_chart", "_coverage_chart"):
        monkeypatch.setattr(f"wmebv_site.inventory.report.html.{name}", lambda _: next(charts))
    pages += [report_html(example), report_html(example)]
    assert next(charts, None) is None, "a chart was not looked at"
    for index, html in enumerate(pages):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        (tmp_path / f"{index}.html").write_text(html, encoding="utf-8")
        page.goto(f"file://{tmp_path}/{index}.html")
        assert page.evaluate("document.querySelectorAll('svg.chart').length") == (1 if index == 1 else 3)
        assert page.evaluate(COLLISIONS) == []
        page.close()
