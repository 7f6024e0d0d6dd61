"""What a colour of CSS is on a screen, and how much two of them differ."""

from __future__ import annotations

from typing import Any

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
