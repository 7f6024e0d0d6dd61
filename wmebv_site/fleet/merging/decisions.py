"""The decisions of municipalities that end: they stay under their bodies, with an end and their annexes to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from wmebv_site.dutch import in_words
from wmebv_site.exchange.editing import plain
from wmebv_site.fleet.merging.joined import Entry, Joining, alike, apart
from wmebv_site.fleet.merging.parties import Data, Party, mappings, with_front_matter
from wmebv_site.register.channels import Authority
from wmebv_site.register.decisions import Decision
from wmebv_site.register.files import DECISION_TEXTS, decision_of_annex, is_annex
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.terms import AuthorityKind
from wmebv_site.register.yaml import YamlMapping

_ONE_OF_A_KIND = (
    AuthorityKind.COUNCIL,
    AuthorityKind.EXECUTIVE,
    AuthorityKind.MAYOR,
    AuthorityKind.TAX_OFFICER,
)
_BARE = re.compile(r"^(?:de )?gemeente ", re.IGNORECASE)


def name_bodies(joining: Joining) -> None:
    """Find which bodies become one, and under which id those of the old municipalities stay known."""
    parties = joining.parties
    kinds = {
        body.id: body.kind
        for party in parties
        for body in party.register.authorities
        if party.is_own(body.id)
    }
    for kind in _ONE_OF_A_KIND:
        found = [
            (party, body) for party in parties for body in party.register.authorities if body.kind is kind
        ]
        ids = list(dict.fromkeys(body.id for _, body in found))
        alone = len({party.label for party, _ in found}) == len(found)
        if len(ids) < 2 or not alone:
            continue
        entries = [Entry(party, _written(party, body.id), {"id": body.id}) for party, body in found]
        kept = joining.one(
            f"authorities/{kind.value}", f"De id van het bestuursorgaan '{kind.value}'", entries
        )["id"]
        for party, body in found:
            if body.id != kept:
                party.names.setdefault("bestuursorgaan", {})[body.id] = kept
    taken = {body.id for party in parties for body in party.register.authorities} | set(kinds)
    for party in parties:
        for body in party.register.authorities:
            if party.is_own(body.id):
                name = apart(body.id, party.label)
                while name in taken:
                    name = apart(name, "oud")
                taken.add(name)
                party.old_bodies[body.id] = name


def _written(party: Party, name: str) -> YamlMapping:
    return next(each for each in mappings(party.channels, "authorities") if each.get("id") == name)


def name_decisions(parties: Sequence[Party], day: date) -> str:
    """Give the decisions of old bodies ids that differ; the id of the one that has yet to be taken."""
    new = f"aanwijzing-{day.year}"
    drafts = {
        (party.label, each.id)
        for party in parties
        for each in party.register.decisions
        if _stays_behind(party, each)
    }
    ids = [
        each.id
        for party in parties
        for each in party.register.decisions
        if (party.label, each.id) not in drafts
    ]
    for party in parties:
        party.new_decision = new
        for each in party.register.decisions:
            if (party.label, each.id) in drafts or not party.ends(each):
                continue
            if ids.count(each.id) > 1 or each.id == new:
                name = apart(each.id, party.label)
                while name in ids:
                    name = apart(name, "oud")
                party.names.setdefault("besluit", {})[each.id] = name
    return new


def _stays_behind(party: Party, decision: Decision) -> bool:
    return party.ends(decision) and party.is_draft(decision)


def decision_files(joining: Joining, day: date) -> Iterator[tuple[str, bytes]]:
    """The decisions of all, each with its annexes. What no body will ever take stays behind, and that is told."""
    others: dict[str, list[tuple[Party, Decision, bytes]]] = {}
    for party in joining.parties:
        for decision in party.register.decisions:
            data = party.files.files[decision.file]
            if _stays_behind(party, decision):
                party.left.append(f"Het concept '{decision.id}': een besluit dat nog niemand nam.")
            elif party.ends(decision):
                name = party.names.get("besluit", {}).get(decision.id, decision.id)
                said = _ended(party, decision, day)
                path = f"{DECISION_TEXTS}{name}.md"
                yield path, with_front_matter(path, data, said, Decision)
                yield from _annexes(party, decision.id, name)
            else:
                others.setdefault(decision.id, []).append((party, decision, data))
    for name, found in others.items():
        texts = [party.text(Decision, decision.file, data) for party, decision, data in found]
        annexes = [dict(_annexes(party, name, name)) for party, _, _ in found]
        chosen = 0
        if not (alike(texts) and alike(annexes)):
            entries = [
                Entry(party, _front(each, data), {"tekst": text.decode("utf-8"), "bijlage": repr(more)})
                for (party, each, data), text, more in zip(found, texts, annexes, strict=True)
            ]
            kept = joining.one(
                f"{DECISION_TEXTS}{name}.md", f"Het besluit '{name}' van een andere organisatie", entries
            )
            chosen = next(at for at, each in enumerate(entries) if each.said["tekst"] == kept["tekst"])
        yield f"{DECISION_TEXTS}{name}.md", texts[chosen]
        yield from annexes[chosen].items()


def _annexes(party: Party, name: str, new: str) -> Iterator[tuple[str, bytes]]:
    for path, data in party.files.files.items():
        if is_annex(path) and decision_of_annex(path) == name:
            yield DECISION_TEXTS + new + path.removeprefix(DECISION_TEXTS + name), data


def _ended(party: Party, decision: Decision, day: date) -> Data:
    """What stands above a decision of old bodies: it ends when they do, and never begins after that."""
    said = party.said(Decision, _front(decision, party.files.files[decision.file]), of_old=True)
    last = max(day, decision.in_force_from) if decision.in_force_from else day
    if _goes_on(party, decision, day):
        if decision.lapsed is not None:
            party.left.append(
                f"Het einde van het besluit '{decision.id}' op {in_words(decision.lapsed)}: nu is dat {in_words(last)}."
            )
        said["lapsed"] = last.isoformat()
    if decision.id in party.names.get("besluit", {}) and decision.annex is not None:
        said.setdefault("frozen_as", decision.frozen_as or decision.id)
    return said


def _goes_on(party: Party, decision: Decision, day: date) -> bool:
    """Whether a decision had no end yet on the last day of its bodies: by its own words, or by one in its place."""
    periods = [party.calendar.period(decision, body) for body in decision.authorities if party.is_own(body)]
    over = decision.lapsed is not None and decision.lapsed <= day
    return not over and any(each is None or each.end is None or each.end > day for each in periods)


def _front(decision: Decision, data: bytes) -> YamlMapping:
    document = read_document(decision.file, data)[0]
    assert document is not None, "it was read before"
    return document.meta


def old_bodies(party: Party, files: Sequence[tuple[str, bytes]]) -> Iterator[Data]:
    """The bodies of a municipality that ends, as far as what stays names them."""
    text = "\n".join(data.decode("utf-8", "replace") for path, data in files if path.endswith(".md"))
    place = _BARE.sub("", party.register.municipality.name)
    for body in party.register.authorities:
        name = party.old_bodies.get(body.id)
        if name is None or not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            continue
        said = plain(_written(party, body.id))
        made = {
            "id": name,
            "kind": AuthorityKind.EXTERNAL.value,
            "name": f"{body.name} van de voormalige gemeente {place}",
        }
        made |= {key: said[key] for key in Authority.model_fields if key in said and key not in made}
        if "url" not in made and party.register.municipality.website:
            made["url"] = party.register.municipality.website
        yield made
