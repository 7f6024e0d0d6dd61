"""The headers that guard a visitor: one table, the same for every web server."""

from __future__ import annotations

import re

import pytest
from every import every
from places import ROOT

from wmebv_site.diagnostics import Refused
from wmebv_site.site.server.headers import (
    CONTENT_TYPES,
    PAGES_CACHE,
    SECURITY_HEADERS,
    SiteAddress,
    cache_control,
    content_security_policy,
    content_type,
    headers_of,
    is_shared,
    site_address,
)
from wmebv_site.site.server.server_files import (
    IN_SITE,
    apache,
    is_ours,
    nginx,
    redirects,
    site_files,
    static_host,
)

UNDER_A_PATH = SiteAddress("https://www.voorbeeld.example", "/digitaal-contact/")
OWN_HOST = SiteAddress("https://contact.voorbeeld.example", "/")
BOTH = pytest.mark.parametrize("address", [UNDER_A_PATH, OWN_HOST], ids=["under-a-path", "own-host"])


def of_nginx(address):
    """The header lists of nginx, one for each block that has any."""
    blocks = re.split(r"^location ", nginx(address, "/srv/site"), flags=re.MULTILINE)[1:]
    found = [
        dict(re.findall(r'^ +add_header (\S+) "(.*)" always;$', block, re.MULTILINE)) for block in blocks
    ]
    first = dict(reversed(re.findall(r'^    set (\$\w+) "(.*)";$', blocks[-1], re.MULTILINE)))
    return [{name: first.get(value, value) for name, value in block.items()} for block in found]


def of_apache(address):
    return dict(re.findall(r'^Header always set (\S+) "([^"]*)"$', apache(address), re.MULTILINE))


def of_static_host(address):
    """The headers by path, and every name as often as it stands there."""
    found = {}
    for line in static_host(address).splitlines():
        if line.startswith("/"):
            here = found.setdefault(line, [])
        elif line.startswith("  "):
            here.append(tuple(line.strip().split(": ", 1)))
    return found


@BOTH
def test_every_server_gives_the_same_security_headers(address):
    for block in of_nginx(address):
        assert {name: block.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert {name: of_apache(address).get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    given = dict(of_static_host(address)[f"{address.path}*"])
    given |= dict(of_static_host(address)[address.path])
    assert given == SECURITY_HEADERS


def test_the_policy_allows_nothing_but_files_of_the_site_itself():
    directives = dict(part.split(" ", 1) for part in content_security_policy().split("; "))
    assert (
        directives.pop("default-src")
        == directives.pop("base-uri")
        == directives.pop("frame-ancestors")
        == "'none'"
    )
    assert set(directives) == {"script-src", "style-src", "img-src", "connect-src", "form-action"}
    assert set(directives.values()) == {"'self'"}


def test_the_meta_element_leaves_out_only_what_browsers_ignore_there():
    assert f"{content_security_policy(meta=True)}; frame-ancestors 'none'" == content_security_policy()


def test_the_browser_keeps_to_https_for_a_year():
    assert SECURITY_HEADERS["Strict-Transport-Security"] == f"max-age={365 * 24 * 60 * 60}"


def test_no_value_can_end_its_quotes_in_a_file_for_a_server():
    for name, value in SECURITY_HEADERS.items():
        assert re.fullmatch(r"[A-Za-z-]+", name)
        assert not set(value) & set('"\\$%\n\r')
        assert len(f"  {name}: {value}") < 2000, "Cloudflare Pages reads no longer lines"


PATHS = (
    *(
        "",
        "producten/",
        "producten/paspoort/",
        "besluiten/2026-01/bijlage/",
        "besluiten/2026-01/besluit.docx",
    ),
    *(
        "storingen/",
        "storingen/2026-06/",
        "storingen/status.json",
        "storingen/status.js",
        "storingen/atom.xml",
    ),
    *("wijzigingen/", "wijzigingen/atom.xml", "wijzigingen/feed.json", "zoeken.json", "404.html", "privacy/"),
    *(
        "assets/wmebv.css",
        "assets/kanaal.js",
        "data/",
        "data/index.html",
        "en/",
        "en/data/",
        "databank/a.json",
    ),
    *(
        "data/register.json",
        "data/schema/product-file.json",
        "data/producten/paspoort.json",
        "data/geldend-excel.csv",
    ),
    *("data/dcat.jsonld", "data/dcat.ttl", "data/sc.xml", "data/register.sqlite", "producten/data/a.json"),
)


def merged_for(address, path):
    """What a static host gives with one file, and how often each header comes; the last of two as some hosts do."""
    given = []
    for pattern, headers in of_static_host(address).items():
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), address.path + path):
            given += headers
    assert len({name for name, _ in given}) == len(given), "hosts that join would make one header of two"
    return dict(given)


