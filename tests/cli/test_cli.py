"""The command line: Dutch in every answer, one exit code for every outcome, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from command import wmebv, wmebv_apart
from places import ROOT

from wmebv_site import __version__
from wmebv_site.cli import app, terminal
from wmebv_site.cli.documents import design_of
from wmebv_site.cli.formats import FORMATS
from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import in_words
from wmebv_site.project.clock import build_date
from wmebv_site.project.settings import asked_site
from wmebv_site.register import schema

PAGE = ROOT / "docs" / "reference" / "commands.md"
DAY = "2026-06-01"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CHANNELS = """\
municipality: {name: Gemeente Voorbeeld, fictitious: ja}
authorities:
  - {id: college, kind: college, name: het college van burgemeester en wethouders}
domains:
  - {id: sociaal, name: Sociaal domein}
channels:
  - {id: formulier, name: Formulier, kind: webformulier, url: "https://www.voorbeeld.example/formulier"}
"""
EMPTY = "products: []\n"
# English that click would say of itself.
ENGLISH = re.compile(
    r"\b(usage|options?:|commands?:|error|show this|try|no such|missing|invalid|aborted|got|unexpected|"
    r"requires|default|traceback|required)\b",
    re.IGNORECASE,
)


@pytest.fixture
def project(tmp_path):
    """The smallest project that is whole; without products it has nothing to judge by law."""
    (tmp_path / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "products.yaml").write_text(EMPTY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def broken(project):
    text = "products:\n  - {id: a, name: A, domain: sociaal, authority: colege, messages: [{kind: vraag}]}\n"
    (project / "products.yaml").write_text(text, encoding="utf-8")
    return project


def commands(command=app.wmebv, path=()):
    """Every command with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


def help_of(path, command):
    context = None
    for depth in range(len(path) + 1):
        inner = dict(commands())[path[:depth]]
        name = path[depth - 1] if depth else app.NAME
        context = click.Context(inner, info_name=name, parent=context, terminal_width=80)
    return command.get_help(context).rstrip() + "\n"


@pytest.mark.parametrize("strict", [pytest.param((), marks=pytest.mark.proof), ("--strict",)])
def test_the_format_never_changes_the_exit_code(project, strict):
    whole = {name: wmebv("check", "--format", name, "--date", DAY, *strict, cwd=project) for name in FORMATS}
    assert len({done.code for done in whole.values()}) == 1
    text = "products:\n  - {id: a, name: A, domain: x, authority: y, messages: [{kind: vraag}]}\n"
    (project / "products.yaml").write_text(text, encoding="utf-8")
    for name in FORMATS:
        done = wmebv("check", "--format", name, "--date", DAY, *strict, cwd=project, code=1)
        assert "WMEBV202" in done.stdout and "WMEBV203" in done.stdout
        assert done.stderr == ""


def test_mistakes_are_found_from_any_folder_and_named_as_seen_from_there(broken, tmp_path_factory):
    assert wmebv("check", cwd=broken, code=1).stdout.startswith("products.yaml:2:")
    above = wmebv("check", "--project", broken.name, cwd=broken.parent, code=1)
    assert above.stdout.startswith(f"{broken.name}/products.yaml:2:")
    elsewhere = wmebv(
        "check", "--project", str(broken), "--format", "json", cwd=tmp_path_factory.mktemp("elders"), code=1
    )
    assert json.loads(elsewhere.stdout)["diagnostics"][0]["file"] == "products.yaml"
    assert str(broken) not in elsewhere.stdout


@pytest.mark.proof
def test_the_same_registers_give_the_same_bytes(broken):
    for name in FORMATS:
        outputs = {
            wmebv_apart("check", "--format", name, "--date", DAY, cwd=broken, PYTHONHASHSEED=seed).stdout
            for seed in "12"
        }
        assert len(outputs) == 1


