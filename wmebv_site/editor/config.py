"""What the editor for a browser is told: which files there are, the form of each, and where they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wmebv_site.editor import labels
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


Shared = Mapping[str, Mapping[str, str]]
"""What can be chosen from a shared register, which the editor doesn't open: names by their id, by kind."""


def relations(shared: Shared = MappingProxyType({})) -> dict[Refers, Field]:
    """Where what is named in a form is chosen from."""
    made: dict[Refers, Field] = {}
    for refers, also in references().items():
        where = dict(_NAMED_IN[refers.kind])
        listed = where.pop("list", None)
        if listed is not None:
            name = _made_list(refers, also) if also or shared.get(refers.kind) else listed
            names = [f"{name}.*.name"]
            where |= {"value_field": f"{name}.*.id", "display_fields": names, "search_fields": names}
        elif "value_field" not in where:
            where |= _BY_FILE
        made[refers] = {"widget": "relation"} | where
    return made


def made_lists(shared: Shared = MappingProxyType({})) -> dict[str, Field]:
    """The lists that stand in no file as they are: what a file names, and what can be named besides."""
    made = {}
    for refers, also in references().items():
        where = _NAMED_IN[refers.kind]
        if "list" in where and (also or shared.get(refers.kind)):
            also_named = [{"id": each, "name": labels.ALSO[each]} for each in also]
            also_named += [
                {"id": each, "name": called or each} for each, called in shared.get(refers.kind, {}).items()
            ]
            made[_made_list(refers, also)] = {"file": where["file"], "of": where["list"], "also": also_named}
    return dict(sorted(made.items()))


def form_of(kind: Kind, known: Mapping[Refers, Field]) -> list[Field]:
    """The fields of the form of one kind of file."""
    fields = fields_of(kind.model, known)
    if kind.is_text:
        body = {"name": BODY, "label": "Tekst", "widget": "text", "required": False}
        body["hint"] = "De tekst van de pagina, in Markdown. Een lege regel begint een nieuwe alinea."
        fields.append(body)
    return fields


def collections(texts: str, shared: Shared = MappingProxyType({})) -> list[Field]:
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
            "summary": kind.summary,
            "fields": form_of(kind, known),
        }
        for kind in FOLDERS
    ]
    files = [
        {
            "name": kind.name,
            "label": kind.label,
            "file": on_disk(kind.path, texts),
            "format": kind.format,
            "fields": form_of(kind, known),
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
    shared: Shared = MappingProxyType({}),
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
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
