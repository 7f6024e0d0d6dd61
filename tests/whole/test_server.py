"""The example served by a real nginx and a real Apache, with the settings we give out, as a resident meets it."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from building import build_example_as
from places import ROOT
from projects import copied, register_of
from web_servers import Served, served_by, wrong_headers

from wmebv_site.register.addresses import (
    DATA,
    DATA_IN_FORCE,
    DATA_REGISTER,
    ELEMENT_SCRIPT,
    OUTAGE_STATUS,
    SEARCH_INDEX,
    SECURITY_TXT,
    moved_addresses,
)
from wmebv_site.site.server.headers import content_security_policy, content_type, headers_of, is_shared

pytestmark = pytest.mark.proof

DAY = date(2026, 6, 1)
SETTINGS = (".htaccess", "_headers", "_redirects")
MOVED = b"Deze pagina is verhuisd."
ADDRESSES = {
    "/digitaal-contact/": "https://www.voorbeeld.example/digitaal-contact/",
    "/": "https://contact.voorbeeld.example/",
}


def build(path: str, folder: Path) -> Path:
    """Build the example for an address, with everything that a server can be given."""
    settings: dict[str, object] = {"date": str(DAY), "server_files": ["static"]}
    if path == "/":
        settings |= {
            "security_contact": "mailto:beveiliging@voorbeeld.example",
            "security_expires": "2027-01-31",
        }
    return build_example_as(copied(ROOT, folder), ADDRESSES[path], **settings)


@pytest.fixture(scope="module")
def sites(open_folder):
    """The example, built once for each address where it may stand."""
    return {path: build(path, open_folder / str(number)) for number, path in enumerate(ADDRESSES)}


@pytest.fixture(scope="module", params=ADDRESSES, ids=["under-a-path", "own-host"])
def path(request):
    return request.param


@pytest.fixture(scope="module", params=["nginx", "apache"])
def running(request, path, sites, open_folder):
    moved = moved_addresses(register_of(ROOT))
    place = open_folder / f"{request.param}-{len(path)}"
    with served_by(request.param, sites[path], path, place, moved) as url:
        yield Served(request.param, url, sites[path])


def own(site: Path) -> list[str]:
    """Every file that is meant for a visitor."""
    names = [file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()]
    return sorted(name for name in names if name not in SETTINGS)


def test_every_file_comes_with_every_header_once_and_says_what_it_is(running):
    names = own(running.site)
    assert len(names) > 200
    wrong = []
    for name in names:
        address = running.path + (name.removesuffix("index.html") if name.endswith("index.html") else name)
        status, headers, body = running.get(address)
        made = (running.site / name).read_bytes()
        if name.startswith("producten/") and is_moved(running.site / name):
            assert status == 301, name  # of these the next test tells more
            continue
        assert (status, body) == (200, made), name
        if (given := dict(headers).get("Content-Type")) != content_type(name):
            wrong.append(f"{name}: {given}")
        wrong += [f"{name}: {header}" for header in wrong_headers(headers, headers_of(name))]
    assert wrong == []


def test_other_websites_may_read_all_data_and_no_page(running):
    names = own(running.site)
    data = {name for name in names if name.startswith(DATA) and not name.endswith(".html")}
    assert {DATA_REGISTER, DATA_IN_FORCE} < data
    assert data | {OUTAGE_STATUS} == {name for name in names if is_shared(name)} - {ELEMENT_SCRIPT}


@pytest.mark.parametrize(
    "address",
    [
        "bestaat-niet/",
        "producten/bestaat-niet/dieper/",
        "assets/bestaat-niet.css",
        ".git/config",
        ".htpasswd",
    ],
)
def test_an_address_that_is_not_there_gives_our_page_with_every_header(running, address):
    status, headers, body = running.get(running.path + address)
    assert status == 404
    assert body == (running.site / "404.html").read_bytes()
    assert dict(headers)["Content-Type"] == "text/html; charset=utf-8"
    assert wrong_headers(headers, headers_of("404.html")) == []


def test_a_folder_without_a_page_is_never_listed(running):
    status, headers, body = running.get(f"{running.path}assets/")
    assert status in (403, 404)
    assert body == (running.site / "404.html").read_bytes()
    assert wrong_headers(headers, headers_of("404.html")) == []


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_a_server_are_not_for_visitors(running, name):
    (running.site / name).touch()
    status, headers, body = running.get(running.path + name)
    assert status == 404
    assert body == (running.site / "404.html").read_bytes()
    assert wrong_headers(headers, headers_of("404.html")) == []


def test_an_earlier_address_leads_on_with_every_header(running):
    names = [name for name in own(running.site) if name.startswith("producten/")]
    moved = [name for name in names if is_moved(running.site / name)]
    assert len(moved) == 2
    for name in moved:
        status, headers, _ = running.get(running.path + name.removesuffix("index.html"))
        assert status == 301
        leads = re.search(rb'verhuisd\. <a href="../../([^"]+)"', (running.site / name).read_bytes())
        assert urlsplit(dict(headers)["Location"]).path == running.path + leads[1].decode()
        assert wrong_headers(headers, headers_of("404.html")) == []


def test_an_address_without_its_last_slash_leads_on_with_every_header(running):
    for address in filter(None, (running.path[:-1], f"{running.path}producten")):
        status, headers, _ = running.get(address)
        assert status == 301
        assert urlsplit(dict(headers)["Location"]).path == f"{address}/"
        assert urlsplit(dict(headers)["Location"]).netloc in ("", urlsplit(running.url).netloc)
        assert wrong_headers(headers, headers_of("404.html")) == []


def test_pages_and_styles_are_compressed_and_a_page_that_did_not_change_is_not_sent_again(running):
    for name in ("index.html", "assets/wmebv.css"):
        status, headers, body = running.get(running.path + name, Accept_Encoding="gzip")
        assert status == 200 and dict(headers)["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in dict(headers)["Vary"]
        assert gzip.decompress(body) == (running.site / name).read_bytes()
    _, headers, _ = running.get(running.path)
    status, headers, body = running.get(running.path, If_None_Match=dict(headers)["ETag"])
    assert (status, body) == (304, b"")


def test_security_txt_stands_at_the_root_of_a_host_and_nowhere_else(running):
    status, headers, body = running.get(running.path + SECURITY_TXT)
    assert status == (200 if running.path == "/" else 404)
    if running.path == "/":
        assert dict(headers)["Content-Type"] == "text/plain; charset=utf-8"
        assert b"\nCanonical: https://contact.voorbeeld.example/.well-known/security.txt\n" in body


def is_moved(page: Path) -> bool:
    """Whether this page only leads on from an earlier address, as the server does by itself."""
    return MOVED in page.read_bytes()


def one_of_each_kind(site: Path) -> list[str]:
    """The addresses of the first two pages in every folder: all types of page are among them."""
    pages = sorted(file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    taken: dict[str, list[str]] = {}
    for page in pages:
        taken.setdefault(page.rpartition("/")[0], []).append("" if page == "." else f"{page}/")
    return [page for group, members in taken.items() for page in (members if group == "" else members[:2])]


_WATCH = """
document.addEventListener('securitypolicyviolation', event =>
  console.error(`violation of ${event.violatedDirective} by ${event.blockedURI}`));
