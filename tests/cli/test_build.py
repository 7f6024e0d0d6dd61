"""``wmebv build`` and ``wmebv preview``: what MkDocs makes and says, whole and in Dutch, on the day that was asked for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest
from building import ENVIRONMENT, build_site
from command import wmebv, wmebv_apart
from places import ROOT
from projects import rewrite, tree, write_files

from wmebv_site.diagnostics import Refused
from wmebv_site.website.building import build_website
from wmebv_site.website.renderers import Line, lines_of, told
from wmebv_site.website.serving import free_port, worth_telling

DAY = "2026-06-01"
ENGLISH = ("INFO ", "WARNING", "ERROR", "Aborted", "Building", "documentation", "MkDocs 2")


@pytest.fixture
def no_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def test_a_build_is_what_mkdocs_makes_on_the_day_that_was_asked_for(small: Path, tmp_path: Path) -> None:
    """``--date`` goes before the setting of the day."""
    expected = tree(build_site(small, tmp_path / "mkdocs", strict=False))
    rewrite(small / "mkdocs.yml", 'date: "2026-06-01"', 'date: "2026-11-01"')
    done = wmebv("build", "--date", DAY, cwd=small, code=0, **ENVIRONMENT)
    assert done.stdout.endswith(f"De website staat in 'site': {_pages(expected)} pagina's.\n")
    assert not [word for word in ENGLISH if word in done.all]
    assert tree(small / "site") == expected


def _pages(files: dict[str, bytes]) -> int:
    return len([path for path in files if path.endswith(".html")])


def test_a_register_with_a_mistake_is_told_as_a_check_does_and_leaves_the_site(small: Path) -> None:
    write_files(small, {"site/index.html": "vorige"})
    rewrite(small / "products.yaml", "authority: sociale-dienst", "authority: socialedienst")
    check = wmebv("check", "--date", DAY, cwd=small, code=1)
    done = wmebv("build", "--date", DAY, cwd=small, code=1)
    assert done.stdout.startswith(check.stdout)
    assert "De website is niet gewijzigd." in done.stdout
    assert tree(small / "site") == {"index.html": b"vorige"}


@pytest.mark.parametrize(
    ("made", "out", "said"),
    [
        ({"ander/index.html": "van een ander"}, "ander", "heeft gemaakt"),
        ({"ander/brief.odt": "van een ander"}, "ander", "heeft gemaakt"),
        ({}, "content", "heeft gemaakt"),
        ({}, ".", "heeft gemaakt"),
        ({}, "content/nieuw", "In 'content/nieuw' kan de website niet komen. Daar staat de map 'content'"),
        ({}, "products.yaml", "is een bestand. Kies een map."),
        ({"leeg/.git/HEAD": "ref", "mkdocs.yml": None}, "leeg", "staat geen mkdocs.yml"),
    ],
)
def test_what_was_not_made_here_is_not_overwritten(
    small: Path, made: dict[str, str | None], out: str, said: str
) -> None:
    write_files(small, {path: text for path, text in made.items() if text is not None})
    for path in [path for path, text in made.items() if text is None]:
        (small / path).unlink()
    before = tree(small)
    done = wmebv("build", "--out", out, "--date", DAY, cwd=small, code=2)
    assert said in done.stderr
    assert tree(small) == before


@pytest.mark.usefixtures("no_renderers")
@pytest.mark.parametrize(("renderer", "name"), [("properdocs", "ProperDocs"), ("zensical", "Zensical")])
def test_a_renderer_that_is_not_installed_says_what_to_type(small: Path, renderer: str, name: str) -> None:
    with pytest.raises(
        Refused, match=rf"{name} is niet geïnstalleerd\. Typ: .*python.* -m pip install {renderer}"
    ):
        build_website(small, small / "site", renderer=renderer)


BY_ANOTHER = """\
#!/bin/sh
test "$1 $2 $3" = "build --config-file mkdocs.yml" || exit 3
mkdir site && cp theme/main.html site/index.html && cp -R content/producten site/
"""
NOT_BY_ANOTHER = "#!/bin/sh\nmkdir site\necho Nothing works\nexit 1\n"


@pytest.fixture
def another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A renderer that is found by its name, and does what its test has it do."""
    program = write_files(tmp_path / "bin", {"zensical": BY_ANOTHER}) / "zensical"
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def test_another_renderer_gets_our_pages_and_what_is_for_a_server_comes_beside(
    small: Path, another: Path
) -> None:
    rewrite(small / "mkdocs.yml", "{date:", "{server_files: [apache, static], date:")
    done = wmebv("build", "--with", "zensical", "--date", DAY, cwd=small, code=0)
    assert done.stdout.endswith("De website staat in 'site': 1 pagina.\n")
    made = tree(small / "site")
    assert {"index.html", ".htaccess", "_headers", "producten/afvalpas/index.md"} <= made.keys()
    another.write_text(NOT_BY_ANOTHER, encoding="utf-8")
    failed = wmebv("build", "--with", "zensical", "--date", DAY, cwd=small, code=1)
    assert "Zensical kan de website niet maken, en meldt in het Engels:\nNothing works\n" in failed.stdout
    assert failed.stdout.endswith("De website is niet gewijzigd.\n")
    assert tree(small / "site") == made
    assert [path.name for path in small.iterdir() if path.name.startswith(".wmebv")] == []


