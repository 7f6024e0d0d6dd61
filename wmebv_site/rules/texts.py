"""Rules about the municipality's own texts: their links and pictures, and what was left to fill in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from wmebv_site.diagnostics import Diagnostic, did_you_mean
from wmebv_site.register.addresses import FILES, annex_url, channel_url, domain_url, page_addresses, text_url
from wmebv_site.register.files import CONTENT, has_role, is_input, is_note, is_thing
from wmebv_site.register.linked import Dead, Links, page_anchors, page_of
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

    Grondslag: goede praktijk.
    """
    written = [(document, context.targets[document.file]) for document in context.register.documents]
    if not any(targets for _, targets in written):
        return  # what the website makes is much to work out
    texts, pages = _texts_to_link_to(context), set(_pages(context))
    hidden = {text for text in texts if is_thing(CONTENT + text) and text_url(CONTENT + text) not in pages}
    absent = set(map(_as_target, _pages_of_another_day(context.register, hidden) - pages))
    known = {*texts, *FILES, *map(_as_target, pages)}
    shown = pages.union(
        page_of(text) for text in texts if text.endswith(".md") and not has_role(CONTENT + text)
    )
    bodies = {document.file.removeprefix(CONTENT): document.body for document in context.register.documents}
    anchors: dict[str, frozenset[str]] = {}
    for document, targets in written:
        own = document.file.removeprefix(CONTENT)
        links = Links(known if own in hidden else known - hidden, shown)
        for target in targets:
            found = links.dead(own, target)
            if isinstance(found, tuple) and found[0] in bodies:
                text, anchor = found[0], unquote(found[1])
                if text not in anchors:
                    anchors[text] = page_anchors(bodies[text])
                found = None
                # The page of a thing has parts of its own beside what its text says.
                told = not has_role(CONTENT + text) or anchor.startswith("artikel-")
                if (
                    anchor
                    and told
                    and not anchor.startswith(("fn:", "fnref:", ":~:"))
                    and anchor not in anchors[text]
                ):
                    place = place_in(document, target.start, len(target.address))
                    message = f"Op die pagina is geen deel dat '#{_short(anchor)}' heet. De link leidt naar het begin."
                    hint = did_you_mean(anchor, sorted(anchors[text])) or "Kijk welke koppen die tekst heeft."
                    yield find.warning(place, message, hint)
            if not isinstance(found, Dead):
                continue
            page = posixpath.normpath(f"{found.where}/index.md")
            if found.where in hidden:
                hint = "Deze tekst staat vandaag niet op de website. Verwijder de link, of wacht ermee."
            elif {found.where, page} & absent:
                hint = "Deze pagina staat vandaag niet op de website. Verwijder de link, of wacht ermee."
            elif found.instead:
                hint = f"Schrijf '{found.instead}'."
            else:
                hint = (
                    did_you_mean(found.where, sorted(known))
                    or "Controleer de naam van het bestand en de map."
                )
            place = place_in(document, target.start, len(target.address))
            yield find.warning(
                place, f"De link naar '{_short(found.path)}' leidt vanaf deze tekst nergens heen.", hint
            )


def _texts_to_link_to(context: Context) -> set[str]:
    """The texts, pictures and documents of the municipality itself, counted from ``content/``."""
    paths = [path for path in context.register.content_paths if not is_note(path)]
    return {path.removeprefix(CONTENT) for path in paths if path.endswith(".md") or not is_input(path)}


def _pages(context: Context) -> Iterator[str]:
    """The pages of the website today."""
    decisions = [decision.id for decision in context.decisions.public]
    channels = [channel.id for channel in context.decisions.shown_channels]
    return page_addresses(context.register, context.today, decisions=decisions, channels=channels)


def _pages_of_another_day(register: Register, hidden: Iterable[str]) -> set[str]:
    """The pages of what the register knows: a channel that is only wanted, a draft with its annex, help that stopped."""
    channels, domains = map(channel_url, register.channel_by_id), map(domain_url, register.domain_by_id)
    return {
        *channels,
        *domains,
        *map(annex_url, register.annexes),
        *(text_url(CONTENT + text) for text in hidden),
    }


def _as_target(address: str) -> str:
    """How a text names a page: as the file that it would be."""
    return f"{address}index.md"


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
