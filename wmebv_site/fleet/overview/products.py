"""The pages on products over all municipalities: the list, one page of each, and the twenty that many people need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from wmebv_site.dutch import capitalised, counted, thousands
from wmebv_site.fleet.overview.answers import Answers, Offered, OfTwenty, Product, in_percents
from wmebv_site.fleet.overview.phrases import (
    PRODUCTS,
    TWENTY,
    channel_kind,
    in_figures,
    message_kinds,
    page_of,
)
from wmebv_site.project.load import packaged_upl
from wmebv_site.register.addresses import FIGURES, letter_anchor, letter_of
from wmebv_site.register.upl import BASE
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.render import Renderer


def pages(answers: Answers, renderer: Renderer) -> Iterator[Artifact]:
    yield _products(answers, renderer)
    yield _twenty(answers, renderer)
    for product in answers.products:
        yield _product(answers, product, renderer)


def _products(answers: Answers, renderer: Renderer) -> Artifact:
    number = counted(len(answers.products), "product", "producten")
    html = renderer.render(
        "overview_products",
        title="Producten",
        in_short=f"Hier staan {number} van gemeenten. Per product ziet u welke gemeente een digitaal kanaal heeft.",
        letters=[
            (
                {"id": letter_anchor(letter), "text": "0-9" if letter == FIGURES else letter.upper()},
                [_row(each) for each in found],
            )
            for letter, found in _by_letter(answers.products)
        ],
    )
    description = "Alle producten, met hoeveel gemeenten er een digitaal kanaal voor hebben."
    return page_of(PRODUCTS, "products", "Producten", description, html)


def _row(product: Product) -> dict[str, Any]:
    return {
        "key": product.address,
        "name": product.name,
        "municipalities": product.municipalities,
        "complete": product.complete,
        **in_figures(product),
    }


def _by_letter(products: Iterable[Product]) -> Iterator[tuple[str, list[Product]]]:
    """The figures first, then A to Z."""
    found: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        found[letter_of(product.name)].append(product)
    for letter in sorted(found, key=lambda letter: (letter != FIGURES, letter)):
        yield letter, found[letter]


def _product(answers: Answers, product: Product, renderer: Renderer) -> Artifact:
    offered = answers.of_product[product.key]
    lacking = [each for each in offered if each.lacking]
    without = len(answers.known) - product.municipalities
    in_short = _product_said(product)
    html = renderer.render(
        "overview_product",
        title=product.name,
        in_short=in_short,
        lacking=[{**_named(answers, each), "said": message_kinds(each.lacking)} for each in lacking],
        offered=[
            {
                **_named(answers, each),
                "needed": each.needed,
                "answered": each.answered,
                "said": _channels(each),
            }
            for each in offered
        ],
        without=without
        and f"Bij {counted(without, 'gemeente', 'gemeenten')} staat dit product niet in het register.",
    )
    return page_of(f"{PRODUCTS}{product.address}/", "product", product.name, in_short, html)


def _named(answers: Answers, offered: Offered) -> dict[str, Any]:
    return {"code": offered.municipality, "name": answers.labels[offered.municipality]}


def _channels(offered: Offered) -> str:
    """The kinds of channels, and whether all that holds is the fallback."""
    named = ", ".join(map(channel_kind, offered.channels))
    if offered.answered and offered.fallback == offered.answered:
        return f"{named} (alleen het restkanaal)" if named else "alleen het restkanaal"
    if offered.answered and not named:
        return "bij een uitvoerder"
    if named and not offered.answered:  # for businesses, say, and not for residents as well
        return f"{named} (niet voor iedereen)"
    return named or "geen"


def _product_said(product: Product) -> str:
    if product.municipalities == 1:
        return "Eén gemeente heeft dit product. " + (
            "Voor elk officieel bericht geldt een digitaal kanaal."
            if product.complete
            else "Niet voor elk officieel bericht geldt een digitaal kanaal."
        )
    has = "heeft" if product.complete == 1 else "hebben"
    return (
        f"{product.municipalities} gemeenten hebben dit product. Daarvan {has} {product.complete} voor elk officieel "
        "bericht een digitaal kanaal."
    )


def _twenty(answers: Answers, renderer: Renderer) -> Artifact:
    told, products = answers.twenty, answers.twenty_products
    number = told["products"]
    in_short = (
        f"Hebben gemeenten een digitaal kanaal voor {number} producten die veel mensen nodig hebben? "
        f"In {in_percents(told['share']) or '0%'} van de gevallen is dat zo."
    )
    groups = []
    for answered, found in groupby(answers.twenty_municipalities, key=lambda each: each.answered):
        listed = [{"code": each.key, "name": answers.labels[each.key]} for each in found]
        title = f"Alle {number} producten" if answered == number else f"{answered} van de {number} producten"
        groups.append({"id": f"met-{answered}", "title": title, "number": len(listed), "listed": listed})
    title = "Twintig producten" if number == 20 else "Veel gevraagde producten"
    html = renderer.render(
        "overview_twenty",
        title=title,
        in_short=in_short,
        figures=[
            ("Met kanaal", in_percents(told["share"]) or "–", f"{thousands(told['answered'])} van {thousands(told['pairs'])} keer"),
            ("Kanaal voor ten minste één bericht", thousands(told["partly"]), f"van {thousands(told['pairs'])} keer"),
            ("Gemeenten met een kanaal voor alles", told["complete"], f"van {counted(told['municipalities'], 'gemeente', 'gemeenten')}"),
            ("Niet in het register", thousands(told["pairs"] - told["there"]), f"van {thousands(told['pairs'])} keer"),
        ],
        products=[_row_of_twenty(answers, each) for each in products],
        groups=groups,
    )  # fmt: skip
    return page_of(TWENTY, "twenty", title, in_short, html)


def _row_of_twenty(answers: Answers, product: OfTwenty) -> dict[str, Any]:
    known = answers.by_key.get(product.key)
    return {
        "href": f"../{PRODUCTS}{known.address}/" if known else None,
        "name": known.name if known else _national_name(product.key),
        "answered": product.answered,
        "without": product.without,
        "absent": product.absent,
        "share": product.share or "–",
    }


def _national_name(key: str) -> str:
    """What a product that no municipality has is called in the national list."""
    found = packaged_upl().names.get(f"{BASE}{key}")
    return capitalised(found.name) if found else key
