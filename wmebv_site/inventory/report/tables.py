"""The tables of the report as plain text, the same for the web page, the workbook and Markdown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from wmebv_site.designation.answers import State
from wmebv_site.inventory.analysis import Fate, MessageAnalysis
from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import wording as words
from wmebv_site.rules.channels import Verdict

Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the headers and the rows; the first cell of a row is its header."""

    name: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def first(progress: Progress) -> Table:
    rows = tuple(
        (index, task.what, task.why, task.weight.word, task.messages or "", task.owner or "", words.day(task.due),
         words.place(task.place))
        for index, task in enumerate(progress.first, 1)
    )  # fmt: skip
    headers = ("Nr.", "Wat", "Waarom", "Soort", "Berichten", "Wie", "Klaar op", "Waar")
    return Table("eerst", "Wat u het eerst doet", headers, rows)


def blocking(progress: Progress) -> Table:
    rows = tuple(
        (words.place(task.place), task.why, task.what, task.code or "") for task in progress.blocking
    )
    return Table(
        "tegen", "Wat het besluit en de website tegenhoudt", ("Waar", "Wat er is", "Wat u doet", "Code"), rows
    )


def steps(progress: Progress) -> Table:
    rows = tuple(
        (f"{step.kind} {step.number}: {step.title}", step.state,
         f"{step.done} van {step.total}" if step.total else "", step.owner or "", words.day(step.due))
        for step in progress.steps
    )  # fmt: skip
    headers = ("Stap", "Stand", "Punten klaar", "Wie", "Klaar op")
    return Table("stappen", "Hoe ver elke stap is", headers, rows)


def domains(progress: Progress) -> Table:
    listed = [(each.name, each.totals) for each in progress.domains]
    if len(listed) > 1:
        listed.append(("Alle domeinen", progress.totals))
    rows = tuple(
        (name, t.products, t.messages, t.official, t.exempt, t.needed, t.designated, t.without, t.holds_by_fallback, t.keep,
         t.start, t.stop)
        for name, t in listed
    )  # fmt: skip
    headers = (
        "Domein", "Producten", "Berichten", "Officieel", "Uitgezonderd", "Telt mee", "Met kanaal", "Zonder kanaal",
        "Alleen restkanaal", "Iets blijft", "Iets nieuw", "Iets stopt",
    )  # fmt: skip
    return Table("domeinen", "Berichten per domein", headers, rows)


def conformity(progress: Progress) -> Table:
    rows = []
    for each in progress.conformity:
        counts = [each.count(verdict) for verdict in (Verdict.MEETS, Verdict.FAILS, Verdict.UNKNOWN)]
        about = each.about
        rows.append(
            (
                each.channel.name,
                about.fate.value,
                about.official,
                *(counts if each.findings else ("", "", "")),
            )
        )
    headers = ("Kanaal", "Toekomst", "Officiële berichten", "Voldoet", "Voldoet niet", "Onbekend")
    return Table("kanalen", "Wat elk kanaal kan", headers, tuple(rows))


def findings(progress: Progress, everything: bool = False) -> Table:
    """The outcomes per channel; without ``everything`` only what is asked for."""
    shown = set(Verdict) if everything else {Verdict.FAILS, Verdict.UNKNOWN}
    rows = tuple(
        (each.channel.name, finding.title, words.VERDICT[finding.verdict], finding.why, finding.basis or "",
         words.day(finding.on), finding.evidence or "")
        for each in progress.conformity
        for finding in each.findings
        if finding.verdict in shown
    )  # fmt: skip
    headers = ("Kanaal", "Onderwerp", "Uitkomst", "Waarom", "Grondslag", "Vastgesteld op", "Bewijs")
    return Table("checklist", "De checklist per kanaal", headers, rows)


def suppliers(progress: Progress) -> Table:
    rows = tuple(
        (line.channel.name, line.supplier.name, words.day(line.supplier.asked_on), words.supplier_answer(line),
         words.day(line.supplier.answered_on), line.state.value, words.day(line.follow_up))
        for line in progress.suppliers
    )  # fmt: skip
    headers = ("Kanaal", "Leverancier", "Gevraagd op", "Antwoord", "Beantwoord op", "Stand", "Navragen op")
    return Table("leveranciers", "Wat leveranciers zeggen", headers, rows)


def changes(progress: Progress) -> Table:
    rows = tuple(
        (change.product.name, change.message.key, change.word, words.channel_names(progress, change.comes),
         words.channel_names(progress, change.goes), change.stand)
        for change in progress.changes
    )  # fmt: skip
    headers = ("Product", "Bericht", "Verschil", "Komt erbij", "Valt weg", "Besluit")
    return Table("verschillen", "Verschillen met wat vandaag geldt", headers, rows)


def upcoming(progress: Progress) -> Table:
    rows = tuple((words.day(each.day), each.what, each.owner or "") for each in progress.upcoming)
    return Table("data", "Wat eraan komt", ("Dag", "Wat", "Wie"), rows)


