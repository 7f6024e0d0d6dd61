"""Three values side by side, and each choice about them does what it says: to that field, and to no other byte."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from command import wmebv
from every import every
from projects import write_files
from small_registers import CHANNELS, beside_region, shared_products

from wmebv_site.exchange.departures import FILE
from wmebv_site.project.load import load
from wmebv_site.register.decode import decode

REGION = shared_products(complaint="{kind: klacht, term: Binnen een jaar.}")
OWN_CHANNELS = f"""base: ../regio
{CHANNELS}  - {{id: portaal, name: Ons portaal}} # zo kent men het hier
"""
OWN = """\
products:
  # Besproken op 3 maart.
  - id: jeugdhulp
    summary: Bij ons aan de balie.   # met de regio afgesproken
    synonyms: [jeugdwet]
    messages:
      - kind: klacht
        term: Binnen zes maanden.
        in_use: [y] # nog even
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return beside_region(tmp_path, REGION, OWN, OWN_CHANNELS)


def base(project: Path, *words: str, code: int = 0) -> str:
    return wmebv("base", *words, cwd=project, code=code).stdout


def told(project: Path, *words: str) -> dict[str, tuple[object, object, object]]:
    data = json.loads(base(project, "diff", "--format", "json", *words))
    return {each["name"]: (each["was"], each["base"], each["own"]) for each in data["fields"]}


def change(project: Path, old: str, new: str, file: str = "products.yaml") -> None:
    path = project / ".." / "regio" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def own(project: Path, file: str = "products.yaml") -> str:
    return (project / file).read_text(encoding="utf-8")


SUMMARY, TERM = "products.jeugdhulp.summary", "products.jeugdhulp.klacht.term"


@pytest.mark.parametrize("words", [("take",), ("dismiss", "--reason", "Om iets.")])
def test_every_name_that_is_wrong_is_told_and_nothing_is_changed(
    project: Path, words: tuple[str, ...]
) -> None:
    before = own(project)
    said = wmebv(
        "base", *words, "jeugdhulp.summary", "jeugdhulp.sumary", "weg.name", cwd=project, code=None
    ).all
    assert "Bij 'jeugdhulp.sumary' zegt uw register niets anders" in said and "Bij 'weg.name'" in said
    assert "Bedoelt u 'jeugdhulp.summary'?" in said and "Er is niets gewijzigd." in said
    assert own(project) == before and not (project / "basis.yaml").exists()


def test_at_first_every_departure_is_told_and_looked_at_it_is_quiet(project: Path) -> None:
    assert told(project) == {
        "channels.portaal.name": (None, "Regioportaal", "Ons portaal"),
        SUMMARY: (None, "U vraagt hulp aan voor een kind.", "Bij ons aan de balie."),
        "products.jeugdhulp.synonyms": (None, ["hulp", "kind"], ["jeugdwet"]),
        TERM: (None, "Binnen een jaar.", "Binnen zes maanden."),
    }
    assert "is nog niet vastgelegd. Doe dat met: wmebv base diff --seen" in base(project, "diff")
    said = base(project, "diff", "--seen")
    assert "de basis zei     (nog niet vastgelegd)" in said and "Doe dat met" not in said
    assert said.endswith("Wat de basis nu zegt, is vastgelegd in basis.yaml.\n")
    assert told(project) == {} and len(told(project, "--all")) == 4
    assert "Er is niets om over te beslissen" in base(project, "diff")


