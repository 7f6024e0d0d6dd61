"""A municipality that merges: its register with the shared base below it, in the names of the new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from typing import Any

from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.rule import rule_of
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, Refused
from wmebv_site.dutch import in_words
from wmebv_site.exchange.editing import plain, rewrite
from wmebv_site.exchange.splitting import split
from wmebv_site.project.load import ProjectFiles
from wmebv_site.register.channels import ChannelsFile, Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Defines, Entry, named_fields
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FILE, PRODUCTS_FOLDER
from wmebv_site.register.front_matter import around_front, read_document
from wmebv_site.register.overlay import Base, left_over, read_base
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.register import Register
from wmebv_site.register.schema import model_of
from wmebv_site.register.terms import AuthorityKind
from wmebv_site.register.text import BOM, read_text
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml import YamlList, YamlMapping, read_yaml
from wmebv_site.rules.checking import decode_project

TOO_LATE = Code(
    "WMEBV734",
    "Een besluit is van na de samenvoeging",
    "Een gemeente die is opgegaan in een andere, neemt geen besluit meer. Staat er toch een besluit van een latere dag? Dan klopt "
    "de dag van de samenvoeging niet, of de datum van het besluit. Een concept zonder datum kan wel: dat gaat niet mee.",
)

Data = dict[str, Any]
Names = dict[str, dict[str, str]]
"""By kind of name, what each is called in the new register where that is something else."""
POLICY = "beleid"
_SOURCE = re.compile(r"(besluit|beleid): *(.+)")


@dataclass
class Party:
    """One of the municipalities: what its files say, and what becomes of its names."""

    label: str
    folder: Path
    files: ProjectFiles
    register: Register
    day: date
    """The first day of the new municipality."""
    names: Names = field(default_factory=dict)
    old_bodies: dict[str, str] = field(default_factory=dict)
    """Its own bodies by id, each with the id under which it stays known as the body of the old municipality."""
    new_decision: str = ""
    """What designates from now on: the decision that the new municipality has yet to take."""
    stands_for: Data = field(default_factory=dict)
    """The source of channels that name none, where the others have another one: then each of them names it."""
    renamed_products: dict[str, str] = field(default_factory=dict)
    """The ids of its products that became another, which stay as earlier ids of that one."""
    leaves_base: bool = False
    """Whether the new municipality doesn't share the base that this one shares."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """What stands in its ``content/``, but for decisions."""
    moved: dict[str, str] = field(default_factory=dict)
    """Files of its ``content/`` that got another name, counted from there."""
    left: list[str] = field(default_factory=list)
    """What of it isn't taken over, and why, a sentence each."""

    @cached_property
    def calendar(self) -> Decisions:
        """What was known of its decisions on its last day."""
        return Decisions(self.register, self.day - timedelta(days=1))

    @cached_property
    def read(self) -> dict[str, YamlMapping]:
        """Its own registers as they are written, by path."""
        return {
            path: mapping_in(path, data)
            for path, data in self.files.files.items()
            if model_of(path) is not None
        }

    @cached_property
    def base(self) -> Base:
        return read_base(self.read[CHANNELS_FILE], self.files.files)

    @property
    def base_folder(self) -> Path | None:
        return (self.folder / self.base.folder).resolve() if self.base.folder else None

    @cached_property
    def channels(self) -> YamlMapping:
        """``channels.yaml`` with the shared base below it."""
        return self.base.below(ChannelsFile, CHANNELS_FILE, self.read[CHANNELS_FILE])

    @cached_property
    def products(self) -> dict[str, YamlMapping]:
        """Every product it offers, by id, with the shared base below it."""
        whole = self.base.below(ProductsFile, PRODUCTS_FILE, self.read.get(PRODUCTS_FILE, _NOTHING))
        found = list(mappings(whole, "products"))
        for path, tree in self.read.items():
            if path.startswith(PRODUCTS_FOLDER):
                found.append(self.base.below(Product, path, tree))
        ids = {str(each.get("id")) for each in found}
        found += left_over(self.base, ids, set(self.register.not_ours))
        return {str(each["id"]): each for each in found}

    @cached_property
    def alone(self) -> dict[str, bytes]:
        """Its own products as files of their own, with every remark; and ``products.yaml`` with what is left of that."""
        try:
            moved = {each.path: each.after for each in split(self.files).changes}
        except (
            Refused
        ):  # between brackets, or with a mark that stands in no file: then the words alone are taken over
            moved = {}
        own = {path: data for path, data in self.files.files.items() if path.startswith(PRODUCTS_FOLDER)}
        return own | moved

    def bytes_of(self, product: str) -> bytes:
        """A product of its own as a file, by the id that it has in the new register; empty where only a base has it."""
        return self._bytes.get(product, b"")

    @cached_property
    def _bytes(self) -> dict[str, bytes]:
        new = self.names.get("product", {})
        found: dict[str, bytes] = {}
        for path, data in self.alone.items():
            if path.startswith(PRODUCTS_FOLDER):
                name = str(mapping_in(path, data).get("id"))
                found.setdefault(new.get(name, name), data)
        return found

    @property
    def keeps_a_list(self) -> bool:
        return bool(self.read.get(PRODUCTS_FILE, _NOTHING).get("products"))

    def is_own(self, authority: str) -> bool:
        return authority not in self.register.other_bodies

    def ends(self, decision: Decision) -> bool:
        """Whether it is a decision of its own bodies, which end with the municipality."""
        return decision.kind.is_ours and any(map(self.is_own, decision.authorities))

    def is_draft(self, decision: Decision) -> bool:
        return self.calendar.status(decision) is Status.DRAFT

    def place(self, place: Place) -> Place:
        """A place in its files, as the person finds it."""
        return replace(place, file=normpath(f"{self.folder.as_posix()}/{place.file}"))

    def is_dead(self, source: object) -> bool:
        """Whether what has this source designates nothing any more, and may not come to life again in the new register."""
        decision = self._named(source)
        if decision is None or not self.ends(decision):
            return False
        if not decision.kind.designates or self.calendar.lapsed_on(decision):
            return True
        return all(self.calendar.replaced_by(decision, body) for body in decision.authorities)

    def _named(self, source: object) -> Decision | None:
        named = _SOURCE.fullmatch(source) if isinstance(source, str) else None
        return self.register.decision_by_id.get(named[2].strip()) if named and named[1] == "besluit" else None

    def said(self, model: type[Entry], data: Any, *, of_old: bool = False) -> Data:
        """What a mapping says, in the names of the new register; ``of_old`` is what stays a thing of the old bodies."""
        return self._in_new_names(model, plain(data), of_old)

    def _in_new_names(self, model: type[Entry], data: Data, of_old: bool) -> Data:
        made = dict(data)
        for known in named_fields(model):
            if known.key not in made:
                continue
            value = made[known.key]
            if known.mark is not None:
                names = self._names_of(known.mark.kind, of_old)
                if isinstance(value, list):
                    made[known.key] = [
                        names.get(each, each) if isinstance(each, str) else each for each in value
                    ]
                elif isinstance(value, str):
                    made[known.key] = names.get(value, value)
            if known.entry is not None:
                inner = known.entry
                if isinstance(value, list):
                    made[known.key] = [
                        self._in_new_names(inner, each, of_old) if isinstance(each, dict) else each
                        for each in value
                    ]
                elif isinstance(value, dict):
                    made[known.key] = self._in_new_names(inner, value, of_old)
        if isinstance(made.get("source"), str):
            self._with_new_source(made, of_old)
        return made

    def _names_of(self, kind: str, of_old: bool) -> Mapping[str, str]:
        names = self.names.get(kind, {})
        return names | self.old_bodies if kind == "bestuursorgaan" and of_old else names

    def _with_new_source(self, made: Data, of_old: bool) -> None:
        """The decision behind a rule: one of the old bodies makes way for the one that the new municipality has to take."""
        named = _SOURCE.fullmatch(made["source"])
        if named is None:
            return
        kind, name = named[1], named[2].strip()
        decision = self.register.decision_by_id.get(name)
        if kind == "besluit" and decision is not None and self.ends(decision) and not of_old:
            made["source"] = f"besluit:{self.new_decision}"
            made.pop("article", None)
            return
        names = self.names.get("besluit" if kind == "besluit" else POLICY, {})
        made["source"] = f"{kind}:{names.get(name, name)}"

    def designations(self) -> Iterator[tuple[YamlMapping, Data]]:
        """Its designations as they have to stand in the new register: what was overridden or withdrawn stays behind."""
        listed = mappings(self.channels, "designations")
        kept = list(zip(listed, self.register.designations, strict=True))
        superseded = self.calendar.superseded
        for data, one in kept:
            own = rule_of(one)
            rivals = [
                other
                for _, other in kept
                if other is not one and rule_of(other).selectors == own.selectors and _decision(other)
            ]
            over = any(_decision(one) in superseded.get(str(_decision(other)), ()) for other in rivals)
            if one.withdrawn or self.is_dead(data.get("source")) or over:
                place = self.place(data.place)
                self.left.append(
                    f"De aanwijzing in {place.file}, regel {place.line}, want die geldt niet meer."
                )
                continue
            yield data, self.said(Designation, data)

    def text(self, model: type[Entry] | None, path: str, data: bytes, *, of_old: bool = False) -> bytes:
        """A text of ``content/`` in the names of the new register, every other byte as it was."""
        document = read_document(path, data)[0]
        if model is None or document is None or not document.meta.key_spans:
            return data
        said = self.said(model, document.meta, of_old=of_old)
        return data if said == plain(document.meta) else with_front_matter(path, data, said, model)


