"""The headers of every answer, whatever the web server: security, how long to keep it, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Refused
from wmebv_site.register.addresses import (
    ASSETS,
    DATA,
    DATA_SCHEMAS,
    ELEMENT_SCRIPT,
    FEED,
    JSON_FEED,
    OUTAGE_FEED,
    OUTAGE_JSON_FEED,
    OUTAGE_STATUS,
)

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Browsers ignore these in a meta element, and say so in the console (CSP Level 3, 3.3).
_HEADER_ONLY = {"frame-ancestors"}

_YEAR = 31_536_000
_NOT_ALLOWED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")

PAGES_CACHE = "no-cache"
"""For pages and data: kept, but asked for again each time, because what holds can change today."""
ASSETS_CACHE = "max-age=600"
"""For styles and scripts: fetched once in a visit. They keep their name, so a new page may not meet old ones for long."""

CONTENT_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "ttl": "text/turtle",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "gz": "application/gzip",
    "sqlite": "application/vnd.sqlite3",
}
"""What a file is, by its extension. With ``nosniff`` a browser refuses a style or script that is called otherwise."""

NAMED_TYPES = {
    FEED: "application/atom+xml",
    OUTAGE_FEED: "application/atom+xml",
    JSON_FEED: "application/feed+json",
    OUTAGE_JSON_FEED: "application/feed+json",
    f"{DATA_SCHEMAS}*.json": "application/schema+json",
}
"""What a file is whose extension says less, by a path as ``pattern_of`` takes it."""


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """Where the site stands: ``https://www.voorbeeld.example`` and the path, which begins and ends in a slash."""

    origin: str
    path: str

    @property
    def own_host(self) -> bool:
        """Whether the site has a host name for itself."""
        return self.path == "/"


_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE | re.ASCII)
# What needs no quoting in the settings of any server.
_PATH = re.compile(r"/(?:(?!\.)[A-Za-z0-9._~-]+/)*")


def site_address(url: str) -> SiteAddress:
    """The parts of ``site_url``. Raises Refused."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise Refused(
            f"'{url}' is geen adres. Schrijf het als https://www.voorbeeld.example/contact/."
        ) from None
    host = parts.hostname or ""
    if (
        not url.isprintable()
        or parts.scheme not in ("http", "https")
        or not _HOST.fullmatch(host)
        or "@" in parts.netloc
    ):
        raise Refused(f"'{url}' is geen adres van een website. Begin met https:// en de naam van de website.")
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    if parts.query or parts.fragment or not _PATH.fullmatch(path):
        hint = "Gebruik na de naam van de website alleen letters, cijfers, koppeltekens en /."
        raise Refused(f"Het pad in '{url}' kan niet. {hint}")
    return SiteAddress(f"{parts.scheme}://{host}{port}", path)


def content_security_policy(*, meta: bool = False) -> str:
    """The policy as a header, or as a ``meta`` element, which can't say who may frame the page."""
    directives = [(name, value) for name, value in _POLICY.items() if not (meta and name in _HEADER_ONLY)]
    return "; ".join(f"{name} {value}" for name, value in directives)


SECURITY_HEADERS = {
    "Content-Security-Policy": content_security_policy(),
    "Strict-Transport-Security": f"max-age={_YEAR}",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NOT_ALLOWED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""The headers of every answer, also of an error; none has a double quote or a backslash in it."""

DATA_KINDS = ("csv", "json", "jsonld", "sqlite", "ttl", "xml")
"""The extensions of what is published for machines."""
SHARED = (*(f"{DATA}*.{name}" for name in DATA_KINDS), ELEMENT_SCRIPT, OUTAGE_STATUS)
"""What every other website may read, as ``pattern_of`` takes it: the data, and what the element there needs beside it.

The page that explains the data is a page as any other.
"""
SHARED_HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""The headers that differ there. Not more of them: a plain GET asks for no permission in advance, a browser asks again
with the ``ETag`` by itself, scripts may read ``Last-Modified`` anyway, and nobody needs to know how long it took."""


def pattern_of(path: str) -> str:
    """A regular expression, without its anchors, for a path in which a star stands for any part of it."""
    return re.escape(path).replace(r"\*", ".+")


def is_shared(path: str) -> bool:
    """Whether a script of any other website may read what stands at a path, counted from the root of the site."""
    return _matches(path, SHARED)


def headers_of(path: str) -> dict[str, str]:
    """Every header of ours on what stands at a path, counted from the root of the site."""
    shared = SHARED_HEADERS if is_shared(path) else {}
    return {**SECURITY_HEADERS, **shared, "Cache-Control": cache_control(path)}


def content_type(path: str) -> str:
    """What stands at a path, as its answer says it; text is UTF-8, and JSON and XML say so themselves.

    Raises KeyError for a kind of file that we do not know.
    """
    named = (kind for pattern, kind in NAMED_TYPES.items() if _matches(path, [pattern]))
    kind = next(named, None) or CONTENT_TYPES[path.rpartition(".")[2]]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(re.fullmatch(pattern_of(pattern), path) for pattern in patterns)


def cache_control(path: str) -> str:
    """How long a browser may keep what stands at a path, counted from the root of the site."""
    return ASSETS_CACHE if path.startswith(ASSETS) else PAGES_CACHE
