"""Rules about logging in: who can, how sure it makes one, and where it isn't asked."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.designation.answers import Resolution
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.channels import Channel
from wmebv_site.register.terms import AssuranceLevel, Audience, Login, MessageKind
from wmebv_site.rules.base import Context, Finder, audience_words, rule

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
            yield find.warning(_place_of_logins(channel), text, "Maak voor een klacht ook een ingang zonder inloggen.")
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
