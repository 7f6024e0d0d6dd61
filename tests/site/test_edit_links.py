"""Where an editor is led to: the file and the line, in the way of each forge."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from mkdocs.config.config_options import EditURITemplate
from places import shared_case

from wmebv_site.diagnostics import Place
from wmebv_site.site.edit_links import EditLinks

REGISTER = Place("products.yaml", 62)
TEXT = Place("content/besluiten/aanwijzing-2026.md", 3)
AZURE = "https://dev.azure.com/gemeente/project/_git/digitaal-contact"


def uri(text: str) -> Callable[[str, str], str]:
    return lambda path, _: f"{text}{path}"


def template(text: str) -> Callable[[str, str], str]:
    filled: Callable[[str, str], str] = EditURITemplate().run_validation(text).format
    return filled


@pytest.mark.parametrize(
    ("repo_url", "filled", "register", "text"),
    [
        pytest.param(
            "https://github.com/gemeente/contact", uri("edit/main/content/"),
            "https://github.com/gemeente/contact/edit/main/products.yaml#L62",
            "https://github.com/gemeente/contact/edit/main/content/besluiten/aanwijzing-2026.md",
            id="GitHub",
        ),
        pytest.param(
            "https://gitlab.com/groep/gemeente/contact/", uri("-/edit/main/content/"),
            "https://gitlab.com/groep/gemeente/contact/-/edit/main/products.yaml#L62",
            "https://gitlab.com/groep/gemeente/contact/-/edit/main/content/besluiten/aanwijzing-2026.md",
            id="GitLab",
        ),
        pytest.param(
            "https://code.voorbeeld.example/gemeente/contact", uri("_edit/main/content/"),
            "https://code.voorbeeld.example/gemeente/contact/_edit/main/products.yaml#L62",
            "https://code.voorbeeld.example/gemeente/contact/_edit/main/content/besluiten/aanwijzing-2026.md",
            id="Forgejo",
        ),
        pytest.param(
            "https://bitbucket.org/gemeente/contact", uri("src/main/content/"),
            "https://bitbucket.org/gemeente/contact/src/main/products.yaml#lines-62",
            "https://bitbucket.org/gemeente/contact/src/main/content/besluiten/aanwijzing-2026.md",
            id="Bitbucket",
        ),
        pytest.param(
            "https://bitbucket.org/gemeente/contact", template("src/main/content/{path}?mode=edit"),
            "https://bitbucket.org/gemeente/contact/src/main/products.yaml?mode=edit#lines-62",
            "https://bitbucket.org/gemeente/contact/src/main/content/besluiten/aanwijzing-2026.md?mode=edit",
            id="Bitbucket, to edit",
        ),
        pytest.param(
            "https://git.voorbeeld.example/projects/GEM/repos/contact", uri("browse/content/"),
            "https://git.voorbeeld.example/projects/GEM/repos/contact/browse/products.yaml#62",
            "https://git.voorbeeld.example/projects/GEM/repos/contact/browse/content/besluiten/aanwijzing-2026.md",
            id="Bitbucket of one's own",
        ),
        pytest.param(
            AZURE, uri("?path=/content/"),
            f"{AZURE}?path=/products.yaml&line=62",
            f"{AZURE}?path=/content/besluiten/aanwijzing-2026.md",
            id="Azure DevOps",
        ),
        pytest.param(
            AZURE, uri("?version=GBmain&path=content/"),
            f"{AZURE}?version=GBmain&path=products.yaml&line=62",
            f"{AZURE}?version=GBmain&path=content/besluiten/aanwijzing-2026.md",
            id="Azure DevOps with a branch",
        ),
        pytest.param(
            AZURE, template("?path=%2Fcontent%2F{path!q}&version=GBmain"),
            f"{AZURE}?path=%2Fproducts.yaml&version=GBmain&line=62",
            f"{AZURE}?path=%2Fcontent%2Fbesluiten%2Faanwijzing-2026.md&version=GBmain",
            id="Azure DevOps, quoted",
        ),
        pytest.param(
            None, template("https://redactie.voorbeeld.example/open?file=content/{path!q}"),
            "https://redactie.voorbeeld.example/open?file=products.yaml#L62",
            "https://redactie.voorbeeld.example/open?file=content/besluiten%2Faanwijzing-2026.md",
            id="a program of one's own",
        ),
        pytest.param(
            None, uri("https://git.voorbeeld.example/x/edit/main/content/"),
            "https://git.voorbeeld.example/x/edit/main/products.yaml#L62",
            "https://git.voorbeeld.example/x/edit/main/content/besluiten/aanwijzing-2026.md",
            id="without the repository",
        ),
        pytest.param(
            None, template("https://git.voorbeeld.example/edit#content/{path}"),
            "https://git.voorbeeld.example/edit#products.yaml",
            "https://git.voorbeeld.example/edit#content/besluiten/aanwijzing-2026.md",
            id="behind a hash",
        ),
    ],
)  # fmt: skip
def test_a_page_leads_to_its_line_at_every_forge(
    repo_url: str | None, filled: Callable[[str, str], str], register: str, text: str
) -> None:
    links = EditLinks(repo_url, filled)
    assert (links.to(REGISTER), links.to(TEXT)) == (register, text)


def test_a_folder_of_texts_deeper_in_the_project_is_left_again() -> None:
    links = EditLinks(AZURE, uri("?path=/gemeente/web/teksten/"), "../..")
    assert links.to(REGISTER) == f"{AZURE}?path=/gemeente/products.yaml&line=62"


@pytest.mark.parametrize("filled", [uri("{path}"), uri("edit/"), template("{path_noext}")])
def test_no_address_is_guessed_where_none_can_be_made(filled: Callable[[str, str], str]) -> None:
    assert EditLinks(None, filled).to(REGISTER) is None


@pytest.mark.parametrize(
    ("name", "address"),
    [("a b.md", "a%20b.md"), ("é.md", "%C3%A9.md"), ("100%25.md", "100%25.md")],
)
def test_a_name_is_quoted_once(name: str, address: str) -> None:
    assert (
        EditLinks(AZURE, uri("?path=/content/")).to(Place(f"content/{name}"))
        == f"{AZURE}?path=/content/{address}"
    )


def test_the_address_that_led_to_no_file_is_the_one_that_does() -> None:
    case = shared_case("mkdocs-azure-devops.yml").read_text(encoding="utf-8")
    settings = dict(re.findall(r'^(\w+): "?([^"\n]+)"?$', case, re.MULTILINE))
    links = EditLinks(settings["repo_url"], uri(settings["edit_uri"]))
    wanted = case.split("goed zou zijn: ")[1].split()[0]
    assert links.to(REGISTER) == wanted


def test_what_is_shared_is_found_in_the_same_repository_and_no_address_is_guessed_elsewhere() -> None:
    filled, shared = uri("edit/main/gemeente-a/content/"), Place("../regio/products.yaml", 4)
    repository = "https://github.com/streek/registers/"
    assert EditLinks(repository, filled).to(shared) == f"{repository}edit/main/regio/products.yaml#L4"
    assert EditLinks(repository, filled, apart="../regio/").to(shared) is None
    assert EditLinks(repository, filled, apart="../regio/").to(REGISTER) is not None
