"""The documentation as a website of its own: whole, without dead ends, and with everything that can be set or typed."""

from __future__ import annotations

import posixpath
import re
import shlex
from datetime import date
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import manual
import pytest
import yaml
from command import mkdocs
from command import wmebv as program
from every import every
from harvests import harvest
from htmlpages import Page, parse
from places import PACKAGE, ROOT, tool
from projects import copied
from pydantic import ValidationError

from wmebv_site.cli.app import wmebv
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.fleet.harvest.store import write
from wmebv_site.project.settings import PLUGIN_KEYS, judged_settings
from wmebv_site.project.starter import PLACES, plan
from wmebv_site.register import files
from wmebv_site.register.entry import Entry, known_keys
from wmebv_site.register.misfits import MISSING, shape_diagnostics
from wmebv_site.register.products import ProductsFile
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml


@pytest.fixture(scope="module")
def website(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build that any warning of MkDocs would stop: a dead link or anchor, a page outside the navigation."""
    folder = tmp_path_factory.mktemp("documentation")
    config = str(ROOT / "documentation.yml")
    mkdocs("build", "--strict", "--quiet", "-f", config, "-d", str(folder), cwd=ROOT, code=0)
    return folder


@pytest.fixture(scope="module")
def pages(website: Path) -> dict[str, Page]:
    found = {}
    for file in sorted(website.rglob("*.html")):
        uri = file.relative_to(website).as_posix()
        if uri != "404.html":
            found[uri] = parse(file.read_text(encoding="utf-8"), uri)
    return found


def test_every_page_of_the_documentation_is_led_to_from_its_navigation(pages: dict[str, Page]) -> None:
    written = {
        page.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
        for page in (ROOT / "docs").rglob("*.md")
    }
    assert {"index.html", "tutorial/eerste-register.html", "how-to/besluit.html"} <= written <= pages.keys()
    bars = [element for element in pages["index.html"].elements if element.tag == "nav"]
    led = {posixpath.normpath(link.attributes["href"]) for bar in bars for link in bar.all("a")}
    assert pages.keys() - led - {"index.html"} == set()


@every("page", sorted((ROOT / "docs" / "how-to").glob("*.md")), ids=lambda page: page.name)
def test_every_guide_says_first_for_whom_it_is(page: Path) -> None:
    title, _, text = page.read_text(encoding="utf-8").partition("\n")
    assert title.startswith("# ") and text.lstrip().startswith("Voor ")


def test_a_link_in_the_documentation_reaches_its_page_and_its_place(
    website: Path, pages: dict[str, Page]
) -> None:
    dead, followed = [], 0
    for uri, page in pages.items():
        for link in page.root.all("a"):
            address = urlsplit(link.attributes.get("href", ""))
            if address.scheme or address.netloc:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(address.path)))
            target = uri if not address.path else target
            followed += 1
            there = target in pages or (website / target).is_file()
            named = not address.fragment or (
                target in pages and unquote(address.fragment) in pages[target].ids
            )
            # Material makes this anchor itself, when a page has a heading of the first level.
            if not there or not (named or address.fragment.startswith("__")):
                dead.append((uri, link.attributes["href"]))
    assert followed > 1000 and dead == []


def test_the_documentation_asks_no_other_host_for_anything(website: Path, pages: dict[str, Page]) -> None:
    asked = [
        (uri, value)
        for uri, page in pages.items()
        for element in page.elements
        for name, value in element.attributes.items()
        if (name in ("src", "srcset", "data", "poster") or (name == "href" and element.tag == "link"))
        and re.match(r"(?:[a-z]+:)?//", value)
    ]
    assert len(pages) > 30 and asked == []
    styles = [file.read_text(encoding="utf-8") for file in website.rglob("*.css")]
    assert styles and not [
        text for text in styles if re.search(r"(?:url\(|@import )['\"]?(?:https?:)?//", text)
    ]


def test_every_column_of_a_table_in_the_documentation_has_a_name(pages: dict[str, Page]) -> None:
    heads = [(uri, head.text) for uri, page in pages.items() for head in page.root.all("th")]
    assert len(heads) > 100 and [uri for uri, text in heads if not text] == []


def test_a_page_in_english_says_so_within_a_dutch_website(website: Path, pages: dict[str, Page]) -> None:
    assert {page.root.one("html").attributes["lang"] for page in pages.values()} == {"nl"}
    english = {
        uri
        for uri, page in pages.items()
        if any(part.attributes.get("lang") == "en" for part in page.root.all("div"))
    }
    missing = (website / "404.html").read_text(encoding="utf-8")
    assert "Deze pagina is er niet" in missing and "ot found" not in missing
    assert "CONTRIBUTING.html" in english and "explanation/architecture.html" in english
    assert not [uri for uri in english if uri.startswith(("how-to/", "tutorial/", "index"))]


def test_the_page_of_settings_is_what_the_code_takes() -> None:
    script = tool("settings")
    assert set(script.OURS) == set(PLUGIN_KEYS), "tell what each setting does in tools/settings.py"
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run: python tools/settings.py"


@every("name", sorted(PLUGIN_KEYS))
def test_the_example_of_a_setting_is_taken(name: str, tmp_path: Path) -> None:
    told = tool("settings").OURS[name]
    assert not _misread_settings(f"plugins:\n  - wmebv:\n      {name}: {told.example}\n", tmp_path)


def test_every_variable_of_the_environment_that_is_read_is_explained() -> None:
    read = set()
    for module in PACKAGE.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        read |= set(re.findall(r"environ(?:\.get)?[(\[]\s*\"([A-Z_]+)\"", text))
        read |= set(re.findall(r"^EPOCH = \"([A-Z_]+)\"", text, re.MULTILINE))
    page = (ROOT / "docs" / "reference" / "omgeving.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert {"NO_COLOR", "SOURCE_DATE_EPOCH", "WMEBV_DEBUG"} <= read <= told


def test_every_file_that_a_new_project_has_is_explained() -> None:
    from datetime import date

    from wmebv_site.project.municipalities import MADE_UP

    page = (ROOT / "docs" / "reference" / "bestanden.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^` ]+)`", page))
    unexplained = []
    for path in map(str, plan(MADE_UP, date(2026, 6, 1), PLACES)):
        folders = {f"{part}/" for part in _above(path)}
        pattern = re.sub(r"[^/]+(\.annex\.yaml|\.md)$", r"ID\1", path)
        if not told & {path, pattern, *folders}:
            unexplained.append(path)
    assert unexplained == []


def test_every_file_that_the_registers_know_is_explained() -> None:
    page = (ROOT / "docs" / "reference" / "bestanden.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^` ]+)`", page))
    known = {
        value
        for value in vars(files).values()
        if isinstance(value, str) and re.search(r"\w/$|^\w.*\.\w+$", value)
    }
    known -= {files.__package__, files.__name__, files.__file__}
    unexplained = {each for each in known if not {each, f"{each}ID.md"} & told}
    assert {
        "channels.yaml",
        "content/stappenplan.yaml",
        "content/storingen/",
    } <= known and unexplained == set()


def _above(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    # A folder that explains itself speaks for what is in it, except that of the texts.
    return [each for number in range(len(parts)) if (each := "/".join(parts[: number + 1])) != "content"]


@every("where, line, whole", [each for page in manual.PAGES for each in manual.commands_of(page)])
def test_every_command_in_the_documentation_is_one_that_exists(where: str, line: str, whole: bool) -> None:
    for call in manual.calls(line):
        assert (why := manual.misunderstood(wmebv, call, whole=whole)) is None, f"{where}: {line}: {why}"


def test_a_command_or_an_option_that_does_not_exist_is_found() -> None:
    def why(line: str) -> str | None:
        (call,) = manual.calls(line)
        return manual.misunderstood(wmebv, call)

    assert why("wmebv check --strict") is None and why("NO_COLOR=1 wmebv check > x.txt") is None
    assert why("wmebv chekc") and why("wmebv check --stricht") and why("wmebv check --format txt")
    assert why("cd x && .venv/bin/wmebv explain WMEBV101 WMEBV102 WMEBV103 --date") is not None
    assert list(manual.calls("mkdocs build # wmebv chekc")) == []


_MODELS: list[type[Entry]] = [
    ProductsFile,  # which has no table of fields
    *(model for _, _, models in tool("fields")._PARTS for model in models),
]


def _misread(text: str, folder: Path, settings: ModuleType) -> list[str]:
    """Why an example is of no file of a project; what is left out is not there to be wrong."""
    source, mistakes = read_text("example.yaml", text.encode())
    assert source is not None
    value, found = read_yaml(source)
    if isinstance(value, YamlList) and not mistakes:
        return [why for each in value for why in _misfit(each)]
    if not isinstance(value, YamlMapping):
        return [each.message for each in [*mistakes, *found]] or ["an example begins with a key"]
    if value.key_spans.keys() <= {*settings.OF_MKDOCS, "plugins"}:
        return [each.message for each in _misread_settings(text, folder)]
    return _misfit(value)


def _misfit(value: Value) -> list[str]:
    if not isinstance(value, YamlMapping):
        return ["an example is of keys"]
    least: list[str] | None = None
    for model in _MODELS:
        if value.key_spans.keys() <= set(known_keys(model)) | set(known_keys(model).values()):
            try:
                model.model_validate(value)
                said = []
            except ValidationError as error:
                told = shape_diagnostics(model, value, error)
                said = [each.message for each in told if each.code != MISSING.code]
            least = said if least is None or len(said) < len(least) else least
    return ["no file of a project has these keys together"] if least is None else least


def _misread_settings(text: str, folder: Path) -> list[Diagnostic]:
    needed = {"site_name": "x", "docs_dir": "content", "plugins": "[wmebv]"}
    whole = text + "".join(f"{key}: {value}\n" for key, value in needed.items() if f"{key}:" not in text)
    for name in ("content", "theme"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(whole, encoding="utf-8")
    return list(judged_settings(folder).diagnostics)


_YAML = [block for page in manual.PAGES for block in manual.blocks(page) if block.kind in ("yaml", "yml")]


@every("block", _YAML, ids=lambda block: block.where)
def test_every_example_in_the_documentation_is_read_as_a_project_is(
    block: manual.Block, tmp_path: Path
) -> None:
    """One of a file of others says of which, with ``title=``, and only has to be YAML."""
    if block.title and not re.search(r"^(?:channels|products|mkdocs|products/.*|content/.*)\.", block.title):
        list(yaml.safe_load_all(block.text))
        return
    said = _misread(block.text, tmp_path, tool("settings"))
    assert bool(said) == block.wrong, f"{block.where}: {said}"


def test_an_example_that_is_wrong_is_found(tmp_path: Path) -> None:
    script = tool("settings")
    assert not _misread("products:\n  - id: a\n    messages: [{kind: vraag}]\n", tmp_path, script)
    for wrong in (
        "products:\n  - id: a\n    mesages: [{kind: vraag}]\n",
        "channels:\n  - {id: a, kind: formulier}\n",
        "plugins:\n  - wmebv:\n      dat: 2026-01-01\n",
        "nothing: of ours\n",
        "products:\n - id: a\n  name: b\n",
    ):
        assert _misread(wrong, tmp_path, script), wrong


_MISSING = re.compile(
    r"bestaat niet|bestaat al|is er niet|is geen map|is niet leeg|is niet bevroren|staan niet in git|kan niet worden gelezen"
)
"""What the example lacks of what a guide begins with: a list of others, a folder of a server, an outage of that day."""
_NOT_HERE = (
    *("upl update", "compare sc https:", "links", "preview"),
    *("build", "publish", "report", "decision documents", "policy documents"),
)
"""What asks others or does not end by itself; and what takes seconds, of which the tests stand with the command."""
NOON = "1780308000"
"""1 June 2026, the day of the example."""


@pytest.mark.proof
def test_what_a_guide_has_one_type_runs_on_the_example_or_says_what_it_lacks(tmp_path: Path) -> None:
    refused, ran = [], 0
    for guide in sorted((ROOT / "docs" / "how-to").glob("*.md")):
        project = copied(ROOT, tmp_path / guide.stem)
        if "wmebv fleet query" in guide.read_text(encoding="utf-8"):  # one begins there with a harvest
            for folder in (project, tmp_path):
                for day in (date(2026, 1, 15), date(2026, 6, 1)):
                    write(folder / "oogst", harvest(day.isoformat()), day)
        for where, line, whole in manual.commands_of(guide):
            for call in manual.calls(line) if whole else ():
                said_as = shlex.join(call)
                if said_as.startswith(_NOT_HERE):
                    continue
                said = program(*call, cwd=project, SOURCE_DATE_EPOCH=NOON)
                ran += said.code in (0, 1)
                if said.code not in (0, 1) and not _MISSING.search(said.all):
                    refused.append(f"{where}: wmebv {said_as}: {said.all}")
    assert refused == [] and ran > 15
