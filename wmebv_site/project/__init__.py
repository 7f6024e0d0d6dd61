"""Turns the bytes of a file into plain data that remembers where every value stands."""

from wmebv_site.source.front_matter import Document, read_document
from wmebv_site.source.reader import MERGE_KEY, read_yaml
from wmebv_site.source.text import MAX_BYTES, SourceText, read_text
from wmebv_site.source.tree import Mapping, Sequence, Value

__all__ = [
    "MAX_BYTES",
    "MERGE_KEY",
    "Document",
    "Mapping",
    "Sequence",
    "SourceText",
    "Value",
    "read_document",
    "read_text",
    "read_yaml",
]
