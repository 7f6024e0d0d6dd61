"""The further requirements that a decision sets (Awb 2:13(3)), for the channels that it designates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from wmebv_site.decisions.legal_words import named
from wmebv_site.decisions.numbering import Provision, always, parsed
from wmebv_site.decisions.scope import Mark, Scope
from wmebv_site.register.channels import Channel


def requirements(scope: Scope) -> Iterator[Provision]:
    """A member for each requirement that the registers number, else for each text.

    The register speaks to the sender. In a decision that text stands between quotes, as what the sender has to meet.
    """
    members: dict[object, dict[str, list[Channel]]] = {}
    marks: dict[object, list[Mark]] = defaultdict(list)
    for channel in scope.channels:
        for requirement in channel.requirements:
            if scope.carries(requirement.source):
                claim = parsed(requirement.article)
                key = claim if claim and claim[1] else requirement.text
                members.setdefault(key, {}).setdefault(requirement.text, []).append(channel)
                marks[key].append(Mark(requirement.place, requirement.source, requirement.article))
    for number, (key, texts) in enumerate(members.items(), 1):
        by_channels: dict[tuple[str, ...], list[str]] = {}
        for text, channels in texts.items():
            by_channels.setdefault(tuple(channel.id for channel in channels), []).append(text)
        said = [f"via {named(scope.named_channels(names))} {_set(same)}" for names, same in by_channels.items()]
        text = f"Bij verzending {said[0]}" if len(said) == 1 else "\n".join(["Bij verzending:", *(f"- {one}" for one in said)])
        yield Provision(f"requirement-{number}", "requirements", "Nadere eisen", always(text), tuple(marks[key]))


def _set(texts: Sequence[str]) -> str:
    """``geldt voor de afzender de volgende nadere eis: "Stuur een pdf."``"""
    quoted = " en ".join('"{}"'.format(text.replace('"', "'")) for text in texts)
    what = "geldt voor de afzender de volgende nadere eis" if len(texts) == 1 else "gelden voor de afzender de volgende nadere eisen"
    return f"{what}: {quoted}"
