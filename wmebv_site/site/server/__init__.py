"""Texts that tell of a decision: for the website, the newspaper, the newsletter and partners."""

from wmebv_site.announcing.texts import Announcement, announce

__all__ = ["Announcement", "announce"]
