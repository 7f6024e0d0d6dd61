"""The only writer of registers: changes what was asked, leaves every other byte, and writes all files or none."""

from wmebv_site.editing.emit import Inline, Noted
from wmebv_site.editing.files import Change, difference, write
from wmebv_site.editing.refusal import EditRefused
from wmebv_site.editing.rewrite import plain, rewrite

__all__ = ["Change", "EditRefused", "Inline", "Noted", "difference", "plain", "rewrite", "write"]
