"""Rules about addresses: safe to send to, of an office and not of a person, well formed, and left alone for a while only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import in_words
from wmebv_site.register.channels import Channel, Entrance
from wmebv_site.register.terms import Owner
from wmebv_site.register.values import quoted
from wmebv_site.rules.base import Context, Finder, rule


class Danger(StrEnum):
    """Why an address is not safe to send to: a sentence for the report."""

    NOWHERE = "Een adres wijst niet naar een website."
    CREDENTIALS = "In een adres staat een gebruikersnaam of wachtwoord."
    NOT_SECURED = "Een adres begint niet met https."


def danger_in(url: str) -> Danger | None:
    parts = urlsplit(url)
    if not parts.hostname:
        return Danger.NOWHERE
    if "@" in parts.netloc:
        return Danger.CREDENTIALS
    return None if parts.scheme == "https" else Danger.NOT_SECURED


@rule("WMEBV323")
def unsafe_address(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Het adres van een kanaal is niet veilig.

    Websites van de overheid zijn beveiligd. Een adres van een kanaal begint met https://, wijst naar een website, en
    bevat geen gebruikersnaam of wachtwoord.

        url: https://formulieren.voorbeeld.example/aanvraag

    Is het kanaal van een ander (landelijk of van een uitvoerder) en begint het adres met http://? Dan is dat een
    waarschuwing. Vraag die organisatie om een veilig adres.

    Grondslag: Staatsblad 2023, 179.
    """
    for channel in context.register.channels:
        holders: tuple[Channel | Entrance, ...] = channel.entrances or (channel,)
        for holder in holders:
            if holder.url is None:
                continue
            place, address = holder.place_of("url"), f"Het adres '{holder.url}' van '{channel.name}'"
            match danger_in(holder.url):
                case Danger.NOWHERE:
                    text = f"{address} wijst niet naar een website."
                    yield find.error(place, text, "Kopieer het adres opnieuw uit de adresbalk.")
                case Danger.CREDENTIALS:
                    text = f"In het adres van '{channel.name}' staat een gebruikersnaam of wachtwoord."
                    yield find.error(place, text, "Verwijder alles tussen https:// en het apenstaartje.")
                case Danger.NOT_SECURED if channel.owner is Owner.MUNICIPALITY:
                    text = f"{address} is niet beveiligd met https."
                    yield find.error(place, text, "Begin het adres met https://.")
                case Danger.NOT_SECURED:
                    text = f"{address} is niet beveiligd met https."
                    yield find.about(context.is_ours(channel)).warning(
                        place, text, "Vraag de organisatie om een adres dat met https:// begint."
                    )


# A mailbox is taken for a person's when its name has an initial or a common first name before a dot. That misses
# 'jansen@', 'janjansen@' and rare first names; it leaves office names such as 'werk.inkomen@' alone.
_FIRST_NAMES = frozenset(
    """ahmed albert alex ali anita anja anke ankie anna anne annelies anneke annemarie annemieke anouk anton arie arjan
    astrid bart bas ben bert bianca bob bram brigitte carla carolien caroline charlotte chantal chris christine cor
    corinne daan danielle dennis diana dick dirk edwin ellen elly els emma eric erik esther eva ferry fleur floor frank
    frans fred gerard gerda gerrit gert gijs hanneke hannie hans harm harry hassan heleen helma hendrik henk herman
    ilse inge ingrid irene iris ivo jaap jacqueline jan janneke jannie jasper jeroen jesse joanna johan john jolanda
    joost joris jos judith jurgen karel karin kees kevin kim klaas koen lars laura leo leonie lianne lies lieke linda
    lisa loes louis lucas luuk maaike maarten marco margriet maria marian marianne marieke marijke marjan marjolein
    mark marleen marloes martijn martin martine max menno michael michel michiel miranda mohamed mohammed monique
    natasja nicole niels nienke nina olga pascal patricia patrick paul peter petra piet pieter ramon renate rene riet
    rik rob robert robin roel roland ron ronald rosa ruben ruud sabine samira sander sandra sanne saskia simon simone
    sjoerd sofie sophie stefan sven sylvia tanja theo thijs thomas tim tineke tom ton toon ursula vera victor vincent
    wendy wiebe wil wilco wilma willem wim wouter yvonne""".split()
)
_PREFIX = "(?:van|de|der|den|ten|ter|het|el|al)"
_MAILBOX = re.compile(rf"(?P<first>[a-z]+)(?:\.[a-z])*\.(?:{_PREFIX}[.-]?)*(?P<last>[a-z-]{{3,}})\d*")
_OFFICE_WORDS = frozenset(
    "loket dienst diensten formulier formulieren info post mail services overheid".split()
)
_PERSON = re.compile(
    r"\b(?i:dhr|mw|mevr|mevrouw|meneer|de heer)\b\.? ?[A-Z]"
    rf"|(?<![\w.])(?:[A-Z]\.){{1,4}} ?(?:{_PREFIX} )*[A-Z][a-z]+"
)


