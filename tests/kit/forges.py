"""A forge and a mail server on this machine that remember what they were told, and a small runner of workflows."""

from __future__ import annotations

import json
import os
import re
import shutil
import socketserver
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from answering import Quiet, running

WHO = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@voorbeeld.example",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@voorbeeld.example",
}


@dataclass
class FakeForge:
    """What was asked of it: method, path and body; lists answer with what was made before."""

    address: str = ""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    refuses: int = 0
    """The answer to whatever is written, where it refuses."""
    refused: str = ""
    """Only what has this in its path is refused."""
    writes_as: dict[str, Any] = field(default_factory=lambda: {"id": 41, "type": "Bot"})
    """Who the key writes as."""
    tells_who: bool = True
    """Whether the key may ask who it is; the one of a run itself may not."""

    def written(self) -> list[tuple[str, str, Any]]:
        return [each for each in self.asked if each[0] != "GET"]


@contextmanager
def forge() -> Iterator[FakeForge]:
    told = FakeForge()

    class Handler(Quiet):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path, _, query = self.path.partition("?")
            told.asked.append((self.command, path, body))
            told.headers.append(dict(self.headers))
            status, said = 200, self._said(path, query, body)
            if told.refuses and self.command != "GET" and told.refused in path:
                status, said = told.refuses, {"message": "no"}
            if path == "/user":
                status, said = (200, told.writes_as) if told.tells_who else (403, {"message": "no"})
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _said(self, path: str, query: str, body: Any) -> Any:
            if self.command == "GET":
                held = [each for each in told.kept.get(path, []) if each.get("state") != "closed"]
                return held if "page=1" in query.split("&") else []
            if self.command == "POST":
                listed = told.kept.setdefault(path, [])
                listed.append(
                    body
                    | {"id": len(listed) + 1, "number": len(listed) + 1, "iid": len(listed) + 1}
                    | {"user": told.writes_as, "author": told.writes_as}
                )
                return listed[-1] | {"html_url": f"{told.address}{path}/{len(listed)}"}
            for each in (each for listed in told.kept.values() for each in listed):
                if path.endswith(f"/{each['id']}"):
                    closing = {"state": "closed"} if body.get("state_event") == "close" else {}
                    each.update(body | closing)
            return {}

        do_GET = do_POST = do_PATCH = do_PUT = _answer

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield told


@dataclass
class FakePost:
    """The letters that came in."""

    address: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


@contextmanager
def post(*, refuses: bool = False) -> Iterator[FakePost]:
    """A mail server without encryption, as there is inside an office."""
    told = FakePost()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 post.voorbeeld.example")
            while line := self.rfile.readline():
                command = line.decode("ascii", "replace").strip()
                told.commands.append(command)
                match command.upper().split()[:1]:
                    case ["EHLO"]:
                        self._say("250-post.voorbeeld.example\r\n250 8BITMIME")
                    case ["RCPT"]:
                        told.receivers.append(command)
                        self._say("550 nee" if refuses else "250 ok")
                    case ["DATA"]:
                        self._say("354 ga door")
                        self._take()
                    case ["QUIT"]:
                        self._say("221 dag")
                        return
                    case _:
                        self._say("250 ok")

        def _take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            told.letters.append(letter)
            self._say("250 ok")

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.address = f"127.0.0.1:{server.server_address[1]}"
    with running(server):
        yield told


@dataclass
class Run:
    """How a workflow went: by job what it printed, how it ended, and the folder with what it kept."""

    said: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | WHO, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _evaluated(expression: str, names: Mapping[str, Any]) -> Any:
    """An expression of a workflow, as far as ours go: names, strings, ==, !=, &&, || and a few functions."""
    text = re.sub(r"&&", " and ", expression).replace("||", " or ")
    text = re.sub(r"(?<![\w'])([a-z]+(?:\.\w+)+)", lambda found: f"at({found[1]!r})", text)

    def at(path: str) -> Any:
        value: Any = names
        for part in path.split("."):
            value = value.get(part, "") if isinstance(value, dict) else ""
        return value

    known = {
        "at": at,
        "always": lambda: True,
        "failure": lambda: names["failed"],
        "hashFiles": lambda pattern: "".join(map(str, names["place"].glob(pattern))),
        "true": True,
    }
    return eval(text, {"__builtins__": {}}, known)


