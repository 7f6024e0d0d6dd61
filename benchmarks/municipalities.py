"""Makes many made-up municipalities under real codes, that differ in which products they have and for what a channel is designated."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.registers import freeze, make_project, with_data
from benchmarks.words import Words, read_words
from wmebv_site.project.municipalities import municipalities

_OF = 1.2
"""How many times as many products there are as each municipality has: hence not everybody has the same."""
_LATER = (("kanalen-werk-en-inkomen-2026",), ("aanwijzing-2026", "algemeen-kanaal-2026"))
"""The decisions that are not in force yet in some municipalities: first that of another body, then those of its own."""
_POSTPONED = (0.25, 0.1)
_LATE_FALLBACK = 0.6
_LAST = "restkanaal-2026"
_LAST_TEXT = """\
---
title: Aanwijzingsbesluit restkanaal gemeente Voorbeeld 2026
citation_title: Aanwijzingsbesluit restkanaal 2026
kind: aanwijzing
authorities: [raad, college, burgemeester, heffingsambtenaar, invorderingsambtenaar, ambtenaar-burgerlijke-stand]
basis: ["Awb 2:13 lid 2"]
adopted: 2026-04-14
published: 2026-04-21
publication: https://zoek.officielebekendmakingen.nl/gmb-2026-000000.html
in_force_from: 2026-12-01
---

De bestuursorganen van de gemeente Voorbeeld, ieder voor zover het zijn bevoegdheid betreft;

gelet op artikel 2:13, tweede lid, van de Algemene wet bestuursrecht;

besluiten:

## Artikel 1 Restkanaal

Voor elk bericht waarvoor geen ander kanaal is aangewezen, is het contactformulier aangewezen.

## Artikel 2 Inwerkingtreding

Dit besluit treedt in werking op 1 december 2026.
"""
"""In some municipalities what no other rule answers has a channel only later."""
_DOMAIN = re.compile(r'(?m)^  - \{domain: ([\w-]+), channels: .*"besluit:aanwijzing-2026".*\n')
_FALLBACK = re.compile(r'(?m)^  - \{fallback: ja, channels: .*"besluit:aanwijzing-2026".*\n')
_FOR_A_KIND = re.compile(r"(?m)^  - \{messages: \[(?:bezwaar|klacht)\], .*\n")
_IN_PERSON = "exempt: {reason: in_persoon, basis: Artikel 28 Paspoortwet}"


def codes(number: int) -> list[str]:
    """Real codes as far as there are, then codes that nobody has."""
    real = [each.code for each in municipalities()]
    free = (code for code in (f"gm{each:04}" for each in range(9990, 0, -1)) if code not in set(real))
    return [*real, *(next(free) for _ in range(number - len(real)))][:number]


def write_municipalities(
    folder: Path, number: int, products: int, workers: int = 1, words: Words | None = None
) -> None:
    """A project for each, with their list. What is the same is one file on disk.

    Those beyond the real codes have in turn what one under a real code has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = make_project(folder / "eerste", round(products * _OF), words or read_words())
    shutil.rmtree(first / "site", ignore_errors=True)
    listed = codes(number)
    real = [code for code in listed if code in {each.code for each in municipalities()}]
    make = partial(_write_one, first, products)
    if workers == 1:
        list(map(make, real, range(1, len(real) + 1)))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            list(pool.map(make, real, range(1, len(real) + 1)))
    for place, code in enumerate(listed[len(real) :]):
        shutil.copytree(folder / real[place % len(real)], folder / code, copy_function=os.link)
        _own(folder / code, code, len(real) + place + 1)
    shutil.rmtree(first)
    write_list(folder, number)


def write_list(folder: Path, number: int) -> None:
    lines = [f"  - {{folder: {code}, code: {code}}}\n" for code in codes(number)]
    (folder / "fleet.yaml").write_text(f"municipalities:\n{''.join(lines)}", encoding="utf-8")


