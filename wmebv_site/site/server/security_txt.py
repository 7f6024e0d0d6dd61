"""The file security.txt, which tells where to report a weakness (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, Refused, fails
from wmebv_site.dutch import AMSTERDAM, in_words
from wmebv_site.register.addresses import SECURITY_TXT
from wmebv_site.register.values import Date, Email, Phone, Url
from wmebv_site.site.server.headers import SiteAddress, site_address

MARK = "# Gemaakt door wmebv. Verander dit bestand niet: de volgende keer wordt het opnieuw gemaakt."
"""The first line of every file we make for a web server."""
LANGUAGES = "nl, en"
_SOON = timedelta(days=60)
_LONG = timedelta(days=366)
_SETTINGS = Place("mkdocs.yml")

NOT_USABLE = Code(
    "WMEBV511",
    "Een instelling voor security.txt klopt niet",
    "In security.txt staat waar iemand een zwakke plek in de website kan melden. Bij 'security_contact' hoort een adres "
    "dat begint met https://, mailto: of tel:. Bij 'security_policy' en 'security_encryption' hoort een adres dat begint "
    "met https://. Bij 'security_expires' hoort een datum. Zie RFC 9116.",
)
INCOMPLETE = Code(
    "WMEBV512",
    "Een gegeven voor security.txt ontbreekt",
    "Een security.txt heeft altijd een adres voor meldingen ('security_contact') en een dag waarop die vervalt "
    "('security_expires'). Vul in mkdocs.yml beide in, of geen van beide. Zie RFC 9116, paragraaf 2.5.",
)
EXPIRED = Code(
    "WMEBV513",
    "De security.txt is vervallen",
    "Na de dag bij 'security_expires' mag niemand meer op de gegevens vertrouwen. Controleer of het adres voor meldingen "
    "nog klopt. Kies daarna een nieuwe dag, binnen een jaar. Zie RFC 9116, paragraaf 2.5.5.",
)
EXPIRES_SOON = Code(
    "WMEBV514",
    "De security.txt vervalt binnenkort",
    "Dit hoort u vanaf 60 dagen voor de dag bij 'security_expires'. Controleer of het adres voor meldingen nog klopt. "
    "Kies daarna een nieuwe dag, binnen een jaar.",
    Level.WARNING,
)
EXPIRES_LATE = Code(
    "WMEBV515",
    "De security.txt is erg lang geldig",
    "Kies bij 'security_expires' een dag binnen een jaar. Zo kijkt u elk jaar of het adres voor meldingen nog klopt. "
    "Zie RFC 9116, paragraaf 2.5.5.",
    Level.WARNING,
)
NOT_AT_ROOT = Code(
    "WMEBV516",
    "De security.txt kan hier niet staan",
    "Een security.txt staat altijd op /.well-known/security.txt, direct achter de naam van de website. Staat deze site in "
    "een map van een andere website? Dan hoort security.txt bij die andere website. Vraag de beheerder daarvan. Haal de "
    "instellingen met 'security_' weg uit mkdocs.yml. Zie RFC 9116, paragraaf 3.",
    Level.WARNING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecuritySettings:
    """What ``mkdocs.yml`` says, as it stands there."""

    contact: str | None = None
    expires: str | date | None = None
    policy: str | None = None
    encryption: str | None = None

    @property
    def used(self) -> bool:
        return any((self.contact, self.expires, self.policy, self.encryption))


def security_txt(
    settings: SecuritySettings, site_url: str | None, today: date
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The file by its path, or nothing when it isn't asked for, can't be made or can't stand there; and what is to be told."""
    if not settings.used:
        return {}, []
    found = list(_mistakes(settings))
    address = _root(site_url)
    if address is None:
        hint = "Haal de instellingen met 'security_' weg, of geef de site een eigen hostnaam in 'site_url'."
        where = f"op het adres '{site_url}'" if site_url else "zonder 'site_url'"
        found.append(NOT_AT_ROOT.at(_SETTINGS, f"Een security.txt kan niet {where}.", hint))
    expires = None if fails(found) else _date(settings.expires)
    if expires is not None:
        found += _about_expiry(expires, today)
    if address is None or expires is None or fails(found):
        return {}, found
    lines = [MARK, *(f"{name}: {value}" for name, value in _fields(settings, address, expires))]
    return {SECURITY_TXT: "".join(f"{line}\n" for line in lines).encode()}, found


