"""What a fleet comes to: one table over all municipalities, in words for a person and as data for a program."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from wmebv_site.diagnostics import Level, json_text, printable
from wmebv_site.dutch import counted, enumerate_words, in_words, thousands
from wmebv_site.fleet.each import State
from wmebv_site.fleet.results import Line, same_code
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.tables import Cell, Table

STATES = {
    State.GOOD: "zonder fouten",
    State.MISTAKES: "met fouten",
    State.ABSENT: "project is er niet",
    State.ANOTHER: "van een andere gemeente",
    State.REFUSED: "niet gelukt",
    State.TOO_LONG: "duurde te lang",
    State.TOO_MUCH: "te veel geheugen",
    State.DIED: "plotseling gestopt",
}
_NAMED = 5
"""So many municipalities are named one by one."""
_COUNTS = (
    "products",
    "messages",
    "official",
    "exempt",
    "needed",
    "in_force",
    "wanted",
    "gaps",
    "fallback_only",
)


@dataclass(frozen=True)
class Overview:
    """The lines of all municipalities together; every writer reads this and counts nothing itself."""

    lines: tuple[Line, ...]

    @property
    def day(self) -> date | None:
        """The latest day of which something is told."""
        return max((date.fromisoformat(line["day"]) for line in self.lines), default=None)

    @cached_property
    def twice(self) -> dict[str, list[str]]:
        return same_code(self.lines)

    @property
    def good(self) -> int:
        return sum(line["state"] == State.GOOD for line in self.lines)

    @property
    def failed(self) -> bool:
        return self.good < len(self.lines) or bool(self.twice)

    @cached_property
    def totals(self) -> dict[str, int]:
        """The numbers of all municipalities that could be read."""
        held = [line["counts"] for line in self.lines if line.get("counts")]
        return {name: sum(each.get(name, 0) for each in held) for name in _COUNTS}

    @cached_property
    def complete(self) -> int:
        """How many municipalities have a way today for every official message."""
        held = [line["counts"] for line in self.lines if line.get("counts")]
        return sum(each.get("in_force", 0) == each.get("needed", 0) > 0 for each in held)

    @property
    def read(self) -> int:
        """How many municipalities have numbers."""
        return sum(bool(line.get("counts")) for line in self.lines)

    @cached_property
    def ordered(self) -> tuple[Line, ...]:
        return tuple(sorted(self.lines, key=lambda line: (_name(line), line["key"])))


def sentences(overview: Overview) -> list[str]:
    """In short."""
    number = counted(len(overview.lines), "gemeente", "gemeenten")
    told = [f"{words.of(overview.good, len(overview.lines)).capitalize()} gemeenten zonder fouten."]
    if len(overview.lines) == 1:
        told = [f"{number}: {STATES[State(overview.lines[0]['state'])]}."]
    if overview.read:
        totals = overview.totals
        share = _share(totals["in_force"], totals["needed"])
        told.append(
            f"Voor {thousands(totals['in_force'])} van {thousands(totals['needed'])} "
            f"{'officieel bericht' if totals['needed'] == 1 else 'officiële berichten'} geldt een "
            f"kanaal{f' ({share})' if share else ''}."
        )
        if overview.read > 1:
            told.append(
                f"Bij {words.of(overview.complete, overview.read)} gemeenten heeft elk officieel bericht een kanaal."
            )
        if totals["gaps"]:
            word = "bericht" if totals["gaps"] == 1 else "berichten"
            told.append(f"Voor {thousands(totals['gaps'])} {word} is geen kanaal gekozen.")
    for code, keys in overview.twice.items():
        named = enumerate_words([f"'{printable(key)}'" for key in keys], "en")
        told.append(f"De code {printable(code)} staat in {named}. Eén daarvan is van een andere gemeente.")
    return told


@dataclass(frozen=True, slots=True)
class Attention:
    """With whom something is the matter, how that stands, and what it is."""

    who: str
    state: str
    told: tuple[str, ...]


def attention(overview: Overview) -> list[Attention]:
    """First what is the matter with several at once, as with their base: said once; then each municipality with its own."""
    doubles = {key: code for code, keys in overview.twice.items() for key in keys}
    together = _of_several(overview)
    found = []
    for keys, mistakes in together.items():
        states = {_state(line) for line in _lines_of(overview, keys)}
        state = states.pop() if len(states) == 1 else STATES[State.MISTAKES]
        found.append(Attention(_names(overview, keys), state, tuple(map(printable, mistakes))))
    shared = {each for told in together.values() for each in told}
    for line in overview.ordered:
        mistakes = _mistakes(line)
        told = [line["why"]] if line.get("why") else []
        told += [each for each in mistakes if each not in shared]
        told += [left] if (left := _left_out(line, len(mistakes))) else []
        told += line.get("notes", [])
        if line["key"] in doubles:
            told.append(f"Een ander project heeft dezelfde code, {doubles[line['key']]}.")
        if told or (line["state"] != State.GOOD and not mistakes):
            who = f"{_name(line)} ({printable(line['key'])})"
            found.append(Attention(who, _state(line), tuple(printable(str(each)) for each in told)))
    return found


def _mistakes(line: Line) -> list[str]:
    return [str(each) for each in line.get("first", [])] if line["state"] == State.MISTAKES else []


def _left_out(line: Line, shown: int) -> str:
    """How many more mistakes there are than the first that are told, and how one sees them all."""
    counts = line.get("found") or {}
    many = {Level.ERROR: ("fout", "fouten"), Level.WARNING: ("waarschuwing", "waarschuwingen")}
    level = next((each for each in many if counts.get(each)), None)
    if not shown or level is None or counts[level] <= shown:
        return ""
    left = counted(counts[level] - shown, *many[level])
    return (
        f"En nog {left}. Typ in de map van de lijst: wmebv check --all --project {shlex.quote(line['key'])}"
    )


def _of_several(overview: Overview) -> dict[tuple[str, ...], list[str]]:
    """Mistakes that stand in a file of several municipalities, by the keys of those."""
    by_mistake: dict[str, list[str]] = {}
    for line in overview.ordered:
        for each in dict.fromkeys(_mistakes(line)):
            by_mistake.setdefault(each, []).append(line["key"])
    found: dict[tuple[str, ...], list[str]] = {}
    for mistake, keys in by_mistake.items():
        if len(keys) > 1:
            found.setdefault(tuple(keys), []).append(mistake)
    return found


def _lines_of(overview: Overview, keys: Collection[str]) -> list[Line]:
    return [line for line in overview.ordered if line["key"] in keys]


def _names(overview: Overview, keys: Collection[str]) -> str:
    if len(keys) == len(overview.lines):
        return f"Alle {len(keys)} gemeenten"
    names = [_name(line) for line in _lines_of(overview, keys)]
    if len(names) <= _NAMED:
        return enumerate_words(names, "en")
    return f"{', '.join(names[:_NAMED])} en nog {len(names) - _NAMED} gemeenten"


def text(overview: Overview) -> list[str]:
    """What a person reads on the terminal."""
    lines = []
    for found in attention(overview):
        lines.append(f"{found.who}: {found.state}.")
        lines += [f"    {each}" for each in found.told]
    return [*lines, *([""] if lines else []), *sentences(overview)]


def all_municipalities(overview: Overview) -> Table:
    rows: list[tuple[Cell, ...]] = [_row(line) for line in overview.ordered]
    headers = (
        "Gemeente", "Code", "Stand", "Producten", "Officieel", "Met kanaal", "Dekking", "Geen kanaal gekozen",
        "Alleen restkanaal", "Eigen besluiten die gelden", "Gelden later", "Concepten", "Links die aandacht vragen", "Te laat", "Storingen",
        "Fouten", "Waarschuwingen", "Dag",
    )  # fmt: skip
    return Table("gemeenten", "Alle gemeenten", headers, tuple(rows))


def _row(line: Line) -> tuple[Cell, ...]:
    counts, decisions, found = line.get("counts"), line.get("decisions") or {}, line.get("found") or {}
    links = line.get("links")
    numbers: tuple[Cell, ...] = ("",) * 6
    if counts:
        numbers = (
            counts["products"], counts["needed"], counts["in_force"], _share(counts["in_force"], counts["needed"]),
            counts["gaps"], counts["fallback_only"],
        )  # fmt: skip
    return (
        _name(line), printable(line.get("code") or ""), STATES[State(line["state"])], *numbers,
        decisions.get("in_force", ""), decisions.get("coming", ""), decisions.get("draft", ""), links["open"] if links else "",
        line.get("late", ""), line.get("outages", ""), found.get("error", ""), found.get("warning", ""),
        words.day(date.fromisoformat(line["day"])),
    )  # fmt: skip


def to_look_at(overview: Overview) -> Table:
    rows = tuple((found.who, found.state, "\n".join(found.told)) for found in attention(overview))
    return Table("aandacht", "Gemeenten die aandacht vragen", ("Gemeente", "Stand", "Wat er is"), rows)


def _state(line: Line) -> str:
    since = line.get("since")
    return STATES[State(line["state"])] + (f", sinds {in_words(date.fromisoformat(since))}" if since else "")


def _name(line: Line) -> str:
    return printable(str(line.get("name") or line["key"]))


def _share(part: int, whole: int) -> str:
    """In whole percents, rounded down: only what is complete is 100%."""
    return f"{100 * part // whole}%" if whole else ""


def as_data(overview: Overview) -> dict[str, Any]:
    """The same for a program; what differs from run to run stays out."""
    return {
        "day": overview.day.isoformat() if overview.day else None,
        "municipalities": [
            {name: value for name, value in line.items() if name != "measured"}
            for line in sorted(overview.lines, key=lambda line: str(line["key"]))
        ],
        "summary": {
            "municipalities": len(overview.lines),
            "good": overview.good,
            "read": overview.read,
            "same_code": overview.twice,
            "counts": overview.totals,
        },
    }


def report_json(overview: Overview) -> str:
    return json_text(as_data(overview))


def report_html(overview: Overview) -> str:
    from wmebv_site.inventory.report.html import page

    return page(
        "fleet.html",
        overview.day,
        iso=overview.day.isoformat() if overview.day else "",
        short=sentences(overview),
        made_up=sum(bool(line.get("fictitious")) for line in overview.lines),
        totals=overview.totals,
        in_force=thousands(overview.totals["in_force"]),
        needed=thousands(overview.totals["needed"]),
        number=len(overview.lines),
        good=overview.good,
        table_of_all=all_municipalities(overview),
        attention=to_look_at(overview),
    )


def report_xlsx(overview: Overview) -> bytes:
    from wmebv_site.inventory.report.xlsx import workbook

    short: Sequence[tuple[Cell, ...]] = [(each,) for each in sentences(overview)]
    about = Table("kort", words.INTERNAL, ("In het kort",), tuple(short))
    sheets = {
        "In het kort": about,
        "Gemeenten": all_municipalities(overview),
        "Aandacht": to_look_at(overview),
    }
    return workbook(sheets, overview.day or date(1980, 1, 1))
