"""Drafts of decisions: what the registers ask for and nothing else, in words that a jurist can go on with."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from acceptance import FOURTEEN
from command import Said, wmebv
from places import ROOT, TESTS
from projects import copied, decode_files, files_of, register_from, register_of, rewrite
from wording import never_printed

from wmebv_site.decisions.drafting import About, Draft, Order, Variant, draft
from wmebv_site.decisions.numbering import Refs, parsed
from wmebv_site.diagnostics import Level, Refused
from wmebv_site.project.load import load
from wmebv_site.rules.checking import check_project

TODAY = date(2026, 6, 1)
DRAFTS = TESTS / "decisions" / "drafts"

GOLDEN = {
    "example-a": (ROOT, Order(id="aanwijzing-2027", variant=Variant.GENERAL)),
    "example-b": (ROOT, Order(id="aanwijzing-2027")),
    "example-amendment": (ROOT, Order(id="wijziging-2026", amends="aanwijzing-2026")),
    "example-amendment-of-rows": (ROOT, Order(id="wijziging-najaar-2026", amends="aanwijzing-2026")),
    **{
        name: (FOURTEEN[name], Order(id="aanwijzing-2027"))
        for name in (
            "01-annex-per-domain",
            "02-official-and-other",
            "03-three-authorities",
            "07-one-portal-and-email",
            "08-other-bodies",
            "10-overriding-rules",
            "12-replacement-and-tax-officer",
            "13-old-regime-beside-new",
        )
    },
}


def made(name: str) -> Draft:
    project, order = GOLDEN[name]
    return draft(register_of(project), order, TODAY)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_draft_is_as_it_was_approved(name: str) -> None:
    """``REWRITE=1 pytest tests/decisions/test_drafting.py`` writes the drafts again; review them as a diff."""
    text = made(name).text
    file = DRAFTS / f"{name}.md"
    if os.environ.get("REWRITE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def test_every_golden_draft_is_compared() -> None:
    assert {file.stem for file in DRAFTS.glob("*.md")} == set(GOLDEN)


@pytest.mark.parametrize("name", FOURTEEN)
@pytest.mark.parametrize("variant", [None, *Variant])
def test_a_draft_of_any_case_says_nothing_that_the_law_does_not_carry(
    name: str, variant: Variant | None
) -> None:
    register = register_of(FOURTEEN[name])
    try:
        text = draft(register, Order(id="nieuw-2027", variant=variant), TODAY).text
    except Refused as refusal:
        assert variant is Variant.GENERAL and "restkanaal" in str(refusal)
        return
    assert never_printed(text) == []
    assert "  " not in re.sub(r"  $|^ +", "", text, flags=re.MULTILINE)
    numbers = [int(number) for number in re.findall(r"^## Artikel (\d+) ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    for referred in re.findall(r"artikel(?:en)? (\d+)(?:, (\d+))*(?: en (\d+))?(?![\d:.]| van| Omgev)", text):
        assert all(int(number) <= len(numbers) for number in referred if number)


@pytest.mark.parametrize("name", FOURTEEN)
def test_the_drafted_file_brings_no_new_error(name: str, tmp_path: Path) -> None:
    project = copied(FOURTEEN[name], tmp_path / "project")
    before = check_project(load(project), TODAY)
    made = draft(register_of(project), Order(id="nieuw-2027"), TODAY)
    (project / "content" / "besluiten" / "nieuw-2027.md").write_text(made.text, encoding="utf-8")
    after = check_project(load(project), TODAY)
    assert after.register is not None
    errors = [
        {(d.code, d.place) for d in each.diagnostics if d.level is Level.ERROR} for each in (before, after)
    ]
    assert errors[1] <= errors[0]


def test_the_draft_of_the_example_brings_one_finding_that_the_registers_do_not_name_it_yet(
    tmp_path: Path,
) -> None:
    project = copied(ROOT, tmp_path / "project")
    made = draft(register_of(project), Order(id="aanwijzing-2027"), TODAY)
    before = {(d.code, d.place) for d in check_project(load(project), TODAY).diagnostics}
    file = "content/besluiten/aanwijzing-2027.md"
    (project / file).write_text(made.text, encoding="utf-8")
    (new,) = [d for d in check_project(load(project), TODAY).diagnostics if (d.code, d.place) not in before]
    assert (new.code, new.level, new.place.file) == ("WMEBV301", Level.WARNING, file)
    assert "Noem 'besluit:aanwijzing-2027' als bron" in (new.hint or "")


CHANNELS = """\
municipality: {name: Gemeente Voorbeeld, fictitious: ja}
authorities:
  - {id: college, kind: college, name: het college van burgemeester en wethouders}
  - {id: rbg, kind: extern, name: Belastingen Voorbeeld, url: "https://rbg.voorbeeld.example"}
