"""Drafts the text of a decision from what the registers want, for a jurist to edit."""

from wmebv_site.drafting.decision import Draft, draft
from wmebv_site.drafting.order import Order, Variant
from wmebv_site.drafting.scope import DraftRefused

__all__ = ["Draft", "DraftRefused", "Order", "Variant", "draft"]
