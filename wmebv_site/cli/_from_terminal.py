"""The terminal, file or pipe that an answer goes to: its width, its colours, and its end."""

from __future__ import annotations

import os
import shutil
import sys

import click


def width() -> int:
    """The width to write in: that of the terminal, within what a person reads with ease."""
    if not sys.stdout.isatty():
        return 80
    return max(40, min(shutil.get_terminal_size().columns, 100))


def colour() -> bool:
    """Whether to use colour: only where a person watches who did not ask for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def prepare_streams() -> None:
    """See to it that a code page without é does not stop an answer halfway."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def emit(text: str) -> None:
    """Write to the output; when nobody reads any further, there is nothing more to tell."""
    try:
        click.echo(text, nl=False, color=colour())
    except BrokenPipeError:
        _stop_writing()


def close_output() -> None:
    """Write what is left, and leave quietly when nobody reads it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()


def _stop_writing() -> None:
    # What is still in the buffer would raise again when Python closes the stream.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
