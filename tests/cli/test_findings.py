"""What a reader of diagnostics gets: the same findings in every format, and nothing that can harm a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from every import every

from wmebv_site.cli.findings import Excerpts, Report, cells
from wmebv_site.cli.formats import FORMATS, render
from wmebv_site.diagnostics import Diagnostic, Level, Place, Refused
from wmebv_site.exchange.working import Working
from wmebv_site.project.load import load
from wmebv_site.rules.checking import Checked, check_project, has_registers, seen_from
from wmebv_site.site.build import problem_page
from wmebv_site.site.look.theme import templates

TODAY = date(2026, 6, 1)
CHANNELS = """\
municipality:
  name: Gemeente Voorbeeld
  fictitious: ja
  phone: 14 0123
authorities:
  - {id: college, kind: college, name: het college van burgemeester en wethouders}
domains:
  - {id: sociaal, name: Sociaal domein}
channels:
  - {id: formulier, name: Formulier, kind: webformulier, url: "https://www.voorbeeld.example/formulier"}
designations:
  - {fallback: ja, channels: [formulier], source: "wet:Voorbeeldwet 1"}
"""
PRODUCTS = """\
products:
  - id: bijstand
    name: Bijstand
    domain: sociaal
    authority: college
    messages:
      - kind: aanvraag
        channels: [formulir]
