"""The texts, pictures and lists of ``content/``: what is alike once, what differs as a person chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wmebv_site.diagnostics import Place
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.fleet.merging.clashes import BOTH, Said
from wmebv_site.fleet.merging.joined import Entry, Joining, alike, apart, by_id
from wmebv_site.fleet.merging.parties import POLICY, Data, Party, mapping_in, mappings, with_front_matter
from wmebv_site.project.settings import site_settings_of
from wmebv_site.register.content import LinkExceptions, Policy, Wordlist
from wmebv_site.register.entry import Entry as Model
from wmebv_site.register.files import (
    CONTENT,
    DECISION_TEXTS,
    HELP_TEXT,
    HOME_TEXT,
    LINKS_FILE,
    POLICY_TEXTS,
    ROADMAP_FILE,
    SUPPORT_TEXTS,
    WORDLIST_FILE,
    id_of,
    is_note,
    is_thing,
    on_disk,
)
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.outages import Outage
from wmebv_site.register.overlay import shared_texts
from wmebv_site.register.schema import model_in
from wmebv_site.register.support import Barrier, HelpIndex
from wmebv_site.register.upl import FILE as UPL_FILE
from wmebv_site.register.yaml import YamlMapping

_LISTS: Mapping[str, tuple[type[Model], tuple[str, ...]]] = {
    WORDLIST_FILE: (Wordlist, ("words", "keep")),
    LINKS_FILE: (LinkExceptions, ("exceptions",)),
}
"""Files of which two can be put together, one list behind the other."""
_ONE_ALONE = (HOME_TEXT, ROADMAP_FILE, UPL_FILE)
_KINDS = {SUPPORT_TEXTS: "hulp", POLICY_TEXTS: POLICY}


def _own_files(party: Party) -> dict[str, bytes]:
    """All that stands in its ``content/`` but decisions, with what it shares in the same folders."""
    found = {
        path: data
        for path, data in party.files.files.items()
        if path.startswith(CONTENT) and not path.startswith(DECISION_TEXTS)
    }
    if UPL_FILE in party.files.files:
        found[UPL_FILE] = party.files.files[UPL_FILE]
    texts = site_settings_of(party.folder).content
    for path in party.files.others:
        file = party.folder / on_disk(path, texts)
        if not path.rpartition("/")[2].startswith("."):
            found[path] = file.read_bytes()
    return {path: data for path, data in found.items() if not is_note(path)}


def _with_shared(party: Party, files: dict[str, bytes]) -> dict[str, bytes]:
    """The same with the texts of a shared base that the new municipality won't share any more."""
    base, all_files = party.base, party.files.files
    made = dict(files)
    for path in shared_texts(base, files, SUPPORT_TEXTS):
        made[path.removeprefix(base.folder)] = all_files[path]
    for path in (HELP_TEXT, WORDLIST_FILE):
        if path not in made and base.folder + path in all_files:
            made[path] = all_files[base.folder + path]
    for path in base.texts:
        own = read_document(path, made[path])[0] if path in made and path.endswith(".md") else None
        model = model_in(path)
        if own is not None and model is not None and path in files:
            made[path] = with_front_matter(path, made[path], plain(base.below(model, path, own.meta)), model)
    return made


def files_of(party: Party) -> dict[str, bytes]:
    """Its texts as they count in the new project, whether a base is shared there or not."""
    return _with_shared(party, _own_files(party)) if party.leaves_base else _own_files(party)


def name_texts(joining: Joining) -> None:
    """Give another id to the forms of help and policies that stay beside their namesake."""
    found: dict[str, list[tuple[Party, bytes]]] = {}
    for party in joining.parties:
        party.texts = files_of(party)
        for path, data in party.texts.items():
            if is_thing(path):
                found.setdefault(path, []).append((party, data))
    for path, held in found.items():
        kind = _KINDS.get(f"{path.rpartition('/')[0]}/")
        if kind is None or alike([data for _, data in held]) or joining.choices.find(path) != BOTH:
            continue
        for party, data in held[1:]:
            if data != held[0][1]:
                party.names.setdefault(kind, {})[id_of(path)] = apart(id_of(path), party.label)


