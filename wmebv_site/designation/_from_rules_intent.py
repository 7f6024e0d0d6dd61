"""What the registers want, with the mistakes in sources thought away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from wmebv_site.designation.answers import Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.resolve import Binds, Resolver, resolve_all
from wmebv_site.diagnostics import nearest
from wmebv_site.register.channels import DefaultSource, Designation
from wmebv_site.register.content import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Covers
from wmebv_site.register.values import Source

NOT_GIVEN = Source("besluit", "")
"""Stands where an official message needs a source and none is written; no file can hold it."""


def needs_source(designation: Designation) -> bool:
    """Whether a designation has no source and could still be meant for official messages (Awb 2:13, second member)."""
    return designation.source is None and designation.covers is not Covers.OTHER


def is_dangling(register: Register, source: Source | None) -> bool:
    """Whether a source names a decision that isn't there."""
    return source is not None and source.is_decision and source.name not in register.decision_names


@dataclass(frozen=True)
class Intent:
    """Answers as the editor meant them: a source that is missing or misspelt doesn't take its rule away."""

    register: Register
    decisions: Decisions
    wanted: Resolutions

    @cached_property
    def _whole(self) -> bool:
        register = self.register
        sources = [designation.source for designation in register.designations]
        rows: list[Product | Message] = [*register.standard_messages, *register.products]
        rows += [message for product in register.products for message in product.messages]
        sources += [row.source for row in rows]
        sources += [register.default_source.source] if register.default_source else []
        if any(is_dangling(register, source) for source in sources) or any(map(needs_source, register.designations)):
            return False
        return register.default_source is not None or not any(row.channels and row.source is None for row in rows)

    @cached_property
    def mended(self) -> Register:
        """The register with a stand-in for each source that is missing."""
        register = self.register
        if self._whole:
            return register
        designations = tuple(
            designation.model_copy(update={"source": NOT_GIVEN}) if needs_source(designation) else designation
            for designation in register.designations
        )
        default = register.default_source or DefaultSource(source=NOT_GIVEN)
        return dataclasses.replace(register, designations=designations, default_source=default)

    @cached_property
    def meant(self) -> Callable[[str], Decision | None]:
        """Which decision an editor means by an id: itself, else the nearest one that designates."""
        known = self.register.decision_by_id
        designating = [d.id for d in self.register.decisions if self.decisions.designating(Source("besluit", d.id))]

        @cache
        def find(name: str) -> Decision | None:
            return known.get(name) or known.get(nearest(name, designating) or "")

        return find

    def binds(self, source: Source, authority: str) -> bool:
        """As wanted; a decision that isn't there binds whom the one meant binds, or anyone when none is near."""
        if not is_dangling(self.register, source):
            return self.decisions.binds_as_wanted(source, authority)
        decision = self.meant(source.name) if source.name else None
        return decision is None or authority in decision.authorities

    def designates(self, source: Source) -> bool:
        """Whether a source can designate; a decision that isn't there is taken for one that can."""
        if not source.is_decision or is_dangling(self.register, source):
            return True
        return self.decisions.designating(source) is not None

    def resolver(self, binds: Binds) -> Resolver:
        """Answers from the mended register, with what is said to bind."""
        return self.decisions.as_wanted(self.mended, binds)

    @cached_property
    def resolutions(self) -> Resolutions:
        if self._whole:
            return self.wanted
        mended = resolve_all(self.register, self.resolver(self.binds))
        # A tie that only arises because of a stand-in is no tie of the editor's.
        return Resolutions(
            tuple(
                wanted if found.state is State.ERROR and wanted.state is not State.ERROR else found
                for found, wanted in zip(mended.all, self.wanted.all, strict=True)
            )
        )