"""
NASTY = "".join(chr(number) for number in [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x200B, 0x2028, 0xFEFF])


def report_of(folder, **texts):
    """A report on a project of these files; a name has `__` for a slash and no suffix."""
    for name, text in ({"channels": CHANNELS, "products": PRODUCTS} | texts).items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    files = load(folder)
    return Report(check_project(files, TODAY), files.files, TODAY)


def report_on(*diagnostics, files=None, strict=False):
    return Report(Checked(None, list(diagnostics)), files or {}, TODAY, strict)


def finding(message="Dit klopt niet.", *, place=None, level=Level.ERROR, hint=None, code="WMEBV201"):
    return Diagnostic(code, level, place or Place("products.yaml", 1, 1, 2), message, hint)


def excerpt(line, column, end_column, width=72):
    files = {"a.yaml": line.encode()}
    found = Excerpts(files).at(Place("a.yaml", 1, column, end_column), width)
    assert found is not None
    return found


def test_a_mistake_is_shown_with_its_place_its_line_a_hint_and_where_it_is_explained(tmp_path):
    assert render(report_of(tmp_path), "text") == (
        "products.yaml:8:20: WMEBV201 fout: Het kanaal 'formulir' bestaat niet.\n"
        "   8 |         channels: [formulir]\n"
        "     |                    ^^^^^^^^\n"
        "     Bedoelt u 'formulier'? Of voeg het toe in channels.yaml bij 'channels'.\n"
        "     Meer uitleg: wmebv explain WMEBV201\n"
        "\n"
        "De regels van de wet zijn nog niet gecontroleerd. Herstel eerst de fouten in de registers.\n"
        "1 fout in 1 bestand.\n"
    )


def test_where_a_code_is_explained_is_said_once():
    text = render(report_on(*(finding(place=Place("a.yaml", line)) for line in (2, 3, 4))), "text")
    assert text.count("Meer uitleg") == 1
    assert text.count("WMEBV201 fout:") == 3


def many(number, **more):
    return [finding(place=Place("products.yaml", 10 * line, 5, 9), **more) for line in range(1, number + 1)]


def test_of_many_of_one_kind_the_first_three_are_told_and_where_the_others_stand():
    other = finding("Dit is iets anders.", place=Place("products.yaml", 200, 1, 2), code="WMEBV999")
    found = [*many(463, level=Level.WARNING, code="WMEBV338"), other]
    text = render(report_on(*found), "text", width=80)
    assert text.count("WMEBV338 waarschuwing:") == 3
    assert [line.split(":")[1] for line in text.splitlines() if "waarschuwing:" in line] == ["10", "20", "30"]
    assert (
        "En nog 460 waarschuwingen van deze soort (WMEBV338), in products.yaml op regel\n"
        "40, 50, 60, 70, 80, 90, 100, 110, 120, 130, enzovoort. Typ 'wmebv check --all'\n"
        "voor de hele lijst.\n"
    ) in text
    assert "WMEBV999 fout: Dit is iets anders." in text
    assert "1 fout en 463 waarschuwingen in 1 bestand." in text
    assert len(text.splitlines()) < 25
    assert render(report_on(*found), "text", whole=True).count("WMEBV338 waarschuwing:") == 463


def test_where_others_stand_is_told_by_file():
    apart = [
        *many(4),
        *(finding(place=Place("channels.yaml", line, 1, 2)) for line in (7, 7, 9)),
        finding(place=Place("content/hulp/balie.md")),
    ]
    text = render(report_on(*apart), "text", width=200)
    where = "in products.yaml op regel 40; channels.yaml op regel 7 en 9; content/hulp/balie.md."
    assert f"En nog 5 fouten van deze soort (WMEBV201), {where} Typ" in text


@pytest.mark.parametrize(("number", "shown"), [(3, 3), (5, 5), (6, 3)])
def test_a_few_more_than_three_are_all_told(number, shown):
    text = render(report_on(*many(number)), "text")
    assert text.count("WMEBV201 fout:") == shown
    assert ("En nog" in text) is (shown < number)


def test_the_page_for_an_editor_gathers_as_the_command_does():
    html = problem_page(many(40), templates()).html
    assert html.count("<li>") == 3
    assert "Van deze soort zijn er nog 37; 'wmebv check --all' laat ze allemaal zien." in html
    assert problem_page(many(5), templates()).html.count("<li>") == 5


def test_an_error_and_a_warning_of_one_code_are_two_kinds():
    text = render(report_on(*many(4), *many(4, level=Level.WARNING)), "text")
    assert "En nog" not in text


def test_github_is_told_how_many_more_there_are_and_programs_get_all():
    report = report_on(*many(12, level=Level.WARNING))
    lines = render(report, "github").splitlines()
    assert [line.partition(" ")[0] for line in lines[:4]] == ["::warning"] * 4
    assert lines[3].startswith("::warning title=WMEBV201::En nog 9 waarschuwingen van deze soort")
    assert len(render(report, "github", whole=True).splitlines()) == 14
    assert len(json.loads(render(report, "json"))["diagnostics"]) == 12
    assert len(json.loads(render(report, "sarif"))["runs"][0]["results"]) == 12


def test_a_whole_register_says_what_it_holds_and_for_which_day(tmp_path):
    good = PRODUCTS.replace("formulir", "formulier")
    whole = report_of(tmp_path, products=good)
    nothing_found = Report(Checked(whole.checked.decisions, []), {}, TODAY)
    assert render(nothing_found, "text") == (
        "De registers kloppen: 1 product, 1 kanaal, geen besluiten, op 1 juni 2026.\n"
    )


@pytest.mark.parametrize(
    ("levels", "summary"),
    [
        ("e", "1 fout in 1 bestand."),
        ("eeew", "3 fouten en 1 waarschuwing in 4 bestanden."),
        ("ewi", "1 fout, 1 waarschuwing en 1 ding om te weten in 3 bestanden."),
        ("eiii", "1 fout en 3 dingen om te weten in 4 bestanden."),
        ("ww", "2 waarschuwingen in 2 bestanden. Er zijn geen fouten."),
    ],
)
def test_the_summary_counts_in_words(levels, summary):
    by_letter = {"e": Level.ERROR, "w": Level.WARNING, "i": Level.INFO}
    found = [
        finding(place=Place(f"{number}.yaml"), level=by_letter[letter])
        for number, letter in enumerate(levels)
    ]
    assert report_on(*found).summary == summary


@pytest.mark.parametrize(
    ("level", "strict", "code"),
    [
        (Level.ERROR, False, 1),
        (Level.ERROR, True, 1),
        (Level.WARNING, False, 0),
        (Level.WARNING, True, 1),
        (Level.INFO, False, 0),
        (Level.INFO, True, 0),
    ],
)
def test_the_level_and_strict_decide_about_the_exit_code(level, strict, code):
    assert report_on(finding(level=level), strict=strict).exit_code == code


def test_strict_says_why_a_warning_fails():
    report = report_on(finding(level=Level.WARNING), strict=True)
    assert report.summary.endswith("Met --strict telt een waarschuwing als fout.")


def test_the_law_rules_are_reported_as_not_run_in_every_format(tmp_path):
    report = report_of(tmp_path)
    sentence = "De regels van de wet zijn nog niet gecontroleerd."
    assert sentence in render(report, "text")
    assert f"::notice::{sentence}" in render(report, "github")
    assert json.loads(render(report, "json"))["law_rules_run"] is False
    (invocation,) = json.loads(render(report, "sarif"))["runs"][0]["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith(sentence)
    whole = report_of(tmp_path, products=PRODUCTS.replace("formulir", "formulier"))
    assert whole.checked.law_rules_run
    for name in FORMATS:
        assert sentence not in render(whole, name)
    assert json.loads(render(whole, "json"))["law_rules_run"] is True


def findings_in(name, output):
    """What a format tells: code, file, line, column, and the message with its hint."""
    if name == "json":
        return [
            (d["code"], d["file"], d["line"], d["column"], f"{d['message']} {d['hint'] or ''}".strip())
            for d in json.loads(output)["diagnostics"]
        ]
    if name == "sarif":
        found = []
        for result in json.loads(output)["runs"][0]["results"]:
            (location,) = result["locations"]
            physical = location["physicalLocation"]
            region = physical.get("region", {"startLine": 1, "startColumn": 1})
            file = unquote(physical["artifactLocation"]["uri"])
            place = (file, region["startLine"], region["startColumn"])
            found.append((result["ruleId"], *place, result["message"]["text"]))
        return found
    if name == "gitlab":
        return [
            (d["check_name"], d["location"]["path"], d["location"]["lines"]["begin"], d["description"])
            for d in json.loads(output)
        ]
    if name == "github":
        pattern = r"^::\w+ file=([^,]*)(?:,line=(\d+),col=(\d+))?,title=(\w+)::(.*)$"
        return [
            (code, unescape(file), int(line or 1), int(column or 1), unescape(text))
            for file, line, column, code, text in re.findall(pattern, output, re.MULTILINE)
        ]
    found = []
    for block in output.split("\n\n")[:-1]:
        head, *below = block.split("\n")
        file, line, column, code, text = re.fullmatch(
            r"(\S+?)(?::(\d+):(\d+))?: (WMEBV\d+) \w+: (.*)", head
        ).groups()
        hints = [row.strip() for row in below if not re.match(r" *\d* \| ", row) and "Meer uitleg" not in row]
        found.append((code, file, int(line or 1), int(column or 1), " ".join([text, *hints])))
    return found


def unescape(text):
    for sign, escaped in [("\n", "%0A"), ("\r", "%0D"), (":", "%3A"), (",", "%2C"), ("%", "%25")]:
        text = text.replace(escaped, sign)
    return text


def test_all_formats_tell_the_same(tmp_path):
    report = report_of(
        tmp_path,
        channels=CHANNELS.replace("kind: webformulier", "kind: webform").replace(
            "14 0123", "'100%, zeker: ja'"
        ),
        products=PRODUCTS.replace("name: Bijstand", "naam: Bijstand"),
        products__ww=b"\xff\xfek\x00",
    )
    told = {name: findings_in(name, render(report, name)) for name in FORMATS}
    assert len(told["json"]) == len(report.diagnostics) >= 4
    assert told["text"] == told["github"] == told["sarif"] == told["json"]
    # GitLab shows a line, and no column of it.
    assert told["gitlab"] == [(code, file, line, text) for code, file, line, _, text in told["json"]]


def test_what_stands_in_files_never_reaches_the_terminal_as_a_control_character(tmp_path):
    nasty = NASTY.replace("\n", "").encode()
    report = report_of(tmp_path, channels=CHANNELS.encode() + b"# \x1b[2J " + nasty)
    assert report.diagnostics
    message = finding(f"Het kanaal '{NASTY}' bestaat niet.", place=Place(f"a{NASTY}.yaml", 1), hint=NASTY)
    for told in (report, report_on(message, files={f"a{NASTY}.yaml": nasty})):
        for name in FORMATS:
            for line in render(told, name).split("\n"):
                assert not set(line) & set(NASTY), (name, line)


def test_colour_is_given_only_on_request():
    report = report_on(finding(files := "Dit klopt niet."), files={"products.yaml": files.encode()})
    plain, coloured = render(report, "text"), render(report, "text", colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain != coloured


def test_a_diagnostic_about_a_whole_file_has_no_line():
    report = report_on(finding(place=Place("channels.yaml")), files={"channels.yaml": b"geheim"})
    assert render(report, "text").startswith("channels.yaml: WMEBV201 fout:")
    assert "geheim" not in render(report, "text")
    assert "::error file=channels.yaml,title=WMEBV201::" in render(report, "github")
    (result,) = json.loads(render(report, "sarif"))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_github_gets_signs_with_a_meaning_escaped():
    place = Place("map, een:twee/100%.yaml", 3, 4, 5)
    output = render(report_on(finding("Regel 1: 100%, ja\r\nregel 2\rregel 3", place=place)), "github")
    assert output.startswith(
        "::error file=map%2C een%3Atwee/100%25.yaml,line=3,col=4,title=WMEBV201::"
        "Regel 1: 100%25, ja%0Aregel 2%0Aregel 3\n"
    )


def test_json_has_the_shape_that_is_promised(tmp_path):
    output = render(report_of(tmp_path), "json")
    assert output.isascii()
    told = json.loads(output)
    assert list(told) == sorted(told)
    assert told == {
        "counts": {"error": 1, "info": 0, "warning": 0},
        "date": "2026-06-01",
        "diagnostics": [
            {
                "code": "WMEBV201",
                "column": 20,
                "end_column": 28,
                "file": "products.yaml",
                "hint": "Bedoelt u 'formulier'? Of voeg het toe in channels.yaml bij 'channels'.",
                "level": "error",
                "line": 8,
                "message": "Het kanaal 'formulir' bestaat niet.",
            }
        ],
        "failed": True,
        "law_rules_run": False,
        "register": None,
        "strict": False,
        "version": 1,
    }


def test_sarif_has_what_the_standard_asks_for():
    # Sections of SARIF 2.1.0: 3.13 (log), 3.14 (run), 3.18 and 3.19 (tool), 3.20 (invocation),
    # 3.27 (result), 3.28 to 3.30 (place) and 3.49 (rule).
    place = Place("map/één bestand#2?.yaml", 3, 4, 9)
    info = finding(level=Level.INFO, code="WMEBV202")
    log = json.loads(render(report_on(finding(place=place, hint="Kijk."), info), "sarif"))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "invocations", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is True
    assert run["invocations"][0]["exitCode"] == 1
    driver = run["tool"]["driver"]
    assert driver["name"] == "wmebv" and re.fullmatch(r"\d+\.\d+\.\d+\S*", driver["version"])
    for rule in driver["rules"]:
        assert set(rule) == {"id", "shortDescription", "fullDescription", "help"}
        assert all(rule[key]["text"] for key in set(rule) - {"id"})
    first, second = run["results"]
    assert first == {
        "ruleId": "WMEBV201",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "Dit klopt niet. Kijk."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "map/%C3%A9%C3%A9n%20bestand%232%3F.yaml"},
                    "region": {"startLine": 3, "startColumn": 4, "endColumn": 9},
                }
            }
        ],
    }
    assert second["level"] == "note"
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_gitlab_knows_a_finding_again_when_something_is_written_above_it():
    # The keys that GitLab asks of a Code Quality report, and the severities that it knows.
    levels = [(Level.ERROR, "blocker"), (Level.WARNING, "minor"), (Level.INFO, "info")]

    def fingerprints(line):
        places = [finding(place=Place("products.yaml", line + more, 4, 9)) for more in (0, 3)]
        others = [finding(level=level, code="WMEBV202") for level, _ in levels]
        told = json.loads(render(report_on(*places, *others), "gitlab"))
        assert [each["severity"] for each in told[2:]] == [severity for _, severity in levels]
        for each in told:
            assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert told[0]["location"] == {"path": "products.yaml", "lines": {"begin": line}}
        return [each["fingerprint"] for each in told]

    assert fingerprints(7) == fingerprints(12)
    assert len(set(fingerprints(7))) == 5


def test_the_mark_stands_below_the_value_whatever_stands_before_it():
    for line, column, marked in [
        ("naam: fout", 7, "fout"),
        ("\tnaam: fout", 8, "fout"),
        ("名前名前: fout", 7, "fout"),
        ("cafe\u0301: fout", 8, "fout"),
        ("\x1b[31m: fout", 8, "fout"),
    ]:
        found = excerpt(line, column, column + len(marked))
        assert found.marked == marked
        assert cells(found.before) == found.marker.index("^")
        assert found.marker.count("^") == len(marked)


def test_a_wide_value_gets_a_wide_mark():
    assert excerpt("naam: 名前", 7, 9).marker == " " * 6 + "^" * 4


@every("width", [10, 30, 72])
@every("start", [1, 50, 500, 997])
@every("length", [1, 3, 400])
@every("sign", ["x", "名"])
def test_a_long_line_is_cut_round_the_place(width, start, length, sign):
    line = sign * (start - 1) + "M" * length + sign * (1000 - start)
    found = excerpt(line, start, start + length, width)
    assert cells(found.text) <= width
    assert found.marked.startswith("M")
    assert len(found.marker) <= width
    if start > width:
        assert found.before.startswith("…")
    assert found.text.endswith("…") or start == 997


def test_a_short_line_is_not_cut():
    line = "x" * 72
    assert excerpt(line, 1, 2).text == excerpt(line, 72, 73).text == line


def test_a_place_behind_the_end_of_a_line_gets_one_mark():
    assert excerpt("naam:", 6, 7).marker == "     ^"


def test_lines_are_counted_as_the_reader_counts_them():
    files = {"a.yaml": b"\xef\xbb\xbfeen: 1\r\ntwee: 2\rdrie: 3\n"}
    for number, text in [(1, "een: 1"), (2, "twee: 2"), (3, "drie: 3")]:
        found = Excerpts(files).at(Place("a.yaml", number, 1, 2), 72)
        assert found is not None and found.text == text
    assert Excerpts(files).at(Place("a.yaml", 9, 1, 2), 72) is None
    assert Excerpts(files).at(Place("b.yaml", 1, 1, 2), 72) is None


def test_a_file_that_can_not_be_read_is_said_once(tmp_path):
    (tmp_path / "elders").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "products.yaml").write_text(PRODUCTS, encoding="utf-8")
    (tmp_path / "project" / "channels.yaml").symlink_to(tmp_path / "elders")
    files = load(tmp_path / "project")
    checked = check_project(files, TODAY)
    assert [(found.code, found.place.file) for found in checked.diagnostics] == [
        ("WMEBV014", "channels.yaml")
    ]
    assert checked.register is None


@pytest.mark.parametrize("linked", ["products", "content", "content/besluiten", "content/hulp"])
def test_names_in_a_folder_that_can_not_be_read_are_not_called_unknown(tmp_path, linked):
    texts = {
        "channels.yaml": CHANNELS.replace("  phone", "  featured: [bijstand]\n  phone"),
        "products/bijstand.yaml": PRODUCTS.split("\n", 1)[1]
        .replace("  - ", "    ", 1)
        .replace("formulir", "formulier"),
        "content/besluiten/nieuw.md": "---\ntitle: Nieuw\nkind: aanwijzing\nauthorities: [college]\nreplaces: [oud]\n---\n",
        "content/besluiten/oud.md": "---\ntitle: Oud\nkind: aanwijzing\nauthorities: [college]\n---\n",
        "content/hulp/index.md": "---\nbarriers: [{id: lezen, name: Lezen, support: [balie]}]\n---\n",
        "content/hulp/balie.md": "---\ntitle: Balie\nkind: balie\nfor: [lezen]\n---\n",
    }
    for name, text in texts.items():
        (tmp_path / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / name).write_text(text, encoding="utf-8")
    whole = check_project(load(tmp_path / "project"), TODAY)
    assert whole.register is not None, whole.diagnostics
    (tmp_path / "project" / linked).rename(tmp_path / "elders")
    (tmp_path / "project" / linked).symlink_to(tmp_path / "elders", target_is_directory=True)
    found = check_project(load(tmp_path / "project"), TODAY).diagnostics
    assert [(diagnostic.code, diagnostic.place.file) for diagnostic in found] == [("WMEBV014", linked)]


@pytest.mark.parametrize(("linked", "what"), [("products", "de map"), ("products.yaml", "het bestand")])
def test_a_linked_folder_and_a_linked_file_of_products_are_told_alike(tmp_path, linked, what):
    project = tmp_path / "project"
    project.mkdir()
    (project / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "elders").mkdir()
    (project / linked).symlink_to(tmp_path / "elders", target_is_directory=True)
    [found] = check_project(load(project), TODAY).diagnostics
    assert (found.code, found.place.file) == ("WMEBV014", linked)
    assert found.hint == f"Zet een kopie van {what} op deze plaats."
    with pytest.raises(Refused, match=rf"nog fouten \(1\); de eerste staat in {linked}, regel 1"):
        Working(load(project))


def test_a_file_where_the_folder_of_products_belongs_is_told(tmp_path):
    (tmp_path / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "products").write_text(PRODUCTS, encoding="utf-8")
    [found] = check_project(load(tmp_path), TODAY).diagnostics
    assert (found.code, found.hint) == ("WMEBV016", "Noem het 'products.yaml'.")


def test_only_a_folder_with_a_register_has_one(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("Welkom", encoding="utf-8")
    assert not has_registers(load(tmp_path))
    (tmp_path / "products.yaml").symlink_to(tmp_path / "weg")
    assert has_registers(load(tmp_path))


def test_files_are_named_as_seen_from_outside(tmp_path):
    checked = seen_from(report_of(tmp_path).checked, "gemeenten/voorbeeld/")
    assert [found.place.file for found in checked.diagnostics] == ["gemeenten/voorbeeld/products.yaml"]
    for file, seen in (
        ("../regio/products.yaml", "gemeenten/regio/products.yaml"),
        ("../../../x/products.yaml", "../x/products.yaml"),
        ("pakket:regio/products.yaml", "pakket:regio/products.yaml"),
    ):
        found = Diagnostic("WMEBV203", Level.ERROR, Place(file, 5), "Dit kan niet.")
        [told] = seen_from(Checked(None, [found]), "gemeenten/voorbeeld/").diagnostics
        assert told.place == Place(seen, 5)


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_a_forge_is_told_of_a_shared_register_outside_the_project_where_it_is_named(name):
    found = Diagnostic("WMEBV203", Level.ERROR, Place("../regio/products.yaml", 5, 13, 17), "Dit kan niet.")
    inside = replace(found, place=Place("gedeeld/products.yaml", 5, 13, 17))
    outside, within = findings_in(name, render(report_on(found, inside), name))
    assert outside[1] == "channels.yaml" and outside[-1] == "In ../regio/products.yaml:5:13: Dit kan niet."
    assert within[1:3] == ("gedeeld/products.yaml", 5) and within[-1] == "Dit kan niet."
