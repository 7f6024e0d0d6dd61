"""Makes a product of what a list says of it, and fills in visibly what the list doesn't say, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from wmebv_site.diagnostics import Refused, did_you_mean
from wmebv_site.exchange.working import Data, Working
from wmebv_site.register.terms import AuthorityKind, MessageKind, ToConfirm, UplFlag
from wmebv_site.register.yaml_text import Noted

_TO_DIVIDE = "nog-in-te-delen"
"""The domain of products of which nobody said yet where they belong."""
_ABOVE = """\
Vanaf hier: toegevoegd uit een lijst. Wat bij `unconfirmed` staat, heeft het programma ingevuld. Kijk dat na:
- domain: bij welke groep uit channels.yaml hoort het product?
- authority: wie beslist erover?
- messages: welke berichten kan iemand hierover sturen?
- statutes, legal_basis: zijn dit de wetten van dit product bij uw gemeente? Op de website staan ze pas als u dat bevestigt.
Klopt het, of hebt u het verbeterd? Haal dan het woord weg bij `unconfirmed`. Wat er nog staat, vindt u met: wmebv check"""
_KINDS_BY_NAME = (
    ("aangifte", MessageKind.DECLARATION),
    ("melding", MessageKind.NOTIFICATION),
    ("bezwaar", MessageKind.OBJECTION),
    ("klacht", MessageKind.COMPLAINT),
    ("zienswijze", MessageKind.VIEW),
    ("vergunning", MessageKind.APPLICATION),
    ("ontheffing", MessageKind.APPLICATION),
    ("subsidie", MessageKind.APPLICATION),
)
_ASSESSED = re.compile(
    r"^(?!.*kopie).*(?:belasting|(?<!ont)heffing|aanslag|leges|reinigingsrecht|woz-beschikking|bestuurlijke boete)(?: \([^()]*\))?$",
    re.IGNORECASE,
)
"""What nobody applies for: an assessment or a fine comes by itself, and one may object to it."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the editor chose for what the list doesn't say; None leaves it to be confirmed."""

    domain: str | None = None
    authority: str | None = None


class Filler:
    """Adds products to a register, for one import."""

    def __init__(self, working: Working, defaults: Defaults) -> None:
        self.working = working
        register = working.register
        self.domain = _chosen("Het domein", defaults.domain, list(register.domain_by_id))
        self.authority = _chosen("Het bestuursorgaan", defaults.authority, list(register.authority_by_id))
        self.first = True

    def product(self, start: Data, flags: Collection[UplFlag] = ()) -> Data:
        """Add a product with the fields that it has, and what every product needs besides."""
        if not self.working.register.authorities:
            raise Refused("In channels.yaml staat nog geen bestuursorgaan. Vul 'authorities' eerst in.")
        # In the order in which an editor reads it: whom and by which law comes behind what is filled in.
        made: Data = dict(start)
        audience, basis = made.pop("audience", None), made.pop("legal_basis", None)
        made["domain"] = self.domain or self._to_divide()
        made |= {"audience": audience} if audience else {}
        made["authority"] = self.authority or self._likely_authority()
        statutes = made.pop("statutes", [])
        made |= {"legal_basis": basis} if basis else {}
        made |= {"statutes": statutes} if statutes else {}
        open_ = {
            ToConfirm.DOMAIN: self.domain is None,
            ToConfirm.AUTHORITY: self.authority is None,
            ToConfirm.MESSAGES: True,
            ToConfirm.STATUTES: bool(statutes),
            ToConfirm.LEGAL_BASIS: bool(basis),
        }
        made["unconfirmed"] = [word.value for word, is_open in open_.items() if is_open]
        name = str(made.get("upl_name", made["name"]))
        made["messages"] = [{"kind": kind.value} for kind in _kinds(name, flags)]
        noted = Noted(made, above=_ABOVE if self.first and not _is_explained(self.working) else "")
        self.first = False
        self.working.add_product(noted)
        return noted

    def _likely_authority(self) -> str:
        """What most likely decides: a body of the municipality itself before another, and its college before the rest."""
        register = self.working.register
        return min(
            register.authorities,
            key=lambda body: (body.id in register.other_bodies, body.kind is not AuthorityKind.EXECUTIVE),
        ).id

    def _to_divide(self) -> str:
        domains = self.working.channels.setdefault("domains", [])
        if all(domain["id"] != _TO_DIVIDE for domain in domains):
            above = "Hier staan producten waarvan u nog moet zeggen bij welk domein ze horen. Is dit domein leeg? Haal het dan weg."
            domains.append(Noted({"id": _TO_DIVIDE, "name": "Nog in te delen"}, above=above))
        return _TO_DIVIDE


def _is_explained(working: Working) -> bool:
    """Whether the explanation above the first added product stands in a file already."""
    first = _ABOVE.partition("\n")[0].encode()
    return any(first in data for data in working.files.files.values())


def _chosen(what: str, asked: str | None, known: list[str]) -> str | None:
    if asked is None or asked in known:
        return asked
    hint = did_you_mean(asked, known) or f"Kies uit: {', '.join(known)}."
    raise Refused(f"{what} '{asked}' bestaat niet. {hint}")


def _kinds(name: str, flags: Collection[UplFlag]) -> list[MessageKind]:
    """The messages that the flags of the list name; without them, what the name says; else a question, which binds nobody."""
    kinds = []
    if UplFlag.APPLICATION in flags or UplFlag.SUBSIDY in flags:
        kinds.append(MessageKind.APPLICATION)
    if UplFlag.NOTIFICATION in flags:
        kinds.append(MessageKind.NOTIFICATION)
    if not kinds and _ASSESSED.search(name):
        return [MessageKind.OBJECTION, MessageKind.QUESTION]
    by_name = [kind for word, kind in _KINDS_BY_NAME if word in name.casefold()]
    return kinds or by_name[:1] or [MessageKind.QUESTION]
