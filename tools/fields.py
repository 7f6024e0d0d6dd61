"""Writes docs/reference/fields.md from the models: `python tools/fields.py` after a change of a field."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from wmebv_site.register import channels, content, decisions, outages, products, support
from wmebv_site.register.choices import MEANINGS
from wmebv_site.register.entry import Entry

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "fields.md"

_PARTS: list[tuple[str, str, list[type[Entry]]]] = [
    (
        "channels.yaml",
        "De gemeente, wie er beslist, de kanalen en de aanwijzingen.",
        [
            channels.ChannelsFile,
            channels.Municipality,
            channels.Authority,
            channels.Executor,
            channels.Domain,
            channels.Terms,
            channels.DefaultSource,
            channels.Channel,
            channels.Entrance,
            channels.Requirement,
            channels.NamedLink,
            channels.Supplier,
            channels.Checked,
            channels.Checklist,
            channels.ChecklistAnswer,
            channels.Designation,
        ],
    ),
    (
        "products.yaml en products/*.yaml",
        "De producten en de berichten.",
        [
            products.Product,
            products.LegalBasis,
            products.Message,
            products.Exempt,
            products.OnlyDigital,
            products.Signature,
            products.Proposal,
        ],
    ),
    (
        "content/",
        "De gegevens boven de teksten.",
        [
            content.Home,
            content.OwnPage,
            decisions.Decision,
            decisions.Rectification,
            support.HelpIndex,
            support.Barrier,
            support.Holiday,
            support.Support,
            support.OpeningHours,
            support.OpeningException,
            support.Translation,
            content.Policy,
            outages.Outage,
            outages.Extension,
        ],
    ),
    (
        "content/stappenplan.yaml",
        "Waar u staat, voor zover de registers dat niet zelf zeggen. Dit bestand komt nooit op de website.",
        [
            content.Roadmap,
            content.StepEntry,
            content.RoadmapAction,
        ],
    ),
    (
        "content/woordenlijst.yaml",
        "Welke moeilijke woorden u zelf vermijdt, en welke u toch gebruikt. Dit bestand komt nooit op de website.",
        [
            content.Wordlist,
            content.AvoidedWord,
        ],
    ),
    (
        "content/koppelingen.yaml",
        "Welke links niet worden nagekeken, en waarom. Dit bestand komt nooit op de website.",
        [
            content.LinkExceptions,
            content.LinkException,
        ],
    ),
]
_TITLES = {
    "ChannelsFile": "Het hele bestand",
    "Municipality": "municipality",
    "Authority": "authorities",
    "Executor": "executors",
    "Domain": "domains",
    "Terms": "terms",
    "DefaultSource": "default_source",
    "Channel": "channels",
    "Entrance": "entrances van een kanaal",
    "NamedLink": "links van een kanaal",
    "Requirement": "requirements van een kanaal",
    "Supplier": "supplier van een kanaal",
    "Checked": "checked van een kanaal",
    "Checklist": "checklist van een kanaal",
    "ChecklistAnswer": "een antwoord in de checklist",
    "Designation": "designations",
    "Product": "Een product",
    "LegalBasis": "legal_basis van een product",
    "Message": "messages van een product, en standard_messages in channels.yaml",
    "Exempt": "exempt van een bericht",
    "OnlyDigital": "only_digital van een bericht",
    "Signature": "signature van een bericht",
    "Proposal": "proposals in products.yaml",
    "Home": "index.md",
    "OwnPage": "elke andere tekst",
    "Decision": "besluiten/<id>.md",
    "Rectification": "rectifications van een besluit",
    "HelpIndex": "hulp/index.md",
    "Barrier": "barriers in hulp/index.md",
    "Support": "hulp/<id>.md",
    "OpeningHours": "opening_hours van hulp",
    "OpeningException": "exceptions van hulp",
    "Outage": "storingen/<id>.md",
    "Extension": "extension van een storing",
    "Wordlist": "Het hele bestand woordenlijst.yaml",
    "AvoidedWord": "words in woordenlijst.yaml",
    "LinkExceptions": "Het hele bestand koppelingen.yaml",
    "LinkException": "exceptions in koppelingen.yaml",
    "Roadmap": "Het hele bestand stappenplan.yaml",
    "StepEntry": "steps in stappenplan.yaml",
    "RoadmapAction": "actions van een stap",
    "Holiday": "holidays in hulp/index.md",
    "Translation": "translations van hulp en van een belemmering",
    "Policy": "beleid/<id>.md",
}


def fields_page() -> str:
    """The whole page, as Markdown."""
    lines = [
        "# Alle velden",
        "",
        "Wat u in de registers kunt invullen. Een veld met een sterretje (*) is verplicht. Een intern veld komt nooit "
        "op de website.",
    ]
    for file, about, models in _PARTS:
        lines += ["", f"## {file}", "", about]
        for model in models:
            lines += ["", f"### {_TITLES[model.__name__]}", "", *_table(model)]
    lines += ["", "## Wat de keuzes betekenen", "", *_ABOUT_CHOICES]
    for words, meanings in MEANINGS.items():
        lines += ["", f"### {_used_by(words)}", "", "| keuze | betekenis |", "|---|---|"]
        lines += [f"| `{word}` | {meaning} |" for word, meaning in meanings.items()]
    return "\n".join(lines) + "\n"


_ABOUT_CHOICES = (
    "Bij een veld dat `ja` of `nee` kan zijn, zegt de uitleg van het veld wat dat betekent. De stappen in "
    "`content/stappenplan.yaml` legt `wmebv report` uit.",
)


def _used_by(words: type[StrEnum]) -> str:
    """The fields that take these words, each with the part of the registers that it is of."""
    by_key: dict[str, list[str]] = {}
    for _, _, models in _PARTS:
        for model in models:
            for name, info in model.model_fields.items():
                if words in _words(info.annotation):
                    by_key.setdefault(f"`{info.alias or name}`", []).append(_TITLES[model.__name__])
    return "; ".join(f"{key} ({'; '.join(parts)})" for key, parts in by_key.items())


def _table(model: type[Entry]) -> list[str]:
    lines = ["| veld | wat u invult | keuze |", "|---|---|---|"]
    for name, info in model.model_fields.items():
        key = f"`{info.alias or name}`" + (" *" if info.is_required() else "")
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        about = info.description or ""
        if extra.get("x-visibility") == "internal":
            about += " (intern)"
        choices = " ".join(f"`{word}`" for word in _choices(info.annotation))
        lines.append(f"| {key} | {about} | {choices} |")
    return lines


def _choices(annotation: Any) -> list[str]:
    """The closed list a value comes from, when it does."""
    origin = get_origin(annotation)
    if origin in (Annotated, tuple):
        return _choices(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [word for part in get_args(annotation) for word in _choices(part)]
    if words := _words(annotation):
        return [member.value for member in words[0]]
    return ["ja", "nee"] if annotation is bool else []


def _words(annotation: Any) -> list[type[StrEnum]]:
    """The words that a value can be, when it is a choice."""
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, StrEnum) else []
    return [each for part in get_args(annotation) for each in _words(part)]


if __name__ == "__main__":
    PAGE.write_text(fields_page(), encoding="utf-8", newline="\n")
