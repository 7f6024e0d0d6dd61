"""Numbers the lists of a Word document: each ordered list begins anew, and deeper lists stand further in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STEP = 397  # 7 mm in twips
_LEVELS = 4
_BULLET = "•"
_FORMS = ("decimal", "lowerLetter", "lowerRoman", "decimal")


class Numbering:
    """Hands out numberings. A list style that was asked for keeps its own form; only its count begins anew."""

    def __init__(self, document: Document, asked: set[str], styles: dict[str, str]) -> None:
        from lxml import etree

        self._etree = etree
        self._root = _part(document).element
        self._of_style = {key: self._abstract_of(document, styles[key]) for key in asked}
        self._ours: dict[bool, str] = {}
        self._one: dict[str, int] = {}

    def begin(self, ordered: bool, start: int, depth: int) -> int:
        """The number for a new list; bullets share one."""
        key = "numbered_list" if ordered else "bullet_list"
        abstract = self._of_style.get(key) or self._own(ordered)
        if not ordered and abstract in self._one:
            return self._one[abstract]
        number = max((int(each.get(f"{_W}numId")) for each in self._root.findall(f"{_W}num")), default=0) + 1
        num = self._etree.SubElement(self._root, f"{_W}num", {f"{_W}numId": str(number)})
        self._etree.SubElement(num, f"{_W}abstractNumId", {f"{_W}val": abstract})
        if ordered:
            override = self._etree.SubElement(num, f"{_W}lvlOverride", {f"{_W}ilvl": str(min(depth, _LEVELS - 1))})
            self._etree.SubElement(override, f"{_W}startOverride", {f"{_W}val": str(start)})
        else:
            self._one[abstract] = number
        return number

    def mark(self, properties: Any, number: int, depth: int) -> None:
        """Put a paragraph in a list; number 0 only hangs it at the depth of the list."""
        level = min(depth, _LEVELS - 1)
        numbered = self._etree.SubElement(properties, f"{_W}numPr")
        self._etree.SubElement(numbered, f"{_W}ilvl", {f"{_W}val": str(level)})
        self._etree.SubElement(numbered, f"{_W}numId", {f"{_W}val": str(number)})
        if number == 0:
            self._etree.SubElement(properties, f"{_W}ind", {f"{_W}left": str((level + 1) * _STEP), f"{_W}firstLine": "0"})

    def _abstract_of(self, document: Document, style: str) -> str | None:
        """The form of numbering that a style has, when it has one."""
        for element in document.styles.element.iter(f"{_W}style"):
            if element.get(f"{_W}styleId") != style:
                continue
            for used in element.iter(f"{_W}numId"):
                for num in self._root.findall(f"{_W}num"):
                    if num.get(f"{_W}numId") == used.get(f"{_W}val"):
                        return num.find(f"{_W}abstractNumId").get(f"{_W}val")
        return None

    def _own(self, ordered: bool) -> str:
        if ordered not in self._ours:
            known = self._root.findall(f"{_W}abstractNum")
            name = str(max((int(each.get(f"{_W}abstractNumId")) for each in known), default=-1) + 1)
            abstract = self._etree.Element(f"{_W}abstractNum", {f"{_W}abstractNumId": name})
            self._etree.SubElement(abstract, f"{_W}multiLevelType", {f"{_W}val": "multilevel"})
            for level in range(_LEVELS):
                self._level(abstract, level, ordered)
            self._root.insert(self._root.index(known[-1]) + 1 if known else 0, abstract)
            self._ours[ordered] = name
        return self._ours[ordered]

    def _level(self, abstract: Any, level: int, ordered: bool) -> None:
        sub = self._etree.SubElement
        element = sub(abstract, f"{_W}lvl", {f"{_W}ilvl": str(level)})
        sub(element, f"{_W}start", {f"{_W}val": "1"})
        sub(element, f"{_W}numFmt", {f"{_W}val": _FORMS[level] if ordered else "bullet"})
        sub(element, f"{_W}lvlText", {f"{_W}val": f"%{level + 1}." if ordered else _BULLET})
        sub(element, f"{_W}lvlJc", {f"{_W}val": "left"})
        left = str((level + 1) * _STEP)
        sub(sub(element, f"{_W}pPr"), f"{_W}ind", {f"{_W}left": left, f"{_W}hanging": str(_STEP)})


def _part(document: Document) -> Any:
    """The part that holds numberings; a template without lists has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.parts.numbering import NumberingPart

    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part
    made = NumberingPart(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        parse_xml(f"<w:numbering {nsdecls('w')}/>"),
        part.package,
    )
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return made
