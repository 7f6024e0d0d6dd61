"""Finds where a feed of Samenwerkende Catalogi, which a municipality has on its website, says something else than what holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.designation.answers import State
from wmebv_site.designation.applying import Online, Way, applying, online
from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, in_order, printable
from wmebv_site.dutch import capitalised, enumerate_words
from wmebv_site.exchange.alike import (
    LIKE,
    Item,
    Sign,
    Signs,
    as_compared,
    called_alike,
    item_of,
    likeness,
    matches,
)
from wmebv_site.exchange.feed import Feed, FeedProduct, of_others, same_address
from wmebv_site.register.files import PRODUCTS_FILE
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, ChannelKind, Login
from wmebv_site.register.upl import PLACEHOLDER, PinnedUpl
from wmebv_site.register.values import slugify

NOT_IN_REGISTER = Code(
    "WMEBV298",
    "Een product uit de catalogus staat niet in het register",
    "Uw website noemt dit product in de catalogus die zij aan Samenwerkende Catalogi levert. In het register staat het niet. Dan "
    "is niet te zien of er een kanaal voor is aangewezen. Voeg het product toe: 'wmebv import sc' doet dat voor alle producten "
    "tegelijk. Heet het in het register anders? Vul daar dan 'page' in, met het adres van de pagina, of 'upl'. Biedt uw gemeente "
    "het niet aan? Zet het dan bij 'not_ours', en haal het van de website.",
    Level.WARNING,
)
NOT_IN_CATALOGUE = Code(
    "WMEBV299",
    "Een product uit het register staat niet in de catalogus",
    "Dit product staat in het register, maar niet in de catalogus die uw website aan Samenwerkende Catalogi levert. Wie het op "
    "overheid.nl zoekt, vindt het niet. Geef het in uw CMS een pagina die in de catalogus komt. Biedt uw gemeente het niet meer "
    "aan? Haal het dan uit het register.",
    Level.WARNING,
)
OTHER_FORM = Code(
    "WMEBV391",
    "De catalogus noemt een ander formulier dan het aangewezen kanaal",
    "Wie via de catalogus een product aanvraagt, komt op een ander adres uit dan het kanaal dat is aangewezen. Een bericht moet "
    "langs het aangewezen kanaal komen. Zet in uw CMS het adres van dat kanaal. Is het andere formulier goed? Wijs het dan aan. "
    "Een verschil in 'www.', een schuine streep aan het eind of wat alleen bezoekers telt, is geen verschil. Een adres dat onder "
    "het adres van het kanaal ligt, hoort bij dat kanaal. Grondslag: artikel 2:13, eerste lid, Awb.",
)
NOT_ONLINE = Code(
    "WMEBV392",
    "De catalogus zegt dat iets niet online kan, terwijl er een kanaal is aangewezen",
    "In de catalogus staat 'online aanvragen: nee'. Er is wel een kanaal aangewezen. Mensen denken dan dat het alleen op papier "
    "kan. Zet 'online aanvragen' in uw CMS op 'ja', of op 'digid' als men met DigiD inlogt. Vul ook het adres van het kanaal "
    "in. "
    "Grondslag: artikel 2:13, eerste lid, Awb.",
)
ONLINE_WITHOUT_CHANNEL = Code(
    "WMEBV393",
    "De catalogus zegt dat iets online kan, terwijl er geen kanaal geldt",
    "In de catalogus staat dat men dit product online aanvraagt. Op deze dag geldt daarvoor geen aangewezen kanaal: er is niets "
    "aangewezen, het besluit is nog niet ingegaan, of het bericht is uitgezonderd. Neem het formulier op in een besluit, of zet "
    "'online aanvragen' in uw CMS op 'nee'. Grondslag: artikel 2:13, eerste lid, Awb.",
)
OTHER_LOGIN = Code(
    "WMEBV394",
    "De catalogus noemt een andere inlog",
    "In de catalogus staat 'digid' als men dit product alleen met DigiD online aanvraagt. Er staat 'ja' als het ook zonder kan. Het "
    "aangewezen kanaal vraagt iets anders. Pas de catalogus aan in uw CMS, of het kanaal in channels.yaml.",
    Level.WARNING,
)
OTHER_NAME = Code(
    "WMEBV581",
    "De catalogus noemt een product anders",
    "Het product heet in de catalogus van uw website anders dan in het register. Wie het op beide plaatsen zoekt, weet dan niet "
    "of het hetzelfde is. Kies één naam. Hoofdletters, leestekens en woorden als "
    "'aanvragen' tellen niet mee, en één van de twee mag langer zijn.",
    Level.WARNING,
)
OTHER_UPL = Code(
    "WMEBV582",
    "De catalogus en het register noemen niet dezelfde UPL-naam",
    "De Uniforme Productnaam (UPL) zegt om welk product van de overheid het gaat. Daarmee vindt overheid.nl het. Noemt de "
    "catalogus een andere dan het register, of noemt één van de twee er geen? Zoek uit welke klopt, en zet die op beide plaatsen.",
    Level.WARNING,
)
NOT_COMPARED = Code(
    "WMEBV583",
    "Iets in de catalogus is niet te vergelijken",
    "Van dit deel van de catalogus is niet te zien of het bij het register past. Er ontbreekt bijvoorbeeld een titel, of "
    "het bestand heeft maar een deel van de producten. Verbeter het in uw CMS, of vergelijk met het hele bestand.",
    Level.WARNING,
)

_NONE_HOLDS = frozenset({State.GAP, State.NOT_OPENED, State.EXEMPT})


@dataclass(frozen=True)
class Comparison:
    """What differs, in order, and between how many products."""

    diagnostics: list[Diagnostic]
    in_catalogue: int
    in_register: int


def compare(decisions: Decisions, feed: Feed, upl: PinnedUpl) -> Comparison:
    """Hold a feed against what holds on the day of the decisions. Raises Refused for a feed of other municipalities."""
    register = decisions.register
    of_others(feed, register.municipality.name)
    unlike = frozenset(map(as_compared, register.not_ours))
    items = [item_of(told, upl) for told in feed.products]
    items = [item for item in items if unlike.isdisjoint({*item.addresses, item.slug})]
    found = _Comparing(decisions, items, upl).findings(_is_part(feed))
    found += [_not_compared(f"{capitalised(each)} Dit product is niet vergeleken.") for each in feed.refused]
    if _is_part(feed):
        given = len(feed.products) + len(feed.refused)
        found.append(
            _not_compared(
                f"De zoekdienst heeft {feed.there_are} producten; in dit bestand staan er {given}. Wat erin ontbreekt, is dus niet te zien."
            )
        )
    return Comparison(in_order(found), len(items), len(register.products))


def _is_part(feed: Feed) -> bool:
    return feed.there_are is not None and feed.there_are > len(feed.products) + len(feed.refused)


def _not_compared(message: str) -> Diagnostic:
    hint = "Verbeter dit in uw CMS, of vergelijk met het hele bestand."
    return NOT_COMPARED.at(Place(PRODUCTS_FILE), message, hint)


class _Comparing:
    """One feed beside one register."""

    def __init__(self, decisions: Decisions, items: list[Item], upl: PinnedUpl) -> None:
        self.decisions, self.items, self.upl = decisions, items, upl
        self.holding = decisions.holding(decisions.today)
        self.products = decisions.register.products
        told = [_as_data(product) for product in self.products]
        self.alike = likeness(items, told, upl)
        self.matched = matches(self.alike)

    @property
    def register(self) -> Register:
        return self.decisions.register

    @cached_property
    def pages_of(self) -> Mapping[int, tuple[int, ...]]:
        """For each item the products that it is the page of: the one that it surely is, else all that it may well be.

        A website may have several pages for one product, and one page for several.
        """
        found: dict[int, set[int]] = defaultdict(set)
        for number, at in self.matched.items():
            found[number].add(at)
        for number, near in enumerate(self.alike):
            if number not in self.matched:
                found[number].update(_surest(near))
        covered = {at for several in found.values() for at in several}
        for number, near in enumerate(self.alike):
            found[number].update(
                at for at, signs in near.items() if at not in covered and signs & {Sign.PAGE, Sign.UPL}
            )
        return {number: tuple(sorted(several)) for number, several in found.items() if several}

    def findings(self, is_part: bool) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        perhaps: set[int] = set()
        for number, item in enumerate(self.items):
            if several := self.pages_of.get(number):
                found += self._of_item(item, [self.products[at] for at in several], number in self.matched)
            else:
                near = self._nearest(number)
                perhaps |= {near[0]} if near else set()
                found.append(self._not_in_register(item, near))
        if not is_part:
            covered = perhaps | self._covered
            found += [
                self._not_in_catalogue(product)
                for at, product in enumerate(self.products)
                if at not in covered and product.authority not in self.register.other_bodies
            ]
        return found

    @cached_property
    def _covered(self) -> frozenset[int]:
        """The products that some item is the page of."""
        return frozenset(at for several in self.pages_of.values() for at in several)

    def _nearest(self, number: int) -> tuple[int, Sign] | None:
        """The product that nobody is the page of and that an item looks like, by its best sign."""
        near = [(at, signs) for at, signs in self.alike[number].items() if at not in self._covered]
        return next(((at, sign) for sign in LIKE for at, signs in near if sign in signs), None)

    def _not_in_register(self, item: Item, near: tuple[int, Sign] | None) -> Diagnostic:
        told = item.told
        message = f"{_named(told)} staat in de catalogus, maar niet in het register."
        if near is None:
            hint = "Voeg het toe met 'wmebv import sc'. Biedt u het niet aan? Zet het dan bij 'not_ours'."
            return NOT_IN_REGISTER.at(Place(PRODUCTS_FILE), message, hint)
        product = self.products[near[0]]
        fill_in = (
            f"'upl: {item.upls[0]}'"
            if item.upls and not product.upl
            else "'page', met het adres van de pagina"
        )
        hint = f"Het {LIKE[near[1]]} uw product '{product.id}'. Is het hetzelfde? Vul daar dan in: {fill_in}."
        return NOT_IN_REGISTER.at(product.place_of("name"), message, hint)

    @staticmethod
    def _not_in_catalogue(product: Product) -> Diagnostic:
        message = f"'{product.name}' staat in het register, maar niet in de catalogus."
        hint = "Zet het in uw CMS in de catalogus, of haal het uit het register als u het niet meer aanbiedt."
        return NOT_IN_CATALOGUE.at(product.place_of("name"), message, hint)

    def _of_item(self, item: Item, products: list[Product], is_surely: bool) -> Iterator[Diagnostic]:
        yield from _unclear(item.told, products[0])
        yield from self._applying(item, products)
        if is_surely and len(products) == 1:
            yield from self._naming(item, products[0])
        yield from self._upl(item, products)

    def _naming(self, item: Item, product: Product) -> Iterator[Diagnostic]:
        own = [product.name, *([product.upl_name] if product.upl_name else [])]
        if any(called_alike(item.slug, slugify(name)) for name in own):
            return
        message = (
            f"In de catalogus heet dit product '{_clean(item.told.name)}', in het register '{product.name}'."
        )
        yield OTHER_NAME.at(
            product.place_of("name"), message, "Kies één naam, voor de website en het register."
        )

    def _upl(self, item: Item, products: list[Product]) -> Iterator[Diagnostic]:
        own = {product.upl for product in products if product.upl and product.upl != PLACEHOLDER}
        said = {*item.upls, *item.unknown}
        if own & said or (not own and not said) or set(map(as_compared, own)) & item.addresses:
            return
        product = products[0]
        there = enumerate_words([f"'{self._upl_name(each)}'" for each in sorted(said)], "en")
        here = enumerate_words([f"'{self._upl_name(each)}'" for each in sorted(own)], "en")
        place = product.place_of("upl") if product.upl else product.place_of("name")
        name = _named(item.told)
        if not said:
            message = f"{name} heeft in de catalogus geen UPL-naam, en in het register {here}."
            yield OTHER_UPL.at(place, message, "Zet die UPL-naam ook in uw CMS.")
        elif not own:
            message = f"{name} heeft in de catalogus de UPL-naam {there}, en in het register geen."
            known = (
                f"Klopt die? Vul dan in: upl: {item.upls[0]}" if item.upls else "Zoek op of die naam bestaat."
            )
            yield OTHER_UPL.at(place, message, known)
        else:
            message = f"{name} heeft in de catalogus de UPL-naam {there}, en in het register {here}."
            yield OTHER_UPL.at(place, message, "Zoek uit welke klopt, en zet die op beide plaatsen.")

    def _upl_name(self, address: str) -> str:
        listed = self.upl.names.get(address)
        return listed.name if listed else _clean(address)

    def _applying(self, item: Item, products: list[Product]) -> Iterator[Diagnostic]:
        """What the feed says of applying online, beside what holds for the product, or for each that it is the page of."""
        told = item.told
        whom = {audience for audience in Audience if audience.value in told.audience}
        found = [(product, online(self.holding, product, whom, self.decisions.today)) for product in products]
        uncertain = {State.ERROR, State.OLD_LAW, State.EARLIER}
        if any(each.states & uncertain for _, each in found):
            return
        with_ways = [(product, each) for product, each in found if each.ways]
        says_yes = told.online or (not told.said_online and bool(told.written_form))
        if told.said_online == "nee":
            if with_ways:
                yield _not_online(told, *with_ways[0])
        elif says_yes and all(_nothing_holds(product, each) for product, each in found):
            yield _nothing_for(told, *found[0])
        elif says_yes and told.written_form and (with_ways or any(each.elsewhere for _, each in found)):
            there = [each for each in with_ways if self._leads_there(told.form, each[1].ways)]
            if there:
                yield from _login(told, *there[0])
            else:
                yield self._other_form(told, *(with_ways or found)[0])
        elif told.online and with_ways:
            yield from _login(told, *with_ways[0])

    def _leads_there(self, form: str | None, ways: Iterable[Way]) -> bool:
        """Whether an address is one of these ways: its own, one below it, or one of the same portal.

        Unless another channel has that address as its own.
        """
        if form is None:
            return False
        there, holding = same_address(form), {way.channel for way in ways}
        if any(same_address(way.url) == there for way in ways):
            return True
        return self._whose.get(there, frozenset()) <= holding and leads_there(form, ways)

    @cached_property
    def _whose(self) -> dict[tuple[str, ...], frozenset[str]]:
        """The channels of the register by their addresses."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for channel in self.register.channels:
            for way in channel.ways_in:
                if way.url and way.url.startswith(("https://", "http://")):
                    found[same_address(way.url)].add(channel.id)
        return {address: frozenset(names) for address, names in found.items()}

    def _other_form(self, told: FeedProduct, product: Product, holding: Online) -> Diagnostic:
        form = _clean(told.form or told.written_form)
        message = f"Bij {_named(told)} noemt de catalogus het formulier {form}. Daarvoor {_hold(holding)}."
        other = sorted(self._whose.get(same_address(told.form), ())) if told.form else []
        whose = f"Dat formulier is het kanaal '{other[0]}'. " if other else ""
        if told.form is None:
            whose = "Dat adres kan niet. "
        best = holding.best
        way = f"Zet in uw CMS het adres {best.url}" if best else "Haal het formulier weg uit uw CMS"
        return OTHER_FORM.at(_place(product), message, f"{whose}{way}, of wijs het formulier aan.")


