"""Where an outage is told, for each state of it: at the top, above the buttons, on home; and that no page ever moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browsing import screen, served, watched
from building import build_site
from playwright.sync_api import Browser, Page, Route
from projects import SMALL, SMALL_DAY, copied, decode_files, files_of, rewrite, with_text

from wmebv_site.designation.decisions import Decisions
from wmebv_site.dutch import uncapitalised, with_article
from wmebv_site.register.addresses import OUTAGE_SCRIPT
from wmebv_site.site.build import build_pages
from wmebv_site.site.look.theme import templates
from wmebv_site.site.outages import status_script
from wmebv_site.site.site import Site

NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)
EVENT, OBJECTION, CONTACT = "evenementenformulier", "bezwaarformulier", "contactformulier"
FIRST = "producten/evenementenvergunning/"
BROKEN = {
    EVENT: "het Evenementenformulier werkt niet",
    OBJECTION: "het Bezwaarformulier werkt niet",
    CONTACT: "het Contactformulier werkt niet",
}
RUNS = "begin: 2026-06-01T08:15\n"
UNTIL = "begin: 2026-06-01T08:15\nend: 2026-06-01T18:00\n"
OVER = "begin: 2026-05-01T08:15\nend: 2026-05-01T09:15\n"
AHEAD = "planned: ja\nbegin: 2026-06-08T20:00\nend: 2026-06-08T22:00\n"
EXTENDED = f"{RUNS}extension: {{until: 2026-06-02}}\n"


def outage(times: str, *channels: str) -> str:
    return f"---\nchannels: [{', '.join(channels)}]\n{times}---\n"


def site_with(*texts: str, moment: datetime = NOON) -> Site:
    files = {f"content/storingen/s{number}.md": text.encode() for number, text in enumerate(texts)}
    register, diagnostics = decode_files(files_of(SMALL) | files)
    assert register, diagnostics
    return Site(Decisions(register, SMALL_DAY), moment)


def told_on(site: Site, url: str) -> dict[str, list[str]]:
    """What a page tells without a script: ``top`` by itself, and in the section of each message by its anchor."""
    html = next(page.html for page in build_pages(site, templates()) if page.url == url)
    found: dict[str, list[str]] = {}
    for place in re.finditer(r"<wmebv-storing.*?</wmebv-storing>", html, re.DOTALL):
        anchors = re.findall(r'<section class="designation[^>]* id="([^"]+)"', html[: place.start()])
        closed = html.count("</section>", 0, place.start())
        where = anchors[-1] if len(anchors) > closed else "top"
        for notice in re.findall(r'<div class="notice.*?</div>', place[0], re.DOTALL):
            text = " ".join(re.sub("<[^>]+>", "", re.sub("<small>.*?</small>", "", notice)).split())
            found.setdefault(where, []).append(text)
    return found


LINE = "Storing bij bezwaar maken: het Bezwaarformulier werkt niet."


def test_an_outage_of_the_first_message_stands_in_it_and_not_above_the_page() -> None:
    told = told_on(site_with(outage(RUNS, EVENT)), FIRST)
    assert set(told) == {"aanvraag"}
    (notice,) = told["aanvraag"]
    assert notice.startswith(f"Storing: {BROKEN[EVENT]} sinds 1 juni 2026 om 8.15 uur. Stuur een brief naar")
    assert notice.endswith("Lees meer over deze storing")


def test_an_outage_of_another_message_takes_one_line_above_that_names_it_and_leads_there() -> None:
    site = site_with(outage(RUNS, OBJECTION))
    told = told_on(site, FIRST)
    assert told["top"] == [LINE] and set(told) == {"top", "bezwaar"}
    assert told["bezwaar"][0].startswith(f"Storing: {BROKEN[OBJECTION]} sinds")
    html = next(page.html for page in build_pages(site, templates()) if page.url == FIRST)
    assert '<a href="#bezwaar">bezwaar maken</a>' in html


@pytest.mark.parametrize(
    ("outages", "top", "sections"),
    [
        # One outage of all: told with the first message, and where its other buttons are.
        ([outage(RUNS, EVENT, OBJECTION, CONTACT)], [], {"aanvraag", "bezwaar", "vraag"}),
        # Two of their own: the line is about the one that is not at the top already.
        ([outage(RUNS, EVENT), outage(RUNS, OBJECTION)], [LINE], {"aanvraag", "bezwaar"}),
        ([outage(UNTIL, OBJECTION)], [LINE], {"bezwaar"}),
        ([outage(EXTENDED, OBJECTION)], [LINE], {"bezwaar"}),
        # What is still to come stands with its own buttons alone.
        ([outage(AHEAD, OBJECTION)], [], {"bezwaar"}),
        ([outage(AHEAD, EVENT)], [], {"aanvraag"}),
        ([outage(OVER, EVENT, OBJECTION)], [], set()),
        ([outage(RUNS, "nieuw-loket")], [], set()),
    ],
)
def test_each_state_has_its_place_on_the_page_of_a_product(
    outages: list[str], top: list[str], sections: set[str]
) -> None:
    told = told_on(site_with(*outages), FIRST)
    assert told.pop("top", []) == top
    assert set(told) == sections


def test_one_line_names_all_messages_of_a_channel_whatever_other_ways_they_have() -> None:
    files = with_text(
        files_of(SMALL),
        "products.yaml",
        "{kind: vraag}",
        "{kind: vraag, channels: [contactformulier, bezwaarformulier]}",
    )
    files["content/storingen/s0.md"] = outage(RUNS, OBJECTION).encode()
    register, diagnostics = decode_files(files)
    assert register, diagnostics
    told = told_on(Site(Decisions(register, SMALL_DAY), NOON), FIRST)
    assert told["top"] == ["Storing bij vraag stellen en bezwaar maken: het Bezwaarformulier werkt niet."]


def test_each_place_names_of_an_outage_the_channels_that_it_is_about() -> None:
    site = site_with(outage(RUNS, OBJECTION, CONTACT))
    told = told_on(site, FIRST)
    assert told["top"] == ["Storing bij vraag stellen: het Contactformulier werkt niet.", LINE]
    assert told["vraag"][0].startswith(f"Storing: {BROKEN[CONTACT]} sinds")
    assert told["bezwaar"][0].startswith(f"Storing: {BROKEN[OBJECTION]} sinds")
    both = "Storing: het Bezwaarformulier en het Contactformulier werken niet sinds"
    assert told_on(site, "")["top"][0].startswith(both)
    assert told_on(site, "storingen/s0/")["top"][0].startswith(both)


@pytest.mark.parametrize("url", [FIRST, "bezwaar/", "producten/paspoort/", "storingen/", ""])
def test_a_page_says_once_when_it_was_so(url: str) -> None:
    site = site_with(outage(RUNS, OBJECTION), outage(UNTIL, CONTACT), outage(RUNS, EVENT))
    html = next(page.html for page in build_pages(site, templates()) if page.url == url)
    assert html.count('<div class="notice') > 1
    assert html.count("Zo was het op 1 juni 2026 om 12.00 uur.") == 1
    assert html.index("Zo was het op") < html.index("</wmebv-storing>", html.index('<div class="notice'))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bezwaar maken", "bezwaar maken"),
        ("Alle andere onderwerpen", "alle andere onderwerpen"),
        ("E-mail sturen", "e-mail sturen"),
        ("WOZ-waarde", "WOZ-waarde"),
        ("Woo-verzoek indienen", "Woo-verzoek indienen"),
        ("DigiD aanvragen", "DigiD aanvragen"),
    ],
)
def test_a_title_inside_a_sentence_has_no_capital_but_its_own(name: str, said: str) -> None:
    assert uncapitalised(name) == said


def test_an_outage_is_the_first_that_its_section_says() -> None:
    pages = build_pages(site_with(outage(RUNS, EVENT)), templates())
    html = next(page.html for page in pages if page.url == FIRST)
    assert (
        html.index('id="aanvraag"') < html.index(BROKEN[EVENT]) < html.index("uiterlijk 8 weken van tevoren")
    )


def test_maintenance_to_come_takes_one_line_until_it_runs() -> None:
    text = outage(AHEAD, EVENT)
    (line,) = told_on(site_with(text), FIRST)["aanvraag"]
    said = f"{BROKEN[EVENT]} op 8 juni 2026 van 20.00 uur tot 22.00 uur."
    assert line == f"Gepland onderhoud: {said} Lees wat u dan kunt doen"
    (whole,) = told_on(site_with(text, moment=NOON + timedelta(days=7, hours=9)), FIRST)["aanvraag"]
    assert whole.startswith(f"Gepland onderhoud: {said} Stuur een brief")
    assert told_on(site_with(text, moment=NOON + timedelta(days=8)), FIRST) == {}


def test_home_and_the_pages_across_products_are_short_and_the_list_is_whole() -> None:
    site = site_with(outage(RUNS, OBJECTION), outage(AHEAD, EVENT))
    home = told_on(site, "")["top"]
    assert home == [
        f"Storing: {BROKEN[OBJECTION]} sinds 1 juni 2026 om 8.15 uur. Lees meer over deze storing",
        f"Gepland onderhoud: {BROKEN[EVENT]} op 8 juni 2026 van 20.00 uur tot 22.00 uur. Lees wat u dan kunt doen",
    ]
    assert "Stuur een brief" in told_on(site, "storingen/")["top"][0]
    across = told_on(site, "bezwaar/")
    # Its subjects are closed, so that the line above leads to each of them.
    assert across.pop("top") == [
        "Storing bij afvalpas, evenementenvergunning en paspoort: het Bezwaarformulier werkt niet."
    ]
    assert len(across) == 2 and all("Stuur een brief" in text for (text,) in across.values())
    # The page of a channel: above its buttons, and that is all that stands below its heading.
    assert told_on(site, "kanalen/bezwaarformulier/")["top"][0].startswith(f"Storing: {BROKEN[OBJECTION]}")


def test_the_page_of_an_outage_leads_nowhere_else_and_all_others_lead_to_it() -> None:
    site = site_with(outage(RUNS, EVENT))
    html = {page.url: page.html for page in build_pages(site, templates())}
    for url in ("", FIRST, "kanalen/evenementenformulier/", "storingen/"):
        assert 'storingen/s0/">Lees meer over deze storing</a>' in html[url].replace('"s0/', '"storingen/s0/')
    assert "Lees meer over deze storing" not in html["storingen/s0/"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bezwaarformulier", "het Bezwaarformulier"),
        ("Formulier melding over de straat of buurt", "het Formulier melding over de straat of buurt"),
        ("Digitaal loket", "het Digitaal loket"),
        ("Portaal van de GGD", "het Portaal van de GGD"),
        ("Berichtenbox voor bedrijven", "de Berichtenbox voor bedrijven"),
        ("E-mail naar de griffie", "de E-mail naar de griffie"),
        ("BuitenBeter-app", "de BuitenBeter-app"),
        ("De Bezwaarmap", "de Bezwaarmap"),
        # A name that does not say what it is stays as it is: no article is better than a wrong one.
        ("WhatsApp", "WhatsApp"),
        ("Mastodon", "Mastodon"),
        ("Veilig mailen", "Veilig mailen"),
    ],
)
def test_a_channel_has_its_article_inside_a_sentence(name: str, said: str) -> None:
    assert with_article(name) == said


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built before anything was wrong."""
    base = tmp_path_factory.mktemp("places")
    copied(SMALL, base / "project")
    return build_site(base / "project", base / "site", strict=False)


