"""What is mailed after publishing: what is new, gone and another, without what is another every day."""

from __future__ import annotations

from pathlib import Path

from projects import write_files

from wmebv_site.publishing.kept import sums_of
from wmebv_site.publishing.told import Side, compared, told_of_changes

FIRST, NEXT = "2026-06-01", "2026-06-02"
IN_WORDS = {FIRST: "1 juni 2026", NEXT: "2 juni 2026"}


def side(folder: Path, day: str, **texts: str | None) -> Side:
    """A website of four pages, of which a decision has a document, as it is on a day."""
    pages = {
        "index.html": "Begin",
        "besluiten/a/index.html": "Besluit",
        "producten/b/index.html": "Product",
        "producten/c/index.html": "Ander product",
    }
    pages |= {f"producten/{name}/index.html": text for name, text in texts.items() if text is not None}
    files: dict[str, str | bytes] = {
        path: f"<title>{text} | Voorbeeld</title>Geldt op {IN_WORDS[day]} ({day})"
        for path, text in pages.items()
        if texts.get(path.split("/")[1] if "/" in path else "", "") is not None
    }
    files["besluiten/a/besluit.pdf"] = f"%PDF {day}".encode()
    files["sitemap.xml.gz"] = f"gz {folder.name}".encode()
    files["data/register.json"] = f'{{"built_for":"{day}"}}'
    write_files(folder, files)
    return Side(folder, sums_of(folder), day)


def test_a_day_later_only_the_day_is_another(tmp_path: Path) -> None:
    before, after = side(tmp_path / "1", FIRST), side(tmp_path / "2", NEXT)
    changes = compared(before, after)
    assert (changes.new, changes.gone, changes.changed, changes.only_day) == ([], [], [], 4)
    assert list(told_of_changes(changes, before, after)) == ["Op 4 pagina's is alleen de dag anders."]


def test_pages_are_told_by_name_and_other_files_by_number(tmp_path: Path) -> None:
    before, after = (
        side(tmp_path / "1", FIRST),
        side(tmp_path / "2", NEXT, b="Nieuwe naam", c=None, d="Vierde"),
    )
    write_files(tmp_path / "2", {"brief.pdf": b"%PDF"})
    after = Side(after.folder, sums_of(after.folder), NEXT)
    assert list(told_of_changes(compared(before, after), before, after)) == [
        "Nieuw: 1 pagina.",
        "- Vierde (producten/d/)",
        "Nieuw: 1 ander bestand (brief.pdf).",
        "Weg: 1 pagina.",
        "- Ander product (producten/c/)",
        "Gewijzigd: 1 pagina.",
        "- Nieuwe naam (producten/b/)",
        "Op 2 pagina's is alleen de dag anders.",
    ]


def test_a_document_is_told_with_the_page_of_its_decision_and_on_the_same_day(tmp_path: Path) -> None:
    before, after = side(tmp_path / "1", FIRST), side(tmp_path / "2", NEXT)
    page = after.folder / "besluiten" / "a" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + "Gewijzigd", encoding="utf-8")
    changed = compared(before, Side(after.folder, sums_of(after.folder), NEXT)).changed
    assert changed == ["besluiten/a/besluit.pdf", "besluiten/a/index.html"]
    again = side(tmp_path / "3", FIRST)
    write_files(again.folder, {"besluiten/a/besluit.pdf": b"%PDF anders"})
    assert compared(before, Side(again.folder, sums_of(again.folder), FIRST)).changed == [
        "besluiten/a/besluit.pdf"
    ]


def test_many_pages_are_told_up_to_a_number(tmp_path: Path) -> None:
    before = side(tmp_path / "1", FIRST)
    after = side(tmp_path / "2", FIRST, **{f"p{number:02}": f"Product {number}" for number in range(20)})
    lines = list(told_of_changes(compared(before, after), before, after))
    assert lines[0] == "Nieuw: 20 pagina's." and lines[-1] == "- en nog 5" and len(lines) == 17
