"""A slow second reading of what holds on a day, and of what is wanted: from plain data, one question at a time.

It shares no code with the package and follows the words of the format, not the way in which the package works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

Data = dict[str, Any]
NEW_LAW = date(2026, 1, 1)
RANKS = (
    "statute product_message executor_message domain_message message product executor domain fallback".split()
)
OFFICIAL = {"aanvraag", "aanvulling", "bezwaar", "klacht"}


@dataclass(frozen=True)
class Answer:
    state: str
    channels: tuple[str, ...] = ()
    source: str | None = None
    article: str | None = None
    asked: tuple[tuple[str, str], ...] = ()
    """What a channel may ask, each with the channel: only what stands in a statute or in a decision that binds."""


class Oracle:
    """``project`` holds lists of plain mappings; a decision's ``annex`` stands in the decision."""

    def __init__(self, project: Data, today: date) -> None:
        self.project, self.today = project, today
        self.decisions = {decision["id"]: decision for decision in project["decisions"]}

    # When a decision holds

    def known(self, decision: Data) -> bool:
        if decision.get("adopted"):
            return bool(decision["adopted"] <= self.today)
        return bool(decision.get("published")) and decision["published"] <= self.today

    def begins(self, decision: Data) -> date | None:
        if not decision.get("published") or not decision.get("in_force_from") or not self.known(decision):
            return None
        back = decision.get("retroactive_to")
        if back and decision["published"] <= self.today:
            return min(back, decision["in_force_from"])
        return max(decision["published"], decision["in_force_from"])

    def ends(self, decision: Data, authority: str) -> date | None:
        days = [decision["lapsed"]] if decision.get("lapsed") else []
        days += [
            self.begins(other)
            for other in self.project["decisions"]
            if decision["id"] in other.get("replaces", ())
            and authority in other["authorities"]
            and self.begins(other)
        ]
        if decision.get("amends"):
            amended = self.decisions[decision["amends"]]
            if authority in amended["authorities"] and (end := self.ends(amended, authority)):
                days.append(end)
        return min(days) if days else None

    def ever_holds(self, decision: Data, authority: str) -> bool:
        """Whether there is any day on which it holds: an amendment of what never held never does."""
        begin, end = self.begins(decision), self.ends(decision, authority)
        if begin is None or authority not in decision["authorities"] or (end is not None and end <= begin):
            return False
        amended = self.decisions.get(decision.get("amends"))
        return (
            amended is None or authority not in amended["authorities"] or self.ever_holds(amended, authority)
        )

    def holds(self, decision: Data, authority: str, day: date) -> bool:
        begin, end = self.begins(decision), self.ends(decision, authority)
        return self.ever_holds(decision, authority) and begin <= day and (end is None or day < end)

    def amended_by(self, decision: Data) -> set[str]:
        found: set[str] = set()
        while decision.get("amends"):
            found.add(decision["amends"])
            decision = self.decisions[decision["amends"]]
        return found

    def first_of(self, decision: Data) -> str:
        while decision.get("amends"):
            decision = self.decisions[decision["amends"]]
        return str(decision["id"])

    # What holds

    def on(self, day: date, product: Data, message: Data, audience: str) -> Answer:
        if "exempt" in message:
            return Answer("exempt")
        kind = message["kind"]
        official = kind in OFFICIAL
        authority = message.get("authority", product["authority"])
        valid = [
            decision
            for decision in self.project["decisions"]
            if decision["kind"] not in ("mandaat", "oud_regime") and self.holds(decision, authority, day)
        ]
        rules = self.rules(day, valid, product, message, audience, official)
        beside = [rule for rule in rules if rule["beside"]]
        rules = [rule for rule in rules if not rule["beside"]]
        rows = self.rows(valid, product, message, audience, official)
        if rows:
            rules = [rule for rule in rules if self.goes_before(rule, rows)] or rows
            if rules is rows and len(rows) > 1:
                return Answer("error")
        else:
            rules += self.left_out(valid, product, message, audience)
        rules = self.most_precise(rules)
        decisions = [decision for rule in rules if (decision := self.of(rule))]
        rules = [
            rule for rule in rules if not any(self.comes_after(other, self.of(rule)) for other in decisions)
        ]
        dated = [rule["begin"] for rule in rules if rule["begin"]]
        rules = [rule for rule in rules if rule["begin"] is None or rule["begin"] == max(dated)]
        nothing = "gap" if official and day >= NEW_LAW else "oud_recht" if official else "niet_opengesteld"
        return self.answer(rules, beside, product, audience, nothing, valid)

    # What the registers want

    def wanted(self, product: Data, message: Data, audience: str) -> Answer:
        if "exempt" in message:
            return Answer("exempt")
        official = message["kind"] in OFFICIAL
        authority = message.get("authority", product["authority"])
        able = [
            decision
            for decision in self.project["decisions"]
            if decision["kind"] not in ("mandaat", "oud_regime")
            and authority in decision["authorities"]
            and not any(
                self.is_over(self.decisions[name], authority)
                for name in {decision["id"], *self.amended_by(decision)}
            )
        ]
        rules = self.rules(None, able, product, message, audience, official)
        beside = [rule for rule in rules if rule["beside"]]
        rules = self.most_precise([rule for rule in rules if not rule["beside"]])
        decisions = [decision for rule in rules if (decision := self.of(rule))]
        rules = [
            rule for rule in rules if not any(self.comes_after(other, self.of(rule)) for other in decisions)
        ]
        return self.answer(rules, beside, product, audience, "gap" if official else "niet_opengesteld", able)

    def is_over(self, decision: Data, authority: str) -> bool:
        """Whether it lapsed, or a decision that counts already replaces it for this authority, in force or not."""
        if decision.get("lapsed") and decision["lapsed"] <= self.today:
            return True
        return any(
            self.known(other)
            and authority in other["authorities"]
            and decision["id"] in other.get("replaces", ())
            for other in self.project["decisions"]
        )

    def comes_after(self, new: Data, old: Data | None) -> bool:
        """Whether one decision, a draft included, comes in the place of another: step by step back in time."""
        if old is None or new is old:
            return False
        if old["id"] in self.amended_by(new):
            return True
        for name in new.get("replaces", ()):
            if (
                name == old["id"]
                or name in self.amended_by(old)
                or self.comes_after(self.decisions[name], old)
            ):
                return True
        return bool(new.get("amends")) and self.comes_after(self.decisions[new["amends"]], old)

    # What an annex still says and the registers no longer know

    def forgotten(self) -> set[tuple[str, str, str]]:
        asked = set()
        for product in self.project["products"]:
            for message in product["messages"]:
                for name in [product["id"], *product.get("formerly", ())]:
                    for called in [message.get("id", message["kind"]), *message.get("formerly", ())]:
                        asked |= {(name, called, audience) for audience in ("inwoner", "ondernemer")}
        said: dict[tuple[str, str, str], list[tuple[Data, Data]]] = {}
        for decision in self.project["decisions"]:
            able = decision["kind"] not in ("mandaat", "oud_regime") and decision.get("annex")
            if able and any(
                self.holds(decision, authority, self.today) for authority in decision["authorities"]
            ):
                for row in decision["annex"]["rows"]:
                    said.setdefault((row["product"], row["message"], row["audience"]), []).append(
                        (decision, row)
                    )
        found = set()
        for key in said.keys() - asked:
            taking = [(0, *each) for each in said[key] if self.takes_ways(each[1])]
            whole = [each for each in said[key] if not self.takes_ways(each[1])]
            last = [each for each in whole if not any(self.comes_after(other, each[0]) for other, _ in whole)]
            if last and not last[0][1].get("withdrawn") and self.without(self.row(*last[0]), taking):
                found.add(key)
        return found

    # What both come to

    def most_precise(self, rules: list[Data]) -> list[Data]:
        best = min((rule["rank"] for rule in rules), default=0)
        return [rule for rule in rules if rule["rank"] == best]

    def answer(
        self,
        rules: list[Data],
        beside: list[Data],
        product: Data,
        audience: str,
        nothing: str,
        binding: list[Data],
    ) -> Answer:
        if len({frozenset(rule["channels"]) for rule in rules}) > 1:
            return Answer("error")
        if not rules and not beside:
            return Answer(nothing)
        reasons = [*rules[:1], *beside]
        brought: dict[str, Data] = {}
        for rule in reasons:
            for name in self.spelled_out(rule, product):
                if "day" not in rule or self.exists(name, rule["day"]):
                    brought.setdefault(name, rule)
        channels = [name for name in brought if self.serves(name, audience)]
        asked = tuple((name, text) for name in channels for text in self.asked(name, brought[name], binding))
        reason = reasons[0]
        if self.state_of(reason, product) != "invitation":
            # Whoever brings nothing for who asks is no reason, as long as another brings something.
            bringing = [rule for rule in reasons if set(self.spelled_out(rule, product)) & set(channels)]
            reason = [*bringing, reason][0]
        state = self.state_of(reason, product)
        if not channels and state != "invitation":
            if nothing == "oud_recht":
                return Answer(nothing)
            return Answer(nothing, (), reason["source"], reason["article"])
        return Answer(state, tuple(channels), reason["source"], reason["article"], asked)

    def state_of(self, reason: Data, product: Data) -> str:
        if "uitvoerder" in reason["channels"] and product.get("executor"):
            return "executor"
        return "invitation" if "uitnodiging" in reason["channels"] else reason.get("state") or "designated"

    def asked(self, channel: str, rule: Data, binding: list[Data]) -> list[str]:
        """What the register says of a channel, or the annex that brings it."""
        said = self.of(rule)["annex"] if rule["frozen"] else self.project
        texts = []
        for requirement in said["requirements"].get(channel, ()):
            source = requirement.get("source", "")
            decision = self.decisions.get(source.removeprefix("besluit:"))
            if decision is None or decision in binding:
                texts.append(requirement["text"])
        return texts

    def spelled_out(self, rule: Data, product: Data) -> list[str]:
        names = []
        for name in rule["channels"]:
            if name == "uitvoerder":
                names += self.project["executors"].get(product.get("executor"), [])
            elif name != "uitnodiging":
                names.append(name)
        return names

    def serves(self, channel: str, audience: str) -> bool:
        return audience in self.project["channels"][channel]

    def rules(
        self, day: date | None, valid: list[Data], product: Data, message: Data, audience: str, official: bool
    ) -> list[Data]:
        """Every rule that fits and binds, those of the message itself first; without what amendments took away.

        Without a day the registers alone speak, whatever was frozen and whenever a rule begins.
        """
        found = []
        annexed = {decision["id"] for decision in self.project["decisions"] if day and decision.get("annex")}
        own = [("product_message", message)] if not message.get("withdrawn") else []
        if not message.get("on_request"):
            own.append(("product", product))
        for rank, entry in own:
            if entry.get("channels"):
                found.append(self.rule(entry, RANKS.index(rank), frozen=False))
        found += [
            self.rule(designation, self.rank(designation), frozen=False)
            for designation in self.project["designations"]
            if self.fits(designation, product, message, audience, official)
        ]
        found = [rule for rule in found if rule["source"] not in {f"besluit:{name}" for name in annexed}]
        for decision in self.project["decisions"]:
            if decision in valid and decision["id"] in annexed:
                found += [
                    self.rule(designation, self.rank(designation), frozen=True)
                    for designation in decision["annex"]["rules"]
                    if self.fits(designation, product, message, audience, official)
                ]
        authority = message.get("authority", product["authority"])
        found = [rule for rule in found if self.binds(rule, valid, official, authority)]
        found = [rule for rule in found if day is None or rule["from"] is None or rule["from"] <= day]
        if day is not None:
            found = [
                rule
                for rule in found
                if rule["source"] or any(self.exists(name, day) for name in rule["channels"])
            ]
            found = [rule if rule["source"] else rule | {"day": day} for rule in found]
        gone = []
        for rule in found:
            for other in found:
                decision = self.of(other)
                amended = decision and self.of(rule) and self.of(rule)["id"] in self.amended_by(decision)
                if amended and rule["selectors"] is not None and rule["selectors"] == other["selectors"]:
                    gone.append(rule)
        return [rule for rule in found if not any(rule is one for one in gone) and not rule["withdrawn"]]

    def rule(self, entry: Data, rank: int, *, frozen: bool) -> Data:
        source = entry.get("source")
        decision = self.decisions.get(source.removeprefix("besluit:")) if source else None
        selectors = None
        if "designation" in entry:
            keys = ("statute", "executor", "domain", "authority", "initiative")
            selectors = [*(entry.get(key) for key in keys), sorted(entry.get("messages", ["-"]))]
            selectors += [
                sorted(entry.get("audience", ["inwoner", "ondernemer"])),
                entry.get("covers", "officieel"),
            ]
            selectors.append(entry.get("beside", False))
        return {
            "channels": entry["channels"], "rank": rank, "source": source, "article": entry.get("article"),
            "beside": entry.get("beside", False), "withdrawn": entry.get("withdrawn", False), "selectors": selectors,
            "from": entry.get("from"), "frozen": frozen, "authority": entry.get("authority"),
            "begin": decision.get("in_force_from") if decision else None,
        }  # fmt: skip

    def of(self, rule: Data) -> Data | None:
        return self.decisions.get((rule["source"] or "").removeprefix("besluit:"))

    def exists(self, channel: str, day: date) -> bool:
        begin = self.project["begins"].get(channel)
        return begin is None or bool(begin <= day)

    def binds(self, rule: Data, valid: list[Data], official: bool, authority: str) -> bool:
        """Without a source: other messages of our own bodies, or of the one that it names."""
        if rule["source"] is None:
            named = rule["authority"] == authority or rule["selectors"] is None
            return not official and (named or authority not in self.project["others"])
        return rule["source"].startswith("wet:") or self.of(rule) in valid

    def rank(self, designation: Data) -> int:
        if "statute" in designation:
            return RANKS.index("statute")
        for selector in ("executor", "domain"):
            if selector in designation:
                return RANKS.index(f"{selector}_message" if "messages" in designation else selector)
        return RANKS.index("message" if "messages" in designation else "fallback")

    def fits(self, designation: Data, product: Data, message: Data, audience: str, official: bool) -> bool:
        covers = designation.get("covers", "officieel")
        tests = [
            covers == "beide" or (covers == "officieel") == official,
            message["kind"] in designation.get("messages", [message["kind"]]),
            designation.get("domain", product["domain"]) == product["domain"],
            "statute" not in designation or designation["statute"] in product.get("statutes", ()),
            "executor" not in designation
            or (
                product.get("executor") is not None
                and designation["executor"] in ("elke", product["executor"])
            ),
            audience in designation.get("audience", [audience]),
        ]
        asked = "op_verzoek" if message.get("on_request") else "eigen_initiatief"
        tests.append(designation.get("initiative", asked) == asked)
        authority = message.get("authority", product["authority"])
        tests.append(designation.get("authority", authority) == authority)
        if message.get("on_request"):
            statute = (designation.get("source") or "").startswith("wet:")
            tests.append(statute or designation.get("initiative") == "op_verzoek")
        return all(tests)

    def rows(
        self, valid: list[Data], product: Data, message: Data, audience: str, official: bool
    ) -> list[Data]:
        """The row in force; more than one where they are in each other's way."""
        names = [
            (name, called)
            for name in [product["id"], *product.get("formerly", ())]
            for called in [message.get("id", message["kind"]), *message.get("formerly", ())]
        ]
        best: list[tuple[int, date, list[Data]]] = []
        for first in {self.first_of(decision) for decision in valid}:
            said: list[tuple[int, Data, Data]] = []
            for decision in valid:
                if self.first_of(decision) != first or not decision.get("annex"):
                    continue
                for place, (name, called) in enumerate(names):
                    said_of_it = [
                        r for r in decision["annex"]["rows"] if (r["product"], r["message"]) == (name, called)
                    ]
                    rows = [r for r in said_of_it if r["audience"] == audience]
                    if rows:
                        said.append((place, decision, rows[0]))
                        break
            taking = [each for each in said if self.takes_ways(each[2])]
            said = [each for each in said if not self.takes_ways(each[2])]
            said = [
                each for each in said if not any(each[1]["id"] in self.amended_by(other[1]) for other in said)
            ]
            if not said:
                continue
            latest = max(decision["in_force_from"] for _, decision, _ in said)
            said = [each for each in said if each[1]["in_force_from"] == latest]
            if all(row.get("withdrawn") for _, _, row in said):
                continue
            left = [self.without(self.row(decision, row), taking) for _, decision, row in said]
            if any(left):
                best.append((said[0][0], latest, [row for row in left if row]))
        if not best:
            return []
        nearest = min(place for place, _, _ in best)
        best = [each for each in best if each[0] == nearest]
        latest = max(begin for _, begin, _ in best)
        found = [row for _, begin, rows in best if begin == latest for row in rows]
        return (
            self.left_of(found[0], valid, product, message, audience, official) if len(found) == 1 else found
        )

    def left_out(self, valid: list[Data], product: Data, message: Data, audience: str) -> list[Data]:
        """Channels of the message or product itself that a row tells of for others, and that are not there for who asks."""
        found = []
        for decision in valid:
            rows = decision.get("annex", {}).get("rows", ())
            for name in [product["id"], *product.get("formerly", ())]:
                for called in [message.get("id", message["kind"]), *message.get("formerly", ())]:
                    key = (name, called, audience)
                    told = [r for r in rows if (r["product"], r["message"]) == key[:2]]
                    told = (
                        [] if self.has_row(rows, key) else [r for r in told if self.leaves_out(r, audience)]
                    )
                    amended = any(
                        decision["id"] in self.amended_by(other)
                        and self.has_row(other.get("annex", {}).get("rows", ()), key)
                        for other in valid
                    )
                    if told and not amended and not any(self.of(one) is decision for one in found):
                        found.append(self.row(decision, told[0]) | {"state": None})
        return found

    def has_row(self, rows: Any, key: tuple[str, str, str]) -> bool:
        return any((r["product"], r["message"], r["audience"]) == key for r in rows)

    def leaves_out(self, row: Data, audience: str) -> bool:
        own = row.get("rank") in ("product_message", "product") and not row.get("withdrawn")
        return own and not any(self.serves(name, audience) for name in row["channels"])

    def takes_ways(self, row: Data) -> bool:
        """Whether an amendment takes only some ways away, and leaves the rest to what it amends."""
        return bool(row.get("withdrawn") and row.get("channels"))

    def without(self, row: Data, taking: list[tuple[int, Data, Data]]) -> Data | None:
        gone = {
            name
            for _, amendment, taken in taking
            if self.of(row)["id"] in self.amended_by(amendment)
            for name in taken["channels"]
        }
        left = [name for name in row["channels"] if name not in gone]
        return None if row["channels"] and not left else row | {"channels": left}

    def row(self, decision: Data, row: Data) -> Data:
        return {
            "channels": row.get("channels", ()), "rank": RANKS.index(row.get("rank", "product_message")),
            "source": f"besluit:{decision['id']}", "article": row.get("article"), "state": row.get("state", "designated"),
            "begin": decision["in_force_from"], "withdrawn": False, "frozen": True,
        }  # fmt: skip

    def left_of(
        self, row: Data, valid: list[Data], product: Data, message: Data, audience: str, official: bool
    ) -> list[Data]:
        """Without what amendments withdraw that were not frozen: of those the registers tell."""
        frozen = [d for decision in valid if decision.get("annex") for d in decision["annex"]["rules"]]
        own = {"product_message": message, "product": product}.get(RANKS[row["rank"]], {}).get("channels", [])
        channels = list(row["channels"])
        for decision in valid:
            if decision.get("annex") or self.of(row)["id"] not in self.amended_by(decision):
                continue
            source = f"besluit:{decision['id']}"
            taken = message.get("withdrawn") and message.get("source") == source
            if taken and row["rank"] != RANKS.index("product"):
                return []  # what stands at the product doesn't come from its message
            gone = [
                designation
                for designation in self.project["designations"]
                if designation.get("withdrawn") and designation.get("source") == source
                and self.fits(designation, product, message, audience, official)
            ]  # fmt: skip
            if any(not one.get("beside") and self.rank(one) == row["rank"] for one in gone):
                return []
            for one in gone:
                if not one.get("beside"):
                    continue
                stays = self.spelled_out({"channels": own}, product)
                for other in frozen:
                    gives = other.get("beside") or self.rank(other) == row["rank"]
                    if (
                        gives
                        and self.fits(other, product, message, audience, official)
                        and not self.alike(one, other)
                    ):
                        stays += self.spelled_out(other, product)
                added = [name for name in self.spelled_out(one, product) if name not in stays]
                channels = [name for name in channels if name not in added]
        return [row | {"channels": channels}] if channels else []

    def alike(self, one: Data, other: Data) -> bool:
        return bool(
            self.rule(one, 0, frozen=False)["selectors"] == self.rule(other, 0, frozen=False)["selectors"]
        )

    def goes_before(self, rule: Data, rows: list[Data]) -> bool:
        rank = min(row["rank"] for row in rows)
        if rule["source"] is None or rule["frozen"]:
            return False
        if rule["rank"] < rank:
            return True
        decision = self.of(rule)
        if rule["rank"] > rank or decision is None:
            return False
        return all(
            self.comes_after(decision, self.of(row))
            or (rule["begin"] > row["begin"] and not self.comes_after(self.of(row), decision))
            for row in rows
        )
