"""A municipality's own style: made from its tokens, judged before anyone sees it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bad_cases import MARK, marked_spots
from places import ROOT, TESTS, shared_case, tool
from projects import write_files
from wording import not_dutch

from wmebv_site.diagnostics import Level
from wmebv_site.site.look.bridge import COLORS, PAIRS, contrast
from wmebv_site.site.look.house_style import house_style
from wmebv_site.site.look.identity import (
    STYLE_FILE,
    Identity,
    IdentitySettings,
    identity,
)
from wmebv_site.site.look.tokens import read_tokens

OURS = (ROOT / "theme" / "assets" / "wmebv.css").read_text(encoding="utf-8")
STYLES = sorted((TESTS / "site" / "house_styles").glob("*.css"))
PATH = "content/huisstijl/tokens.css"

GOOD = ":root { --utrecht-link-color: #00607a; --utrecht-document-background-color: #fff; }"


def made(css: str) -> str:
    style, found = house_style(css, PATH, OURS)
    assert style is not None, found
    return style.css


def codes(css: str) -> list[str]:
    return [each.code for each in house_style(css, PATH, OURS)[1]]


def rgb(hexadecimal: str) -> tuple[float, float, float]:
    red, green, blue = (int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.47),
        ("#767676", "#ffffff", 4.54),
        ("#0b5394", "#0b5394", 1.0),
    ],
)
def test_contrast_is_that_of_wcag_in_either_order(first, second, ratio):
    assert contrast(rgb(first), rgb(second)) == pytest.approx(ratio, abs=0.01)
    assert contrast(rgb(second), rgb(first)) == contrast(rgb(first), rgb(second))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_our_own_style_has_the_contrast_that_we_ask_of_others(scheme):
    tokens = getattr(read_tokens(OURS), scheme)
    names = [part.name for part in COLORS if f"--{part.name}" in tokens]
    css = "".join(f"--{part.name}: {_text(tokens, part.name)};" for part in COLORS if part.name in names)
    values = {name: _hex(_text(tokens, name)) for name in names}
    wrong = [
        f"{front} on {back}"
        for front, back, least in PAIRS
        if front in values
        and back in values
        and contrast(rgb(values[front]), rgb(values[back])) < least
        and not (front == "focus-text" and contrast(rgb(values["focus"]), rgb(values[back])) >= least)
    ]
    assert len(names) > 15, css
    assert wrong == []


def _text(tokens, name):
    return "".join(node.serialize() for node in tokens[f"--{name}"].value).strip()


def _hex(text: str) -> str:
    return text if len(text) == 7 else "#" + "".join(2 * figure for figure in text[1:])


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.stem)
def test_the_made_up_house_styles_are_accepted_for_light_and_dark_screens(file):
    style, found = house_style(file.read_text(encoding="utf-8"), PATH, OURS)
    assert found == []
    assert style is not None and style.dark


@pytest.mark.parametrize(
    ("css", "says"),
    [
        (
            ":root { ▸--utrecht-link-color: #7fb2d6; }",
            ["de link", "de achtergrond", "'#7fb2d6'", "'#ffffff'", "2,27", "minimum is 4,5"],
        ),
        (
            ":root { --utrecht-surface-background-color: #ddd; ▸--utrecht-link-color: #7fb2d6; }",
            ["de link", "de achtergrond", "2,27", "nog minder", "een vlak", "'#dddddd'"],
        ),
        (":root { ▸--utrecht-document-color: #777; }", ["de tekst", "'#777777'", "4,47"]),
        (
            ":root { --utrecht-page-header-background-color: #fc0; ▸--utrecht-page-header-color: #fff; }",
            ["de tekst bovenaan de pagina", "'#ffcc00'"],
        ),
        (
            ":root { --utrecht-page-footer-background-color: #fff; ▸--utrecht-page-footer-color: #ccc; }",
            ["de tekst onderaan de pagina"],
        ),
        (":root { ▸--utrecht-heading-color: #9ab; }", ["de kop"]),
        (
            ":root { --nl-button-primary-background-color: #00693e; ▸--nl-button-primary-color: #00693e; }",
            ["de tekst op de knop", "1,00"],
        ),
        (
            ":root { --nl-button-primary-hover-background-color: #004d2d; ▸--nl-button-primary-hover-color: #004d2d; }",
            ["de tekst op de knop onder de muis"],
        ),
        (
            ":root { --basis-focus-background-color: #ffd84d; ▸--basis-focus-outline-color: #fc0; }",
            ["de rand om wat gekozen is"],
        ),
        (
            ":root {\n  ▸--nl-button-primary-background-color: #fc0;\n  --nl-button-primary-color: #222;\n"
            "  --nl-button-primary-border-color: #fd0;\n}",
            ["de knop", "de achtergrond", "3 op 1"],
        ),
    ],
)
def test_too_little_contrast_is_refused_with_the_pair_the_figures_and_the_place(css, says):
    style, found = house_style(css.replace(MARK, ""), PATH, OURS)
    errors = [each for each in found if each.level is Level.ERROR]
    first = next(each for each in errors if (each.place.line, each.place.column) == marked_spots(css)[0])
    assert style is None
    assert {each.code for each in errors} == {"WMEBV501"}
    assert [word for word in says if word not in first.message] == []
    assert [wrong for each in errors for wrong in not_dutch(each)] == []


def test_contrast_is_never_rounded_up_to_the_minimum():
    _, found = house_style(
        ":root { --utrecht-link-color: #767676; --basis-color-default-bg-document: #fefefe }", PATH, OURS
    )
    assert [each.message for each in found if "4,50" in each.message] == []


def test_a_button_in_a_light_colour_is_found_by_its_border():
    yellow = "--nl-button-primary-background-color: #fc0; --nl-button-primary-color: #222; "
    hover = "--nl-button-primary-hover-background-color: #eb0;"
    assert _values(f":root {{ {yellow}{hover} }}")["action-border"] == "#222222", "ours, where it has none"
    given = _values(f":root {{ {yellow}{hover} --nl-button-primary-border-color: #333; }}")
    assert given["action-border"] == given["action-hover-border"] == "#333333"
    assert codes(f":root {{ {yellow}{hover} --nl-button-primary-border-color: #fd0; }}") == ["WMEBV501"]


def test_one_colour_that_is_wrong_in_many_places_is_said_once():
    assert codes(":root { --utrecht-link-color: #7fb2d6; }") == ["WMEBV501"]


def test_the_first_token_that_is_there_wins_and_references_are_followed():
    css = made(
        "html { --basis-color-action-2-color-default: red; --nl-link-color: var(--gone, var(--blue)); --blue: #00f; }"
    )
    assert "--link: #0000ff;" in css


@pytest.mark.parametrize("value", ["var(--a)", "var(--gone)", "none", "12px", "", "var(--b) var(--b)"])
def test_a_token_without_a_usable_colour_leaves_our_own(value):
    loops = "--a: var(--c); --c: var(--a); --b: ;"
    css = f":root {{ --utrecht-heading-color: #123456; --utrecht-link-color: {value}; {loops} }}"
    style, found = house_style(css, PATH, OURS)
    assert style is None or "--link: #0b5394;" in style.css or [each.code for each in found] == ["WMEBV502"]


@pytest.mark.parametrize(
    ("token", "value"),
    [
        *(
            ("--utrecht-document-font-family", word)
            for word in ("initial", "inherit", "unset", "revert", "revert-layer")
        ),
        ("--utrecht-link-color", "initial"),
        ("--nl-button-border-radius", "50%"),
        ("--nl-button-border-radius", "-4px"),
    ],
)
def test_a_value_that_is_no_look_is_named_and_does_not_count(token, value):
    style, found = house_style(
        f":root {{ --utrecht-heading-color: #123456;\n  {token}: {value}; }}", PATH, OURS
    )
    assert [(each.code, each.level, each.place.line, each.place.column) for each in found] == [
        ("WMEBV509", Level.WARNING, 2, 3)
    ]
    assert f"'{token}'" in found[0].message and f"'{value}'" in found[0].message
    assert not_dutch(found[0]) == []
    assert style is not None and value not in style.css
    _, alone = house_style(f":root {{ {token}: {value}; }}", PATH, OURS)
    assert "een waarde die deze website gebruikt" in next(
        each.message for each in alone if each.code == "WMEBV504"
    )


def test_a_button_may_be_a_pill_and_large_panels_stay_panels():
    assert "--radius: 9999px;" in made(":root { --nl-button-border-radius: 9999px; }")
    panels = [rule for rule in OURS.split("}") if "border-radius: var(--radius)" in rule]
    assert len(panels) == 1 and ".button" in panels[0], "only a button takes the whole of it"
    assert "border-radius: min(var(--radius)" in OURS


def test_tokens_for_a_dark_screen_alone_are_tokens():
    style, found = house_style(
        "@media (prefers-color-scheme: dark) { :root { --utrecht-link-color: #9cf; } }", PATH, OURS
    )
    assert found == [] and style is not None and style.dark
    light, dark = style.css.split("prefers-color-scheme: dark")
    assert "--link: #0b5394;" in light and "--link: #99ccff;" in dark


def test_references_that_grow_without_end_are_stopped():
    layers = "".join(f"--x{number}: var(--x{number + 1}) var(--x{number + 1});" for number in range(60))
    assert "--link: #0b5394;" in made(
        f":root {{ --utrecht-heading-color: #123; --utrecht-link-color: var(--x0); {layers} --x60: red; }}"
    )


@pytest.mark.parametrize(
    "value", ["color-mix(in srgb, #00607a, black)", "rgb(0 96 122 / 80%)", "linear-gradient(red, blue)"]
)
def test_a_colour_that_cannot_be_computed_is_named_and_passed_on(value):
    style, found = house_style(f":root {{ --utrecht-link-color: {value}; }}", PATH, OURS)
    assert [(each.code, each.level) for each in found] == [("WMEBV502", Level.WARNING)]
    assert "--utrecht-link-color" in found[0].message
    assert style is not None


def test_a_header_that_lets_the_page_through_is_judged_on_the_page():
    clear = "--utrecht-page-header-background-color: transparent;"
    assert codes(f":root {{ {clear} --utrecht-page-header-color: #eee; }}") == ["WMEBV501"]
    assert "--header: #ffffff;" in made(f":root {{ {clear} --utrecht-page-header-color: #123; }}")


def test_colours_of_oklch_are_computed():
    assert "--link: #" in made(":root { --utrecht-link-color: oklch(40% 0.08 240); }")


def test_without_values_for_a_dark_screen_the_light_ones_hold_everywhere():
    style, _ = house_style(GOOD, PATH, OURS)
    assert style is not None and not style.dark
    assert "color-scheme: light;" in style.css and "prefers-color-scheme" not in style.css
    assert all(f"--{part.name}:" in style.css for part in COLORS)


def test_values_for_a_dark_screen_are_judged_as_well():
    dark = "@media (prefers-color-scheme: dark) { :root { --utrecht-link-color: #00607a; --utrecht-document-background-color: #111; } }"
    style, found = house_style(GOOD + dark, PATH, OURS)
    assert style is None
    assert all("op een donker scherm" in each.message for each in found)


def test_tokens_on_the_class_of_a_theme_count_and_variants_of_it_do_not():
    css = ".x-theme { --utrecht-link-color: #00607a; } .x-theme--dark { --utrecht-link-color: #fff; }"
    assert "--link: #00607a;" in made(css)


def test_paper_keeps_black_on_white():
    assert made(GOOD).startswith("@media screen {")


@pytest.mark.parametrize(
    "css",
    [
        '▸@import "https://tokens.example/a.css";\n',
        '▸@import "a.css";\n',
        "@font-face { font-family: X; src: ▸url(https://fonts.example/x.woff2); }\n",
        '@font-face { src: url(▸"//fonts.example/x.woff2"); }\n',
        "body { ▸behavior: url(x.htc); }\n",
        "body { width: ▸expression(alert(1)); }\n",
        "@media screen { body { background: ▸url(javascript:alert(1)); } }\n",
        ":root { --x: ▸url(http:\\2f\\2f evil.example/x.png); --utrecht-heading-color: var(--x); }\n",
    ],
)
def test_nothing_from_elsewhere_and_no_script(css):
    style, found = house_style(css.replace(MARK, "") + GOOD, PATH, OURS)
    refused = [each for each in found if each.code == "WMEBV503"]
    assert style is None
    assert [(each.place.line, each.place.column) for each in refused] == marked_spots(css)
    assert not_dutch(refused[0]) == []


@pytest.mark.parametrize(
    "value", ["red; } body { display: none", "url(x.png)", "'</style><script>'", "x\\0", "1px; --page: red"]
)
def test_only_values_of_our_own_kinds_reach_the_site(value):
    style, _ = house_style(
        f":root {{ --utrecht-document-font-family: {value}; --utrecht-heading-color: #123; }}", PATH, OURS
    )
    assert style is not None
    assert style.css.count("{") == 2 and "url(" not in style.css and "display" not in style.css
    assert "<" not in style.css.replace("\\3c ", "") or '--font: "</style>' in style.css


def test_other_rules_are_named_and_left_out():
    style, found = house_style(GOOD + "\nbody { margin: 9rem; }", PATH, OURS)
    assert [(each.code, each.level, each.place.line) for each in found] == [("WMEBV506", Level.INFO, 2)]
    assert style is not None and "9rem" not in style.css


def test_a_file_without_tokens_that_we_know_is_refused():
    assert codes(":root { --my-own: red; }") == ["WMEBV504"]
    assert codes("") == ["WMEBV504"]


def test_a_line_that_is_no_css_is_named():
    _, found = house_style(
        ":root {\n  --utrecht-link-color #00607a;\n  --utrecht-heading-color: #123;\n}", PATH, OURS
    )
    assert [(each.code, each.place.line) for each in found] == [("WMEBV505", 2)]


def judged(css: bytes | None = GOOD.encode(), **settings: str) -> tuple[Identity, list[str]]:
    paths = ["content/huisstijl/tokens.css", "content/huisstijl/logo.svg", "content/huisstijl/logo.txt"]
    look, found = identity(IdentitySettings(**settings), paths, css, OURS, "/* rules */\n")
    assert [wrong for each in found for wrong in not_dutch(each)] == []
    return look, [each.code for each in found]


def test_without_settings_nothing_changes():
    assert judged(None) == (Identity(), [])


def test_logo_and_favicon_are_files_of_the_municipality():
    look, found = judged(logo="huisstijl/logo.svg", favicon="huisstijl/logo.svg")
    assert found == [] and look.chrome == {"logo": "huisstijl/logo.svg", "icon": "huisstijl/logo.svg"}
    assert judged(logo="huisstijl/loog.svg")[1] == ["WMEBV507"]
    assert judged(logo="../logo.svg")[1] == ["WMEBV507"]
    assert judged(logo="https://www.voorbeeld.example/logo.svg")[1] == ["WMEBV507"]
    assert judged(logo="huisstijl/logo.txt")[1] == ["WMEBV508"]


def test_the_published_style_carries_our_rules_for_house_styles():
    look, found = judged(house_style="huisstijl/tokens.css")
    assert found == [] and look.style is not None
    assert look.style[0] == STYLE_FILE and look.style[1].endswith(b"/* rules */\n")


@pytest.mark.parametrize("css", [b"\xff\xfe:root", None])
def test_a_house_style_that_is_no_text_is_refused(css):
    assert judged(css, house_style="huisstijl/tokens.css") == (Identity(), ["WMEBV505"])


def _values(css: str) -> dict[str, str]:
    """The values of our own properties for a light screen, in a style that must be sound."""
    style, found = house_style(css, PATH, OURS)
    assert style is not None, found
    declared = style.css.partition("@media (prefers")[0]
    return dict(re.findall(r"--([a-z-]+): ([^;]+);", declared))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "huisstijl-alleen-button",
            {"action": "#0b5fa5", "action-text": "#ffffff", "action-hover": "#0b5fa5"},
        ),
        ("huisstijl-focus-kleur", {"focus": "#ffdd00", "focus-text": "#0b0c0c"}),
        ("huisstijl-link-op-ons-vlak", {"link": "#00804d"}),
    ],
)
def test_a_house_style_that_was_refused_or_half_read_is_taken_as_it_was_meant(
    name: str, wanted: dict[str, str]
) -> None:
    css = shared_case(f"{name}.css").read_text(encoding="utf-8")
    assert wanted.items() <= _values(css).items()


@pytest.mark.parametrize(
    ("tokens", "wanted"),
    [
        ("--utrecht-button-background-color: #8a1538; --utrecht-button-color: #fff", {"action": "#8a1538"}),
        (
            "--utrecht-button-background-color: #8a1538; --utrecht-button-primary-action-background-color: #123456",
            {"action": "#123456"},
        ),
        (
            "--utrecht-button-background-color: #8a1538; --utrecht-button-hover-background-color: #5a0d24",
            {"action": "#8a1538", "action-hover": "#5a0d24"},
        ),
        ("--utrecht-focus-background-color: #ffe066; --utrecht-focus-color: #111", {"focus-text": "#111111"}),
        (
            "--nl-focus-background-color: #000; --nl-focus-color: #fff",
            {"focus": "#000000", "focus-text": "#ffffff"},
        ),
        ("--basis-focus-outline-color: #222222", {"focus-text": "#222222"}),
    ],
)
def test_a_button_and_a_mark_have_the_colours_that_are_given(tokens: str, wanted: dict[str, str]) -> None:
    assert wanted.items() <= _values(f":root {{ {tokens} }}").items()


@pytest.mark.parametrize("link", ["#00804d", "#0a7f4f", "#b3403f", "#5b6f00"])
def test_a_surface_of_ours_moves_until_a_link_can_be_read_on_it(link: str) -> None:
    values = _values(f":root {{ --utrecht-link-color: {link} }}")
    surfaces = [rgb(values[name]) for name in ("tint", "warn-tint", "error-tint")]
    assert all(contrast(rgb(values["link"]), surface) >= 4.5 for surface in surfaces)


def test_a_surface_that_the_municipality_gave_stays_and_is_refused() -> None:
    css = ":root { --utrecht-link-color: #00804d; --basis-color-negative-bg-default: #fdefed }"
    style, found = house_style(css, PATH, OURS)
    assert style is None and [each.code for each in found] == ["WMEBV501"]


@pytest.mark.parametrize(
    "tokens",
    [
        "--x: url(https://cdn.example/icon.svg)",
        '--denhaag-icon: url("//cdn.example/icon.svg"); --y: var(--denhaag-icon)',
        '--utrecht-icon-source: "https://cdn.example/"',
    ],
)
def test_an_address_in_a_token_that_is_never_read_is_no_reason_to_refuse(tokens: str) -> None:
    style, found = house_style(f":root {{ {tokens} }} {GOOD}", PATH, OURS)
    assert found == [] and style is not None and "cdn.example" not in style.css


@pytest.mark.parametrize(
    ("tokens", "front", "back", "least"),
    [
        ("--utrecht-page-header-background-color: #fc0", "header-text", "header", 4.5),
        ("--utrecht-page-header-color: #222", "header-text", "header", 4.5),
        ("--utrecht-page-footer-color: #ccc", "footer-text", "footer", 4.5),
        ("--utrecht-button-primary-action-color: #00693e", "action-text", "action", 4.5),
        ("--utrecht-button-primary-action-background-color: #ffb000", "action-text", "action", 4.5),
        ("--utrecht-button-primary-action-hover-color: #004d2d", "action-hover-text", "action-hover", 4.5),
        ("--utrecht-focus-color: #806400", "focus-text", "focus", 4.5),
        ("--basis-focus-background-color: #00338d", "focus-text", "focus", 4.5),
        ("--utrecht-document-background-color: #d7e3cf", "link", "page", 4.5),
        ("--utrecht-document-background-color: #d7e3cf", "muted", "page", 4.5),
        ("--utrecht-surface-background-color: #cfcfcf", "link", "tint", 4.5),
    ],
)
def test_where_one_side_of_a_pair_is_ours_ours_moves(
    tokens: str, front: str, back: str, least: float
) -> None:
    values = _values(f":root {{ {tokens} }}")
    assert contrast(rgb(values[front]), rgb(values[back])) >= least
    assert _hex(tokens.rpartition(" ")[2]) in (values[front], values[back]), "what was given stays"


@pytest.mark.parametrize(
    ("tokens", "wanted"),
    [
        (
            "--utrecht-page-footer-background-color: #154273; --utrecht-page-footer-color: #fff",
            {"header": "#154273", "header-text": "#ffffff"},
        ),
        ("--nl-button-primary-background-color: #8a1538", {"header": "#8a1538", "action": "#8a1538"}),
        (
            "--utrecht-link-color: #24578f",
            {"header": "#24578f", "action": "#24578f", "action-hover": "#24578f"},
        ),
        (
            "--utrecht-page-header-background-color: #fff; --utrecht-link-color: #24578f",
            {"header": "#ffffff", "action": "#24578f"},
        ),
        ("--utrecht-page-header-background-color: #5b0e2d", {"header": "#5b0e2d", "action": "#5b0e2d"}),
        ("--utrecht-document-color: #111", {"header": "#0d3a5c", "action": "#00693e"}),
    ],
)
def test_the_head_and_the_button_take_a_colour_that_the_municipality_has(
    tokens: str, wanted: dict[str, str]
) -> None:
    assert wanted.items() <= _values(f":root {{ {tokens} }}").items()


def test_beside_a_dark_page_stand_our_colours_for_a_dark_screen() -> None:
    values = _values(
        ":root { --utrecht-document-background-color: #262626; --utrecht-document-color: #f2f2f2 }"
    )
    assert values["warn-tint"] == "#33270f" and values["link"] == "#8fc7ff"
    style, _ = house_style(":root { --utrecht-document-background-color: #262626 }", PATH, OURS)
    assert style is not None and "color-scheme: dark;" in style.css


def test_a_page_that_lets_everything_through_is_ours() -> None:
    assert (
        _values(":root { --utrecht-document-background-color: transparent; --utrecht-link-color: #24578f }")[
            "page"
        ]
        == "#ffffff"
    )


def test_a_set_that_mixes_the_names_of_two_kinds_of_button_is_read_so_that_its_text_can_be_read() -> None:
    values = _values(
        ":root { --utrecht-button-primary-action-background-color: #007bc7; --utrecht-button-primary-action-color: #fff;"
        " --utrecht-button-primary-action-hover-background-color: #01689b; --utrecht-button-hover-color: #007bc7 }"
    )
    assert values["action-hover-text"] == "#ffffff"


def test_the_table_of_sets_that_were_tried_says_of_each_whether_it_is_taken(tmp_path: Path) -> None:
    packages = {
        "@een/design-tokens": {"dist/root.css": GOOD, "dist/variables.css": "", "dist/dark/theme.css": GOOD},
        "@twee/design-tokens": {
            "dist/index.css": ".x { --utrecht-page-footer-background-color: #fc0; --utrecht-page-footer-color: #fff }",
            "node_modules/@drie/tokens/root.css": GOOD,
        },
        "@vier/knoppen": {"dist/index.css": ".knop { color: red }"},
    }
    for name, files in packages.items():
        write_files(
            tmp_path / name,
            {"package.json": json.dumps({"name": name, "version": "1.0.0", "license": "EUPL-1.2"}), **files},
        )
    script = tool("token_sets")
    found = list(script.rows(tmp_path))
    assert [(row.package, row.file, row.taken) for row in found] == [
        ("@een/design-tokens", "dist/root.css", True),
        ("@een/design-tokens", "dist/dark/theme.css", True),
        ("@twee/design-tokens", "dist/index.css", False),
    ]
    assert found[0].said == "(de knop heeft de kleur van de link; de bovenkant heeft de kleur van de link)"
    assert "de tekst onderaan de pagina" in found[2].said and "Geprobeerd: 3. Genomen: 2." in script.page(
        found
    )
