"""The command ``wmebv``: what a person can ask, and how the answer leaves."""

from wmebv_site.cli import decision, decision_new
from wmebv_site.cli.app import NAME, main, wmebv

__all__ = ["NAME", "main", "wmebv"]
