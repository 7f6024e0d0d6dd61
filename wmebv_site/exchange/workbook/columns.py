"""What stands on which sheet: the columns of the workbook, in the words of the registers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from wmebv_site.register import terms
from wmebv_site.register.channels import Channel, Checked, ChecklistAnswer, Supplier
from wmebv_site.register.entry import Entry
from wmebv_site.register.products import Message, Product

SEPARATOR = "; "
"""Between the items of a list in one cell; a comma stands in many a text itself."""
FACT = ("ja", "nee", "onbekend")
NOT_OURS = "niet van ons"


class Kind(StrEnum):
    TEXT = "tekst"
    DATE = "datum"
    LIST = "lijst"
    FIXED = "vast"


@dataclass(frozen=True)
class Column:
    """One column: its heading, where its value stands in the register, and what may be filled in."""

    heading: str
    path: tuple[str, ...]
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] | str = ()
    """The words there are, or the name of a list of ids: ``domein``, ``bestuursorgaan``, ``uitvoerder``, ``kanaal``."""
    note: str = ""
    width: int = 20
    model: type[Entry] | None = None
    commas: bool = False
    """Whether a comma stands between the items too; in other lists of texts it may stand in one of them."""

    @property
    def shown(self) -> str:
        """The heading as it stands on the sheet; what is fixed says so in words too."""
        return f"{self.heading} (vast)" if self.kind is Kind.FIXED else self.heading

    @cached_property
    def field(self) -> FieldInfo | None:
        """The field of the register that it fills, or None where nothing is to be filled in."""
        if self.model is None:
            return None
        fields = {info.alias or name: info for name, info in self.model.model_fields.items()}
        return fields[self.path[-1]]

    @property
    def about(self) -> str:
        """What a colleague reads beside the heading."""
        return self.note or (self.field.description if self.field else None) or ""

    @property
    def is_required(self) -> bool:
        """Whether the cell can't be empty. A question of the checklist may stay open, although an answer says one word."""
        if self.field is None or len(self.path) > 1 or self.model is ChecklistAnswer:
            return False
        return self.field.is_required()

    @cached_property
    def adapter(self) -> TypeAdapter[Any] | None:
        """What judges a value by itself, or None where nothing is to be filled in."""
        if (info := self.field) is None:
            return None
        kind: Any = info.annotation
        return TypeAdapter(Annotated[kind, *info.metadata] if info.metadata else kind)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the columns that make the key of a row, and all columns."""

    name: str
    keys: int
    columns: tuple[Column, ...]
    blank: int = 0
    """How many empty rows it has for what isn't in the register yet; such a sheet gives out nothing else."""


def _fixed(heading: str, *path: str, width: int = 20, note: str = "") -> Column:
    return Column(heading, path, Kind.FIXED, width=width, note=note)


def _words(listed: type[StrEnum]) -> tuple[str, ...]:
    return tuple(item.value for item in listed)


def _of(model: type[Entry], heading: str, *path: str, **more: Any) -> Column:
    return Column(heading, path, model=model, **more)


_AUDIENCE = ("inwoner", "ondernemer", f"inwoner{SEPARATOR}ondernemer")

