"""The structure of the package, read from its syntax tree: what knows what, and what the core never does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import PACKAGE

# Imports go up only: a part may import from lines above its own, and from within itself.
ORDER = (
    ("dutch", "bridge", "contrast", "css_tokens", "headers"),
    ("diagnostics",),
    ("source", "token_values", "optional", "upl"),
    ("house_style",),
    ("model", "identity"),
    ("resolve", "security_txt", "outages", "opening_hours"),
    ("decisions", "server_files"),
    ("history", "differences", "freezing"),
    ("preparation",),
    ("comparison",),
    ("rules", "language", "pictures", "placeholders"),
    ("open_data", "documents", "inventory", "drafting", "changes"),
    ("pages", "progress"),
    ("announcing",),
    # From here on: the disk, the clock and the terminal.
    ("load", "writing", "clock", "collector", "theme_files", "terminal", "municipalities", "dutch_click"),
    ("check", "explain", "schema", "own_files", "init", "editing", "beside", "decision_files", "freezer"),
    ("outage_files",),
    ("reporter", "export", "importing"),
    ("report", "workbook"),
    ("mkdocs_plugin", "cli"),
    ("__main__",),
)
CORE = {part for group in ORDER[:14] for part in group}
RANK = {part: rank for rank, group in enumerate(ORDER) for part in group}

# Longer than 300 lines, and why that reads better than two modules.
LONG: dict[str, str] = {}

# What would make the same input give another output, or touch the world.
WORLD = {
    "os", "sys", "io", "time", "random", "secrets", "uuid", "locale", "logging", "socket", "ssl", "http", "subprocess",
    "shutil", "tempfile", "glob", "platform", "getpass", "threading", "asyncio", "multiprocessing", "ctypes",
    "urllib.request", "requests", "httpx", "click", "mkdocs", "importlib", "pickle",
}  # fmt: skip

TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = {
    name_of: path
    for path in TREES
    for name_of in [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)]
}
NAMES = {path: name.removesuffix(".__init__") for name, path in MODULES.items()}
KNOWN = set(NAMES.values())


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """The part of the package a file belongs to: its folder, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            assert node.module is not None
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [name for name in inner if name in KNOWN]
            if not all(name in KNOWN for name in inner):
                yield node.module


def in_memory(tree: ast.AST) -> set[str]:
    """What only looks like the world: bytes that a library writes as to a file, and that never leave memory."""
    streams = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "io"]
    return (
        {"io"}
        if streams and all(alias.name == "BytesIO" for node in streams for alias in node.names)
        else set()
    )


def own_imports(path: Path) -> set[str]:
    return {name for name in imports(TREES[path]) if name.split(".")[0] == PACKAGE.name}


FILES = pytest.mark.parametrize("path", TREES, ids=relative)
CORE_FILES = pytest.mark.parametrize("path", [path for path in TREES if part_of(path) in CORE], ids=relative)


def test_every_part_has_its_place_in_the_order() -> None:
    assert {part_of(path) for path in TREES} - set(RANK) == {"__init__"}


@FILES
def test_imports_go_one_way(path: Path) -> None:
    own = part_of(path)
    for name in own_imports(path):
        parts = name.split(".")
        if len(parts) == 1 or parts[1] == own:
            continue  # the version, or a module of the same part
        assert RANK[parts[1]] < RANK[own], f"{relative(path)} imports {name}"


def test_no_modules_import_each_other_in_a_round() -> None:
    graph = {NAMES[path]: own_imports(path) & KNOWN - {PACKAGE.name} for path in TREES}
    done: set[str] = set()

    def visit(module: str, route: tuple[str, ...]) -> None:
        assert module not in route, " → ".join((*route, module))
        if module not in done:
            for imported in sorted(graph[module]):
                visit(imported, (*route, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@FILES
def test_yaml_and_mkdocs_are_each_known_in_one_place(path: Path) -> None:
    found = {name.split(".")[0] for name in imports(TREES[path])}
    assert "yaml" not in found or part_of(path) == "source"
    assert not found & {"mkdocs", "material"} or relative(path) == "mkdocs_plugin.py"


@FILES
def test_yaml_is_never_loaded_by_its_own_rules(path: Path) -> None:
    guessing = {
        "safe_load",
        "safe_load_all",
        "full_load",
        "unsafe_load",
        "load_all",
        "compose",
        "compose_all",
    }
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml":
            assert node.attr not in guessing | {"load"}
        if isinstance(node, ast.ImportFrom) and node.module == "yaml":
            assert not {alias.name for alias in node.names} & (guessing | {"load"})


@CORE_FILES
def test_the_core_knows_no_clock_disk_network_or_environment(path: Path) -> None:
    for name in set(imports(TREES[path])) - in_memory(TREES[path]):
        assert name not in WORLD and name.split(".")[0] not in WORLD, name
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom) and node.module == "pathlib":
            assert {alias.name for alias in node.names} <= {"PurePosixPath", "PurePath"}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "input", "print", "eval", "exec", "breakpoint"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"utcnow", "read_bytes", "write_text", "write_bytes", "environ", "getenv"}
            if isinstance(node.value, ast.Name) and node.value.id in {"date", "datetime"}:
                assert node.attr not in {"today", "now"}


@CORE_FILES
def test_the_core_has_no_global_that_changes(path: Path) -> None:
    assert not [node for node in ast.walk(TREES[path]) if isinstance(node, (ast.Global, ast.Nonlocal))]


@FILES
def test_a_module_says_in_one_sentence_what_it_knows(path: Path) -> None:
    said = ast.get_docstring(TREES[path])
    assert said, "no docstring"
    assert said.endswith(".")
    assert "\n" not in said
    assert not re.search(r"[.!?] [A-Z]", said), "more than one sentence"


@FILES
def test_a_module_is_short_or_says_why_not(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert (lines > 300) == (relative(path) in LONG), f"{lines} lines"


@FILES
def test_no_code_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text)
    assert "NotImplementedError" not in text
