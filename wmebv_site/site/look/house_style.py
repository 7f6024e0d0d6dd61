"""Makes our own style from the design tokens of a municipality, and judges whether it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import tinycss2

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, in_order
from wmebv_site.site.look.bridge import COLORS, FONTS, PAIRS, SIZES, Part, contrast
from wmebv_site.site.look.looks import ALL_PARTS, Look, holds, is_dark, look_of, own_values
from wmebv_site.site.look.tokens import (
    Spot,
    Token,
    Tokens,
    Value,
    leading_to,
    read_tokens,
    substituted,
    value_of,
)

CONTRAST = Code(
    "WMEBV501",
    "De huisstijl heeft te weinig contrast",
    "Tekst moet goed te lezen zijn voor iedereen, ook voor wie slecht ziet. Gewone tekst heeft een contrast van ten "
    "minste 4,5 op 1 met de achtergrond. Voor knoppen, randen en de rand om wat gekozen is, is het ten minste 3 op 1. "
    "Zie WCAG 2.2, succescriteria 1.4.3 en 1.4.11. Kies een donkerdere of lichtere kleur in het bestand met de huisstijl.",
)
NOT_JUDGED = Code(
    "WMEBV502",
    "Van een kleur in de huisstijl is het contrast niet te berekenen",
    "Van een kleurverloop, een gemengde of een doorzichtige kleur weten wij vooraf niet hoe die eruitziet. Schrijf de kleur "
    "uit, bijvoorbeeld als '#0b5394'. Of controleer het contrast zelf.",
    Level.WARNING,
)
OUTSIDE = Code(
    "WMEBV503",
    "De huisstijl haalt iets van een andere plek",
    "De website laadt niets van andere websites. Zo weet niemand wie uw website bezoekt. Zet alle tokens in dit ene bestand, "
    "zonder '@import', zonder adres van een andere website en zonder script.",
)
NO_TOKENS = Code(
    "WMEBV504",
    "In de huisstijl staat geen token dat deze website gebruikt",
    "De website leest tokens van het NL Design System, zoals '--utrecht-link-color' of '--basis-color-default-bg-document'. "
    "Ze staan bij ':root', 'html' of bij de klasse van uw huisstijl. In docs/how-to/huisstijl.md staat welke tokens dat zijn.",
)
BROKEN = Code(
    "WMEBV505",
    "Een regel in de huisstijl is geen goede CSS",
    "Een browser slaat deze regel over. Vaak ontbreekt er een haakje, een dubbele punt of een puntkomma.",
)
UNUSED = Code(
    "WMEBV506",
    "Een deel van de huisstijl wordt niet gebruikt",
    "Uit het bestand met de huisstijl komen alleen tokens. Andere regels, zoals '@font-face', worden niet overgenomen. Zo "
    "blijft het contrast zoals het is berekend, en blijft de website licht.",
    Level.INFO,
)

UNUSABLE = Code(
    "WMEBV509",
    "Een token van de huisstijl heeft een waarde die deze website niet gebruikt",
    "Een kleur is een kleur, zoals '#0b5394'. Een ronding is een maat in px, rem of em. Een percentage maakt van een brede knop "
    "een ovaal; dan valt de tekst erbuiten. Een lettertype is een rij namen. Woorden zoals 'initial' en 'inherit' zeggen "
    "niets over hoe het eruitziet. Het token telt niet, en het volgende in de rij wel.",
    Level.WARNING,
)

_HINTS = {
    "color": "Schrijf een kleur, bijvoorbeeld '#0b5394'.",
    "font": "Schrijf de namen van lettertypen, bijvoorbeeld 'Arial, sans-serif'.",
    "size": "Schrijf een maat in px, rem of em, bijvoorbeeld '4px'.",
}


_PARTS = {part.name: part for part in ALL_PARTS}


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """A style sheet with the values of our own properties, and whether a dark screen has values of its own."""

    css: str
    dark: bool


def house_style(css: str, path: str, ours: str) -> tuple[HouseStyle | None, list[Diagnostic]]:
    """Judge a file with tokens. ``path`` is how an editor knows it; ``ours`` is the text of our own style sheet.

    The style is None when there is an error.
    """
    tokens, defaults = read_tokens(css), read_tokens(ours)
    found = list(_about_file(tokens, path))
    looks = {scheme: look_of(tokens, defaults, scheme) for scheme in ("light", "dark")}
    found += _unusable(tokens, path)
    if not any(value.token for look in looks.values() for value in look.values()):
        hint = "Noem in mkdocs.yml het bestand waarin de tokens van uw huisstijl staan."
        what = (
            "token met een waarde die" if any(each.code == UNUSABLE.code for each in found) else "token dat"
        )
        found.append(NO_TOKENS.at(Place(path), f"In '{path}' staat geen {what} deze website gebruikt.", hint))
        return None, in_order(found)
    dark = _texts(tokens.light, "light") != _texts(tokens.dark, "dark")
    if not dark:
        looks["dark"] = {}
    found += _judge(looks, path)
    if any(each.level is Level.ERROR for each in found):
        return None, in_order(found)
    return HouseStyle(_style(looks["light"], looks["dark"]), dark), in_order(found)


def _about_file(tokens: Tokens, path: str) -> Iterator[Diagnostic]:
    names = [name for part in ALL_PARTS for name in part.tokens]
    used = leading_to(names, tokens.light) | leading_to(names, tokens.dark)
    for spot, what, token in tokens.outside:
        # What stands in a token that is never read goes nowhere.
        if token is not None and token not in used:
            continue
        hint = "Haal dit weg, of zet wat u nodig hebt in dit bestand."
        yield OUTSIDE.at(
            _place(path, spot, what), f"De huisstijl haalt iets van een andere plek: '{what}'.", hint
        )
    for spot in tokens.broken:
        hint = "Controleer de haakjes, de dubbele punt en de puntkomma."
        yield BROKEN.at(_place(path, spot), "Deze regel in de huisstijl is geen goede CSS.", hint)
    if tokens.unused:
        spot, what = tokens.unused[0]
        more = (
            f" Dat geldt voor {len(tokens.unused)} regels in dit bestand." if len(tokens.unused) > 1 else ""
        )
        message = f"De regel bij '{_short(what)}' wordt niet overgenomen: alleen tokens tellen.{more}"
        hint = "Zet wat u nodig hebt als token bij ':root'."
        yield UNUSED.at(_place(path, spot, what), message, hint)


def _unusable(tokens: Tokens, path: str) -> Iterator[Diagnostic]:
    """The tokens that we read and can't use, each once."""
    said: set[Spot] = set()
    for scheme, declared in (("light", tokens.light), ("dark", tokens.dark)):
        for part in ALL_PARTS:
            for token in (declared[f"--{name}"] for name in part.tokens if f"--{name}" in declared):
                nodes = substituted(token.value, declared)
                if nodes is None or token.spot in said or value_of(part, token, declared, scheme):
                    continue
                said.add(token.spot)
                text = _short(tinycss2.serialize(nodes).strip())
                message = f"De waarde van '{token.name}' is niet te gebruiken voor {part.words}: '{text}'."
                yield UNUSABLE.at(_place(path, token.spot, token.name), message, _HINTS[_kind(part)])


