"""What the answer to an address comes to: there, moved, gone, somebody else's, or not to be told from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from wmebv_site.register.hosts import is_under, registered


class Verdict(StrEnum):
    OK = "ok"
    MOVED = "moved"
    """There, at another address for good."""
    LOGIN = "login"
    """Ends where one logs in: as it should be for a channel."""
    BLOCKED = "blocked"
    """A program is not let in; people may well be."""
    SLOW = "slow"
    CERTIFICATE = "certificate"
    """A browser warns that nobody knows who answers."""
    SOFT = "soft"
    """Answers as if it were there, but the page says that it isn't, or is the home page."""
    STRANGE = "strange"
    """Ends at a website that nobody in the register knows: sold, or taken over."""
    BROKEN = "broken"
    """The server says that it isn't there, or there is no such server."""
    UNREACHABLE = "unreachable"
    """No answer with which anybody gets any further."""

    @property
    def is_good(self) -> bool:
        """Whether a person gets where the address leads."""
        return self in (Verdict.OK, Verdict.MOVED, Verdict.LOGIN, Verdict.SLOW)

    @property
    def is_failure(self) -> bool:
        """Whether it may pass by itself, so that only checks on several days make it certain."""
        return self in (Verdict.BROKEN, Verdict.UNREACHABLE, Verdict.SOFT)


class Failure(StrEnum):
    """Why there is no answer at all."""

    NO_HOST = "no host"
    INSIDE = "inside"
    """The name leads into a network of one's own, where we never ask."""
    CERTIFICATE = "certificate"
    NO_ANSWER = "no answer"
    TOO_LONG = "too long"
    GARBLED = "garbled"
    """What was sent is not what web servers send."""
    ROUND = "round"
    """Sent on again and again."""
    NO_WEB = "no web"
    """Sent on to what is no address of the web."""
    UNSECURED = "unsecured"
    """Sent on to an address without https, where all has to go with it."""
    TOO_MUCH = "too much"
    """More than may come, of what is needed as a whole."""
    CUT_OFF = "cut off"
    """Less than was promised, of what is needed as a whole."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer: of which address, with which status, and where it sends on to."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in small letters."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """All that came of asking for one address, up to the first 64 kB of where it ended."""

    hops: tuple[Hop, ...] = ()
    failed: Failure | None = None
    why: str = ""
    """What is wrong with a certificate, as the end of a sentence."""
    body: bytes = b""
    seconds: float = 0.0
    certificate: tuple[date, date] | None = None
    """The first and the last day of the certificate of the address itself."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the reason as a whole sentence, and the new address of what moved."""

    verdict: Verdict
    why: str = ""
    to: str | None = None
    status: int | None = None
    certificate: tuple[date, date] | None = None


SLOW = 8.0
"""So many seconds are long for who waits."""
_PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})
_OF_THE_SERVER = frozenset({408, 425, 508})

FAILED = {
    Failure.NO_HOST: "De naam van de website bestaat niet op internet.",
    Failure.NO_ANSWER: "De website geeft geen antwoord.",
    Failure.TOO_LONG: "De website geeft niet op tijd antwoord.",
    Failure.GARBLED: "De website geeft een antwoord dat een browser niet begrijpt.",
    Failure.ROUND: "De website stuurt steeds door, en komt nergens uit.",
    Failure.NO_WEB: "De website stuurt door naar iets wat geen webadres is.",
    Failure.UNSECURED: "De website stuurt door naar een adres zonder https.",
    Failure.TOO_MUCH: "De website stuurt meer dan hier kan staan.",
    Failure.CUT_OFF: "De website breekt haar antwoord halverwege af.",
}
"""What happened when nothing came that can be read, as a sentence."""


def judge(exchange: Exchange, known: Callable[[str], bool]) -> Judgement:
    """What an answer comes to. ``known`` tells of a host whether the municipality works with it."""
    verdict, why, to = _judged(exchange, known)
    status = exchange.hops[-1].status if exchange.hops else None
    return Judgement(verdict, why, to, status, exchange.certificate)