def _decision(designation: Designation) -> str | None:
    return designation.source.decision if designation.source else None


def with_front_matter(path: str, data: bytes, said: Data, model: type[Entry]) -> bytes:
    """A text with other front matter; what stays of it, and the text below, stay to the byte."""
    mark = BOM if data.startswith(BOM) else b""
    above, front, rest = around_front(data.removeprefix(BOM).decode("utf-8"))
    changed = rewrite(path, front.encode("utf-8"), said, model)
    return mark + above.encode("utf-8") + changed + rest.encode("utf-8")


def mappings(data: YamlMapping, key: str) -> list[YamlMapping]:
    """The mappings of a list."""
    listed = data.get(key)
    return [each for each in listed if isinstance(each, YamlMapping)] if isinstance(listed, YamlList) else []


def mapping_in(path: str, data: bytes) -> YamlMapping:
    """What a file says that could be read before."""
    source, _ = read_text(path, data)
    value = read_yaml(source)[0] if source is not None else None
    return value if isinstance(value, YamlMapping) else YamlMapping(path, (0, 0, 0))


_NOTHING = YamlMapping(PRODUCTS_FILE, (0, 0, 0))


def parties_of(read: Sequence[tuple[Path, ProjectFiles]], day: date) -> list[Party]:
    """The municipalities that merge. Raises Refused with every mistake in each of their registers."""
    found, wrong = [], list[str]()
    for label, (folder, files) in zip(labels_of([folder for folder, _ in read]), read, strict=True):
        register, diagnostics = decode_project(files)
        if register is None:
            wrong += [_told(folder, each) for each in diagnostics if each.level is Level.ERROR]
        else:
            found.append(Party(label, folder, files, register, day))
    if wrong:
        raise Refused(
            "In de registers staan nog fouten. Los die eerst op. Er is niets geschreven.", tuple(wrong)
        )
    if late := [_told(party.folder, each) for party in found for each in _too_late(party)]:
        raise Refused(
            "Een gemeente die er niet meer is, neemt geen besluit. Controleer de dag achter --date. Er is niets geschreven.",
            tuple(late),
        )
    return found


