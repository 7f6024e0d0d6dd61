"""Judges what a channel gives the sender, what it asks and who can log in: for the rules, and for the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.gaps import is_dangling
from wmebv_site.diagnostics import Diagnostic, Level, Place
from wmebv_site.register.channels import Channel, Requirement
from wmebv_site.register.register import Register
from wmebv_site.register.terms import (
    Acknowledgement,
    AssuranceLevel,
    Audience,
    Fact,
    Login,
    MessageKind,
    Owner,
    SenderCopy,
    Sensitivity,
)
from wmebv_site.register.values import quoted
from wmebv_site.rules.base import Context, Finder, audience_words, others, rule


class Verdict(StrEnum):
    MEETS = "voldoet"
    FAILS = "voldoet_niet"
    UNKNOWN = "onbekend"
    NOT_APPLICABLE = "nvt"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What ``check`` tells of a judgement, at the key of the channel that it is about."""

    level: Level
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the Dutch sentence that says why in the report; ``check`` tells a mistake, where there is one."""

    verdict: Verdict
    why: str
    mistake: Mistake | None = None

    def found(self, find: Finder, place: Place) -> Iterator[Diagnostic]:
        """What ``check`` tells of it."""
        if self.mistake is not None:
            yield find.at(self.mistake.level, place, self.mistake.message, self.mistake.hint)


def _meets(why: str) -> Judgement:
    return Judgement(Verdict.MEETS, why)


def _not_applicable(why: str) -> Judgement:
    return Judgement(Verdict.NOT_APPLICABLE, why)


def _fails(why: str, message: str, hint: str, level: Level = Level.ERROR) -> Judgement:
    return Judgement(Verdict.FAILS, why, Mistake(level, message, hint))


def _unknown(why: str, message: str, hint: str) -> Judgement:
    return Judgement(Verdict.UNKNOWN, why, Mistake(Level.WARNING, message, hint))


NOT_OFFICIAL = _not_applicable("Dit kanaal is er alleen voor berichten die niet officieel zijn.")
NOT_SAID = Judgement(Verdict.UNKNOWN, "Dit staat nog niet in het register.")


def judged_acknowledgement(channel: Channel) -> Judgement:
    """Whether a channel for official messages tells the sender that a message arrived (Awb 2:17)."""
    name = f"Het kanaal '{channel.name}'"
    match channel.acknowledgement:
        case Acknowledgement.AUTOMATIC:
            return _meets("Het systeem bevestigt de ontvangst.")
        case Acknowledgement.VISIBLE:
            return _meets("De afzender ziet het bericht in hetzelfde systeem.")
        case Acknowledgement.NO_ELECTRONIC_ADDRESS:
            return _meets("Er is geen elektronisch adres van de afzender.")
        case Acknowledgement.MANUAL:
            return _unknown(
                "Een medewerker bevestigt met de hand; dat kan uitblijven.",
                f"{name} is voor officiële berichten; de ontvangstbevestiging gaat met de hand en kan uitblijven.",
                "Laat het systeem automatisch bevestigen.",
            )
        case Acknowledgement.NONE:
            return _fails(
                "De afzender krijgt geen ontvangstbevestiging.",
                f"{name} geeft bij officiële berichten geen ontvangstbevestiging (artikel 2:17, eerste lid, Awb).",
                "Laat het kanaal bevestigen, of wijs een ander kanaal aan.",
            )
        case Acknowledgement.UNKNOWN:
            return _unknown(
                NOT_SAID.why,
                f"{name} is voor officiële berichten, maar of het een ontvangstbevestiging geeft, is onbekend.",
                "Zoek het uit en vul 'acknowledgement' in.",
            )


@rule("WMEBV316")
def without_acknowledgement(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een kanaal voor officiële berichten geeft geen ontvangstbevestiging.

    Wie een officieel bericht stuurt, krijgt een ontvangstbevestiging. Dat hoeft niet als de afzender in hetzelfde
    systeem ziet dat het bericht er is. Het hoeft ook niet als er geen elektronisch adres van de afzender is.

        acknowledgement: automatisch

    Staat er 'geen', dan is dat een fout. Is het onbekend, of bevestigt iemand met de hand? Dan is het een waarschuwing:
    zoek het uit, of laat het systeem bevestigen. Dit geldt ook voor kanalen van een ander die u aanwijst.

    Grondslag: artikel 2:17, eerste lid, Awb.
    """
    for channel in context.official_channels:
        yield from judged_acknowledgement(channel).found(
            find.about(context.is_ours(channel)), channel.place_of("acknowledgement")
        )


