"""Freezes a decision, or says why it can't be: makes its annex, one row for each message, and says so in the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from wmebv_site.decisions.corrected import told_changes
from wmebv_site.designation.annexes import Annexes
from wmebv_site.designation.answers import Resolution, Resolved, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.gaps import left_without
from wmebv_site.designation.rule import Question, Rank, Rule, fits, own_rule, rank_of, rule_of, spelled_out
from wmebv_site.diagnostics import Diagnostic, Level, Refused, did_you_mean, in_order
from wmebv_site.dutch import in_words
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import Change
from wmebv_site.register.annexes import VERSION, Annex, AnnexRow, checksum_of, checksum_of_text
from wmebv_site.register.channels import BY_EXECUTOR, EXPLAINING, Channel, Designation, Executor
from wmebv_site.register.decisions import Decision
from wmebv_site.register.decode import decode
from wmebv_site.register.entry import Entry
from wmebv_site.register.files import DECISION_TEXTS, annex_path, holds_registers, id_of, things_in
from wmebv_site.register.front_matter import read_document, with_key, without_key
from wmebv_site.register.products import Message
from wmebv_site.register.register import Register
from wmebv_site.register.terms import MessageKind, ToConfirm
from wmebv_site.register.text import read_text
from wmebv_site.register.values import Source
from wmebv_site.register.yaml_text import Plain, unmistakable, unmistakable_list
from wmebv_site.rules.base import Context, found_by, the_first
from wmebv_site.rules.designation import without_a_channel
from wmebv_site.rules.sources import tied

ALL_DECISIONS = "Typ 'wmebv decision list' voor alle besluiten."
_HEADING = (
    "# De bijlage bij het besluit, gemaakt met 'wmebv decision freeze'.\n"
    "# Wijzig dit bestand niet: het controlegetal klopt dan niet meer.\n"
)
Row = dict[str, Plain]
"""A row in the words of its file."""
_NOUNS = {MessageKind.INFORMATION_REQUEST: "verzoek om informatie"}


def annex_text(decisions: Decisions, decision: Decision) -> str:
    """The whole text of ``content/besluiten/<id>.annex.yaml``, the same for the same registers and day.

    A decision says what is wanted once it is adopted: what it replaces plays no part any more.
    """
    return _annex(decisions, decision, _rows(decisions, decision))


def _annex(
    decisions: Decisions, decision: Decision, rows: Sequence[Row], rectified: date | None = None
) -> str:
    before = decisions.register.annex_of(decision.id, decisions.today) if rectified else None
    rules = [d for d in decisions.register.designations if d.source and d.source.decision == decision.id]
    rules += _rules_taken_over(before, rules, decisions.register) if before else ()
    known = {
        channel.id: channel
        for channel in (*(before.channels if before else ()), *decisions.register.channels)
    }
    body = unmistakable_list("rows", rows) + unmistakable_list("rules", [_public(rule) for rule in rules])
    body += unmistakable_list("channels", list(_channels(decisions, rows, rules, known.values())))
    return _sealed(decision, decisions.today, body, rectified)


def _rows(decisions: Decisions, decision: Decision) -> list[Row]:
    """The rows of an annex, by domain in the order of the register."""
    wanted, amended = decisions.once_adopted(decision).wanted(), _Amended.by(decision, decisions)
    by_domain = {domain.id: place for place, domain in enumerate(decisions.register.domains)}
    answers = sorted(wanted.all, key=lambda answer: by_domain.get(answer.product.domain, len(by_domain)))
    return [row for answer in answers if (row := _row(decision, answer, amended))]


def _sealed(decision: Decision, day: date, body: str, rectified: date | None) -> str:
    head = f"{_HEADING}version: {VERSION}\ndecision: {unmistakable(decision.id)}\nfrozen_on: {day}\n"
    head += f"rectification: {rectified}\n" if rectified else ""
    head += f"text_checksum: {unmistakable(checksum_of_text(decision.body))}\n"
    source, _ = read_text("", (head + body).encode())
    assert source is not None
    return f"{head}checksum: {unmistakable(checksum_of(source.text))}\n{body}"


def message_noun(message: Message) -> str:
    """What a message is called in an annex: its own name, or the word for its kind."""
    return message.name or _NOUNS.get(message.kind) or message.kind.value.replace("_", " ")


def _row(decision: Decision, answer: Resolution, amended: _Amended | None) -> Row | None:
    """The row of one answer: with its ways where this decision is the reason, else what it withdraws.

    An answer that rests on a statute, or on another decision, is no row: what an amendment leaves standing stays the
    row of the decision that gave it.
    """
    row: Row = {
        "product": answer.product.id,
        "product_name": answer.product.name,
        "message": answer.message.key,
        "message_name": message_noun(answer.message),
        "audience": answer.audience.value,
    }
    rule = answer.rule if answer.state.answers else None
    if rule is not None and rule.decision == decision.id:
        ways = [_channel(resolved) for resolved in _by_decision(answer, rule)]
        executor = answer.executor
        itself = _executor(executor) if executor is not None else {}
        if not ways and "address" in itself:
            ways = [itself]
        if not ways:
            return None
        row["channels"] = ways
        row["rank"], row["state"] = rule.rank.name.lower(), answer.state.value
        row |= {"executor": itself} if itself else {}
        article = rule.article
    else:
        withdrawal = amended.withdrawal(answer) if amended else None
        if withdrawal is None:
            return None
        if withdrawal.channels:
            row["channels"] = list(withdrawal.channels)
        row["withdrawn"] = "ja"
        article = withdrawal.article
    row["source"] = f"besluit:{decision.id}"
    return row | ({"article": article} if article else {})


def _executor(executor: Executor) -> dict[str, Plain]:
    named: dict[str, Plain] = {"id": executor.id, "name": executor.name}
    return named | ({"address": executor.url} if executor.url else {})


def _channel(resolved: Resolved) -> dict[str, Plain]:
    addresses = (way.email or way.url for way in resolved.entrances)
    address = next((address for address in addresses if address), None)
    channel: dict[str, Plain] = {"id": resolved.channel.id, "name": resolved.channel.name}
    return channel | ({"address": address} if address else {})


def _by_decision(answer: Resolution, rule: Rule) -> Iterator[Resolved]:
    """The channels of an answer without those that only a statute, or another decision, adds to it."""
    own = set(spelled_out(rule.channels, answer.executor))
    own |= {name for added in answer.added if added.source == rule.source for name in added.channels}
    return (resolved for resolved in answer.channels if resolved.channel.id in own)


class _Withdrawal(NamedTuple):
    """What is taken away: these ways, or without any the whole row."""

    article: str | None
    channels: tuple[dict[str, Plain], ...] = ()


@dataclass(frozen=True)
class _Amended:
    """What an amendment takes away of what the annexes of the decisions that it amends say together."""

    decision: Decision
    register: Register
    amended: frozenset[str]
    annexes: Annexes
    withdrawn: tuple[Designation, ...]
    is_frozen: bool
    """Whether all that it amends has an annex."""

    @classmethod
    def by(cls, decision: Decision, decisions: Decisions) -> _Amended | None:
        register = decisions.register
        amended = register.amended.get(decision.id)
        if amended is None:
            return None
        chain = [each for each in register.decisions if each.id in amended and each.kind.designates]
        binding = {
            name: tuple(each for each in chain if name in each.authorities) for name in decision.authorities
        }
        withdrawn = tuple(
            each
            for each in register.designations
            if each.withdrawn and each.source is not None and each.source.decision == decision.id
        )
        is_frozen = all(each.id in register.annexes for each in chain)
        annexes = decisions.readings.together(binding, decisions.today)
        return cls(decision, register, amended, annexes, withdrawn, is_frozen)

    def _own_rules(self, question: Question) -> Iterator[Rule]:
        """The channels that the amendment designates on the message or product itself."""
        for rank, owner in ((Rank.PRODUCT_MESSAGE, question.message), (Rank.PRODUCT, question.product)):
            if owner.channels and not (question.message.withdrawn and owner is question.message):
                rule = own_rule(self.register, rank, owner)
                if rule.decision == self.decision.id and (
                    owner is question.message or not question.message.on_request
                ):
                    yield rule

    def withdrawal(self, answer: Resolution) -> _Withdrawal | None:
        """The message itself, a rule as precise as the row, or the ways that rules beside others gave it."""
        message = answer.message
        if answer.question.authority not in self.decision.authorities:
            return None
        rows = self.annexes.find(answer.question)
        whole = (
            message.withdrawn and message.source is not None and message.source.decision == self.decision.id
        )
        if whole and (any(row.rank is not Rank.PRODUCT for row in rows) or not (rows or self.is_frozen)):
            return _Withdrawal(message.article)
        for own in self._own_rules(answer.question):
            if any(row.rank >= own.rank for row in rows):
                return _Withdrawal(own.article)  # what it designates instead is not there for who asks
        fitting = [each for each in self.withdrawn if fits(rule_of(each), answer.question.traits)]
        for designation in fitting:
            if not designation.beside and any(row.rank is rank_of(designation) for row in rows):
                return _Withdrawal(designation.article)
        beside = [each for each in fitting if each.beside]
        for row in rows if beside else ():
            executor = self.register.executor_by_id.get(answer.product.executor or "")
            given = {name for each in beside for name in spelled_out(each.channels, executor)}
            kept = [rule for rule in answer.answer.reasons if rule.decision in self.amended]
            given -= {name for rule in kept for name in spelled_out(rule.channels, executor)}
            assert row.row is not None
            gone = [each for each in row.row.channels if each.id in given and each.id in row.channels]
            if gone:
                all_gone = len(gone) == len(row.channels)
                ways = () if all_gone else tuple(map(_public, gone))
                return _Withdrawal(beside[0].article, ways)
        return None


def _channels(
    decisions: Decisions, rows: Sequence[Row], rules: list[Designation], known: Iterable[Channel]
) -> Iterator[dict[str, Plain]]:
    """The public facts of every channel that a row or a rule names; what is withdrawn alone needs no address."""
    named: set[str] = set()
    for row in rows:
        for channel in () if "withdrawn" in row else row.get("channels", ()):
            assert isinstance(channel, dict)
            if channel != row.get("executor"):
                named.add(str(channel["id"]))
    for rule in (rule for rule in rules if not rule.withdrawn):
        named |= set(rule.channels)
        if BY_EXECUTOR in rule.channels:
            named |= {name for executor in decisions.register.executors for name in executor.channels}
    for each in known:
        if each.id in named:
            yield {key: value for key, value in _public(each).items() if key not in EXPLAINING}


def _public(entry: Entry) -> dict[str, Plain]:
    """An entry in the words of its file, without what is internal and what is left at its default."""
    found: dict[str, Plain] = {}
    for name, info in type(entry).model_fields.items():
        value = getattr(entry, name)
        extra = info.json_schema_extra
        internal = isinstance(extra, dict) and extra.get("x-visibility") == "internal"
        if not internal and value is not None and (info.is_required() or value != info.default):
            found[info.alias or name] = _plain(value)
    return found


def _plain(value: Any) -> Plain:
    if isinstance(value, Entry):
        return _public(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (date, Source)):
        return str(value)
    assert isinstance(value, str)
    return value


_KEY = "annex"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What freezing comes to: the annex and the word for it, or the mistakes that stand in the way."""

    changes: tuple[Change, ...] = ()
    """The annex first: until the decision names it, it is nothing and the old decision counts."""
    rows: int = 0
    late: bool = False
    """Whether the decision was adopted already: then this is the record of what it said."""
    mistakes: tuple[Diagnostic, ...] = ()
    judged: Decisions | None = None
    """The register, when it is whole and only this decision stands in its own way."""
    lost: tuple[str, ...] = ()
    """The messages that would have no way once this decision is adopted, in words."""
    undecided: tuple[str, ...] = ()
    """The messages of which the annex of a decision that was adopted already doesn't tell the way, in words."""
    examples: tuple[str, ...] = ()
    """The files that the annex and the decision are made from, where examples of a new project may be left."""
    rectified: date | None = None
    """The day of the rectification that this annex follows; the one that was there stays as it is."""
    changed: tuple[str, ...] = ()
    """The messages and channels of which a corrected annex says something else than the one before, in words."""
    guesses: Mapping[str, int] = field(default_factory=dict)
    """What an import filled in and nobody confirmed, with the number of products in the annex."""