def test_a_project_without_mistakes_of_its_own_is_judged_by_law(project):
    text = "products:\n  - {id: a, name: A, domain: sociaal, authority: college, messages: [{kind: vraag}]}\n"
    (project / "products.yaml").write_text(text, encoding="utf-8")
    done = wmebv("check", "--format", "json", "--date", DAY, cwd=project)
    assert json.loads(done.stdout)["law_rules_run"] is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chek"], "De opdracht 'chek' bestaat niet. Bedoelt u 'check'?"),
        (["zzz"], "De opdracht 'zzz' bestaat niet."),
        (["check", "--strct"], "De optie '--strct' bestaat niet. Bedoelt u '--strict'?"),
        (["check", "-x"], "De optie '-x' bestaat niet."),
        (["check", "--date"], "Achter de optie '--date' ontbreekt een waarde."),
        (["check", "--strict=ja"], "De optie '--strict' krijgt geen waarde."),
        (["check", "--format", "jsn"], "--format: 'jsn' kan hier niet. Bedoelt u 'json'?"),
        (
            ["check", "--format", "xml"],
            "--format: 'xml' kan hier niet. Kies uit: text, github, gitlab, json, sarif.",
        ),
        (["check", "mijn", "map"], "'mijn' hoort hier niet."),
        (["check", "--date", "1-6-2026"], "--date: '1-6-2026' is geen datum."),
        (["check", "--date", "2027-02-29"], "--date: de datum '2027-02-29' bestaat niet."),
        (["check", "--project", "weg"], "De map 'weg' bestaat niet."),
        (["check", "--project", "channels.yaml"], "'channels.yaml' is geen map."),
        (["check", "--project", "leeg"], "In de map 'leeg' staan geen registers"),
        (["init"], "MAP ontbreekt. Typ: wmebv init MAP"),
        (["outage", "start"], "KANAAL… ontbreekt. Typ: wmebv outage start KANAAL…"),
        (["decision", "freeze"], "ID ontbreekt. Typ: wmebv decision freeze ID"),
        (["init", "leeg", "--municipality", "Utrrecht"], "De gemeente 'Utrrecht' staat niet in de lijst"),
        (["init", "."], "De map '.' is niet leeg."),
        (["explain", "999"], "De code '999' bestaat niet."),
        (["explain", "WMBEV201"], "De code 'WMBEV201' bestaat niet. Bedoelt u WMEBV201?"),
        (["explain", "\x1b[31mrood"], "De code '␛[31mrood' bestaat niet."),
        (["schema", "kanalen"], "BESTAND: 'kanalen' kan hier niet."),
        (["export", "pagina"], "De opdracht 'pagina' bestaat niet."),
        (["policy", "documents", "x", "--format", "doc"], "--format: 'doc' kan hier niet. Bedoelt u 'docx'?"),
        (["decision", "documents", "x", "--format", ","], "--format: Noem er ten minste één."),
        (["--"], "Geef een opdracht."),
    ],
    ids=" ".join,
)
def test_what_can_not_be_carried_out_ends_with_2_and_one_dutch_sentence(project, arguments, sentence):
    (project / "leeg").mkdir()
    done = wmebv(*arguments, cwd=project)
    assert (done.code, done.stdout) == (2, "")
    first, *rest = done.stderr.splitlines()
    assert first.startswith(f"Fout: {sentence}")
    assert len(rest) <= 1 and all(re.fullmatch(r"Uitleg: wmebv.* --help", line) for line in rest)
    assert not ENGLISH.search(done.stderr.replace("--", ""))