def _as_data(product: Product) -> dict[str, str]:
    """What is compared to find out which product it is."""
    data = {"id": product.id, "name": product.name}
    data |= {"page": product.page} if product.page else {}
    return data | ({"upl": product.upl} if product.upl else {})


def _surest(near: Mapping[int, Signs]) -> list[int]:
    """Of the products that an item is like those with the best sign, where that is more than a word in common."""
    for sign in (Sign.PAGE, Sign.NAME, Sign.UPL):
        if found := [at for at, signs in near.items() if sign in signs]:
            return found
    return []


def _nothing_holds(product: Product, holding: Online) -> bool:
    return not holding.ways and (
        not applying(product) or (bool(holding.states) and holding.states <= _NONE_HOLDS)
    )


def leads_there(form: str, ways: Iterable[Way]) -> bool:
    """Whether an address is that of one of these ways, stands below it, or is on the website of the same portal."""
    there = same_address(form)
    return any(same_address(way.url) == there or _is_below(there, way) for way in ways)


def _is_below(there: tuple[str, ...], way: Way) -> bool:
    here = same_address(way.url)
    if there[0] != here[0]:
        return False
    is_portal = way.kind in (ChannelKind.PORTAL, ChannelKind.OMGEVINGSLOKET)
    return is_portal or (not here[2] and there[1].startswith(f"{here[1]}/"))


