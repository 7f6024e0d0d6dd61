"""The page about the data: every file it names is there, every example on it runs, and it follows the settings."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from browsing import served
from building import build_example_as
from command import wmebv
from places import ROOT
from projects import EXAMPLE_DAY, copied, tree

from wmebv_site.data.answers import ELSEWHERE, OPENED, STATES
from wmebv_site.data.published import MAKERS
from wmebv_site.register.addresses import DATA, DATA_ENGLISH
from wmebv_site.site.open_data import LISTED

OF_THINGS = re.compile(r"data/(?:producten|kanalen|besluiten|hulp|storingen|berichten|schema)/.+\.json")
CODE = re.compile(r'<pre class="(\w+)"><code>(.*?)</code></pre>', re.DOTALL)
ADDRESS = re.compile(r"https://[^/\"]*/digitaal-contact/")


def examples_on(site: Path, page: str) -> dict[str, str]:
    """What one can copy from a page, by its language."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    return {language: unescape(code) for language, code in CODE.findall(html)}


def test_every_file_of_the_data_is_named_on_the_page_and_the_other_way_round(example_site: Path) -> None:
    made = {
        path.relative_to(example_site).as_posix()
        for path in (example_site / DATA).rglob("*")
        if path.is_file()
    }
    html = (example_site / DATA / "index.html").read_text(encoding="utf-8")
    linked = {f"{DATA}{name}" for name in re.findall(r'href="(?:\.\./data/)?([\w-]+\.[a-z]+)"', html)}
    assert linked <= made
    assert made - linked == {path for path in made if OF_THINGS.fullmatch(path)} | {f"{DATA}index.html"}


def test_every_format_that_is_made_has_its_files_on_the_page() -> None:
    assert set(LISTED) == set(MAKERS)


@pytest.mark.parametrize("page", [DATA, DATA_ENGLISH])
def test_the_examples_run(example_site: Path, page: str) -> None:
    examples = examples_on(example_site, page)
    with served(example_site) as address:
        here = {name: ADDRESS.sub(address, code) for name, code in examples.items()}
        assert here["python"] != examples["python"]
        done = subprocess.run(
            [sys.executable, "-c", here["python"]], capture_output=True, text=True, encoding="utf-8",
            env={"PYTHONUTF8": "1", "NO_PROXY": "*"}, check=True, timeout=60,
        )  # fmt: skip
        assert "Verhuizing doorgeven" in done.stdout and "aangewezen" in done.stdout
        asked = here["shell"].split()[-1]
        assert asked.startswith(address)
        assert (example_site / asked.removeprefix(address)).is_file()


@pytest.mark.parametrize("page", [DATA, DATA_ENGLISH])
def test_every_word_for_what_holds_is_explained_on_the_page(example_site: Path, page: str) -> None:
    html = (example_site / page / "index.html").read_text(encoding="utf-8")
    told = set(re.findall(r"<li><code[^>]*>(\w+)</code>: \w", html))
    assert told == set(STATES.values()) | {OPENED, ELSEWHERE}


def test_without_formats_there_is_no_data_and_nothing_leads_to_it(tmp_path: Path) -> None:
    copied(ROOT, tmp_path / "project")
    site = build_example_as(
        tmp_path / "project", "https://www.voorbeeld.example/", date=str(EXAMPLE_DAY), data=[]
    )
    assert [path.name for path in (site / DATA).iterdir()] == ["index.html"]
    assert "niet als bestanden" in (site / DATA / "index.html").read_text(encoding="utf-8")
    for page in ("", "over/", "producten/paspoort/"):
        assert 'data/"' not in (site / page / "index.html").read_text(encoding="utf-8")


def test_the_command_writes_what_the_website_has(tmp_path: Path, example_site: Path) -> None:
    said = wmebv(
        "export", "data", "data", "--project", str(ROOT), "--date", str(EXAMPLE_DAY), cwd=tmp_path, code=0
    )
    of_site = tree(example_site / DATA)
    del of_site["index.html"]
    assert tree(tmp_path / "data") == of_site
    assert f"{len(of_site)} bestanden" in said.stdout


def test_the_command_writes_nothing_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "brief.txt").write_text("van mij", encoding="utf-8")
    wmebv("export", "data", "data", "--project", str(ROOT), cwd=tmp_path, code=2)
    assert tree(tmp_path) == {"data/brief.txt": b"van mij"}
