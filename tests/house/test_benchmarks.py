"""The benchmarks measure what they say: whole registers of the promised size, and sums that are right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.figures import Figure, growth, percentile, table
from benchmarks.municipalities import codes, write_municipalities
from benchmarks.projects import as_markdown
from benchmarks.registers import DATE, make_project, products_yaml
from benchmarks.serving import again
from benchmarks.weight import elements, without_synonyms
from benchmarks.words import Words, read_words
from wmebv_site.diagnostics import fails
from wmebv_site.fleet.listing import fleet_of
from wmebv_site.inventory.progress import progress
from wmebv_site.project.load import load
from wmebv_site.project.municipalities import municipalities
from wmebv_site.rules.checking import check_project


@pytest.fixture(scope="module")
def own_words() -> Words:
    """The words without the UPL list, which not every machine has."""
    return read_words(Path("nowhere"))


def test_a_made_register_has_the_asked_number_of_products_with_three_messages_on_each_page(
    own_words: Words, tmp_path: Path
) -> None:
    number = len(own_words.names) + 20  # more than there are names
    checked = check_project(
        load(make_project(tmp_path / "made", number, own_words)), date.fromisoformat(DATE)
    )
    # The annexes are those of the example, which has other products, and the pinned list of names is of 2023.
    assert {found.code for found in checked.diagnostics} <= {"WMEBV333", "WMEBV339"}
    assert not fails(checked.diagnostics)
    assert checked.register is not None
    products = checked.register.products
    assert len(products) == number
    assert {len(checked.register.messages_of(product)) for product in products} == {3}
    assert len({product.name for product in products}) == number


def test_made_up_municipalities_differ_in_products_and_in_coverage(own_words: Words, tmp_path: Path) -> None:
    assert codes(342) == [each.code for each in municipalities()] and len(set(codes(1000))) == 1000
    write_municipalities(tmp_path, 5, 40, words=own_words)
    places = fleet_of(tmp_path).places
    found = [check_project(load(place.folder), date.fromisoformat(DATE)) for place in places]
    assert [place.code for place in places] == codes(5)
    held = [each.decisions for each in found if each.decisions is not None]
    assert len(held) == 5 and not any(fails(each.diagnostics) for each in found)
    registers = [each.register for each in held]
    assert [each.municipality.tooi for each in registers] == codes(5)
    assert all(each.municipality.fictitious and len(each.products) == 40 for each in registers)
    assert {len(each.messages_of(product)) for each in registers for product in each.products} == {3}
    assert len({frozenset(product.id for product in each.products) for each in registers}) == 5
    counted = [progress(each.decisions, each.diagnostics).totals for each in found if each.decisions]
    assert len({(each.designated, each.only_fallback, each.exempt) for each in counted}) > 3
    assert min(each.designated / each.needed for each in counted) < 0.99


def test_a_made_register_has_every_domain_and_both_statutes_and_executors(
    own_words: Words, tmp_path: Path
) -> None:
    checked = check_project(load(make_project(tmp_path / "made", 300, own_words)), date.fromisoformat(DATE))
    assert checked.register is not None
    products = checked.register.products
    assert {product.domain for product in products} == {domain.id for domain in checked.register.domains}
    assert len({statute for product in products for statute in product.statutes}) == 2
    assert any(product.executor for product in products)
    assert len({product.summary for product in products}) > 250


def test_the_same_number_gives_the_same_register(own_words: Words) -> None:
    assert products_yaml(50, own_words) == products_yaml(50, own_words)


def test_names_get_a_number_only_when_they_run_out(own_words: Words) -> None:
    number = len(own_words.names)
    first, again = own_words.name(0)[0], own_words.name(number)[0]
    assert again == f"{first} 2"


def test_growth_is_one_when_cost_keeps_up_with_the_number_of_products() -> None:
    assert growth(3.0, 10.0, 1500, 5000) == pytest.approx(1.0)
    assert growth(3.0, 20.0, 1500, 5000) == pytest.approx(2.0)


def test_a_percentile_is_a_member_of_the_values() -> None:
    values = [5, 1, 4, 2, 3]
    assert percentile(values, 0.5) == 3
    assert percentile(values, 0.95) == 5
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.5) == 7


@pytest.mark.parametrize(
    ("value", "target", "limit", "verdict", "fails"),
    [
        (1.3, 1.3, None, "ok", False),
        (1.31, 1.3, None, "over", True),
        (1.31, 1.3, 3.0, "above target", False),
        (3.1, 1.3, 3.0, "over", True),
        (99.0, None, None, "", False),
    ],
)
def test_a_figure_fails_only_beyond_its_limit(
    value: float, target: float | None, limit: float | None, verdict: str, fails: bool
) -> None:
    figure = Figure("something", value, "×", target, limit)
    assert (figure.verdict, figure.fails) == (verdict, fails)
    assert (verdict in table([figure])) and "something" in table([figure])


def test_the_a_to_z_without_synonyms_keeps_every_name() -> None:
    name = '<ul>\n<li><a href="../paspoort/">Paspoort</a>{}</li>\n</ul>\n'
    assert without_synonyms(name.format(" <small>reisdocument, pas</small>")) == name.format("")


def test_elements_counts_what_a_browser_makes_of_a_page() -> None:
    assert (
        elements("<!doctype html><html><head><meta charset='utf-8'></head><body><p>a<br>b</p></body></html>")
        == 6
    )


def test_the_words_of_a_page_become_markdown_as_an_editor_would_write_it() -> None:
    page = """<header>Menu</header><main id="inhoud">
<h1>Paspoort</h1>
<p class="lead">Vraag een <a href="../x/">paspoort</a> aan.</p>
<ul>
<li>Een foto</li>
<li><strong>Uw</strong> oude paspoort</li>
</ul>
</main><footer>Onder</footer>"""
    written = as_markdown(page)
    assert written.split("\n\n") == [
        "# Paspoort",
        "Vraag een [paspoort](../x/) aan.",
        "- Een foto\n- Uw oude paspoort\n",
    ]


def test_building_again_under_serve_is_measured_on_a_changed_line(own_words: Words, tmp_path: Path) -> None:
    project = make_project(tmp_path / "made", 30, own_words)
    before = (project / "products.yaml").read_text(encoding="utf-8")
    assert again(project, 1) > 0
    after = (project / "products.yaml").read_text(encoding="utf-8")
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    assert len([one for one, other in lines if one != other]) == 1
