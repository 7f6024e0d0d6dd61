"""Whether the municipality's own words are easy to read: information for editors, never in the way."""

from wmebv_site.language.check import check

__all__ = ["check"]
