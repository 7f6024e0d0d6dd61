"""Data from a real nginx and a real Apache, as programs and other websites meet it: headers, kinds, keeping, permission."""

from __future__ import annotations

import gzip
import re
import shlex
from urllib.parse import urlsplit

import brotli
import pytest
from places import ROOT
from web_servers import Served, served_by, wrong_headers

from wmebv_site.site.server.headers import (
    DATA_KINDS,
    SECURITY_HEADERS,
    SHARED,
    content_type,
    headers_of,
    is_shared,
)

pytestmark = pytest.mark.proof

PAGES = ("index.html", "404.html", "data/index.html", "producten/index.html", "storingen/index.html")
OPEN = (
    "data/register.json",
    "data/schema/register.json",
    "data/producten/paspoort.json",
    "data/geldend.csv",
    "data/geldend-excel.csv",
    "data/dcat.jsonld",
    "data/dcat.ttl",
    "data/sc.xml",
    "data/register.sqlite",
    "assets/kanaal.js",
    "storingen/status.json",
)
CLOSED = (
    "assets/wmebv.css",
    "assets/wmebv.js",
    "assets/data/kaart.json",
    "producten/data/lijst.json",
    "databank/lijst.json",
    "storingen/status.js",
    "storingen/atom.xml",
    "storingen/feed.json",
    "wijzigingen/atom.xml",
    "wijzigingen/feed.json",
    "zoeken.json",
)
PACKED = {"gzip": gzip.decompress, "br": brotli.decompress, "identity": bytes}
ELSEWHERE = "http://127.0.0.1:9099/"
GUIDE = ROOT / "docs" / "how-to" / "publiceren.md"
ADDRESS = "https://www.voorbeeld.example/digitaal-contact/"


@pytest.fixture(scope="module")
def site(open_folder):
    """A file of every kind, so that nothing hangs on what the example has today."""
    site = open_folder / "site"
    for name in (*PAGES, *OPEN, *CLOSED):
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_text(name), encoding="utf-8")
    return site


def _text(name: str) -> str:
    if name.endswith(".js"):
        return f"document.title = '{name}'; // {'woord ' * 200}"
    return f'"{name} {"woord " * 200}"'


@pytest.fixture(scope="module", params=["/digitaal-contact/", "/"], ids=["under-a-path", "own-host"])
def path(request):
    return request.param


@pytest.fixture(scope="module", params=["nginx", "apache"])
def running(request, path, site, open_folder):
    with served_by(request.param, site, path, open_folder / f"{request.param}-{len(path)}", {}) as url:
        yield Served(request.param, url, site)


def address(running: Served, name: str) -> str:
    return running.path + (name.removesuffix("index.html") if name.endswith("/index.html") else name)


def test_the_made_up_site_has_a_file_of_every_kind():
    assert {name.rpartition(".")[2] for name in OPEN if name.startswith("data/")} == set(DATA_KINDS)
    assert {name for name in SHARED if "*" not in name} <= set(OPEN)
    assert all(map(is_shared, OPEN)) and not any(map(is_shared, (*PAGES, *CLOSED)))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_file_says_what_it_is_and_who_may_read_it(running, method):
    wrong = []
    for name in (*PAGES, *OPEN, *CLOSED):
        status, headers, body = running.get(address(running, name), method)
        assert (status, body) == (200, (running.site / name).read_bytes() if method == "GET" else b""), name
        if (given := dict(headers).get("Content-Type")) != content_type(name):
            wrong.append(f"{name}: {given}")
        wrong += [f"{name}: {header}" for header in wrong_headers(headers, headers_of(name))]
    assert wrong == []


def test_a_part_of_a_file_comes_with_the_same_permission(running):
    """A program reads an SQLite file in pieces."""
    status, headers, body = running.get(f"{running.path}data/register.sqlite", Range="bytes=1-4")
    assert (status, body) == (206, b"data")
    assert wrong_headers(headers, headers_of("data/register.sqlite")) == []


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("data/bestaat-niet.json", "GET"),
        ("data/producten/", "GET"),
        ("data/producten/bestaat-niet.json", "HEAD"),
        ("data", "GET"),
        ("data/register.json", "POST"),
        ("data/register.json", "OPTIONS"),
    ],
)
def test_what_is_no_answer_with_data_gives_nobody_permission_and_keeps_every_other_header(
    running, name, method
):
    _, headers, _ = running.get(running.path + name, method)
    given = {key.lower(): value for key, value in headers}
    assert "access-control-allow-origin" not in given
    assert {key: given[key.lower()] for key in SECURITY_HEADERS} | {"Cross-Origin-Resource-Policy": ""} == (
        SECURITY_HEADERS | {"Cross-Origin-Resource-Policy": ""}
    )


@pytest.mark.parametrize("packed", PACKED)
def test_text_is_packed_and_what_did_not_change_is_never_sent_again(running, packed):
    for name in (*PAGES, *OPEN, *CLOSED):
        where = address(running, name)
        status, headers, body = running.get(where, Accept_Encoding=packed)
        given = dict(headers)
        assert PACKED[given.get("Content-Encoding", "identity")](body) == (running.site / name).read_bytes()
        if name.endswith(".sqlite"):
            assert "Content-Encoding" not in given, name
        else:
            assert "Accept-Encoding" in given["Vary"], name
            # A plain nginx has no brotli.
            wanted = None if packed == "identity" or (packed, running.server) == ("br", "nginx") else packed
            assert given.get("Content-Encoding") == wanted, name
        for known in (given["ETag"], f'"anders", {given["ETag"]}'):
            status, headers, body = running.get(where, Accept_Encoding=packed, If_None_Match=known)
            assert (status, body) == (304, b""), (name, known)
            assert wrong_headers(headers, headers_of(name)) == []
            assert dict(headers)["ETag"].removeprefix("W/") == given["ETag"].removeprefix("W/")
        for other in ('"anders"', '"anders-gzip"'):
            assert running.get(where, Accept_Encoding=packed, If_None_Match=other)[0] == 200