LOGGED = """\
INFO    -  Building documentation...
WARNING -  Doc file 'eigen.md' contains a link 'weg.md', but the target is not found among documentation files.
WARNING -  wmebv: Het register kan beter.

channels.yaml:1:1: WMEBV241 waarschuwing: Hier staat nog iets.
1 waarschuwing in 1 bestand. Er zijn geen fouten.
WARNING -  Something nobody knows.
INFO    -  [14:50:01] Serving on http://127.0.0.1:8000/contact/
WARNING -  [14:50:02] "GET /favicon.ico HTTP/1.1" code 404
INFO    -  [14:50:03] Detected file changes
ERROR   -  wmebv: Het register is nog niet in orde.

channels.yaml:172:5: WMEBV005 fout: Hier ontbreekt een waarde.
INFO    -  [14:50:04] Reloading browsers
INFO    -  [14:50:05] Detected file changes
INFO    -  Building documentation...
INFO    -  [14:50:06] Reloading browsers
ERROR   -  Config value 'theme': Unrecognised theme name: 'mooi'. The available installed themes are: material

Aborted with a configuration error!
"""


def test_of_what_mkdocs_logs_an_editor_reads_what_matters_in_dutch() -> None:
    assert list(worth_telling(lines_of(LOGGED.splitlines(keepends=True)))) == [
        "De website wordt gemaakt …",
        "In 'eigen.md' leidt de link 'weg.md' naar een pagina die er niet is. Verbeter de link.",
        "1 waarschuwing in 1 bestand. Er zijn geen fouten.",
        "U leest ze met: wmebv check",
        "MkDocs meldt in het Engels: Something nobody knows.",
        "De website staat klaar: http://127.0.0.1:8000/contact/\n"
        "Open dit adres in uw browser. Alleen deze computer kan erbij. Stoppen: Ctrl+C.",
        "Er is iets gewijzigd.",
        "Het register is nog niet in orde.",
        "",
        "channels.yaml:172:5: WMEBV005 fout: Hier ontbreekt een waarde.",
        "De browser laat de pagina zien van voor de fout, met daarboven wat er niet klopt.",
        "Er is iets gewijzigd.",
        "De website wordt gemaakt …",
        "Klaar. De browser laat de nieuwe pagina zien.",
        "Het thema 'mooi' in mkdocs.yml is niet geïnstalleerd. Schrijf 'material'.",
        "",
    ]


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("Config value 'plugins': The \"zoek\" plugin is not installed", "De plugin 'zoek' in mkdocs.yml"),
        ("Config value 'theme': Unrecognised theme name: 'mooi'. The available", "Het thema 'mooi'"),
        (
            "Excluding 'a/README.md' from the site because it conflicts with 'a/index.md'.",
            "'a/README.md' komt",
        ),
        (
            "A reference to 'x.md' is included in the 'nav' configuration, which is",
            "noemt 'nav' de pagina 'x.md'",
        ),
    ],
)
def test_what_mkdocs_often_says_is_told_in_dutch(english: str, dutch: str) -> None:
    assert dutch in told(Line("WARNING", english))


