"""What the script in a project tells who isn't there: once, where it was asked, and never a password in the open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from forges import WHO, FakeForge, FakePost, forge, git, post

from wmebv_site.project import telling

REPOSITORY = "/repos/gemeente/contact"


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeForge]:
    """On GitHub or Forgejo, in a job of change 7."""
    for name in ("GITLAB_CI", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    with forge() as told:
        named = {
            "GITHUB_API_URL": told.address,
            "GITHUB_SERVER_URL": told.address,
            "GITHUB_REPOSITORY": "gemeente/contact",
            "GITHUB_RUN_ID": "12",
            "WMEBV_CHANGE": "7",
            "WMEBV_TOKEN": "geheim-1",
        }
        for name, value in (named | WHO).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        yield told


@pytest.fixture
def on_gitlab(at: FakeForge, monkeypatch: pytest.MonkeyPatch) -> FakeForge:
    named = {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": at.address,
        "CI_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_PIPELINE_ID": "12",
        "CI_PIPELINE_URL": f"{at.address}/pipelines/12",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    return at


def tell(*arguments: str, text: str = "Dit verandert er.") -> int:
    file = Path("tekst.md")
    file.write_text(text, encoding="utf-8")
    return telling.main([*arguments, *([] if arguments[0].startswith("close") else [str(file)])])


def test_a_comment_is_made_once_and_then_kept_up_to_date(at: FakeForge) -> None:
    at.kept[f"{REPOSITORY}/issues/7/comments"] = [{"id": 90, "body": "Van een collega."}]
    assert tell("comment", "--mark", "gevolgen") == 0
    assert tell("comment", "--mark", "gevolgen", text="Toch niet.") == 0
    assert tell("comment", "--mark", "iets-anders") == 0
    assert [(method, path) for method, path, _ in at.written()] == [
        ("POST", f"{REPOSITORY}/issues/7/comments"),
        ("PATCH", f"{REPOSITORY}/issues/comments/2"),
        ("POST", f"{REPOSITORY}/issues/7/comments"),
    ]
    assert at.written()[1][2] == {"body": "<!-- wmebv:gevolgen -->\nToch niet."}
    assert all(each["Authorization"] == "token geheim-1" for each in at.headers)


def test_a_comment_is_kept_up_to_date_on_gitlab_too(on_gitlab: FakeForge) -> None:
    assert [tell("comment", "--mark", "gevolgen") for _ in range(2)] == [0, 0]
    assert [(method, path) for method, path, _ in on_gitlab.written()] == [
        ("POST", "/projects/5/merge_requests/7/notes"),
        ("PUT", "/projects/5/merge_requests/7/notes/1"),
    ]
    assert all(each["Private-Token"] == "geheim-1" for each in on_gitlab.headers)


PLANTED = "<!-- wmebv:gevolgen -->\nDit heb ik zelf geschreven."


@pytest.mark.parametrize(
    ("writes_as", "tells_who"),
    [({"id": 41, "type": "Bot"}, False), ({"id": 41}, True), ({"id": -2}, False), ({"id": 0}, True)],
)
@pytest.mark.parametrize("gitlab", [False, True])
def test_what_another_wrote_under_our_mark_is_left_alone(
    at: FakeForge, gitlab: bool, writes_as: dict[str, object], tells_who: bool, request: pytest.FixtureRequest
) -> None:
    if gitlab:
        request.getfixturevalue("on_gitlab")
    at.writes_as, at.tells_who = writes_as, tells_who
    root = "/projects/5" if gitlab else REPOSITORY
    comments = f"{root}/{'merge_requests/7/notes' if gitlab else 'issues/7/comments'}"
    by = {"user": {"id": 13, "type": "User"}, "author": {"id": 13}}
    for number, path in ((88, comments), (89, f"{root}/issues")):
        planted = {"id": number, "number": number, "iid": number, "body": PLANTED, "description": PLANTED}
        at.kept[path] = [planted | by]
    for _ in range(2):
        assert tell("comment", "--mark", "gevolgen") == 0
        assert tell("issue", "--mark", "gevolgen", "--subject", "Gevolgen") == 0
    assert tell("close", "--mark", "gevolgen") == 0
    assert [path for method, path, _ in at.written() if method == "POST"] == [comments, f"{root}/issues"]
    assert not [path for _, path, _ in at.written() if path.endswith(("/88", "/89"))]


@pytest.mark.parametrize("gitlab", [False, True])
def test_an_issue_is_updated_not_repeated_and_closed_when_it_is_over(
    at: FakeForge, gitlab: bool, request: pytest.FixtureRequest
) -> None:
    if gitlab:
        request.getfixturevalue("on_gitlab")
    root, update = ("/projects/5", "PUT") if gitlab else (REPOSITORY, "PATCH")
    assert tell("close", "--mark", "nacht") == 0
    assert at.written() == []
    for text in ("Eerste nacht.", "Tweede nacht."):
        assert tell("issue", "--mark", "nacht", "--subject", "Mislukt", text=text) == 0
    assert tell("close", "--mark", "nacht") == 0
    assert tell("issue", "--mark", "nacht", "--subject", "Mislukt", text="Later weer.") == 0
    assert [(method, path) for method, path, _ in at.written()] == [
        ("POST", f"{root}/issues"),
        (update, f"{root}/issues/1"),
        (update, f"{root}/issues/1"),
        ("POST", f"{root}/issues"),
    ]


@pytest.mark.parametrize("gitlab", [False, True])
def test_issues_under_marks_that_begin_alike_are_closed_but_for_those_that_stay(
    at: FakeForge, gitlab: bool, request: pytest.FixtureRequest
) -> None:
    if gitlab:
        request.getfixturevalue("on_gitlab")
    root, update = ("/projects/5", "PUT") if gitlab else (REPOSITORY, "PATCH")
    for mark in ("eigenaar-a", "eigenaar-b", "eigenaarschap", "nacht"):
        assert tell("issue", "--mark", mark, "--subject", mark) == 0
    before = len(at.written())
    assert tell("close-others", "--mark", "eigenaar", "eigenaar-a") == 0
    assert [(method, path) for method, path, _ in at.written()[before:]] == [(update, f"{root}/issues/2")]


def test_each_mistake_is_placed_at_its_line_without_markup_and_without_calling_anybody(at: FakeForge) -> None:
    found = (
        '{"diagnostics": [{"code": "WMEBV201", "level": "error", "file": "products.yaml", "line": 12, "message": '
        '"Kanaal \'*x* @jan [a](b)\' bestaat niet.", "hint": null}, {"code": "WMEBV572", "level": "warning", "file": "a", '
        '"line": 1, "message": "m", "hint": "h"}]}'
    )
    assert tell("review", text=found) == 0
    ((method, path, body),) = at.written()
    assert (method, path) == ("POST", f"{REPOSITORY}/pulls/7/reviews")
    (comment,) = body["comments"]
    assert (comment["path"], comment["new_position"]) == ("products.yaml", 12)
    assert "\\*x\\* @\u200bjan \\[a\\](b)" in comment["body"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("comment", "--mark", "a"), 0), (("close", "--mark", "a"), 0)]
)
def test_without_a_token_it_stands_in_the_log(
    at: FakeForge,
    arguments: tuple[str, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("WMEBV_TOKEN")
    assert tell(*arguments) == code
    assert at.asked == []
    assert "WMEBV_TOKEN" in capsys.readouterr().err


def test_who_may_not_write_is_told_so_and_a_change_from_outside_does_not_fail_on_it(
    at: FakeForge, capsys: pytest.CaptureFixture[str]
) -> None:
    at.refuses = 403
    assert tell("comment", "--mark", "gevolgen", text="## Dit verandert") == 0
    said = capsys.readouterr()
    assert said.out.startswith("## Dit verandert") and "antwoord 403" in said.err
    assert tell("issue", "--mark", "nacht", "--subject", "Mislukt") == 1


def test_what_changed_becomes_a_proposal_on_a_branch_of_its_own(
    at: FakeForge, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q", "--bare", "opslag.git")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "opslag.git", "clone")
    (clone / "a.md").write_text("a", encoding="utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "a")
    git(clone, "push", "-q", "origin", "HEAD:refs/heads/main")
    monkeypatch.chdir(clone)
    text = tmp_path / "tekst.md"
    text.write_text("Uitleg.", encoding="utf-8")
    propose = ["propose", "--branch", "besluit-Été 2027; rm", "--subject", "Concept", str(text)]
    assert telling.main(propose) == 0
    assert at.written() == [] and "Er is niets gewijzigd." in capsys.readouterr().out
    (clone / "b.md").write_text("b", encoding="utf-8")
    assert telling.main(propose) == 0
    ((method, path, body),) = at.written()
    assert (method, path) == ("POST", f"{REPOSITORY}/pulls")
    branch = "wmebv/besluit-t-2027-rm-12"
    assert (body["head"], body["base"], body["title"]) == (branch, "main", "Concept")
    held = git(tmp_path / "opslag.git", "ls-tree", "--name-only", branch)
    assert held.split() == ["a.md", "b.md"]
    assert "Het voorstel staat klaar: " in capsys.readouterr().out


LETTER = ("mail", "--subject", "De website is\nniet bijgewerkt")


def mailing(monkeypatch: pytest.MonkeyPatch, told: FakePost, **more: str) -> None:
    named = {"SERVER": told.address, "TO": "beheer@voorbeeld.example, wacht@voorbeeld.example", **more}
    for name in ("USER", "PASSWORD", "FROM"):
        monkeypatch.delenv(f"WMEBV_MAIL_{name}", raising=False)
    for name, value in named.items():
        monkeypatch.setenv(f"WMEBV_MAIL_{name}", value)


def test_a_letter_reaches_who_has_no_account(at: FakeForge, monkeypatch: pytest.MonkeyPatch) -> None:
    with post() as told:
        mailing(monkeypatch, told, FROM="website@voorbeeld.example")
        assert tell(*LETTER, text="Eén fout — in products.yaml.\n.punt") == 0
    (letter,) = told.letters
    assert letter["Subject"] == "De website is niet bijgewerkt"
    assert letter["From"] == "website@voorbeeld.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content().replace("\r\n", "\n")
    assert text.startswith("Eén fout — in products.yaml.\n.punt\n")
    assert f"{at.address}/gemeente/contact/actions/runs/12" in text
    assert len(told.receivers) == 2


def test_no_password_goes_over_an_open_line(
    at: FakeForge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with post() as told:
        mailing(monkeypatch, told, USER="website", PASSWORD="zeer-geheim")
        assert tell(*LETTER) == 1
    assert told.letters == []
    assert not any("AUTH" in command.upper() or "geheim" in command for command in told.commands)
    said = capsys.readouterr()
    assert "geen beveiligde verbinding" in said.err and "zeer-geheim" not in said.out + said.err


def test_a_letter_that_is_refused_or_has_nowhere_to_go_is_told(
    at: FakeForge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with post(refuses=True) as told:
        mailing(monkeypatch, told)
        assert tell(*LETTER) == 1
    assert "De mail kon niet weg" in capsys.readouterr().err
    monkeypatch.setenv("WMEBV_MAIL_SERVER", "")
    assert tell(*LETTER) == 0
    assert "Er is geen mail verstuurd" in capsys.readouterr().out


def test_the_script_stands_alone(tmp_path: Path) -> None:
    source = Path(telling.__file__).read_text(encoding="utf-8")
    (tmp_path / "melden.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "melden.py", "close", "--mark", "a"], cwd=tmp_path, env={}, capture_output=True
    )
    assert done.returncode == 0, done.stderr