def test_what_the_base_changed_is_told_with_three_values_until_somebody_chooses(project: Path) -> None:
    base(project, "diff", "--seen")
    change(project, "U vraagt hulp aan voor een kind.", "U vraagt hulp aan voor uw gezin.")
    change(project, "domain: jeugd", "page: https://regio.example/jeugd\n    domain: jeugd")
    three = ("U vraagt hulp aan voor een kind.", "U vraagt hulp aan voor uw gezin.", "Bij ons aan de balie.")
    assert told(project) == {SUMMARY: three}
    base(project, "diff", "--seen")
    assert told(project) == {SUMMARY: three}
    assert base(project, "diff").startswith(
        f"{SUMMARY} (products.yaml)\n"
        "  de basis zei     U vraagt hulp aan voor een kind.\n"
        "  de basis zegt    U vraagt hulp aan voor uw gezin.\n"
        "  bij u staat      Bij ons aan de balie.\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        # A key with a remark stays for that remark; without a value it says nothing.
        ("jeugdhulp.summary", "    summary: Bij ons aan de balie.   #", "    summary:   #"),
        ("products.jeugdhulp.synonyms", "    synonyms: [jeugdwet]\n", ""),
        ("jeugdhulp.klacht.term", "        term: Binnen zes maanden.\n", ""),
    ],
)
def test_one_field_is_taken_over_and_every_other_byte_stays(
    project: Path, name: str, value: str, left: str
) -> None:
    assert "Overgenomen" in base(project, "take", name)
    assert own(project) == OWN.replace(value, left)
    assert own(project, "channels.yaml") == OWN_CHANNELS
    assert len(told(project)) == 3
    assert (project / "../regio/products.yaml").read_text(encoding="utf-8") == REGION


def test_several_fields_are_taken_over_at_once_or_only_shown(project: Path) -> None:
    names = ("jeugdhulp.synonyms", "jeugdhulp.klacht.term", "portaal.name")
    assert "Er is niets gewijzigd" in base(project, "take", *names, "--dry-run")
    assert own(project) == OWN
    base(project, "take", *names)
    assert list(told(project)) == [SUMMARY]
    assert "# Besproken op 3 maart." in own(project) and "# nog even" in own(project)
    assert own(project, "channels.yaml").endswith("{id: portaal} # zo kent men het hier\n")


def test_what_was_dismissed_is_quiet_until_the_base_changes_it_again(project: Path) -> None:
    base(project, "diff", "--seen")
    change(project, "voor een kind", "voor uw gezin")
    base(project, "dismiss", "jeugdhulp.summary", "--reason", "De raad wil de balie: motie 12.")
    assert told(project) == {} and own(project) == OWN
    assert "reason: 'De raad wil de balie: motie 12.'" in own(project, FILE)
    change(project, "voor uw gezin", "voor iedereen")
    assert told(project)[SUMMARY][0] == "U vraagt hulp aan voor uw gezin."
    assert "uw reden was     De raad wil de balie: motie 12." in base(project, "diff")


def test_what_came_and_went_in_the_base_is_told(project: Path) -> None:
    assert "nog niet vastgelegd" in base(project, "diff")
    base(project, "diff", "--seen")
    change(project, "{id: portaal,", "{id: loket,", "channels.yaml")
    change(
        project,
        "products:\n",
        "products:\n  - {id: wmo, name: Wmo, domain: jeugd, authority: college, messages: [{kind: vraag}]}\n",
    )
    (project / "channels.yaml").write_text(f"base: ../regio\n{CHANNELS}", encoding="utf-8")
    shown = base(project, "diff")
    assert "Nieuw in de basis: products.wmo, channels.loket." in shown
    assert "Niet meer in de basis: channels.portaal." in shown


