"""A register on top of a shared one says what the same words in one register say, and knows of each word where it stands."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from every import every
from places import ROOT
from projects import files_of, write_files
from small_registers import CHANNELS, decision, shared_products

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.project.load import base_folder, load
from wmebv_site.register.decode import decode
from wmebv_site.register.outages_alone import decode_outages
from wmebv_site.register.register import Register
from wmebv_site.register.values import folder_of
from wmebv_site.rules.checking import findings_of

OWN = {
    "channels.yaml": f"base: ../regio\n{CHANNELS}",
    "products.yaml": "products:\n  - {id: eigen, name: Eigen, domain: d, authority: college, messages: [{kind: vraag}]}\n",
    "content/besluiten/a.md": decision("Besluit A"),
}
SHARED = shared_products("page: https://regio.example/jeugdhulp")
BASE = {
    "../regio/products.yaml": SHARED,
    "../regio/channels.yaml": "domains:\n  - {id: jeugd, name: Jeugd}\n",
}


def read(*changes: dict[str, str]) -> tuple[Register | None, list[Diagnostic]]:
    files: dict[str, str] = {}
    for each in (OWN, BASE, *changes):
        files |= each
    return decode({path: text.encode() for path, text in files.items() if text})


def whole(*changes: dict[str, str]) -> Register:
    register, found = read(*changes)
    assert register is not None, found
    return register


def mistakes(*changes: dict[str, str]) -> list[tuple[str, str, int]]:
    register, found = read(*changes)
    assert register is None
    return [(each.code, each.place.file, each.place.line) for each in found]


def own_products(text: str, before: str = "") -> dict[str, str]:
    return {"products.yaml": f"{before}products:\n{text}"}


def test_what_stands_in_the_base_stands_in_the_register_with_its_own_place() -> None:
    register = whole()
    assert [product.id for product in register.products] == ["eigen", "jeugdhulp"]
    shared = register.products[1]
    assert (shared.place.file, shared.place.line) == ("../regio/products.yaml", 2)
    assert shared.place_of("page").line == 8
    assert register.domain_by_id["jeugd"].name == "Jeugd" and register.domains[0].id == "d"


def test_an_entry_goes_before_the_shared_one_field_by_field() -> None:
    register = whole(
        own_products("  - {id: jeugdhulp, page: 'https://a.example/jeugd', synonyms: [jeugdwet]}\n")
    )
    [product] = register.products
    assert product.name == "Jeugdhulp" and product.synonyms == ("jeugdwet",)
    assert str(product.page) == "https://a.example/jeugd"
    assert product.place.file == product.place_of("page").file == "products.yaml"
    assert product.place_of("summary").file == "../regio/products.yaml"
    assert product.place_of("summary").line == 4


def test_messages_go_before_the_shared_ones_by_their_name() -> None:
    own = "  - id: jeugdhulp\n    messages:\n      - {kind: klacht, term: Binnen een jaar.}\n      - {kind: vraag}\n"
    [product] = whole(own_products(own)).products
    assert [message.key for message in product.messages] == ["aanvraag", "klacht", "vraag"]
    terms = {message.key: message.term for message in product.messages}
    assert terms == {"klacht": "Binnen een jaar.", "vraag": None, "aanvraag": "Wij beslissen binnen 8 weken."}
    assert [message.place.file for message in product.messages] == [
        "../regio/products.yaml",
        "products.yaml",
        "products.yaml",
    ]
    assert [message.place.line for message in product.messages] == [10, 4, 5]


@pytest.mark.parametrize(
    ("named", "order"),
    [
        ("{kind: klacht}", ["aanvraag", "klacht"]),
        ("{kind: vraag}, {kind: klacht}", ["aanvraag", "klacht", "vraag"]),
        ("{kind: klacht}, {kind: aanvraag}", ["klacht", "aanvraag"]),
        ("{kind: klacht}, {kind: vraag}, {kind: aanvraag}", ["klacht", "vraag", "aanvraag"]),
    ],
)
def test_what_is_said_of_a_shared_message_does_not_move_it_unless_all_are_named(
    named: str, order: list[str]
) -> None:
    [product] = whole(own_products(f"  - {{id: jeugdhulp, messages: [{named}]}}\n")).products
    assert [message.key for message in product.messages] == order


def test_what_is_said_of_a_shared_domain_does_not_move_it() -> None:
    shared = {
        "../regio/channels.yaml": "domains: [{id: jeugd, name: Jeugd}, {id: zorg, name: Zorg}, {id: afval, name: Afval}]\n"
    }

    def order(said: str) -> list[tuple[str, str]]:
        own = CHANNELS.replace("domains:", f"domains:\n{said}".rstrip("\n"))
        return [
            (each.id, each.name)
            for each in whole(shared, {"channels.yaml": f"base: ../regio\n{own}"}).domains
        ]

    assert order("  - {id: zorg, name: Hulp}\n") == [
        ("d", "Domein"),
        ("jeugd", "Jeugd"),
        ("zorg", "Hulp"),
        ("afval", "Afval"),
    ]


def test_a_key_with_nothing_behind_it_leaves_what_is_shared() -> None:
    [product] = whole(own_products("  - id: jeugdhulp\n    page:\n")).products
    assert str(product.page) == "https://regio.example/jeugdhulp"


UPL = "http://standaarden.overheid.nl/owms/terms/"


@every("named", ["jeugdhulp", f"{UPL}jeugdhulp", f"{UPL}Jeugdhulp"])
def test_what_a_municipality_does_not_offer_is_left_out(named: str) -> None:
    register = whole(
        own_products(
            "  - {id: eigen, name: E, domain: d, authority: college, messages: [{kind: vraag}]}\n",
            f"not_ours: ['{named}']\n",
        ),
        {
            "../regio/products.yaml": SHARED.replace(
                "    domain: jeugd\n", f"    upl: {UPL}jeugdhulp\n    domain: jeugd\n"
            )
        },
    )
    assert [product.id for product in register.products] == ["eigen"]


@every(
    "named",
    {
        "jeugdhulpp": True,
        "jeugd-hulp": True,
        "afval": False,
        "jeugdhulp": False,
        f"{UPL}jeugdhulpp": False,
    }.items(),
    str,
)
def test_a_slip_in_what_is_not_offered_is_told_while_the_product_stands_there(
    named: tuple[str, bool],
) -> None:
    register, found = read(
        own_products(OWN["products.yaml"].removeprefix("products:\n"), f"not_ours: ['{named[0]}']\n")
    )
    assert register and [(each.code, each.place.line, each.hint) for each in found] == (
        [("WMEBV681", 1, "Bedoelt u 'jeugdhulp'?")] if named[1] else []
    )


@every(
    "message",
    {
        "{kind: aanvulling, term: Snel.}": True,
        "{id: verslag, term: Snel.}": False,
        "{kind: klacht, term: Snel.}": False,
        "{id: derde, kind: aanvulling}": False,
        "{kind: vraag}": False,
    }.items(),
    str,
)
def test_a_message_that_comes_beside_those_with_an_id_is_told(message: tuple[str, bool]) -> None:
    ids = "      - {id: verslag, kind: aanvulling}\n      - {id: brief, kind: aanvulling}\n"
    register, found = read(
        own_products(f"  - {{id: jeugdhulp, messages: [{message[0]}]}}\n"),
        {"../regio/products.yaml": SHARED + ids},
    )
    assert register and [(each.code, each.place.line, each.place.file) for each in found] == (
        [("WMEBV682", 2, "products.yaml")] if message[1] else []
    )
    if message[1]:
        assert found[0].hint == "Bedoelt u 'id: verslag' of 'id: brief'? Schrijf dat in plaats van de soort."


def test_a_product_in_a_file_of_its_own_lies_on_top_likewise() -> None:
    register = whole({"products/jeugdhulp.yaml": "id: jeugdhulp\nname: Jeugdhulp bij ons\n"})
    named = {product.id: product.name for product in register.products}
    assert named == {"eigen": "Eigen", "jeugdhulp": "Jeugdhulp bij ons"}


def test_a_municipality_may_say_nothing_of_products_itself() -> None:
    assert [product.id for product in whole({"products.yaml": ""}).products] == ["jeugdhulp"]


def test_what_is_wrong_in_the_base_is_told_in_the_file_of_the_base() -> None:
    assert mistakes({"../regio/products.yaml": SHARED.replace("domain: jeugd", "domain: jeuk")}) == [
        ("WMEBV203", "../regio/products.yaml", 5)
    ]
    assert mistakes({"../regio/products.yaml": SHARED.replace("klacht}", "klagt}")}) == [
        ("WMEBV104", "../regio/products.yaml", 11)
    ]
    assert [code for code, file, _ in mistakes({"../regio/products.yaml": "products: [\n"})][:1] == [
        "WMEBV005"
    ]


def test_a_mistake_in_a_field_of_either_file_has_its_own_place() -> None:
    own = own_products("  - {id: jeugdhulp, page: 'javascript:1'}\n")
    shared = {"../regio/products.yaml": SHARED.replace("authority: college", "authority: colege")}
    assert mistakes(own, shared) == [
        ("WMEBV202", "../regio/products.yaml", 6),
        ("WMEBV107", "products.yaml", 2),
    ]


@every(
    "text, line",
    [
        ("municipality: {name: Regio}\n", 1),
        ("domains: [{id: jeugd, name: Jeugd}]\ndefault_source: {source: 'besluit:a'}\n", 2),
        ("domains: [{id: jeugd, name: Jeugd}]\nauthorities:\n  - {id: raad, kind: raad, name: de raad}\n", 3),
        ("base: ../land\ndomains: [{id: jeugd, name: Jeugd}]\n", 1),
    ],
)
def test_what_is_of_one_municipality_is_refused_in_a_base(text: str, line: int) -> None:
    assert ("WMEBV676", "../regio/channels.yaml", line) in mistakes({"../regio/channels.yaml": text})


@every(
    "path, what",
    [
        ("content/besluiten/x.md", "een besluit"),
        ("content/besluiten/x.annex.yaml", "een besluit"),
        ("content/beleid/x.md", "beleid"),
        ("content/storingen/x.md", "een storing"),
        ("content/index.md", "de startpagina"),
        ("content/over.md", "een eigen pagina"),
        ("content/hulp/meer/over.md", "een eigen pagina"),
        ("content/stappenplan.yaml", "het stappenplan"),
        ("content/koppelingen.yaml", "de lijst met links die niet worden nagekeken"),
    ],
)
def test_a_file_of_one_municipality_is_refused_in_a_base_by_what_it_is(path: str, what: str) -> None:
    register, [found] = read({f"../regio/{path}": "# Een\n"})
    assert register is None and (found.code, found.place.file) == ("WMEBV676", f"../regio/{path}")
    assert found.message == f"Hier staat {what}, en dat hoort niet in een gedeelde basis."


def test_notes_to_colleagues_may_lie_in_a_base() -> None:
    assert whole(
        {"../regio/content/README.md": "Van ons.\n", "../regio/content/hulp/README.md": "Van ons.\n"}
    )


@pytest.mark.parametrize("key", ["not_ours: [x]", "proposals: [{product: jeugdhulp}]"])
def test_what_one_municipality_offers_is_refused_in_a_base(key: str) -> None:
    found = mistakes({"../regio/products.yaml": f"{key}\n{SHARED}"})
    assert found[0] == ("WMEBV676", "../regio/products.yaml", 1)


def test_a_body_that_decides_for_itself_may_be_shared() -> None:
    shared = "domains: [{id: jeugd, name: Jeugd}]\nauthorities:\n  - {id: regio, kind: extern, name: de regio, url: 'https://r.example'}\n"
    assert whole({"../regio/channels.yaml": shared}).authority_by_id["regio"].name == "de regio"


def test_two_products_of_one_name_in_a_base_are_told() -> None:
    twice = SHARED + "  - {id: jeugdhulp, name: Nog eens, domain: jeugd, authority: college}\n"
    assert mistakes({"../regio/products.yaml": twice}) == [("WMEBV207", "../regio/products.yaml", 12)]


@every("named", ["../weg", "/etc", "C:/regio", "content", "products/x", "."])
def test_a_base_that_is_not_there_is_told_where_it_is_named(named: str) -> None:
    text = f"base: {named}\n{CHANNELS}  - {{id: portaal, name: Ons portaal}}\n"
    assert mistakes({"channels.yaml": text}) == [("WMEBV675", "channels.yaml", 1)]


@every("named", {"": "WMEBV675", "[../regio]": "WMEBV103", "{map: ../regio}": "WMEBV103"}.items(), str)
def test_of_a_base_that_is_named_in_no_way_that_alone_is_told(named: tuple[str, str]) -> None:
    text = f"base: {named[0]}\n{CHANNELS}  - {{id: portaal, name: Ons portaal}}\n"
    assert mistakes({"channels.yaml": text}) == [(named[1], "channels.yaml", 1)]


@every("text", ["base: ~\n", "base: pakket:\n", "base: '../regio\n", "base: ../regio\nchannels: [\n"])
def test_what_leans_on_a_base_is_not_judged_while_the_file_that_names_it_cannot_be_read(text: str) -> None:
    products = "products:\n  - {id: jeugdhulp, page: https://www.a.example/}\n"
    found = mistakes({"channels.yaml": text, "products.yaml": products})
    assert len(found) == 1 and found[0][1] == "channels.yaml"


@every("text", ["domains: [\n", "<<<<<<< HEAD\n", "domains: [{id: jeugd, name: Jeugd}]\n\x07\n"])
def test_of_a_base_that_cannot_be_read_only_that_is_told(text: str) -> None:
    found = mistakes({"../regio/channels.yaml": text})
    assert found and {file for _, file, _ in found} == {"../regio/channels.yaml"}


def test_a_path_may_be_written_as_windows_writes_it() -> None:
    assert folder_of("..\\regio\\basis") == "../regio/basis/" == folder_of("../regio/basis/")
    assert len(whole({"channels.yaml": f"base: '..\\regio'\n{CHANNELS}"}).products) == 2


def test_what_may_be_difficult_and_help_are_shared_too() -> None:
    support = "---\ntitle: Thuis\nkind: huisbezoek\nfor: [lezen]\nphone: 14 0123\n---\nDe regio komt langs.\n"
    index = "---\nbarriers:\n  - {id: lezen, name: Ik vind lezen moeilijk, support: [thuis]}\n---\n"
    shared = {"../regio/content/hulp/thuis.md": support, "../regio/content/hulp/index.md": index}
    register = whole(shared)
    assert [each.id for each in register.support] == ["thuis"]
    assert register.support[0].body.strip() == "De regio komt langs." and register.help_index is not None
    own = {
        "content/hulp/thuis.md": "---\ntitle: Bij u thuis\n---\nWij komen langs.\n",
        "content/hulp/index.md": "---\ntitle: Hulp\nbarriers:\n  - {id: zien, name: Ik zie slecht}\n---\n",
    }
    register = whole(shared, own)
    [support_here] = register.support
    assert (support_here.title, support_here.phone) == ("Bij u thuis", "14 0123")
    assert support_here.body.strip() == "Wij komen langs."
    assert register.help_index is not None
    assert [each.id for each in register.help_index.barriers] == ["zien", "lezen"]


def test_a_text_with_nothing_in_it_leaves_the_shared_one_and_its_links_lead_from_here() -> None:
    support = "---\ntitle: Thuis\nkind: huisbezoek\nfor: [lezen]\nphone: 14 0123\n---\nZie [start](../index.md) en [x](weg.md).\n"
    index = "---\nbarriers:\n  - {id: lezen, name: Ik vind lezen moeilijk, support: [thuis]}\n---\n"
    shared = {"../regio/content/hulp/thuis.md": support, "../regio/content/hulp/index.md": index}
    here = {"content/index.md": "---\ntitle: Start\n---\nWelkom.\n"}
    for own, file in (
        ({}, "../regio/content/hulp/thuis.md"),
        ({"content/hulp/thuis.md": "---\nphone: 14 0999\n---\n\n"}, "content/hulp/thuis.md"),
        ({"content/hulp/thuis.md": "\n"}, "content/hulp/thuis.md"),
    ):
        register = whole(shared, here, own)
        [found] = register.support
        assert found.file == file and found.title == "Thuis" and found.body.startswith("Zie [start]")
        dead = [
            (each.place.file, each.place.line, each.place.column)
            for each in findings_of(Decisions(register, date(2026, 6, 1)))
            if each.code == "WMEBV216"
        ]
        assert dead == [("../regio/content/hulp/thuis.md", 7, 33)]
    own = {"content/hulp/thuis.md": "Wij komen langs.\n"}  # with all of the rest from the shared register
    [found] = whole(shared, here, own).support
    assert (found.title, found.body) == ("Thuis", "Wij komen langs.\n")


@every(
    "own, hint",
    [
        (own_products("  - {id: jeugdhulpp, summary: Kort.}\n"), "Bedoelt u 'jeugdhulp'?"),
        (own_products("  - {id: parkeren, name: Parkeren, page: 'https://a.example'}\n"), "Vul aan"),
        ({"products/x.yaml": "id: zorg\nsummary: Kort.\n"}, "Is het uit de basis gehaald?"),
        (
            {"channels.yaml": f"base: ../regio\n{CHANNELS}  - {{id: portal, text: Zo.}}\n"},
            "Bedoelt u 'portaal'?",
        ),
        ({"content/hulp/thui.md": "---\nphone: 14 0123\n---\n"}, "Bedoelt u 'thuis'?"),
    ],
)
def test_an_entry_on_top_of_what_is_not_shared_is_told_once(own: dict[str, str], hint: str) -> None:
    shared = {
        "../regio/channels.yaml": BASE["../regio/channels.yaml"]
        + "channels: [{id: portaal, name: Regioportaal, kind: webformulier, url: 'https://p.example'}]\n",
        "../regio/content/hulp/thuis.md": "---\ntitle: Thuis\nkind: huisbezoek\nfor: [lezen]\nphone: 14 0123\n---\nX.\n",
        "../regio/content/hulp/index.md": "---\nbarriers: [{id: lezen, name: Lezen}]\n---\n",
    }
    register, [found] = read(shared, own)
    assert register is None and found.code == "WMEBV680" and found.place.file in own
    assert hint in (found.hint or "")


def test_what_is_missing_from_an_entry_of_ones_own_is_told_by_its_key() -> None:
    whole_but_one = own_products("  - {id: parkeren, name: Parkeren, domain: d, messages: [{kind: vraag}]}\n")
    assert mistakes(whole_but_one) == [("WMEBV102", "products.yaml", 2)]


def test_an_outage_of_a_shared_channel_is_told_by_its_name() -> None:
    shared = {"../regio/channels.yaml": "channels:\n  - {id: portaal, name: Regioportaal, kind: ander}\n"}
    outage = {"content/storingen/2026-06-01-x.md": "---\nchannels: [portaal]\nbegin: 2026-06-01T08:00\n---\n"}
    files = {path: text.encode() for path, text in (OWN | BASE | shared | outage).items()}
    assert [each.name for each in decode_outages(files).register.channels if each.id == "portaal"] == [
        "Regioportaal"
    ]


def _split(files: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The same register with parts of it in a base, drawn by chance."""
    sections = re.split(r"(?m)^(?=[a-z_]+:)", files["channels.yaml"].decode())
    shared = [
        each
        for each in sections
        if each.startswith(("domains:", "executors:", "terms:")) and chance.random() < 0.7
    ]
    own = "".join(each for each in sections if each not in shared)
    head, *products = re.split(r"(?m)^(?=  - id: )", files["products.yaml"].decode())
    below = [each for each in products if chance.random() < 0.5]
    above = [each for each in products if each not in below]
    moved = {
        path for path in files if path.startswith(("content/hulp/", "products/")) and chance.random() < 0.5
    }
    return {
        **{path: data for path, data in files.items() if path not in moved},
        **{f"gedeeld/{path}": files[path] for path in moved},
        "channels.yaml": f"base: gedeeld\n{own}".encode(),
        "gedeeld/channels.yaml": ("".join(shared) or "terms: {}\n").encode(),
        "products.yaml": (head + "".join(above)).encode(),
        "gedeeld/products.yaml": ("products:\n" + "".join(below)).encode(),
    }


