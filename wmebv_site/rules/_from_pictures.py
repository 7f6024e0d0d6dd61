"""Finds pictures of other websites in what a municipality writes: the policy of the site lets no browser fetch them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register.front_matter import Document
from wmebv_site.register.register import Register

OUTSIDE = Code(
    "WMEBV520",
    "Een plaatje staat op een andere website",
    "De website laadt niets van andere websites. Zo weet niemand wie uw website bezoekt, en verandert een plaatje niet zonder "
    "u. Een browser toont het plaatje daarom niet. Zet het bestand in de map met uw teksten, en noem het pad vanaf uw tekst, "
    "bijvoorbeeld 'plaatjes/balie.jpg'.",
)

_CODE = re.compile(r"^ {0,3}(?P<fence>```|~~~).*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)|`[^`\n]+`|<!--.*?-->", re.MULTILINE | re.DOTALL)
_ADDRESS = r"(?P<address>(?:https?:|data:)?//[^\s)>\"']*|data:[^\s)>\"']*)"
_PICTURE = re.compile(
    rf"!\[[^\]]*\]\(\s*<?{_ADDRESS}|<img\b[^>]*?\bsrc\s*=\s*[\"']?{_ADDRESS.replace('address', 'source')}", re.IGNORECASE
)
_NAMED = re.compile(r"!\[(?P<text>[^\]]*)\](?:\[(?P<name>[^\]]*)\])?(?!\()")
_NAME = re.compile(rf"^ {{0,3}}\[(?P<name>[^\]\n]+)\]:\s*<?{_ADDRESS}", re.MULTILINE | re.IGNORECASE)


def check(register: Register) -> Iterator[Diagnostic]:
    """Each picture that no visitor would see, at its address."""
    for document in register.documents:
        text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), document.body)
        for start, address in sorted({*_written_out(text), *_by_name(text)}):
            message = f"Het plaatje '{_short(address)}' staat op een andere website, en daarom ziet niemand het."
            hint = "Zet het plaatje in de map 'content', en noem het pad vanaf deze tekst."
            yield OUTSIDE.at(_place(document, start, len(address)), message, hint)


def _written_out(text: str) -> Iterator[tuple[int, str]]:
    for found in _PICTURE.finditer(text):
        group = "address" if found["address"] else "source"
        yield found.start(group), found[group]


def _by_name(text: str) -> Iterator[tuple[int, str]]:
    """The addresses below a text that a picture in it names."""
    names = {(found["name"] or found["text"]).casefold() for found in _NAMED.finditer(text)}
    for found in _NAME.finditer(text):
        if found["name"].casefold() in names:
            yield found.start("address"), found["address"]


def _place(document: Document, start: int, length: int) -> Place:
    line = document.body.count("\n", 0, start)
    column = start - document.body.rfind("\n", 0, start)
    return Place(document.file, document.body_line + line, column, column + length)


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:59]}…"
