"""Tells diagnostics to whoever waits for them: a person at a terminal, a log, or another program."""

from wmebv_site.reporter.excerpt import Excerpt, Excerpts, printable
from wmebv_site.reporter.formats import FORMATS, render
from wmebv_site.reporter.report import Report

__all__ = ["FORMATS", "Excerpt", "Excerpts", "Report", "printable", "render"]