def freeze(files: ProjectFiles, name: str, today: date) -> Frozen:
    """Work out the annex of a decision. Its earlier annex plays no part, so what went wrong with it is mended."""
    path = f"{DECISION_TEXTS}{name}.md"
    if path not in files.files:
        known = [id_of(each) for each in things_in(DECISION_TEXTS, files.files)]
        hint = did_you_mean(name, known) or ALL_DECISIONS
        raise Refused(f"Het besluit '{name}' bestaat niet. {hint}")
    text = files.files[path].decode("utf-8", "replace")
    had_annex, corrects = _says_frozen(path, files.files[path])
    without: Mapping[str, bytes] = {
        other: data for other, data in files.files.items() if other != annex_path(name)
    } | {path: without_key(text, _KEY).encode() if had_annex else files.files[path]}
    without = files.files if corrects else without
    register, mistakes = decode(without, files.others)
    mistakes = in_order([*mistakes, *files.diagnostics])
    if register is None and not any(
        each.level is Level.ERROR and _of_registers(each.place.file) for each in mistakes
    ):
        register, _ = decode({file: data for file, data in without.items() if _of_registers(file)})
    if register is None or any(_of_registers(each.place.file) for each in files.diagnostics):
        return Frozen(mistakes=tuple(mistakes))
    decision = register.decision_by_id[name]
    decisions = Decisions(register, today)
    if corrects and decision.adopted is not None and decision.kind.designates:
        return _correct(decisions, decision, files)
    _refuse(decisions, decision, had_annex, annex_path(name) in files.files)
    without_way = left_without(decision, decisions)
    late = decision.adopted is not None
    found = [] if late else _standing_in_the_way(decisions, decision, without_way)
    if found:
        gaps = [answer for answer in without_way if answer.state is State.GAP]
        return Frozen(mistakes=tuple(found), judged=decisions, lost=_named(gaps))
    rows = _rows(decisions, decision)
    annex = _annex(decisions, decision, rows)
    frozen = {annex_path(name): annex, path: with_key(text, _KEY, "frozen")}
    return Frozen(
        tuple(Change(file, files.files.get(file), made.encode()) for file, made in frozen.items()),
        rows=len(rows),
        late=late,
        undecided=_named(without_way),
        examples=_examples(files.files, register, path),
        guesses=_guesses(register, rows),
    )


