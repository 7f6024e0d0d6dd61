"""Documentation that cannot drift from the code it is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from every import every
from places import PACKAGE, ROOT, tool

from wmebv_site.register import channels, content, decisions, outages, products, support
from wmebv_site.register.entry import Entry

_CONTRIBUTING = [f"contributing/{name}" for name in ("rule", "field", "page", "command", "shape")]


def test_the_page_of_fields_is_what_the_models_say() -> None:
    script = tool("fields")
    assert script.PAGE.read_text(encoding="utf-8") == script.fields_page(), "run: python tools/fields.py"


def test_the_pages_of_the_tables_are_what_the_tables_say() -> None:
    script = tool("tables")
    assert script.PAGE.read_text(encoding="utf-8") == script.tables_page(), "run: python tools/tables.py"
    told = script.QUESTIONS_PAGE.read_text(encoding="utf-8")
    assert told == script.questions_page(), "run: python tools/tables.py"


def test_the_page_on_the_theme_says_what_its_templates_take() -> None:
    """A name that goes or comes shows as a change of that page, for it is what other themes are made by."""
    script = tool("theme")
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run: python tools/theme.py"


def test_the_drawing_of_the_house_is_the_table_of_its_map() -> None:
    script = tool("drawing")
    assert script.DRAWING.read_text(encoding="utf-8") == script.drawing(), "run: python tools/drawing.py"


@pytest.mark.parametrize("page", ["explanation/architecture", *_CONTRIBUTING])
def test_every_file_that_leads_the_way_is_there(page: str) -> None:
    """A path counts from the checkout or, as the map counts, from the package."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-zA-Z0-9_.-]*)`", text))
    made = {"content/", "documentation/", "tests/register/bad/valid/"}
    missing = [path for path in named - made if not any((base / path).exists() for base in (ROOT, PACKAGE))]
    assert len(named) > 4 and missing == []


def test_every_script_that_is_written_about_is_there() -> None:
    named = {
        (page.name, path)
        for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for path in re.findall(
            r"\b(?:tests|tools|benchmarks|wmebv_site)/[\w/]+\.py", page.read_text(encoding="utf-8")
        )
    }
    assert len(named) > 5 and not [each for each in named if not (ROOT / each[1]).is_file()]


def test_the_pages_for_who_changes_something_are_led_to() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for page in _CONTRIBUTING:
        assert f"](docs/{page}.md)" in text


def test_the_page_on_house_styles_names_every_token_of_the_bridge() -> None:
    script = tool("house_style")
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run: python tools/house_style.py"


def test_every_model_of_a_register_has_its_table_of_fields() -> None:
    models = {
        value.__name__
        for module in (channels, products, decisions, content, support, outages)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Entry) and value.__module__ == module.__name__
    }
    without_table = {"ProductsFile", "ContentEntry"}
    assert models - without_table == set(tool("fields")._TITLES)


def _links() -> list[tuple[Path, str]]:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = []
    for page in pages:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [(page, target) for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)]
    return [(page, target) for page, target in found if ":" not in target]


@every("page, target", _links())
def test_a_link_in_the_documentation_leads_somewhere(page: Path, target: str) -> None:
    assert (page.parent / target).exists()
