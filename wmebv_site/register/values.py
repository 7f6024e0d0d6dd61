"""The kinds of value a register holds, moments among them, each with the sentence for what is not of that kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, WithJsonSchema
from pydantic_core import PydanticCustomError

from wmebv_site.diagnostics import printable
from wmebv_site.dutch import AMSTERDAM
from wmebv_site.register.bounds import too_heavy
from wmebv_site.register.hosts import is_anybodys, plain
from wmebv_site.register.upl import is_address

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_SLUG = 80
RESERVED_IDS = frozenset({"domein", "index", "404", "assets", "robots", "sitemap", "sitemaps", "zoeken"})
"""What the website calls files and folders of its own: many a server leaves endings out of an address."""
# Folders with these names can't exist on Windows, where editors work.
_WINDOWS_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)


def mistake(kind: str, message: str, hint: str | None = None) -> PydanticCustomError:
    """A refusal that carries its Dutch sentence; braces are doubled since pydantic formats the template."""
    return PydanticCustomError(kind, "{message}", {"message": message, "hint": hint})


def quoted(value: str) -> str:
    """The value as it is shown in a sentence: never longer than a line of the terminal."""
    value = " ".join(value.split())
    return f"'{value if len(value) <= 60 else value[:57] + '...'}'"


def slugify(text: str) -> str:
    """The slug nearest to a text: ``Café & terras`` becomes ``cafe-terras``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-")


def is_slug(value: str) -> bool:
    return len(value) <= MAX_SLUG and SLUG.fullmatch(value) is not None


def is_taken(value: str) -> bool:
    """Whether a slug can't be an id: the website or Windows keeps the name for itself."""
    return value in RESERVED_IDS or value in _WINDOWS_NAMES


_LINK = re.compile(r"\](?:[(\[]|: )")


def _formatted(value: str) -> str:
    """Some lines of Markdown. What leads elsewhere is no part of it: that is judged as an address."""
    value = "\n".join(line.rstrip() for line in value.strip().splitlines())
    _text(value)
    if found := _LINK.search(value):
        hint = "Zet de link bij 'links', met 'label' en 'url'."
        raise mistake(
            "markup", f"In deze tekst staat een link ({quoted(_around(value, found.start()))}).", hint
        )
    if heavy := next(too_heavy(value), None):
        raise mistake("text", heavy[1], heavy[2])
    return value


def _around(text: str, end: int) -> str:
    """The words between brackets that end somewhere, on their line."""
    return text[text.rfind("[", 0, end) + 1 : end]


def _slug(value: str) -> str:
    if is_slug(value):
        if is_taken(value):
            hint = f"Kies een andere id, bijvoorbeeld '{value}-1'."
            raise mistake(
                "slug", f"De naam '{value}' is al bezet: de website of Windows gebruikt die zelf.", hint
            )
        return value
    if len(value) > MAX_SLUG:
        raise mistake(
            "slug",
            f"Deze id is {len(value)} tekens lang; ten hoogste {MAX_SLUG} kan.",
            "Kies een kortere id.",
        )
    proposal = slugify(value)
    hint = f"Schrijf bijvoorbeeld '{proposal}'." if proposal else "Kies een andere id."
    raise mistake(
        "slug", f"De id {quoted(value)} kan niet: gebruik kleine letters, cijfers en koppeltekens.", hint
    )


_MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:#\w+|[a-zA-Z]{2,8});")


def _text(value: str) -> str:
    if "\n" in value or "\t" in value or "  " in value or value[:1] in " " or value[-1:] in " ":
        value = " ".join(value.split())
    if not value:
        raise mistake("text", "Hier staat een lege tekst.", "Vul de tekst in of verwijder de regel.")
    if ("<" in value or "&" in value) and (found := _MARKUP.search(value)):
        hint = "Schrijf gewone tekst; de opmaak maakt de website."
        raise mistake("markup", f"In deze tekst staat HTML ({found[0]}…); die is hier niet nodig.", hint)
    if len(value) > 2000:
        hint = "Zet lange tekst in een bestand in 'content'."
        raise mistake("text", f"Deze tekst is {len(value)} tekens lang; ten hoogste 2000 kan.", hint)
    if len(value) > 100 and (heavy := next(too_heavy(value), None)):
        raise mistake("text", heavy[1], heavy[2])
    return value