def _says_frozen(path: str, data: bytes) -> tuple[bool, bool]:
    """Whether a decision says that it has an annex, and that it was rectified since."""
    document, _ = read_document(path, data)
    frozen = document is not None and document.meta.get(_KEY) == "frozen"
    return frozen, frozen and document is not None and "rectifications" in document.meta


_CORRECTED = "rectified_annexes"


def _correct(decisions: Decisions, decision: Decision, files: ProjectFiles) -> Frozen:
    """The annex as the last rectification in the gazette corrected it, beside those that are there."""
    register, today, name = decisions.register, decisions.today, decision.id
    days = sorted(each.date for each in decision.rectifications)
    known = [day for day in days if day <= today]
    if not known:
        raise Refused(
            f"De rectificatie van '{name}' staat pas op {in_words(days[0])} in {register.gazette_of(decision)}. Maak de herstelde "
            "bijlage op die dag."
        )
    if known[-1] in decision.rectified_annexes:
        raise Refused(
            f"De bijlage van '{name}' is al hersteld met de rectificatie van {known[-1]}. Staat er nog een fout in? Leg dan "
            "eerst de nieuwe rectificatie vast bij 'rectifications'."
        )
    file = annex_path(name, known[-1])
    if file in files.files:
        raise Refused(
            f"Naast '{name}' ligt al een herstelde bijlage van {known[-1]}. Hoort die erbij? Zet dan die dag bij "
            f"'{_CORRECTED}' boven de tekst van het besluit. Hoort ze er niet bij? Verwijder dan eerst het bestand."
        )
    rows, before = _rows(decisions, decision), register.annex_of(name, today)
    if not rows and before is not None and before.told_rows:
        raise Refused(
            f"De registers wijzen met '{name}' niets meer aan. Een herstelde bijlage zou leeg zijn. Zet eerst in de "
            "registers terug wat dit besluit aanwijst."
        )
    if before:
        removed = _removed(decision, before, rows)
        rows = _with_what_was_taken_over(decisions, decision, rows, before, removed)
    made = _annex(decisions, decision, rows, known[-1]).encode()
    path = decision.file
    listed = ", ".join(map(str, (*decision.rectified_annexes, known[-1])))
    try:
        text = with_key(files.files[path].decode(), _CORRECTED, f"[{listed}]")
    except ValueError:
        raise Refused(f"Zet de dagen bij '{_CORRECTED}' van '{name}' op één regel: [{listed}].") from None
    after = decode({**files.files, file: made, path: text.encode()}, files.others)[0]
    corrected = after.annex_of(name, today) if after else None
    return Frozen(
        (Change(file, None, made), Change(path, files.files[path], text.encode())),
        rows=len(rows),
        rectified=known[-1],
        changed=told_changes(before, corrected) if before and corrected else (),
        guesses=_guesses(register, rows),
    )


