"""Asks the websites of a list for their data, as politely as for a link, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from wmebv_site.diagnostics import printable
from wmebv_site.fleet.harvest.harvested import Harvest
from wmebv_site.fleet.harvest.judged import MOST
from wmebv_site.fleet.harvest.origins import Copy, Origin, kept_header
from wmebv_site.fleet.harvest.spool import Fetched, Spool, sum_of_bytes
from wmebv_site.fleet.listing import Published
from wmebv_site.links.asking import Manner, Network, agent_for, ask_all, refuse_without_internet
from wmebv_site.links.verdicts import FAILED, Exchange, Failure
from wmebv_site.register.addresses import DATA_IN_FORCE, DATA_REGISTER

FILES = {"register": DATA_REGISTER, "intervals": DATA_IN_FORCE}
"""Where the two files stand, from the address of a website."""
LIMIT = 60.0
"""So many seconds at most are spent on one file, however slowly it comes."""
_MANNER = Manner(accept="application/json", packed=True, most=MOST, whole=True, secured=True, side_by_side=8)

Told = Callable[[int, int], None]


def gather(
    published: Iterable[Published],
    origins: Mapping[str, Origin],
    spool: Spool,
    contact: str | None,
    network: Network,
    told: Told | None = None,
) -> None:
    """Ask for both files of each website, as far as they are not in the spool, and put there what comes of it.

    What an earlier harvest read is not sent once more where its server knows that it is the same; but when only one of the
    two is, both are needed. Raises Refused when this computer reaches nobody.
    """
    websites = list(published)
    agent = agent_for("oogst van open data", contact)
    answered: dict[str, set[Failure | None]] = {}

    def ask(wanted: Mapping[str, tuple[str, str]], known: Mapping[str, Mapping[str, str]]) -> None:
        def heard(url: str, exchange: Exchange) -> None:
            where, name = wanted[url]
            fetched = _fetched(exchange, url)
            spool.keep(where, name, fetched, exchange.body)
            host = urlsplit(url).hostname or ""
            answered.setdefault(host, set()).add(None if exchange.hops else exchange.failed)

        ask_all(wanted, agent, network, told, manner=_MANNER, known=known, heard=heard)

    wanted = {
        f"{each.url}{path}": (each.key, name)
        for each in websites
        for name, path in FILES.items()
        if spool.get(each.key, name) is None
    }
    ask(wanted, {url: _conditions(origins.get(where), name) for url, (where, name) in wanted.items()})
    again = {
        f"{each.url}{FILES[name]}": (each.key, name) for each in websites for name in _needed(each, spool)
    }
    ask(again, {})
    try:
        refuse_without_internet(len(answered), set().union(*answered.values()))
    except BaseException:
        spool.clear()  # what says nothing of a website must not be known the next time
        raise


def _conditions(origin: Origin | None, name: str) -> dict[str, str]:
    copy = (origin.register if name == "register" else origin.intervals) if origin else None
    return copy.conditions if copy else {}


def _needed(website: Published, spool: Spool) -> list[str]:
    """Of two files of which one came anew, the other one."""
    found = {name: spool.get(website.key, name) for name in FILES}
    if not any(each is not None and each.copy is not None for each in found.values()):
        return []
    return [name for name, each in found.items() if each is not None and each.unchanged]


def _fetched(exchange: Exchange, url: str) -> Fetched:
    if exchange.failed is not None:
        state, why = _state(exchange.failed), _SAID[exchange.failed]
        if exchange.failed is Failure.INSIDE and not exchange.hops:
            state, why = (
                Harvest.ABSENT,
                "De naam van de website leidt naar uw eigen netwerk, en daar vraagt dit programma niets.",
            )
        more = f" ({exchange.why})" if exchange.why else ""
        return Fetched(state, f"{why[:-1]}{more}.")
    last = exchange.hops[-1]
    if last.status == 304:
        return Fetched(Harvest.GOOD, unchanged=True)
    if last.status != 200:
        return Fetched(Harvest.ABSENT, _refused(last.status, url))
    etag, modified = (kept_header(last.headers.get(name)) for name in ("etag", "last-modified"))
    return Fetched(Harvest.GOOD, copy=Copy(sum_of_bytes(exchange.body), etag, modified))


def _refused(status: int, url: str) -> str:
    if status in (404, 410):
        return f"Op {printable(url)} staat niets (code {status})."
    if 400 <= status < 500:
        return f"De website laat dit programma niet binnen bij {printable(url)} (code {status})."
    return f"De website werkt niet (code {status})."


_SAID = FAILED | {
    Failure.CERTIFICATE: "Het is niet zeker wie er antwoordt, want het certificaat klopt niet.",
    Failure.GARBLED: "De website geeft een antwoord dat niet te lezen is.",
    Failure.INSIDE: "De website stuurt door naar een adres binnen een eigen netwerk.",
    Failure.TOO_LONG: f"De website is na {LIMIT:g} seconden nog niet klaar met haar antwoord.",
    Failure.TOO_MUCH: f"De website stuurt meer dan {MOST // 1_000_000} MB, en dat is te veel.",
}
"""What happened when nothing came that can be read: of data some of it is said otherwise than of a link."""
_ABSENT = frozenset({Failure.NO_HOST, Failure.NO_ANSWER})
_BROKEN = frozenset({Failure.CERTIFICATE, Failure.GARBLED, Failure.CUT_OFF})


def _state(failed: Failure) -> Harvest:
    if failed in _ABSENT:
        return Harvest.ABSENT
    return Harvest.BROKEN if failed in _BROKEN else Harvest.HOSTILE
