"""The Dutch of the program in which an editor works: whatever it can say, with the same things filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from places import ROOT

LOCALES = ROOT / "node_modules" / "@sveltia" / "cms" / "locales"
pytestmark = pytest.mark.skipif(not LOCALES.is_dir(), reason="no packages of npm")


def words(found: dict[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    for key, said in found.items():
        if isinstance(said, dict):
            yield from words(said, f"{at}{key}.")
        else:
            yield f"{at}{key}", said


def read(path: Any) -> dict[str, str]:
    return dict(words(json.loads(path.read_text(encoding="utf-8"))))


ours = read(ROOT / "editor" / "src" / "nl.json")


def test_what_the_program_says_to_an_editor_is_dutch():
    english, theirs = read(LOCALES / "en-US.json"), read(LOCALES / "nl.json")
    # What it says of its own settings is for who makes the editor.
    left = [key for key in english if key not in theirs and key not in ours and not key.startswith("config.")]
    assert left == []
    assert [key for key in ours if key not in english] == []
    assert {"show_errors", "save_conflict.save_anyway", "remote_change.reload_entry"} <= ours.keys()


def test_the_dutch_fills_in_nothing_that_the_program_does_not_give_and_says_u():
    english = read(LOCALES / "en-US.json")
    for key, said in ours.items():
        given = set(re.findall(r"\{\$(\w+)", english[key]))
        assert set(re.findall(r"\{\$(\w+)", said)) <= given, key
    # What belongs to work of the program that we don't use stays as its makers say it.
    unused = ("config.", "workflow.", "open_authoring.", "cloud_storage.")
    seen = {
        key: said for key, said in (read(LOCALES / "nl.json") | ours).items() if not key.startswith(unused)
    }
    assert [
        key for key, said in seen.items() if re.search(r"\b(je|jij|jouw|jullie)\b", said, re.IGNORECASE)
    ] == []
