"""The table of the Standard for Public Code: every criterion, each with what is there or why it is not."""

from __future__ import annotations

import re
from collections import Counter

from places import ROOT

PAGE = ROOT / "docs" / "explanation" / "public-code.md"
# The sixteen criteria of version 0.8.1, in its order.
CRITERIA = [
    "Code in the open",
    "Bundle policy and source code",
    "Make the codebase reusable and portable",
    "Welcome contributors",
    "Make contributing easy",
    "Maintain version control",
    "Require review of contributions",
    "Document codebase objectives",
    "Document the code",
    "Use plain English",
    "Use open standards",
    "Use continuous integration",
    "Publish with an open license",
    "Make the codebase findable",
    "Use a coherent style",
    "Document codebase maturity",
]
MET = ("yes", "partly", "no", "not applicable")
LEVELS = {"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "OPTIONAL"}


def rows() -> dict[str, list[list[str]]]:
    parts = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {}
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        lines = [line for line in text.splitlines() if line.startswith("| ")]
        found[title] = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][1:]
    return found


def test_each_criterion_of_the_standard_is_there_with_an_answer_to_each_requirement() -> None:
    found = rows()
    assert [title for title in found if title in CRITERIA] == CRITERIA
    for criterion in CRITERIA:
        assert len(found[criterion]) > 2
        for level, requirement, met, why in found[criterion]:
            assert level in LEVELS and requirement and met in MET, requirement
            # What is met is shown where; what isn't and should be, says why not.
            assert why != "–" or (level == "OPTIONAL" and met == "no"), requirement
            if met == "yes":
                assert "`" in why or "](" in why, requirement


def test_what_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:tests|tools|wmebv_site)/[\w/]+\.py)`", PAGE.read_text(encoding="utf-8")))
    assert named and not [path for path in named if not (ROOT / path).is_file()]


def test_the_summary_counts_what_stands_below_it() -> None:
    counted = Counter((level.split()[0], met) for c in CRITERIA for level, _, met, _ in rows()[c])
    wanted = ["| level | " + " | ".join(MET) + " |", "|---|" + "---|" * len(MET)]
    wanted += [
        f"| {level} | " + " | ".join(str(counted[level, met]) for met in MET) + " |"
        for level in ("MUST", "SHOULD", "OPTIONAL")
    ]
    assert "\n".join(wanted) in PAGE.read_text(encoding="utf-8"), "\n".join(wanted)