def _kind(part: Part) -> str:
    return "font" if part in FONTS else "size" if part in SIZES else "color"


def _texts(declared: Mapping[str, Token], scheme: str) -> dict[str, str]:
    return {name: value.text for name, value in own_values(declared, scheme).items()}


def _judge(looks: Mapping[str, Look], path: str) -> Iterator[Diagnostic]:
    said: set[tuple[str, ...]] = set()
    for scheme, look in looks.items():
        if not look:
            continue
        unknown = {
            value.token.name: (value, value.token)
            for value in look.values()
            if value.token and _uncomputed(value)
        }
        for name, (value, token) in unknown.items():
            part = next(part for part in COLORS if look[part.name] is value)
            if (name, value.text) not in said:
                said.add((name, value.text))
                message = (
                    f"Het contrast van {part.words} is niet te berekenen: '{name}' is '{_short(value.text)}'."
                )
                hint = "Schrijf de kleur uit, bijvoorbeeld als '#0b5394'."
                yield NOT_JUDGED.at(_place(path, token.spot, name), message, hint)
        by_place: dict[Place, list[Shortage]] = {}
        for front, back, least in PAIRS:
            if found := _shortage(look, front, back, least, path):
                by_place.setdefault(found.place, []).append(found)
        for shortages in by_place.values():
            first, worst = shortages[0], min(shortages, key=lambda each: each.ratio / each.least)
            key = (look[first.front].text, look[first.back].text)
            if key not in said:
                said.add(key)
                yield _too_little(look, first, worst, " op een donker scherm" if scheme == "dark" else "")


