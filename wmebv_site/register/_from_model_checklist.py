"""What a municipality notes for itself about a channel: the supplier, who looked at it, and its own judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wmebv_site.register.entry import Entry, internal
from wmebv_site.register.terms import Fact, SupplierAnswer
from wmebv_site.register.values import Date, Text


class Supplier(Entry):
    name: Text = internal("Leverancier", "De naam van de leverancier.")
    asked_on: Date | None = internal("Gevraagd op", "Wanneer u de leverancier naar de wet vroeg.", None)
    answer: SupplierAnswer | None = internal("Antwoord", "Wat de leverancier antwoordde.", None)
    answered_on: Date | None = internal("Beantwoord op", "Wanneer het antwoord kwam.", None)
    follow_up: Date | None = internal("Navragen op", "Wanneer u het de leverancier weer vraagt.", None)


class Checked(Entry):
    on: Date = internal("Op", "Wanneer het kanaal is nagekeken.")
    by: Text | None = internal("Door", "Welke afdeling het nakeek; geen naam van een persoon.", None)


class ChecklistAnswer(Entry):
    answer: Fact = internal("Antwoord", "Ja, nee of onbekend.")
    on: Date | None = internal("Op", "Wanneer dit is vastgesteld.", None)
    evidence: Text | None = internal("Bewijs", "Waar dat uit blijkt.", None)


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a channel to which yes means that it is as it should be; ``basis`` is None for practice."""

    key: str
    title: str
    text: str
    basis: str | None = None
    ours: bool = True
    """Asked only of a channel that isn't national: of those, another looks after the system itself."""


QUESTIONS: dict[str, Question] = {
    question.key: question
    for question in (
        Question(
            "betrouwbaar",
            "Betrouwbaar",
            "Is het kanaal betrouwbaar genoeg voor de aard en de inhoud van deze berichten?",
            "artikel 2:13, tweede lid, Awb",
        ),
        Question(
            "europese_inlog",
            "Europese inlog",
            "Kan iemand met de inlog van een ander Europees land erin, of is dat hier niet nodig?",
        ),
        Question(
            "eisen_evenredig",
            "Eisen evenredig",
            "Maken de nadere eisen, ook het inloggen, digitaal sturen niet onnodig moeilijk?",
            "artikel 2:13, derde lid, Awb",
        ),
        Question(
            "onnodige_velden",
            "Geen onnodige velden",
            "Is nagegaan dat het kanaal niets vraagt wat u niet nodig hebt?",
            "artikel 4:4, tweede lid, Awb",
        ),
        Question(
            "storingsprocedure",
            "Storingsprocedure",
            "Ligt vast wie een storing bekendmaakt, en hoe snel?",
            "artikel 2:21 Awb",
            ours=False,
        ),
        Question(
            "verkeerd_gestuurd",
            "Verkeerd gestuurde berichten",
            "Ligt vast wat u doet met een bericht dat hier niet hoort?",
            "artikel 2:16, eerste lid, Awb",
            ours=False,
        ),
        Question(
            "handtekening",
            "Handtekening",
            "Kan de afzender hier ondertekenen op de manier die het bericht vraagt?",
            "artikel 2:18 Awb",
        ),
        Question(
            "antwoorden",
            "Antwoorden",
            "Is geregeld hoe u antwoordt? Staat het antwoord in een portaal, dan meldt u dat binnen 48 uur.",
            "artikel 2:10, eerste lid, Awb",
            ours=False,
        ),
        Question(
            "toegankelijk",
            "Toegankelijkheidsverklaring",
            "Heeft het kanaal een toegankelijkheidsverklaring die klopt?",
            "artikel 4 Besluit digitale toegankelijkheid overheid",
        ),
        Question(
            "gegevens_beperkt",
            "Weinig gegevens",
            "Bewaart het kanaal niet meer gegevens over mensen dan nodig is?",
            "AVG",
        ),
        Question(
            "bewaartermijn",
            "Bewaartermijn",
            "Ligt vast hoelang berichten uit dit kanaal bewaard blijven?",
            ours=False,
        ),
    )
}
"""The closed list: what no other field of a channel already says."""


def _asked(key: str) -> Any:
    question = QUESTIONS[key]
    basis = f"Grondslag: {question.basis}." if question.basis else "Dit is goede praktijk."
    return internal(question.title, f"{question.text} {basis}", None)


class Checklist(Entry):
    betrouwbaar: ChecklistAnswer | None = _asked("betrouwbaar")
    europese_inlog: ChecklistAnswer | None = _asked("europese_inlog")
    eisen_evenredig: ChecklistAnswer | None = _asked("eisen_evenredig")
    onnodige_velden: ChecklistAnswer | None = _asked("onnodige_velden")
    storingsprocedure: ChecklistAnswer | None = _asked("storingsprocedure")
    verkeerd_gestuurd: ChecklistAnswer | None = _asked("verkeerd_gestuurd")
    handtekening: ChecklistAnswer | None = _asked("handtekening")
    antwoorden: ChecklistAnswer | None = _asked("antwoorden")
    toegankelijk: ChecklistAnswer | None = _asked("toegankelijk")
    gegevens_beperkt: ChecklistAnswer | None = _asked("gegevens_beperkt")
    bewaartermijn: ChecklistAnswer | None = _asked("bewaartermijn")

    def answer_to(self, key: str) -> ChecklistAnswer | None:
        """The answer to a question of the list, by its key."""
        found: ChecklistAnswer | None = getattr(self, key)
        return found
