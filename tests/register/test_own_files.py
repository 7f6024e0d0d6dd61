"""What a municipality publishes as it is: nothing that runs, asks or fetches, and every plain page and drawing."""

from __future__ import annotations

import pytest

from wmebv_site.diagnostics import Level
from wmebv_site.register.files import is_input, kept_to_oneself
from wmebv_site.register.own_files import judged, kept_back

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">{}</svg>'

HARMFUL = {
    "a.svg": [
        SVG.format("<script>alert(1)</script>"),
        '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"><svg:script href="x.js"/></svg:svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"\nONLOAD = "alert(1)"/>',
        SVG.format('<a href="javascript:alert(1)"><text>x</text></a>'),
        SVG.format('<a href="java&#115;cript&#58;alert(1)"><text>x</text></a>'),
        SVG.format('<a href="java\nscript:alert(1)"><text>x</text></a>'),
        SVG.format('<a><set attributeName="href" to="x"/></a>'),
        SVG.format('<a><animate values="x" attributeName="xlink:href"/></a>'),
        SVG.format('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
        SVG.format('<image href="https://elders.example/a.png"/>'),
        SVG.format('<use xlink:href="//elders.example/a.svg#x"/>'),
        SVG.format('<image href="data:image/svg+xml;base64,AAAA"/>'),
        SVG.format("<style>@import url(https://elders.example/a.css);</style>"),
        '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>' + SVG.format(""),
        '<!DOCTYPE svg [<!ENTITY x "<script>">]>' + SVG.format("&x;"),
        SVG.format("").encode("utf-16"),
        b"\xff\xfe\x00",
    ],
    "a.html": [
        "<p>Hallo</p><script src=a.js></script>",
        "<P ONCLICK='x()'>Hallo</P>",
        '<meta http-equiv="refresh" content="0;url=https://elders.example">',
        '<meta http-equiv="&#114;efresh" content="0">',
        "<form action=/x><input name=bsn></form>",
        "<iframe src=x></iframe>",
        "<img src=https://elders.example/a.png>",
        "<a href=' javascript:x'>x</a>",
        "<base href=https://elders.example>",
        "<svg><path d=''/></svg>",
        "<!--[if IE]><script>x</script><![endif]-->",
    ],
    "a.XHTML": ['<html xmlns="http://www.w3.org/1999/xhtml"><script>x</script></html>'],
}
HARMLESS = {
    "a.svg": [
        SVG.format('<title>Logo</title><path d="M0 0h1v1H0z"/><use xlink:href="#a"/>'),
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'
        + SVG.format(""),
        SVG.format('<style>.a{fill:#fff;mask:url(#b)}</style><image href="data:image/png;base64,iVBOR"/>'),
        SVG.format('<a href="https://www.voorbeeld.example"><text>op die dag, on time = later</text></a>'),
        SVG.format(
            '<sodipodi:namedview xmlns:sodipodi="x" id="base"/><metadata><rdf:RDF xmlns:rdf="x"/></metadata>'
        ),
        SVG.format('<animate attributeName="opacity" to="1"/>'),
    ],
    "a.html": [
        "google-site-verification: google0123456789abcdef.html",
        '<!doctype html><html lang=nl><head><meta charset=utf-8><meta http-equiv="Content-Type" content="text/html">'
        "<title>x</title></head><body><h1>x</h1><p>a < b, metadata: en zo.</p>"
        "<a href=https://www.voorbeeld.example>y</a><img src=a.png alt=''></body></html>",
    ],
}


def _cases(files: dict[str, list[str | bytes]]) -> list[tuple[str, bytes]]:
    return [
        (path, text.encode() if isinstance(text, str) else text)
        for path, texts in files.items()
        for text in texts
    ]


@pytest.mark.parametrize(("path", "data"), _cases(HARMFUL))
def test_what_runs_asks_or_fetches_is_refused(path: str, data: bytes) -> None:
    [found] = judged({f"content/{path}": data})
    assert found.code in ("WMEBV027", "WMEBV028") and found.hint


@pytest.mark.parametrize(("path", "data"), _cases(HARMLESS))
def test_a_plain_page_or_drawing_is_published(path: str, data: bytes) -> None:
    assert judged({f"content/{path}": data}) == []


def test_the_place_is_told() -> None:
    [found] = judged({"content/a.svg": b"<svg>\n  <path/>\n  <script/>\n</svg>"})
    assert str(found.place) == "content/a.svg:3:3"
    assert found.message == "In dit bestand staat '<script>'."


FOR_ONESELF = {
    "aantekening.md~": "reservekopie", "map/Tarieven.XLSX.BAK": "reservekopie", "~$besluit.docx": "reservekopie",
    "brief.docx.tmp": "reservekopie", "tekst.md.orig": "reservekopie",
    "Thumbs.db": "van de computer zelf", "map/desktop.ini": "van de computer zelf",
    "server.key": "sleutels", "leden.accdb": "sleutels", "antwoord.eml": "sleutels",
    "formulier.php": "programma", "zoek.ASPX": "programma",
}  # fmt: skip


@pytest.mark.parametrize("name", FOR_ONESELF)
def test_what_is_for_oneself_is_told_and_left_out(name: str) -> None:
    found = kept_back([f"content/{name}", "content/tarieven.pdf"])
    assert [(each.code, each.place.file, each.level) for each in found] == [
        ("WMEBV157", f"content/{name}", Level.WARNING)
    ]
    assert FOR_ONESELF[name] in found[0].message and "komt niet op de website" in found[0].message
    assert is_input(f"content/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "tarieven.pdf",
        "kaart.png",
        "lijst.csv",
        "werkmap.xlsx",
        "programma.odt",
        "backup-beleid.pdf",
        "db.pdf",
        "keynote.pptx",
    ],
)
def test_any_other_file_is_published(name: str) -> None:
    assert kept_to_oneself(f"content/map/{name}") is None and not is_input(f"content/map/{name}")
