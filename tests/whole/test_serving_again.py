"""What ``mkdocs serve`` remembers between two builds never shows: the site is the same as one that is made anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from building import ENVIRONMENT
from mkdocs.commands.build import build
from mkdocs.config import load_config
from places import ROOT
from projects import SMALL, copied, rewrite, tree

from wmebv_site.mkdocs_plugin import WmebvPlugin
from wmebv_site.register.products import Product
from wmebv_site.site.products import _ProductPages

PRODUCT = Path("theme") / "pages" / "product.html"
OUTAGE = """---
channels: [contactformulier]
begin: 2026-06-01T09:00+02:00
announced: 2026-06-01T09:10+02:00
instead: Bel 14 0123.
---

De server werkt niet.
"""


class Served:
    """A project that an editor works on while it is served."""

    def __init__(self, project: Path, sites: Path) -> None:
        self.project, self.sites = project, sites
        self.made: list[str] = []
        self.plugin = self._plugin()
        self.plugin.on_startup(command="serve", dirty=False)

    def _plugin(self) -> WmebvPlugin:
        found = load_config(str(self.project / "mkdocs.yml")).plugins["wmebv"]
        assert isinstance(found, WmebvPlugin)
        return found

    def site(self, name: str) -> dict[str, bytes]:
        """Build as ``mkdocs serve`` does after a change."""
        self.made.clear()
        config = load_config(str(self.project / "mkdocs.yml"), site_dir=str(self.sites / name))
        assert config.plugins["wmebv"] is self.plugin
        build(config, serve_url="http://127.0.0.1:8000/contact/")
        return tree(self.sites / name)

    def site_made_anew(self) -> dict[str, bytes]:
        """The same with nothing remembered."""
        remembered, self.plugin._memory = self.plugin._memory, None
        try:
            return self.site("anew")
        finally:
            self.plugin._memory = remembered


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    project = copied(SMALL, tmp_path / "project")
    (project / PRODUCT).parent.mkdir(parents=True)
    shutil.copy(ROOT / PRODUCT, project / PRODUCT)
    rewrite(project / "mkdocs.yml", "{name: material, ", "{name: material, custom_dir: theme, ")
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("repo_url: https://git.voorbeeld.example/contact\nedit_uri: edit/main/content/\n")
    with mock.patch.dict(os.environ, ENVIRONMENT):
        one = Served(project, tmp_path)
        make = _ProductPages._html

        def counting(pages: _ProductPages, product: Product) -> str:
            one.made.append(product.id)
            return make(pages, product)

        monkeypatch.setattr(_ProductPages, "_html", counting)
        yield one


def changed(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda project: rewrite(project / file, old, new)


CHANGES: dict[str, Callable[[Path], None]] = {
    "the name of a product": changed("products.yaml", "name: Adresonderzoek\n", "name: Onderzoek naar een adres\n"),
    "lines above all products": changed("products.yaml", "products:\n", "# Onze producten.\n\nproducts:\n"),
    "the address of a channel": changed("channels.yaml", "voorbeeld.example/bezwaar", "voorbeeld.example/oneens"),
    "the first product of a channel": changed(
        "products.yaml", "messages: [{kind: klacht}]", "messages: [{kind: klacht, channels: [alleen-gewenst]}]"
    ),
    "an exception that ends": changed(
        "products.yaml", "{reason: in_persoon, ", "{reason: in_persoon, until: 2026-09-01, "
    ),
    "the front matter of a decision": changed(
        "content/besluiten/aanwijzing-2027.md", "in_force_from: 2027-01-01", "in_force_from: 2026-10-01"
    ),
    "the text of a help page": changed("content/hulp/balie.md", "Kom gerust langs.", "Kom langs wanneer u wilt."),
    "the telephone number of a help page": changed("content/hulp/balie.md", "phone: 14 0123", "phone: 14 0456"),
    "a template": changed(str(PRODUCT), "<h2>Meer over dit product</h2>", "<h2>Meer hierover</h2>"),
    "an outage": lambda project: write(project / "content" / "storingen" / "a.md", OUTAGE),
    "a product that goes": changed(
        "products.yaml",
        "  - id: bijstand\n    name: Bijstand\n    domain: burgerzaken\n    audience: [inwoner]\n    authority: "
        "sociale-dienst\n    messages:\n      - {kind: aanvraag, in_use: [e-mail-balie], paper: [post]}\n",
        "",
    ),
}  # fmt: skip


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_after_every_change_the_site_is_as_one_that_is_made_anew(served: Served) -> None:
    before = served.site("again")
    for what, change in CHANGES.items():
        change(served.project)
        again = served.site("again")
        assert again != before, what
        anew = served.site_made_anew()
        assert again.keys() == anew.keys(), what
        assert [path for path in anew if again[path] != anew[path]] == [], what
        before = again


def test_after_one_changed_product_no_other_page_of_a_product_is_made_again(served: Served) -> None:
    served.site("again")
    assert len(served.made) == 6
    CHANGES["lines above all products"](served.project)
    served.site("again")
    assert served.made == []
    CHANGES["the name of a product"](served.project)
    served.site("again")
    assert served.made == ["adresonderzoek"]
    CHANGES["the address of a channel"](served.project)
    served.site("again")
    assert len(served.made) == 6


def test_a_mistake_and_its_repair_cost_no_page_that_was_made(served: Served) -> None:
    served.site("again")
    file = served.project / "products.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "  - id: half\n", encoding="utf-8")
    served.site("again")
    file.write_text(text, encoding="utf-8")
    served.site("again")
    assert served.made == []


def test_a_build_that_is_not_served_remembers_nothing(served: Served) -> None:
    served.plugin._memory = None
    served.plugin.on_startup(command="build", dirty=False)
    assert served.plugin._memory is None
