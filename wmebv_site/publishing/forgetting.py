"""Takes an address out of a website that was built, with everything that names it, when it should never have been there."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from wmebv_site.diagnostics import Refused, printable
from wmebv_site.project.writing import replace as write
from wmebv_site.publishing.scanned import Inside
from wmebv_site.register.addresses import (
    ALWAYS,
    ASSETS,
    FILES,
    NOT_FOUND,
    OUTAGE_SCRIPT,
    ROBOTS,
    SEARCH_INDEX,
    SECURITY_TXT,
    SITEMAP,
)
from wmebv_site.site.artifact import compact_json

FORGOTTEN = "vergeten.txt"
"""The addresses that are kept off the website, one a line with the day on which that was asked."""
_HEAD = "# Deze adressen houdt wmebv van de website. Mag een adres er weer op? Haal dan de regel weg, en publiceer.\n"
_LINK = re.compile(r"""\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BLOCK = re.compile(r"<(entry|url)>.*?</\1>\n?", re.DOTALL)
_NEVER = frozenset({"", NOT_FOUND, ROBOTS, SITEMAP, SECURITY_TXT, *FILES, *ALWAYS})
_WHOLE = (".ttl", ".js")
_NOT_TEXT = (".sqlite", ".gz")
"""What goes as a whole, and comes back with the next build."""


@dataclass(slots=True)
class Removed:
    """What was taken out of one website: files as a whole, and those from which only what named them went."""

    files: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files or self.edited)


def address_of(typed: str, site_url: str | None) -> str:
    """The path within the website, of a whole address or of a path. Raises Refused for what every website must have."""
    base = f"{site_url.rstrip('/')}/" if site_url else None
    parts = urlsplit(typed.strip())
    if parts.scheme or parts.netloc:
        if base is None or not typed.strip().startswith(base):
            whose = f" '{base}'" if base else ", want 'site_url' staat niet in mkdocs.yml"
            raise Refused(
                f"'{printable(typed)}' is geen adres van deze website{whose}. Noem het pad, zoals documenten/brief.pdf."
            )
        path = typed.strip().removeprefix(base)
    else:
        own = urlsplit(base).path if base else "/"
        path = typed.strip().removeprefix(own) if typed.strip().startswith(own) else typed.strip().lstrip("/")
    path = unquote(urlsplit(path).path).removesuffix("index.html")
    if path in _NEVER or path.startswith(ASSETS) or ".." in path.split("/"):
        raise Refused(
            f"'{printable(typed)}' hoort bij elke website en kan er niet af. Staat er iets in wat er niet op hoort? Verbeter dan "
            "de registers, of ga terug met --back."
        )
    return path


