"""A text editor as its language server sees it: yaml-language-server, spoken to as VS Code does, over stdio."""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from places import ROOT

SERVER = ROOT / "node_modules" / ".bin" / "yaml-language-server"
_SECONDS = 10


class Editor:
    """A folder opened in an editor with the settings of that folder."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, settings: dict[str, Any]) -> None:
        self._process = process
        self._folder = folder
        self._settings = settings
        self._numbers = itertools.count(1)
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._places: dict[str, list[dict[str, Any]]] = {}
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def begin(self) -> None:
        uri = self._folder.as_uri()
        snippets = {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}
        }
        self.ask(
            "initialize",
            processId=None,
            rootUri=uri,
            workspaceFolders=[{"uri": uri, "name": "project"}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {"completion": snippets, "hover": {"contentFormat": ["markdown"]}},
            },
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self._settings)

    def open(self, path: str, text: str) -> str:
        """Show a text as that of a file of the folder, and return how the server calls it."""
        uri = (self._folder / path).as_uri()
        number = next(self._numbers)
        if uri in self._places:
            document = {"uri": uri, "version": number}
            self._tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        else:
            document = {"uri": uri, "languageId": "yaml", "version": number, "text": text}
            self._tell("textDocument/didOpen", textDocument=document)
        self._places.pop(uri, None)
        return uri

    def mistakes(self, path: str, text: str) -> list[tuple[int, str]]:
        """What the editor underlines: the line, from 1, and what it says."""
        uri = self.open(path, text)
        while uri not in self._places:
            self._take(self._said.get(timeout=_SECONDS))
        return [(each["range"]["start"]["line"] + 1, each["message"]) for each in self._places[uri]]

    def completions(self, path: str, text: str) -> dict[str, str]:
        """What the editor proposes where ``|`` stands: what it would type, with what it tells of that."""
        found = self._at("textDocument/completion", path, text)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: _shown(item.get("documentation")) for item in items}

    def hover(self, path: str, text: str) -> str:
        """What the editor shows of the word at which ``|`` stands."""
        found = self._at("textDocument/hover", path, text)
        return _shown(found["contents"]) if found else ""

    def _at(self, what: str, path: str, text: str) -> Any:
        before = text.partition("|")[0]
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        uri = self.open(path, text.replace("|", "", 1))
        return self.ask(what, textDocument={"uri": uri}, position=place)

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            said = self._said.get(timeout=_SECONDS)
            if said.get("id") == number and "method" not in said:
                assert "error" not in said, said
                return said["result"]
            self._take(said)

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _take(self, said: dict[str, Any]) -> None:
        """Answer what the server asks, and keep what it underlines."""
        method = said.get("method")
        if method == "textDocument/publishDiagnostics":
            self._places[said["params"]["uri"]] = said["params"]["diagnostics"]
        elif method == "workspace/configuration":
            wanted = [self._section(item.get("section", "")) for item in said["params"]["items"]]
            self._send({"id": said["id"], "result": wanted})
        elif "id" in said and method:
            self._send({"id": said["id"], "result": None})

    def _section(self, name: str) -> Any:
        found: dict[str, Any] = {}
        for key, value in self._settings.items():
            if key.startswith(f"{name}."):
                *above, last = key.removeprefix(f"{name}.").split(".")
                inner = found
                for step in above:
                    inner = inner.setdefault(step, {})
                inner[last] = value
        return found or self._settings.get(name)

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            while (line := stream.readline()) not in (b"\r\n", b""):
                header += line
            length = next(
                int(each.split(b":")[1])
                for each in header.splitlines()
                if each.lower().startswith(b"content-length")
            )
            self._said.put(json.loads(stream.read(length)))


def _shown(markup: Any) -> str:
    if isinstance(markup, list):
        return "\n".join(map(_shown, markup))
    return str(markup.get("value", "")) if isinstance(markup, dict) else markup or ""


@contextmanager
def editor(folder: Path, settings: dict[str, Any]) -> Iterator[Editor]:
    """A folder opened in an editor; the server goes when it is closed."""
    command = [str(SERVER), "--stdio"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
        opened = Editor(process, folder, settings)
        try:
            opened.begin()
            yield opened
        finally:
            process.kill()
            opened.listener.join()
