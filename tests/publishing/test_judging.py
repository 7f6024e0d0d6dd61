"""``wmebv check --site``: a website that was built is judged before anybody sees it, whatever made or copied it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, SMALL_DAY, decisions_of, write_files

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.project.settings import SiteSettings, site_settings_of
from wmebv_site.publishing.judging import judge
from wmebv_site.publishing.scanned import Inside, scanned
from wmebv_site.register.addresses import WOO_INDEX


def of_small(site: Path, day: date = SMALL_DAY) -> list[Diagnostic]:
    return judge(site, day, decisions_of(SMALL, SMALL_DAY), site_settings_of(SMALL)).diagnostics


@pytest.fixture
def site(small_site: Path, tmp_path: Path) -> Path:
    """The website of the small municipality, which a test may spoil."""
    return Path(shutil.copytree(small_site, tmp_path / "site"))


def test_a_website_as_it_was_built_is_sound(small_site: Path) -> None:
    """That of the example is judged with what else stands in it, in the tests of what is internal."""
    assert of_small(small_site) == []


PRODUCT = "producten/evenementenvergunning/index.html"
Spoil = Callable[[Path], object]


def put(path: str, text: str) -> Spoil:
    return lambda site: write_files(site, {path: text})


def gone(path: str) -> Spoil:
    return lambda site: (site / path).unlink()


def changed(path: str, old: str, new: str) -> Spoil:
    def change(site: Path) -> None:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def cut(path: str) -> Spoil:
    def cut_off(site: Path) -> None:
        data = (site / path).read_bytes()
        (site / path).write_bytes(data[: len(data) // 2])

    return cut_off


SPOILED: dict[str, tuple[Spoil, str, str]] = {
    "no page of a product": (gone(PRODUCT), "WMEBV625", "van het product"),
    "no page of outages": (gone("storingen/index.html"), "WMEBV625", "De pagina ontbreekt."),
    "an image that is gone": (
        put("eigen/index.html", '<p><img src="foto.jpg" alt=""></p>'),
        "WMEBV626",
        "'eigen/foto.jpg'",
    ),
    "a page that is gone": (put("eigen-1.html", "<a href='weg/'>x</a>"), "WMEBV626", "'weg/'"),
    "the whole address": (
        put("eigen-2.html", "<a href=https://www.voorbeeld.example/contact/weg/>x</a>"),
        "WMEBV626",
        "'weg/'",
    ),
    "a path from the host": (
        put("eigen-3.html", '<a href="/contact/over/weg.pdf">x</a>'),
        "WMEBV626",
        "over/weg.pdf",
    ),
    "a part that is gone": (
        put("eigen-4.html", '<a href="over/#weg">x</a>'),
        "WMEBV626",
        "'weg' staat niet op 'over/'",
    ),
    "a part of the page itself": (
        put("eigen-5.html", '<p id="a"></p><a href="#b">x</a>'),
        "WMEBV626",
        "'b' staat niet",
    ),
    "a font of a style": (
        put("assets/huis.css", "@font-face { src: url('letter.woff2') }"),
        "WMEBV626",
        "assets/letter.woff2",
    ),
    "a heavy page": (put("eigen-6.html", "<p>x</p>" + " " * 1_500_000), "WMEBV627", "1,5 MB"),
    "a heavy file": (put("scan.pdf", "x" * 11_000_000), "WMEBV627", "11,0 MB"),
    "no search": (gone("zoeken.json"), "WMEBV628", "'zoeken.json' ontbreekt"),
    "no Woo-index": (gone(WOO_INDEX), "WMEBV628", "De Woo-index ontbreekt"),
    "a page of yesterday": (
        changed(
            "producten/afvalpas/index.html", '<time datetime="2026-06-01">', '<time datetime="2026-05-31">'
        ),
        "WMEBV630",
        "van 31 mei 2026, en de rest van de website van 1 juni 2026",
    ),
    "half a page": (cut("over/index.html"), "WMEBV631", "breekt halverwege af"),
    "an empty page": (put("producten/bijstand/index.html", ""), "WMEBV631", "leeg"),
    "half a feed": (cut("wijzigingen/atom.xml"), "WMEBV631", "XML"),
    "half the data": (cut("data/register.json"), "WMEBV631", "JSON"),
    "a status of another shape": (put("storingen/status.json", "[]"), "WMEBV631", "storingen"),
    "a script of another shape": (put("storingen/status.js", "x=[]"), "WMEBV631", "storingen"),
    "a sitemap that lacks a page": (
        changed("sitemap.xml", "<loc>https://www.voorbeeld.example/contact/over/</loc>", "<loc></loc>"),
        "WMEBV632",
        "over/index.html",
    ),
    "a Woo-index that lacks a decision": (
        changed(
            "sitemaps/sitemap-diwoo-infocat002.xml",
            "<loc>https://www.voorbeeld.example/contact/besluiten/aanwijzing-2026/</loc>",
            "<loc>https://www.voorbeeld.example/contact/over/</loc>",
        ),
        "WMEBV632",
        "besluiten/aanwijzing-2026/index.html",
    ),
    "what is internal": (put("data/x.json", '{"supplier": "x"}'), "WMEBV548", "supplier"),
}


def test_what_is_wrong_with_a_website_is_told_with_its_place_and_a_way_out(site: Path) -> None:
    """All at once: what is wrong in one place hides nothing of another."""
    for spoil, _, _ in SPOILED.values():
        spoil(site)
    found = of_small(site)
    left = list(found)
    for name, (_, code, said) in SPOILED.items():
        told = [each for each in found if each.code == code and said in each.message]
        assert told and told[0].hint, name
        left = [each for each in left if each not in told]
    # Nothing else is said of it than what follows: a page that isn't there is also linked to, and one cut off has no parts.
    assert {each.code for each in left} <= {"WMEBV626", "WMEBV632"}


def test_one_thing_that_is_gone_is_told_once_with_the_number_of_pages_that_lead_to_it(site: Path) -> None:
    (site / "assets" / "wmebv.css").unlink()
    [found] = of_small(site)
    pages = len([*site.rglob("*.html")])
    assert found.code == "WMEBV626" and f"staat op {pages} pagina's" in found.message
    assert found.place.line > 1


def test_many_pages_that_are_gone_are_told_once(site: Path) -> None:
    shutil.rmtree(site / "producten")
    shutil.rmtree(site / "kanalen")
    found = [each for each in of_small(site) if each.code == "WMEBV625"]
    assert len(found) == 1 and "zoals 'producten/" in found[0].message


def test_a_website_of_another_day_is_told_and_counts_where_one_is_strict(small_site: Path) -> None:
    arguments = ("check", "--site", str(small_site), "--date")
    said = wmebv(*arguments, "2026-06-02", cwd=SMALL, code=0).stdout
    assert (
        "WMEBV629 waarschuwing: Deze website is gebouwd voor 1 juni 2026. De dag is nu 2 juni 2026." in said
    )
    wmebv(*arguments, "2026-06-02", "--strict", cwd=SMALL, code=1)
    assert wmebv(*arguments, "2026-06-01", cwd=SMALL, code=0).stdout.startswith(
        "De website klopt: elke pagina"
    )


def test_a_link_that_leads_nowhere_warns_and_what_a_page_lacks_to_be_shown_fails(site: Path) -> None:
    put("eigen/index.html", '<a href="weg/">x</a>')(site)
    arguments = ("check", "--site", str(site), "--date", "2026-06-01")
    assert "WMEBV626 waarschuwing" in wmebv(*arguments, cwd=SMALL, code=0).stdout
    put("eigen/index.html", '<link rel="stylesheet" href="weg.css">')(site)
    assert "WMEBV626 fout" in wmebv(*arguments, cwd=SMALL, code=1).stdout


def test_what_is_said_of_a_website_is_the_same_in_every_format(site: Path, tmp_path: Path) -> None:
    put("eigen/index.html", '\n<p>\n<img src="weg.png" alt="">')(site)
    arguments = ("check", "--site", str(site), "--date", "2026-06-01", "--format")
    [found] = json.loads(wmebv(*arguments, "json", cwd=SMALL, code=1).stdout)["diagnostics"]
    assert (found["code"], found["file"], found["line"]) == ("WMEBV626", "eigen/index.html", 3)
    assert "line=3" in wmebv(*arguments, "github", cwd=SMALL, code=1).stdout
    assert "WMEBV626" in wmebv(*arguments, "sarif", cwd=SMALL, code=1).stdout


def test_without_a_project_what_can_be_seen_is_judged_and_no_more_is_said(site: Path, tmp_path: Path) -> None:
    gone(PRODUCT)(site)
    said = wmebv(
        "check", "--site", str(site), "--date", "2026-06-01", "--strict", cwd=tmp_path, code=1
    ).stdout
    assert "WMEBV626" in said and "WMEBV625" not in said
    whole = {"index.html": "<p>Hallo</p>"}
    write_files(tmp_path / "klein", whole)
    said = wmebv("check", "--site", "klein", cwd=tmp_path, code=0).stdout
    assert said.startswith("De website klopt: elke link werkt")


def test_what_a_setting_asks_for_a_server_must_be_there(site: Path) -> None:
    settings = SiteSettings(
        site_url="https://contact.voorbeeld.example/",
        server_files=("apache", "static"),
        plugin={"security_contact": "mailto:a@voorbeeld.example"},
    )
    found = judge(site, SMALL_DAY, None, settings).diagnostics
    assert [each.place.file for each in found if each.code == "WMEBV628"] == [
        ".htaccess",
        ".well-known/security.txt",
        "_headers",
    ]
    write_files(site, {".htaccess": "x", "_headers": "x", ".well-known/security.txt": "x"})
    assert not [
        each for each in judge(site, SMALL_DAY, None, settings).diagnostics if each.code == "WMEBV628"
    ]


def test_a_page_is_read_as_a_browser_does() -> None:
    text = """<!-- <a href="a"> --><script src="b">'<a href="c">'</script>
    <A HREF = 'd?x=1#y' title="e > f" id=g><img srcset="h 1x, i 2x" alt=''><a name="j"></a>
    <code>&lt;a href="k"&gt; href="l"</code><style>a { b: url(m) }</style><link rel="stylesheet" href=n&amp;o>
    <footer><time datetime="2026-06-01">1 juni</time></footer>"""
    page = scanned(text)
    assert [each.address for each in page.references] == ["b", "d?x=1#y", "h", "i", "n&o"]
    assert [each.address for each in page.references if each.loaded] == ["b", "h", "i", "n&o"]
    assert (page.anchors, page.day) == ({"g", "j"}, "2026-06-01")


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("../b/", "b/index.html"),
        ("../b", "b/index.html"),
        ("x.pdf", "a/x.pdf"),
        ("x%20y.pdf?v=1", "a/x y.pdf"),
        ("../", "index.html"),
        (".", "a/index.html"),
        ("#c", ""),
        ("https://www.voorbeeld.example/d/b/#c", "b/index.html"),
        ("/d/b/", "b/index.html"),
        ("/elders/", None),
        ("https://elders.example/b/", None),
        ("mailto:a@voorbeeld.example", None),
        ("//elders.example/b/", None),
    ],
)
def test_an_address_is_followed_within_the_website(address: str, where: str | None) -> None:
    inside = Inside(
        frozenset({"index.html", "a/index.html", "b/index.html"}), "https://www.voorbeeld.example/d/"
    )
    led = inside.leads_to(address, "a")
    assert (led and led[0]) == where