def judged_copy(channel: Channel) -> Judgement:
    """Whether a channel for official messages gives people what they typed into it (Awb 2:17)."""
    if not channel.kind.is_typed_into:
        return _not_applicable("Men vult hier geen gegevens in een formulier in.")
    match channel.sender_copy:
        case SenderCopy.DOWNLOAD:
            return _meets("De afzender kan een kopie downloaden.")
        case SenderCopy.MY_ENVIRONMENT:
            return _meets("De afzender ziet de gegevens terug.")
        case SenderCopy.SENT:
            return _meets("De afzender krijgt een kopie toegezonden.")
        case SenderCopy.NONE:
            return _fails(
                "De afzender krijgt geen kopie.",
                f"Het kanaal '{channel.name}' geeft de afzender geen kopie van wat is ingevuld (artikel 2:17, tweede lid, Awb).",
                "Geef een kopie, of wijs een ander kanaal aan.",
            )
        case SenderCopy.NOT_APPLICABLE:
            return _unknown(
                "Er staat 'nvt', maar men vult hier gegevens in.",
                f"Bij het kanaal '{channel.name}' staat 'nvt', maar een '{channel.kind.value}' geeft een kopie.",
                "Vul in hoe de afzender de kopie krijgt.",
            )
        case SenderCopy.UNKNOWN:
            return _unknown(
                NOT_SAID.why,
                f"Of het kanaal '{channel.name}' de afzender een kopie geeft, is onbekend.",
                "Zoek het uit en vul 'sender_copy' in.",
            )


