"""Harvests the data of many municipalities: each is read, judged and put with the others, or told of with the day since when."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import in_words
from wmebv_site.fleet.harvest.harvested import Harvest, Harvested
from wmebv_site.fleet.harvest.judged import MOST, Judged, Unfit, judged
from wmebv_site.fleet.harvest.opening import form_of
from wmebv_site.fleet.harvest.origins import FILE, Copy, Origin, read, written
from wmebv_site.fleet.harvest.spool import Fetched, Spool, spooled, sum_of_bytes
from wmebv_site.fleet.harvest.store import refuse_others, write
from wmebv_site.fleet.listing import Fleet, Published
from wmebv_site.project.load import read_plain
from wmebv_site.register.addresses import DATA_IN_FORCE, DATA_REGISTER

FOLDER = "oogst"
"""Where a harvest comes, beside the list, unless somebody says otherwise."""

Gather = Callable[[Sequence[Published], Mapping[str, Origin], Spool], None]


@dataclass(frozen=True, slots=True)
class Told:
    """How it went with one municipality."""

    published: Published
    origin: Origin
    changed: bool
    """Whether its rows are others than those of the earlier harvest."""
    products: int | None = None
    """How many it has, where they were read anew."""

    @property
    def is_good(self) -> bool:
        return self.origin.state is Harvest.GOOD


@dataclass(slots=True)
class Outcome:
    """How it went with all of them, in the order of their codes."""

    day: str
    told: list[Told] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked: int = 0
    """How many websites were asked; the others had been read on this day, or stand in a folder."""

    @property
    def failed(self) -> list[Told]:
        return [each for each in self.told if not each.is_good]


def harvest(
    fleet: Fleet,
    out: Path,
    day: date,
    gather: Gather,
    *,
    again: bool = False,
    form: str | None = None,
) -> Outcome:
    """Read the data of each municipality, and write the tables with all of it in ``out``: whole, or not at all.

    ``gather`` asks the websites. What was read well on this day is asked once more only ``again``. Raises Refused.
    """
    refuse_others(out, (FILE,))
    outcome = Outcome(day.isoformat())
    origins = _known(out, outcome)
    with spooled(out, outcome.day) as spool:
        _refuse_earlier(out, origins, outcome.day)
        usable = {where: each for where, each in origins.items() if not again}
        work = _Work(fleet, usable, origins, spool, outcome)
        asked = [each for each in fleet.published if each.url and not work.is_fresh(each)]
        outcome.asked = len(asked)
        if asked:
            gather(asked, {where: each for where, each in usable.items() if work.counts(each)}, spool)
        write(out, work.all(), day, form, {FILE: lambda: written(work.kept())})
        spool.clear()
    return outcome


def _refuse_earlier(out: Path, origins: Mapping[str, Origin], day: str) -> None:
    """What is known since when, and until when, holds as long as days follow each other."""
    last = max((each.asked for each in origins.values()), default="")
    if day < last:
        raise Refused(
            f"De oogst in '{printable(str(out))}' is van {in_words(date.fromisoformat(last))}. Dat is later dan "
            f"{in_words(date.fromisoformat(day))}. Staat de klok goed? Kies anders een andere map met --out."
        )


def _known(out: Path, outcome: Outcome) -> Mapping[str, Origin]:
    """What the earlier harvest in a folder remembers. Without its tables nothing of it counts but since when."""
    data = read_plain(out / FILE)
    if data is None and (out / FILE).exists():
        data = b""
    found = read(data)
    if found is None:
        outcome.notes.append(
            f"Let op: '{printable(str(out / FILE))}' is niet te lezen. Alles wordt opnieuw opgehaald."
        )
        found = {}
    if form_of(out) is None:
        return {where: replace(each, register=None, intervals=None) for where, each in found.items()}
    return found


@dataclass
class _Work:
    """One harvest under way."""

    fleet: Fleet
    usable: Mapping[str, Origin]
    """What is known of what the tables hold."""
    origins: Mapping[str, Origin]
    spool: Spool
    outcome: Outcome

    @property
    def _day(self) -> date:
        return date.fromisoformat(self.outcome.day)

    def is_fresh(self, published: Published) -> bool:
        """Whether it was read well on this day already."""
        known = self.usable.get(published.key)
        good = known is not None and known.state is Harvest.GOOD and known.asked == self.outcome.day
        return good and known is not None and self.counts(known) and known.code == published.code

    def counts(self, origin: Origin) -> bool:
        return origin.register is not None and origin.intervals is not None

    def all(self) -> Iterator[Harvested]:
        """Each municipality, in the order of their codes; what has no code stands in no table, and is only told of."""
        taken: dict[str, Published] = {}
        codes = [(self._code(each) or "", each) for each in self.fleet.published]
        # Who has its code in the list goes before one that only says it.
        codes.sort(key=lambda each: (each[0], each[1].code is None, each[1].key))
        for code, published in ((code or None, each) for code, each in codes):
            if code is not None and code in taken:
                self._note(
                    published,
                    code,
                    Unfit(Harvest.ANOTHER, f"De data zijn van {code}, net als die van '{taken[code].key}'."),
                )
                continue
            found = self._one(published, code)
            if code is not None:
                taken[code] = published
                yield found

    def kept(self) -> Iterator[Origin]:
        return (each.origin for each in self.outcome.told)

    def _code(self, published: Published) -> str | None:
        """Of which municipality it should be, or says itself that it is."""
        if published.code is not None:
            return published.code
        known = self.origins.get(published.key)
        try:
            both = _both(published)
            if known is not None and _sums(known) == [sum_of_bytes(each) for each in both]:
                return known.code  # what was judged before, says what it said
            return judged(*both, None, self._day).code
        except Unfit:
            return known.code if known else None

    def _one(self, published: Published, code: str | None) -> Harvested:
        try:
            copies, found = self._read(published, code)
        except Unfit as unfit:
            told = self._note(published, code, unfit)
            found = None
        else:
            told = self._note_good(published, code, copies, found)
        origin = told.origin
        return Harvested(
            code or "",
            origin.state,
            origin.since,
            origin.why,
            published.url,
            published.name,
            found.register if found else None,
            found.intervals if found else None,
        )

    def _read(self, published: Published, code: str | None) -> tuple[tuple[Copy, Copy], Judged | None]:
        """What is there, and its data where that is not what the tables hold already. Raises Unfit."""
        known = self.usable.get(published.key)
        held = (known.register, known.intervals) if known is not None and known.code == code else (None, None)
        if published.url is None:
            register, intervals = _both(published)
            copies = Copy(sum_of_bytes(register)), Copy(sum_of_bytes(intervals))
        elif self.is_fresh(published):
            assert held[0] is not None and held[1] is not None
            return (held[0], held[1]), None
        else:
            fetched = [self._fetched(published, name) for name in ("register", "intervals")]
            if all(each.unchanged for each in fetched) and held[0] is not None and held[1] is not None:
                return (held[0], held[1]), None
            if fetched[0].copy is None or fetched[1].copy is None:
                raise Unfit(
                    Harvest.BROKEN,
                    "De website zegt dat er niets is gewijzigd, maar haar data zijn hier niet bekend.",
                )
            copies = fetched[0].copy, fetched[1].copy
            register, intervals = (self.spool.body(published.key, name) for name in ("register", "intervals"))
        if [each and each.sum for each in held] == [each.sum for each in copies]:
            return copies, None
        return copies, judged(register, intervals, code, self._day)

    def _fetched(self, published: Published, name: str) -> Fetched:
        found = self.spool.get(published.key, name)
        if found is None:
            raise Unfit(Harvest.ABSENT, "De website vraagt om het later nog eens te proberen.")
        if found.state is not Harvest.GOOD:
            raise Unfit(found.state, found.why)
        return found

    def _note(self, published: Published, code: str | None, unfit: Unfit) -> Told:
        known = self.origins.get(published.key)
        origin = Origin(
            published.key, code, unfit.state, self._since(known, unfit.state), self.outcome.day, unfit.why
        )
        if known is not None and known.code == code:  # its rows stay, and with them what they were read from
            origin = replace(
                origin,
                read=known.read,
                built_for=known.built_for,
                register=known.register,
                intervals=known.intervals,
            )
        return self._told(Told(published, origin, changed=False))

    def _note_good(
        self, published: Published, code: str | None, copies: tuple[Copy, Copy], found: Judged | None
    ) -> Told:
        known = self.origins.get(published.key)
        day = self.outcome.day
        built_for = found.register["built_for"] if found else known.built_for if known else None
        since = self._since(known, Harvest.GOOD)
        origin = Origin(published.key, code, Harvest.GOOD, since, day, "", day, built_for, *copies)
        products = len(found.register["products"]) if found else None
        return self._told(Told(published, origin, found is not None, products))

    def _told(self, told: Told) -> Told:
        self.outcome.told.append(told)
        return told

    def _since(self, known: Origin | None, state: Harvest) -> str:
        """The day on which it was first so, as far as earlier harvests know."""
        day = self.outcome.day
        return min(known.since, day) if known is not None and known.state is state else day


def _sums(known: Origin) -> list[str | None]:
    return [each.sum if each else None for each in (known.register, known.intervals)]


def _both(published: Published) -> tuple[bytes, bytes]:
    """Both files of a website that stands in a folder. Raises Unfit."""
    assert published.site is not None
    if not published.site.is_dir():
        raise Unfit(Harvest.ABSENT, "De website is er niet. Maak haar met: wmebv fleet build")
    return _file(published.site, DATA_REGISTER), _file(published.site, DATA_IN_FORCE)


def _file(site: Path, path: str) -> bytes:
    file = site / path
    try:
        held = file.lstat()
        if not stat.S_ISREG(held.st_mode):
            raise Unfit(Harvest.HOSTILE, f"In de website is '{path}' geen gewoon bestand.")
        if held.st_size > MOST:
            raise Unfit(Harvest.HOSTILE, f"Het bestand '{path}' is groter dan {MOST // 1_000_000} MB.")
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Unfit(
            Harvest.ABSENT,
            f"In de website staat geen '{path}'. Zet in mkdocs.yml bij 'data' ook 'json', en bouw opnieuw.",
        ) from None
    except OSError:
        raise Unfit(Harvest.BROKEN, f"Het bestand '{path}' is niet te lezen.") from None


def counted_states(outcome: Outcome) -> dict[str, int]:
    """How many there are of each state."""
    found = Counter(each.origin.state for each in outcome.told)
    return {state.value: found[state] for state in Harvest}