_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if match := _DATE.fullmatch(value):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            hint = "Controleer de dag en de maand."
            raise mistake("date", f"De datum {quoted(value)} bestaat niet.", hint) from None
    hint = "Schrijf het jaar, de maand en de dag als JJJJ-MM-DD, bijvoorbeeld 2026-01-31."
    raise mistake("date", f"{quoted(value)} is geen datum.", hint)


TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def _time(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if match := TIME.fullmatch(value):
        return time(int(match[1]), int(match[2]))
    hint = "Schrijf uren en minuten met elk twee cijfers, bijvoorbeeld 09:00."
    raise mistake("time", f"{quoted(value)} is geen tijd.", hint)


END_OF_DAY = time.max
"""How late it closes what is open until midnight, which is written as 24:00: later than every other time of the day."""


def _closing(value: Any) -> Any:
    return END_OF_DAY if value == "24:00" else _time(value)


def _yes_no(value: Any) -> Any:
    if value == "ja":
        return True
    if value == "nee":
        return False
    if isinstance(value, str):
        raise mistake("yes_no", f"{quoted(value)} kan hier niet.", "Schrijf 'ja' of 'nee'.")
    return value


_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{}|]")
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\.?", re.IGNORECASE | re.ASCII
)


def _parts(value: str) -> SplitResult:
    """Split an address that a browser can only read in one way, or say why it can't."""
    hint = "Kopieer het adres opnieuw uit de adresbalk."
    if not value.isascii() and any(unicodedata.category(character) == "Cf" for character in value):
        raise mistake("url", "In dit adres staat een onzichtbaar teken; dat kan niet.", hint)
    if found := _SPACE_OR_CONTROL.search(value):
        what = "een spatie" if found[0].isspace() else f"het teken {found[0]}"
        raise mistake("url", f"In dit adres staat {what}; dat kan niet.", hint)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise mistake("url", f"{quoted(value)} is geen geldig adres.", "Kopieer het adres opnieuw.") from None
    if parts.scheme not in ("http", "https"):
        hint = "Begin een adres met https://."
        if not parts.scheme or "." in parts.scheme:
            raise mistake("url", f"Het adres {quoted(value)} is niet volledig.", hint)
        raise mistake("url", f"Een adres dat met '{parts.scheme}:' begint, kan niet.", hint)
    return parts


def looks_like_another(host: str) -> bool:
    """A Cyrillic а in a host can't be told from a Latin a; official hosts are plain ASCII."""
    return not host.isascii() or any(label.startswith("xn--") for label in host.lower().split("."))


_RETYPE = "Typ het adres zelf over, met gewone letters zonder accenten."


def _require_real_host(value: str, parts: SplitResult) -> None:
    host = parts.hostname or ""  # in lower case, which hides that a Kelvin sign isn't a k
    if looks_like_another(host) or not parts.netloc.isascii():
        message = f"De naam {quoted(host)} in dit adres heeft letters die op andere letters lijken."
        raise mistake("url", message, _RETYPE)
    if not _HOST.fullmatch(host):
        hint = "Controleer de naam van de website, bijvoorbeeld www.voorbeeld.example."
        raise mistake("url", f"Het adres {quoted(value)} wijst niet naar een website op internet.", hint)


def _channel_url(value: str) -> str:
    """An address through which messages are sent; law rule 23 judges http, a missing host and credentials."""
    parts = _parts(value)
    if parts.hostname:
        _require_real_host(value, parts)
    return value


_ORDINARY = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)
"""As nearly all addresses are written: nothing can be wrong with one, unless its host only looks like Latin letters."""


def _url(value: str) -> str:
    if _ORDINARY.fullmatch(value) and "xn--" not in value:
        return value
    parts = _parts(value)
    if not parts.hostname:
        raise mistake("url", f"Het adres {quoted(value)} is niet volledig.", "Begin een adres met https://.")
    if "@" in parts.netloc:
        hint = "Verwijder alles tussen https:// en het apenstaartje, en het apenstaartje zelf."
        raise mistake("url", "In dit adres staat een gebruikersnaam of wachtwoord.", hint)
    _require_real_host(value, parts)
    if parts.scheme == "http":
        hint = "Begin het adres met https://."
        raise mistake(
            "url", f"Het adres {quoted(value)} is niet beveiligd, want het begint met http://.", hint
        )
    return value


