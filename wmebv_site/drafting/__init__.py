"""Drafts the text of a decision from what the registers want, for a jurist to edit."""

from wmebv_site.drafting.decision import Draft, Order, Variant, draft
from wmebv_site.drafting.scope import DraftRefused

__all__ = ["Draft", "DraftRefused", "Order", "Variant", "draft"]
