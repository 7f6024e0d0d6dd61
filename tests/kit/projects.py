"""Projects for the tests: where they stand, how they are read, copied and changed, and what becomes of them."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from places import TESTS

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.inventory.progress import Progress, progress
from wmebv_site.inventory.totals import NOT_READ, Coverage
from wmebv_site.project.load import load
from wmebv_site.register.decode import decode
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.upl import PinnedUpl
from wmebv_site.rules.checking import check_project, findings_of

VALID = TESTS / "register" / "bad" / "valid"
"""A valid project that uses every key of the registers."""
SMALL = TESTS / "site" / "small"
"""A small municipality with every kind of page and every state of a message on SMALL_DAY."""
EXAMPLE_DAY = date(2026, 6, 1)
"""The day for which the example is built."""
SMALL_DAY = date(2026, 6, 1)
INTERNAL = ("content/stappenplan.yaml", "content/woordenlijst.yaml", "content/koppelingen.yaml")
"""Files of which a mistake is told and stands in nobody's way."""
PARTS = ("channels.yaml", "products.yaml", "products", "content", "mkdocs.yml", "theme")
"""What a municipality keeps."""


def files_of(project: Path) -> dict[str, bytes]:
    """The files of a project as ``decode`` wants them; the project itself must be readable."""
    found = load(project)
    assert found.diagnostics == []
    return found.files


def decode_files(files: dict[str, bytes]) -> tuple[Register | None, list[Diagnostic]]:
    """Decode a project from memory; what is read of ``content`` is Markdown, annexes and what is internal."""
    read = (".md", ".annex.yaml", *INTERNAL)
    others = [path for path in files if path.startswith("content/") and not path.endswith(read)]
    return _decoded({path: data for path, data in files.items() if path not in others}, others)


def _decoded(files: dict[str, bytes], others: list[str]) -> tuple[Register | None, list[Diagnostic]]:
    """What ``decode`` makes of files, made once: nobody can change a register, and many tests begin with the same."""
    register, diagnostics = _decoded_once(tuple(files.items()), tuple(others))
    return register, list(diagnostics)


@functools.lru_cache(maxsize=16)
def _decoded_once(
    files: tuple[tuple[str, bytes], ...], others: tuple[str, ...]
) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    register, diagnostics = decode(dict(files), list(others))
    return register, tuple(diagnostics)


def register_from(files: dict[str, bytes]) -> Register:
    """The register of a project in memory, which must have one."""
    register, mistakes = decode_files(files)
    assert register is not None, mistakes
    return register


def read_project(project: Path) -> tuple[Register | None, list[Diagnostic]]:
    """Load and decode a project from disk."""
    found = load(project)
    register, diagnostics = _decoded(found.files, found.others)
    return (None if found.diagnostics else register), [*found.diagnostics, *diagnostics]


def register_of(project: Path) -> Register:
    """The register of a project on disk, which must have one."""
    register, diagnostics = read_project(project)
    assert register is not None, diagnostics
    return register


def copies(listed: Sequence[Product], number: int) -> tuple[Product, ...]:
    """Every product so many times, each time under another name and with documents of its own."""
    return tuple(
        product.model_copy(
            update={
                "id": f"{product.id}-{place}",
                "name": f"{product.name} {place}",
                "documents": (f"Bewijs {place}",),
                "formerly": (),
            }
        )
        for place in range(number)
        for product in listed
    )


def decisions_of(project: Path, day: date) -> Decisions:
    """What holds, and what is wanted, of a project on disk."""
    return Decisions(register_of(project), day)


def progress_of(project: Path, day: date, over_time: Coverage = NOT_READ) -> Progress:
    """How far a project is that has a register, as the report tells it."""
    checked = check_project(load(project), day)
    assert checked.decisions is not None, checked.diagnostics
    return progress(checked.decisions, checked.diagnostics, over_time)


def findings(
    register: Register, day: date, moment: datetime | None = None, upl: PinnedUpl | None = None
) -> list[Diagnostic]:
    """What the rules say of a register on a day."""
    return findings_of(Decisions(register, day), moment, upl)


def yaml_as_text(text: str) -> Any:
    """YAML in which every value is the text that stands there."""
    return yaml.load(text, _LOADER)


_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def copied(project: Path, target: Path, *, theme: bool = True) -> Path:
    """A copy of the files a municipality keeps; a small one gets along without a theme, and so does one without pages."""
    for name in PARTS if theme else [part for part in PARTS if part != "theme"]:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.is_file():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return target


def rewrite(file: Path, old: str, new: str) -> None:
    """Change one place of a file, which must be there exactly once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def with_text(files: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    """A project in memory with one text of a file changed, wherever it stands there."""
    text = files[path].decode()
    assert old in text
    return files | {path: text.replace(old, new).encode()}


def write_files(folder: Path, files: Mapping[str, Any]) -> Path:
    """Write bytes and texts as they are, and anything else as YAML, which reads it back as the same text."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else _text(content).encode())
    return folder


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    dumped = yaml.dump(content, Dumper=_Quoting, allow_unicode=True, sort_keys=False, width=10_000)
    assert isinstance(dumped, str)
    return dumped


class _Quoting(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Anchors are refused in registers, so nothing is ever shared."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
