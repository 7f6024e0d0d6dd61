"""What a new project has to be checked and published by itself: safe against who writes to it, and on time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from places import ROOT

from wmebv_site.dutch import AMSTERDAM
from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.starter import PLACES, plan

TODAY = date(2026, 6, 1)
ALL = plan(MADE_UP, TODAY, PLACES)
WORKFLOWS = {path: text for path, text in ALL.items() if "/workflows/" in path}
JUDGE = ROOT / ".venv-judges" / "bin" / "check-jsonschema"


def read(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    # YAML 1.1, which this reader speaks, takes the key ``on`` for true.
    return {"on" if key is True else key: value for key, value in found.items()}


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize(
    ("place", "own", "of_others"),
    [
        ("github", ".github/workflows/publiceren.yml", "gitlab|forgejo|server"),
        ("gitlab", ".gitlab-ci.yml", "github|forgejo|server"),
        ("forgejo", ".forgejo/workflows/publiceren.yml", "github|gitlab|server"),
        ("server", "beheer/server/nacht.sh", "github|gitlab|forgejo|alarm.sh|besluit-"),
    ],
)
def test_a_place_gets_its_own_files_and_none_of_the_others(place: str, own: str, of_others: str) -> None:
    made = plan(MADE_UP, TODAY, [place])
    assert own in made and "beheer/melden.py" in made and "programma/wmebv.txt" in made
    assert not [path for path in made if re.search(of_others, path)]
    assert plan(MADE_UP, TODAY).keys() < made.keys() < ALL.keys()


def test_every_file_is_whole() -> None:
    for path, text in ALL.items():
        assert "[[" not in text, path
        assert "[%" not in text and text.endswith("\n") and not text.endswith("\n\n"), path
    folder = files("wmebv_site.project").joinpath("init_forges")
    known = {"actions", "beheer", "forge", "gitlab", "programma", "server"}
    assert {each.name for each in folder.iterdir()} == known


@pytest.mark.parametrize("path", WORKFLOWS)
def test_an_action_is_pinned_by_the_commit_that_was_looked_at(path: str) -> None:
    used = re.findall(r"uses: (\S+)(.*)", WORKFLOWS[path])
    assert used
    for action, remark in used:
        assert re.fullmatch(r"(actions|forgejo)/[a-z/-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v[\d.]+", remark), action


@pytest.mark.parametrize("path", WORKFLOWS)
def test_what_a_person_types_is_never_part_of_a_command(path: str) -> None:
    for step in steps_of(read(WORKFLOWS[path])):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", WORKFLOWS)
def test_a_job_may_only_do_what_it_needs_and_never_runs_for_ever(path: str) -> None:
    workflow = read(WORKFLOWS[path])
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert 0 < job["timeout-minutes"] <= 60, name
        may = {scope for scope, right in job.get("permissions", {}).items() if right == "write"}
        assert may <= {"pull-requests", "issues", "contents", "pages", "id-token"}
        assert ("contents" in may) == ("propose" in name or name in ("besluit", "bijlage", "inlezen"))
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == ("contents" in may)


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_a_change_from_outside_sees_no_secret(forge: str) -> None:
    text = WORKFLOWS[f".{forge}/workflows/controle.yml"]
    assert set(read(text)["on"]) == {"pull_request"}
    assert "secrets." not in text and "vars." not in text
    for workflow in WORKFLOWS.values():
        assert "pull_request_target" not in workflow and "workflow_run" not in workflow


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_the_nightly_run_begins_after_midnight_in_winter_and_in_summer(forge: str) -> None:
    (schedule,) = read(WORKFLOWS[f".{forge}/workflows/publiceren.yml"])["on"]["schedule"]
    minute, hour, *every = schedule["cron"].split()
    assert every == ["*", "*", "*"]
    for day in (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)):
        begins = (day + timedelta(hours=int(hour), minutes=int(minute))).astimezone(AMSTERDAM)
        assert begins.date() == (day + timedelta(days=1)).date() and begins.hour < 5


def test_every_question_is_asked_in_dutch_and_a_choice_has_an_answer() -> None:
    asked = []
    for path, text in WORKFLOWS.items():
        for name, question in ((read(text)["on"].get("workflow_dispatch") or {}).get("inputs") or {}).items():
            asked.append(question["description"])
            assert question["type"] in ("string", "choice"), (path, name)
            assert question["type"] != "choice" or question["default"] in question["options"]
    assert len(asked) == 2 * 9
    for name, variable in read(ALL[".gitlab-ci.yml"])["variables"].items():
        if name != "GIT_DEPTH":
            asked.append(variable["description"])
            assert variable["value"] in variable.get("options", [variable["value"]])
    assert len(asked) == 18 + 7
    for question in asked:
        assert "?" in question and not re.search(r"\b(the|your|which|enter)\b", question, re.IGNORECASE)


def test_a_pipeline_by_hand_does_that_task_alone() -> None:
    jobs = {
        name: job
        for name, job in read(ALL[".gitlab-ci.yml"]).items()
        if isinstance(job, dict) and "stage" in job
    }
    for name, job in jobs.items():
        conditions = [rule["if"] for rule in job["rules"] if rule.get("when") != "never"]
        by_hand = job["stage"] == "met-de-hand"
        for condition in conditions:
            assert ("$TAAK ==" in condition and "geen" not in condition) == by_hand, name
            assert by_hand or re.search(r'TAAK == "geen"|"schedule"|"merge_request_event"', condition), name


def test_a_proposal_never_becomes_the_website_when_somebody_starts_publishing_on_its_branch() -> None:
    for path in (".github/workflows/publiceren.yml", ".forgejo/workflows/publiceren.yml"):
        jobs = read(ALL[path])["jobs"]
        steps = [each for job in jobs.values() for each in [job, *job["steps"]]]
        conditions = [each["if"] for each in steps if "WMEBV_DOEL" in each.get("if", "")]
        assert len(conditions) == (3 if "github" in path else 1)
        assert all("&& github.ref_name == 'main'" in each for each in conditions), path
    for job in ("pages", "server"):
        *never, rule = read(ALL[".gitlab-ci.yml"])[job]["rules"]
        assert "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in rule["if"]
        assert all(each["when"] == "never" for each in never)


@pytest.mark.parametrize("path", [path for path in ALL if path.endswith(".sh")])
def test_every_script_can_be_read_by_the_plainest_shell(path: str, tmp_path: Path) -> None:
    (tmp_path / "s.sh").write_text(ALL[path], encoding="utf-8")
    done = subprocess.run(["sh", "-n", "s.sh"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^set -e?u$", ALL[path], re.MULTILINE) and "[[" not in ALL[path]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd")
def test_systemd_takes_the_timer_and_begins_it_just_after_midnight_in_the_netherlands(tmp_path: Path) -> None:
    for name in ("wmebv.service", "wmebv.timer"):
        (tmp_path / name).write_text(ALL[f"beheer/server/{name}"], encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "wmebv.timer"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert re.search(
        r"^OnCalendar=\*-\*-\* 00:\d\d:00 Europe/Amsterdam$", ALL["beheer/server/wmebv.timer"], re.MULTILINE
    )


@pytest.mark.proof
@pytest.mark.skipif(not JUDGE.is_file(), reason="the judges are not there: run 'make .venv-judges/.made'")
@pytest.mark.parametrize(
    ("schema", "pattern"),
    # Forgejo publishes no schema; its documentation says that it takes what GitHub takes, and what it leaves out.
    [
        ("vendor.github-workflows", r"\.(github|forgejo)/workflows/"),
        ("vendor.gitlab-ci", r"\.gitlab-ci\.yml"),
    ],
)
def test_every_workflow_is_valid_by_the_schema_of_its_forge(
    schema: str, pattern: str, tmp_path: Path
) -> None:
    named = []
    for path, text in ALL.items():
        if re.match(pattern, path):
            named.append(tmp_path / path.replace("/", "-").lstrip("."))
            named[-1].write_text(text, encoding="utf-8")
    assert named
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("jobs: 3\nstages: 4\n", encoding="utf-8")
    command = [JUDGE, "--builtin-schema", schema, "--output-format", "json", wrong, *named]
    done = subprocess.run(command, capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert {each["filename"] for each in found["errors"]} == {str(wrong)}, done.stdout
    assert found["parse_errors"] == []


def test_forgejo_is_asked_for_nothing_that_it_does_not_have() -> None:
    for path, text in WORKFLOWS.items():
        if path.startswith(".forgejo/"):
            workflow = read(text)
            assert {job["runs-on"] for job in workflow["jobs"].values()} == {"docker"}
            assert "environment" not in text and "pages" not in str(workflow["jobs"].keys())
            assert "actions/upload-artifact" not in text, "that one refuses every other forge"
            assert "GITHUB_STEP_SUMMARY" not in text and "--format github" not in text


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [("publiceer.sh", 1, "Zet dat in WMEBV_DOEL."), ("eigenaren.sh", 1, "products.yaml:3: fout")],
)
def test_a_script_that_can_not_go_on_says_why_in_dutch(
    script: str, code: int, said: str, tmp_path: Path
) -> None:
    wmebv = tmp_path / ".venv" / "bin" / "wmebv"
    file = tmp_path / "beheer" / script
    for each, text in (
        (wmebv, "#!/bin/sh\necho products.yaml:3: fout\nexit 1\n"),
        (file, ALL[f"beheer/{script}"]),
    ):
        each.parent.mkdir(parents=True)
        each.write_text(text, encoding="utf-8")
        each.chmod(0o755)
    done = subprocess.run(["sh", str(file)], capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert done.returncode == code
    assert said in done.stdout + done.stderr and "parameter" not in done.stderr
