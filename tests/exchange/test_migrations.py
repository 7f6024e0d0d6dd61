"""Bringing registers to a newer shape: what changed its shape changes, every other byte stays, whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, VALID

from wmebv_site.cli.migrate import carry_out_migrations
from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.editing import EACH, plain, rewrite, with_other_key
from wmebv_site.exchange.migrations import MIGRATIONS, Migrated, Migration, migrated
from wmebv_site.project.load import load
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.decode import NEWEST, decode, other_shape
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import YamlMapping, read_yaml


def mapping(path: str, data: bytes) -> YamlMapping:
    source, _ = read_text(path, data)
    assert source is not None
    value, _ = read_yaml(source)
    assert isinstance(value, YamlMapping)
    return value


def called_kind(path: str, data: bytes) -> bytes:
    """A key that is called otherwise, in channels and in products."""
    if path == "channels.yaml":
        return with_other_key(path, data, ("channels", EACH, "soort"), "kind")
    return with_other_key(path, data, ("products", EACH, "messages", EACH, "soort"), "kind")


def split_address(path: str, data: bytes) -> bytes:
    """A value that becomes two: where the municipality is, and where it gets its post."""
    if path != "channels.yaml":
        return data
    wanted = plain(mapping(path, data))
    municipality = wanted["municipality"]
    if "addresses" in municipality:
        post, visit = municipality.pop("addresses").split(" / ")
        municipality |= {"postal_address": post, "visiting_address": visit}
    return rewrite(path, data, wanted, ChannelsFile)


def titled(path: str, data: bytes) -> bytes:
    """A key above the texts."""
    return with_other_key(path, data, ("titel",), "title") if path.endswith(".md") else data


STEPS = (
    Migration(2, "'soort' heet nu 'kind'.", called_kind),
    Migration(3, "Het adres staat nu in twee delen.", split_address),
    Migration(4, "'titel' boven een tekst heet nu 'title'.", titled),
)

CHANNELS = """\
# Onze kanalen.
municipality:
  name: Gemeente Voorbeeld   # bestaat niet
  fictitious: ja
  addresses: "Postbus 1, 1234 AB Voorbeeld / Raadhuisplein 1, Voorbeeld"
  phone: 14 0123

authorities: [{id: college, kind: college, name: 'het college'}]
domains:
- {id: d, name: Domein}
channels:
- id: x
  "soort":   webformulier # soort: staat ook hier
  name: Formulier X
  url: https://x.voorbeeld.example
- {id: y, name: soort, soort: webformulier, url: "https://y.voorbeeld.example"}
"""
PRODUCTS = """\
products:
  - id: paspoort
    name: Paspoort
    domain: d
    authority: college
    messages:
      - soort: aanvraag

        channels: [x]
      - {soort: bezwaar, channels: [y]}
