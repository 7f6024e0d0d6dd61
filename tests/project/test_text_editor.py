"""A text editor with the files that `wmebv init` writes for it: it proposes, explains and underlines, in Dutch."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import wmebv
from language_server import SERVER, Editor, editor
from places import ROOT
from projects import files_of, tree, write_files
from small_registers import CHANNELS

from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.starter import for_text_editor, plan
from wmebv_site.register import terms
from wmebv_site.register.choices import MEANINGS
from wmebv_site.register.decode import decode
from wmebv_site.register.schema import (
    EDITORS_FOLDER,
    SCHEMAS,
    editor_schemas,
    json_schema,
    known_names,
    model_in,
)
from wmebv_site.register.schema_words import PATTERNS

PROJECT = plan(MADE_UP, date(2026, 6, 1))
SETTINGS = json.loads(re.sub(r"^\s*//.*$", "", PROJECT[".vscode/settings.json"], flags=re.MULTILINE))
SNIPPETS: dict[str, dict[str, Any]] = json.loads(PROJECT[".vscode/wmebv.code-snippets"])
TASKS = json.loads(PROJECT[".vscode/tasks.json"])["tasks"]

_STOP = re.compile(r"\$\{\d+\|(?P<choices>(?:\\.|[^|])*)\|\}|\$\{\d+:(?P<text>(?:[^{}]|\{[^{}]*\})*)\}|\$0")
NOW = {"CURRENT_YEAR": "2026", "CURRENT_MONTH": "06", "CURRENT_DATE": "01", "CURRENT_HOUR": "09", "CURRENT_MINUTE": "30"}  # fmt: skip


def typed(snippet: str, choice: int = 0) -> str:
    """What stands there when one accepts what a snippet proposes, of each choice the one at a place."""

    def filled(stop: re.Match[str]) -> str:
        if stop["choices"] is not None:
            choices = [each.replace("\\,", ",") for each in re.split(r"(?<!\\),", stop["choices"])]
            return choices[min(choice, len(choices) - 1)]
        return re.sub(r"\$\{?(\w+)\}?", lambda name: NOW[name[1]], stop["text"] or "")

    return _STOP.sub(filled, "\n".join(SNIPPETS[snippet]["body"])) + "\n"


def choices_in(snippet: str, key: str) -> list[str]:
    line = next(each for each in SNIPPETS[snippet]["body"] if each.lstrip(" -").startswith(f"{key}:"))
    found = re.search(r"\|(.*)\|", line)
    assert found is not None
    return found[1].split(",")


def indented(text: str, columns: int) -> str:
    return "".join(f"{' ' * columns}{line}" for line in text.splitlines(keepends=True))


def with_snippets(choice: int) -> dict[str, str]:
    """The new project, in which every snippet was used once where it belongs."""
    made = dict(PROJECT)

    def put(path: str, below: str, snippet: str, columns: int) -> None:
        text = indented(typed(snippet, choice).replace("domain: domein", "domain: publieksdiensten"), columns)
        assert f"{below}\n" in made[path]
        made[path] = made[path].replace(f"{below}\n", f"{below}\n{text}", 1)

    put("products.yaml", "products:", "Een product", 2)
    message = indented(typed("Een bericht", choice), 6)
    made["products.yaml"] = made["products.yaml"].replace("id: korte-naam", "id: een-product") + (
        f"\n  - id: nog-een\n    name: B\n    domain: bestuur\n    authority: college\n    messages:\n{message}"
    )
    made["products/los.yaml"] = typed("Een product in een eigen bestand", choice).replace("domein", "bestuur")
    put("channels.yaml", "channels:", "Een kanaal", 2)
    made["channels.yaml"] = made["channels.yaml"].replace("korte-naam", "nieuw-formulier")
    put("channels.yaml", "channels:", "Een e-mailadres als kanaal", 2)
    put("channels.yaml", "designations:", "Een aanwijzing", 2)
    made["channels.yaml"] = made["channels.yaml"].replace('"besluit:aanwijzing"', '"besluit:aanwijzing-2026"')
    made["content/storingen/formulier.md"] = typed("Een storing", choice)
    made["content/hulp/nieuw.md"] = typed("Een vorm van hulp", choice)
    return made


def test_what_a_snippet_types_is_a_register_that_fits() -> None:
    for choice in range(14):
        files = {path: text.encode() for path, text in with_snippets(choice).items() if model_in(path)}
        register, wrong = decode(files, ())
        assert register is not None, [f"{each.place}: {each.message}" for each in wrong]
        assert {"een-product", "nog-een", "korte-naam"} <= register.product_by_id.keys()
        assert "nieuw-formulier" in register.channel_by_id and register.outages


def test_a_project_with_snippets_has_no_errors(tmp_path: Path) -> None:
    write_files(tmp_path, with_snippets(0))
    assert "Er zijn geen fouten." in wmebv("check", "--date", "2026-06-01", cwd=tmp_path, code=0).stdout


@pytest.mark.parametrize(
    ("snippet", "key", "words"),
    [
        ("Een product", "- kind", terms.MessageKind),
        ("Een product in een eigen bestand", "- kind", terms.MessageKind),
        ("Een bericht", "- kind", terms.MessageKind),
        ("Een kanaal", "login", terms.Login),
        ("Een kanaal", "owner", terms.Owner),
        ("Een kanaal", "acknowledgement", terms.Acknowledgement),
        ("Een kanaal", "sender_copy", terms.SenderCopy),
        ("Een vorm van hulp", "kind", terms.SupportKind),
    ],
)
def test_a_snippet_offers_every_choice(snippet: str, key: str, words: type[StrEnum]) -> None:
    assert set(choices_in(snippet, key.lstrip("- "))) == set(words)


def test_the_check_of_the_editor_finds_each_line_that_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"channels.yaml": CHANNELS, "products.yaml": "products:\n  - id: a\n    naam: A\n"})
    task = next(task for task in TASKS if task["args"][0] == "check")
    told = wmebv(*task["args"], cwd=tmp_path, code=1, **task["options"]["env"]).stdout
    patterns = [each["pattern"]["regexp"] for each in task["problemMatcher"]]
    found = [match for line in told.splitlines() for each in patterns if (match := re.match(each, line))]
    assert [(match[1], match[2], match[4]) for match in found] == re.findall(
        r"^(\S+):(\d+):\d+: (\w+) ", told, re.M
    )
    assert len(found) > 1


def test_every_task_is_a_command_that_exists(tmp_path: Path) -> None:
    for task in TASKS:
        assert task["command"] == "wmebv"
        assert wmebv(task["args"][0], "--help", cwd=tmp_path, code=0).stdout.startswith("Gebruik:")


def enums() -> Iterator[type[StrEnum]]:
    for value in vars(terms).values():
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum:
            yield value


def test_a_task_finds_the_program_where_the_manual_puts_it() -> None:
    manual = (ROOT / "docs" / "how-to" / "installeren.md").read_text(encoding="utf-8")
    for system, home, kept in (
        ("windows", "${env:USERPROFILE}", r"%USERPROFILE%\wmebv\Scripts"),
        ("osx", "${env:HOME}", "~/wmebv/bin"),
        ("linux", "${env:HOME}", "~/wmebv/bin"),
    ):
        assert kept in manual
        first, rest = re.split(
            r"[;:](?=\$\{env:PATH\})", SETTINGS[f"terminal.integrated.env.{system}"]["PATH"]
        )
        assert (first.removeprefix(home), rest) == (re.sub("^(~|%USERPROFILE%)", "", kept), "${env:PATH}")


def test_every_choice_that_an_editor_makes_is_explained() -> None:
    asked = {name for kind in SCHEMAS for name in json_schema(kind).get("definitions", {})}
    for words in enums():
        if words.__name__ in asked and words is not terms.RoadmapStep:  # its steps stand in the report
            assert set(MEANINGS[words]) == set(words), words
    for meanings in MEANINGS.values():
        assert all(text[0].isupper() and text.endswith(".") for text in meanings.values())


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def test_every_pattern_is_told_in_dutch_and_none_too_many() -> None:
    used = {
        part["pattern"]
        for kind in SCHEMAS
        for part in parts(json_schema(kind))
        if isinstance(part.get("pattern"), str)
    }
    assert used == set(PATTERNS)


def test_the_schemas_of_a_project_propose_its_names_and_refuse_no_other() -> None:
    made = {name: json.loads(text) for name, text in editor_schemas(files_of(ROOT)).items()}
    assert list(made) == [f"{kind}.json" for kind in SCHEMAS]
    for schema in made.values():
        jsonschema.Draft7Validator.check_schema(schema)
    judge = jsonschema.Draft7Validator(made["product.json"])
    product = {
        "id": "a",
        "name": "A",
        "domain": "sociaal",
        "authority": "college",
        "messages": [{"kind": "vraag"}],
    }
    for change, fits in [
        ({}, True),
        (
            {"domain": "nieuw-domein", "page": None, "legal_basis": None, "reviewed": None, "executor": None},
            True,
        ),
        ({"domain": "Geen naam"}, False),
        ({"messages": [{"kind": "vraag", "channels": ["nieuw-formulier"], "source": "wet:Awb 2:13"}]}, True),
        ({"messages": [{"kind": "vraag", "channels": []}]}, False),
        ({"messages": [{"kind": "aanvrag"}]}, False),
        ({"name": None}, False),
    ]:
        assert judge.is_valid(product | change) is fits, change


def test_a_shared_register_is_proposed_too_and_what_stands_there_is_not_missing() -> None:
    files = {
        "channels.yaml": CHANNELS.replace("municipality:", "base: ../regio\nmunicipality:", 1).encode(),
        "products.yaml": b"products:\n",
        "../regio/channels.yaml": b"channels:\n  - {id: x, name: Anders}\n  - {id: regioloket, name: Regioloket}\n",
        "../regio/products.yaml": b"products:\n  - {id: jeugdhulp, name: Jeugdhulp}\n",
        "../regio/content/hulp/balie.md": b"---\ntitle: Balie van de regio\n---\n",
    }
    names = known_names(files)
    assert names["kanaal"]["regioloket"] == "Regioloket" and names["kanaal"]["x"] == "Formulier X"
    assert names["product"] == {"jeugdhulp": "Jeugdhulp"} and names["hulp"] == {"balie": "Balie van de regio"}
    alone = json.loads(editor_schemas(files)["product.json"])
    judge = jsonschema.Draft7Validator(alone)
    assert judge.is_valid({"id": "jeugdhulp", "messages": [{"kind": "klacht", "channels": ["regioloket"]}]})
    assert not judge.is_valid({"id": "jeugdhulp", "naam": "Jeugdhulp"})


def test_the_command_writes_them_again_and_over_nothing_of_another(tmp_path: Path) -> None:
    files = {"channels.yaml": CHANNELS, "products.yaml": "products:\n"}
    write_files(tmp_path, files)
    told = wmebv("schema", "--out", EDITORS_FOLDER, cwd=tmp_path, code=0).stdout
    assert told == f"In '.wmebv/schema' staan {len(SCHEMAS)} schema's, met de namen uit dit project.\n"
    before = tree(tmp_path / EDITORS_FOLDER)
    write_files(tmp_path, {"channels.yaml": CHANNELS.replace("{id: y,", "{id: nieuw-formulier,")})
    wmebv("schema", "--out", EDITORS_FOLDER, cwd=tmp_path, code=0)
    after = tree(tmp_path / EDITORS_FOLDER)
    assert b"nieuw-formulier" in after["product.json"] and b"nieuw-formulier" not in before["product.json"]
    (tmp_path / EDITORS_FOLDER / "hulp.json").write_text("{}", encoding="utf-8")
    told = wmebv("schema", "--out", EDITORS_FOLDER, cwd=tmp_path, code=2).stderr
    assert "door iemand anders gemaakt" in told
    assert (
        "komt wat op de website staat" in wmebv("schema", "--out", "content/x", cwd=tmp_path, code=2).stderr
    )


def test_init_writes_what_the_settings_of_the_editor_name(tmp_path: Path) -> None:
    wmebv("init", "nieuw", cwd=tmp_path, code=0)
    for name, path in SETTINGS["yaml.schemas"].items():
        assert (tmp_path / "nieuw" / name).is_file()
        assert model_in(path.replace("*", "a")) is SCHEMAS[Path(name).stem][0]


P = "products:\n  - id: a\n    name: A\n    domain: sociaal\n    authority: college\n    messages:\n      - kind: "


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("editor")
    example = {path: data.decode("utf-8") for path, data in files_of(ROOT).items()}
    write_files(folder, for_text_editor(example))
    with editor(folder, SETTINGS) as server:
        server.mistakes(
            "products.yaml", f"{P}vraag\n"
        )  # the first question would come before the schema is read
        yield server


@pytest.mark.proof
@pytest.mark.skipif(
    not SERVER.exists(), reason="the language server is not there: run 'make node_modules/.made'"
)
class TestOverStdio:
    """One server, asked as VS Code asks it."""

    def test_it_proposes_the_channels_of_this_project_by_their_names(self, opened: Editor) -> None:
        for typing in ("channels: [|]", "channels:\n          - |", "in_use: [post, |]"):
            found = opened.completions("products.yaml", f"{P}vraag\n        {typing}\n")
            assert found["bezwaarformulier"] == "Bezwaarformulier" and "post" in found, typing
        found = opened.completions("products.yaml", f"{P}vraag\n        source: |\n")
        assert found["besluit:aanwijzing-2026"].startswith("Aanwijzingsbesluit") and "null" not in found
        found = opened.completions("products/a.yaml", "id: a\ndomain: |\n")
        assert found["sociaal"] == "Zorg, jeugd en ondersteuning"
        found = opened.completions("channels.yaml", "designations:\n  - executor: |\n")
        assert "ggd-voorbeeld" in found and "elke" in found

    def test_it_proposes_keys_and_choices_with_a_word_of_dutch(self, opened: Editor) -> None:
        found = opened.completions("products.yaml", f"{P}vraag\n        |\n")
        assert found["paper"] == "Als het anders is dan standaard." and "kind" not in found
        found = opened.completions("products.yaml", f"{P}|\n")
        assert list(found) == list(terms.MessageKind)
        assert found["vraag"] == "Men stelt een vraag. Geen officieel bericht."
        found = opened.completions("content/koppelingen.yaml", "|\n")
        assert found and all(text.endswith((".", "website.")) for text in found.values())

    def test_it_explains_a_key_and_a_choice(self, opened: Editor) -> None:
        told = opened.hover("products.yaml", P.replace("domain", "dom|ain") + "vraag\n")
        assert "Domein\n" in told and "Bij welk domein het product hoort" in told
        told = opened.hover("products.yaml", f"{P}vraag\n        chan|nels: [post]\n")
        assert told.startswith("#### Kanalen\n\nDe gewenste kanalen")
        told = opened.hover("products.yaml", f"{P}vr|aag\n")
        assert "* `vraag`: Men stelt een vraag" in told and "||" not in told
        told = opened.hover("products.yaml", f"{P}vraag\n    sensi|tivity: laag\n")
        assert "Dit komt nooit op de website" in told

    def test_it_underlines_what_is_wrong_on_its_line(self, opened: Editor) -> None:
        for typing, line, told in [
            ("websformulier", 7, "Kies uit: aanvraag, "),
            ("vraag\n        colour: x", 8, "Hier kunnen alleen deze sleutels staan: kind, "),
            ("vraag\n        channels: post", 8, "Hier hoort een lijst met ten minste één onderdeel"),
            ("vraag\n        official: misschien", 8, "Kies uit: ja of nee."),
            ("vraag\n    reviewed: 1-1-2026", 8, "Schrijf een dag als JJJJ-MM-DD"),
        ]:
            found = opened.mistakes("products.yaml", f"{P}{typing}\n")
            assert [(at, said[: len(told)]) for at, said in found[:1]] == [(line, told)], (typing, found)
        assert opened.mistakes("products.yaml", f"{P}vraag\n        channels: [nieuw-formulier]\n") == []

    def test_it_finds_nothing_in_the_example(self, opened: Editor) -> None:
        judged = [
            path for path in files_of(ROOT) if path.endswith(".yaml") and not path.endswith(".annex.yaml")
        ]
        assert len(judged) > 4
        for path in judged:
            assert opened.mistakes(path, (ROOT / path).read_text(encoding="utf-8")) == [], path
