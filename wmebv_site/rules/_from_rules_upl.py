"""Rules about names: the national list that products refer to, and what an import left to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.dutch import in_words
from wmebv_site.register.products import Product
from wmebv_site.register.upl import PLACEHOLDER, PinnedUpl
from wmebv_site.register.values import quoted
from wmebv_site.rules.base import Context, Finder, others, rule, year_before

_FORM = re.compile(r"http://standaarden\.overheid\.nl/owms/terms/[^\s/?#<>\"]+")


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
        if not _FORM.fullmatch(product.upl or ""):
            text = f"{quoted(product.upl or '')} is geen adres uit de Uniforme Productnamenlijst."
            hint = "Schrijf http://standaarden.overheid.nl/owms/terms/ met daarachter de naam uit de lijst."
            yield find.error(product.place_of("upl"), text, hint)
        elif context.upl is not None:
            yield from _against(find, product, context.upl)
    if context.upl is not None and referring and context.upl.day < year_before(context.today):
        text = f"De vastgezette productnamenlijst is van {in_words(context.upl.day)}, langer dan een jaar geleden."
        yield find.info(referring[0].place_of("upl"), text, "Haal een nieuwe lijst op met 'wmebv upl update'.")


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
        yield find.warning(product.place_of("upl_name"), text, "Neem de naam uit de lijst over, of verbeter het adres bij 'upl'.")


@rule("WMEBV230")
def unconfirmed(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Ingevulde gegevens zijn nog niet bevestigd.

    Een lijst van productnamen zegt niet bij welk domein een product hoort, wie beslist en welke berichten er zijn. Bij
    het inlezen vult het programma daar iets in, zodat u verder kunt. Wat is ingevuld, staat bij 'unconfirmed':

        unconfirmed: [domain, authority, messages]

    Kijk het na en verbeter het. Haal het woord daarna uit de lijst. Is de lijst leeg? Verwijder dan de regel. De melding
    staat één keer, bij het eerste product, met het aantal.

    Grondslag: goede praktijk.
    """
    open_ = [product for product in context.register.products if product.unconfirmed]
    if open_:
        text = f"Bij '{open_[0].name}'{others(len(open_) - 1)} staat wat het programma heeft ingevuld en nog niemand heeft bevestigd."
        hint = "Kijk elk product na en haal weg wat klopt bij 'unconfirmed'."
        yield find.warning(open_[0].place_of("unconfirmed"), text, hint)
