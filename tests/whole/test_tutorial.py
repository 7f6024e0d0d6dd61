"""The tutorial, done as it is written: what it has one type, change and see."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import manual
import pytest
from command import wmebv
from places import ROOT

PAGE = ROOT / "docs" / "tutorial" / "eerste-register.md"
NOON = "1780308000"  # 1 June 2026, as the tutorial was written for that year
_RUNS_ON = ("wmebv preview",)
"""What does not end by itself; its tests stand with the command."""


class Reader:
    """Does what a page says, in the order in which it says so, in a folder that was empty."""

    def __init__(self, folder: Path) -> None:
        self.home = self.here = folder
        self.answer = ""
        self.typed: list[str] = []
        self.changed: list[str] = []
        self.seen = 0

    def follow(self, page: Path) -> None:
        text, last = page.read_text(encoding="utf-8"), 0
        for found, block in manual.placed_blocks(page):
            before = text[last : found.start()]
            last = found.end()
            self.change(before)
            if block.kind == "sh":
                for line in block.text.splitlines():
                    self.type(line)
            elif block.kind == "text":
                self.compare(block)
            else:
                assert block.title is not None, block.where
                self.put(before.strip().splitlines()[-1], block.title, block.text)
        self.change(text[last:])

    def type(self, line: str) -> None:
        if line in _RUNS_ON:
            self.here = self.home / "oefenen"
            return
        program, *words = shlex.split(line)
        if program == "cd":
            # A second terminal begins where the first one did.
            folder = self.here / words[0]
            self.here = (folder if folder.is_dir() else self.home / words[0]).resolve()
            assert self.here.is_dir(), line
            return
        assert program == "wmebv", line
        said = wmebv(*words, cwd=self.here, SOURCE_DATE_EPOCH=NOON)
        assert said.code in (0, 1), said.all
        self.answer, self.typed = said.all, [*self.typed, line]

    def compare(self, block: manual.Block) -> None:
        """A line with only three dots stands for any number of lines, and the dots in a line for any words."""
        parts = [
            r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
            for line in block.text.splitlines()
        ]
        assert re.fullmatch("".join(parts), self.answer), f"{block.where}\n{self.answer}"
        self.seen += 1

    def put(self, sentence: str, title: str, text: str) -> None:
        """Paste as a person does: who copies from a page has no end of line behind it, and presses Enter first."""
        file, pasted = self.here / title, "\n" + text.strip("\n")
        there = file.read_text(encoding="utf-8")
        below = re.search(r"onder de regel `([^`]+)`", sentence)
        if below:
            (place,) = re.finditer(rf"^{re.escape(below[1])}$", there, re.MULTILINE)
            there = there[: place.end()] + pasted + there[place.end() :]
        else:
            assert "onderaan" in sentence, sentence
            there += pasted
        file.write_text(there, encoding="utf-8")
        self.changed.append(title)

    def change(self, words: str) -> None:
        for title, old, new in re.findall(r"Verander in `([^`]+)` `([^`]+)` in `([^`]+)`", words):
            file = self.here / title
            there = file.read_text(encoding="utf-8")
            assert there.count(old) == 1, old
            file.write_text(there.replace(old, new), encoding="utf-8")
            self.changed.append(title)
        for title in re.findall(r"Verwijder het bestand `([^`]+)`", words):
            (self.here / title).unlink()
            self.changed.append(title)


def test_who_does_what_the_tutorial_says_sees_what_it_shows(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow(PAGE)
    assert len(reader.typed) > 10 and len(reader.changed) > 5 and reader.seen > 8
    project = tmp_path / "oefenen"
    for product in ("standplaats", "gehandicaptenparkeerkaart", "grof-afval"):
        assert (project / "site" / "producten" / product / "index.html").is_file()
    assert (project / "content" / "besluiten" / "aanwijzing-2026.annex.yaml").is_file()
    assert not list((project / "site").rglob("*aanwijzing-2026*"))


def test_a_reader_who_sees_something_else_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    reader = Reader(tmp_path)
    page.write_text("```sh\nwmebv --version\n```\n\n```text\nwmebv …\n```\n", encoding="utf-8")
    shown = manual.placed_blocks(page)
    assert [block.kind for _, block in shown] == ["sh", "text"]
    reader.follow(page)
    page.write_text("```sh\nwmebv --version\n```\n\n```text\nwmebv 0\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        reader.follow(page)
    (tmp_path / "lijst.yaml").write_text("a: b\n", encoding="utf-8")
    for wrong in ("```sh\ncd nergens\n```\n", "Verander in `lijst.yaml` `c` in `d`.\n"):
        page.write_text(wrong, encoding="utf-8")
        with pytest.raises(AssertionError):
            Reader(tmp_path).follow(page)
