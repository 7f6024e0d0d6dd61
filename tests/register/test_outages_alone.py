"""An outage can be told whatever is wrong in the rest of the registers (Awb 2:21)."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from bad_cases import bad_cases
from every import every
from hypothesis import given
from hypothesis import strategies as st
from projects import VALID, files_of

from wmebv_site.register.outages_alone import decode_outages

OUTAGE = b"---\nchannels: [formulier]\nbegin: 2026-03-02T08:15+01:00\n---\n"
PATH = "content/storingen/2026-03-02-formulier.md"

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.text("ab1 -", max_size=6) | st.sampled_from(["formulier", "Formulier A"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "kind", "channels", "phone"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["municipality", "channels", "authorities"]), ANYTHING, max_size=3))
def test_whatever_channels_yaml_holds_an_outage_can_be_told(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data).encode()
    alone = decode_outages({"channels.yaml": text, PATH: OUTAGE})
    assert [outage.id for outage in alone.register.outages] in (["2026-03-02-formulier"], [])
    assert alone.register.municipality.name
    assert all(channel.id and channel.name for channel in alone.register.channels)


@pytest.mark.parametrize(
    "data", [b"channels:\n  - name: x\n", b"channels:\n  - id: [a]\n", b"channels: x\n", b"\xff"]
)
def test_a_channel_without_an_id_stands_in_nobodys_way(data: bytes) -> None:
    alone = decode_outages({"channels.yaml": data, PATH: OUTAGE})
    assert all(each.place.file == PATH for each in alone.diagnostics)


@every(
    "case",
    [case for case in bad_cases() if not case.file.startswith("content/storingen/")],
    lambda case: case.name,
)
def test_a_mistake_elsewhere_is_not_told_and_leaves_no_outage_out(case: Any) -> None:
    sound = decode_outages(files_of(VALID))
    alone = decode_outages(case.files())
    assert all(each.place.file.startswith("content/storingen/") for each in alone.diagnostics)
    told = {outage.id for outage in alone.register.outages}
    there = {outage.id for outage in sound.register.outages}
    # An outage names a channel by its id: only where that is wrong can't it be told of.
    assert told == there or (case.file == "channels.yaml" and told < there)