def _filled(text: str, names: Mapping[str, Any]) -> str:
    def said(found: re.Match[str]) -> str:
        value = _evaluated(found[1].strip(), names)
        return str(value).lower() if isinstance(value, bool) else str(value)

    return re.sub(r"\$\{\{(.*?)\}\}", said, text)


def _shell(script: str, folder: Path, environment: Mapping[str, str], shell: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        [*shell, script],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def run_actions(
    workflow: Path,
    clone: Path,
    environment: Mapping[str, str],
    names: Mapping[str, Any],
    folder: Path,
    without: str = "nothing",
) -> Run:
    """Every job of a workflow of GitHub or Forgejo, each in a clone of its own, as their runners do it.

    An action is not run: a checkout is a clone, and what is kept is copied. Steps with ``without`` in them are left out.
    """
    read = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    run = Run()
    needs: dict[str, Any] = {}
    for job, made in read["jobs"].items():
        wanted = made.get("needs", [])
        failed = any(
            run.results[each] != "success" for each in ([wanted] if isinstance(wanted, str) else wanted)
        )
        here = {**names, "needs": needs, "failed": failed, "inputs": names.get("inputs", {})}
        asked = made.get("if", "true")
        if not _evaluated(asked, here) or (failed and "always()" not in asked):
            run.results[job] = "skipped"
            needs[job] = {"result": "skipped"}
            continue
        place = folder / job
        _cloned(clone, place)
        failed, said = False, ""
        here["place"] = place
        for step in made["steps"]:
            here["failed"] = failed
            condition = step.get("if")
            if without in step.get("run", ""):
                continue
            if (failed and "failure()" not in (condition or "")) or (
                condition and not _evaluated(condition, here)
            ):
                continue
            if "run" in step:
                assert "${{" not in step["run"], "what a person types is never part of a command"
                own = {name: _filled(str(value), here) for name, value in step.get("env", {}).items()}
                code, told = _shell(
                    step["run"], place, {**environment, **own}, ["bash", "-e", "-o", "pipefail", "-c"]
                )
                said += told
                failed = failed or code != 0
            elif "upload" in step["uses"]:
                kept = folder / f"{job}-kept" / step["with"].get("name", "pages")
                source = place / step["with"]["path"]
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(source, kept) if source.is_dir() else shutil.copy(source, kept)
                run.kept[kept.name] = kept
        run.said[job], run.results[job] = said, "failure" if failed else "success"
        needs[job] = {"result": run.results[job]}
    return run


def run_gitlab(file: Path, clone: Path, environment: Mapping[str, str], jobs: list[str], folder: Path) -> Run:
    """The named jobs of a pipeline of GitLab, as its runner does them: later ones get what earlier ones kept."""
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    run = Run()
    given = {
        name: str(value["value"] if isinstance(value, dict) else value)
        for name, value in read["variables"].items()
    }
    for job in jobs:
        made = {**read.get(read[job].get("extends", ""), {}), **read[job]}
        place = folder / job
        _cloned(clone, place)
        for kept in run.kept.values():
            target = place / kept.name
            shutil.copytree(kept, target, dirs_exist_ok=True) if kept.is_dir() else shutil.copy(kept, target)
        lines = [*made.get("before_script", []), *made["script"]]
        script = "\n".join(lines)
        code, run.said[job] = _shell(
            script, place, {**given, **environment}, ["bash", "-e", "-o", "pipefail", "-c"]
        )
        run.results[job] = "failure" if code else "success"
        reports = made.get("artifacts", {}).get("reports", {}).values()
        for name in [*made.get("artifacts", {}).get("paths", []), *reports]:
            if (place / name).exists():
                run.kept[name.strip("/")] = place / name.strip("/")
    return run


def _cloned(clone: Path, place: Path) -> None:
    subprocess.run(["cp", "-a", str(clone), str(place)], check=True)
