"""How the report says its numbers, days and states in Dutch; every form of it says the same."""

from __future__ import annotations

from datetime import date

from wmebv_site.designation.decisions import Status
from wmebv_site.diagnostics import Level, Place
from wmebv_site.dutch import capitalised, counted, in_words, the_title
from wmebv_site.inventory.analysis import official_messages
from wmebv_site.inventory.checklist import SupplierLine
from wmebv_site.inventory.progress import Progress
from wmebv_site.register.terms import SupplierAnswer
from wmebv_site.rules.channels import Verdict

VERDICT = {
    Verdict.MEETS: "voldoet",
    Verdict.FAILS: "voldoet niet",
    Verdict.UNKNOWN: "onbekend",
    Verdict.NOT_APPLICABLE: "niet van toepassing",
}
ANSWER = {
    SupplierAnswer.COMPLIES: "voldoet",
    SupplierAnswer.WILL_COMPLY: "gaat voldoen",
    SupplierAnswer.DOES_NOT_COMPLY: "voldoet niet",
    SupplierAnswer.NONE: "geen antwoord",
}
_STANDS = {
    Status.DRAFT: "is nog een concept",
    Status.ADOPTED: "is genomen, maar nog niet bekendgemaakt",
    Status.PUBLISHED: "is bekendgemaakt, maar nog niet ingegaan",
    Status.IN_FORCE: "geldt",
    Status.LAPSED: "geldt niet meer",
}
INTERNAL = "Dit is een intern stuk. Zet het niet op de website."
NO_SUPPLIER = "Bij de kanalen staat nog geen leverancier."
ROADMAP_UNREAD = "stappenplan.yaml is niet gelezen: deze getallen missen uw eigen afspraken."


def links(progress: Progress) -> str:
    """How the links stand, in whole sentences."""
    found = progress.links
    if found is None or found.asked is None:
        return "De links zijn nog niet nagekeken. Typ daarvoor: wmebv links."
    asked = f"Op {in_words(found.asked)} is voor het laatst naar links gekeken."
    if not found.open:
        return f"{asked} Geen daarvan vraagt aandacht."
    verb = "vraagt" if len(found.open) == 1 else "vragen"
    return f"{asked} Van {counted(found.known, 'link', 'links')} {verb} er {len(found.open)} aandacht."


def links_in_short(progress: Progress) -> str:
    """The same in one short sentence."""
    found = progress.links
    if found is None or found.asked is None:
        return "De links zijn nog niet nagekeken."
    verb = "vraagt" if len(found.open) == 1 else "vragen"
    return f"{len(found.open) or 'Geen'} van {found.known} links {verb} aandacht op {in_words(found.asked)}."


def of(done: int, total: int) -> str:
    """How many of how many; when nothing is left, that it is all of them."""
    return f"alle {total}" if done == total > 0 else f"{done} van {total}"


def day(value: date | None) -> str:
    return in_words(value) if value else ""


def place(value: Place | None) -> str:
    """Where an editor mends it: file and line."""
    if value is None:
        return ""
    return (
        f"{value.file}, regel {value.line}" if value.line > 1 or value.file.endswith(".yaml") else value.file
    )


def supplier_answer(found: SupplierLine) -> str:
    answer = found.supplier.answer
    return ANSWER[answer] if answer else "nog geen antwoord"


def decisions_said(progress: Progress) -> list[str]:
    """The municipality's own decisions that designate, a sentence each on where it stands; those that lapsed are left out."""
    return [f"{title} {stands}." for title, stands in decisions_standing(progress)]


def decisions_standing(progress: Progress) -> list[tuple[str, str]]:
    """The same, with the beginning of that sentence, which is a title, apart from its end."""
    return [(capitalised(the_title(title)), _STANDS[status]) for title, status in _standing(progress)]


def _standing(progress: Progress) -> list[tuple[str, Status]]:
    known = progress.analysis.decisions
    listed = [each for each in progress.analysis.register.decisions if each.kind.is_own_designation]
    stands = [(each.short_title, known.status(each)) for each in listed]
    return [(title, status) for title, status in stands if status is not Status.LAPSED]