def _write_one(first: Path, products: int, code: str, place: int) -> None:
    project = first.parent / code
    shutil.copytree(first, project, copy_function=os.link)
    _own(project, code, place)
    chance = random.Random(code)
    channels = (project / "channels.yaml").read_text(encoding="utf-8")
    share = chance.uniform(0, 0.7)
    dropped = {found[1] for found in _DOMAIN.finditer(channels) if chance.random() < share}
    channels = _DOMAIN.sub(lambda found: "" if found[1] in dropped else found[0], channels)
    channels = _FOR_A_KIND.sub(lambda found: "" if chance.random() < 0.2 else found[0], channels)
    if chance.random() < _LATE_FALLBACK:
        later = (
            f'  - {{fallback: ja, channels: [contactformulier], source: "besluit:{_LAST}", article: "1"}}\n'
        )
        channels = _FALLBACK.sub(later, channels)
        last = project / "content" / "besluiten" / f"{_LAST}.md"
        last.write_text(_LAST_TEXT, encoding="utf-8", newline="\n")
    _write(project / "channels.yaml", channels)
    _write(project / "products.yaml", _products(project, channels, products, chance, dropped))
    freeze(project)
    for postponed, share in zip(_LATER, _POSTPONED, strict=True):
        if chance.random() < share:
            _postpone(project, postponed)


def _own(project: Path, code: str, place: int) -> None:
    """Its own code, name and address; none of them a municipality that exists."""
    channels = (project / "channels.yaml").read_text(encoding="utf-8")
    channels = re.sub(r"(?m)^  tooi: .*$", f"  tooi: {code}", channels, count=1)
    channels = re.sub(r"(?m)^  name: .*$", f"  name: Gemeente Voorbeeld {place}", channels, count=1)
    _write(project / "channels.yaml", channels)
    settings = with_data((project / "mkdocs.yml").read_text(encoding="utf-8"), ["json"])
    address = f"site_url: https://www.voorbeeld.example/{code}/"
    _write(project / "mkdocs.yml", re.sub(r"(?m)^site_url: .*$", address, settings, count=1))


def _products(project: Path, channels: str, number: int, chance: random.Random, dropped: set[str]) -> str:
    """So many of the products that there are; some with a channel of their own where their domain has none."""
    head, *blocks = re.split(r"(?m)^\n(?=  - id: )", (project / "products.yaml").read_text(encoding="utf-8"))
    featured = _listed(channels, "featured")
    needed = [block for block in blocks if _value(block, "id") in featured]
    others = [block for block in blocks if _value(block, "id") not in featured]
    chosen = set(needed) | set(chance.sample(others, number - len(needed)))
    share = chance.random()
    return head + "".join(
        "\n" + _product(block, chance, share, _value(block, "domain") in dropped)
        for block in blocks
        if block in chosen
    )


def _product(block: str, chance: random.Random, share: float, dropped: bool) -> str:
    """One product: with a channel of its own, or with a message for which one has to come, or as it is."""
    if dropped and chance.random() < share:
        return block.replace("    messages:\n", "    channels: [contactformulier]\n    messages:\n")
    if chance.random() < 0.03:
        return re.sub(r"(?m)^      - kind: aanvraag$", rf"\g<0>\n        {_IN_PERSON}", block, count=1)
    return block


def _value(block: str, key: str) -> str:
    found = re.search(rf"(?m)^[ -]*{key}: (.*)$", block)
    assert found, f"every product has {key}"
    return found[1]


def _listed(text: str, key: str) -> set[str]:
    found = re.search(rf"(?m)^ *{key}: \[(.*)\]$", text)
    return set(found[1].split(", ")) if found else set()


def _postpone(project: Path, decisions: tuple[str, ...]) -> None:
    for file in _files(project, decisions):
        text = file.read_text(encoding="utf-8")
        _write(file, re.sub(r"(?m)^in_force_from: .*$", "in_force_from: 2026-12-01", text, count=1))


def _files(project: Path, decisions: tuple[str, ...]) -> Iterator[Path]:
    return (project / "content" / "besluiten" / f"{each}.md" for each in decisions)


def _write(file: Path, text: str) -> None:
    """Not over the file that others share."""
    file.unlink()
    file.write_text(text, encoding="utf-8", newline="\n")
