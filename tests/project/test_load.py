"""What stands in the folder of the texts: what can't be read, named or published is told, and no build stumbles over it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from command import mkdocs, wmebv
from projects import SMALL_DAY, tree, write_files

from wmebv_site.project.load import load
from wmebv_site.rules.checking import check_project


def codes(project: Path) -> list[tuple[str, str]]:
    found = check_project(load(project), SMALL_DAY).diagnostics
    return [(each.code, each.place.file) for each in found if each.level == "error"]


@pytest.mark.parametrize(
    "name", [b"foto-\xe9.png", b"a\xff.md", b"b\n.png", b"c\x1b[2J.txt", "d\u202egnp.exe".encode()]
)
def test_a_name_that_can_not_be_read_is_told_and_no_build_stumbles(small: Path, name: bytes) -> None:
    mkdocs("build", cwd=small, code=0)
    before = tree(small / "site")
    Path(os.fsdecode(os.fsencode(small / "content") + b"/" + name)).write_bytes(b"x")
    [(code, file)] = codes(small)
    assert code == "WMEBV029" and file.isprintable()
    assert "Geef het een naam met kleine letters" in wmebv("check", cwd=small, code=1).stdout
    assert "De website is niet gewijzigd." in mkdocs("build", cwd=small, code=1).all
    assert tree(small / "site") == before


@pytest.mark.parametrize("name", ["beeld/a.png", "a.pdf", "beeld/a.svg"])
def test_what_may_not_be_read_is_told_by_check(
    small: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_files(small, {f"content/{name}": b"<svg/>"}) / "content" / name
    opened = Path.open

    def refusing(path: Path, *arguments: Any, **more: Any) -> Any:
        if path == file:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", refusing)
    assert codes(small) == [("WMEBV015", f"content/{name}")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"content/assets/wmebv.js": "alert(1)"}, "WMEBV209"),
        ({"content/assets/wmebv.css": "*{}"}, "WMEBV209"),
        ({"content/robots.txt": "User-agent: *"}, "WMEBV209"),
        ({"content/zoeken.json": "[]"}, "WMEBV209"),
        ({"content/_headers": "/*"}, "WMEBV209"),
        ({"content/.htaccess": "Options +Indexes"}, "WMEBV209"),
        ({"content/.well-known/security.txt": "Contact: x"}, "WMEBV209"),
        ({"content/spel.html": "<script>x</script>"}, "WMEBV027"),
        ({"content/beeld/logo.svg": "<svg onload='x'/>"}, "WMEBV027"),
    ],
)
def test_a_file_that_would_speak_for_the_site_is_refused_by_check_and_build(
    small: Path, files: dict[str, str], code: str
) -> None:
    write_files(small, files)
    [path] = files
    assert codes(small) == [(code, path)]
    mkdocs("build", cwd=small, code=1)
    assert not (small / "site").exists()