def _unclear(told: FeedProduct, product: Product) -> Iterator[Diagnostic]:
    """What is told of applying online where nobody can tell what is meant."""
    named = _named(told)
    if told.unclear_online:
        message = f"Bij {named} staat '{_clean(told.unclear_online)}' bij 'online aanvragen'. Wat dat betekent, is niet te zien."
        yield NOT_COMPARED.at(_place(product), message, "Zet in uw CMS 'ja', 'nee' of 'digid'.")
    if told.more_forms:
        others = enumerate_words([_clean(each) for each in told.more_forms], "en")
        message = f"Bij {named} staat meer dan één formulier. Niet vergeleken: {others}."
        yield NOT_COMPARED.at(_place(product), message, "Laat in uw CMS één adres staan.")


def _not_online(told: FeedProduct, product: Product, holding: Online) -> Diagnostic:
    message = f"Volgens de catalogus kan {_named(told)} niet online. Toch {_hold(holding, 'daarvoor ')}."
    best = holding.best
    hint = f"Zet 'online aanvragen' in uw CMS op '{holding.word}', met het adres {best.url if best else ''}."
    return NOT_ONLINE.at(_place(product), message, hint)


def _nothing_for(told: FeedProduct, product: Product, holding: Online) -> Diagnostic:
    via = f" via {_clean(told.form or told.written_form)}" if told.written_form else ""
    message = f"Volgens de catalogus kan {_named(told)} online{via}."
    off = "zet 'online aanvragen' in uw CMS op 'nee'"
    if not applying(product):
        message += " In het register staat geen bericht waarmee iemand dit aanvraagt."
        return ONLINE_WITHOUT_CHANNEL.at(
            product.place_of("messages"), message, f"Voeg bij 'messages' een aanvraag toe, of {off}."
        )
    if State.EXEMPT in holding.states:
        message += " Volgens het register kan dit bericht niet digitaal."
        return ONLINE_WITHOUT_CHANNEL.at(
            _place(product), message, f"Haal 'exempt' weg als dat niet meer klopt, of {off}."
        )
    message += " Er geldt daarvoor geen aangewezen kanaal."
    return ONLINE_WITHOUT_CHANNEL.at(
        _place(product), message, f"Wijs dit formulier aan in een besluit, of {off}."
    )