def _host(value: str) -> str:
    """The name of a website alone; all that stands below it is meant too."""
    name = re.sub(r"^(?:https?:)?//|[/?#:].*$", "", value, flags=re.IGNORECASE).removeprefix("*.")
    if name != value or not _HOST.fullmatch(value):
        shown = plain(name) if _HOST.fullmatch(name) else "leverancier.example"
        hint = f"Schrijf alleen de naam, zonder https:// en zonder wat erachter staat: {shown}."
        raise mistake("host", f"{quoted(value)} is niet de naam van een website.", hint)
    if looks_like_another(value):
        raise mistake("host", f"De naam {quoted(value)} heeft letters die op andere letters lijken.", _RETYPE)
    if is_anybodys(value):
        hint = "Schrijf de hele naam van de website die u vertrouwt."
        raise mistake("host", f"Onder {quoted(value)} kan iedereen een website maken.", hint)
    return plain(value)


def _legal_url(value: str) -> str:
    """The address of a regulation; law rule 40 judges the form of a JCI reference."""
    return value if value.lower().startswith("jci") else _url(value)


# Narrower than the standard: ? & % and # would end the address inside a mailto link.
_EMAIL = re.compile(r"[A-Za-z0-9.!$'*+/=^_{|}~-]{1,64}@(?P<host>[^@]{3,255})")


def _email(value: str) -> str:
    match = _EMAIL.fullmatch(value)
    if match and looks_like_another(match["host"]):
        message = f"In {quoted(value)} staan letters die op andere letters lijken."
        raise mistake("email", message, _RETYPE)
    if not match or not _HOST.fullmatch(match["host"]):
        hint = "Schrijf het adres als naam@gemeente.nl."
        raise mistake("email", f"{quoted(value)} is geen e-mailadres.", hint)
    return value


def is_mailbox(value: str) -> bool:
    """Whether a place to write to is a mailbox, and not the address of a form."""
    return "@" in value and "/" not in value


def _feedback(value: str) -> str:
    if is_mailbox(value):
        return _email(value)
    if not re.match(r"[A-Za-z][A-Za-z+.-]*:", value):
        hint = "Schrijf een e-mailadres als naam@gemeente.nl, of het adres van een formulier met https:// ervoor."
        raise mistake("email", f"{quoted(value)} is geen e-mailadres en geen webadres.", hint)
    return _url(value)


_PHONE = re.compile(r"(?:\+|\(\+?)?[0-9][0-9 ().,/\u2013-]{1,24}[0-9]")
_DIGITS = range(3, 16)
"""How many digits a telephone number has: the longest of the world has fifteen."""


def _phone(value: str) -> str:
    """A number as it is printed: with brackets, dots, dashes, and a slash behind the area code."""
    area, slash, number = value.partition("/")
    digits = sum(character.isdigit() for character in value.replace("(0)", ""))
    if value.isascii() or "\u2013" in value:
        pairs = value.count("(") == value.count(")") <= 1
        if (
            _PHONE.fullmatch(value)
            and digits in _DIGITS
            and pairs
            and not (slash and _two_numbers(area, number))
        ):
            return value
    hint = "Schrijf één nummer, met cijfers en spaties, bijvoorbeeld 14 0123."
    raise mistake("phone", f"{quoted(value)} is geen telefoonnummer.", hint)


def _two_numbers(area: str, number: str) -> bool:
    """Whether a slash stands between two numbers, and not behind an area code."""
    return "/" in number or sum(character.isdigit() for character in area.removeprefix("+31")) > 4


DUTCH = "http://publications.europa.eu/resource/authority/language/NLD"
"""The language, in the list of languages of the European Union."""
TOOI_BASE = "https://identifier.overheid.nl/tooi/id/gemeente/"
"""What a TOOI code stands behind, as the address of a municipality."""
_TOOI = re.compile(r"gm\d{4}", re.ASCII)


def _tooi(value: str) -> str:
    if not _TOOI.fullmatch(value):
        hint = "Schrijf de code van uw gemeente: gm met vier cijfers, bijvoorbeeld gm9999."
        raise mistake("tooi", f"{quoted(value)} is geen gemeentecode.", hint)
    return value


