"""Files that are read once for a whole run of tests: what is kept is what would be read anew."""

from __future__ import annotations

from contextlib import ExitStack
from unittest import mock

import pytest
from projects import VALID, files_of
from reading import READERS, read_once

from wmebv_site.register import decode as module
from wmebv_site.register.decode import decode
from wmebv_site.register.products import ProductsFile


@pytest.mark.parametrize("changed", [{}, {"products/klacht.yaml": b"id: klacht\nnaam: Klacht\n"}])
def test_what_is_kept_is_what_is_read_anew(changed: dict[str, bytes]) -> None:
    files = files_of(VALID) | changed
    with read_once():
        kept = [decode(files) for _ in range(2)]
    with ExitStack() as stack:
        for place, name, _ in READERS:
            stack.enter_context(mock.patch.object(place, name, getattr(place, name).__wrapped__))
        anew = decode(files)
    assert (anew[0] is None, anew[1] == []) == (bool(changed), not changed)
    assert kept == [anew, anew]


def test_what_is_said_besides_of_a_file_is_not_kept() -> None:
    with read_once():
        value, mistakes = module._mapping_in("products.yaml", b"products: [\n", ProductsFile)
        before = list(mistakes)
        mistakes.clear()
        assert (
            module._mapping_in("products.yaml", b"products: [\n", ProductsFile)
            == (value, before)
            != (value, [])
        )
