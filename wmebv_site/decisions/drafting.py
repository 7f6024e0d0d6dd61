"""Writes the draft of a decision: title, front matter, preamble, articles and signatures, and what the editor must know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from wmebv_site.decisions.legal_words import joined, municipality_name, signatures
from wmebv_site.decisions.numbering import Article, Provision, Refs, always, numbered, parsed
from wmebv_site.decisions.provisions import Provisions, amendments
from wmebv_site.decisions.scope import Scope, own_authorities, replaced_by_default
from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.rule import Rank
from wmebv_site.diagnostics import Place, Refused
from wmebv_site.documents.decisions import EACH_FOR_ITSELF
from wmebv_site.dutch import capitalised, the_title
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION
from wmebv_site.register.decisions import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.terms import DecisionKind
from wmebv_site.register.yaml_text import in_quotes


class Variant(StrEnum):
    """The two forms in use: one channel for nearly everything, or a channel for each domain."""

    GENERAL = "A"
    PER_DOMAIN = "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the editor asks for; what is left open follows from the registers."""

    id: str
    variant: Variant | None = None
    title: str | None = None
    authorities: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    amends: str | None = None


def titles(order: Order, scope: Scope, today: date) -> tuple[str, str]:
    """The title and the citation title, with a number where an earlier decision has that name already."""
    title, citation = _usual_titles(order, scope, today)
    taken = {
        name.casefold()
        for known in scope.register.decisions
        if known.id != order.id
        for name in (known.title, known.short_title)
    }
    if order.title or not taken & {title.casefold(), citation.casefold()}:
        return title, citation
    number = next(
        n for n in count(2) if not taken & {f"{title} ({n})".casefold(), f"{citation} ({n})".casefold()}
    )
    return f"{title} ({number})", f"{citation} ({number})"


def _usual_titles(order: Order, scope: Scope, today: date) -> tuple[str, str]:
    """The year is that in the id, else the current one; bodies are named where not all of the municipality decide."""
    if order.title:
        return order.title, order.title
    found = re.search(r"(?:^|-)((?:19|20)\d\d)(?:-|$)", order.id)
    year = found[1] if found else str(today.year)
    bare = municipality_name(scope.register.municipality.name).removeprefix("de ")
    if scope.amends is not None:
        title = f"Besluit tot wijziging van {the_title(scope.amends.short_title)}"
        return title, f"Wijzigingsbesluit elektronische kanalen {bare} {year}"
    named = f"Aanwijzingsbesluit elektronische kanalen{_bodies(scope)}"
    return f"{named} {bare} {year}", f"{named} {year}"


def _bodies(scope: Scope) -> str:
    """`` burgemeester`` when only that body decides: else its decision would bear the name of that of all."""
    if set(scope.authorities) >= set(own_authorities(scope.register)):
        return ""
    names = (scope.register.authority_by_id[name].name for name in scope.authorities)
    return f" {joined(name.removeprefix('de ').removeprefix('het ') for name in names)}"


class About(StrEnum):
    """What a note is about."""

    ARTICLE = "article"
    SOURCE = "source"
    VARIANT = "variant"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Note:
    """A place in a register, and what has to stand there for the draft."""

    about: About
    place: Place
    found: str | None
    drafted: str


def notes(scope: Scope, provisions: Sequence[Provision], refs: Refs, general: bool) -> Iterator[Note]:
    """The numbers of articles that are not right yet, the sources that name no or another decision, in order."""
    found = {}
    for provision in provisions:
        place = refs.place(provision.key)
        for mark in provision.marks:
            if mark.source is None or mark.source.name != scope.id:
                found[mark.place] = Note(
                    About.SOURCE, mark.place, str(mark.source) if mark.source else None, place
                )
            elif not agrees(mark.article, place):
                found[mark.place] = Note(About.ARTICLE, mark.place, mark.article, place)
    yield from (found[place] for place in sorted(found))
    for mark in scope.left_out:
        yield Note(About.LEFT_OUT, mark.place, str(mark.source), "")
    if general:
        for designation in scope.of_rank(Rank.DOMAIN):
            yield Note(About.VARIANT, designation.place, designation.domain, "A")