executors:
  - {id: ggd, name: GGD Voorbeeld, url: "https://ggd.voorbeeld.example"}
domains: [{id: d, name: Domein}]
channels:
  - {id: x, name: Formulier X, kind: webformulier, url: "https://x.voorbeeld.example"}
  - {id: y, name: Formulier Y, kind: webformulier, url: "https://y.voorbeeld.example"}
"""
PRODUCTS = (
    "products:\n  - {id: ding, name: Ding, domain: d, authority: college, messages: [{kind: aanvraag}]}\n"
)
FALLBACK = "{fallback: ja, channels: [x], source: 'besluit:nieuw'}"
DOMAIN = "{domain: d, channels: [y], source: 'besluit:nieuw'}"


def drafted(*designations: str, channels: str = "", products: str = PRODUCTS, **order: object) -> Draft:
    """The draft of ``nieuw`` for a small register with these designations."""
    rules = "".join(f"  - {designation}\n" for designation in designations)
    text = CHANNELS + channels + (f"designations:\n{rules}" if rules else "")
    stub = "---\ntitle: Concept\nkind: aanwijzing\nauthorities: [college]\n---\n"
    extern = stub.replace("college", "rbg").replace("kind: aanwijzing", "kind: extern")
    files = {"channels.yaml": text, "products.yaml": products, "content/besluiten/nieuw.md": stub}
    files["content/besluiten/extern.md"] = extern
    register = register_from({path: each.encode() for path, each in files.items()})
    return draft(register, Order(id="nieuw", **order), TODAY)  # type: ignore[arg-type]


def headings(text: str) -> list[str]:
    return re.findall(r"^## Artikel \w+ (.+)$", text, re.MULTILINE)


ALWAYS = ["Begripsbepalingen", "Aanwijzing van kanalen", "Inwerkingtreding", "Citeertitel"]
REQUIREMENT = (
    "  - {id: z, name: Formulier Z, kind: webformulier, url: 'https://z.voorbeeld.example', "
    "requirements: [{text: Stuur een pdf., source: 'besluit:nieuw'}]}\n"
)


@pytest.mark.parametrize(
    ("rule", "heading", "said"),
    [
        (
            "{messages: [bezwaar], channels: [y], source: 'besluit:nieuw'}",
            "Bezwaar",
            "voor een bezwaarschrift",
        ),
        ("{messages: [klacht], channels: [y], source: 'besluit:nieuw'}", "Klacht", "voor een klacht"),
        (
            "{messages: [bezwaar, klacht], channels: [y], source: 'besluit:nieuw'}",
            "Bezwaar en klacht",
            "bezwaarschrift of een klacht",
        ),
        (
            "{messages: [zienswijze], channels: [y], source: 'besluit:nieuw'}",
            "Aanwijzing per soort bericht",
            "voor een zienswijze",
        ),
        (
            "{statute: omgevingswet, messages: [aanvraag], channels: [y], source: 'wet:Omgevingswet 20.21'}",
            "Omgevingswet",
            "artikel 20.21 van de Omgevingswet",
        ),
        (
            "{statute: dienstenwet, beside: ja, audience: [ondernemer], channels: [y], source: 'wet:Dienstenwet 5'}",
            "Dienstenwet",
            "Dit geldt niet voor een bezwaarschrift of een beroepschrift.",
        ),
        ("{fallback: ja, covers: ander, channels: [y]}", "Andere berichten", "op zijn website kenbaar"),
        (
            "{domain: d, covers: ander, channels: [y], source: 'besluit:nieuw'}",
            "Andere berichten",
            "dat de bijlage voor dat type bericht vermeldt",
        ),
        (
            "{messages: [aanvraag], beside: ja, channels: [y], source: 'besluit:nieuw'}",
            "Aanvullende kanalen",
            "is ook het kanaal Formulier Y aangewezen",
        ),
    ],
)
def test_an_article_is_there_only_when_a_rule_calls_for_it(rule: str, heading: str, said: str) -> None:
    without = drafted(FALLBACK).text
    assert headings(without) == ALWAYS
    text = drafted(FALLBACK, rule).text
    assert sorted(headings(text)) == sorted([*ALWAYS, heading])
    assert said in text and said not in without


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "{executor: elke, channels: [uitvoerder], source: 'besluit:nieuw'}",
            "het eigen kanaal van die uitvoerder",
        ),
        (
            "{executor: ggd, channels: [y], source: 'besluit:nieuw'}",
            "over een taak die GGD Voorbeeld uitvoert,",
        ),
        (
            "{initiative: op_verzoek, channels: [uitnodiging], source: 'besluit:nieuw'}",
            "die in de uitnodiging staat",
        ),
    ],
)
def test_a_member_is_there_only_when_a_rule_calls_for_it(rule: str, said: str) -> None:
    assert said not in drafted(FALLBACK).text
    text = drafted(FALLBACK, rule).text
    assert said in text and headings(text) == ALWAYS
    assert re.search(r"^1\. .*\n2\. ", text, re.MULTILINE)


def test_requirements_stand_in_the_decision_when_it_is_their_source() -> None:
    rule = "{messages: [aanvraag], channels: [z], source: 'besluit:nieuw'}"
    assert "Nadere eisen" not in headings(
        drafted(FALLBACK, rule, channels=REQUIREMENT.replace("nieuw", "extern")).text
    )
    text = drafted(FALLBACK, rule, channels=REQUIREMENT).text
    assert (
        'via het kanaal Formulier Z geldt voor de afzender de volgende nadere eis: "Stuur een pdf."' in text
    )
    assert '"Awb 2:13 lid 3"' in text and "artikel 2:13, tweede en derde lid," in text


def test_the_words_are_defined_only_where_they_are_used() -> None:
    plain = drafted(FALLBACK).text
    assert "*uitvoerder*" not in plain and "*uitnodiging*" not in plain and "*ander bericht*" not in plain
    full = drafted(
        FALLBACK,
        "{executor: elke, channels: [uitvoerder], source: 'besluit:nieuw'}",
        "{initiative: op_verzoek, channels: [uitnodiging], source: 'besluit:nieuw'}",
        "{fallback: ja, covers: ander, channels: [y]}",
    ).text
    assert "*uitvoerder*" in full and "*uitnodiging*" in full and "*ander bericht*" in full


OWN = "source: 'besluit:nieuw', article: '2, eerste lid'"
ONE_FORM = "{fallback: ja, channels: [x], source: 'besluit:nieuw', article: '2, tweede lid'}"
FOR_OBJECTIONS = "{messages: [bezwaar], channels: [x], source: 'besluit:nieuw', article: '3'}"


def products_with(messages: str, more: str = "") -> str:
    return f"products:\n  - {{id: ding, name: Ding, domain: d, authority: college, messages: [{messages}]{more}}}\n"


@pytest.mark.parametrize(
    "products",
    [
        products_with("{kind: aanvraag}", f", channels: [y], {OWN}"),
        products_with(f"{{kind: aanvraag, channels: [y], {OWN}}}"),
    ],
)
def test_in_the_general_form_the_annex_goes_before_for_products_with_channels_of_their_own(
    products: str,
) -> None:
    """Where the frozen row points, the text has to say what the row says."""
    made = drafted(ONE_FORM, products=products, variant=Variant.GENERAL)
    assert (
        "1. In afwijking van het tweede lid is voor een type bericht waarvoor de bijlage een ander kanaal vermeldt, dat kanaal "
        "aangewezen.\n2. Voor een bericht dat uit eigen beweging wordt gezonden, is het kanaal Formulier X aangewezen."
    ) in made.text
    assert made.notes == ()
    assert "een ander kanaal" not in drafted(ONE_FORM, variant=Variant.GENERAL).text


@pytest.mark.parametrize("variant", Variant)
def test_a_channel_of_one_message_goes_before_the_rule_for_its_kind_and_one_of_a_product_does_not(
    variant: Variant,
) -> None:
    """Resolution ranks product × message above message, and message above product; so must the text."""
    ranked = products_with(f"{{kind: aanvraag}}, {{kind: bezwaar, channels: [y], {OWN}}}")
    above = drafted(ONE_FORM, FOR_OBJECTIONS, products=ranked, variant=variant)
    assert re.search(
        "van artikel 3( en het tweede lid)? is voor een type bericht waarvoor de bijlage een ander",
        above.text,
    )
    objection = above.text.partition("Artikel 3 Bezwaar")[2].partition("##")[0]
    assert "eerste lid, is voor een bezwaarschrift" not in objection and "artikel 2 is" not in objection, (
        "nor the other way round"
    )
    below = drafted(
        ONE_FORM,
        FOR_OBJECTIONS,
        products=products_with("{kind: aanvraag}, {kind: bezwaar}", f", channels: [y], {OWN}"),
        variant=variant,
    )
    assert (
        "artikel 3" not in below.text
        and "In afwijking van artikel 2 is voor een bezwaarschrift" in below.text
    )


def test_what_another_body_decides_stays_out() -> None:
    text = drafted(FALLBACK, "{messages: [bezwaar], channels: [y], source: 'besluit:extern'}").text
    assert headings(text) == ALWAYS and "rbg" not in text


def test_the_form_follows_from_the_registers_unless_one_is_asked_for() -> None:
    assert drafted(FALLBACK).variant is Variant.GENERAL
    assert drafted(FALLBACK, DOMAIN).variant is Variant.PER_DOMAIN
    general = drafted(FALLBACK, DOMAIN, variant=Variant.GENERAL)
    assert "is het kanaal Formulier X aangewezen" in general.text and "Formulier Y" not in general.text
    assert [note.about for note in general.notes if note.about is About.VARIANT] == [About.VARIANT]
    with pytest.raises(Refused, match="geen restkanaal"):
        drafted(DOMAIN, variant=Variant.GENERAL)
    with pytest.raises(Refused, match="wijzen nog niets aan"):
        drafted()


def test_a_number_in_the_registers_becomes_the_number_of_the_article() -> None:
    made = drafted(
        "{fallback: ja, channels: [x], source: 'besluit:nieuw', article: '5'}",
        "{domain: d, channels: [y], source: 'besluit:nieuw', article: '3, tweede lid'}",
        "{initiative: op_verzoek, channels: [uitnodiging], source: 'besluit:nieuw', article: '3, eerste lid'}",
        "{messages: [klacht], channels: [y], source: 'besluit:nieuw', article: '2'}",
        "{messages: [bezwaar], channels: [y], source: 'besluit:nieuw', article: '4'}",
    )
    assert headings(made.text)[:5] == [
        "Begripsbepalingen",
        "Klacht",
        "Aanwijzing van kanalen",
        "Bezwaar",
        "Restkanaal",
    ]
    assert "1. Voor een bericht waar het bestuursorgaan om verzoekt," in made.text
    assert "In afwijking van artikel 3 is voor een klacht" in made.text
    assert made.notes == ()


def test_a_number_that_can_not_be_kept_is_told_with_the_right_one() -> None:
    made = drafted(
        "{fallback: ja, channels: [x], source: 'besluit:nieuw', article: '2'}",
        "{messages: [klacht], channels: [y], source: 'besluit:nieuw', article: '14'}",
        "{messages: [bezwaar], channels: [y], source: 'besluit:nieuw', article: onderdeel B}",
    )
    assert [(note.about, note.found, note.drafted) for note in made.notes] == [
        (About.ARTICLE, "14", "4"),
        (About.ARTICLE, "onderdeel B", "3"),
    ]


def test_a_rule_without_source_is_drafted_and_told() -> None:
    made = drafted("{fallback: ja, channels: [x]}")
    assert [(note.about, note.found, note.drafted) for note in made.notes] == [(About.SOURCE, None, "2")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2, eerste lid", (2, 1)),
        ("artikel 3", (3, None)),
        ("2 lid 2", (2, 2)),
        ("12, 3e lid", (12, 3)),
        ("2, lid 4", (2, 4)),
        ("2a", None),
        ("II", None),
        (None, None),
    ],
)
def test_an_article_is_read_as_people_write_it(
    text: str | None, place: tuple[int, int | None] | None
) -> None:
    assert parsed(text) == place


@pytest.mark.parametrize(
    ("rules", "replaces", "ends"),
    [
        ((FALLBACK,), True, False),
        (
            (FALLBACK, "{messages: [klacht], channels: [y], source: 'besluit:nieuw', withdrawn: ja}"),
            True,
            True,
        ),
        (("{messages: [klacht], channels: [y], source: 'besluit:nieuw', withdrawn: ja}",), False, True),
        (
            ("{messages: [klacht], channels: [y], beside: ja, source: 'besluit:nieuw', withdrawn: ja}",),
            False,
            False,
        ),
        (
            (
                FALLBACK,
                "{messages: [klacht], channels: [y], beside: ja, source: 'besluit:nieuw', withdrawn: ja}",
            ),
            True,
            False,
        ),
    ],
    ids=["replaced", "both", "withdrawn", "withdrawn beside another", "replaced and withdrawn beside"],
)
def test_an_amendment_says_what_it_replaces_and_what_it_withdraws(
    rules: tuple[str, ...], replaces: bool, ends: bool
) -> None:
    text = drafted(*rules, amends="extern").text
    assert headings(text) == ["Wijziging", "Inwerkingtreding", "Citeertitel"]
    assert ("is het daar vermelde kanaal aangewezen" in text) is replaces
    withdraws = any("withdrawn" in rule for rule in rules)
    assert ("tenzij daar staat dat het is ingetrokken" in text) is (replaces and withdraws)
    assert ("als ingetrokken vermeldt, vervalt" in text) is ends
    assert ("niet langer ook aangewezen" in text) is any("beside" in rule for rule in rules)
    assert "## Artikel I Wijziging" in text and "amends: extern" in text and "replaces:" not in text


def test_an_amendment_restates_the_member_that_it_changes_and_designates_what_is_new(tmp_path: Path) -> None:
    """Its frozen rules also answer for products that come later, so the text can't leave them to the annex."""
    project = copied(ROOT, tmp_path / "project")
    channels = project / "channels.yaml"
    for old, article, new in (
        ("fallback: ja, channels: [contactformulier]", "2, vierde lid", "fallback: ja, channels: [digitaal-loket]"),
        ("domain: bestuur, channels: [formulier-bestuur]", "2, eerste lid", "domain: bestuur, channels: [digitaal-loket]"),
        ("messages: [klacht], channels: [klachtenformulier]", "4", "messages: [zienswijze], channels: [klachtenformulier]"),
    ):  # fmt: skip
        rewrite(
            channels,
            f'{{{old}, source: "besluit:aanwijzing-2026", article: "{article}"}}',
            f"{{{new}, source: 'besluit:wijziging'}}",
        )
    (project / "content/besluiten/wijziging.md").write_text(
        "---\ntitle: W\nkind: wijziging\nauthorities: [college]\namends: aanwijzing-2026\n---\n",
        encoding="utf-8",
    )
    text = draft(register_of(project), Order(id="wijziging", amends="aanwijzing-2026"), TODAY).text
    assert (
        'Artikel 2, vierde lid, van het Aanwijzingsbesluit elektronische kanalen 2026 komt te luiden: "Voor een bericht '
        'waarvoor dit besluit niet in een ander kanaal voorziet, is het kanaal Digitaal loket aangewezen."'
    ) in text
    assert (
        "Voor een bericht over een product in het domein Bestuur en inspraak is het kanaal Digitaal loket aangewezen, in plaats "
        "van het kanaal Formulier voor bestuur en inspraak."
    ) in text
    assert "Voor een zienswijze is het kanaal Klachtenformulier aangewezen.\n" in text, (
        "where none was, none is replaced"
    )


