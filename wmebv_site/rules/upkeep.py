"""Rules about what goes out of date: channels that stop, products nobody looked at for a year, names of the national list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.rule import spelled_out
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import in_words
from wmebv_site.register.channels import BY_EXECUTOR, Channel, DefaultSource, Designation, website_of
from wmebv_site.register.products import Product
from wmebv_site.register.terms import Owner
from wmebv_site.register.upl import PLACEHOLDER, PinnedUpl, is_address
from wmebv_site.register.values import quoted
from wmebv_site.rules.base import Context, Finder, as_one, others, rule, the_first

_SOON = timedelta(days=30)


def within_a_year(day: date, today: date) -> bool:
    """Whether something of a day, such as a review, counts today: a year ago to the day does."""
    return day >= today.replace(
        year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day
    )


@rule("WMEBV334")
def stopped_channel(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een aangewezen kanaal is gestopt, of stopt binnenkort.

    Is een kanaal gestopt? Dan kan niemand er meer iets mee sturen, en mag u er niet naar verwijzen. Wijs een ander
    kanaal aan. Stopt het binnen 30 dagen en is er nog geen ander kanaal voor dezelfde berichten? Dan is dat een
    waarschuwing. Zet het nieuwe kanaal er alvast bij:

        channels: [oud-formulier, nieuw-formulier]

    Noemde de gemeente een kanaal zonder besluit, voor vragen en andere gewone berichten? Dan mag het gestopte kanaal
    blijven staan, naast het kanaal dat er nu is. De website zegt dan voor elke dag welk kanaal er was.

    De regel kijkt naar de registers en naar wat nu geldt. Geldt het kanaal nog door een besluit? Dan helpt het niet om
    alleen de registers te wijzigen: neem ook een nieuw besluit.

    Grondslag: artikel 2:16 Awb.
    """
    stopping = {channel.id for channel in context.register.channels if channel.until is not None}
    held: dict[str, list[Resolution]] = defaultdict(list)
    for resolution in context.holding.answered(
        lambda answer: any(resolved.channel.id in stopping for resolved in answer.channels)
    ):
        for name in resolution.channel_ids:
            held[name].append(resolution)
    named_alone = _made_known_alone(context)
    for channel in context.register.channels:
        uses = context.uses.get(channel.id) or held.get(channel.id, ())
        until = channel.until
        if until is not None and not uses and channel.id in named_alone:
            place = named_alone[channel.id]
            text = f"Het kanaal '{channel.name}' is gestopt op {in_words(until)}, en {_where(place)} staat geen ander kanaal."
            yield find.warning(channel.place_of("until"), text, "Noem daar ook het kanaal dat er nu is.")
        if until is None or not uses:
            continue
        if channel.has_stopped_on(context.today):
            text = f"Het kanaal '{channel.name}' is gestopt op {in_words(until)}, maar is nog aangewezen voor {the_first(uses)}."
            yield find.about(any(map(context.is_ours, uses))).error(
                channel.place_of("until"), text, "Wijs een ander kanaal aan."
            )
            continue
        alone = [
            use for use in uses if not any(resolved.channel.works_on(until) for resolved in use.channels)
        ]
        if until <= context.today + _SOON and alone:
            text = f"Het kanaal '{channel.name}' stopt op {in_words(until)}. Daarna is er geen kanaal voor {the_first(alone)}."
            yield find.about(any(map(context.is_ours, alone))).warning(
                channel.place_of("until"), text, "Zet er alvast een ander kanaal bij."
            )


def _made_known_alone(context: Context) -> dict[str, Place]:
    """The channels that have stopped where only such were made known without a decision (Awb 2:14), with where."""
    register, found = context.register, dict[str, Place]()
    if not any(channel.has_stopped_on(context.today) for channel in register.channels):
        return found
    for owner in context.sourced:
        if isinstance(owner, DefaultSource) or not owner.channels:
            continue
        if owner.source is not None or (register.default_source and not isinstance(owner, Designation)):
            continue
        for executor in register.executors if BY_EXECUTOR in owner.channels else (None,):
            names = tuple(spelled_out(owner.channels, executor))
            named = [register.channel_by_id.get(name) for name in names]
            if named and all(
                channel is not None and channel.has_stopped_on(context.today) for channel in named
            ):
                found.setdefault(names[-1], owner.place_of("channels"))
    return found


def _where(place: Place) -> str:
    return f"in {place.file} op regel {place.line}"


