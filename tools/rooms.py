"""Writes what every room of the package is for, in its map and in the docstring of each package: `python tools/rooms.py`."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "wmebv_site"
MAP = ROOT / "docs" / "explanation" / "architecture.md"
PAGE = ROOT / "docs" / "explanation" / "modules.md"

_ROW = re.compile(r"^\| `([a-z_]+)(?:/|\.py)` \|[^|]*\| ([^|]*) \|$", re.MULTILINE)
_HEAD = """\
# Every module, and what it knows

Written by `python tools/rooms.py` from the first line of each module. Which entry may import which stands in
[How it hangs together](architecture.md#the-door).
"""


@functools.cache
def sentence(path: Path) -> str:
    """The first line of what a module or a package says of itself."""
    file = path / "__init__.py" if path.is_dir() else path
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.split("\n", 1)[0]


def rooms(package: Path) -> list[Path]:
    """The modules and packages that stand in a package, by name; those of the whole in the order of the map."""
    inside = [path for path in package.iterdir() if (path / "__init__.py").is_file()]
    inside += [path for path in package.glob("*.py") if not path.stem.startswith("__")]
    entries = (
        [name for name, _ in _ROW.findall(MAP.read_text(encoding="utf-8"))] if package == PACKAGE else []
    )
    return sorted(
        inside, key=lambda path: (entries.index(path.stem) if path.stem in entries else 99, path.stem)
    )


def packages() -> Iterator[Path]:
    for file in sorted(PACKAGE.rglob("__init__.py")):
        yield file.parent


def package_text(package: Path) -> str:
    """The ``__init__.py`` of a package, with its rooms listed in the docstring: one line each."""
    text = (package / "__init__.py").read_text(encoding="utf-8")
    first = ast.parse(text).body[0]
    listed = rooms(package)
    width = max((len(path.stem) for path in listed), default=0)
    lines = "".join(f"{path.stem:{width}}  {sentence(path)}\n" for path in listed)
    rest = "\n".join(text.split("\n")[first.end_lineno :])
    return f'"""{sentence(package)}\n\n{lines}"""\n{rest}'


def map_text() -> str:
    """The map, with the sentence of every entry as the entry itself says it."""

    def row(match: re.Match[str]) -> str:
        name, imports = match.groups()
        path = PACKAGE / name
        path, shown = (path, f"{name}/") if path.is_dir() else (path.with_suffix(".py"), f"{name}.py")
        return f"| `{shown}` | {_in_cell(sentence(path))} | {imports} |"

    return _ROW.sub(row, MAP.read_text(encoding="utf-8"))


def page_text() -> str:
    """Every module with its sentence, in a table for each package."""
    parts = [_HEAD]
    for package in (PACKAGE, *(each for path in rooms(PACKAGE) if path.is_dir() for each in _inside(path))):
        name = package.relative_to(ROOT).as_posix()
        rows = "".join(
            f"| `{path.name}{'/' if path.is_dir() else ''}` | {_in_cell(sentence(path))} |\n"
            for path in rooms(package)
        )
        parts.append(
            f"## `{name}/`\n\n{_in_cell(sentence(package))}\n\n| room | what it knows |\n|---|---|\n{rows}"
        )
    return "\n".join(parts)


def _inside(package: Path) -> list[Path]:
    return [package, *(path for path in rooms(package) if path.is_dir())]


def _in_cell(text: str) -> str:
    """A sentence of a docstring as Markdown, in which two backticks are one."""
    return text.replace("``", "`").replace("|", "\\|")


def texts() -> dict[Path, str]:
    """Every file that this script writes, with what should stand in it."""
    return {package / "__init__.py": package_text(package) for package in packages()} | {
        MAP: map_text(),
        PAGE: page_text(),
    }


def main() -> None:
    for file, text in texts().items():
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
