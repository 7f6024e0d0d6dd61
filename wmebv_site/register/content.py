"""What other texts and lists in ``content/`` say: home page, policies, road map, words to avoid, links to leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from wmebv_site.diagnostics import Code, Diagnostic, Level, did_you_mean
from wmebv_site.register.entry import (
    NOT_TOGETHER,
    ContentEntry,
    Entry,
    Refers,
    internal,
    public,
)
from wmebv_site.register.terms import MenuPlace, PolicyKind, RoadmapStep
from wmebv_site.register.values import ChannelUrl, Date, Slug, Text, Url, quoted
from wmebv_site.register.yaml import YamlList, YamlMapping


class Home(ContentEntry):
    title: Text | None = public("Titel", "De titel van de startpagina.", None)
    description: Text | None = public("Beschrijving", "Waar de pagina over gaat, voor zoekmachines.", None)


class OwnPage(ContentEntry):
    """A page of the municipality's own: of what stands above it, nothing else counts."""

    title: Text | None = public("Titel", "De titel van de pagina.", None)
    description: Text | None = public("Beschrijving", "Waar de pagina over gaat, voor zoekmachines.", None)
    menu: MenuPlace | None = public(
        "Menu", "Waar een link naar de pagina staat: 'boven' in het menu, of 'onder' elke pagina.", None
    )
    menu_title: Text | None = public(
        "Naam in het menu", "Hoe de link heet; zonder deze sleutel heet die als de titel.", None
    )


OWN_PAGE_KEYS = tuple(OwnPage.model_fields)
UNUSED_KEY = Code(
    "WMEBV128",
    "Een sleutel boven een eigen tekst doet niets",
    "Boven een tekst van uzelf tellen 'title', 'description', 'menu' en 'menu_title'. Met wat andere programma's daar nog meer "
    "lezen, zoals 'template' of 'hide', doet deze website niets. Zo kan een tekst niet veranderen hoe de website wordt "
    "gemaakt. Verwijder de regel.",
    Level.WARNING,
)
NO_TEXT = Code(
    "WMEBV129",
    "Een titel of beschrijving is geen tekst",
    "Achter 'title', 'description', 'menu' en 'menu_title' staat één regel tekst. Een lijst of een onderdeel met eigen "
    "sleutels kan daar niet.",
)
NO_MENU = Code(
    "WMEBV151",
    "Een eigen pagina staat op een plek in het menu die er niet is",
    "Een eigen pagina kan in het menu boven aan elke pagina staan ('menu: boven'), of bij de links onderaan ('menu: onder'). "
    "De link heet als de titel van de pagina, of als 'menu_title'. Zonder 'menu' leidt alleen een link in een andere tekst "
    "naar de pagina.",
)
LONG_LINK = Code(
    "WMEBV152",
    "Een link in het menu is te lang",
    "Op een telefoon past een lange link niet naast een andere. Met 'menu_title' geeft u de link een korte naam; de pagina "
    "houdt haar titel.",
    Level.WARNING,
)
_LONGEST_LINK = 30


def own_page_findings(meta: YamlMapping) -> Iterator[Diagnostic]:
    """What is wrong above a page of the municipality's own."""
    for key in meta.key_spans:
        if key not in OWN_PAGE_KEYS:
            message = f"De sleutel {quoted(key)} doet boven deze tekst niets."
            hint = (
                did_you_mean(key, OWN_PAGE_KEYS)
                or "Verwijder deze regel. Hier tellen 'title', 'description', 'menu' en 'menu_title'."
            )
            yield UNUSED_KEY.at(meta.place_of_key(key), message, hint)
        elif meta[key] is not None and not isinstance(meta[key], str):
            hint = f"Schrijf bijvoorbeeld '{key}: Over ons'."
            yield NO_TEXT.at(meta.place_of_key(key), f"Achter '{key}' hoort één regel tekst.", hint)
    yield from _menu_findings(meta)


def _menu_findings(meta: YamlMapping) -> Iterator[Diagnostic]:
    """What is wrong with the link that leads to a page from every other page."""
    place, name = meta.get("menu"), meta.get("menu_title")
    if isinstance(place, str) and place not in set(MenuPlace):
        message = f"Achter 'menu' staat {quoted(place)}. Daar kan alleen 'boven' of 'onder' staan."
        hint = did_you_mean(place, list(MenuPlace)) or (
            "Schrijf 'menu: boven' voor het menu boven aan elke pagina, of 'menu: onder' voor de links onderaan."
        )
        yield NO_MENU.at(meta.place_of("menu"), message, hint)
    elif place and not meta.get("title") and not name:
        message = "Deze pagina staat in het menu, maar heeft geen titel. Dan heeft de link geen naam."
        yield NO_MENU.at(
            meta.place_of_key("menu"), message, "Voeg 'title' toe, bijvoorbeeld 'title: Over ons'."
        )
    elif isinstance(place, str) and isinstance(name or meta.get("title"), str):
        long = len(str(name or meta["title"]))
        if long > _LONGEST_LINK:
            message = f"De link in het menu is {long} tekens lang, en duwt andere links van het scherm van een telefoon."
            hint = f"Geef de link met 'menu_title' een naam van ten hoogste {_LONGEST_LINK} tekens."
            yield LONG_LINK.at(meta.place_of("menu_title" if name else "title"), message, hint)
    elif name and not place:
        message = "De sleutel 'menu_title' doet niets zonder 'menu'."
        hint = "Voeg 'menu: boven' of 'menu: onder' toe, of verwijder deze regel."
        yield UNUSED_KEY.at(meta.place_of_key("menu_title"), message, hint)


