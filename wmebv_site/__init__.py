"""Publishes which electronic channel a municipality designates for which official message."""

__version__ = "0.1.0"