@every(
    "words, why",
    [
        (("take", "jeugdhulp.sumary"), "Bedoelt u"),
        (("take", "nergens.name"), "wmebv base diff --all"),
        (("dismiss", "jeugdhulp.summary", "--reason", " "), "Zeg met --reason waarom"),
    ],
)
def test_what_is_not_there_is_refused_with_a_way_out(project: Path, words: tuple[str, ...], why: str) -> None:
    said = wmebv("base", *words, cwd=project, code=2)
    assert why in said.stderr and own(project) == OWN


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        (
            "channels.yaml",
            CHANNELS + 'designations: [{fallback: ja, channels: [x], source: "wet:W 1"}]\n',
            "deelt geen register",
        ),
        ("channels.yaml", OWN_CHANNELS.replace("../regio", "../weg"), "Los die eerst op"),
        ("products.yaml", "<<<<<<< HEAD\n" + OWN, "Los die eerst op"),
        (FILE, "<<<<<<< HEAD\nfields: {}\n=======\n", "niet te lezen"),
        (FILE, "fields: [x]\n", "niet te lezen"),
    ],
)
def test_a_project_in_disorder_is_left_alone(project: Path, file: str, text: str, why: str) -> None:
    if "deelt" in why:
        (project / "products.yaml").write_text(
            "products: [{id: a, name: A, domain: d, authority: college, messages: [{kind: vraag}]}]\n",
            encoding="utf-8",
        )
    (project / file).write_text(text, encoding="utf-8")
    before = own(project)
    assert why in wmebv("base", "take", "jeugdhulp.summary", cwd=project, code=2).stderr
    assert own(project) == before


@pytest.mark.parametrize("seed", range(4))
def test_when_all_is_taken_over_the_register_says_what_the_base_says(project: Path, seed: int) -> None:
    chance = random.Random(seed)
    fields = {"name": "Anders", "summary": "Kort.", "synonyms": "[a, b]", "authority": "burgemeester"}
    said = "".join(f"    {key}: {value} # {key}\n" for key, value in fields.items() if chance.random() < 0.6)
    kinds = "".join(
        f"      - {{kind: {kind}, term: Later.}}\n"
        for kind in ("aanvraag", "klacht")
        if chance.random() < 0.6
    )
    messages = f"    messages:\n{kinds}" if kinds else ""
    text = f"products:\n  - id: jeugdhulp # x\n{said}{messages}"
    (project / "products.yaml").write_text(text, encoding="utf-8")
    (project / "channels.yaml").write_text(f"base: ../regio\n{CHANNELS}", encoding="utf-8")
    base(project, "take", *told(project))
    assert told(project, "--all") == {}
    here = decode(load(project).files)[0]
    (project / "products.yaml").unlink()
    alone = decode(load(project).files)[0]
    assert here is not None and alone is not None
    for register in (here, alone):  # messages with an own entry, be it empty, come first
        [product] = register.products
        assert [each.id for each in register.products] == ["jeugdhulp"]
        assert {each.key: each.term for each in product.messages} == {
            "aanvraag": "Wij beslissen binnen 8 weken.",
            "klacht": "Binnen een jaar.",
        }
    without = {"messages"}
    assert here.products[0].model_dump(exclude=without) == alone.products[0].model_dump(exclude=without)


SHARED_TEXT = "---\ntitle: Thuis\nkind: huisbezoek\nfor: [lezen]\nphone: 14 0123\n---\nDe regio komt langs.\n"
OWN_TEXT = """\
---
# Met de balie besproken.
title: Bij u thuis   # zo heet het hier
kind: balie
phone: '14 0999'
---

Wij komen langs.

- maandag  
- dinsdag
"""
SHARED_HELP = "---\ntitle: Hulp\nbarriers:\n  - {id: lezen, name: Ik vind lezen moeilijk, support: [thuis]}\n---\nAlles.\n"
OWN_HELP = "---\ntitle: Hulp bij ons\nbarriers:\n  - {id: lezen, name: Lezen is lastig} # korter\n---\nWat wij doen.\n"
HELP = "content/hulp/thuis.md"


@pytest.fixture
def with_help(project: Path) -> Path:
    shared = {"regio/content/hulp/thuis.md": SHARED_TEXT, "regio/content/hulp/index.md": SHARED_HELP}
    write_files(project.parent, shared | {"ons/content/hulp/index.md": OWN_HELP})
    (project / HELP).write_bytes(OWN_TEXT.replace("\n", "\r\n").encode())
    return project


