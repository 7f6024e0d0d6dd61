"""Sites that many tests look at, built once."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsing import chromium, served
from building import build_site
from compiling import compiled_once
from htmlpages import Page, site_pages
from misbehaving import misbehave, serving
from one_of_each import Examined, one_of_each
from places import ROOT
from playwright.sync_api import Browser
from poison import poisoned
from projects import EXAMPLE_DAY, SMALL, copied, register_of, rewrite
from reading import read_once
from sharing import made_once

from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.register import Register
from wmebv_site.site.build import build_pages
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_and_files_read_once() -> Iterator[None]:
    with compiled_once(), read_once():
        yield


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example municipality as ``make site`` builds it, in a folder with the name that its address ends in."""
    made = made_once(
        tmp_path_factory, "example", lambda folder: build_site(ROOT, folder / "digitaal-contact")
    )
    return made / "digitaal-contact"


@pytest.fixture(scope="session")
def example_pages(example_site: Path) -> dict[str, Page]:
    return site_pages(example_site)


@pytest.fixture(scope="session")
def example_register() -> Register:
    return register_of(ROOT)


@pytest.fixture(scope="session")
def example(example_register: Register) -> Site:
    """The register of the example, as residents see it on its fixed day."""
    return Site(Decisions(example_register, EXAMPLE_DAY))


@pytest.fixture(scope="session")
def small_register() -> Register:
    return register_of(SMALL)


@pytest.fixture(scope="module")
def poisoned_register(small_register: Register) -> Register:
    fields = {
        field.name: poisoned(getattr(small_register, field.name))
        for field in dataclasses.fields(small_register)
    }
    return Register(**fields)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small municipality, which has no theme of its own."""
    made = made_once(
        tmp_path_factory, "small", lambda folder: build_site(SMALL, folder / "site", strict=False)
    )
    return made / "site"


@pytest.fixture(scope="session")
def small_pages(small_site: Path) -> dict[str, Page]:
    return site_pages(small_site)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small municipality that a test may change."""
    return copied(SMALL, tmp_path / "project")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def example_address(example_site: Path) -> Iterator[str]:
    """The example, served on this machine."""
    with served(example_site) as address:
        yield address


@pytest.fixture(scope="session")
def own_text_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small municipality with a page that an editor wrote, which holds all that Markdown can."""
    project = copied(SMALL, tmp_path_factory.mktemp("own") / "project")
    for file in (SMALL.parent / "own_text").iterdir():
        shutil.copy(file, project / "content")
    return build_site(project, project.parent / "eigen-tekst", strict=False)


@pytest.fixture(scope="session")
def examined(example_site: Path, own_text_site: Path, example: Site) -> Iterator[Examined]:
    """The example, and a small site with every state of a message and a page of an editor, served on this machine."""
    kinds = {page.url: page.kind for page in build_pages(example, templates())}
    with ExitStack() as stack:
        pages = {}
        for site in (example_site, own_text_site):
            address = stack.enter_context(served(site))
            pages |= {address + url: page for url, page in site_pages(site).items()}
        yield Examined(tuple(one_of_each(pages, kinds)), tuple(pages), (example_site, own_text_site))


@pytest.fixture(scope="session")
def problem_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What an editor sees of a register with a mistake, served on this machine."""
    project = copied(SMALL, tmp_path_factory.mktemp("problem") / "project")
    rewrite(project / "products.yaml", "name: Evenementenvergunning", "naam: Evenementenvergunning")
    site = build_site(project, project.parent / "site", command="serve", strict=False)
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def misbehaving() -> Iterator[int]:
    """The port of a server that does all that a server should not."""
    with serving(misbehave) as made:
        yield made


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that any user may read, unlike those of pytest: Apache takes off the rights of an administrator."""
    with tempfile.TemporaryDirectory(prefix="wmebv-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
