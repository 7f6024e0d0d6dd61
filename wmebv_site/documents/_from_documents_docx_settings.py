"""What a Word file says of itself: its language, its properties, and whether words break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wmebv_site.documents.model import TextDocument

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def describe(base: Document, document: TextDocument, *, ours: bool) -> None:
    """Say it in a file; ``ours`` when no template has its own idea of how words break."""
    _language(base, document.locale)
    if ours:
        _hyphenate(base)
    _properties(base, document)


def _hyphenate(base: Document) -> None:
    """Narrow cells hold long Dutch words."""
    settings = base.settings.element
    after = settings.find(f"{_W}defaultTabStop")
    hyphenate = settings.makeelement(f"{_W}autoHyphenation")
    settings.insert(settings.index(after) + 1 if after is not None else 0, hyphenate)


def _language(base: Document, locale: str) -> None:
    """The language of every word without one of its own."""
    root = base.styles.element
    for language in root.iter(f"{_W}lang"):
        if language.get(f"{_W}val"):
            language.set(f"{_W}val", locale)
    defaults = root.find(f"{_W}docDefaults")
    if defaults is None:
        root.insert(0, defaults := root.makeelement(f"{_W}docDefaults"))
    outer = defaults.find(f"{_W}rPrDefault")
    if outer is None:
        defaults.insert(0, outer := defaults.makeelement(f"{_W}rPrDefault"))
    language = _child(_child(outer, "rPr"), "lang")
    language.set(f"{_W}val", locale)


def _child(parent: Any, name: str) -> Any:
    found = parent.find(f"{_W}{name}")
    if found is None:
        parent.append(found := parent.makeelement(f"{_W}{name}"))
    return found


def _properties(base: Document, document: TextDocument) -> None:
    """Nothing of the template's maker, and no times."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    properties = base.core_properties
    for element in list(properties._element):
        properties._element.remove(element)
    properties.title = document.title[:255]
    properties.author = document.author[:255]
    properties.subject = document.subject[:255]
    properties.language = document.locale
    relations = base.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]