def _uncomputed(value: Value) -> bool:
    return (
        value.color is None
        and value.token is not None
        and not any(value.token.name == f"--{name}" for part in (*FONTS, *SIZES) for name in part.tokens)
    )


@dataclass(frozen=True, slots=True)
class Shortage:
    """A pair of properties that differ too little, and the token to change."""

    front: str
    back: str
    least: float
    ratio: float
    place: Place


def _shortage(look: Look, front: str, back: str, least: float, path: str) -> Shortage | None:
    first, second = look[front], look[back]
    token = first.token or second.token
    if first.color is None or second.color is None or token is None:
        return None
    if holds(look, front, back, least):
        return None
    ratio = contrast(first.color, second.color)
    return Shortage(front, back, least, ratio, _place(path, token.spot, token.name))


def _too_little(look: Look, first: Shortage, worst: Shortage, where: str) -> Diagnostic:
    message = (
        f"Er is te weinig contrast{where} tussen {_PARTS[first.front].words} en {_PARTS[first.back].words}: "
        f"'{look[first.front].text}' op '{look[first.back].text}' is {_figure(first.ratio)} op 1, en het minimum is "
        f"{first.least:g} op 1.".replace("4.5", "4,5")
    )
    if worst is not first:
        message += (
            f" Tussen {_PARTS[worst.front].words} en {_PARTS[worst.back].words} is het nog minder: '{look[worst.front].text}' "
            f"op '{look[worst.back].text}' is {_figure(worst.ratio)} op 1."
        )
    names = dict.fromkeys(
        value.token.name if value.token else f"--{_PARTS[name].tokens[0]}"
        for name, value in ((name, look[name]) for name in (first.front, first.back))
    )
    return CONTRAST.at(
        first.place, message, f"Kies een andere kleur voor {' of '.join(repr(name) for name in names)}."
    )


def _figure(ratio: float) -> str:
    """Cut off, not rounded: 4,497 is not 4,50."""
    return f"{int(ratio * 100) / 100:.2f}".replace(".", ",")


def _style(light: Look, dark: Look) -> str:
    scheme = "light dark" if dark else "dark" if is_dark(light["page"].color) else "light"
    lines = [f"color-scheme: {scheme};", *_declarations(light)]
    css = f":root {{ {' '.join(lines)} }}"
    if dark:
        css += f"\n@media (prefers-color-scheme: dark) {{ :root {{ {' '.join(_declarations(dark))} }} }}"
    # On paper our own black on white stays.
    return f"@media screen {{\n{css}\n}}\n"


def _declarations(look: Look) -> Iterator[str]:
    """Every property, also what the municipality left alone: without a dark half, our own must not come through."""
    for part in ALL_PARTS:
        yield f"--{part.name}: {look[part.name].text};"
    bordered = look["action-border"].text != look["action"].text
    yield f"--action-hover-border: {look['action-border' if bordered else 'action-hover'].text};"
    flat = look["header"].color and look["header"].color == look["page"].color
    yield f"--header-line: {look['line'].text if flat else look['header'].text};"


def _place(path: str, spot: Spot, what: str = "") -> Place:
    line, column = spot
    return Place(path, line, column, column + max(1, len(what)))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"
