"""What the editor for a browser is told: which files there are, the form of each, and where they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wmebv_site.editor import labels
from wmebv_site.editor.base_forms import NAME, Shared, eased
from wmebv_site.editor.fields import Field, fields_of
from wmebv_site.editor.page import LOGO
from wmebv_site.project.editor_settings import EditorSettings
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import Home, LinkExceptions, OwnPage, Policy, Roadmap, Wordlist
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Entry, Refers, named_fields
from wmebv_site.register.files import (
    CHANNELS_FILE,
    CONTENT,
    DECISION_TEXTS,
    HELP_TEXT,
    HOME_TEXT,
    LINKS_FILE,
    OUTAGE_TEXTS,
    POLICY_TEXTS,
    PRODUCTS_FOLDER,
    ROADMAP_FILE,
    SUPPORT_TEXTS,
    WORDLIST_FILE,
    on_disk,
)
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Product
from wmebv_site.register.support import HelpIndex, Support

NOTHING_SHARED = Shared()
BODY = "tekst"
"""The field of the text below the front matter; the program that saves it knows it by this name."""
_LISTS, _PICTURES = "lijsten", "afbeeldingen"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: where it stands, its model, and how it is called."""

    name: str
    path: str
    model: type[Entry]
    label: str
    one: str
    slug: str = "{{fields.id}}"
    summary: str = "{{name}}"
    about: str = ""

    @property
    def is_text(self) -> bool:
        """Whether a text of one's own stands below the front matter."""
        return self.path.endswith(".md") or (
            self.path.startswith(CONTENT) and not self.path.endswith(".yaml")
        )

    @property
    def format(self) -> str:
        """The name of its file format: the program wants to see by it what stands in a Markdown file."""
        return f"wmebv-{self.name}-frontmatter" if self.is_text else f"wmebv-{self.name}"


FOLDERS = (
    Kind(
        "products",
        PRODUCTS_FOLDER,
        Product,
        "Producten",
        "product",
        about="Elk product, met de berichten die erover gaan.",
    ),
    Kind(
        "outages",
        OUTAGE_TEXTS,
        Outage,
        "Storingen",
        "Storing",
        "{{begin | date('YYYY-MM-DD')}}-{{fields.channels.0}}",
        "{{begin | date('D-M-YYYY HH:mm')}} · {{channels}}",
        "Een kanaal dat niet werkt of niet werkte.",
    ),
    Kind(
        "decisions",
        DECISION_TEXTS,
        Decision,
        "Besluiten",
        "besluit",
        "{{title}}",
        "{{title}}",
        "Elk besluit, ook een concept.",
    ),
    Kind("support", SUPPORT_TEXTS, Support, "Hulp", "hulp", "{{title}}", "{{title}}", "Elke vorm van hulp."),
    Kind(
        "policies",
        POLICY_TEXTS,
        Policy,
        "Beleid",
        "beleid",
        "{{title}}",
        "{{title}}",
        "Kanaalstrategie en zorgplicht.",
    ),
    Kind(
        "pages",
        CONTENT,
        OwnPage,
        "Eigen pagina's",
        "pagina",
        "{{title}}",
        "{{title}}",
        "Andere pagina's van de website.",
    ),
)
FILES = (
    Kind("channels", CHANNELS_FILE, ChannelsFile, "Gemeente, kanalen en aanwijzingen", "register"),
    Kind("help", HELP_TEXT, HelpIndex, "De pagina over hulp", "pagina"),
    Kind("home", HOME_TEXT, Home, "De startpagina", "pagina"),
    Kind("roadmap", ROADMAP_FILE, Roadmap, f"Het stappenplan ({labels.INTERNAL})", "lijst"),
    Kind("wordlist", WORDLIST_FILE, Wordlist, f"Woorden die u vermijdt ({labels.INTERNAL})", "lijst"),
    Kind(
        "links", LINKS_FILE, LinkExceptions, f"Links die niet worden nagekeken ({labels.INTERNAL})", "lijst"
    ),
)
KINDS = (*FOLDERS, *FILES)

_NAMED_IN: Mapping[str, Field] = {
    "kanaal": {"collection": _LISTS, "file": "channels", "list": "channels"},
    "bestuursorgaan": {"collection": _LISTS, "file": "channels", "list": "authorities"},
    "uitvoerder": {"collection": _LISTS, "file": "channels", "list": "executors"},
    "domein": {"collection": _LISTS, "file": "channels", "list": "domains"},
    "belemmering": {"collection": _LISTS, "file": "help", "list": "barriers"},
    "product": {
        "collection": "products",
        "value_field": "{{fields.id}}",
        "display_fields": ["name"],
        "search_fields": ["name"],
    },
    "besluit": {"collection": "decisions"},
    "hulp": {"collection": "support"},
}
_BY_FILE: Field = {"value_field": "{{slug}}", "display_fields": ["title"], "search_fields": ["title"]}


def references() -> dict[Refers, list[str]]:
    """Everything that a form names in another file, with what it may name besides, sorted."""
    found: dict[Refers, list[str]] = {}
    waiting: list[type[Entry]] = [kind.model for kind in KINDS]
    while waiting:
        for field in named_fields(waiting.pop()):
            if field.entry is not None:
                waiting.append(field.entry)
            elif isinstance(field.mark, Refers):
                found[field.mark] = sorted(field.mark.also)
    return found


def _made_list(refers: Refers, among: list[str]) -> str:
    return "_".join(("keuze", refers.kind, *among))


