"""Builds sites for the tests: the real MkDocs, in this process, on a project on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import yaml
from helpers import read_project
from mkdocs.commands.build import build
from mkdocs.config import load_config
from places import TESTS

from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.register.register import Register
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_pages
from wmebv_site.site.export import asked_site, export_pages
from wmebv_site.site.inspection import inspect
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

SMALL = TESTS / "site" / "small"
"""A small municipality with every kind of page and every state of a message on SMALL_DAY."""
EXAMPLE_DAY = date(2026, 6, 1)
SMALL_DAY = date(2026, 6, 1)
MOMENT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1780315200", "NO_MKDOCS_2_WARNING": "1"}
"""Noon on the day for which the example is built."""
PARTS = ("channels.yaml", "products.yaml", "products", "content", "mkdocs.yml", "theme")


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def build_site(
    project: Path, site: Path, *, command: Literal["build", "serve"] = "build", **settings: Any
) -> Path:
    """Build a project with MkDocs, strict unless told otherwise, and return the folder of the site."""
    with environment(ENVIRONMENT):
        config = load_config(
            str(project / "mkdocs.yml"), **{"strict": True, "site_dir": str(site), **settings}
        )
        config.plugins.on_startup(command=command, dirty=False)
        build(config)
        config.plugins.on_shutdown()
    return site


def on_day(day: date | str) -> dict[str, Any]:
    """The settings that build for one day."""
    return {"plugins": [{"wmebv": {"date": str(day)}}]}


def copied(project: Path, target: Path) -> Path:
    """A copy of the files a municipality keeps; a small one gets along without a theme."""
    for name in PARTS:
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


def write_files(folder: Path, files: Mapping[str, Any]) -> Path:
    """Write texts as they are, and anything else as YAML, which reads it back as the same text."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        as_yaml = {"Dumper": _Quoting, "allow_unicode": True, "sort_keys": False, "width": 10_000}
        text = content if isinstance(content, str) else yaml.dump(content, **as_yaml)
        file.write_text(text, encoding="utf-8", newline="\n")
    return folder


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


def export_site(project: Path, target: Path, day: date, moment: datetime | None = None) -> int:
    """Export the pages of a project, as it stands on disk."""
    inspected = inspect(load(project), day, moment, asked_site(project))
    return export_pages(inspected, project, target, moment)


def register_of(project: Path) -> Register:
    register, diagnostics = read_project(project)
    assert register is not None, diagnostics
    return register


def pages_on(register: Register, day: date) -> dict[str, Artifact]:
    """All pages of a register on a day, by address."""
    return {page.url: page for page in build_pages(Site(Decisions(register, day)), templates())}