def merge_texts(joining: Joining) -> dict[str, bytes]:
    """Every file of the new ``content/``, but for decisions, and the list of product names that was pinned."""
    found: dict[str, list[tuple[Party, bytes]]] = {}
    for party in joining.parties:
        for path, data in party.texts.items():
            found.setdefault(path, []).append((party, _in_new_names(party, path, data)))
    made: dict[str, bytes] = {}
    for path, held in sorted(found.items()):
        if path == HELP_TEXT:
            made[path] = _help(joining, held)
        elif alike([_lines(data) for _, data in held]):
            made[path] = held[0][1]
            if len(held) == 1:
                joining.only.setdefault(held[0][0].label, []).append(path)
        else:
            made |= _of_several(joining, path, held)
    return made


def _in_new_names(party: Party, path: str, data: bytes) -> bytes:
    model = model_in(path) if path.endswith(".md") else None
    of_old = model is Outage  # a term that was made longer, was so by those who could
    if model is Policy:
        document = read_document(path, data)[0]
        of_old = document is not None and "adopted" in document.meta
    return party.text(model, path, data, of_old=of_old)


def _lines(data: bytes) -> bytes:
    """The same for texts of which only the ends of the lines differ."""
    return data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf").rstrip(b"\n")


def _of_several(joining: Joining, path: str, held: Sequence[tuple[Party, bytes]]) -> dict[str, bytes]:
    """A file that is not the same with all."""
    options = [party.label for party, _ in held]
    both = path not in _ONE_ALONE
    answer = joining.chosen(options, path, both=both)
    if answer is None:
        said = [Said(party.label, party.place(Place(path)), _size(path, data)) for party, data in held]
        joining.clash(path, f"Het bestand '{path}'", said, both=both)
    if answer != BOTH:
        return {path: next((data for party, data in held if party.label == answer), held[0][1])}
    if path in _LISTS:
        return {path: _together(path, [data for _, data in held])}
    made: dict[str, bytes] = {}
    for party, data in held:
        if any(_lines(data) == _lines(each) for each in made.values()):
            continue
        name = path if not made else _beside(path, party.label)
        made[name] = data
        if name != path:
            party.moved[path.removeprefix(CONTENT)] = name.removeprefix(CONTENT)
    return made


def _beside(path: str, label: str) -> str:
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.partition(".")
    named = apart(stem, label) if is_thing(path) else f"{stem}-{label}"
    return f"{folder}/{named}{dot}{ending}" if folder else f"{named}{dot}{ending}"


def _size(path: str, data: bytes) -> str:
    if not path.endswith((".md", ".yaml")):
        return f"{len(data)} bytes"
    document = read_document(path, data)[0] if path.endswith(".md") else None
    title = document.meta.get("title") if document else None
    number = data.count(b"\n") + 1
    return f"'{title}', {number} regels" if isinstance(title, str) else f"{number} regels"


def _together(path: str, texts: Sequence[bytes]) -> bytes:
    """Lists behind each other, what is in both once."""
    model, keys = _LISTS[path]
    trees = [plain(mapping_in(path, data)) for data in texts]
    wanted: Data = {}
    for key in keys:
        items: list[Any] = []
        for tree in trees:
            items += [each for each in tree.get(key, []) if each not in items]
        if items:
            wanted[key] = items
    return rewrite(path, texts[0], wanted, model)


def _help(joining: Joining, held: Sequence[tuple[Party, bytes]]) -> bytes:
    """What is hard for people, and what stands above and below it: each barrier for itself."""
    entries, barriers, bodies = [], list[Entry](), list[str]()
    for party, data in held:
        document = read_document(HELP_TEXT, data)[0]
        assert document is not None, "it was read before"
        said = plain(document.meta)
        barriers += _barriers(party, document.meta)
        bodies.append(document.body.strip())
        entries.append(Entry(party, document.meta, {**said, "tekst": document.body.strip()}))
    kept = joining.one(HELP_TEXT, "De tekst over hulp", entries, without=frozenset({"barriers"}))
    listed = joining.things("barriers", "De belemmering", barriers, by_id, both=False)
    body = kept.pop("tekst", "")
    order = [key for each in entries for key in each.said]
    said = {
        key: listed if key == "barriers" else kept.get(key) for key in dict.fromkeys(order) if key != "tekst"
    }
    said = {key: value for key, value in said.items() if value is not None}
    at = bodies.index(body) if body in bodies else 0
    carrier = held[at][1]
    if not entries[at].written.key_spans:
        return carrier
    return with_front_matter(HELP_TEXT, carrier, said, HelpIndex)


def _barriers(party: Party, meta: YamlMapping) -> Iterator[Entry]:
    for each in mappings(meta, "barriers"):
        yield Entry(party, each, party.said(Barrier, each, of_old=True))