PRODUCTS = Sheet(
    "Producten",
    1,
    (
        _fixed("Id", "id", width=32),
        _of(Product, "Naam", "name", width=32),
        _fixed("UPL-naam", "upl_name", width=28),
        _of(
            Product,
            "Samenvatting",
            "summary",
            width=48,
            note="Waar het product voor is, in één of twee korte zinnen.",
        ),
        _of(Product, "Andere woorden", "synonyms", kind=Kind.LIST, width=28, commas=True),
        _of(Product, "Domein", "domain", choices="domein"),
        _of(Product, "Voor wie", "audience", kind=Kind.LIST, choices=_AUDIENCE),
        _of(
            Product,
            "Bestuursorgaan",
            "authority",
            choices="bestuursorgaan",
            note="Wie beslist. Alleen een besluit van dit orgaan wijst een kanaal aan (artikel 2:13, tweede lid, Awb).",
        ),
        _of(Product, "Uitvoerder", "executor", choices="uitvoerder"),
        _of(
            Product,
            "Gevoeligheid",
            "sensitivity",
            choices=_words(terms.Sensitivity),
            note="Hoe gevoelig de gegevens zijn: daar hoort een vertrouwelijk kanaal bij (artikel 2:13, tweede lid, Awb).",
        ),
        _of(
            Product,
            "Rechtsmiddel",
            "remedy",
            choices=_words(terms.Remedy),
            note="Wat iemand tegen het besluit kan doen (artikel 3:45 Awb).",
        ),
        _of(Product, "Nodig", "documents", kind=Kind.LIST, width=32),
        _of(Product, "Pagina", "page", width=36),
        _of(Product, "Nagekeken", "reviewed", kind=Kind.DATE, width=14),
        _of(
            Product,
            "Nog te bevestigen",
            "unconfirmed",
            kind=Kind.LIST,
            choices=_words(terms.ToConfirm),
            width=28,
            note=f"Wat het programma invulde: {', '.join(_words(terms.ToConfirm))}. Haal weg wat klopt.",
        ),
        _fixed("Grondslag", "legal_basis", width=40),
        _fixed(
            "Voorstellen",
            "proposals",
            width=40,
            note="Wat lijsten van anderen voorstellen. Neemt u iets over? Vul het dan zelf in.",
        ),
    ),
)
MESSAGES = Sheet(
    "Berichten",
    2,
    (
        _fixed("Product", "product", width=32),
        _fixed("Bericht", "key", width=20),
        _fixed("Soort", "kind", width=18),
        _of(Message, "Naam", "name", width=28),
        _of(
            Message,
            "Nu in gebruik",
            "in_use",
            kind=Kind.LIST,
            choices="kanaal",
            width=32,
            note="De kanalen die mensen nu gebruiken. Leeg is: onbekend. Op de website staan ze alleen zolang er niets is aangewezen.",
        ),
        _of(
            Message,
            "Kanalen",
            "channels",
            kind=Kind.LIST,
            choices="kanaal",
            width=32,
            note="De gewenste kanalen. Leeg: de regels in channels.yaml gelden (artikel 2:13, tweede lid, Awb).",
        ),
        _of(
            Message,
            "Op papier of in persoon",
            "paper",
            kind=Kind.LIST,
            choices=_words(terms.Paper),
            width=24,
            note="Digitaal mag, maar moet niet (artikel 2:7, tweede lid, Awb).",
        ),
        _of(Message, "Termijn", "term", width=40),
        _fixed("Uitgezonderd", "exempt", width=32),
    ),
)
CHANNELS = Sheet(
    "Kanalen",
    1,
    (
        _fixed("Id", "id", width=28),
        _of(Channel, "Naam", "name", width=28),
        _fixed("Soort", "kind"),
        _of(Channel, "Eigenaar", "owner", choices=_words(terms.Owner)),
        _of(Channel, "Voor wie", "audience", kind=Kind.LIST, choices=_AUDIENCE),
        _of(Channel, "Betrouwbaarheidsniveau", "assurance_level", choices=_words(terms.AssuranceLevel)),
        _of(
            Channel,
            "Machtigen",
            "representation",
            choices=FACT,
            note="Of iemand anders met een machtiging mag handelen (artikel 2:1, tweede lid, Awb).",
        ),
        _of(
            Channel,
            "Ontvangstbevestiging",
            "acknowledgement",
            choices=_words(terms.Acknowledgement),
            note="Artikel 2:17, eerste lid, Awb.",
        ),
        _of(
            Channel,
            "Kopie",
            "sender_copy",
            choices=_words(terms.SenderCopy),
            note="Of de afzender krijgt wat is ingevuld (artikel 2:17, tweede lid, Awb).",
        ),
        _of(
            Channel,
            "Gedeeld systeem",
            "shared",
            choices=FACT,
            note="Of afzender en gemeente hetzelfde systeem gebruiken (artikel 2:25 Awb).",
        ),
        _of(
            Channel,
            "Logboek",
            "logging",
            choices=FACT,
            note="Of het systeem bijhoudt wat er wanneer is verzonden (artikel 2:25 Awb).",
        ),
        _of(
            Channel,
            "Vertrouwelijk",
            "confidential",
            choices=FACT,
            note="Of anderen het bericht niet kunnen lezen (artikel 2:13, tweede lid, Awb).",
        ),
        _of(Channel, "Vanaf", "from", kind=Kind.DATE, width=14),
        _of(Channel, "Tot", "until", kind=Kind.DATE, width=14),
        _of(Supplier, "Leverancier", "supplier", "name", width=28),
        _of(Supplier, "Gevraagd op", "supplier", "asked_on", kind=Kind.DATE, width=14),
        _of(Supplier, "Antwoord", "supplier", "answer", choices=_words(terms.SupplierAnswer)),
        _of(Supplier, "Beantwoord op", "supplier", "answered_on", kind=Kind.DATE, width=14),
        _of(Supplier, "Navragen op", "supplier", "follow_up", kind=Kind.DATE, width=14),
        _of(Checked, "Nagekeken op", "checked", "on", kind=Kind.DATE, width=14),
        _of(
            Checked,
            "Nagekeken door",
            "checked",
            "by",
            width=24,
            note="Een afdeling; geen naam van een persoon.",
        ),
    ),
)
CHECKLIST = Sheet(
    "Checklist",
    2,
    (
        _fixed("Kanaal", "channel", width=28),
        _fixed("Vraagcode", "key", width=22),
        _fixed("Vraag", "question", width=60),
        _fixed("Waar dat staat", "basis", width=32),
        _of(ChecklistAnswer, "Antwoord", "answer", choices=FACT, width=14),
        _of(ChecklistAnswer, "Op", "on", kind=Kind.DATE, width=14),
        _of(ChecklistAnswer, "Bewijs", "evidence", width=40),
    ),
)
PROPOSALS = Sheet(
    "Voorstellen",
    3,
    (
        _fixed("Lijst", "by", width=16),
        _fixed(
            "Waarover",
            "about",
            width=36,
            note="De id van een product, of de naam van een product dat u nog niet hebt.",
        ),
        _fixed("Nummer", "number", width=10),
        _fixed("Wat de lijst zegt", "says", width=60),
        Column(
            "Overnemen",
            ("take",),
            choices=("ja", "nee", NOT_OURS),
            width=14,
            note="Ja: wat de lijst zegt, komt in het register. Nee: er verandert niets, en niemand vraagt het meer. "
            "Niet van ons: uw gemeente biedt dit niet aan; geen lijst brengt het nog terug. Leeg: nog niet beslist.",
        ),
        Column(
            "Wet en artikel",
            ("basis",),
            width=40,
            note="Alleen als men zelf moet komen: waar dat staat. De website noemt dit (artikel 2:13, eerste lid, Awb).",
        ),
    ),
)
ADDITIONS = Sheet(
    "Ontbreekt er iets",
    0,
    (
        _of(
            Product,
            "Product",
            "name",
            width=36,
            note="De naam van een product dat ontbreekt. Of van een product dat er is, maar waar een bericht ontbreekt.",
        ),
        _of(Product, "Samenvatting", "summary", width=48),
        _of(Product, "Domein", "domain", choices="domein"),
        Column(
            "Berichten",
            ("kinds",),
            Kind.LIST,
            _words(terms.MessageKind),
            "Welke berichten mensen sturen: aanvraag; melding.",
            28,
        ),
        _of(
            Message,
            "Nu in gebruik",
            "in_use",
            kind=Kind.LIST,
            choices="kanaal",
            width=32,
            note="Hoe die berichten nu komen.",
        ),
        Column(
            "Opmerking",
            ("remark",),
            note="Iets anders dat ontbreekt, zoals een kanaal. De coördinator leest dit.",
            width=48,
        ),
    ),
    blank=40,
)
SHEETS = (PRODUCTS, MESSAGES, CHANNELS, CHECKLIST, PROPOSALS, ADDITIONS)