def test_what_a_browser_kept_from_before_these_settings_is_still_recognised(running):
    """Apache alone put the packing in the tag, and then never recognised it."""
    _, headers, _ = running.get(f"{running.path}data/register.json")
    tag = dict(headers)["ETag"].removeprefix("W/")
    tags = [tag, *(f'{tag[:-1]}-{packed}"' for packed in ("gzip", "br") if running.server == "apache")]
    for known in tags:
        assert running.get(f"{running.path}data/register.json", If_None_Match=known)[0] == 304


def test_a_file_that_changed_has_another_tag(running):
    file = running.site / "data" / "producten" / "paspoort.json"
    where = f"{running.path}data/producten/paspoort.json"
    before = file.read_bytes()
    _, headers, _ = running.get(where, Accept_Encoding="gzip")
    try:
        file.write_bytes(before + b"\n")
        status, _, body = running.get(where, If_None_Match=dict(headers)["ETag"])
        assert (status, body) == (200, before + b"\n")
    finally:
        file.write_bytes(before)


_FETCH = """async ([url, options]) => {
  try {
    const answer = await fetch(url, options);
    return [answer.status, answer.type, await answer.text()];
  } catch (error) { return error.name; }
}"""
_LOAD = """url => new Promise(done => {
  const script = document.createElement('script');
  script.onload = () => done('loaded');
  script.onerror = () => done('refused');
  script.src = url;
  document.head.append(script);
})"""


@pytest.fixture
def elsewhere(browser):
    """A page of another website."""
    context = browser.new_context()
    page = context.new_page()
    page.route(ELSEWHERE, lambda route: route.fulfill(content_type="text/html", body="<title>cms</title>"))
    page.goto(ELSEWHERE)
    page.unroute(ELSEWHERE)  # while anything is routed, Playwright itself answers what is asked in advance
    yield page
    context.close()


def test_a_page_of_another_website_reads_data_and_no_page(running, elsewhere):
    for name in OPEN:
        for _ in ("first", "asked again"):
            answer = elsewhere.evaluate(_FETCH, [running.url + name, {}])
            assert answer == [200, "cors", (running.site / name).read_text(encoding="utf-8")], name
    for name in (*PAGES, *CLOSED, "data/", "data/bestaat-niet.json"):
        where = urlsplit(running.url)._replace(path=address(running, name)).geturl()
        assert elsewhere.evaluate(_FETCH, [where, {}]) == "TypeError", name


def test_another_website_can_only_ask_and_never_as_somebody(running, elsewhere):
    where = f"{running.url}data/register.json"
    assert elsewhere.evaluate(_FETCH, [where, {"method": "HEAD"}])[0] == 200
    for options in (
        {"credentials": "include"},
        {"method": "POST", "body": "a=b", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"method": "PUT"},
        {"method": "DELETE"},
        {"headers": {"X-Eigen": "a"}},
    ):
        assert elsewhere.evaluate(_FETCH, [where, options]) == "TypeError", options


def test_another_website_can_load_the_script_of_the_element_and_no_other(running, elsewhere):
    assert elsewhere.evaluate(_LOAD, f"{running.url}assets/kanaal.js") == "loaded"
    assert elsewhere.title() == "assets/kanaal.js"
    for name in ("assets/wmebv.js", "storingen/status.js"):
        assert elsewhere.evaluate(_LOAD, running.url + name) == "refused"
    assert elsewhere.title() == "assets/kanaal.js"


def asked_in_the_guide() -> list[tuple[str, dict[str, str]]]:
    """The lines with which an administrator looks what a server answers: the address, and the headers that go along."""
    found = []
    for line in re.findall(r"^curl .*$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE):
        words = shlex.split(line)
        assert words[:2] == ["curl", "-sI"]
        given = [words[place + 1] for place, word in enumerate(words) if word == "-H"]
        found.append((words[-1], dict(header.split(": ", 1) for header in given)))
    return found


def test_what_the_guide_tells_an_administrator_to_ask_gives_what_it_promises(running):
    asked = asked_in_the_guide()
    assert len(asked) == 7
    answers = []
    for url, headers in asked:
        assert url.startswith(ADDRESS)
        sent = {name.replace("-", "_"): value for name, value in headers.items()}
        where = running.path + url.removeprefix(ADDRESS)
        status, given, _ = running.get(where, "HEAD", **sent)
        answers.append((status, dict(given)))
    page, style, missing, data, table, packed, explained = answers
    assert [status for status, _ in answers] == [200, 200, 404, 200, 200, 200, 200]
    assert data[1]["Content-Type"] == "application/json"
    assert table[1]["Content-Type"] == "text/csv; charset=utf-8"
    assert packed[1]["Content-Encoding"] == "gzip"
    for _, given in (data, table, packed):
        assert given["Access-Control-Allow-Origin"] == "*"
        assert given["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert given["Cache-Control"] == "no-cache" and "ETag" in given
    for _, given in (page, style, missing, explained):
        assert "Access-Control-Allow-Origin" not in given
