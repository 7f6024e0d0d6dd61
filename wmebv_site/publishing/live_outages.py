"""What was told of outages since the last build: it outlives a build that knows less, in the status and in the feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from wmebv_site.project.writing import replace as write
from wmebv_site.register.addresses import (
    OUTAGE_ANCHOR,
    OUTAGE_FEED,
    OUTAGE_JSON_FEED,
    OUTAGE_SCRIPT,
    OUTAGE_STATUS,
    OUTAGES,
    outage_url,
)
from wmebv_site.site.artifact import compact_json

_ASSIGNED = b"storingen="
_ENTRY = re.compile(r"<entry>\n.*?</entry>\n", re.DOTALL)
_UPDATED = re.compile(r"<updated>([^<]*)</updated>")
_KEY = re.compile(r"wijzigingen/storing/([^/]+)")
_FACTS = ("channels", "begin", "end")


@dataclass(frozen=True, slots=True)
class Told:
    """What a website tells of outages, by the id of each: in the status, in its script, and in both feeds."""

    status: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    script: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    items: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()

    @property
    def remembered(self) -> dict[str, object]:
        """What the next build has to know of this one."""
        return {"status": dict(self.status), "feed": self._modified, "pages": sorted(self.pages)}

    @property
    def _modified(self) -> dict[str, object]:
        return {name: item.get("date_modified") for name, item in self.items.items()}

    def of(self, name: str) -> tuple[object, object]:
        """All that is told of one outage, to see whether it changed."""
        return self.status.get(name), self._modified.get(name)


@dataclass(frozen=True, slots=True)
class Carried:
    """By id: the outages that stay on the website although the build does not know them, and those that stay over."""

    stay: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stay or self.over)


def told_by(site: Path) -> Told:
    """What stands in a website; what can't be read there counts as nothing."""
    status = _json(site / OUTAGE_STATUS)
    listed = status.get("outages") if isinstance(status, dict) else None
    feed = _json(site / OUTAGE_JSON_FEED)
    items = feed.get("items") if isinstance(feed, dict) else None
    blocks = _ENTRY.findall(_text(site / OUTAGE_FEED))
    pages = site.glob(f"{OUTAGES}*/index.html")
    return Told(
        _by_id(listed),
        _by_id(_json(site / OUTAGE_SCRIPT)),
        {name: item for item in _dicts(items) if (name := _outage_in(str(item.get("id"))))},
        {name: block for block in blocks if (name := _outage_in(block))},
        frozenset(page.parent.name for page in pages),
    )


def carry_over(live: Path, remembered: Mapping[str, Any], new: Path, moment: datetime) -> Carried:
    """Let a new website tell what was told on the live one since that was built, unless the new one knows better.

    ``remembered`` is what the live website told when it was built. What the new one tells of an outage counts as soon as it
    differs from that: then the register knows of it. Until then what a person put on the server counts.
    """
    now, made = told_by(live), told_by(new)
    status, feed = (_dict(remembered.get(name)) for name in ("status", "feed"))
    known = frozenset(remembered.get("pages") or ())
    names = [
        name
        for name in dict.fromkeys((*now.status, *now.items, *status))
        if now.of(name) not in ((status.get(name), feed.get(name)), made.of(name))
        and _facts(made.status.get(name)) == _facts(status.get(name))
        and (name in made.pages) == (name in known)
    ]
    over = _to_compare(moment)
    stay = tuple(name for name in names if name in now.status and not _ended(now.status[name], over))
    gone = tuple(name for name in names if name not in now.status and name in made.status)
    if names:
        _write_status(new, made, now, stay, gone)
        _write_feeds(new, made, now, names)
    return Carried(stay, gone)


def take_over(live: Path, earlier: Path) -> bool:
    """Let an earlier website tell of outages what the live one tells now; whether that differed."""
    now, made = told_by(live), told_by(earlier)
    if (now.status, now.items) == (made.status, made.items):
        return False
    gone = tuple(name for name in made.status if name not in now.status)
    _write_status(earlier, made, now, tuple(now.status), gone)
    _write_feeds(earlier, made, now, {*now.items, *now.entries})
    return True


def _write_status(new: Path, made: Told, now: Told, stay: tuple[str, ...], gone: tuple[str, ...]) -> None:
    status = {name: entry for name, entry in made.status.items() if name not in gone}
    status |= {name: now.status[name] for name in stay}
    script = {name: entry for name, entry in made.script.items() if name not in gone}
    for name in stay:
        if name in now.script:
            page = outage_url(name) if name in made.pages else f"{OUTAGES}#{OUTAGE_ANCHOR}{name}"
            script[name] = {**now.script[name], "page": page}
    write(new / OUTAGE_STATUS, f"{compact_json({'outages': list(status.values())})}\n".encode())
    write(new / OUTAGE_SCRIPT, _ASSIGNED + f"{compact_json(list(script.values()))}\n".encode())


def _write_feeds(new: Path, made: Told, now: Told, told: Iterable[str]) -> None:
    """An entry keeps its name and its moments: a reader of the feed sees it once, and as it was told last."""
    items = {**made.items, **{name: now.items[name] for name in told if name in now.items}}
    feed = _json(new / OUTAGE_JSON_FEED)
    if isinstance(feed, dict):
        feed["items"] = sorted(items.values(), key=lambda item: str(item.get("date_modified")), reverse=True)
        write(new / OUTAGE_JSON_FEED, f"{json.dumps(feed, ensure_ascii=False, indent=1)}\n".encode())
    entries = {**made.entries, **{name: now.entries[name] for name in told if name in now.entries}}
    text = _text(new / OUTAGE_FEED)
    head, closing = _ENTRY.sub("", text).rpartition("</feed>")[::2]
    blocks = sorted(entries.values(), key=_updated, reverse=True)
    if head and blocks:
        head = _UPDATED.sub(f"<updated>{max(map(_updated, blocks))}</updated>", head, count=1)
        write(new / OUTAGE_FEED, f"{head}{''.join(blocks)}</feed>{closing}".encode())


def _facts(entry: Any) -> list[Any] | None:
    return [entry.get(name) for name in _FACTS] if isinstance(entry, dict) else None


def _ended(entry: Mapping[str, Any], moment: str) -> bool:
    end = entry.get("end")
    return isinstance(end, str) and end <= moment


def _to_compare(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _updated(block: str) -> str:
    found = _UPDATED.search(block)
    return found[1] if found else ""


def _outage_in(text: str) -> str | None:
    found = _KEY.search(text)
    return found[1] if found else None


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _by_id(listed: Any) -> dict[str, dict[str, Any]]:
    return {str(entry.get("id")): entry for entry in _dicts(listed)}


def _dicts(listed: Any) -> Iterator[dict[str, Any]]:
    return (each for each in listed if isinstance(each, dict)) if isinstance(listed, list) else iter(())


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes().removeprefix(_ASSIGNED))
    except (OSError, ValueError):
        return None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
