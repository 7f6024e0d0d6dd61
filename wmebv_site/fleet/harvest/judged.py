"""Judges what a municipality published as data: within bounds, whole, of a version that is known, and its own; or why not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from pydantic_core import ErrorDetails, ValidationError

from wmebv_site.data.json_files import IN_FORCE, REGISTER
from wmebv_site.data.shapes import VERSION, Json, Shape
from wmebv_site.data.validators import validator_of
from wmebv_site.diagnostics import printable
from wmebv_site.dutch import in_words
from wmebv_site.fleet.harvest.harvested import Harvest

MOST = 32_000_000
"""So many bytes a file has at most: the register of a large municipality takes a tenth of it."""
_MOST_PARTS = 1_000_000
"""So many lists and mappings stand in a file at most: an empty one takes far more memory than its two signs."""
_SMALL = 8_000_000
"""Of no file with so many bytes its parts are counted: they can't take too much memory."""
_MOST_PRODUCTS = 20_000
_NO_SIGN = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_DIGITS = re.compile(r"[0-9]{1,6}")


class Unfit(Exception):
    """Why data is not taken over: how it went, and a Dutch sentence."""

    def __init__(self, state: Harvest, why: str) -> None:
        super().__init__(why)
        self.state, self.why = state, why


@dataclass(frozen=True, slots=True)
class Judged:
    """The data of one municipality, as its shapes have it."""

    code: str
    register: Json
    intervals: list[Json]


def judged(register: bytes, intervals: bytes, code: str | None, day: date) -> Judged:
    """The data in two files, read on a day. Raises Unfit where it can't be taken over, or is of another than ``code``."""
    whole = _read(register, REGISTER, "register.json")
    said = whole["municipality"].get("tooi")
    if said is None:
        _broken("In register.json staat niet van welke gemeente de data zijn: de code ontbreekt.")
    if code is not None and said != code:
        raise Unfit(
            Harvest.ANOTHER,
            f"De data zijn van {printable(said[:20])}. In de lijst staat {code}.",
        )
    rows = _read(intervals, IN_FORCE, "geldend.json")
    if whole["built_for"] != rows["built_for"]:
        _broken("De bestanden register.json en geldend.json zijn niet van dezelfde dag.")
    _judge_day(whole["built_for"], day)
    found = rows["intervals"]
    _belong_together(whole, found)
    return Judged(said, whole, found)


def _broken(why: str) -> NoReturn:
    raise Unfit(Harvest.BROKEN, why)


def _hostile(why: str) -> NoReturn:
    raise Unfit(Harvest.HOSTILE, why)


def _read(data: bytes, shape: Shape, name: str) -> Json:
    found = _parsed(data, name)
    if not isinstance(found, dict):
        _broken(f"In {name} staat iets anders dan data van een gemeente.")
    _judge_version(found.get("version"), name)
    if isinstance(products := found.get("products"), list) and len(products) > _MOST_PRODUCTS:
        _hostile(f"In {name} staan meer dan {_MOST_PRODUCTS} producten. Zoveel heeft geen gemeente.")
    try:
        whole: Json = validator_of(shape).validate_python(found)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        raise _misfit(first, name) from None
    return whole


def _parsed(data: bytes, name: str) -> Any:
    if len(data) > MOST:
        _hostile(f"Het bestand {name} is groter dan {MOST // 1_000_000} MB. Zoveel heeft geen gemeente te vertellen.")  # fmt: skip
    if len(data) > _SMALL and data.count(b"[") + data.count(b"{") > _MOST_PARTS:
        _hostile(
            f"In {name} staan meer dan {_MOST_PARTS} onderdelen. Zoveel heeft geen gemeente te vertellen."
        )
    if b"\\u0000" in data and _NO_SIGN.search(data):
        _broken(f"In {name} staat een teken dat niet in tekst kan staan (nummer 0).")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        _broken(f"Het bestand {name} is geen tekst in UTF-8.")
    if not text or text.isspace():
        _broken(f"Het bestand {name} is leeg.")
    if text[:1000].lstrip()[:1] == "<":
        _broken(f"In {name} staat een webpagina, en geen data.")
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        cut_off = wrong.msg.startswith("Unterminated") or not text[wrong.pos :].strip()
        why = (
            "het houdt halverwege op" if cut_off else f"regel {wrong.lineno}, teken {wrong.colno} klopt niet"
        )
        _broken(f"Het bestand {name} is geen goede JSON: {why}.")
    except ValueError:
        _broken(f"Het bestand {name} is geen goede JSON: er staat een getal dat niet kan.")
    except RecursionError:
        _hostile(f"In {name} zitten onderdelen te diep in elkaar.")