def agrees(article: str | None, drafted: str) -> bool:
    """Whether a register points to where a provision stands; an article without a member is not wrong."""
    said, right = parsed(article), parsed(drafted)
    if said is None or right is None:
        return article is None or article.strip() == drafted
    return said[0] == right[0] and said[1] in (None, right[1])


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of ``content/besluiten/<id>.md``, and what the registers still have to say for it to be true."""

    text: str
    variant: Variant | None
    replaced: tuple[str, ...]
    notes: tuple[Note, ...]
    kept_for_others: tuple[str, ...] = ()
    """Of what it replaces, what goes on for an authority that does not take this decision."""


def draft(register: Register, order: Order, today: date) -> Draft:
    """Draft a decision that says what the registers want. Raises Refused when they want nothing yet."""
    scope = _scope(register, order, today)
    if scope.amends is not None:
        provisions = amendments(scope)
        variant = None
    else:
        _refuse_another_draft(scope)
        variant = _variant(scope, order.variant)
        provisions = Provisions(scope, variant is Variant.GENERAL).all
        if not scope.carries_any and not _only_other(provisions) or not provisions:
            raise Refused(
                "De registers wijzen nog niets aan. Vul eerst 'designations' in channels.yaml, met een bron of zonder."
            )
    title, citation = titles(order, scope, today)
    around = (*_definitions(scope, provisions), *provisions, *_withdrawal(scope), *_closing(citation))
    articles, refs = numbered(around, order.id, amending=scope.amends is not None)
    parts = [
        _front_matter(order, scope, provisions, title, citation),
        _preamble(scope, provisions),
        *(_article(article, refs) for article in articles),
        _signatures(scope),
    ]
    text = "\n\n".join(parts) + "\n"
    return Draft(
        text,
        variant,
        replaced=tuple(decision.id for decision in scope.replaced),
        notes=tuple(notes(scope, around, refs, variant is Variant.GENERAL)),
        kept_for_others=tuple(d.id for d in scope.replaced if set(d.authorities) - set(scope.authorities)),
    )


def _scope(register: Register, order: Order, today: date) -> Scope:
    decisions = Decisions(register, today)
    amended = register.decision_by_id[order.amends] if order.amends else None
    authorities = order.authorities or (amended.authorities if amended else own_authorities(register))
    if not authorities:
        raise Refused(
            "De registers noemen nog geen bestuursorgaan. Vul eerst 'authorities' in channels.yaml."
        )
    if amended is not None:
        replaced: tuple[Decision, ...] = ()
    elif order.replaces:
        replaced = tuple(register.decision_by_id[name] for name in order.replaces)
    else:
        replaced = replaced_by_default(decisions, order.id, authorities)
    known = {order.id, *order.replaces, order.amends}
    drafts = frozenset(
        d.id
        for d in register.decisions
        if decisions.status(d) is Status.DRAFT and d.id not in known and set(d.authorities) & set(authorities)
    )
    return Scope(register, order.id, authorities, replaced, amended, drafts=drafts)


def _refuse_another_draft(scope: Scope) -> None:
    """A decision without a designation is none: then another draft has them all."""
    if scope.left_out and not scope.carries_any:
        first = scope.left_out[0]
        assert first.source is not None
        raise Refused(
            f"De regels in de registers noemen het concept '{first.source.name}', zoals in {first.place.file}, regel "
            f"{first.place.line}. Werk dat concept af. Wilt u een ander concept? Schrijf dan eerst bij die regels: "
            f'source: "besluit:{scope.id}".'
        )


def _variant(scope: Scope, asked: Variant | None) -> Variant:
    """The form that was asked for, else the one that the registers have. The general form needs a fallback."""
    per_domain = bool(scope.of_rank(Rank.DOMAIN) or scope.own_rules)
    variant = asked or (Variant.PER_DOMAIN if per_domain else Variant.GENERAL)
    general = [d for d in scope.of_rank(Rank.FALLBACK) if not {BY_EXECUTOR, BY_INVITATION} & set(d.channels)]
    if variant is Variant.GENERAL and not general:
        if asked is None:
            return Variant.PER_DOMAIN
        raise Refused(
            "Variant A kan niet: de registers noemen geen restkanaal. Voeg in 'designations' een regel toe met 'fallback: ja'."
        )
    return variant


def _front_matter(
    order: Order, scope: Scope, provisions: Sequence[Provision], title: str, citation: str
) -> str:
    kind = DecisionKind.DESIGNATION
    if scope.amends is not None:
        kind = DecisionKind.AMENDMENT
    elif _only_other(provisions):
        kind = DecisionKind.OPENING
    lines = [
        "---",
        "# Concept. Vul na het besluit de datums in: adopted, published, publication en in_force_from.",
        f"title: {in_quotes(title)}",
        *([f"citation_title: {in_quotes(citation)}"] if citation != title else []),
        f"kind: {kind.value}",
        f"authorities: [{', '.join(scope.authorities)}]",
        f"basis: [{', '.join(in_quotes(basis) for basis in _basis(provisions))}]",
        *([f"replaces: [{', '.join(decision.id for decision in scope.replaced)}]"] if scope.replaced else []),
        *([f"amends: {scope.amends.id}"] if scope.amends else []),
        "---",
    ]
    return "\n".join(lines)


_OTHER = ("other", "other-annex")


def _only_other(provisions: Sequence[Provision]) -> bool:
    return all(provision.key in _OTHER or provision.group == "requirements" for provision in provisions)


def _basis(provisions: Sequence[Provision]) -> list[str]:
    found = [] if _only_other(provisions) else ["Awb 2:13 lid 2"]
    if any(provision.group == "requirements" for provision in provisions):
        found.append("Awb 2:14" if _only_other(provisions) else "Awb 2:13 lid 3")
    if any(provision.key in _OTHER for provision in provisions):
        found.append("Awb 2:14")
    return list(dict.fromkeys(found))


def _preamble(scope: Scope, provisions: Sequence[Provision]) -> str:
    several = len(scope.authorities) > 1
    names = joined(scope.register.authority_by_id[name].name for name in scope.authorities)
    power = f", {EACH_FOR_ITSELF}" if several else ""
    opening = f"{capitalised(names)} van {municipality_name(scope.register.municipality.name)}{power};"
    considered = []
    if not _only_other(provisions):
        considered += [
            "dat een ieder een bericht dat deel uitmaakt van een procedure over een besluit of een klacht, of een ander "
            "krachtens wettelijk voorschrift voorgeschreven bericht, elektronisch aan een bestuursorgaan kan zenden;",
            "dat voor ieder type van die berichten een voldoende betrouwbare en vertrouwelijke wijze van verzenden wordt "
            "aangewezen, gelet op de aard en de inhoud van het type bericht en het doel waarvoor het wordt gebruikt;",
        ]
    if any(provision.key in _OTHER for provision in provisions):
        considered.append(
            "dat een ander bericht elektronisch kan worden gezonden voor zover kenbaar is gemaakt dat deze weg is geopend;"
        )
    except_for = ""
    if any(
        message.only_digital and message.only_digital.basis for _, message in scope.register.all_messages()
    ):
        except_for = ", tenzij een wettelijk voorschrift anders bepaalt"
    considered.append(f"dat het gebruik van de elektronische weg niet wordt voorgeschreven{except_for};")
    considering = "\n".join(["overwegende:", "", *(f"- {one}" for one in considered)])
    heading = "besluiten:" if several else "besluit:"
    return "\n\n".join([opening, considering, f"gelet op {_law(_basis(provisions))};", heading])


def _law(basis: Sequence[str]) -> str:
    """``artikel 2:13, tweede en derde lid, en artikel 2:14 van de Algemene wet bestuursrecht``."""
    members = [
        word for law, word in (("Awb 2:13 lid 2", "tweede"), ("Awb 2:13 lid 3", "derde")) if law in basis
    ]
    articles = [f"artikel 2:13, {joined(members)} lid,"] if members else []
    if "Awb 2:14" in basis:
        articles.append("artikel 2:14")
    return f"{joined(articles)} van de Algemene wet bestuursrecht"


def _definitions(scope: Scope, provisions: Sequence[Provision]) -> Iterator[Provision]:
    if scope.amends is not None:
        return
    keys = {provision.key.rstrip("-0123456789") for provision in provisions}
    words = {"kanaal": "wijze waarop een bericht langs elektronische weg wordt verzonden"}
    if not _only_other(provisions):
        words["bericht"] = (
            "bericht als bedoeld in artikel 2:13, eerste lid, van de Algemene wet bestuursrecht"
        )
    if keys & set(_OTHER):
        words["ander bericht"] = "bericht als bedoeld in artikel 2:14 van de Algemene wet bestuursrecht"
    if any(BY_EXECUTOR in designation.channels for designation in scope.designations):
        words["uitvoerder"] = "organisatie die een taak van de gemeente uitvoert en daarbij niet zelf besluit"
    if any(BY_INVITATION in designation.channels for designation in scope.designations):
        words["uitnodiging"] = "bericht waarin het bestuursorgaan om het desbetreffende bericht verzoekt"
    lines = [
        "In dit besluit wordt verstaan onder:",
        "",
        *(f"- *{word}*: {words[word]};" for word in sorted(words)),
    ]
    text = "\n".join(lines)[:-1] + "."
    yield Provision("definitions", "definitions", "Begripsbepalingen", always(text))


def _withdrawal(scope: Scope) -> Iterator[Provision]:
    said = []
    for decision in scope.replaced:
        kept = [name for name in decision.authorities if name not in scope.authorities]
        ours = [name for name in decision.authorities if name in scope.authorities]
        names = joined(scope.register.authority_by_id[name].name for name in ours)
        limit = f", voor zover het de bevoegdheid van {names} betreft" if kept else ""
        said.append(f"{the_title(decision.short_title)}{limit}")
    if len(said) == 1:
        text = (
            f"{capitalised(said[0])}, wordt ingetrokken."
            if "," in said[0]
            else f"{capitalised(said[0])} wordt ingetrokken."
        )
    else:
        text = "\n".join(["Ingetrokken worden:", "", *(f"- {one};" for one in said)])[:-1] + "."
    if said:
        yield Provision("withdrawal", "withdrawal", "Intrekking", always(text), closing=True)


def _closing(citation: str) -> Iterator[Provision]:
    begin = (
        "Dit besluit treedt in werking met ingang van de dag na de datum van uitgifte van het gemeenteblad waarin het wordt "
        "geplaatst."
    )
    yield Provision("entry", "entry", "Inwerkingtreding", always(begin), closing=True)
    cited = f"Dit besluit wordt aangehaald als: {citation}."
    yield Provision("citation", "citation", "Citeertitel", always(cited), closing=True)


def _article(article: Article, refs: Refs) -> str:
    heading = f"## Artikel {article.number} {article.heading}"
    texts = [provision.text(refs) for provision in article.provisions]
    if len(texts) == 1:
        return f"{heading}\n\n{texts[0]}"
    return f"{heading}\n\n" + "\n".join(f"{number}. {_inside(text)}" for number, text in enumerate(texts, 1))


def _inside(text: str) -> str:
    """A text of several lines as part of a numbered member."""
    return text.replace("\n\n", "\n").replace("\n", "\n    ")


def _signatures(scope: Scope) -> str:
    power = f", {EACH_FOR_ITSELF}" if len(scope.authorities) > 1 else ""
    bodies = [scope.register.authority_by_id[name] for name in scope.authorities]
    blocks = [f"Aldus vastgesteld door {joined(body.name for body in bodies)}{power}."]
    for body in bodies:
        signed = signatures(body.kind, body.name)
        head = [f"{capitalised(body.name)},"] if signed != (f"{body.name},",) else []
        lines = [*head, *(capitalised(line) if not head else line for line in signed)]
        blocks.append("  \n".join(lines))
    return "\n\n".join(blocks)
