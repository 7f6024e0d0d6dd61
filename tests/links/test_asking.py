"""Asking addresses: every misbehaviour of a server ends in time and in the right verdict, and nobody is asked who should not be."""

from __future__ import annotations

import datetime as days
import shutil
import socket
import ssl
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving import MORNING, PUBLIC, World, misbehave, serving

from wmebv_site import __version__
from wmebv_site.links.asking import MOST_READ, Asked, agent_of, ask_all
from wmebv_site.links.inside import is_public
from wmebv_site.links.verdicts import Exchange, Failure, Verdict, judge
from wmebv_site.register.channels import Municipality
from wmebv_site.register.hosts import is_under

HOST = "www.voorbeeld.example"
UNKNOWN = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
AGAIN = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@pytest.fixture
def world(misbehaving: int) -> Iterator[World]:
    """A network that leads to the misbehaving server; whatever a test did, nothing inside a network was connected to."""
    made = World(misbehaving)
    made.hosts["binnen.voorbeeld.example"] = ["10.0.0.7"]
    yield made
    assert all(map(is_public, made.connected))
    at: dict[str, float] = {}
    there = [
        (host, second) for host, second in made.asked if isinstance(made.hosts.get(host, [PUBLIC]), list)
    ]
    for host, second in there:
        assert second - at.get(host, -10) >= 1, f"{host} is asked twice within a second"
        at[host] = second


def ask(world: World, *paths: str, host: str = HOST) -> dict[str, Exchange]:
    """What comes of asking for paths at a host, by path."""
    urls = {path: f"http://{host}{path}" for path in paths}
    found = asked(world, *urls.values()).exchanges
    return {path: found[url] for path, url in urls.items() if url in found}


def asked(world: World, *urls: str) -> Asked:
    world.clock.sleep(5)  # so long after what was asked before
    return ask_all(urls, "wmebv/test", world.network)


def known(host: str) -> bool:
    return is_under(host, {"voorbeeld.example", "digid.nl"})


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/goed", Verdict.OK),
        ("/niet-meer", Verdict.BROKEN),
        ("/voorgoed-weg", Verdict.BROKEN),
        ("/zacht", Verdict.SOFT),
        ("/naar-huis", Verdict.SOFT),
        ("/verhuisd", Verdict.MOVED),
        ("/even-anders", Verdict.OK),
        ("/koekje", Verdict.OK),
        ("/rondje", Verdict.UNREACHABLE),
        ("/naar-binnen", Verdict.UNREACHABLE),
        ("/naar-nummer", Verdict.UNREACHABLE),
        ("/naar-bestand", Verdict.UNREACHABLE),
        ("/naar-ftp", Verdict.UNREACHABLE),
        ("/naar-iemand", Verdict.UNREACHABLE),
        ("/naar-onzin", Verdict.UNREACHABLE),
        ("/naar-vreemde", Verdict.STRANGE),
        ("/naar-inloggen", Verdict.LOGIN),
        ("/dicht", Verdict.BLOCKED),
        ("/stuk", Verdict.UNREACHABLE),
        ("/druk", Verdict.BLOCKED),
        ("/heel-druk", Verdict.BLOCKED),
        ("/onzin", Verdict.UNREACHABLE),
        ("/veel-koppen", Verdict.UNREACHABLE),
        ("/bom", Verdict.OK),
        ("/kapotte-gzip", Verdict.OK),
        ("/vreemde-letters", Verdict.SOFT),
        ("/half", Verdict.OK),
        ("/zonder-lengte", Verdict.OK),
        ("/eindeloos", Verdict.OK),
        ("/hangt-op", Verdict.UNREACHABLE),
        ("/sluit", Verdict.UNREACHABLE),
    ],
)
def test_every_misbehaviour_has_its_verdict(world: World, path: str, expected: Verdict) -> None:
    world.hosts["169.254.169.254"] = ["169.254.169.254"]
    found = ask(world, path)[path]
    assert judge(found, known).verdict is expected, found
    assert len(found.body) <= MOST_READ


@pytest.mark.parametrize(
    ("path", "failed"),
    [("/zwijgt", Failure.TOO_LONG), ("/druppelt-koppen", Failure.TOO_LONG), ("/druppelt", None)],
)
def test_what_takes_too_long_is_left_after_the_time_that_there_is(
    world: World, path: str, failed: Failure | None
) -> None:
    world.limit = 0.15
    found = ask(world, path)[path]
    assert found.failed is failed
    assert failed or found.body.startswith(b"<title>Goed</title>..")


def test_it_is_sent_on_eight_times_and_no_more(world: World) -> None:
    found = ask(world, "/rondje")["/rondje"]
    assert (found.failed, len(found.hops)) == (Failure.ROUND, 9)


