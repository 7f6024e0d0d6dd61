"""The structure of the package, read from its map and its syntax trees: what knows what, and what the core never does."""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from every import every
from places import PACKAGE, ROOT, tool

MAP = ROOT / "docs" / "explanation" / "architecture.md"

# Beyond the core: what touches the world, and why it must. All else is pure.
WORLD = {
    "__main__.py": "starts the command",
    "cli/": "reads what a person typed and prints the answer",
    "mkdocs_plugin.py": "is called by MkDocs, and leaves files behind",
    "links/asking.py": "asks whether addresses are there",
    "links/inside.py": "asks which number a name has",
    "project/": "reads and writes the folder, and asks for the day",
    "editor/bundle.py": "finds the program that was installed, or the file in which it comes",
    "exchange/feed.py": "reads a file as the bytes that it is",
    "exchange/fetching.py": "fetches a file from the internet",
    "exchange/sheets.py": "reads a file as the bytes that it is",
    "exchange/upl.py": "reads a file as the bytes that it is",
    "inventory/report/git_history.py": "asks git what was there before",
    "inventory/report/html.py": "finds the templates of the report on disk",
    "rules/checking.py": "imports every module with rules",
    "site/beside.py": "reads house style and settings, and leaves files beside the pages",
    "site/documents.py": "keeps documents that were made before",
    "website/": "writes the website, or has a renderer write it",
    "site/leaks.py": "looks through a website that was built",
    "publishing/": "judges, swaps and takes back websites on disk",
    "fleet/": "carries out the work of many municipalities, on processes of this machine or of others",
    "site/look/theme.py": "finds the theme on disk",
}

# Longer than 600 lines or shorter than 60, and why that reads better than two modules, or one with another.
SIZES = {
    "links/inside.py": "two that ask the internet need it, each with another library",
    "data/published.py": "which formats there are; a website without files of data needs none of what makes them",
    "cli/changes.py": "a command of its own; what it does is done below it",
    "cli/fleet_site.py": "one of the commands for many municipalities, each with what it takes; what it does is done below it",
    "project/synonyms.py": "one list of the package, which nothing judges",
    "rules/municipality.py": "one code is judged by a list of the package, which no other rule looks at",
    "register/memory.py": "what is read and what is rendered are remembered in one way, by whoever hands it on",
    "register/outages.py": "the keys of one kind of file, as products and support have them",
}

# What would make the same input give another output, or touch the world.
OUTSIDE = {
    "os", "sys", "io", "time", "random", "secrets", "uuid", "locale", "logging", "socket", "ssl", "http", "subprocess",
    "shutil", "tempfile", "glob", "platform", "getpass", "threading", "asyncio", "multiprocessing", "ctypes",
    "urllib.request", "requests", "httpx", "click", "mkdocs", "importlib", "pickle",
}  # fmt: skip
CHANGING = {"append", "add", "update", "extend", "insert", "setdefault", "pop", "popitem", "remove", "clear"}

