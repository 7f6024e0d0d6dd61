"""What changed, on a page and in a feed: from dates alone, each entry recognisable for ever, drafts never."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
import yaml
from building import pages_on
from htmlpages import Page, parse
from places import ROOT, TESTS
from poison import HOSTILE
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, copied, decode_files, files_of, register_of, rewrite

from wmebv_site.designation.changes import ChangeKind, changes
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.outages import Outages
from wmebv_site.dutch import noon
from wmebv_site.register.register import Register
from wmebv_site.site import changes as changes_pages
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.changes import feeds
from wmebv_site.site.look.theme import templates
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"
DAYS = [date(2025, 11, 1), *(date(2025, 11, 17) + timedelta(days=14 * step) for step in range(60))]


def feed_of(site: Site, url: str | None) -> StaticFile:
    """The feed of everything that changed."""
    return feeds(site, url)[0]


def page_of_changes(register: Register, day: date) -> str:
    """The page of what changed, alone: these tests ask for it on many days."""
    return next(changes_pages.pages(Site(Decisions(register, day)), Renderer(templates()))).html


def read(register: Register, day: date, url: str | None = URL) -> Any:
    found = feedparser.parse(feed_of(Site(Decisions(register, day)), url).data)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("project", [ROOT, SMALL], ids=["example", "small"])
@pytest.mark.parametrize("url", [URL, URL.rstrip("/"), "https://contact.voorbeeld.example/", None])
def test_a_feed_reader_accepts_the_feed(project: Path, url: str | None) -> None:
    found = read(register_of(project), SMALL_DAY, url)
    assert found.version == "atom10" and found.feed.language == "nl"
    assert found.feed.title == "Wijzigingen bij Gemeente Voorbeeld"
    assert found.feed.author == "Gemeente Voorbeeld"
    assert found.feed.subtitle.endswith("Dit is een voorbeeld.")
    assert len(found.entries) >= 3
    for entry in found.entries:
        assert entry.id.startswith("tag:www.voorbeeld.example,2026:wijzigingen/")
        assert entry.title and entry.summary and entry.link and entry.updated_parsed
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    assert found.feed.updated == max(entry.updated for entry in found.entries)


def test_links_are_whole_when_the_address_is_known_and_else_count_from_the_feed() -> None:
    register = register_of(ROOT)
    whole = {entry.link for entry in read(register, EXAMPLE_DAY).entries}
    assert f"{URL}besluiten/aanwijzing-2026/" in whole
    assert {link.href for link in read(register, EXAMPLE_DAY).feed.links if link.rel == "self"} == {
        f"{URL}wijzigingen/atom.xml"
    }
    short = {entry.link for entry in read(register, EXAMPLE_DAY, None).entries}
    assert "../besluiten/aanwijzing-2026/" in short
    assert {link.removeprefix(URL) for link in whole} == {link.removeprefix("../") for link in short}
    assert not [link for link in read(register, EXAMPLE_DAY, None).feed.links if link.rel == "self"]


@pytest.mark.parametrize("project", [ROOT, SMALL], ids=["example", "small"])
def test_an_entry_that_was_there_stays_with_its_identifier_its_date_and_its_words(project: Path) -> None:
    register = register_of(project)
    before: dict[str, tuple[str, str, str]] = {}
    for day in DAYS:
        now = {entry.id: (entry.title, entry.updated, entry.summary) for entry in read(register, day).entries}
        assert before.items() <= now.items(), day
        before = now
    assert len(before) >= 5


def test_a_later_build_without_news_gives_the_same_bytes() -> None:
    register = register_of(ROOT)
    assert feed_of(Site(Decisions(register, date(2026, 6, 2))), URL) == feed_of(
        Site(Decisions(register, date(2026, 6, 20))), URL
    )


def test_a_mended_date_keeps_the_identifier(small: Path) -> None:
    ids = {entry.id for entry in read(register_of(small), SMALL_DAY).entries}
    file = small / "content" / "besluiten" / "aanwijzing-2026.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub(r"^published: .*$", "published: 2025-12-03", text, flags=re.MULTILINE), encoding="utf-8"
    )
    mended = read(register_of(small), SMALL_DAY).entries
    assert {entry.id for entry in mended} == ids
    assert "2025-12-03T00:00:00+01:00" in {entry.updated for entry in mended}


def test_nothing_of_the_future_stands_in_the_feed() -> None:
    register = register_of(SMALL)
    for day in DAYS:
        assert all(entry.updated[:10] <= day.isoformat() for entry in read(register, day).entries), day


def test_a_draft_never_appears(small: Path) -> None:
    """Also when it has dates, and is the source of a channel that begins."""
    register = register_of(small)
    drafts = [d for d in register.decisions if d.adopted is None and d.published is None]
    assert drafts
    for day in DAYS:
        told = {
            change.subject.id for change in changes(Decisions(register, day), Outages(register, noon(day)))
        }
        assert not told & {draft.id for draft in drafts}
        for text in (
            feed_of(Site(Decisions(register, day)), URL).data.decode(),
            page_of_changes(register, day),
        ):
            assert not [draft.title for draft in drafts if draft.title in text or draft.id in text]


CHANNEL = """\
  - {id: nieuw, name: Nieuw formulier, kind: webformulier, url: 'https://nieuw.voorbeeld.example', from: 2026-03-01,
     until: 2026-05-01}
