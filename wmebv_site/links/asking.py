"""Asks addresses whether they are there: briefly, one at a time of a host, several hosts side by side, never inside a network."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import urllib.request
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, urlsplit

import certifi
import httpcore
import httpx

from wmebv_site import __version__
from wmebv_site.diagnostics import Refused
from wmebv_site.links.inside import Inside, numbers_of, public_numbers
from wmebv_site.links.verdicts import Exchange, Failure, Hop
from wmebv_site.project.clock import now as time_of_machine
from wmebv_site.register.channels import Municipality

MOST_READ = 65_536
"""So many bytes of a page are read: its title stands above that."""
LIMIT = 15.0
"""So many seconds at most are spent on one address."""
MOST_HOPS = 8
"""So often one is sent on at most."""
BETWEEN = 1.0
"""So many seconds at least lie between two requests to one host."""
PATIENCE = 60.0
"""So many seconds one waits for a host that asks for patience; for longer it is left alone until then."""
_SILENT_FOR_ALL = 3
"""After so many addresses in a row for which a host gives nothing, it gives nothing for the others either."""
_NOT_EVEN_ASKED = frozenset({Failure.NO_HOST, Failure.INSIDE})
_OF_THE_HOST = _NOT_EVEN_ASKED | {Failure.CERTIFICATE, Failure.NO_ANSWER, Failure.TOO_LONG}
_SENT_ON = frozenset({301, 302, 303, 307, 308})
_TOO_MUCH = frozenset({429, 503})
_MOST_COOKIES = 4096


def _connected(number: str, port: int, timeout: float) -> httpcore.NetworkStream:
    return httpcore.SyncBackend().connect_tcp(number, port, timeout)


@dataclass(frozen=True, kw_only=True)
class Network:
    """How the world is reached: names, connections and time. Tests put their own in the place of each."""

    numbers: Callable[[str, int], list[str]] = numbers_of
    connected: Callable[[str, int, float], httpcore.NetworkStream] = _connected
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] | None = None
    """How one waits; without it until the time is there, or nobody wants to know any more."""
    now: Callable[[], datetime] = time_of_machine
    limit: float = LIMIT
    proxies: Callable[[], dict[str, str]] = urllib.request.getproxies

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """What a certificate is held against: what this machine trusts, and browsers; some machines have no list at all."""
        made = ssl.create_default_context()
        made.load_verify_locations(certifi.where())
        made.verify_flags &= ~ssl.VERIFY_X509_STRICT  # newer Pythons refuse what every browser takes
        return made


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How one asks: for what, how much of it, and of how many hosts at a time."""

    accept: str = "text/html,application/xhtml+xml,*/*;q=0.8"
    packed: bool = False
    """Whether it may come compressed."""
    most: int = MOST_READ
    """So many bytes are read at most, once unpacked."""
    whole: bool = False
    """Whether all of it is needed: what is larger, breaks off or takes too long is a failure, and else what came will do."""
    secured: bool = False
    """Whether nothing may go without https, also not where one is sent on."""
    side_by_side: int = 16


OF_PAGES = Manner()
"""As one asks for a page of which only the title matters."""


@dataclass(slots=True)
class Asked:
    """What was answered, by address, and which hosts asked to be left alone until when."""

    exchanges: dict[str, Exchange] = field(default_factory=dict)
    hosts: dict[str, datetime] = field(default_factory=dict)


def agent_of(municipality: Municipality) -> str:
    """Who asks, for whoever reads the log of a server: the program, and where one can say that it should not."""
    contact = municipality.feedback_email or municipality.feedback_url or municipality.website
    named = normalize("NFKD", municipality.name).encode("ascii", "ignore").decode()
    return agent_for(f"nakijken van links; {named}", contact)


def agent_for(what: str, contact: str | None) -> str:
    """Who asks, and for what; ``contact`` is an address of the web or of a mailbox."""
    where = f"; {quote(contact, safe='/:@?&=#%+.~-_')}" if contact else ""
    return f"wmebv/{__version__} ({what}{where})"


