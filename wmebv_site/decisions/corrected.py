"""Tells what a corrected annex says otherwise than the one before: of each message and channel, from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.channels import Channel
from wmebv_site.register.entry import known_keys
from wmebv_site.register.terms import Audience, RowState

_AUDIENCE = {Audience.RESIDENT: "inwoners", Audience.BUSINESS: "ondernemers"}
_BESIDE_A_WAY = ("source", "article")
"""What is told of a row also where its way is another: on what that rests."""
_LONGEST = 80
"""A longer value is not shown: that it differs says where to look."""


def told_changes(before: Annex, after: Annex) -> tuple[str, ...]:
    """What differs, a line each, and none for what nobody would read in it."""
    rows = {**before.row_by_key, **after.row_by_key}
    found: dict[tuple[str, str], dict[Audience, str]] = {}
    for key, row in rows.items():
        if told := _of_row(before.row_by_key.get(key), after.row_by_key.get(key)):
            found.setdefault((row.product, row.message), {})[row.audience] = told
    lines = []
    for (product, message), told_to in found.items():
        both = [audience for audience in Audience if (product, message, audience) in rows]
        name = next(rows[product, message, audience] for audience in both)
        said = set(told_to.values())
        about = f"'{name.message_name}' van '{name.product_name}'"
        if len(said) == 1 and len(told_to) == len(both):
            lines.append(f"{about}: {said.pop()}")
            continue
        lines += [f"{about}, voor {_AUDIENCE[audience]}: {told}" for audience, told in told_to.items()]
    return (*lines, *_of_channels(before, after))


def _of_row(was: AnnexRow | None, now: AnnexRow | None) -> str:
    if was is None or now is None:
        return _came_or_went(None if was is None else _way(was), None if now is None else _way(now))
    # An annex of an earlier version doesn't tell the executor of a row: that it now does is no other way.
    untold = {"executor"} if was.executor is None and was.channel_ids else set()
    had, has = was.model_dump(exclude=untold), now.model_dump(exclude=untold)
    if had == has:
        return ""
    names = known_keys(AnnexRow)
    told, keys = [], list(names)
    if _way(was) != _way(now):
        told, keys = [_from_to(_way(was), _way(now))], list(_BESIDE_A_WAY)
    told += [
        f"{names[key].lower()} {_from_to(_value(had[key]), _value(has[key]))}"
        for key in keys
        if had.get(key) != has.get(key)
    ]
    return "; ".join(told)


def _way(row: AnnexRow) -> str:
    """How a message can be sent, in the words of its row."""
    ways = " en ".join(f"'{way.name}'" for way in row.channels)
    if row.withdrawn:
        return f"ingetrokken: {ways}" if ways else "ingetrokken"
    if row.state is RowState.EXECUTOR and row.executor is not None and not ways:
        return f"'{row.executor.name}'"
    if row.state is RowState.INVITATION and not ways:
        return "zoals de gemeente erom vraagt"
    return ways or "geen kanaal"


def _of_channels(before: Annex, after: Annex) -> Iterator[str]:
    had, has = before.channel_by_id, after.channel_by_id
    names = known_keys(Channel)
    for name, channel in {**had, **has}.items():
        was, now = had.get(name), has.get(name)
        if was is None or now is None:
            told = _came_or_went(*(None if each is None else "" for each in (was, now)))
        else:
            one, other = was.model_dump(by_alias=True), now.model_dump(by_alias=True)
            told = "; ".join(
                f"{names[key].lower()} {_from_to(_value(one[key]), _value(other[key]))}"
                for key in names
                if one.get(key) != other.get(key)
            )
        if told:
            yield f"het kanaal '{channel.name}': {told}"


def _came_or_went(was: str | None, now: str | None) -> str:
    """Of what is in one annex alone: what it says there, where that is more than that it is there."""
    if was is None:
        return f"stond er niet in, nu {now}" if now else "stond er niet in, nu wel"
    return f"eerst {was}, nu staat het er niet meer in" if was else "staat er niet meer in"


def _from_to(was: str, now: str) -> str:
    return f"eerst {was}, nu {now}" if was != now else "anders"


def _value(value: Any) -> str:
    """A value as a person may read it; nothing of one that is long, or that holds others."""
    if value is None or value == ():
        return "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    listed = isinstance(value, (list, tuple))
    if isinstance(value, dict) or (listed and not all(isinstance(each, str) for each in value)):
        return "iets anders"
    text = ", ".join(map(str, value)) if listed else str(value)
    return f"'{text}'" if len(text) <= _LONGEST else "een andere tekst"
