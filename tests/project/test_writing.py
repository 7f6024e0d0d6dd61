"""Files that editors keep: changed in one place, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wmebv_site.diagnostics import Refused
from wmebv_site.project import writing
from wmebv_site.register.front_matter import with_key


def test_a_new_key_stands_below_the_last_and_the_rest_stays() -> None:
    text = "---\ntitle: A  # zo\n\n# een opmerking\nlijst:\n  - a\n---\n\ntitle: in de tekst\n"
    changed = with_key(text, "end", "2026-03-02T13:40+01:00")
    assert changed == text.replace("  - a\n---", "  - a\nend: 2026-03-02T13:40+01:00\n---")


def test_a_key_without_a_value_gets_one_and_keeps_its_comment() -> None:
    assert (
        with_key("---\nend:  # nog niet\nchannels: [a]\n---\n", "end", "x")
        == "---\nend: x  # nog niet\nchannels: [a]\n---\n"
    )


def test_windows_line_ends_stay() -> None:
    assert with_key("---\r\na: 1\r\n---\r\ntekst\r\n", "b", "2") == "---\r\na: 1\r\nb: 2\r\n---\r\ntekst\r\n"


def test_a_value_of_more_lines_is_not_replaced() -> None:
    for more in ("end:\n  x: 1\n", "end:\n- 1\n"):
        with pytest.raises(ValueError, match="end"):
            with_key(f"---\n{more}---\n", "end", "2")


def test_a_key_further_in_or_with_a_longer_name_is_another() -> None:
    text = "---\nuit:\n  end: 1\nend_of: 2\n---\n"
    assert with_key(text, "end", "3") == "---\nuit:\n  end: 1\nend_of: 2\nend: 3\n---\n"


def test_a_new_file_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "map" / "a.md"
    writing.write_new(file, b"een")
    with pytest.raises(Refused, match="bestaat al"):
        writing.write_new(file, b"twee")
    assert file.read_bytes() == b"een"
    assert [each.name for each in file.parent.iterdir()] == ["a.md"]


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"van een collega")
    with pytest.raises(Refused, match="intussen gewijzigd"):
        writing.replace(file, b"nieuw", expected=b"oud")
    assert file.read_bytes() == b"van een collega"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_replaced_file_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"oud")
    file.chmod(0o600)
    writing.replace(file, b"nieuw", expected=b"oud")
    assert file.read_bytes() == b"nieuw"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.write_bytes(b"oud")
    link = tmp_path / "a.md"
    link.symlink_to(elsewhere)
    with pytest.raises(Refused, match="snelkoppeling"):
        writing.replace(link, b"nieuw")
    assert elsewhere.read_bytes() == b"oud"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_goes_wrong_on_the_way_leaves_the_old_file(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"oud")

    def fails(*arguments: object) -> None:
        raise OSError

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(Refused, match="kan niet worden geschreven"):
        writing.replace(file, b"nieuw")
    assert file.read_bytes() == b"oud"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]
