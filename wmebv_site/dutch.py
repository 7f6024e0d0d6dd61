"""How Dutch is written: how a day is said and in which time zone, lists of words, telephone numbers, *het* or *de*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
LANGUAGE = {
    "nl": "Nederlands",
    "am": "Amhaars",
    "ar": "Arabisch",
    "bg": "Bulgaars",
    "de": "Duits",
    "en": "Engels",
    "es": "Spaans",
    "fa": "Perzisch (Farsi)",
    "fr": "Frans",
    "fy": "Fries",
    "hu": "Hongaars",
    "it": "Italiaans",
    "ku": "Koerdisch",
    "pap": "Papiaments",
    "pl": "Pools",
    "prs": "Perzisch (Dari)",
    "ps": "Pasjtoe",
    "pt": "Portugees",
    "ro": "Roemeens",
    "ru": "Russisch",
    "rif": "Tarifit",
    "so": "Somalisch",
    "srn": "Sranantongo",
    "ti": "Tigrinya",
    "tr": "Turks",
    "uk": "Oekraïens",
    "zh": "Chinees",
}
"""The Dutch name of a language by its code; another code is shown as it is written."""


def is_english(language: str | None) -> bool:
    """Whether the code of a language, such as ``en-GB``, is one of English."""
    return language is not None and language.lower().partition("-")[0] == "en"


def in_words(day: date) -> str:
    """``1 januari 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def noon(day: date) -> datetime:
    """The moment that stands for a day of which no time is known, in UTC."""
    return datetime.combine(day, time(12), AMSTERDAM).astimezone(UTC)


def clock_in_words(moment: datetime) -> str:
    """``8.15 uur``, in the Netherlands."""
    local = moment.astimezone(AMSTERDAM)
    return f"{local.hour}.{local.minute:02d} uur"


def moment_in_words(moment: datetime) -> str:
    """``1 januari 2026 om 8.15 uur``, in the Netherlands."""
    return f"{in_words(moment.astimezone(AMSTERDAM).date())} om {clock_in_words(moment)}"


