"""The words on the forms in the editor for a browser, where a title or a value of the register is not enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wmebv_site.register.terms import (
    Acknowledgement,
    AnnexState,
    Audience,
    ChannelKind,
    DecisionKind,
    ExemptReason,
    Login,
    SenderCopy,
    ToConfirm,
    UplFlag,
)

INTERNAL = "intern"
"""Stands behind the title of what never reaches the website."""

_CHOICES: Mapping[StrEnum, str] = {
    Audience.RESIDENT: "Inwoners",
    Audience.BUSINESS: "Ondernemers en organisaties",
    ChannelKind.BERICHTENBOX_BUSINESS: "Berichtenbox voor bedrijven",
    ChannelKind.BERICHTENBOX_RESIDENT: "Berichtenbox van MijnOverheid",
    ChannelKind.API: "Koppeling tussen computersystemen (API)",
    Login.NONE: "Zonder inloggen",
    Login.DIGID: "DigiD",
    Login.EHERKENNING: "eHerkenning",
    Login.EIDAS: "Europese inlog (eIDAS)",
    Acknowledgement.VISIBLE: "De afzender ziet het in het systeem",
    SenderCopy.MY_ENVIRONMENT: "In de eigen omgeving",
    SenderCopy.NOT_APPLICABLE: "Niet van toepassing",
    ExemptReason.IN_PERSON: "Men moet zelf komen",
    ExemptReason.EXCEPTION: "Tijdelijke uitzondering (artikel 2:13, vierde lid, Awb)",
    DecisionKind.OPENING: "Openstelling voor andere berichten (artikel 2:14 Awb)",
    DecisionKind.OLD_REGIME: "Besluit onder de oude wet",
    DecisionKind.EXTERNAL: "Besluit van een andere organisatie",
    AnnexState.FROZEN: "Vastgelegd in een bijlage",
    UplFlag.SERVICES_ACT: "Dienstenwet",
    UplFlag.DIGID_MANDATE: "DigiD Machtigen",
    ToConfirm.DOMAIN: "Domein",
    ToConfirm.AUTHORITY: "Bestuursorgaan",
    ToConfirm.MESSAGES: "Berichten",
    ToConfirm.STATUTES: "Wetten",
    ToConfirm.LEGAL_BASIS: "Grondslag",
}
ALSO: Mapping[str, str] = {
    "post": "Per post",
    "balie": "Aan de balie",
    "telefoon": "Per telefoon",
    "uitvoerder": "Het eigen kanaal van de uitvoerder",
    "uitnodiging": "Zoals het in de uitnodiging staat",
    "elke": "Elke uitvoerder",
}
"""What a reference can name that stands in no list of the registers."""

LONG = frozenset({"summary", "expected", "instead", "text", "basis", "description", "term", "what"})
"""The keys behind which a sentence or more stands."""

ONE_OF: Mapping[str, str] = {
    "not_ours": "Regel",
    "legal_basis": "Grondslag",
    "messages": "Bericht",
    "products": "Product",
    "proposals": "Voorstel",
    "authorities": "Bestuursorgaan",
    "executors": "Uitvoerder",
    "domains": "Domein",
    "standard_messages": "Vast bericht",
    "channels": "Kanaal",
    "designations": "Aanwijzing",
    "entrances": "Ingang",
    "requirements": "Eis",
    "links": "Link",
    "barriers": "Belemmering",
    "holidays": "Feestdag",
    "translations": "Vertaling",
    "opening_hours": "Tijd",
    "exceptions": "Afwijkende tijd",
    "rectifications": "Rectificatie",
    "steps": "Stap",
    "actions": "Actie",
    "words": "Woord",
}
"""What one item of a list is called on the button that adds one."""
LINE = "Regel"
"""What an item is called that is a text and no more."""

PATTERNS: Mapping[str, str] = {
    "id": "Gebruik kleine letters, cijfers en koppeltekens, zoals melding-openbare-ruimte.",
    "time": "Schrijf de tijd met een dubbele punt, zoals 08:30.",
    "source": "Begin met 'besluit:' en de id van het besluit, of met 'wet:' en het artikel.",
    "code": "Deze code kan hier niet; kijk bij de uitleg hoe die eruitziet.",
}
"""What is said of a text that has another form."""


FILE = "Bestand"
FROM_BASE = "Laat u dit leeg, dan telt wat in de gedeelde basis staat."
"""Stands behind the hint of what must be filled in, unless the shared register says it."""
SAYS_BASE = "Dit zegt de gedeelde basis"
NOT_SHARED = "Dit staat niet in de gedeelde basis. Alles komt uit uw eigen register."
TO_CHANGE = "Wilt u iets uit de gedeelde basis aanpassen? Vul dan de id in, en alleen wat bij u anders is:"
TO_CHANGE_TEXT = "Wilt u een tekst uit de gedeelde basis aanpassen? Geef uw bestand dezelfde naam, en vul alleen in wat bij u anders is:"


def label_of_choice(choice: Any) -> str:
    """How a member of a closed list is called in a form: the word of the register, written as in a sentence."""
    words = _CHOICES.get(choice) or str(choice).replace("_", " ")
    return words[:1].upper() + words[1:] if not words.startswith("eHerkenning") else words


_WITHOUT_KEY = (
    ("Zonder deze sleutel", "Vult u niets in, dan"),
    ("zonder deze sleutel", "vult u niets in, dan"),
)
_EXAMPLE_OF_A_MOMENT = re.compile(r", zoals \d{4}-\d{2}-\d{2}T[\d:+]+")


def in_a_form(description: str, titles: Mapping[str, str]) -> str:
    """The description of a field as who sees a form reads it: fields have a title there, and no key."""
    for key, instead in _WITHOUT_KEY:
        description = description.replace(key, instead)
    description = _EXAMPLE_OF_A_MOMENT.sub("", description)  # a form shows a calendar and a clock
    return re.sub(
        r"'([a-z_]+)'", lambda found: f"'{titles[found[1]]}'" if found[1] in titles else found[0], description
    )