"""
_STORED = """async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


class Watched:
    """A page of a browser that remembers everything that could be wrong."""

    def __init__(self, context) -> None:
        self.page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.answers: list[tuple[str, int]] = []
        self.page.add_init_script(_WATCH)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on(
            "requestfailed", lambda request: self.said.append(f"failed: {request.url} {request.failure}")
        )
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda response: self.answers.append((response.url, response.status)))


def test_a_browser_walks_every_type_of_page_without_one_violation(running, browser):
    pages = one_of_each_kind(running.site)
    assert len(pages) >= 20
    # The headers of every file were compared above: at each server one address is walked whole.
    if (running.server == "nginx") != (running.path == "/"):
        pages = pages[::4]
    context = browser.new_context()
    watched = Watched(context)
    for address in pages:
        answer = watched.page.goto(running.url + address, wait_until="networkidle")
        assert answer.status == 200 and answer.headers["content-security-policy"] == content_security_policy()
        assert watched.page.locator("h1").count() == 1
        for box in watched.page.locator("form[role=search] input:visible").all():
            box.click()
            box.press_sequentially("verg")
            watched.page.wait_for_timeout(300)
        stored = watched.page.evaluate(_STORED)
        assert stored == {
            "cookie": "",
            "local": 0,
            "session": 0,
            "databases": 0,
            "caches": 0,
            "workers": 0,
        }, address
    assert watched.said == []
    assert any(url.endswith(SEARCH_INDEX) for url in watched.asked), "the search was not used"
    assert {urlsplit(url).netloc for url in watched.asked} == {urlsplit(running.url).netloc}
    moved = [
        f"{running.url}{address}" for address in pages if is_moved(running.site / address / "index.html")
    ]
    assert {url for url, status in watched.answers if status == 301} == set(moved)
    assert {status for _, status in watched.answers} <= {200, 301, 304}
    for address in ("bestaat-niet/", "producten/bestaat-niet/dieper/"):
        seen = len(watched.answers)
        assert watched.page.goto(running.url + address, wait_until="networkidle").status == 404
        assert watched.page.locator("h1").inner_text() == "Deze pagina is er niet"
        assert {status for _, status in watched.answers[seen + 1 :]} <= {200, 304}, (
            "a file of the page is missing"
        )
        watched.page.get_by_role("link", name="Ga naar het begin").click()
        watched.page.wait_for_load_state("networkidle")
        assert watched.page.url == running.url
    # The browser tells of the two pages themselves; a violation or a failed file would be one more line.
    assert len(watched.said) == 2 and all("404" in line for line in watched.said)
    assert context.cookies() == []
    context.close()


