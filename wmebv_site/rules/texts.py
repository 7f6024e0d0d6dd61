"""Rules about the municipality's own texts: their links and pictures, and what was left to fill in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from wmebv_site.diagnostics import Diagnostic, did_you_mean
from wmebv_site.register.addresses import (
    CHANNELS,
    FILES,
    PRODUCT_ANCHORS,
    PRODUCTS,
    SKELETON_ANCHORS,
    anchor_of,
    annex_url,
    channel_url,
    comes_and_goes,
    domain_url,
    other_addresses,
    page_addresses,
    parts_made,
    product_addresses,
    text_url,
)
from wmebv_site.register.files import CONTENT, as_here, has_role, is_input, is_note, is_thing
from wmebv_site.register.front_matter import Document
from wmebv_site.register.linked import Dead, Links, left_out, page_anchors, page_of
from wmebv_site.register.markup import place_in
from wmebv_site.register.register import Register
from wmebv_site.rules.base import Context, Finder, rule


@rule("WMEBV216")
def dead_link(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een link in een tekst leidt nergens heen.

    Een link naar een andere tekst noemt het bestand, gezien vanaf het bestand waarin de link staat. Vanuit
    'content/hulp/balie.md' leidt 'bibliotheek.md' naar de tekst ernaast, en '../index.md' naar de startpagina. Een
    plaatje of een document staat ook in de map 'content'. Een pagina uit de registers noemt u zo:
    '../producten/paspoort/index.md'. Een map zonder 'index.md', of een adres dat met een streep begint, leidt vaak
    nergens heen. Achter een # staat een kop van die tekst, in kleine letters en met streepjes: 'balie.md#openingstijden'.
    Op de pagina van een product is dat de soort of de id van een bericht, zoals '#aanvraag'. Op een lijst van A tot Z is
    het een letter, zoals '#letter-p'. In de bijlage van een besluit is het een domein, zoals '#domein-sociaal'.

    Grondslag: goede praktijk.
    """
    website = _Website(context)
    for document in context.register.documents:
        own = as_here(document.file).removeprefix(CONTENT)
        links = website.links_from(own)
        for target in context.targets[document.file]:
            found = links.dead(own, target)
            if found is None:
                continue
            said = website.nowhere(found) if isinstance(found, Dead) else website.no_such_part(*found)
            if said:
                yield find.warning(place_in(document, target.start, len(target.address)), *said)
        for target in context.unexplained.get(document.file, ()):
            message = (
                f"Waar de link '{_short(target.address)}' heen leidt, staat nergens. Inwoners zien de haken."
            )
            hint = "Zet het adres tussen ronde haken: [tekst](adres). Of zet onderaan '[naam]: adres'."
            yield find.warning(place_in(document, target.start, len(target.address)), message, hint)


_ONE_COMPUTER = re.compile(r"file:|[A-Za-z]:|\\\\", re.IGNORECASE)