def test_a_partly_replaced_decision_is_withdrawn_for_the_bodies_that_decide_now() -> None:
    register = register_of(ROOT)
    text = draft(register, Order(id="nieuw", authorities=("college",)), TODAY).text
    assert "wordt ingetrokken" in text
    assert "voor zover het de bevoegdheid van het college van burgemeester en wethouders betreft" in text
    assert "ieder voor zover" not in text and "\nbesluit:\n" in text


def test_several_bodies_decide_each_for_its_own_power_and_each_signs() -> None:
    text = made("03-three-authorities").text
    assert text.count("ieder voor zover het zijn bevoegdheid betreft") == 2
    assert "\nbesluiten:\n" in text
    assert "de griffier,  \nde voorzitter," in text and "de secretaris,  \nde burgemeester," in text


def test_a_title_that_yaml_would_read_otherwise_survives() -> None:
    register = register_of(FOURTEEN["01-annex-per-domain"])
    title = 'Besluit: "kanalen" #2 & meer'
    files = files_of(FOURTEEN["01-annex-per-domain"])
    made = draft(register, Order(id="nieuw", title=title), TODAY)
    again, mistakes = decode_files(files | {"content/besluiten/nieuw.md": made.text.encode()})
    assert again is not None, mistakes
    assert again.decision_by_id["nieuw"].title == title


