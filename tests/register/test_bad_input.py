"""Whatever stands in a file, an editor gets a Dutch sentence at the right place and a visitor keeps the site."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from bad_cases import BadCase, Spot, bad_cases, spots
from command import mkdocs
from every import every
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from places import shared_case
from projects import INTERNAL, VALID, decode_files, files_of, read_project, tree, yaml_as_text
from projects import findings as check
from wording import not_dutch

from wmebv_site.cli.app import main
from wmebv_site.cli.formats import FORMATS
from wmebv_site.project.load import ProjectFiles, load
from wmebv_site.rules.checking import check_project

CASES = list(bad_cases())
TODAY = date(2026, 6, 1)


def case_names(cases: list[BadCase]) -> list[str]:
    return [case.name for case in cases]


def test_the_table_holds_at_least_two_hundred_different_cases() -> None:
    assert len({(case.file, case.text) for case in CASES}) >= 200
    assert len(set(case_names(CASES))) == len(CASES)


def test_the_project_that_the_cases_change_is_itself_without_mistakes() -> None:
    register, diagnostics = decode_files(files_of(VALID))
    assert diagnostics == []
    assert register is not None
    assert [finding for finding in check(register, TODAY) if finding.level == "error"] == []


@every("case", [case for case in CASES if not case.rule], lambda case: case.name)
def test_a_bad_fragment_gives_one_diagnostic_for_each_mistake_at_its_place(case: BadCase) -> None:
    register, diagnostics = decode_files(case.files())
    assert spots(diagnostics) == list(case.expected)
    assert (register is None) is (diagnostics[0].place.file not in INTERNAL)
    for diagnostic in diagnostics:
        assert not_dutch(diagnostic, case.text) == []
    said = " ".join(f"{diagnostic.message} {diagnostic.hint}" for diagnostic in diagnostics)
    assert case.says is None or case.says in said


@pytest.mark.parametrize("case", [case for case in CASES if case.rule], ids=lambda case: case.name)
def test_an_address_that_only_the_law_forbids_is_an_error_of_the_check(case: BadCase) -> None:
    register, diagnostics = decode_files(case.files())
    assert diagnostics == []
    assert register is not None
    found = [finding for finding in check(register, TODAY) if finding.code == case.rule]
    assert {(finding.place.line, finding.level) for finding in found} == {(case.expected[0][2], "error")}
    for finding in found:
        assert not_dutch(finding, case.text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "staat niets"),
        ("\ufeff\n\n", "staat niets"),
        ("# producten\n\n# volgen nog\n", "staan alleen opmerkingen"),
        ("# products:\n#   - id: paspoort\n", "staan alleen opmerkingen"),
        ("---\n", "staat niets"),
        ("products:   \n  # volgen nog\n", "staan alleen opmerkingen"),
        ("products: []\n", "staat niets"),
        ("products: [ ]\n", "staat niets"),
        ("# leeg\nproducts: []   # volgen nog\n", "staan alleen opmerkingen"),
    ],
)
def test_a_register_without_products_is_told_as_that_before_any_rule_of_law(text: str, said: str) -> None:
    files = {path: data for path, data in files_of(VALID).items() if not path.startswith("products/")}
    files["channels.yaml"] = files["channels.yaml"].replace(b"  featured: [paspoort]\n", b"")
    checked = check_project(ProjectFiles(files | {"products.yaml": text.encode()}), TODAY)
    assert not checked.law_rules_run
    [found] = checked.diagnostics
    assert (found.code, found.place.file) == ("WMEBV240", "products.yaml")
    assert said in found.message and "wmebv import upl" in str(found.hint)


@pytest.mark.parametrize("taken", ["assets", "zoeken", "'404'", "sitemap", "index", "con"])
def test_an_id_that_the_website_or_windows_uses_itself_is_refused(taken: str) -> None:
    product = files_of(VALID)["products/klacht.yaml"].replace(b"id: klacht\n", f"id: {taken}\n".encode())
    _, diagnostics = decode_files(files_of(VALID) | {"products/klacht.yaml": product})
    assert [(said.code, said.place.line) for said in diagnostics] == [("WMEBV105", 1)]
    assert "-1'" in str(diagnostics[0].hint)


def test_what_yaml_would_leave_out_or_print_is_told_at_its_place() -> None:
    domains = {
        "channels.yaml": files_of(VALID)["channels.yaml"].replace(b"id: publieksdiensten", b"id: bestuur")
    }
    _, diagnostics = decode_files(
        {"products.yaml": b"products:\n" + shared_case("yaml-null-en-hekje.yaml").read_bytes()} | domains
    )
    assert [
        (said.code, str(said.level), said.place.line, said.place.column)
        for said in diagnostics
        if said.place.file == "products.yaml"
    ] == [
        ("WMEBV021", "error", 4, 14),
        ("WMEBV021", "error", 5, 15),
        ("WMEBV020", "warning", 11, 32),
        ("WMEBV020", "warning", 12, 25),
    ]


@pytest.mark.parametrize("copy", ["klacht-1", "a-klacht", "zz"])
def test_of_two_files_with_one_id_the_one_that_is_not_called_so_is_told(copy: str) -> None:
    held = files_of(VALID)
    _, diagnostics = decode_files(held | {f"products/{copy}.yaml": held["products/klacht.yaml"]})
    (told,) = [each for each in diagnostics if each.code == "WMEBV207"]
    assert told.place.file == f"products/{copy}.yaml" and "products/klacht.yaml" in (told.hint or "")


PRODUCT = files_of(VALID)["products/klacht.yaml"].decode("utf-8")

# What no table of text can hold: bytes that are no text, and files that are too large for it.
RAW = [
    (
        "UTF-16, little end first, with a mark",
        PRODUCT.encode("utf-16-le").join([b"\xff\xfe", b""]),
        "WMEBV002",
        1,
        1,
    ),
    (
        "UTF-16, big end first, with a mark",
        PRODUCT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        "WMEBV002",
        1,
        1,
    ),
    ("UTF-16, little end first, without a mark", PRODUCT.encode("utf-16-le"), "WMEBV002", 1, 1),
    ("UTF-16, big end first, without a mark", PRODUCT.encode("utf-16-be"), "WMEBV002", 1, 1),
    ("UTF-32 with a mark", PRODUCT.encode("utf-32"), "WMEBV002", 1, 1),
    ("Latin-1", PRODUCT.replace("Klacht", "Privé-klacht").encode("latin-1"), "WMEBV002", 2, 11),
    ("Windows letters", PRODUCT.replace("niet", "‘niet’").encode("cp1252"), "WMEBV002", 3, 17),
    ("a character cut in two at the end of the file", PRODUCT.encode() + b"# caf\xc3", "WMEBV002", 9, 6),
    (
        "an overlong slash",
        PRODUCT.replace("Klacht", "?").encode().replace(b"?", b"\xc0\xaf"),
        "WMEBV002",
        2,
        7,
    ),
    ("half of a surrogate pair", b"name: \xed\xa0\x80\n", "WMEBV002", 1, 7),
    ("Latin-1 after Windows line ends", b"id: klacht\r\nname: Priv\xe9\r\n", "WMEBV002", 2, 11),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "WMEBV002", 1, 1),
    ("only NUL", b"\x00" * 100, "WMEBV002", 1, 1),
    ("a NUL further on", b"id: klacht\nname: a\x00b\n", "WMEBV003", 2, 8),
    ("a mark of byte order twice", b"\xef\xbb\xbf\xef\xbb\xbf" + PRODUCT.encode(), "WMEBV003", 1, 1),
    ("60,000 opening brackets", b"id: " + b"[" * 60_000, "WMEBV010", 1, 24),
    ("60,000 opening braces", b"id: " + b"{" * 60_000, "WMEBV011", 1, 6),
    ("60,000 brackets that do close", b"id: " + b"[" * 30_000 + b"]" * 30_000, "WMEBV010", 1, 24),
    ("60,000 dashes", b"id:\n" + b"- " * 30_000, "WMEBV010", 2, 39),
    (
        "a mapping in a mapping on every line",
        "".join(" " * n + "a:\n" for n in range(999)).encode(),
        "WMEBV010",
        21,
        21,
    ),
    ("60,000 question marks", b"? " * 30_000, "WMEBV011", 1, 3),
    ("a file of more than 20 MB", b"# " + b"x" * (20 * 1024 * 1024), "WMEBV001", 1, 1),
]


@pytest.mark.parametrize(
    ("data", "code", "line", "column"), [row[1:] for row in RAW], ids=[row[0] for row in RAW]
)
def test_bytes_that_are_no_register_are_named_and_nothing_else_is_judged(
    data: bytes, code: str, line: int, column: int
) -> None:
    register, diagnostics = decode_files(files_of(VALID) | {"products/klacht.yaml": data})
    assert spots(diagnostics) == [(code, "products/klacht.yaml", line, column)]
    assert register is None
    assert not_dutch(diagnostics[0]) == []


def test_a_bomb_of_merge_keys_is_refused_at_once() -> None:
    levels = [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 60)]
    data = "\n".join(["a0: &a0 {x: y}", *levels]).encode()
    register, diagnostics = decode_files(files_of(VALID) | {"products/klacht.yaml": data})
    assert register is None
    anchors = [diagnostic for diagnostic in diagnostics if diagnostic.code == "WMEBV007"]
    assert len(anchors) == 60 + 59  # each anchor and each merge key, but none of the 531 aliases


Disk = Callable[[Path], object]


def _directory(path: Path) -> Disk:
    def make(project: Path) -> None:
        (project / path).unlink()
        (project / path).mkdir()

    return make


def _link(path: str, target: str) -> Disk:
    def make(project: Path) -> None:
        (project / path).unlink(missing_ok=True)
        (project / path).symlink_to(target)

    return make


def _move_and_link(path: str) -> Disk:
    def make(project: Path) -> None:
        (project / path).rename(project / "elders")
        (project / path).symlink_to("elders", target_is_directory=True)

    return make


def _pipe(path: str) -> Disk:
    def make(project: Path) -> None:
        (project / path).unlink(missing_ok=True)
        os.mkfifo(project / path)

    return make


# Name, what is done to the valid project, and the file that is named.
ON_DISK: list[tuple[str, Disk, str]] = [
    (
        "products.yaml is a link to a file of the system",
        _link("products.yaml", "/etc/passwd"),
        "products.yaml",
    ),
    ("products.yaml is a link to nothing", _link("products.yaml", "bestaat-niet.yaml"), "products.yaml"),
    ("channels.yaml is a link to itself", _link("channels.yaml", "channels.yaml"), "channels.yaml"),
    ("channels.yaml is a link to a device", _link("channels.yaml", "/dev/zero"), "channels.yaml"),
    ("products.yaml is a folder", _directory(Path("products.yaml")), "products.yaml"),
    ("channels.yaml is a pipe", _pipe("channels.yaml"), "channels.yaml"),
    (
        "a file of one product is a link",
        _link("products/klacht.yaml", "../products.yaml"),
        "products/klacht.yaml",
    ),
    ("a file of one product is a pipe", _pipe("products/klacht.yaml"), "products/klacht.yaml"),
    ("the folder of products is a link", _move_and_link("products"), "products"),
    ("the folder of texts is a link", _move_and_link("content"), "content"),
    ("the folder of decisions is a link", _move_and_link("content/besluiten"), "content/besluiten"),
    (
        "a decision is a link",
        _link("content/besluiten/verkeer-2011.md", "/etc/passwd"),
        "content/besluiten/verkeer-2011.md",
    ),
    ("a decision is a pipe", _pipe("content/besluiten/verkeer-2011.md"), "content/besluiten/verkeer-2011.md"),
    ("a picture is a link", _link("content/kaart.png", "/etc/passwd"), "content/kaart.png"),
    ("a picture is a pipe", _pipe("content/kaart.png"), "content/kaart.png"),
    (
        "a page is a folder that ends in .md and leads out",
        _link("content/pagina.md", "/etc"),
        "content/pagina.md",
    ),
]


@pytest.mark.parametrize(("change", "file"), [row[1:] for row in ON_DISK], ids=[row[0] for row in ON_DISK])
def test_links_and_pipes_are_not_followed(change: Disk, file: str, tmp_path: Path) -> None:
    project = shutil.copytree(VALID, tmp_path / "project")
    change(project)
    checked = check_project(load(project), TODAY)
    assert checked.register is None
    assert spots(checked.diagnostics) == [("WMEBV014", file, 1, 1)]
    assert not_dutch(checked.diagnostics[0]) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("products.yaml", "products.yml"),
        ("products.yaml", "Products.yaml"),
        ("channels.yaml", "channels.YML"),
        ("products/klacht.yaml", "products/klacht.yml"),
        ("content/besluiten/verkeer-2011.md", "content/besluiten/verkeer-2011.markdown"),
        ("content/besluiten/verkeer-2011.md", "content/besluiten/verkeer-2011.MD"),
        ("content/besluiten/verkeer-2011.md", "content/besluiten/verkeer-2011.md.txt"),
        ("products/klacht.yaml", "products/klacht.yaml.txt"),
        ("products/klacht.yaml", "products/klacht"),
    ],
)
def test_a_file_that_is_nearly_named_right_is_one_mistake(name: str, wrong: str, tmp_path: Path) -> None:
    project = shutil.copytree(VALID, tmp_path / "project")
    (project / name).rename(project / wrong)
    checked = check_project(load(project), TODAY)
    assert checked.register is None
    assert spots(checked.diagnostics) == [("WMEBV016", wrong, 1, 1)]
    assert name.rpartition("/")[2] in str(checked.diagnostics[0].hint)


@pytest.mark.parametrize("name", ["stappenplan.YAML", "concept.mkd", "besluiten/concept.MarkDown"])
def test_what_would_be_published_under_another_name_is_refused(name: str, tmp_path: Path) -> None:
    project = shutil.copytree(VALID, tmp_path / "project")
    (project / "content" / name).write_text("Alleen voor ons.\n", encoding="utf-8")
    checked = check_project(load(project), TODAY)
    assert spots(checked.diagnostics) == [("WMEBV016", f"content/{name}", 1, 1)]


@pytest.mark.parametrize("missing", ["channels.yaml", "products.yaml"])
def test_a_register_that_is_missing_is_one_mistake(missing: str) -> None:
    files = {
        path: data for path, data in files_of(VALID).items() if path not in (missing, "products/klacht.yaml")
    }
    register, diagnostics = decode_files(files)
    assert register is None
    assert spots(diagnostics) == [("WMEBV208", missing, 1, 1)]
    assert not_dutch(diagnostics[0]) == []


def test_a_file_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    project = shutil.copytree(VALID, tmp_path / "project")
    for name in (b"besluit-\xff.md", b"besluit\n::error::.md", b"besluit-\x1b[31m.md"):
        file = project / "content" / "besluiten" / os.fsdecode(name)
        file.write_bytes(b"---\ntitle: Besluit\nkind: aanwijzing\nauthorities: [college]\n---\n")
    register, diagnostics = read_project(project)
    assert register is None
    assert [diagnostic.code for diagnostic in diagnostics] == ["WMEBV029"] * 3
    for diagnostic in diagnostics:
        assert f"{diagnostic.place.file} {diagnostic.message} {diagnostic.hint}".isprintable()
        assert not_dutch(diagnostic) == []


def twenty_five() -> tuple[list[Spot], list[Spot]]:
    folder = VALID.parent / "twenty-five"
    rows = yaml_as_text((folder / "expected.yaml").read_text(encoding="utf-8"))["diagnostics"]
    promised = [(row["code"], row["file"], int(row["line"]), int(row["column"])) for row in rows]
    return promised, spots(read_project(folder)[1])


def test_twenty_five_mistakes_give_twenty_five_diagnostics_in_one_run() -> None:
    promised, found = twenty_five()
    assert len(promised) == 25
    assert len({row[0] for row in promised}) >= 20
    assert found == promised


@pytest.mark.parametrize("form", FORMATS)
def test_the_twenty_five_mistakes_are_in_every_format_with_the_same_exit_code(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(
            [
                "check",
                "--project",
                str(VALID.parent / "twenty-five"),
                "--date",
                "2026-06-01",
                "--format",
                form,
            ]
        )
    assert left.value.code == 1
    written = capsys.readouterr().out
    for code, count in Counter(row[0] for row in twenty_five()[0]).items():
        assert written.count(code) >= count


@contextmanager
def written(case: BadCase, project: Path) -> Iterator[None]:
    """A copy of the valid project that has the case, for as long as that is looked at."""
    file = project / case.file
    kept, made = file.exists(), not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(case.text.encode("utf-8"))
    yield
    if kept:
        file.write_bytes((VALID / case.file).read_bytes())
    else:
        file.unlink()
    if made:
        file.parent.rmdir()


def test_every_case_leaves_the_check_with_exit_code_1_or_0_for_an_internal_file_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = shutil.copytree(VALID, tmp_path / "project")
    for case in CASES:
        with written(case, project), pytest.raises(SystemExit) as left:
            main(["check", "--project", str(project), "--date", "2026-06-01"])
        captured = capsys.readouterr()
        assert (case.name, left.value.code) == (case.name, int(case.expected[0][1] not in INTERNAL))
        assert case.expected[0][0] in captured.out
        assert "Traceback" not in captured.out + captured.err
        assert "\x1b" not in captured.out and "\u202e" not in captured.out, case.name
    assert tree(project) == tree(VALID)


MKDOCS = """\
site_name: Gemeente Voorbeeld
docs_dir: content
theme: {name: material}
plugins: [{wmebv: {date: '2026-06-01'}}]
"""


@pytest.mark.proof
def test_no_case_changes_the_site_that_stands(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("de vorige website", encoding="utf-8")
    project = shutil.copytree(VALID, tmp_path / "project")
    (project / "mkdocs.yml").write_text(f"{MKDOCS}site_dir: '{site}'\n", encoding="utf-8")
    for case in CASES:
        if case.expected[0][1] in INTERNAL:
            continue
        with written(case, project):
            config = load_config(str(project / "mkdocs.yml"))
            config.plugins.on_startup(command="build", dirty=False)
            with pytest.raises(Abort):
                build(config)
        assert (case.name, tree(site)) == (case.name, {"index.html": b"de vorige website"})


@pytest.mark.parametrize("case", CASES[:: len(CASES) // 2], ids=lambda case: case.name)
def test_mkdocs_itself_stops_before_it_touches_the_site(case: BadCase, tmp_path: Path) -> None:
    project = shutil.copytree(VALID, tmp_path / "project")
    (project / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    mkdocs("build", "--quiet", cwd=project, code=0)
    before = tree(project / "site")
    assert "index.html" in before
    (project / case.file).parent.mkdir(parents=True, exist_ok=True)
    (project / case.file).write_bytes(case.text.encode("utf-8"))
    second = mkdocs("build", "--quiet", cwd=project, code=1)
    assert case.expected[0][0] in second.stderr
    assert tree(project / "site") == before
