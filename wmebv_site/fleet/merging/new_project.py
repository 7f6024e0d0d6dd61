"""The folder of a merged municipality: registers, texts, settings of the site, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from wmebv_site.designation.decisions import Decisions
from wmebv_site.dutch import capitalised, counted, enumerate_words, in_words
from wmebv_site.fleet.merging.clashes import Choices
from wmebv_site.fleet.merging.forwarding import FOLDER, files_of, forwards_of
from wmebv_site.fleet.merging.merger import Merged
from wmebv_site.fleet.merging.parties import Party
from wmebv_site.links.remembered import FILE as LINKS
from wmebv_site.links.remembered import Memory, Remembered, read, written
from wmebv_site.project.load import read_plain
from wmebv_site.project.municipalities import KnownMunicipality, by_code
from wmebv_site.project.starter import for_text_editor, plan
from wmebv_site.register.register import Register

NOTES = "SAMENVOEGEN.md"
"""What was joined and what is left to do, for the people who go on with it."""
_OF_A_START = ("mkdocs.yml", ".gitignore", ".gitattributes", ".editorconfig")
_OF_THE_EDITOR = ".vscode/"


def project_of(merged: Merged, choices: Choices, day: date) -> dict[str, bytes]:
    """Every file of the new project, with what leads on from the old websites."""
    assert choices.new is not None, "nothing is written before it is filled in"
    name = choices.new.municipality.name
    bare = name.removeprefix("Gemeente ").removeprefix("gemeente ")
    known = by_code(choices.new.municipality.tooi or "") or KnownMunicipality(
        code=choices.new.municipality.tooi or "", name=bare, preferred_name=bare, owms_term=bare, province=""
    )
    begun = plan(known, day)
    files = {
        path: text for path, text in begun.items() if path in _OF_A_START or path.startswith(_OF_THE_EDITOR)
    }
    lines = files["mkdocs.yml"].splitlines(keepends=True)
    address = next(number for number, line in enumerate(lines) if line.startswith("# site_url:"))
    lines[address - 1 : address + 1] = [f"site_url: {choices.new.site_url}\n"]
    files["mkdocs.yml"] = "".join(lines)
    texts = {
        path: data.decode("utf-8", "replace")
        for path, data in merged.files.items()
        if path.endswith((".yaml", ".md"))
    }
    files |= for_text_editor(files | texts)
    made: dict[str, bytes] = {}
    if merged.register is not None:
        for party in merged.parties:
            forwards = forwards_of(party, merged.register, choices.new.site_url)
            led = files_of(forwards, capitalised(party.register.municipality.name), name)
            made |= {f"{FOLDER}{party.label}/{path}": data for path, data in led.items()}
    if memory := _links(merged.parties):
        made[LINKS] = memory
    files[NOTES] = "\n".join(_notes(merged, name, day)) + "\n"
    return merged.files | made | {path: text.encode() for path, text in files.items()}


def _links(parties: Sequence[Party]) -> bytes | None:
    """What was found of their links, of each address what was asked last; None where nobody asked."""
    known: dict[str, Remembered] = {}
    hosts: dict[str, datetime] = {}
    for party in parties:
        memory = read(read_plain(party.folder / LINKS))
        if memory is None:
            party.left.append(f"Wat eerder over links is gevonden: '{LINKS}' is beschadigd.")
            continue
        for url, each in memory.addresses.items():
            if url not in known or known[url].asked < each.asked:
                known[url] = each
        for host, until in memory.hosts.items():
            hosts[host] = max(until, hosts.get(host, until))
    return written(Memory(known, hosts)) if known else None


def _notes(merged: Merged, name: str, day: date) -> Iterator[str]:
    yield f"# {name}: samengevoegd"
    yield ""
    yield f"Dit project komt uit de registers van {enumerate_words([each.register.municipality.name for each in merged.parties], 'en')}."
    yield f"De nieuwe gemeente bestaat vanaf {in_words(day)}."
    yield ""
    yield "## Wat u nu doet"
    yield ""
    yield from (f"{number}. {line}" for number, line in enumerate(next_steps(merged), 1))
    left = [(party, sentence) for party in merged.parties for sentence in dict.fromkeys(party.left)]
    if left:
        yield ""
        yield "## Wat niet of anders is overgenomen"
        yield ""
        yield from (f"- {party.label}: {sentence}" for party, sentence in left)
    for party in merged.parties:
        if other := list(elsewhere(party, merged.register)):
            yield ""
            yield f"## Wat voor {party.label} anders wordt"
            yield ""
            yield "Voor deze berichten wil het nieuwe register een ander kanaal dan het oude. Kijk na of dat de bedoeling is."
            yield ""
            yield from (f"- {each}" for each in other)
    if any(merged.only.values()):
        yield ""
        yield "## Wat maar bij één gemeente stond"
        yield ""
        yield "Dit is overgenomen. Het geldt nu voor de hele gemeente. Kijk na of dat klopt."
        for label, names in merged.only.items():
            yield ""
            yield f"### {label}"
            yield ""
            yield from (f"- {each}" for each in names)


def elsewhere(party: Party, register: Register | None) -> Iterator[str]:
    """The messages that the new register wants to go elsewhere than the old one did, by product."""
    if register is None:
        return
    channels, products = party.names.get("kanaal", {}), party.names.get("product", {})
    wanted = Decisions(register, party.day).wanted().by_key
    names = {channel.id: channel.name for channel in register.channels}
    found: dict[str, dict[str, list[str]]] = {}
    for old in party.calendar.wanted().all:
        product, message, audience = old.key
        new = wanted.get((products.get(product, product), message, audience))
        if new is None:
            continue
        before = [channels.get(each.channel.id, each.channel.id) for each in old.channels]
        after = [each.channel.id for each in new.channels]
        if set(before) == set(after):
            continue
        went = [names.get(each, each) for each in before if each not in after]
        goes = [names.get(each, each) for each in after if each not in before]
        if set(went) & set(goes):  # both keep their name: then the id tells which is meant
            went = [f"{names.get(each, each)} ({each})" for each in before if each not in after]
            goes = [f"{names.get(each, each)} ({each})" for each in after if each not in before]
        change = f"{enumerate_words(went, 'en') or 'Niets'} wordt {enumerate_words(goes, 'en') or 'niets'}"
        listed = found.setdefault(change, {}).setdefault(new.product.name, [])
        if new.message.key not in listed:
            listed.append(new.message.key)
    for change, listed_by in found.items():
        told = [f"{name} ({', '.join(keys)})" for name, keys in listed_by.items()]
        yield f"{change}: {'; '.join(told)}"


def next_steps(merged: Merged) -> Sequence[str]:
    """What people have to do with the new project, a step a line."""
    steps = ["Typ 'wmebv check' in de map van het project, en los op wat u leest."]
    if merged.decision:
        steps.append(
            f"Laat uw jurist het concept in content/besluiten/{merged.decision}.md nakijken. Tot de nieuwe gemeente besluit, toont de "
            "website nog geen aangewezen kanalen. Schrijf bij 'in_use' wat mensen dan gebruiken: vanaf haar eerste dag is dat te zien."
        )
    number = sum(
        party.ends(each) and not party.is_draft(each)
        for party in merged.parties
        for each in party.register.decisions
    )
    if number:
        steps.append(
            f"Kijk na wanneer {counted(number, 'besluit', 'besluiten')} van de oude gemeenten eindigen ('lapsed'). Had een besluit "
            "nog geen einde, dan staat daar nu de dag van de samenvoeging. Of een besluit langer geldt, zegt een jurist."
        )
    steps += [
        f"Geef de mappen in '{FOLDER}' aan de beheerders van de oude websites. Wat erin staat, leidt van elk oud adres naar het nieuwe.",
        f"Lees in {NOTES} voor welke berichten er een ander kanaal komt, en wat maar bij één gemeente stond.",
        "Kijk het beleid na, en de teksten en opmerkingen waarin nog een oude gemeente staat. De opmerkingen in channels.yaml komen van "
        f"{merged.parties[0].label}.",
        "Neem over wat niet bij de registers hoort: het thema, de huisstijl en wat automatisch draait.",
    ]
    return steps
