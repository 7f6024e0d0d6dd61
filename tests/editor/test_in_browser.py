"""The editor in a browser, on the example: what it shows, what it asks for, and what it leaves in a folder that git keeps."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from in_editor import InEditor, built, editor_in
from places import ROOT
from playwright.sync_api import Browser
from projects import decode_files

pytestmark = pytest.mark.proof

HELD = ("products.yaml", "channels.yaml", "products/*.yaml", "content/*.md", "content/*.yaml", "content/*/*")
# The program says that nobody can sign in by a button: without a forge nobody has to.
EXPECTED = "OAuth application ID is not defined"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("bundle") / "files")


def example() -> dict[str, bytes]:
    return {
        file.relative_to(ROOT).as_posix(): file.read_bytes()
        for pattern in HELD
        for file in sorted(ROOT.glob(pattern))
        if file.is_file()
    }


def opened(editor: InEditor) -> None:
    editor.put(example())
    editor.begin()


def form(editor: InEditor, path: str, field: str) -> None:
    editor.open(path)
    editor.field(field)
    editor.page.wait_for_timeout(300)


def choose(editor: InEditor, field: str, option: str) -> None:
    editor.field(field).get_by_role("combobox").click()
    editor.page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_has_nothing_against_it_at_a_and_aa(
    width: int, browser: Browser, bundle: dict[str, bytes], tmp_path: Path
) -> None:
    size: Any = {"width": width, "height": 900}
    with editor_in(browser, bundle, tmp_path / "editor", bypass_csp=True, viewport=size) as editor:
        opened(editor)
        found = {"login": editor.axe()}
        editor.sign_in()
        editor.open("products")
        editor.page.get_by_text("Jeugdhulp").first.wait_for()
        found["list"] = editor.axe()
        for path, field in (
            ("products/entries/jeugdhulp", "messages"),
            ("lijsten/entries/channels", "channels"),
            ("outages/new", "begin"),
        ):
            form(editor, path, field)
            found[path] = editor.axe()
        assert editor.page.locator("html").get_attribute("lang") == "nl"
    assert {place: told for place, told in found.items() if told} == {}


def _asked_nothing_of_another_host(editor: InEditor) -> None:
    asked = [url for url in editor.seen.requests if not url.startswith(("data:", "blob:"))]
    assert asked and {url for url in asked if not url.startswith(editor.address)} == set()
    fetched = {url.removeprefix(editor.address).split("?")[0] for url in asked}
    assert {"editor.js", "editor.css", "config.yml", "logo.svg"} <= fetched
    assert [said for said in editor.seen.complaints if EXPECTED not in said] == []  # nor of its own policy


def test_a_product_a_channel_and_an_outage_are_saved_without_another_host_and_git_shows_exactly_that(
    browser: Browser, bundle: dict[str, bytes], tmp_path: Path
) -> None:
    before = example()
    with editor_in(browser, bundle, tmp_path / "editor", timezone_id="Europe/Amsterdam") as editor:
        opened(editor)
        editor.sign_in()

        form(editor, "products/entries/jeugdhulp", "summary")
        editor.field("summary").locator("textarea").fill("Zorgen over uw kind? Wij helpen: bel ons.")
        editor.field("reviewed").locator("input").fill("2026-05-31")
        editor.save()

        form(editor, "lijsten/entries/channels", "channels")
        number = (
            before["channels.yaml"]
            .decode()
            .split("\nchannels:\n")[1]
            .split("\ndesignations:")[0]
            .count("\n  - id: ")
        )
        editor.field("channels").get_by_role("button").last.click()
        new = f"channels.{number}"
        editor.field(f"{new}.id").locator("input").fill("klantportaal")
        editor.field(f"{new}.name").locator("input").fill("Klantportaal")
        choose(editor, f"{new}.kind", "Portaal")
        editor.field(f"{new}.url").locator("input").fill("https://portaal.voorbeeld.example")
        editor.save()

        form(editor, "outages/new", "begin")
        choose(editor, "channels", "Klantportaal")
        editor.field("begin").locator("input").fill("2026-05-31T08:15")
        editor.field("instead").locator("textarea").fill("Bel 14 0123.")
        editor.field("tekst").locator("textarea").fill("U kunt niet inloggen.\n\nWij werken eraan.")
        editor.save()
        hidden = editor.page.locator('section[data-key-path^="keuze_"]')
        assert not any(each.is_visible() for each in hidden.all())
        _asked_nothing_of_another_host(editor)
        after = editor.files()
    outage = "content/storingen/2026-05-31-klantportaal.md"
    assert after.pop(outage).decode() == (
        "---\nchannels: [klantportaal]\nbegin: 2026-05-31T08:15+02:00\ninstead: Bel 14 0123.\n---\n\n"
        "U kunt niet inloggen.\n\nWij werken eraan.\n"
    )
    clone = tmp_path / "kloon"
    for path, data in before.items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_bytes(data)

    def git(*arguments: str) -> str:
        named = ["-c", "user.name=x", "-c", "user.email=x@voorbeeld.example", "-c", "core.autocrlf=false"]
        done = subprocess.run(
            ["git", *named, *arguments], cwd=clone, capture_output=True, text=True, check=True
        )
        return done.stdout

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "zoals het was")
    for path, data in after.items():
        (clone / path).write_bytes(data)
    changed = [
        line
        for line in git("diff", "--unified=0").splitlines()
        if line[:1] in "+-\\" and line[:3] not in ("+++", "---")
    ]
    assert [line for line in changed if line != "+"] == [
        "+  - id: klantportaal",
        "+    name: Klantportaal",
        "+    kind: portaal",
        "+    url: https://portaal.voorbeeld.example",
        "-summary: U maakt zich zorgen over uw kind of over uzelf. Wij helpen u om de juiste hulp te vinden.",
        "+summary: 'Zorgen over uw kind? Wij helpen: bel ons.'",
        "-reviewed: 2025-11-06",
        "+reviewed: 2026-05-31",
    ]
    register, mistakes = decode_files(after)
    assert register is not None and mistakes == []


def test_opening_every_file_and_saving_one_of_each_kind_leaves_the_others_alone(
    browser: Browser, bundle: dict[str, bytes], tmp_path: Path
) -> None:
    before = {path: data.replace(b"\n", b"\r\n") for path, data in example().items()}
    before["products/jeugdhulp.yaml"] = b"\xef\xbb\xbf" + before["products/jeugdhulp.yaml"]
    edits = {
        "products/jeugdhulp.yaml": (
            "products/entries/jeugdhulp",
            "page",
            "https://www.voorbeeld.example/jeugd",
        ),
        "content/hulp/telefoon.md": ("support/entries/telefoon", "cost", "Niets."),
        "content/beleid/zorgplicht-2026.md": ("policies/entries/zorgplicht-2026", "version", "1.10"),
        "content/hulp/index.md": ("lijsten/entries/help", "title", "Hulp bij contact"),
    }
    with editor_in(browser, bundle, tmp_path / "editor") as editor:
        editor.put(before)
        editor.begin()
        editor.sign_in()
        for path, field, text in edits.values():
            form(editor, path, field)
            editor.field(field).locator("input, textarea").first.fill(text)
            editor.save()
        after = editor.files()
    for path, (_, field, text) in edits.items():
        old, new = before[path].splitlines(keepends=True), after[path].splitlines(keepends=True)
        came = [line for line in new if line not in old]
        assert came == [b"%b: %b\r\n" % (field.encode(), text.encode())] or came == [
            f'{field}: "{text}"\r\n'.encode()  # in the quotes that it had
        ], path
        assert len([line for line in old if line not in new]) <= 1 and abs(len(new) - len(old)) <= 1, path
    assert {path for path in before if after[path] != before[path]} == set(edits)