def _login(told: FeedProduct, product: Product, holding: Online) -> Iterator[Diagnostic]:
    asking = [way for way in holding.ways if way.login is Login.DIGID]
    if told.said_online == "digid" and not asking:
        names = _in_words(holding)
        ask = "vragen" if len(names) > 1 else "vraagt"
        message = f"Volgens de catalogus vraagt {_named(told)} DigiD. Dat {ask} {enumerate_words(names, 'en')} niet."
    elif told.said_online == "ja" and holding.word == "digid":
        names = _words_of(asking)
        ask = "vragen" if len(names) > 1 else "vraagt"
        message = f"Volgens de catalogus kan {_named(told)} zonder DigiD. {enumerate_words(names, 'en')} {ask} DigiD."
    else:
        return
    hint = f"Zet 'online aanvragen' in uw CMS op '{holding.word}', of wijzig 'login' bij het kanaal."
    yield OTHER_LOGIN.at(_place(product), message, hint)


def _place(product: Product) -> Place:
    """Where the message stands with which one applies; the product itself where it has none."""
    found = applying(product)
    return found[0].place_of("kind") if found else product.place_of("name")


def _named(told: FeedProduct) -> str:
    """The name in the feed, with its page: several pages may have one name."""
    return f"'{_clean(told.name)}'" + (f" ({_clean(told.page)})" if told.page else "")


def _clean(text: str) -> str:
    """What others wrote, as it can stand in a sentence of ours."""
    return printable(" ".join(text.split()))[:200]


def _hold(holding: Online, of_it: str = "") -> str:
    """The channels that hold, with the verb before them."""
    names = _in_words(holding)
    return f"{'gelden' if len(names) > 1 else 'geldt'} {of_it}{enumerate_words(names, 'en')}"


def _in_words(holding: Online) -> list[str]:
    """The channels that hold, each with one address: first the one that a catalogue names."""
    best = holding.best
    ways = (*([best] if best else []), *holding.ways)
    return [*_words_of(ways), *(f"'{name}'" for name in holding.elsewhere)]


def _words_of(ways: Iterable[Way]) -> list[str]:
    named: dict[str, str] = {}
    for way in ways:
        named.setdefault(way.name, f"'{way.name}' ({way.url})")
    return list(named.values())
