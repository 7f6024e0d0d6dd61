"""The command ``wmebv``: what a person can ask, and how the answer leaves."""

from wmebv_site.cli import documents as documents
from wmebv_site.cli import drafts as drafts
from wmebv_site.cli import life as life
from wmebv_site.cli.app import NAME, main, wmebv

__all__ = ["NAME", "main", "wmebv"]
