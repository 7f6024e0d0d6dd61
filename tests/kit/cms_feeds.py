"""Feeds of Samenwerkende Catalogi as websites of municipalities write them: titles from a browser, addresses of long ago."""

from __future__ import annotations

from dataclasses import dataclass

TERMS = "http://standaarden.overheid.nl/owms/terms/"
PLACEHOLDER = f"{TERMS}UPL-naam_nog_niet_beschikbaar"
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<overheidproduct:scproducten '
    'xmlns:overheidproduct="http://standaarden.overheid.nl/product/terms/" '
    'xmlns:overheid="http://standaarden.overheid.nl/owms/terms/" xmlns:dcterms="http://purl.org/dc/terms/">\n'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One product as a website tells it; ``title`` and ``abstract`` stand in the file as they are here."""

    title: str
    page: str
    upl: str = PLACEHOLDER
    abstract: str = ""
    online: str = "nee"
    form: str = ""
    audience: tuple[str, ...] = ("particulier",)
    authority: str = ""
    called: str = "x"
    """The name in the list, which stands between the marks."""

    def written(self, number: int) -> str:
        audience = "".join(
            f'<dcterms:audience scheme="overheid:Doelgroep">{each}</dcterms:audience>'
            for each in self.audience
        )
        form = f'<overheidproduct:aanvraagURL resourceIdentifier="{self.form}"/>' if self.form else ""
        address = f' resourceIdentifier="{self.upl}"' if self.upl else ""
        upl = (
            f'<overheidproduct:uniformeProductnaam scheme="overheid:UniformeProductnaam"{address}>{self.called}'
            "</overheidproduct:uniformeProductnaam>"
            if self.upl or self.called != "x"
            else ""
        )
        by = f"<overheid:authority>{self.authority}</overheid:authority>" if self.authority else ""
        return (
            '<overheidproduct:scproduct owms-version="4.0"><overheidproduct:meta><overheidproduct:owmskern>'
            f"<dcterms:identifier><![CDATA[{self.page}]]></dcterms:identifier><dcterms:title><![CDATA[{self.title}]]>"
            f"</dcterms:title>{by}</overheidproduct:owmskern><overheidproduct:owmsmantel>{audience}<dcterms:abstract>"
            f"<![CDATA[{self.abstract}]]></dcterms:abstract></overheidproduct:owmsmantel><overheidproduct:scmeta>"
            f"<overheidproduct:productID>{number}</overheidproduct:productID><overheidproduct:onlineAanvragen>{self.online}"
            f"</overheidproduct:onlineAanvragen>{form}{upl}</overheidproduct:scmeta></overheidproduct:meta>"
            "<overheidproduct:body/></overheidproduct:scproduct>"
        )


def feed(*entries: Entry) -> bytes:
    listed = "\n".join(entry.written(number) for number, entry in enumerate(entries))
    return f"{_HEAD}{listed}\n</overheidproduct:scproducten>\n".encode()


def answer_of_search(*entries: Entry, there_are: int) -> bytes:
    """What the national search service answers: the same products, each within a record."""
    listed = feed(*entries).decode().partition(_HEAD)[2].rpartition("\n</overheidproduct")[0]
    names = _HEAD.partition("scproducten ")[2].rstrip(">\n")
    records = "".join(
        f'<record><recordData><gzd xmlns="http://standaarden.overheid.nl/sru"><originalData>{each}</originalData></gzd>'
        "</recordData></record>"
        for each in listed.splitlines()
    )
    return (
        f'<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/" {names}><numberOfRecords>{there_are}'
        f"</numberOfRecords><records>{records}</records></searchRetrieveResponse>"
    ).encode()
