"""The pages on how far municipalities are: the home page with its map, the list of all by province, and one of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wmebv_site.dutch import capitalised, counted, in_words, thousands
from wmebv_site.fleet.harvest.harvested import Harvest
from wmebv_site.fleet.overview.answers import Answers, Municipality
from wmebv_site.fleet.overview.changes import changed_at
from wmebv_site.fleet.overview.phrases import (
    CHANGES,
    MUNICIPALITIES,
    PRODUCTS,
    TWENTY,
    channel_kind,
    covered_said,
    in_figures,
    message_kinds,
    page_of,
)
from wmebv_site.fleet.overview.provinces import PROVINCES as TWELVE
from wmebv_site.fleet.overview.provinces import tiles
from wmebv_site.register.values import slugify
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs
from wmebv_site.site.views import Detail, Link, Row

TITLE = "Digitaal contact met gemeenten"
_FEW = 25
"""So many municipalities have room on the home page."""
_MONTHS = 12
"""So many months do; the rest stands in the data."""
OLD = "de gegevens zijn oud"


def pages(answers: Answers, renderer: Renderer) -> Iterator[Artifact]:
    yield _home(answers, renderer)
    yield _municipalities(answers, renderer)
    for municipality in answers.municipalities:
        yield _municipality(answers, municipality, renderer)


def _home(answers: Answers, renderer: Renderer) -> Artifact:
    whole = answers.whole
    few = len(answers.municipalities) <= _FEW
    known = {name: covered for name, _, covered in answers.provinces if name in TWELVE}
    html = renderer.render(
        "overview_home",
        title=TITLE,
        in_short=f"{covered_said(whole)} Dat is de stand van {in_words(answers.day)}.",
        figures=[
            ("Dekking", whole.share or "–", f"{thousands(whole.answered)} van {thousands(whole.needed)} berichten"),
            ("Gemeenten met gegevens", whole.with_data, f"van {counted(whole.municipalities, 'gemeente', 'gemeenten')}"),
            ("Gemeenten met een kanaal voor alles", whole.complete, f"van {counted(whole.with_data, 'gemeente', 'gemeenten')}"),
            ("Alleen het restkanaal", thousands(answers.fallback), "officiële berichten"),
        ],
        links=_links(answers),
        tiles=tiles(known) if len(known) > 1 else (),
        provinces=[
            {"id": slugify(name), "name": name, "municipalities": len(listed), **in_figures(covered)}
            for name, listed, covered in answers.provinces
            if known
        ],
        municipalities=[_row(answers, each) | {"name": _called(answers, each)} for each in answers.municipalities if few],
        attention=[_attention(answers, each) for each in answers.troubled],
        attention_said=_attention_said(answers),
        months=[{"day": in_words(day), **in_figures(covered)} for day, covered in answers.months[:_MONTHS]],
        more_months=len(answers.months) > _MONTHS,
        kinds=[
            {"name": capitalised(channel_kind(kind)), "municipalities": municipalities, "messages": thousands(messages)}
            for kind, municipalities, messages in answers.kinds
        ],
    )  # fmt: skip
    return page_of("", "home", TITLE, covered_said(whole), html)


def _links(answers: Answers) -> list[Link]:
    number = counted(len(answers.municipalities), "gemeente", "gemeenten")
    return [
        Link("Gemeenten", MUNICIPALITIES, f"De dekking van {number}."),
        Link("Producten", PRODUCTS, "Welke gemeente heeft een kanaal voor welk product?"),
        Link("Twintig producten", TWENTY, "Wat veel mensen nodig hebben, bij elke gemeente."),
        Link("Wijzigingen", CHANGES, "Wat er de laatste maand veranderde."),
    ]


def _called(answers: Answers, municipality: Municipality) -> str:
    """Beside the provinces, of which one may bear the same name."""
    name = answers.labels[municipality.code]
    return name if name.startswith("Gemeente ") else f"Gemeente {name}"


def _attention(answers: Answers, municipality: Municipality) -> dict[str, str]:
    stale = municipality.code in answers.stale
    return {
        "href": f"{MUNICIPALITIES}{municipality.code}/",
        "name": _called(answers, municipality),
        "state": OLD if stale else municipality.state.said,
        "since": in_words(municipality.day if stale and municipality.day else municipality.since),
        "day": in_words(municipality.day) if municipality.day else "nooit",
    }


def _attention_said(answers: Answers) -> str:
    lost = answers.troubled
    said = counted(len(lost), "gemeente", "gemeenten")
    old = sum(each.known for each in lost)
    if not old:
        return f"Van {said} zijn er geen gegevens. Zij tellen nergens mee."
    if old == len(lost):
        return f"Van {said} zijn de gegevens oud. Zij tellen mee met wat er het laatst te lezen was."
    return f"Van {said} ontbreken de gegevens, of zijn ze oud. Oude gegevens tellen mee."


def _municipalities(answers: Answers, renderer: Renderer) -> Artifact:
    listed = [
        {
            "id": slugify(name),
            "name": name,
            "link": f"Provincie {name}" if name in TWELVE else name,
            "said": f"{counted(len(each), 'gemeente', 'gemeenten')}, dekking {covered.share or 'onbekend'}",
            "listed": [_row(answers, m) for m in each],
        }
        for name, each, covered in answers.provinces
    ]
    html = renderer.render(
        "overview_municipalities",
        title="Gemeenten",
        in_short=covered_said(answers.whole),
        provinces=listed,
        grouped=any(name in TWELVE for name, _, _ in answers.provinces),
    )
    description = "De dekking van elke gemeente, per provincie."
    return page_of(MUNICIPALITIES, "municipalities", "Gemeenten", description, html)


def _row(answers: Answers, municipality: Municipality) -> dict[str, object]:
    return {
        "code": municipality.code,
        "name": answers.labels[municipality.code],
        "known": municipality.known,
        "fallback": thousands(municipality.fallback),
        **in_figures(municipality),
    }


def _municipality(answers: Answers, municipality: Municipality, renderer: Renderer) -> Artifact:
    url = f"{MUNICIPALITIES}{municipality.code}/"
    hrefs, offered = Hrefs.on(url), answers.of_municipality.get(municipality.code, ())
    in_short = (
        covered_said(municipality) if municipality.known else "Van deze gemeente zijn er geen gegevens."
    )
    trouble = ""
    if municipality.state is not Harvest.GOOD:
        trouble = f"Let op: {municipality.state.said}, sinds {in_words(municipality.since)}."
    elif municipality.day and municipality.code in answers.stale:
        trouble = f"Let op: {OLD}. Na {in_words(municipality.day)} is de website niet meer vernieuwd."
    counts = [
        ("Producten", len(offered)),
        ("Berichten zonder kanaal", municipality.missing),
        ("Alleen het restkanaal", municipality.fallback),
    ]
    province = municipality.province
    known = province in TWELVE
    rows = [
        Row("Provincie", (Detail(province, hrefs.to(f"{MUNICIPALITIES}#{slugify(province)}")),) if known else ()),
        Row("Gegevens van", (Detail(in_words(municipality.day)),) if municipality.day else ()),
        *(Row(term, (Detail(thousands(number)),) if municipality.known else ()) for term, number in counts),
    ]  # fmt: skip
    html = renderer.render(
        "overview_municipality",
        title=municipality.name,
        fictitious=municipality.fictitious,
        in_short=in_short,
        trouble=trouble,
        why=municipality.why if trouble else None,
        website=municipality.url,
        rows=rows,
        counted=municipality.needed > 0,
        missing=_named(answers, {each.product: each.lacking for each in offered}, hrefs),
        fallback=_named(answers, {each.product: each.by_fallback for each in offered}, hrefs),
        changes=changed_at(answers, municipality.code, hrefs),
    )
    return page_of(url, "municipality", municipality.name, in_short, html)


def _named(answers: Answers, kinds: Mapping[str, Sequence[str]], hrefs: Hrefs) -> list[dict[str, str]]:
    """The products of which messages are named, each with the kinds of those."""
    found = []
    for key, named in kinds.items():
        if named:
            product = answers.by_key[key]
            href = hrefs.to(f"{PRODUCTS}{product.address}/")
            found.append({"href": href, "name": product.name, "said": message_kinds(named)})
    return found
