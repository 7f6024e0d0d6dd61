"""Rules about where an address leads: to whom, openly, through the usual door, and short enough to be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.dutch import counted
from wmebv_site.register.channels import Authority, Executor
from wmebv_site.register.decisions import Decision, Rectification
from wmebv_site.register.front_matter import Document
from wmebv_site.register.hosts import (
    NATIONAL,
    PLATFORMS,
    SHORTENERS,
    is_anybodys,
    is_nowhere,
    is_under,
    plain,
    registered,
)
from wmebv_site.register.markup import LONGEST_ADDRESS
from wmebv_site.register.register import Register
from wmebv_site.register.values import looks_like_another, quoted
from wmebv_site.rules.base import Address, Context, Finder, rule


@dataclass(frozen=True, slots=True)
class _Site:
    """What stands between the slashes of an address and its path."""

    host: str
    port: str
    user: bool

    @classmethod
    def of(cls, written: str) -> _Site:
        user, _, name = written.rpartition("@")
        host, _, port = name.partition(":") if not name.startswith("[") else (name, "", "")
        return cls(plain(unquote(host)), port, bool(user))


class KnownHosts:
    """Which hosts a municipality answers for: its own, those it trusts, and those of whom it works with."""

    def __init__(self, register: Register) -> None:
        website = register.municipality.website
        self.ours = frozenset([*register.trusted_hosts, *([_whose(website)] if website else [])])
        bodies: tuple[Authority | Executor, ...] = (*register.authorities, *register.executors)
        self.partners = frozenset(_whose(body.url) for body in bodies if body.url)

    def is_sure(self, host: str) -> bool:
        """Whether a host is what it says: it is the municipality's, trusted, the country's, or an example."""
        return is_under(host, self.ours) or is_under(host, NATIONAL) or is_nowhere(host)

    def is_known(self, host: str) -> bool:
        return self.is_sure(host) or is_under(host, self.partners) or is_under(host, PLATFORMS)


def _whose(url: str) -> str:
    return registered(urlsplit(url).hostname or "")


_SEEN_AS = str.maketrans("01l", "oii", "-")
_BRAND = re.compile(
    r"rijksoverheid|mijnoverheid|overheid|beiastingdienst|eherkenning"
    r"|digid(?!ak|act(?!iv)|ag|ata|e|i(?!n)|oc|oor)"
)
"""As it is seen: a zero for an o, a one or an l for an i. Behind 'digid' stands no word that only begins the same."""
_BRANDS = {
    "rijksoverheid": "Rijksoverheid",
    "mijnoverheid": "MijnOverheid",
    "overheid": "overheid",
    "beiastingdienst": "Belastingdienst",
    "eherkenning": "eHerkenning",
    "digid": "DigiD",
}
_NUMBER = re.compile(r"[\d.]+|0x[\da-fx.]+|\[.*")


def brand_in(host: str) -> str | None:
    """The name of the national government that a host has in it, also where a sign is made to look like a letter."""
    found = _BRAND.search(host.translate(_SEEN_AS))
    return _BRANDS[found[0]] if found else None


def _times(led: Sequence[Address]) -> str:
    return f" ({len(led)} adressen)" if len(led) > 1 else ""


def _hides(host: str, known: KnownHosts) -> tuple[str, str] | None:
    """Why a reader can't see where a host leads, and the way out."""
    if is_under(host, SHORTENERS) and not is_under(host, known.ours):
        message = (
            f"{quoted(host)} verkort adressen: niemand ziet waar dit heen leidt, en dat kan ook veranderen."
        )
        return message, f"Zet hier het hele adres. Is {quoted(host)} van u? Voeg het toe bij 'trusted_hosts'."
    if _NUMBER.fullmatch(host):
        return (
            f"Dit adres heeft een nummer ({quoted(host)}) en geen naam.",
            "Zet de naam van de website in het adres.",
        )
    if looks_like_another(host):
        return (
            f"De naam {quoted(host)} heeft letters die op andere letters lijken.",
            "Typ het adres zelf over.",
        )
    return None