def found(progress: Progress) -> str:
    """What ``check`` found."""
    errors, warnings = progress.found[Level.ERROR], progress.found[Level.WARNING]
    if not errors and not warnings:
        return "geen fouten en geen waarschuwingen"
    said = (counted(errors, "fout", "fouten"), counted(warnings, "waarschuwing", "waarschuwingen"))
    return " en ".join(f"geen {each[2:]}" if each.startswith("0 ") else each for each in said)


def in_short(progress: Progress, figures: bool = True) -> list[str]:
    """The sentences with which everything begins: what blocks and what is late, with ``figures`` also how far."""
    totals = progress.totals
    said = [ROADMAP_UNREAD] if progress.roadmap_unread else []
    if figures:
        said.append(f"Er geldt een kanaal voor {totals.designated} van {official_messages(totals.needed)}.")
    blocking = len(progress.blocking)
    if blocking:
        verb = "houdt" if blocking == 1 else "houden"
        said.append(f"{counted(blocking, 'fout', 'fouten')} {verb} het besluit en de website tegen.")
    else:
        said.append(
            " ".join(["Er zijn geen fouten.", *_without(progress)])
            if totals.without
            else "Niets houdt het besluit tegen."
        )
    if figures:
        said.append(
            f"In het stappenplan {'is' if progress.done == 1 else 'zijn'} {progress.done} van "
            f"{counted(progress.total, 'punt', 'punten')} klaar."
        )
    said.append(late(progress))
    if progress.proposals:
        said.append(
            f"Over {counted(progress.proposals, 'voorstel', 'voorstellen')} uit lijsten van anderen is nog niet beslist."
        )
    return said


def late(progress: Progress) -> str:
    number = len(progress.late)
    if not number:
        return "Geen enkele afspraak is te laat."
    return f"{counted(number, 'afspraak is', 'afspraken zijn')} te laat."


def _without(progress: Progress) -> list[str]:
    """How many messages have no way yet, those apart that a decision brings."""
    left, brought = progress.undecided, len(progress.analysis.on_the_way)
    said = []
    if left:
        verb = "mist" if left == 1 else "missen"
        said.append(f"Wel {verb} {official_messages(left)} nog een kanaal.")
    if brought:
        verb = "krijgt" if brought == 1 else "krijgen"
        more = "Nog " if left else ""
        about = official_messages(brought)
        said.append(f"{more}{about} {verb} een kanaal zodra het besluit ingaat dat daarvoor is gemaakt.")
    return said


def nothing_blocks(progress: Progress) -> str:
    """What stands where no error blocks the decision: that the check is content does not make it ready."""
    said = _without(progress)
    if guessed := sum(bool(product.unconfirmed) for product in progress.analysis.register.products):
        said.append(
            f"Bij {counted(guessed, 'product', 'producten')} heeft nog niemand bevestigd wat het programma invulde."
        )
    return " ".join(
        ["De controle vindt geen fouten.", *said]
        if said
        else ["Niets houdt het besluit tegen.", "De controle vindt geen fouten."]
    )


def changes(progress: Progress) -> str:
    count = len(progress.changes)
    if not count:
        return "De registers zeggen hetzelfde als wat vandaag geldt."
    verb = "is" if count == 1 else "zijn"
    said = f"{counted(count, 'bericht', 'berichten')} {verb} in de registers anders dan wat vandaag geldt."
    if not (left := sum(not change.covered for change in progress.changes)):
        return f"{said} Een besluit dat dit regelt, is in voorbereiding."
    return f"{said} Voor {counted(left, 'bericht', 'berichten')} is nog geen besluit in voorbereiding."


def channel_names(progress: Progress, ids: tuple[str, ...]) -> str:
    by_id = progress.analysis.register.channel_by_id
    return ", ".join(by_id[name].name if name in by_id else name for name in ids)
