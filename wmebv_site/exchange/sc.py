"""Merges a feed of Samenwerkende Catalogi into a register: what products the municipality told the country about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wmebv_site.dutch import counted, enumerate_words
from wmebv_site.exchange.feed import Feed, FeedProduct, last_step, of_others, same_address
from wmebv_site.exchange.filling import Defaults, Filler
from wmebv_site.exchange.proposals import Proposals
from wmebv_site.exchange.working import Data, Outcome, Working
from wmebv_site.register.upl import PLACEHOLDER, PinnedUpl
from wmebv_site.register.values import slugify

BY = "Samenwerkende Catalogi"
_ADDED, _COMPLETED, _PROPOSED, _UNDECIDED = "toegevoegd", "aangevuld", "voorgesteld", "beslis zelf"
_SAME, _REFUSED, _NOTED = "gelijk gebleven", "niet overgenomen", "let op"
_NOT_OURS, _ABSENT = "niet van ons", "niet in dit bestand"
_GROUPS = (_ADDED, _COMPLETED, _PROPOSED, _UNDECIDED, _SAME, _NOT_OURS, _REFUSED, _NOTED, _ABSENT)
_PUBLIC = ("page", "summary")
"""What a page of this site says of a product, and a feed knows."""
_SAID = {"name": "naam", "summary": "samenvatting", "audience": "voor wie"}


@dataclass(frozen=True, slots=True)
class _Item:
    """A product of the feed with the names of the national list that it has there."""

    told: FeedProduct
    upls: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def addresses(self) -> frozenset[str]:
        """By which it may be known: the same strange address, here and in the register, is a sign as well."""
        return frozenset(each.casefold() for each in (*self.upls, *self.unknown))

    @property
    def slug(self) -> str:
        return slugify(self.told.name)


def merge_sc(working: Working, feed: Feed, defaults: Defaults, upl: PinnedUpl) -> Outcome:
    """Add the products that the register doesn't have; those that an import added and nobody looked at get the page and
    the summary that are absent.

    What would change anything else that is public becomes a proposal. Each product of the feed is told in one group.
    """
    others = of_others(feed, working.register.municipality.name)
    outcome = Outcome.of(
        f"{BY}: {counted(len(feed.products), 'product', 'producten')}.",
        _GROUPS,
        whole=set(_GROUPS) - {_ABSENT},
    )
    outcome.groups[_REFUSED] += [*feed.refused, *others]
    items = [_item(told, upl) for told in feed.products]
    outcome.counts = {"nu online aan te vragen": sum(item.told.online for item in items)}
    own = [item for item in items if not _is_not_ours(working, item)]
    for item in items:
        if item not in own:
            outcome.add(_NOT_OURS, item.told.name)
    merging = _Merging(working, Filler(working, defaults), Proposals(working), upl, outcome)
    merging.merge(own)
    merging.proposals.keep()
    if feed.there_are is not None and feed.there_are > len(feed.products) + len(feed.refused):
        given = len(feed.products) + len(feed.refused)
        part = f"de zoekdienst heeft {feed.there_are} producten, in dit bestand staan er {given}; haal ook de rest op"
        outcome.groups[_NOTED].insert(0, part)
    else:
        outcome.groups[_ABSENT] = [each for each in working.by_id() if each not in merging.seen]
    outcome.changes = working.changes()
    return outcome


def _item(told: FeedProduct, upl: PinnedUpl) -> _Item:
    """The names are looked up without regard of capitals, as feeds write them; the placeholder is no name."""
    listed = {uri.casefold(): uri for uri in upl.names}
    written = [each for each in dict.fromkeys(told.upls) if each.casefold() != PLACEHOLDER.casefold()]
    found = dict.fromkeys(listed[each.casefold()] for each in written if each.casefold() in listed)
    return _Item(told, tuple(found), tuple(each for each in written if each.casefold() not in listed))


def _is_not_ours(working: Working, item: _Item) -> bool:
    return any(working.is_not_ours(each) for each in (*item.addresses, item.slug))


class _Merging:
    """One feed on its way into one register."""

    def __init__(
        self, working: Working, filler: Filler, proposals: Proposals, upl: PinnedUpl, outcome: Outcome
    ) -> None:
        self.working, self.filler, self.proposals = working, filler, proposals
        self.upl, self.outcome = upl, outcome
        self.seen: set[str] = set()
        """The products of the register that the feed has, by id."""

    def merge(self, items: list[_Item]) -> None:
        products = list(self.working.products())
        alike = likeness(items, products)
        matched = matches(alike)
        taken = set(matched.values())
        there: dict[str, str] = {}
        for number, item in enumerate(items):
            near = [(products[at], at in taken, signs) for at, signs in alike[number].items()]
            product = None
            if number in matched:
                product = products[matched[number]]
                self._complete(product, item)
            elif why := self._doubt(item, near, there):
                self.outcome.add(_UNDECIDED, f"{item.told.name}: {why}")
            else:
                same = [product["id"] for product, _, signs in near if "upl" in signs]
                product = self._add(item, same)
            if product is not None:
                self.seen.add(product["id"])
                there.setdefault(item.slug, item.told.place)
            self._note(item)

    def _doubt(
        self, item: _Item, near: list[tuple[Data, bool, frozenset[str]]], there: dict[str, str]
    ) -> str | None:
        """Why a product of the feed is neither one of the register nor surely a new one.

        ``near`` are those of the register that it is like, whether another product of the feed is that one, and how.
        """
        if item.slug in there:
            return f"deze naam staat ook bij {there[item.slug]} in dit bestand; alleen dat is overgenomen"
        for product, is_taken, signs in near:
            name = product["id"]
            if "naam" in signs:
                why = (
                    "hoort al bij een ander product van dit bestand"
                    if is_taken
                    else "heeft een andere UPL-naam"
                )
                return (
                    f"heet als uw product '{name}', maar dat {why}. Is het iets anders? Voeg het dan zelf toe"
                )
            if "upl" in signs and not is_taken:
                page = f" in: page: {item.told.page}" if item.told.page else " de pagina in"
                return (
                    f"heeft dezelfde UPL-naam als uw product '{name}'. Is het hetzelfde? Vul dan bij '{name}'{page}. "
                    "Is het iets anders? Voeg het dan zelf toe"
                )
        return None

    def _add(self, item: _Item, same: list[str]) -> Data:
        told = item.told
        made: Data = {"id": self.working.new_id(told.name), "name": told.name}
        if item.upls:
            made |= {"upl": item.upls[0], "upl_name": self.upl.names[item.upls[0]].name}
        made |= {"summary": told.summary} if told.summary else {}
        made |= {"page": told.page} if told.page else {}
        made |= {"audience": list(told.audience)} if told.audience else {}
        product = self.filler.product(made)
        more = f" (heeft dezelfde UPL-naam als '{same[0]}')" if same else ""
        self.outcome.add(_ADDED, f"{told.name}: {product['id']}{more}")
        self._propose(product, item, {})
        return product

    def _complete(self, product: Data, item: _Item) -> None:
        told = item.told
        absent = {key: getattr(told, key) for key in _PUBLIC if key not in product}
        absent = {key: value for key, value in absent.items() if value}
        filled = absent if product.get("unconfirmed") else {}
        product |= filled
        wanted = {key: value for key, value in absent.items() if key not in filled}
        if told.page and "page" in product and same_address(product["page"]) != same_address(told.page):
            wanted["page"] = told.page
        proposed = self._propose(product, item, wanted)
        differs = [
            word for key, word in _SAID.items() if key not in absent and self._differs(product, item, key)
        ]
        kept = (
            f" (in het bestand anders: {enumerate_words(differs, 'en')}; van u blijft staan)"
            if differs
            else ""
        )
        line = f"{told.name}: {product['id']}"
        if filled:
            what = "; ".join(f"{key}: {value}" for key, value in filled.items())
            self.outcome.add(_COMPLETED, f"{line}; {what}{kept}")
        elif proposed:
            self.outcome.add(_PROPOSED, f"{line}; {proposed}{kept}")
        else:
            self.outcome.add(_SAME, f"{line}{kept}")

    @staticmethod
    def _differs(product: Data, item: _Item, key: str) -> bool:
        said = getattr(item.told, key)
        if key == "audience":
            return bool(said) and set(product.get(key, ("inwoner", "ondernemer"))) != set(said)
        return bool(said) and product.get(key) != said

    def _propose(self, product: Data, item: _Item, public: Data) -> str:
        """Propose what a person must decide about, and what a page of this site would say; what was asked before is not
        asked again. Says what is new.
        """
        wanted: Data = {"digital": "ja"} if item.told.online else {}
        wanted |= {"url": item.told.form} if item.told.online and item.told.form else {}
        wanted |= public
        asked = [
            each
            for each in self.proposals.all
            if (each.get("by"), each.get("product")) == (BY, product["id"])
        ]
        open_ = next((each for each in asked if each.get("done") != "ja"), None)
        if open_ is not None:
            new = {key: value for key, value in wanted.items() if open_.get(key) != value}
            open_.update(new)
        else:
            new = {
                key: value
                for key, value in wanted.items()
                if not any(each.get(key) == value if key in _PUBLIC else "digital" in each for each in asked)
            }
            if new:
                self.proposals.add({"product": product["id"], **new, "by": BY})
        words = {
            "digital": "online aan te vragen",
            "page": f"de pagina {'wordt ' if 'page' in product else ''}{new.get('page')}",
            "summary": f"de samenvatting '{new.get('summary')}'",
            "url": "adres van het formulier",
        }
        return ", ".join(words[key] for key in words if key in new)

    def _note(self, item: _Item) -> None:
        """What of this product was not taken over as it stands in the feed."""
        lost = list(item.told.lost)
        lost += [f"de UPL-naam {each} staat niet in de lijst" for each in item.unknown]
        if len(item.upls) > 1:
            lost.append(f"het heeft {len(item.upls)} UPL-namen; een product heeft er één, dus de eerste telt")
        if lost:
            self.outcome.add(_NOTED, f"{item.told.name}: {'; '.join(lost)}")


def _signs(item: _Item, product: Data) -> Iterator[str]:
    """By what a product of the feed and one of the register are alike, and what speaks against it."""
    page, upl = product.get("page"), str(product.get("upl", "")).casefold()
    if page and item.told.page:
        if same_address(page) == same_address(item.told.page):
            yield "pagina"
        if last_step(page) and last_step(page) == last_step(item.told.page):
            yield "stap"
    if item.slug == slugify(product["name"]):
        yield "naam"
    if upl and upl != PLACEHOLDER.casefold():
        if upl in item.addresses:
            yield "upl"
        elif item.upls:
            yield "andere upl"
    if not page:
        yield "geen pagina"


_STEPS: tuple[Callable[[frozenset[str]], bool], ...] = (
    lambda signs: "pagina" in signs and bool(signs & {"naam", "upl"}),
    lambda signs: {"naam", "upl"} <= signs,
    lambda signs: "pagina" in signs and "andere upl" not in signs,
    lambda signs: "naam" in signs and "andere upl" not in signs,
    lambda signs: {"upl", "stap"} <= signs,
    lambda signs: {"upl", "geen pagina"} <= signs,
)
"""By which signs together two are the same, the surest first. One alone is not enough where another speaks against it."""


def likeness(items: list[_Item], products: list[Data]) -> list[dict[int, frozenset[str]]]:
    """For each item of the feed the products that share a page, a name or a name of the list with it, and how."""
    by_sign: dict[object, list[int]] = {}
    for at, product in enumerate(products):
        signs = [slugify(product["name"]), str(product.get("upl", "")).casefold()]
        for sign in [*signs, *([same_address(product["page"])] if "page" in product else [])]:
            by_sign.setdefault(sign, []).append(at)
    found = []
    for item in items:
        wanted: list[object] = [item.slug, *item.addresses]
        wanted += [same_address(item.told.page)] if item.told.page else []
        near = sorted({at for sign in wanted for at in by_sign.get(sign, ())})
        found.append({at: frozenset(_signs(item, products[at])) for at in near})
    return found


def matches(alike: list[dict[int, frozenset[str]]]) -> dict[int, int]:
    """The product of the register for each item of the feed, by their numbers, where there is exactly one.

    A pair counts when neither of the two fits another as well; of two pages with one name of the list the one with the
    name of the product goes first, whichever stands first in the feed.
    """
    matched: dict[int, int] = {}
    for fits in _STEPS:
        taken = set(matched.values())
        pairs = [
            (number, at)
            for number, near in enumerate(alike)
            if number not in matched
            for at, signs in near.items()
            if at not in taken and fits(signs)
        ]
        of_items, of_products = (Counter(pair[side] for pair in pairs) for side in (0, 1))
        matched |= {number: at for number, at in pairs if of_items[number] == 1 == of_products[at]}
    return matched
