"""Merges a feed of Samenwerkende Catalogi into a register: what products the municipality told the country about."""

from __future__ import annotations

from datetime import date

from wmebv_site.designation.applying import online
from wmebv_site.designation.decisions import Decisions
from wmebv_site.dutch import counted, enumerate_words
from wmebv_site.exchange.alike import LIKE, Item, Sign, item_of, likeness, matches
from wmebv_site.exchange.deviations import leads_there
from wmebv_site.exchange.feed import Feed, of_others, page_of_others, same_address
from wmebv_site.exchange.filling import Defaults, Filler
from wmebv_site.exchange.proposals import Proposals
from wmebv_site.exchange.working import Data, Outcome, Working
from wmebv_site.register.terms import Audience
from wmebv_site.register.upl import PinnedUpl

BY = "Samenwerkende Catalogi"
_ADDED, _COMPLETED, _PROPOSED, _UNDECIDED = "toegevoegd", "aangevuld", "voorgesteld", "beslis zelf"
_SAME, _REFUSED, _NOTED = "gelijk gebleven", "niet overgenomen", "let op"
_NOT_OURS, _ABSENT = "niet van ons", "niet in dit bestand"
_GROUPS = (_ADDED, _COMPLETED, _PROPOSED, _UNDECIDED, _SAME, _NOT_OURS, _REFUSED, _NOTED, _ABSENT)
_PUBLIC = ("page", "summary")
"""What a page of this site says of a product, and a feed knows."""
_SAID = {"name": "naam", "summary": "samenvatting", "audience": "voor wie"}


def merge_sc(working: Working, feed: Feed, defaults: Defaults, upl: PinnedUpl, today: date) -> Outcome:
    """Add the products that the register doesn't have; those that an import added and nobody looked at get the page and
    the summary that are absent.

    What would change anything else that is public becomes a proposal. Each product of the feed is told in one group.
    ``today`` is the day on which what the registers say is asked.
    """
    others = of_others(feed, working.register.municipality.name)
    outcome = Outcome.of(
        f"{BY}: {counted(len(feed.products), 'product', 'producten')}.",
        _GROUPS,
        whole=set(_GROUPS) - {_ABSENT},
    )
    outcome.groups[_REFUSED] += [f"{each} Dit product is niet overgenomen" for each in feed.refused]
    outcome.groups[_REFUSED] += others
    items = [item_of(told, upl) for told in feed.products]
    outcome.counts = {"nu online aan te vragen": sum(item.told.online for item in items)}
    own = [item for item in items if not _is_not_ours(working, item)]
    for item in items:
        if item not in own:
            outcome.add(_NOT_OURS, item.told.name)
    merging = _Merging(working, Filler(working, defaults), Proposals(working), upl, outcome, today)
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


def _is_not_ours(working: Working, item: Item) -> bool:
    return any(working.is_not_ours(each) for each in (*item.addresses, item.slug))


