"""Where an editor finds a place of the project: at GitHub, GitLab, Forgejo, Bitbucket, Azure DevOps, or as a template says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from wmebv_site.diagnostics import Place
from wmebv_site.register.files import CONTENT

# A folder and the way out of it, in an address or quoted in a part of one.
_OUT_AGAIN = re.compile(
    r"(?:^|(?<=[/?#=&])|(?<=%2F))(?:[^%/?#=&]|%(?!2F))+(?:/|%2F)\.\.(?:/|%2F)", re.IGNORECASE
)
_WITHIN_ADDRESS = "%/:?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class EditLinks:
    """What ``mkdocs.yml`` says of where the files are kept.

    ``filled`` is the address of a file by its path from ``docs_dir``, with and without its ending; it may be a part of
    an address, and counts from ``repo_url``, where that is given. ``up`` leads from ``docs_dir`` to the project.
    """

    repo_url: str | None
    filled: Callable[[str, str], str]
    up: str = ".."
    # One file holds a thousand products.
    _addresses: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    def to(self, place: Place) -> str | None:
        """The address of a place in a file; None where none can be made. Of a text there is no line to lead to."""
        if place.file not in self._addresses:
            self._addresses[place.file] = self._of_file(place.file)
        address = self._addresses[place.file]
        if address is None or not place.file.endswith(".yaml"):
            return address
        return _at_line(address, place.line)

    def _of_file(self, file: str) -> str | None:
        inside = file.startswith(CONTENT)
        path = file.removeprefix(CONTENT) if inside else f"{self.up}/{file}"
        return self._whole(_without_detours(self.filled(path, path.rpartition(".")[0])))

    def _whole(self, part: str) -> str | None:
        base = self.repo_url or ""
        # A query goes behind the address of the repository, anything else below it.
        if base and not part.startswith(("?", "#")):
            base = f"{base.rstrip('/')}/"
        address = quote(urljoin(base, part), safe=_WITHIN_ADDRESS)
        sound = urlsplit(address).scheme in ("https", "http") and ".." not in re.split("/|%2F|=", address)
        return address if sound else None


def _without_detours(address: str) -> str:
    """The same without ``content/../``: in a query a browser would leave it, and a forge finds nothing there."""
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/") if separator else ("", "", address)
    while (shorter := _OUT_AGAIN.sub("", path, count=1)) != path:
        path = shorter
    return f"{scheme}{separator}{host}{slash}{path}" if separator else path


def _at_line(address: str, line: int) -> str:
    """The address with the line, in the way of the forge that it is of; most take ``#L12``."""
    parts = urlsplit(address)
    if parts.fragment:
        return address
    if "/_git/" in parts.path:  # Azure DevOps, also on a server of one's own
        return f"{address}{'&' if parts.query else '?'}line={line}"
    if parts.hostname == "bitbucket.org":
        return f"{address}#lines-{line}"
    if "/repos/" in parts.path and "/browse/" in parts.path:  # Bitbucket on a server of one's own
        return f"{address}#{line}"
    return f"{address}#L{line}"