def test_a_draft_never_bears_the_name_of_the_decision_that_it_withdraws() -> None:
    register = register_of(ROOT)
    running = register.decision_by_id["aanwijzing-2026"]
    made = draft(register, Order(id="per-domein-2026"), TODAY).text
    assert (
        f'citation_title: "{running.short_title} (2)"\n' in made and f"title: {running.title}\n" not in made
    )
    assert f"Het {running.short_title} wordt ingetrokken." in made
    assert f"wordt aangehaald als: {running.short_title} (2)." in made
    assert "(2)" not in draft(register, Order(id="per-domein-2031"), TODAY).text


def test_a_decision_of_one_body_alone_bears_its_name() -> None:
    alone = draft(register_of(ROOT), Order(id="nieuw-2026", authorities=("burgemeester",)), TODAY).text
    assert 'title: "Aanwijzingsbesluit elektronische kanalen burgemeester gemeente Voorbeeld 2026"' in alone
    assert (
        'citation_title: "Aanwijzingsbesluit elektronische kanalen burgemeester 2026"' in alone
        and "(2)" not in alone
    )
    together = draft(register_of(ROOT), Order(id="nieuw-2027"), TODAY).text
    assert 'citation_title: "Aanwijzingsbesluit elektronische kanalen 2027"' in together


