"""Every edit that a form can make to a file, one after the other, and what the editor for a browser makes of the file."""

from __future__ import annotations

import atexit
import copy
import difflib
import functools
import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from in_editor import EDITOR, node

from wmebv_site.editor.config import FILES, FOLDERS, Kind, form_of, relations
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.register.entry import Entry, named_fields
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import layout, read_yaml

Path = tuple[str | int, ...]
NEW = "Nieuw: 'waarde' #1"
"""A text that YAML would take for something else without quotes."""


def kind_of(path: str) -> Kind:
    """The kind of file that stands at a path of a project."""
    exact = next((kind for kind in FILES if kind.path == path), None)
    return exact or next(kind for kind in FOLDERS if path.startswith(kind.path) and "/" in kind.path)


@dataclass(frozen=True)
class Edit:
    """One edit of a file: what is done, where, and what the file has to say afterwards."""

    file: str
    text: str
    kind: Kind
    what: str
    path: Path
    wanted: dict[str, Any]

    def case(self) -> dict[str, Any]:
        """The same for the program of the editor."""
        form = form_of(self.kind, relations())
        made = {"text": self.text, "fields": form, "data": _as_in_a_form(self.wanted, form)}
        if not self.kind.is_text:
            return {"kind": "register", **made}
        return {"kind": "document", **made, "data": {**made["data"], "tekst": parts_of(self.text)[2].strip()}}

    def by_python(self) -> str:
        """What our own splice editor makes of it."""
        wanted = _as_in_a_form(self.wanted, form_of(self.kind, relations()))
        if not self.kind.is_text:
            return rewrite("x.yaml", self.text.encode(), wanted, self.kind.model).decode()
        begin, front, rest = parts_of(self.text, whole=True)
        return begin + rewrite("x.yaml", front.encode(), wanted, self.kind.model).decode() + rest

    def stray(self, made: str) -> list[str]:
        """The lines that differ without belonging to the edit; a text over more lines counts as a whole."""
        lines = list(difflib.unified_diff(self.text.splitlines(), made.splitlines(), lineterm="", n=0))[2:]
        gone = [line for line in lines if line.startswith("-")]
        came = [line for line in lines if line.startswith("+")]
        before, after = self.text.splitlines(), made.splitlines()
        if len(gone) == len(came) == 1:
            return []
        if self.what == "removed" and _within(after, before):
            return []
        if self.what in ("added", "filled in") and _within(before, after):
            return []
        if self.what == "changed" and len(came) == 1 and gone and "Nieuw" in came[0]:
            return []  # of a text over more lines comes one
        return lines


def _as_in_a_form(value: Any, form: list[dict[str, Any]] | None) -> Any:
    """The same with its keys in the order of the form, which is that in which the program hands them over."""
    if isinstance(value, list):
        return [_as_in_a_form(each, form) for each in value]
    if not isinstance(value, dict):
        return value
    fields = {field["name"]: field.get("fields") for field in form or ()}
    order = [*(key for key in fields if key in value), *(key for key in value if key not in fields)]
    return {key: _as_in_a_form(value[key], fields.get(key)) for key in order}


def _within(few: list[str], many: list[str]) -> bool:
    """Whether lines stand among others, in the same order."""
    rest = iter(many)
    return all(line in rest for line in few)


def parts_of(text: str, *, whole: bool = False) -> tuple[str, str, str]:
    """A Markdown file in three: its first line, its front matter, and its text, with ``whole`` from the second mark on."""
    begin, _, rest = text.partition("\n")
    front, mark, body = rest.partition("\n---")
    return f"{begin}\n", f"{front}\n", f"{mark[1:]}{body}" if whole else body.partition("\n")[2]


def said_by(text: str, kind: Kind) -> dict[str, Any]:
    """What a file says as data."""
    source, _ = read_text("x.yaml", (parts_of(text)[1] if kind.is_text else text).encode())
    assert source is not None
    found, mistakes = read_yaml(source)
    assert not mistakes
    return dict(plain(found))


def edits_of(file: str, text: str) -> Iterator[Edit]:
    """Every edit of every field: each text changed and removed, each list longer and shorter, each empty field filled in."""
    kind = kind_of(file)
    found = said_by(text, kind)
    for what, path, wanted in _edits(found, kind.model, ()):
        made = copy.deepcopy(found)
        parent = made
        for step in path[:-1]:
            parent = parent[step]  # type: ignore[index]
        if wanted is None:
            del parent[path[-1]]  # type: ignore[arg-type]
            made = _pruned(made)
        elif what == "added":
            parent.insert(path[-1], wanted)  # type: ignore[attr-defined]
        else:
            parent[path[-1]] = wanted  # type: ignore[index]
        yield Edit(file, text, kind, what, path, made)


def _edits(value: Any, model: type[Entry] | None, path: Path) -> Iterator[tuple[str, Path, Any]]:
    if isinstance(value, str):
        yield "changed", path, f"{NEW}\n" if "\n" in value else NEW
        yield "removed", path, None
    elif isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            yield "added", (*path, len(value)), NEW
            yield "added", (*path, 0), NEW
        elif value:
            yield "added", (*path, len(value)), {"id": "nieuw", "name": NEW, "list": ["a", "b, c"]}
        for at, each in enumerate(value):
            yield from _edits(each, model, (*path, at))
            if not isinstance(each, str):
                yield "removed", (*path, at), None
    else:
        inner = {field.key: field for field in named_fields(model)} if model else {}
        for key, each in value.items():
            yield from _edits(each, inner[key].entry if key in inner else None, (*path, key))
        for name, info in (model.model_fields if model else {}).items():
            key = info.alias or name
            if key not in value:
                made: Any = {"a": NEW} if key in inner and inner[key].entry else NEW
                yield "filled in", (*path, key), [made] if "tuple[" in str(info.annotation) else made


def _pruned(value: Any) -> Any:
    """Without what became empty: an empty field leaves no key."""
    if isinstance(value, list):
        return [each for each in map(_pruned, value) if each]
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := _pruned(each))}
    return value


@functools.cache
def _program() -> subprocess.Popen[str]:
    """The program, started once: beginning takes longer than a hundred edits."""
    started = subprocess.Popen(
        [node(), str(EDITOR / "edit.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(started.communicate)
    return started


def in_program(cases: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the program of the editor makes of each case."""
    program = _program()
    assert program.stdin is not None and program.stdout is not None
    program.stdin.write(f"{json.dumps(list(cases))}\n")
    program.stdin.flush()
    answers: list[dict[str, Any]] = json.loads(program.stdout.readline())
    return answers


def products_apart(text: str) -> Iterator[str]:
    """The text of each product of ``products.yaml`` as a file of its own."""
    root = layout(text)
    assert root is not None
    products = root.value("products")
    assert products.items is not None
    for each in products.items:
        begin = text.rfind("\n", 0, each.start) + 1
        end = text.find("\n", each.end)
        lines = text[begin : end if end > 0 else len(text)].splitlines()
        yield "\n".join(line[4:] for line in lines) + "\n"
