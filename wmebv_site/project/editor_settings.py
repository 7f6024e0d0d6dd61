"""What stands behind 'editor' in ``mkdocs.yml``: where the registers are kept, and how one signs in there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Code, Diagnostic, Place, did_you_mean
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.values import quoted
from wmebv_site.register.yaml import Value, YamlMapping

SETTING = "editor"
FORGES: Mapping[str, str] = {"github": "github", "gitlab": "gitlab", "gitea": "gitea", "forgejo": "gitea"}
"""The programs on which the files are kept, each with the way in which the editor speaks to it."""
_PUBLIC = {"github": "https://github.com", "gitlab": "https://gitlab.com"}
"""Where a forge is when nobody says so; of the others everybody has one of his own."""
_OF_GITHUB = "https://api.github.com"

EDITOR_SETTING = Code(
    "WMEBV605",
    "Een instelling van het bewerken in de browser kan zo niet",
    "Met 'editor' zegt u waar uw registers staan, zodat redacteuren ze in de browser kunnen wijzigen. Daar horen 'forge' en "
    "'repository' bij, en meestal 'address', 'branch' en 'client_id'. Zie docs/how-to/bewerken-inrichten.md.",
)
NO_GITHUB_SIGN_IN = Code(
    "WMEBV606",
    "Bij GitHub werkt 'client_id' niet",
    "GitHub laat niemand aanmelden zonder een eigen server ertussen. Redacteuren gebruiken daar een eigen sleutel (een "
    "'fine-grained token'), die zij zelf maken. Bij Forgejo, Gitea en GitLab is er wel een knop om aan te melden.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorSettings:
    """A forge with a repository. ``address`` has no slash at its end."""

    forge: str
    address: str
    repository: str
    branch: str = "main"
    client_id: str | None = None

    @property
    def backend(self) -> dict[str, object]:
        """The same as the editor is told it."""
        kind = FORGES[self.forge]
        told: dict[str, object] = {"name": kind, "repo": self.repository, "branch": self.branch}
        if kind == "github":
            own = {} if self.address == _PUBLIC[kind] else {"base_url": self.address, "api_root": self.api}
            return told | own | {"auth_methods": ["token"]}
        told |= {"base_url": self.address, "api_root": self.api}
        signing_in = {"auth_type": "pkce"} if kind == "gitlab" else {}
        return told | (
            {"app_id": self.client_id} | signing_in if self.client_id else {"auth_methods": ["token"]}
        )

    @property
    def api(self) -> str:
        """Where the editor asks for files and saves them."""
        paths = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}
        return _OF_GITHUB if self.address == _PUBLIC["github"] else self.address + paths[FORGES[self.forge]]

    @property
    def origin(self) -> str:
        """The one place besides its own that the editor may reach."""
        parts = urlsplit(self.api)
        return f"{parts.scheme}://{parts.netloc}"


def editor_settings(value: object) -> EditorSettings | None:
    """The settings; None where there are none, or none that can be used."""
    if not isinstance(value, YamlMapping) or any(editor_mistakes(value, Place(value.file))):
        return None
    texts = {key: text for key, text in value.items() if isinstance(text, str)}
    address = texts.get("address", _PUBLIC.get(texts["forge"], "")).rstrip("/")
    return EditorSettings(
        forge=texts["forge"],
        address=address,
        repository=texts["repository"],
        branch=texts.get("branch", "main"),
        client_id=texts.get("client_id"),
    )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    return (
        plain
        and bool(parts.hostname)
        and (parts.scheme == "https" or local)
        and not set(text) & set(" ;,'\"")
    )


_REPOSITORY = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
_BRANCH = re.compile(r"(?!/)(?!.*(?:\.\.|//|@\{|\.lock$))[^\s~^:?*\[\\\x00-\x1f\x7f]+(?<![/.])")
_CLIENT = re.compile(r"[\w.-]{8,200}", re.ASCII)

_KEYS: Mapping[str, tuple[Callable[[str], object], str, str]] = {
    "forge": (FORGES.__contains__, f"hoort {enumerate_words(tuple(FORGES), 'of')}", "forgejo"),
    "address": (
        _is_address,
        "hoort het adres van de forge, dat met https begint",
        "https://git.voorbeeld.example",
    ),
    "repository": (
        _REPOSITORY.fullmatch,
        "hoort de eigenaar en de naam, met een schuine streep ertussen",
        "gemeente/contact",
    ),
    "branch": (_BRANCH.fullmatch, "hoort de naam van een branch", "main"),
    "client_id": (
        _CLIENT.fullmatch,
        "hoort het nummer dat de forge aan de toepassing gaf",
        "0f3c2a9e-5b1d-4c55-9d3e",
    ),
}
"""Each key with what it asks of a text, how that is said, and an example."""


def editor_mistakes(value: Value, place: Place) -> Iterator[Diagnostic]:
    """What is wrong behind 'editor'."""
    if not isinstance(value, YamlMapping):
        hint = (
            "Schrijf eronder 'forge:' en 'repository:', elk op een regel die vier spaties verder inspringt."
        )
        yield EDITOR_SETTING.at(place, f"Achter '{SETTING}' horen instellingen met een naam.", hint)
        return
    for key in value.key_spans:
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) or f"Kies uit: {', '.join(_KEYS)}."
            yield EDITOR_SETTING.at(
                value.place_of_key(key), f"Onder '{SETTING}' bestaat {quoted(key)} niet.", hint
            )
            continue
        fits, wanted, example = _KEYS[key]
        text = value.get(key)
        if not isinstance(text, str) or not fits(text):
            where = value.place_of(key) if key in value else value.place_of_key(key)
            near = did_you_mean(text, FORGES) if key == "forge" and isinstance(text, str) else None
            hint = near or f"Schrijf bijvoorbeeld '{key}: {example}'."
            yield EDITOR_SETTING.at(where, f"Achter '{key}' {wanted}.", hint)
    for key in ("forge", "repository"):
        if key not in value.key_spans:
            hint = f"Schrijf bijvoorbeeld '{key}: {_KEYS[key][2]}'."
            yield EDITOR_SETTING.at(place, f"Onder '{SETTING}' ontbreekt '{key}'.", hint)
    forge = value.get("forge")
    if forge in FORGES and forge not in _PUBLIC and "address" not in value.key_spans:
        hint = f"Schrijf bijvoorbeeld 'address: {_KEYS['address'][2]}'."
        yield EDITOR_SETTING.at(place, f"Bij '{forge}' hoort het adres van uw eigen forge ('address').", hint)
    if forge == "github" and "client_id" in value.key_spans:
        hint = "Verwijder deze regel. Redacteuren melden zich bij GitHub aan met een eigen sleutel."
        yield NO_GITHUB_SIGN_IN.at(
            value.place_of_key("client_id"), "Bij GitHub doet 'client_id' niets.", hint
        )