@rule("WMEBV296")
def link_left_out(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een link in een tekst heeft een adres dat de website weglaat.

    Een link op de website leidt naar een pagina of een bestand (https://). Hij kan ook leiden naar een e-mailadres
    (mailto:) of een telefoonnummer (tel:). Een adres dat begint met 'file:' of 'C:' wijst naar uw eigen computer;
    daar komt een inwoner niet bij. Een adres met 'javascript:' of 'data:' kan gevaarlijk zijn, en 'ftp:' werkt in
    geen browser meer. De website laat zo'n adres weg. De woorden van de link staan er dan nog, maar wie erop klikt,
    komt nergens.

    Grondslag: goede praktijk.
    """
    for document in context.register.documents:
        for target in context.targets[document.file]:
            if not target.is_picture and (begin := left_out(target.address)):
                hint = "Begin het adres met https://, mailto: of tel:."
                if _ONE_COMPUTER.fullmatch(begin):
                    hint = "Zet het bestand in de map 'content', en noem het pad vanaf deze tekst."
                message = f"Deze link begint met '{begin}'. De website laat zo'n adres weg, en dan leidt de link nergens heen."
                yield find.warning(place_in(document, target.start, len(target.address)), message, hint)


@dataclass(frozen=True)
class _Website:
    """What there is to link to on a day; what takes long to work out only once a link asks for it."""

    context: Context

    @cached_property
    def _register(self) -> Register:
        return self.context.register

    @cached_property
    def _texts(self) -> frozenset[str]:
        """The texts, pictures and documents of the municipality itself, counted from ``content/``."""
        paths = [path for path in self._register.content_paths if not is_note(path)]
        return frozenset(
            path.removeprefix(CONTENT) for path in paths if path.endswith(".md") or not is_input(path)
        )

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The texts that have no page today."""
        things = (text for text in self._texts if is_thing(CONTENT + text))
        return frozenset(text for text in things if text_url(CONTENT + text) not in self._others)

    @cached_property
    def _of_texts(self) -> frozenset[str]:
        """The pages that the municipality wrote itself."""
        return frozenset(
            page_of(text) for text in self._texts if text.endswith(".md") and not has_role(CONTENT + text)
        )

    @cached_property
    def _others(self) -> frozenset[str]:
        decisions = [decision.id for decision in self.context.decisions.public]
        return frozenset(other_addresses(self._register, self.context.today, decisions))

    @cached_property
    def _products(self) -> frozenset[str]:
        return frozenset(product_addresses(self._register))

    @cached_property
    def _channels(self) -> frozenset[str]:
        return frozenset(channel_url(channel.id) for channel in self.context.decisions.shown_channels)

    def _is_made(self, address: str) -> bool:
        """Whether the website makes a page at an address."""
        if address in self._others:
            return True
        if address.startswith(CHANNELS):
            return address in self._channels
        return address.startswith(PRODUCTS) and address in self._products

    def _is_page(self, address: str) -> bool:
        return address in self._of_texts or self._is_made(address)

    def _is_file(self, path: str) -> bool:
        return self._is_shown_or_hidden(path) and path not in self._hidden

    def _is_shown_or_hidden(self, path: str) -> bool:
        if path in self._texts or path in FILES:
            return True
        return path.endswith(_INDEX) and self._is_made(path.removesuffix(_INDEX))

    def links_from(self, own: str) -> Links:
        """A text that has no page today may lead to others that have none."""
        return Links(self._is_shown_or_hidden if own in self._hidden else self._is_file, self._is_page)

    def nowhere(self, found: Dead) -> tuple[str, str]:
        """What to say of a link that leads nowhere, and a way out."""
        message = f"De link naar '{_short(found.path)}' leidt vanaf deze tekst nergens heen."
        if found.where in self._hidden:
            return message, "Deze tekst staat vandaag niet op de website. Verwijder de link, of wacht ermee."
        if self._of_another_day & {found.where, posixpath.normpath(f"{found.where}/{_INDEX}")}:
            return message, "Deze pagina staat vandaag niet op de website. Verwijder de link, of wacht ermee."
        if found.instead:
            return message, f"Schrijf '{found.instead}'."
        return message, did_you_mean(found.where, self._names) or (
            "Controleer de naam van het bestand en de map."
        )

    @cached_property
    def _of_another_day(self) -> frozenset[str]:
        """What the register knows and has no page today: a channel that is only wanted, a draft with its annex, help that
        stopped; as a text would name it.
        """
        addresses = (
            *map(channel_url, self._register.channel_by_id),
            *map(domain_url, self._register.domain_by_id),
            *map(annex_url, self._register.annexes),
            *(text_url(CONTENT + text) for text in self._hidden),
        )
        return frozenset(f"{address}{_INDEX}" for address in addresses if not self._is_made(address))

    @cached_property
    def _names(self) -> list[str]:
        """Everything as a text would name it."""
        decisions = [decision.id for decision in self.context.decisions.public]
        channels = [channel.id for channel in self.context.decisions.shown_channels]
        made = page_addresses(self._register, self.context.today, decisions=decisions, channels=channels)
        return sorted({*self._texts, *FILES, *(f"{address}{_INDEX}" for address in made)})

    @cached_property
    def _written(self) -> dict[str, Document]:
        """The text of each page that has one; a README gives way to an index."""
        documents = sorted(self._register.documents, key=lambda each: each.file.lower(), reverse=True)
        return {page_of(as_here(document.file).removeprefix(CONTENT)): document for document in documents}

    def no_such_part(self, path: str, fragment: str) -> tuple[str, str] | None:
        """What to say of a link to a part that a page hasn't, and a way out; None of a part that is there, or may be."""
        anchor = unquote(fragment)
        if (
            not anchor
            or anchor.startswith(_OF_A_RENDERER)
            or comes_and_goes(anchor)
            or anchor.lower() == "top"
        ):
            return None
        address = page_of(path)
        parts = self._parts(address)
        if parts is None or anchor in parts:
            return None
        message = f"Op die pagina is geen deel dat '#{_short(anchor)}' heet. De link leidt naar het begin."
        other = "Kijk welke koppen die tekst heeft."
        if address not in self._written:
            other = (
                "Deze pagina maakt de website zelf. Haal weg wat achter het adres staat, vanaf het teken #."
            )
        if parts >= PRODUCT_ANCHORS:
            other = "Noem de soort of de id van een bericht van dat product, bijvoorbeeld #aanvraag."
        return message, did_you_mean(anchor, sorted(parts)) or other

    def _parts(self, address: str) -> frozenset[str] | None:
        """What the parts of a page are called; None where nobody knows."""
        if address not in self._parts_of:
            self._parts_of[address] = self._worked_out(address)
        return self._parts_of[address]

    @cached_property
    def _parts_of(self) -> dict[str, frozenset[str] | None]:
        return {}

    def _worked_out(self, address: str) -> frozenset[str] | None:
        made, document = parts_made(self._register, address, self.context.today), self._written.get(address)
        if document is None:
            return made
        own = page_anchors(document.body)
        if not has_role(as_here(document.file)):
            return own
        taken = SKELETON_ANCHORS if made is None else made
        return own.union(taken, (anchor_of(each, taken) for each in own))


_INDEX = "index.md"
_OF_A_RENDERER = ("fn:", "fnref:", ":~:")
"""How footnotes are called, and how a browser is asked to look for words."""


_ELSEWHERE = re.compile(r"(?:https?:|data:)?//|data:", re.IGNORECASE)


@rule("WMEBV520")
def foreign_picture(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een plaatje staat op een andere website.

    De website laadt niets van andere websites. Zo weet niemand wie uw website bezoekt, en verandert een plaatje niet
    zonder u. Een browser toont het plaatje daarom niet. Zet het bestand in de map met uw teksten, en noem het pad vanaf
    uw tekst, bijvoorbeeld 'plaatjes/balie.jpg'.
    """
    for document in context.register.documents:
        for target in context.targets[document.file]:
            if target.is_picture and _ELSEWHERE.match(target.address):
                message = f"Het plaatje '{_short(target.address)}' staat op een andere website, en daarom ziet niemand het."
                hint = "Zet het plaatje in de map 'content', en noem het pad vanaf deze tekst."
                yield find.error(place_in(document, target.start, len(target.address)), message, hint)


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:59]}…"


_ASKED = re.compile(r"\[\s*vul hier\b[^\]]*\]", re.IGNORECASE)


@rule("WMEBV524")
def left_to_fill_in(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Er staat nog een tekst die u moet vervangen.

    In een nieuw project staat op sommige plekken '[Vul hier … in]'. Inwoners zien dat zo op de website, bijvoorbeeld
    als adres voor een brief. Zet er neer wat voor uw gemeente klopt, of haal de regel weg. De regel kijkt naar de
    gegevens van de gemeente in channels.yaml, en naar de hulp in 'content/hulp'.
    """
    for entry in (context.register.municipality, *context.register.support):
        for name, field in type(entry).model_fields.items():
            value = getattr(entry, name)
            if isinstance(value, str) and (asked := _ASKED.search(value)):
                key = field.alias or name
                message = f"Bij '{key}' staat nog '{asked[0]}'. Inwoners zien dat zo op de website."
                hint = "Vul in wat voor uw gemeente klopt, of haal de regel weg."
                yield find.warning(entry.place_of(key), message, hint)