@BOTH
@every("path", PATHS)
def test_a_static_host_joins_no_headers_and_gives_each_file_what_other_servers_give(address, path):
    given, wanted = merged_for(address, path), headers_of(path)
    # A host lets a page be asked for again by itself, and knows the usual kinds.
    given.setdefault("Cache-Control", PAGES_CACHE)
    if not path.endswith("/") and path:
        assert given.pop("Content-Type", content_type(path)) == content_type(path)
    policy = given.pop("Cross-Origin-Resource-Policy", None)
    assert policy in (wanted.pop("Cross-Origin-Resource-Policy"), None)
    assert policy or not (
        is_shared(path) or path in ("", "data/", "storingen/", "producten/paspoort/", "en/")
    )
    assert given == wanted


def test_the_file_of_a_static_host_keeps_to_what_hosts_read():
    for address in (OWN_HOST, UNDER_A_PATH):
        rules = of_static_host(address)
        assert len(rules) <= 100, "Cloudflare Pages reads no more rules"
        assert not [path for path in rules if path.count("*") > 1 or ":" in path]
        assert "!" not in static_host(address), "Netlify refuses a rule that takes a header away"


@every("path", PATHS)
def test_every_other_website_may_read_data_and_never_a_page(path):
    page = path.endswith(("/", ".html")) or not path
    assert is_shared(path) == (
        path in ("assets/kanaal.js", "storingen/status.json") or (path.startswith("data/") and not page)
    )
    assert ("Access-Control-Allow-Origin" in headers_of(path)) == is_shared(path)
    assert set(SECURITY_HEADERS) < set(headers_of(path))


@BOTH
@every("path", PATHS)
def test_nginx_and_apache_are_told_of_the_same_paths(address, path):
    [of_nginx_] = re.findall(
        r'if \(\$uri ~ "(.+)"\) \{\n +set \$wmebv_origin "\*";', nginx(address, "/srv/site")
    )
    told = re.findall(
        r'^Header always set Access-Control-Allow-Origin "\*" "expr=.*?m#(.+?)#',
        apache(address),
        re.MULTILINE,
    )
    for pattern in (of_nginx_, *told):
        assert (re.search(pattern, address.path + path) is not None) == is_shared(path)
    assert len(told) == 1
    for pattern, kind in (
        *re.findall(r"<If .*? m#(.+)#\">\n +ForceType (.+)\n", apache(address)),
        *re.findall(
            r'location ~ "(.+)" \{\n +types \{ \}\n +default_type (.+);', nginx(address, "/srv/site")
        ),
    ):
        if re.search(pattern, address.path + path):
            assert kind == content_type(path)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data/register.json", "application/json"),
        ("data/schema/register.json", "application/schema+json"),
        ("schema/eigen.json", "application/json"),
        ("data/dcat.jsonld", "application/ld+json"),
        ("data/dcat.ttl", "text/turtle; charset=utf-8"),
        ("data/geldend.csv", "text/csv; charset=utf-8"),
        ("data/sc.xml", "application/xml"),
        ("data/register.sqlite", "application/vnd.sqlite3"),
        ("wijzigingen/atom.xml", "application/atom+xml"),
        ("storingen/atom.xml", "application/atom+xml"),
        ("wijzigingen/feed.json", "application/feed+json"),
        ("storingen/feed.json", "application/feed+json"),
        ("index.html", "text/html; charset=utf-8"),
    ],
)
def test_a_file_says_what_it_is(path, kind):
    assert content_type(path) == kind


