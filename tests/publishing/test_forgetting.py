"""``wmebv publish --forget``: what should never have been on the website is gone from it, from what is kept, and stays away."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from projects import SMALL, SMALL_DAY, decisions_of, tree, write_files
from test_swapping import Server

from wmebv_site.diagnostics import Refused
from wmebv_site.project.settings import site_settings_of
from wmebv_site.publishing.forgetting import FORGOTTEN, address_of, forget, forgotten_in
from wmebv_site.publishing.judging import judge
from wmebv_site.publishing.swapping import forget_everywhere, go_back
from wmebv_site.publishing.told import told_of_forgotten

URL = "https://www.voorbeeld.example/contact/"
LETTER = "documenten/brief van jansen.pdf"
PAGE = (
    '<title>Eigen</title><a href="../documenten/brief%20van%20jansen.pdf">De brief</a> '
    '<a href="https://www.voorbeeld.example/contact/documenten/brief van jansen.pdf#p=2">nog eens</a> '
    '<a href="../documenten/ander.pdf">ander</a>'
)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A website with a letter that should not be there, in two builds of the three that are kept."""
    server = Server(tmp_path)
    server.publish()
    letter = {LETTER: b"%PDF-1.7 van Jansen", "documenten/ander.pdf": b"%PDF-1.7"}
    write_files(server.source, letter | {"eigen/index.html": PAGE})
    server.publish()
    server.change("Nog iets", "nieuws/index.html")
    server.publish()
    return server


def named(folder: Path) -> list[str]:
    """The files in which the name of the letter stands, however it is written."""
    marks = (b"brief van jansen", b"brief%20van%20jansen", b"van Jansen")
    return [
        path for path, data in tree(folder).items() if any(mark in data for mark in marks) or path == LETTER
    ]


def test_a_file_goes_from_what_is_shown_and_from_all_that_is_kept_and_links_lose_their_way(
    server: Server,
) -> None:
    assert (
        len(named(server.shelf.builds)) == 6
    )  # the file, a page that leads to it, and the note, in two builds
    removed = forget_everywhere(server.shelf, LETTER, SMALL_DAY, URL)
    assert named(server.shelf.builds) == []
    live, before, first = (build.name for build in server.shelf.kept())
    assert (removed[live].files, removed[live].edited) == ([LETTER], ["eigen/index.html"])
    assert removed[before].files == [LETTER] and not removed[first]
    page = (server.site / "eigen" / "index.html").read_text(encoding="utf-8")
    assert "<a>De brief</a>" in page and '<a href="../documenten/ander.pdf">ander</a>' in page
    # What is kept is still whole to whoever goes back.
    go_back(server.shelf, None)
    assert server.shelf.live() is not None


def test_what_was_forgotten_stays_away_when_it_is_built_again_until_someone_lets_it(server: Server) -> None:
    forget_everywhere(server.shelf, LETTER, SMALL_DAY, URL)
    server.change("Weer iets", "nieuws/index.html")
    done = server.publish()
    assert [each.code for each in done.diagnostics] == ["WMEBV634"]
    assert done.build is not None and named(server.shelf.builds) == []
    assert forgotten_in(server.shelf.folder) == [LETTER]
    file = server.shelf.folder / FORGOTTEN
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[1] == f"{LETTER}  sinds 2026-06-01"
    file.write_text(lines[0] + "\n", encoding="utf-8")
    assert server.publish().diagnostics == []
    assert LETTER in named(server.site)


def test_who_is_killed_while_forgetting_has_it_finished_by_the_next(server: Server) -> None:
    """The address is written down first, and after that nothing else may have happened."""
    write_files(server.shelf.folder, {FORGOTTEN: f"{LETTER}  sinds 2026-06-01\n"})
    server.publish()
    assert named(server.shelf.builds) == []


