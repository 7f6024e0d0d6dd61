"""Does one thing with a folder that is published, again and again, and is killed at each next step on the disk."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from wmebv_site.project.settings import SiteSettings
from wmebv_site.project.turns import TURN
from wmebv_site.publishing.kept import Shelf
from wmebv_site.publishing.swapping import Wanted, forget_everywhere, go_back, publish_built

DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)
LETTER = "brief.pdf"
STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "open"}


def act(what: str, folder: Path, published: datetime) -> None:
    shelf = Shelf(folder / "www")
    with shelf.turn(folder / "project"):
        if what == "back":
            go_back(shelf, None)
        elif what == "forget":
            forget_everywhere(shelf, LETTER, DAY, None)
        else:
            wanted = Wanted(DAY, NOON, published, None, SiteSettings())
            publish_built(shelf, lambda room: shutil.copytree(folder / "source", room), wanted, 2)


def killed_at(step: int, what: str, folder: Path) -> bool:
    """Whether the child was killed at that step; else it was done before."""
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            writes = event != "open" or (len(arguments) > 2 and int(str(arguments[2] or 0)) & os.O_CREAT)
            if event in STEPS and writes:
                left -= 1
                if left < 0:
                    os._exit(9)

        sys.addaudithook(count)
        try:
            act(what, folder, datetime.now(UTC))
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9), code
    return code == 9


def state(folder: Path) -> dict[str, bytes]:
    """What a visitor gets."""
    site = folder / "www" / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def main(what: str, folder: Path) -> int:
    """The number of steps at which it was killed; an AssertionError where a visitor saw something half."""
    for step in range(400):
        work = folder / str(step)
        shutil.copytree(folder / "start", work, symlinks=True)
        before = state(work)
        killed = killed_at(step, what, work)
        seen = state(work)
        act(what, work, datetime.now(UTC)) if what != "back" else None
        after = state(work)
        if what == "publish":
            source = work / "source"
            new = {path.name: path.read_bytes() for path in source.iterdir()}
            assert seen in (before, new) and after == new, step
        elif what == "back":
            old = (folder / "old").read_text(encoding="utf-8")
            assert (work / "www" / "builds" / old).is_dir()
            was = {path.name: path.read_bytes() for path in (work / "www" / "builds" / old).iterdir()}
            assert seen in (before, was) and (killed or seen == was), step
        else:
            assert not [*(work / "www").rglob(LETTER)] and LETTER not in after, step
        hidden = {each.name for each in (work / "www" / "builds").iterdir() if each.name.startswith(".")}
        assert what == "back" or hidden <= {TURN}, (step, hidden)
        shutil.rmtree(work)
        if not killed:
            return step
    raise AssertionError("it never ended")


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2])))
