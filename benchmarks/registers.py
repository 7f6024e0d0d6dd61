"""Makes projects of any number of products: the example municipality with other products in it."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml

from benchmarks.words import ROOT, Words
from wmebv_site.decisions.freeze import annex_text
from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.register.annexes import checksum_of
from wmebv_site.register.text import read_text
from wmebv_site.register.values import is_slug, is_taken, slugify
from wmebv_site.rules.checking import check_project

DATE = "2026-06-01"
"""The day on which the example is always built; its decisions are in force then."""
_FROZEN_ON = date(2026, 2, 9)
"""The day before the decision in force was adopted."""

_AUTHORITIES = {
    "belastingen": "heffingsambtenaar",
    "openbare-orde": "burgemeester",
    "werk-en-inkomen": "werk-en-inkomen-voorbeeldland",
    "bestuur": "raad",
}
_STATUTES = {"leefomgeving": "omgevingswet", "economie": "dienstenwet"}
_EXECUTORS = {"sociaal": "ggd-voorbeeld", "onderwijs": "veilig-thuis-voorbeeld"}
_ACTS = ("aanvragen", "verlengen", "wijzigen", "stoppen", "kwijt", "regelen", "doorgeven", "betalen")
# Three messages on the page: with an aanvraag, the standard messages of the example are listed too.
_WITH_APPLICATION = ("aanvraag", "bezwaar", "aanvulling")
_OTHERWISE = (
    ("melding", "klacht", "vraag"),
    ("verzoek", "ingebrekestelling", "vraag"),
    ("aangifte", "zienswijze", "vraag"),
)


def make_project(folder: Path, number: int, words: Words) -> Path:
    """Write a project of ``number`` products with three messages each into ``folder``, the same every time."""
    folder.mkdir(parents=True)
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "channels.yaml", folder)
    # Setting a long annex is measured by itself, and so is the data.
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^ +(?:documents|data): .*\n", "", settings)
    (folder / "mkdocs.yml").write_text(with_data(settings, ()), encoding="utf-8")
    text = products_yaml(number, words)
    (folder / "products.yaml").write_text(text, encoding="utf-8")
    ids = {line.removeprefix("  - id: ") for line in text.splitlines() if line.startswith("  - id: ")}
    for annex in _annexes(folder):
        _without_other_products(annex, ids)
    freeze(folder)
    return folder


def with_data(settings: str, formats: Iterable[str]) -> str:
    """The text of ``mkdocs.yml`` of the example, with these formats of data and no others."""
    head, plugin, rest = re.sub(r"(?m)^ +data: .*\n", "", settings).partition("  - wmebv:\n")
    assert plugin, "the example has settings of our plugin"
    return f"{head}{plugin}      data: [{', '.join(formats)}]\n{rest}"


def _annexes(folder: Path) -> list[Path]:
    return sorted((folder / "content" / "besluiten").glob("*.annex.yaml"))


def freeze(folder: Path) -> None:
    """Give each decision that the registers name the annex that fits them, as in a municipality that has decided."""
    register = check_project(load(folder), _FROZEN_ON).register
    assert register is not None
    decisions = Decisions(register, _FROZEN_ON)
    named = {designation.source.decision for designation in register.designations if designation.source}
    for annex in _annexes(folder):
        decision = register.decision_by_id[annex.name.removesuffix(".annex.yaml")]
        if decision.id in named:
            text = annex_text(decisions, decision)
            annex.unlink()  # it may be the file of another project as well
            annex.write_text(text, encoding="utf-8", newline="\n")


def _without_other_products(annex: Path, ids: set[str]) -> None:
    """Leave out of an annex what these registers don't know: hundreds of products that went without a word are a mistake."""
    row = "  - {product: "
    lines = annex.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(
        line for line in lines if not line.startswith(row) or line.removeprefix(row).partition(",")[0] in ids
    )
    source, _ = read_text("", kept.encode())
    assert source is not None
    sealed = re.sub(r"(?m)^checksum: .*$", f'checksum: "{checksum_of(source.text)}"', kept, count=1)
    annex.write_text(sealed, encoding="utf-8", newline="\n")


