"""Rules about what a channel gives the sender, what it asks, and who can log in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.gaps import is_dangling
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.channels import Channel
from wmebv_site.register.terms import (
    Acknowledgement,
    AssuranceLevel,
    Audience,
    ChannelKind,
    Fact,
    Login,
    MessageKind,
    SenderCopy,
    Sensitivity,
)
from wmebv_site.register.values import quoted
from wmebv_site.rules.base import Context, Finder, audience_words, others, rule


@rule("WMEBV316")
def without_acknowledgement(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een kanaal voor officiële berichten geeft geen ontvangstbevestiging.

    Wie een officieel bericht stuurt, krijgt een ontvangstbevestiging. Dat hoeft niet als de afzender in hetzelfde
    systeem ziet dat het bericht er is, of als er geen elektronisch adres van de afzender is.

        acknowledgement: automatisch

    Staat er 'geen', dan is dat een fout. Is het onbekend, of bevestigt iemand met de hand? Dan is het een waarschuwing:
    zoek het uit, of laat het systeem bevestigen. Dit geldt ook voor kanalen van een ander die u aanwijst.

    Grondslag: artikel 2:17, eerste lid, Awb.
    """
    for channel in context.official_channels:
        place = channel.place_of("acknowledgement")
        name = f"Het kanaal '{channel.name}'"
        if channel.acknowledgement is Acknowledgement.NONE:
            text = f"{name} geeft bij officiële berichten geen ontvangstbevestiging (artikel 2:17, eerste lid, Awb)."
            yield find.error(place, text, "Laat het kanaal bevestigen, of wijs een ander kanaal aan.")
        elif channel.acknowledgement is Acknowledgement.UNKNOWN:
            text = f"{name} is voor officiële berichten, maar of het een ontvangstbevestiging geeft, is onbekend."
            yield find.warning(place, text, "Zoek het uit en vul 'acknowledgement' in.")
        elif channel.acknowledgement is Acknowledgement.MANUAL:
            text = f"{name} is voor officiële berichten; de ontvangstbevestiging gaat met de hand en kan uitblijven."
            yield find.warning(place, text, "Laat het systeem automatisch bevestigen.")


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
        if not channel.kind.is_typed_into:
            continue
        place = channel.place_of("sender_copy")
        name = f"Het kanaal '{channel.name}'"
        if channel.sender_copy is SenderCopy.NONE:
            text = f"{name} geeft de afzender geen kopie van wat is ingevuld (artikel 2:17, tweede lid, Awb)."
            yield find.error(place, text, "Geef een kopie, of wijs een ander kanaal aan.")
        elif channel.sender_copy is SenderCopy.UNKNOWN:
            text = f"Of {name[0].lower()}{name[1:]} de afzender een kopie geeft, is onbekend."
            yield find.warning(place, text, "Zoek het uit en vul 'sender_copy' in.")
        elif channel.sender_copy is SenderCopy.NOT_APPLICABLE:
            text = f"Bij het kanaal '{channel.name}' staat 'nvt', maar een '{channel.kind.value}' geeft een kopie."
            yield find.warning(place, text, "Vul in hoe de afzender de kopie krijgt.")


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
        if channel.shared is Fact.YES and channel.logging is not Fact.YES:
            what = "houdt geen logboek bij" if channel.logging is Fact.NO else "heeft misschien geen logboek"
            text = f"Het kanaal '{channel.name}' is een gedeeld systeem en {what} (artikel 2:25 Awb)."
            yield find.warning(
                channel.place_of("logging"), text, "Zet het logboek aan, en vul 'logging: ja' in."
            )


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
        if channel.confidential is Fact.NO:
            text = (
                f"Het kanaal '{channel.name}' is voor officiële berichten, maar is niet vertrouwelijk (artikel 2:13, "
                "tweede lid, Awb)."
            )
            hint = "Wijs een vertrouwelijk kanaal aan, of verbeter dit kanaal."
            yield find.error(channel.place_of("confidential"), text, hint)
        elif channel.kind.is_weak:
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
        yield find.warning(place, text, "Wijs een kanaal aan waarmee men inlogt.")


