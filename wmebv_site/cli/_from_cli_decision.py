"""Everything about decisions: ``wmebv decision``."""

from __future__ import annotations

import click

from wmebv_site.cli.terminal import Group


@click.group(cls=Group, no_args_is_help=True)
def decision() -> None:
    """Maak en bekijk besluiten."""