def _removed(decision: Decision, before: Annex, rows: Sequence[Row]) -> frozenset[str]:
    """The products (by id) that new rectifications take out of the annex, as no register can tell of them any more."""
    new = [each for each in decision.rectifications if each.date not in decision.rectified_annexes]
    asked = dict.fromkeys(name for each in new for name in each.removes)
    there, told = {row.product for row in before.rows}, {str(row["product"]) for row in rows}
    for name in asked:
        if name not in there:
            hint = did_you_mean(name, sorted(there)) or "Kijk in de bijlage hoe het product daar heet."
            raise Refused(
                f"In de bijlage van '{decision.id}' staat geen product '{name}' ('removes'). {hint}"
            )
        if name in told:
            raise Refused(
                f"Het product '{name}' staat bij 'removes', maar de registers wijzen er met '{decision.id}' een kanaal voor "
                "aan. Haal dat in de registers weg, of haal het product weg bij 'removes'."
            )
    return frozenset(asked)


def _with_what_was_taken_over(
    decisions: Decisions, decision: Decision, rows: Sequence[Row], before: Annex, removed: frozenset[str]
) -> list[Row]:
    """The rows in the order of the annex before, with those of it that the registers can't tell of any more.

    A later decision, also a draft, that designates for a message stands in the registers in the place of this one; and a
    product may be gone. What was decided of these stays as it was, unless the rectification itself ``removed`` it.
    """
    new = {(str(row["product"]), str(row["message"]), str(row["audience"])): row for row in rows}
    wanted, found = decisions.wanted().by_key, []
    own = [d for d in decisions.register.designations if d.source and d.source.decision == decision.id]
    beside = [rule for rule in _rules_taken_over(before, own, decisions.register) if rule.beside]
    for key, row in before.row_by_key.items():
        now, answer = new.pop((row.product, row.message, row.audience.value), None), wanted.get(key)
        by_another = answer is not None and answer.rule is not None and answer.rule.decision is not None
        if now is not None:
            found.append(_with_ways_beside(now, row, answer, beside) if answer and beside else now)
        elif (answer is None or by_another) and row.product not in removed:
            found.append(_public(row))
    return [*found, *new.values()]


