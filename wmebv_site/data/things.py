"""The register as plain data: each thing as anyone may know it on a day, with what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from wmebv_site.data.answers import AUDIENCE, ENTRANCE, Answers, entrance_of
from wmebv_site.data.shapes import DAY, TEXT, URL, YES_NO, Json, Shape, Told, list_of, one_of, ref
from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.decisions import Status
from wmebv_site.register.addresses import (
    annex_url,
    channel_url,
    decision_url,
    domain_url,
    domains_with_a_page,
    message_anchor,
    outage_url,
    policy_url,
    product_url,
    support_url,
)
from wmebv_site.register.channels import (
    Authority,
    Channel,
    Domain,
    Executor,
    Municipality,
    Requirement,
)
from wmebv_site.register.content import Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.outages import Extension, Outage
from wmebv_site.register.products import LegalBasis, Message, Product
from wmebv_site.register.support import Barrier, Support
from wmebv_site.register.terms import Audience, AuthorityKind, Paper, ToConfirm
from wmebv_site.register.values import TOOI_BASE
from wmebv_site.site.messages import act_of
from wmebv_site.site.outages import granted_term, title_of
from wmebv_site.site.site import Site

_MAY_BE_A_DRAFT = "is told where residents may know of what it names: never of a draft"
_WANTED = "is what the register wants; what holds is in 'answers'"
_WAITING = frozenset({State.GAP, State.OLD_LAW})
_EVERYONE = tuple(Audience)
_SAID = attrgetter(*Message.model_fields)
"""All that the register says of a message."""

MUNICIPALITY = Shape(
    "municipality",
    "The municipality.",
    Municipality,
    told={
        "uri": Told(URL, "Its identifier in TOOI; not for a municipality that does not exist.", always=False)
    },
)
AUTHORITY = Shape(
    "authority",
    "A body that decides, with where it is reached without internet.",
    Authority,
    left_out=dict.fromkeys(
        ("postal_address", "visiting_address", "phone"), "is told with what the municipality has"
    ),
    told={
        "postal_address": Told(TEXT, "Where one writes to it.", always=False),
        "visiting_address": Told(TEXT, "Where one comes.", always=False),
        "phone": Told(TEXT, "Its telephone number.", always=False),
    },
)
EXECUTING = Shape(
    "executor",
    "Who carries out a task and does not decide.",
    Executor,
    left_out={"channels": _WANTED},
)
DOMAIN = Shape(
    "domain",
    "A subject that products belong to.",
    Domain,
    told={"permalink": Told(URL, "Its page.")},
)
REQUIREMENT = Shape("requirement", "Something that a channel asks of who sends.", Requirement)
CHANNEL = Shape(
    "channel",
    "A channel as it holds on that day: one through which messages may be sent, now or from a known day on.",
    Channel,
    left_out={
        "url": "stands with its entrance",
        "email": "stands with its entrance",
        "login": "stands with its entrance",
        "entrances": "are told with what stands on each button",
    },
    told={
        "permalink": Told(URL, "Its page."),
        "entrances": Told(list_of(ref("channel_entrance")), "The ways in."),
        "products": Told(list_of(TEXT), "The ids of the products of which messages go there today."),
    },
)
CHANNEL_ENTRANCE = Shape(
    "channel_entrance",
    "One way in to a channel, whatever the message.",
    told=dict(ENTRANCE.told) | {"audience": Told(list_of(AUDIENCE), "For whom it is.")},
)
MESSAGE = Shape(
    "message",
    "One type of message about a product.",
    Message,
    left_out={
        "id": "is always there in the data",
        "official": "is always there in the data",
        "authority": "is always there in the data",
        "channels": _WANTED,
        "source": _WANTED,
        "article": _WANTED,
        "withdrawn": _WANTED,
        "paper": "is always there in the data",
        "term": "is told with the term of its kind",
    },
    told={
        "id": Told(TEXT, "What it is called within its product."),
        "act": Told(TEXT, "What one does, in Dutch: the heading above its buttons."),
        "permalink": Told(URL, "Where it stands on the page of its product."),
        "official": Told(YES_NO, "Whether Awb 2:13 is about it."),
        "authority": Told(
            TEXT,
            "The id of the body that takes it: who decides, or a body of the municipality while nobody confirmed that.",
        ),
        "term": Told(TEXT, "Until when it must be there, in Dutch.", always=False),
        "paper": Told(
            list_of({"enum": [way.value for way in Paper]}), "How it can also be sent, without internet."
        ),
        "open_now": Told(list_of(TEXT), "The ids of the channels that people use while none is designated."),
        "answers": Told(list_of(ref("answer")), "What holds, for each audience of the product."),
    },
)
PRODUCT = Shape(
    "product",
    "Something that the municipality does for residents or businesses.",
    Product,
    left_out={
        "audience": "is always there in the data",
        "domain": "is told where a person stands behind it",
        "authority": "is told where a person stands behind it",
        "legal_basis": "is told where a person stands behind it",
        "statutes": "is told where a person stands behind it",
        "channels": _WANTED,
        "source": _WANTED,
        "article": _WANTED,
        "messages": "are told with what holds",
    },
    told={
        "permalink": Told(URL, "Its page on this website."),
        "audience": Told(list_of(AUDIENCE), "Who it is for."),
        "domain": Told(TEXT, "The id of its domain.", always=False),
        "authority": Told(
            TEXT, "The id of the body that decides; absent while nobody confirmed that.", always=False
        ),
        "legal_basis": Told(list_of(ref("legal_basis")), "The rules that it rests on.", always=False),
        "statutes": Told(
            list_of(TEXT), "Whether the Omgevingswet or the Dienstenwet is about it.", always=False
        ),
        "messages": Told(list_of(ref("message")), "What one may send about it."),
    },
)
LEGAL_BASIS = Shape("legal_basis", "A rule that a product rests on.", LegalBasis)
PERIOD = Shape(
    "period",
    "The days on which a decision holds for one body.",
    told={
        "authority": Told(TEXT, "The id of the body."),
        "from": Told(DAY, "The first day."),
        "until": Told(DAY, "The first day on which it no longer holds.", always=False),
    },
)
_STATUSES = {
    Status.ADOPTED: "Adopted, not published yet: it does not hold.",
    Status.PUBLISHED: "Published, not in force yet.",
    Status.IN_FORCE: "In force.",
    Status.LAPSED: "No longer in force.",
}
DECISION = Shape(
    "decision",
    "A decision that anyone may know of: never a draft.",
    Decision,
    left_out={
        "annex": "says only how the register is kept",
        "rectified_annexes": "says only how the register is kept",
        **dict.fromkeys(("under_mandate", "replaces", "amends"), _MAY_BE_A_DRAFT),
    },
    told={
        "id": Told(TEXT, "What it is called in the register."),
        "replaces": Told(list_of(TEXT), "The ids of the decisions that it replaces.", always=False),
        "amends": Told(TEXT, "The id of the decision that it amends.", always=False),
        "under_mandate": Told(TEXT, "The id of the mandate under which it was taken.", always=False),
        "permalink": Told(URL, "Its page."),
        "annex": Told(URL, "The page with what it designates, message by message.", always=False),
        "status": Told(
            one_of({status.value: text for status, text in _STATUSES.items()}), "Where it stands."
        ),
        "periods": Told(list_of(ref("period")), "When it holds."),
        "downloads": Told(list_of(URL), "The decision as a document."),
    },
)
SUPPORT = Shape(
    "support",
    "Help with sending a message.",
    Support,
    told={"id": Told(TEXT, "Its id."), "permalink": Told(URL, "Its page.")},
)
BARRIER = Shape(
    "barrier",
    "Something that may be difficult, and the help with it.",
    Barrier,
    left_out={"support": "names help that is not there yet, or no longer", "source": _MAY_BE_A_DRAFT},
    told={
        "support": Told(list_of(TEXT), "The ids of the help that is there today."),
        "source": Told(
            TEXT | {"pattern": "^(besluit|wet|beleid):"}, "The rule or policy that says so.", always=False
        ),
    },
)
EXTENSION = Shape("extension", "A term that became longer because of an outage (Awb 2:21).", Extension)
OUTAGE = Shape(
    "outage",
    "A time in which channels did not or will not work.",
    Outage,
    left_out={"title": "is always there in the data", "extension": _MAY_BE_A_DRAFT},
    told={
        "id": Told(TEXT, "Its id."),
        "title": Told(TEXT, "What it is called."),
        "permalink": Told(URL, "Its page."),
        "extension": Told(ref("extension"), "Until when a message is in time.", always=False),
    },
)
POLICY = Shape(
    "policy",
    "What the municipality adopted about help and channels.",
    Policy,
    told={"id": Told(TEXT, "Its id."), "permalink": Told(URL, "Its page.")},
)
SHAPES = (
    MUNICIPALITY,
    AUTHORITY,
    EXECUTING,
    DOMAIN,
    REQUIREMENT,
    CHANNEL,
    CHANNEL_ENTRANCE,
    MESSAGE,
    PRODUCT,
    LEGAL_BASIS,
    PERIOD,
    DECISION,
    SUPPORT,
    BARRIER,
    EXTENSION,
    OUTAGE,
    POLICY,
)


@dataclass(frozen=True)
class Things:
    """Makes the things of a register as plain data; ``answers`` knows what holds, and where the site stands."""

    answers: Answers

    @property
    def site(self) -> Site:
        return self.answers.site

    def municipality(self) -> Json:
        ours = self.site.register.municipality
        uri = f"{TOOI_BASE}{ours.tooi}" if ours.tooi and not ours.fictitious else None
        return MUNICIPALITY.of(ours, uri=uri)

    def authorities(self) -> Iterator[Json]:
        """The bodies of the municipality, and the others that a page names."""
        register = self.site.register
        named = {register.named_authority(product, message) for product, message in register.all_messages()}
        named.update(name for decision in self.site.decisions.public for name in decision.authorities)
        for body in register.authorities:
            if body.kind is not AuthorityKind.EXTERNAL or body.id in named:
                yield AUTHORITY.of(body, **register.contact_of(body.id)._asdict())

    def executors(self) -> Iterator[Json]:
        used = {each.executor.id for each in self.site.now.all if each.executor}
        used |= {product.executor for product in self.site.register.products if product.executor}
        yield from (EXECUTING.of(each) for each in self.site.register.executors if each.id in used)

    def domains(self) -> Iterator[Json]:
        for domain in domains_with_a_page(self.site.register):
            yield DOMAIN.of(domain, permalink=self.answers.at(domain_url(domain.id)))

    def channels(self) -> Iterator[Json]:
        for channel in self.site.shown_channels:
            yield self.channel(channel)

    def channel(self, channel: Channel) -> Json:
        answering = self.site.by_channel.get(channel.id, ())
        return CHANNEL.of(
            channel,
            permalink=self.answers.at(channel_url(channel.id)),
            entrances=[
                entrance_of(way, channel.name)
                | {"audience": [each.value for each in way.audience or channel.audience or _EVERYONE]}
                for way in channel.ways_in
            ],
            products=list(dict.fromkeys(each.product.id for each in answering)),
        )

    def products(self) -> Iterator[Json]:
        yield from map(self.product, self.site.register.products)

    def product(self, product: Product) -> Json:
        register, page = self.site.register, self.answers.at(product_url(product))
        known = product.is_confirmed
        bases, statutes = product.legal_basis, product.statutes
        return PRODUCT.of(
            product,
            permalink=page,
            audience=[audience.value for audience in product.audiences_as_listed],
            domain=product.domain if known(ToConfirm.DOMAIN) else None,
            authority=register.named_authority(product) if known(ToConfirm.AUTHORITY) else None,
            legal_basis=[LEGAL_BASIS.of(each) for each in bases]
            if bases and known(ToConfirm.LEGAL_BASIS)
            else None,
            statutes=[each.value for each in statutes] if statutes and known(ToConfirm.STATUTES) else None,
            messages=[self._message(product, message, page) for message in register.messages_of(product)],
        )

    def _message(self, product: Product, message: Message, page: str) -> Json:
        resolutions = self.site.now.of(product, message)
        key = product.audience, _SAID(message), *map(self.answers.same, resolutions)
        told = self._messages.get(key)
        if told is None:
            told = self._messages[key] = self._told(product, message, resolutions)
        return told | {"permalink": page + told["permalink"]}

    @cached_property
    def _messages(self) -> dict[tuple[object, ...], Json]:
        """Messages on the page of any product: few stand for thousands. Nobody changes what is in them."""
        return {}

    def _told(self, product: Product, message: Message, resolutions: tuple[Resolution, ...]) -> Json:
        """A message, with where it stands on the page of its product."""
        waiting = any(each.state in _WAITING for each in resolutions)
        return MESSAGE.of(
            message,
            id=message.key,
            act=act_of(message),
            permalink=f"#{message_anchor(message)}",
            official=resolutions[0].official,
            authority=self.site.register.named_authority(product, message),
            term=self.site.register.term_of(message),
            paper=[way.value for way in resolutions[0].paper],
            open_now=[each.id for each in self.site.decisions.open_now(message)] if waiting else [],
            answers=[self.answers.of(resolution) for resolution in resolutions],
        )

    def decisions(self) -> Iterator[Json]:
        yield from map(self.decision, self.site.decisions.public)

    def decision(self, decision: Decision) -> Json:
        calendar = self.site.decisions
        periods = ((name, calendar.period(decision, name)) for name in decision.authorities)
        known = {each.id for each in calendar.public}
        return DECISION.of(
            decision,
            id=decision.id,
            replaces=[name for name in decision.replaces if name in known] or None,
            amends=decision.amends if decision.amends in known else None,
            under_mandate=decision.under_mandate if decision.under_mandate in known else None,
            permalink=self.answers.at(decision_url(decision.id)),
            annex=self.answers.at(annex_url(decision.id))
            if decision.id in self.site.register.annexes
            else None,
            status=calendar.status(decision).value,
            periods=[
                PERIOD.of(
                    **{"from": period.begin.isoformat()},
                    authority=name,
                    until=period.end.isoformat() if period.end else None,
                )
                for name, period in periods
                if period
            ],
            downloads=[self.answers.at(each.path) for each in self.site.downloads.get(decision.id, ())],
        )

    def support(self) -> Iterator[Json]:
        for each in self.site.support:
            yield SUPPORT.of(each, id=each.id, permalink=self.answers.at(support_url(each.id)))

    def barriers(self) -> Iterator[Json]:
        index, there = self.site.register.help_index, {each.id for each in self.site.support}
        for barrier in index.barriers if index else ():
            support = [name for name in barrier.support if name in there]
            yield BARRIER.of(
                barrier, support=support, source=barrier.source if self._is_known(barrier.source) else None
            )

    def _is_known(self, source: str | None) -> bool:
        """Whether residents may know of a decision or a policy; of a statute everyone does."""
        kind, _, name = (source or "").partition(":")
        listed = {"besluit": self.site.decisions.public, "beleid": self.site.policies}.get(kind)
        return listed is None or any(each.id == name for each in listed)

    def outages(self) -> Iterator[Json]:
        for each in self.site.register.outages:
            title, page = title_of(self.site, each), self.answers.at(outage_url(each.id))
            term = granted_term(self.site, each)
            extension = EXTENSION.of(term) if term else None
            yield OUTAGE.of(each, id=each.id, title=title, permalink=page, extension=extension)

    def policies(self) -> Iterator[Json]:
        for each in self.site.policies:
            yield POLICY.of(each, id=each.id, permalink=self.answers.at(policy_url(each.id)))