def ask_all(
    urls: Iterable[str],
    agent: str,
    network: Network | None = None,
    told: Callable[[int, int], None] | None = None,
    *,
    manner: Manner = OF_PAGES,
    known: Mapping[str, Mapping[str, str]] | None = None,
    heard: Callable[[str, Exchange], None] | None = None,
) -> Asked:
    """Ask every address; ``told`` hears how many of how many are done. A host that wants patience is asked no further.

    ``known`` are the headers with which a server can tell of an address that nothing changed. What ``heard`` hears, one at
    a time, is not kept.
    """
    network = network or Network()
    lanes: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        lanes[urlsplit(url).hostname or ""].append(url)
    total = sum(map(len, lanes.values()))
    asked, turns, lock = Asked(), _Turns(network), threading.Lock()

    def walk(lane: Sequence[str]) -> None:
        silent, found = 0, None
        for url in lane:
            if turns.stopped.is_set():
                return
            if turns.is_barred(url):
                found = None
            elif found is None or silent < _SILENT_FOR_ALL:
                found = _ask(url, (agent, manner, (known or {}).get(url, {})), network, turns)
                silent = silent + 1 if found.failed in _OF_THE_HOST and not found.hops else 0
            with lock:
                if found is not None and heard is not None:
                    heard(url, found)
                elif found is not None:
                    asked.exchanges[url] = found
                done[0] += 1
                if told is not None:
                    told(done[0], total)

    done = [0]
    with ThreadPoolExecutor(min(manner.side_by_side, len(lanes)) or 1) as workers:
        try:
            for future in as_completed([workers.submit(walk, lane) for lane in lanes.values()]):
                future.result()
        except BaseException:
            turns.stopped.set()
            workers.shutdown(wait=False, cancel_futures=True)
            raise
    asked.hosts = dict(turns.barred)
    return asked


_SOME = 2
"""Of one website it may well be that it doesn't work; that none of several does, says more of this computer."""


def refuse_without_internet(hosts: int, failures: Collection[Failure | None]) -> None:
    """Refuse what says nothing of any website: this computer reaches none, or trusts none.

    ``failures`` are those of so many hosts, with None for one that answered.
    """
    silent = {Failure.NO_HOST, Failure.NO_ANSWER, Failure.TOO_LONG}
    if hosts >= _SOME and set(failures) <= silent:
        raise Refused(
            "Geen enkele website geeft antwoord. Waarschijnlijk is er geen internet, of houdt uw netwerk dit programma tegen. "
            "Er is niets onthouden. Probeer het later, of vraag uw beheerder naar de proxy (HTTPS_PROXY)."
        )
    if hosts >= _SOME and set(failures) == {Failure.CERTIFICATE}:
        raise Refused(
            "Deze computer vertrouwt het certificaat van geen enkele website. Waarschijnlijk kijkt uw netwerk mee in beveiligde "
            "verbindingen. Er is niets onthouden. Vraag uw beheerder om het certificaat van het netwerk op deze computer te zetten."
        )


