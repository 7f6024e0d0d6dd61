"""Reads Markdown as the blocks of a document, with the syntax that the pages know."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import nh3
from markdown import Markdown

from wmebv_site.documents.model import (
    Block,
    Column,
    Heading,
    Listing,
    Paragraph,
    Role,
    Run,
    Table,
    Words,
    clean,
    text_of,
)
from wmebv_site.register.linked import SCHEMES
from wmebv_site.register.markup import heading_levels

EXTENSIONS = ("admonition", "def_list", "footnotes", "pymdownx.details", "sane_lists", "tables")
"""What an editor can write in any text, beside plain Markdown."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_VOID = frozenset({"br", "hr", "img", "col", "wbr"})
_BOLD = frozenset({"b", "strong", "dt", "summary"})
_ITALIC = frozenset({"i", "em", "cite", "var"})
_PARAGRAPHS = frozenset({"p", "pre", "dt", "dd", "summary", "caption"})
_TAGS = set(
    "a b blockquote br caption cite code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre section "
    "strong sub summary sup table tbody td tfoot th thead tr ul var details".split()
)
_WHOLE = tuple(f"{scheme}:" for scheme in sorted(SCHEMES))
_ATTRIBUTES = {"a": {"href", "class"}, "p": {"class"}, "img": {"alt"}, "ol": {"start"}}


class _Node:
    __slots__ = ("children", "given", "tag")

    def __init__(self, tag: str, given: dict[str, str | None]) -> None:
        self.tag = tag
        self.given = given
        self.children: list[_Node | str] = []


class _Tree(HTMLParser):
    """The tree of HTML that is well formed, as nh3 leaves it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, dict(attrs))
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def blocks(text: str, *, top: int = 1) -> tuple[Block, ...]:
    """The blocks of a Markdown text. Its highest heading gets level ``top``, and no heading skips a level.

    Links stay when they lead to a whole address: where a page of the website stands, a document can't know.
    HTML in the text counts as far as a document has something like it; of a picture the description is kept.
    """
    markdown = Markdown(extensions=list(EXTENSIONS), output_format="html")
    html = nh3.clean(
        markdown.convert(clean(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return _level(_blocks(tree.root, Role.TEXT), top)


def _level(found: list[Block], top: int) -> tuple[Block, ...]:
    levels = heading_levels((block.level for block in found if isinstance(block, Heading)), top)
    return tuple(
        Heading(next(levels), block.content) if isinstance(block, Heading) else block for block in found
    )


def _blocks(node: _Node, role: Role) -> list[Block]:
    found: list[Block] = []
    loose: list[Run] = []

    def flush() -> None:
        if content := _trimmed(loose):
            found.append(Paragraph(content, role))
        loose.clear()

    for child in node.children:
        if isinstance(child, str):
            loose.append(Run(child))
        elif child.tag in _HEADINGS:
            flush()
            if content := _trimmed(_runs(child)):
                found.append(Heading(_HEADINGS[child.tag], content))
        elif child.tag in _PARAGRAPHS:
            flush()
            found += _paragraphs(child, role)
        elif child.tag in ("ul", "ol"):
            flush()
            found.append(_listing(child))
        elif child.tag == "table":
            flush()
            found += _table(child)
        elif child.tag in ("div", "section", "details", "dl", "blockquote"):
            flush()
            found += _blocks(child, Role.QUOTE if child.tag == "blockquote" else role)
        elif child.tag == "hr":
            flush()
        else:
            loose += _inline(child, Run(""))
    flush()
    return found


def _paragraphs(node: _Node, role: Role) -> list[Block]:
    if any(
        isinstance(child, _Node) and child.tag in ("p", "ul", "ol", "table", "div") for child in node.children
    ):
        return _blocks(node, role)
    content = _trimmed(_runs(node))
    return [Paragraph(content, role)] if content else []


def _listing(node: _Node) -> Listing:
    items = []
    for child in node.children:
        if isinstance(child, _Node) and child.tag == "li":
            parts = _blocks(child, Role.TEXT)
            items.append(tuple(part for part in parts if isinstance(part, (Paragraph, Listing))))
    start = node.given.get("start") or "1"
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    return Listing(tuple(items), ordered=node.tag == "ol", start=number)


def _table(node: _Node) -> list[Block]:
    caption = next((text_of(_trimmed(_runs(child))) for child in _all(node, "caption")), "")
    rows = [[cell for cell in row.children if isinstance(cell, _Node)] for row in _all(node, "tr")]
    rows = [row for row in rows if row]
    if not rows:
        return []
    width = max(map(len, rows))
    if all(cell.tag == "th" for cell in rows[0]):
        titles = [text_of(_trimmed(_runs(cell))) for cell in rows[0]]
        rows = rows[1:]
    else:
        titles = []
    columns = tuple(Column(title) for title in titles + [""] * (width - len(titles)))
    body = tuple(tuple(_trimmed(_runs(cell)) for cell in row) + ((),) * (width - len(row)) for row in rows)
    row_header = bool(rows) and all(row[0].tag == "th" for row in rows)
    return [Table(caption, columns, body, row_header)]


def _all(node: _Node, tag: str) -> list[_Node]:
    found = []
    for child in node.children:
        if isinstance(child, _Node):
            found += [child] if child.tag == tag else _all(child, tag)
    return found


def _runs(node: _Node) -> list[Run]:
    return _inline(node, Run(""))


def _inline(node: _Node, look: Run) -> list[Run]:
    if node.tag == "br":
        return [replace(look, text="\n")]
    if node.tag == "img":
        return [replace(look, text=node.given.get("alt") or "")]
    look = replace(
        look,
        bold=look.bold or node.tag in _BOLD or _has_class(node, "admonition-title"),
        italic=look.italic or node.tag in _ITALIC,
    )
    if node.tag == "a":
        if _has_class(node, "footnote-backref"):
            return []
        if _has_class(node, "footnote-ref"):
            return [replace(look, text=f" (noot {text_of(_trimmed(_children(node, look)))})")]
        href = node.given.get("href") or ""
        look = replace(look, href=href if href.startswith(_WHOLE) else None)
    return _children(node, look)


def _children(node: _Node, look: Run) -> list[Run]:
    runs: list[Run] = []
    for child in node.children:
        runs += [replace(look, text=child)] if isinstance(child, str) else _inline(child, look)
    return runs


def _has_class(node: _Node, name: str) -> bool:
    return name in (node.given.get("class") or "").split()


def _trimmed(runs: list[Run]) -> Words:
    """The runs with white space as a reader sees it: one space, none at the ends; a line break stays."""
    kept: list[Run] = []
    space = True
    for run in runs:
        text = run.text
        if text != "\n" or run in kept[-1:]:
            text = " ".join(text.split()) if text.strip() else ""
            before = run.text[:1].isspace() and not space
            after = run.text[-1:].isspace()
            text = (" " if before else "") + text
            if after and text.strip():
                text += " "
            if not text or (text == " " and space):
                continue
        space = text[-1].isspace()
        if kept and replace(kept[-1], text="") == replace(run, text=""):
            kept[-1] = replace(run, text=kept[-1].text + text)
        else:
            kept.append(replace(run, text=text))
    while kept and not (text := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    return tuple(run for run in kept if run.text)