@BOTH
def test_all_text_is_packed_and_nothing_else(address):
    [of_nginx_] = re.findall(r"^    gzip_types (.+);$", nginx(address, "/srv/site"), re.MULTILINE)
    brotli, deflate = re.findall(r"AddOutputFilterByType \w+ (.+)", apache(address))
    assert brotli == deflate == of_nginx_.replace("text/css text/csv", "text/css text/csv text/html")
    packed = set(brotli.split())
    text = {
        kind.partition(";")[0]
        for kind in map(content_type, ("a.csv", "a.ttl", "a.xml", "a.json", "a.jsonld"))
    }
    named = {"application/atom+xml", "application/feed+json", "application/schema+json", "image/svg+xml"}
    assert text | named < packed
    assert not packed & {"application/vnd.sqlite3", "application/zip", "image/png", CONTENT_TYPES["docx"]}


@BOTH
def test_no_location_inside_the_site_cancels_the_headers_of_nginx(address):
    text = nginx(address, "/srv/site")
    inside = re.findall(r"^    location .*?^    }", text, re.MULTILINE | re.DOTALL)
    assert inside
    assert not [block for block in inside if "add_header" in block or "expires" in block]


@BOTH
def test_every_address_in_a_file_stands_under_that_of_the_site(address):
    assert f"error_page 403 404 =404 {address.path}404.html;" in nginx(address, "/srv/site")
    assert f"location ^~ {address.path} {{" in nginx(address, "/srv/site")
    assert f"ErrorDocument 404 {address.path}404.html" in apache(address)
    assert all(path.startswith(address.path) for path in of_static_host(address))


def test_an_address_without_its_last_slash_leads_to_the_site():
    assert "location = /digitaal-contact {" in nginx(UNDER_A_PATH, "/srv/site")
    assert "return 301 /digitaal-contact/;" in nginx(UNDER_A_PATH, "/srv/site")
    assert "location = " not in nginx(OWN_HOST, "/srv/site")


def test_a_page_is_asked_for_again_and_a_style_is_fetched_once_in_a_visit():
    assert (
        cache_control("") == cache_control("producten/index.html") == cache_control("404.html") == "no-cache"
    )
    assert cache_control("assets/wmebv.css") == "max-age=600"


def test_every_kind_of_file_in_the_theme_has_its_content_type():
    endings = {path.suffix[1:] for path in (ROOT / "theme").rglob("*") if path.is_file()}
    assert endings
    assert endings <= set(CONTENT_TYPES)
    for ending, kind in CONTENT_TYPES.items():
        assert re.search(rf"^ +{re.escape(kind)} [a-z ]*\b{ending}\b", nginx(OWN_HOST, "/srv"), re.MULTILINE)
        assert f"AddType {kind} .{ending}\n" in apache(OWN_HOST)


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        (
            "https://www.voorbeeld.example/digitaal-contact/",
            "https://www.voorbeeld.example",
            "/digitaal-contact/",
        ),
        (
            "https://www.voorbeeld.example/digitaal-contact",
            "https://www.voorbeeld.example",
            "/digitaal-contact/",
        ),
        ("https://contact.voorbeeld.example", "https://contact.voorbeeld.example", "/"),
        ("http://localhost:8000/a/b/", "http://localhost:8000", "/a/b/"),
    ],
)
def test_an_address_is_a_host_and_a_path(url, origin, path):
    assert site_address(url) == SiteAddress(origin, path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "www.voorbeeld.example",
        "ftp://voorbeeld.example/",
        "https:///digitaal-contact/",
        "https://naam@voorbeeld.example/",
        "https://voorbeeld.example:poort/",
        "https://voorbeeld.example/een map/",
        "https://voorbeeld.example/a;return/",
        "https://voorbeeld.example/a{b}/",
        'https://voorbeeld.example/a"b/',
        "https://voorbeeld.example/../etc/",
        "https://voorbeeld.example/a\n/",
        "https://voorbeeld.example//a/",
        "https://voorbeeld.example/?a=b",
        "https://voorbeeld.example/#a",
    ],
)
def test_an_address_that_could_change_the_settings_of_a_server_is_refused(url):
    with pytest.raises(Refused, match=r"^(?s:.*)\.$"):
        site_address(url)


