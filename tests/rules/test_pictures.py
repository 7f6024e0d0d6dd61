"""A picture that no visitor would see is told before the site is built."""

from __future__ import annotations

import pytest
from bad_cases import MARK, marked_spots
from projects import SMALL, SMALL_DAY, files_of
from wording import not_dutch

from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.project.load import ProjectFiles
from wmebv_site.rules.checking import check_project


def found_in(text: str, path: str = "content/uitleg.md") -> list[Diagnostic]:
    files = files_of(SMALL) | {path: text.encode()}
    checked = check_project(ProjectFiles(files), SMALL_DAY)
    assert checked.register is not None
    return [each for each in checked.diagnostics if each.code == "WMEBV520"]


@pytest.mark.parametrize(
    "text",
    [
        "# Uitleg\n\nZo ziet de balie eruit: ![Balie](▸https://beeld.example/balie.jpg).\n",
        '# Uitleg\n\n![Balie](<▸http://beeld.example/balie.jpg> "De balie")\n',
        "---\ntitle: Uitleg\n---\n\n![Balie](▸//beeld.example/balie.jpg)\n",
        '# Uitleg\n\n<img alt="Balie" src="▸https://beeld.example/balie.jpg">\n',
        "# Uitleg\n\n![Balie](▸data:image/png;base64,AAAA)\n",
        "# Uitleg\n\n![Balie][foto]\n\n[foto]: ▸https://beeld.example/balie.jpg\n",
        "# Uitleg\n\n![Een](▸https://a.example/1.png) en ![Twee](▸https://b.example/2.png)\n",
    ],
)
def test_a_picture_of_another_website_is_an_error_at_its_address(text: str) -> None:
    found = found_in(text.replace(MARK, ""))
    assert [(each.place.line, each.place.column) for each in found] == marked_spots(text)
    assert {each.level for each in found} == {Level.ERROR}
    assert all("content" in (each.hint or "") for each in found)
    assert [wrong for each in found for wrong in not_dutch(each)] == []


@pytest.mark.parametrize(
    "text",
    [
        "![Balie](plaatjes/balie.jpg)",
        '![Balie](../plaatjes/balie.jpg "De balie")',
        "[Balie](https://beeld.example/balie.jpg)",
        "Typ `![Balie](https://beeld.example/balie.jpg)`.",
        "```\n![Balie](https://beeld.example/balie.jpg)\n```",
        "<!-- ![Balie](https://beeld.example/balie.jpg) -->",
        "[foto][foto]\n\n[foto]: https://beeld.example/balie.jpg",
    ],
)
def test_a_picture_of_the_municipality_and_a_link_are_no_mistake(text: str) -> None:
    assert found_in(f"# Uitleg\n\n{text}\n") == []
