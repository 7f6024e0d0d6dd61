"""Gives each property of our style its value: the municipality's, one that goes with it, or ours, moved until it can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wmebv_site.site.look.bridge import (
    ALSO,
    COLORS,
    FONTS,
    LENDERS,
    PAIRS,
    SIZES,
    Part,
    Rgb,
    contrast,
    luminance,
)
from wmebv_site.site.look.tokens import Token, Tokens, Value, usable, value_of

ALL_PARTS = (*COLORS, *FONTS, *SIZES)
Look = dict[str, Value]

_DARK = 0.18
"""White and black are read equally well on this luminance."""
_MOVABLE = (
    *("tint", "warn-tint", "error-tint", "header", "footer", "action", "action-hover", "focus"),
    *("text", "muted", "link", "link-visited", "link-hover", "heading"),
    *("header-text", "footer-text", "action-text", "action-hover-text", "focus-text"),
)
"""What may move where it is ours: surfaces first, then what is read on them. Never the page, on which all stands."""
_STEPS = 20


def look_of(tokens: Tokens, defaults: Tokens, scheme: str) -> Look:
    """Every property on one kind of screen. A value that we chose or moved has no token."""
    declared = tokens.light if scheme == "light" else tokens.dark
    own = own_values(declared, scheme)
    fallback = defaults.dark if _is_dark(own, scheme) else defaults.light
    look: Look = {}
    for part in ALL_PARTS:
        value = own.get(part.name)
        leader = look[part.follows] if part.follows else None
        if value and value.clear:
            # A background that lets everything through shows the page; a border shows what it surrounds.
            behind = look["action" if part.name == "action-border" else "page"]
            value = Value(behind.text, value.token, behind.color) if not _is_text(part) else None
        if value is None and leader and (leader.token or f"--{part.name}" not in fallback):
            value = leader
        if value is None:
            value = value_of(part, fallback[f"--{part.name}"], fallback, scheme)
            value = Value(value.text, None, value.color) if value else Value("")
        look[part.name] = value
    _borrow(look, own)
    _settle(look, own)
    _draw_a_border(look, own)
    return look


def own_values(declared: Mapping[str, Token], scheme: str) -> dict[str, Value]:
    """What the municipality itself says of each property on one kind of screen, where it says anything."""
    own = {}
    for part in ALL_PARTS:
        # A page that lets everything through shows nothing of its own.
        found = [
            value for value in usable(part, declared, scheme) if not (value.clear and part.name == "page")
        ]
        if found:
            own[part.name] = found[0]
        if part.name == "action-hover-text" and found and "action-hover" in own:
            # Sets mix the names of one kind of button with those of every kind: what can be read was meant.
            meant = [*found, *([own["action-text"]] if "action-text" in own else [])]
            own[part.name] = next(
                (value for value in meant if _reads(value.color, own["action-hover"].color)), found[0]
            )
    return own


def holds(look: Look, front: str, back: str, least: float) -> bool:
    """Whether there is enough contrast, or none can be computed."""
    first, second = look[front].color, look[back].color
    if first is None or second is None or contrast(first, second) >= least:
        return True
    other = look[ALSO[front]].color if least < 4.5 and front in ALSO else None
    return other is not None and contrast(other, second) >= least


def is_dark(color: Rgb | None) -> bool:
    """Whether light text reads better on a colour than dark text."""
    return color is not None and luminance(color) < _DARK


def _is_dark(own: Mapping[str, Value], scheme: str) -> bool:
    """Whether our own values for a dark screen go with what the municipality has."""
    if "page" in own:
        return is_dark(own["page"].color)
    text = own["text"].color if "text" in own else None
    return scheme == "dark" if text is None else not is_dark(text) and luminance(text) > 0.5


def _is_text(part: Part) -> bool:
    return part.name in {front for front, _, least in PAIRS if least == 4.5}


def _reads(front: Rgb | None, back: Rgb | None) -> bool:
    return front is None or back is None or contrast(front, back) >= 4.5


def _borrow(look: Look, own: Mapping[str, Value]) -> None:
    """Take for the head and for the button a colour of the municipality where it names none for them."""
    for name, lenders in LENDERS.items():
        for lender, text in lenders if name not in own else ():
            value = own.get(lender)
            page = look["page"].color
            if value is None or value.color is None or page is None:
                continue
            if name == "action" and contrast(value.color, page) < 3:
                continue
            look[name] = look[lender]
            for follower in (each.name for each in COLORS if each.follows == name and each.name not in own):
                look[follower] = look[lender]
            if text in own and f"{name}-text" not in own:
                look[f"{name}-text"] = look[text]
            break


def _settle(look: Look, own: Mapping[str, Value]) -> None:
    """Move what is ours away from what the municipality set beside it, no further than needed."""
    settled = {"page", *own}
    for name in _MOVABLE:
        if name in own:
            continue
        about = [pair for pair in PAIRS if name in pair[:2] and {*pair[:2]} <= {*settled, name}]
        before = look[name]
        for value in (before, *_moved(before)):
            look[name] = value
            if all(holds(look, *pair) for pair in about):
                break
        else:
            look[name] = before
        if look[name] is not before:
            for part in COLORS:
                if part.follows == name and look[part.name] is before:
                    look[part.name] = look[name]
        settled.add(name)


def _moved(value: Value) -> Iterator[Value]:
    """Ever further from a colour, to white and to black."""
    for step in range(1, _STEPS + 1) if value.color else ():
        for end in (1.0, 0.0):
            yield _ours(part + (end - part) * step / _STEPS for part in value.color or ())


def _ours(parts: Iterable[float]) -> Value:
    red, green, blue = (round(255 * part) for part in parts)
    return Value(f"#{red:02x}{green:02x}{blue:02x}", None, (red / 255, green / 255, blue / 255))


def _draw_a_border(look: Look, own: Mapping[str, Value]) -> None:
    """A button that hardly differs from the page is found by a border, which is ours when the municipality has none."""
    if "action-border" in own or holds(look, "action", "page", 3.0):
        return
    for value in (look["action-text"], look["text"]):
        if value.color and look["page"].color and contrast(value.color, look["page"].color) >= 3:
            look["action-border"] = Value(value.text, None, value.color)
            return