@pytest.mark.parametrize("name", FORMATS)
def test_a_folder_without_registers_could_not_be_checked_in_any_format(tmp_path, name):
    done = wmebv("check", "--format", name, cwd=tmp_path, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("Fout: Hier staan geen registers")


def test_one_register_that_is_missing_is_a_finding(project):
    (project / "channels.yaml").unlink()
    assert "WMEBV208" in wmebv("check", cwd=project, code=1).stdout


@pytest.mark.parametrize("command", ["wmebv", "wmebv export"])
def test_without_a_command_the_help_is_shown(tmp_path, command):
    done = wmebv(*command.split()[1:], cwd=tmp_path, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith(f"Gebruik: {command} [OPTIES] OPDRACHT …\n")


@pytest.mark.parametrize(
    ("path", "command"),
    list(commands()),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_explains_itself_in_dutch(tmp_path, path, command):
    done = wmebv(*path, "--help", cwd=tmp_path, code=0, COLUMNS="80")
    assert done.stdout.startswith(f"Gebruik: {' '.join(['wmebv', *path])} [OPTIES]")
    assert "Opties:" in done.stdout and "Toon deze uitleg." in done.stdout
    assert not ENGLISH.search(done.stdout)
    assert command.help and command.help.strip().endswith(".")
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help and param.help.endswith("."), param.name


def test_the_version_is_that_of_the_package(tmp_path):
    assert wmebv("--version", cwd=tmp_path, code=0).stdout == f"wmebv {__version__}\n"


def test_explain_prints_the_explanation(tmp_path):
    done = wmebv("explain", "201", cwd=tmp_path, code=0)
    assert done.stdout.startswith("WMEBV201  Een kanaal bestaat niet\n\n")
    assert "WMEBV201  Een kanaal bestaat niet" in wmebv("explain", cwd=tmp_path, code=0).stdout


def test_schema_prints_json_that_any_code_page_can_carry(project):
    for arguments in [("schema",), ("schema", "channels"), ("schema", "products", "--with-ids")]:
        done = wmebv_apart(*arguments, cwd=project, code=0, PYTHONIOENCODING="ascii:strict")
        assert json.loads(done.stdout)["$schema"] == schema.DRAFT
    assert '"sociaal"' in done.stdout


def test_init_makes_a_project_that_passes_the_check(tmp_path):
    made = wmebv("init", "nieuw", "--municipality", "gm0344", cwd=tmp_path, code=0)
    assert "in 'nieuw'" in made.stdout
    assert "Gemeente Utrecht" in (tmp_path / "nieuw" / "channels.yaml").read_text(encoding="utf-8")
    wmebv("check", "--project", "nieuw", cwd=tmp_path, code=0)


def test_init_without_a_person_asks_nothing_and_takes_a_made_up_municipality(tmp_path):
    made = wmebv_apart("init", "nieuw", cwd=tmp_path, code=0)
    assert "Typ de naam" not in made.stdout + made.stderr
    assert "gm9999" in (tmp_path / "nieuw" / "channels.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_init_asks_a_person_for_the_municipality_and_the_place_until_they_are_known(tmp_path):
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "wmebv_site", "init", "nieuw"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, b"Utrrecht\nUtrecht\ngihub\nGitHub\n")
    assert process.wait(timeout=60) == 0
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "Voor welke gemeente is dit?" in shown and "Bedoelt u 'Utrecht'" in shown
    assert shown.count("Waar komt het project te staan?") == 2
    assert "Gemeente Utrecht" in (tmp_path / "nieuw" / "channels.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "nieuw" / ".github").is_dir() and not (tmp_path / "nieuw" / ".forgejo").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_a_person_who_did_not_ask_for_none(broken, environment, coloured):
    import pty

    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "wmebv_site", "check"],
        cwd=broken,
        env=clean | {"PYTHONPATH": str(ROOT), "TERM": "xterm"} | environment,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    assert process.wait(timeout=60) == 1
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "WMEBV202" in shown
    assert ("\x1b[" in shown) is coloured


def test_no_colour_goes_to_a_file(broken):
    assert "\x1b" not in wmebv_apart("check", cwd=broken, code=1, FORCE_COLOR="1", TERM="xterm").stdout


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
def test_a_reader_that_stops_reading_is_no_mistake(broken):
    names = ", ".join(f"{{id: a{number}, name: A}}" for number in range(1000))
    (broken / "products.yaml").write_text(f"products: [{names}]\n", encoding="utf-8")
    script = f"'{sys.executable}' -m wmebv_site check | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=broken,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_no_code_page_stops_a_report(broken, encoding):
    text = "products:\n  - {id: 名, name: Café ☃, domain: sociaal, authority: college, messages: [{kind: vraag}]}\n"
    (broken / "products.yaml").write_text(text, encoding="utf-8")
    for name in FORMATS:
        said = wmebv("check", "--format", name, cwd=broken, code=1, encoding=encoding)
        assert "WMEBV105" in said.stdout
        assert said.stderr == ""
    done = subprocess.run(
        [sys.executable, "-m", "wmebv_site", "check"],
        cwd=broken,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True,
    )
    assert done.returncode == 1, done.stderr
    assert b"WMEBV105" in done.stdout
    assert done.stderr == b""


def test_a_mistake_of_our_own_is_one_dutch_sentence(monkeypatch, capsys):
    def fails(*_, **__):
        raise ZeroDivisionError("intern")

    monkeypatch.setattr(app.wmebv, "main", fails)
    for debug in ("", "1"):
        monkeypatch.setenv("WMEBV_DEBUG", debug)
        with pytest.raises(SystemExit) as left:
            app.main(["check"])
        assert left.value.code == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert ("Traceback" in shown.err) is bool(debug)
        assert shown.err.rstrip().endswith("Stuur de makers wat er dan staat.")


@pytest.mark.parametrize(
    ("refusal", "shown"),
    [
        (Refused("Dit kan niet.\x1b"), (2, "", "Fout: Dit kan niet.␛\n")),
        (Refused("Er is niets gewijzigd.", ("a\nb", "c")), (1, "a␊b\nc\n\nEr is niets gewijzigd.\n", "")),
    ],
    ids=["one reason", "several reasons"],
)
def test_a_refusal_is_told_in_one_way_and_several_reasons_are_findings(refusal, shown, monkeypatch, capsys):
    def refuses(*_, **__):
        raise refusal

    monkeypatch.setattr("wmebv_site.project.load.load", refuses)
    with pytest.raises(SystemExit) as left:
        app.main(["check"])
    assert (left.value.code, *capsys.readouterr()) == shown


def test_documents_and_export_take_a_theme_of_the_municipality_from_the_same_folder(project):
    (project / "mkdocs.yml").write_text("theme: {custom_dir: huid}\n", encoding="utf-8")
    for name in ("huid", "theme"):
        (project / name).mkdir()
    assert design_of(str(project), None).themes == (project / "huid",)
    assert asked_site(project, live=True).folders.theme == project / "huid"


def test_an_interrupted_command_could_not_run(monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("wmebv_site.project.load.load", interrupted)
    with pytest.raises(SystemExit) as left:
        app.main(["check"])
    assert left.value.code == 2
    assert capsys.readouterr().err.strip() == "Afgebroken."


@pytest.mark.parametrize("arguments", [["--help"], ["explain", "201"], ["check", "--help"], ["check"]])
def test_no_command_waits_for_what_it_does_not_need(project, arguments):
    script = (
        "import sys; from wmebv_site.cli.app import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    loaded = set(done.stderr.split())
    assert "click" in loaded
    assert not loaded & {"mkdocs", "material", "markdown", "jinja2"}
    if "--help" in arguments:
        assert not loaded & {"pydantic", "yaml"}


def test_the_words_the_command_line_offers_are_those_that_exist():
    told = help_of(("schema",), app.wmebv.commands["schema"])
    listed = re.search(r"BESTAND is ([^.]+)\.", told)
    assert listed and re.findall(r"[a-z-]+", re.sub(r"\(.*?\)|\bof\b", "", listed[1])) == list(schema.SCHEMAS)


@pytest.mark.parametrize(
    "error",
    [
        click.ClickException("in English"),
        click.UsageError("in English"),
        click.BadOptionUsage("--date", "in English"),
        click.FileError("a.yaml", "in English"),
        click.MissingParameter("in English"),
        click.NoSuchOption("--date", "in English"),
        click.NoSuchCommand("check", "in English"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_nothing_that_click_says_itself_is_passed_on(error):
    sentence = terminal.in_dutch(error)
    assert "English" not in sentence and sentence.endswith(".")


@pytest.mark.parametrize(
    ("explicit", "setting", "environ", "day"),
    [
        ("2026-06-02", "2026-06-03", {"SOURCE_DATE_EPOCH": "0"}, date(2026, 6, 2)),
        (None, "2026-06-03", {"SOURCE_DATE_EPOCH": "0"}, date(2026, 6, 3)),
        (None, date(2026, 6, 3), {"SOURCE_DATE_EPOCH": "0"}, date(2026, 6, 3)),
        (None, None, {"SOURCE_DATE_EPOCH": "0"}, date(1970, 1, 1)),
        (None, None, {"SOURCE_DATE_EPOCH": ""}, date(2026, 6, 1)),
        (None, None, {}, date(2026, 6, 1)),
    ],
)
def test_the_first_date_that_is_given_counts(explicit, setting, environ, day):
    assert build_date(explicit, setting, environ, NOON) == day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 1, 21, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 22, 0, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_the_netherlands_in_summer_and_winter(moment, day):
    assert build_date(None, None, {}, moment) == day
    assert build_date(None, None, {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}, NOON) == day


@pytest.mark.parametrize(
    "text",
    ["", "1-6-2026", "2026-6-1", "2026-13-01", "20260601", "2026-06-01T00:00", "٢٠٢٦-06-01", "gisteren"],
)
def test_what_is_no_date_is_refused_wherever_it_stands(text):
    with pytest.raises(Refused, match=r"^--date: .*\.$"):
        build_date(text, None, {}, NOON)
    with pytest.raises(Refused, match=r"^De instelling 'date': .*\.$"):
        build_date(None, text, {}, NOON)


@pytest.mark.parametrize("text", ["x", "1e9", "9" * 30, "2026-06-01"])
def test_an_epoch_that_is_no_moment_is_refused(text):
    with pytest.raises(Refused, match=r"^SOURCE_DATE_EPOCH: .*\.$"):
        build_date(None, None, {"SOURCE_DATE_EPOCH": text}, NOON)


def test_the_check_takes_its_day_from_the_option_and_then_from_the_environment(project):
    def day(*arguments, **environment):
        return json.loads(wmebv("check", "--format", "json", *arguments, cwd=project, **environment).stdout)[
            "date"
        ]

    assert day("--date", DAY, SOURCE_DATE_EPOCH="0") == DAY
    assert day(SOURCE_DATE_EPOCH="1780272000") == DAY
    assert "SOURCE_DATE_EPOCH" in wmebv("check", cwd=project, code=2, SOURCE_DATE_EPOCH="nu").stderr


def test_a_date_is_written_in_dutch():
    assert in_words(date(2026, 6, 1)) == "1 juni 2026"
    assert in_words(date(2027, 12, 31)) == "31 december 2027"


def test_the_page_with_all_commands_shows_the_help_that_they_give():
    """Run with REWRITE=1 to write the help into the page again, then look at what changed."""
    text = PAGE.read_text(encoding="utf-8")
    helps = {" ".join([app.NAME, *path]): help_of(path, command) for path, command in commands()}
    pattern = re.compile(r"```text\nGebruik: (wmebv[a-z ]*?)(?: \[OPTIES\].*?)?\n```", re.DOTALL)
    if os.environ.get("REWRITE"):
        text = pattern.sub(lambda block: f"```text\n{helps[block[1]]}```", text)
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    shown = re.findall(r"```text\n(Gebruik: .*?\n)```", text, re.DOTALL)
    assert sorted(shown) == sorted(helps.values()), "run: REWRITE=1 python -m pytest tests/cli/test_cli.py"


def test_the_page_tells_of_every_key_of_the_json(broken):
    told = json.loads(wmebv("check", "--format", "json", cwd=broken, code=1).stdout)
    (_, whole), (_, one) = re.findall(
        r"\n\| sleutel (.*?)\n\|---\|---\|\n((?:\|.*\n)+)", PAGE.read_text(encoding="utf-8")
    )
    assert sorted(re.findall(r"^\| `(\w+)`", whole, re.MULTILINE)) == sorted(told)
    assert sorted(re.findall(r"^\| `(\w+)`", one, re.MULTILINE)) == sorted(told["diagnostics"][0])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(
    ("output", "code", "said"),
    [(">&-", 0, ""), (">&- 2>&-", 0, ""), (">/dev/full", 2, "De schijf is vol.")],
)
def test_an_output_that_is_closed_or_full_is_no_fault_of_ours(output: str, code: int, said: str) -> None:
    line = f'exec "$0" -m wmebv_site --version {output}'
    done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert said in done.stderr
