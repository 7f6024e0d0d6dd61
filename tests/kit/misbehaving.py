"""A web server on this machine with every kind of misbehaviour, and a network in which made-up hosts lead to it and nowhere else."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpcore

from wmebv_site.links.asking import Network

PUBLIC = "93.184.216.34"
"""The number that a host has unless a test says otherwise: one that everybody reaches."""
MORNING = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


class Clock:
    """Time that passes only when somebody waits, and the same moment for everybody."""

    def __init__(self) -> None:
        self._seconds = 1000.0
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def seconds(self) -> float:
        return self._seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._seconds += seconds
            self.slept.append(seconds)

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self._seconds - 1000)


@dataclass
class World:
    """A network of tests: ``hosts`` have the numbers that they are given, and every number leads to one server."""

    port: int
    hosts: dict[str, list[str] | Exception] = field(default_factory=dict)
    secured: int | None = None
    """The port of the server that speaks TLS."""
    tls: ssl.SSLContext | None = None
    limit: float = 3.0
    clock: Clock = field(default_factory=Clock)
    asked: list[tuple[str, float]] = field(default_factory=list)
    """Which host was asked, and at which second."""
    connected: list[str] = field(default_factory=list)
    """The numbers to which a connection was opened."""

    @property
    def network(self) -> Network:
        made = Network(
            numbers=self._numbers,
            connected=self._connected,
            clock=self.clock.seconds,
            sleep=self.clock.sleep,
            now=self.clock.now,
            limit=self.limit,
            proxies=dict,
        )
        if self.tls is not None:
            made.__dict__["tls"] = self.tls
        return made

    def _numbers(self, host: str, port: int) -> list[str]:
        self.asked.append((host, self.clock.seconds()))
        found = self.hosts.get(host, [PUBLIC])
        if isinstance(found, Exception):
            raise found
        return found

    def _connected(self, number: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.connected.append(number)
        to = self.secured if port == 443 and self.secured else self.port
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", to, timeout)


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer as it goes over the line."""
    data = body.encode() if isinstance(body, str) else body
    named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data


def sent_on(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=to)


PAGE = f"<title>Een pagina</title><p>{'Hier staat wat u wilt weten. ' * 60}</p>"
MISSING = f"<title>Pagina niet gevonden</title><p>{'Zoek op een andere manier. ' * 60}</p>"


_BOMB = answer(gzip.compress(b"<title>" + b"x" * 20_000_000, 1), Content_Encoding="gzip")


@contextmanager
def serving(
    behave: Callable[[socket.socket, str, str], None], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """The port of a server that does with each connection what ``behave`` does, told the path and the whole request."""
    stop = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)

    def one(plain: socket.socket) -> None:
        with suppress(OSError, ValueError, LookupError):
            plain.settimeout(5)
            line = tls.wrap_socket(plain, server_side=True) if tls else plain
            with line:
                request = line.recv(65_536).decode("latin-1")
                if request:
                    behave(line, request.split(" ")[1], request)

    def accept() -> None:
        while not stop.is_set():
            with suppress(TimeoutError):
                made, _ = listening.accept()
                threading.Thread(target=one, args=(made,), daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        stop.set()
        thread.join()
        listening.close()


def _forever(line: socket.socket, part: bytes, between: float = 0.0) -> None:
    while True:
        line.sendall(part)
        time.sleep(between)


def misbehave(line: socket.socket, path: str, request: str) -> None:
    """What the server does, by the path that is asked; a proxy is asked for the whole address."""
    path = path if path.startswith("/") else f"/{path.split('/', 3)[3]}"
    given: dict[str, Any] = {
        "/goed": answer(PAGE),
        "/niet-meer": answer(MISSING, "404 Not Found"),
        "/voorgoed-weg": answer(MISSING, "410 Gone"),
        "/zacht": answer(MISSING),
        "/naar-huis": sent_on("/"),
        "/": answer(PAGE.replace("Een pagina", "Gemeente Voorbeeld")),
        "/verhuisd": sent_on("/goed", "301 Moved Permanently"),
        "/even-anders": sent_on("/goed"),
        "/rondje": sent_on("/rondje-2"),
        "/rondje-2": sent_on("/rondje"),
        "/naar-binnen": sent_on("http://binnen.voorbeeld.example/geheim"),
        "/naar-nummer": sent_on("http://169.254.169.254/latest/meta-data"),
        "/naar-bestand": sent_on("file:///etc/passwd"),
        "/naar-ftp": sent_on("ftp://voorbeeld.example/x"),
        "/naar-iemand": sent_on("http://iemand:geheim@voorbeeld.example/"),
        "/naar-onzin": sent_on("http://[::1"),
        "/naar-vreemde": sent_on("http://vreemd.test/casino"),
        "/naar-vreemde.nl": sent_on("http://vreemd.nl/casino"),
        "/naar-inloggen": sent_on("http://www.digid.nl/inloggen"),
        "/inloggen": answer(PAGE),
        "/casino": answer(PAGE),
        "/dicht": answer(PAGE, "403 Forbidden"),
        "/stuk": answer("", "500 Internal Server Error"),
        "/druk": answer("", "429 Too Many Requests", Retry_After="30"),
        "/heel-druk": answer("", "429 Too Many Requests", Retry_After="7200"),
        "/tot-dan": answer("", "503 Service Unavailable", Retry_After="Mon, 01 Jun 2026 05:00:00 GMT"),
        "/onzin": b"\x00\x01\x02 dit is geen antwoord\r\n\r\n",
        "/veel-koppen": answer(PAGE, X_Groot="x" * 300_000),
        "/bom": _BOMB,
        "/kapotte-gzip": answer(b"geen gzip", Content_Encoding="gzip"),
        "/vreemde-letters": answer(
            "<title>Pagina niet gevonden</title>".encode("utf-16"), Content_Type="text/html; charset=utf-16"
        ),
        "/half": answer(PAGE)[:200],
        "/zonder-lengte": b"HTTP/1.0 200 OK\r\n\r\n" + PAGE.encode(),
    }
    if path == "/koekje":
        line.sendall(
            answer(PAGE)
            if "Cookie: k=1" in request
            else answer(status="302 Found", Location="/koekje", Set_Cookie="k=1; Path=/")
        )
    elif path == "/eindeloos":
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Goed</title>")
        _forever(line, b"<p>en nog meer</p>" * 500)
    elif path == "/druppelt":
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Goed</title>")
        _forever(line, b".", 0.02)
    elif path == "/druppelt-koppen":
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        _forever(line, b"X: y\r\n", 0.02)
    elif path == "/zwijgt":
        time.sleep(1)
    elif path == "/hangt-op":
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif path == "/sluit":
        pass
    elif path == "/wie":
        line.sendall(answer(f"<title>{request}</title>"))
    else:
        line.sendall(given.get(path, answer(MISSING, "404 Not Found")))