@dataclass(frozen=True, slots=True)
class Source:
    """By what something is designated or required: ``besluit:<id>`` or ``wet:<name and article>``."""

    kind: str
    name: str

    @property
    def is_decision(self) -> bool:
        return self.kind == "besluit"

    @property
    def decision(self) -> str | None:
        return self.name if self.is_decision else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


_STATUTE = re.compile(r".+ .*\d.*")
"""A statute with an article: ``Omgevingswet 20.21``."""


def _source(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind, separator, name = value.partition(":")
    name = " ".join(name.split())
    if separator and name and (kind == "besluit" or (kind == "wet" and _STATUTE.fullmatch(name))):
        _text(name)
        return Source(kind, name)
    hint = "Schrijf 'besluit:' met de id van het besluit, of 'wet:' met de wet en het artikel."
    raise mistake("source", f"{quoted(value)} is geen bron.", hint)


def _policy_source(value: str) -> str:
    kind, _, name = value.partition(":")
    name = " ".join(name.split())
    if kind in ("besluit", "wet", "beleid") and name:
        return f"{kind}:{_text(name)}"
    hint = "Schrijf 'beleid:', 'besluit:' of 'wet:' met daarachter de naam."
    raise mistake("source", f"{quoted(value)} is geen bron.", hint)


def _not_ours(value: str) -> str:
    if is_slug(value) or is_address(value):
        return value
    hint = "Schrijf het adres uit de Uniforme Productnamenlijst over, of de id van het product."
    raise mistake(
        "not_ours", f"{quoted(value)} is geen adres uit de Uniforme Productnamenlijst, en geen id.", hint
    )


_ROOMS = frozenset({"products", "content"})
_VERSION = re.compile(r"[1-9][0-9]{0,3}")


def _version(value: Any) -> Any:
    if isinstance(value, str):
        if not _VERSION.fullmatch(value):
            hint = "Verwijder deze regel als u niet weet wat hier hoort: dan is het 1."
            raise mistake("version", f"{quoted(value)} is geen versie van de registers.", hint)
        return int(value)
    return value


IN_PACKAGE = "pakket:"
"""Before the name of an installed package in which a shared register is; so begin the paths of its files too."""
_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,80}[A-Za-z0-9])?")


def package_of(base: str) -> str | None:
    """The name of the installed package in which a shared register is; None where it is in a folder."""
    return base.removeprefix(IN_PACKAGE).rstrip("/") if base.startswith(IN_PACKAGE) else None


def folder_of(base: str) -> str | None:
    """The path of a shared register from that of the project, with a slash behind it; None where it can't stand there."""
    if (package := package_of(base)) is not None:
        return f"{IN_PACKAGE}{package}/" if _PACKAGE.fullmatch(package) else None
    path = PurePosixPath(base.replace("\\", "/"))
    apart = path.parts and not path.is_absolute() and ":" not in path.parts[0] and path.parts[0] not in _ROOMS
    return f"{path}/" if apart and len(base) < 200 and printable(base) == base else None


def _base(value: str) -> str:
    if folder_of(value) is None:
        raise mistake("base", *no_base_in(value))
    return value


def no_base_in(named: str) -> tuple[str, str]:
    """What to say of a name behind which no shared register can stand, and a way out."""
    hint = "Schrijf het pad vanaf de map van uw project, zoals ../regio, of een pakket, zoals pakket:regio-basis."
    return f"In {quoted(named)} kan geen gedeelde basis staan.", hint


_DAY = "(?:ma|di|wo|do|vr|za|zo)"
_DAYS = re.compile(rf"{_DAY}(?:-{_DAY})?(?:, ?{_DAY}(?:-{_DAY})?)*")


def _days(value: str) -> str:
    value = value.replace("\u2013", "-")
    if not _DAYS.fullmatch(value):
        hint = "Schrijf bijvoorbeeld ma-vr, of za."
        raise mistake("days", f"{quoted(value)} zijn geen dagen van de week.", hint)
    return value


# An unquoted 14 or 2026-01-01 is text to us; a schema-aware editor sees a number there and must not complain.
_SCALAR = {"type": ["string", "number", "boolean"]}