def _judged(exchange: Exchange, known: Callable[[str], bool]) -> tuple[Verdict, str, str | None]:
    if exchange.failed is not None:
        return (*_without_answer(exchange), None)
    last = exchange.hops[-1]
    if last.status in _GONE:
        return Verdict.BROKEN, f"De server zegt dat de pagina er niet is (code {last.status}).", None
    page = _Page.of(exchange)
    if why := _walled(last, page):
        return Verdict.BLOCKED, why, None
    logs_in = _logs_in(exchange, page)
    if why := _strange(exchange, page, known, logs_in):
        return Verdict.STRANGE, why, None
    if not 200 <= last.status < 300 and last.status != 401:
        return (*_refused(last.status), None)
    if not logs_in and (why := _soft(exchange, page)):
        return Verdict.SOFT, why, None
    if to := _moved(exchange):
        return Verdict.MOVED, f"De pagina is voorgoed verhuisd naar {to}.", to
    if logs_in:
        return Verdict.LOGIN, "Het adres komt uit bij een pagina om in te loggen.", None
    if exchange.seconds > SLOW:
        return Verdict.SLOW, f"Het duurt langer dan {SLOW:g} seconden voordat de pagina er is.", None
    return Verdict.OK, "", None


def _without_answer(exchange: Exchange) -> tuple[Verdict, str]:
    if exchange.failed is Failure.CERTIFICATE:
        return Verdict.CERTIFICATE, f"Een browser waarschuwt voor deze website: {exchange.why}."
    if exchange.failed is Failure.INSIDE and exchange.hops:
        return Verdict.UNREACHABLE, "De website stuurt door naar een adres binnen een eigen netwerk."
    if exchange.failed is Failure.INSIDE:
        return Verdict.BLOCKED, "De naam leidt naar uw eigen netwerk; daar kijkt dit programma niet."
    assert exchange.failed is not None
    verdict = Verdict.BROKEN if exchange.failed is Failure.NO_HOST else Verdict.UNREACHABLE
    return verdict, FAILED[exchange.failed]


def _refused(status: int) -> tuple[Verdict, str]:
    """What a status that is neither good nor gone comes to."""
    if 400 <= status < 500 and status not in _OF_THE_SERVER:
        return Verdict.BLOCKED, f"De website laat dit programma niet binnen (code {status})."
    return Verdict.UNREACHABLE, f"De website werkt niet (code {status})."


_HTML = re.compile(r"html|xml", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{3,20})")
_CHARSETS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
}  # fmt: skip
"""Others than UTF-8 in which pages are written here; no others, since some make work of every byte."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page says of itself: its title and its first heading, and its text when that is short."""

    names: tuple[str, ...] = ()
    text: str = ""
    source: str = ""

    @classmethod
    def of(cls, exchange: Exchange) -> _Page:
        kind = exchange.hops[-1].headers.get("content-type", "text/html")
        if not exchange.body or not _HTML.search(kind):
            return cls()
        source = _decoded(exchange.body, kind)
        names = tuple(_plain(text) for tag in ("title", "h1") if (text := _inside(source, tag)))
        return cls(names, _plain(_without(source, "script", "style", "head")), source)


def _decoded(body: bytes, kind: str) -> str:
    for named in (*_CHARSET.findall(kind.encode("ascii", "replace")), *_CHARSET.findall(body[:2048])):
        charset = _CHARSETS.get(named.decode("ascii").lower())
        if charset:
            return body.decode(charset, "replace")
    return body.decode("utf-8", "replace")


def _inside(source: str, tag: str) -> str:
    """What stands in the first element of a name; looked for from left to right, so that no page takes long."""
    lower = source.lower()
    opened = re.search(rf"<{tag}[\s>]", lower)
    begin = lower.find(">", opened.start()) + 1 if opened else 0
    end = lower.find(f"</{tag}", begin) if begin else -1
    return source[begin:end] if end >= 0 else ""


def _without(source: str, *tags: str) -> str:
    """The source without some elements; one that never ends goes on until the end."""
    for tag in tags:
        lower, parts, at = source.lower(), list[str](), 0
        opens = re.compile(rf"<{tag}[\s>]")
        while opened := opens.search(lower, at):
            parts.append(source[at : opened.start()])
            end = lower.find(f"</{tag}", opened.start())
            at = len(source) if end < 0 else end
        source = "".join([*parts, source[at:]])
    return source