@rule("WMEBV373")
def unknown_host(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een adres leidt naar een website die niet bekend is.

    Wie een adres overtypt of kopieert, kan zich vergissen, en dan komen inwoners bij een ander uit. De regel kent de
    website van de gemeente ('website'), en die van bestuursorganen en uitvoerders ('url'). Ze kent ook landelijke diensten
    en bekende sociale media. Wat daaronder valt, zoals formulieren.voorbeeld.example, hoort erbij. Van elke andere
    website zegt de regel één keer dat er een adres van is. Werkt u met die organisatie? Noem haar website dan
    in channels.yaml:

        trusted_hosts: [leverancier.example, partner.example]

    Grondslag: goede praktijk.
    """
    register, known = context.register, KnownHosts(context.register)
    found: dict[str, list[Address]] = defaultdict(list)
    hosts: dict[str, list[str]] = defaultdict(list)
    for written, led in context.sites.items():
        host = _Site.of(written).host
        if not host or known.is_known(host) or _hides(host, known) or brand_in(host):
            continue
        if told_here := [address for address in led if not _is_in_gazette(address)]:
            found[registered(host)] += told_here
            if host not in hosts[registered(host)]:
                hosts[registered(host)].append(host)
    if found and register.municipality.website is None:
        message = "De website van de gemeente staat niet in het register, dus welke adressen van haar zijn, is niet te zien."
        yield find.warning(register.municipality.place, message, "Voeg 'website' toe bij 'municipality'.")
        return
    for name, led in found.items():
        one, more = hosts[name][0] if len(hosts[name]) == 1 else name, len(led) - 1
        leads = f"Dit adres en nog {counted(more, 'ander', 'andere')} leiden" if more else "Dit adres leidt"
        message = f"{leads} naar {quoted(one)}. Die website is niet bekend als die van de gemeente of van een landelijke dienst."
        trusted = quoted(one.removeprefix("www."))
        hint = f"Klopt het? Voeg {trusted} dan toe bij 'trusted_hosts' in channels.yaml. Verbeter anders het adres."
        if is_anybodys(one):
            hint = "Verbeter het adres: onder deze naam vindt een inwoner niets van u."
        yield find.warning(led[0].place, message, hint)


def _is_in_gazette(address: Address) -> bool:
    """Whether it is the address of a decision in an official paper: rule 6 says where that has to be."""
    return address.key == "publication" and isinstance(address.holder, (Decision, Rectification))


@rule("WMEBV374")
def misleading_host(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een adres verbergt waar het heen leidt, of lijkt van een landelijke dienst te zijn.

    Inwoners leren dat ze naar het adres moeten kijken voordat ze inloggen. Een verkort adres (bit.ly) of een nummer
    in plaats van een naam verbergt waar het heen leidt. Dat doet ook een naam voor een apenstaartje. Een adres met 'digid',
    'mijnoverheid', 'eherkenning', 'overheid' of 'belastingdienst' erin dat niet van die dienst is, ziet eruit als oplichting.
    Bij een kanaal is dat een fout. Hoort zo'n naam bij een leverancier die u kent? Noem hem dan in channels.yaml:

        trusted_hosts: [digid.leverancier.example]

    Grondslag: goede praktijk.
    """
    known = KnownHosts(context.register)
    for written, led in context.sites.items():
        site = _Site.of(written)
        in_text = next((address for address in led if isinstance(address.holder, Document)), None)
        if site.user and in_text is not None:
            message = "In dit adres staat een apenstaartje: wat ervoor staat, is niet de website waar het heen leidt."
            yield find.error(in_text.place, message, "Verwijder alles tussen // en het apenstaartje.")
        if not site.host or known.is_sure(site.host):
            continue
        if brand := brand_in(site.host):
            way_in = next((address for address in led if address.sends), None)
            message = f"In {quoted(site.host)}{_times(led)} staat '{brand}', maar de website is niet bekend als die van die dienst."
            hint = "Verbeter het adres, of voeg deze naam toe bij 'trusted_hosts' in channels.yaml als u die kent."
            make = find.error if way_in else find.warning
            yield make((way_in or led[0]).place, message, hint)
        elif hides := _hides(site.host, known):
            yield find.warning(led[0].place, *hides)


_USUAL = frozenset({"", "80", "443"})


@rule("WMEBV375")
def unusual_address(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een adres is te lang, of heeft een ongewone poort.

    Een adres van meer dan 2.000 tekens werkt niet in elke browser en elk e-mailprogramma. Niemand kan het overtypen.
    Meestal staat er iets in dat bij één bezoek hoort. Een getal achter de naam van de website (een poort, zoals ':8443')
    hoort bij een proefomgeving. Veel bedrijven en bibliotheken houden zo'n adres tegen.

    Grondslag: goede praktijk.
    """
    for address in context.addresses:
        if len(address.text) > LONGEST_ADDRESS:
            message = (
                f"Dit adres heeft {len(address.text)} tekens; meer dan {LONGEST_ADDRESS} werkt niet overal."
            )
            yield find.error(
                address.place, message, "Kopieer het adres opnieuw, zonder wat achter het vraagteken staat."
            )
    for written, led in context.sites.items():
        site = _Site.of(written)
        if site.port not in _USUAL:
            message = f"In het adres van {quoted(site.host)}{_times(led)} staat een ongewone poort (':{site.port}')."
            hint = f"Haal ':{site.port}' weg, of vraag de leverancier om een adres zonder."
            yield find.warning(led[0].place, message, hint)
