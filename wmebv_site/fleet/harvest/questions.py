"""The questions to all municipalities that have a name: each with its sentence, its SQL, what it asks for, and its columns."""

from __future__ import annotations

from dataclasses import replace

from wmebv_site.data.tabular import Column, Kind
from wmebv_site.fleet.harvest.harvested import MUNICIPALITIES, NOW, WAYS
from wmebv_site.fleet.harvest.question import (
    DAY,
    FROM,
    KNOWN,
    PRODUCT,
    PRODUCTS,
    SINCE,
    UNTIL,
    Question,
    columns_of,
    day,
    number,
    or_none,
    text,
)
from wmebv_site.fleet.harvest.sql import SQL

_STATES = next(column.words for column in NOW.columns if column.name == "state")

_MUNICIPALITY = (
    text("code", "Code", "De officiële code van de gemeente."),
    text("name", "Gemeente", "Hoe de gemeente heet."),
)
_PROVINCE = Column("province", Kind.TEXT, "Provincie", "De provincie; leeg bij een gemeente die niet bestaat.", required=False)  # fmt: skip
_NEEDED = number("needed", "Kanaal nodig", "Het aantal officiële berichten zonder uitzondering.")
_WITH = number("answered", "Met kanaal", "Het aantal daarvan waarvoor elke doelgroep een kanaal heeft.")
_SHARE = Column(
    "share", Kind.NUMBER, "Dekking in procenten", "Dat deel, naar beneden afgerond; leeg als er niets te tellen is.", required=False
)  # fmt: skip
_SUBJECT = (
    text("subject", "Product", "De naam in de UPL, of de id van een product dat daar niet in staat."),
    text("product_name", "Naam van het product", "Hoe een gemeente het product noemt."),
)


_OWN_CHOICE = "Zonder lijst zijn het twintig producten die veel mensen nodig hebben: onze eigen keuze, en niet de lijst van een onderzoek."
_CHANNEL = text(
    "channel", "Kanaal",
    "Of elk bericht over het product dat een kanaal nodig heeft, er een heeft. 'deels': sommige wel. 'niet nodig': geen enkel "
    "bericht heeft een kanaal nodig.",
    "ja", "deels", "nee", "niet nodig", "niet in het register", "geen data",
)  # fmt: skip
_BY_FALLBACK = number(
    "fallback", "Alleen restkanaal", "Het aantal met een kanaal waarvoor bij een doelgroep alleen het restkanaal geldt."
)  # fmt: skip
_NUMBER_OF = number("municipalities", "Gemeenten", "Het aantal gemeenten.")
_READ = number("with_data", "Met data", "Het aantal gemeenten waarvan er data zijn.")
_COMPLETE = number(
    "complete", "Volledig", "Het aantal gemeenten met een kanaal voor elk bericht dat er een nodig heeft."
)


