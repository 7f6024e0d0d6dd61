"""What decisions do: their status, whom they bind, what they want and what holds on a date."""

from wmebv_site.decisions.calendar import (
    DESIGNATES_NOTHING,
    WMEBV_IN_FORCE,
    Calendar,
    Period,
    Status,
)
from wmebv_site.decisions.partial import replaced_for
from wmebv_site.decisions.views import Decisions

__all__ = ["DESIGNATES_NOTHING", "WMEBV_IN_FORCE", "Calendar", "Decisions", "Period", "Status", "replaced_for"]
