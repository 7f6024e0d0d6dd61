"""``wmebv links`` as an editor types it, against a misbehaving server, on the days that the options say."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest
from command import Said, wmebv
from misbehaving import World
from projects import tree, write_files
from small_registers import CHANNELS, decision

from wmebv_site.cli import links as command
from wmebv_site.links import asking
from wmebv_site.links.remembered import FILE

X = "http://x.voorbeeld.example"
PRODUCTS = """\
products:
  - {id: p, name: P, domain: d, authority: college, messages: [{kind: aanvraag, channels: [x], source: "besluit:a"}]}
"""
FAR = socket.gaierror(socket.EAI_NONAME, "unknown")


@pytest.fixture
def world(misbehaving: int, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(misbehaving)
    monkeypatch.setattr(asking, "Network", lambda: made.network)
    monkeypatch.setattr(
        command, "_reaches", lambda host: host.endswith("voorbeeld.example") or host.endswith(".nl")
    )
    return made


def project(folder: Path, path: str = "/goed", text: str = "", **more: str) -> Path:
    """A small project of which the entrance of channel x is at a path of the misbehaving server."""
    channels = CHANNELS.replace('"https://x.voorbeeld.example"', f'"{X}{path}"')
    for name in ("y", "box", "ggd", "rbg"):
        channels = channels.replace(f"https://{name}.voorbeeld.example", f"https://{name}.example")
    files = {"channels.yaml": channels, "products.yaml": PRODUCTS, "content/besluiten/a.md": decision("A")}
    files |= {"content/lees.md": f"---\ntitle: T\n---\n\n{text}\n"} if text else {}
    return write_files(folder, files | more)


def links(folder: Path, *options: str, day: str = "2026-06-01", code: int | None = None) -> Said:
    return wmebv("links", "--date", day, *options, cwd=folder, code=code)


def test_all_is_well(world: World, tmp_path: Path) -> None:
    said = links(project(tmp_path), code=0)
    assert (
        said.stdout
        == "Alle links die zijn nagekeken, werken. Nagekeken op 1 juni 2026: 1 adres bij 1 website.\n"
    )
    assert json.loads((tmp_path / FILE).read_bytes())["addresses"][f"{X}/goed"]["verdict"] == "ok"


def test_what_is_gone_is_certain_the_next_day_with_the_command_that_tells_of_it(
    world: World, tmp_path: Path
) -> None:
    folder = project(tmp_path, "/niet-meer")
    first = links(folder, code=0)
    assert "WMEBV649 informatie" in first.stdout
    assert "eerste keer" in first.stdout
    assert "wmebv outage start x" in first.stdout
    again = links(folder, "--all", code=0)
    assert "WMEBV649" in again.stdout, "the same day counts once"
    second = links(folder, day="2026-06-02", code=1)
    assert second.stdout == (
        "channels.yaml:16:57: WMEBV640 fout: De server zegt dat de pagina er niet is (code 404). Het gaat om "
        "http://x.voorbeeld.example/niet-meer van kanaal 'Formulier X'.\n"
        '  16 | …ier X, kind: webformulier, url: "http://x.voorbeeld.example/niet-meer"}\n'
        "     |                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "     Zet hier het nieuwe adres, of verwijder de link. Werkt het kanaal echt niet? Meld de storing: wmebv outage start x\n"
        "     Meer uitleg: wmebv explain WMEBV640\n"
        "\n"
        "1 fout in 1 bestand. Nagekeken op 2 juni 2026: 1 adres bij 1 website.\n"
    )


def test_what_is_not_due_is_told_again_and_not_asked_again(world: World, tmp_path: Path) -> None:
    folder = project(tmp_path, text="[a](http://b.voorbeeld.example/naar-vreemde)")
    links(folder, code=0)
    world.hosts["vreemd.test"] = ["93.184.216.35"]
    (tmp_path / FILE).unlink()
    asked = len(world.asked)
    said = links(folder, code=0)
    assert len(world.asked) > asked
    asked = len(world.asked)
    assert links(folder, code=0).stdout.splitlines()[:-1] == said.stdout.splitlines()[:-1]
    assert len(world.asked) == asked


def test_a_host_that_nobody_knows_ends_with_one(world: World, tmp_path: Path) -> None:
    channels = CHANNELS.replace(
        '"https://x.voorbeeld.example"', '"http://gemeente-voorbeeld.nl/naar-vreemde.nl"'
    )
    folder = project(tmp_path, **{"channels.yaml": channels})
    said = links(folder, code=1)
    assert "WMEBV641 fout: Het adres komt uit bij 'vreemd.nl'" in said.stdout


@pytest.mark.parametrize("form", ["text", "github", "gitlab", "json", "sarif"])
def test_the_outcome_is_the_same_in_every_form(world: World, tmp_path: Path, form: str) -> None:
    folder = project(tmp_path, "/niet-meer")
    links(folder, code=0)
    said = links(folder, "--format", form, day="2026-06-02", code=1)
    assert "WMEBV640" in said.stdout
    if form == "json":
        [link] = json.loads(said.stdout)["links"]["links"]
        assert (link["verdict"], link["certain"], link["status"]) == ("broken", True, 404)
        assert link["responsible"] == [{"role": "orgaan", "id": "gemeente", "name": "Gemeente Voorbeeld"}]
        assert (link["failing_since"], link["places"][0]["line"]) == ("2026-06-01T10:00:00+00:00", 16)


def test_an_exception_is_left_alone_until_its_last_day(world: World, tmp_path: Path) -> None:
    exception = f"exceptions:\n  - {{url: {X}/niet-meer, reason: Wordt vervangen., owner: webbeheer, last_day: 2026-06-02}}\n"
    folder = project(tmp_path, "/niet-meer", **{"content/koppelingen.yaml": exception})
    said = links(folder, day="2026-06-02", code=0)
    assert said.stdout == "Er was op 2 juni 2026 niets aan de beurt. Uitgezonderd: 1 adres.\n"
    assert world.asked == []
    links(folder, day="2026-06-03", code=0)
    assert len(world.asked) == 1


def test_a_damaged_memory_is_told_and_begun_again(world: World, tmp_path: Path) -> None:
    folder = project(tmp_path, **{FILE: "{"})
    said = links(folder, code=0)
    assert (
        said.stderr
        == f"Let op: {FILE} is niet te lezen. Wat eerder over links is gevonden, telt niet meer.\n"
    )
    assert json.loads((tmp_path / FILE).read_bytes())["version"] == 1


def test_a_memory_that_cannot_be_written_leaves_the_outcome_as_it_is(world: World, tmp_path: Path) -> None:
    folder = project(tmp_path)
    (tmp_path / ".wmebv").write_text("geen map")
    said = links(folder, code=0)
    assert "kan niet worden geschreven" in said.stderr
    assert said.stdout.startswith("Alle links")


def test_a_trial_asks_nothing_and_writes_nothing(world: World, tmp_path: Path) -> None:
    folder = project(tmp_path, text=f"[a]({X}/a) [b](http://b.voorbeeld.example/b)")
    before = tree(folder)
    said = links(folder, "--dry-run", code=0)
    assert said.stdout == (
        "Nu aan de beurt: 3 adressen bij 2 websites.\n     2  x.voorbeeld.example\n     1  b.voorbeeld.example\n"
    )
    assert (tree(folder), world.asked) == (before, [])


def test_what_moved_is_taken_over_on_request(world: World, tmp_path: Path) -> None:
    old, new = "https://oud.voorbeeld.example/p", "https://nieuw.voorbeeld.example/p"
    known = {"asked": "2026-06-01T10:00:00+00:00", "first_seen": "2026-06-01T10:00:00+00:00", "status": 200}
    moved = known | {"verdict": "moved", "why": f"De pagina is voorgoed verhuisd naar {new}.", "to": new}
    memory = {"version": 1, "hosts": {}, "addresses": {old: moved, f"{X}/goed": known | {"verdict": "ok"}}}
    folder = project(tmp_path, text=f"[a]({old})", **{FILE: json.dumps(memory)})
    assert "typ: wmebv links --fix" in links(folder, code=0).stdout
    before = tree(folder)
    said = links(folder, "--fix", "--dry-run", code=0)
    assert f"-[a]({old})\n+[a]({new})\n" in said.stdout
    assert tree(folder) == before
    said = links(folder, "--fix", code=0)
    assert said.stdout.startswith("Overgenomen: 1 nieuw adres in 1 bestand.\n")
    assert (folder / "content/lees.md").read_text() == before["content/lees.md"].decode().replace(old, new)
    assert {path for path in before if before[path] != tree(folder)[path]} == {"content/lees.md"}
    said = links(folder, "--fix", "--format", "json", code=0)
    assert json.loads(said.stdout)["failed"] is False
    said = links(folder, "--fix", "--dry-run", code=0)
    assert said.stdout == "Er is geen nieuw adres om over te nemen.\n"


@pytest.mark.parametrize("websites", ["a", "abc"])
def test_without_internet_nothing_is_remembered(world: World, tmp_path: Path, websites: str) -> None:
    text = " ".join(f"[a](http://{name}.voorbeeld.example/)" for name in websites)
    folder = project(tmp_path, text=text)
    for name in "abcx":
        world.hosts[f"{name}.voorbeeld.example"] = FAR
    said = links(folder, code=2)
    assert "Geen enkele website geeft antwoord" in said.stderr
    assert not (tmp_path / ".wmebv").exists()


def test_a_network_that_looks_into_every_connection_is_not_held_against_the_websites(
    world: World, tmp_path: Path
) -> None:
    text = " ".join(f"[a](https://{name}.voorbeeld.example/)" for name in "abc")
    channels = CHANNELS.replace("https://x.voorbeeld.example", "https://x.example")
    folder = project(
        tmp_path, text=text, **{"channels.yaml": channels.replace("voorbeeld.example", "example")}
    )
    world.secured = world.port  # which speaks no TLS
    said = links(folder, code=2)
    assert "vertrouwt het certificaat van geen enkele website" in said.stderr
    assert not (tmp_path / ".wmebv").exists()


def test_one_website_that_is_down_is_told_and_no_lack_of_internet(world: World, tmp_path: Path) -> None:
    folder = project(tmp_path, text=" ".join(f"[a]({X}/{number})" for number in range(5)))
    world.hosts["x.voorbeeld.example"] = FAR
    said = links(folder, code=0)
    assert "Dit geldt ook voor 5 andere adressen van deze website." in said.stdout


def test_registers_with_a_mistake_are_not_looked_at(world: World, tmp_path: Path) -> None:
    folder = project(tmp_path, **{"products.yaml": "products:\n  - {id: p}\n"})
    said = links(folder, code=2)
    assert "wmebv check" in said.stderr
    assert world.asked == []


def test_without_the_library_it_says_what_to_type(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpcore", None)
    monkeypatch.delitem(sys.modules, "wmebv_site.links.asking")
    said = links(project(tmp_path), code=2)
    assert said.stderr.rstrip().endswith(" -m pip install httpx")


def test_the_example_asks_nobody_about_names_that_are_kept_for_examples(tmp_path: Path) -> None:
    channels = CHANNELS.replace("voorbeeld.example", "voorbeeld.test")
    folder = project(tmp_path, **{"channels.yaml": channels})
    assert links(folder, code=0).stdout == "Er was op 1 juni 2026 niets aan de beurt.\n"
