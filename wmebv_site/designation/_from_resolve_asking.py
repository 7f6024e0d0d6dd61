"""What a channel may ask of a sender: only what a statute or a decision in force demands (Awb 2:13, third member)."""

from __future__ import annotations

from collections.abc import Callable

from wmebv_site.register.channels import Channel
from wmebv_site.register.values import Source


def asking_what_counts(channel: Channel, counts: Callable[[Source], bool]) -> Channel:
    """The channel without the requirements whose source doesn't count.

    One without a source stays: other messages may be asked things without a decision (Awb 2:14), and for official ones
    rule 21 tells that the source is missing.
    """
    kept = tuple(asked for asked in channel.requirements if asked.source is None or counts(asked.source))
    return channel if len(kept) == len(channel.requirements) else channel.model_copy(update={"requirements": kept})
