"""A shared register in an installed package counts as one in a folder does, and nothing of the package is run."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from command import wmebv
from every import every
from places import ROOT
from projects import write_files
from small_registers import CHANNELS, decision

from wmebv_site.diagnostics import Place
from wmebv_site.project.load import base_apart, base_folder, base_repository, load
from wmebv_site.register.decode import decode
from wmebv_site.rules.checking import decode_project
from wmebv_site.site.edit_links import EditLinks

SHARED = "products:\n  - {id: hulp, name: Jeugdhulp, domain: jeugd, authority: college, messages: [{kind: vraag}]}\n"
DOMAINS = "domains: [{id: jeugd, name: Jeugd}]\n"
OWN = {
    "ons/channels.yaml": f"base: pakket:regio-basis\n{CHANNELS}",
    "ons/products.yaml": "products:\n  - {id: hulp, name: Hulp bij ons}\n",
    "ons/content/besluiten/a.md": decision("Besluit A"),
}
URL = "https://git.voorbeeld.example/regio/basis"
ABOUT = "Metadata-Version: 2.4\nName: regio-basis\nVersion: 1.0\n"


def installed(
    folder: Path, files: dict[str, str], about: str = f"{ABOUT}Project-URL: Source Code, {URL}\n"
) -> None:
    """A folder as pip leaves it behind."""
    told = {"regio_basis-1.0.dist-info/METADATA": about}
    listed = "".join(f"{name},,\n" for name in (*files, *told))
    write_files(folder, {**files, **told, "regio_basis-1.0.dist-info/RECORD": listed})


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(tmp_path, OWN)
    (tmp_path / "site-packages").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "site-packages"))
    return tmp_path


def install(there: Path, files: dict[str, str]) -> Path:
    installed(there / "site-packages", files)
    return there / "ons"


def test_what_stands_in_a_package_is_read_and_named_by_the_name_of_the_package(there: Path) -> None:
    runs = "raise SystemExit('this was run')\n"
    files = {
        "regio_basis/channels.yaml": DOMAINS,
        "regio_basis/products.yaml": SHARED,
        "regio_basis/__init__.py": runs,
    }
    project = install(there, files)
    read = load(project)
    register, wrong = decode(read.files, read.others)
    assert register is not None, wrong
    [product] = register.products
    assert (product.name, product.domain) == ("Hulp bij ons", "jeugd")
    assert product.place_of("domain").file == "pakket:regio-basis/products.yaml"
    assert base_folder(project) == there / "site-packages" / "regio_basis"
    shown = wmebv("base", "diff", cwd=project).stdout
    assert "(pakket:regio-basis/)" in shown and "de basis zegt    Jeugdhulp" in shown


def test_what_is_wrong_in_a_package_is_told_by_its_name_wherever_one_stands(there: Path) -> None:
    files = {
        "regio_basis/channels.yaml": DOMAINS,
        "regio_basis/products.yaml": SHARED.replace("vraag", "vraga"),
    }
    install(there, files)
    said = wmebv("check", "--project", "ons", cwd=there, code=1).stdout
    assert said.startswith("pakket:regio-basis/products.yaml:2:")
    said = wmebv("check", "--project", "ons", "--format", "github", cwd=there, code=1).stdout
    assert "file=ons/channels.yaml" in said and "In pakket:regio-basis/products.yaml:2" in said


def test_a_page_of_what_is_in_a_package_leads_to_the_repository_that_it_names(there: Path) -> None:
    project = install(there, {"b/channels.yaml": DOMAINS, "b/products.yaml": SHARED})
    links = EditLinks(
        "https://forge.example/ons",
        "edit/main/content/{}".format,
        "..",
        base_apart(project),
        base_repository(project),
    )
    assert links.to(Place("pakket:regio-basis/products.yaml", 2)) == URL
    assert links.to(Place("products.yaml", 2)) == "https://forge.example/ons/edit/main/products.yaml#L2"


@every(
    "about, known",
    [
        (ABOUT, None),
        (f"{ABOUT}Project-URL: Repository, javascript:1\n", None),
        (f"{ABOUT}Project-URL: Homepage, https://a.example\nProject-URL: repository, {URL}\n", URL),
    ],
)
def test_only_a_repository_over_https_is_led_to(
    about: str, known: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OWN)
    installed(tmp_path / "there", {"b/products.yaml": SHARED}, about)
    monkeypatch.syspath_prepend(str(tmp_path / "there"))
    assert base_repository(tmp_path / "ons") == known


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (None, "is hier niet geïnstalleerd"),
        ({}, "zit geen channels.yaml en geen products.yaml"),
        ({"../channels.yaml": DOMAINS}, "zit geen channels.yaml"),
        ({"a/channels.yaml": DOMAINS, "b/products/x.yaml": "id: x\n"}, "meer dan één register: a en b"),
    ],
)
def test_a_package_that_is_not_there_or_holds_no_register_is_told_once(
    there: Path, files: dict[str, str] | None, why: str
) -> None:
    if files is not None:
        install(there, files)
    register, found = decode_project(load(there / "ons"))
    assert register is None
    [one] = found
    assert one.code == "WMEBV679" and one.place == Place("channels.yaml", 1, 7, 25)
    assert why in one.message and one.hint


@every("broken", ["METADATA", "RECORD"])
def test_a_package_of_which_the_notes_are_damaged_is_told_and_nothing_falls_over(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, OWN)
    installed(tmp_path / "there", {"b/channels.yaml": DOMAINS, "b/products.yaml": SHARED})
    monkeypatch.syspath_prepend(str(tmp_path / "there"))
    (tmp_path / "there" / "regio_basis-1.0.dist-info" / broken).write_bytes(b"\xff\xfe\x00\n")
    register, found = decode_project(load(tmp_path / "ons"))
    assert [each.code for each in found] == ([] if register else ["WMEBV679"])
    (tmp_path / "there" / "regio_basis-1.0.dist-info" / broken).unlink()
    register, found = decode_project(load(tmp_path / "ons"))
    assert [each.code for each in found] == ([] if register else ["WMEBV679"])


@pytest.mark.parametrize("named", ["pakket:", "pakket:../x", "pakket:a b", "pakket:-x", "pakket:a/b"])
def test_what_is_no_name_of_a_package_is_refused(named: str) -> None:
    register, found = decode({"channels.yaml": f"base: '{named}'\n{CHANNELS}".encode(), "products.yaml": b""})
    assert register is None and found[0].code == "WMEBV675" and "pakket:regio-basis" in (found[0].hint or "")


def test_the_package_of_the_guide_is_one(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    building = pytest.importorskip("hatchling.build")
    guide = (ROOT / "docs/how-to/delen.md").read_text(encoding="utf-8")
    [told] = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    files = {"regio_basis/channels.yaml": DOMAINS}
    files["regio_basis/products/hulp.yaml"] = (
        "id: hulp\nname: Jeugdhulp\ndomain: jeugd\nauthority: college\nmessages: [{kind: vraag}]\n"
    )
    write_files(there / "basis", files | {"pyproject.toml": told})
    monkeypatch.chdir(there / "basis")
    wheel = building.build_wheel(str(there))
    zipfile.ZipFile(there / wheel).extractall(there / "site-packages")
    assert base_repository(there / "ons") == URL
    register, wrong = decode_project(load(there / "ons"))
    assert register is not None, wrong
    assert [product.place_of("domain").file for product in register.products] == [
        "pakket:regio-basis/products/hulp.yaml"
    ]