PATHS = sorted(PACKAGE.rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def name_of(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


KNOWN = {name_of(path): path for path in PATHS}


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module: its tree is walked once, and looked through by every test."""
    return tuple(ast.walk(tree_of(path)))


@functools.cache
def written() -> dict[Path, str]:
    """What ``tools/rooms.py`` would write, by file."""
    texts: dict[Path, str] = tool("rooms").texts()
    return texts


def entry_of(name: str) -> str:
    """The entry of the package to which an imported name leads: its folder, or its own name."""
    return (name.split(".") + [""])[1]


def imports(path: Path) -> Iterator[str]:
    """Every module that is imported, wherever the import stands."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            assert node.module is not None
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [name for name in inner if name in KNOWN]
            if not all(name in KNOWN for name in inner):
                yield node.module


@functools.cache
def names_from_elsewhere(path: Path) -> set[str]:
    """The names that a module has from another one."""
    return {
        alias.asname or alias.name
        for node in nodes_of(path)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }


def own_imports(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] == PACKAGE.name}


@functools.cache
def may_import() -> dict[str, set[str]]:
    """What each entry may import, by the table of the map: what it names, and what those may import."""
    rows = re.findall(
        r"^\| `([a-z_]+)(?:/|\.py)` \|[^|]*\| ([^|]*) \|$", MAP.read_text(encoding="utf-8"), re.MULTILINE
    )
    allowed: dict[str, set[str]] = {}
    for name, listed in rows:
        direct = set(re.findall(r"`([a-z_]+)`", listed))
        assert direct <= set(allowed), f"{name} names what stands below it in the map"
        allowed[name] = direct.union(*(allowed[each] for each in direct))
    return allowed


def reaches_out(path: Path) -> list[str]:
    """What a module does that touches the world: what it imports of it, and what it calls."""
    found = []
    for node in nodes_of(path):
        match node:
            case ast.ImportFrom(module="io", names=names) if {each.name for each in names} == {"BytesIO"}:
                pass  # bytes that a library writes as to a file, and that never leave memory
            case ast.ImportFrom(module="pathlib", names=names):
                found += [each.name for each in names if each.name not in {"PurePosixPath", "PurePath"}]
            case ast.ImportFrom(module=str(module)) if {module, module.split(".")[0]} & OUTSIDE:
                found.append(module)
            case ast.Import(names=names):
                found += [
                    each.name
                    for each in names
                    if {each.name, each.name.split(".")[0]} & {*OUTSIDE, "pathlib"}
                ]
            case ast.Call(
                func=ast.Name(id="open" | "input" | "print" | "eval" | "exec" | "breakpoint" as called)
            ):
                found.append(called)
            case ast.Attribute(
                attr="utcnow"
                | "read_bytes"
                | "read_text"
                | "write_text"
                | "write_bytes"
                | "environ"
                | "getenv" as called
            ):
                found.append(called)
            case ast.Attribute(value=ast.Name(id="date" | "datetime"), attr="today" | "now" as called):
                found.append(called)
    return found


def globals_that_change(path: Path) -> list[str]:
    """Names of a module that a function gives another value, or whose value a function changes."""
    names = {
        target.id
        for node in tree_of(path).body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    found = [name for node in nodes_of(path) if isinstance(node, ast.Global) for name in node.names]
    for function in (node for node in nodes_of(path) if isinstance(node, (ast.FunctionDef, ast.Lambda))):
        own = {
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        own |= {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in CHANGING:
                    found += [name] if name in names - own else []
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    found += [name] if name in names - own else []
    return found


def in_world(path: Path) -> bool:
    return any(
        relative(path) == each or each.endswith("/") and relative(path).startswith(each) for each in WORLD
    )


FILES = every("path", PATHS, relative)
CORE_FILES = every("path", [path for path in PATHS if not in_world(path)], relative)
PACKAGES = every("path", [path for path in PATHS if path.stem == "__init__"], relative)


def test_every_entry_has_its_place_in_the_map() -> None:
    entries = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PATHS}
    assert entries - {"__init__", "__main__"} == set(may_import())


@FILES
def test_imports_go_one_way(path: Path) -> None:
    own = entry_of(name_of(path))
    for name in own_imports(path) - {PACKAGE.name}:
        allowed = may_import() if own == "__main__" else {own, *may_import().get(own, ())}
        assert entry_of(name) in allowed, f"{relative(path)} imports {name}"


def test_no_modules_import_each_other_in_a_round() -> None:
    graph = {name: own_imports(path) & set(KNOWN) - {PACKAGE.name} for name, path in KNOWN.items()}
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
def test_a_name_is_imported_from_where_it_is_defined(path: Path) -> None:
    for node in nodes_of(path):
        if not isinstance(node, ast.ImportFrom) or node.module not in KNOWN:
            continue
        elsewhere = names_from_elsewhere(KNOWN[node.module])
        for alias in node.names:
            assert alias.name not in elsewhere or f"{node.module}.{alias.name}" in KNOWN, (
                f"{node.module}: {alias.name}"
            )


@FILES
def test_yaml_and_mkdocs_are_each_known_in_one_place(path: Path) -> None:
    found = {name.split(".")[0] for name in imports(path)}
    assert "yaml" not in found or relative(path) == "register/yaml.py"
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
        "load",
    }
    for node in nodes_of(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml":
            assert node.attr not in guessing
        if isinstance(node, ast.ImportFrom) and node.module == "yaml":
            assert not {alias.name for alias in node.names} & guessing


@CORE_FILES
def test_the_core_knows_no_clock_disk_network_or_environment(path: Path) -> None:
    assert reaches_out(path) == []


@CORE_FILES
def test_the_core_has_no_global_that_changes(path: Path) -> None:
    assert globals_that_change(path) == []


@every("name", WORLD)
def test_what_is_said_to_touch_the_world_does(name: str) -> None:
    inside = [path for path in PATHS if relative(path) == name or relative(path).startswith(name)]
    assert any(reaches_out(path) for path in inside) or name == "__main__.py"


@FILES
def test_a_module_says_in_one_sentence_what_it_knows(path: Path) -> None:
    said = ast.get_docstring(tree_of(path))
    assert said, "no docstring"
    sentence, *rooms = said.split("\n")
    assert sentence.endswith(".")
    assert not re.search(r"[.!?] [A-Z]", sentence), "more than one sentence"
    assert not rooms or path.stem == "__init__"


@PACKAGES
def test_a_package_lists_its_rooms(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == written()[path], "run: python tools/rooms.py"


@PACKAGES
def test_a_package_holds_its_docstring_and_nothing_else(path: Path) -> None:
    assert len(tree_of(path).body) == (2 if path.parent == PACKAGE else 1), (
        "all but the version stands in a module"
    )


@pytest.mark.parametrize("page", ["architecture.md", "modules.md"])
def test_the_map_says_of_each_module_what_it_says_of_itself(page: str) -> None:
    path = MAP.with_name(page)
    assert path.read_text(encoding="utf-8") == written()[path], "run: python tools/rooms.py"


def test_two_modules_have_one_name_only_if_it_is_a_noun_of_the_domain() -> None:
    """The command has a module for each word that a person types, and stands apart."""
    [nouns] = re.findall(
        r"^A noun of the domain .*?: (.*?)\. No other",
        MAP.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    places = defaultdict(list)
    for path in PATHS:
        if not path.stem.startswith("__") and not relative(path).startswith("cli/"):
            places[path.stem].append(relative(path))
    assert {name for name, found in places.items() if len(found) > 1} <= set(re.findall(r"`(\w+)`", nouns))


@FILES
def test_a_module_is_of_one_hand_or_says_why_not(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    if not path.stem.startswith("__"):
        assert (lines > 600 or lines < 60) == (relative(path) in SIZES), f"{lines} lines"


def test_no_reason_is_left_of_a_module_that_went() -> None:
    assert not {name for name in (*SIZES, *WORLD) if not (PACKAGE / name).exists()}


@FILES
def test_no_code_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text)
    assert "NotImplementedError" not in text