class _Merging:
    """One feed on its way into one register."""

    def __init__(
        self,
        working: Working,
        filler: Filler,
        proposals: Proposals,
        upl: PinnedUpl,
        outcome: Outcome,
        today: date,
    ) -> None:
        self.working, self.filler, self.proposals = working, filler, proposals
        self.upl, self.outcome = upl, outcome
        self.decisions = Decisions(working.register, today)
        self.seen: set[str] = set()
        """The products of the register that the feed has, by id."""

    def merge(self, items: list[Item]) -> None:
        products = list(self.working.products())
        alike = likeness(items, products, self.upl)
        matched = matches(alike)
        taken = set(matched.values())
        there: dict[str, str] = {}
        for number, item in enumerate(items):
            near = [(products[at], at in taken, signs) for at, signs in alike[number].items()]
            product = None
            if number in matched:
                product = products[matched[number]]
                self._complete(product, item)
            elif doubt := self._doubt(item, near, there):
                why, perhaps = doubt
                self.outcome.add(_UNDECIDED, f"{item.told.name}: {why}")
                self.seen.update(perhaps)
            else:
                same = [product["id"] for product, _, signs in near if Sign.UPL in signs]
                product = self._add(item, same)
            if product is not None:
                self.seen.add(product["id"])
                there.setdefault(item.slug, item.told.place)
            self._note(item)

    def _doubt(
        self, item: Item, near: list[tuple[Data, bool, frozenset[Sign]]], there: dict[str, str]
    ) -> tuple[str, set[str]] | None:
        """Why a product of the feed is neither one of the register nor surely a new one, and which one it may be.

        ``near`` are those of the register that it is like, whether another product of the feed is that one, and how.
        """
        if item.slug in there:
            return (
                f"deze naam staat ook bij {there[item.slug]} in dit bestand; alleen dat is overgenomen",
                set(),
            )
        other = "Is het iets anders? Voeg het dan zelf toe"
        surest = sorted(
            near, key=lambda each: next((at for at, sign in enumerate(LIKE) if sign in each[2]), len(LIKE))
        )
        for product, is_taken, signs in surest:
            name = product["id"]
            if Sign.NAME in signs and is_taken:
                return (
                    f"heet als uw product '{name}', maar dat hoort al bij een ander product van dit bestand. {other}",
                    {name},
                )
            how = next((words for sign, words in LIKE.items() if sign in signs), None)
            if how is None or is_taken:
                continue
            why = f"{how} uw product '{name}'"
            if signs & {Sign.PAGE, Sign.NAME}:
                against = Sign.OTHER_UPL in signs
                why += f", maar {'dat heeft een andere UPL-naam' if against else 'een ander product van dit bestand lijkt er ook op'}"
                if Sign.PAGE in signs:
                    return f"{why}. {other}, en geef '{name}' zijn eigen pagina", {name}
                if against:
                    return f"{why}. {other}", {name}
            fill_in = f" in: page: {item.told.page}" if item.told.page else " de pagina in"
            if Sign.CALLED_AS_UPL in signs and item.upls:
                fill_in = f" in: upl: {item.upls[0]}"
            return f"{why}. Is het hetzelfde? Vul dan bij '{name}'{fill_in}. {other}", {name}
        return None

    def _add(self, item: Item, same: list[str]) -> Data:
        told = item.told
        made: Data = {"id": self.working.new_id(told.name), "name": told.name}
        if item.upls:
            made |= {"upl": item.upls[0], "upl_name": self.upl.names[item.upls[0]].name}
        made |= {"summary": told.summary} if told.summary else {}
        made |= {"page": page} if (page := page_of_others(told)) else {}
        made |= {"audience": list(told.audience)} if told.audience else {}
        product = self.filler.product(made)
        more = f" (heeft dezelfde UPL-naam als '{same[0]}')" if same else ""
        proposed = self._propose(product, item, {})
        asked = f"; voorgesteld: {proposed}" if proposed else ""
        self.outcome.add(_ADDED, f"{told.name}: {product['id']}{more}{asked}")
        return product

    def _complete(self, product: Data, item: Item) -> None:
        told = item.told
        page = page_of_others(told)
        said = {"page": page, "summary": told.summary}
        absent = {key: value for key, value in said.items() if key not in product and value}
        filled = absent if product.get("unconfirmed") else {}
        product |= filled
        wanted = {key: value for key, value in absent.items() if key not in filled}
        if page and "page" in product and same_address(product["page"]) != same_address(page):
            wanted["page"] = page
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
            asked = f"; voorgesteld: {proposed}" if proposed else ""
            self.outcome.add(_COMPLETED, f"{line}; {what}{asked}{kept}")
        elif proposed:
            self.outcome.add(_PROPOSED, f"{line}; {proposed}{kept}")
        else:
            self.outcome.add(_SAME, f"{line}{kept}")

    @staticmethod
    def _differs(product: Data, item: Item, key: str) -> bool:
        said = getattr(item.told, key)
        if key == "audience":
            return bool(said) and set(product.get(key, ("inwoner", "ondernemer"))) != set(said)
        return bool(said) and product.get(key) != said

    def _propose(self, product: Data, item: Item, public: Data) -> str:
        """Propose what a person must decide about, and what a page of this site would say; what was asked before is not
        asked again. Says what is new.
        """
        told = item.told
        new_way = told.online and not self._has_way(product, told.form)
        wanted: Data = {"digital": "ja"} if new_way else {}
        wanted |= {"url": told.form} if new_way and told.form else {}
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

    def _has_way(self, product: Data, form: str | None) -> bool:
        """Whether the registers lead to a form already, wanted or in force; without a form whether they lead anywhere."""
        own = self.working.register.product_by_id.get(product["id"])
        if own is None:
            return False
        today = self.decisions.today
        found = [
            way
            for resolutions in (self.decisions.wanted(), self.decisions.holding(today))
            for way in online(resolutions, own, Audience, today).ways
        ]
        return leads_there(form, found) if form else bool(found)

    def _note(self, item: Item) -> None:
        """What of this product was not taken over as it stands in the feed."""
        lost = list(item.told.lost)
        lost += [f"de UPL-naam {each} staat niet in de lijst" for each in item.unknown]
        if len(item.upls) > 1:
            lost.append(f"het heeft {len(item.upls)} UPL-namen; een product heeft er één, dus de eerste telt")
        if lost:
            self.outcome.add(_NOTED, f"{item.told.name}: {'; '.join(lost)}")
