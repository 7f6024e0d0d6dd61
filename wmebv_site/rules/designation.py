"""Rules about whether every message has a channel, and whether that channel is rightly designated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from wmebv_site.designation.answers import Answer, Resolution, State
from wmebv_site.designation.decisions import Status
from wmebv_site.designation.gaps import Cause, Gap, lost_through
from wmebv_site.designation.rule import Rule
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import counted, in_words
from wmebv_site.register.channels import Channel
from wmebv_site.register.decisions import Decision
from wmebv_site.rules.base import (
    Context,
    Finder,
    audience_words,
    in_quotes,
    place_of_message,
    place_of_source,
    rule,
    the_first,
)

_OFFICIAL = ("officieel bericht", "officiële berichten")


@rule("WMEBV301")
def without_a_channel(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een officieel bericht heeft geen kanaal.

    Iedereen mag een officieel bericht digitaal sturen. Voor elk type bericht wijst u daarom een kanaal aan dat werkt.
    Is er geen kanaal aangewezen? Dan mag u de afzender niet alleen naar het juiste kanaal verwijzen. Een kanaal van de
    uitvoerder of het kanaal uit een uitnodiging telt ook. Een kanaal dat later begint, telt als het er is op de dag dat
    het besluit ingaat.

    Voeg een kanaal toe bij het bericht, of een aanwijzing in channels.yaml:

        messages:
          - {kind: aanvraag, channels: [contactformulier]}

    Kan het bericht echt niet digitaal? Zeg dan waarom, en noem de wet:

        exempt: {reason: in_persoon, basis: "Artikel … van de wet …"}

    Noemt een regel niet het goede besluit of niet het goede kanaal? Dan staat de melding bij die regel. Is een kanaal
    er niet voor inwoners of niet voor ondernemers, en raakt dat meer regels? Dan staat ze één keer, bij het kanaal.

    Is het besluit achter een regel vervallen, en kwam er niets voor in de plaats? Dan is het een waarschuwing: de
    website moet dan laten zien dat er niets meer geldt. Ook een waarschuwing is het als een concept een besluit vervangt
    waar een bericht nog op rust. Wie dat concept bevriest, krijgt wel een fout. Stuurt iemand het bericht alleen als u
    erom vraagt, dan blijft het na de vaststelling een waarschuwing.

    Grondslag: artikel 2:13, eerste en tweede lid, en artikel 2:16, eerste lid, onder c, Awb.
    """
    gaps = [gap for gap in context.gaps if not gap.is_excused]
    for ours, found in context.by_whose([*gaps, *context.requested_gaps]):
        yield from _gaps(find.about(ours), context, found)
    if not context.freezes:
        yield from _exempt_without_basis(find, context)
        yield from _lost_through_a_draft(find, context)
        yield from _not_active_yet(find, context)


def _gaps(find: Finder, context: Context, gaps: Sequence[Gap]) -> Iterator[Diagnostic]:
    """Each by its cause; of what people send on request only that it was lost."""
    by_cause: dict[Cause, list[Gap]] = defaultdict(list)
    requested: dict[Cause, list[Gap]] = defaultdict(list)
    for gap in gaps:
        (requested if gap.message.on_request else by_cause)[gap.cause].append(gap)
    yield from _no_rule(find, context, by_cause[Cause.NO_RULE])
    yield from _not_for_audience(find, context, by_cause[Cause.AUDIENCE])
    yield from _executor_without_way(find, context, by_cause[Cause.EXECUTOR])
    replaced = by_cause[Cause.REPLACED] + by_cause[Cause.DESIGNATES_NOTHING] + requested[Cause.REPLACED]
    yield from _wrong_decision(find, context, replaced)
    yield from _lapsed(find, context, by_cause[Cause.LAPSED] + requested[Cause.LAPSED])


