"""What comes with a release: notes for who upgrades, archives that anyone can make again, and what is in them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from places import ROOT, tool
from wording import LONGEST, sentences

from wmebv_site.editor.bundle import PACKAGE
from wmebv_site.editor.page import PACKAGES
from wmebv_site.exchange.migrations import MIGRATIONS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
FOR_WHO_UPGRADES = "Wat moet u doen"
NOTHING = "Niets."


def releases() -> dict[str, str]:
    """What stands under each version in the changelog."""
    parts = re.split(r"^## (.+)$", CHANGELOG, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def to_do(release: str) -> str:
    found = re.search(rf"^### {FOR_WHO_UPGRADES}\n(.+?)(?=^### |\Z)", release, re.MULTILINE | re.DOTALL)
    assert found, f"no '### {FOR_WHO_UPGRADES}'"
    return found[1].strip()


def test_each_release_says_first_and_in_short_dutch_sentences_what_to_do() -> None:
    assert releases()
    for name, text in releases().items():
        assert re.fullmatch(r"\[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d{2}-\d{2})?", name), name
        assert re.findall(r"^### (.+)$", text, re.MULTILINE)[0] == FOR_WHO_UPGRADES, name
        told = to_do(text)
        if told == NOTHING:
            continue
        above, *items = re.split(r"^- ", told, flags=re.MULTILINE)
        assert items, f"{name}: no list, nor '{NOTHING}'"
        for item in items:
            # For whom it is, as a question; then what that person does.
            assert re.match(r"\*\*[A-Z][^*]+\?\*\* [A-Z]", item), f"{name}: {item}"
        plain = re.sub(r"\[([^]]+)\]\([^)]*\)|[*`]", r"\1", f"{above} {' '.join(items)}")
        long = [each for each in sentences(" ".join(plain.split())) if len(each.split()) > LONGEST]
        assert long == [], name
    assert "do this" not in CHANGELOG.lower(), f"that stands under '{FOR_WHO_UPGRADES}'"


def test_a_new_shape_of_the_registers_is_told_with_the_command_that_brings_it() -> None:
    told = " ".join(to_do(text) for text in releases().values())
    for migration in MIGRATIONS:
        assert f"vorm {migration.to}" in told and "wmebv migrate" in told


def components() -> dict[str, Any]:
    return {each["bom-ref"]: each for each in tool("sbom").bill(0)["components"]}


def test_the_bill_names_every_package_of_the_locks_with_all_its_hashes() -> None:
    listed = components()
    wanted: dict[str, set[str]] = {}
    for lock in ("site", *PROJECT["optional-dependencies"]):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        for name, version, rest in re.findall(r"^([a-z0-9.-]+)==(\S+)((?:.*\\\n)+.*)", text, re.MULTILINE):
            wanted[f"pkg:pypi/{name}@{version}"] = set(re.findall(r"sha256:([0-9a-f]{64})", rest))
    found = {
        ref: {each["content"] for file in listed[ref]["externalReferences"] for each in file["hashes"]}
        for ref in listed
        if ref.startswith("pkg:pypi/")
    }
    assert len(wanted) > 30 and found == wanted
    assert listed["pkg:pypi/" + "mkdocs@" + _version("site", "mkdocs")]["scope"] == "required"
    assert listed["pkg:pypi/" + "weasyprint@" + _version("documents", "weasyprint")]["scope"] == "optional"


def _version(lock: str, name: str) -> str:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return re.findall(rf"^{name}==(\S+)", text, re.MULTILINE)[0]


def test_the_bill_says_who_needs_what_and_leaves_nothing_loose() -> None:
    bill = tool("sbom").bill(0)
    own = bill["metadata"]["component"]
    assert (own["name"], own["version"]) == (PROJECT["name"], PROJECT["version"])
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert needs.keys() == {own["bom-ref"], *(each["bom-ref"] for each in bill["components"])}
    reached, left = set[str](), [own["bom-ref"]]
    while left:
        if (ref := left.pop()) not in reached:
            reached.add(ref)
            left += needs[ref]
    assert reached == needs.keys()
    (pydantic,) = [ref for ref in needs if ref.startswith("pkg:pypi/pydantic@")]
    assert any(ref.startswith("pkg:pypi/pydantic-core@") for ref in needs[pydantic])


def with_editor(folder: Path) -> Path:
    """A folder with a wheel of the editor, of which the bill reads what is in it."""
    folder.mkdir(exist_ok=True)
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    packages = [
        {"name": name, "version": lock[f"node_modules/{name}"]["version"], "license": licence}
        for name, licence in (("@sveltia/cms", "MIT"), ("yaml", "ISC"))
    ]
    packages += [
        {"name": "dompurify", "version": "0.0.1", "license": "MPL-2.0 OR Apache-2.0"},
        {"name": "@lexical/html", "version": "0.0.1", "license": "MIT"},
        {"name": "font noto-mono", "version": "abc", "license": "OFL-1.1"},
    ]
    with zipfile.ZipFile(folder / f"{PACKAGE}-{PROJECT['version']}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{PACKAGE}/files/{PACKAGES}", json.dumps(packages))
    return folder


def test_the_bill_of_a_release_with_the_editor_has_all_that_is_bundled_in_it(tmp_path: Path) -> None:
    sbom = tool("sbom")
    assert sbom.in_editor(tmp_path, PROJECT["version"]) == []
    bill = sbom.bill(0, sbom.in_editor(with_editor(tmp_path), PROJECT["version"]))
    listed = {each["bom-ref"]: each for each in bill["components"]}
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    names = ("pkg:npm/%40sveltia/cms@", "pkg:npm/yaml@")
    cms, yaml = (next(ref for ref in listed if ref.startswith(name)) for name in names)
    within = ["font:noto-mono", "pkg:npm/%40lexical/html@0.0.1", "pkg:npm/dompurify@0.0.1"]
    assert {cms, yaml} < set(needs[bill["metadata"]["component"]["bom-ref"]])
    assert needs[cms] == within and not needs[yaml]
    assert all("externalReferences" in listed[ref] for ref in (cms, yaml))
    assert not any("externalReferences" in listed[ref] for ref in within)
    assert not [ref for ref in components() if ref.startswith("pkg:npm/")]


def test_the_bill_is_the_same_for_the_same_moment_and_another_for_another() -> None:
    sbom = tool("sbom")
    assert sbom.bill(86400) == sbom.bill(86400)
    assert sbom.bill(86400)["metadata"]["timestamp"] == "1970-01-02T00:00:00Z"
    assert sbom.bill(86400)["serialNumber"] != sbom.bill(0)["serialNumber"]


def test_a_released_version_gets_the_day_of_its_release_and_another_that_of_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist = tool("dist")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("## [1.2.0] - 2027-03-01\n\n## [1.1.0] - 2027-01-01\n", encoding="utf-8")
    assert dist.moment(tmp_path) == 1803859200
    changelog.write_text("## [Unreleased]\n\n## [1.2.0] - 2027-03-01\n", encoding="utf-8")
    assert dist.moment(tmp_path) == dist._LONG_AGO
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@voorbeeld.example"]
    dated = os.environ | {"GIT_COMMITTER_DATE": "2027-03-05T00:00:00Z"}
    subprocess.run([*git[:3], "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "a"], check=True, env=dated)
    assert dist.moment(tmp_path) == 1804204800
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    assert dist.moment(tmp_path) == 7


def tracked() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no checkout of git")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def copied(folder: Path, umask: int, modified: int) -> Path:
    """The project as someone unpacked it elsewhere, on another day and with other rights."""
    before = os.umask(umask)
    try:
        for name in tracked():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
            if os.access(ROOT / name, os.X_OK):
                (folder / name).chmod(0o777 & ~umask)
            os.utime(folder / name, (modified, modified))
    finally:
        os.umask(before)
    return folder


@pytest.mark.proof
def test_anyone_makes_the_same_archives_to_the_byte_with_all_of_the_project_and_nothing_else(
    tmp_path: Path,
) -> None:
    one = copied(tmp_path / "one", 0o022, 1_600_000_000)
    other = copied(tmp_path / "een andere map" / "één", 0o077, 1_900_000_000)
    (other / "node_modules").mkdir()
    (other / "node_modules" / "stray.js").write_text("", encoding="utf-8")
    environments = (
        {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "2", "HOME": str(tmp_path)},
    )
    made = []
    for folder, environment, umask in zip((one, other), environments, (0o022, 0o077), strict=True):
        subprocess.run(
            [sys.executable, "tools/dist.py", "dist"],
            cwd=folder,
            env={**os.environ, **environment, "PIP_NO_INDEX": "1"},
            check=True,
            umask=umask,
        )
        made.append({path.name: path.read_bytes() for path in (folder / "dist").iterdir()})
    assert made[0] == made[1]
    stem = f"{PROJECT['name'].replace('-', '_')}-{PROJECT['version']}"
    assert made[0].keys() == {f"{stem}.tar.gz", f"{stem}-py3-none-any.whl"}
    with tarfile.open(one / "dist" / f"{stem}.tar.gz") as archive:
        members = archive.getmembers()
    held = {member.name.removeprefix(f"{stem}/") for member in members if member.isfile()}
    assert held ^ set(tracked()) <= {"PKG-INFO", ".gitattributes"}
    assert {member.uid for member in members} == {member.gid for member in members} == {0}
    assert len({member.mtime for member in members}) == 1
    with zipfile.ZipFile(one / "dist" / f"{stem}-py3-none-any.whl") as wheel:
        top = {name.partition("/")[0] for name in wheel.namelist()}
    assert top == {"wmebv_site", f"{stem}.dist-info"}


@pytest.mark.proof
def test_the_bill_is_valid_by_its_standard_and_the_same_in_every_process(tmp_path: Path) -> None:
    judge = ROOT / ".venv-judges" / "bin" / "python"
    assert judge.exists(), "run: make proof"
    written = []
    for seed in ("1", "2"):
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1800000000", "PYTHONHASHSEED": seed}
        command = [sys.executable, "tools/sbom.py", str(with_editor(tmp_path / seed))]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        (file,) = (tmp_path / seed).glob("*.cdx.json")
        written.append(file.read_bytes())
    assert written[0] == written[1]
    asked = (
        "import sys; from cyclonedx.schema import SchemaVersion;"
        "from cyclonedx.validation.json import JsonStrictValidator as Judge;"
        "sys.exit(str(Judge(SchemaVersion.V1_6).validate_str(sys.stdin.read()) or ''))"
    )
    for bill, right in ((written[0], True), (written[0].replace(b'"library"', b'"lib"', 1), False)):
        done = subprocess.run([judge, "-c", asked], input=bill, capture_output=True)
        assert (not done.stderr.strip()) is right, done.stderr.decode()


def released(folder: Path, changelog: str, public: str = "") -> Path:
    """A checkout of which the version is 1.2.0, as far as a release looks at it."""
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n', encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    (folder / "publiccode.yml").write_text(f"name: x\n{public}", encoding="utf-8")
    return folder


def commit(folder: Path) -> None:
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@voorbeeld.example"]
    subprocess.run([*git[:3], "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "a"], check=True)


GOOD = "# Changelog\n\n## [1.2.0] - 2027-03-01\n\n### Wat moet u doen\n\nNiets.\n\n## [1.1.0] - 2027-01-01\n\nOud.\n"
PUBLIC = 'softwareVersion: 1.2.0\nreleaseDate: "2027-03-01"\n'


def test_a_release_says_all_that_is_in_its_way_and_nothing_when_it_is_whole(tmp_path: Path) -> None:
    release = tool("release")
    folder = released(tmp_path / "a", GOOD, PUBLIC)
    commit(folder)
    assert list(release.in_the_way(folder)) == []
    assert release.notes(folder) == "### Wat moet u doen\n\nNiets.\n"
    subprocess.run(["git", "-C", folder, "tag", "v1.2.0"], check=True)
    assert list(release.in_the_way(folder)) == []
    (folder / "stray").touch()
    assert [each[:7] for each in release.in_the_way(folder)] == ["1 files"]
    commit(folder)
    assert [each[:14] for each in release.in_the_way(folder)] == ["The tag v1.2.0"]
    other = released(tmp_path / "b", GOOD.replace("[1.2.0] - 2027-03-01", "[Unreleased]"), PUBLIC)
    commit(other)
    assert [each.partition(";")[0] for each in release.in_the_way(other)] == [
        "CHANGELOG.md begins with [Unreleased]"
    ]
    third = released(tmp_path / "c", GOOD.replace("### Wat moet u doen", "### Added"))
    commit(third)
    assert [each.partition(" '")[0] for each in release.in_the_way(third)] == [
        "The newest version in CHANGELOG.md lacks",
        "publiccode.yml has softwareVersion",
        "publiccode.yml has releaseDate",
    ]


@pytest.mark.proof
def test_who_does_what_the_manual_says_knows_a_release_from_one_that_was_changed(tmp_path: Path) -> None:
    """With a key that exists for this test alone."""
    keys, folder = tmp_path / "keys", tmp_path / "dist"
    keys.mkdir()
    for name in ("ours", "other"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", keys / name], check=True
        )
    manual = (ROOT / "docs" / "how-to" / "bijwerken.md").read_text(encoding="utf-8")
    part = re.search(r"^## Kijk of het bestand echt is\n(.+?)(?=^## )", manual, re.MULTILINE | re.DOTALL)
    assert part
    (signers,) = re.findall(r"```text\n(.+?)```", part[1], re.DOTALL)
    by_files, by_tag = re.findall(r"```sh\n(.+?)```", part[1], re.DOTALL)
    assert "ssh-ed25519 AAAA…" in signers

    def verified(commands: str) -> bool:
        return subprocess.run(["sh", "-e", "-c", commands], cwd=folder, capture_output=True).returncode == 0

    def made(key: str) -> None:
        command = [sys.executable, ROOT / "tools" / "release.py", "--sums", folder, "--sign", keys / key]
        subprocess.run(command, check=True, capture_output=True)

    folder.mkdir()
    for name in ("a.whl", "b.tar.gz"):
        (folder / name).write_bytes(name.encode())
    public = (keys / "ours.pub").read_text(encoding="utf-8").strip()
    made("ours")
    (folder / "ondertekenaars").write_text(signers.replace("ssh-ed25519 AAAA…", public), encoding="utf-8")
    assert verified(by_files)
    (folder / "b.tar.gz").unlink()  # who takes one of the files
    assert verified(by_files)
    (folder / "a.whl").write_bytes(b"other")
    assert not verified(by_files)
    made("other")  # with sums that are right, by someone else
    assert not verified(by_files)
    made("ours")
    assert verified(by_files)
    (folder / "SHA256SUMS").write_text("", encoding="utf-8")
    assert not verified(by_files)

    commit(folder)
    for name, key in (("v0.1.0", "ours"), ("v0.1.1", "other")):
        signing = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={keys / key}"]
        named = ["-c", "user.name=a", "-c", "user.email=a@voorbeeld.example"]
        subprocess.run(["git", "-C", folder, *signing, *named, "tag", "-s", "-m", "notes", name], check=True)
    assert "v0.1.0" in by_tag and verified(by_tag)
    assert not verified(by_tag.replace("v0.1.0", "v0.1.1"))
