"""Rules about what stands in public by mistake: numbers of people, keys in addresses, damaged letters, costly numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import parse_qsl, unquote

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.channels import Authority, Executor, Municipality
from wmebv_site.register.markup import place_in
from wmebv_site.register.support import Support
from wmebv_site.register.text import FORBIDDEN
from wmebv_site.rules.base import Context, Finder, OwnText, rule


def _with(texts: Sequence[OwnText], together: str, mark: re.Pattern[str]) -> list[OwnText]:
    """The texts in which a mark stands: nearly always none, and that takes one search through all of them together."""
    return [text for text in texts if mark.search(text.written)] if mark.search(together) else []


# Everything that is judged below begins so, and some more: one sign at the front is found fastest.
_NUMBERED = re.compile(r"[\dN](?:\d{8}|\d\d[. -]?\d{2,3}[. -]\d{3}|L\d\d[ A-Z])")
_CITIZEN = re.compile(
    r"(?:(?<![\w.,:/=#-])|(?<=[nr)]:)|(?<=bsn))\d{9}(?![\w/])"
    r"|(?<![\w.,-])\d{4}[. -]\d{2}[. -]\d{3}(?!\d)"
    r"|(?<![\w.,-])(?<!\d )(?P<by_three>\d{3}([. -])\d{3}\2\d{3})(?![ .-]?\d)",
    re.ASCII | re.IGNORECASE,
)
_CITIZENS = frozenset({"bsn", "burgerservicenummer", "sofinummer"})
_CALLED = re.compile(
    r"bsn(?=\d)|\b(?:bsn|rsin|fiscaal|btw|zaak|kenmerk|dossier|factuur|vergunning|bestelling|polis|isbn"
    r"|(?!persoons)\w{2,40}(?:nummer|nr|code|kenmerk))\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\bNL\d{2} ?[A-Z]{4}(?: ?\d){10}(?!\d)", re.ASCII)
_NEAR = 60


@rule("WMEBV365")
def personal_number(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """In een tekst staat een nummer van een persoon.

    De regel herkent een burgerservicenummer aan de elfproef, en een rekeningnummer aan zijn controlegetal. Staat er 'bsn'
    bij, dan is het een fout: zo'n nummer hoort nooit op een website, ook niet als voorbeeld. Zonder dat woord kan het ook
    een ander nummer van negen cijfers zijn. Schrijf er dan voor wat het is, zoals 'klantnummer'. Een rekeningnummer van
    de gemeente zelf mag er staan; controleer of het dat is.

    Grondslag: artikel 46 van de Uitvoeringswet Algemene verordening gegevensbescherming.
    """
    for text in _with(context.public_texts, context.public_words, _NUMBERED):
        words = text.words
        for found in _CITIZEN.finditer(words):
            before = words[max(found.start() - _NEAR, 0) : found.start()].rpartition("\n")[2]
            called = [each[0].lower() for each in _CALLED.finditer(before + found[0][:1])]
            if not passes_eleven_test(re.sub(r"\D", "", found[0])):
                continue
            place = text.place(found.start(), len(found[0]))
            if called and called[-1] in _CITIZENS:
                message = "Hier staat een burgerservicenummer. Dat is van een persoon, en het staat zo op de website."
                yield find.error(place, message, "Verwijder het nummer.")
            elif not called and not found["by_three"]:
                message = (
                    "Hier staat een nummer dat een burgerservicenummer kan zijn: het voldoet aan de elfproef."
                )
                yield find.warning(
                    place,
                    message,
                    "Verwijder het, of schrijf ervoor wat voor nummer het is, zoals 'klantnummer'.",
                )
        for found in _ACCOUNT.finditer(words):
            if is_account(found[0]):
                message = f"Hier staat het rekeningnummer {found[0]}."
                hint = "Controleer of dit het nummer van de gemeente is, en niet dat van een persoon."
                yield find.info(text.place(found.start(), len(found[0])), message, hint)


def passes_eleven_test(number: str) -> bool:
    """Whether nine digits can be a citizen service number."""
    weighed = sum(
        int(digit) * weight for digit, weight in zip(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    )
    return weighed % 11 == 0 and number != "000000000"


def is_account(number: str) -> bool:
    """Whether the check digits of an account number are right."""
    plain = number.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


_SECRET = frozenset(
    "token access_token accesstoken refresh_token auth_token authtoken id_token api_key apikey api-key secret client_secret "
    "session sessionid session_id sid jsessionid phpsessid jwt ticket samlresponse".split()
)
_PASSWORD = frozenset({"password", "passwd", "pwd", "wachtwoord"})
_PERHAPS = frozenset({"key", "auth", "sig", "signature"})
"""What also stands in addresses that are for everybody, such as that of a form."""
_IN_PATH = re.compile(r";jsessionid=\w{8,}", re.IGNORECASE)
_HARD_TO_GUESS = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.~+/=-]{12,}", re.ASCII | re.DOTALL)
_SIGNED = re.compile(r"eyJ[\w-]{10,}\.[\w-]{6,}", re.ASCII)
_WORD = r"(?:[A-Z]?[a-z]+|[A-Z]+)?\d{0,4}"
_OF_WORDS = re.compile(rf"{_WORD}(?:[-_.+/]{_WORD})*", re.ASCII)
_OWN_WORD = re.compile(r"(?=.*\d)(?=.*[A-Za-z]).{6,}", re.DOTALL)


@rule("WMEBV366")
def secret_in_address(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """In een adres staat een sleutel die geheim hoort te zijn.

    Wie een adres kopieert terwijl hij is ingelogd, kopieert soms ook zijn sleutel: 'token=…' of 'sessionid=…'. Iedereen die
    de website leest, kan daarmee binnenkomen. Kopieer het adres opnieuw zonder in te loggen. Maak de sleutel ongeldig.
    Achter 'key' of 'sig' staat soms iets wat voor iedereen is; dan is het een waarschuwing. Gewone woorden zoals
    'key=paspoort-aanvragen-2' zijn geen sleutel.

    Grondslag: Algemene verordening gegevensbescherming (AVG).
    """
    for address in context.addresses:
        if "=" in address.text and (name := _secret_in(address.text)):
            if name.lower() in _PERHAPS:
                message = f"In dit adres staat misschien een sleutel die geheim hoort te zijn ('{name}')."
                hint = "Kijk of het adres ook werkt voor wie niet is ingelogd, en zonder dat stuk."
                yield find.warning(address.place, message, hint)
                continue
            message = f"In dit adres staat een sleutel die geheim hoort te zijn ('{name}')."
            hint = "Kopieer het adres opnieuw zonder in te loggen, en maak de sleutel ongeldig."
            yield find.error(address.place, message, hint)


def _secret_in(address: str) -> str | None:
    if _IN_PATH.search(address):
        return "jsessionid"
    perhaps = None
    _, _, behind = address.partition("?") if "?" in address else address.partition("#")
    for name, whole in parse_qsl(behind.replace("#", "&")):
        called, value = name.lower(), whole[:500]
        if _SIGNED.match(value) or (called in _PASSWORD and _OWN_WORD.match(value)):
            return name
        if _HARD_TO_GUESS.match(value) and not _OF_WORDS.fullmatch(value):
            if called in _SECRET:
                return name
            if called in _PERHAPS:
                perhaps = name
    return perhaps


_PREMIUM = re.compile(
    r"(?<![\d-])(?<!\d[ .])(?:\(?0|(?:\+|00)31(?: ?\(0\) ?|[ .-]{0,2}))90(?P<kind>[069])\)?(?: ?[-\u2013] ?|[ .])?\d(?:[ .-]?\d){3,6}(?!\d)"
    r"(?! ?(?:uur|u|h)\b)",
    re.ASCII | re.IGNORECASE,
)
"""Written as such a number is: a mobile number or a date in pairs ('06 09 09 12 34') holds the same digits."""
_NINETY = re.compile(r"90[069]")


@rule("WMEBV367")
def telephone_number(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een telefoonnummer kost de beller extra geld, of kan niet bestaan.

    Bellen naar een nummer met 0900 kost extra, en 0906 en 0909 zijn er voor heel andere diensten. Geef een gewoon nummer,
    of een nummer met 14 ervoor. Een Nederlands nummer heeft tien cijfers; alleen 0800 en 0900 kunnen er acht of elf hebben.

    Grondslag: goede praktijk.
    """
    register = context.register
    called: tuple[Municipality | Authority | Executor | Support, ...] = (
        register.municipality,
        *register.authorities,
        *register.executors,
        *register.support,
    )
    for entry in called:
        if entry.phone is None:
            continue
        place = entry.place_of("phone")
        if found := _PREMIUM.search(entry.phone):
            yield _costs(find, place, found)
        elif wrong := wrong_number(entry.phone):
            yield find.warning(
                place,
                f"Het telefoonnummer '{entry.phone}' kan niet kloppen: {wrong}.",
                "Controleer het nummer.",
            )
    own = context.own_texts
    # Two signs at the front are found much faster than a number that may be written in many ways.
    for text in _with(own, "\n".join([each.written for each in own]), _NINETY):
        for found in _PREMIUM.finditer(text.words):
            yield _costs(find, text.place(found.start(), len(found[0])), found)
    yield from _linked_numbers(find, context)