@rule("WMEBV317")
def without_a_copy(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een formulier of portaal geeft de afzender geen kopie.

    Vult iemand gegevens in een formulier of portaal in? Dan krijgt die persoon de ingevulde gegevens ook zelf. Dat kan
    als download, in een eigen omgeving, of toegezonden.

        sender_copy: toegezonden

    Staat er 'geen', dan is dat een fout. Is het onbekend, of staat er 'nvt'? Dan is het een waarschuwing: bij een
    formulier of portaal is een kopie altijd van toepassing. De regel kijkt naar webformulieren, contactformulieren en
    portalen die voor officiële berichten zijn aangewezen.

    Grondslag: artikel 2:17, tweede lid, Awb.
    """
    for channel in context.official_channels:
        yield from judged_copy(channel).found(
            find.about(context.is_ours(channel)), channel.place_of("sender_copy")
        )


def judged_logging(channel: Channel) -> Judgement:
    """Whether a system that the municipality shares with the sender can show what was sent when (Awb 2:25)."""
    if channel.logging is Fact.YES:
        return _meets("Het systeem houdt een logboek bij.")
    if channel.shared is Fact.NO:
        return _not_applicable("Dit is geen systeem dat de afzender en u delen.")
    if channel.shared is Fact.UNKNOWN:
        return NOT_SAID
    shared, hint = (
        f"Het kanaal '{channel.name}' is een gedeeld systeem",
        "Zet het logboek aan, en vul 'logging: ja' in.",
    )
    if channel.logging is Fact.NO:
        text = f"{shared} en houdt geen logboek bij (artikel 2:25 Awb)."
        return _fails("Dit gedeelde systeem heeft geen logboek.", text, hint, Level.WARNING)
    return _unknown(NOT_SAID.why, f"{shared} en heeft misschien geen logboek (artikel 2:25 Awb).", hint)


@rule("WMEBV318")
def shared_without_logging(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een gedeeld systeem houdt niet bij wat er wanneer is verzonden.

    Gebruiken de afzender en de gemeente hetzelfde systeem? Dan moet de gemeente kunnen laten zien wat er wanneer is
    verzonden en ontvangen. Daarvoor is een logboek nodig.

        shared: ja
        logging: ja

    Grondslag: artikel 2:25 Awb.
    """
    for channel in context.channels:
        yield from judged_logging(channel).found(
            find.about(context.is_ours(channel)), channel.place_of("logging")
        )


def judged_confidentiality(channel: Channel) -> Judgement:
    """Whether nobody else can read what is sent through a channel for official messages (Awb 2:13)."""
    match channel.confidential:
        case Fact.YES:
            return _meets("Anderen kunnen het bericht niet lezen.")
        case Fact.NO:
            return _fails(
                "Anderen kunnen het bericht lezen.",
                f"Het kanaal '{channel.name}' is voor officiële berichten, maar is niet vertrouwelijk (artikel 2:13, "
                "tweede lid, Awb).",
                "Wijs een vertrouwelijk kanaal aan, of verbeter dit kanaal.",
            )
        case Fact.UNKNOWN:
            return NOT_SAID


@rule("WMEBV319")
def not_confidential(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een kanaal is niet vertrouwelijk genoeg.

    Een kanaal past bij de aard en de inhoud van het bericht. Staat er bij een kanaal voor officiële berichten
    'confidential: nee'? Dan is dat een fout.

    E-mail en losse uploads zijn minder goed beveiligd. Zijn ze aangewezen voor een officieel bericht over een product
    met gevoelige gegevens ('sensitivity: hoog')? Dan is dat een waarschuwing. Wijs voor dat product liever een
    formulier aan waarmee men inlogt:

        messages:
          - {kind: aanvraag, channels: [zorgformulier]}

    Grondslag: artikel 2:13, tweede lid, en artikel 2:15, tweede lid, Awb.
    """
    weak: dict[tuple[Place, str], list[Resolution]] = defaultdict(list)
    for channel in context.official_channels:
        judged = judged_confidentiality(channel)
        yield from judged.found(find.about(context.is_ours(channel)), channel.place_of("confidential"))
        if channel.kind.is_weak and judged.verdict is not Verdict.FAILS:
            for use in context.uses[channel.id]:
                if use.official and use.rule and use.product.sensitivity is Sensitivity.HIGH:
                    weak[use.rule.place, channel.id].append(use)
    # One finding for each rule that brings them together: a wide rule is one decision of the editor.
    for (place, name), found in weak.items():
        first = found[0]
        products = {use.product.id for use in found}
        text = (
            f"Het kanaal '{name}' is van de soort '{context.register.channel_by_id[name].kind.value}', en "
            f"'{first.product.name}'{others(len(products) - 1)} heeft gevoelige gegevens."
        )
        yield find.about(any(map(context.is_ours, found))).warning(
            place, text, "Wijs een kanaal aan waarmee men inlogt."
        )


@rule("WMEBV320")
def messaging_app(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een berichtenapp of sociaal medium is een officieel kanaal.

    Voor een officieel bericht wijst u een kanaal aan dat voldoende betrouwbaar en vertrouwelijk is. Bij een
    berichtenapp of een sociaal medium is dat moeilijk te zeggen: een ander bedrijf beheert de berichten. Voor een vraag
    kan zo'n kanaal wel. Schrijf dan 'covers: ander' bij de aanwijzing:

        - {fallback: ja, covers: ander, channels: [berichtenapp]}

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    for channel in context.official_channels:
        if channel.kind.belongs_to_others:
            first = next(use for use in context.uses[channel.id] if use.official)
            text = (
                f"Het kanaal '{channel.name}' is van de soort '{channel.kind.value}' en is aangewezen voor een "
                f"officieel bericht: '{first.message.key}' van '{first.product.name}'."
            )
            yield find.about(context.is_ours(channel)).warning(
                channel.place_of("kind"), text, "Wijs voor officiële berichten een ander kanaal aan."
            )


def judged_requirements(channel: Channel, register: Register, *, official: bool) -> Judgement:
    """Whether each further requirement for official messages rests on a decision or a statute (Awb 2:13).

    For other messages none needs to, but what is named has to be there.
    """
    if any(_rests_on_nothing(asked, register, official=official) for asked in channel.requirements):
        return Judgement(Verdict.FAILS, "Bij een eis staat geen besluit of wet.")
    if not official:
        return NOT_OFFICIAL
    if channel.requirements:
        return _meets("Bij elke eis staat het besluit of de wet.")
    if channel.owner is Owner.MUNICIPALITY and all(way.login is not Login.NONE for way in channel.ways_in):
        return Judgement(Verdict.UNKNOWN, "Inloggen is verplicht, maar er staat geen eis met een besluit.")
    return _not_applicable("Er staan geen nadere eisen in het register.")


def _rests_on_nothing(requirement: Requirement, register: Register, *, official: bool) -> bool:
    source = requirement.source
    return official if source is None else is_dangling(register, source)


@rule("WMEBV321")
def requirement_without_a_source(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een nadere eis heeft geen besluit of wet als bron.

    U mag eisen stellen aan een officieel bericht, zoals de soort bijlage of de grootte. Dat kan alleen in een besluit
    of een wet. Noem die bij de eis:

        requirements:
          - {text: "Bijlagen als pdf.", source: "besluit:aanwijzing-2026", article: "4"}

    Is het kanaal alleen voor andere berichten, zoals een vraag? Dan is een bron niet nodig.

    Grondslag: artikel 2:13, derde lid, Awb.
    """
    official = {channel.id for channel in context.official_channels}
    for channel in context.channels:
        for requirement in channel.requirements:
            if not _rests_on_nothing(requirement, context.register, official=channel.id in official):
                continue
            if requirement.source is not None:
                meant = context.intent.meant(requirement.source.name)
                hint = f"Bedoelt u '{meant.id}'?" if meant else "Noem een besluit dat er is."
                name = requirement.source.name
                text = f"De eis {quoted(requirement.text)} noemt het besluit '{name}', en dat bestaat niet."
                yield find.error(requirement.place_of("source"), text, hint)
            else:
                text = f"De eis {quoted(requirement.text)} heeft geen bron (artikel 2:13, derde lid, Awb)."
                yield find.about(context.is_ours(channel)).error(
                    requirement.place, text, "Voeg 'source' toe, of verwijder de eis."
                )


_FOR_ONE_AUDIENCE = {Login.DIGID: Audience.BUSINESS, Login.EHERKENNING: Audience.RESIDENT}
"""The audience that can't use a way to log in."""
_OF_A_LEVEL = {Login.DIGID: "DigiD", Login.EHERKENNING: "eHerkenning", Login.EIDAS: "een Europese inlog"}


@rule("WMEBV322")
def login_in_the_way(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Inloggen houdt mensen tegen.

    Eisen aan een bericht mogen het digitaal sturen niet te moeilijk maken. Zorg dat iemand een klacht ook zonder
    inloggen kan sturen. Is er voor inwoners of ondernemers alleen een ingang met inloggen? Dan is dat een waarschuwing.

    Een kanaal voor inwoners én ondernemers heeft voor beide een inlog nodig. DigiD is voor inwoners en
    eHerkenning voor ondernemers. Geef elk een eigen ingang:

        entrances:
          - {login: digid, audience: [inwoner], url: "https://formulieren.voorbeeld.example/aanvraag"}
          - {login: eherkenning, audience: [ondernemer], url: "https://formulieren.voorbeeld.example/aanvraag-org"}

    Gaan er alleen berichten door waarover een andere organisatie beslist? Dan is dit informatie: het kanaal is aan die
    organisatie.

    Grondslag: artikel 2:13, derde lid, Awb.
    """
    for channel in context.channels:
        uses = context.uses.get(channel.id, ())
        about = [use for use in uses if use.message.kind is MessageKind.COMPLAINT]
        complaints = [use.audience for use in about if Login.NONE not in _logins(use)]
        if complaints:
            text = f"Voor een klacht via '{channel.name}' moeten {audience_words(complaints)} inloggen."
            yield find.about(context.is_ours(channel)).warning(
                _place_of_logins(channel), text, "Maak voor een klacht ook een ingang zonder inloggen."
            )
            continue
        official = [use for use in uses if use.official]
        logins = {way.login for way in channel.ways_in}
        login = next(iter(logins))
        kept_out = _FOR_ONE_AUDIENCE.get(login) if len(logins) == 1 else None
        if kept_out is None or {use.audience for use in official} != set(Audience):
            continue
        if any(use.audience is kept_out and _logins(use) == logins for use in official):
            text = (
                f"Het kanaal '{channel.name}' is voor inwoners en ondernemers, maar {audience_words([kept_out])} "
                f"kunnen niet inloggen met {_OF_A_LEVEL[login]}."
            )
            yield find.about(context.is_ours(channel)).warning(
                _place_of_logins(channel), text, "Maak een ingang voor elke groep."
            )


def _logins(resolution: Resolution) -> set[Login]:
    """The ways to log in over all channels of an answer: one that is open to all is enough."""
    return {way.login for resolved in resolution.channels for way in resolved.entrances}


def _place_of_logins(channel: Channel) -> Place:
    return channel.place_of("entrances" if channel.entrances else "login")


_WITHOUT_LEVEL = Judgement(Verdict.UNKNOWN, "Het betrouwbaarheidsniveau staat nog niet in het register.")


def judged_level(channel: Channel) -> Judgement:
    """Whether the level of assurance fits the ways to log in (Wdo 6)."""
    level = channel.assurance_level
    logins = [way.login for way in channel.ways_in]
    if set(logins) == {Login.NONE}:
        if level in (AssuranceLevel.SUBSTANTIAL, AssuranceLevel.HIGH):
            return _fails(
                f"Het niveau is {level.value}, maar inloggen is niet nodig.",
                f"Het kanaal '{channel.name}' heeft betrouwbaarheidsniveau '{level.value}', maar niemand logt in "
                "(artikel 6 Wet digitale overheid).",
                "Kies 'geen' of 'laag', of vul in waarmee men inlogt.",
            )
        return _meets("Inloggen is niet nodig.") if level is not None else _WITHOUT_LEVEL
    if level in (None, AssuranceLevel.NONE):
        login = next((login for login in logins if login in _OF_A_LEVEL), None)
        if login is None:
            return _WITHOUT_LEVEL
        text = (
            f"Bij het kanaal '{channel.name}' logt men in met {_OF_A_LEVEL[login]}, maar er is geen niveau."
        )
        return _unknown(_WITHOUT_LEVEL.why, text, "Vul 'assurance_level' in: laag, substantieel of hoog.")
    return _meets(f"Het niveau is {level.value}.")


@rule("WMEBV328")
def level_without_login(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Het betrouwbaarheidsniveau past niet bij het inloggen.

    Het niveau zegt hoe zeker u weet wie het bericht stuurt. Zonder inloggen kan dat niet substantieel of hoog zijn: dat
    is een fout. Logt iemand in met DigiD, eHerkenning of een Europese inlog? Dan heeft het kanaal altijd een niveau.
    Ontbreekt het, of staat er 'geen', dan is dat een waarschuwing.

        login: [digid]
        assurance_level: substantieel

    Grondslag: artikel 6 Wet digitale overheid.
    """
    for channel in context.channels:
        yield from judged_level(channel).found(
            find.about(context.is_ours(channel)), channel.place_of("assurance_level")
        )
