"""Small registers to put one question to, and the pages that come of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from building import pages_on
from htmlpages import Element, main_of
from projects import register_from, write_files

DAY = date(2026, 6, 1)
CHANNELS = """\
municipality:
  name: Gemeente Voorbeeld
  fictitious: ja
  postal_address: Postbus 1, 1234 AB Voorbeeld
  phone: 14 0123
  paper_default: [post]
authorities:
  - {id: college, kind: college, name: het college}
  - {id: burgemeester, kind: burgemeester, name: de burgemeester}
executors:
  - {id: ggd, name: GGD Voorbeeld, url: "https://ggd.voorbeeld.example"}
  - {id: rbg, name: Belastingen Voorbeeld, url: "https://rbg.voorbeeld.example"}
domains:
  - {id: d, name: Domein}
channels:
  - {id: x, name: Formulier X, kind: webformulier, url: "https://x.voorbeeld.example"}
  - {id: y, name: Formulier Y, kind: webformulier, url: "https://y.voorbeeld.example"}
  - {id: box, name: Berichtenbox, kind: berichtenbox_bedrijven, url: "https://box.voorbeeld.example", audience: [ondernemer]}
"""
IN_FORCE = "adopted: 2025-11-01\npublished: 2025-12-01\nin_force_from: 2026-01-01\n"


def decision(title: str, more: str = IN_FORCE, authority: str = "college") -> str:
    return f"---\ntitle: {title}\nkind: aanwijzing\nauthorities: [{authority}]\n{more}---\n\nTekst.\n"


def product(name: str, messages: str, more: str = "") -> str:
    return f"  - {{id: {name.lower()}, name: {name}, domain: d, authority: college, messages: [{messages}]{more}}}\n"


def pages(
    channels: str,
    products: str,
    content: dict[str, str] | None = None,
    day: date = DAY,
    channels_file: str = CHANNELS,
) -> dict[str, Element]:
    """The pages of a small register on a day, by address."""
    files = {"channels.yaml": channels_file + channels, "products.yaml": "products:\n" + products}
    files |= {"content/besluiten/a.md": decision("Besluit A")} | (content or {})
    register = register_from({path: text.encode() for path, text in files.items()})
    return {url: main_of(page) for url, page in pages_on(register, day).items()}


SHARED_CHANNELS = """\
domains: [{id: jeugd, name: Jeugd}]
channels:
  - {id: portaal, name: Regioportaal, kind: webformulier, url: "https://portaal.regio.example"}
"""


def shared_products(*more: str, complaint: str = "{kind: klacht}") -> str:
    """The product that a region shares, with more of its keys, and its second message."""
    said = "".join(f"    {each}\n" for each in more)
    return f"""\
products:
  - id: jeugdhulp
    name: Jeugdhulp
    summary: U vraagt hulp aan voor een kind.
    domain: jeugd
    authority: college
    synonyms: [hulp, kind]
{said}    messages:
      - {{kind: aanvraag, term: Wij beslissen binnen 8 weken., in_use: [x]}}
      - {complaint}
"""


def beside_region(folder: Path, shared: str, own: str, channels: str = f"base: ../regio\n{CHANNELS}") -> Path:
    """A project with products of its own, beside the register of a region that it shares."""
    files = {
        "regio/products.yaml": shared,
        "regio/channels.yaml": SHARED_CHANNELS,
        "ons/channels.yaml": channels,
        "ons/products.yaml": own,
        "ons/content/besluiten/a.md": decision("Besluit A"),
    }
    write_files(folder, files)
    return folder / "ons"