def _with_ways_beside(now: Row, before: AnnexRow, answer: Resolution, beside: Sequence[Designation]) -> Row:
    """A row with the ways that it had from rules beside others, in the place of which a later decision has one."""
    fitting = [rule for rule in beside if fits(rule_of(rule), answer.question.traits)]
    given = {name for rule in fitting for name in spelled_out(rule.channels, answer.executor)}
    ways = now.get("channels")
    if before.withdrawn or "withdrawn" in now or not given or not isinstance(ways, list):
        return now
    told = {str(channel["id"]): channel for channel in ways if isinstance(channel, dict)}
    kept = [each for each in before.channels if each.id in told or each.id in given]
    in_order = {each.id: told.get(each.id) or _public(each) for each in kept}
    return now | {"channels": [*(in_order | told).values()]}


def _rules_taken_over(before: Annex, rules: Sequence[Designation], register: Register) -> list[Designation]:
    """The rules of the annex before in the place of which the registers have one of a later decision."""
    own = {rule_of(rule).selectors for rule in rules}
    others = {rule_of(each).selectors for each in register.designations} - own
    return [rule for rule in before.rules if rule_of(rule).selectors in others]


def _refuse(decisions: Decisions, decision: Decision, had_annex: bool, annex_is_there: bool) -> None:
    if not decision.kind.designates:
        raise Refused(
            f"Het besluit '{decision.id}' is van de soort '{decision.kind.value}' en wijst niets aan."
        )
    if had_annex and decision.adopted is not None:
        raise Refused(
            f"Het besluit '{decision.id}' is vastgesteld op {in_words(decision.adopted)}. Zijn bijlage verandert niet meer. Maak "
            "voor een wijziging een nieuw besluit. Stond er een fout in, en is die hersteld in "
            f"{decisions.register.gazette_of(decision)}? Leg de rectificatie dan vast bij 'rectifications', en voer deze "
            "opdracht opnieuw uit."
        )
    if annex_is_there and decision.adopted is not None:
        raise Refused(
            f"Het besluit '{decision.id}' is vastgesteld op {in_words(decision.adopted)} en heeft al een bijlage. Die verandert niet "
            "meer. Hoort die bijlage erbij? Zet dan 'annex: frozen' terug boven de tekst van het besluit. Hoort ze er niet "
            "bij? Verwijder dan eerst het bestand."
        )


