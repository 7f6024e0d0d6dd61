"""Writes how the website comes into an object store, as a script: in the right order, and each file as what it is."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.site.server.headers import (
    ASSETS_CACHE,
    CONTENT_TYPES,
    NAMED_TYPES,
    PAGES_CACHE,
    content_type,
)
from wmebv_site.site.server.security_txt import MARK

OBJECT_STORE = "objectopslag.sh"
"""For a store that speaks S3, with s3cmd."""
_KINDS = "soorten"
_PAGES = "html"


def object_store() -> str:
    """A script that takes the folder of the website and the address of the store, such as ``s3://website/``.

    What a page loads is there before the page is, and nothing goes before the last page is there. What s3cmd has sent
    already it does not send again, so what is called by its own name comes before its extension.
    """
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "#!/bin/sh"
    yield MARK
    yield "# Zet de website in een objectopslag, met s3cmd. Gebruik:"
    yield f"#     sh {OBJECT_STORE} /var/www/contact/site s3://website/"
    yield "# Eerst komt wat een pagina laadt, dan de pagina's, en het laatst gaat weg wat er niet meer is."
    yield "set -eu"
    yield 'site="${1:?Geef de map van de website.}"'
    yield 'opslag="${2:?Geef het adres van de opslag, zoals s3://website/.}"'
    yield 'site="${site%/}/"'
    yield 'opslag="${opslag%/}/"'
    yield ""
    yield "sturen() {"
    yield "    s3cmd sync --no-progress --no-preserve --no-mime-magic --follow-symlinks --exclude '*' --include \"$1\" \\"
    yield '        --mime-type "$2" --add-header "Cache-Control: $3" "$site" "$opslag"'
    yield "}"
    yield ""
    yield f"{_KINDS}() {{"
    yield "    cat <<'EINDE'"
    yield from (f"{ending} {content_type(f'x.{ending}')}" for ending in CONTENT_TYPES if ending != _PAGES)
    yield "EINDE"
    yield "}"
    yield ""
    yield from _every("assets/", ASSETS_CACHE)
    for pattern, kind in NAMED_TYPES.items():
        yield f"sturen '{pattern}' '{kind}' '{PAGES_CACHE}'"
    yield from _every("", PAGES_CACHE)
    yield f"sturen '*/*.{_PAGES}' '{content_type(f'x.{_PAGES}')}' '{PAGES_CACHE}'"
    yield f"sturen '*.{_PAGES}' '{content_type(f'x.{_PAGES}')}' '{PAGES_CACHE}'"
    yield "s3cmd sync --no-progress --no-preserve --no-mime-magic --follow-symlinks --delete-removed --delete-after \\"
    yield f'    --add-header "Cache-Control: {PAGES_CACHE}" "$site" "$opslag"'


def _every(folder: str, cache: str) -> Iterator[str]:
    """Each kind of which there is a file: to ask the store takes longer than to look."""
    yield f"{_KINDS} | while read -r einde soort; do"
    yield f'    if [ -n "$(find -L "${{site}}{folder}" -name "*.$einde" | head -n 1)" ]; then'
    yield f'        sturen "{folder}*.$einde" "$soort" \'{cache}\' </dev/null'
    yield "    fi"
    yield "done"