Slug = Annotated[
    str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"})
]
Formatted = Annotated[str, AfterValidator(_formatted), WithJsonSchema({"type": "string"})]
Text = Annotated[str, AfterValidator(_text), WithJsonSchema(_SCALAR)]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["ja", "nee"]})]
Date = Annotated[
    date, BeforeValidator(_date), WithJsonSchema({"type": "string", "pattern": f"^{_DATE.pattern}$"})
]
Time = Annotated[time, BeforeValidator(_time), WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$"})]
ClosingTime = Annotated[
    time, BeforeValidator(_closing), WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$"})
]
ADDRESS = object()
"""Marks a field that leads to a website."""
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"}), ADDRESS]
LegalUrl = Annotated[str, AfterValidator(_legal_url), WithJsonSchema({"type": "string"}), ADDRESS]
ChannelUrl = Annotated[
    str, AfterValidator(_channel_url), WithJsonSchema({"type": "string", "format": "uri"}), ADDRESS
]
Host = Annotated[str, AfterValidator(_host), WithJsonSchema({"type": "string"})]
Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
Feedback = Annotated[str, AfterValidator(_feedback), WithJsonSchema({"type": "string"})]
Phone = Annotated[str, AfterValidator(_phone), WithJsonSchema(_SCALAR)]
Tooi = Annotated[
    str, AfterValidator(_tooi), WithJsonSchema({"type": "string", "pattern": f"^{_TOOI.pattern}$"})
]
SourceRef = Annotated[
    InstanceOf[Source],
    BeforeValidator(_source),
    WithJsonSchema({"type": "string", "pattern": "^(?:besluit|wet): *[^ ]"}),
]
PolicySource = Annotated[str, AfterValidator(_policy_source), WithJsonSchema({"type": "string"})]
NotOurs = Annotated[str, AfterValidator(_not_ours), WithJsonSchema({"type": "string"})]
Version = Annotated[
    int, Field(strict=True), BeforeValidator(_version), WithJsonSchema({"type": "integer", "minimum": 1})
]
BasePath = Annotated[str, AfterValidator(_base), WithJsonSchema({"type": "string"})]
Days = Annotated[str, AfterValidator(_days), WithJsonSchema({"type": "string"})]


_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::[0-5]\d(?:[.,]\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_YEARS = range(1990, 2200)


def written_moment(moment: datetime) -> str:
    """The moment as an editor writes it: ``2026-03-02T08:15+01:00``, on the clock of the Netherlands."""
    return moment.astimezone(AMSTERDAM).isoformat(timespec="minutes")


def _moment(value: Any) -> Any:
    """A moment written on the clock of the Netherlands, in UTC: Python reckons wrong with two times in one zone.

    Without an offset it must be a time that came once that day. With ``Z`` or ``+00:00`` a machine wrote it, on the
    clock of the world; other offsets must be ours. Seconds are not kept.
    """
    if not isinstance(value, str):
        return value
    match = _MOMENT.fullmatch(value)
    if not match:
        hint = "Schrijf de dag en de tijd zoals 2026-03-02T08:15+01:00."
        raise mistake("moment", f"{quoted(value)} is geen tijdstip.", hint)
    try:
        local = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        offset = (match[3] or "").upper().replace("Z", "+00:00")
        given = datetime.fromisoformat(f"{local.isoformat()}{offset}") if offset else None
        if local.year not in _YEARS:
            raise ValueError
    except ValueError:
        raise mistake(
            "moment", f"Het tijdstip {quoted(value)} bestaat niet.", "Controleer de dag en de tijd."
        ) from None
    first, second = (local.replace(tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1))
    came = [
        each
        for each in (first, second)
        if each.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) == local
    ]
    if given is not None:
        if offset in ("+00:00", "+0000") or any(given == each.astimezone(UTC) for each in came):
            return given.astimezone(UTC)
        hint = f"Was het op onze klok dit tijdstip: {written_moment(given)}? Schrijf het dan zo."
        raise mistake("moment", f"In Nederland geldt op dat moment niet {match[3]}.", hint)
    if not came:
        hint = "Die nacht ging de klok een uur vooruit. Controleer de tijd."
        raise mistake("moment", f"Het tijdstip {quoted(value)} bestond niet.", hint)
    if first.utcoffset() != second.utcoffset():
        hint = f"Schrijf {written_moment(first)} voor de eerste keer, of {written_moment(second)} voor de tweede."
        raise mistake("moment", f"Het tijdstip {quoted(value)} kwam twee keer voor.", hint)
    return first.astimezone(UTC)


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$"}
    ),
]
