"""The forms of a project with a shared register: what can be chosen, what it says, and that only what is different is saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from edits import in_program
from in_editor import TITLE, built, editor_in
from places import ROOT
from playwright.sync_api import Browser

from wmebv_site.editor.base_forms import NAME, SAYS, Shared, shared_of
from wmebv_site.editor.config import KINDS, collections, config, form_of, made_lists, relations
from wmebv_site.editor.page import editor_files
from wmebv_site.project.writing import fill
from wmebv_site.register.schema import shared_names

PRODUCTS = """\
products:
  - id: jeugdhulp
    name: Jeugdhulp
    domain: jeugd
    authority: college
    synonyms: [hulp, kind]
    messages:
      - {kind: klacht, term: Binnen een jaar.}
  - {id: wmo, name: Wmo, domain: jeugd, authority: college, messages: [{kind: vraag}]}
"""
CHANNELS = """\
domains: [{id: d, name: Daar}, {id: jeugd, name: Jeugd}]
channels:
  - {id: portaal, name: Regioportaal, kind: webformulier, url: "https://portaal.regio.example"}
"""
HELP = "---\nbarriers:\n  - {id: lezen, name: Lezen, support: [thuis]}\n---\n"
SUPPORT = "---\ntitle: Thuis\nkind: huisbezoek\nfor: [lezen]\nphone: 14 0123\n---\nDe regio komt langs.\n"
OWN_PRODUCT = "# Besproken.\nid: jeugdhulp\nsummary: Bij ons aan de balie. # kort\n"
OWN_CHANNELS = """\
base: ../regio
municipality: {name: Gemeente Voorbeeld}
domains: [{id: d, name: Hier}]
channels:
  # zo kent men het hier
  - {id: portaal, text: Met DigiD.}
  - {id: eigen, name: Eigen, kind: ander}
