"""Compiles every template once for a whole run of tests: each page renderer, and each MkDocs, begins with none."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class _InMemory(BytecodeCache):
    """Keeps what a template was compiled to, by its source and by what the environment makes of it."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        bucket = super().get_bucket(environment, name, filename, source)
        ways = (
            environment.autoescape,
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.optimized,
        )
        bucket.key += repr((*ways, environment.undefined, sorted(environment.extensions)))
        bucket.reset()
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@contextmanager
def compiled_once() -> Iterator[None]:
    begin = functools.partialmethod(Environment.__init__, bytecode_cache=_InMemory())
    with mock.patch.object(Environment, "__init__", begin):
        yield
