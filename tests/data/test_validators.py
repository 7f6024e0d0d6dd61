"""The quick judge of data says of every file what JSON Schema says of it: of the example, and of all that can be wrong with it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from places import ROOT
from projects import SMALL, SMALL_DAY, register_of
from pydantic_core import ValidationError

from wmebv_site.data.json_files import DOCUMENTS, IN_FORCE, REGISTER, json_files, schema_of, schema_path
from wmebv_site.data.shapes import DAY, TEXT, Shape, Told
from wmebv_site.data.validators import LONGEST, validator_of
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.site.site import Site

DAYS = FormatChecker(("date",))
"""Of the formats only a day is judged: the others are words on what a text is about."""
WRONG: tuple[Any, ...] = (
    None, True, 0, 1.5, "", "x", [], {}, [None], [{}], {"x": []}, "javascript:alert(1)", "//elders.example/", "a/b:c",
    "2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2026-13-01", "2026-6-1", "2026-06-31", "0000-01-01",
    "2026-06-01T00:00", "12:60", "1:2", "2.0", "1.", "1.10", "besluit:", "besluit", "wet:x", "aangewezen", "Inwoner",
    "\N{ARABIC-INDIC DIGIT ONE}2:00",
)  # fmt: skip


@cache
def files() -> dict[str, list[Any]]:
    """The files of the small project and of the example, by the name of their shape."""
    found: dict[str, list[Any]] = {}
    for project, day in ((SMALL, SMALL_DAY), (ROOT, date(2026, 6, 1))):
        data = Data(Site(Decisions(register_of(project), day), url="https://www.voorbeeld.example/"))
        for file in json_files(data):
            read = json.loads(file.data)
            if "version" in read:
                found.setdefault(read["$schema"].rpartition("/")[2].removesuffix(".json"), []).append(read)
    return found


@cache
def schema(shape: Shape) -> Draft202012Validator:
    return Draft202012Validator(schema_of(shape), format_checker=DAYS)


def fits(shape: Shape, found: Any) -> bool:
    try:
        validator_of(shape).validate_python(found)
    except ValidationError:
        return False
    return True


def small(found: Any) -> Any:
    """The same, with of each list only the entry that has most in it."""
    if isinstance(found, dict):
        return {key: small(value) for key, value in found.items()}
    if isinstance(found, list):
        return [max(map(small, found), key=lambda each: len(json.dumps(each)))] if found else []
    return found


def places(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


def spoiled(found: Any, step: int) -> Iterator[tuple[Any, Any]]:
    """The file with at each place in turn something else, nothing, or more, and what was done.

    Of what else can stand there only one in ``step``, at the next place others.
    """
    for number, path in enumerate(places(found)):
        for wrong in WRONG[number % step :: step]:
            yield (path, wrong), _put(found, path, wrong)
        if path and isinstance(path[-1], str):
            yield (path, "gone"), _put(found, path, ...)
        yield (path, "more"), _put(found, (*path, "later"), {"x": [1]})


def _put(found: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    key, *rest = path
    if not isinstance(found, (dict, list)) or (isinstance(found, list) and not isinstance(key, int)):
        return found
    made = copy.copy(found)
    if not rest and value is ...:
        del made[key]
    else:
        made[key] = _put(found[key], tuple(rest), value) if rest else value
    return made


@pytest.mark.parametrize("shape", DOCUMENTS, ids=lambda shape: shape.name)
def test_every_file_that_we_publish_fits_and_is_read_as_it_is(shape: Shape) -> None:
    for found in files()[shape.name]:
        assert validator_of(shape).validate_python(found) == found


def test_what_is_spoiled_is_judged_as_json_schema_does() -> None:
    """Of what is harvested, at each place where something can be wrong."""
    _judge_alike((REGISTER, IN_FORCE), 17)


@pytest.mark.proof
def test_what_is_spoiled_of_any_file_is_judged_as_json_schema_does() -> None:
    _judge_alike(DOCUMENTS, 5)


def _judge_alike(shapes: tuple[Shape, ...], step: int) -> None:
    for shape in shapes:
        found = small(files()[shape.name][-1])
        assert fits(shape, found)
        times = {True: 0, False: 0}
        for what, made in spoiled(found, step):
            right = schema(shape).is_valid(made)
            assert fits(shape, made) is right, what
            times[right] += 1
        assert min(times.values()) > 20, times


def test_what_json_schema_lets_by_and_no_table_can_hold_does_not_fit() -> None:
    found = small(files()[REGISTER.name][0])
    for text in ("x" * (LONGEST + 1), "\ud800"):
        made = copy.deepcopy(found)
        made["municipality"]["name"] = text
        assert schema(REGISTER).is_valid(made) and not fits(REGISTER, made)


@pytest.mark.parametrize(
    "schema",
    [
        TEXT | {"minLength": 3},
        DAY | {"pattern": "x"},
        {"type": "integer"},
        {"type": "object", "properties": {}, "additionalProperties": False},
        {"type": "array", "items": TEXT, "minItems": 1},
        {"oneOf": [TEXT, DAY]},
        {"enum": ["a"], "type": "string"},
        {"anyOf": [TEXT]},
        {"enum": [1, "a"]},
        {"const": None},
        {},
    ],
)
def test_what_the_quick_judge_does_not_know_it_does_not_let_by(schema: Any) -> None:
    with pytest.raises(ValueError, match="no judge"):
        validator_of(Shape("x", "X.", told={"x": Told(schema, "X.")}))


def test_every_shape_of_a_file_has_a_judge() -> None:
    assert len({schema_path(shape) for shape in DOCUMENTS}) == len(DOCUMENTS)
    for shape in DOCUMENTS:
        assert not fits(shape, {})
