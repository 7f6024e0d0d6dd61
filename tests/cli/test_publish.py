"""``wmebv publish`` as an administrator types it: what it says, what it leaves, and how it ends."""

from __future__ import annotations

from pathlib import Path

from command import wmebv
from projects import rewrite, tree, write_files

LETTER = "content/documenten/brief.pdf"


def settled(small: Path) -> Path:
    """The small municipality without a day of its own."""
    text = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(
        text.replace('{wmebv: {date: "2026-06-01"}}', "wmebv"), encoding="utf-8"
    )
    return small


def test_a_website_is_published_changed_taken_back_and_a_letter_forgotten(
    small: Path, tmp_path: Path
) -> None:
    project, www, log = settled(small), tmp_path / "www", tmp_path / "log.txt"
    write_files(
        project, {LETTER: b"%PDF-1.7", "content/eigen.md": "# Eigen\n\n[De brief](documenten/brief.pdf)\n"}
    )
    on_day = ("--date", "2026-06-01")
    said = wmebv("publish", str(www), *on_day, cwd=project, code=0).stdout
    assert said.startswith("De website van Gemeente Voorbeeld is gepubliceerd op ")
    assert "Zij geldt voor 1 juni 2026." in said and "Dit is de eerste keer: 38 pagina's." in said
    first = tree(www / "site")
    said = wmebv("publish", str(www), "--dry-run", *on_day, cwd=project, code=0).stdout
    assert (
        said
        == "Er is niets gepubliceerd. Er zou ook niets veranderen op de website van Gemeente Voorbeeld.\n"
    )

    rewrite(project / "products.yaml", "name: Afvalpas", "name: Afvalkaart")
    said = wmebv("publish", str(www), "--date", "2026-06-02", "--log", str(log), cwd=project, code=0).stdout
    assert log.read_text(encoding="utf-8") == said
    for told in (
        "- Afvalkaart (producten/afvalpas/)",
        "is alleen de dag anders.",
        "Bewaard: 2 versies.",
        "--back",
    ):
        assert told in said

    said = wmebv("publish", str(www), "--back", cwd=project, code=0).stdout
    assert said.startswith("Nu staat weer: 2026-06-01-") and "ook vannacht" in said
    assert tree(www / "site") == first

    said = wmebv("publish", str(www), "--forget", "documenten/brief.pdf", *on_day, cwd=project, code=0).stdout
    assert "- weg: documenten/brief.pdf" in said and f"Het staat in {LETTER}." in said
    assert not [path for path in tree(www / "builds") if path.endswith("brief.pdf")]


def test_what_is_wrong_is_told_and_mailed_and_what_stood_there_stays(small: Path, tmp_path: Path) -> None:
    project, www, log = settled(small), tmp_path / "www", tmp_path / "log.txt"
    write_files(www / "builds", {"aantekening.txt": "x"})
    rewrite(project / "products.yaml", "name: Afvalpas", "naam: Afvalpas")
    said = wmebv("publish", str(www), "--log", str(log), cwd=project, code=1)
    assert "products.yaml:" in said.stdout
    mailed = log.read_text(encoding="utf-8")
    assert (
        mailed.startswith("De website is NIET gepubliceerd. Wat er stond, staat er nog.")
        and "products.yaml:" in mailed
    )
    assert tree(www) == {"builds/aantekening.txt": b"x"}


def test_what_can_not_be_is_said_in_a_sentence(small: Path, tmp_path: Path) -> None:
    before = tree(small)
    for arguments, said in (
        ((), "MAP ontbreekt"),
        (("www", "--back", "--forget", "x.pdf"), "Kies --back of --forget"),
        (("www", "--keep", "0"), "--keep"),
        (("www", "--back"), "is nog niets gepubliceerd"),
        (("",), "MAP ontbreekt"),
        (("www", "--log", "channels.yaml"), "staat iets anders dan een bericht"),
        (("www", "--log", "mkdocs.yml", "--forget", "x.pdf"), "staat iets anders dan een bericht"),
        (("www", "--log", "content"), "komt wat op de website staat"),
        (("www", "--log", ".."), "is een map"),
        ((".",), "staan registers"),
        (("content",), "komt wat op de website staat"),
        (("www", "--log", "content/log.txt"), "komt wat op de website staat"),
    ):
        assert said in wmebv("publish", *arguments, cwd=small, code=2).stderr
    assert tree(small) == before