def _exempt_without_basis(find: Finder, context: Context) -> Iterator[Diagnostic]:
    for product, message in context.register.all_messages():
        exempt = message.exempt
        if (
            exempt is not None
            and exempt.basis is None
            and product.is_official(message)
            and not message.on_request
        ):
            text = f"Het bericht '{message.key}' is uitgezonderd, maar de grondslag ontbreekt."
            yield find.about(context.register.decides_on(product, message)).error(
                exempt.place, text, "Voeg 'basis' toe met de wet en het artikel, of verwijder 'exempt'."
            )


def _no_rule(find: Finder, context: Context, gaps: Sequence[Gap]) -> Iterator[Diagnostic]:
    standard: dict[Place, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.is_standard:
            standard[gap.message.place].append(gap)
        else:
            yield _gap(find, gap)
    for place, missing in standard.items():
        if len(missing) == 1:
            yield _gap(find, missing[0])
            continue
        first = missing[0]
        text = (
            f"Voor het vaste bericht '{first.message.key}' is bij {len(missing)} producten geen kanaal aangewezen, "
            f"zoals bij '{first.product.name}' (artikel 2:13, tweede lid, Awb)."
        )
        hint = f"Voeg een aanwijzing toe met 'messages: [{first.message.kind.value}]'."
        yield find.error(place, text, hint)


def _gap(find: Finder, gap: Gap) -> Diagnostic:
    for_whom = "" if gap.audiences == gap.product.audiences else f" voor {audience_words(gap.audiences)}"
    text = (
        f"Voor het bericht '{gap.message.key}' van '{gap.product.name}' is geen kanaal aangewezen{for_whom} "
        "(artikel 2:13, tweede lid, Awb)."
    )
    hint = "Voeg hier 'channels' toe, of een aanwijzing in channels.yaml die past."
    return find.error(place_of_message(gap.product, gap.message), text, hint)


def _not_for_audience(find: Finder, context: Context, gaps: Sequence[Gap]) -> Iterator[Diagnostic]:
    """At the message; at the rule that leaves several without a way; or at the one channel of several rules."""
    by_channels: dict[tuple[str, ...], dict[Place, list[Gap]]] = defaultdict(lambda: defaultdict(list))
    for gap in gaps:
        assert gap.rule is not None
        designation = gap.rule.designation
        place = designation.place_of("channels") if designation else gap.rule.place
        by_channels[gap.rule.channels][place].append(gap)
    for names, by_place in by_channels.items():
        channel = context.register.channel_by_id.get(names[0]) if len(names) == 1 else None
        if channel is not None and len(by_place) > 1:
            key = "audience" if channel.audience else "entrances"
            together = [gap for found in by_place.values() for gap in found]
            yield _lacking(find, channel.place_of(key), names, together)
            continue
        for place, found in by_place.items():
            first, won = found[0], found[0].rule
            alone = len(found) == 1 and won is not None and won.designation is not None
            where = place_of_message(first.product, first.message) if alone else place
            yield _lacking(find, where, names, found)


def _lacking(find: Finder, place: Place, names: Sequence[str], gaps: Sequence[Gap]) -> Diagnostic:
    whom = audience_words([audience for gap in gaps for audience in gap.audiences])
    text = f"Het bericht {the_first(gaps)} heeft voor {whom} geen digitaal kanaal: aangewezen is {in_quotes(names)}."
    return find.error(place, text, f"Wijs een digitaal kanaal aan dat er is voor {whom}.")


def _executor_without_way(find: Finder, context: Context, gaps: Sequence[Gap]) -> Iterator[Diagnostic]:
    # The executor is where this is mended, however many products it has; rule 26 then leaves it alone.
    for executor in context.register.executors:
        if number := sum(gap.product.executor == executor.id for gap in gaps):
            text = (
                f"De uitvoerder '{executor.name}' heeft geen kanaal en geen adres; daardoor is er geen kanaal voor "
                f"{counted(number, *_OFFICIAL)}."
            )
            yield find.error(executor.place, text, "Voeg 'url' of 'channels' toe bij deze uitvoerder.")


def _wrong_decision(find: Finder, context: Context, gaps: Sequence[Gap]) -> Iterator[Diagnostic]:
    for place, found in _by_source(context, gaps).items():
        why, hint = "wijst zelf niets aan", "Noem hier het besluit dat het kanaal nu aanwijst."
        if found[0].cause is Cause.REPLACED:
            why, hint = _replaced(context, found, hint)
        # What people send on request alone is no error: rule 1 is about what they send on their own initiative.
        on_request = all(gap.message.on_request for gap in found)
        level = find.warning if on_request and not context.freezes else find.error
        yield level(place, _without_decision(found, why), hint)


def _replaced(context: Context, gaps: Sequence[Gap], hint: str) -> tuple[str, str]:
    """By which decision, and for whom when the old one stays for others: then its rule has to stay as well."""
    old = _decision_of(context, gaps[0])
    authorities = list(dict.fromkeys(gap.product.authority_of(gap.message) for gap in gaps))
    new = context.decisions.replaced_by(old, authorities[0])[0].id
    if all(context.decisions.replaced_by(old, authority) for authority in old.authorities):
        return f"is vervangen door '{new}'", hint
    whom = in_quotes(authorities)
    return (
        f"is vervangen door '{new}' voor {whom}",
        f"Voeg voor {whom} een regel toe met 'besluit:{new}' als bron.",
    )


def _lapsed(find: Finder, context: Context, gaps: Sequence[Gap]) -> Iterator[Diagnostic]:
    """The registers are whole, but for the day: residents have to read that nothing holds any more."""
    for place, found in _by_source(context, gaps).items():
        day = context.decisions.lapsed_on(_decision_of(context, found[0]))
        # While a decision is frozen these are what it takes away itself: its annex can't be mended afterwards.
        level = find.error if context.freezes else find.warning
        yield level(
            place,
            _without_decision(found, f"is vervallen op {in_words(day)}" if day else "is vervallen"),
            "Noem hier een besluit dat geldt.",
        )


def _decision_of(context: Context, gap: Gap) -> Decision:
    assert gap.rule is not None and gap.rule.decision is not None
    return context.register.decision_by_id[gap.rule.decision]


def _by_source(context: Context, gaps: Sequence[Gap]) -> dict[Place, list[Gap]]:
    """The gaps by the place where the source is written that leaves them without a way."""
    found: dict[Place, list[Gap]] = defaultdict(list)
    for gap in gaps:
        assert gap.rule is not None
        found[place_of_source(context.register, gap.resolution, gap.rule)].append(gap)
    return found


def _without_decision(gaps: Sequence[Gap], why: str) -> str:
    first = gaps[0]
    assert first.rule is not None and first.rule.source is not None
    return f"Het besluit '{first.rule.source.name}' {why}; daardoor heeft {the_first(gaps)} geen aangewezen kanaal."


def _lost_through_a_draft(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """What loses its way once a draft is adopted: then its annex can't be mended any more."""
    for draft in context.register.decisions:
        if not draft.replaces or context.decisions.status(draft) is not Status.DRAFT:
            continue
        if lost := lost_through(draft, context.decisions):
            text = (
                f"Zodra '{draft.id}' is vastgesteld, heeft {the_first(lost)} geen aangewezen kanaal: dat staat nog bij "
                f"'{_decision_of(context, lost[0]).id}'."
            )
            hint = f"Noem 'besluit:{draft.id}' als bron bij een regel die past, of bij een nieuwe regel."
            yield find.about(any(map(context.is_ours, lost))).warning(draft.place_of("replaces"), text, hint)


def _not_active_yet(find: Finder, context: Context) -> Iterator[Diagnostic]:
    late: dict[str, list[Resolution]] = defaultdict(list)

    def is_late(answer: Answer) -> bool:
        return (
            answer.state in (State.DESIGNATED, State.EXECUTOR)
            and bool(answer.channels)
            and not any(resolved.channel.works_on(context.today) for resolved in answer.channels)
        )

    for resolution in context.intended.answered(is_late):
        channels = [resolved.channel for resolved in resolution.channels]
        if not resolution.official or resolution.message.on_request:
            continue
        # A channel that has stopped is a finding of rule 34.
        if not any(channel.has_stopped_on(context.today) for channel in channels) and _begins_late(
            context, resolution, channels
        ):
            late[channels[0].id].append(resolution)
    for channel in context.register.channels:
        if channel.from_ and (found := late.get(channel.id)):
            text = (
                f"Het kanaal '{channel.name}' begint pas op {in_words(channel.from_)}. Tot die dag heeft {the_first(found)} geen "
                "kanaal dat werkt."
            )
            yield find.about(any(map(context.is_ours, found))).error(
                channel.place_of("from"), text, "Wijs tot die dag een ander kanaal aan."
            )


def _begins_late(context: Context, resolution: Resolution, channels: Sequence[Channel]) -> bool:
    """Whether all channels begin after the day on which the rule begins to hold; before that day none is missed."""
    assert resolution.rule is not None
    begin = _first_day(context, resolution.rule)
    return begin is not None and not any(channel.works_on(max(begin, context.today)) for channel in channels)


def _first_day(context: Context, won: Rule) -> date | None:
    begin = won.designation.from_ if won.designation is not None else None
    decision = context.register.decision_of(won.source)
    if decision is None:
        return begin or date.min
    first = context.decisions.first_day(decision)
    return None if first is None else max(first, begin or first)


@rule("WMEBV355")
def requested_without_a_channel(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Voor een bericht waar u om vraagt, is geen kanaal aangewezen.

    Vraagt u iemand om iets te sturen, zoals een aanvulling? Dan geldt alleen wat daarvoor is aangewezen: bij het bericht
    zelf, of met een aanwijzing voor berichten op verzoek. Meestal is dat het kanaal dat in de uitnodiging staat:

        designations:
          - {initiative: op_verzoek, channels: [uitnodiging], source: "besluit:aanwijzing-2026"}

    De melding staat één keer, bij het eerste bericht.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    # What takes away the way of other messages too, is told with those; of these alone it tells nothing yet.
    told = {Cause.REPLACED, Cause.LAPSED, Cause.NO_DECISION, *(gap.cause for gap in context.gaps)} - {
        Cause.NO_RULE
    }
    left = [gap for gap in context.requested_gaps if gap.cause not in told and context.is_ours(gap)]
    if left:
        text = f"Voor {the_first(left)} is geen kanaal aangewezen. De gemeente vraagt er wel om (artikel 2:13, tweede lid, Awb)."
        hint = "Voeg een aanwijzing toe met 'initiative: op_verzoek', of noem hier 'channels'."
        yield find.warning(place_of_message(left[0].product, left[0].message), text, hint)


@rule("WMEBV302")
def only_through_the_fallback(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Officiële berichten lopen alleen via het restkanaal.

    De wet vraagt per type bericht een kanaal dat past bij de aard en de inhoud van dat bericht. Het
    restkanaal is daarvoor toegestaan, maar een eigen kanaal past vaak beter. De melding telt per domein hoeveel
    berichten alleen het restkanaal hebben. Ze telt nooit als fout.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    alone: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for resolution in context.intended.answered(lambda answer: answer.by_fallback):
        if resolution.official:
            alone[resolution.product.domain].add((resolution.product.id, resolution.message.key))
    for domain in context.register.domains:
        if number := len(alone[domain.id]):
            verb = "loopt" if number == 1 else "lopen"
            text = f"In het domein '{domain.name}' {verb} {counted(number, *_OFFICIAL)} alleen via het restkanaal."
            yield find.info(domain.place, text, "Kijk of een eigen kanaal beter past.")
