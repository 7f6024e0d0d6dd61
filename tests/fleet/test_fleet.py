"""Many municipalities at once: what is wrong with one is told of that one, and the others are done."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import yaml
from command import wmebv
from fleets import DAY, InThisProcess, write_fleet
from manual import blocks
from places import ROOT
from projects import rewrite

from wmebv_site.cli import fleet as command
from wmebv_site.diagnostics import Refused
from wmebv_site.fleet import each as tasks
from wmebv_site.fleet.beginning import chosen_of
from wmebv_site.fleet.each import State, Task, run
from wmebv_site.fleet.listing import fleet_of
from wmebv_site.fleet.overview.phrases import STYLE
from wmebv_site.fleet.results import gathered, kept_in, read_lines
from wmebv_site.fleet.running import Asked, carried_out, shard_of, tasks_of
from wmebv_site.register.addresses import FILES

THREE = {"aa": "gm9001", "bee": "gm9002", "cee": "gm9003"}


@pytest.fixture
def engine(monkeypatch):
    made = InThisProcess()
    monkeypatch.setattr(command, "_engine", lambda *_: made)
    monkeypatch.setattr(tasks, "build_website", _built)
    return made


def _built(project, target, day, renderer, *, strict):
    """What a build leaves, as far as a fleet looks at it: a real one is made in the proof."""
    for name in ("index.html", *FILES):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("<html></html>")
    return type("Built", (), {"pages": 1})()


def check(folder, *more, code=0, action="check"):
    done = wmebv("fleet", action, "--date", DAY, "--format", "json", *more, cwd=folder, code=code)
    return {each["key"]: each for each in json.loads(done.stdout)["municipalities"]}


def test_every_municipality_is_counted(tmp_path, engine):
    found = check(write_fleet(tmp_path, THREE))
    assert [each["state"] for each in found.values()] == ["good"] * 3
    assert [each["counts"]["products"] for each in found.values()] == [1, 2, 3]
    assert [each["counts"]["messages"] for each in found.values()] == [2, 4, 6]
    assert [each["counts"]["in_force"] for each in found.values()] == [2, 4, 6]
    assert [each["counts"]["fallback_only"] for each in found.values()] == [2, 4, 6]
    assert [each["decisions"] for each in found.values()] == [
        {"all": 1, "coming": 0, "draft": 0, "in_force": 1}
    ] * 3
    assert [each["name"] for each in found.values()] == ["Gemeente aa", "Gemeente bee", "Gemeente cee"]
    assert all(
        each["fictitious"] and each["links"] is None and each["since"] is None for each in found.values()
    )


def _no_registers(folder):
    (folder / "channels.yaml").unlink()
    (folder / "products.yaml").unlink()


def _sparse(path):
    def made(folder):
        with (folder / path).open("wb") as stream:
            stream.truncate(10_000_000_000)

    return made


def _write(path, text):
    def made(folder):
        (folder / path).unlink(missing_ok=True)
        (folder / path).write_text(text, encoding="utf-8")

    return made


def _folder_for_file(folder):
    (folder / "products.yaml").unlink()
    (folder / "products.yaml").mkdir()


def _pipe(folder):
    (folder / "products.yaml").unlink()
    os.mkfifo(folder / "products.yaml")


def _another(folder):
    file = folder / "channels.yaml"
    file.write_text(re.sub("gm90..", "gm9001", file.read_text()))


def _gone(folder):
    folder.rename(folder.with_name("weg"))


HOSTILE = {
    "absent": (_gone, State.ABSENT, "De map van dit project is er niet."),
    "no registers": (_no_registers, State.ABSENT, "geen registers"),
    "zeros as a register": (_sparse("products.yaml"), State.REFUSED, "'products.yaml' is groter dan 100 MB"),
    "zeros as a picture": (_sparse("content/plaat.png"), State.REFUSED, "'content/plaat.png' is groter"),
    "deep lists": (_write("products.yaml", "[" * 5000), State.MISTAKES, "lagen in elkaar"),
    "deep mappings": (_write("channels.yaml", "{a: " * 5000), State.MISTAKES, "lagen in elkaar"),
    "deep text": (_write("content/diep.md", "> " * 5000 + "x"), State.MISTAKES, "niveaus"),
    "wrong type": (_write("products.yaml", "products: 3\n"), State.MISTAKES, "products.yaml, regel 1"),
    "a folder": (_folder_for_file, State.MISTAKES, "bijzonder bestand"),
    "a pipe": (_pipe, State.MISTAKES, "bijzonder bestand"),
    "no text": (_write("channels.yaml", "\0\x01"), State.MISTAKES, "channels.yaml"),
    "another": (_another, State.ANOTHER, "Dit project is van gm9001. In de lijst staat gm9012."),
}  # fmt: skip


@pytest.mark.proof
def test_those_that_are_broken_hostile_or_absent_are_told_of_and_the_rest_done(tmp_path, engine):
    names = ["aa", *(name.replace(" ", "-") for name in HOSTILE), "zee"]
    codes = {name: f"gm90{number:02}" for number, name in enumerate(names)}
    write_fleet(tmp_path, codes)
    for name, (spoil, _, _) in HOSTILE.items():
        spoil(tmp_path / name.replace(" ", "-"))
    found = check(tmp_path, code=1, action="build")
    expected = {name.replace(" ", "-"): state for name, (_, state, _) in HOSTILE.items()}
    assert {key: each["state"] for key, each in found.items()} == expected | {"aa": "good", "zee": "good"}
    for name, (_, _, said) in HOSTILE.items():
        told = found[name.replace(" ", "-")]
        assert said in " ".join([told["why"], *told.get("first", [])])
        assert told["since"] == DAY and "pages" not in told
    assert sorted(each.name for each in (tmp_path / "websites").iterdir()) == ["aa", "zee"]
    told = wmebv("fleet", "check", "--date", DAY, cwd=tmp_path, code=1).stdout
    assert "sinds 1 juni 2026" in told and "2 van 14 gemeenten zonder fouten." in told
    assert sorted(engine.done) == sorted(names * 2)


def test_it_is_remembered_since_when_one_fails(tmp_path, engine):
    folder = write_fleet(tmp_path, THREE)
    (folder / "aa" / "products.yaml").write_text("products: 3\n")
    assert check(folder, code=1)["aa"]["since"] == DAY
    later = json.loads(
        wmebv("fleet", "check", "--date", "2026-06-09", "--format", "json", cwd=folder, code=1).stdout
    )
    assert [each["since"] for each in later["municipalities"]] == [DAY, None, None]


def test_two_projects_with_one_code_are_told_of(tmp_path, engine):
    folder = write_fleet(tmp_path, THREE)
    listed = folder / "fleet.yaml"
    listed.write_text(listed.read_text().replace(", code: gm9002", ""))
    _another(folder / "bee")
    told = wmebv("fleet", "check", "--date", DAY, cwd=folder, code=1).stdout
    assert "De code gm9001 staat in 'aa' en 'bee'. Eén daarvan is van een andere gemeente." in told


def test_what_did_not_change_is_not_done_again(tmp_path, engine, monkeypatch):
    folder = write_fleet(tmp_path, THREE)
    judged = []
    real = tasks.inspect
    monkeypatch.setattr(tasks, "inspect", lambda files, *more: judged.append(files) or real(files, *more))
    first = check(folder, action="build")
    assert len(judged) == 3
    assert check(folder, action="build") == first
    assert len(judged) == 3
    (folder / "bee" / "content" / "index.md").write_text("Anders.\n")
    (folder / "websites" / "cee" / "index.html").unlink()
    check(folder, action="build")
    assert len(judged) == 5, "a text that changed, and a website that is gone"
    check(folder, "--again", action="build")
    assert len(judged) == 8
    wmebv("fleet", "check", "--date", "2026-06-02", cwd=folder, code=0)
    assert len(judged) == 11, "another day is another answer"


def test_a_shard_has_its_part_and_together_they_are_all(tmp_path, engine):
    folder = write_fleet(tmp_path, {f"g{number}": f"gm90{number:02}" for number in range(5)})
    whole = check(folder)
    parts = [check(folder, "--shard", f"{part}/2", "--results", f"uit/{part}.jsonl") for part in (1, 2)]
    assert sorted(key for part in parts for key in part) == sorted(whole)
    assert all(part for part in parts)
    wmebv("fleet", "report", "een", "--format", "json", cwd=folder, code=0)
    wmebv("fleet", "report", "twee", "--gather", "uit", "--format", "json", cwd=folder, code=0)
    same = [(folder / each / "gemeenten.json").read_bytes() for each in ("een", "twee")]
    assert same[0] == same[1] and b"measured" not in same[0]


def test_where_a_municipality_falls_never_changes():
    codes = [f"gm{number:04}" for number in range(1, 343)]
    assert [shard_of(code, 16) for code in codes[:8]] == [8, 15, 15, 14, 7, 15, 16, 14]
    counted = [sum(shard_of(code, 16) == part for code in codes) for part in range(1, 17)]
    assert sum(counted) == 342 and min(counted) > 8


@pytest.mark.parametrize("wrong", ["0/3", "4/3", "3", "a/b", "1/0", "1/3/4", "-1/3"])
def test_a_shard_that_is_none_is_refused(tmp_path, wrong):
    told = wmebv("fleet", "check", "--shard", wrong, cwd=write_fleet(tmp_path, THREE), code=2).stderr
    assert "Schrijf bijvoorbeeld 3/16." in told


@pytest.mark.parametrize("often", [1, 2])
def test_a_worker_that_dies_costs_only_the_task_that_it_dies_of(tmp_path, often):
    fleet = fleet_of(write_fleet(tmp_path, THREE))
    listed = tasks_of(fleet, Asked(build=False, day=_day()), {})
    engine = InThisProcess({"bee": often})
    states = {line["key"]: line["state"] for line in map(json.loads, carried_out(listed, engine))}
    assert states == {"aa": "good", "bee": "good" if often == 1 else "died", "cee": "good"}
    assert engine.broken == often and engine.opened[-1] is True
    assert sorted(engine.done) == sorted(key for key in THREE if states[key] == "good")


def test_what_takes_too_long_or_too_much_is_tried_once_more(tmp_path):
    fleet = fleet_of(write_fleet(tmp_path, THREE))
    listed = tasks_of(fleet, Asked(build=False, day=_day()), {})
    times: list[str] = []

    def work(task):
        times.append(task.key)
        late = (
            State.TOO_LONG
            if task.key == "aa" or (task.key == "cee" and times.count("cee") == 1)
            else State.GOOD
        )
        return tasks.as_line(tasks.failed(task, late, ""))

    states = {
        line["key"]: line["state"] for line in map(json.loads, carried_out(listed, InThisProcess(), work))
    }
    assert states == {"aa": "too_long", "bee": "good", "cee": "good"}
    assert sorted(times) == ["aa", "aa", "bee", "cee", "cee"]


def _day():
    return tasks.date.fromisoformat(DAY)


def _task(folder: Path, **more) -> Task:
    return Task(key=folder.name, folder=str(folder), day=DAY, **more)


def test_a_task_that_hangs_is_ended_by_its_limit(tmp_path, monkeypatch):
    def hang(task):
        try:
            threading.Event().wait(30)
        except Exception:  # what a library catches on its way
            time.sleep(30)

    monkeypatch.setattr(tasks, "about", hang)
    began = time.monotonic()
    line = json.loads(run(_task(tmp_path, seconds=1)))
    assert time.monotonic() - began < 15
    assert line["state"] == "too_long" and "langer dan 1 seconden" in line["why"]


def test_a_task_that_wants_too_much_memory_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "about", lambda task: bytearray(400_000_000))
    line = json.loads(run(_task(tmp_path, megabytes=64)))
    assert line["state"] == "too_much" and "meer dan 64 MB" in line["why"]
    assert len(bytearray(400_000_000)) == 400_000_000, "the limit is gone again"


def test_a_line_that_was_cut_off_does_not_count(tmp_path):
    file = tmp_path / "uit" / "r.jsonl"
    lines = [tasks.as_line(tasks.failed(_task(Path(key)), State.GOOD, "")) for key in ("b", "a", "weg", "b")]
    with kept_in(file, {"a", "b"}) as keep:
        for line in lines:
            keep(line)
    assert [json.loads(line)["key"] for line in file.read_text().splitlines()] == ["a", "b"]
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"key":"c","action":"check","day":"2026-06-01","version":"1","state":"go')
    assert sorted(read_lines(file)) == ["a", "b"]
    with kept_in(file, {"a", "b", "c"}) as keep:
        keep(lines[0].replace('"key":"b"', '"key":"c"'))
    assert sorted(read_lines(file)) == ["a", "b", "c"]
    file.write_bytes(
        whole + b"[1]\n" + b'{"key":1}\n' + b"\xff\n" + b"[" * 100_000 + b"\n" + b"x" * 500_000 + b"\n"
    )
    assert sorted(read_lines(file)) == ["a", "b"]


def test_what_the_disk_refuses_elsewhere_is_not_blamed_on_the_results(tmp_path):
    with pytest.raises(PermissionError), kept_in(tmp_path / "r.jsonl", {"a"}) as keep:
        keep(tasks.as_line(tasks.failed(_task(Path("a")), State.GOOD, "")))
        raise PermissionError("elsewhere")
    assert sorted(read_lines(tmp_path / "r.jsonl")) == ["a"]
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(Refused, match="De resultaten komen niet in"),
        kept_in(tmp_path / "file" / "r.jsonl", {"a"}),
    ):
        pass


def test_of_several_results_the_latest_counts_and_then_the_build(tmp_path):
    for name, day, out in (("1", DAY, None), ("2", DAY, "x"), ("3", "2026-05-01", "x")):
        line = tasks.as_line(tasks.failed(Task("a", "a", day, out, name=name), State.GOOD, ""))
        (tmp_path / f"{name}.jsonl").write_text(f"{line}\n")
    assert [line["name"] for line in gathered([tmp_path])] == ["2"]
    with pytest.raises(Refused, match="er staan geen resultaten in"):
        gathered([tmp_path / "niets"])


@pytest.mark.proof
def test_a_check_after_a_change_counts_before_the_build_of_that_day(tmp_path, engine):
    folder = write_fleet(tmp_path, THREE)
    good = (folder / "bee" / "products.yaml").read_text()

    def reported():
        wmebv("fleet", "report", "over", "--format", "json", cwd=folder, code=0)
        data = json.loads((folder / "over" / "gemeenten.json").read_text())
        return {each["key"]: (each["action"], each["state"]) for each in data["municipalities"]}

    check(folder, action="build")
    check(folder)
    assert reported() == dict.fromkeys(THREE, ("build", "good")), "of the same a build says more"
    (folder / "bee" / "products.yaml").write_text("products: 3\n")
    check(folder, code=1)
    assert reported()["bee"] == ("check", "mistakes") and reported()["aa"] == ("build", "good")
    (folder / "bee" / "products.yaml").write_text(good)
    check(folder)
    assert reported()["bee"] == ("build", "good")
    (folder / "bee").rename(folder / "weg")
    check(folder, code=1, action="build")
    assert reported()["bee"] == ("build", "absent")


@pytest.mark.proof
def test_a_mistake_that_several_share_is_told_once(tmp_path, engine):
    folder = write_fleet(tmp_path, {f"g{number}": f"gm90{number:02}" for number in range(8)})
    shared = "products: [{id: x, naam: X}]\n"
    (folder / "basis").mkdir()
    (folder / "basis" / "products.yaml").write_text(shared)
    for number in range(7):
        channels = folder / f"g{number}" / "channels.yaml"
        channels.write_text(f"base: ../basis\n{channels.read_text()}")
    with (folder / "g3" / "products.yaml").open("a") as stream:
        stream.write("meer: [\n")
    told = wmebv("fleet", "check", "--date", DAY, cwd=folder, code=1).stdout
    names = ", ".join(f"g{number}" for number in range(5))
    assert (
        f"{names} en nog 2 gemeenten: met fouten, sinds 1 juni 2026.\n    basis/products.yaml, regel 1: "
        in told
    )
    assert told.count("De sleutel 'naam' bestaat hier niet.") == 1
    assert told.count("sinds 1 juni 2026") == 2 and "\ng3 (g3): met fouten" in told
    wmebv("fleet", "report", "over", cwd=folder, code=0)
    page = (folder / "over" / "gemeenten.html").read_text()
    assert page.count("bestaat hier niet") == 1


@pytest.mark.parametrize(
    ("mistakes", "left"), [(5, None), (6, "En nog 1 fout."), (9, "En nog 4 fouten."), (1, None)]
)
def test_how_many_mistakes_are_left_and_how_one_sees_them_is_told(tmp_path, engine, mistakes, left):
    write_fleet(tmp_path, {"het dorp": "gm9991", "bee": "gm9992"})
    rewrite(tmp_path / "het dorp" / "mkdocs.yml", "het dorp", "dorp")
    file = tmp_path / "het dorp" / "channels.yaml"
    file.write_text(file.read_text() + "".join(f"fout{number}: x\n" for number in range(mistakes)))
    said = wmebv("fleet", "check", "--date", DAY, cwd=tmp_path, code=1).stdout
    assert said.count("De sleutel 'fout") == min(mistakes, 5)
    assert "bestaat hier niet. Kies uit: " in said
    typed = re.search(r"^    En nog .*\. Typ in de map van de lijst: wmebv (check .*)$", said, re.MULTILINE)
    assert (left is not None) == (typed is not None), said
    if typed:
        assert left in typed[0]
        whole = wmebv(*shlex.split(typed[1]), "--date", DAY, cwd=tmp_path, code=1).stdout
        assert whole.count("De sleutel 'fout") == mistakes


@pytest.mark.parametrize("folder", ["websites/aa", "websites/aa/kanalen", "allen", "allen/gegevens"])
def test_what_is_internal_is_not_put_among_what_everybody_reads(tmp_path, engine, folder):
    write_fleet(tmp_path, THREE)
    check(tmp_path, action="build")
    for name in ("index.html", STYLE):
        (tmp_path / "allen" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "allen" / name).write_text("")
    done = wmebv("fleet", "report", folder, cwd=tmp_path, code=2)
    assert "staat een website, en dit rapport is intern. Kies een andere map" in done.stderr
    assert not list(tmp_path.rglob("gemeenten.*"))
    wmebv("fleet", "report", "voortgang", cwd=tmp_path, code=0)


WRONG = {
    "": "Dit bestand is leeg",
    "municipalities: []\n": "Er staat geen enkele gemeente in.",
    "base: x\n": "Er staat geen enkele gemeente in.",
    "municipalities:\n  - folder: a\n  - folder: ./a/\n": "regel 3, teken 13: Deze map staat er al, op regel 2.",
    "municipalities: [{folder: a, code: gm0001}, {folder: b, code: gm0001}]\n": "Deze code staat er al, op regel 1.",
    "municipalities: [{folder: a, out: x}, {folder: b, out: x/y}]\n": "De website komt in die van 'a'.",
    "municipalities: [{folder: a, out: b}, {folder: b}]\n": "De website komt op de plaats van een project.",
    "municipalities: [{folder: p/a}, {folder: p-a}]\n": "dezelfde plaats als die van",
    "municipalities: [{mapje: a}]\n": "De sleutel 'mapje' bestaat hier niet.",
    "municipalities: [a]\n": "regel 1, teken 18",
    "municipalities: [{folder: a, code: Utrecht}]\n": "'Utrecht' is geen gemeentecode.",
    "settings:\n  time_limit: veel\nmunicipalities: [{folder: a}]\n": "regel 2, teken 15: 'veel' kan hier niet. Schrijf een getal van 1",
    "settings:\n  renderer: hugo\nmunicipalities: [{folder: a}]\n": "'hugo' kan hier niet",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_the_list_is_told_by_its_line(tmp_path, text):
    (tmp_path / "fleet.yaml").write_text(text)
    done = wmebv("fleet", "check", cwd=tmp_path, code=1)
    assert WRONG[text] in done.all and "Er is niets gedaan." in done.all
    assert not (tmp_path / "resultaten").exists()


def test_a_list_that_is_not_there_is_refused(tmp_path):
    assert "wmebv fleet init" in wmebv("fleet", "build", cwd=tmp_path, code=2).stderr


def test_the_table_of_all_is_the_same_in_every_form(tmp_path, engine):
    folder = write_fleet(tmp_path, THREE)
    (folder / "cee" / "products.yaml").write_text("products: <b>3</b>\n")
    wmebv("fleet", "check", "--date", DAY, cwd=folder, code=1)
    for form in ("html", "xlsx", "json"):
        wmebv("fleet", "report", "over", "--format", form, cwd=folder, code=0)
    page = (folder / "over" / "gemeenten.html").read_text()
    assert "<td>2</td><td>4</td><td>4</td><td>100%</td>" in page and "<b>3</b>" not in page
    assert "Van deze gemeenten bestaan er 2 niet." in page and "cee/products.yaml, regel 1" in page
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(folder / "over" / "gemeenten.xlsx")["Gemeenten"]
    rows = [[cell.value for cell in row[:7]] for row in sheet.iter_rows(min_row=2)]
    assert ["Gemeente bee", "gm9002", "zonder fouten", 2, 4, 4, "100%"] in rows
    data = json.loads((folder / "over" / "gemeenten.json").read_text())
    assert data["summary"]["counts"]["needed"] == 6 and data["summary"]["good"] == 2


@pytest.mark.parametrize(
    ("names", "number"), [(["alle"], 342), (["provincie Utrecht"], 26), (["Zeeland", "gm0344"], 14), (["gemeente Utrecht,GM0344"], 1)]
)  # fmt: skip
def test_a_fleet_begins_with_who_is_named(names, number):
    assert len(chosen_of(names)) == number


@pytest.mark.parametrize("name", ["Utrecht", "provincie Brabant", "Nergenshuizen", "gm0000", ""])
def test_who_is_not_known_is_refused_with_a_way_out(name):
    with pytest.raises(Refused, match="Schrijf|Kies|Geef|Bedoelt"):
        chosen_of([name])


def test_a_fleet_that_begins_has_no_mistakes_and_shares_its_base(tmp_path, engine):
    wmebv("fleet", "init", "samen", "--from", "gm0654,Goes", "--date", DAY, cwd=tmp_path, code=0)
    found = check(tmp_path / "samen")
    assert {
        key: (each["state"], each["code"], each["counts"]["products"]) for key, each in found.items()
    } == {
        "borsele": ("good", "gm0654", 6),
        "goes": ("good", "gm0664", 6),
    }
    assert not any("notes" in each for each in found.values())
    base = tmp_path / "samen" / "basis" / "products.yaml"
    base.write_text(base.read_text().replace("name: Paspoort\n", "naam: Paspoort\n"))
    again = check(tmp_path / "samen", code=1)
    assert all(each["first"][0].startswith("basis/products.yaml, regel ") for each in again.values())
    assert "Noem met --from" in wmebv("fleet", "init", "leeg", cwd=tmp_path, code=2).stderr


def test_one_that_does_not_share_the_base_is_told_of(tmp_path, engine):
    folder = write_fleet(tmp_path, THREE, "base: basis\n")
    told = wmebv("fleet", "check", "--date", DAY, cwd=folder, code=0).stdout
    assert told.count("Dit project deelt de basis niet die in de lijst staat.") == 3
    (folder / "aa" / "channels.yaml").write_text("x")
    told = wmebv("fleet", "check", "--date", DAY, cwd=folder, code=1).stdout
    assert told.count("Dit project deelt de basis niet die in de lijst staat.") == 2, (
        "of what nobody can read that is not known"
    )


@pytest.mark.parametrize("address", ["niets", "http://127.0.0.1:8786", "tcp://scheduler", "/etc/passwd"])
def test_what_is_no_address_of_a_cluster_is_refused_at_once(tmp_path, address):
    pytest.importorskip("distributed")
    done = wmebv("fleet", "check", "--on", address, "--date", DAY, cwd=write_fleet(tmp_path, THREE), code=2)
    assert "antwoordt geen cluster" in done.stderr and "tcp://scheduler:8786" in done.stderr


def test_without_the_library_of_a_cluster_one_reads_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = wmebv("fleet", "check", "--on", "tcp://127.0.0.1:1", cwd=write_fleet(tmp_path, THREE), code=2)
    assert (
        "Voor werk op een cluster is 'distributed' nodig. Typ: " in done.stderr and "cluster" in done.stderr
    )


def test_the_examples_of_the_manual_can_be_read(tmp_path):
    page = blocks(ROOT / "docs" / "how-to" / "veel-gemeenten.md")
    for block in page:
        if block.kind == "sh":
            said = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True)
            assert said.returncode == 0, said.stderr
    titled = {block.title: block.text for block in page if block.title}
    parts_of_list = [block.text for block in page if block.title == "fleet.yaml"]
    (tmp_path / "fleet.yaml").write_text("".join(parts_of_list))
    assert [place.key for place in fleet_of(tmp_path).places] == ["aa", "../projecten/bee", "cee"]
    workflow = yaml.safe_load(titled[".github/workflows/gemeenten.yml"])
    parts = workflow["jobs"]["build"]["strategy"]["matrix"]["part"]
    steps = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    assert parts == list(range(1, len(parts) + 1)) and f"}}}}/{len(parts)} " in steps[-1]
    job = yaml.safe_load(titled["gemeenten-job.yaml"])
    assert job["spec"]["completionMode"] == "Indexed"
    assert f"/{job['spec']['completions']} " in job["spec"]["template"]["spec"]["containers"][0]["args"][0]


@pytest.mark.parametrize("held", ["municipalities: []\n", '{"a": 1}\n{"b": 2}\n', "id,naam\n1,x"])
def test_what_is_no_result_is_not_written_over(tmp_path: Path, held: str) -> None:
    file = tmp_path / "fleet.yaml"
    file.write_text(held, encoding="utf-8")
    with pytest.raises(Refused, match="staat iets anders dan resultaten"), kept_in(file, {"a"}):
        pass
    assert file.read_text(encoding="utf-8") == held