class _Turns:
    """Whose turn it is at a host: one request at a time, and some time between two."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._last: dict[str, float] = {}
        self.barred: dict[str, datetime] = {}
        self.stopped = threading.Event()

    def is_barred(self, url: str) -> bool:
        return (urlsplit(url).hostname or "") in self.barred

    def wait(self, seconds: float) -> None:
        if seconds > 0:
            (self._network.sleep or self.stopped.wait)(seconds)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        with self._lock:
            turn = self._hosts[host]
        with turn:
            if host in self._last:
                self.wait(self._last[host] + BETWEEN - self._network.clock())
            try:
                yield
            except _Given as given:
                if given.failure not in _NOT_EVEN_ASKED:
                    self._last[host] = self._network.clock()
                raise
            self._last[host] = self._network.clock()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    body: bytes
    certificate: tuple[date, date] | None
    seconds: float


class _Given(Exception):
    """Why an address gives no answer."""

    def __init__(self, failure: Failure, why: str = "") -> None:
        super().__init__(failure)
        self.failure, self.why = failure, why


_How = tuple[str, Manner, Mapping[str, str]]
"""Who asks, how, and with which headers besides."""


def _ask(url: str, how: _How, network: Network, turns: _Turns) -> Exchange:
    """Ask one address, and follow where it sends on to."""
    manner = how[1]
    hops: list[Hop] = []
    cookies: dict[str, dict[str, str]] = defaultdict(dict)
    certificate, spent, following = None, 0.0, url
    try:
        address = _usable(httpx.URL(url), manner)
        while True:
            with turns.at(address.host):
                sent = _headers(how, cookies[address.host])
                answer = _patiently(address, sent, network, turns, network.limit - spent, manner)
            spent += answer.seconds
            certificate = certificate if hops else answer.certificate
            hops.append(Hop(following, answer.status, {k.lower(): v for k, v in answer.headers.items()}))
            if answer.status not in _SENT_ON or not (to := answer.headers.get("location")):
                return Exchange(tuple(hops), body=answer.body, seconds=spent, certificate=certificate)
            if len(hops) > MOST_HOPS:
                raise _Given(Failure.ROUND)
            _remember(cookies[address.host], answer.headers.get_list("set-cookie"))
            address = _usable(address.join(to), manner)
            following = str(address.copy_with(fragment=None))
    except _Given as given:
        return Exchange(tuple(hops), given.failure, given.why, seconds=spent, certificate=certificate)
    except (httpx.InvalidURL, ValueError):
        failure = Failure.NO_WEB if hops else Failure.GARBLED
        return Exchange(tuple(hops), failure, seconds=spent, certificate=certificate)


def _usable(address: httpx.URL, manner: Manner) -> httpx.URL:
    """An address of the web, also for who splits it in another way. Raises _Given, or a ValueError."""
    _ = urlsplit(str(address)).port
    if address.scheme not in ("http", "https") or not address.host or address.userinfo or address.port == 0:
        raise _Given(Failure.NO_WEB)
    if manner.secured and address.scheme != "https":
        raise _Given(Failure.UNSECURED)
    return address


def _headers(how: _How, cookies: dict[str, str]) -> list[tuple[str, str]]:
    agent, manner, known = how
    sent = [
        ("User-Agent", agent),
        ("Accept", manner.accept),
        ("Accept-Language", "nl"),
        ("Accept-Encoding", "gzip" if manner.packed else "identity"),
        ("Connection", "close"),
        *known.items(),
    ]
    return [*sent, ("Cookie", "; ".join(f"{k}={v}" for k, v in cookies.items()))] if cookies else sent


def _remember(cookies: dict[str, str], lines: Iterable[str]) -> None:
    """Some websites send on to themselves until one brings along what they gave."""
    for line in lines:
        name, _, value = line.partition(";")[0].partition("=")
        if (name.strip() + value).isascii() and len(name + value) + len(str(cookies)) < _MOST_COOKIES:
            cookies[name.strip()] = value.strip()


def _patiently(
    address: httpx.URL,
    headers: list[tuple[str, str]],
    network: Network,
    turns: _Turns,
    left: float,
    manner: Manner,
) -> _Answer:
    """One answer; where the host asks to come back a moment later, the one that it gives then."""
    answer = _once(address, headers, network, left, manner)
    wait = _asked_patience(answer, network.now())
    if wait is None:
        return answer
    if wait <= PATIENCE:
        turns.wait(max(wait, BETWEEN))
        answer = _once(address, headers, network, left, manner)
        wait = _asked_patience(answer, network.now())
    if wait is not None:
        turns.barred[address.host] = network.now() + timedelta(seconds=min(wait, 7 * 86_400))
    return answer


def _asked_patience(answer: _Answer, now: datetime) -> float | None:
    """For how many seconds a host wants to be left alone; None where it doesn't say."""
    said = answer.headers.get("retry-after", "").strip()
    if answer.status not in _TOO_MUCH or not said:
        return None
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def _once(
    address: httpx.URL, headers: list[tuple[str, str]], network: Network, left: float, manner: Manner
) -> _Answer:
    """One request and what comes of it. Raises _Given where nothing does."""
    begin = time.monotonic()
    backend = _Backend(network, begin + left)
    try:
        with _pool(address, network, backend) as pool:
            target = httpcore.URL(
                scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
            )
            timeout = dict.fromkeys(("connect", "read", "write", "pool"), max(left, 0.01))
            with pool.stream("GET", target, headers=headers, extensions={"timeout": timeout}) as response:
                given = httpx.Headers(response.headers)
                days = _days_of(response.extensions.get("network_stream"))
                body = (
                    _whole(response, given, manner.most)
                    if manner.whole
                    else _body(response, given, manner.most)
                )
                return _Answer(response.status, given, body, days, time.monotonic() - begin)
    except Inside:
        raise _Given(Failure.INSIDE) from None
    except socket.gaierror as wrong:
        unknown = wrong.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        raise _Given(Failure.NO_HOST if unknown else Failure.NO_ANSWER) from None
    except UnicodeError:
        raise _Given(Failure.NO_HOST) from None  # no name server knows such a name
    except httpcore.TimeoutException:
        raise _Given(Failure.TOO_LONG) from None
    except (httpcore.ProtocolError, httpcore.ProxyError):
        raise _Given(Failure.GARBLED if backend.received else Failure.NO_ANSWER) from None
    except (httpcore.NetworkError, OSError) as wrong:
        raise _of_connection(wrong) from None


def _of_connection(wrong: BaseException) -> _Given:
    """Why there is no connection: what the certificate has, as far as it is that."""
    cause: BaseException | None = wrong
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _Given(Failure.CERTIFICATE, _CERTIFICATE.get(cause.verify_code, _UNSURE))
        if isinstance(cause, ssl.SSLError):
            return _Given(Failure.CERTIFICATE, "een beveiligde verbinding lukt niet")
        cause = cause.__cause__ or cause.__context__
    return _Given(Failure.NO_ANSWER)