@rule("WMEBV337")
def no_accessibility_statement(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Er is geen toegankelijkheidsverklaring.

    Elke gemeente zegt in een verklaring hoe toegankelijk haar website is. Noem het adres van die verklaring:

        municipality:
          accessibility_statement: https://www.voorbeeld.example/toegankelijkheid

    Staat een formulier of portaal op een andere website? Dan heeft die een eigen verklaring. Noem haar bij één van de
    kanalen op die website: de pagina van elk kanaal daar leidt er dan naartoe. De regel kijkt alleen naar kanalen van de
    gemeente zelf. Voor een landelijke voorziening, zoals het Omgevingsloket, zorgt wie die beheert. Vraag uw leverancier
    welke verklaring bij het formulier hoort.

    Grondslag: artikel 4 Besluit digitale toegankelijkheid overheid.
    """
    municipality = context.register.municipality
    if municipality.accessibility_statement is None:
        text = "Bij de gemeente staat geen adres van de toegankelijkheidsverklaring."
        place = municipality.place_of("accessibility_statement")
        yield find.warning(place, text, "Voeg 'accessibility_statement' toe.")
    # Of its own website it is said above.
    said = {website_of(municipality.website)} if municipality.website else set()
    without: dict[str, list[Channel]] = {}
    for channel in context.register.channels:
        own = channel.owner is Owner.MUNICIPALITY and channel.kind.is_website
        if own and not channel.has_stopped_on(context.today) and not context.register.statement_of(channel):
            for website in sorted(channel.websites - said)[:1]:
                without.setdefault(website, []).append(channel)
    for website, channels in without.items():
        which = f"'{channels[0].name}'{others(len(channels) - 1)}"
        text = f"Van {which} op '{website}' staat er geen toegankelijkheidsverklaring."
        hint = "Voeg bij dit kanaal 'accessibility_statement' toe, met het adres."
        yield find.warning(channels[0].place_of("accessibility_statement"), text, hint)


@rule("WMEBV572")
def nowhere_to_tell(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bezoekers kunnen niet melden dat er iets niet klopt.

    Een inwoner ziet soms eerder dan u dat een adres of een termijn is veranderd. Met 'feedback' staat onder elke pagina
    een link om dat te melden:

        municipality:
          feedback: website@voorbeeld.example

    Noem een e-mailadres van een afdeling, of het adres van een formulier.
    """
    municipality = context.register.municipality
    if municipality.feedback is None:
        text = "Bezoekers kunnen niet melden dat er iets niet klopt op een pagina."
        hint = "Voeg 'feedback' toe, met een e-mailadres of het adres van een formulier."
        yield find.info(municipality.place_of("feedback"), text, hint)


@rule("WMEBV338")
def not_reviewed(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een product is langer dan een jaar niet nagekeken.

    Wetten, formulieren en afspraken veranderen. Kijk elk product ten minste één keer per jaar na. Schrijf de dag op:

        reviewed: 2026-05-01

    Staat er bij geen enkel product een dag? Dan staat de melding één keer, bij het eerste product.

    Grondslag: goede praktijk.
    """
    products = context.register.products
    never = [product for product in products if product.reviewed is None]
    for product, more in as_one(never, len(products)):
        text = f"Bij '{product.name}'{more} staat niet wanneer het is nagekeken."
        yield find.warning(product.place_of("reviewed"), text, "Kijk het na en vul de dag in bij 'reviewed'.")
    for product in products:
        if product.reviewed is not None and not within_a_year(product.reviewed, context.today):
            text = f"'{product.name}' is voor het laatst nagekeken op {in_words(product.reviewed)}, langer dan een jaar geleden."
            yield find.warning(product.place_of("reviewed"), text, "Kijk het na en vul de nieuwe dag in.")


@rule("WMEBV243")
def day_that_is_yet_to_come(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Iets is nagekeken op een dag die nog moet komen.

    Bij 'reviewed' staat op welke dag u een product hebt nagekeken, en bij 'checked' wanneer een kanaal is nagekeken. Dat
    kan niet in de toekomst zijn. Vaak is het een tikfout in het jaar. De melding dat u het weer moet nakijken, zou dan
    te laat komen.

    Grondslag: goede praktijk.
    """
    for product in context.register.products:
        if product.reviewed is not None and product.reviewed > context.today:
            yield _yet_to_come(find, product.name, product.reviewed, product.place_of("reviewed"))
    for channel in context.register.channels:
        if channel.checked is not None and channel.checked.on > context.today:
            yield _yet_to_come(find, channel.name, channel.checked.on, channel.checked.place_of("on"))


def _yet_to_come(find: Finder, name: str, day: date, place: Place) -> Diagnostic:
    text = f"'{name}' is nagekeken op {in_words(day)}; die dag moet nog komen."
    return find.warning(place, text, "Controleer het jaar, en vul in wanneer u het echt hebt nagekeken.")


@rule("WMEBV339")
def upl_reference(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De verwijzing naar de UPL klopt niet.

    De Uniforme Productnamenlijst (UPL) geeft elk product van de overheid één naam met een adres. Neem dat adres
    precies over, met http:// aan het begin. Noemt u ook de naam? Schrijf die dan zoals de lijst:

        upl: http://standaarden.overheid.nl/owms/terms/evenementenvergunning
        upl_name: evenementenvergunning

    Het programma vergelijkt met een vastgezette lijst, zonder internet. U krijgt een waarschuwing als het product
    daar niet in staat, niet van gemeenten is of is vervallen. Staat het product niet in de lijst? Verwijder dan 'upl'.

    Is de vastgezette lijst ouder dan een jaar? Dan staat dat er één keer bij. Dat telt niet mee. Haal een nieuwe lijst
    op met: wmebv upl update

    Grondslag: Uniforme Productnamenlijst (UPL).
    """
    referring = [product for product in context.register.products if product.upl is not None]
    for product in referring:
        if not is_address(product.upl or ""):
            text = f"{quoted(product.upl or '')} is geen adres uit de Uniforme Productnamenlijst."
            hint = "Schrijf http://standaarden.overheid.nl/owms/terms/ met daarachter de naam uit de lijst."
            yield find.error(product.place_of("upl"), text, hint)
        elif context.upl is not None:
            yield from _against(find, product, context.upl)
    if context.upl is not None and referring and not within_a_year(context.upl.day, context.today):
        text = f"De vastgezette productnamenlijst is van {in_words(context.upl.day)}, langer dan een jaar geleden."
        yield find.info(
            referring[0].place_of("upl"), text, "Haal een nieuwe lijst op met 'wmebv upl update'."
        )


def _against(find: Finder, product: Product, pinned: PinnedUpl) -> Iterator[Diagnostic]:
    uri, day = product.upl or "", in_words(pinned.day)
    known = pinned.names.get(uri)
    hint = "Zoek de juiste naam in de lijst, of verwijder 'upl'."
    if uri == PLACEHOLDER:
        text = f"Bij '{product.name}' staat de UPL-naam die zegt dat er nog geen naam is."
        yield find.warning(product.place_of("upl"), text, hint)
    elif known is None:
        text = f"De UPL-naam {quoted(uri.rpartition('/')[2])} staat niet in de lijst van {day}."
        yield find.warning(product.place_of("upl"), text, hint)
    elif known.withdrawn:
        text = f"De UPL-naam '{known.name}' is vervallen; in de lijst van {day} staat ze niet meer."
        yield find.warning(product.place_of("upl"), text, hint)
    elif not known.municipal:
        text = f"De UPL-naam '{known.name}' is volgens de lijst van {day} geen product van gemeenten."
        yield find.warning(product.place_of("upl"), text, hint)
    elif product.upl_name is not None and product.upl_name != known.name:
        text = f"De UPL-naam {quoted(product.upl_name)} hoort niet bij dit adres; de lijst noemt het '{known.name}'."
        yield find.warning(
            product.place_of("upl_name"),
            text,
            "Neem de naam uit de lijst over, of verbeter het adres bij 'upl'.",
        )


@rule("WMEBV230")
def unconfirmed(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Ingevulde gegevens zijn nog niet bevestigd.

    Een lijst van productnamen zegt niet bij welk domein een product hoort, wie beslist en welke berichten er zijn. Ze
    zegt ook niet of de wetten die zij noemt bij uw gemeente gelden. Bij het inlezen vult het programma daar iets in, zodat u verder
    kunt. Wat is ingevuld, staat bij 'unconfirmed':

        unconfirmed: [domain, authority, messages, statutes, legal_basis]

    Zolang een woord er staat, zegt de website daar niets over: niet wie beslist, niet bij welk onderwerp het product
    hoort, en niet volgens welke wet een kanaal is aangewezen. Post gaat zo lang naar de gemeente zelf, ook als bij
    'authority' een andere organisatie is ingevuld. De kanalen staan er wel: zonder die wetten zou een ander kanaal
    antwoord geven. De berichten staan er ook, want zonder berichten is er geen pagina.

    Kijk het na en verbeter het. Haal het woord daarna uit de lijst. Is de lijst leeg? Verwijder dan de regel. De melding
    staat één keer, bij het eerste product, met het aantal.

    Grondslag: goede praktijk.
    """
    open_ = [product for product in context.register.products if product.unconfirmed]
    if open_:
        text = f"Bij '{open_[0].name}'{others(len(open_) - 1)} staat wat het programma heeft ingevuld en nog niemand heeft bevestigd."
        hint = "Kijk elk product na en haal weg wat klopt bij 'unconfirmed'."
        yield find.warning(open_[0].place_of("unconfirmed"), text, hint)


@rule("WMEBV237")
def kept_out(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een product dat niet van u is, staat in het register.

    Bij 'not_ours' bovenaan products.yaml staat wat uw gemeente niet aanbiedt. Geen lijst voegt dat toe. Staat hetzelfde
    product toch in het register, dan komt het ook op de website. Haal het product weg, of haal de regel weg:

        not_ours:
          - http://standaarden.overheid.nl/owms/terms/dijkbewaking

    Grondslag: goede praktijk.
    """
    out = {entry.casefold() for entry in context.register.not_ours}
    for product in context.register.products if out else ():
        for key in ("upl", "id"):
            if str(getattr(product, key) or "").casefold() in out:
                text = f"'{product.name}' staat bij 'not_ours', en toch in het register."
                place, base = product.place_of(key), context.register.base
                if base and place.file.startswith(base):  # what is to go is its own, on top of the shared one
                    place = product.place_of("id")
                yield find.warning(place, text, "Haal het product weg, of haal de regel weg bij 'not_ours'.")
                break