def forgotten_in(folder: Path) -> list[str]:
    """The addresses that are kept off the website that is published in a folder."""
    try:
        lines = (folder / FORGOTTEN).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [line.partition("  ")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


def forgotten_at(site: Path) -> list[str]:
    """The same, of a website by its own folder: one that stands where it is published, as what visitors see or as what is kept."""
    return forgotten_in(Path(os.path.realpath(site)).parent.parent)


def remember(folder: Path, address: str, day: str) -> None:
    """Keep an address off the website from now on, also when it is built again."""
    if address not in forgotten_in(folder):
        file = folder / FORGOTTEN
        before = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
        write(file, f"{before}{address}  sinds {day}\n".encode())


def named_in(site: Path, address: str) -> bool:
    """Whether it is there: a file, or a page with what stands in its folder."""
    return any(True for _ in _own(site, address))


def forget(site: Path, address: str, site_url: str | None, *, dry_run: bool = False) -> Removed:
    """Remove what stands at an address, and all that names it; what can't be mended goes as a whole."""
    removed = Removed()
    for file in [*_own(site, address)]:
        removed.files.append(file.relative_to(site).as_posix())
        if not dry_run:
            file.unlink()
    if address.endswith("/") and not dry_run:
        shutil.rmtree(site / address, ignore_errors=True)
    files = frozenset(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    naming = _Naming(site, address, Inside(files, f"{site_url.rstrip('/')}/" if site_url else None))
    for path in sorted(files.difference(removed.files)):
        naming.mend(path, removed, dry_run)
    naming.unlink_what_went(removed, dry_run)
    return removed


def _own(site: Path, address: str) -> Iterator[Path]:
    place = site / address
    if not address.endswith("/"):
        if place.is_file():
            yield place
        return
    if place.is_dir():
        yield from sorted(file for file in place.rglob("*") if file.is_file())
    page = place.with_suffix(".html")
    if page.is_file():
        yield page


@dataclass(frozen=True)
class _Naming:
    """Knows whether a text names the address, and takes that out by the kind of file."""

    site: Path
    address: str
    inside: Inside

    @cached_property
    def marks(self) -> list[bytes]:
        """One of these stands in every file that names it."""
        last = self.address.rstrip("/").rpartition("/")[2]
        return [each.encode() for each in {last, quote(last), escape(last)}]

    @cached_property
    def named(self) -> re.Pattern[str]:
        base = self.inside.base
        whole = "".join(f"|{re.escape(each)}" for each in ((base, urlsplit(base).path) if base else ()))
        end = "" if self.address.endswith("/") else r"(?![\w.%-])"
        return re.compile(
            rf"""(?:^|[\s"'<>(=,;])(?:(?:\.{{1,2}}/)*{whole}){re.escape(self.address)}{end}""", re.MULTILINE
        )

    def mend(self, path: str, removed: Removed, dry_run: bool) -> None:
        file = self.site / path
        data = file.read_bytes()
        seen = gzip.decompress(data) if path.endswith(".gz") else data
        if path.startswith(ASSETS) or not any(mark in seen for mark in self.marks):
            return
        mended = self._mended(path, data)
        if mended is None:
            removed.files.append(path)
        elif mended != data:
            removed.edited.append(path)
        if mended is None and not dry_run:
            file.unlink()
        elif mended is not None and mended != data and not dry_run:
            write(file, mended)

    def unlink_what_went(self, removed: Removed, dry_run: bool) -> None:
        """Let no page lead to a file that had to go as a whole, such as a download: until it is back, that is no link."""
        went = frozenset(path for path in removed.files if path in self.inside.files)
        for path in sorted(self.inside.files - went) if went else ():
            if not path.endswith((".html", ".htm")) or path.startswith(ASSETS):
                continue
            before = (self.site / path).read_text(encoding="utf-8", errors="surrogateescape")
            after = _LINK.sub(partial(self._without_link, path, went), before)
            if after != before:
                removed.edited += [path] if path not in removed.edited else []
                if not dry_run:
                    write(self.site / path, after.encode(errors="surrogateescape"))

    def _mended(self, path: str, data: bytes) -> bytes | None:
        """The file without it; None where it can't be taken out."""
        if path.endswith(_NOT_TEXT):
            return None
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data
        if path == SEARCH_INDEX:
            return self._search(text)
        if path.endswith((".html", ".htm", ".svg")):
            return _LINK.sub(lambda found: self._link(found, path), text).encode()
        if path.endswith(".xml"):
            return _BLOCK.sub(lambda found: "" if self._stands_in(found[0]) else found[0], text).encode()
        if path.endswith((".json", ".jsonld")) or path == OUTAGE_SCRIPT:
            name = "storingen=" if path == OUTAGE_SCRIPT else ""
            return self._json(text.removeprefix(name), name)
        if path.endswith((".csv", ".txt")):
            lines = text.splitlines(keepends=True)
            return "".join(line for line in lines if not self._stands_in(line)).encode()
        return None if path.endswith(_WHOLE) and self._stands_in(text) else data

    def _link(self, found: re.Match[str], path: str) -> str:
        """A link that led there leads nowhere any more: its words stay."""
        led = self.inside.leads_to(unescape(found[1] or found[2] or ""), path.rpartition("/")[0])
        return "" if led and self._is_it(led[0]) else found[0]

    def _without_link(self, path: str, went: frozenset[str], found: re.Match[str]) -> str:
        led = self.inside.leads_to(unescape(found[1] or found[2] or ""), path.rpartition("/")[0])
        return "" if led and led[0] in went else found[0]

    def _is_it(self, path: str) -> bool:
        if self.address.endswith("/"):
            return f"{path}/".startswith(self.address)
        return path == self.address

    def _stands_in(self, text: str) -> bool:
        return self.named.search(unquote(unescape(text))) is not None

    def _json(self, text: str, name: str) -> bytes | None:
        try:
            found = json.loads(text)
        except ValueError:
            return None if self._stands_in(text) else f"{name}{text}".encode()
        kept = self._without(found)
        if kept is _GONE:
            return None
        if kept == found:
            return f"{name}{text}".encode()
        indented = text.startswith(("{\n ", "[\n "))
        dumped = json.dumps(kept, ensure_ascii=False, indent=1) if indented else compact_json(kept)
        end = "\n" if text.endswith("\n") else ""
        return f"{name}{dumped}{end}".encode()

    def _without(self, value: Any) -> Any:
        """A thing that names the address goes as a whole: what else is told of it would tell what it was."""
        if isinstance(value, str):
            return _GONE if self._stands_in(value) else value
        if isinstance(value, list):
            return [kept for each in value if (kept := self._without(each)) is not _GONE]
        if isinstance(value, dict):
            if any(isinstance(each, str) and self._stands_in(each) for each in value.values()):
                return _GONE
            kept = {name: self._without(each) for name, each in value.items()}
            return {name: each for name, each in kept.items() if each is not _GONE}
        return value

    def _search(self, text: str) -> bytes:
        """The index has for each group of pages their names and titles in columns, and numbers that point into these."""
        groups = json.loads(text)
        for group in groups:
            whole = [f"{group['folder']}{name}" for name in group["ids"]]
            left = [at for at, name in enumerate(whole) if not self._is_it(name)]
            now = {at: number for number, at in enumerate(left)}
            for column in ("ids", "titles", "words"):
                group[column] = [group[column][at] for at in left]
            group["most"] = [now[at] for at in group["most"] if at in now]
            group["places"] = {
                str(now[int(at)]): each for at, each in group["places"].items() if int(at) in now
            }
        return compact_json(groups).encode()


_GONE = object()
