"""The links of a register as data: each with its verdict, since when, where it stands and who looks after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wmebv_site.links.collected import Spot
from wmebv_site.links.standing import OfOne, Standing, Standings
from wmebv_site.register.responsible import Responsible


def links_data(found: Standings) -> dict[str, Any]:
    """All links and how they stand; days as JJJJ-MM-DD, moments with their time zone, null where nothing is known."""
    return {
        "asked": found.asked.isoformat() if found.asked else None,
        "total": len(found.all),
        "known": found.known,
        "open": len(found.open),
        "verdicts": {verdict.value: number for verdict, number in found.counts.items()},
        "responsible": [_of_one(each) for each in found.by_responsible],
        "links": [one_link(each) for each in found.all],
    }


def _of_one(each: OfOne) -> dict[str, Any]:
    return {
        **responsible_data(each.responsible),
        "total": len(each.links),
        "open": [standing.link.url for standing in each.open],
    }


def responsible_data(responsible: Responsible) -> dict[str, str]:
    return {"role": responsible.role.value, "id": responsible.id, "name": responsible.name}


def one_link(each: Standing) -> dict[str, Any]:
    known = each.known
    found = known.found if known else None
    return {
        "url": each.link.url,
        "verdict": each.verdict.value if each.verdict else None,
        "certain": each.is_certain,
        "attention": each.needs_attention,
        "excepted": each.excepted,
        "state": each.state,
        "why": each.why or None,
        "to": found.to if found else None,
        "status": found.status if found else None,
        "certificate_until": found.certificate[1].isoformat() if found and found.certificate else None,
        "first_seen": _moment(known.first_seen if known else None),
        "asked": _moment(known.asked if known else None),
        "last_good": _moment(known.last_good if known else None),
        "failing_since": _moment(known.failing_since if known else None),
        "responsible": [responsible_data(responsible) for responsible in each.link.responsible],
        "places": [_place(spot) for spot in each.link.spots],
    }


def _place(spot: Spot) -> dict[str, Any]:
    place = spot.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "serves": spot.serves,
        "frozen_by": spot.frozen_by,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
