"""A few tiny municipalities with their list, and an engine that carries out their tasks in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from projects import write_files
from small_registers import CHANNELS, IN_FORCE, decision, product

from wmebv_site.fleet import each

DAY = "2026-06-01"
SETTINGS = """\
site_name: Digitaal contact
site_url: https://www.voorbeeld.example/{name}/
docs_dir: content
plugins:
  - wmebv
"""
_NEWS = "https://zoek.officielebekendmakingen.nl/gmb-2025-1.html"
_RULE = '  - {fallback: ja, channels: [x], source: "besluit:a", article: "2"}\n'


def municipality(name: str, code: str, products: str, *, base: str = "", rule: str = _RULE) -> dict[str, str]:
    """The files of a project with this code."""
    channels = CHANNELS.replace("  name: Gemeente Voorbeeld\n", f"  name: Gemeente {name}\n  tooi: {code}\n")
    return {
        "channels.yaml": f"{base}{channels}designations:\n{rule}",
        "products.yaml": f"products:\n{products}",
        "mkdocs.yml": SETTINGS.format(name=name),
        "content/index.md": "---\ntitle: Welkom\n---\n\nWelkom.\n",
        "content/besluiten/a.md": decision(
            "Besluit A", f"{IN_FORCE}publication: {_NEWS}\nbasis: [Awb 2:13 lid 2]\n"
        ),
        "content/hulp/index.md": "---\ntitle: Hulp\n---\n\nWij helpen u.\n",
        "content/hulp/balie.md": "---\ntitle: Hulp aan de balie\nkind: balie\naddress: Plein 1\n---\n\nKom langs.\n",
    }


def write_fleet(folder: Path, names: Mapping[str, str], more: str = "") -> Path:
    """A list of municipalities by name and code, each with a product more than the one before."""
    listed = [f"  - {{folder: {name}, code: {code}}}\n" for name, code in names.items()]
    for number, (name, code) in enumerate(names.items(), 1):
        products = "".join(
            product(f"P{each}", "{kind: klacht}, {kind: ingebrekestelling}") for each in range(number)
        )
        write_files(
            folder / name, {path: text.encode() for path, text in municipality(name, code, products).items()}
        )
    (folder / "fleet.yaml").write_text(f"{more}municipalities:\n{''.join(listed)}", encoding="utf-8")
    return folder


class InThisProcess:
    """An engine; ``dies`` says of a call how often its worker dies before it gets through.

    A worker gives back what each municipality needed. Here that would walk past all that the tests hold, hundreds of times.
    """

    def __init__(self, dies: Mapping[str, int] | None = None, ahead: int = 2) -> None:
        self.ahead = ahead
        self.left = dict(dies or {})
        self.broken = 0
        self.opened: list[bool] = []
        self.done: list[str] = []

    @contextmanager
    def open(self, *, alone: bool) -> Iterator[Executor]:
        self.opened.append(alone)
        yield _AtOnce(self)

    def broke(self) -> None:
        self.broken += 1


class _AtOnce(Executor):
    def __init__(self, engine: InThisProcess) -> None:
        self.engine, self.broken = engine, False

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        task = arguments[0]
        future: Future[Any] = Future()
        if self.broken:
            raise RuntimeError("the pool is broken")
        if self.engine.left.get(task.key, 0):
            self.engine.left[task.key] -= 1
            self.broken = True
            future.set_exception(RuntimeError("its worker died"))
            return future
        self.engine.done.append(task.key)
        with mock.patch.object(each, "gc"):
            future.set_result(work(*arguments, **options))
        return future