"""
TEXT = "---\ntitel: 'Besluit A'  # titel: zo heet het\nkind: aanwijzing\nauthorities: [college]\n---\n\ntitel: blijft\n"


def project(folder: Path, **files: str) -> Path:
    texts = {
        "channels.yaml": CHANNELS,
        "products.yaml": PRODUCTS,
        "content/besluiten/a.md": TEXT,
    } | files
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def after(done: Migrated) -> dict[str, str]:
    return {change.path: change.after.decode() for change in done.changes}


def test_what_changed_its_shape_changes_and_every_other_byte_stays(tmp_path: Path) -> None:
    done = migrated(load(project(tmp_path)), STEPS, 4)
    assert [each.to for each in done.made] == [2, 3, 4]
    post = (
        '  addresses: "Postbus 1, 1234 AB Voorbeeld / Raadhuisplein 1, Voorbeeld"\n  phone: 14 0123\n',
        "  postal_address: Postbus 1, 1234 AB Voorbeeld\n  visiting_address: Raadhuisplein 1, Voorbeeld\n  phone: 14 0123\n",
    )
    assert after(done) == {
        "channels.yaml": CHANNELS.replace(*post)
        .replace('  "soort":   web', '  "kind":   web')
        .replace("name: soort, soort:", "name: soort, kind:")
        .replace("municipality:", "version: 4\nmunicipality:"),
        "products.yaml": PRODUCTS.replace("soort:", "kind:"),
        "content/besluiten/a.md": TEXT.replace("titel: 'B", "title: 'B"),
    }


@pytest.mark.parametrize(
    ("mark", "newline"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")], ids=["crlf", "bom", "both"]
)
def test_line_ends_and_marks_stay_as_they_are(tmp_path: Path, mark: str, newline: str) -> None:
    plainly = after(migrated(load(project(tmp_path / "plain")), STEPS, 4))
    files = {"channels.yaml": CHANNELS, "products.yaml": PRODUCTS, "content/besluiten/a.md": TEXT}
    as_written = {path: mark + text.replace("\n", newline) for path, text in files.items()}
    done = after(migrated(load(project(tmp_path / "other", **as_written)), STEPS, 4))
    assert done == {path: mark + text.replace("\n", newline) for path, text in plainly.items()}


def test_who_is_halfway_goes_on_from_there_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    halfway = CHANNELS.replace("soort:", "kind:").replace('"soort"', '"kind"')
    folder = project(
        tmp_path,
        **{"channels.yaml": f"version: 2\n{halfway}", "products.yaml": PRODUCTS.replace("soort", "kind")},
    )
    done = migrated(load(folder), STEPS, 4)
    assert [each.to for each in done.made] == [3, 4]
    assert after(done)["channels.yaml"].startswith("version: 4\n# Onze kanalen.\n")
    for path, text in after(done).items():
        (folder / path).write_bytes(text.encode())
    assert migrated(load(folder), STEPS, 4) == Migrated((), ())


def test_annexes_and_the_decisions_that_have_one_stay_to_the_byte(tmp_path: Path) -> None:
    """The frozen decision of the valid project gets a key that the migration would change, were it another text."""
    folder = shutil.copytree(VALID, tmp_path / "project")
    decisions = folder / "content" / "besluiten"
    (annex,) = decisions.glob("*.annex.yaml")
    frozen = decisions / annex.name.replace(".annex.yaml", ".md")
    touched: list[str] = []

    def looked(path: str, data: bytes) -> bytes:
        touched.append(path)
        return data

    done = migrated(load(folder), (Migration(2, "Iets.", looked),), 2)
    assert [change.path for change in done.changes] == ["channels.yaml"]
    names = {f"content/besluiten/{path.name}" for path in (annex, frozen)}
    assert frozen.is_file() and not names & set(touched)
    assert {"products/klacht.yaml", "content/stappenplan.yaml", "content/woordenlijst.yaml"} <= set(touched)


def test_a_mistake_that_stays_keeps_everything_as_it_was_and_is_told_at_its_line(tmp_path: Path) -> None:
    wrong = PRODUCTS.replace("channels: [x]", "channels: [z]").replace("name: Paspoort", "naam: Paspoort")
    folder = project(tmp_path, **{"products.yaml": wrong, "channels.yaml": CHANNELS + "onbekend: ja\n"})
    with pytest.raises(Refused, match="er is niets gewijzigd") as refused:
        migrated(load(folder), STEPS, 4)
    told = refused.value.findings
    assert [line.partition(":")[0] for line in told] == [
        "channels.yaml, regel 17",
        "products.yaml, regel 3",
        "products.yaml, regel 9",
    ]
    assert "Bedoelt u 'name'?" in told[1]


def test_files_that_cannot_be_read_are_all_told_before_anything_is_done(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        **{
            "products.yaml": "products:\n  - id: [paspoort\n",
            "content/besluiten/a.md": "---\ntitel: a\n",
            "content/stappenplan.yaml": "a: 1\na: 2\n",
        },
    )
    with pytest.raises(Refused) as refused:
        migrated(load(folder), STEPS, 4)
    assert {line.partition(",")[0] for line in refused.value.findings} == {
        "products.yaml",
        "content/besluiten/a.md",
        "content/stappenplan.yaml",
    }


def test_an_old_and_a_new_key_side_by_side_are_told_and_not_chosen_between(tmp_path: Path) -> None:
    both = PRODUCTS.replace("{soort: bezwaar,", "{soort: bezwaar, kind: klacht,")
    text = TEXT.replace("kind:", "title: Iets\nkind:")
    folder = project(tmp_path, **{"products.yaml": both, "content/besluiten/a.md": text})
    with pytest.raises(Refused) as refused:
        migrated(load(folder), STEPS, 4)
    assert refused.value.findings == (
        "In 'products.yaml' staan 'soort' (regel 10) en 'kind' naast elkaar. Verwijder een van beide.",
    )
    with pytest.raises(Refused, match=r"a\.md' staan 'titel' \(regel 2\) en 'title'"):
        titled("content/besluiten/a.md", b"#\n" + text.encode()[4:].partition(b"---")[0])


def test_a_newer_register_and_one_without_a_way_are_refused(tmp_path: Path) -> None:
    newer = project(tmp_path / "a", **{"channels.yaml": f"version: 5\n{CHANNELS}"})
    with pytest.raises(Refused, match=r"hebben vorm 5\. .* tot en met vorm 4\. Installeer de nieuwste"):
        migrated(load(newer), STEPS, 4)
    with pytest.raises(Refused, match="Van vorm 1 naar vorm 4 is niet bekend hoe het moet"):
        migrated(load(project(tmp_path / "b")), STEPS[1:], 4)
    with pytest.raises(Refused, match=r"regel 1\) staat geen geheel getal"):
        migrated(load(project(tmp_path / "c", **{"channels.yaml": f"version: x\n{CHANNELS}"})), STEPS, 4)


def test_an_older_register_is_told_once_with_the_command_that_helps(tmp_path: Path) -> None:
    files = load(project(tmp_path)).files
    register, told = decode(files, newest=4)
    assert register is None
    assert [(each.code, each.hint) for each in told] == [
        ("WMEBV659", "Zet de registers over met: wmebv migrate.")
    ]
    assert other_shape(mapping("channels.yaml", b"version: 4\n"), 4) is None


@pytest.mark.parametrize(
    ("file", "way", "at_least"),
    [
        ("products.yaml", ("products", EACH, "name"), 5),
        ("products.yaml", ("products", EACH, "messages", EACH, "kind"), 8),
        ("channels.yaml", ("municipality", "name"), 1),
        ("channels.yaml", ("channels", EACH, "entrances", EACH, "login"), 3),
        ("channels.yaml", ("channels",), 1),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_key_gets_another_name_and_back_wherever_it_stands(
    file: str, way: tuple[str, ...], at_least: int
) -> None:
    """In flow and in blocks, with remarks around it, and nowhere but at the end of the way."""
    data = (SMALL / file).read_bytes()
    there = with_other_key(file, data, way, "anders_genoemd")
    lines = list(zip(data.splitlines(), there.splitlines(), strict=True))
    changed = sum(new.count(b"anders_genoemd:") for _, new in lines)
    assert changed >= at_least
    assert all(new.replace(b"anders_genoemd:", way[-1].encode() + b":") == old for old, new in lines)
    assert with_other_key(file, there, (*way[:-1], "anders_genoemd"), way[-1]) == data


def test_every_shape_after_the_first_has_its_migration() -> None:
    assert [each.to for each in MIGRATIONS] == list(range(2, NEWEST + 1))


class TestTheCommand:
    def test_registers_of_today_are_left_alone(self) -> None:
        said = wmebv("migrate", cwd=SMALL, code=0)
        assert said.stdout == "De registers hebben al de nieuwste vorm. Er is niets gewijzigd.\n"

    def test_a_newer_register_is_refused_by_check_and_by_migrate(self, tmp_path: Path) -> None:
        folder = project(tmp_path, **{"channels.yaml": f"version: 7\n{CHANNELS}"})
        checked = wmebv("check", cwd=folder, code=1)
        assert checked.stdout.startswith("channels.yaml:1:10: WMEBV658") and "WMEBV101" not in checked.stdout
        said = wmebv("migrate", cwd=folder, code=2)
        assert said.stderr.startswith("Fout: De registers hebben vorm 7.")

    def test_a_try_shows_the_difference_and_writes_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = project(tmp_path)
        carry_out_migrations(str(folder), True, STEPS, 4)
        shown = capsys.readouterr().out
        assert "-titel: 'Besluit A'" in shown and "+title: 'Besluit A'" in shown
        assert "- Vorm 3: Het adres staat nu in twee delen.\n" in shown
        assert shown.endswith("content/besluiten/a.md. Er is niets gewijzigd.\n")
        assert (folder / "channels.yaml").read_text(encoding="utf-8") == CHANNELS

    def test_what_git_does_not_know_is_not_written_over(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """In a folder of a larger repository, with texts in a folder that is called otherwise."""
        folder = project(tmp_path / "deep" / "in")
        (folder / "mkdocs.yml").write_text("site_name: x\ndocs_dir: teksten\n", encoding="utf-8")
        (folder / "content").rename(folder / "teksten")
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@voorbeeld.example"]
        subprocess.run([*git, "init", "-q", tmp_path], check=True)
        subprocess.run([*git, "-C", tmp_path, "add", "deep/in/channels.yaml", "deep/in/teksten"], check=True)
        subprocess.run([*git, "-C", tmp_path, "commit", "-q", "-m", "a"], check=True)
        (folder / "channels.yaml").write_text(f"{CHANNELS}# nog iets\n", encoding="utf-8")
        with pytest.raises(
            Refused, match=r"staat in channels\.yaml en products\.yaml; er is niets gewijzigd"
        ):
            carry_out_migrations(str(folder), False, STEPS, 4)
        assert "kind: bezwaar" not in (folder / "products.yaml").read_text(encoding="utf-8")
        subprocess.run([*git, "-C", tmp_path, "add", "deep"], check=True)
        subprocess.run([*git, "-C", tmp_path, "commit", "-q", "-m", "b"], check=True)
        carry_out_migrations(str(folder), False, STEPS, 4)
        shown = capsys.readouterr().out
        assert "Gewijzigd: channels.yaml, products.yaml, teksten/besluiten/a.md." in shown
        assert "\ntitle: 'Besluit A'" in (folder / "teksten/besluiten/a.md").read_text(encoding="utf-8")
        assert "{kind: bezwaar" in (folder / "products.yaml").read_text(encoding="utf-8")
