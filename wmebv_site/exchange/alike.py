"""Finds which product of the register a product of a feed is, by several signs together, or that nobody can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from wmebv_site.exchange.feed import FeedProduct, last_step, same_address
from wmebv_site.exchange.working import Data
from wmebv_site.register.upl import PLACEHOLDER, PinnedUpl
from wmebv_site.register.values import slugify


class Sign(Enum):
    """By what a product of the feed and one of the register are alike, and what speaks against it."""

    PAGE = auto()
    STEP = auto()
    """The last part of the address of the page, which it mostly keeps when a website moves."""
    NAME = auto()
    UPL = auto()
    CALLED_AS_UPL = auto()
    """One of the two is called as the other is in the national list."""
    WORDS = auto()
    """The same words in the name, but for those that say what one does."""
    OTHER_UPL = auto()
    NO_PAGE = auto()


LIKE = {
    Sign.PAGE: "heeft dezelfde pagina als",
    Sign.NAME: "heet als",
    Sign.UPL: "heeft dezelfde UPL-naam als",
    Sign.CALLED_AS_UPL: "heet in de productnamenlijst zoals",
    Sign.WORDS: "heet bijna zoals",
}
"""How a product of the feed may be one of the register, in words, the surest first."""

Signs = frozenset[Sign]
_SURE = frozenset({Sign.PAGE, Sign.NAME, Sign.UPL})


@dataclass(frozen=True, slots=True)
class Item:
    """A product of the feed with the names of the national list that it has there."""

    told: FeedProduct
    upls: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def addresses(self) -> frozenset[str]:
        """By which it may be known: the same strange address, here and in the register, is a sign as well."""
        return frozenset(map(as_compared, (*self.upls, *self.unknown)))

    @property
    def slug(self) -> str:
        return slugify(self.told.name)


def as_compared(address: str) -> str:
    """By what two addresses of names are the same, as feeds write them: without regard of capitals, https or a last slash."""
    return address.casefold().rstrip("/").replace("https://", "http://", 1)


def item_of(told: FeedProduct, upl: PinnedUpl) -> Item:
    """The names are looked up by ``as_compared``; the placeholder is no name.

    A name that is only called, without its address, is as good.
    """
    listed = {as_compared(uri): uri for uri in upl.names}
    by_name = {each.name.casefold(): uri for uri, each in upl.names.items()}
    placeholder = upl.names.get(PLACEHOLDER)
    nothing = {as_compared(PLACEHOLDER), *([placeholder.name.casefold()] if placeholder else [])}
    written = [each for each in dict.fromkeys((*told.upls, *told.called)) if as_compared(each) not in nothing]
    found = {each: listed.get(as_compared(each)) or by_name.get(each.casefold()) for each in written}
    known = dict.fromkeys(uri for uri in found.values() if uri is not None)
    return Item(told, tuple(known), tuple(each for each, uri in found.items() if uri is None))


def _signs(item: Item, product: Data, called: Mapping[str, str]) -> Iterator[Sign]:
    page, own = product.get("page"), _upl_of(product)
    if page and item.told.page:
        if same_address(page) == same_address(item.told.page):
            yield Sign.PAGE
        if last_step(page) and last_step(page) == last_step(item.told.page):
            yield Sign.STEP
    name = slugify(product["name"])
    if item.slug == name:
        yield Sign.NAME
    elif _words(item.slug) == _words(name):
        yield Sign.WORDS
    if own and own in item.addresses:
        yield Sign.UPL
    elif own and item.upls:
        yield Sign.OTHER_UPL
    elif name in _in_list(item, called) or (own and item.slug == called.get(own)):
        yield Sign.CALLED_AS_UPL
    if not page:
        yield Sign.NO_PAGE


def _upl_of(product: Data) -> str:
    """The address of its name in the national list, to compare by; nothing for the placeholder."""
    own = as_compared(str(product.get("upl", "")))
    return "" if own == as_compared(PLACEHOLDER) else own


def _in_list(item: Item, called: Mapping[str, str]) -> Iterator[str]:
    """What the list calls it, as a slug."""
    return (called[each] for each in item.addresses if each in called)


_SAYS_WHAT_ONE_DOES = frozenset(
    "aanvraag aanvragen aangeven aangifte bij de doen doorgeven een en het indienen melden melding of regelen tegen van voor".split()
)


def called_alike(slug: str, other: str) -> bool:
    """Whether two names, as slugs, say the same, or one of them only more: words that say what one does don't count."""
    one, two = _words(slug), _words(other)
    return one <= two or two <= one


def _words(slug: str) -> frozenset[str]:
    words = frozenset(slug.split("-"))
    return (words - _SAYS_WHAT_ONE_DOES) or words


_STEPS: tuple[Callable[[Signs], bool], ...] = (
    lambda signs: {Sign.PAGE, Sign.NAME} <= signs,
    lambda signs: len(signs & _SURE) > 1,
    lambda signs: bool(signs & {Sign.PAGE, Sign.NAME}) and Sign.OTHER_UPL not in signs,
    lambda signs: {Sign.UPL, Sign.STEP} <= signs,
    lambda signs: {Sign.UPL, Sign.NO_PAGE} <= signs,
)
"""By which signs together two are the same, the surest first. One alone is not enough where another speaks against it."""


def likeness(items: list[Item], products: list[Data], upl: PinnedUpl) -> list[dict[int, Signs]]:
    """For each item of the feed the products that share a page, a name or a name of the list with it, and how."""
    called = {as_compared(uri): slugify(each.name) for uri, each in upl.names.items()}
    by_sign: dict[object, list[int]] = {}
    for at, product in enumerate(products):
        name, own = slugify(product["name"]), _upl_of(product)
        signs: list[object] = [name, _words(name)]
        signs += [own, called.get(own)] if own else []
        signs += [same_address(product["page"])] if "page" in product else []
        for sign in dict.fromkeys(signs):
            by_sign.setdefault(sign, []).append(at)
    found = []
    for item in items:
        wanted: list[object] = [item.slug, _words(item.slug), *item.addresses, *_in_list(item, called)]
        wanted += [same_address(item.told.page)] if item.told.page else []
        near = sorted({at for sign in wanted for at in by_sign.get(sign, ())})
        found.append({at: frozenset(_signs(item, products[at], called)) for at in near})
    return found


def matches(alike: list[dict[int, Signs]]) -> dict[int, int]:
    """The product of the register for each item of the feed, by their numbers, where there is exactly one.

    A pair counts when neither of the two fits another as well. Where two items of the feed fit one product equally well,
    as one by its page and one by its name, a person has to say which it is: no weaker sign decides then.
    """
    matched: dict[int, int] = {}
    contested: set[int] = set()
    for fits in _STEPS:
        done = contested.union(matched.values())
        pairs = [
            (number, at)
            for number, near in enumerate(alike)
            if number not in matched
            for at, signs in near.items()
            if at not in done and fits(signs)
        ]
        of_items, of_products = (Counter(pair[side] for pair in pairs) for side in (0, 1))
        matched |= {number: at for number, at in pairs if of_items[number] == 1 == of_products[at]}
        contested.update(at for at, times in of_products.items() if times > 1)
    return matched
