"""Writes those headers, and the addresses of the site, as settings for nginx, for Apache and for static hosts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from wmebv_site.diagnostics import Code, Diagnostic, Place, Refused
from wmebv_site.register.addresses import (
    ASSETS,
    DATA,
    HEADERS,
    HOME,
    HTACCESS,
    NOT_FOUND,
    OURS,
    REDIRECTS,
    SECURITY_TXT,
)
from wmebv_site.site.server.headers import (
    ASSETS_CACHE,
    CONTENT_TYPES,
    DATA_KINDS,
    NAMED_TYPES,
    PAGES_CACHE,
    SECURITY_HEADERS,
    SHARED,
    SHARED_HEADERS,
    SiteAddress,
    content_type,
    is_shared,
    pattern_of,
    site_address,
)
from wmebv_site.site.server.security_txt import MARK

_KINDS = {*CONTENT_TYPES.values(), *NAMED_TYPES.values()}
_COMPRESSED = sorted(kind for kind in _KINDS if kind.startswith("text/") or kind.endswith(("json", "xml")))
_PACKED = "gzip|br"
_TEXT_KINDS = sorted(kind for kind in _COMPRESSED if kind.startswith("text/"))
HIDDEN = frozenset({HTACCESS, SECURITY_TXT})
"""What we publish under a name that begins with a dot."""

NO_ADDRESS = Code(
    "WMEBV517",
    "Het adres van de website klopt niet",
    "Instellingen voor een webserver gelden voor één adres. Zet dat in mkdocs.yml bij 'site_url', met https:// ervoor en "
    "een schuine streep aan het eind. Zet u 'server_files' niet in mkdocs.yml? Dan hoeft dit niet.",
)

_NOT_FOR_VISITORS = r"/(?:\.(?!well-known/)|_(?:headers|redirects)$)"
_MOVED = "Een product dat een andere naam kreeg."
_SHARED_BY_ALL = "Gegevens mag elke andere website lezen, een pagina niet."
_SHARED = f"(?:{'|'.join(map(pattern_of, SHARED))})"
_NAMED = "Wat de extensie alleen niet zegt."
_FOLDER = re.compile(r"/(?:[A-Za-z0-9._~-]+/?)+")


Moved = Mapping[str, str]
"""Earlier addresses, each with the one that it leads to; both count from the root of the site."""


def nginx(address: SiteAddress, folder: str, moved: Moved = MappingProxyType({})) -> str:
    """Locations for inside a ``server`` block; ``folder`` is where the site stands on the server.

    Raises Refused when the folder is not an absolute path in plain characters.
    """
    if not _FOLDER.fullmatch(folder):
        raise Refused(
            f"De map '{folder}' kan niet. Schrijf het hele pad, met alleen letters, cijfers, koppeltekens en /."
        )
    return "\n".join(_nginx(address.path, folder.rstrip("/") + "/", moved)) + "\n"


def _nginx(path: str, folder: str, moved: Moved) -> Iterator[str]:
    yield MARK
    yield "# Instellingen voor nginx. Neem dit bestand op binnen het blok server { } van uw website:"
    yield "#     include /etc/nginx/wmebv/nginx.conf;"
    yield ""
    if path != "/":
        yield "# Het adres zonder schuine streep aan het eind."
        yield f"location = {path[:-1]} {{"
        yield "    absolute_redirect off;"
        yield f"    return 301 {path};"
        yield from _indented(_nginx_headers(PAGES_CACHE), 1)
        yield "}"
        yield ""
    for old, new in moved.items():
        yield f"# {_MOVED}"
        yield f"location = {path}{old} {{"
        yield "    absolute_redirect off;"
        yield f"    return 301 {path}{new};"
        yield from _indented(_nginx_headers(PAGES_CACHE), 1)
        yield "}"
        yield ""
    yield f"location ^~ {path} {{"
    yield from _indented(_nginx_site(path, folder), 1)
    yield "}"


def _nginx_site(path: str, folder: str) -> Iterator[str]:
    yield "# Waar de site op deze server staat, met een / aan het eind."
    yield f"alias {folder};"
    yield "index index.html;"
    yield "# Achter een andere server kent nginx het adres van buiten niet: verwijs alleen met een pad."
    yield "absolute_redirect off;"
    yield "# Een map zonder pagina is voor een bezoeker hetzelfde als een adres dat niet bestaat."
    yield f"error_page 403 404 =404 {path}{NOT_FOUND};"
    yield ""
    yield "# Bestanden voor andere servers horen niet bij de site."
    yield f'location ~ "{_NOT_FOR_VISITORS}" {{'
    yield "    return 404;"
    yield "}"
    yield ""
    yield from _nginx_values(PAGES_CACHE, shared=False)
    yield f'if ($uri ~ "^{re.escape(path + ASSETS)}") {{'
    yield f'    set $wmebv_cache "{ASSETS_CACHE}";'
    yield "}"
    yield f"# {_SHARED_BY_ALL}"
    yield f'if ($uri ~ "^{re.escape(path)}{_SHARED}$") {{'
    yield from _indented(_nginx_shared(shared=True), 1)
    yield "}"
    yield "# Let op: een add_header in een blok hierbinnen schakelt al deze regels daar uit."
    yield from _nginx_headers("$wmebv_cache", shared=True)
    yield "etag on;"
    yield ""
    yield f"# {_NAMED}"
    for pattern, kind in NAMED_TYPES.items():
        yield f'location ~ "^{re.escape(path)}{pattern_of(pattern)}$" {{'
        yield "    types { }"
        yield f"    default_type {kind};"
        yield from _indented(_nginx_values(PAGES_CACHE, shared=is_shared(pattern)), 1)
        yield "}"
    yield ""
    yield "types {"
    for kind in dict.fromkeys(CONTENT_TYPES.values()):
        yield f"    {kind} {' '.join(name for name, other in CONTENT_TYPES.items() if other == kind)};"
    yield "}"
    yield "default_type application/octet-stream;"
    yield "charset utf-8;"
    yield f"charset_types {' '.join(kind for kind in _TEXT_KINDS if kind != 'text/html')};"
    yield ""
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_proxied any;"
    yield "gzip_comp_level 6;"
    yield "gzip_min_length 512;"
    yield f"gzip_types {' '.join(kind for kind in _COMPRESSED if kind != 'text/html')};"
    yield "# Hebt u de module ngx_brotli? Dan worden pagina's nog kleiner met:"
    yield "#     brotli on;"
    yield f"#     brotli_types {' '.join(kind for kind in _COMPRESSED if kind != 'text/html')};"


def _nginx_headers(cache: str, *, shared: bool = False) -> Iterator[str]:
    """The headers of a block; in one where something is ``shared``, with the variables of what differs there.

    nginx leaves out a header without a value. What an error says, no other website needs.
    """
    differs = {name: f"${_VARIABLES[name]}" for name in SHARED_HEADERS} if shared else {}
    for name, value in {**SECURITY_HEADERS, **differs, "Cache-Control": cache}.items():
        always = " always" if name in SECURITY_HEADERS or name not in SHARED_HEADERS else ""
        yield f'add_header {name} "{value}"{always};'


_VARIABLES = {name: f"wmebv_{name.rpartition('-')[2].lower()}" for name in SHARED_HEADERS}


def _nginx_values(cache: str, *, shared: bool) -> Iterator[str]:
    yield f'set $wmebv_cache "{cache}";'
    yield from _nginx_shared(shared=shared)


def _nginx_shared(*, shared: bool) -> Iterator[str]:
    for name, value in SHARED_HEADERS.items():
        yield f'set ${_VARIABLES[name]} "{value if shared else SECURITY_HEADERS.get(name, "")}";'


def apache(address: SiteAddress, moved: Moved = MappingProxyType({})) -> str:
    """An ``.htaccess`` for in the folder of the site; the same lines may stand in a ``Directory`` block."""
    return "\n".join(_apache(address.path, moved)) + "\n"


def _apache(path: str, moved: Moved) -> Iterator[str]:
    yield MARK
    yield "# Instellingen voor Apache 2.4. Dit bestand staat in de map van de site."
    yield "# Nodig: mod_headers, en AllowOverride FileInfo Indexes Options=Indexes,MultiViews (of All)."
    yield ""
    yield "Options -Indexes -MultiViews"
    yield "DirectoryIndex index.html"
    yield "# Een map zonder pagina is voor een bezoeker hetzelfde als een adres dat niet bestaat."
    yield f"ErrorDocument 403 {path}{NOT_FOUND}"
    yield f"ErrorDocument 404 {path}{NOT_FOUND}"
    yield "# Bestanden voor andere servers horen niet bij de site."
    yield f'RedirectMatch 404 "{_NOT_FOR_VISITORS}"'
    for old, new in moved.items():
        yield f"# {_MOVED}"
        yield f'RedirectMatch 301 "^{re.escape(path + old)}(?:index\\.html)?$" "{path}{new}"'
    yield ""
    yield "# Apache houdt twee lijsten bij: wat de server zelf al zette, gaat eruit, zodat niets er twee keer staat."
    for name, value in SECURITY_HEADERS.items():
        yield f"Header onsuccess unset {name}"
        yield f'Header always set {name} "{value}"'
    yield "Header onsuccess unset Cache-Control"
    yield f'Header always set Cache-Control "{PAGES_CACHE}"'
    yield (
        f'Header always set Cache-Control "{ASSETS_CACHE}" '
        f"\"expr=%{{REQUEST_URI}} =~ m#^{re.escape(path + ASSETS)}# && %{{REQUEST_STATUS}} in {{'200', '304'}}\""
    )
    yield f"# {_SHARED_BY_ALL}"
    for name, value in SHARED_HEADERS.items():
        if name not in SECURITY_HEADERS:
            yield f"Header onsuccess unset {name}"
            yield f"Header always unset {name}"
        yield (
            f'Header always set {name} "{value}" "expr=%{{REQUEST_URI}} =~ m#^{re.escape(path)}{_SHARED}$# '
            "&& %{REQUEST_STATUS} in {'200', '206', '304'} && %{REQUEST_METHOD} in {'GET', 'HEAD'}\""
        )
    yield "# Apache zet achter de ETag hoe een antwoord is ingepakt, en herkent die daarna zelf niet meer."
    yield "FileETag MTime Size"
    yield f'RequestHeader edit* If-None-Match "-(?:{_PACKED})\\"" "\\""'
    yield f'Header edit ETag "^(?:W/)?(\\".*?)(?:-(?:{_PACKED}))?\\"$" "W/$1\\""'
    yield ""
    yield "AddDefaultCharset utf-8"
    for name, kind in CONTENT_TYPES.items():
        yield f"AddType {kind} .{name}"
    for name, kind in CONTENT_TYPES.items():
        if kind in _TEXT_KINDS:
            yield f"AddCharset utf-8 .{name}"
    yield f"# {_NAMED}"
    for pattern, kind in NAMED_TYPES.items():
        yield f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}{pattern_of(pattern)}$#">'
        yield f"    ForceType {kind}"
        yield "</If>"
    yield ""
    kinds = " ".join(_COMPRESSED)
    yield "<IfModule mod_filter.c>"
    yield "    <IfModule mod_brotli.c>"
    yield f"        AddOutputFilterByType BROTLI_COMPRESS {kinds}"
    yield "    </IfModule>"
    yield "    <IfModule mod_deflate.c>"
    yield f"        AddOutputFilterByType DEFLATE {kinds}"
    yield "    </IfModule>"
    yield "</IfModule>"


def redirects(address: SiteAddress, moved: Moved) -> str:
    """A ``_redirects`` file as the same hosts read it."""
    lines = [MARK, f"# {_MOVED} Dit bestand hoort in de hoofdmap van wat u publiceert."]
    lines += [f"{address.path}{old} {address.path}{new} 301" for old, new in moved.items()]
    return "\n".join(lines) + "\n"


def static_host(address: SiteAddress, moved: Moved = MappingProxyType({})) -> str:
    """A ``_headers`` file as Netlify, Cloudflare Pages and others read it."""
    return "\n".join(_static_host(address.path)) + "\n"


def _static_host(path: str) -> Iterator[str]:
    yield MARK
    yield "# Kopregels voor een statische host. Dit bestand hoort in de hoofdmap van wat u publiceert."
    if path != "/":
        yield f"# Staat de site daar zelf in de hoofdmap? Haal dan '{path[:-1]}' weg uit de paden hieronder."
    # What two paths set, some hosts join with a comma and others let the last one win, so each header stands on paths
    # that do not overlap; the resource policy, which differs for what is shared, therefore on each folder of its own.
    # Pages need no Cache-Control here: these hosts let a browser ask for a page again each time.
    yield f"{path}*"
    for name, value in SECURITY_HEADERS.items():
        if name not in SHARED_HEADERS:
            yield f"  {name}: {value}"
    yield f"{path}{ASSETS}*"
    yield f"  Cache-Control: {ASSETS_CACHE}"
    for closed in _CLOSED:
        yield f"{path}{closed}"
        yield from (
            f"  {name}: {value}" for name, value in SECURITY_HEADERS.items() if name in SHARED_HEADERS
        )
    yield f"# {_SHARED_BY_ALL}"
    for shared in SHARED:
        yield f"{path}{shared}"
        yield from (f"  {name}: {value}" for name, value in SHARED_HEADERS.items())
    yield f"# {_NAMED}"
    for named, kind in {**NAMED_TYPES, **_RARE}.items():
        yield f"{path}{named}"
        yield f"  Content-Type: {kind}"


_MIXED = {f"{shared.partition('/')[0]}/" for shared in SHARED}
_OURS = (f"{folder}/" for folder in sorted(OURS | {DATA.rstrip("/")}))
_CLOSED = (HOME, *(page if page in _MIXED else f"{page}*" for page in _OURS))
"""The pages of ours: whole folders, and of a folder in which something is shared its own page alone."""
_RARE = {f"{DATA}*.{name}": content_type(f".{name}") for name in DATA_KINDS if name not in ("json", "xml")}
"""Kinds of data that not every host knows."""


IN_SITE: dict[str, tuple[str, Callable[[SiteAddress, Moved], str]]] = {
    "apache": (HTACCESS, apache),
    "static": (HEADERS, static_host),
}
"""What may stand in the published site: the file for each kind of server. Settings of nginx never belong there."""


def site_files(
    wanted: Iterable[str], site_url: str | None, moved: Moved = MappingProxyType({})
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of ``IN_SITE`` that are wanted, by their path, or why they can't be made."""
    names = [name for name in IN_SITE if name in set(wanted)]
    if not names:
        return {}, []
    try:
        address = site_address(site_url or "")
    except Refused as refusal:
        message = str(refusal) if site_url else "De instelling 'server_files' kan niet zonder 'site_url'."
        return {}, [
            NO_ADDRESS.at(Place("mkdocs.yml"), message, "Vul bij 'site_url' het adres van de website in.")
        ]
    return {path: text.encode() for path, text in made_for(names, address, moved).items()}, []


def made_for(names: Iterable[str], address: SiteAddress, moved: Moved) -> dict[str, str]:
    """The files of these kinds of server, by their path. What moved has a file of its own for a static host."""
    made = {path: make(address, moved) for path, make in (IN_SITE[name] for name in names)}
    if HEADERS in made and moved:
        made[REDIRECTS] = redirects(address, moved)
    return made


def is_ours(data: bytes) -> bool:
    """Whether a file was made by us, and not put there by an administrator."""
    return data.startswith(MARK.encode())


def _indented(lines: Iterator[str], depth: int) -> Iterator[str]:
    for line in lines:
        yield f"{'    ' * depth}{line}" if line else ""