def _no_number(said: str) -> NoReturn:
    raise ValueError(said)


def _judge_version(said: object, name: str) -> None:
    """Of a later minor version we know all but what was added; of another major version keys mean something else."""
    if not isinstance(said, str):
        _broken(f"In {name} staat geen versie van de data.")
    major, dot, minor = said.partition(".")
    known = VERSION.partition(".")[0]
    if not (dot and _DIGITS.fullmatch(major) and _DIGITS.fullmatch(minor)):
        _broken(f"In {name} staat geen versie van de data, maar '{printable(said[:20])}'.")
    if major != known:
        raise Unfit(
            Harvest.UNSUPPORTED,
            f"De data hebben versie {said}. Dit programma kent versie {known}. Installeer een nieuwere versie van wmebv, of vraag "
            "de gemeente om dat te doen.",
        )


def _judge_day(said: str, day: date) -> None:
    """The latest day of all municipalities is that of the overview: one of them doesn't set it for all."""
    try:
        built_for = date.fromisoformat(said)
    except ValueError:
        _broken(f"In register.json staat een dag die niet bestaat: {printable(said[:20])}.")
    if built_for.toordinal() - 1 > day.toordinal():  # elsewhere it may be tomorrow already
        _broken(f"De data zeggen wat er geldt op {in_words(built_for)}. Die dag ligt na de dag van de oogst.")


_WRONG = {
    "missing": "ontbreekt",
    "string_type": "is geen tekst",
    "string_too_long": "is veel te lang",
    "string_pattern_mismatch": "kan daar niet staan",
    "string_unicode": "is geen goede tekst",
    "literal_error": "is een woord dat daar niet kan staan",
    "bool_type": "is geen ja of nee",
    "list_type": "is geen lijst",
    "dict_type": "is geen onderdeel met sleutels",
}


def _misfit(error: ErrorDetails, name: str) -> Unfit:
    place = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in error["loc"])
    wrong = _WRONG.get(error["type"], "klopt niet")
    state = Harvest.HOSTILE if error["type"] == "string_too_long" else Harvest.BROKEN
    return Unfit(state, f"In {name} klopt iets niet: '{printable(place.lstrip('.')[:200])}' {wrong}.")


_Key = tuple[str, str, str]


def _belong_together(register: Json, intervals: list[Json]) -> None:
    """Whether both files are about the same messages, each named once, with for every day one answer."""
    keys: set[_Key] = set()
    for key in _asked(register):
        if key in keys:
            _broken(f"In register.json staat een bericht twee keer: {_named(key)}.")
        keys.add(key)
    ended: dict[_Key, str | None] = {}
    for row in intervals:
        key = row["product"], row["message"], row["audience"]
        begin, end = row.get("from"), row.get("until")
        follows = begin is None if key not in ended else begin is not None and ended[key] == begin
        if not follows or (begin is not None and end is not None and begin >= end):
            day = f" op {in_words(date.fromisoformat(begin))}" if begin else ""
            _broken(f"In geldend.json sluiten de dagen niet op elkaar aan{day}: {_named(key)}.")
        ended[key] = end
    if ended.keys() != keys:
        lost = min(ended.keys() ^ keys)
        _broken(
            f"De bestanden register.json en geldend.json gaan niet over dezelfde berichten: {_named(lost)}."
        )
    if any(end is not None for end in ended.values()):
        lost = min(key for key, end in ended.items() if end is not None)
        _broken(f"In geldend.json houdt een bericht op: {_named(lost)}.")


def _named(key: _Key) -> str:
    return printable(f"'{key[0][:80]}', '{key[1][:80]}', {key[2]}")


def _asked(register: Json) -> Iterator[_Key]:
    for product in register["products"]:
        for message in product["messages"]:
            for answer in message["answers"]:
                yield product["id"], message["id"], answer["audience"]