OBSERVED = """window.moved = 0; new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""
PLACES = (FIRST, f"{FIRST}#bezwaar", "bezwaar/", "", "storingen/", "kanalen/bezwaarformulier/")


@pytest.fixture
def page(browser: Browser, folder: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Page, str]]:
    """A page that notes how far it moved, on a line that is slow for everything but the text."""
    with served(folder) as url, watched(browser, viewport=screen(request.param)) as seen:
        seen.page.add_init_script(OBSERVED)
        seen.page.clock.set_fixed_time(NOON)

        def slowly(route: Route) -> None:
            seen.page.wait_for_timeout(150)
            route.continue_()

        seen.page.route(re.compile(r"\.(js|css)(\?|$)"), slowly)
        yield seen.page, url
        assert seen.complaints == []


@pytest.mark.parametrize("page", [320, pytest.param(1280, marks=pytest.mark.proof)], indirect=True)
def test_no_page_moves_when_an_outage_was_published_after_it_was_built(
    page: tuple[Page, str], folder: Path
) -> None:
    seen, url = page
    texts = (outage(RUNS, EVENT), outage(RUNS, OBJECTION), outage(AHEAD, CONTACT))
    made = status_script(site_with(*texts), lambda _: False)
    before = (folder / OUTAGE_SCRIPT).read_bytes()
    (folder / OUTAGE_SCRIPT).write_bytes(made.data)
    try:
        for path in PLACES:
            seen.goto("about:blank")
            seen.goto(url + path, wait_until="networkidle")
            assert seen.locator(".outages .notice").count() >= 1, path
            assert seen.evaluate("moved") == 0, path
    finally:
        (folder / OUTAGE_SCRIPT).write_bytes(before)


def test_that_movement_would_be_seen(browser: Browser, folder: Path) -> None:
    with served(folder) as url, watched(browser, viewport=screen(320)) as seen:
        seen.page.add_init_script(OBSERVED)
        seen.page.goto(f"{url}{FIRST}", wait_until="networkidle")
        seen.page.evaluate("document.querySelector('main').prepend(document.createElement('hr'))")
        seen.page.wait_for_function("moved > 0")


def test_a_script_tells_the_same_as_the_build_did(browser: Browser, tmp_path: Path) -> None:
    """Each place says in words what it said when it was built, but for when that was; with and without a script."""
    copied(SMALL, tmp_path / "project")
    outages = tmp_path / "project" / "content" / "storingen"
    outages.mkdir()
    for number, text in enumerate(
        (
            outage(RUNS, EVENT),
            outage(f"{UNTIL}extension: {{until: 2026-06-02}}\n", OBJECTION, CONTACT),
            outage(AHEAD, CONTACT),
            outage(OVER, EVENT),
        )
    ):
        (outages / f"s{number}.md").write_text(text, encoding="utf-8")
    site = build_site(tmp_path / "project", tmp_path / "site", strict=False)
    said = """() => [...document.querySelectorAll("wmebv-storing")].map((place) => {
      const shown = [...place.querySelectorAll(".notice")].filter((it) => it.offsetParent);
      return shown.map((it) => [it.className, it.innerText.replace(/Zo was het.*/, "").replace(/\\s+/g, " ").trim(),
        [...it.querySelectorAll("a")].map((link) => link.href)]);
    })"""
    told = []
    with served(site) as url:
        for scripted in (True, False):
            with watched(browser, java_script_enabled=scripted) as seen:
                if scripted:
                    seen.page.clock.set_fixed_time(NOON)
                found = {}
                for path in (*PLACES, "storingen/s0/"):
                    seen.page.goto(url + path)
                    found[path] = seen.page.evaluate(said)
                told.append(found)
    assert told[0] == told[1]
    assert sum(len(notices) for place in told[0].values() for notices in place) > len(PLACES)


BUTTONS = """() => [...document.querySelectorAll(".entrances a")].map((button) => {
  const box = getComputedStyle(button), before = getComputedStyle(button, "::before").content;
  return [new URL(button.href).pathname, before === "none" ? "" : JSON.parse(before), box.borderTopStyle];
})"""


@pytest.mark.parametrize(
    ("texts", "path", "dead"),
    [
        ((RUNS, EVENT), FIRST, {"/evenement", "/evenement-organisatie", "/en/event"}),
        # Of the page of the channel, and of a page across products.
        ((RUNS, OBJECTION), "kanalen/bezwaarformulier/", {"/bezwaar"}),
        ((RUNS, OBJECTION), f"{FIRST}#bezwaar", {"/bezwaar"}),
        ((RUNS, OBJECTION), "bezwaar/", {"/bezwaar"}),
        # Another channel, work that has not begun, and what is over leave every button as it is.
        ((RUNS, CONTACT), "kanalen/bezwaarformulier/", set()),
        ((AHEAD, EVENT), FIRST, set()),
        ((OVER, EVENT), FIRST, set()),
    ],
)
@pytest.mark.parametrize("scripted", [True, False], ids=["by the script", "by the build"])
def test_a_button_below_an_outage_says_that_it_does_not_work_and_only_that_button(
    browser: Browser,
    folder: Path,
    tmp_path: Path,
    scripted: bool,
    texts: tuple[str, str],
    path: str,
    dead: set[str],
) -> None:
    text, site = outage(*texts), folder
    if not scripted:
        copied(SMALL, tmp_path / "project")
        (tmp_path / "project" / "content" / "storingen").mkdir()
        (tmp_path / "project" / "content" / "storingen" / "s0.md").write_text(text, encoding="utf-8")
        site = build_site(tmp_path / "project", tmp_path / "site", strict=False)
    with served(site) as url, watched(browser, java_script_enabled=scripted) as seen:
        if scripted:
            made = status_script(site_with(text), lambda _: False)
            seen.page.route(
                re.compile(r"/storingen/status\.js"),
                lambda route: route.fulfill(body=made.data, content_type="text/javascript"),
            )
            seen.page.clock.set_fixed_time(NOON)
        seen.page.goto(url + path)
        for media, colors in (("screen", "none"), ("screen", "active"), ("print", "none")):
            seen.page.emulate_media(media=media, forced_colors=colors)
            buttons = seen.page.evaluate(BUTTONS)
            assert buttons
            assert {where for where, before, _ in buttons if before == "Werkt niet: "} == dead, media
            assert all((before == "Werkt niet: ") == (style == "dashed") for _, before, style in buttons)


def test_what_was_out_of_order_when_the_site_was_built_and_is_over_by_now_looks_alive(
    browser: Browser, tmp_path: Path
) -> None:
    copied(SMALL, tmp_path / "project")
    storingen = tmp_path / "project" / "content" / "storingen"
    storingen.mkdir()
    (storingen / "s0.md").write_text(outage(UNTIL, EVENT), encoding="utf-8")
    site = build_site(tmp_path / "project", tmp_path / "site", strict=False)
    with served(site) as url, watched(browser) as seen:
        for hour, works in ((12, False), (20, True)):
            seen.page.clock.set_fixed_time(NOON.replace(hour=hour))
            seen.page.goto(url + FIRST)
            said = [before for _, before, _ in seen.page.evaluate(BUTTONS)]
            assert said and ("Werkt niet: " in said) != works


def test_what_a_browser_had_kept_is_asked_for_again(browser: Browser, folder: Path) -> None:
    made = status_script(site_with(outage(RUNS, EVENT)))
    kept = "performance.getEntriesByType = () => [{ name: location.origin + '/x/storingen/status.js', transferSize: 0 }]"
    with served(folder) as url, watched(browser) as seen:
        seen.page.clock.set_fixed_time(NOON)
        seen.page.add_init_script(kept)
        seen.page.route(
            re.compile(r"/x/storingen/status\.js\?"),
            lambda route: route.fulfill(body=made.data, content_type="text/javascript"),
        )
        seen.page.goto(url + FIRST)
        seen.page.locator("#aanvraag .outages .notice").wait_for()
        assert BROKEN[EVENT] in seen.page.locator("#aanvraag .outages").first.inner_text()


def test_the_words_of_a_channel_and_of_an_editor_are_never_markup(browser: Browser, tmp_path: Path) -> None:
    copied(SMALL, tmp_path / "project")
    rewrite(tmp_path / "project" / "channels.yaml", "name: Bezwaarformulier", "name: Formulier O'Hara & zoon")
    rewrite(
        tmp_path / "project" / "products.yaml",
        "- {kind: vraag}",
        '- {kind: vraag, name: "Vraag aan O\'Hara & zoon"}',
    )
    site = build_site(tmp_path / "project", tmp_path / "site", strict=False)
    with served(site) as url, watched(browser) as seen:
        assert seen.page.goto(url + FIRST) is not None
        assert seen.page.locator("wmebv-storing[data-at]").count() == 2
        for given in seen.page.locator("wmebv-storing[data-at]").all():
            assert isinstance(given.evaluate("place => JSON.parse(place.dataset.at)"), list)
        assert seen.complaints == []
