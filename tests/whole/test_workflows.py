"""What each forge and a server run, run here: on a change with a mistake, on the night of a decision, and by hand."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from command import wmebv
from forges import WHO, FakeForge, FakePost, Run, forge, git, post, run_actions, run_gitlab

from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.starter import PLACES, plan, write

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(os.name == "nt", reason="the scripts are for a plain shell"),
]
TODAY = date(2026, 6, 1)
BEGINS = date(2026, 7, 1)
DECISION = "content/besluiten/aanwijzing-2026.md"


class Place:
    """A project in a bare repository, with a clone at hand, a forge, a mail server and a day."""

    def __init__(self, folder: Path, installed: Path, told: FakeForge, letters: FakePost) -> None:
        self.folder, self.told, self.letters = folder, told, letters
        self.clone = folder / "clone"
        git(folder, "init", "-q", "--bare", "-b", "main", "project.git")
        git(folder, "clone", "-q", "project.git", "clone")
        write(folder / "made", plan(MADE_UP, TODAY, PLACES, "wmebv-site"))
        subprocess.run(["cp", "-a", f"{folder}/made/.", str(self.clone)], check=True)
        self.change("Begin", push=True)
        # What the script that installs would make; that has a test of its own.
        (self.clone / ".venv").symlink_to(installed.parent)
        (self.clone / ".git" / "info" / "exclude").write_text("/.venv\n", encoding="utf-8")
        pipeline = "{ cat programma/wmebv.txt; ls programma; python3 --version; } | cksum > .venv/wmebv-stand"
        subprocess.run(["sh", "-c", pipeline], cwd=self.clone, env=self.environment(), check=True)

    def change(self, message: str, *, push: bool = False, **files: tuple[str, str]) -> None:
        for path, (old, new) in files.items():
            file = self.clone / path
            text = file.read_text(encoding="utf-8")
            assert old in text, (path, old)
            file.write_text(text.replace(old, new), encoding="utf-8")
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "-qm", message)
        if push:
            git(self.clone, "push", "-q", "origin", "HEAD:main")
            git(self.clone, "fetch", "-q")

    def environment(self, day: date = TODAY, **more: str) -> dict[str, str]:
        noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        python = str(Path(sys.executable).parent)
        return {
            "PATH": f"{python}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "SOURCE_DATE_EPOCH": str(noon),
            "NO_MKDOCS_2_WARNING": "1",
            "GITHUB_API_URL": self.told.address,
            "GITHUB_SERVER_URL": self.told.address,
            "GITHUB_REPOSITORY": "gemeente/contact",
            "GITHUB_RUN_ID": "12",
            **WHO,
            **more,
        }

    def actions(
        self, workflow: str, event: str, day: date = TODAY, without: str = "nothing", **inputs: str
    ) -> Run:
        names: dict[str, Any] = {
            "github": {
                "event_name": event,
                "token": "geheim",
                "ref_name": "main",
                "run_id": "12",
                "event": {
                    "pull_request": {
                        "number": 7,
                        "base": {"sha": git(self.clone, "rev-parse", "origin/main")},
                    },
                    "repository": {"default_branch": "main"},
                },
            },
            "vars": {
                "WMEBV_MAIL_SERVER": self.letters.address,
                "WMEBV_MAIL_TO": "beheer@voorbeeld.example",
                "WMEBV_MAIL_FROM": "website@voorbeeld.example",
            },
            "secrets": {},
            "inputs": inputs,
        }
        self.runs = getattr(self, "runs", 0) + 1
        folder = self.folder / f"run-{self.runs}"
        folder.mkdir()
        return run_actions(self.clone / workflow, self.clone, self.environment(day), names, folder, without)

    def gitlab(self, *jobs: str, day: date = TODAY, **more: str) -> Run:
        named = {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": self.told.address,
            "CI_PROJECT_ID": "5",
            "CI_PROJECT_URL": f"file://{self.folder}/project",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(self.clone, "rev-parse", "origin/main"),
            "CI_PIPELINE_ID": "12",
            "CI_COMMIT_REF_NAME": "main",
            "CI_DEFAULT_BRANCH": "main",
            "WMEBV_TOKEN": "geheim",
        }
        self.runs = getattr(self, "runs", 0) + 1
        folder = self.folder / f"run-{self.runs}"
        folder.mkdir()
        file = self.clone / ".gitlab-ci.yml"
        return run_gitlab(file, self.clone, {**self.environment(day), **named, **more}, list(jobs), folder)


@pytest.fixture
def place(tmp_path: Path, installed: Path) -> Iterator[Place]:
    with forge() as told, post() as letters:
        yield Place(tmp_path, installed, told, letters)


def mistake(place: Place) -> int:
    """A name that doesn't exist, in a change; its line."""
    place.change("Vergist", **{"products.yaml": ("domain: publieksdiensten", "domain: burgerzaak")})
    lines = (place.clone / "products.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if "burgerzaak" in line)


def test_a_mistake_in_a_change_is_shown_at_its_line_on_github(place: Place) -> None:
    line = mistake(place)
    run = place.actions(".github/workflows/controle.yml", "pull_request")
    assert run.results == {"controle": "failure", "herschreven": "success", "gevolgen": "skipped"}
    assert re.search(
        rf"^::error file=products.yaml,line={line},col=\d+,title=WMEBV\d+::", run.said["controle"], re.M
    )
    assert run.kept == {}, "of a change with a mistake there is no website"


def test_a_mistake_in_a_change_is_shown_at_its_line_on_forgejo(place: Place) -> None:
    line = mistake(place)
    run = place.actions(".forgejo/workflows/controle.yml", "pull_request")
    assert run.results == {"controle": "failure", "herschreven": "success", "gevolgen": "skipped"}
    assert f"products.yaml:{line}:" in run.said["controle"]
    ((method, path, body),) = place.told.written()
    assert (method, path) == ("POST", "/repos/gemeente/contact/pulls/7/reviews")
    assert {(each["path"], each["new_position"]) for each in body["comments"]} >= {("products.yaml", line)}


def test_a_mistake_in_a_change_is_shown_at_its_line_on_gitlab(place: Place) -> None:
    line = mistake(place)
    run = place.gitlab("controle")
    assert run.results == {"controle": "failure"}
    found = json.loads(run.kept[".wmebv-fouten.json"].read_text(encoding="utf-8"))
    places = {
        (each["location"]["path"], each["location"]["lines"]["begin"])
        for each in found
        if each["severity"] == "blocker"
    }
    assert ("products.yaml", line) in places


def test_a_change_shows_what_it_means_and_how_the_website_becomes(place: Place) -> None:
    place.change("Beter", **{"products.yaml": ("name: Paspoort", "name: Een paspoort")})
    run = place.actions(".github/workflows/controle.yml", "pull_request")
    assert set(run.results.values()) == {"success"}, run.said
    page = run.kept["voorbeeld-van-de-website"] / "producten" / "paspoort" / "index.html"
    assert "Een paspoort" in page.read_text(encoding="utf-8")
    ((method, path, body),) = place.told.written()
    assert (method, path) == ("POST", "/repos/gemeente/contact/issues/7/comments")
    assert "Wat verandert er voor inwoners?" in body["body"] and "/producten/paspoort/" in body["body"]
    assert place.gitlab("gevolgen").results == {"gevolgen": "success"}
    assert place.told.written()[-1][1] == "/projects/5/merge_requests/7/notes"


def test_a_change_that_mends_what_was_broken_is_not_stopped_by_what_it_mends(place: Place) -> None:
    mistake(place)
    git(place.clone, "push", "-q", "origin", "HEAD:main")
    git(place.clone, "fetch", "-q")
    place.change("Hersteld", **{"products.yaml": ("domain: burgerzaak", "domain: publieksdiensten")})
    run = place.gitlab("gevolgen")
    assert run.results == {"gevolgen": "success"}, run.said
    ((_, _, body),) = place.told.written()
    assert "zijn niet heel. Daarom is er niets om mee te vergelijken." in body["body"]


def decided(place: Place) -> None:
    """Its decision is taken and published, with its annex, and begins on a day to come."""
    wmebv("decision", "freeze", "aanwijzing-2026", "--date", "2026-04-01", cwd=place.clone, code=0)
    dates = f"adopted: 2026-05-01\npublished: 2026-05-10\nin_force_from: {BEGINS}\n"
    dates += "publication: https://zoek.officielebekendmakingen.nl/gmb-2026-1.html\n"
    file = place.clone / DECISION
    text = re.sub(
        r"^(adopted|published|publication|in_force_from):.*\n",
        "",
        file.read_text(encoding="utf-8"),
        flags=re.M,
    )
    file.write_text(text.replace("---\n", f"---\n{dates}", 1), encoding="utf-8")
    place.change("Besluit", push=True)


def test_on_the_night_on_which_a_decision_takes_effect_the_page_changes(place: Place) -> None:
    decided(place)
    workflow = ".github/workflows/publiceren.yml"
    nights = [date(2026, 6, 30), BEGINS]
    runs = [place.actions(workflow, "schedule", day, without="wmebv links") for day in nights]
    for run in runs:
        assert run.results == {
            "website": "success",
            "pages": "skipped",
            "vooruit": "success",
            "alarm": "success",
        }, run.said
    pages = [(run.kept["website"] / "bezwaar" / "index.html").read_text(encoding="utf-8") for run in runs]
    assert ["dit gaat in op 1 juli 2026" in page for page in pages] == [True, False]
    assert ["Naar het Bezwaarformulier" in page for page in pages] == [False, True]
    assert "gaat in" in runs[0].said["vooruit"], "that it will, is told the day before"
    assert place.letters.letters == []
    assert all("wmebv:eigenaar-" in body["body"] for _, _, body in place.told.written())
    later = place.gitlab("website", day=BEGINS)
    page = (later.kept["site"] / "bezwaar" / "index.html").read_text(encoding="utf-8")
    assert "Naar het Bezwaarformulier" in page


def test_a_night_that_fails_is_told_by_mail_and_by_one_issue_that_closes_again(place: Place) -> None:
    mistake(place)
    run = place.actions(".forgejo/workflows/publiceren.yml", "schedule", without="wmebv links")
    assert run.results["website"] == "failure" and run.results["alarm"] == "success", run.said
    assert [letter["Subject"] for letter in place.letters.letters if "niet bijgewerkt" in letter["Subject"]]
    issues = place.told.kept["/repos/gemeente/contact/issues"]
    assert len([each for each in issues if "wmebv:nacht" in each["body"]]) == 1
    place.change("Hersteld", **{"products.yaml": ("domain: burgerzaak", "domain: publieksdiensten")})
    place.actions(".forgejo/workflows/publiceren.yml", "schedule", without="wmebv links")
    assert {each["state"] for each in issues if "wmebv:nacht" in each["body"]} == {"closed"}


def test_each_owner_has_one_issue_that_is_updated_and_closes_when_nothing_is_left(place: Place) -> None:
    def night(day: date) -> list[tuple[str, str]]:
        told = len(place.told.written())
        environment = place.environment(day, WMEBV_TOKEN="geheim")
        subprocess.run(["sh", "beheer/eigenaren.sh"], cwd=place.clone, env=environment, check=True)
        return [(method, body.get("title", "")) for method, _, body in place.told.written()[told:]]

    first = night(TODAY)
    titles = sorted(title for method, title in first if method == "POST")
    assert "Digitaal contact: werk voor de gemeenteraad" not in titles, "who has nothing to do hears nothing"
    assert titles == sorted(title for _, title in first) and len(titles) > 1
    assert sorted(night(TODAY)) == [("PATCH", title) for title in titles]
    issues = place.told.kept["/repos/gemeente/contact/issues"]
    assert len(issues) == len(titles) and all(
        "| Wat | Waarom |" in each["body"] or "| Waar |" in each["body"] for each in issues
    )
    environment = place.environment(TODAY, WMEBV_TOKEN="geheim", WMEBV_EIGENAREN="nee")
    told = len(place.told.written())
    subprocess.run(["sh", "beheer/eigenaren.sh"], cwd=place.clone, env=environment, check=True)
    assert len(place.told.written()) == told
    mark = "wmebv:eigenaar-functie-communicatie"
    plan = "steps:\n  - step: collegas\n    actions:\n      - {action: Vertel het., owner: communicatie}\n"
    file = place.clone / "content" / "stappenplan.yaml"
    file.write_text(plan, encoding="utf-8")
    night(TODAY)
    assert [each.get("state", "open") for each in issues if mark in each["body"]] == ["open"]
    file.write_text(plan.replace("communicatie}", "communicatie, done: 2026-05-31}"), encoding="utf-8")
    night(TODAY)
    assert [each["state"] for each in issues if mark in each["body"]] == ["closed"]


def test_what_somebody_has_to_do_tomorrow_is_mailed(place: Place) -> None:
    decided(place)
    stops = ("  - id: bezwaarformulier\n", "  - id: bezwaarformulier\n    until: 2026-08-01\n")
    place.change("Stopt", **{"channels.yaml": stops})
    run = place.gitlab(
        "morgen",
        day=date(2026, 7, 31),
        WMEBV_MAIL_SERVER=place.letters.address,
        WMEBV_MAIL_TO="a@voorbeeld.example",
    )
    assert run.results == {"morgen": "success"}, run.said
    (letter,) = place.letters.letters
    assert "kan de website op 1 augustus 2026 niet meer worden gemaakt" in letter.get_content()
    ((method, path, body),) = place.told.written()
    assert (method, path) == ("POST", "/projects/5/issues") and "WMEBV334" in body["description"]


def test_a_decision_its_annex_and_its_documents_are_made_with_a_button(place: Place) -> None:
    title = "Besluit $(touch kwaad) '; touch kwaad"
    asked = {
        "besluit": "aanwijzing-2027",
        "titel": title,
        "vorm": "wat bij de registers past",
        "wijzigt": "",
    }
    frozen = place.gitlab("besluit-bevriezen", BESLUIT="aanwijzing-2026", TAAK="bijlage bevriezen")
    assert frozen.results == {"besluit-bevriezen": "success"}, frozen.said
    assert place.told.written()[-1][1:] == (
        "/projects/5/merge_requests",
        {
            "source_branch": "wmebv/bijlage-aanwijzing-2026-12",
            "target_branch": "main",
            "title": "Bijlage bij het besluit aanwijzing-2026",
            "description": "```text\nDe bijlage van 'aanwijzing-2026' heeft nu 16 rijen.\n```\n",
        },
    )
    bare = place.folder / "project.git"
    held = git(bare, "diff", "--name-only", "main", "wmebv/bijlage-aanwijzing-2026-12").split()
    assert "content/besluiten/aanwijzing-2026.annex.yaml" in held
    decided(place)
    run = place.actions(".github/workflows/besluit-nieuw.yml", "workflow_dispatch", **asked)
    assert run.results == {"besluit": "success"}, run.said
    branch = "wmebv/besluit-aanwijzing-2027-12"
    made = git(place.folder / "project.git", "diff", "--name-only", "main", branch).split()
    assert made == ["content/besluiten/aanwijzing-2027.md"]
    assert "$(touch kwaad)" in git(place.folder / "project.git", "show", f"{branch}:{made[0]}")
    assert place.told.written()[-1][2]["head"] == branch
    papers = place.gitlab("documenten", BESLUIT="aanwijzing-2026", TAAK="documenten maken")
    assert papers.results == {"documenten": "success"}, papers.said
    assert len(list(papers.kept["documenten"].glob("*.docx"))) == 2
    wrong = place.actions(
        ".github/workflows/besluit-nieuw.yml", "workflow_dispatch", **{**asked, "besluit": "--help"}
    )
    assert (
        wrong.results == {"besluit": "failure"} and "Fout: De id '--help' kan niet" in wrong.said["besluit"]
    )


def test_the_workbook_goes_out_and_its_answers_come_back_without_the_workbook(place: Place) -> None:
    from openpyxl import load_workbook

    out = place.gitlab("werkmap-uitdelen", TAAK="werkmap uitdelen")
    book = load_workbook(out.kept["werkmap.xlsx"])
    sheet = next(each for each in book if each.title.lower().startswith("product"))
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Paspoort")
    cell.value = "Paspoort aanvragen"
    git(place.clone, "checkout", "-qb", "werkmap")
    book.save(place.clone / "antwoorden.xlsx")
    git(place.clone, "add", "-f", "antwoorden.xlsx")
    place.change("Werkmap")
    run = place.actions(
        ".github/workflows/werkmap.yml", "workflow_dispatch", taak="inlezen", bestand="antwoorden.xlsx"
    )
    assert run.results == {"uitdelen": "skipped", "inlezen": "success"}, run.said
    bare = place.folder / "project.git"
    assert git(bare, "diff", "--name-only", "main", "wmebv/werkmap-12") == "products.yaml"
    assert "name: Paspoort aanvragen" in git(bare, "show", "wmebv/werkmap-12:products.yaml")


def test_a_server_puts_the_website_in_its_place_every_night_and_mails_when_it_can_not(place: Place) -> None:
    target = place.folder / "server" / "website"
    target.mkdir(parents=True)
    (target / "van-een-ander.html").write_text("blijft", encoding="utf-8")
    # In the place of ssh: what it would run on the other machine, run on this one.
    shell = place.folder / "in-plaats-van-ssh"
    shell.write_text('#!/bin/sh\nshift\nexec "$@"\n', encoding="utf-8")
    shell.chmod(0o755)
    environment = place.environment(
        WMEBV_DOEL=f"server:{target}",
        RSYNC_RSH=str(shell),
        WMEBV_MAIL_SERVER=place.letters.address,
        WMEBV_MAIL_TO="beheer@voorbeeld.example",
    )
    script = place.clone / "beheer" / "server" / "nacht.sh"
    # Asking for the addresses is tried elsewhere, against servers on this machine.
    text = script.read_text(encoding="utf-8").replace(".venv/bin/wmebv links", "true")
    script.write_text(text, encoding="utf-8")
    place.change("Zonder links", push=True)

    def night() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", str(script)], cwd="/", env=environment, capture_output=True, text=True)

    assert night().returncode == 1
    assert "staat iets anders dan deze website" in place.letters.letters.pop().get_content()
    (target / "van-een-ander.html").rename(place.folder / "van-een-ander.html")
    done = night()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (target / "producten" / "paspoort" / "index.html").is_file()
    assert place.letters.letters == []
    before = (target / "index.html").read_bytes()
    line = mistake(place)
    assert night().returncode == 1
    (letter,) = place.letters.letters
    assert f"products.yaml:{line}:" in letter.get_content()
    assert (target / "index.html").read_bytes() == before
    place.change("Hersteld", **{"products.yaml": ("domain: burgerzaak", "domain: publieksdiensten")})
    environment["WMEBV_DOEL"] = str(here := place.folder / "hier")
    assert night().returncode == 0
    assert (here / "site" / "producten" / "paspoort" / "index.html").is_file()
    environment["WMEBV_DOEL"] = ""
    assert night().returncode == 1
    assert "bij WMEBV_DOEL" in place.letters.letters[-1].get_content()


def test_the_program_is_installed_from_the_project_and_never_when_it_was_altered(
    tmp_path: Path, wheel: Path
) -> None:
    (tmp_path / "project" / "programma").mkdir(parents=True)
    project = tmp_path / "project"
    for path, text in plan(
        MADE_UP, TODAY, ["server"], f"./programma/{wheel.name} --hash=sha256:{_sum(wheel)}"
    ).items():
        if path.startswith(("beheer/", "programma/")):
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text, encoding="utf-8")
    (project / "programma" / wheel.name).write_bytes(wheel.read_bytes())
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(project / ".venv")], check=True)
    [packages] = (project / ".venv").glob("lib/python*/site-packages")
    [ours] = (Path(sys.executable).parent.parent).glob("lib/python*/site-packages")
    # What the locks name is there, so that nothing has to be fetched; this repository is not.
    for entry in ours.iterdir():
        if "wmebv" not in entry.name and entry.suffix != ".pth" and not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PIP_NO_INDEX": "1",
        "HOME": str(tmp_path),
    }

    def install() -> subprocess.CompletedProcess[str]:
        command = ["sh", "beheer/installeer.sh"]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)

    done = install()
    assert (done.returncode, done.stdout) == (0, "wmebv 0.1.0\n"), done.stderr
    assert install().stdout == "wmebv stond al klaar.\n"
    with (project / "programma" / wheel.name).open("ab") as stream:
        stream.write(b"x")
    (project / "programma" / "nieuw.txt").write_text("", encoding="utf-8")
    altered = install()
    assert altered.returncode == 1 and "DO NOT MATCH THE HASHES" in altered.stderr
    (project / "programma" / "wmebv.txt").write_text("# leeg\n", encoding="utf-8")
    assert "staat nog niet waar wmebv vandaan komt" in install().stderr


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