def _too_late(party: Party) -> Iterator[Diagnostic]:
    """The decisions that its bodies would have taken on a day on which they were no more: no drafts, so none may go."""
    for decision in party.register.decisions:
        taken = decision.adopted or decision.published
        if taken is not None and party.ends(decision) and party.is_draft(decision):
            place = decision.place_of("adopted" if decision.adopted else "published")
            what = "vastgesteld" if decision.adopted else "bekendgemaakt"
            message = f"Dit besluit is {what} op {in_words(taken)}, en de gemeente zou eindigen op {in_words(party.day)}."
            hint = (
                "Controleer --date, of deze datum."
                if decision.adopted
                else "Vul bij 'adopted' in wanneer het is vastgesteld."
            )
            yield TOO_LATE.at(place, message, hint)


def labels_of(folders: Iterable[Path]) -> list[str]:
    """What each is called in the choices: the name of its folder."""
    found: list[str] = []
    for folder in folders:
        name = slugify(folder.resolve().name) or "gemeente"
        taken = [each for each in found if each == name or re.fullmatch(rf"{re.escape(name)}-\d+", each)]
        found.append(f"{name}-{len(taken) + 1}" if taken or name in ("beide", "geen") else name)
    return found


def _told(folder: Path, found: Diagnostic) -> str:
    place = found.place
    where = f"{folder.as_posix()}/{place.file}"
    at = "" if place.is_whole_file else f", regel {place.line}, teken {place.column}"
    return f"{where}{at}: {found.message} {found.hint or ''}".strip() + f" ({found.code})"


def own_kinds(party: Party) -> dict[AuthorityKind, list[str]]:
    """Its own bodies by kind."""
    found: dict[AuthorityKind, list[str]] = {}
    for body in party.register.authorities:
        if party.is_own(body.id):
            found.setdefault(body.kind, []).append(body.id)
    return found


def defines(model: type[Entry]) -> str | None:
    """The kind of name that a mapping of this model gives."""
    return next((each.mark.kind for each in named_fields(model) if isinstance(each.mark, Defines)), None)