def test_the_same_registers_give_the_same_bytes() -> None:
    assert made("example-b") == made("example-b")


def begun(*arguments: str, cwd: Path, code: int) -> Said:
    return wmebv("decision", "new", *arguments, cwd=cwd, code=code)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(FOURTEEN["10-overriding-rules"], tmp_path / "project")


def test_the_command_writes_the_draft_and_tells_what_the_registers_must_still_say(project: Path) -> None:
    said = begun("aanwijzing-2027", "--date", "2026-06-01", cwd=project, code=0).stdout
    text = (project / "content" / "besluiten" / "aanwijzing-2027.md").read_text(encoding="utf-8")
    assert text == (DRAFTS / "10-overriding-rules.md").read_text(encoding="utf-8")
    assert "Het concept staat in content/besluiten/aanwijzing-2027.md." in said
    assert "Het besluit trekt in: aanwijzing-2026." in said
    assert 'Schrijf daar: source: "besluit:aanwijzing-2027".' in said
    assert re.search(r"^  channels\.yaml, regel \d+.*: artikel 4$", said, re.MULTILINE)


def test_rules_that_stay_for_another_body_are_left_standing_beside_the_new_ones() -> None:
    register = register_of(ROOT)
    old = next(d for d in register.decisions if d.id == "aanwijzing-2026")
    some = draft(register, Order(id="nieuw", authorities=("burgemeester",), replaces=(old.id,)), TODAY)
    assert len(old.authorities) > 1 and some.kept_for_others == (old.id,)
    whole = draft(register, Order(id="nieuw", authorities=old.authorities, replaces=(old.id,)), TODAY)
    assert whole.kept_for_others == ()


