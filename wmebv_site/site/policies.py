"""The pages of policies: what a municipality adopted about help and about its channels."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.dutch import capitalised, in_words
from wmebv_site.register.addresses import ABOUT, HELP, POLICY, policy_url
from wmebv_site.register.content import Policy
from wmebv_site.register.markup import without_title
from wmebv_site.register.terms import PolicyKind
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.prose import prose
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import Detail, Link, Row
from wmebv_site.site.words import POLICY_INTRO

_ABOVE = {
    PolicyKind.DUTY_OF_CARE: Crumb("Hulp", HELP),
    PolicyKind.CHANNEL_STRATEGY: Crumb("Over deze website", ABOUT),
}
_CRUMB = Crumb("Beleid", POLICY)
_INTRO = "Hier leest u welk beleid er geldt voor hulp bij berichten en voor de digitale kanalen."


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    if site.policies:
        yield _overview(site, renderer)
    for policy in site.policies:
        yield _policy(site, renderer, policy)


def _overview(site: Site, renderer: Renderer) -> Artifact:
    html = renderer.render(
        "policies", title=_CRUMB.title, intro=_INTRO, policies=links(site, Hrefs.on(POLICY))
    )
    return Artifact(
        POLICY,
        "policies",
        _CRUMB.title,
        f"Hier leest u welk beleid {site.register.municipality.name} vaststelde over hulp en over digitale kanalen.",
        html,
        origin=None,
        section=ABOUT,
        breadcrumbs=(HOME, _ABOVE[PolicyKind.CHANNEL_STRATEGY]),
    )


def links(site: Site, href: Hrefs) -> list[Link]:
    """The policies that are adopted, each with who adopted it and when."""
    return [
        Link(policy.title, href.to(policy_url(policy.id)), _adopted(site, policy)) for policy in site.policies
    ]


def _adopted(site: Site, policy: Policy) -> str | None:
    if policy.adopted is None or policy.adopted_by is None:
        return None
    authority = site.register.authority_by_id[policy.adopted_by]
    return f"{capitalised(authority.name)} stelde dit vast op {in_words(policy.adopted)}."


def _policy(site: Site, renderer: Renderer, policy: Policy) -> Artifact:
    url = policy_url(policy.id)
    _, body = without_title(policy.body)
    adopted = _adopted(site, policy)
    rows = [
        Row("Vastgesteld", (Detail(adopted),) if adopted else ()),
        Row(
            "Gemeenteblad",
            (Detail("Bekijk de bekendmaking", policy.publication),) if policy.publication else (),
        ),
        Row(
            "Document",
            (Detail("Open het vastgestelde document", policy.document),) if policy.document else (),
        ),
        Row("Versie", (Detail(policy.version),) if policy.version else ()),
    ]
    above = _ABOVE[policy.kind]
    html = renderer.render(
        "policy",
        title=policy.title,
        intro=POLICY_INTRO[policy.kind],
        body=prose(body, file=policy.file, prefix=Hrefs.on(url).prefix),
        facts_rows=[row for row in rows if row.details],
    )
    return Artifact(
        url,
        "policy",
        policy.title,
        f"Hier leest u het beleid van {site.register.municipality.name}: {policy.title}.",
        html,
        origin=policy.place,
        section=above.url,
        breadcrumbs=(HOME, above, _CRUMB),
    )
