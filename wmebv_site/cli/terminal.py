"""How the command speaks: click in Dutch, and the terminal, file or pipe that an answer goes to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import click

from wmebv_site.diagnostics import did_you_mean, printable


class Choice(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in self.choices:
            return value
        hint = did_you_mean(str(value), self.choices) or f"Kies uit: {', '.join(self.choices)}."
        raise click.BadParameter(f"'{value}' kan hier niet. {hint}", ctx, param)


class SomeOf(Choice):
    """Some of a few words, with commas between them; in the order of the choices."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not words:
            raise click.BadParameter(
                f"Noem er ten minste één. Kies uit: {', '.join(self.choices)}.", ctx, param
            )
        asked = {super(SomeOf, self).convert(word, param, ctx) for word in words}
        return [choice for choice in self.choices if choice in asked]


class Days(click.ParamType[int]):
    """A number of days, one or more."""

    name = "dagen"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:5]) <= _YEAR):
            raise click.BadParameter(
                f"'{value}' kan hier niet. Schrijf een getal van 1 tot en met {_YEAR}.", ctx, param
            )
        return int(value)


_YEAR = 366


class _Dutch(click.Command):
    """What commands and groups share."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[OPTIES]")
        super().__init__(*arguments, **settings)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Toon deze uitleg."
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx  # the parser does not always say which command it was
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx))]
        with formatter.section("Opties"):
            formatter.write_dl(rows)


class Command(_Dutch):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Click would refuse these itself, in English.
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left:
            raise click.BadArgumentUsage(f"'{left[0]}' hoort hier niet.", ctx)
        return left


class Group(_Dutch, click.Group):
    """A noun with its commands, which stand in the help in the order in which they were added."""

    command_class = Command
    group_class = type

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", "OPDRACHT …")
        super().__init__(*arguments, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str(formatter.width)) for name, command in self.commands.items()
        ]
        if rows:
            with formatter.section("Opdrachten"):
                formatter.write_dl(rows)
        _Dutch.format_options(self, ctx, formatter)


def in_dutch(error: click.ClickException) -> str:
    """The sentence for a person who typed something that can't be carried out."""
    match error:
        case click.NoSuchOption():
            return _with_nearest(
                f"De optie '{error.option_name}' bestaat niet.", error.option_name, _options(error.ctx)
            )
        case click.NoSuchCommand():
            return _with_nearest(
                f"De opdracht '{error.command_name}' bestaat niet.",
                error.command_name,
                _commands(error.ctx),
            )
        case click.BadOptionUsage():
            if _takes_value(error.ctx, error.option_name):
                return f"Achter de optie '{error.option_name}' ontbreekt een waarde."
            return f"De optie '{error.option_name}' krijgt geen waarde."
        case click.MissingParameter():
            return f"{_named(error)} ontbreekt.{_typed(error.ctx)}"
        case click.BadParameter():
            return f"{_named(error)}: {error.message}"
        case click.BadArgumentUsage():
            return error.message
        case click.UsageError() if error.ctx and isinstance(error.ctx.command, click.Group):
            return "Geef een opdracht."
        case click.FileError():
            return f"Het bestand '{error.ui_filename}' kan niet worden geopend."
        case _:
            return "Deze opdracht kan zo niet worden uitgevoerd."


def _typed(ctx: click.Context | None) -> str:
    """What one types, with all that belongs behind the command."""
    if ctx is None:
        return ""
    arguments = [each for each in ctx.command.params if isinstance(each, click.Argument)]
    return f" Typ: {' '.join((ctx.command_path, *(each.make_metavar(ctx) for each in arguments)))}"


def _with_nearest(sentence: str, typed: str, known: list[str]) -> str:
    hint = did_you_mean(typed, known)
    return f"{sentence} {hint}" if hint else sentence


def _commands(ctx: click.Context | None) -> list[str]:
    group = ctx.command if ctx else None
    return list(group.commands) if isinstance(group, click.Group) else []


def _options(ctx: click.Context | None) -> list[str]:
    return [name for param in _params(ctx) for name in param.opts]


def _takes_value(ctx: click.Context | None, name: str) -> bool:
    found = [param for param in _params(ctx) if name in param.opts]
    return any(isinstance(param, click.Option) and not param.is_flag for param in found)


def _params(ctx: click.Context | None) -> list[click.Parameter]:
    return ctx.command.get_params(ctx) if ctx else []


def _named(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return "Deze waarde"
    if isinstance(param, click.Option) or error.ctx is None:
        return max(param.opts, key=len)
    return param.make_metavar(error.ctx).strip("[]")


def width() -> int:
    """The width to write in: that of the terminal, within what a person reads with ease."""
    if not sys.stdout.isatty():
        return 80
    return max(40, min(shutil.get_terminal_size().columns, 100))


def colour() -> bool:
    """Whether to use colour: only where a person watches who did not ask for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def prepare_streams() -> None:
    """See to it that a code page without é does not stop an answer halfway, nor an output that whoever started us closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


_texts: ContextVar[str] = ContextVar("texts", default="content")


def call_texts(folder: str) -> None:
    """From now on call the folder with texts what this project calls it."""
    _texts.set(folder)


def named_here(text: str) -> str:
    """What is told to a person, with the files called what they are called in the project."""
    if (texts := _texts.get()) == "content":
        return text
    from wmebv_site.register.files import as_called

    return as_called(text, texts)


def emit(text: str) -> None:
    """Write to the output; when nobody reads any further, there is nothing more to tell."""
    try:
        click.echo(named_here(text), nl=False, color=colour())
    except BrokenPipeError:
        _stop_writing()


def emit_lines(lines: Iterable[str]) -> None:
    """Write lines in which there may be anything, so that each stays one and steers no terminal."""
    emit("".join(f"{printable(line)}\n" for line in lines))


def close_output() -> None:
    """Write what is left, and leave quietly when nobody reads it. Raises OSError where what it goes to is full."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _stop_writing()
        if not isinstance(error, BrokenPipeError):
            raise


def _stop_writing() -> None:
    # What is still in the buffer would raise again when Python closes the stream.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
