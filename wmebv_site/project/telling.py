"""Tells who isn't there how a run went: by mail, and on the forge where it ran; ``init`` writes it as beheer/melden.py."""

# This file stands alone: an alarm has to work where wmebv itself could not be installed.
from __future__ import annotations

import argparse
import base64
import contextlib
import json
import os
import re
import smtplib
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

_SECONDS = 30
_PAGES = 20
"""So many pages of comments or issues are looked through for what was told before."""
_SHOWN = 30
"""So many mistakes are placed at their lines; who has more, reads them in the log."""
_LONGEST = 60_000
"""What a forge takes as one text, about."""


class CannotTell(Exception):
    """Why something could not be told, as a Dutch sentence with a way out."""


class NotSet(CannotTell):
    """That nobody set where to tell it, which is no failure: it stands in the log."""


class Forge:
    """The forge on which this runs, as its own variables say it. GitHub and Forgejo take the same questions."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.named = environment
        self.is_gitlab = bool(environment.get("GITLAB_CI"))
        self.token = environment.get("WMEBV_TOKEN", "")
        if self.is_gitlab:
            project = quote(environment.get("CI_PROJECT_ID", ""), safe="")
            self.address = environment.get("CI_API_V4_URL", "").rstrip("/")
            self.root = f"{self.address}/projects/{project}"
            self.change = environment.get("CI_MERGE_REQUEST_IID", "")
            self.run = environment.get("CI_PIPELINE_URL", "")
        else:
            repository = environment.get("GITHUB_REPOSITORY", "")
            self.address = environment.get("GITHUB_API_URL", "").rstrip("/")
            self.root = f"{self.address}/repos/{repository}"
            self.change = environment.get("WMEBV_CHANGE", "")
            self.page = f"{environment.get('GITHUB_SERVER_URL', '')}/{repository}"
            number = environment.get("GITHUB_RUN_ID", "")
            self.run = f"{self.page}/actions/runs/{number}" if number else ""

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """What the forge answers about the project. Raises CannotTell when it refuses, or can't be reached."""
        return self._asked(method, f"{self.root}/{path}", body)

    def _asked(self, method: str, address: str, body: Mapping[str, Any] | None = None) -> Any:
        if urlsplit(self.root).scheme not in ("http", "https"):
            raise NotSet("Dit draait niet op een forge. Daarom is er niets gemeld.")
        if not self.token:
            raise NotSet(
                "Er is geen sleutel voor de forge (WMEBV_TOKEN). Daarom staat dit alleen in het logboek."
            )
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "wmebv"}
        headers |= (
            {"PRIVATE-TOKEN": self.token} if self.is_gitlab else {"Authorization": f"token {self.token}"}
        )
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                said = answer.read()
        except urllib.error.HTTPError as error:
            error.close()
            raise CannotTell(
                f"De forge weigert dit (antwoord {error.code}). Mag de sleutel WMEBV_TOKEN dit? En staat dit aan bij de instellingen?"
            ) from error
        except (OSError, ValueError) as error:
            raise CannotTell("De forge is niet bereikbaar. Start de taak later opnieuw.") from error
        return json.loads(said) if said.strip() else None

    def comment(self, mark: str, text: str) -> None:
        """Say it once beside the change: what was said before under this mark is replaced."""
        if not self.change.isdigit():
            raise CannotTell("Dit hoort niet bij een voorstel. Daarom staat het alleen in het logboek.")
        if self.is_gitlab:
            listed = created = f"merge_requests/{self.change}/notes"
        else:
            listed = created = f"issues/{self.change}/comments"
        body = {"body": _marked(mark, text)}
        before = next((each for each, found in self._ours(listed, "body") if found == _slug(mark)), None)
        if before is None:
            self.ask("POST", created, body)
        elif self.is_gitlab:
            self.ask("PUT", f"{created}/{before['id']}", body)
        else:
            self.ask("PATCH", f"issues/comments/{before['id']}", body)

    def issue(self, mark: str, title: str, text: str) -> None:
        """Keep one open issue under this mark, and put the text of today in it."""
        body = {"title": title, "description" if self.is_gitlab else "body": _marked(mark, text)}
        found = self._issue_of(mark)
        if found is None:
            self.ask("POST", "issues", body)
        elif self.is_gitlab:
            self.ask("PUT", f"issues/{found['iid']}", body)
        else:
            self.ask("PATCH", f"issues/{found['number']}", body)

    def close(self, mark: str) -> None:
        """Close the issue under this mark, if there is one."""
        found = self._issue_of(mark)
        if found is not None:
            self._close(found)

    def close_others(self, begin: str, kept: Iterable[str]) -> None:
        """Close every issue under a mark that begins so, but for those under these marks."""
        marks = {_slug(each) for each in kept}
        for each, mark in list(self._issues()):
            if mark.startswith(f"{_slug(begin)}-") and mark not in marks:
                self._close(each)

    def _close(self, found: Mapping[str, Any]) -> None:
        if self.is_gitlab:
            self.ask("PUT", f"issues/{found['iid']}", {"state_event": "close"})
        else:
            self.ask("PATCH", f"issues/{found['number']}", {"state": "closed"})

    def _issue_of(self, mark: str) -> Mapping[str, Any] | None:
        return next((each for each, found in self._issues() if found == _slug(mark)), None)

    def _issues(self) -> Iterator[tuple[Mapping[str, Any], str]]:
        """The open issues of ours, each with its mark."""
        state = "opened" if self.is_gitlab else "open"
        for each, mark in self._ours("issues", "description" if self.is_gitlab else "body", state=state):
            if "pull_request" not in each:
                yield each, mark

    def _ours(self, path: str, text: str, **asked: str) -> Iterator[tuple[Mapping[str, Any], str]]:
        """What we wrote there before, each with its mark. Anybody can write a mark: it is also asked who wrote it."""
        for each in self._all(path, asked):
            mark = _MARK.match(each.get(text) or "")
            if mark and self._wrote(each.get("author" if self.is_gitlab else "user") or {}):
                yield each, mark[1]

    def _wrote(self, author: Mapping[str, Any]) -> bool:
        if self._me is not None:
            return author.get("id") == self._me
        # The key of a run itself may not ask who it is. It writes as a program, and no person can be one.
        return author.get("type") == "Bot" or author.get("id", 0) < 0

    @cached_property
    def _me(self) -> int | None:
        """Who the key is of; None where the forge doesn't say."""
        with contextlib.suppress(CannotTell):
            found = self._asked("GET", f"{self.address}/user")
            return found.get("id") if isinstance(found, dict) else None
        return None

    def _all(self, path: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for page in range(1, _PAGES + 1):
            # What one forge calls ``per_page``, another calls ``limit``; each leaves the other's word.
            query = urlencode({**asked, "per_page": "50", "limit": "50", "page": str(page)})
            found = self.ask("GET", f"{path}?{query}")
            if not found:
                return
            yield from found

    def review(self, report: Mapping[str, Any]) -> None:
        """Place each mistake at its line, for a forge that shows no commands of the log there: Forgejo."""
        errors = [each for each in report["diagnostics"] if each["level"] == "error"]
        if not errors:
            return
        comments = [
            {
                "path": each["file"],
                "new_position": each["line"],
                "body": f"**{each['code']}** {_plain(each['message'])} {_plain(each['hint'] or '')}".strip(),
            }
            for each in errors[:_SHOWN]
        ]
        more = len(errors) - len(comments)
        said = "De controle vond fouten. Ze staan bij hun regels."
        said += f" Er zijn er nog {more}; die staan in het logboek." if more else ""
        try:
            self.ask(
                "POST",
                f"pulls/{self.change}/reviews",
                {"event": "COMMENT", "body": said, "comments": comments},
            )
        except NotSet:
            raise
        except CannotTell:
            # Not every version places a remark at a line that the change left as it was.
            lines = [f"- {each['path']}, regel {each['new_position']}: {each['body']}" for each in comments]
            self.comment("fouten", "\n".join(["De controle vond fouten:", "", *lines]))

    def propose(self, title: str, text: str, branch: str) -> str:
        """Put everything that changed on a branch, and ask to take it over; an empty answer when nothing changed."""
        if not _git("status", "--porcelain").strip():
            return ""
        name = f"wmebv/{_slug(branch)}-{self.named.get('GITHUB_RUN_ID') or self.named.get('CI_PIPELINE_ID') or '1'}"
        _git("checkout", "-q", "-b", name)
        _git("add", "--all")
        _git("-c", "user.name=wmebv", "-c", "user.email=wmebv@localhost", "commit", "-q", "-m", title)
        into = self.named.get("WMEBV_INTO") or "main"
        if self.is_gitlab:
            address = f"{self.named.get('CI_PROJECT_URL', '')}.git"
            key = base64.b64encode(f"oauth2:{self.token}".encode()).decode()
            # In the environment: what stands on a command line, every program on the machine can read.
            secret = {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "http.extraHeader",
                "GIT_CONFIG_VALUE_0": f"Authorization: Basic {key}",
            }
            _git("push", "-q", address, f"HEAD:refs/heads/{name}", **secret)
            asked = {"source_branch": name, "target_branch": into, "title": title, "description": text}
            path, by_hand = "merge_requests", f"{self.named.get('CI_PROJECT_URL', '')}/-/merge_requests/new"
        else:
            _git("push", "-q", "origin", f"HEAD:refs/heads/{name}")
            asked = {"head": name, "base": into, "title": title, "body": text}
            path, by_hand = "pulls", f"{self.page}/compare/{into}...{name}"
        try:
            made = self.ask("POST", path, asked)
        except CannotTell as why:
            return f"De wijziging staat op de tak '{name}'. {why} Maak het voorstel zelf: {by_hand}"
        return f"Het voorstel staat klaar: {made.get('html_url') or made.get('web_url') or name}"


def _git(*arguments: str, **more: str) -> str:
    done = subprocess.run(["git", *arguments], env=os.environ | more, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise CannotTell("De wijziging kan niet naar de forge. Mag de sleutel WMEBV_TOKEN takken maken?")
    return done.stdout


_MARK = re.compile(r"<!-- wmebv:([a-z0-9-]+) -->")


def _marked(mark: str, text: str) -> str:
    kept = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\n\nDe rest staat in het logboek."
    return f"<!-- wmebv:{_slug(mark)} -->\n{kept}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "wijziging"


def _plain(text: str) -> str:
    """Text of a register in a comment: no markup, and nobody is called."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text).replace("@", "@\u200b")


def mail(environment: Mapping[str, str], subject: str, text: str, run: str = "") -> str:
    """Send it, and say to how many. Raises CannotTell when it can't be sent."""
    server, to = environment.get("WMEBV_MAIL_SERVER", "").strip(), environment.get("WMEBV_MAIL_TO", "")
    receivers = [each.strip() for each in to.split(",") if each.strip()]
    if not server or not receivers:
        return "Er is geen mail verstuurd: WMEBV_MAIL_SERVER en WMEBV_MAIL_TO zijn niet allebei ingesteld."
    host, _, number = server.partition(":")
    port = int(number) if number.isdigit() else 587
    user, password = environment.get("WMEBV_MAIL_USER", ""), environment.get("WMEBV_MAIL_PASSWORD", "")
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = environment.get("WMEBV_MAIL_FROM", "").strip() or user or receivers[0]
    message["To"] = ", ".join(receivers)
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"{text.rstrip()}\n\n{f'Meer staat in het logboek: {run}' if run else ''}".rstrip() + "\n"
    )
    safe = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=safe)
            if port == 465
            else smtplib.SMTP(host, port, timeout=_SECONDS)
        ) as post:
            if port != 465:
                post.ehlo()
                if post.has_extn("starttls"):
                    post.starttls(context=safe)
                elif user:
                    raise CannotTell(
                        f"De mailserver '{host}' heeft geen beveiligde verbinding. Daarom is het wachtwoord niet verstuurd. Kies "
                        "een andere server of poort, of haal WMEBV_MAIL_USER weg."
                    )
            if user:
                post.login(user, password)
            post.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise CannotTell(
            f"De mail kon niet weg via '{host}' ({type(error).__name__}). Kijk de instellingen met WMEBV_MAIL_ na."
        ) from error
    return f"De mail is verstuurd aan {len(receivers)} {'adres' if len(receivers) == 1 else 'adressen'}."


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="melden.py", description="Meldt hoe een taak verliep.")
    tasks = parser.add_subparsers(dest="task", required=True)
    of_text = argparse.ArgumentParser(add_help=False)
    of_text.add_argument("file", nargs="?", help="Het bestand met de tekst; zonder: wat binnenkomt.")
    titled = argparse.ArgumentParser(add_help=False)
    titled.add_argument("--subject", required=True, help="Het onderwerp.")
    marked = argparse.ArgumentParser(add_help=False)
    marked.add_argument("--mark", required=True, help="Waaraan een eerdere melding wordt herkend.")
    tasks.add_parser("mail", parents=[of_text, titled], help="Verstuurt een mail.")
    tasks.add_parser("comment", parents=[of_text, marked], help="Zet een reactie bij het voorstel.")
    tasks.add_parser("review", parents=[of_text], help="Zet fouten bij hun regels (Forgejo).")
    tasks.add_parser("issue", parents=[of_text, titled, marked], help="Houdt één taak op de forge bij.")
    tasks.add_parser("close", parents=[marked], help="Sluit die taak.")
    others = tasks.add_parser("close-others", parents=[marked], help="Sluit elke taak die zo begint.")
    others.add_argument("kept", nargs="*", help="Welke taken open blijven.")
    proposed = tasks.add_parser(
        "propose", parents=[of_text, titled], help="Maakt een voorstel van wat is gewijzigd."
    )
    proposed.add_argument("--branch", required=True, help="Het begin van de naam van de tak.")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """0 when it was told, or can only be read in the log; 1 when it should have been told and was not."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked, forge = _asked(arguments), Forge(os.environ)
    text = ""
    if not asked.task.startswith("close"):
        data = Path(asked.file).read_bytes() if asked.file else sys.stdin.buffer.read()
        text = data.decode("utf-8", "replace")
    try:
        match asked.task:
            case "mail":
                print(mail(os.environ, asked.subject, text, forge.run))
            case "comment":
                print(text)
                if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
                    with Path(summary).open("a", encoding="utf-8") as stream:
                        stream.write(f"{text}\n")
                forge.comment(asked.mark, text)
            case "review":
                forge.review(json.loads(text))
            case "issue":
                forge.issue(asked.mark, asked.subject, text)
            case "close":
                forge.close(asked.mark)
            case "close-others":
                forge.close_others(asked.mark, asked.kept)
            case _:
                print(forge.propose(asked.subject, text, asked.branch) or "Er is niets gewijzigd.")
    except CannotTell as why:
        print(why, file=sys.stderr)
        # What stands in the log and in the summary is told, if not as well.
        return 0 if asked.task in ("comment", "review") or isinstance(why, NotSet) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
