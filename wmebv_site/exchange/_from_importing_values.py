"""Judges one value of a list as the register will, so that a row that can't be used is told by its own place."""

from __future__ import annotations

import re

from pydantic import TypeAdapter, ValidationError

from wmebv_site.register.values import LegalUrl, Text, Url

TEXT: TypeAdapter[str] = TypeAdapter(Text)
LINK: TypeAdapter[str] = TypeAdapter(LegalUrl)
URL: TypeAdapter[str] = TypeAdapter(Url)
_UPL = re.compile(r"http://standaarden\.overheid\.nl/owms/terms/[^\s/?#<>\"]+")


def checked(adapter: TypeAdapter[str], value: str) -> str | None:
    """The value as the register holds it, or None when it can't."""
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None


def wrong_text(value: str) -> str | None:
    """What is wrong with a text, as a Dutch sentence; None when nothing is, or there is no text."""
    try:
        TEXT.validate_python(value or "x")
    except ValidationError as error:
        return str(error.errors()[0].get("ctx", {}).get("message", "Deze tekst kan hier niet."))
    return None


def is_upl(address: str) -> bool:
    """Whether an address is one of the national list of product names."""
    return _UPL.fullmatch(address) is not None
