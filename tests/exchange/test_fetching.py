"""What is fetched from the internet: over https alone, never from a network of one's own, in bounded time and size."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from answering import Quiet, running
from published_sites import certificate

from wmebv_site import __version__
from wmebv_site.diagnostics import Refused
from wmebv_site.exchange import fetching
from wmebv_site.links.inside import is_public, public_numbers

WAY_OUT = "Bewaar het bestand zelf."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(fetching, "TRUSTED", frozenset({"127.0.0.1"}))
    stop = threading.Event()

    class Answers(Quiet):
        def do_GET(self) -> None:
            if self.path.startswith("/to/"):
                self.send_response(302)
                self.send_header("Location", self.path.removeprefix("/to/"))
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            if self.path == "/who":
                self.wfile.write(self.headers["User-Agent"].encode())
            elif self.path == "/large":
                self.wfile.write(b"x" * (fetching.MAX_BYTES + 1))
            elif self.path == "/slow":
                while not stop.wait(0.02):
                    try:
                        self.wfile.write(b".")
                    except OSError:
                        return

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    with running(made):
        yield f"http://127.0.0.1:{made.server_port}"
        stop.set()


def refused(address: str, timeout: float = 20) -> str:
    with pytest.raises(Refused) as found:
        fetching.fetch(address, "de catalogus", WAY_OUT, timeout)
    said = str(found.value)
    assert said.startswith(("De catalogus kan nu niet worden opgehaald", "De server van de catalogus"))
    assert said.endswith(f" {WAY_OUT}")
    return said


def test_it_says_who_asks(server: str) -> None:
    assert fetching.fetch(f"{server}/who", "de catalogus", WAY_OUT) == f"wmebv/{__version__}".encode()
    assert fetching.fetch(f"{server}/to//who", "de catalogus", WAY_OUT) == f"wmebv/{__version__}".encode()


@pytest.mark.parametrize(
    ("leads_to", "says"),
    [
        ("http://voorbeeld.example/x", "begint niet met https://"),
        ("file:///etc/passwd", "begint niet met https://"),
        ("ftp://voorbeeld.example/x", "begint niet met https://"),
        ("https://localhost:1/", "binnen uw eigen netwerk"),
        ("https://10.0.0.1/", "binnen uw eigen netwerk"),
        ("https://[::1]/", "binnen uw eigen netwerk"),
        ("https://169.254.169.254/latest", "binnen uw eigen netwerk"),
        ("https://iemand:geheim@voorbeeld.example/", "een gebruikersnaam of wachtwoord"),
    ],
)
def test_neither_an_address_nor_a_server_leads_to_where_nobody_may_ask(
    leads_to: str, says: str, server: str
) -> None:
    assert says in refused(leads_to)
    # Of what is no address of the web, the server's answer is as far as it goes.
    followed = says if leads_to.partition(":")[0] in ("http", "https", "ftp") else "(code 302)"
    assert followed in refused(f"{server}/to/{leads_to}")


def test_without_a_word_of_a_test_this_machine_is_never_asked() -> None:
    assert frozenset() == fetching.TRUSTED
    assert "begint niet met https://" in refused("http://127.0.0.1:1/")
    assert "binnen uw eigen netwerk" in refused("https://127.0.0.1:1/")


def test_what_goes_on_forever_or_is_too_much_is_broken_off(server: str) -> None:
    assert "het duurt langer dan 0.5 seconden" in refused(f"{server}/slow", timeout=0.5)
    assert "te groot voor de catalogus" in refused(f"{server}/large")


def test_a_connection_that_took_all_of_the_time_to_make_is_broken_off_too() -> None:
    """A server that sends a byte now and then would be read for ever."""
    early, late = socket.socketpair(), socket.socketpair()
    clock = fetching._Clock()
    clock.watch(early[0])
    clock.strike()
    clock.watch(late[0])
    for ours, theirs in (early, late):
        ours.settimeout(1)
        theirs.settimeout(1)
        assert ours.recv(1) == b"" == theirs.recv(1)
        ours.close()
        theirs.close()


def test_a_connection_goes_to_the_number_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def numbers(host: str, port: int, **_: Any) -> list[Any]:
        # A name that leads to the internet first and to this machine a moment later.
        asked.append(host)
        number = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    connected: list[tuple[str, int]] = []

    def connect(where: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", numbers)
    monkeypatch.setattr(socket, "create_connection", connect)
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    refused("https://catalogus.voorbeeld.example/sc.xml")
    assert connected == [("93.184.216.34", 443)]
    assert "binnen uw eigen netwerk" in refused("https://catalogus.voorbeeld.example/sc.xml")
    assert len(connected) == 1


def test_a_name_of_which_one_number_is_ours_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (number, port)) for number in ("93.184.216.34", "192.168.1.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(OSError, match="binnen uw eigen netwerk"):
        public_numbers("half.voorbeeld.example", 443)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_a_number_is_public_only_where_everybody_reaches_it(number: str, public: bool) -> None:
    assert is_public(number) is public


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server with a certificate for one name, which this machine trusts as long as the test runs."""
    made_out = certificate(tmp_path, "catalogus.voorbeeld.example")
    if made_out is None:
        pytest.skip("openssl, which makes a certificate, is not on this machine")
    ours = ssl.create_default_context(cafile=made_out)
    monkeypatch.setattr(ssl, "create_default_context", lambda: ours)
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    class Answers(Quiet):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"de catalogus")

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    guarded = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    guarded.load_cert_chain(made_out, made_out.with_suffix(".key"))
    made.socket = guarded.wrap_socket(made.socket, server_side=True)
    made.handle_error = lambda *_: None
    with running(made):
        yield made.server_port


def test_over_https_it_is_the_name_that_the_certificate_has_to_bear(
    secured: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "public_numbers", lambda *_: ["127.0.0.1"])
    address = f"https://catalogus.voorbeeld.example:{secured}/sc.xml"
    assert fetching.fetch(address, "de catalogus", WAY_OUT) == b"de catalogus"
    said = refused(f"https://ander.voorbeeld.example:{secured}/sc.xml")
    assert "het certificaat van 'ander.voorbeeld.example' klopt niet" in said
