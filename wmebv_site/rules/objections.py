"""Rule 15: finds where a text turns an objection away that comes along another way than the one that was designated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.rules.base import Context, Finder, rule


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:()]")
_SPELLED = (
    (re.compile(r"\b(?:sociale? media|socials)\b"), "facebook"),
    (re.compile(r"\bter zijde\b"), "terzijde"),
)
_NAMED = re.compile(r"bezwaar|bezwaren|beroep", re.IGNORECASE)
_FAR = 20
"""As many words as a sentence should have; whatever stands further says something else."""
_STOPS = frozenset(",;:()")
_SUBORDINATE = _words(
    "als wanneer indien mits tenzij omdat want maar die zodat terwijl waarin waarmee waarop of"
)
_CONDITION = _words("als wanneer indien mocht lukt kunt wilt werkt hebt heeft bent")
"""With what a clause begins that says when something else holds: "Lukt het niet online, kom dan langs"."""

_OBJECTION = _words("bezwaar bezwaren bezwaarschrift bezwaarschriften beroepschrift beroepschriften")
_ABOUT = _words("aan bij door in met na naar op over rond tegen tijdens uit van voor wegens zonder")
"""Before an objection: something else is said, of what has to do with it."""
_DETERMINERS = _words(
    "de het een één uw je jouw ons onze dit deze die dat zo'n elk elke ander andere gewone gewoon eigen digitale digitaal "
    "elektronische schriftelijk schriftelijke nieuw nieuwe sociale aangetekende"
)
_PRONOUN = _words("dat dit die het hem deze")
_TO_IT = _words("ermee erop ernaar daarmee daarop daarnaar hiermee hierop")
_ER, _ER_AFTER = _words("er daar hier"), _words("mee naar op aan")
_AFTER_PRONOUN = _words(
    "werkt heeft helpt kan kunt mag gaat telt is wordt worden moet lukt niet nooit dan ook alleen uitsluitend enkel wij we u per via in bij"
)

_BARE = _words(
    "e-mail e-mails email emails mail mails mailtje whatsapp whatsappbericht whatsapp-bericht app-bericht appje appjes fax "
    "faxen sms sms-bericht facebook instagram twitter linkedin messenger telegram chat chatbot "
    "chatbericht chatberichten e-mailadres mailadres"
)
_BY = _words("per via langs met op aan")
_MEANS = _BARE | _words(
    "app post brief brieven papier formulier loket balie portaal website site media socials kanaal weg manier wijze route "
    "digid eherkenning mijnoverheid berichtenbox postbus internet pen"
)
_BY_HAND = _words("originele oorspronkelijke natte handgeschreven geschreven echte")
"""Of a signature: only paper has one that is so."""
_NEEDED = _words("digid eherkenning formulier brief papier")
"""Without which one sends nothing, or which one needs to."""
_VAGUE = _words("kanaal weg manier wijze route")
"""Only with a word before it that tells which one."""
_HOW = _words("digitaal digitale online elektronisch elektronische papieren")
_SENDING = _words(
    "mailen mailt gemaild gemailde geappte gefaxte e-mailen e-mailt appen appt geappt faxen faxt gefaxt whatsappen "
    "uploaden uploadt geüpload"
)
_NOT = _words("niet nooit")
_TAKEN = _words(
    "geldig rechtsgeldig ontvankelijk behandelen behandelt behandeld behandeling geaccepteerd accepteren aangenomen "
    "aannemen gelezen lezen beantwoord beantwoorden toegestaan mogelijk mee meegeteld meegenomen verwerkt verwerken bekeken "
    "open gezien toegelaten rechtsgeldige geldige erkend officieel"
)
_TAKES = _words(
    "tel telt tellen neem neemt nemen behandel behandelt behandelen lees leest lezen accepteer accepteert accepteren "
    "beantwoord beantwoordt beantwoorden bekijk bekijkt bekijken verwerk verwerkt verwerken erken erkent erkennen "
    "reageer reageert reageren kijk kijkt kijken geldt gelden"
)
_MAY = _words("kan kunt kunnen mag mogen gaat lukt doet werkt")
_COUNTS = _words(
    "geldig rechtsgeldig ontvankelijk officieel telt tellen behandelen behandelt behandeld behandeling"
)
_NO_OTHER = (["enkele", "andere", "manier"], ["enkele", "andere", "wijze"])
_ALWAYS = _words("altijd wel dan nu nog verplicht")
_REFUSES = _words(
    "ongeldig ongeldige onontvankelijk niet-ontvankelijk niet-geldig uitgesloten verboden onmogelijk weigeren weigert "
    "geweigerd verwijderen verwijdert verwijderd negeren negeert genegeerd ongelezen terzijde prullenbak weggegooid "
    "teruggestuurd retour onbeantwoord zinloos nutteloos vergeefs tevergeefs"
)
_ONLY = _words("alleen uitsluitend enkel slechts louter")
_AMID = _OBJECTION | _words(
    "maar nog maken maakt doen doet indienen dient in ingediend gemaakt sturen stuurt gestuurd insturen worden wordt te u "
    "uw een het de kan kunt kunnen mag mogen als schriftelijk instellen wie gebruikt gebruiken wij we geldig die dat zijn "
    "behandeling mee mogelijk toegestaan verstuurd versturen bij ons behandeld behandelen gelezen geaccepteerd bekeken"
)
"""What may stand between *alleen* and the way that it is about."""
_SENT = _words(
    "indienen ingediend dienen maken gemaakt sturen gestuurd insturen doen versturen verstuurd instellen gebeuren "
    "opsturen opgestuurd toesturen inleveren ingeleverd afgeven"
)
_AMID_NOT = _SENT | _words("meer ook langer rechtsgeldig zomaar meteen in terecht bezwaar gaan")
_AFTERWARDS = re.compile(
    r"(?:bevestig|besprek|toelicht|toe te lichten|volgen\b|intrek|in te trekken|bekijken\b|inzien\b|in te zien|aanvul)"
)
"""What is done with an objection that is there already."""
_FOR_NOW = re.compile(r"\b(?:storing|tijdelijk|onderhoud|vandaag|nog niet|nu niet|even niet)\b")
_LATE = re.compile(r"\b(?:te laat|na \w+ weken|buiten de termijn|na de termijn|na afloop van)\b")
_COURT = re.compile(r"\b(?:rechtbank|rechter|bestuursrechter|raad van state|centrale raad)\b")


@dataclass(frozen=True)
class _Said:
    """The words of one sentence in small letters, and what it was said after."""

    said: str
    before: _Said | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        said = self.said.lower()
        for pattern, word in _SPELLED:
            said = pattern.sub(word, said)
        return tuple(_TOKEN.findall(said))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """For each word the number of its clause."""
        numbers, number = [], 0
        for word in self.words:
            number += word in _STOPS
            numbers.append(number)
        return tuple(numbers)

    @cached_property
    def asks(self) -> bool:
        return self.said.rstrip().endswith("?")

    @cached_property
    def ways(self) -> frozenset[int]:
        """Where a way begins along which one sends something."""
        return frozenset(at for at in range(len(self.words)) if self._is_way(at))

    def _is_way(self, at: int) -> bool:
        word = self.words[at]
        if word in _HOW or word in _SENDING or word.endswith("wegbezwaar"):
            return True
        if word in _BARE:
            return not set(self.words[max(at - 2, 0) : at]) & {"tegen", "over"}
        if word not in _BY:
            return False
        for far in range(at + 1, min(at + 4, len(self.words))):
            noun = self.words[far]
            if noun == "handtekening" and self.words[far - 1] in _BY_HAND:
                return True
            if noun in _MEANS or noun.endswith("formulier"):
                return noun not in _VAGUE or far > at + 1
            if noun not in _DETERMINERS and noun not in _BY_HAND:
                return False
        return False

    @cached_property
    def is_about_it(self) -> bool:
        """Whether an objection is what is sent; not what something else has to do with."""
        return any(self._is_sent(at) for at in range(len(self.words)))

    def _is_sent(self, at: int) -> bool:
        word, words = self.words[at], self.words
        if word == "beroep":
            return at > 0 and words[at - 1] == "administratief"
        if word not in _OBJECTION:
            return False
        if words[at + 1 : at + 2] == ("wel",):  # unlike something else
            return False
        before = at - 1
        while before >= 0 and at - before < 4 and words[before] in _DETERMINERS:
            before -= 1
        if before < 0 or words[before] not in _ABOUT:
            return True
        if words[before] == "van" and words[before - 1] in _SENT | _SENDING:
            return True
        if words[before] == "voor" and (words[before - 1] in _VAGUE or "terecht" in self.vocabulary):
            return True
        if words[before] == "op" and self.vocabulary & {"reageer", "reageert", "reageren"}:
            return True
        if words[before] == "in":
            return any(word in ("gaan", "gaat") for word in words[at : at + 3])
        return words[before] == "met" and (
            words[before - 1] in _BARE
            or words[before - 2 : before] == ("doen", "niets")
            or words[before - 1] == "niets"
        )

    @cached_property
    def goes_on(self) -> bool:
        """Whether *it* stands for the objection that the sentence before is about."""
        if not self.before or not self.before.is_about_it or any(word in _OBJECTION for word in self.words):
            return False
        if self.vocabulary & _TO_IT or (self.vocabulary & _ER and self.vocabulary & _ER_AFTER):
            return True
        pairs = zip(self.words, (*self.words[1:], ","), strict=True)
        return any(word in _PRONOUN and (after in _AFTER_PRONOUN or after in _STOPS) for word, after in pairs)

    @cached_property
    def _conditional(self) -> frozenset[int]:
        """The clauses that only say when the rest holds."""
        begins = {clause: at for at, clause in reversed(list(enumerate(self.clauses)))}
        last = self.clauses[-1] if self.clauses else 0
        found = set()
        for clause, at in begins.items():
            first = self.words[at + (self.words[at] in _STOPS) :][:1]
            if first and first[0] in _CONDITION and clause < last:
                found.add(clause)
        return frozenset(found)

    def _near(self, at: int, further: int, step: int = 1) -> Iterator[str]:
        """The words after a word, or before it, as far as its clause goes."""
        where = at + step
        while 0 <= where < len(self.words) and abs(where - at) <= further:
            word = self.words[where]
            if word in _STOPS or word in _SUBORDINATE:
                return
            yield word
            where += step

    def _at_way_after(self, at: int, amid: frozenset[str], further: int) -> bool:
        for where in range(at + 1, min(at + 1 + further, len(self.words))):
            if where in self.ways or (self.words[where] == "aangetekend" and self.words[at] in _ONLY):
                return True
            if self.words[where] not in amid:
                return False
        return False

    @property
    def turns_away(self) -> bool:
        """Whether it says of an objection that it may not come along some way."""
        if self.asks or not (self.is_about_it or self.goes_on or self._names_no_way_for_it()):
            return False
        if _FOR_NOW.search(self.said.lower()) or _AFTERWARDS.search(self.said.lower()):
            return False
        if _COURT.search(self.said.lower()) and not any(word.startswith("bezwa") for word in self.words):
            return False
        return (
            self._names_no_way_for_it()
            or any(self._forbids(at) for at in range(len(self.words)))
            or (self._has_way() and not _LATE.search(self.said.lower()) and self._refuses())
        )

    def _has_way(self) -> bool:
        if self.ways or any(map(self._is_without_it, range(len(self.words)))):
            return True
        before = self.before
        return self.goes_on and before is not None and before.asks and bool(before.ways)

    def _forbids(self, at: int) -> bool:
        """Whether it forbids a way at this word, or leaves but one."""
        word, words = self.words[at], self.words
        if self.clauses[at] in self._conditional:
            return False
        if word in _NOT:
            earlier = set(self._near(at, 8, -1))
            excused = (
                earlier & {"hoeft", "hoeven"} or {*words[at + 1 : at + 2]} & _ONLY or words[at - 1] == "ook"
            )
            return not excused and self._at_way_after(at, _AMID_NOT, 5)
        if word == "geen":
            after, before = list(self._near(at, 12)), list(self._near(at, 12, -1))
            if after[:2] in (["andere", "manier"], ["andere", "wijze"]) or after[:3] in _NO_OTHER:
                return True
            if {"hoeft", "hoeven"} & set(before) or not set(after[:4]) & _OBJECTION:
                return False
            if "er" in before and words[at - 1] not in _NOT:  # "Er zijn geen bezwaren per brief gekomen"
                return False
            until = after.index("tegen") if "tegen" in after else len(after)
            if set(before) & _TAKES and words[at + 1 + until : at + 2 + until] in (("die",), ("dat",)):
                until = _FAR
            first = at if "tegen" in before else at - len(before)
            if any(self._is_without(where) for where in range(first, at)):
                return True
            reach = (*range(first, at), *range(at + 1, at + 1 + until))
            return bool(self.ways.intersection(reach))
        if word in _ONLY:
            if at and words[at - 1] in _NOT:
                return False
            near = {*self._near(at, 8, -1), *self._near(at, 3)}
            takes = near & (_TAKES | _TAKEN)
            return self._only_way_after(at, bool(takes))
        if word in ("enige", "verplicht"):
            near = {*words[max(at - 2, 0) : at], *words[at + 1 : at + 3]}
            if near & _NOT:
                return False
            if word == "enige":
                return bool(near & (_VAGUE | {"mogelijkheid"}))
            return any(way in self.ways for way in (at - 1, at - 2, at - 3, at + 1, at + 2))
        if word in ("moet", "moeten", "dient", "dienen") and not {"of", "ook"} & self.vocabulary:
            if {*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]} & {"wij", "we"}:
                return False  # what the municipality itself has to do
            beside = at + 1 + (words[at + 1 : at + 2] != () and words[at + 1] in _ALWAYS)
            if beside in self.ways and words[at - 1] in _SENT | _OBJECTION:
                return True
            after = list(self._near(at, 14))
            way = next((where for where in range(at + 1, at + 1 + len(after)) if where in self.ways), None)
            # "moet bezwaar maken met DigiD", "moet per post worden gestuurd"
            sent = (
                set(after) & _SENT
                if set(after) & _OBJECTION
                else set(words[way or 0 : at + 1 + len(after)]) & _SENT
            )
            return way is not None and bool(sent)
        if word == "pas":
            said = list(self._near(at, 6))
            then = at + 1 + len(said)
            first = then if words[then : then + 1] in (("als",), ("wanneer",), ("indien",)) else at
            after = [*said, *self._near(first, 10)]
            counts = {*after, *self._near(at, 6, -1)} & _COUNTS
            ways = self.ways.intersection(range(at + 1, first + 11))
            return bool(counts and ways) and "vanaf" not in after
        return False

    def _is_without_it(self, at: int) -> bool:
        """*zonder DigiD*, of an objection and not of logging in."""
        return self._is_without(at) and bool(set(self._near(at, 8)) & _OBJECTION)

    def _is_without(self, at: int) -> bool:
        """*zonder DigiD*."""
        return (
            self.words[at] == "zonder" and self.words[at + 1 : at + 2] != () and self.words[at + 1] in _NEEDED
        )

    def _only_way_after(self, at: int, takes: bool) -> bool:
        amid = _AMID if takes else _AMID - {"als"}
        if not self._at_way_after(at, amid, 10):
            return False
        rest = self.words[at + 1 : at + _FAR]
        return takes or not any(word in ("als", "wanneer", "indien", "mits") for word in rest)

    def _refuses(self) -> bool:
        """Whether it says that something is not taken, not valid or not possible."""
        words = self.words
        for at, word in enumerate(words):
            if self.clauses[at] in self._conditional:
                continue
            around = [*self._near(at, 4, -1), *self._near(at, 8)]
            if word in _REFUSES and not set(around) & (_NOT | {"geen"}):
                return True
            if word == "terug" and set(around) & {"sturen", "stuurt", "zenden"} and not set(around) & _NOT:
                return True
            if word == "weg" and set(around) & {"gooien", "gooit"} and not set(around) & _NOT:
                return True
            if word == "buiten" and words[at + 1 : at + 2] == ("behandeling",):
                return True
            if word == "niets" and set(around) & {"doen", "doet", "mee"}:
                return True
            if word in ("geen", "nooit", "niet") and not set(self._near(at, 8, -1)) & {"hoeft", "hoeven"}:
                after, before = list(self._near(at, 5)), list(self._near(at, 8, -1))
                after = [] if after in (["meer"], ["langer"]) else after
                if word == "geen":
                    if set(after[:2]) & _words("geldig geldige rechtsgeldig rechtsgeldige zin effect nut"):
                        return True
                    if after[:1] in (["antwoord"], ["reactie"]) and after[1:2] != ["op"]:
                        return True
                    continue
                if after[:1] and after[0] in _ONLY:
                    continue
                as_such = words[at + 1 : at + 2] == ("als",) and {*words[at + 2 : at + 4]} & _OBJECTION
                if set(after) & _TAKEN or set(before) & _TAKES or as_such:
                    return True
                told_not_to = before[-1:] and before[-1] in _BARE | {"app"}  # "Mail uw bezwaar niet"
                if not after and self.ways and (set(before) & _MAY or told_not_to):
                    return True
                if not after and not self.ways and self._has_way() and set(before) & _MAY:
                    return True  # "Per e-mail bezwaar maken? Dat werkt niet."
                if not after and self._begins_by_taking(at):
                    return True
        return False

    def _begins_by_taking(self, at: int) -> bool:
        """*Wij lezen bezwaren die u mailt niet*: the verb that is denied stands before what it is about."""
        first = at
        while first and at - first < _FAR and self.words[first - 1] not in _STOPS:
            first -= 1
        return bool(
            {"wij", "we"} & set(self.words[first : first + 2]) and _TAKES & set(self.words[first : first + 2])
        )

    def _names_no_way_for_it(self) -> bool:
        """*Gebruik WhatsApp niet voor een bezwaar*."""
        words = self.words
        meant = any(word.startswith("gebruik") or word in ("bedoeld", "geschikt") for word in words)
        for at, word in enumerate(words):
            if word in _OBJECTION and self._is_for(at):
                before = words[max(at - _FAR, 0) : at]
                if self._needs_a_way(at):
                    return True
                if (meant or {"open", "terecht"} & set(words)) and self._is_a_digital_way(
                    {*before, *words[at : at + 8]}
                ):
                    return bool({*before, *words[at : at + 8]} & _NOT)
                if (
                    set(before) & _BARE
                    and set(before) & (_NOT | {"geen"})
                    and (meant or before[-1] == "voor")
                ):
                    return not set(before) & {"hoeft", "hoeven"}
        return False

    def _is_for(self, at: int) -> bool:
        """*voor (een) bezwaar*."""
        before = at - 1
        while before >= 0 and at - before < 4 and self.words[before] in _DETERMINERS:
            before -= 1
        return before >= 0 and self.words[before] == "voor"

    @staticmethod
    def _is_a_digital_way(words: set[str]) -> bool:
        return bool(
            words & {"digitale", "online", "elektronische"} and words & (_VAGUE | {"loket", "portaal"})
        )

    def _needs_a_way(self, at: int) -> bool:
        """*Voor een bezwaar hebt u een brief nodig*; with a way before it, it is what that way needs."""
        after = list(self._near(at, 10))
        if "nodig" not in after or self.ways or set(after) & (_NOT | {"geen"}):
            return False
        needed = [one for one, word in enumerate(after) if word in _NEEDED]
        return any(one and after[one - 1] in {"een", "u", "altijd", "je", "papieren"} for one in needed)


@rule("WMEBV315")
def invalid_objection(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een tekst zegt dat een bezwaar dat anders is gestuurd, niet geldig is.

    Stuurt iemand een bezwaar of een administratief beroep via een ander kanaal dan u aanwees? Dan mag u niet volstaan
    met een verwijzing naar het juiste kanaal. Zeg dus niet dat zo'n bezwaar ongeldig is, of dat het alleen via één
    kanaal kan. Zeg wel welk kanaal er is, en dat een brief ook mag.

    De teksten van besluiten blijven buiten deze regel.

    Grondslag: artikel 2:16, eerste lid, onder b, Awb.
    """
    for text in context.own_texts:
        if not _NAMED.search(text.words):
            continue  # most texts: none of their sentences can be about it
        for start in turned_away([(sentence.text, sentence.start) for sentence in text.sentences]):
            message = "Deze zin kan zo worden gelezen, dat een bezwaar via een ander kanaal niet geldig is."
            yield find.warning(
                text.place(start), message, "Schrijf welk kanaal er is, en dat een brief ook mag."
            )


def turned_away(sentences: Sequence[tuple[str, int]]) -> Iterator[int]:
    """Where the sentences begin that turn an objection away."""
    before = None
    for text, start in sentences:
        said = _Said(text, before)
        if (_NAMED.search(text) or before) and said.turns_away:
            yield start
        before = _Said(text) if _NAMED.search(text) else None
