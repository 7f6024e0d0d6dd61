"""What a house style may set, the tokens of the NL Design System that say it, and how much two colours must differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One property of our style: the tokens that may fill it, first found first, and what it follows without them."""

    name: str
    words: str
    tokens: tuple[str, ...]
    follows: str | None = None


COLORS = (
    Part(
        "page",
        "de achtergrond",
        (
            "utrecht-document-background-color",
            "utrecht-root-background-color",
            "utrecht-page-background-color",
            "utrecht-page-body-background-color",
            "basis-color-default-bg-document",
            "ams-body-background-color",
        ),
    ),
    Part(
        "text",
        "de tekst",
        (
            "utrecht-document-color",
            "utrecht-root-color",
            "utrecht-page-color",
            "nl-paragraph-color",
            "basis-color-default-color-document",
            "ams-color-text",
        ),
    ),
    Part("muted", "de lichte tekst", ("basis-color-default-color-default",), "text"),
    Part("tint", "een vlak", ("utrecht-surface-background-color", "basis-color-default-bg-default")),
    Part("line", "een lijn", ("basis-color-default-border-subtle", "utrecht-separator-color")),
    Part(
        "heading",
        "de kop",
        (
            "utrecht-heading-1-color",
            "utrecht-heading-color",
            "nl-heading-level-1-color",
            "basis-heading-color",
            "ams-heading-color",
        ),
        "text",
    ),
    Part("rule", "een dikke lijn", ("basis-color-accent-1-border-default",), "heading"),
    Part(
        "link",
        "de link",
        (
            "utrecht-link-color",
            "nl-link-color",
            "basis-color-action-2-color-default",
            "ams-links-color",
            "ams-link-color",
        ),
    ),
    Part("link-visited", "de bezochte link", ("utrecht-link-visited-color",), "link"),
    Part(
        "link-hover",
        "de link onder de muis",
        (
            "utrecht-link-hover-color",
            "nl-link-hover-color",
            "basis-color-action-2-color-hover",
            "ams-links-hover-color",
            "ams-link-hover-color",
        ),
        "link",
    ),
    Part(
        "focus",
        "de markering van wat gekozen is",
        (
            "utrecht-focus-background-color",
            "nl-focus-background-color",
            "basis-focus-background-color",
            "utrecht-focus-inverse-outline-color",
            "nl-focus-inverse-outline-color",
            "basis-focus-inverse-outline-color",
        ),
    ),
    Part(
        "focus-text",
        "de rand om wat gekozen is",
        (
            "utrecht-focus-color",
            "nl-focus-color",
            "basis-focus-color",
            "utrecht-focus-outline-color",
            "nl-focus-outline-color",
            "basis-focus-outline-color",
        ),
    ),
    Part(
        "header",
        "de bovenkant van de pagina",
        (
            "utrecht-page-header-background-color",
            "utrecht-page-header-content-background-color",
            "basis-color-accent-1-inverse-bg-default",
        ),
    ),
    Part(
        "header-text",
        "de tekst bovenaan de pagina",
        (
            "utrecht-page-header-color",
            "utrecht-page-header-content-color",
            "basis-color-accent-1-inverse-color-default",
        ),
    ),
    Part("footer", "de onderkant van de pagina", ("utrecht-page-footer-background-color",), "tint"),
    Part("footer-text", "de tekst onderaan de pagina", ("utrecht-page-footer-color",), "text"),
    Part(
        "action",
        "de knop",
        (
            "utrecht-button-primary-action-background-color",
            "nl-button-primary-background-color",
            "basis-color-action-1-inverse-bg-default",
            "utrecht-button-background-color",
            "ams-button-primary-background-color",
        ),
    ),
    Part(
        "action-text",
        "de tekst op de knop",
        (
            "utrecht-button-primary-action-color",
            "nl-button-primary-color",
            "basis-color-action-1-inverse-color-default",
            "utrecht-button-color",
            "ams-button-primary-color",
        ),
    ),
    Part(
        "action-hover",
        "de knop onder de muis",
        (
            "utrecht-button-primary-action-hover-background-color",
            "nl-button-primary-hover-background-color",
            "basis-color-action-1-inverse-bg-hover",
            "utrecht-button-hover-background-color",
            "ams-button-primary-hover-background-color",
        ),
        "action",
    ),
    Part(
        "action-hover-text",
        "de tekst op de knop onder de muis",
        (
            "utrecht-button-primary-action-hover-color",
            "nl-button-primary-hover-color",
            "basis-color-action-1-inverse-color-hover",
            "utrecht-button-hover-color",
        ),
        "action-text",
    ),
    Part(
        "action-border",
        "de rand van de knop",
        ("utrecht-button-primary-action-border-color", "nl-button-primary-border-color"),
        "action",
    ),
    Part("warn", "de rand van een waarschuwing", ("basis-color-warning-border-default",)),
    Part("warn-tint", "het vlak van een waarschuwing", ("basis-color-warning-bg-default",)),
    Part("error", "de rand van een foutmelding", ("basis-color-negative-border-default",)),
    Part("error-tint", "het vlak van een foutmelding", ("basis-color-negative-bg-default",)),
)
FONTS = (
    Part(
        "font",
        "het lettertype",
        (
            "utrecht-document-font-family",
            "utrecht-root-font-family",
            "nl-paragraph-font-family",
            "basis-text-font-family-default",
            "ams-typography-font-family",
        ),
    ),
    Part(
        "font-heading",
        "het lettertype van koppen",
        (
            "utrecht-heading-1-font-family",
            "utrecht-heading-font-family",
            "nl-heading-level-1-font-family",
            "basis-heading-font-family",
        ),
        "font",
    ),
)
SIZES = (
    Part(
        "radius",
        "de ronding",
        (
            "utrecht-button-border-radius",
            "nl-button-border-radius",
            "basis-border-radius-md",
            "ams-button-border-radius",
        ),
    ),
)