"""


def with_channel(small: Path, source: str) -> Register:
    """The small municipality with a channel that begins and stops, designated by one rule."""
    file = small / "channels.yaml"
    rule = f"designations:\n  - {{messages: [zienswijze], channels: [nieuw], source: '{source}'}}\n"
    text = file.read_text(encoding="utf-8").replace("designations:\n", rule, 1)
    file.write_text(
        re.sub(r"^channels:\n", f"channels:\n{CHANNEL}", text, count=1, flags=re.MULTILINE), encoding="utf-8"
    )
    return register_of(small)


def test_a_channel_that_a_public_decision_names_begins_and_stops(small: Path) -> None:
    register = with_channel(small, "besluit:aanwijzing-2026")
    found = {entry.id.rsplit("kanaal/", 1)[-1]: entry for entry in read(register, SMALL_DAY).entries}
    assert found["nieuw/begint"].summary == "Dit kanaal startte op 1 maart 2026."
    assert found["nieuw/stopt"].summary == "Dit kanaal stopte op 1 mei 2026."
    early = {entry.id.rsplit("kanaal/", 1)[-1] for entry in read(register, date(2026, 4, 1)).entries}
    assert "nieuw/begint" in early and "nieuw/stopt" not in early
    page = parse(f"<main>{pages_on(register, date(2026, 2, 1))['wijzigingen/'].html}</main>", "").main.text
    assert "Binnenkort" in page and "Dit kanaal start op 1 maart 2026." in page


def test_a_new_channel_is_a_link_wherever_it_has_a_page() -> None:
    register = register_of(ROOT)
    site = Site(Decisions(register, EXAMPLE_DAY))
    page = parse(f"<main>{page_of_changes(register, EXAMPLE_DAY)}</main>")
    links = {link.attributes["href"] for link in page.main.all("a")}
    told = [
        item.change.subject.id for item in changes_pages.news(site) if item.title.startswith("Nieuw kanaal:")
    ]
    assert told
    assert {f"../kanalen/{name}/" for name in told if name in site.shown_channel_ids} <= links


def test_a_channel_that_is_only_wanted_stays_unknown(small: Path) -> None:
    register = with_channel(small, "besluit:concept-2028")
    for day in DAYS:
        assert "Nieuw formulier" not in feed_of(Site(Decisions(register, day)), URL).data.decode()
        assert "Nieuw formulier" not in page_of_changes(register, day)


def test_a_decision_that_ends_for_some_says_for_whom() -> None:
    register = register_of(TESTS / "designation" / "cases" / "12-replacement-and-tax-officer")
    ends = [
        c
        for c in changes(Decisions(register, date(2027, 1, 1)), Outages(register, noon(date(2027, 1, 1))))
        if c.kind is ChangeKind.LAPSED
    ]
    assert ends
    for change in ends:
        assert ("/" in change.key.split("vervallen", 1)[1]) is bool(change.authorities)


def test_what_works_back_was_news_on_the_day_it_was_published() -> None:
    register = register_of(TESTS / "designation" / "cases" / "06-mandate-and-retroactive")
    entries = {entry.id.rsplit("besluit/", 1)[-1]: entry for entry in read(register, SMALL_DAY).entries}
    entry = entries["aanwijzing-2026/in-werking"]
    assert entry.updated[:10] == "2026-01-29"
    assert "Het werkt terug tot 1 januari 2026." in entry.summary
    assert not [name for name in entries if name.startswith("mandaat")]


def test_without_any_change_there_is_still_a_valid_feed_and_a_page_that_says_so(small: Path) -> None:
    register = register_of(small)
    long_ago = date(2000, 1, 1)
    found = read(register, long_ago)
    assert found.entries == [] and found.feed.updated == "2026-01-01T00:00:00+01:00"
    assert "Er zijn nog geen wijzigingen." in pages_on(register, long_ago)["wijzigingen/"].html


def test_without_a_website_the_identifiers_name_nobody_elses_host(small: Path) -> None:
    rewrite(small / "channels.yaml", "  website: https://www.voorbeeld.example\n", "")
    register = register_of(small)
    assert read(register, SMALL_DAY, None).feed.id == "tag:gemeente-voorbeeld.invalid,2026:wijzigingen"
    assert read(register, SMALL_DAY).feed.id == "tag:www.voorbeeld.example,2026:wijzigingen"


def test_hostile_text_stays_text_in_the_feed(poisoned_register: Register) -> None:
    data = feed_of(Site(Decisions(poisoned_register, SMALL_DAY)), URL).data
    assert b"<script" not in data and b"<img" not in data
    found = feedparser.parse(data, sanitize_html=False)
    assert not found.bozo
    assert HOSTILE in found.feed.title or "&lt;" in found.feed.title


AS_JSON = yaml.safe_load((Path(__file__).parent / "json_feed.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("project", [ROOT, SMALL], ids=["example", "small"])
@pytest.mark.parametrize("url", [URL, "https://contact.voorbeeld.example", None])
@pytest.mark.parametrize("day", [DAYS[0], SMALL_DAY, DAYS[-1]], ids=str)
def test_the_same_stands_in_a_json_feed(project: Path, url: str | None, day: date) -> None:
    site = Site(Decisions(register_of(project), day))
    made = feeds(site, url)
    assert [file.path.rpartition("/")[0] for file in made] == ["wijzigingen", "storingen"] * 2
    for atom, as_json in zip(made[:2], made[2:], strict=True):
        feed, found = json.loads(as_json.data), feedparser.parse(atom.data)
        jsonschema.Draft202012Validator(AS_JSON).validate(feed)
        assert (feed["title"], feed["language"]) == (found.feed.title, "nl")
        assert feed.get("feed_url") == (f"{url.rstrip('/')}/{as_json.path}" if url else None)
        assert feed["description"].endswith("Dit is een voorbeeld.")
        told = [
            (item["id"], item["title"], item["content_text"], item["url"], item["date_modified"])
            for item in feed["items"]
        ]
        assert told == [
            (entry.id, entry.title, entry.summary, entry.link, entry.updated) for entry in found.entries
        ]
        assert all(item["date_published"] <= item["date_modified"] for item in feed["items"])


def test_the_judge_of_json_feeds_finds_what_is_wrong() -> None:
    item = {"id": "tag:x", "content_text": "Dit kanaal startte."}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Wijzigingen", "items": [item]}
    jsonschema.validate(feed, AS_JSON)
    for wrong in (
        {"version": "https://jsonfeed.org/version/1"},
        {"items": [{"id": "tag:x"}]},
        {"items": [item | {"date_modified": "2026-06-01"}]},
        {"authors": [{}]},
        {"updated": "2026-06-01"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(feed | wrong, AS_JSON)


def test_hostile_text_stays_text_in_the_json_feed(poisoned_register: Register) -> None:
    for made in feeds(Site(Decisions(poisoned_register, SMALL_DAY)), URL)[2:]:
        feed = json.loads(made.data)
        jsonschema.validate(feed, AS_JSON)
        assert HOSTILE in feed["title"]
        assert not any("content_html" in item for item in feed["items"])


def test_every_page_tells_a_browser_where_the_feed_is(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        links = [link for link in page.root.all("link") if link.attributes.get("rel") == "alternate"]
        links = [
            link
            for link in links
            # Those lead to another language, or to what the page itself tells.
            if "hreflang" not in link.attributes and link.attributes["type"] != "application/json"
        ]
        told = {
            "/".join(link.attributes["href"].split("/")[-2:]): link.attributes["type"].removeprefix(
                "application/"
            )
            for link in links
        }
        assert len(told) == len(links), url
        of_all = {"wijzigingen/atom.xml": "atom+xml"}
        of_outages = {"storingen/atom.xml": "atom+xml", "storingen/feed.json": "feed+json"}
        as_json = {"wijzigingen/feed.json": "feed+json"}
        whole = {
            "": of_all | of_outages | as_json,
            "wijzigingen/": of_all | as_json,
            "storingen/": of_all | of_outages,
        }
        section = url if url == "" else f"{url.split('/')[0]}/"
        assert told == whole.get(section, of_all), url


def test_the_feed_of_the_example_stands_in_the_site(example_site: Path) -> None:
    found = feedparser.parse((example_site / "wijzigingen" / "atom.xml").read_bytes())
    assert not found.bozo and found.entries
    for entry in found.entries:
        assert (example_site / entry.link.removeprefix(URL) / "index.html").is_file()


def test_the_page_is_reached_from_home_and_from_every_footer(example_pages: dict[str, Page]) -> None:
    assert "wijzigingen/" in [link.attributes.get("href") for link in example_pages[""].main.all("a")]
    for url, page in example_pages.items():
        assert any(link.text == "Wijzigingen" for link in page.root.one("footer").all("a")), url


def test_the_copy_of_the_small_project_changes_nothing(tmp_path: Path) -> None:
    assert feed_of(Site(Decisions(register_of(copied(SMALL, tmp_path / "copy")), SMALL_DAY)), URL) == feed_of(
        Site(Decisions(register_of(SMALL), SMALL_DAY)), URL
    )


def with_desk(**more: str) -> Register:
    """The small municipality, with these keys on the help at its desk."""
    files = files_of(SMALL)
    path = "content/hulp/balie.md"
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    register, diagnostics = decode_files(
        files | {path: files[path].replace(b"---\n", f"---\n{keys}".encode(), 1)}
    )
    assert register, diagnostics
    return register


def test_help_that_begins_or_stops_is_told_and_stands_on_the_pages_only_while_it_is_there() -> None:
    begin, end = date(2026, 3, 2), date(2026, 9, 1)
    register = with_desk(**{"from": begin.isoformat(), "until": end.isoformat()})
    seen = {}
    for day in (begin - timedelta(days=1), begin, end - timedelta(days=1), end):
        pages = pages_on(register, day)
        assert ("hulp/balie/" in pages) is ('href="../hulp/balie/"' in pages["hulp/"].html)
        seen[day] = "hulp/balie/" in pages
    assert list(seen.values()) == [False, True, True, False]
    told = {entry.id.rpartition("wijzigingen/")[2]: entry for entry in read(register, end).entries}
    assert told["hulp/balie/begint"].updated == "2026-03-02T00:00:00+01:00"
    assert told["hulp/balie/stopt"].summary == "Deze hulp stopte op 1 september 2026."
    assert "hulp/balie/stopt" not in str(read(register, end - timedelta(days=1)).entries)


def test_help_that_stops_before_it_begins_is_refused() -> None:
    files = files_of(SMALL)
    path = "content/hulp/balie.md"
    text = files[path].replace(b"---\n", b"---\nfrom: 2026-03-02\nuntil: 2026-03-01\n", 1)
    _, diagnostics = decode_files(files | {path: text})
    assert [(each.code, each.place.line) for each in diagnostics] == [("WMEBV112", 3)]


def test_a_policy_is_told_from_the_day_of_its_adoption_and_a_draft_never() -> None:
    register = register_of(ROOT)
    adopted = {policy.id for policy in register.policies if policy.adopted}
    assert adopted
    told = {entry.id for entry in read(register, EXAMPLE_DAY).entries}
    assert {
        name.rpartition("wijzigingen/beleid/")[2].removesuffix("/vastgesteld")
        for name in told
        if "/beleid/" in name
    } == adopted
