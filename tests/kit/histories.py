"""Makes histories of decisions by chance, as plain data and as the files of a project."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from freezer import resealed

from wmebv_site.register.annexes import checksum_of_text
from wmebv_site.register.yaml_text import unmistakable, unmistakable_list

Data = dict[str, Any]
AUTHORITIES = ("college", "burgemeester", "streek")
"""The last is another body, that decides for itself."""
AUDIENCES = ("inwoner", "ondernemer")
BEGINS = {"c": date(2026, 2, 1), "zakelijk": date(2025, 6, 1)}
"""Since when a channel exists, where that is known."""
CHANNELS = {"a": AUDIENCES, "b": AUDIENCES, "c": AUDIENCES, "zakelijk": ("ondernemer",)}
DAYS = [date(2025, 11, 1) + timedelta(days=20 * step) for step in range(18)]
_RANKS = ("product_message", "domain_message", "message", "product", "domain", "fallback")
_KINDS = ("aanwijzing",) * 6 + ("extern", "openstelling_2_14", "mandaat", "oud_regime")


def history(chance: Random) -> Data:
    """A small project: two products, some with earlier names, and up to five decisions that follow each other."""
    project: Data = {
        "channels": CHANNELS,
        "begins": BEGINS,
        "others": ["streek"],
        "executors": {"ggd": ["c"]},
        "decisions": [],
        "products": [
            _product(chance, "p", ["p-oud"], "d"),
            _product(chance, "q", [], "e"),
        ],
    }
    names = [f"b{number}" for number in range(chance.randint(1, 5))]
    for name in names:
        project["decisions"].append(_decision(chance, name, [d["id"] for d in project["decisions"]]))
    for product in project["products"]:
        if chance.random() < 0.2:
            product.update(_own(chance, names))
        for message in product["messages"]:
            if chance.random() < 0.3:
                message.update(_own(chance, names))
                amendments = [d["id"] for d in project["decisions"] if d.get("amends")]
                if amendments and chance.random() < 0.4:
                    message.update(withdrawn=True, source=f"besluit:{chance.choice(amendments)}")
    project["designations"] = [_designation(chance, names) for _ in range(chance.randint(1, 7))]
    project["designations"] += [
        {
            "designation": True,
            "channels": _channels(chance),
            "fallback": True,
            "covers": "beide",
            "beside": True,
            "withdrawn": True,
            "source": f"besluit:{d['id']}",
        }
        for d in project["decisions"]
        if d.get("amends") and chance.random() < 0.7
    ]
    project["requirements"] = _requirements(chance, names)
    for decision in project["decisions"]:
        if chance.random() < (0.35 if decision.get("amends") else 0.65):
            decision["annex"] = _annex(chance, decision) | {"requirements": _requirements(chance, names)}
    return project


def _product(chance: Random, name: str, formerly: list[str], domain: str) -> Data:
    messages: list[Data] = [
        {"kind": "aanvraag"},
        {"kind": "bezwaar"},
        {"kind": "vraag"},
        {"kind": "aanvulling", "on_request": True},
    ]
    messages.append(
        {"kind": "verzoek", "id": "stop", "formerly": ["einde"], "authority": chance.choice(AUTHORITIES)}
    )
    if chance.random() < 0.2:
        messages.append({"kind": "klacht", "exempt": True})
    product: Data = {
        "id": name,
        "formerly": formerly,
        "domain": domain,
        "authority": chance.choice(AUTHORITIES),
        "messages": messages,
    }
    if chance.random() < 0.3:
        product["executor"] = "ggd"
    if chance.random() < 0.3:
        product["statutes"] = ["dienstenwet"]
    return product


def _channels(chance: Random) -> list[str]:
    return chance.sample(list(CHANNELS), chance.choice((1, 1, 1, 2)))


def _own(chance: Random, names: list[str]) -> Data:
    return {"channels": _channels(chance), "source": f"besluit:{chance.choice(names)}"}


def _requirements(chance: Random, names: list[str]) -> Data:
    """What channels ask, by the decisions there are, by a statute, or without a source."""
    sources = [*(f"besluit:{name}" for name in names), "wet:Wet 1", None]
    found: Data = {}
    for channel in CHANNELS:
        for number in range(chance.choice((0, 0, 1, 2))):
            source = chance.choice(sources)
            found.setdefault(channel, []).append(
                {"text": f"Eis {number}."} | ({"source": source} if source else {})
            )
    return found


def _decision(chance: Random, name: str, earlier: list[str]) -> Data:
    decision: Data = {
        "id": name,
        "kind": chance.choice(_KINDS),
        "authorities": chance.sample(AUTHORITIES, chance.randint(1, 2)),
    }
    place = chance.randrange(12)
    if chance.random() < 0.9:
        decision["adopted"] = DAYS[place]
    if chance.random() < 0.9:
        decision["published"] = DAYS[place + chance.randint(0, 2)]
    if chance.random() < 0.9:
        decision["in_force_from"] = DAYS[place + chance.randint(0, 5)]
        if chance.random() < 0.2:
            decision["retroactive_to"] = decision["in_force_from"] - timedelta(days=30)
        if chance.random() < 0.15:
            decision["lapsed"] = decision["in_force_from"] + timedelta(days=chance.choice((20, 60, 100)))
    if earlier and chance.random() < 0.4:
        decision["replaces"] = chance.sample(earlier, 1)
    elif earlier and chance.random() < 0.5:
        decision |= {"kind": "wijziging", "amends": chance.choice(earlier)}
    return decision


def _designation(chance: Random, names: list[str], source: str | None = None) -> Data:
    made: Data = {"designation": True, "channels": _channels(chance)}
    if chance.random() < 0.15:
        made["channels"] = [chance.choice(("uitvoerder", "uitnodiging"))]
    for key, values in (("domain", "de"), ("statute", ["dienstenwet"]), ("executor", ["ggd", "elke"])):
        if chance.random() < 0.3:
            made[key] = chance.choice(values)
    if chance.random() < 0.35:
        made["messages"] = chance.sample(["aanvraag", "bezwaar", "vraag", "aanvulling"], chance.randint(1, 2))
    if chance.random() < 0.2:
        made["audience"] = [chance.choice(AUDIENCES)]
    if chance.random() < 0.25:
        made["initiative"] = "op_verzoek"
    if chance.random() < 0.4:
        made["covers"] = chance.choice(("beide", "ander"))
    if chance.random() < 0.15:
        made["beside"] = True
    where = source or chance.choice([*(f"besluit:{name}" for name in names), "wet:Wet 1", None])
    if where:
        made |= {"source": where, "article": str(chance.randint(1, 9))}
    if source is None and chance.random() < 0.1:
        made["from"] = chance.choice(DAYS)
    if where and where.startswith("besluit") and chance.random() < (0.4 if "beside" in made else 0.1):
        made["withdrawn"] = True
    if chance.random() < 0.25:
        made["authority"] = chance.choice(AUTHORITIES)
    if not made.keys() & {
        "domain",
        "statute",
        "executor",
        "messages",
        "audience",
        "initiative",
        "authority",
        "covers",
    }:
        made["fallback"] = True
    return made


def _annex(chance: Random, decision: Data) -> Data:
    rows = [
        _row(chance, decision, product, message, audience)
        for product in ("p", "p-oud", "q", "weg")
        for message in ("aanvraag", "bezwaar", "vraag", "aanvulling", "stop", "einde")
        for audience in AUDIENCES
        if chance.random() < 0.35
    ]
    rules = [_designation(chance, [], f"besluit:{decision['id']}") for _ in range(chance.randint(0, 4))]
    return {"rows": rows, "rules": rules}


def _row(chance: Random, decision: Data, product: str, message: str, audience: str) -> Data:
    row: Data = {"product": product, "message": message, "audience": audience}
    if decision.get("amends") and chance.random() < 0.3:
        some = {"channels": _channels(chance)} if chance.random() < 0.5 else {}
        return row | {"withdrawn": True} | some
    able = [name for name, served in CHANNELS.items() if audience in served]
    return row | {
        "channels": chance.sample(able, chance.choice((1, 1, 2))),
        "rank": chance.choice(_RANKS),
        "article": str(chance.randint(1, 9)),
    }


def files_of_history(project: Data) -> dict[str, bytes]:
    """The project as its files."""
    products = [_written(product) for product in project["products"]]
    channels = "municipality: {name: Gemeente Voorbeeld, fictitious: ja}\n"
    channels += unmistakable_list(
        "authorities",
        [
            {"id": name, "kind": "extern" if name in project["others"] else name, "name": name}
            for name in AUTHORITIES
        ],
    )
    channels += unmistakable_list(
        "executors",
        [{"id": name, "name": name, "channels": own} for name, own in project["executors"].items()],
    )
    channels += unmistakable_list("domains", [{"id": name, "name": name} for name in "de"])
    channels += unmistakable_list("channels", _facts(project["requirements"]))
    channels += unmistakable_list("designations", [_written(each) for each in project["designations"]])
    files = {
        "channels.yaml": channels.encode(),
        "products.yaml": unmistakable_list("products", products).encode(),
    }
    for decision in project["decisions"]:
        front = {key: value for key, value in decision.items() if key not in ("id", "annex")} | {
            "title": decision["id"]
        }
        lines = [f"{key}: {unmistakable(_plain(value))}\n" for key, value in front.items()]
        lines += ["annex: frozen\n"] if "annex" in decision else []
        files[f"content/besluiten/{decision['id']}.md"] = f"---\n{''.join(lines)}---\n".encode()
        if "annex" in decision:
            files[f"content/besluiten/{decision['id']}.annex.yaml"] = _annex_file(decision)
    return files


def _facts(requirements: Data) -> list[Data]:
    return [
        {
            "id": name,
            "name": name,
            "kind": "webformulier",
            "url": f"https://{name}.voorbeeld.example",
            "audience": list(served),
        }
        | ({"requirements": requirements[name]} if name in requirements else {})
        | ({"from": _plain(BEGINS[name])} if name in BEGINS else {})
        for name, served in CHANNELS.items()
    ]


def _annex_file(decision: Data) -> bytes:
    rows = []
    for row in decision["annex"]["rows"]:
        named = {
            "product_name": row["product"],
            "message_name": row["message"],
            "source": f"besluit:{decision['id']}",
        }
        listed = [{"id": name, "name": name} for name in row.get("channels", ())]
        rows.append(_plain(row | named | {"channels": listed}))
    text = f'version: 1\ndecision: {decision["id"]}\nfrozen_on: 2025-01-01\nchecksum: ""\n'
    text += f'text_checksum: "{checksum_of_text("")}"\n'
    text += unmistakable_list("rows", rows) + unmistakable_list(
        "rules", [_written(rule) for rule in decision["annex"]["rules"]]
    )
    return resealed(
        (text + unmistakable_list("channels", _facts(decision["annex"]["requirements"]))).encode()
    )


def _written(entry: Data) -> Data:
    """A product, message or designation in the words of the file."""
    written = {
        key: _plain(value)
        for key, value in entry.items()
        if key not in ("designation", "messages", "on_request", "exempt")
    }
    if "exempt" in entry:
        written["exempt"] = {"reason": "in_persoon", "basis": "Wet 1"}
    if "on_request" in entry:
        written["initiative"] = "op_verzoek"
    if "messages" in entry:
        messages = entry["messages"]
        written["messages"] = (
            messages if "designation" in entry else [_written(message) for message in messages]
        )
    return written | ({"name": entry["id"]} if "domain" in entry and "id" in entry else {})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)
