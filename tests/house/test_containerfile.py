"""The image is made of what is locked, and runs as nobody in particular; it was also built and run, without a network."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from places import ROOT

TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
STEPS = [
    line.split(None, 1)
    for line in re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", TEXT, flags=re.MULTILINE)).splitlines()
    if line.strip()
]


def said(word: str) -> list[str]:
    return [" ".join(rest.split()) for step, rest in STEPS if step == word]


def test_its_base_is_one_version_of_a_python_that_is_supported() -> None:
    [base] = said("ARG")
    found = re.fullmatch(r"BASE=docker\.io/library/python:(\d+)\.(\d+)\.\d+-slim-[a-z]+", base)
    assert found and (3, 11) <= (int(found[1]), int(found[2])) <= (3, 14)
    assert said("FROM") == ["${BASE} AS made", "${BASE}"]


def test_everything_from_elsewhere_is_locked_by_its_sum() -> None:
    pip = [part for run in said("RUN") for part in run.split("&&") if " pip install" in part]
    assert len(pip) == 2
    for part in pip:
        assert "--require-hashes" in part or ("--no-deps" in part and "--no-build-isolation" in part)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [extras] = re.findall(r"^EXTRAS := (.*)$", makefile, re.MULTILINE)
    locks = {f"requirements/{name}.txt" for name in ("site", "build", *extras.split())}
    assert set(re.findall(r"-r (\S+)", pip[0])) == locks
    assert not {"ADD"} & {step for step, _ in STEPS}
    assert not re.search(r"\b(curl|wget|git clone)\b", TEXT)


def test_what_it_copies_is_there_and_nothing_else_is_sent_to_be_built() -> None:
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert "*" in ignored
    for copied in said("COPY"):
        *sources, _ = copied.split()
        if sources[0].startswith("--from=made"):
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(fnmatch(source.partition("/")[0], each) for each in allowed), source


def test_it_runs_as_a_user_without_rights_and_without_pip() -> None:
    last = STEPS[max(at for at, (step, _) in enumerate(STEPS) if step == "FROM") :]
    [user] = [rest for step, rest in last if step == "USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user.strip())
    assert [rest.strip() for step, rest in last if step == "ENTRYPOINT"] == ['["wmebv"]']
    assert "pip uninstall --yes pip" in TEXT
