"""What the law and good order ask of a register: one function for each rule."""

from wmebv_site.rules.base import Context, LawRule
from wmebv_site.rules.table import LAW_RULES, check, check_outages

__all__ = ["LAW_RULES", "Context", "LawRule", "check", "check_outages"]