def test_the_command_never_tells_to_take_away_the_rules_of_another_body(tmp_path: Path) -> None:
    said = begun(
        "nieuw", "--authorities", "burgemeester", "--replaces", "aanwijzing-2026", "--date", "2026-06-01",
        cwd=copied(ROOT, tmp_path / "project"), code=0,
    ).stdout  # fmt: skip
    assert "blijft voor een ander bestuursorgaan gelden. Laat de regels dus staan" in said
    assert "Schrijf daar" not in said


def test_without_an_annex_the_registers_still_say_what_holds(project: Path) -> None:
    """Then another source would change what residents see, before the new decision is there."""
    said = begun("aanwijzing-2027", "--date", "2026-06-01", cwd=project, code=0).stdout
    assert "Let op: aanwijzing-2026 heeft geen bijlage." in said


@pytest.mark.parametrize("variant", [(), ("--variant", "A"), ("--variant", "B")])
def test_a_second_draft_beside_one_that_has_all_the_rules_is_refused_by_its_name(
    tmp_path: Path, variant: tuple[str, ...]
) -> None:
    """As in a new project, whose registers name the draft that comes with it."""
    project = tmp_path / "nieuw"
    wmebv("init", str(project), cwd=tmp_path, code=0)
    (draft_id,) = [file.stem for file in (project / "content/besluiten").glob("*.md")]
    err = begun("tweede", *variant, cwd=project, code=2).stderr
    assert (
        f"noemen het concept '{draft_id}', zoals in channels.yaml, regel" in err
        and 'source: "besluit:tweede"' in err
    )
    assert not (project / "content/besluiten/tweede.md").exists()