"""
FILES = {
    "channels.yaml": OWN_CHANNELS,
    "products/jeugdhulp.yaml": OWN_PRODUCT,
    "content/hulp/balie.md": "---\ntitle: Balie\nkind: balie\nphone: 14 0999\n---\nKom langs.\n",
    "../regio/products.yaml": PRODUCTS,
    "../regio/channels.yaml": CHANNELS,
    "../regio/content/hulp/index.md": HELP,
    "../regio/content/hulp/thuis.md": SUPPORT,
}


def shared(*left_out: str, **more: str) -> Shared:
    files = {path: text.encode() for path, text in (FILES | more).items() if path not in left_out}
    return shared_of(files)


def lists_of(known: Shared) -> dict[str, dict[str, Any]]:
    return {name.split("_")[1]: each for name, each in made_lists(known).items() if len(name.split("_")) == 2}


def form(name: str, known: Shared) -> list[dict[str, Any]]:
    return next(form_of(kind, relations(known), known) for kind in KINDS if kind.name == name)


def field(fields: list[dict[str, Any]], *path: str) -> dict[str, Any]:
    found = next(each for each in fields if each["name"] == path[0])
    return field(found["fields"], *path[1:]) if path[1:] else found


def test_what_is_shared_can_be_chosen_beside_what_stands_in_the_register() -> None:
    known = shared()
    assert known.names == shared_names({path: text.encode() for path, text in FILES.items()})
    assert lists_of(known)["kanaal"] == {"file": "channels", "of": "channels", "also": []}
    jeugd = [{"id": "jeugd", "name": "Jeugd"}]
    found = lists_of(known)
    assert found["domein"] == {"file": "channels", "of": "domains", "also": jeugd}
    assert found["product"] == {
        "file": "products",
        "with": "jeugdhulp",
        "also": [{"id": "wmo", "name": "Wmo"}],
    }
    thuis, balie = {"id": "thuis", "name": "Thuis"}, {"id": "balie", "name": "Balie"}
    assert found["hulp"] == {"file": "channels", "also": [balie, thuis]}
    assert found["belemmering"] == {"file": "channels", "also": [{"id": "lezen", "name": "Lezen"}]}
    chosen = {mark.kind: each for mark, each in relations(known).items() if not mark.also}
    assert (
        chosen["product"]["value_field"] == "keuze_product.*.id"
        and chosen["product"]["collection"] == "products"
    )
    assert (chosen["hulp"]["file"], chosen["hulp"]["value_field"]) == ("channels", "keuze_hulp.*.id")
    own_help = shared(**{"content/hulp/index.md": "---\ntitle: Hulp\n---\n"})
    assert lists_of(own_help)["belemmering"]["file"] == "help"
    without = shared("products/jeugdhulp.yaml")  # a project that has no product of its own yet
    assert lists_of(without)["product"]["file"] == "channels"


def test_a_project_that_shares_nothing_has_the_forms_that_it_had() -> None:
    known = shared_of({"channels.yaml": b"municipality: {name: Gemeente Voorbeeld}\n"})
    assert known == Shared() and collections("content", known) == collections("content")
    told = json.loads(config("content", None, "Register", None, shared()))
    assert "shared" not in json.loads(config("content", None, "Register", None, known)) and told["shared"]


def test_of_what_is_shared_only_the_name_must_be_filled_in_and_what_it_says_can_be_read() -> None:
    known = shared()
    products, channels, support = form("products", known), form("channels", known), form("support", known)
    assert [each["name"] for each in products if each["required"]] == ["id"]
    assert [each["name"] for each in field(products, "messages")["fields"] if each["required"]] == ["kind"]
    assert "Laat u dit leeg, dan telt wat in de gedeelde basis staat." in field(products, "name")["hint"]
    assert [each["name"] for each in field(channels, "channels")["fields"] if each["required"]] == ["id"]
    assert field(channels, "municipality", "name")["required"]
    assert field(channels, "authorities", "kind")["required"]  # of those nothing is shared
    for shown in (products[0], field(channels, "channels", SAYS), support[0]):
        assert (shown["name"], shown["readonly"], shown["required"]) == (SAYS, True, False)
    assert "wmo – Wmo" in products[0]["default"]
    assert (
        "../regio/content/hulp/thuis.md" in support[0]["default"]
        and "De regio komt langs." in support[0]["default"]
    )
    assert known.things["products"]["jeugdhulp"].text == (
        "Bestand: ../regio/products.yaml, regel 2\n"
        "Id: jeugdhulp\n"
        "Naam: Jeugdhulp\n"
        "Andere woorden: hulp, kind\n"
        "Domein: jeugd\n"
        "Bestuursorgaan: college\n"
        "Berichten:\n"
        "- Soort: klacht\n"
        "  Termijn: Binnen een jaar."
    )


def case(name: str, text: str, **more: Any) -> dict[str, Any]:
    known = shared()
    told = json.loads(config("content", None, "Register", None, known))
    return {
        "kind": "register",
        "name": name,
        "text": text,
        "fields": form(name, known),
        "lists": told["lists"],
        "shared": told["shared"],
        **more,
    }


@pytest.mark.skipif(not (ROOT / "node_modules" / "yaml").is_dir(), reason="no packages of npm")
def test_a_form_shows_what_the_base_says_and_saves_only_what_is_different() -> None:
    opened = [
        each["made"] for each in in_program([case("products", OWN_PRODUCT), case("channels", OWN_CHANNELS)])
    ]
    product, channels = opened
    assert (
        product[SAYS].startswith("Bestand: ../regio/products.yaml, regel 2\n")
        and product[NAME] == "Jeugdhulp"
    )
    assert product["keuze_product"] == [
        {"id": "jeugdhulp", "name": "Jeugdhulp"},
        {"id": "wmo", "name": "Wmo"},
    ]
    portal, own = channels["channels"]
    assert "https://portaal.regio.example" in portal[SAYS] and portal[NAME] == "Regioportaal"
    assert (
        own[SAYS] == "Dit staat niet in de gedeelde basis. Alles komt uit uw eigen register."
        and own[NAME] == ""
    )
    edited = json.loads(json.dumps(channels))
    edited["channels"][0]["phone"] = "14 0123"
    edited["channels"].append({"id": "", SAYS: "x", NAME: "", "name": ""})  # begun, and left
    empty = {SAYS: product[SAYS], NAME: "", "bron": "", "name": "", "domain": "", "messages": [], "tekst": ""}
    saved = in_program(
        [
            case("products", OWN_PRODUCT, data=product),
            case("channels", OWN_CHANNELS, data=channels),
            case("products", OWN_PRODUCT, data=product | {"page": "https://a.example", "name": ""}),
            case("channels", OWN_CHANNELS, data=edited),
            case("products", "", data=empty | {"id": "wmo", "summary": "Bij ons.", "keuze_product": []}),
        ]
    )
    assert [each.get("made", each) for each in saved] == [
        OWN_PRODUCT,
        OWN_CHANNELS,
        OWN_PRODUCT + "page: https://a.example\n",
        OWN_CHANNELS.replace(
            "id: portaal, text: Met DigiD.", "id: portaal, text: Met DigiD., phone: 14 0123"
        ),
        "id: wmo\nsummary: Bij ons.\n",
    ]


@pytest.mark.proof
def test_in_a_browser_what_is_shared_is_shown_changed_and_chosen(browser: Browser, tmp_path: Path) -> None:
    told = config("content", None, TITLE, None, shared())
    folder = tmp_path / "editor"
    folder.mkdir()
    fill(folder, editor_files(built(tmp_path / "bundle"), told, TITLE, None))
    own = {path: text.encode() for path, text in FILES.items() if not path.startswith("../")}
    with editor_in(browser, {}, folder, bypass_csp=True) as editor:
        editor.put(own)
        editor.begin()
        editor.sign_in()
        editor.page.get_by_text("Jeugdhulp").first.wait_for()  # called so in the base alone

        editor.open("products/entries/jeugdhulp")
        says = editor.field(SAYS).locator("textarea")
        assert "Domein: jeugd" in says.input_value() and not says.is_editable()
        assert editor.axe() == []
        editor.field("page").locator("input").fill("https://a.example/jeugd")
        editor.save()

        editor.open("products/new")
        assert "wmo – Wmo" in editor.field(SAYS).locator("textarea").input_value()
        editor.field("id").locator("input").fill("wmo")
        editor.field("summary").locator("textarea").fill("Hulp thuis.")
        editor.save()

        editor.open("lijsten/entries/channels")
        editor.field("municipality").get_by_role("button", name="Uitvouwen").click()
        featured = editor.field("municipality.featured")
        for option in ("Jeugdhulp", "Wmo"):
            featured.get_by_role("checkbox", name=option).first.click()
        editor.save()
        after = editor.files()
    assert after.pop("products/jeugdhulp.yaml").decode() == f"{OWN_PRODUCT}page: https://a.example/jeugd\n"
    assert after.pop("products/wmo.yaml") == b"id: wmo\nsummary: Hulp thuis.\n"
    assert b"featured: [jeugdhulp, wmo]" in after.pop("channels.yaml")
    assert after == {path: data for path, data in own.items() if path.startswith("content/")}
