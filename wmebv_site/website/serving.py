"""Shows the website of a project on this machine alone, made again at every change, until somebody stops it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import FrameType

from wmebv_site.diagnostics import Refused
from wmebv_site.project.settings import SETTINGS_FILE
from wmebv_site.website.building import has_settings
from wmebv_site.website.renderers import FINDINGS, MKDOCS, OURS, Line, lines_of, program, surroundings, told

HERE = "127.0.0.1"
USUAL_PORT = 8000
_NEARBY = 20

_READY = "Klaar. De browser laat de nieuwe pagina zien."
_HELD_UP = "De browser laat de pagina zien van voor de fout, met daarboven wat er niet klopt."
_WORTH_TELLING: Mapping[str, str] = {
    r"Building documentation\.\.\.": "De website wordt gemaakt …",
    r"Serving on (\S+).*": (
        "De website staat klaar: {0}\nOpen dit adres in uw browser. Alleen deze computer kan erbij. Stoppen: Ctrl+C."
    ),
    r"Detected file changes": "Er is iets gewijzigd.",
    r"Reloading browsers": _READY,
    r"An error happened during the rebuild\..*": (
        "De website kon niet opnieuw worden gemaakt. Verbeter wat hierboven staat en bewaar het bestand."
    ),
}
_ABORTED = "Aborted with"
"""Ends what MkDocs says when it gives up; what was wrong stands above it."""
_SUMMARY = "Er zijn geen fouten."
_NO_MATTER = (r'"[A-Z]+ \S+ HTTP/[\d.]+" code \d+', r"The following pages exist .*")


def free_port(asked: int | None) -> int:
    """The port to show a website on: the one that was asked for, else the first that is free. Raises Refused."""
    ports = range(USUAL_PORT, USUAL_PORT + _NEARBY) if asked is None else [asked]
    for port in ports:
        if _is_free(port):
            return port
    if asked is not None:
        raise Refused(
            f"Poort {asked} is bezet: een ander programma gebruikt die. Sluit dat programma, of kies een andere poort, "
            f"bijvoorbeeld: wmebv preview --port {asked + 1}"
        )
    raise Refused(
        f"De poorten {ports[0]} tot en met {ports[-1]} zijn bezet. Sluit een programma dat een website laat zien, of kies een "
        "andere poort met --port."
    )


def _is_free(port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as tried:
        # As the server itself does, so that what was stopped a moment ago is not in the way.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HERE, port))
            tried.listen(1)
        except OSError:
            return False
    return True


def show_website(project: Path, port: int, tell: Callable[[str], None], day: date | None = None) -> int:
    """Serve a project, and ``tell`` what happens, line by line; until it is interrupted. The exit code of the server.

    Raises Refused when there is nothing to show.
    """
    has_settings(project)
    command = [*program(MKDOCS), "serve", "--config-file", str(project / SETTINGS_FILE)]
    with (
        _ended_as_interrupted(),
        subprocess.Popen(
            [*command, "--dev-addr", f"{HERE}:{port}"],
            env=surroundings(day),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as server,
    ):
        assert server.stdout is not None
        try:
            for text in worth_telling(lines_of(server.stdout)):
                tell(text)
        except KeyboardInterrupt:
            server.terminate()
            return 0
        finally:
            if server.poll() is None:
                server.terminate()
    return server.returncode


def worth_telling(lines: Iterator[Line]) -> Iterator[str]:
    """What of all that MkDocs logs an editor has use for, in Dutch."""
    quiet = findings = held_up = False
    for line in lines:
        if not line.goes_on:
            known = [pattern for pattern in _WORTH_TELLING if re.fullmatch(pattern, line.text)]
            if known:
                found = re.fullmatch(known[0], line.text)
                assert found is not None
                said = _WORTH_TELLING[known[0]].format(*found.groups())
                yield _HELD_UP if held_up and said == _READY else said
                held_up = False
            held_up |= line.level == "ERROR" and line.text.startswith(OURS)
            findings = line.text.startswith(FINDINGS)
            quiet = bool(known) or not (line.weighs or line.text.startswith(OURS))
            quiet |= any(re.fullmatch(pattern, line.text) for pattern in _NO_MATTER)
        if findings and not line.text.endswith(_SUMMARY):
            continue  # at every change again, they would hide what is new
        if not quiet and not line.text.startswith(_ABORTED):
            yield told(line)
        if findings:
            yield "U leest ze met: wmebv check"


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """A process that is asked to end takes the server with it."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