@rule("WMEBV320")
def messaging_app(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een berichtenapp of sociaal medium is een officieel kanaal.

    Voor een officieel bericht wijst u een manier aan die voldoende betrouwbaar en vertrouwelijk is. Bij een
    berichtenapp of een sociaal medium is dat moeilijk te zeggen: een ander bedrijf beheert de berichten. Voor een vraag
    kan zo'n kanaal wel. Schrijf dan 'covers: ander' bij de aanwijzing:

        - {fallback: ja, covers: ander, channels: [berichtenapp]}

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    for channel in context.official_channels:
        if channel.kind in (ChannelKind.MESSAGING_APP, ChannelKind.SOCIAL_MEDIA):
            first = next(use for use in context.uses[channel.id] if use.official)
            text = (
                f"Het kanaal '{channel.name}' is van de soort '{channel.kind.value}' en is aangewezen voor een "
                f"officieel bericht: '{first.message.key}' van '{first.product.name}'."
            )
            yield find.warning(
                channel.place_of("kind"), text, "Wijs voor officiële berichten een ander kanaal aan."
            )


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
            if requirement.source is None and channel.id in official:
                text = f"De eis {quoted(requirement.text)} heeft geen bron (artikel 2:13, derde lid, Awb)."
                yield find.error(requirement.place, text, "Voeg 'source' toe, of verwijder de eis.")
            elif requirement.source is not None and is_dangling(context.register, requirement.source):
                meant = context.intent.meant(requirement.source.name)
                hint = f"Bedoelt u '{meant.id}'?" if meant else "Noem een besluit dat er is."
                name = requirement.source.name
                text = f"De eis {quoted(requirement.text)} noemt het besluit '{name}', en dat bestaat niet."
                yield find.error(requirement.place_of("source"), text, hint)


_FOR_ONE_AUDIENCE = {Login.DIGID: Audience.BUSINESS, Login.EHERKENNING: Audience.RESIDENT}
"""The audience that can't use a way to log in."""
_OF_A_LEVEL = {Login.DIGID: "DigiD", Login.EHERKENNING: "eHerkenning", Login.EIDAS: "een Europese inlog"}


@rule("WMEBV322")
def login_in_the_way(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Inloggen houdt mensen tegen.

    Eisen aan een bericht mogen het digitaal sturen niet te moeilijk maken. Zorg dat iemand een klacht ook zonder
    inloggen kan sturen. Is er voor inwoners of ondernemers alleen een ingang met inloggen? Dan is dat een waarschuwing.

    Een kanaal voor inwoners én ondernemers heeft voor beide een manier van inloggen nodig. DigiD is voor inwoners en
    eHerkenning voor ondernemers. Geef elk een eigen ingang:

        entrances:
          - {login: digid, audience: [inwoner], url: "https://formulieren.voorbeeld.example/aanvraag"}
          - {login: eherkenning, audience: [ondernemer], url: "https://formulieren.voorbeeld.example/aanvraag-org"}

    Grondslag: artikel 2:13, derde lid, Awb.
    """
    for channel in context.channels:
        uses = context.uses.get(channel.id, ())
        about = [use for use in uses if use.message.kind is MessageKind.COMPLAINT]
        complaints = [use.audience for use in about if Login.NONE not in _logins(use)]
        if complaints:
            text = f"Voor een klacht via '{channel.name}' moeten {audience_words(complaints)} inloggen."
            yield find.warning(
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
            yield find.warning(_place_of_logins(channel), text, "Maak een ingang voor elke groep.")


def _logins(resolution: Resolution) -> set[Login]:
    """The ways to log in over all channels of an answer: one that is open to all is enough."""
    return {way.login for resolved in resolution.channels for way in resolved.entrances}


def _place_of_logins(channel: Channel) -> Place:
    return channel.place_of("entrances" if channel.entrances else "login")


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
        level = channel.assurance_level
        logins = [way.login for way in channel.ways_in]
        place = channel.place_of("assurance_level")
        if level in (AssuranceLevel.SUBSTANTIAL, AssuranceLevel.HIGH) and set(logins) == {Login.NONE}:
            text = (
                f"Het kanaal '{channel.name}' heeft betrouwbaarheidsniveau '{level.value}', maar niemand logt in "
                "(artikel 6 Wet digitale overheid)."
            )
            yield find.error(place, text, "Kies 'geen' of 'laag', of vul in waarmee men inlogt.")
        elif level in (None, AssuranceLevel.NONE):
            if login := next((login for login in logins if login in _OF_A_LEVEL), None):
                text = f"Bij het kanaal '{channel.name}' logt men in met {_OF_A_LEVEL[login]}, maar er is geen niveau."
                yield find.warning(place, text, "Vul 'assurance_level' in: laag, substantieel of hoog.")
