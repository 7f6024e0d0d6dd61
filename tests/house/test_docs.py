"""Documentation that cannot drift from the code it is about."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from places import ROOT

from wmebv_site.register import channels, content, outages, products, support
from wmebv_site.register.entry import Entry


def _tool(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_fields_is_what_the_models_say() -> None:
    tool = _tool("fields")
    assert tool.PAGE.read_text(encoding="utf-8") == tool.fields_page(), "run: python tools/fields.py"


def test_the_page_on_the_theme_says_what_its_templates_take() -> None:
    """A name that goes or comes shows as a change of that page, for it is what other themes are made by."""
    tool = _tool("theme")
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: python tools/theme.py"


def test_the_page_on_house_styles_names_every_token_of_the_bridge() -> None:
    tool = _tool("house_style")
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: python tools/house_style.py"


def test_every_model_of_a_register_has_its_table_of_fields() -> None:
    models = {
        value.__name__
        for module in (channels, products, content, support, outages)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Entry) and value.__module__ == module.__name__
    }
    without_table = {"ProductsFile", "ContentEntry"}
    assert models - without_table == set(_tool("fields")._TITLES)


def _links() -> list[tuple[Path, str]]:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = []
    for page in pages:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [(page, target) for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)]
    return [(page, target) for page, target in found if ":" not in target]


@pytest.mark.parametrize(("page", "target"), _links(), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_a_link_in_the_documentation_leads_somewhere(page: Path, target: str) -> None:
    assert (page.parent / target).exists()
