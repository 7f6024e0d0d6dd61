"""The made-up region: what twelve municipalities share reaches them all, and what is one's own stays as it is."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from building import pages_on
from command import wmebv, wmebv_apart
from fleets import InThisProcess
from places import ROOT
from projects import register_of, rewrite, tree

from wmebv_site.cli import fleet as command
from wmebv_site.fleet.listing import fleet_of
from wmebv_site.project.municipalities import by_code

REGION = ROOT / "examples" / "regio"
DAY = "2026-12-01"
TOWNS = tuple(place.key for place in fleet_of(REGION).places)
SHARED = tuple(
    re.findall(r"(?m)^  - id: (.*)$", (REGION / "basis" / "products.yaml").read_text(encoding="utf-8"))
)
"""The products of the base."""
MADE = shutil.ignore_patterns("websites", "resultaten", "voortgang", "overzicht", "oogst", "site")


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return shutil.copytree(REGION, tmp_path / "regio", ignore=MADE)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_engine", lambda *_: InThisProcess())


def pages(project: Path) -> dict[str, str]:
    return {path: page.html for path, page in pages_on(register_of(project), date.fromisoformat(DAY)).items()}


def decisions_among(made: dict[str, str]) -> dict[str, str]:
    return {path: html for path, html in made.items() if path.startswith("besluiten/")}


@cache
def pages_as_they_are(town: str) -> dict[str, str]:
    return pages(REGION / town)


def annexes(region: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(region).items() if path.endswith(".annex.yaml")}


# needed, in force, by the fallback alone, no channel chosen; own decisions in force, coming, draft
AS_FAR = {
    "aspermeer": (92, 92, 0, 0, 1, 0, 0),
    "berkwaarde": (92, 92, 0, 0, 1, 0, 0),
    "duivenrade": (92, 92, 0, 0, 1, 0, 0),
    "elzerveld": (87, 87, 49, 0, 1, 0, 0),
    "grootewiel": (90, 90, 52, 0, 1, 0, 0),
    "halmerdam": (87, 47, 0, 0, 1, 0, 1),
    "kornveen": (92, 82, 44, 7, 1, 0, 0),
    "lisserhout": (92, 28, 0, 0, 0, 1, 0),
    "noordervliet": (92, 28, 0, 0, 0, 1, 0),
    "rietmonde": (89, 28, 0, 0, 0, 0, 1),
    "sparrenwold": (85, 26, 0, 0, 0, 0, 1),
    "wilgerstein": (90, 90, 0, 0, 1, 0, 0),
}


def test_each_has_no_mistakes_and_is_as_far_as_the_example_says(region: Path, engine: None) -> None:
    done = wmebv("fleet", "check", "--date", DAY, "--format", "json", cwd=region, code=0)
    found = {each["key"]: each for each in json.loads(done.stdout)["municipalities"]}
    assert {
        town: (
            *(each["counts"][name] for name in ("needed", "in_force", "fallback_only", "gaps")),
            *(each["decisions"][name] for name in ("in_force", "coming", "draft")),
        )
        for town, each in found.items()
    } == AS_FAR
    assert all(
        each["state"] == "good" and each["fictitious"] and "notes" not in each for each in found.values()
    )
    assert not any(by_code(each["code"]) for each in found.values())
    told = wmebv("fleet", "check", "--date", DAY, cwd=region, code=0).stdout
    assert "Bij 6 van 12 gemeenten heeft elk officieel bericht een kanaal." in told
    assert "Voor 782 van 1.080 officiële berichten geldt een kanaal (72%)." in told
    wmebv("fleet", "report", "voortgang", cwd=region, code=0)
    page = (region / "voortgang" / "gemeenten.html").read_text(encoding="utf-8")
    assert "<strong>782</strong> van 1.080" in page and "Van deze gemeenten bestaan er 12 niet." in page


def test_the_page_about_the_region_names_what_is_there() -> None:
    text = (REGION / "README.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1].strip() for row in text.splitlines() if row.startswith("| ")]
    assert [row.lower() for row in rows if row.lower() in TOWNS] == list(TOWNS)
    shared = register_of(REGION / "aspermeer")
    channels = [each for each in shared.channels if each.place.file.startswith("../basis/")]
    assert f"staan {len(SHARED)} producten" in text and len(shared.domains) == 10 and len(channels) == 5
    leaves_out = [town for town in TOWNS if register_of(REGION / town).not_ours]
    assert len(leaves_out) == 4 and "Vier gemeenten bieden een product uit de basis niet aan" in text


def test_what_changes_in_the_base_reaches_all_twelve_but_where_one_says_it_itself(region: Path) -> None:
    base = region / "basis"
    rewrite(
        base / "products.yaml", "U gaat verhuizen naar of binnen onze gemeente.", "U krijgt een nieuw adres."
    )
    rewrite(
        base / "products.yaml", "U maakt zich zorgen over uw kind of over uzelf.", "Het gaat thuis niet goed."
    )
    rewrite(
        base / "channels.yaml", "name: Portaal van Belastingen Merelland", "name: Mijn Belastingen Merelland"
    )
    rewrite(base / "channels.yaml", "phone: 0123 460 300", "phone: 0123 460 333")
    for town in TOWNS:
        register = register_of(region / town)
        product = register.product_by_id["verhuizing"]
        assert product.summary.startswith("U krijgt een nieuw adres."), town
        assert product.place_of("summary").file == "../basis/products.yaml"
        ours = register.product_by_id["jeugdhulp"].summary
        assert ours.startswith("Het gaat thuis niet goed.") is (town != "berkwaarde"), town
        assert register.channel_by_id["belastingportaal"].name == "Mijn Belastingen Merelland"
        assert register.executors[0].phone == "0123 460 333"
    for town in ("berkwaarde", "sparrenwold"):
        made = pages(region / town)
        assert "U krijgt een nieuw adres." in made["producten/verhuizing/"]
        assert ("Het jeugdteam van Berkwaarde" in made["producten/jeugdhulp/"]) is (town == "berkwaarde")


def test_who_leaves_out_a_product_of_the_base_has_nothing_of_it() -> None:
    left_out = {
        "elzerveld": {"parkeervergunning"},
        "halmerdam": {"parkeervergunning"},
        "sparrenwold": {"parkeervergunning", "toeristenbelasting"},
        "wilgerstein": {"toeristenbelasting"},
    }
    for town in TOWNS:
        ours = {each.id for each in register_of(REGION / town).products}
        assert set(SHARED) - ours == left_out.get(town, set()), town
    made = pages_as_they_are("sparrenwold")
    assert "producten/parkeervergunning/" in pages_as_they_are("aspermeer")
    assert "producten/parkeervergunning/" not in made
    assert not any("arkeervergunning" in html or "oeristenbelasting" in html for html in made.values())


# municipality, field, what the base says, what it says next, the own value and its lines
DIFFERENT = [
    (
        "berkwaarde",
        "products.jeugdhulp.summary",
        "Wij helpen u om de juiste hulp te vinden.",
        "Wij zoeken samen met u naar hulp.",
        "U maakt zich zorgen over uw kind of over uzelf. Het jeugdteam van Berkwaarde komt bij u langs en zoekt met u naar hulp.",
        "    summary: U maakt zich zorgen over uw kind of over uzelf. Het jeugdteam van Berkwaarde komt bij u langs en zoekt met u "
        "naar hulp.\n",
    ),
    (
        "grootewiel",
        "products.evenementenvergunning.aanvraag.term",
        "Vraag de vergunning uiterlijk 8 weken van tevoren aan.",
        "Vraag de vergunning uiterlijk 9 weken van tevoren aan.",
        "Vraag de vergunning uiterlijk 12 weken van tevoren aan.",
        ", term: Vraag de vergunning uiterlijk 12 weken van tevoren aan.",
    ),
    (
        "sparrenwold",
        "products.boom-kappen.summary",
        "U wilt een boom kappen. Voor sommige bomen",
        "U wilt een boom weghalen. Voor sommige bomen",
        "U wilt een boom kappen, in uw tuin of in het bos. Voor sommige bomen hebt u een vergunning nodig.",
        "    summary: U wilt een boom kappen, in uw tuin of in het bos. Voor sommige bomen hebt u een vergunning nodig.\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("town", "name", "said", "says", "own", "lines"), DIFFERENT)
def test_of_a_field_that_both_changed_one_sees_three_values_and_chooses(
    region: Path, town: str, name: str, said: str, says: str, own: str, lines: str
) -> None:
    project, file = region / town, region / town / "products.yaml"
    before = file.read_text(encoding="utf-8")

    def base(*words: str) -> str:
        return wmebv("base", *words, cwd=project, code=0).stdout

    def to_choose() -> dict[str, tuple[str, str, str]]:
        fields = json.loads(base("diff", "--format", "json"))["fields"]
        return {each["name"]: (each["was"], each["base"], each["own"]) for each in fields}

    base("diff", "--seen")
    assert to_choose() == {}
    rewrite(region / "basis" / "products.yaml", said, says)
    [(told, (was, now, ours))] = to_choose().items()
    assert told == name and said in was and says in now and ours == own
    assert now == was.replace(said, says)

    base("dismiss", name, "--reason", "Dat is hier zo afgesproken.")
    assert to_choose() == {} and file.read_text(encoding="utf-8") == before
    rewrite(region / "basis" / "products.yaml", says, f"Let op! {says}")
    assert list(to_choose()) == [name] and "Dat is hier zo afgesproken." in base("diff")

    base("take", name)
    assert to_choose() == {}
    assert before.count(lines) == 1 and file.read_text(encoding="utf-8") == before.replace(lines, "")
    *_, product, field = name.removesuffix(".aanvraag.term").split(".")
    taken = register_of(project).product_by_id[product if field in ("summary",) else field]
    value = taken.summary if name.endswith("summary") else taken.messages[0].term
    assert value == now.replace(says, f"Let op! {says}")


def _turn_over(region: Path) -> None:
    """Change in the base what a decision rests on: names, addresses, and for what a channel was designated."""
    products, channels = (region / "basis" / name for name in ("products.yaml", "channels.yaml"))
    text = products.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(    name: )\"?(.*?)\"?$", r'\1"Anders: \2"', text)
    products.write_text(text, encoding="utf-8")
    text = channels.read_text(encoding="utf-8").replace("https://mijn.", "https://nieuw.")
    text = text.replace("name: Portaal van", "name: Nieuw portaal van")
    channels.write_text(
        text.replace("{domain: belastingen, ", "{domain: verkeer, ").replace("eerste lid", "zesde lid"),
        encoding="utf-8",
    )


def _move_all(region: Path) -> None:
    """Let each product of the base stand in another domain."""
    file = region / "basis" / "products.yaml"
    text = re.sub(r"(?m)^    domain: .*$", "    domain: bestuur", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")


def _rows(made: dict[str, str]) -> dict[str, list[str]]:
    """What the decisions say of each product, in whatever group it stands on the page."""
    return {path: sorted(re.findall(r"<li>.*<small>.*</li>", html)) for path, html in made.items()}


def test_a_decision_that_was_frozen_is_untouched_by_any_change_of_the_base(region: Path) -> None:
    before = annexes(region)
    assert len(before) == 35
    _turn_over(region)
    for town in ("aspermeer", "duivenrade", "kornveen"):
        was, made = pages_as_they_are(town), pages(region / town)
        assert decisions_among(made) == decisions_among(was), town
        assert len(decisions_among(made)) >= 7
        assert "Anders: " in made["producten/verhuizing/"]
    said = wmebv("check", "--date", DAY, "--all", cwd=region / "kornveen").stdout
    assert "WMEBV333" in said, "that the base departs from what was decided is told"
    _move_all(region)
    rows = _rows(decisions_among(pages(region / "kornveen")))
    assert rows == _rows(decisions_among(pages_as_they_are("kornveen"))) and any(rows.values())
    wmebv("base", "diff", "--seen", cwd=region / "berkwaarde", code=0)
    wmebv("base", "take", "jeugdhulp.summary", cwd=region / "berkwaarde", code=0)
    assert annexes(region) == before


BROKEN = {
    "basis/products.yaml": ("    name: Rijbewijs\n", "    naam: Rijbewijs\n"),
    "basis/channels.yaml": ("  - {id: bestuur, name: Bestuur en inspraak}\n", "  - {id: bestuur, titel: Bestuur}\n"),
    "basis/content/hulp/tolk.md": ("kind: tolk\n", "kind: vertaler\n"),
    "basis/content/hulp/index.md": ("  - id: geen-digid\n", "  - id: Geen DigiD\n"),
    "basis/content/woordenlijst.yaml": ("words:\n", "woorden:\n"),
}  # fmt: skip


def test_of_a_mistake_in_the_base_the_file_of_the_base_is_named(region: Path) -> None:
    places = {}
    for path, (old, new) in BROKEN.items():
        rewrite(region / path, old, new)
        text = (region / path).read_text(encoding="utf-8")
        places[f"../{path}"] = text[: text.index(new)].count("\n") + 1
    for town in ("aspermeer", "wilgerstein"):
        done = wmebv("check", "--date", DAY, "--all", "--format", "json", cwd=region / town, code=1)
        found = json.loads(done.stdout)["diagnostics"]
        errors = [(each["file"], each["line"]) for each in found if each["level"] == "error"]
        for file, line in places.items():
            assert (file, line) in errors, (town, file, errors)
        assert all(file.startswith("../basis/") for file, _ in errors), errors


@pytest.mark.proof
def test_twelve_websites_are_built_and_follow_the_base_while_what_was_decided_stays(region: Path) -> None:
    def built(town: str, page: str) -> str:
        return (region / "websites" / town / page / "index.html").read_text(encoding="utf-8")

    listed = region / "fleet.yaml"
    whole = listed.read_text(encoding="utf-8")
    two = [
        line
        for line in whole.splitlines(keepends=True)
        if "{" not in line or "aspermeer" in line or "kornveen" in line
    ]
    listed.write_text("".join(two), encoding="utf-8")
    wmebv_apart("fleet", "build", "--date", DAY, "--workers", "2", cwd=region, code=0)
    decided = {
        path: data
        for path, data in tree(region / "websites").items()
        if re.match(r"\w+/besluiten/.*html", path)
    }
    assert len(decided) > 10
    listed.write_text(whole, encoding="utf-8")

    _turn_over(region)
    wmebv_apart("fleet", "build", "--date", DAY, "--workers", "2", cwd=region, code=0)
    for town in TOWNS:
        assert "Anders: Verhuizing doorgeven" in built(town, "producten/verhuizing")
        own = "Het jeugdteam van Berkwaarde" in built(town, "producten/jeugdhulp")
        assert own is (town == "berkwaarde")
        left_out = not (region / "websites" / town / "producten" / "parkeervergunning").exists()
        assert left_out is (town in ("elzerveld", "halmerdam", "sparrenwold"))
    now = tree(region / "websites")
    assert {path: now[path] for path in decided} == decided