def test_a_port_that_is_taken_is_told_and_the_next_one_is_used() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        taken = other.getsockname()[1]
        with pytest.raises(Refused, match=f"Poort {taken} is bezet.*wmebv preview --port {taken + 1}"):
            free_port(taken)


def test_nothing_is_shown_where_there_is_no_project(tmp_path: Path) -> None:
    assert "staan geen registers" in wmebv("preview", cwd=tmp_path, code=2).stderr
    assert "staan geen registers" in wmebv("build", cwd=tmp_path, code=2).stderr


@pytest.mark.proof
def test_a_mistake_that_only_mkdocs_finds_is_told_in_dutch(small: Path) -> None:
    before = tree(build_site(small, small / "site", strict=False))
    rewrite(small / "mkdocs.yml", "plugins: [", "plugins: [zoek, ")
    done = wmebv("build", "--date", DAY, cwd=small, code=1)
    assert "De plugin 'zoek' in mkdocs.yml is niet geïnstalleerd." in done.stdout
    assert done.stdout.endswith("De website is niet gewijzigd.\n")
    assert not [word for word in ENGLISH if word in done.all]
    assert tree(small / "site") == before


@pytest.mark.proof
def test_a_second_renderer_makes_every_page_that_mkdocs_makes(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = ROOT / ".venv-renderer" / "bin"
    if not (programs / "zensical").is_file():
        pytest.skip("the second renderer is not there: run 'make .venv-renderer/.made'")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    wmebv("build", "--date", DAY, cwd=small, code=0)
    ours = {path for path in tree(small / "site") if path.endswith(".html")}
    done = wmebv("build", "--with", "zensical", "--date", DAY, "--out", "ander", cwd=small, code=0)
    assert {path for path in tree(small / "ander") if path.endswith(".html")} == ours
    again = wmebv("build", "--date", DAY, "--out", "ander", cwd=small, code=0)
    assert done.stdout == again.stdout, "what was made here may be made again"


@pytest.mark.proof
def test_the_website_is_shown_and_shown_again_until_it_is_stopped(small: Path) -> None:
    port = free_port(None)
    command = [sys.executable, "-m", "wmebv_site", "preview", "--port", str(port), "--date", DAY]
    clean = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with (
        subprocess.Popen(
            command,
            cwd=small,
            env=clean | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as server,
        ExitStack() as ended,
    ):
        ended.callback(server.kill)
        assert server.stdout is not None
        lines = iter(server.stdout)
        ready = next(line for line in lines if line.startswith("De website staat klaar: "))
        with urllib.request.urlopen(ready.split()[-1], timeout=10) as page:
            assert "Welkom." in page.read().decode()
        time.sleep(1)  # a change counts by the second
        rewrite(small / "content" / "index.md", "Welkom.", "Welkom hier.")
        assert "Er is iets gewijzigd.\n" in lines and any(line.startswith("Klaar.") for line in lines)
        server.terminate()
        assert list(lines)[-1] == "Gestopt.\n"
    assert server.returncode == 0
    free_port(port)


@pytest.mark.proof
def test_the_command_ends_with_what_it_found(small: Path) -> None:
    write_files(small, {"content/eigen.md": "# Eigen\n\n[weg](weg.pdf)\n"})
    done = wmebv_apart("build", "--strict", "--date", DAY, cwd=small)
    assert done.code == 1 and "De website is niet gewijzigd." in done.stdout
    assert not (small / "site").exists()
