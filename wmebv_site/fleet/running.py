"""Carries out the tasks of a fleet on any executor, goes on when a worker dies, and tries once more what may pass."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from multiprocessing.queues import SimpleQueue
from typing import Protocol

from wmebv_site.diagnostics import Refused, printable
from wmebv_site.fleet.each import State, Task, as_line, died, end_group, run
from wmebv_site.fleet.listing import Fleet
from wmebv_site.fleet.results import Line


class Engine(Protocol):
    """Where tasks are carried out."""

    @property
    def ahead(self) -> int:
        """How many tasks are handed over at a time."""

    def open(self, *, alone: bool) -> AbstractContextManager[Executor]:
        """An executor for a while; ``alone`` for one task at a time, of which it must be known whether it dies."""

    def broke(self) -> None:
        """A worker died: end what is left of it. Raises Refused when there is nothing to go on with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a fleet, for all of its municipalities or for those of a shard."""

    build: bool
    day: date
    moment: datetime | None = None
    asked_day: bool = False
    shard: tuple[int, int] | None = None
    seconds: int | None = None
    megabytes: int | None = None

    @property
    def action(self) -> str:
        return "build" if self.build else "check"


def tasks_of(fleet: Fleet, asked: Asked, earlier: Mapping[str, Line], *, again: bool = False) -> list[Task]:
    """The task of each municipality, with what an earlier run told of it; ``again`` when that may not stand."""
    settings = fleet.settings
    return [
        Task(
            key=place.key,
            folder=str(place.folder.absolute()),
            day=asked.day.isoformat(),
            out=str(place.out.absolute()) if asked.build else None,
            name=place.name,
            code=place.code,
            base=str(fleet.base.absolute()) if fleet.base else None,
            moment=asked.moment.isoformat() if asked.moment else None,
            asked_day=asked.asked_day,
            renderer=settings.renderer.value,
            strict=settings.strict,
            seconds=asked.seconds if asked.seconds is not None else int(settings.time_limit),
            megabytes=asked.megabytes if asked.megabytes is not None else int(settings.memory_limit),
            earlier=as_line(earlier[place.key]) if place.key in earlier else None,
            again=again,
        )
        for place in fleet.places
        if asked.shard is None or shard_of(place.shard_key, asked.shard[1]) == asked.shard[0]
    ]


def shard_of(key: str, shards: int) -> int:
    """On which of so many shards a municipality falls, from 1: the same on every machine and in every year."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % shards + 1


def carried_out(tasks: Sequence[Task], engine: Engine, work: Callable[[Task], str] = run) -> Iterator[str]:
    """The line of each task, in the order in which they are ready."""
    suspects: list[Task] = []
    waiting = deque(tasks)
    while waiting:
        yield from _together(waiting, suspects, engine, work)
    for task in suspects:  # one at a time: when a worker dies, nobody knows on which of its tasks
        yield _once_more(task, engine, work)


def _together(
    waiting: deque[Task], suspects: list[Task], engine: Engine, work: Callable[[Task], str]
) -> Iterator[str]:
    """All that wait, until a worker dies: what it had in hand comes among the suspects."""
    with engine.open(alone=False) as executor:
        running: dict[Future[str], Task] = {}
        broken = False
        while running or (waiting and not broken):
            while waiting and not broken and len(running) < engine.ahead:
                task = waiting.popleft()
                try:
                    running[executor.submit(work, task)] = task
                except RuntimeError:  # it broke while this one was handed over
                    waiting.appendleft(task)
                    broken = True
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                line = _outcome(future)
                if line is None:
                    broken = True
                if line is None or _may_pass(line):
                    suspects.append(task)
                else:
                    yield line
        if broken:
            engine.broke()


def _once_more(task: Task, engine: Engine, work: Callable[[Task], str]) -> str:
    with engine.open(alone=True) as executor:
        line = None
        with suppress(RuntimeError):
            line = _outcome(executor.submit(work, task))
        if line is None:
            engine.broke()
    return line if line is not None else as_line(died(task))


def _outcome(future: Future[str]) -> str | None:
    """What a task told; None when its worker died, in the way in which that executor says so."""
    try:
        return future.result()
    except Exception:
        return None


def _may_pass(line: str) -> bool:
    return State(json.loads(line)["state"]).may_pass


@dataclass
class Pool:
    """Processes of this machine, made anew when one of them died. Each leads a group with all that it starts."""

    workers: int
    _names: SimpleQueue[int] | None = None
    _leaders: list[int] = field(default_factory=list)

    @property
    def ahead(self) -> int:
        return self.workers

    @contextmanager
    def open(self, *, alone: bool) -> Iterator[Executor]:
        context = multiprocessing.get_context("spawn")  # no lock, thread or file of ours goes along
        self._names, self._leaders = context.SimpleQueue(), []
        number = 1 if alone else self.workers
        executor = ProcessPoolExecutor(
            number, mp_context=context, initializer=_begin, initargs=(self._names,)
        )
        try:
            yield executor
        except BaseException:
            self.broke()
            raise
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
            self._names.close()
            self._names = None

    def broke(self) -> None:
        while self._names is not None and not self._names.empty():
            self._leaders.append(self._names.get())
        for leader in self._leaders:
            end_group(leader)
        self._leaders = []


def _begin(names: SimpleQueue[int]) -> None:
    """Begin as a worker: it stops when the one that it works for is gone, and takes what it started with it."""
    if sys.platform != "win32":
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    names.put(os.getpid())
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end_group(os.getpid())
        os._exit(1)


_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss)://[^\s/]+:[0-9]{1,5}")


@dataclass
class Cluster:
    """A Dask cluster that is there already: on Kubernetes, on Slurm, or on a few machines of an office."""

    address: str
    ahead: int = 1_000_000

    @contextmanager
    def open(self, *, alone: bool) -> Iterator[Executor]:
        try:
            from distributed import Client
        except ModuleNotFoundError as missing:
            from wmebv_site.project.machine import to_install_extra

            raise Refused(
                f"Voor werk op een cluster is '{missing.name}' nodig. Typ: {to_install_extra('cluster')}"
            ) from missing
        refused = Refused(
            f"Op '{printable(self.address)}' antwoordt geen cluster. Schrijf het adres van de scheduler, zoals "
            "tcp://scheduler:8786."
        )
        if not _ADDRESS.fullmatch(self.address):  # Dask would take it for a file or a service, and wait
            raise refused
        try:
            client = Client(self.address, timeout=10, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise refused from error
        with client:
            if not client.scheduler_info().get("workers"):
                raise Refused(
                    f"Het cluster op '{printable(self.address)}' heeft nog geen workers. Start er ten minste een."
                )
            with client.get_executor(pure=False) as executor:
                yield executor

    def broke(self) -> None:
        """Dask itself replaces a worker that died."""
