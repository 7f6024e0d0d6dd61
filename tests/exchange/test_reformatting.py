"""What a change wrote otherwise without need: told at its line, and nothing of what a person meant to change."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from command import wmebv
from places import ROOT
from projects import files_of, tree, write_files
from small_registers import CHANNELS

from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.exchange.reformatting import compare
from wmebv_site.exchange.splitting import split
from wmebv_site.project.load import ProjectFiles
from wmebv_site.register.schema import model_in
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml

BEFORE = """\
# boven

products:

  # Burgerzaken

  - id: een   # het eerste
    name: Eén
    synonyms: [a, 'b']
    # over de berichten
    messages:
      - {kind: aanvraag, channels: [post]}
      - kind: vraag

  - id: twee
    name: Twee
    page: https://www.voorbeeld.example/twee
    messages: [{kind: vraag}]   # meer is er niet
"""


def found(after: str, before: str = BEFORE, path: str = "products.yaml") -> list[tuple[str, int]]:
    comparison = compare({path: before.encode()}, {path: after.encode()})
    return [(each.code, each.place.line) for each in comparison.diagnostics]


def repaired(after: str, before: str = BEFORE, path: str = "products.yaml") -> str:
    return compare({path: before.encode()}, {path: after.encode()}).repaired[path].decode()


def changed(*pairs: tuple[str, str]) -> str:
    text = BEFORE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


MEANT = {
    "another value": [("name: Eén", "name: Een")],
    "another value, in quotes": [("name: Eén", 'name: "Eén: de eerste"')],
    "a list written over lines, with one more": [("[a, 'b']", "\n      - a\n      - b\n      - c")],
    "braces opened for one more key": [
        ("- {kind: aanvraag, channels: [post]}", "- kind: aanvraag\n        channels: [post]\n        term: Voor mei.")
    ],
    "a new remark and an empty line": [("    name: Twee\n", "\n    # nieuw\n    name: Twee   # zo\n")],
    "a remark in other words": [("# over de berichten", "# over wat men stuurt")],
    "a line that counts no more": [("    page:", "    # page:")],
    "a new key above the others": [("    name: Twee\n", "    summary: Zo.\n    name: Twee\n")],
    "a product less, with its heading": [(BEFORE[BEFORE.index("  - id: twee") :], "")],
    "a product more": [("  - id: twee", '  - id: drie\n    name: "Drie"\n\n  - id: twee')],
    "products in another order": [
        (BEFORE[BEFORE.index("  - id: twee") :], ""),
        ("  # Burgerzaken\n", "  # Burgerzaken\n\n" + BEFORE[BEFORE.index("  - id: twee") :]),
    ],
    "a text over several lines": [("    name: Twee\n", "    name: Twee\n    summary: |\n      a  \n\n      b\n")],
    "spaces that nobody sees": [("name: Eén", "name: Eén   "), ("products:", "products: ")],
}  # fmt: skip


@pytest.mark.parametrize("what", MEANT)
def test_what_a_person_changed_is_not_told(what: str) -> None:
    assert found(changed(*MEANT[what])) == []


def test_a_line_that_counts_again_is_not_a_lost_remark() -> None:
    assert found(BEFORE, BEFORE.replace("    page:", "    # page:")) == []


UNMEANT = {
    "quotes": ([("name: Eén", "name: 'Eén'")], [("WMEBV615", 8)]),
    "other quotes, beside a change": ([("'b'", '"b"'), ("name: Eén", "name: Een")], [("WMEBV615", 9)]),
    "a list over lines": ([("[a, 'b']", "\n      - a\n      - b")], [("WMEBV615", 9)]),
    "a list to the left": ([("      - {kind", "    - {kind"), ("      - kind", "    - kind")], [("WMEBV615", 12)]),
    "a heading gone": ([("  # Burgerzaken\n", "")], [("WMEBV616", 5)]),
    "a remark behind a value gone": ([("   # het eerste", "")], [("WMEBV616", 7)]),
    "a remark behind another value gone": ([("Eén", "Een"), ("   # meer is er niet", "")], [("WMEBV616", 18)]),
    "keys in another order": (
        [("    name: Twee\n", ""), ("    messages: [{kind", "    name: Twee\n    messages: [{kind")],
        [("WMEBV615", 15)],
    ),
    "two kinds": (
        [("# boven\n\n", ""), ("{kind: aanvraag, channels: [post]}", "kind: aanvraag\n        channels:\n        - post")],
        [("WMEBV616", 1), ("WMEBV615", 10)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNMEANT)
def test_what_a_program_wrote_otherwise_is_told_at_its_line_and_repaired(what: str) -> None:
    pairs, told = UNMEANT[what]
    after = changed(*pairs)
    assert found(after) == told
    meant = [pair for pair in pairs if pair[1] == "Een" or pair[1] == "name: Een"]
    assert repaired(after) == changed(*meant)


def test_line_ends_of_another_system_are_told_once() -> None:
    windows = BEFORE.replace("\n", "\r\n")
    assert found(windows) == [("WMEBV615", 1)] and repaired(windows) == BEFORE
    assert found(BEFORE, windows) == [("WMEBV615", 1)] and repaired(BEFORE, windows) == windows


def test_a_new_remark_is_kept_in_what_is_repaired() -> None:
    after = changed(
        ("    name: Twee\n", "    # nieuw\n    name: 'Twee'\n"),
        ("  # Burgerzaken\n", ""),
        ("id: een ", "id: eerste "),
    )
    assert repaired(after) == changed(
        ("    name: Twee\n", "    # nieuw\n    name: Twee\n"), ("id: een ", "id: eerste ")
    )


def test_spaces_at_the_end_of_a_text_are_part_of_what_is_repaired() -> None:
    text = "    summary: |\n      a  \n      b\n"
    before = changed(("    name: Twee\n", f"    name: Twee   \n{text}"))
    assert repaired(before.replace("name: Eén", "name: 'Eén'"), before) == before


def test_front_matter_counts_and_the_text_below_it_does_not() -> None:
    text = '---\ntitle: Besluit   # zo\nkind: aanwijzing\nauthorities: [college]\n---\n\n# Kop\n\n"tekst"\n'
    path = "content/besluiten/a.md"
    after = text.replace("title: Besluit   # zo", "title: 'Besluit'").replace("# Kop", "# Andere kop")
    comparison = compare({path: text.encode()}, {path: after.encode()})
    assert [(each.code, each.place.line) for each in comparison.diagnostics] == [
        ("WMEBV615", 2),
        ("WMEBV616", 2),
    ]
    assert comparison.repaired[path].decode() == text.replace("# Kop", "# Andere kop")
    assert (
        found(text.replace("# Kop", "# Andere kop").replace("Besluit ", "Ander besluit "), text, path) == []
    )


def test_a_remark_that_moved_to_another_file_is_not_lost() -> None:
    files = ProjectFiles({"channels.yaml": CHANNELS.encode(), "products.yaml": (
        BEFORE.replace("    messages:", "    domain: d\n    authority: college\n    messages:").encode()
    )})  # fmt: skip
    apart = files.files | {change.path: change.after for change in split(files).changes}
    comparison = compare(files.files, apart)
    assert comparison.changed == 1 and comparison.diagnostics == []
    assert compare(apart, files.files).diagnostics == []


def test_a_file_that_can_not_be_read_is_told_as_ever() -> None:
    assert found("products: [") == [("WMEBV005", 1)]
    assert found(BEFORE, "products: [") == []
    assert found(BEFORE.replace("  - id: twee", "  -\n  - id: twee")) == []  # an item that says nothing
    assert found(BEFORE.replace("[a, 'b']", "[a, [b], {c: d}]")) == []
    annex = "content/besluiten/a.annex.yaml"
    assert compare({annex: b"a: b   # c\n"}, {annex: b"a: 'b'\n"}).changed == 0
    assert compare({"a.md": b"x"}, {"a.md": b"y", "b.md": b"z", "c.svg": b"1"}).diagnostics == []


class AsText(yaml.SafeLoader):
    """Every value is text, as in a program that means well."""


AsText.yaml_implicit_resolvers = {}
EXAMPLE = {path: data for path, data in files_of(ROOT).items() if model_in(path)}


def value_of(data: bytes) -> dict[str, object]:
    source, _ = read_text("a.yaml", data)
    assert source is not None
    value = plain(read_yaml(source)[0])
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("path", [path for path in EXAMPLE if path.endswith(".yaml")])
def test_a_file_that_a_program_wrote_anew_is_repaired_to_what_our_editor_makes(path: str) -> None:
    before = EXAMPLE[path]
    value = yaml.load(before, AsText)
    first = next(iter(value))
    if isinstance(value[first], str):
        value[first] += "-anders"
    else:
        value["nieuw"] = "anders"
    after = yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode()
    comparison = compare({path: before}, {path: after})
    assert {each.code for each in comparison.diagnostics} >= {"WMEBV616"}
    assert comparison.repaired[path] == rewrite(path, before, value, model_in(path))
    assert value_of(comparison.repaired[path]) == value_of(after)


PLAIN = re.compile(rb"^( *(?:- )?[a-z_]+: )([A-Za-z][\w ,./:-]*\w)(?=(?: *| +#.*)$)", re.MULTILINE)


def test_no_value_that_a_person_changes_on_its_line_is_taken_for_a_rewriting() -> None:
    """Of every file of the example every plain value, each at a time; of the long list some."""
    tried = 0
    for path, before in EXAMPLE.items():
        places = list(PLAIN.finditer(before))
        for match in places[:: max(1, len(places) // (4 if len(before) > 50_000 else 10))]:
            after = before[: match.end()] + b" anders" + before[match.end() :]
            assert compare({path: before}, {path: after}).diagnostics == [], (path, match[0])
            tried += 1
    assert tried > 60


def git(folder: Path, *arguments: str) -> None:
    names = ["-c", "user.name=a", "-c", "user.email=a@voorbeeld.example"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_command_tells_it_in_every_form_and_writes_what_it_should_have_been(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    write_files(folder, {"channels.yaml": CHANNELS, "products.yaml": BEFORE})
    told = wmebv("check", "--changes", cwd=folder, code=2).stderr
    assert told == (
        "Fout: De registers staan niet in git. Typ 'wmebv check --changes --since MAP', met op de plaats van MAP een map "
        "met het project van toen.\n"
    )
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a")
    told = wmebv("check", "--changes", "--repaired", "../beter", cwd=folder, code=0).stdout
    assert (
        told
        == "Er is geen bestand van de registers gewijzigd, vergeleken met wat u het laatst in git vastlegde.\n"
    )
    assert not (tmp_path / "beter").exists()
    git(folder, "checkout", "-qb", "wijziging")
    (folder / "products.yaml").write_text(
        changed(("name: Eén", "name: 'Eén'"), ("# Burgerzaken\n", "")), encoding="utf-8"
    )
    git(folder, "commit", "-qam", "b")
    git(folder, "checkout", "-q", "main")
    (folder / "products.yaml").write_text("# van een collega\n" + BEFORE, encoding="utf-8")
    git(folder, "commit", "-qam", "c")
    git(folder, "checkout", "-q", "wijziging")
    told = wmebv("check", "--changes", "--since", "main", cwd=folder, code=0).stdout
    assert (
        "products.yaml:7:5: WMEBV615 waarschuwing: Hier staat hetzelfde als eerst, maar anders opgeschreven."
        in told
    )
    assert "Zet terug wat er stond: 'name: Eén'." in told and "van een collega" not in told
    assert "weggevallen: '# Burgerzaken'" in told and told.endswith(
        "2 waarschuwingen in 1 bestand. Er zijn geen fouten.\n"
    )
    since = ("check", "--changes", "--since", "main", "--strict")
    assert (
        "::warning file=products.yaml,line=7,col=5,title=WMEBV615::"
        in wmebv(*since, "--format", "github", cwd=folder, code=1).stdout
    )
    data = json.loads(wmebv(*since, "--format", "json", cwd=folder, code=1).stdout)
    assert [each["code"] for each in data["diagnostics"]] == ["WMEBV616", "WMEBV615"]
    assert len(json.loads(wmebv(*since, "--format", "gitlab", cwd=folder, code=1).stdout)) == 2
    assert (
        len(json.loads(wmebv(*since, "--format", "sarif", cwd=folder, code=1).stdout)["runs"][0]["results"])
        == 2
    )
    before = tree(folder)
    done = wmebv(*since, "--repaired", "../beter", cwd=folder, code=1)
    assert "In '../beter' staat hoe het had moeten zijn: products.yaml." in done.stderr
    assert tree(tmp_path / "beter") == {"products.yaml": BEFORE.encode()} and tree(folder) == before
    assert "niet leeg" in wmebv(*since, "--repaired", "../beter", cwd=folder, code=2).stderr
    assert "WMEBV615" in wmebv("check", "--changes", "--since", "../beter", cwd=folder, code=0).stdout
    assert "hoort bij --changes" in wmebv("check", "--since", "main", cwd=folder, code=2).stderr
    assert "git kent geen tak" in wmebv("check", "--changes", "--since", "weg", cwd=folder, code=2).stderr
