"""What stands in the place of the website of a municipality that merged: each old address leads to the new one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.merging.parties import POLICY, Party
from wmebv_site.project.settings import site_settings_of
from wmebv_site.register.addresses import (
    CHANNELS,
    DECISIONS,
    DOMAINS,
    FILES,
    HELP,
    HOME,
    HTACCESS,
    NOT_FOUND,
    PRODUCTS,
    REDIRECTS,
    page_addresses,
)
from wmebv_site.register.addresses import POLICY as POLICIES
from wmebv_site.register.files import CONTENT, has_role, is_input, is_note
from wmebv_site.register.register import Register
from wmebv_site.site.server.headers import SiteAddress, site_address
from wmebv_site.site.server.security_txt import MARK

FOLDER = "doorverwijzen/"
"""Where it stands in the new project: a folder for each old website, ready to be put there."""
NGINX = "nginx.conf"
_KINDS = {
    PRODUCTS: "product",
    DOMAINS: "domein",
    CHANNELS: "kanaal",
    DECISIONS: "besluit",
    HELP: "hulp",
    POLICIES: POLICY,
}
"""The folders of pages that have the id of a thing in their address; the finest that fits counts."""
_WHY = "De gemeente is opgegaan in een andere."


@dataclass(frozen=True, slots=True)
class Forwards:
    """The addresses of one old website, each counted from its root, with the one that it leads to on the new website."""

    old: SiteAddress
    new: SiteAddress
    pages: Mapping[str, str]
    files: Mapping[str, str]


def forwards_of(party: Party, register: Register, site_url: str) -> Forwards:
    """Where each address of an old website leads. An address that the new website hasn't leads to the list it would be in."""
    there = set(_pages(Decisions(register, party.day)))
    there |= _own_pages(register.content_paths)
    pages = {}
    for address in dict.fromkeys(
        [*_pages(Decisions(party.register, party.day - timedelta(days=1))), *sorted(_own_pages(party.texts))]
    ):
        wanted = _renamed(party, address)
        above = [f"{parts}/" for parts in _above(wanted)]
        pages[address] = next((each for each in (wanted, *above) if each in there), HOME)
    kept = {path.removeprefix(CONTENT) for path in register.content_paths}
    others = (path.removeprefix(CONTENT) for path in party.files.others)
    files = {path: moved for path in others if (moved := party.moved.get(path, path)) in kept}
    old = _address_of(party)
    return Forwards(old, site_address(site_url), pages, {**files, **{path: path for path in FILES}})


def _pages(decisions: Decisions) -> Iterator[str]:
    yield from page_addresses(
        decisions.register,
        decisions.today,
        decisions=[each.id for each in decisions.public],
        channels=[each.id for each in decisions.shown_channels],
    )


def _own_pages(paths: Mapping[str, object] | frozenset[str]) -> set[str]:
    """The pages that a municipality made itself, by their address."""
    own = (
        path
        for path in paths
        if path.endswith(".md") and not has_role(path) and not is_note(path) and not is_input(path)
    )
    return {
        f"{path.removeprefix(CONTENT).removesuffix('.md').removesuffix('index').rstrip('/')}/".lstrip("/")
        for path in own
    }


def _renamed(party: Party, address: str) -> str:
    """The address of the same thing in the new register, whether or not it has a page."""
    folder = max(
        (each for each in _KINDS if address.startswith(each) and address != each), key=len, default=None
    )
    if folder is None:
        moved = party.moved.get(f"{address.rstrip('/')}.md")
        return f"{moved.removesuffix('.md')}/" if moved else address
    name, _, more = address.removeprefix(folder).partition("/")
    names = party.names.get(_KINDS[folder], {})
    return f"{folder}{names.get(name, name)}/{more}"


def _above(address: str) -> list[str]:
    """The addresses above one, the nearest first."""
    parts = address.strip("/").split("/")
    return ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def _address_of(party: Party) -> SiteAddress:
    """Where the old website stands; at the root of its host where nobody said."""
    try:
        return site_address(site_settings_of(party.folder).site_url or "")
    except Refused:
        return SiteAddress("", "/")


def files_of(forwards: Forwards, old: str, new: str) -> dict[str, bytes]:
    """The files for one old website: pages that lead on, and the same as settings for Apache, nginx and a static host."""
    page = _environment().get_template("moved.html")

    def leading_to(address: str) -> bytes:
        return page.render(href=_target(forwards, address), old=old, new=new).encode()

    made = {f"{address}index.html": leading_to(moved) for address, moved in forwards.pages.items()}
    made[NOT_FOUND] = leading_to(HOME)
    for name, lines in ((HTACCESS, _apache), (NGINX, _nginx), (REDIRECTS, _static_host)):
        made[name] = "".join(f"{line}\n" for line in [MARK, f"# {_WHY}", *lines(forwards)]).encode()
    return made


@cache
def _environment() -> Environment:
    templates = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=templates, autoescape=True, undefined=StrictUndefined)


def _target(forwards: Forwards, address: str) -> str:
    return forwards.new.origin + forwards.new.path + quote(address)


def _all(forwards: Forwards) -> Iterator[tuple[str, str]]:
    for address, moved in {**forwards.pages, **forwards.files}.items():
        yield forwards.old.path + address, _target(forwards, moved)


def _apache(forwards: Forwards) -> Iterator[str]:
    yield "# Dit bestand staat in de map van de oude website. Nodig: AllowOverride FileInfo (of All)."
    for old, new in _all(forwards):
        # Apache quotes an address itself, and takes a dollar sign for a part of the old one.
        target = unquote(new).replace("$", r"\$")
        ending = r"(?:index\.html)?" if old.endswith("/") else ""
        yield f'RedirectMatch 301 "^{re.escape(old)}{ending}$" "{target}"'
    if forwards.old.origin:  # else it may stand beside the rest of a website
        yield f'RedirectMatch 302 "^{re.escape(forwards.old.path)}" "{_target(forwards, HOME)}"'


def _nginx(forwards: Forwards) -> Iterator[str]:
    yield "# Neem dit bestand op binnen het blok server { } van de oude website."
    for old, new in _all(forwards):
        yield f'location = "{old}" {{ return 301 "{new}"; }}'
    if forwards.old.origin:
        yield f'location "{forwards.old.path}" {{ return 302 "{_target(forwards, HOME)}"; }}'


def _static_host(forwards: Forwards) -> Iterator[str]:
    for old, new in _all(forwards):
        yield f"{quote(old)} {new} 301"
    if forwards.old.origin:
        yield f"{forwards.old.path}* {_target(forwards, HOME)} 302"