def test_a_rule_that_another_draft_has_is_left_out_and_told() -> None:
    rule = "{messages: [bezwaar], channels: [y], source: 'besluit:extern'}"
    made = drafted(FALLBACK, rule, authorities=("college", "rbg"))
    assert [(note.found, note.place.line) for note in made.notes if note.about is About.LEFT_OUT] == [
        ("besluit:extern", 13)
    ]
    assert "bezwaarschrift" not in made.text
    assert drafted(FALLBACK, rule).notes == (), "what another body has in preparation is not ours to draft"


def test_a_statute_alone_makes_no_decision() -> None:
    with pytest.raises(Refused, match="wijzen nog niets aan"):
        drafted(
            "{statute: dienstenwet, beside: ja, audience: [ondernemer], channels: [y], source: 'wet:Dienstenwet 5'}"
        )


def test_a_dry_run_shows_the_text_and_writes_nothing(project: Path) -> None:
    said = begun("aanwijzing-2027", "--dry-run", "--date", "2026-06-01", cwd=project, code=0).stdout
    assert said == (DRAFTS / "10-overriding-rules.md").read_text(encoding="utf-8")
    assert not (project / "content" / "besluiten" / "aanwijzing-2027.md").exists()


def test_the_first_decision_is_drafted_though_the_registers_name_it_already(project: Path) -> None:
    file = project / "content" / "besluiten" / "aanwijzing-2026.md"
    file.unlink()
    said = begun("aanwijzing-2026", "--date", "2026-06-01", cwd=project, code=0).stdout
    assert file.is_file() and "artikelnummers" not in said and "bron" not in said
    assert check_project(load(project), TODAY).register is not None


