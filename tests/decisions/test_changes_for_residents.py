"""What a change of the registers means for residents: told once, with the day, and nothing that they don't notice."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, register_from
from small_registers import CHANNELS, DAY, IN_FORCE, decision, product

from wmebv_site.decisions.changes import Effects, as_data, rendered
from wmebv_site.designation.decisions import Decisions
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

FORM = product("Paspoort", "{kind: vraag, channels: [x]}, {kind: aanvraag}")


def site(products: str = FORM, channels: str = CHANNELS, content: dict[str, str] | None = None) -> Site:
    files = {"channels.yaml": channels, "products.yaml": "products:\n" + products}
    files |= {"content/besluiten/a.md": decision("Besluit A")} | (content or {})
    return Site(Decisions(register_from({path: text.encode() for path, text in files.items()}), DAY))


def told(before: Site, after: Site, form: str = "text") -> str:
    return rendered(Effects(before, after, templates()), form)


def test_nothing_is_told_of_what_residents_do_not_notice() -> None:
    noted = CHANNELS.replace("kind: webformulier,", "kind: webformulier, supplier: {name: Bouwer BV},")
    assert noted != CHANNELS
    said = told(site(), site(channels=noted))
    assert said == (
        "Wat verandert er voor inwoners?\n\nNiets: op 1 juni 2026 blijft elke pagina zoals die is.\n"
        "Wat een besluit in voorbereiding straks brengt, laat 'wmebv decision diff' zien.\n"
    )


def test_products_that_come_and_go_are_named_and_a_new_id_is_no_new_product() -> None:
    more = FORM + product("Rijbewijs", "{kind: vraag, channels: [x]}")
    assert "Nieuwe producten (1)\n  Rijbewijs\n" in told(site(), site(more))
    gone = told(site(more), site())
    assert "Producten die verdwijnen (1)\n  Rijbewijs\n" in gone
    assert "Pagina's die verdwijnen (1)\n  Rijbewijs (/producten/rijbewijs/)\n" in gone
    assert "bij 'formerly'" in gone
    renamed = FORM.replace("id: paspoort", "id: pas, formerly: [paspoort]")
    said = told(site(), site(renamed))
    assert "Nieuwe producten" not in said and "Producten die verdwijnen" not in said


def test_a_message_that_goes_elsewhere_is_told_with_the_day_from_which_it_does() -> None:
    other = told(site(), site(FORM.replace("[x]", "[y]")))
    assert "Vanaf de dag dat dit op de website staat: ander kanaal (1)\n" in other
    assert "  Paspoort: vraag. Dit ging via Formulier X. Dit gaat dan via Formulier Y.\n" in other
    stops = CHANNELS.replace("{id: x,", "{id: x, until: 2026-09-01,")
    later = told(site(FORM.replace("[x]", "[x, y]")), site(FORM.replace("[x]", "[x, y]"), stops))
    assert "Vanaf 1 september 2026: ander kanaal (1)\n" in later
    assert "Dit ging via Formulier X en Formulier Y. Dit gaat dan via Formulier Y." in later
    assert "Nieuw: Kanaal stopt: Formulier X. Dit kanaal stopt op 1 september 2026." in later


def test_what_differs_for_some_days_alone_says_until_when() -> None:
    both = FORM.replace("[x]", "[x, y]")
    july = CHANNELS.replace("{id: y,", "{id: y, from: 2026-07-01,")
    august = CHANNELS.replace("{id: y,", "{id: y, from: 2026-08-01,")
    (found,) = as_data(Effects(site(both, july), site(both, august), templates()))["messages"]
    assert (found["from"], found["until"]) == ("2026-07-01", "2026-08-01")
    assert "Vanaf 1 juli 2026, tot 1 augustus 2026: ander kanaal (1)" in told(
        site(both, july), site(both, august)
    )


def test_another_address_of_the_same_channel_is_told_as_such() -> None:
    moved = CHANNELS.replace("https://x.voorbeeld.example", "https://nieuw.voorbeeld.example")
    assert "Dit gaat nog steeds via Formulier X, maar op een ander adres." in told(
        site(), site(channels=moved)
    )


def test_messages_of_which_the_same_is_to_be_told_are_told_together() -> None:
    many = "".join(product(f"Product{number}", "{kind: vraag, channels: [x]}") for number in range(9))
    said = told(site(many), site(many.replace("[x]", "[y]")))
    assert said.count("Dit ging via Formulier X. Dit gaat dan via Formulier Y.") == 1
    assert "Dat geldt voor 9 berichten: Product0: vraag;" in said
    assert "; en nog 3 andere." in said


def test_a_decision_that_takes_effect_another_day_is_told() -> None:
    rule = '  - {source: "besluit:a", channels: [y], messages: [bezwaar]}\n'
    official = FORM.replace("{kind: aanvraag}", "{kind: bezwaar}")
    files = {"content/besluiten/a.md": decision("Besluit A", IN_FORCE.replace("2026-01-01", "2026-07-01"))}
    channels = CHANNELS + "designations:\n" + rule
    drafted = site(official, channels, {"content/besluiten/a.md": decision("Besluit A", "")})
    said = told(drafted, site(official, channels, files))
    assert "Vanaf 1 juli 2026: een kanaal erbij" in said
    assert "Nieuw: Nieuw besluit: Besluit A. Dit besluit gaat in op 1 juli 2026." in said
    assert "Anders: Nieuw besluit: Besluit A. Dit besluit ging in op 1 januari 2026." in told(
        site(official, channels, files), site(official, channels)
    )


def test_until_when_a_message_may_come_is_told() -> None:
    with_term = FORM.replace("{kind: aanvraag}", "{kind: aanvraag, term: Zes weken van tevoren}")
    expected = (
        "Paspoort: aanvraag. Eerst stond er geen termijn. Nu staat er de termijn 'Zes weken van tevoren'."
    )
    assert expected in told(site(), site(with_term))


def test_text_of_a_register_is_no_markup_in_a_comment() -> None:
    odd = FORM.replace("name: Paspoort", 'name: "[klik](https://x.example) *pas* & meer"')
    said = told(site(product("Ander", "{kind: vraag}")), site(odd), "markdown")
    assert "### Nieuwe producten (1)\n\n- " in said
    assert "[klik](" not in said and " *pas*" not in said


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(SMALL, folder)
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@voorbeeld.example", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


def test_the_command_compares_with_git_and_with_a_folder(project: Path) -> None:
    day = ("--date", DAY.isoformat())
    assert "Niets: op 1 juni 2026" in wmebv("changes", *day, cwd=project, code=0).stdout
    products = project / "products.yaml"
    text = products.read_text(encoding="utf-8")
    first, _, rest = text.partition("  - id: ")
    products.write_text(f"{first}  - id: {rest.partition('  - id: ')[0]}", encoding="utf-8")
    left = wmebv("changes", *day, "--format", "json", cwd=project, code=0)
    assert json.loads(left.stdout)["products"]["gone"]
    products.write_text(text.replace("name: ", "name: Nieuwe ", 1), encoding="utf-8")
    of_git = wmebv("changes", "main", *day, cwd=project, code=0).stdout
    assert "Pagina's met een andere tekst" in of_git
    of_folder = wmebv("changes", str(SMALL), *day, cwd=project, code=0).stdout
    assert of_folder == of_git


@pytest.mark.parametrize("inside", [True, False])
def test_a_register_that_is_shared_is_compared_too(tmp_path: Path, inside: bool) -> None:
    """In the same repository as it was then; elsewhere, where git knows nothing of then, as it is now."""
    own, shared = tmp_path / "r" / "gemeente", tmp_path / "r" / "regio" if inside else tmp_path / "regio"
    base = "../regio" if inside else "../../regio"
    begin = CHANNELS.index("domains:")
    files = {
        own / "channels.yaml": f"base: {base}\n{CHANNELS[:begin]}",
        own / "products.yaml": "products: []\n",
        shared / "channels.yaml": CHANNELS[begin:],
        shared / "products.yaml": f"products:\n{FORM}",
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@voorbeeld.example", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path / "r", check=True)
    day = ("--date", DAY.isoformat())
    assert "Niets: op 1 juni 2026" in wmebv("changes", *day, cwd=own, code=0).stdout
    text = files[shared / "products.yaml"].replace("[x]", "[y]")
    (shared / "products.yaml").write_text(text, encoding="utf-8")
    said = wmebv("changes", *day, cwd=own, code=0).stdout
    assert ("Dit ging via Formulier X. Dit gaat dan via Formulier Y." in said) == inside


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("geen-tak", "'geen-tak' is geen map, en git kent geen tak, label of versie met die naam."),
        ("leeg", "In 'leeg' stonden nog geen registers. Voor inwoners is dus alles nieuw."),
        ("stuk", "De registers van 'stuk' zijn niet heel."),
    ],
)
def test_what_can_not_be_compared_with_is_refused(project: Path, since: str, said: str) -> None:
    (project / "leeg").mkdir()
    (project / "stuk").mkdir()
    (project / "stuk" / "products.yaml").write_text("products: [", encoding="utf-8")
    done = wmebv("changes", since, cwd=project, code=2)
    assert done.stderr.startswith(f"Fout: {said}")


@pytest.fixture
def shallow(project: Path) -> Path:
    """A clone of the last version of two branches, without what came before."""
    who = ["-c", "user.name=A", "-c", "user.email=a@voorbeeld.example", "commit", "-q", "--allow-empty", "-m"]
    for arguments in (
        ["tag", "oud"],
        [*who, "b"],
        ["checkout", "-qb", "zij", "oud"],
        [*who, "c"],
        ["checkout", "-q", "main"],
    ):
        subprocess.run(["git", *arguments], cwd=project, check=True)
    clone = project.parent / "ondiep"
    asked = [
        "clone",
        "-q",
        "--depth",
        "1",
        "--no-single-branch",
        "--no-tags",
        f"file://{project}",
        str(clone),
    ]
    subprocess.run(["git", *asked], check=True)
    return clone


@pytest.mark.parametrize(
    ("command", "unknown"),
    [
        (["changes", "HEAD~1"], "HEAD~1"),
        (["changes", "oud"], "oud"),
        (["check", "--changes", "--since", "oud"], "oud"),
        (["check", "--changes", "--since", "origin/zij"], ""),
    ],
)
def test_who_fetched_only_the_last_versions_is_told_how_to_fetch_the_rest(
    shallow: Path, command: list[str], unknown: str
) -> None:
    told = f"'{unknown}' is geen map, en git kent geen tak, label of versie met die naam. " if unknown else ""
    assert wmebv(*command, cwd=shallow, code=2).stderr == (
        f"Fout: {told}De geschiedenis in git is niet volledig opgehaald. Haal de rest op met 'git fetch --unshallow'. "
        f"Of typ 'wmebv {'changes' if command[0] == 'changes' else 'check --changes --since'} MAP', met op de plaats van MAP "
        "een map met het project van toen.\n"
    )


@pytest.mark.parametrize("command", [["changes", "origin/zij"], ["check", "--changes"]])
def test_what_was_fetched_can_be_compared_with(shallow: Path, command: list[str]) -> None:
    assert wmebv(*command, cwd=shallow, code=0).stderr == ""


def test_without_git_a_folder_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "los")
    done = wmebv("changes", cwd=tmp_path / "los", code=2, GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert done.stderr == (
        "Fout: De registers staan niet in git. Typ 'wmebv changes MAP', met op de plaats van MAP een map met het project van "
        "toen.\n"
    )