QUESTIONS = (
    Question(
        "samen",
        "Alle gemeenten samen",
        "Voor welk deel van de officiële berichten geldt een kanaal, in alle gemeenten samen?",
        SQL["samen"],
        (_NUMBER_OF, _READ, _NEEDED, _WITH, _SHARE, _COMPLETE),
    ),
    Question(
        "dekking",
        "Dekking per gemeente",
        "Voor welk deel van de officiële berichten geldt een kanaal, per gemeente?",
        SQL["dekking"],
        (
            *_MUNICIPALITY,
            _PROVINCE,
            _NEEDED,
            _WITH,
            _SHARE,
            day("built_for", "Stand van", "De dag van de data."),
        ),
    ),
    Question(
        "dekking-provincie",
        "Dekking per provincie",
        "Voor welk deel van de officiële berichten geldt een kanaal, per provincie?",
        SQL["dekking-provincie"],
        (_PROVINCE, _NUMBER_OF, _READ, _NEEDED, _WITH, _SHARE, _COMPLETE),
    ),
    Question(
        "producten",
        "Alle producten",
        "Welke producten zijn er, en hoeveel gemeenten hebben er een kanaal voor?",
        SQL["producten"],
        (*_SUBJECT, _NUMBER_OF, _NEEDED, _WITH, _SHARE, _COMPLETE),
    ),
    Question(
        "product",
        "Eén product in alle gemeenten",
        "Welke gemeenten hebben een kanaal voor één product?",
        SQL["product"],
        (*_MUNICIPALITY, _PROVINCE, *or_none(_SUBJECT[1]), _CHANNEL, _NEEDED, _WITH, _BY_FALLBACK),
        (PRODUCT,),
    ),
    Question(
        "product-berichten",
        "De berichten over één product",
        "Wat geldt er in elke gemeente voor elk bericht over één product?",
        SQL["product-berichten"],
        (
            *_MUNICIPALITY,
            *columns_of(NOW, "product message kind audience official needed answered state fallback"),
            *or_none(
                *columns_of(WAYS, "channel"),
                text("channel_name", "Naam van het kanaal", "De naam van het eerste kanaal."),
                text("channel_kind", "Soort kanaal", "Wat voor kanaal het eerste is."),
            ),
            *columns_of(NOW, "source article begin until"),
        ),
        (PRODUCT,),
    ),
    Question(
        "zonder",
        "Zonder kanaal voor één product",
        "Welke gemeenten hebben voor één product geen digitaal kanaal, of niet voor elk bericht?",
        SQL["zonder"],
        (*_MUNICIPALITY, _PROVINCE, _SUBJECT[1], _CHANNEL, _NEEDED, _WITH),
        (PRODUCT,),
    ),
    Question(
        "restkanaal",
        "Alleen het restkanaal",
        "Voor hoeveel berichten geldt alleen het restkanaal, per gemeente?",
        SQL["restkanaal"],
        (
            *_MUNICIPALITY,
            _PROVINCE,
            _NEEDED,
            _WITH,
            _BY_FALLBACK,
            replace(
                _SHARE,
                title="Alleen restkanaal in procenten",
                text="Welk deel daarvan is van de berichten met een kanaal.",
            ),
        ),
    ),
    Question(
        "kanalen",
        "Kanalen naar soort",
        "Welke soorten kanalen zijn er, en voor hoeveel officiële berichten?",
        SQL["kanalen"],
        (
            *columns_of(WAYS, "kind"),
            _NUMBER_OF,
            number("channels", "Kanalen", "Het aantal kanalen van die soort, van alle gemeenten samen."),
            number("messages", "Berichten", "Het aantal officiële berichten waarvoor zo'n kanaal er is."),
        ),
    ),
    Question(
        "op-datum",
        "Wat er op een dag gold",
        "Voor welk deel van de officiële berichten gold op een dag een kanaal, per gemeente?",
        SQL["op-datum"],
        (*_MUNICIPALITY, _PROVINCE, _NEEDED, _WITH, _SHARE),
        (DAY, KNOWN),
    ),
    Question(
        "per-maand",
        "Maand na maand",
        "Voor hoeveel officiële berichten gold een kanaal op de eerste dag van elke maand?",
        SQL["per-maand"],
        (day("day", "Dag", "De eerste dag van de maand."), _NEEDED, _WITH, _SHARE),
        (SINCE, UNTIL),
    ),
    Question(
        "wijzigingen",
        "Wijzigingen per gemeente",
        "Bij welke gemeenten veranderde er iets tussen twee dagen?",
        SQL["wijzigingen"],
        (
            *_MUNICIPALITY,
            _PROVINCE,
            number("needed_before", "Kanaal nodig, eerst", "Hetzelfde aantal op de eerste dag."),
            number("answered_before", "Met kanaal, eerst", "Hetzelfde aantal op de eerste dag."),
            _NEEDED,
            _WITH,
            number(
                "changed",
                "Veranderd",
                "Het aantal berichten waarvoor iets anders geldt, of een kanaal anders is.",
            ),
        ),
        (FROM, UNTIL),
    ),
    Question(
        "wijzigingen-berichten",
        "Wijzigingen per bericht",
        "Voor welke berichten geldt iets anders dan op een eerdere dag?",
        SQL["wijzigingen-berichten"],
        (
            *_MUNICIPALITY,
            _SUBJECT[0],
            *columns_of(NOW, "product"),
            *or_none(_SUBJECT[1]),
            *columns_of(NOW, "message"),
            *or_none(*columns_of(NOW, "kind")),
            *columns_of(NOW, "audience"),
            *or_none(
                text(
                    "state_before",
                    "Toestand, eerst",
                    "Wat er op de eerste dag gold; leeg als er toen niets over stond.",
                    *_STATES,
                ),
                text("channels_before", "Kanalen, eerst", "De id's van de kanalen op de eerste dag."),
                text(
                    "state_after",
                    "Toestand",
                    "Wat er op de laatste dag geldt; leeg als er dan niets over staat.",
                    *_STATES,
                ),
                text("channels_after", "Kanalen", "De id's van de kanalen op de laatste dag."),
            ),
        ),
        (FROM, UNTIL),
    ),
    Question(
        "twintig",
        "Een lijst van producten",
        f"Hoe vaak hebben gemeenten een kanaal voor de producten van een lijst, en hoeveel voor alle? {_OWN_CHOICE}",
        SQL["twintig"],
        (
            number("products", "Producten", "Het aantal producten van de lijst."),
            replace(_NUMBER_OF, text="Het aantal gemeenten waarvan er data zijn."),
            number("pairs", "Gevraagd", "Het aantal producten maal het aantal gemeenten."),
            number(
                "there",
                "In het register",
                "Hoe vaak het product in het register staat, met een bericht dat een kanaal nodig heeft.",
            ),
            number(
                "answered",
                "Met kanaal",
                "Hoe vaak elk bericht over het product dat een kanaal nodig heeft, er een heeft.",
            ),
            number(
                "partly",
                "Deels of helemaal",
                "Hoe vaak ten minste één bericht over het product een kanaal heeft.",
            ),
            replace(
                _SHARE,
                title="Met kanaal in procenten",
                text="Welk deel van wat is gevraagd een kanaal heeft, naar beneden afgerond.",
            ),
            number(
                "complete", "Volledig", "Het aantal gemeenten met een kanaal voor elk product van de lijst."
            ),
        ),
        (PRODUCTS,),
    ),
    Question(
        "twintig-gemeenten",
        "Een lijst van producten, per gemeente",
        f"Voor hoeveel producten van een lijst heeft elke gemeente een kanaal? {_OWN_CHOICE}",
        SQL["twintig-gemeenten"],
        (
            *_MUNICIPALITY,
            _PROVINCE,
            number("asked", "Gevraagd", "Het aantal producten van de lijst."),
            number(
                "there",
                "In het register",
                "Hoeveel daarvan in het register staan, met een bericht dat een kanaal nodig heeft.",
            ),
            number(
                "answered", "Met kanaal", "Bij hoeveel elk bericht dat een kanaal nodig heeft, er een heeft."
            ),
            Column(
                "complete",
                Kind.YES_NO,
                "Volledig",
                "Of er voor elk product van de lijst een kanaal is.",
                required=True,
            ),
        ),
        (PRODUCTS,),
    ),
    Question(
        "twintig-producten",
        "Een lijst van producten, per product",
        f"Hoeveel gemeenten hebben een kanaal voor elk product van een lijst? {_OWN_CHOICE}",
        SQL["twintig-producten"],
        (
            *_SUBJECT,
            replace(_NUMBER_OF, text="Het aantal gemeenten waarvan er data zijn."),
            number(
                "there",
                "In het register",
                "Bij hoeveel gemeenten het in het register staat, met een bericht dat een kanaal nodig heeft.",
            ),
            number(
                "answered",
                "Met kanaal",
                "Bij hoeveel gemeenten elk bericht dat een kanaal nodig heeft, er een heeft.",
            ),
            number(
                "partly",
                "Deels of helemaal",
                "Bij hoeveel gemeenten ten minste één bericht een kanaal heeft.",
            ),
            replace(
                _SHARE,
                title="Met kanaal in procenten",
                text="Welk deel van de gemeenten een kanaal heeft, naar beneden afgerond.",
            ),
        ),
        (PRODUCTS,),
    ),
    Question(
        "oogst",
        "Hoe de oogst ging",
        "Welke gemeenten zijn gelezen, welke niet, waarom niet, en sinds wanneer?",
        SQL["oogst"],
        columns_of(MUNICIPALITIES, "code name province fictitious url state since why harvested built_for"),
    ),
    Question(
        "producten-gemeenten",
        "Elk product bij elke gemeente",
        "Voor hoeveel officiële berichten over elk product geldt een kanaal, per gemeente?",
        SQL["producten-gemeenten"],
        (_MUNICIPALITY[0], _SUBJECT[0], _NEEDED, _WITH, _BY_FALLBACK),
    ),
    Question(
        "ontbreekt",
        "Berichten zonder kanaal",
        "Welke officiële berichten hebben geen kanaal, of alleen het restkanaal?",
        SQL["ontbreekt"],
        (
            _MUNICIPALITY[0],
            _SUBJECT[0],
            *columns_of(NOW, "product message kind"),
            Column(
                "answered", Kind.YES_NO, "Met kanaal", "Of elke doelgroep een kanaal heeft.", required=True
            ),
            Column(
                "fallback",
                Kind.YES_NO,
                "Alleen restkanaal",
                "Of er een kanaal is, en voor een doelgroep alleen het restkanaal.",
                required=True,
            ),
        ),
    ),
    Question(
        "kanalen-producten",
        "Soorten kanalen bij elk product",
        "Welke soorten kanalen heeft elke gemeente voor elk product?",
        SQL["kanalen-producten"],
        (_MUNICIPALITY[0], _SUBJECT[0], *columns_of(WAYS, "kind")),
    ),
)
"""In the order in which they are explained."""
BY_NAME = {question.name: question for question in QUESTIONS}
