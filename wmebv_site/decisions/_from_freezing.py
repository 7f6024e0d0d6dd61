"""Makes the annex of a decision: what the registers want by that decision, one row for each message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

from wmebv_site.designation.answers import Resolution, Resolved
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.rule import Rule, fits, rank_of, rule_of
from wmebv_site.register._from_source_writer import Plain, as_list, in_one_line
from wmebv_site.register.annexes import VERSION, checksum_of
from wmebv_site.register.channels import BY_EXECUTOR, Designation
from wmebv_site.register.content import Decision
from wmebv_site.register.entry import Entry
from wmebv_site.register.products import Message
from wmebv_site.register.terms import MessageKind
from wmebv_site.register.text import read_text
from wmebv_site.register.values import Source

_HEADING = (
    "# De bijlage bij het besluit, gemaakt met 'wmebv decision freeze'.\n"
    "# Wijzig dit bestand niet: het controlegetal klopt dan niet meer.\n"
)
_NOUNS = {MessageKind.INFORMATION_REQUEST: "verzoek om informatie"}


def annex_text(decisions: Decisions, decision: Decision) -> str:
    """The whole text of ``content/besluiten/<id>.annex.yaml``, the same for the same registers and day.

    A decision says what is wanted once it is adopted: what it replaces plays no part any more.
    """
    wanted = decisions.once_adopted(decision).wanted()
    by_domain = {domain.id: place for place, domain in enumerate(decisions.register.domains)}
    answers = sorted(wanted.all, key=lambda answer: by_domain.get(answer.product.domain, len(by_domain)))
    rows = [row for answer in answers if (row := _row(decisions, decision, answer))]
    rules = [d for d in decisions.register.designations if d.source and d.source.decision == decision.id]
    body = as_list("rows", rows) + as_list("rules", [_public(rule) for rule in rules])
    body += as_list("channels", list(_channels(decisions, rows, rules)))
    return _sealed(decision.id, decisions.today, body)


def _sealed(decision: str, day: date, body: str) -> str:
    head = f"{_HEADING}version: {VERSION}\ndecision: {in_one_line(decision)}\nfrozen_on: {day}\n"
    source, _ = read_text("", (head + body).encode())
    assert source is not None
    return f"{head}checksum: {in_one_line(checksum_of(source.text))}\n{body}"


def message_noun(message: Message) -> str:
    """What a message is called in an annex: its own name, or the word for its kind."""
    return message.name or _NOUNS.get(message.kind) or message.kind.value.replace("_", " ")


def _row(decisions: Decisions, decision: Decision, answer: Resolution) -> dict[str, Plain] | None:
    """The row of one answer: with its channels where this decision is the reason, else what it withdraws.

    Where it withdraws only a way beside others, what is left is a row of this decision.
    """
    row: dict[str, Plain] = {
        "product": answer.product.id,
        "product_name": answer.product.name,
        "message": answer.message.key,
        "message_name": message_noun(answer.message),
        "audience": answer.audience.value,
    }
    rule = answer.rule if answer.channels and answer.state.answers else None
    reason: Rule | Message | Designation | None = rule
    if rule is None or rule.decision != decision.id:
        reason = _withdrawal(decisions, decision, answer)
        if reason is None:
            return None
        amended = decisions.register.amended.get(decision.id, ())
        if rule is not None and not (isinstance(reason, Designation) and reason.beside and rule.decision in amended):
            rule = None
    if rule is not None:
        row["channels"] = [_named(resolved) for resolved in _by_decision(answer, rule)]
        row["rank"], row["state"] = rule.rank.name.lower(), answer.state.value
    else:
        row["withdrawn"] = "ja"
    row["source"] = f"besluit:{decision.id}"
    return row | ({"article": reason.article} if reason and reason.article else {})


def _named(resolved: Resolved) -> dict[str, Plain]:
    addresses = (way.email or way.url for way in resolved.entrances)
    address = next((address for address in addresses if address), None)
    named: dict[str, Plain] = {"id": resolved.channel.id, "name": resolved.channel.name}
    return named | ({"address": address} if address else {})


def _by_decision(answer: Resolution, rule: Rule) -> Iterator[Resolved]:
    """The channels of an answer without those that only a statute, or another decision, adds to it."""
    executor = answer.executor.channels if answer.executor else ()
    own = set(rule.channels) | (set(executor) if BY_EXECUTOR in rule.channels else set())
    own |= {name for added in answer.added if added.source == rule.source for name in added.channels}
    return (resolved for resolved in answer.channels if resolved.channel.id in own)


def _withdrawal(decisions: Decisions, decision: Decision, answer: Resolution) -> Message | Designation | None:
    """What of this amendment takes a row of the amended decision away, or one of its channels.

    That is the message itself, a rule as precise as the row, or a rule beside others that gave it a channel.
    """
    register, message = decisions.register, answer.message
    if answer.product.authority_of(message) not in decision.authorities:
        return None
    if message.withdrawn and message.source is not None and message.source.decision == decision.id:
        return message
    frozen = [register.annexes[name] for name in register.amended.get(decision.id, ()) if name in register.annexes]
    if not frozen:
        return None
    names = [
        (product, name, answer.audience)
        for product in (answer.product.id, *answer.product.formerly)
        for name in (message.key, *message.formerly)
    ]
    rows = [row for annex in frozen for name in names if (row := annex.row_by_key.get(name))]
    for designation in register.designations:
        if not designation.withdrawn or designation.source is None or designation.source.decision != decision.id:
            continue
        if not fits(rule_of(designation), answer.product, message, answer.audience, answer.official):
            continue
        same = [row for row in rows if row.rank.name == rank_of(designation).name]
        by_amended = answer.rule is not None and answer.rule.decision in register.amended[decision.id]
        if designation.beside and (by_amended or same):
            if any(set(row.channel_ids) - set(answer.channel_ids) for row in rows):
                return designation
        elif same:
            return designation
    return None


def _channels(
    decisions: Decisions, rows: list[dict[str, Plain]], rules: list[Designation]
) -> Iterator[dict[str, Plain]]:
    """The public facts of every channel that a row or a rule names; what is withdrawn alone needs no address."""
    named: set[str] = set()
    for row in rows:
        for channel in row.get("channels", ()):
            assert isinstance(channel, dict)
            named.add(str(channel["id"]))
    for rule in (rule for rule in rules if not rule.withdrawn):
        named |= set(rule.channels)
        if BY_EXECUTOR in rule.channels:
            named |= {name for executor in decisions.register.executors for name in executor.channels}
    return (_public(channel) for channel in decisions.register.channels if channel.id in named)


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