@rule("WMEBV336")
def personal_mailbox(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bij de contactgegevens staat de naam of het e-mailadres van een persoon.

    Een medewerker kan ziek zijn of vertrekken; dan leest niemand het bericht. En wie iemand is, hoort niet in een
    openbaar register. Noem de afdeling en haar e-mailadres:

        email: vergunningen@voorbeeld.example

    De regel herkent een e-mailadres met een voorletter of een veelgebruikte voornaam voor een punt, zoals
    j.achternaam@. Bij 'checked', bij de aanbieder van hulp en bij een link die niet wordt nagekeken, herkent ze
    voorletters en 'mevrouw' of 'de heer'. Een achternaam alleen, of een zeldzame voornaam, herkent ze niet. Kijk daar
    zelf naar.

    Grondslag: Algemene verordening gegevensbescherming (AVG).
    """
    for email, place in _mailboxes(context):
        if _is_personal(email):
            text = f"Het e-mailadres '{email}' lijkt van een persoon te zijn."
            yield find.warning(place, text, "Noem het e-mailadres van een afdeling.")
    for name, place in _who(context):
        if _PERSON.search(name):
            text = f"'{name}' lijkt de naam van een persoon te zijn."
            yield find.warning(place, text, "Noem de afdeling.")


def _mailboxes(context: Context) -> Iterator[tuple[str, Place]]:
    municipality = context.register.municipality
    if municipality.feedback_email is not None:
        yield municipality.feedback_email, municipality.place_of("feedback")
    for channel in context.register.channels:
        holders: tuple[Channel | Entrance, ...] = (channel, *channel.entrances)
        for holder in holders:
            if holder.email is not None:
                yield holder.email, holder.place_of("email")
    for support in context.register.support:
        if support.email is not None:
            yield support.email, support.place_of("email")


def _who(context: Context) -> Iterator[tuple[str, Place]]:
    for channel in context.register.channels:
        if channel.checked is not None and channel.checked.by is not None:
            yield channel.checked.by, channel.checked.place_of("by")
    for exception in context.register.link_exceptions:
        yield exception.owner, exception.place_of("owner")
    for support in context.register.support:
        if support.provider is not None:
            yield support.provider, support.place_of("provider")


def _is_personal(email: str) -> bool:
    match = _MAILBOX.fullmatch(email.partition("@")[0].lower())
    if match is None or match["last"] in _OFFICE_WORDS:
        return False
    return len(match["first"]) == 1 or match["first"] in _FIRST_NAMES


_JCI = re.compile(r"jci1(?:\.\d+)+:[cv]:BWB[RVW]\d{7}(?:[&?][A-Za-z][A-Za-z-]*=[^\s&=]+)*")
_REGULATION = re.compile(
    r"BWB[RVW]\d{7}(?:/(?P<date>\d{4}-\d\d-\d\d)(?=[/?#]|$))?(?:/(?!\d{4}-\d)[^?#]*)?(?:[?#].*)?"
)


@rule("WMEBV340")
def link_to_legislation(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De link naar een wet heeft niet de juiste vorm.

    Een link naar wetten.overheid.nl noemt het nummer van de wet, met zeven cijfers. Er zijn twee vormen:

        url: https://wetten.overheid.nl/BWBR0005537/2026-01-01
        url: https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=2:13

    Een link naar een regeling op een andere website, zoals een verordening, is ook goed.

    Grondslag: goede praktijk.
    """
    for product in context.register.products:
        for basis in product.legal_basis:
            if basis.url is not None and (wrong := wrong_link(basis.url)):
                yield find.error(basis.place_of("url"), wrong[0], wrong[1])


def wrong_link(url: str) -> tuple[str, str] | None:
    """What is wrong with a link to a regulation, and how to mend it."""
    if url.lower().startswith("jci"):
        return (
            f"De verwijzing {quoted(url)} is geen volledig adres.",
            "Zet er https://wetten.overheid.nl/ voor.",
        )
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.").rstrip(".") != "wetten.overheid.nl":
        return None
    rest = url.split(parts.netloc, 1)[1].lstrip("/")
    if rest.startswith("jci"):
        good = _JCI.fullmatch(rest) is not None
    else:
        match = _REGULATION.fullmatch(rest)
        good = match is not None and (match["date"] is None or _is_date(match["date"]))
    if good:
        return None
    hint = "Kopieer het adres opnieuw van wetten.overheid.nl."
    return f"In {quoted(url)} klopt de verwijzing naar de wet niet.", hint


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_A_YEAR = timedelta(days=366)


@rule("WMEBV650")
def exception_ended(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een uitzondering voor een link is voorbij.

    In content/koppelingen.yaml staat dat een link een tijd niet wordt nagekeken. Die tijd is om, dus de link wordt weer nagekeken.
    Werkt hij nu? Verwijder de uitzondering. Is de reden er nog? Zet er dan een nieuwe dag bij.

        last_day: 2026-12-31

    Grondslag: goede praktijk.
    """
    for each in context.register.link_exceptions:
        if each.last_day < context.today:
            message = f"Deze uitzondering gold tot en met {in_words(each.last_day)}."
            hint = "Verwijder haar, of zet er een nieuwe dag bij als de reden er nog is."
            yield find.warning(each.place_of("last_day"), message, hint)


@rule("WMEBV651")
def exception_too_long(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een uitzondering voor een link duurt te lang.

    Een uitzondering geldt ten hoogste twaalf maanden. Daarna kijkt iemand of de reden er nog is. Anders blijft een dode link
    voor altijd staan zonder dat iemand het ziet.

        last_day: 2026-12-31

    Grondslag: goede praktijk.
    """
    for each in context.register.link_exceptions:
        if each.last_day - context.today > _A_YEAR:
            message = f"Deze uitzondering geldt tot en met {in_words(each.last_day)}, en dat is langer dan twaalf maanden."
            yield find.warning(each.place_of("last_day"), message, "Kies een dag binnen twaalf maanden.")


@rule("WMEBV652")
def exception_for_nothing(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een uitzondering gaat over een adres dat nergens staat.

    Een uitzondering geldt voor één adres, precies zoals het in de registers of in een tekst staat. Dit adres staat daar niet (meer).
    Dan doet de uitzondering niets. Verbeter het adres, of verwijder de uitzondering.

    Grondslag: goede praktijk.
    """
    if not context.register.link_exceptions:
        return
    there = {urldefrag(address.text).url for address in context.addresses}
    for each in context.register.link_exceptions:
        if urldefrag(each.url).url not in there:
            message = f"Het adres {quoted(each.url)} staat nergens in de registers of in een tekst."
            hint = "Verbeter het adres, of verwijder deze uitzondering."
            yield find.warning(each.place_of("url"), message, hint)
