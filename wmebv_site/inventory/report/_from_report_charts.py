"""Charts as inline SVG: drawn by pygal, then stripped of scripts, styles and everything that differs per day."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

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


def bars(name: str, title: str, about: str, labels: Sequence[str], series: Sequence[Series], kind: str = "") -> Markup:
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
    chart = _pygal().Line(height=340, range=(0, max([1, *(v or 0 for each in series for v in each.values)])), **_settings() | {"print_values": False})
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