class Policy(ContentEntry):
    """Without ``adopted`` it is a draft, and never published."""

    title: Text = public("Titel", "Hoe dit beleid heet.")
    kind: PolicyKind = public("Soort", "Waar dit beleid over gaat.")
    adopted_by: Annotated[Slug, Refers("bestuursorgaan")] | None = public(
        "Vastgesteld door", "Wie het beleid vaststelde of vaststelt.", None
    )
    adopted: Date | None = public(
        "Vastgesteld", "De dag waarop het is vastgesteld; leeg bij een concept.", None
    )
    publication: Url | None = public(
        "Gemeenteblad", "Het adres van de bekendmaking, bij een beleidsregel.", None
    )
    document: Url | None = public("Document", "Het adres van het document zelf.", None)
    version: Text | None = public("Versie", "Het nummer of de naam van deze versie.", None)

    def adopted_on(self, day: date) -> bool:
        """Whether it is adopted by this day."""
        return self.adopted is not None and self.adopted <= day

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if data.get("adopted") and "adopted_by" not in data.key_spans:
            message = "Er staat wanneer dit beleid is vastgesteld, maar niet door wie."
            yield NOT_TOGETHER.at(data.place_of_key("adopted"), message, "Voeg 'adopted_by' toe.")


class RoadmapAction(Entry):
    action: Text = internal("Actie", "Wat er moet gebeuren, in één zin.")
    owner: Text | None = internal("Eigenaar", "Wie het doet: een functie, geen naam van een persoon.", None)
    due: Date | None = internal("Klaar vóór", "De dag waarop het klaar moet zijn.", None)
    done: Date | None = internal("Gedaan op", "De dag waarop het klaar was.", None)
    evidence: Text | None = internal("Bewijs", "Waar dat uit blijkt.", None)


class StepEntry(Entry):
    step: RoadmapStep = internal("Stap", "Welke stap dit is.")
    owner: Text | None = internal(
        "Eigenaar", "Wie de stap trekt: een functie, geen naam van een persoon.", None
    )
    due: Date | None = internal("Klaar vóór", "De dag waarop de stap klaar moet zijn.", None)
    actions: tuple[RoadmapAction, ...] = internal("Acties", "Wat er in deze stap moet gebeuren.", ())


class Roadmap(Entry):
    """The whole of ``content/stappenplan.yaml``."""

    steps: tuple[StepEntry, ...] = internal("Stappen", "De stappen waarover u iets bijhoudt.", ())

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        listed = data.get("steps")
        first: dict[str, int] = {}
        for entry in listed if isinstance(listed, YamlList) else ():
            if not isinstance(entry, YamlMapping) or not isinstance(step := entry.get("step"), str):
                continue
            place = entry.place_of("step")
            if step in first:
                message = f"De stap '{step}' staat er al, op regel {first[step]}."
                yield NOT_TOGETHER.at(place, message, "Zet alles over een stap bij elkaar.")
            first.setdefault(step, place.line)


class AvoidedWord(Entry):
    avoid: Text = internal("Liever niet", "Het woord of de woorden die een lezer niet hoeft te kennen.")
    write: Text = internal("Liever wel", "Wat u in plaats daarvan schrijft.")


class Wordlist(Entry):
    """The whole of ``content/woordenlijst.yaml``."""

    words: tuple[AvoidedWord, ...] = internal("Woorden", "De woorden die u zelf toevoegt.", ())
    keep: tuple[Text, ...] = internal("Toch gebruiken", "Woorden uit de vaste lijst die bij u wel mogen.", ())


class LinkException(Entry):
    url: ChannelUrl = internal(
        "Adres", "Het adres dat niet wordt nagekeken, precies zoals het in de registers staat."
    )
    reason: Text = internal("Reden", "Waarom het niet wordt nagekeken.")
    owner: Text = internal("Eigenaar", "Wie dit besloot: een functie, geen naam van een persoon.")
    last_day: Date = internal(
        "Laatste dag", "Tot en met welke dag dit geldt; ten hoogste twaalf maanden vooruit."
    )


class LinkExceptions(Entry):
    """The whole of ``content/koppelingen.yaml``."""

    exceptions: tuple[LinkException, ...] = internal(
        "Uitzonderingen", "De adressen die 'wmebv links' met rust laat.", ()
    )

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        listed = data.get("exceptions")
        first: dict[str, int] = {}
        for entry in listed if isinstance(listed, YamlList) else ():
            if not isinstance(entry, YamlMapping) or not isinstance(url := entry.get("url"), str):
                continue
            place = entry.place_of("url")
            if url in first:
                message = f"Dit adres staat er al, op regel {first[url]}."
                yield NOT_TOGETHER.at(place, message, "Laat één van beide staan.")
            first.setdefault(url, place.line)
