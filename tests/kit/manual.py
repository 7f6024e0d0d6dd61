"""The pages of the documentation as a test reads them: their blocks of code, and the commands in those and between the words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from places import ROOT

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(
    r"(?P<mark><!-- *fout *-->\s*\n)?^(?P<indent> *)```(?P<kind>[a-z]*)(?P<more>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]+)"')
_SHELL = frozenset({"sh", "shell", "bash", "console", "powershell"})
_OPERATORS = frozenset({"&&", "||", "|", ";", "&", ">", ">>", "<", "2>"})


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where, of what kind, the file that it says it is of, and whether it is wrong on purpose."""

    where: str
    kind: str
    title: str | None
    text: str
    wrong: bool


def blocks(page: Path) -> list[Block]:
    return [block for _, block in placed_blocks(page)]


def placed_blocks(page: Path) -> list[tuple[re.Match[str], Block]]:
    """Every block with its place in the text of the page."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name
    found = []
    for block in _BLOCK.finditer(text):
        title = _TITLE.search(block["more"])
        where = f"{name}:{text.count(chr(10), 0, block.start('kind')) + 1}"
        inside = _unindented(block["text"], len(block["indent"]))
        made = Block(where, block["kind"], title[1] if title else None, inside, bool(block["mark"]))
        found.append((block, made))
    return found


def _unindented(text: str, spaces: int) -> str:
    return re.sub(rf"^ {{0,{spaces}}}", "", text, flags=re.MULTILINE)


def commands_of(page: Path) -> Iterator[tuple[str, str, bool]]:
    """Every line that calls ``wmebv``: where it stands, the line, and whether it is in a block and so to be typed."""
    for block in blocks(page):
        if block.kind in _SHELL:
            joined = re.sub(r"\\\n\s*", "", block.text)
            for line in joined.splitlines():
                prompted = re.match(r"(?:\$|PS>|>) (.*)", line)
                if block.kind != "console" or prompted:
                    yield block.where, prompted[1] if prompted else line, True
        elif block.kind in ("yaml", "yml"):
            for line in re.findall(r"(?:^|run: |- )((?:\S*/)?wmebv .*)$", block.text, re.MULTILINE):
                yield block.where, line, True
    text = _BLOCK.sub(lambda found: "\n" * found[0].count("\n"), page.read_text(encoding="utf-8"))
    for found in re.finditer(r"(?<!`)`(wmebv [^`]*)`", text):
        yield f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}", found[1], False


def calls(line: str) -> Iterator[list[str]]:
    """What follows ``wmebv`` in each call of it on a line of a terminal."""
    # What a shell or a forge works out first is one word.
    line = re.sub(r"\$\{\{.*?\}\}|\$\(\(.*?\)\)", "1", line)
    words = shlex.shlex(line, posix=True, punctuation_chars="&|;<>")
    words.whitespace_split = True
    words.commenters = "#"
    call: list[str] = []
    for word in (*words, ";"):
        if word in _OPERATORS:
            while call and re.fullmatch(r"[A-Z_]+=.*", call[0]):
                del call[0]
            if call and re.search(r"(?:^|[/\\])wmebv(?:\.exe)?$", call[0]):
                yield call[1:]
            # What comes after it is no call, but where the answer goes.
            call = [] if word in ("&&", "||", "|", ";", "&") else ["to"]
        else:
            call.append(word)


def misunderstood(program: click.Command, words: list[str], *, whole: bool = True) -> str | None:
    """Why the program would not understand a call; what it is about may be left out, or stand in capitals.

    What stands between words need not be whole: ``wmebv check --site`` speaks of the option.
    """
    context = click.Context(program, info_name="wmebv")
    command = program
    left = [word for word in words if word not in ("…", "...")]
    while isinstance(command, click.Group):
        if not left or left[0] in ("--help", "--version"):
            return None
        inner = command.get_command(context, left[0])
        if inner is None:
            return f"no command {left[0]!r}"
        command, context = inner, click.Context(inner, parent=context, info_name=left[0])
        left = left[1:]
    try:
        values, rest, _ = command.make_parser(context).parse_args(list(left))
    except click.BadOptionUsage as error:
        return error.format_message() if whole else None
    except click.UsageError as error:
        return error.format_message()
    if rest:
        return f"nothing takes {rest}"
    for parameter in command.params:
        value = values.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and isinstance(value, str) and not value.isupper():
            try:
                parameter.type.convert(value, parameter, context)
            except click.BadParameter as error:
                return error.format_message()
    return None