PAIRS = (
    *(
        (front, back, 4.5)
        for back in ("page", "tint")
        for front in ("text", "muted", "link", "link-visited", "link-hover")
    ),
    ("heading", "page", 4.5),
    ("heading", "tint", 4.5),
    ("header-text", "header", 4.5),
    ("footer-text", "footer", 4.5),
    ("action-text", "action", 4.5),
    ("action-hover-text", "action-hover", 4.5),
    ("focus-text", "focus", 4.5),
    *(
        (front, back, 4.5)
        for back in ("warn-tint", "error-tint")
        for front in ("text", "link", "link-visited", "link-hover")
    ),
    ("action", "page", 3.0),
    ("focus-text", "page", 3.0),
    ("focus-text", "header", 3.0),
    ("focus-text", "footer", 3.0),
)
"""What is read or found on what, and the least contrast (WCAG 2.2, 1.4.3 and 1.4.11)."""
LENDERS = {
    "action": (("link", ""), ("header", "header-text")),
    "header": (("footer", "footer-text"), ("action", "action-text"), ("link", "")),
}
"""Where the head and the button get a colour of the municipality that named none for them, and the text that stands on it."""
ALSO = {"action": "action-border", "focus-text": "focus"}
"""A control is found by its border as well; the ring around what is chosen has two colours."""


Rgb = tuple[float, float, float]
"""Red, green and blue of sRGB, from 0 to 1."""

_XYZ_TO_RGB = (
    (3.2409699419, -1.5373831776, -0.4986107603),
    (-0.9692436363, 1.8759675015, 0.0415550574),
    (0.0556300797, -0.2039769589, 1.0569715142),
)
"""From CIE XYZ with a D65 white to linear sRGB (CSS Color 4, section 10.3)."""


def contrast(first: Rgb, second: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Rgb) -> float:
    """The relative luminance, from 0 for black to 1 for white."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def srgb(color: Any) -> Rgb | None:
    """A colour of tinycss2 as a screen shows it; None outside sRGB, where screens differ, and for spaces rarely written."""
    if color.space in ("oklab", "oklch"):
        x, y, z = color.to("xyz-d65").coordinates
        parts = [_companded(a * x + b * y + c * z) for a, b, c in _XYZ_TO_RGB]
    elif color.space in ("srgb", "hsl", "hwb"):
        parts = [float(part) for part in color.to("srgb").coordinates]
    else:
        return None
    if any(not -0.002 <= part <= 1.002 for part in parts):
        return None
    red, green, blue = (min(1.0, max(0.0, part)) for part in parts)
    return red, green, blue


def _companded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
