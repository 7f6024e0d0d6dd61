"""What the front matter of ``content/hulp/`` says: what may be difficult, and the support that removes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.entry import (
    NOT_TOGETHER,
    WRONG_ORDER,
    ContentEntry,
    Defines,
    Entry,
    Refers,
    ends_before_it_begins,
    public,
)
from wmebv_site.register.terms import Audience, SupportKind, VisitBy
from wmebv_site.register.values import (
    TIME,
    ClosingTime,
    Date,
    Days,
    Email,
    Phone,
    PolicySource,
    Slug,
    Text,
    Time,
    Url,
    YesNo,
    mistake,
    quoted,
)
from wmebv_site.register.yaml import YamlMapping

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        hint = "Schrijf de code van de taal, bijvoorbeeld en, pl of ar."
        raise mistake("language", f"{quoted(value)} is geen code van een taal.", hint)
    return value


Language = Annotated[
    str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE.pattern}$"})
]


class Translation(Entry):
    language: Language = public("Taal", "De code van de taal, bijvoorbeeld en of ar.")
    text: Text = public("Tekst", "Dezelfde woorden in die taal.")


class OpeningHours(Entry):
    days: Days = public("Dagen", "Bijvoorbeeld ma-vr.")
    from_: Time | None = public("Van", "Hoe laat het open gaat.", None, alias="from")
    until: ClosingTime | None = public("Tot", "Hoe laat het sluit; 24:00 is middernacht.", None)
    all_day: YesNo = public("Dag en nacht", "Of het de hele dag open is, dus ook 's nachts.", False)
    by: VisitBy | None = public(
        "Afspraak of inloop",
        "Of men eerst een afspraak maakt; zonder deze sleutel zegt de website het niet.",
        None,
    )

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        yield from _closes_before_it_opens(data)
        times = [key for key in ("from", "until") if key in data]
        if data.get("all_day") == "ja":
            if times:
                message = "Wat dag en nacht open is, heeft geen openingstijd en geen sluitingstijd."
                yield NOT_TOGETHER.at(
                    data.place_of_key(times[0]),
                    message,
                    "Verwijder 'all_day', of verwijder 'from' en 'until'.",
                )
        elif data.get("all_day", "nee") == "nee" and len(times) < 2 and (times or _walks_in(data)):
            message = "Bij deze dagen staat niet van hoe laat tot hoe laat."
            hint = "Voeg 'from' en 'until' toe, of schrijf 'all_day: ja', of 'by: afspraak' zonder tijden."
            yield NOT_TOGETHER.at(data.place, message, hint)


def _walks_in(hours: YamlMapping) -> bool:
    return hours.get("by", VisitBy.WALK_IN.value) == VisitBy.WALK_IN.value


class OpeningException(Entry):
    date: Date = public("Datum", "Op welke dag het anders is.")
    closed: YesNo = public("Gesloten", "Of het die dag dicht is.", False)
    from_: Time | None = public("Van", "Hoe laat het open gaat.", None, alias="from")
    until: ClosingTime | None = public("Tot", "Hoe laat het sluit; 24:00 is middernacht.", None)
    reason: Text | None = public("Reden", "Waarom het anders is.", None)

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        yield from _closes_before_it_opens(data)
        times = [key for key in ("from", "until") if key in data]
        if data.get("closed") == "ja" and times:
            message = "Op een dag die gesloten is, staat ook een tijd."
            hint = "Verwijder 'closed', of verwijder 'from' en 'until'."
            yield NOT_TOGETHER.at(data.place_of_key(times[0]), message, hint)
        elif data.get("closed", "nee") == "nee" and len(times) < 2:
            message = "Bij deze dag staat niet van wanneer tot wanneer er hulp is."
            hint = "Voeg 'from' en 'until' toe, of schrijf 'closed: ja'."
            yield NOT_TOGETHER.at(data.place, message, hint)


class Holiday(Entry):
    date: Date = public("Datum", "Op welke dag alle hulp dicht is.")
    name: Text = public("Naam", "Hoe die dag heet, bijvoorbeeld Eerste Kerstdag.")


def _closes_before_it_opens(data: YamlMapping) -> Iterator[Diagnostic]:
    opens, closes = data.get("from"), data.get("until")
    if not (isinstance(opens, str) and isinstance(closes, str)):
        return
    if TIME.fullmatch(opens) and TIME.fullmatch(closes) and closes <= opens:
        message = f"De sluitingstijd {closes} ligt niet na de openingstijd {opens}."
        hint = "Wijzig 'until' of 'from'. Sluit het om middernacht? Schrijf 24:00. Is het dag en nacht open? Schrijf 'all_day: ja'."
        yield WRONG_ORDER.at(data.place_of("until"), message, hint)


def _closed_or_open(exception: YamlMapping) -> str:
    return "gesloten" if exception.get("closed") == "ja" else "open"


def _same_day(data: YamlMapping, key: str) -> Iterator[tuple[YamlMapping, YamlMapping]]:
    """What is listed for a day that stood in the list before: the first for that day, and each later one."""
    listed = data.get(key)
    first: dict[str, YamlMapping] = {}
    for entry in listed if isinstance(listed, list) else ():
        day = entry.get("date") if isinstance(entry, YamlMapping) else None
        if (
            isinstance(entry, YamlMapping)
            and isinstance(day, str)
            and first.setdefault(day, entry) is not entry
        ):
            yield first[day], entry


class Support(ContentEntry):
    title: Text = public("Titel", "Hoe deze hulp heet.")
    kind: SupportKind = public("Soort", "Wat voor hulp dit is.")
    for_: tuple[Annotated[Slug, Refers("belemmering")], ...] = public(
        "Voor", "Welke belemmeringen deze hulp wegneemt.", (), alias="for"
    )
    audience: tuple[Audience, ...] | None = public(
        "Voor wie", "Inwoners, ondernemers of beide; zonder deze sleutel beide.", None, min_length=1
    )
    summary: Text | None = public("Samenvatting", "Wat de hulp is, in één zin.", None)
    translations: tuple[Translation, ...] = public(
        "In andere talen", "De samenvatting voor wie geen Nederlands leest.", ()
    )
    address: Text | None = public("Adres", "Waar de hulp is.", None)
    phone: Phone | None = public("Telefoon", "Het telefoonnummer.", None)
    email: Email | None = public("E-mailadres", "Het e-mailadres.", None)
    url: Url | None = public("Website", "De website met meer uitleg; bij een chat de chat zelf.", None)
    opening_hours: tuple[OpeningHours, ...] = public("Openingstijden", "Wanneer de hulp er is.", ())
    exceptions: tuple[OpeningException, ...] = public("Afwijkende tijden", "Dagen waarop het anders is.", ())
    norms: tuple[Text, ...] = public("Wat u mag verwachten", "Bijvoorbeeld hoe lang iemand wacht.", ())
    accessibility: tuple[Text, ...] = public("Toegankelijkheid", "Bijvoorbeeld rolstoeltoegankelijk.", ())
    cost: Text | None = public("Kosten", "Wat de hulp kost.", None)
    provider: Text | None = public("Aanbieder", "Welke organisatie de hulp geeft.", None)
    languages: tuple[Text, ...] = public("Talen", "In welke talen er hulp is.", ())
    login_needed: YesNo | None = public("Inloggen nodig", "Of men eerst moet inloggen.", None)
    from_: Date | None = public("Vanaf", "De eerste dag waarop deze hulp er is.", None, alias="from")
    until: Date | None = public("Tot", "De eerste dag waarop deze hulp er niet meer is.", None)

    def serves(self, audience: Audience) -> bool:
        return self.audience is None or audience in self.audience

    def there_on(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day < self.until)

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        yield from ends_before_it_begins(data, "from", "until")
        # On one day it may open twice, but not be open and closed.
        for first, second in _same_day(data, "exceptions"):
            if "ja" in (first.get("closed"), second.get("closed")):
                message = f"De dag '{second['date']}' staat hier al, op regel {first.place.line}, en is daar {_closed_or_open(first)}."
                yield NOT_TOGETHER.at(second.place_of("date"), message, "Verwijder een van beide.")


class Barrier(Entry):
    id: Annotated[Slug, Defines("belemmering")] = public("Id", "De korte naam in dit register.")
    name: Text = public("Naam", "Wat er moeilijk is, in de woorden van de inwoner.")
    translations: tuple[Translation, ...] = public(
        "In andere talen", "De naam voor wie geen Nederlands leest.", ()
    )
    support: tuple[Annotated[Slug, Refers("hulp")], ...] = public("Hulp", "Welke hulp dit wegneemt.", ())
    expected: Text | None = public("Wat u zelf doet", "Wat er van de inwoner wordt gevraagd.", None)
    source: PolicySource | None = public("Bron", "Het beleid waar dit in staat.", None)


class HelpIndex(ContentEntry):
    title: Text | None = public("Titel", "De titel van de pagina.", None)
    description: Text | None = public("Beschrijving", "Waar de pagina over gaat, voor zoekmachines.", None)
    barriers: tuple[Barrier, ...] = public("Belemmeringen", "Wat er moeilijk kan zijn.", ())
    holidays: tuple[Holiday, ...] = public(
        "Feestdagen", "Dagen waarop alle hulp dicht is; wat bij een hulp zelf staat, gaat voor.", ()
    )

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        for first, second in _same_day(data, "holidays"):
            message = f"De feestdag '{second['date']}' staat hier al, op regel {first.place.line}."
            yield NOT_TOGETHER.at(second.place_of("date"), message, "Verwijder een van beide.")
