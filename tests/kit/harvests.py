"""Made-up data of municipalities, with everything in it that one engine could count otherwise than another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from wmebv_site.fleet.harvest.harvested import Harvest, Harvested

CODES = ("gm0014", "gm0344", "gm0363", "gm0518", "gm9998", "gm9999")
_STATES = (
    "aangewezen", "uitvoerder", "uitnodiging", "uitgezonderd", "geen_kanaal", "niet_opengesteld", "oud_recht", "opengesteld",
    "elders",
)  # fmt: skip
_NAMES = (
    "Paspoort",
    "'s Avonds parkeren",
    'Een "feest"',
    "Ëén\tproduct",
    "=1+1",
    "",
    "Zwemmen; varen, vliegen",
    "100 %",
)
_DAYS = (None, "2025-03-01", "2025-12-31", "2026-01-01", "2026-02-15", "2026-06-01", "2027-01-01")


def harvest(day: str, seed: str = "", products: int = 8) -> Iterator[Harvested]:
    """What six municipalities say on a day: one says nothing yet, and one has no products at all."""
    for place, code in enumerate(CODES):
        if place == 1:
            yield Harvested(code, Harvest.ABSENT, day, "Er antwoordt niemand.")
            continue
        register, intervals = data(code, day, seed, products if place != 2 else 0)
        yield Harvested(
            code, Harvest.GOOD, day, url=f"https://{code}.example/", register=register, intervals=intervals
        )


def data(
    code: str, day: str, seed: str = "", products: int = 8
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The two files of the data of one municipality, by chance but the same every time."""
    chance = random.Random(code + seed)
    channels = [
        {
            "id": f"k{number}",
            "name": chance.choice(_NAMES),
            "kind": chance.choice(("webformulier", "e-mail", "portaal")),
        }
        for number in range(4)
    ]
    told, intervals = [], []
    for number in range(products):
        messages = []
        for kind in chance.sample(("aanvraag", "bezwaar", "klacht", "melding"), chance.randint(1, 3)):
            official, exempt = chance.random() < 0.8, chance.random() < 0.1
            answers = []
            for audience in chance.choice((("inwoner",), ("ondernemer",), ("inwoner", "ondernemer"))):
                periods = list(_periods(chance, exempt, channels))
                about = {"product": f"p{number}", "message": kind, "audience": audience}
                intervals += [
                    about | {key: value for key, value in each.items() if value is not None}
                    for each in periods
                ]
                today = next(
                    each for each in periods if (each["from"] or "") <= day < (each["until"] or "9999")
                )
                answers.append(_answer(today, audience, channels))
            messages.append({"id": kind, "kind": kind, "official": official, "answers": answers})
        product = {"id": f"p{number}", "name": chance.choice(_NAMES), "messages": messages}
        if number % 3:
            product["upl"] = f"http://standaarden.overheid.nl/owms/terms/upl{number % 5}"
        told.append(product)
    register = {
        "built_for": day,
        "municipality": {"name": f"Gemeente {chance.choice(_NAMES)}", "fictitious": True},
        "products": told,
    }
    return register, intervals


def _periods(chance: random.Random, exempt: bool, channels: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What held one after another, without holes."""
    days = sorted(chance.sample(_DAYS[1:], chance.randint(0, 3)))
    for begin, end in zip((None, *days), (*days, None), strict=True):
        state = "uitgezonderd" if exempt else chance.choice(_STATES)
        there = state in ("aangewezen", "opengesteld")
        yield {
            "from": begin,
            "until": end,
            "state": state,
            "channels": [each["id"] for each in chance.sample(channels, chance.randint(1, 3))]
            if there
            else [],
            "executor": "dienst" if state == "uitvoerder" else None,
            "source": "besluit:a" if there else None,
            "article": chance.choice(("2", "2:14", None)) if there else None,
            "fallback": there and chance.random() < 0.4,
            "retroactive": chance.random() < 0.1,
            "certain": chance.random() < 0.9,
        }


def _answer(today: dict[str, Any], audience: str, channels: list[dict[str, Any]]) -> dict[str, Any]:
    known = {each["id"]: each for each in channels}
    reason = {key: today[key] for key in ("source", "article") if today[key] is not None}
    found = {
        "audience": audience,
        "state": today["state"],
        "channels": [known[name] for name in today["channels"]],
        "reasons": [reason | {"channels": today["channels"]}] if reason else [],
        "fallback": today["fallback"],
        "retroactive": today["retroactive"],
    }
    found |= {key: today[key] for key in ("from", "until") if today[key] is not None}
    return found | ({"executor": {"id": today["executor"], "name": "De dienst"}} if today["executor"] else {})