def duration_in_words(length: timedelta) -> str:
    """``5 uur en 25 minuten``, in whole minutes; what is shorter than one counts as one."""
    minutes = max(1, length // timedelta(minutes=1))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [counted(days, "dag", "dagen")] if days else []
    parts += [f"{hours} uur"] if hours else []
    parts += [counted(minutes, "minuut", "minuten")] if minutes else []
    return enumerate_words(parts, "en")


def thousands(number: int) -> str:
    """``20000`` as ``20.000``."""
    return f"{number:,}".replace(",", ".")


def counted(number: int, one: str, many: str) -> str:
    """``1 product``, ``2 producten``."""
    return f"{number} {one if number == 1 else many}"


_OF_A_PLACE = frozenset({"Europees", "Europese", "Nederlands", "Nederlandse"})


def uncapitalised(text: str) -> str:
    """As it stands inside a sentence: ``aanvragen``, but ``WOZ-waarde`` and ``Woo-verzoek`` as they are."""
    first = text.split(" ", maxsplit=1)[0]
    begin, hyphen, _ = first.partition("-")
    if (hyphen and len(begin) > 1) or any(map(str.isupper, first[1:])) or first in _OF_A_PLACE:
        return text
    return text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-Z0-9‘'\"])")


def as_sentence(text: str) -> str:
    """With a full stop, where nothing ends it yet."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def first_sentences(text: str, most: int) -> str:
    """The sentences that fit in ``most`` characters; at least the first, however long."""
    if len(text) <= most:
        return text
    first, *others = _SENTENCE_END.split(text)
    for sentence in others:
        if len(first) + 1 + len(sentence) > most:
            break
        first = f"{first} {sentence}"
    return first


def cut_off(text: str, most: int) -> str:
    """The words that fit in ``most`` characters, and a sign that there were more."""
    if len(text) <= most:
        return text
    kept = text[:most]
    words = kept[: kept.rfind(" ")] if " " in kept[most // 2 :] else kept[: most - 1]
    return f"{words.rstrip(' ,;:.-–')}…"


def enumerate_words(words: Iterable[str], conjunction: str = "of") -> str:
    """Join words as Dutch does: ``a, b of c``."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {conjunction} {listed[-1]}"


def enumerate_names(names: Sequence[str], conjunction: str = "en") -> str:
    """Join names; those that hold a comma themselves are parted by semicolons."""
    return "; ".join(names) if any("," in name for name in names) else enumerate_words(names, conjunction)


_HET = tuple("beleid besluit convenant kader mandaat plan protocol reglement statuut verdrag wetboek".split())
_DE = tuple(
    "aanwijzing code delegatie gedragslijn instructie leidraad machtiging notitie nota regel regels regeling richtlijn "
    "richtlijnen strategie verordening visie volmacht wet wijziging".split()
)
"""What the word in a title that says what it is can end in: ``Aanwijzingsbesluit``, ``Beleidsregels``."""
_HET_IN_SHORT = frozenset({"bal", "bbl", "bkl", "bw", "rvv"})
"""Statutes known by their letters that are a *besluit*, *wetboek* or *reglement*; others mostly are a *wet*."""
_GOES_ON = frozenset(
    "aan betreffende bij binnen buiten de der des door een het in inzake krachtens met na naar om omtrent onder op over "
    "per rond te ten ter tot tussen uit van volgens voor".split()
)
"""After one of these a title no longer says what it is, but what it is about."""


def _article_for(title: str) -> str | None:
    """``het`` or ``de``, where the title says what it is."""
    for written in title.lower().split():
        if written.endswith("-"):
            continue  # "mandaat- en volmachtbesluit" is a besluit
        word = written.strip("\"'“”‘’().,:;")
        if word in _GOES_ON:
            return None
        if word.endswith(_HET):
            return "het"
        if word.endswith(_DE):
            return "de"
    return None


def article_and_title(title: str) -> tuple[str, str]:
    """What comes before the title of a decision inside a sentence, and the title as it then stands.

    ``het`` and ``Aanwijzingsbesluit 2026``; ``het besluit`` and ``"Digitaal contact"`` where the title doesn't say what
    it is.
    """
    first, _, rest = title.partition(" ")
    if first.lower() in ("de", "het") and rest:
        return first.lower(), rest
    article = _article_for(title)
    return (article, title) if article else ("het besluit", f'"{title}"')


def the_title(title: str) -> str:
    """A decision by its title inside a sentence: ``het Aanwijzingsbesluit 2026``, ``de Verordening digitaal contact``."""
    return " ".join(article_and_title(title))


_HET_CHANNEL = tuple(
    "account adres formulier kanaal loket meldpunt nummer platform portaal postvak punt systeem".split()
)
_DE_CHANNEL = tuple(
    "balie box dienst -app enapp factuur koppeling lijn mail module omgeving pagina post server service site "
    "website".split()
)
"""What the word in the name of a channel that says what it is can end in: ``Bezwaarformulier``, ``Berichtenbox``."""


def with_article(name: str) -> str:
    """A channel inside a sentence: ``het Bezwaarformulier``, ``de Berichtenbox voor bedrijven``; ``WhatsApp`` as it is."""
    first, _, rest = name.partition(" ")
    if first.lower() in ("de", "het", "een") and rest:
        return uncapitalised(name)
    for written in name.lower().split():
        word = written.strip("\"'“”‘’().,:;")
        if word in _GOES_ON:
            break
        if word.endswith(_HET_CHANNEL):
            return f"het {name}"
        if word.endswith(_DE_CHANNEL) or word == "app":
            return f"de {name}"
    return name


def _the_statute(name: str) -> str:
    short = name.split(" ", maxsplit=1)[0].lower() in _HET_IN_SHORT
    return f"{'het' if short else _article_for(name) or 'de'} {name}"


_ARTICLE = re.compile(
    r"(?P<statute>[^\W\d][^,]*?) (?:artikel |art\. |(?!.* art(?:ikel|\.) ))(?P<article>\d\S*(?:(?! van ).)*)"
)


def statute_in_words(name: str) -> str:
    """Inside a sentence: ``Dienstenwet 5`` becomes ``artikel 5 van de Dienstenwet``; another form stays as given."""
    if name.lower().startswith("artikel "):
        return uncapitalised(name)
    found = _ARTICLE.fullmatch(name)
    if not found:
        return name
    comma = "," if "," in found["article"] else ""
    return f"artikel {found['article']}{comma} van {_the_statute(found['statute'])}"


_AWB = re.compile(r"Awb (?:artikel |art\. )?(?P<article>\d+:\d+\w?)(?:,? lid (?P<member>\d+))?")


def awb_article(basis: str) -> tuple[str, str | None] | None:
    """Article and member of a basis such as ``Awb 2:13 lid 2``; None where it names another statute."""
    found = _AWB.fullmatch(basis)
    return (found["article"], found["member"]) if found else None


_SIGNS = re.compile(r"[.,/]|\(0\)")
"""What stands between the digits of a number on paper, and which nobody says."""
_SHORT_AREA = frozenset(
    "10 13 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79".split()
)
_SHORT_AREA |= frozenset("84 85 87 88 91 97".split())
"""Area codes and services of two digits after the zero; others have three."""


def telephone_in_groups(number: str) -> str:
    """A number as one says it: ``0123456789`` becomes ``0123 45 67 89``, and so does ``0123.456.789``. One with spaces of
    its own stays as it is.
    """
    if _SIGNS.search(number):
        number = "".join(filter(lambda each: each.isdigit() or each == "+", number.replace("(0)", "")))
    if not number.lstrip("+").isdigit():
        return number
    if number.startswith("+31"):
        return f"+31 {_groups('0' + number[3:]).removeprefix('0')}"
    return (
        _groups(number)
        if number.startswith("0")
        else f"14 {number[2:]}"
        if number.startswith("14")
        else number
    )


def telephone_on_one_line(number: str) -> str:
    """The same, with spaces at which no line ends."""
    return telephone_in_groups(number).replace(" ", "\u00a0")


def _groups(number: str) -> str:
    if number.startswith(("0800", "090")):
        return f"{number[:4]} {number[4:]}"
    size = 2 if number.startswith("06") else 3 if number[1:3] in _SHORT_AREA else 4
    rest = number[size:]
    first = [rest[:3]] if len(rest) % 2 else []
    pairs = rest[3:] if first else rest
    return " ".join([number[:size], *first, *(pairs[at : at + 2] for at in range(0, len(pairs), 2))])


_LONG = re.compile(r"[^\W\d_]{18,}")
"""More letters than fit in a heading on a screen of 320 pixels."""
_LAST_PART = re.compile(
    r"(?<=\w{4})(?=(?:belasting|besluit|bewijs|certificaat|document|formulier|heffing|inzameling|kaart|kennisgeving|keuring"
    r"|melding|ontheffing|parkeer|plaats|plan|plicht|regeling|registratie|subsidie|toeslag|toestemming|uitkering|vergunning"
    r"|verklaring|verplichting|verstrekking|verzoek|voorziening))",
    re.IGNORECASE,
)


def breakable(text: str) -> str:
    """Long compounds with a soft hyphen before what they often end in: not every telephone knows where to break them."""
    return _LONG.sub(lambda word: _LAST_PART.sub("\u00ad", word[0]), text)
