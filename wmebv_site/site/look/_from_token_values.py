"""What a token of a house style comes to: a colour, a size or a row of fonts, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import tinycss2
from tinycss2.color5 import parse_color

from wmebv_site.site.look._from_contrast import Rgb, srgb
from wmebv_site.site.look.bridge import FONTS, SIZES, Part
from wmebv_site.site.look.tokens import Node, Token, resolve

_EMPTY_WORDS = frozenset({"none", "inherit", "initial", "unset", "revert", "revert-layer"})
"""What a browser takes in the place of any value, and 'none': no look of its own."""
_FONT_NODES = {"ident", "string", "whitespace", "literal"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a property became: ``color`` is red, green and blue from 0 to 1, None when it can't be computed."""

    text: str
    token: Token | None = None
    color: Rgb | None = None
    clear: bool = False


def usable(part: Part, declared: Mapping[str, Token], scheme: str) -> Iterator[Value]:
    """What the tokens of a part come to, the first that wins in front."""
    for name in part.tokens:
        if (token := declared.get(f"--{name}")) and (value := value_of(part, token, declared, scheme)):
            yield value


def value_of(part: Part, token: Token, declared: Mapping[str, Token], scheme: str) -> Value | None:
    """What one token comes to on one kind of screen; None when it says nothing of how a part looks."""
    nodes = [node for node in resolve(token.value, declared) or () if node.type != "comment"]
    text = tinycss2.serialize(nodes).strip()
    solid = [node for node in nodes if node.type != "whitespace"]
    if not text or any(node.type == "error" for node in nodes) or _says_nothing(solid):
        return None
    if part in FONTS:
        fits = all(node.type in _FONT_NODES and (node.type != "literal" or node == ",") for node in nodes)
        return Value(text, token) if fits else None
    if part in SIZES:
        fits = len(solid) == 1 and (
            (solid[0].type == "dimension" and solid[0].lower_unit in ("px", "rem", "em") and solid[0].value >= 0)
            or (solid[0].type == "number" and solid[0].value == 0)
        )
        return Value(text, token) if fits else None
    return _color(solid, text, token, scheme)


def _says_nothing(solid: list[Node]) -> bool:
    return len(solid) == 1 and solid[0].type == "ident" and solid[0].lower_value in _EMPTY_WORDS


def _color(solid: list[Node], text: str, token: Token, scheme: str) -> Value | None:
    if len(solid) != 1:
        return Value(text, token)
    color = parse_color(solid[0], (scheme,))
    if color is None or isinstance(color, str) or color.alpha < 1:
        return Value(text, token, clear=color is not None and not isinstance(color, str) and color.alpha == 0)
    rgb = srgb(color)
    if rgb is None:
        return Value(text, token)
    hexadecimal = "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
    return Value(hexadecimal, token, rgb)