def test_texts_of_help_are_told_by_field_and_what_stands_below_as_one(with_help: Path) -> None:
    found = {
        name: values for name, values in told(with_help).items() if not name.startswith(("prod", "chan"))
    }
    assert found == {
        "support.thuis.title": (None, "Thuis", "Bij u thuis"),
        "support.thuis.kind": (None, "huisbezoek", "balie"),
        "support.thuis.phone": (None, "14 0123", "14 0999"),
        "support.thuis.tekst": (None, "De regio komt langs.", "Wij komen langs.\n\n- maandag  \n- dinsdag"),
        "help.title": (None, "Hulp", "Hulp bij ons"),
        "help.tekst": (None, "Alles.", "Wat wij doen."),
        "barriers.lezen.name": (None, "Ik vind lezen moeilijk", "Lezen is lastig"),
    }
    assert "  bij u staat      Wij komen langs.\n\n                   - maandag\n" in base(with_help, "diff")


def test_a_text_is_taken_over_and_what_stands_above_it_stays_to_the_byte(with_help: Path) -> None:
    base(with_help, "take", "thuis.tekst", "thuis.phone", "lezen.name")
    left = OWN_TEXT[: OWN_TEXT.index("\nWij")].replace("phone: '14 0999'\n", "")
    assert (with_help / HELP).read_bytes() == left.replace("\n", "\r\n").encode()
    assert own(with_help, "content/hulp/index.md") == OWN_HELP.replace(", name: Lezen is lastig", "")
    register, wrong = decode(load(with_help).files)
    assert register is not None, wrong
    [support] = register.support
    assert (support.title, support.phone, support.body) == (
        "Bij u thuis",
        "14 0123",
        "De regio komt langs.\n",
    )
    base(with_help, "take", "thuis.title", "thuis.kind", "help.title", "help.tekst")
    assert (with_help / HELP).read_bytes().startswith(b"---\r\n# Met de balie besproken.\r\n")
    left = [name for name in told(with_help, "--all") if not name.startswith(("products", "channels"))]
    assert left == []


@pytest.mark.parametrize(
    "text",
    [
        "Kort.",
        "- x: y\n\ttab \"q\" 'e' \\\\ b  \n\n\n# Kop #\n- [ ] *x* &a !b %c",
        "null",
        "---\n1\n---",
        "\u00a0x: 'y'",
    ],
)
def test_a_text_that_was_looked_at_is_quiet_until_it_changes(with_help: Path, text: str) -> None:
    shared = with_help.parent / "regio" / HELP
    shared.write_text(SHARED_TEXT.replace("De regio komt langs.", text), encoding="utf-8")
    base(with_help, "diff", "--seen")
    assert told(with_help) == {}
    shared.write_text(SHARED_TEXT, encoding="utf-8")
    assert told(with_help) == {
        "support.thuis.tekst": (
            text.strip(),
            "De regio komt langs.",
            "Wij komen langs.\n\n- maandag  \n- dinsdag",
        )
    }
    base(with_help, "dismiss", "thuis.tekst", "--reason", "Wij komen zelf.")
    assert told(with_help) == {}


def test_what_is_said_of_texts_and_lists_that_came_or_differ_as_a_whole(with_help: Path) -> None:
    base(with_help, "diff", "--seen")
    write_files(with_help.parent, {"regio/content/hulp/bieb.md": SHARED_TEXT.replace("Thuis", "Bieb")})
    messages = "standard_messages: [{kind: klacht}]\n"
    change(with_help, "domains:", f"{messages}domains:", "channels.yaml")
    (with_help / "channels.yaml").write_text(
        OWN_CHANNELS + messages.replace("klacht", "vraag"), encoding="utf-8"
    )
    assert "Nieuw in de basis: support.bieb." in base(with_help, "diff")
    assert told(with_help) == {"standard_messages": (None, [{"kind": "klacht"}], [{"kind": "vraag"}])}
    base(with_help, "take", "standard_messages")
    assert own(with_help, "channels.yaml") == OWN_CHANNELS