def _linked_numbers(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """What a telephone calls when one taps a link, unless the words of the link say that number themselves."""
    for document in context.register.documents:
        for target in context.targets[document.file]:
            if target.address[:4].lower() != "tel:":
                continue
            number, place = (
                unquote(target.address[4:]),
                place_in(document, target.start, len(target.address)),
            )
            if found := _PREMIUM.search(number):
                words = document.body[max(target.start - _NEAR, 0) : target.start].rpartition("[")[2]
                if not _PREMIUM.search(words):
                    yield _costs(find, place, found)
            elif wrong := wrong_number(number):
                message = f"Het telefoonnummer '{number}' achter deze link kan niet kloppen: {wrong}."
                yield find.warning(place, message, "Controleer het nummer.")


def _costs(find: Finder, place: Place, found: re.Match[str]) -> Diagnostic:
    if found["kind"] == "0":
        return find.warning(
            place,
            f"Bellen naar '{found[0]}' kost extra geld.",
            "Geef een gewoon nummer, of schrijf erbij wat het kost.",
        )
    message = f"'{found[0]}' is een nummer voor betaalde diensten of amusement."
    return find.error(place, message, "Controleer het nummer, en geef een gewoon nummer.")


def wrong_number(phone: str) -> str | None:
    """Why a Dutch telephone number can't exist; None for one that can, or of another country."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.lstrip(" (").startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if not digits.startswith("31"):
            return None
        digits = f"0{digits.removeprefix('31')}"
    if not digits.startswith("0"):
        known = digits in ("112", "113", "144") or re.fullmatch(r"116\d{3}|18\d\d|14\d{3,4}", digits)
        return None if known or len(digits) < 8 else f"het heeft {len(digits)} cijfers en geen nul vooraan"
    right = (8, 11) if digits.startswith(("0800", "0900", "0906", "0909")) else (10,)
    if digits.startswith(("14", "0140")) or len(digits) in right:
        return None
    return f"het heeft {len(digits)} cijfers"


_HARMED = re.compile(
    "\ufffd|[\ue000-\uf8ff]|[\u0300-\u036f]{3}|[\u00c2\u00c3][\u0080-\u00bf\u20ac\u0192\u201a\u201e\u2026\u2020\u2021]"
    "|\u00e2\u20ac|[A-Za-z\u00c0-\u024f][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z\u00c0-\u024f]"
)


@rule("WMEBV537")
def damaged_text(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een tekst is beschadigd.

    Bij het overzetten uit een ander programma gaan letters soms stuk: 'Ã©' in plaats van 'é', een ruit met een vraagteken,
    een leeg vierkant, of een stapel accenten. Een voorleesprogramma kan er niets mee. Ook een Russische letter in een
    Nederlands woord valt niet op, maar zoeken vindt het woord dan niet. Typ het woord opnieuw.

    Grondslag: goede praktijk.
    """
    for text in context.public_texts:
        if text.written.isascii():
            continue  # nearly all of them
        told: set[str] = set()
        for found in _HARMED.finditer(text.words):
            message, sure = _harm(found[0])
            if message not in told:
                told.add(message)
                place = text.place(found.start(), len(found[0]))
                make = find.error if sure else find.warning
                yield make(place, message, "Typ het woord hier opnieuw.")


_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@rule("WMEBV297")
def hidden_behind_code(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een code in een tekst wordt op de website een onzichtbaar of beschadigd teken.

    Een teken kan ook als code in een tekst staan: '&eacute;' wordt é. Sommige codes worden een teken dat niemand ziet.
    Zo'n teken kan letters omdraaien ('&#x202e;') of een woord in stukken delen ('&#8203;'). Een adres of een bedrag lijkt dan
    iets anders dan het is, en een voorleesprogramma hapert. Haal de code weg.

    Grondslag: goede praktijk.
    """
    for text in _with(context.public_texts, context.public_words, _REFERENCE):
        words = text.words
        for found in _REFERENCE.finditer(words):
            means = unescape(found[0])
            place = text.place(found.start(), len(found[0]))
            if hidden := FORBIDDEN.search(means):
                message = f"De code '{found[0]}' wordt een onzichtbaar teken (U+{ord(hidden[0]):04X})."
                yield find.error(place, message, "Verwijder de code.")
            elif harmed := _HARMED.search(
                words[found.start() - 1 : found.start()] + means + words[found.end() : found.end() + 1]
            ):
                message, sure = _harm(harmed[0])
                make = find.error if sure else find.warning
                yield make(place, message, f"Verwijder de code '{found[0]}', en typ het woord opnieuw.")


def _harm(found: str) -> tuple[str, bool]:
    """What happened to a text, and whether nobody can have meant it."""
    first = found[0]
    if first == "\ufffd":
        return "Hier is een letter verloren gegaan: er staat het teken voor 'onbekend'.", True
    if "\ue000" <= first <= "\uf8ff":
        return (
            "Hier staat een teken dat alleen in één lettertype bestaat. Anderen zien een leeg vierkant.",
            True,
        )
    if "\u0300" <= first <= "\u036f":
        return "Hier staan drie of meer accenten op één letter.", False
    if first in "\u00c2\u00c3\u00e2":
        return f"Hier zijn letters stukgegaan bij het overzetten: '{found}'.", True
    return "In dit woord staan letters uit twee alfabetten door elkaar.", False


_TOO_LONG = 51
"""No Dutch word of a municipality is as long; a telephone can't break it."""
_UNBREAKABLE = re.compile(rf"[^\W_]{{{_TOO_LONG},}}")


@rule("WMEBV538")
def unbreakable_word(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een woord is te lang voor een telefoon.

    Een woord zonder spatie of streepje van meer dan 50 letters past niet op het scherm van een telefoon. De bladzijde
    wordt dan breder dan het scherm. Zet er een spatie of een streepje in.
    """
    # Much faster than the pattern: hardly any text has as many signs without a space.
    if max(map(len, context.public_words.split()), default=0) < _TOO_LONG:
        return
    for text in context.public_texts:
        if len(text.written) >= _TOO_LONG and (found := _UNBREAKABLE.search(text.words)):
            message = f"Dit woord heeft {len(found[0])} letters zonder streepje; een telefoon kan het niet afbreken."
            yield find.warning(
                text.place(found.start(), len(found[0])), message, "Zet er een spatie of een streepje in."
            )