def test_the_policy_is_enforced_by_the_header_alone(running, browser):
    """Also proves that the walk above can fail: a script put in the page is refused, and heard of."""
    context = browser.new_context()
    watched = Watched(context)

    def without_meta(route):
        answer = route.fetch()
        body, number = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", answer.text())
        assert number == 1
        body = body.replace("</body>", "<script>document.title = 'gekaapt'</script></body>")
        route.fulfill(response=answer, body=body)

    watched.page.route(running.url, without_meta)
    watched.page.goto(running.url, wait_until="networkidle")
    assert watched.page.title() != "gekaapt"
    assert any("violation of script-src" in line for line in watched.said)
    context.close()


def test_no_other_site_can_show_a_page_in_a_frame(running, browser):
    context = browser.new_context()
    page = context.new_page()
    failed: list[tuple[str, str | None]] = []
    page.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    frame = f"<iframe src='{running.url}'></iframe>"
    page.route("http://127.0.0.1:9099/", lambda route: route.fulfill(content_type="text/html", body=frame))
    page.goto("http://127.0.0.1:9099/", wait_until="networkidle")
    assert failed == [(running.url, "net::ERR_BLOCKED_BY_RESPONSE")]
    assert page.frames[1].url.startswith("chrome-error:")
    context.close()


def test_an_independent_evaluator_finds_no_grave_weakness_in_the_policy():
    """csp_evaluator counts 10 for high and 20 for syntax; script-src 'self' is at most 50, a possible medium one."""
    script = """
        const {CspEvaluator} = require('csp_evaluator/dist/evaluator.js');
        const {CspParser} = require('csp_evaluator/dist/parser.js');
        const judge = text => new CspEvaluator(new CspParser(text).csp).evaluate();
        console.log(JSON.stringify(process.argv.slice(1).map(judge)));
    """
    weak = "script-src 'unsafe-inline' *"
    texts = [content_security_policy(), content_security_policy(meta=True), weak]
    done = subprocess.run(
        ["node", "-e", script, *texts], cwd=ROOT, check=True, capture_output=True, text=True
    )
    header, meta, judged_weak = json.loads(done.stdout)
    assert [finding for finding in (*header, *meta) if finding["severity"] <= 30] == []
    assert any(finding["severity"] == 10 for finding in judged_weak)
    assert {finding["directive"] for finding in header} <= {"script-src", "require-trusted-types-for"}