def relations(shared: Shared = NOTHING_SHARED) -> dict[Refers, Field]:
    """Where what is named in a form is chosen from."""
    made: dict[Refers, Field] = {}
    for refers, also in references().items():
        where = dict(_NAMED_IN[refers.kind])
        listed = where.pop("list", None)
        if also or refers.kind in shared.names:
            listed = _made_list(refers, also)
            if place := _list_of_shared(refers.kind, shared):
                where = {"collection": _LISTS, "file": place}
        if listed is not None:
            name = listed
            names = [f"{name}.*.name"]
            where |= {"value_field": f"{name}.*.id", "display_fields": names, "search_fields": names}
        elif "value_field" not in where:
            where |= _BY_FILE
        made[refers] = {"widget": "relation"} | where
    return made


def _list_of_shared(kind: str, shared: Shared) -> str:
    """The file in which a list is made of what is shared, where it can't be the one that has the own things of that kind."""
    if kind not in shared.names:
        return ""
    if kind == "product":
        return "" if shared.product else "channels"
    return "channels" if kind == "hulp" or (kind == "belemmering" and not shared.has_help) else ""


def made_lists(shared: Shared = NOTHING_SHARED) -> dict[str, Field]:
    """The lists that stand in no file as they are: what a file names, and what can be named besides."""
    made = {}
    for refers, also in references().items():
        where, names = _NAMED_IN[refers.kind], shared.names.get(refers.kind)
        if not also and names is None:
            continue
        names = names or {}
        also_named = [{"id": each, "name": labels.ALSO[each]} for each in also]
        if refers.kind == "hulp":  # what a text is called as a file, the program doesn't tell
            names = dict(sorted({**names, **shared.support}.items()))
        also_named += [{"id": each, "name": called or each} for each, called in names.items()]
        one: Field = {"also": also_named}
        if place := _list_of_shared(refers.kind, shared):
            one |= {"file": place}
        elif "list" in where:
            one |= {"file": where["file"], "of": where["list"]}
        else:
            one |= {"file": where["collection"], "with": shared.product}
        made[_made_list(refers, also)] = one
    return dict(sorted(made.items()))


def form_of(kind: Kind, known: Mapping[Refers, Field], shared: Shared = NOTHING_SHARED) -> list[Field]:
    """The fields of the form of one kind of file."""
    fields = fields_of(kind.model, known)
    if kind.name in _WITH_SHARED_LISTS:
        fields = [
            each | {"fields": eased(each["fields"], each["name"], shared), "summary": _OF_EITHER}
            if each["name"] in shared.things
            else each
            for each in fields
        ]
    if kind.name in _THEMSELVES and kind.name in shared.things:
        fields = eased(fields, kind.name, shared)
    if kind.is_text:
        body = {"name": BODY, "label": "Tekst", "widget": "text", "required": False}
        body["hint"] = "De tekst van de pagina, in Markdown. Een lege regel begint een nieuwe alinea."
        fields.append(body)
    return fields


_THEMSELVES, _WITH_SHARED_LISTS = ("products", "support", "help"), ("channels", "help")
"""The kinds of file that are one thing that can be shared, and those that have lists of them; a page about help is both."""
_OF_EITHER = f"{{{{fields.name}}}}{{{{fields.{NAME}}}}}"


def collections(texts: str, shared: Shared = NOTHING_SHARED) -> list[Field]:
    """Every folder and every file of a project that the editor opens; ``texts`` is the folder of its texts."""
    known = relations(shared)
    folders = [
        {
            "name": kind.name,
            "label": kind.label,
            "label_singular": kind.one.capitalize(),
            "description": kind.about,
            "folder": on_disk(kind.path, texts).rstrip("/"),
            "extension": "md" if kind.is_text else "yaml",
            "format": kind.format,
            "create": True,
            "identifier_field": "name" if kind.model is Product else "title",
            "slug": {"template": kind.slug, "editable": ["create"]},
            "summary": kind.summary
            + (f"{{{{{NAME}}}}}" if kind.model is Product and shared.things.get(kind.name) else ""),
            "fields": form_of(kind, known, shared),
        }
        for kind in FOLDERS
    ]
    files = [
        {
            "name": kind.name,
            "label": kind.label,
            "file": on_disk(kind.path, texts),
            "format": kind.format,
            "fields": form_of(kind, known, shared),
        }
        for kind in FILES
    ]
    lists = {
        "name": _LISTS,
        "label": "Kanalen en overig",
        "description": "De kanalen, en wat er maar één keer is.",
        "files": files,
    }
    return [folders[0], lists, *folders[1:]]


_THIS_COMPUTER = {"name": "gitea", "repo": "deze/computer", "auth_methods": ["token"]}
"""Without a forge the editor works on a folder; the program wants one named all the same, and never asks it anything."""


def config(
    texts: str,
    settings: EditorSettings | None,
    title: str,
    site: str | None,
    shared: Shared = NOTHING_SHARED,
) -> str:
    """The text of ``config.yml``: JSON, which is YAML that every reader takes in the same way."""
    told: dict[str, Any] = {
        "backend": settings.backend if settings is not None else _THIS_COMPUTER,
        "app_title": title,
        "logo": {"src": LOGO, "show_in_header": True},
        "media_folder": f"{texts}/{_PICTURES}",
        "public_folder": f"/{_PICTURES}",
        **({"site_url": site, "display_url": site} if site else {}),
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80},
        "output": {"omit_empty_optional_fields": True},
        "collections": collections(texts, shared),
        "lists": made_lists(shared),
    }
    if shared.things:
        told["shared"] = {
            key: {name: {"name": each.name, "text": each.text} for name, each in things.items()}
            for key, things in shared.things.items()
        }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