@pytest.mark.parametrize(
    ("numbers", "failed"),
    [
        (["127.0.0.1"], Failure.INSIDE),
        (["10.1.2.3"], Failure.INSIDE),
        (["169.254.169.254"], Failure.INSIDE),
        (["::1"], Failure.INSIDE),
        (["fd00::1"], Failure.INSIDE),
        (["::ffff:192.168.1.1"], Failure.INSIDE),
        ([PUBLIC, "192.168.1.1"], Failure.INSIDE),
        ([], Failure.INSIDE),
        (UNKNOWN, Failure.NO_HOST),
        (AGAIN, Failure.NO_ANSWER),
        (UnicodeError("label too long"), Failure.NO_HOST),
    ],
)
def test_a_name_is_looked_up_first_and_nothing_inside_a_network_is_asked(
    world: World, numbers: list[str] | Exception, failed: Failure
) -> None:
    world.hosts["ergens.voorbeeld.example"] = numbers
    assert ask(world, "/goed", host="ergens.voorbeeld.example")["/goed"].failed is failed
    assert world.connected == []


def test_a_name_that_leads_elsewhere_a_moment_later_leads_nobody_there(world: World) -> None:
    looked: list[str] = []

    class Turning(dict[str, list[str] | Exception]):
        def get(self, host: str, default: object = None) -> list[str]:  # type: ignore[override]
            looked.append(host)
            return [PUBLIC] if len(looked) == 1 else ["127.0.0.1"]

    world.hosts = Turning()
    assert ask(world, "/goed")["/goed"].failed is None
    assert (looked, world.connected) == ([HOST], [PUBLIC])
    assert ask(world, "/goed")["/goed"].failed is Failure.INSIDE
    assert world.connected == [PUBLIC]


def test_a_redirect_into_a_network_is_not_followed(world: World) -> None:
    found = ask(world, "/naar-binnen")["/naar-binnen"]
    assert (found.failed, len(found.hops)) == (Failure.INSIDE, 1)
    assert world.connected == [PUBLIC]


def test_where_one_number_gives_no_answer_the_next_is_tried(world: World) -> None:
    import httpcore

    world.hosts[HOST] = ["2606:2800:220:1:248:1893:25c8:1946", PUBLIC]
    usual = world._connected

    def connected(number: str, port: int, timeout: float) -> httpcore.NetworkStream:
        if ":" in number:
            world.connected.append(number)
            raise httpcore.ConnectError("no route")
        return usual(number, port, timeout)

    world._connected = connected  # type: ignore[method-assign]
    assert ask(world, "/goed")["/goed"].failed is None
    assert len(world.connected) == 2


def test_a_host_is_asked_once_a_second_and_others_meanwhile(world: World) -> None:
    hosts = [f"{letter}.voorbeeld.example" for letter in "abcd"]
    urls = [f"http://{host}/goed?{number}" for number in range(5) for host in hosts]
    heard: list[tuple[int, int]] = []
    found = ask_all(urls, "wmebv/test", world.network, lambda done, total: heard.append((done, total)))
    assert set(found.exchanges) == set(urls)
    at: dict[str, list[float]] = defaultdict(list)
    for host, second in world.asked:
        at[host].append(second)
    assert {host: len(seconds) for host, seconds in at.items()} == dict.fromkeys(hosts, 5)
    # That nobody is asked twice within a second, the fixture holds.
    assert heard == [(done, 20) for done in range(1, 21)]


def test_what_a_host_does_not_give_for_three_addresses_it_is_not_asked_for_hundreds(world: World) -> None:
    world.hosts["weg.voorbeeld.example"] = UNKNOWN
    found = ask(world, *(f"/{number}" for number in range(300)), host="weg.voorbeeld.example")
    assert {each.failed for each in found.values()} == {Failure.NO_HOST}
    assert len(found) == 300
    assert len(world.asked) == 3


def test_the_turn_of_a_host_counts_also_where_others_send_on_to_it(world: World) -> None:
    urls = [f"http://{letter}.voorbeeld.example/naar-vreemde" for letter in "abc"]
    asked(world, *urls, "http://vreemd.test/casino")
    assert sum(host == "vreemd.test" for host, _ in world.asked) == 4


def test_a_host_that_asks_for_a_moment_gets_it_and_is_asked_once_more(world: World) -> None:
    found = asked(world, f"http://{HOST}/druk")
    assert 30 in world.clock.slept
    assert len(world.connected) == 2
    assert found.hosts == {HOST: MORNING + days.timedelta(seconds=world.clock.seconds() - 1000 + 30)}


@pytest.mark.parametrize("path", ["/heel-druk", "/tot-dan"])
def test_a_host_that_asks_for_hours_is_asked_nothing_else(world: World, path: str) -> None:
    found = asked(world, f"http://{HOST}{path}", f"http://{HOST}/goed", "http://b.voorbeeld.example/goed")
    assert set(found.exchanges) == {f"http://{HOST}{path}", "http://b.voorbeeld.example/goed"}
    assert (
        MORNING + days.timedelta(hours=2) <= found.hosts[HOST] < MORNING + days.timedelta(hours=2, minutes=1)
    )


