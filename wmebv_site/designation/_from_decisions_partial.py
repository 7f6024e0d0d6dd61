"""For whom a decision replaces another, where that other stays for the rest."""

from __future__ import annotations

from wmebv_site.dutch import enumerate_words
from wmebv_site.register.content import Decision
from wmebv_site.register.register import Register


def replaced_for(old: Decision, new: Decision, register: Register) -> str:
    """To put behind the name of a decision: ``, alleen voor de burgemeester``; empty where nothing of it stays."""
    shared = [name for name in old.authorities if name in new.authorities]
    if len(shared) == len(old.authorities):
        return ""
    return f", alleen voor {enumerate_words([register.authority_by_id[name].name for name in shared], 'en')}"
