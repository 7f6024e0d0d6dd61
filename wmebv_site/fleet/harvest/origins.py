"""What a harvest remembers of each place where it read data: what was there, and since when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from wmebv_site import __version__
from wmebv_site.diagnostics import json_text
from wmebv_site.fleet.harvest.harvested import Harvest

FILE = "bronnen.json"
"""Where it stands: beside the tables of the harvest."""
SHAPE = 1
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it was read last: its sum, and what its server calls this version of it."""

    sum: str
    etag: str | None = None
    modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers with which a server can say that nothing changed."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of one place after a harvest."""

    where: str
    """Its address, or its folder as it stands in the list."""
    code: str | None
    state: Harvest
    since: str
    """The day on which it was first so."""
    asked: str
    """The day on which it was asked last."""
    why: str = ""
    read: str | None = None
    """The day on which it was last read well."""
    built_for: str | None = None
    register: Copy | None = None
    """The files of which the rows stand in the tables."""
    intervals: Copy | None = None


def kept_header(value: str | None) -> str | None:
    """What a server said, as far as it may go into a header again."""
    short = value is not None and 0 < len(value) <= _LONGEST
    return value if short and value.isascii() and value.isprintable() else None  # type: ignore[union-attr]


def written(origins: Iterable[Origin]) -> bytes:
    """All of them as a file, the same bytes for the same knowledge."""
    data = {
        "shape": SHAPE,
        "version": __version__,
        "sources": [_plain(each) for each in sorted(origins, key=lambda each: each.where)],
    }
    return json_text(data).encode()


def _plain(origin: Origin) -> dict[str, Any]:
    return {key: value for key, value in asdict(origin).items() if value not in (None, "")}


def read(data: bytes | None) -> Mapping[str, Origin] | None:
    """What a file tells, by place; None where it is damaged. What another version of the program read, is read again:
    its tables may be others.
    """
    if data is None:
        return {}
    try:
        found = json.loads(data)
        if found["shape"] != SHAPE:
            return None
        origins = {each["where"]: _origin(each) for each in found["sources"]}
        if found["version"] != __version__:
            return {where: replace(each, register=None, intervals=None) for where, each in origins.items()}
        return origins
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _origin(data: Any) -> Origin:
    days = {name: _day(data.get(name)) for name in ("since", "asked", "read", "built_for")}
    if days["since"] is None or days["asked"] is None:
        raise ValueError(data)
    return Origin(
        str(data["where"]),
        str(data["code"]) if data.get("code") else None,
        Harvest(data["state"]),
        days["since"],
        days["asked"],
        str(data.get("why", "")),
        days["read"],
        days["built_for"],
        copy_of(data.get("register")),
        copy_of(data.get("intervals")),
    )


def _day(value: Any) -> str | None:
    return date.fromisoformat(value).isoformat() if value is not None else None


def copy_of(data: Any) -> Copy | None:
    """What was remembered of a file."""
    if data is None:
        return None
    return Copy(str(data["sum"]), kept_header(data.get("etag")), kept_header(data.get("modified")))