def links(progress: Progress) -> Table:
    """The links with which somebody has to do something, by who looks after them."""
    found = progress.links.by_responsible if progress.links else ()
    rows = tuple(
        (each.responsible.name, each.responsible.role.value, standing.state, standing.why,
         words.place(standing.link.spots[0].place), standing.link.url)
        for each in found
        for standing in each.open
    )  # fmt: skip
    headers = ("Wie", "Soort", "Stand", "Wat er is", "Waar", "Adres")
    return Table("links", "Links die aandacht vragen", headers, rows)


def links_by_responsible(progress: Progress) -> Table:
    """How many links each domain, supplier or body looks after, and how many of those need attention."""
    found = progress.links.by_responsible if progress.links else ()
    rows = tuple(
        (each.responsible.name, each.responsible.role.value, len(each.links), len(each.open))
        for each in found
    )
    headers = ("Wie", "Soort", "Links", "Vragen aandacht")
    return Table("links-per", "Links per domein, leverancier of orgaan", headers, rows)


def coverage(progress: Progress) -> Table:
    rows = tuple(
        (words.day(point.day), point.needed, point.designated, point.wanted)
        for point in progress.coverage.points
    )
    headers = ("Dag", "Officiële berichten", "Met kanaal", "Kanaal gekozen")
    return Table("verloop", "Officiële berichten met een kanaal, in de tijd", headers, rows)


def kinds(progress: Progress) -> Table:
    """Channels × kinds of message, with how many messages come through each as wanted; this way it fits on paper."""
    used = [each.channel for each in progress.analysis.channels if each.wanted]
    counts: Counter[tuple[str, str]] = Counter()
    for message in progress.analysis.messages:
        for name in message.wanted:
            counts[message.message.kind.value, name] += 1
    listed = list(dict.fromkeys(message.message.kind.value for message in progress.analysis.messages))
    rows = tuple((channel.name, *(counts[kind, channel.id] or "" for kind in listed)) for channel in used)
    headers = ("Kanaal", *(kind.replace("_", " ") for kind in listed))
    return Table("soorten", "Kanalen en soorten berichten, met het aantal berichten", headers, rows)


def matrix(progress: Progress, domain: str) -> Table:
    """The messages of one domain × the channels that are used or wanted there."""
    messages = progress.analysis.by_domain[domain]
    names = [
        each.channel.id
        for each in progress.analysis.channels
        if any(each.channel.id in (*m.wanted, *(m.in_use or ())) for m in messages)
    ]
    by_id = progress.analysis.register.channel_by_id
    rows = tuple(
        (f"{m.product.name}: {m.message.name or m.message.key}", _way(m), *(_cell(m, name) for name in names))
        for m in messages
    )
    headers = ("Bericht", "Stand", *(by_id[name].name for name in names))
    title = progress.analysis.register.domain_by_id[domain].name
    return Table(f"matrix-{domain}", f"Berichten en kanalen: {title}", headers, rows)


def messages(progress: Progress) -> Table:
    """Everything about every message, for the workbook."""
    names = progress.analysis.register.domain_by_id
    rows = tuple(
        (m.product.name, m.message.name or m.message.key, names[m.product.domain].name, "ja" if m.official else "nee",
         _way(m), "onbekend" if m.in_use is None else words.channel_names(progress, m.in_use),
         words.channel_names(progress, m.wanted), words.channel_names(progress, m.designated),
         *(words.channel_names(progress, m.with_fate(fate)) for fate in (Fate.KEEP, Fate.START, Fate.STOP)))
        for m in progress.analysis.messages
    )  # fmt: skip
    headers = (
        "Product", "Bericht", "Domein", "Officieel", "Stand", "Nu in gebruik", "Gewenst", "Geldt vandaag", "Blijft",
        "Nieuw", "Stopt",
    )  # fmt: skip
    return Table("berichten", "Alle berichten", headers, rows)


def _cell(message: MessageAnalysis, name: str) -> str:
    if fate := message.fates.get(name):
        return fate.value
    if name in message.wanted:
        return "gekozen"
    return "in gebruik" if name in (message.in_use or ()) else ""


def _way(message: MessageAnalysis) -> str:
    """In words where one message stands."""
    if message.exempt is not None:
        return f"uitgezonderd: {message.exempt.basis or 'grondslag ontbreekt'}"
    if message.gap:
        return "kanaal ontbreekt"
    if not message.answered_today:
        return "nog niet aangewezen" if message.official else "niet opengesteld"
    if message.weak:
        return "gevoelig, via e-mail of upload"
    if message.elsewhere:
        return _ELSEWHERE[message.elsewhere]
    return "alleen restkanaal" if message.holds_by_fallback else "geldt"


_ELSEWHERE = {State.INVITATION: "geldt, via de uitnodiging", State.EXECUTOR: "geldt, via de uitvoerder"}