def test_a_page_goes_with_all_that_leads_to_it_and_the_website_stays_sound(
    tmp_path: Path, small_site: Path
) -> None:
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    page = "producten/paspoort/"
    assert page in (site / "sitemap.xml").read_text(encoding="utf-8")
    removed = forget(site, page, URL)
    assert f"{page}index.html" in removed.files and "sitemap.xml.gz" in removed.files
    for path, data in tree(site).items():
        assert b"producten/paspoort/" not in data, path
        assert b"/paspoort/" not in data or path.startswith("data/"), path
    for path in ("sitemap.xml", "wijzigingen/atom.xml"):
        fromstring((site / path).read_bytes())
    search = json.loads((site / "zoeken.json").read_bytes())
    [products] = [group for group in search if group["folder"] == "producten/"]
    assert "paspoort" not in products["ids"]
    assert len(products["ids"]) == len(products["titles"]) == len(products["words"])
    assert all(at < len(products["ids"]) for at in products["most"])
    register = json.loads((site / "data" / "register.json").read_bytes())
    assert "paspoort" not in [each["id"] for each in register["products"]]
    found = judge(site, SMALL_DAY, decisions_of(SMALL, SMALL_DAY), site_settings_of(SMALL)).diagnostics
    assert {each.code for each in found} <= {"WMEBV625", "WMEBV632"}  # it is missing, and nothing leads to it


def test_each_kind_of_file_that_names_it_is_mended_or_goes(tmp_path: Path) -> None:
    whole = f"{URL}a/b.pdf"
    other = f"{URL}a/b.pdfx"
    write_files(
        tmp_path,
        {
            "a/b.pdf": b"x",
            "a/c/index.html": f'<a href="../b.pdf">x</a><a href=\'/contact/a/b.pdf?x=1\'>y</a><a href="{other}">z</a>',
            "feed/atom.xml": f'<feed>\n<entry>\n<link href="{whole}"/>\n</entry>\n<entry>\n<link href="{other}"/>\n</entry>\n</feed>',
            "sitemap.xml": f"<urlset>\n<url><loc>{whole}</loc></url>\n<url><loc>{URL}a/</loc></url>\n</urlset>",
            "sitemap.xml.gz": gzip.compress(whole.encode()),
            "data/x.json": json.dumps(
                [{"u": whole, "t": "geheim"}, {"u": other}, {"l": [whole, other], "n": 1}]
            ),
            "data/y.csv": f"id,url\r\n1,{whole}\r\n2,{other}\r\n",
            "data/z.ttl": f"<{whole}> a <x> .\n",
            "data/ok.ttl": f"<{other}> a <x> .\n",
            "storingen/status.js": 'storingen=[{"id":"x","page":"a/b.pdf"},{"id":"y","page":"a/b.pdfx"}]\n',
            "robots.txt": f"Allow: /\nDisallow: /contact/a/b.pdf\nSitemap: {URL}sitemap.xml\n",
            "ander/b.pdf": b"a/b.pdf",
        },
    )
    with sqlite3.connect(tmp_path / "data.sqlite") as database:
        database.execute("create table t (u text)")
        database.execute("insert into t values (?)", (whole,))
    database.close()
    removed = forget(tmp_path, "a/b.pdf", URL)
    assert removed.files == ["a/b.pdf", "data.sqlite", "data/z.ttl", "sitemap.xml.gz"]
    there = {path: data.decode() for path, data in tree(tmp_path).items()}
    assert there["a/c/index.html"] == f'<a>x</a><a>y</a><a href="{other}">z</a>'
    assert "geheim" not in there["data/x.json"]
    assert json.loads(there["data/x.json"]) == [{"u": other}, {"l": [other], "n": 1}]
    assert there["data/y.csv"] == f"id,url\r\n2,{other}\r\n"
    assert there["feed/atom.xml"].count("<entry>") == 1 and whole + '"' not in there["feed/atom.xml"]
    assert there["sitemap.xml"].count("<url>") == 1
    assert there["storingen/status.js"] == 'storingen=[{"id":"y","page":"a/b.pdfx"}]\n'
    assert there["robots.txt"] == f"Allow: /\nSitemap: {URL}sitemap.xml\n"
    assert "data/ok.ttl" in there and there["ander/b.pdf"] == "a/b.pdf"


def test_a_page_is_found_without_its_last_stroke(server: Server) -> None:
    assert forget_everywhere(server.shelf, "eigen", SMALL_DAY, URL)
    assert not [path for path in tree(server.shelf.builds) if "/eigen/" in path]
    assert forgotten_in(server.shelf.folder) == ["eigen/"]