def test_it_says_who_asks_and_where_one_can_answer(world: World) -> None:
    said = ask(world, "/wie")["/wie"].body.decode()
    assert "User-Agent: wmebv/test\r\n" in said
    assert f"Host: {HOST}\r\n" in said
    ours = Municipality(
        name="Súdwest-Voorbeeld", feedback="web@voorbeeld.example", website="https://v.example"
    )
    assert (
        agent_of(ours)
        == f"wmebv/{__version__} (nakijken van links; Sudwest-Voorbeeld; web@voorbeeld.example)"
    )
    ours = Municipality(name="Voorbeeld", website="https://www.voorbeeld.example")
    assert agent_of(ours).endswith("; Voorbeeld; https://www.voorbeeld.example)")
    assert agent_of(Municipality(name="Voorbeeld")).endswith("(nakijken van links; Voorbeeld)")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.voorbeeld.example/caf\u00e9?q=\u20ac",
        "http://www.voorbeeld.example/%zz",
        "http://www.voorbeeld.example",
    ],
)
def test_an_address_may_have_any_letters(world: World, url: str) -> None:
    found = asked(world, url).exchanges[url]
    assert found.failed is None
    assert found.hops[0].status in (200, 404)


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "ftp://www.voorbeeld.example/", "http://a:b@www.voorbeeld.example/"]
)
def test_what_is_no_address_of_the_web_is_not_asked(world: World, url: str) -> None:
    try:
        found = asked(world, url).exchanges[url]
    except ValueError:
        return  # nobody can even split it
    assert found.failed in (Failure.NO_WEB, Failure.GARBLED)
    assert world.connected == []


def test_through_the_proxy_of_a_network_goes_the_name_but_never_one_that_is_our_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: False)
    network = world.network
    network.__dict__["proxies"] = lambda: {"http": "http://proxy.binnen.voorbeeld.example:3128"}
    url = f"http://{HOST}/wie"
    found = ask_all([url, "http://binnen.voorbeeld.example/"], "wmebv/test", network).exchanges
    assert f"GET {url} HTTP/1.1".encode() in found[url].body
    assert world.connected == ["proxy.binnen.voorbeeld.example"]
    assert found["http://binnen.voorbeeld.example/"].failed is Failure.INSIDE
    world.connected.clear()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Keys with their certificates: one that is right, one that has expired."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes a certificate, is not on this machine")
    folder = tmp_path_factory.mktemp("certificates")
    found = {}
    for name, dates in {
        "goed": ["20260101000000Z", "20991231000000Z"],
        "verlopen": ["20200101000000Z", "20210101000000Z"],
    }.items():
        key, request, made, more = (folder / f"{name}.{end}" for end in ("key", "csr", "crt", "ext"))
        more.write_text(f"subjectAltName=DNS:{HOST}\n")
        run = [
            "openssl",
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            f"/CN={HOST}",
        ]
        subprocess.run([*run, "-keyout", key, "-out", request], check=True, capture_output=True)
        (folder / f"{name}.db").write_text("")
        (folder / f"{name}.cnf").write_text(
            f"[ca]\ndefault_ca=d\n[d]\nnew_certs_dir={folder}\ndatabase={folder}/{name}.db\ndefault_md=sha256\npolicy=p\n"
            f"rand_serial=yes\nunique_subject=no\n[p]\ncommonName=supplied\n"
        )
        sign = [
            "openssl",
            "ca",
            "-batch",
            "-selfsign",
            "-config",
            folder / f"{name}.cnf",
            "-keyfile",
            key,
            "-in",
            request,
        ]
        sign += ["-out", made, "-notext", "-startdate", dates[0], "-enddate", dates[1], "-extfile", more]
        subprocess.run(sign, check=True, capture_output=True)
        found[name] = made
    return found


def over_tls(world: World, certificate: Path, host: str, *, trusted: bool = True) -> Exchange:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_suffix(".key"))
    world.tls = ssl.create_default_context(cafile=certificate) if trusted else ssl.create_default_context()
    world.tls.verify_flags &= ~ssl.VERIFY_X509_STRICT
    with serving(misbehave, tls) as secured:
        world.secured = secured
        return asked(world, f"https://{host}/goed").exchanges[f"https://{host}/goed"]


def test_a_certificate_is_held_against_the_name_and_its_days_are_noted(
    world: World, certificates: dict[str, Path]
) -> None:
    found = over_tls(world, certificates["goed"], HOST)
    assert (found.failed, found.hops[0].status) == (None, 200)
    assert found.certificate == (days.date(2026, 1, 1), days.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("name", "host", "trusted", "says"),
    [
        ("verlopen", HOST, True, "verlopen"),
        ("goed", "ander.voorbeeld.example", True, "van een andere website"),
        ("goed", HOST, False, "zelf gemaakt"),
    ],
)
def test_a_certificate_that_is_wrong_is_said_so(
    world: World, certificates: dict[str, Path], name: str, host: str, trusted: bool, says: str
) -> None:
    found = over_tls(world, certificates[name], host, trusted=trusted)
    judged = judge(found, known)
    assert judged.verdict is Verdict.CERTIFICATE
    assert says in judged.why


def test_what_speaks_no_tls_at_all_is_not_secured(world: World) -> None:
    world.secured = world.port
    world.tls = ssl.create_default_context()
    found = asked(world, f"https://{HOST}/goed").exchanges[f"https://{HOST}/goed"]
    assert judge(found, known).verdict is Verdict.CERTIFICATE
