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
    an address, and counts from ``repo_url``, where that is given. ``up`` leads from ``docs_dir`` to the project. What is
    below ``apart`` is kept elsewhere: of it no more is known than that it can be changed at ``elsewhere``, if even that.
    """

    repo_url: str | None
    filled: Callable[[str, str], str]
    up: str = ".."
    apart: str | None = None
    elsewhere: str | None = None
    # One file holds a thousand products: its address is worked out once, with what leads to a line of it.
    _addresses: dict[str, tuple[str, str] | None] = field(default_factory=dict, compare=False, repr=False)

    def to(self, place: Place) -> str | None:
        """The address of a place in a file; None where none can be made. Of a text there is no line to lead to."""
        if place.file not in self._addresses:
            address = self._of_file(place.file)
            has_lines = place.file.endswith(".yaml") and address != self.elsewhere
            self._addresses[place.file] = (
                None if address is None else (address, _before_line(address) if has_lines else "")
            )
        known = self._addresses[place.file]
        if known is None:
            return None
        address, before_line = known
        return f"{address}{before_line}{place.line}" if before_line else address

    def _of_file(self, file: str) -> str | None:
        if self.apart and file.startswith(self.apart):
            return self.elsewhere
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


def _before_line(address: str) -> str:
    """What stands between an address and a line, in the way of the forge that it is of; most take ``#L12``. Empty where
    no line can be told.
    """
    parts = urlsplit(address)
    if parts.fragment:
        return ""
    if "/_git/" in parts.path:  # Azure DevOps, also on a server of one's own
        return f"{'&' if parts.query else '?'}line="
    if parts.hostname == "bitbucket.org":
        return "#lines-"
    if "/repos/" in parts.path and "/browse/" in parts.path:  # Bitbucket on a server of one's own
        return "#"
    return "#L"
