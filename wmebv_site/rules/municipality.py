"""Judges the code of the municipality against the list of all of them, which comes with the package."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.diagnostics import Code, Diagnostic, Level
from wmebv_site.project.municipalities import MADE_UP_CODE, by_code, find_municipality, is_name_of
from wmebv_site.register.channels import Municipality

WRONG_CODE = Code(
    "WMEBV242",
    "De code van de gemeente hoort niet bij haar naam",
    "Achter 'tooi' staat de officiële code van de gemeente: gm met vier cijfers. Met die code herkennen andere systemen uw "
    "besluiten en berichten, en Woo-zoekdiensten uw gemeente. Met de code van een andere gemeente komen ze bij die terecht. "
    "Zoek de code op in de lijst van gemeenten van TOOI. Is uw gemeente pas ontstaan, en kent dit programma haar nog niet? "
    "Werk wmebv dan bij.",
    Level.WARNING,
)


def wrong_code(municipality: Municipality) -> Iterator[Diagnostic]:
    """A code that no municipality has, or another one than the register names."""
    code, place = municipality.tooi, municipality.place_of("tooi")
    if code is None or (code == MADE_UP_CODE and municipality.fictitious):
        return
    known = by_code(code)
    if known is not None and municipality.fictitious:
        message = (
            f"De code {code} is van de gemeente {known.preferred_name}, maar deze gemeente is verzonnen."
        )
        yield WRONG_CODE.at(place, message, f"Schrijf {MADE_UP_CODE}, of verwijder 'fictitious'.")
    elif municipality.fictitious or (known is not None and is_name_of(municipality.name, known)):
        return
    else:
        what = (
            f"is van de gemeente {known.preferred_name}" if known else "staat niet in de lijst van gemeenten"
        )
        meant = find_municipality(municipality.name).municipality
        hint = (
            f"De code van {meant.preferred_name} is {meant.code}."
            if meant
            else "Zoek de code van uw gemeente op."
        )
        yield WRONG_CODE.at(place, f"De code {code} {what}; hier staat '{municipality.name}'.", hint)
