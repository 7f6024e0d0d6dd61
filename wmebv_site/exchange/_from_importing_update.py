"""Renews the pinned list of product names: from the official address, the only use of the network, or from a file."""

from __future__ import annotations

import contextlib
import re
import urllib.error
import urllib.request
from datetime import date
from http.client import HTTPException
from typing import Any

from wmebv_site.dutch import in_words
from wmebv_site.exchange._from_importing_outcome import ImportRefused, Outcome
from wmebv_site.exchange._from_importing_upl_list import UplList
from wmebv_site.exchange.working import Working
from wmebv_site.project._from_editing_files import Change
from wmebv_site.register.text import MAX_BYTES
from wmebv_site.register.upl import FILE, PinnedUpl, UplName, pinned_text, renewed

ADDRESS = "https://standaarden.overheid.nl/owms/oquery/UPL-actueel.csv"
TIMEOUT = 60
_FEWEST = 100
"""A list with fewer names than this is not the whole list."""
_MOST_GONE = 0.25
"""Of one list to a newer one a few names in a hundred go; with more than this share, it is another list, or a part."""
_DAY_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


class _NoWayDown(urllib.request.HTTPRedirectHandler):
    """Follows a server to another address, but never to one that is less safe."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.URLError("the server leads to an address without https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str = ADDRESS, timeout: float = TIMEOUT) -> bytes:
    """The list as it is at an address. Raises ImportRefused, with what can be done instead."""
    way_out = "Probeer het later nog eens, of haal de lijst zelf op en typ: wmebv upl update --from BESTAND"
    try:
        with urllib.request.build_opener(_NoWayDown).open(address, timeout=timeout) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES and answer.length:
                raise ConnectionError("the connection broke off")
    except urllib.error.HTTPError as wrong:
        wrong.close()
        raise ImportRefused(f"De server van de lijst geeft geen antwoord (code {wrong.code}). {way_out}") from None
    except (OSError, HTTPException, ValueError):
        raise ImportRefused(f"De lijst kan nu niet worden opgehaald. {way_out}") from None
    if len(data) > MAX_BYTES:
        raise ImportRefused(f"Wat de server stuurt, is te groot voor de lijst. {way_out}")
    return data


def day_of_list(name: str | None, asked: date | None, today: date) -> date:
    """The day of a list: as asked, else from the name of its file; only a list that was fetched just now is of today."""
    day = asked or (today if name is None else None)
    if day is None and name is not None and (written := _DAY_IN_NAME.search(name)):
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(written[0])
    if day is None:
        raise ImportRefused("Van welke dag is deze lijst? Dat staat niet in de naam van het bestand. Voeg toe: --date JJJJ-MM-DD")
    if day > today:
        raise ImportRefused(f"De lijst kan niet van {in_words(day)} zijn: die dag moet nog komen. Controleer de datum.")
    return day


def update(working: Working, listed: UplList, old: PinnedUpl, day: date) -> Outcome:
    """Pin the list in the project, and say which names are new, renamed or withdrawn, and which products that touches."""
    found = [UplName(product.uri, product.name, product.municipal) for product in listed.products]
    if len(found) < _FEWEST:
        raise ImportRefused(f"Deze lijst heeft maar {len(found)} namen; dat is niet de hele lijst. Er is niets gewijzigd.")
    if day < old.day:
        raise ImportRefused(
            f"De lijst die is vastgezet, is van {in_words(old.day)}; deze is ouder ({in_words(day)}). Er is niets gewijzigd."
        )
    new = renewed(old, day, found)
    living = [name for name in old.names.values() if not name.withdrawn and not name.newer]
    gone = sum(uri in new.names and new.names[uri].withdrawn for uri in (name.uri for name in living))
    if gone > _MOST_GONE * len(living):
        raise ImportRefused(
            f"Van de {len(living)} namen die nu zijn vastgezet, staan er {gone} niet in deze lijst. Het is een andere lijst, of "
            "een deel ervan. Er is niets gewijzigd."
        )
    outcome = Outcome(f"Uniforme Productnamenlijst: {len(found)} namen, waarvan {sum(name.municipal for name in found)} van gemeenten.")
    using = {product.upl: product.id for product in working.register.products if product.upl}
    groups = outcome.groups
    groups |= {"nieuw van gemeenten": [], "andere naam": [], "vervallen": [], "nog niet in deze lijst": [], "geraakt in uw register": []}
    for uri, name in old.names.items():
        if name.newer and uri not in new.names:
            groups["nog niet in deze lijst"].append(name.name)
            if uri in using:
                groups["geraakt in uw register"].append(f"{using[uri]}: {name.name} (nog niet in deze lijst)")
    for uri, name in sorted(new.names.items(), key=lambda item: item[1].name):
        before = old.names.get(uri)
        if before is None or (before.withdrawn and not name.withdrawn):
            told = "nieuw van gemeenten" if name.municipal else ""
        elif name.withdrawn and not before.withdrawn:
            told = "vervallen"
        else:
            told = "andere naam" if name.name != before.name and not name.withdrawn else ""
        if not told:
            continue
        line = f"{before.name} → {name.name}" if before and told == "andere naam" else name.name
        groups[told].append(line)
        if uri in using and told != "nieuw van gemeenten":
            groups["geraakt in uw register"].append(f"{using[uri]}: {line} ({told})")
    outcome.changes = [Change(FILE, working.files.files.get(FILE), pinned_text(new.day, new.names.values()))]
    return outcome
