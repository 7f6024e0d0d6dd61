"""The bridge from the tokens of the NL Design System to our own properties, and which of these must differ how much."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One property of our style: the tokens that may fill it, first found first, and what it follows without them."""

    name: str
    words: str
    tokens: tuple[str, ...]
    follows: str | None = None


COLORS = (
    Part("page", "de achtergrond", (
        "utrecht-document-background-color", "utrecht-root-background-color", "utrecht-page-background-color",
        "utrecht-page-body-background-color", "basis-color-default-bg-document")),
    Part("text", "de tekst", (
        "utrecht-document-color", "utrecht-root-color", "utrecht-page-color", "nl-paragraph-color",
        "basis-color-default-color-document")),
    Part("muted", "de lichte tekst", ("basis-color-default-color-default",), "text"),
    Part("tint", "een vlak", ("utrecht-surface-background-color", "basis-color-default-bg-default")),
    Part("line", "een lijn", ("basis-color-default-border-subtle", "utrecht-separator-color")),
    Part("heading", "de kop", (
        "utrecht-heading-1-color", "utrecht-heading-color", "nl-heading-level-1-color", "basis-heading-color"), "text"),
    Part("rule", "een dikke lijn", ("basis-color-accent-1-border-default",), "heading"),
    Part("link", "de link", ("utrecht-link-color", "nl-link-color", "basis-color-action-2-color-default")),
    Part("link-visited", "de bezochte link", ("utrecht-link-visited-color",), "link"),
    Part("link-hover", "de link onder de muis", (
        "utrecht-link-hover-color", "nl-link-hover-color", "basis-color-action-2-color-hover"), "link"),
    Part("focus", "de markering van wat gekozen is", (
        "utrecht-focus-background-color", "nl-focus-background-color", "basis-focus-background-color")),
    Part("focus-text", "de rand om wat gekozen is", (
        "utrecht-focus-outline-color", "nl-focus-outline-color", "basis-focus-outline-color")),
    Part("header", "de bovenkant van de pagina", (
        "utrecht-page-header-background-color", "utrecht-page-header-content-background-color",
        "basis-color-accent-1-inverse-bg-default")),
    Part("header-text", "de tekst bovenaan de pagina", (
        "utrecht-page-header-color", "utrecht-page-header-content-color", "basis-color-accent-1-inverse-color-default")),
    Part("footer", "de onderkant van de pagina", ("utrecht-page-footer-background-color",), "tint"),
    Part("footer-text", "de tekst onderaan de pagina", ("utrecht-page-footer-color",), "text"),
    Part("action", "de knop", (
        "utrecht-button-primary-action-background-color", "nl-button-primary-background-color",
        "basis-color-action-1-inverse-bg-default")),
    Part("action-text", "de tekst op de knop", (
        "utrecht-button-primary-action-color", "nl-button-primary-color", "basis-color-action-1-inverse-color-default")),
    Part("action-hover", "de knop onder de muis", (
        "utrecht-button-primary-action-hover-background-color", "nl-button-primary-hover-background-color",
        "basis-color-action-1-inverse-bg-hover"), "action"),
    Part("action-hover-text", "de tekst op de knop onder de muis", (
        "utrecht-button-primary-action-hover-color", "nl-button-primary-hover-color",
        "basis-color-action-1-inverse-color-hover"), "action-text"),
    Part("action-border", "de rand van de knop", (
        "utrecht-button-primary-action-border-color", "nl-button-primary-border-color"), "action"),
    Part("warn", "de rand van een waarschuwing", ("basis-color-warning-border-default",)),
    Part("warn-tint", "het vlak van een waarschuwing", ("basis-color-warning-bg-default",)),
    Part("error", "de rand van een foutmelding", ("basis-color-negative-border-default",)),
    Part("error-tint", "het vlak van een foutmelding", ("basis-color-negative-bg-default",)),
)
FONTS = (
    Part("font", "het lettertype", (
        "utrecht-document-font-family", "utrecht-root-font-family", "nl-paragraph-font-family",
        "basis-text-font-family-default")),
    Part("font-heading", "het lettertype van koppen", (
        "utrecht-heading-1-font-family", "utrecht-heading-font-family", "nl-heading-level-1-font-family",
        "basis-heading-font-family"), "font"),
)
SIZES = (
    Part("radius", "de ronding", ("utrecht-button-border-radius", "nl-button-border-radius", "basis-border-radius-md")),
)

PAIRS = (
    *((front, back, 4.5) for back in ("page", "tint") for front in ("text", "muted", "link", "link-visited", "link-hover")),
    ("heading", "page", 4.5),
    ("heading", "tint", 4.5),
    ("header-text", "header", 4.5),
    ("footer-text", "footer", 4.5),
    ("action-text", "action", 4.5),
    ("action-hover-text", "action-hover", 4.5),
    ("focus-text", "focus", 4.5),
    *((front, back, 4.5) for back in ("warn-tint", "error-tint") for front in ("text", "link", "link-visited", "link-hover")),
    ("action", "page", 3.0),
    ("focus-text", "page", 3.0),
    ("focus-text", "header", 3.0),
    ("focus-text", "footer", 3.0),
)
"""What is read or found on what, and the least contrast (WCAG 2.2, 1.4.3 and 1.4.11)."""
ALSO = {"action": "action-border", "focus-text": "focus"}
"""A control is found by its border as well; the ring around what is chosen has two colours."""