def products_yaml(number: int, words: Words) -> str:
    """The text of a ``products.yaml``, in block style with short lists on one line, as editors write it."""
    channels = yaml.load((ROOT / "channels.yaml").read_bytes(), Loader=yaml.CBaseLoader)
    domains = [domain["id"] for domain in channels["domains"]]
    ids = _ids(number, words, channels["municipality"].get("featured", []))
    chance = random.Random(number)
    blocks = [_product(chance, place, name, words, domains) for place, name in enumerate(ids)]
    return "products:\n" + "".join(blocks)


def _ids(number: int, words: Words, featured: list[str]) -> list[str]:
    """An id each. The products that the home page of the example names are there too."""
    taken: dict[str, None] = dict.fromkeys(featured)
    for place in range(len(taken), number):
        name = slugify(words.name(place)[0])
        if name in taken or not is_slug(name) or is_taken(name):
            name = f"{name[:70].rstrip('-')}-{place}"
        taken[name] = None
    return list(taken)[:number]


def _product(chance: random.Random, place: int, name_id: str, words: Words, domains: list[str]) -> str:
    name, upl = words.name(place)
    domain = chance.choice(domains)
    audience = chance.choice(
        (["inwoner"], ["ondernemer"], ["inwoner", "ondernemer"], ["inwoner", "ondernemer"])
    )
    statute, executor = _STATUTES.get(domain), _EXECUTORS.get(domain)
    with_statute = statute is not None and chance.random() < 0.6
    with_executor = executor is not None and chance.random() < 0.2
    label, url = chance.choice(words.laws)
    lines = [
        f"id: {name_id}",
        f"name: {_text(name)}",
        f"upl: {upl}",
        f"summary: {_text(' '.join(chance.sample(words.sentences, 2)))}",
        f"synonyms: {_list(_synonyms(chance, place, words))}",
        f"domain: {domain}",
        f"audience: {_list(audience)}",
        f"authority: {_AUTHORITIES.get(domain, 'college')}",
        *([f"executor: {executor}"] if with_executor else []),
        "legal_basis:",
        f"  - label: {_text(label)}",
        f"    url: {url}",
        *([f"statutes: [{statute}]"] if with_statute else []),
        f"sensitivity: {chance.choice(('laag', 'middel', 'hoog'))}",
        f"documents: {_list(chance.sample(words.documents, chance.randint(1, 3)))}",
        f"page: https://www.voorbeeld.example/{name_id}",
        f"reviewed: 2026-0{chance.randint(1, 5)}-{chance.randint(10, 28)}",
        "messages:",
        *(f"  {line}" for line in _messages(chance, domain)),
    ]
    return "\n  - " + "\n    ".join(lines) + "\n"


def _messages(chance: random.Random, domain: str) -> list[str]:
    if chance.random() >= 0.6:
        # The portal of the authority that decides for itself asks for a login, which a klacht may not.
        kinds = chance.choice(_OTHERWISE[1:] if domain == "werk-en-inkomen" else _OTHERWISE)
        return [f"- kind: {kind}" for kind in kinds]
    lines = [f"- kind: {kind}" for kind in _WITH_APPLICATION]
    if chance.random() < 0.3:
        lines.insert(1, "  channels: [contactformulier]")
    if chance.random() < 0.3:
        weeks = chance.randint(2, 26)
        lines.insert(1, f"  term: Wij beslissen binnen {weeks} weken nadat u de aanvraag hebt gestuurd.")
    return [*lines, "  name: Gegevens sturen waar wij om vragen", "  initiative: op_verzoek"]


def _synonyms(chance: random.Random, place: int, words: Words) -> list[str]:
    """Three words people use: of the example as they are, and of two products put together."""
    mine, another = words.name(place)[0], words.name(chance.randrange(len(words.names)))[0]
    made = [f"{mine.split()[-1]} {chance.choice(_ACTS)}", f"{another.split()[0]} {mine.split()[0]}"]
    return list(dict.fromkeys([*made, chance.choice(words.synonyms)]))


def _list(items: list[str]) -> str:
    return f"[{', '.join(map(_text, items))}]"


def _text(text: str) -> str:
    """The text as YAML: JSON's quotes where a sign might mean something."""
    plain = not set(text) & set(":#[]{},&*!|>'\"%@`") and text[:1] not in "-? " and text[-1:] != " "
    return text if plain and text[:1].isalpha() else json.dumps(text, ensure_ascii=False)
