"""Which channel is designated for a product × message × audience, and by which rule."""

from wmebv_site.resolve.answers import Answer, Resolution, Resolutions, Resolved, State
from wmebv_site.resolve.asking import asking_what_counts
from wmebv_site.resolve.resolver import Binds, Resolver, Rows, resolve_all
from wmebv_site.resolve.rule import Rank, Rule, fits, own_rule, rank_of, row_rule, rule_of

__all__ = [
    "Answer",
    "Binds",
    "Rank",
    "Resolution",
    "Resolutions",
    "Resolved",
    "Resolver",
    "Rows",
    "Rule",
    "State",
    "asking_what_counts",
    "fits",
    "own_rule",
    "rank_of",
    "resolve_all",
    "row_rule",
    "rule_of",
]