@pytest.mark.parametrize("seed", range(3))
def test_the_example_says_the_same_with_any_half_of_it_in_a_base(seed: int) -> None:
    files = files_of(ROOT)
    one, _ = decode(files)
    other, found = decode(_split(files, random.Random(seed)))
    assert one is not None and other is not None, found
    for name in ("products", "domains", "executors", "support", "channels", "designations"):
        by_id = [
            sorted((entry.model_dump() for entry in getattr(each, name)), key=str) for each in (one, other)
        ]
        assert by_id[0] == by_id[1], name
    assert other.base == "gedeeld/" and replace(other, base="").terms == one.terms


@pytest.mark.parametrize("seed", range(3))
def test_with_own_words_for_some_of_what_is_shared_just_those_differ(seed: int) -> None:
    chance = random.Random(seed)
    files = _split(files_of(ROOT), chance)
    before, _ = decode(files)
    ids = re.findall(r"(?m)^  - id: (\S+)", files["gedeeld/products.yaml"].decode())
    own = {name: f"Eigen tekst {number}." for number, name in enumerate(ids) if chance.random() < 0.4}
    entries = "".join(f"  - id: {name} # {text}\n    summary: {text}\n" for name, text in own.items())
    listed = files["products.yaml"].decode()
    head, end = listed[: listed.index("products:\n")], listed[listed.index("products:\n") + 10 :]
    after, found = decode(files | {"products.yaml": f"{head}products:\n{entries}{end}".encode()})
    assert own and before is not None and after is not None, found
    said = [
        {each.id: each.model_dump(exclude={"summary"}) for each in register.products}
        for register in (before, after)
    ]
    assert said[0] == said[1]
    expected = {each.id: own.get(each.id, each.summary) for each in before.products}
    assert {each.id: each.summary for each in after.products} == expected
    assert {each.place_of("summary").file for each in after.products if each.id in own} == {"products.yaml"}


def test_the_folder_of_a_base_is_read_beside_the_project(tmp_path: Path) -> None:
    here = {path.removeprefix("../"): text for path, text in BASE.items()}
    write_files(tmp_path, here | {f"gemeente/{path}": text for path, text in OWN.items()})
    (tmp_path / "regio" / "notitie.txt").write_text("x", encoding="utf-8")
    files = load(tmp_path / "gemeente")
    assert {path for path in files.files if path.startswith("../")} == BASE.keys() and files.diagnostics == []
    assert decode(files.files, files.others)[0] is not None
    assert base_folder(tmp_path / "gemeente") == tmp_path / "gemeente" / "../regio"
    (tmp_path / "regio" / "products.yaml").unlink()
    (tmp_path / "regio" / "products.yaml").symlink_to(tmp_path / "gemeente" / "products.yaml")
    assert [each.place.file for each in load(tmp_path / "gemeente").diagnostics] == ["../regio/products.yaml"]
