"""What the repository promises to whoever installs, packages, audits or changes it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from urllib.parse import urlsplit

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from places import ROOT

REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# What each lock must hold: the requirements it was made from.
LOCKED = {
    "site": PROJECT["project"]["dependencies"],
    "build": PROJECT["build-system"]["requires"],
    "lowest": [
        *PROJECT["project"]["dependencies"],
        *chain(*PROJECT["project"]["optional-dependencies"].values()),
    ],
    **PROJECT["project"]["optional-dependencies"],
    **PROJECT["dependency-groups"],
}

# Written in parts, because the names themselves may stand nowhere.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("archive", "ubuntu", "com"),
    ]
]

# The words of publiccode.yml 0.7, as far as this project may need them.
PUBLICCODE_CATEGORIES = {"compliance-management", "digital-citizenship", "website-builder"}
PUBLICCODE_STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
PUBLICCODE_TYPES = {f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")}
PUBLICCODE_REQUIRED = {
    *("publiccodeYmlVersion", "name", "url", "softwareType", "platforms", "developmentStatus"),
    *("description", "legal", "maintenance", "localisation"),
}
PUBLICCODE_OPTIONAL = {
    *(
        "applicationSuite",
        "landingURL",
        "isBasedOn",
        "softwareVersion",
        "releaseDate",
        "logo",
        "organisation",
    ),
    *("categories", "usedBy", "fundedBy", "roadmap", "supports", "intendedAudience", "dependsOn"),
}


def blocks(lock):
    """The logical lines of a lock: one requirement with its hashes each."""
    text = (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(lock):
    """Name to the list of (version, marker) that a lock holds for it."""
    found = {}
    for line in blocks(lock):
        requirement = Requirement(line.split("--hash")[0].strip())
        (pin,) = requirement.specifier
        found.setdefault(canonicalize_name(requirement.name), []).append(
            (Version(pin.version), requirement.marker)
        )
    return found


def project_files():
    """Every file that belongs to the project: what git knows, or all of an unpacked sdist."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        paths = [ROOT / name for name in names.split("\0") if name]
    else:
        ignored = {line.strip("/\n") for line in (ROOT / ".gitignore").open(encoding="utf-8")}
        paths = [path for path in ROOT.rglob("*") if not ignored & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def machine_hosts():
    """Hosts that this machine's own settings name as a registry."""
    names = ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "npm_config_registry"]
    values = [os.environ.get(name, "") for name in names]
    listing = [sys.executable, "-m", "pip", "config", "list"]
    values.append(subprocess.run(listing, capture_output=True, text=True, check=True).stdout)
    addresses = re.findall(r"https?://[^\s'\"]+", " ".join(values))
    hosts = {urlsplit(address).hostname for address in addresses}
    return sorted(host for host in hosts if host and "." in host and not host[0].isdigit())


@pytest.mark.parametrize("lock", sorted(path.stem for path in REQUIREMENTS.glob("*.txt")))
def test_every_locked_package_is_one_version_with_its_hashes(lock):
    lines = blocks(lock)
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9.-]+==\S+ ", line), f"not one version: {line[:80]}"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), f"no hash: {line[:80]}"


@pytest.mark.parametrize("lock", sorted(LOCKED))
def test_the_lock_holds_a_fitting_version_of_everything_pyproject_asks_for(lock):
    held = pins(lock)
    for text in LOCKED[lock]:
        wanted = Requirement(text)
        versions = held.get(canonicalize_name(wanted.name))
        assert versions, f"requirements/{lock}.txt lacks {wanted.name}; run `make lock`"
        for version, _ in versions:
            assert version in wanted.specifier, f"{wanted.name} {version}; run `make lock`"


@pytest.mark.parametrize("text", LOCKED["lowest"])
def test_the_lowest_version_that_is_allowed_is_the_one_that_is_tested(text):
    wanted = Requirement(text)
    (bound,) = (each.version for each in wanted.specifier if each.operator == ">=")
    held = {version for version, _ in pins("lowest")[canonicalize_name(wanted.name)]}
    assert held == {Version(bound)}, f"{wanted.name}; run `make lock`, then `make lowest`"


def test_there_is_no_lock_that_nobody_asked_for():
    assert {path.stem for path in REQUIREMENTS.glob("*.txt")} == set(LOCKED)


