"""The overview of many municipalities as a website: its pages in the skeleton of every site, its style, and its downloads."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from jinja2 import Environment

from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import counted, in_words
from wmebv_site.fleet.listing import Fleet
from wmebv_site.fleet.overview import changes, coverage, downloads, products
from wmebv_site.fleet.overview.answers import Answers
from wmebv_site.fleet.overview.phrases import CHANGES, DATA, MUNICIPALITIES, PRODUCTS, STYLE, TWENTY
from wmebv_site.fleet.overview.publisher import Look
from wmebv_site.project.settings import CHOOSE_FOLDER
from wmebv_site.project.writing import Successor, fill
from wmebv_site.register.addresses import ASSETS
from wmebv_site.site.artifact import Artifact, StaticFile
from wmebv_site.site.look.theme import asset, templates
from wmebv_site.site.render import Renderer
from wmebv_site.site.server.headers import content_security_policy

_TEMPLATES = Path(__file__).parent / "templates"
_ASSETS = ("tekst.css", "wmebv.svg")
"""What of the theme a page may ask for, beside the style sheet of every page."""


def overview_files(answers: Answers, look: Look, harvest: Sequence[Path]) -> Iterator[StaticFile]:
    """Every file of the overview but the harvest itself; the same answers give the same bytes.

    ``harvest`` are the files of the harvest, which the page with downloads leads to.
    """
    loader = templates((_TEMPLATES,))
    skeleton = Environment(loader=loader, autoescape=True, auto_reload=False).get_template("overview.html")
    renderer, chrome = Renderer(loader), _chrome(answers, look)
    answered = tuple(downloads.answer_files(answers))
    made = chain.from_iterable(maker.pages(answers, renderer) for maker in (coverage, products, changes))
    for page in chain(made, [downloads.page(answers, answered, harvest, renderer)]):
        yield StaticFile(f"{page.url}index.html", skeleton.render(_values(chrome, page)).encode())
    yield StaticFile(STYLE, (_TEMPLATES / "overzicht.css").read_bytes())
    for name in _ASSETS:
        yield StaticFile(f"{ASSETS}{name}", asset(name).encode())
    yield from look.files
    yield from answered
    yield downloads.sums(answered, harvest)


def _values(chrome: Mapping[str, object], page: Artifact) -> dict[str, object]:
    """What the skeleton reads, by the names that MkDocs gives them."""
    up = "/".join([".."] * page.url.count("/")) or "."
    this = {"title": page.title, "url": page.url, "content": page.html, "meta": page.meta(None)}
    return {"config": {"site_name": coverage.TITLE, "extra": {"wmebv": chrome}}, "page": this, "base_url": up}


def _chrome(answers: Answers, look: Look) -> dict[str, object]:
    return {
        "municipality": look.publisher,
        "made_up": _made_up(answers),
        "navigation": _links(
            ("Gemeenten", MUNICIPALITIES), ("Producten", PRODUCTS), ("Wijzigingen", CHANGES)
        ),
        "footer": [
            {
                "title": "Op deze website",
                "links": _links(
                    ("Gemeenten", MUNICIPALITIES),
                    ("Producten", PRODUCTS),
                    ("Twintig producten", TWENTY),
                    ("Wijzigingen", CHANGES),
                    ("Gegevens", DATA),
                ),
            }
        ],
        "csp": content_security_policy(meta=True),
        "date": {"iso": answers.day.isoformat(), "text": in_words(answers.day)},
        **look.chrome,
    }


def _made_up(answers: Answers) -> tuple[str, str] | None:
    """What stands on every page when data are made up; None when none are."""
    if not answers.made_up:
        return None
    if answers.made_up == len(answers.known):
        return "Deze gegevens zijn verzonnen.", "Ze zeggen niets over echte gemeenten."
    said = counted(answers.made_up, "gemeente", "gemeenten")
    return (
        "Een deel van de gegevens is verzonnen.",
        f"Dat geldt voor {said}. Achter de naam staat 'verzonnen'.",
    )


def _links(*named: tuple[str, str]) -> list[dict[str, str]]:
    return [{"title": title, "url": url} for title, url in named]


def write_overview(target: Path, files: Iterable[StaticFile], harvest: Iterable[Path]) -> int:
    """Write the overview into a folder, whole or not at all; the number of pages. Raises Refused.

    What stood there makes way only when that is an overview too.
    """
    _refuse_foreign(target)
    pages = 0
    successor = Successor(target)
    try:
        assert successor.folder is not None
        for file in files:
            fill(successor.folder, {file.path: file.data})
            pages += file.path.endswith(".html")
        for each in harvest:
            shutil.copyfile(each, successor.folder / DATA / each.name)
        successor.take_over()
    finally:
        successor.discard()
    return pages


def misplaced(target: Path, fleet: Fleet, harvest: Path) -> str | None:
    """Why the overview can't be put in a folder: it would wipe what stands there, or be wiped with it."""
    real, home = Path(os.path.realpath(target)), fleet.file.parent
    made = [place.folder for place in fleet.places] + [place.out for place in fleet.places]
    for folder in (home, harvest, *made, *([fleet.base] if fleet.base else [])):
        other = Path(os.path.realpath(folder))
        if other == real or real in other.parents or (folder != home and other in real.parents):
            return f"In '{printable(str(target))}' kan het overzicht niet komen, want daar staat iets anders. {CHOOSE_FOLDER}"
    return None


def is_overview(folder: Path) -> bool:
    """Whether an overview that was made here stands in a folder."""
    return all((folder / name).is_file() for name in ("index.html", STYLE))


def _refuse_foreign(target: Path) -> None:
    if is_overview(target):
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        if any(not each.name.startswith(".") for each in target.iterdir()):
            raise Refused(
                f"In '{printable(str(target))}' staat iets anders dan een overzicht. Het overzicht zou dat wissen. {CHOOSE_FOLDER}"
            )