def test_a_mistake_in_the_registers_is_shown_and_nothing_is_written(project: Path) -> None:
    channels = project / "channels.yaml"
    channels.write_text(
        channels.read_text(encoding="utf-8").replace("kind: college", "kind: colege"), encoding="utf-8"
    )
    said = begun("nieuw", cwd=project, code=1).stdout
    assert "WMEBV104" in said or "colege" in said
    assert not (project / "content" / "besluiten" / "nieuw.md").exists()


def test_what_an_editor_wrote_is_never_overwritten(project: Path) -> None:
    file = project / "content" / "besluiten" / "aanwijzing-2026.md"
    before = file.read_bytes()
    error = begun("aanwijzing-2026", cwd=project, code=2).stderr
    assert "bestaat al" in error and file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Nieuw Besluit"], "Schrijf bijvoorbeeld 'nieuw-besluit'."),
        (["index"], "De naam 'index' is al bezet."),
        (["../buiten"], "De id '../buiten' kan niet"),
        (["nieuw", "--authorities", "colege"], "Bedoelt u 'college'?"),
        (["nieuw", "--authorities", ","], "Bij --authorities staat geen enkele naam."),
        (["nieuw", "--replaces", " "], "Bij --replaces staat geen enkele naam."),
        (["nieuw", "--replaces", "aanwijzing-2025"], "Bedoelt u 'aanwijzing-2026'?"),
        (["nieuw", "--amends", "aanwijzing"], "Bedoelt u 'aanwijzing-2026'?"),
        (["nieuw", "--amends", "aanwijzing-2026", "--variant", "A"], "Gebruik --amends alleen."),
        (["nieuw", "--variant", "C"], "'C' kan hier niet."),
    ],
    ids=" ".join,
)
def test_what_can_not_be_drafted_is_refused_with_a_way_out(
    project: Path, arguments: list[str], sentence: str
) -> None:
    error = begun(*arguments, cwd=project, code=2).stderr
    assert sentence in error
    assert len(list((project / "content" / "besluiten").iterdir())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Wij behandelen alleen berichten via het juiste kanaal.",
        "Een bezwaar per e-mail is niet geldig.",
        "De website is de bekendmaking van dit besluit.",
        "Dit kan alleen digitaal.",
        "U moet de aanvraag digitaal doen.",
    ],
)
def test_what_may_never_be_printed_is_recognised(text: str) -> None:
    assert never_printed(text)


def test_articles_of_which_some_members_are_meant_stand_in_the_order_in_which_they_are_named() -> None:
    """So that the draft does not depend on the hash seed."""
    numbers = "84263517"
    places: dict[str, tuple[str, int | None]] = {"own": ("9", None)}
    for number in numbers:
        places |= {f"{number}a": (number, 1), f"{number}b": (number, 2)}
    text = Refs(places).departing("own", [f"{number}a" for number in numbers])
    *first, last = (f"artikel {number}, eerste lid," for number in numbers)
    assert text == f"In afwijking van {', '.join(first)} en {last} "