@pytest.mark.parametrize("python", ["3.11.2", "3.12.0", "3.13.0", "3.14.0"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_locks_agree_on_one_version_on_every_machine(system, python):
    environment = {
        "sys_platform": system,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "os_name": "nt" if system == "win32" else "posix",
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
    }

    def applies(marker: Marker | None):
        return marker is None or marker.evaluate(environment)

    chosen = {}
    for lock in ("site", "build", "documents", "inventory", "test"):
        for name, versions in pins(lock).items():
            here = {version for version, marker in versions if applies(marker)}
            assert len(here) <= 1, f"{name} twice in {lock}"
            chosen.setdefault(name, set()).update(here)
    assert chosen["mkdocs"]
    assert not {name: found for name, found in chosen.items() if len(found) > 1}


def test_the_lock_of_the_judges_names_no_address_and_has_the_pinned_versions():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for path, entry in lock["packages"].items():
        assert "resolved" not in entry, path
        assert not path or entry["integrity"].startswith("sha512-"), path
    for name, version in package["devDependencies"].items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version


def test_no_file_names_a_package_registry():
    hosts = [*REGISTRIES, *machine_hosts()]
    pattern = re.compile("|".join(re.escape(host) for host in hosts).encode(), re.IGNORECASE)
    named = [
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in project_files()
        if (match := pattern.search(path.read_bytes()))
    ]
    assert not named
    assert len(project_files()) > 20


def test_no_lock_carries_a_setting_of_the_machine_that_made_it():
    for path in REQUIREMENTS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert not re.search(r"^\s*(-i|-f|--[a-gi-z][a-z-]*)\b", text, re.MULTILINE), path.name


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """The sdist of the project, and the wheel that is made from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build"]
    subprocess.run([*build, "-t", "sdist", "-d", folder], cwd=ROOT, check=True, capture_output=True)
    (sdist,) = folder.glob("*.tar.gz")
    (folder / "unpacked").mkdir()
    subprocess.run(["tar", "-xf", sdist, "-C", folder / "unpacked"], check=True)
    (unpacked,) = (folder / "unpacked").iterdir()
    subprocess.run([*build, "-t", "wheel", "-d", folder], cwd=unpacked, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        yield unpacked, archive


def test_the_wheel_carries_the_theme_the_locks_and_every_file_of_the_package(distributions):
    _, wheel = distributions
    held = {name for name in wheel.namelist() if not name.endswith("/")}
    wanted = {
        f"wmebv_site/locks/{lock}.txt" for lock in ("site", *PROJECT["project"]["optional-dependencies"])
    }
    for path in project_files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("theme/"):
            wanted.add(f"wmebv_site/{name}")
        elif name.startswith("wmebv_site/"):
            wanted.add(name)
    assert any(name.startswith("wmebv_site/theme/") for name in wanted)
    assert any(name.startswith("wmebv_site/project/init_template/") for name in wanted)
    assert any(name.endswith(".csv") for name in wanted)
    metadata = {name for name in held if ".dist-info/" in name}
    assert held - metadata == wanted
    for licence in ("EUPL-1.2", "CC0-1.0"):
        assert any(name.endswith(f"licenses/LICENSES/{licence}.txt") for name in metadata)


def test_the_wheel_offers_the_command_and_the_plugin(distributions):
    _, wheel = distributions
    (name,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    text = wheel.read(name).decode()
    assert "[console_scripts]\nwmebv = wmebv_site.cli.app:main" in text
    assert "[mkdocs.plugins]\nwmebv = wmebv_site.mkdocs_plugin:WmebvPlugin" in text


def test_the_sdist_carries_the_whole_project(distributions):
    unpacked, _ = distributions
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    wanted = {path.relative_to(ROOT).as_posix() for path in project_files()}
    # An archive has no use for what tells git how to keep files.
    assert wanted - held <= {".gitattributes"}


def test_publiccode_has_what_the_standard_asks_for():
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    publiccode = yaml.safe_load(text)
    assert publiccode["publiccodeYmlVersion"] == "0.7"
    assert set(publiccode) >= PUBLICCODE_REQUIRED
    assert set(publiccode) <= PUBLICCODE_REQUIRED | PUBLICCODE_OPTIONAL  # no key that is deprecated
    assert publiccode["name"] == PROJECT["project"]["name"]
    assert publiccode["url"].startswith("https://")
    assert publiccode["softwareType"] == "standalone/web" in PUBLICCODE_TYPES
    assert publiccode["platforms"] == ["web", "windows", "mac", "linux"]
    assert publiccode["developmentStatus"] in PUBLICCODE_STATUSES
    assert set(publiccode["categories"]) <= PUBLICCODE_CATEGORIES
    assert publiccode["intendedAudience"]["countries"] == ["NL"]
    assert set(publiccode["description"]) == {"nl", "en"}
    for language, words in publiccode["description"].items():
        assert set(words) == {"shortDescription", "longDescription", "features"}, language
        assert 1 <= len(words["shortDescription"]) <= 150, language
        assert 150 <= len(words["longDescription"]) <= 10_000, language
        assert all(isinstance(feature, str) for feature in words["features"]), language
    assert publiccode["legal"]["license"] == PROJECT["project"]["license"] == "EUPL-1.2"
    assert publiccode["maintenance"]["type"] == "internal"
    assert all(contact["name"] for contact in publiccode["maintenance"]["contacts"])
    assert publiccode["localisation"] == {"localisationReady": False, "availableLanguages": ["nl"]}
    assert all(set(each) == {"id"} and urlsplit(each["id"]).scheme for each in publiccode["supports"])


def test_publiccode_says_of_version_status_and_machine_what_the_project_says():
    publiccode = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    project = PROJECT["project"]
    python, pango = publiccode["dependsOn"]["open"]
    assert python == {"name": "Python", "versionMin": project["requires-python"].removeprefix(">=")}
    assert pango == {"name": "Pango", "optional": True}
    assert any(text.startswith("weasyprint") for text in project["optional-dependencies"]["documents"])
    alpha = "Development Status :: 3 - Alpha"
    assert (publiccode["developmentStatus"] == "development") is (alpha in project["classifiers"])
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.search(r"^## \[(\d[^]]*)\] - (\S+)$", changelog, re.MULTILINE)
    said = (publiccode.get("softwareVersion"), str(publiccode.get("releaseDate")))
    assert said == (released.groups() if released else (None, "None"))


def test_the_licence_at_the_top_is_the_one_that_every_file_falls_under():
    licence = (ROOT / "LICENSES" / "EUPL-1.2.txt").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert licence == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_words_that_people_use_are_dedicated_to_the_public_domain():
    licence = (ROOT / "LICENSES" / "CC0-1.0.txt").read_text(encoding="utf-8")
    assert licence.startswith("Creative Commons Legal Code\n\nCC0 1.0 Universal\n")
    # The legal text as its steward published it, to the byte.
    assert hashlib.sha256(licence.encode()).hexdigest() == (
        "a2010f343487d3f7618affe54f789f5487602331c0a8d03f49e9a7c547cf0499"
    )
    reuse = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))
    of_all, *others = reuse["annotations"]
    assert (of_all["path"], of_all["SPDX-License-Identifier"]) == ("**", "EUPL-1.2")
    free = {"wmebv_site/project/synoniemen.csv": "NONE"}
    # What the state made known is nobody's either.
    free |= dict.fromkeys(("wmebv_site/project/municipalities.csv", "wmebv_site/project/upl.csv"), "NONE")
    found = {
        path: (each["SPDX-License-Identifier"], each["SPDX-FileCopyrightText"])
        for each in others
        for path in ([each["path"]] if isinstance(each["path"], str) else each["path"])
        if each["SPDX-License-Identifier"] == "CC0-1.0"
    }
    assert found == {path: ("CC0-1.0", owner) for path, owner in free.items()}
    assert all((ROOT / path).is_file() for path in found)


@pytest.mark.proof
def test_every_file_has_its_licence_by_the_standard_for_it(tmp_path):
    """Judged by the tool of REUSE itself, which finds fault with a file of which nothing is said."""
    reuse = ROOT / ".venv-judges" / "bin" / "reuse"
    assert reuse.exists(), "run: make proof"

    def judged(folder):
        done = subprocess.run([reuse, "--root", folder, "lint", "--json"], capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout)

    code, found = judged(ROOT)
    assert {name: wrong for name, wrong in found["non_compliant"].items() if wrong} == {}
    assert code == 0 and found["summary"]["compliant"] is True
    assert set(found["summary"]["used_licenses"]) == {path.stem for path in (ROOT / "LICENSES").iterdir()}
    assert found["summary"]["files_total"] > 500
    shutil.copy(ROOT / "publiccode.yml", tmp_path)
    code, found = judged(tmp_path)
    assert code != 0 and found["non_compliant"]["missing_licensing_info"]


def test_the_changelog_tells_of_the_version_that_is_built():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entry = re.search(r"^## .*?(?=^## \[|\Z)", text, re.MULTILINE | re.DOTALL)
    assert entry and PROJECT["project"]["version"] in entry.group()


def test_every_make_target_that_is_written_about_exists_and_every_one_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {"site", "test", "proof", "serve", "check", "bench", "clean", "lock"} <= targets
    for path in project_files():
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            written = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", text, re.MULTILINE))
            assert {one or other for one, other in written} <= targets, path.name
    help_text = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert set(re.findall(r"^make ([a-z-]+)", help_text, re.MULTILINE)) == targets - {"help"}


def test_ci_runs_what_a_contributor_runs_and_stops_at_the_first_failure(tmp_path):
    # A `make` of our own records what it is asked, and fails at `test`.
    log = tmp_path / "log"
    fake = tmp_path / "make"
    fake.write_text(f'#!/bin/sh\necho "$PWD $*" >> "{log}"\ntest "$1" != "$FAIL"\n')
    fake.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    script = ["bash", str(ROOT / ".ci" / "run")]
    assert subprocess.run(script, cwd=tmp_path, env={"PATH": path, "FAIL": ""}).returncode == 0
    assert log.read_text().splitlines() == [f"{ROOT} {name}" for name in ("site", "test", "proof")]
    log.unlink()
    assert subprocess.run(script, cwd=tmp_path, env={"PATH": path, "FAIL": "test"}).returncode != 0
    assert log.read_text().splitlines() == [f"{ROOT} {name}" for name in ("site", "test")]


def test_the_set_up_says_in_one_sentence_what_is_missing(tmp_path):
    script = tmp_path / "tools" / "system.py"
    script.parent.mkdir()
    shutil.copy(ROOT / "tools" / "system.py", script)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        [sys.executable, str(script), "chromium"],
        capture_output=True,
        text=True,
        env={"PATH": str(empty)},
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"Chromium is missing .*\.\n", done.stderr)


def test_decisions_are_numbered_and_say_why_what_and_what_follows():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    for number, page in enumerate(pages, 1):
        text = page.read_text(encoding="utf-8")
        assert page.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ]
