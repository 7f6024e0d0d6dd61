"""Sites that many tests look at, built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import chromium, served
from building import EXAMPLE_DAY, ROOT, SMALL, build_site, copied, register_of
from htmlpages import Page, site_pages
from playwright.sync_api import Browser

from wmebv_site.model import Register
from wmebv_site.pages import Site


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example municipality as ``make site`` builds it, in a folder with the name that its address ends in."""
    return build_site(ROOT, tmp_path_factory.mktemp("example") / "digitaal-contact")


@pytest.fixture(scope="session")
def example_pages(example_site: Path) -> dict[str, Page]:
    return site_pages(example_site)


@pytest.fixture(scope="session")
def example() -> Site:
    """The register of the example, as residents see it on its fixed day."""
    return Site(register_of(ROOT), EXAMPLE_DAY)


@pytest.fixture(scope="session")
def small_register() -> Register:
    return register_of(SMALL)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small municipality, which has no theme of its own."""
    return build_site(SMALL, tmp_path_factory.mktemp("small") / "site", strict=False)


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