def test_who_mistypes_it_is_told_that_it_is_still_there(server: Server) -> None:
    typed = LETTER.replace("jansen", "janssen")
    with pytest.raises(Refused, match=f"staat niet op de website.*Bedoelt u '{LETTER}'"):
        forget_everywhere(server.shelf, typed, SMALL_DAY, URL)
    assert forgotten_in(server.shelf.folder) == [] and LETTER in named(server.site)
    forget_everywhere(server.shelf, LETTER, SMALL_DAY, URL)
    assert forget_everywhere(server.shelf, LETTER, SMALL_DAY, URL)  # and again, for who was interrupted


def test_before_it_is_done_it_can_be_shown(server: Server) -> None:
    before = tree(server.shelf.folder)
    removed = forget_everywhere(server.shelf, LETTER, SMALL_DAY, URL, dry_run=True)
    live = server.shelf.live()
    assert live is not None and removed[live.name].files == [LETTER]
    assert tree(server.shelf.folder) == before


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (f"{URL}a/b.pdf", "a/b.pdf"),
        ("/contact/a/b.pdf", "a/b.pdf"),
        ("/a/b.pdf", "a/b.pdf"),
        (" a/brief%20x.pdf ", "a/brief x.pdf"),
        (f"{URL}a/b.pdf?x=1#p", "a/b.pdf"),
        ("producten/x/index.html", "producten/x/"),
        ("producten/x/", "producten/x/"),
    ],
)
def test_an_address_is_understood_as_one_copies_it(typed: str, address: str) -> None:
    assert address_of(typed, URL) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "/",
        URL,
        "index.html",
        "producten/",
        "storingen/status.json",
        "assets/wmebv.css",
        "../x",
        "https://elders.example/a.pdf",
    ],
)
def test_what_every_website_has_or_what_is_elsewhere_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="hoort bij elke website|geen adres van deze website"):
        address_of(typed, URL)


def test_what_a_person_still_has_to_do_is_told(server: Server) -> None:
    removed = forget_everywhere(server.shelf, LETTER, SMALL_DAY, URL)
    said = "\n".join(told_of_forgotten(LETTER, removed, server.shelf, f"content/{LETTER}"))
    for word in (
        f"- weg: {LETTER}",
        f"Het staat in content/{LETTER}.",
        "geschiedenis",
        "Publiceer daarna opnieuw",
        "zoekmachines",
        "web.archive.org",
        "functionaris gegevensbescherming",
        FORGOTTEN,
    ):
        assert word in said
    nothing = "\n".join(told_of_forgotten("x.pdf", {}, server.shelf, None))
    assert nothing.startswith("'x.pdf' is nergens meer")
    shutil.rmtree(server.shelf.folder)


def test_no_page_leads_to_a_download_that_had_to_go_and_the_page_that_went_is_not_missed(
    server: Server, small_site: Path
) -> None:
    server.decisions = decisions_of(SMALL, SMALL_DAY)
    shutil.rmtree(server.source)
    shutil.copytree(small_site, server.source)
    page = "producten/paspoort/"
    downloads = {
        "data/register.sqlite": f"x {page}".encode(),
        "data/alles.ttl": f"<{URL}{page}> a <x> .\n".encode(),
        "eigen/index.html": b'<a href="../data/register.sqlite">a</a><a class="t" href="/contact/data/alles.ttl">b</a>',
    }
    write_files(server.source, downloads)
    server.publish()
    forget_everywhere(server.shelf, page, SMALL_DAY, URL)
    assert (server.site / "eigen" / "index.html").read_bytes() == b'<a>a</a><a class="t">b</a>'
    sound = judge(server.site, SMALL_DAY, server.decisions, site_settings_of(SMALL)).diagnostics
    assert [each.code for each in sound] == []
    # Made again from registers that still have it: the same, and not a website that never is sound again.
    server.change("Nog iets", "nieuws/index.html")
    assert [each.code for each in server.publish().diagnostics] == ["WMEBV634"]
    assert judge(server.site, SMALL_DAY, server.decisions, site_settings_of(SMALL)).diagnostics == []
    # Elsewhere it is missed.
    copy = Path(shutil.copytree(server.site, server.shelf.folder.parent / "elders"))
    found = judge(copy, SMALL_DAY, server.decisions, site_settings_of(SMALL)).diagnostics
    assert {each.code for each in found} == {"WMEBV625"}