_UNSURE = "het certificaat klopt niet"
_CERTIFICATE = {
    9: "het certificaat is nog niet geldig",
    10: "het certificaat is verlopen",
    18: "de website heeft haar certificaat zelf gemaakt",
    19: "niemand staat in voor het certificaat",
    20: "het certificaat is niet compleet, of niemand staat ervoor in",
    21: "het certificaat is niet compleet",
    62: "het certificaat is van een andere website",
}
"""By the number that OpenSSL gives what is wrong with a certificate."""


def _pool(address: httpx.URL, network: Network, backend: _Backend) -> httpcore.ConnectionPool:
    """What opens the connection: straight to the number that was judged, or through the proxy of the network."""
    tls = network.tls if address.scheme == "https" else None  # reading what a machine trusts takes a while
    known = network.proxies()
    through = known.get(address.scheme) or known.get("all") or ""
    proxy = httpx.URL(through) if through.startswith(("http://", "https://")) else None
    if proxy is None or urllib.request.proxy_bypass(address.host):
        return httpcore.ConnectionPool(ssl_context=tls, network_backend=backend)
    with suppress(
        socket.gaierror
    ):  # a proxy may know names that we don't, but is never asked for what is ours alone
        public_numbers(address.host, address.port or 443, network.numbers)
    backend.straight = False
    auth = (proxy.username, proxy.password) if proxy.userinfo else None
    url = httpcore.URL(scheme=proxy.raw_scheme, host=proxy.raw_host, port=proxy.port, target=b"/")
    return httpcore.HTTPProxy(url, proxy_auth=auth, ssl_context=tls, network_backend=backend)


def _body(response: httpcore.Response, headers: httpx.Headers, most: int) -> bytes:
    """The first bytes of a page; what breaks off, or takes too long, is as long as it came."""
    parts, size = [], 0
    with suppress(httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError):
        for part in response.iter_stream():
            parts.append(part)
            size += len(part)
            if size >= most:
                break
    body = b"".join(parts)[:most]
    if headers.get("content-encoding", "").strip().lower() in _PACKED:
        try:
            return zlib.decompressobj(47).decompress(body, most)
        except zlib.error:
            return b""
    return body


_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


def _whole(response: httpcore.Response, headers: httpx.Headers, most: int) -> bytes:
    """All of what was asked for, unpacked no further than ``most``. Raises _Given where it doesn't come so far."""
    if response.status != 200:
        return b""
    packed = headers.get("content-encoding", "identity").strip().lower()
    unpacking = zlib.decompressobj(47) if packed in _PACKED else None
    if unpacking is None and packed not in ("", "identity"):
        raise _Given(Failure.GARBLED)
    found = bytearray()
    try:
        for part in response.iter_stream():
            found += unpacking.decompress(part, most + 1 - len(found)) if unpacking else part
            if len(found) > most:
                raise _Given(Failure.TOO_MUCH)
            if unpacking is not None and unpacking.eof:
                break
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        raise _Given(Failure.CUT_OFF) from None
    except zlib.error:
        raise _Given(Failure.GARBLED) from None
    if unpacking is not None and not unpacking.eof:
        raise _Given(Failure.CUT_OFF)
    return bytes(found)


def _days_of(stream: Any) -> tuple[date, date] | None:
    """The first and the last day of the certificate of a connection."""
    secured = stream.get_extra_info("socket") if isinstance(stream, _Timed) else None
    if not isinstance(secured, ssl.SSLSocket):
        return None
    said = secured.getpeercert() or {}
    first, last = said.get("notBefore"), said.get("notAfter")
    if not isinstance(first, str) or not isinstance(last, str):
        return None
    days = [datetime.fromtimestamp(ssl.cert_time_to_seconds(day), UTC).date() for day in (first, last)]
    return days[0], days[1]


class _Backend(httpcore.NetworkBackend):
    """Opens connections to the numbers that were judged, within the time that is left."""

    def __init__(self, network: Network, until: float) -> None:
        self._network, self._until = network, until
        self.straight = True
        """Whether one goes there oneself, and not through a proxy, which stands within the network."""
        self.received = 0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = public_numbers(host, port, self._network.numbers) if self.straight else [host]
        failed: Exception | None = None
        for place, number in enumerate(numbers, 1):
            share = self.left / 2 if place < len(numbers) else self.left
            try:
                return _Timed(self._network.connected(number, port, share), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as wrong:
                failed = wrong
        assert failed is not None
        raise failed

    @property
    def left(self) -> float:
        return max(self._until - time.monotonic(), 0.001)


class _Timed(httpcore.NetworkStream):
    """A connection that ends when its time is over, however slowly a server goes on sending."""

    def __init__(self, stream: httpcore.NetworkStream, backend: _Backend) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        found = self._stream.read(max_bytes, self._backend.left)
        self._backend.received += len(found)
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._backend.left), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
