"""Reads the custom properties of a CSS file, each with its place, and what each comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import tinycss2
from tinycss2.color5 import parse_color

from wmebv_site.site.look.bridge import FONTS, SIZES, Part, Rgb, srgb

Node = Any  # tinycss2 gives no types
Spot = tuple[int, int]
"""Line and column, both from 1."""

_ROOT = re.compile(r":root|html|(?::root|html)?\.([\w-]+)")
_SCHEME = re.compile(
    r"(?:(?:only\s+)?(?:screen|all)\s+and\s+)?\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)"
)
_SCRIPT = re.compile(r"expression|behavior|-moz-binding", re.IGNORECASE)
_MOST_NODES = 200
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Token:
    """One custom property as it was declared."""

    name: str
    value: tuple[Node, ...]
    spot: Spot


@dataclass(slots=True)
class Tokens:
    """The custom properties of the whole document, and what else the file holds.

    A later declaration wins. Specificity is not weighed: token files declare on one element.
    """

    light: dict[str, Token] = field(default_factory=dict)
    dark: dict[str, Token] = field(default_factory=dict)
    unused: list[tuple[Spot, str]] = field(default_factory=list)
    outside: list[tuple[Spot, str, str | None]] = field(default_factory=list)
    """What would be fetched or run: its place, itself, and the custom property that it stands in, if any."""
    broken: list[Spot] = field(default_factory=list)
    theme_class: str | None = None


def read_tokens(css: str) -> Tokens:
    """Read what is declared on ``:root``, on ``html`` or on the first class that declares custom properties."""
    tokens = Tokens()
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    _outside(tokens, rules)
    _rules(tokens, rules, ("light", "dark"))
    return tokens


def leading_to(names: Iterable[str], tokens: Mapping[str, Token]) -> set[str]:
    """The custom properties that these are made of, however far, with themselves."""
    found: set[str] = set()
    waiting = [f"--{name}" for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found and name in tokens:
            found.add(name)
            waiting += _named(tokens[name].value)
    return found


def _named(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.type == "ident" and node.value.startswith("--"):
            yield node.value
        elif node.type == "function":
            yield from _named(node.arguments)


def substituted(value: Iterable[Node], tokens: Mapping[str, Token]) -> list[Node] | None:
    """Put values in the place of ``var()``; None when one leads nowhere, in a circle, or to endless text."""
    try:
        return _substituted(value, tokens, ())
    except RecursionError:
        return None


def _substituted(
    value: Iterable[Node], tokens: Mapping[str, Token], seen: tuple[str, ...]
) -> list[Node] | None:
    made: list[Node] = []
    for node in value:
        if node.type != "function":
            made.append(node)
        elif node.lower_name == "var":
            found = _of_var(node, tokens, seen)
            if found is None:
                return None
            made += found
        else:
            arguments = _substituted(node.arguments, tokens, seen)
            if arguments is None:
                return None
            made.append(
                tinycss2.ast.FunctionBlock(node.source_line, node.source_column, node.name, arguments)
            )
        if len(made) > _MOST_NODES:
            return None
    return made


def _of_var(node: Node, tokens: Mapping[str, Token], seen: tuple[str, ...]) -> list[Node] | None:
    arguments = [each for each in node.arguments if each.type != "comment"]
    names = [each.value for each in arguments if each.type == "ident"]
    if not names or len(seen) > _DEEPEST:
        return None
    name = names[0]
    if name in tokens and name not in seen:
        found = _substituted(tokens[name].value, tokens, (*seen, name))
        if found:
            return found
    comma = next((index for index, each in enumerate(arguments) if each == ","), None)
    return None if comma is None else _substituted(arguments[comma + 1 :], tokens, seen)


def _rules(tokens: Tokens, rules: Iterable[Node], screens: tuple[str, ...]) -> None:
    for rule in rules:
        spot = (rule.source_line, rule.source_column)
        if rule.type == "error":
            tokens.broken.append(spot)
        elif rule.type == "qualified-rule":
            _qualified(tokens, rule, screens)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            scheme = _SCHEME.fullmatch(tinycss2.serialize(rule.prelude).strip().lower())
            if scheme and scheme[1] in screens:
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                _rules(tokens, inner, (scheme[1],))
            elif not scheme:
                tokens.unused.append((spot, "@media"))
        elif rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "import"):
            tokens.unused.append((spot, f"@{rule.lower_at_keyword}"))


def _qualified(tokens: Tokens, rule: Node, screens: tuple[str, ...]) -> None:
    found = list(_declared(tokens, rule.content))
    selector = tinycss2.serialize(rule.prelude).strip()
    if found and any(_counts(tokens, each.strip()) for each in selector.split(",")):
        for token in found:
            if "light" in screens:
                tokens.light[token.name] = token
            if "dark" in screens:
                tokens.dark[token.name] = token
    else:
        tokens.unused.append(((rule.source_line, rule.source_column), selector))


def _declared(tokens: Tokens, content: Iterable[Node]) -> Iterator[Token]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "error":
            tokens.broken.append((node.source_line, node.source_column))
        elif node.type == "declaration" and node.name.startswith("--"):
            yield Token(node.name, tuple(node.value), (node.source_line, node.source_column))


def _counts(tokens: Tokens, selector: str) -> bool:
    match = _ROOT.fullmatch(selector)
    if not match:
        return False
    name = match[1]
    if name is None:
        return True
    if tokens.theme_class is None:
        tokens.theme_class = name
    # Variants such as `.x-theme--media-query` are for who asks for them.
    return name == tokens.theme_class


def _outside(tokens: Tokens, nodes: Iterable[Node]) -> None:
    """Find everything that would be fetched from another host or could act as script, wherever it stands."""
    waiting: list[tuple[Node, str | None]] = [(node, None) for node in nodes]
    while waiting:
        node, token = waiting.pop()
        if node.type == "declaration" and node.name.startswith("--"):
            token = node.name
        spot = (node.source_line, node.source_column)
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            tokens.outside.append((spot, "@import", token))
            continue
        if node.type == "declaration" and _SCRIPT.fullmatch(node.name):
            tokens.outside.append((spot, node.name, token))
        elif node.type == "function" and _SCRIPT.fullmatch(node.name):
            tokens.outside.append((spot, f"{node.name}()", token))
        elif node.type == "error" and node.kind == "bad-url":
            tokens.outside.append((spot, "url()", token))
        elif node.type in ("url", "string") and _leaves(node):
            tokens.outside.append((spot, node.value, token))
        waiting += [(inner, token) for inner in _inside(node)]


def _leaves(node: Node) -> bool:
    address = node.value.strip().replace("\\", "/")
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    if node.type == "string":  # a string may be any text; only what is plainly an address counts
        return parts.scheme in ("http", "https", "ftp", "file", "javascript") or address.startswith("//")
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _inside(node: Node) -> Iterator[Node]:
    for part in ("prelude", "arguments", "value"):
        inner = getattr(node, part, None)
        if isinstance(inner, list):
            yield from inner
    content = getattr(node, "content", None)
    if isinstance(content, list):
        rules = node.type in ("qualified-rule", "at-rule")
        yield from (
            tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
            if rules
            else content
        )


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
    nodes = [node for node in substituted(token.value, declared) or () if node.type != "comment"]
    text = tinycss2.serialize(nodes).strip()
    solid = [node for node in nodes if node.type != "whitespace"]
    if not text or any(node.type == "error" for node in nodes) or _says_nothing(solid):
        return None
    if part in FONTS:
        fits = all(node.type in _FONT_NODES and (node.type != "literal" or node == ",") for node in nodes)
        return Value(text, token) if fits else None
    if part in SIZES:
        fits = len(solid) == 1 and (
            (
                solid[0].type == "dimension"
                and solid[0].lower_unit in ("px", "rem", "em")
                and solid[0].value >= 0
            )
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
    if color is None or isinstance(color, str):
        return Value(text, token)
    *_, alpha = color
    if alpha is None or alpha < 1:
        return Value(text, token, clear=alpha == 0)
    rgb = srgb(color)
    if rgb is None:
        return Value(text, token)
    hexadecimal = "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
    return Value(hexadecimal, token, rgb)
