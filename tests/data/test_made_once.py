"""What thousands of messages share is made once, and says of each what would be made of it alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from histories import DAYS, files_of_history, history
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, copies, register_from, register_of
from small_registers import CHANNELS

from wmebv_site.data.answers import Answers
from wmebv_site.data.json_files import json_files
from wmebv_site.data.schema_org import linked_data
from wmebv_site.data.things import Things
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.addresses import product_url
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, ToConfirm
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"


def data_of(register: Register, day: date) -> Data:
    return Data(Site(Decisions(register, day), url=URL))


def in_all_ways(listed: Iterable[Product]) -> Iterable[Product]:
    """Every product also as one for others, or of which less is confirmed."""
    changes: dict[str, dict[str, Any]] = {
        "zelf": {},
        "inwoner": {"audience": (Audience.RESIDENT,)},
        "ondernemer": {"audience": (Audience.BUSINESS,)},
        "andersom": {"audience": tuple(reversed(Audience))},
        "onbekend": {"unconfirmed": (ToConfirm.AUTHORITY, ToConfirm.LEGAL_BASIS)},
        "wetten": {"unconfirmed": (ToConfirm.STATUTES,)},
    }
    for product in listed:
        for name, change in changes.items():
            yield product.model_copy(update=change | {"id": f"{product.id}-{name}", "formerly": ()})


def compare(register: Register, day: date) -> int:
    """How many products were told as if there were no others."""
    data = data_of(register, day)
    linked = dict(linked_data(data))
    for product, told in zip(register.products, data.products, strict=True):
        assert told == Things(Answers(data.site, data.base)).product(product)
        alone = Data(data.site)
        vars(alone)["products"] = (told,)  # as if it were the only one
        url = product_url(product)
        assert dict(linked_data(alone))[url] == linked[url]
    return len(data.products)


@pytest.mark.parametrize("seed", range(12))
def test_a_message_is_told_as_if_there_were_no_others(seed: int) -> None:
    register = register_from(files_of_history(history(Random(seed))))
    everything = replace(register, products=tuple(in_all_ways(register.products)))
    assert compare(everything, DAYS[seed]) == 12


def test_the_messages_of_a_small_register_are_told_as_if_there_were_no_others() -> None:
    register = register_of(SMALL)
    assert compare(replace(register, products=tuple(in_all_ways(register.products))), EXAMPLE_DAY)


@pytest.mark.parametrize("unconfirmed", ["", ", unconfirmed: [statutes]", ", unconfirmed: [authority]"])
def test_a_message_that_names_who_decides_is_told_once_whoever_decides_on_its_product(
    unconfirmed: str,
) -> None:
    message = "messages: [{kind: verzoek, authority: college}]"
    products = "".join(
        f"  - {{id: {name}, name: {name}, domain: d, authority: {name}, {message}{unconfirmed}}}\n"
        for name in ("college", "burgemeester")
    )
    files = {"channels.yaml": CHANNELS, "products.yaml": f"products:\n{products}"}
    register = register_from({path: text.encode() for path, text in files.items()})
    [file] = [each for each in json_files(data_of(register, EXAMPLE_DAY)) if "berichten/" in each.path]
    groups = json.loads(file.data)["groups"]
    assert [len(group["products"]) for group in groups] == [2]


def test_what_messages_share_is_made_once_however_many_products_there_are() -> None:
    register = register_of(ROOT)

    def made(number: int) -> tuple[int, int, int]:
        """How many answers were made, and ways to send, for how many messages."""
        data = data_of(replace(register, products=copies(register.products, number)), EXAMPLE_DAY)
        messages = [message for product in data.products for message in product["messages"]]
        things = [thing for url, thing in linked_data(data) if url.startswith("producten/")]
        ways = {id(thing["availableChannel"]) for thing in things if "availableChannel" in thing}
        return len({id(message["answers"]) for message in messages}), len(ways), len(messages)

    few, many = made(1), made(10)
    assert many == (*few[:2], 10 * few[2])