def _standing_in_the_way(
    decisions: Decisions, decision: Decision, without: Sequence[Resolution]
) -> list[Diagnostic]:
    """The ties that this decision is part of, and the messages that it leaves without a way; of nothing else.

    What is wrong elsewhere in the registers doesn't stop an editor: it is not in the annex.
    """
    if not without:
        return []
    concerned = frozenset((answer.product.id, answer.message.key) for answer in without)
    context = replace(Context.of(decisions.once_adopted(decision)), concerned=concerned)
    found = [each for each in found_by((tied, without_a_channel), context) if each.level is Level.ERROR]
    if found:
        return found
    text = f"Zodra '{decision.id}' is vastgesteld, heeft {the_first(without)} geen aangewezen kanaal."
    hint = f"Noem 'besluit:{decision.id}' als bron bij een regel die past, of bij een nieuwe regel."
    return [Diagnostic(without_a_channel.code, Level.ERROR, decision.place, text, hint)]


def _named(answers: Iterable[Resolution]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"'{one.message.key}' van '{one.product.name}'" for one in answers))


_WORDS = {
    ToConfirm.DOMAIN: "het domein",
    ToConfirm.AUTHORITY: "het bestuursorgaan",
    ToConfirm.MESSAGES: "de berichten",
    ToConfirm.STATUTES: "de wetten",
    ToConfirm.LEGAL_BASIS: "de grondslag",
}


def _guesses(register: Register, rows: Sequence[Row]) -> dict[str, int]:
    """Of how many products in the annex nobody confirmed what an import filled in, by what that is."""
    named = {row["product"] for row in rows}
    open_ = [product for product in register.products if product.id in named]
    found = {words: sum(not each.is_confirmed(field) for each in open_) for field, words in _WORDS.items()}
    return {words: number for words, number in found.items() if number}


def _examples(files: Mapping[str, bytes], register: Register, path: str) -> tuple[str, ...]:
    if register.municipality.fictitious:
        return ()
    return (path, *sorted(filter(holds_registers, files)))


def _of_registers(path: str) -> bool:
    """Whether a file says what a decision designates: the others can't stop its annex."""
    return holds_registers(path) or path.startswith(DECISION_TEXTS)
