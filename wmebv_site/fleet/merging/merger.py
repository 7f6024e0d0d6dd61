"""Joins the registers of municipalities that merge: the project of the new one, or every clash that is left."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wmebv_site.decisions.drafting import Order, draft
from wmebv_site.diagnostics import Diagnostic, Level, Place, Refused
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.exchange.own_part import NOT_TAKEN_AWAY, OwnPart
from wmebv_site.exchange.splitting import Moved, join
from wmebv_site.fleet.merging.clashes import NEITHER, Choices, Clash, Said
from wmebv_site.fleet.merging.contents import merge_texts, name_texts
from wmebv_site.fleet.merging.decisions import decision_files, name_bodies, name_decisions, old_bodies
from wmebv_site.fleet.merging.designations import designations
from wmebv_site.fleet.merging.joined import (
    Entry,
    Joining,
    alike,
    by_key,
    by_name,
    shown,
)
from wmebv_site.fleet.merging.parties import Data, Party, defines, mapping_in, mappings
from wmebv_site.project.load import ProjectFiles
from wmebv_site.register.channels import (
    Authority,
    Channel,
    ChannelsFile,
    DefaultSource,
    Domain,
    Executor,
    Municipality,
    Terms,
)
from wmebv_site.register.decode import decode
from wmebv_site.register.entry import Entry as Model
from wmebv_site.register.files import (
    CHANNELS_FILE,
    CONTENT,
    DECISION_TEXTS,
    LINKS_FILE,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    ROADMAP_FILE,
    WORDLIST_FILE,
    is_annex,
)
from wmebv_site.register.overlay import ONE_AFTER_OTHER
from wmebv_site.register.products import Message, Product, ProductsFile
from wmebv_site.register.register import Register
from wmebv_site.register.terms import AuthorityKind
from wmebv_site.register.upl import FILE as UPL_FILE
from wmebv_site.register.yaml import YamlList, YamlMapping
from wmebv_site.rules.checking import check_project

_LISTS: dict[str, tuple[type[Model], str]] = {
    "authorities": (Authority, "Het bestuursorgaan"),
    "executors": (Executor, "De uitvoerder"),
    "domains": (Domain, "Het domein"),
    "channels": (Channel, "Het kanaal"),
}
_JOINED_AT_ONCE = ("fictitious", "paper_default", "featured")
"""What all may say of their municipality, and then holds for the new one too."""


@dataclass
class Merged:
    """What comes of it: the files of the new project, or what still has to be chosen; and what a person has to know."""

    parties: Sequence[Party]
    clashes: list[Clash] = field(default_factory=list)
    wrong: list[Diagnostic] = field(default_factory=list)
    """What is wrong with the choices, or would be with the new registers."""
    remarks: list[Diagnostic] = field(default_factory=list)
    same: Data = field(default_factory=dict)
    """What all say of their municipality."""
    files: dict[str, bytes] = field(default_factory=dict)
    only: Mapping[str, list[str]] = field(default_factory=dict)
    register: Register | None = None
    errors: list[Diagnostic] = field(default_factory=list)
    """What a check of the new project finds, of the weight of a mistake."""
    decision: str | None = None
    """The draft in which the new municipality designates."""

    @property
    def is_whole(self) -> bool:
        return not self.clashes and not self.wrong


def merged(parties: Sequence[Party], choices: Choices, day: date, target: Path) -> Merged:
    """Join municipalities that merge on a day into a project that will stand in ``target``. Nothing is written."""
    return _Merging(parties, choices, day, target).done()


class _Merging:
    def __init__(self, parties: Sequence[Party], choices: Choices, day: date, target: Path) -> None:
        self.parties, self.choices, self.day, self.target = parties, choices, day, target
        self.joining = Joining(parties, choices)
        self.outcome = Merged(parties)
        self.decision = name_decisions(parties, day)
        self.default_source: Data = {}

    def done(self) -> Merged:
        outcome, joining = self.outcome, self.joining
        name_bodies(joining)
        self._spell_out_default_source()
        base = self._base()
        for party in self.parties:
            party.leaves_base = party.base_folder is not None and party.base_folder != base
        self._name_things()
        self._name_products()
        channels = self._channels()
        products = self._products()
        lists = self._lists_of_products(products)
        texts = merge_texts(joining)
        decisions = list(decision_files(joining, self.day))
        outcome.same = self._same()
        outcome.clashes = list(joining.clashes.values())
        outcome.wrong = [*self.choices.mistakes, *self.choices.unknown_products(products)]
        outcome.remarks = list(self.choices.idle(joining.clashes))
        outcome.only = joining.only
        if outcome.clashes or outcome.wrong or self.choices.new is None:
            return outcome
        channels["municipality"] = self._municipality(self.choices.new._source.get("municipality"))
        kept = [*decisions, *((path, data) for path, data in texts.items())]
        for party in self.parties:
            channels["authorities"] += list(old_bodies(party, kept))
        files = dict(kept)
        bodies = [
            each["id"] for each in channels["authorities"] if each["kind"] != AuthorityKind.EXTERNAL.value
        ]
        files |= self._registers(channels, products, lists, base)
        if not outcome.wrong:
            self._judge(files, base, bodies)
        return outcome

    # Names first: what keeps standing beside its namesake is called otherwise in all that is compared after that.

    def _spell_out_default_source(self) -> None:
        """A source for all channels without one is a short way of writing: it stays only where all have the same."""
        found = {
            party.label: party.said(DefaultSource, value) if isinstance(value, YamlMapping) else {}
            for party in self.parties
            for value in [party.channels.get("default_source")]
        }
        if not alike(list(found.values())):
            for party in self.parties:
                party.stands_for = found[party.label]
        elif said := found[self.parties[0].label]:
            self.default_source = said

    def _name_things(self) -> None:
        kinds = {key: defines(model) for key, (model, _) in _LISTS.items()}
        for key in ("domains", "executors", "channels", "authorities"):
            found = {key: by_name(self._entries(key), lambda data: str(data["id"]))}
            self.joining.told_apart(key, str(kinds[key]), found)
        products = by_name(self._product_entries(), lambda data: str(data["id"]))
        self.joining.told_apart("products", "product", {"products": products})
        name_texts(self.joining)

    def _name_products(self) -> None:
        """Products with one and the same name of the national list become one, where a person says so."""
        listed: dict[str, dict[str, list[str]]] = {}
        for party in self.parties:
            for name, product in party.products.items():
                if isinstance(upl := product.get("upl"), str):
                    listed.setdefault(upl, {}).setdefault(party.label, []).append(name)
        by_label = {party.label: party for party in self.parties}
        for upl, names in listed.items():
            ids = list(dict.fromkeys(name for each in names.values() for name in each))
            if len(ids) < 2 or len(names) < 2 or any(len(each) > 1 for each in names.values()):
                continue
            key = f"upl/{upl.rpartition('/')[2]}"
            answer = self.joining.chosen(list(names), key, both=True)
            if answer is None:
                said = []
                for label, (name,) in names.items():
                    party = by_label[label]
                    said.append(Said(label, party.place(party.products[name].place_of("id")), name))
                what = f"De id van het product met de UPL-naam '{upl.rpartition('/')[2]}'"
                self.joining.clash(key, what, said, both=True)
            elif answer in names:
                (kept,) = names[answer]
                for label, (name,) in names.items():
                    party = by_label[label]
                    if name != kept and kept not in party.products:
                        party.names.setdefault("product", {})[name] = kept
                        party.renamed_products[name] = kept

    def _entries(self, key: str) -> Iterator[Entry]:
        model = _LISTS[key][0]
        for party in self.parties:
            for each in mappings(party.channels, key):
                yield Entry(party, each, party.said(model, each))

    def _product_entries(self) -> Iterator[Entry]:
        for party in self.parties:
            for name, each in party.products.items():
                yield Entry(party, each, _living(party, party.said(Product, each), name))

    # The registers.

    def _base(self) -> Path | None:
        """The base that the new municipality shares."""
        folders = {party.label: party.base_folder for party in self.parties}
        if alike(list(folders.values())):
            return next(iter(folders.values()))
        options = [label for label, folder in folders.items() if folder is not None]
        answer = self.joining.chosen([*options, NEITHER], "base")
        if answer is None:
            said = []
            for party in self.parties:
                at = party.read[CHANNELS_FILE]
                place = party.place(at.place_of("base")) if party.base.folder else party.place(at.place)
                said.append(Said(party.label, place, party.base.folder.rstrip("/") or "(geen basis)"))
            self.joining.clash("base", "De gedeelde basis", said, none=True)
        return folders.get(str(answer))

    def _channels(self) -> Data:
        """``channels.yaml`` of the new municipality, but for the municipality itself."""
        joining, made = self.joining, Data()
        for key, (_, what) in _LISTS.items():
            made[key] = joining.things(key, what, self._entries(key), both=True)
        standard = [
            Entry(party, each, _without_dead(party, party.said(Message, each), each))
            for party in self.parties
            for each in mappings(party.channels, "standard_messages")
        ]
        made["standard_messages"] = [
            message
            for key, found in by_name(standard, by_key).items()
            if (
                message := self._message(
                    "standard_messages", "Het vaste bericht", key, found, self.parties, ()
                )
            )
        ]
        terms = [
            Entry(
                party,
                value if isinstance(value, YamlMapping) else _nothing(party),
                party.said(Terms, value or {}),
            )
            for party in self.parties
            for value in [party.channels.get("terms")]
        ]
        made["terms"] = joining.one("terms", "Een vaste termijn", terms)
        made["default_source"] = self.default_source
        hosts = [host for party in self.parties for host in _texts(party.channels, "trusted_hosts")]
        made["trusted_hosts"] = list(dict.fromkeys(hosts))
        made["designations"] = designations(joining, self.decision)
        return made

    def _message(
        self,
        prefix: str,
        what: str,
        key: str,
        found: Sequence[Entry],
        asked: Sequence[Party],
        above: tuple[str, ...],
        clash: tuple[str, str] | None = None,
    ) -> Data | None:
        """A message that all of them have, or only some; then a person says whether it stays."""
        name = f"{prefix}/{key}"
        there = [each.party.label for each in found]
        without = [party for party in asked if party.label not in there]
        if without:
            answer = self.joining.chosen([party.label for party in asked], name, *above)
            if answer is None:
                said = [
                    Said(e.party.label, e.party.place(e.written.place), "heeft dit bericht") for e in found
                ]
                said += [
                    Said(p.label, p.place(_owner_place(p, prefix)), "heeft dit bericht niet") for p in without
                ]
                told, sentence = clash or (name, f"{what} '{key}'")
                self.joining.clash(told, sentence, said, finer=name)
            elif answer not in there:
                return None
        return self.joining.one(name, f"{what} '{key}'", found, above=above, clash=clash)

    def _products(self) -> dict[str, tuple[Data, Party]]:
        """Every product that one of them offers, with whose words it mostly has."""
        joining, made = self.joining, dict[str, tuple[Data, Party]]()
        things = by_name(self._product_entries(), lambda data: str(data["id"]))
        for name, found in things.items():
            if not self._is_offered(name, found):
                continue
            key, what = f"products/{name}", f"Het product '{name}'"
            joining.note_only(key, found)
            product = joining.one(key, what, found, both=True, without=frozenset({"messages", "formerly"}))
            messages: dict[str, list[Entry]] = {}
            for entry in found:
                for written, said in zip(
                    mappings(entry.written, "messages"), entry.said["messages"], strict=True
                ):
                    messages.setdefault(by_key(said), []).append(Entry(entry.party, written, said))
            asked = [each.party for each in found]
            joined = [
                self._message(key, what, message, each, asked, (key,), (key, what))
                for message, each in messages.items()
            ]
            product["messages"] = [each for each in joined if each]
            former = [each for entry in found for each in entry.said.get("formerly", ())]
            former += [old for party in asked for old, new in party.renamed_products.items() if new == name]
            if former := [each for each in dict.fromkeys(former) if each not in things]:
                product["formerly"] = former
            answer = self.choices.find(key)
            carrier = next((each.party for each in found if each.party.label == answer), found[0].party)
            made[name] = (_in_order(product, Product), carrier)
        return made

    def _is_offered(self, name: str, found: Sequence[Entry]) -> bool:
        """Whether the new municipality offers what one of them says is not offered by it."""
        denied = [party for party in self.parties if found[0].names.intersection(party.register.not_ours)]
        if not denied or all(each.is_shared for each in found):
            return True
        offering = [each.party.label for each in found]
        answer = self.joining.chosen([*offering, *(party.label for party in denied)], f"not_ours/{name}")
        if answer is None:
            said = [Said(e.party.label, e.party.place(e.written.place), "biedt dit product") for e in found]
            said += [
                Said(p.label, p.place(p.read[PRODUCTS_FILE].place_of("not_ours")), "biedt dit product niet")
                for p in denied
            ]
            self.joining.clash(f"not_ours/{name}", f"Of u het product '{name}' biedt", said)
        return answer in offering

    def _lists_of_products(self, products: Mapping[str, tuple[Data, Party]]) -> Data:
        """What stands in ``products.yaml`` beside the products."""
        left, proposals = list[str](), list[Data]()
        offered = {*products, *(str(product.get("upl")) for product, _ in products.values())}
        for party in self.parties:
            tree = party.read.get(PRODUCTS_FILE)
            left += [each for each in _texts(tree, "not_ours") if each not in offered] if tree else []
            said = party.said(ProductsFile, tree).get("proposals", []) if tree else []
            proposals += [each for each in said if each not in proposals]
        made: Data = {"not_ours": list(dict.fromkeys(left)), "proposals": proposals}
        return {key: value for key, value in made.items() if value}

    def _same(self) -> Data:
        found = [party.said(Municipality, party.channels["municipality"]) for party in self.parties]
        return {
            key: found[0][key]
            for key in _JOINED_AT_ONCE
            if all(key in each for each in found) and alike([each[key] for each in found])
        }

    def _municipality(self, given: Any) -> Data:
        """The new municipality: what a person filled in, and what all of the old ones have."""
        said = self.outcome.same | {"since": self.day.isoformat()} | plain(given)
        for party in self.parties:
            old = party.said(Municipality, party.channels["municipality"])
            for key in _JOINED_AT_ONCE:
                if key in old and key not in said:
                    party.left.append(
                        f"'{key}' bij de gemeente ({shown(old[key])}), want dat is niet overal hetzelfde."
                    )
        return _in_order(said, Municipality)

    # The files.

    def _registers(
        self, channels: Data, products: Mapping[str, tuple[Data, Party]], lists: Data, base: Path | None
    ) -> dict[str, bytes]:
        """The files of the registers, with the remarks of whoever's they were; what a shared base says is not said again."""
        below, folder = self._files_of_base(base)
        own = OwnPart(
            {CHANNELS_FILE: mapping_in(CHANNELS_FILE, f"base: {folder}\n".encode())} if folder else {}, below
        )
        files: dict[str, bytes] = {}
        said = {"base": folder.rstrip("/"), **channels} if folder else channels
        for key in ONE_AFTER_OTHER:
            shared = own.channels.get(key, [])
            said[key] = [each for each in said[key] if each not in shared] + shared
        said = {key: value for key, value in said.items() if value}
        first = self.parties[0].files.files[CHANNELS_FILE]
        said = _in_order(said, ChannelsFile)
        files[CHANNELS_FILE] = self._carried(
            CHANNELS_FILE, first, self._own(own, CHANNELS_FILE, said), ChannelsFile
        )
        for name, (product, carrier) in products.items():
            path = f"{PRODUCTS_FOLDER}{name}.yaml"
            tree = self._own(own, path, product)
            if tree:
                files[path] = self._carried(path, carrier.bytes_of(name), tree, Product)
        above = self.parties[0].alone.get(PRODUCTS_FILE, b"")
        if lists or above:
            files[PRODUCTS_FILE] = rewrite(PRODUCTS_FILE, above, lists, ProductsFile)
        return files

    def _own(self, own: OwnPart, path: str, said: Data) -> Data:
        tree, lost = own.own(path, said)
        for each in lost:
            thing: Any = said
            name = path
            for step in each.steps:
                thing = thing[step] if isinstance(step, int) else thing.get(step, {})
                name = thing.get("id", name) if isinstance(thing, dict) else name
            message = f"Bij '{said.get('id', name)}' is '{each.steps[-1]}' uit de basis in {own.base.folder} weg, en dat kan niet."
            hint = "Kies daar de gemeente die de basis volgt, of kies bij 'base' een andere basis."
            self.outcome.wrong.append(NOT_TAKEN_AWAY.at(Place(path), message, hint))
        return tree

    def _carried(self, path: str, data: bytes, tree: Data, model: type[Model]) -> bytes:
        """The bytes of whoever said it, changed where something else is said now."""
        try:
            return rewrite(path, data, tree, model)
        except Refused:
            return rewrite(path, b"", tree, model)

    def _files_of_base(self, base: Path | None) -> tuple[dict[str, bytes], str]:
        """The files of the shared base as they are seen from the new project."""
        party = next((each for each in self.parties if base is not None and each.base_folder == base), None)
        if party is None or base is None:
            return {}, ""
        folder = Path(os.path.relpath(base, self.target.resolve())).as_posix() + "/"
        old = party.base.folder
        return {
            folder + path.removeprefix(old): data
            for path, data in party.files.files.items()
            if path.startswith(old)
        }, folder

    def _judge(self, files: dict[str, bytes], base: Path | None, own: Sequence[str]) -> None:
        """Draft the decision that the rules name, and see whether all of it is whole."""
        outcome = self.outcome
        shared = self._files_of_base(base)[0]
        path = f"{DECISION_TEXTS}{self.decision}.md"
        read = {name: data for name, data in files.items() if _is_read(name)}
        others = [name for name in files if name not in read and name.startswith(CONTENT)]
        if f"besluit:{self.decision}".encode() in b"\n".join(read.values()):
            stub = f"---\ntitle: Concept\nkind: aanwijzing\nauthorities: [{', '.join(own)}]\n---\n"
            read[path] = stub.encode()
        register, found = decode(shared | read, others)
        if register is None:
            outcome.wrong += [each for each in found if each.level is Level.ERROR]
            return
        if path in read:
            read[path] = draft(register, Order(id=self.decision), self.day).text.encode()
            outcome.decision = self.decision
        project = ProjectFiles(files=shared | read, others=others)
        if any(party.keeps_a_list for party in self.parties):
            try:
                moved = join(project)
            except Refused:  # something in one of them can stand in no list
                moved = Moved()
            for each in moved.removals:
                del read[each.path]
            read |= {each.path: each.after for each in moved.changes}
            project = ProjectFiles(files=shared | read, others=others)
        checked = check_project(project, self.day)
        outcome.register = checked.register
        outcome.errors = [each for each in checked.diagnostics if each.level is Level.ERROR]
        outcome.files = {
            name: data for name, data in files.items() if name not in read and not _is_read(name)
        } | read