def _plain(source: str) -> str:
    """The words between the tags."""
    parts = source.split("<")
    return " ".join(unescape(" ".join([parts[0], *(part.partition(">")[2] for part in parts[1:])])).split())


_SHORT = 600
"""A page with no more signs than this has nothing to tell but what went wrong."""
_THING = "pagina|page|document|formulier|form|bestand|file|inhoud|content|artikel|adres|url|link"
_ABSENT = re.compile(
    rf"\b(?:{_THING})\b[^.!?]{{0,40}}?\b(?:niet (?:meer )?(?:gevonden|beschikbaar|te vinden)|bestaat (?:helaas )?niet|niet \(meer\)"
    r"|(?:is|werd) (?:verwijderd|verplaatst)|not (?:be )?found|(?:does not|doesn[’']t|doesn't) exist|no longer (?:exists?|available)"
    r"|(?:cannot|can[’']t|could not|couldn[’']t) be found)"
    r"|\b(?:niet gevonden|not found|can[’']t find (?:the|that|this) page|kunnen (?:we|wij) (?:de|deze) pagina niet vinden)$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"^\W*(?:(?:fout|error|http|oeps|oops)\W*)*(?:404|410)\b|\b(?:error|fout|fout ?code) 404\b", re.IGNORECASE
)
_NOTHING_ELSE = re.compile(r"^\W*(?:niet gevonden|not found|oeps|oops)\b", re.IGNORECASE)
_HOME = frozenset(
    {"", "/index.html", "/index.htm", "/index.php", "/index.aspx", "/default.aspx", "/home", "/home.html",
     "/home.aspx", "/nl", "/nl/home", "/startpagina"}
)  # fmt: skip


def _soft(exchange: Exchange, page: _Page) -> str:
    """Why what answers as if it were there isn't; nothing where it is."""
    for name in page.names:
        # What is about a thing that was not found, stands behind the name of a website or before it.
        for part in re.split(r"\s[|–—-]\s|\s[|·»]\s?", name):
            if _ABSENT.search(part) or _CODE.search(part) or _NOTHING_ELSE.search(part):
                return "De server doet alsof de pagina er is, maar er staat dat zij niet gevonden is."
    if len(page.text) <= _SHORT and (_ABSENT.search(page.text) or _CODE.search(page.text)):
        return "De server doet alsof de pagina er is, maar er staat dat zij niet gevonden is."
    asked, ended = exchange.hops[0].url, exchange.hops[-1].url
    if len(exchange.hops) > 1 and not _is_home(asked) and _is_home(ended):
        return "Het adres komt uit op de startpagina, en niet meer op de pagina zelf."
    return ""


def _is_home(url: str) -> bool:
    return urlsplit(url).path.rstrip("/").lower() in _HOME


_WALL = re.compile(
    r"^(?:just a moment|attention required|access denied|toegang geweigerd|request rejected|robot check|checking your browser"
    r"|are you (?:a )?(?:human|robot)|bent u een robot|pardon our interruption|ddos-guard|please wait\.\.\.)",
    re.IGNORECASE,
)
_WALL_INSIDE = re.compile(r"_incapsula_resource|/cdn-cgi/challenge-platform/.{0,80}orchestrate|px-captcha")


def _walled(last: Hop, page: _Page) -> str:
    """Why a program is kept out, whatever the status; nothing where it isn't."""
    if "challenge" in last.headers.get("cf-mitigated", "") or any(map(_WALL.search, page.names)):
        return "De website laat dit programma niet binnen: zij vraagt of er een mens kijkt."
    if len(page.text) <= _SHORT and _WALL_INSIDE.search(page.source.lower()):
        return "De website laat dit programma niet binnen: zij vraagt of er een mens kijkt."
    return ""


