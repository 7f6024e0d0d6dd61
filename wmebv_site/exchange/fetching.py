"""Fetches a file from an address on the internet: over https alone, of bounded size and time, never from a network of one's own."""

from __future__ import annotations

import functools
import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from wmebv_site import __version__
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import capitalised
from wmebv_site.links.inside import Inside, public_numbers
from wmebv_site.register.text import MAX_BYTES

TIMEOUT = 60.0
"""So many seconds at most, from asking until the last byte."""
TRUSTED: frozenset[str] = frozenset()
"""Hosts that may answer without https and from a network of one's own: none. Tests that start a server name it here."""
_AGENT = f"wmebv/{__version__}"


class _NotThere(OSError):
    """Why an address is not fetched, as a Dutch sentence."""


def fetch(address: str, what: str, way_out: str, timeout: float = TIMEOUT) -> bytes:
    """What an address gives. Raises Refused with the reason and ``way_out``; ``what`` is how the file is called: "de lijst"."""
    try:
        _judge(address)
        with _in_time(timeout) as clock:
            return _read(address, what, timeout, clock)
    except urllib.error.HTTPError as wrong:
        wrong.close()
        raise Refused(f"De server van {what} geeft geen antwoord (code {wrong.code}). {way_out}") from None
    except (OSError, HTTPException, ValueError) as wrong:
        reason = wrong.reason if isinstance(wrong, urllib.error.URLError) else wrong
        why = _why(reason, address)
        raise Refused(f"{capitalised(what)} kan nu niet worden opgehaald{why} {way_out}") from None


def _why(reason: object, address: str) -> str:
    """What goes behind "kan nu niet worden opgehaald": a full stop, or what is wrong and one."""
    if isinstance(reason, (_NotThere, Inside)):
        return f": {reason}"
    host = urlsplit(address).hostname or address
    if isinstance(reason, socket.gaierror):
        return f": de naam '{host}' is niet te vinden op internet."
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f": het certificaat van '{host}' klopt niet, dus het is niet zeker wie er antwoordt."
    return "."


def _read(address: str, what: str, timeout: float, clock: _Clock) -> bytes:
    opener = urllib.request.build_opener(_Judged(clock), _Trusted(clock), _NoWayDown)
    opener.addheaders = [("User-Agent", _AGENT)]
    try:
        with opener.open(address, timeout=timeout) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES and answer.length:
                raise ConnectionError("the connection broke off")
    except (OSError, HTTPException, ValueError):
        if clock.is_over:
            raise _NotThere(f"het duurt langer dan {timeout:g} seconden.") from None
        raise
    if clock.is_over:
        raise _NotThere(f"het duurt langer dan {timeout:g} seconden.")
    if len(data) > MAX_BYTES:
        raise _NotThere(f"wat de server stuurt, is te groot voor {what}.")
    return data


def _judge(address: str) -> None:
    """Whether an address may be asked at all. Raises _NotThere; what its host leads to is judged at the connection."""
    try:
        parts = urlsplit(address)
        wrong = parts.port == 0 or re.search(r"[\s\0]", address)
    except ValueError:
        wrong = True
    if wrong:
        raise _NotThere(f"het adres '{printable(address[:200])}' klopt niet.")
    if parts.hostname in TRUSTED:
        return
    if parts.scheme != "https" or not parts.hostname:
        raise _NotThere(f"het adres '{address[:200]}' begint niet met https://.")
    if "@" in parts.netloc:
        raise _NotThere("in het adres staat een gebruikersnaam of wachtwoord.")


class _NoWayDown(urllib.request.HTTPRedirectHandler):
    """Follows a server to another address, but to none that may not be asked itself."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        try:
            _judge(newurl)
        except _NotThere:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Clock:
    """Breaks a connection off when its time is over, however slowly a server goes on sending."""

    def __init__(self) -> None:
        self.is_over = False
        self._open: list[socket.socket] = []

    def watch(self, connected: socket.socket) -> None:
        self._open.append(connected)
        # Where connecting took all of the time, the clock struck before it could know of this.
        if self.is_over:
            _break_off(connected)

    def strike(self) -> None:
        self.is_over = True
        for connected in list(self._open):
            _break_off(connected)


def _break_off(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


@contextmanager
def _in_time(seconds: float) -> Iterator[_Clock]:
    clock = _Clock()
    timer = threading.Timer(seconds, clock.strike)
    timer.daemon = True
    timer.start()
    try:
        yield clock
    finally:
        timer.cancel()


class _Judged(urllib.request.HTTPSHandler):
    """Opens connections that were judged, to the number that was judged: a name that changes meanwhile leads nowhere else."""

    def __init__(self, clock: _Clock) -> None:
        super().__init__()
        self._clock = clock
        self._tls = ssl.create_default_context()

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(functools.partial(_Connection, clock=self._clock, context=self._tls), req)


class _Connection(HTTPSConnection):
    def __init__(self, host: str, *, clock: _Clock, context: ssl.SSLContext, **more: Any) -> None:
        super().__init__(host, context=context, **more)
        self._clock, self._tls = clock, context
        self._behind: str | None = None

    def set_tunnel(self, host: str, *more: Any, **named: Any) -> None:
        """A proxy asks for us: it knows names that we may not know, but is never asked for what is ours alone."""
        self._behind = urlsplit(f"//{host}").hostname or host
        super().set_tunnel(host, *more, **named)

    def connect(self) -> None:
        if self._behind is None and self.host not in TRUSTED:
            number = public_numbers(self.host, self.port)[0]
            plain = socket.create_connection((number, self.port), self.timeout)
            self._clock.watch(plain)
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        else:
            if self._behind is not None:
                with suppress(socket.gaierror):
                    public_numbers(self._behind, self.port)
            super().connect()
        self._clock.watch(self.sock)


class _Trusted(urllib.request.HTTPHandler):
    """What is asked without https is watched as well; only a host of TRUSTED gets so far."""

    def __init__(self, clock: _Clock) -> None:
        super().__init__()
        self._clock = clock

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(functools.partial(_PlainConnection, clock=self._clock), req)


class _PlainConnection(HTTPConnection):
    def __init__(self, host: str, *, clock: _Clock, **more: Any) -> None:
        super().__init__(host, **more)
        self._clock = clock

    def connect(self) -> None:
        super().connect()
        self._clock.watch(self.sock)