_INTERNAL = (ROADMAP_FILE, WORDLIST_FILE, LINKS_FILE, UPL_FILE)


def _is_read(path: str) -> bool:
    """Whether a file of the new project is one of which a register is made."""
    if path.startswith(CONTENT):
        return path.endswith(".md") or is_annex(path) or path in _INTERNAL
    return path in (CHANNELS_FILE, PRODUCTS_FILE, UPL_FILE) or path.startswith(PRODUCTS_FOLDER)


def _living(party: Party, said: Data, name: str) -> Data:
    """A product without what was withdrawn, or rests on a decision that had ended: no new source may bring it back."""
    written = party.products[name]
    made = _without_dead(party, said, written)
    if isinstance(made.get("messages"), list):
        made["messages"] = [
            _without_dead(party, message, one)
            for message, one in zip(made["messages"], mappings(written, "messages"), strict=True)
        ]
    return made


def _without_dead(party: Party, said: Data, written: YamlMapping) -> Data:
    if written.get("withdrawn") != "ja" and not party.is_dead(written.get("source")):
        return said | party.stands_for if "channels" in said and "source" not in said else said
    if "channels" in said:
        place = party.place(written.place)
        party.left.append(f"De kanalen in {place.file}, regel {place.line}, want die gelden niet meer.")
    return {key: value for key, value in said.items() if key not in _DEAD}


_DEAD = ("channels", "source", "article", "withdrawn")


def _owner_place(party: Party, prefix: str) -> Place:
    """Where a message would have stood with who hasn't it."""
    kind, _, name = prefix.partition("/")
    names = {new: old for old, new in party.names.get("product", {}).items()}
    found = party.products.get(names.get(name, name)) if kind == "products" else None
    return found.place_of_key("messages") if found is not None else party.channels.place


def _nothing(party: Party) -> YamlMapping:
    return YamlMapping(CHANNELS_FILE, party.channels.span)


def _texts(data: YamlMapping, key: str) -> list[str]:
    listed = data.get(key)
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, YamlList) else []


def _in_order(said: Data, model: type[Model]) -> Data:
    """The keys in the order of the model, as somebody would write them."""
    order = [info.alias or name for name, info in model.model_fields.items()]
    return {
        key: said[key]
        for key in sorted(said, key=lambda key: order.index(key) if key in order else len(order))
    }