def _fields(settings: SecuritySettings, address: SiteAddress, expires: date) -> Iterator[tuple[str, str]]:
    if settings.contact:
        yield "Contact", settings.contact
    yield "Expires", datetime.combine(expires, time(23, 59, 59), AMSTERDAM).isoformat()
    if settings.encryption:
        yield "Encryption", settings.encryption
    yield "Preferred-Languages", LANGUAGES
    yield "Canonical", f"{address.origin}/{SECURITY_TXT}"
    if settings.policy:
        yield "Policy", settings.policy


def _mistakes(settings: SecuritySettings) -> Iterator[Diagnostic]:
    for name, value, other in (
        ("security_contact", settings.contact, "een adres, zoals mailto:beveiliging@voorbeeld.example"),
        ("security_expires", settings.expires, "een dag binnen een jaar, zoals 2027-01-31"),
    ):
        if not value:
            message = (
                f"De instelling '{name}' ontbreekt, en zonder die instelling kan er geen security.txt komen."
            )
            yield INCOMPLETE.at(_SETTINGS, message, f"Vul bij '{name}' {other} in.")
    if settings.contact:
        hint = "Begin met https:// voor een formulier, met mailto: voor een e-mailadres of met tel: voor een telefoonnummer."
        yield from _judged("security_contact", _contact, settings.contact, hint)
    if settings.expires:
        yield from _judged("security_expires", _date, settings.expires)
    for name, value in (("security_policy", settings.policy), ("security_encryption", settings.encryption)):
        if value:
            yield from _judged(name, _url, value)


def _judged(name: str, read: Any, value: Any, hint: str | None = None) -> Iterator[Diagnostic]:
    try:
        read(value)
    except ValidationError as error:
        context = error.errors()[0].get("ctx", {})
        message = f"De instelling '{name}' klopt niet: {_lowered(str(context.get('message')))}"
        yield NOT_USABLE.at(_SETTINGS, message, hint or context.get("hint"))


def _lowered(sentence: str) -> str:
    """The sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


_url = TypeAdapter(Url).validate_python
_email = TypeAdapter(Email).validate_python
_phone = TypeAdapter(Phone).validate_python
_date = TypeAdapter(Date).validate_python


def _contact(value: str) -> None:
    scheme, _, rest = value.partition(":")
    if scheme == "mailto":
        _email(rest)
    elif scheme == "tel":
        # In an address of this kind a space can't stand (RFC 3966).
        _phone(rest if " " not in rest else "")
    else:
        _url(value)


def _root(site_url: str | None) -> SiteAddress | None:
    """The address of a site with a host of its own, reached over https as RFC 9116 asks."""
    try:
        address = site_address(site_url or "")
    except Refused:
        return None
    return address if address.own_host and address.origin.startswith("https://") else None


def _about_expiry(expires: date, today: date) -> Iterator[Diagnostic]:
    again = "Controleer het adres voor meldingen en kies bij 'security_expires' een nieuwe dag."
    if expires < today:
        yield EXPIRED.at(_SETTINGS, f"De security.txt is vervallen op {in_words(expires)}.", again)
    elif expires <= today + _SOON:
        yield EXPIRES_SOON.at(_SETTINGS, f"De security.txt vervalt op {in_words(expires)}.", again)
    elif expires > today + _LONG:
        message = (
            f"De security.txt is nog geldig tot en met {in_words(expires)}, en dat is langer dan een jaar."
        )
        yield EXPIRES_LATE.at(_SETTINGS, message, "Kies bij 'security_expires' een dag binnen een jaar.")