@pytest.mark.parametrize(
    "folder", ["", "/", "srv/site", "/srv/een map", "/srv/site;", "/srv/{a}", "/srv/a\n}", "/srv/$a"]
)
def test_a_folder_that_could_change_the_settings_of_nginx_is_refused(folder):
    with pytest.raises(Refused, match=r"^De map (?s:.*)\.$"):
        nginx(OWN_HOST, folder)


def test_only_the_files_that_were_asked_for_are_made_and_they_tell_who_made_them():
    url = "https://www.voorbeeld.example/digitaal-contact/"
    assert site_files([], url) == ({}, [])
    files, found = site_files(["static", "apache"], url)
    assert list(files) == [".htaccess", "_headers"] and found == []
    assert files[".htaccess"].decode() == apache(UNDER_A_PATH)
    assert all(is_ours(data) for data in files.values())
    assert not is_ours(b"Require all denied\n")
    assert "nginx" not in IN_SITE


@pytest.mark.parametrize("url", [None, "", "voorbeeld", "https://voorbeeld.example/een map/"])
def test_without_a_usable_address_nothing_is_made_and_one_sentence_says_why(url):
    files, found = site_files(["apache"], url)
    assert files == {}
    assert [(each.code, each.place.file) for each in found] == [("WMEBV517", "mkdocs.yml")]


MOVED = {"producten/kapvergunning/": "producten/boom-kappen/", "producten/a.b/": "producten/ab/"}


@pytest.mark.parametrize("address", [OWN_HOST, UNDER_A_PATH], ids=["own host", "under a path"])
def test_an_earlier_address_leads_on_at_each_kind_of_server(address):
    path = address.path
    of_nginx_ = nginx(address, "/srv/site", MOVED)
    for old, new in MOVED.items():
        block = of_nginx_.partition(f"location = {path}{old} {{")[2].partition("}")[0]
        assert f"return 301 {path}{new};" in block
        assert all(
            f'add_header {name} "{value}" always;' in block for name, value in SECURITY_HEADERS.items()
        )
    rules = re.findall(r'^RedirectMatch 301 "(.+)" "(.+)"$', apache(address, MOVED), re.MULTILINE)
    assert len(rules) == len(MOVED)
    for old, new in MOVED.items():
        [found] = [target for pattern, target in rules if re.search(pattern, path + old)]
        assert found == path + new
    assert not any(re.search(pattern, f"{path}producten/axb/") for pattern, _ in rules)
    assert f"{path}producten/kapvergunning/ {path}producten/boom-kappen/ 301" in redirects(address, MOVED)


def test_a_static_host_gets_a_file_of_what_moved_only_when_something_did():
    url = "https://www.voorbeeld.example/digitaal-contact/"
    files, found = site_files(["static"], url, MOVED)
    assert list(files) == ["_headers", "_redirects"] and found == []
    assert all(is_ours(data) for data in files.values())
    assert list(site_files(["static"], url)[0]) == ["_headers"]
    assert "301" not in site_files(["apache"], url)[0][".htaccess"].decode()