LOGIN_HOSTS = frozenset(
    """digid.nl eherkenning.nl mijnoverheid.nl eidas.nl login.microsoftonline.com b2clogin.com accounts.google.com
    signicat.com connectis.nl digidentity.eu we-id.nl reconi.nl quovadisglobal.com kpn.com z-login.nl iwelcome.com
    login.kvk.nl""".split()
)
"""Where people log in for the government, and brokers through which that goes."""
_LOGIN_PATH = re.compile(
    r"(?:^|/)(?:login|log-in|inloggen|aanmelden|signin|sign-in|sso|saml2?|oauth2?|oidc|openid(?:-connect)?|idp|authorize|auth|cas)"
    r"(?:[/.?_-]|$)",
    re.IGNORECASE,
)
_LOGIN_QUERY = frozenset({"samlrequest", "samlart"})
_DOORS = re.compile(
    r"\b(?:inloggen|log in|aanmelden) met (?:uw )?(?:digid|eherkenning|eidas)\b", re.IGNORECASE
)
"""What the page of a portal says to who is not in yet: short, and nothing else."""
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)


def _logs_in(exchange: Exchange, page: _Page) -> bool:
    """Whether an address ends where one logs in."""
    last = exchange.hops[-1]
    parts = urlsplit(last.url)
    if last.status == 401 or is_under(parts.hostname or "", LOGIN_HOSTS):
        return True
    if _sent_to_log_in(last.url) or _LOGIN_PATH.search(parts.path) or _PASSWORD.search(page.source):
        return True
    return len(page.text) <= 2 * _SHORT and _DOORS.search(" ".join((*page.names, page.text))) is not None


def _sent_to_log_in(url: str) -> bool:
    """Whether an address carries what a website gives along to who has to log in elsewhere."""
    names = {
        name.lower()
        for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=None)
    }
    return bool(names & _LOGIN_QUERY) or {"client_id", "response_type"} <= names


_FOR_SALE = re.compile(
    r"\b(?:domein(?:naam)?|domain(?: name)?)\b[^.!?]{0,60}\b(?:te koop|for sale|may be for sale)\b"
    r"|\b(?:buy|koop) (?:this|deze|dit) (?:domain|domein)|\bparked (?:domain|free)\b|\bgeparkeerd domein\b",
    re.IGNORECASE,
)


def _strange(exchange: Exchange, page: _Page, known: Callable[[str], bool], logs_in: bool) -> str:
    """Why somebody else seems to answer; nothing where it is whom one expects."""
    asked, ended = (urlsplit(hop.url).hostname or "" for hop in (exchange.hops[0], exchange.hops[-1]))
    said = (*page.names, page.text[:_SHORT])
    if any(map(_FOR_SALE.search, said)) and len(page.text) <= 4 * _SHORT:
        return f"Op de website staat dat de naam '{ended}' te koop is."
    if registered(asked) == registered(ended) or known(ended):
        return ""
    if logs_in and (is_under(ended, LOGIN_HOSTS) or _sent_to_log_in(exchange.hops[-1].url)):
        return ""
    return f"Het adres komt uit bij '{ended}', en die website is niet bekend in het register."


_REFERENCES = frozenset(
    """wetten.overheid.nl lokaleregelgeving.overheid.nl zoek.officielebekendmakingen.nl identifier.overheid.nl
    repository.overheid.nl data.europa.eu publications.europa.eu doi.org hdl.handle.net purl.org w3id.org""".split()
)
"""Where an address is a reference that stays, and leads on to the page of today: that page is no better address."""
_OF_ONE_VISIT = re.compile(
    r"session|[?&;](?:sid|token|state|nonce|ticket|code)=|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-",
    re.IGNORECASE,
)


def _moved(exchange: Exchange) -> str | None:
    """Where a page went for good: as far as every answer said so.

    Not for what no reader sees as another address, for what only one visitor gets, nor for a reference that stays.
    """
    at = 0
    while at < len(exchange.hops) - 1 and exchange.hops[at].status in _PERMANENT:
        at += 1
    asked, to = exchange.hops[0].url, exchange.hops[at].url
    if not at or _looks(asked) == _looks(to) or is_under(urlsplit(asked).hostname or "", _REFERENCES):
        return None
    return None if _OF_ONE_VISIT.search(to) else to


def _looks(url: str) -> tuple[str, str, str, str]:
    """An address as a reader sees it: a slash at the end makes no other, nor does the usual port."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return parts.scheme, f"{parts.hostname or ''}{port}", parts.path.rstrip("/"), parts.query
