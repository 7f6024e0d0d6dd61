"""Where every key and value of a YAML text begins and ends, for whoever changes one and leaves the rest as it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from wmebv_site.register.yaml import _Loader


@dataclass(slots=True)
class Node:
    """A value in a text: its offsets, the end without what follows it, and what it holds.

    A block value ends where the last value in it ends. A key without a value has an empty text, right behind its colon.
    """

    start: int
    end: int
    flow: bool = False
    style: str = ""
    items: list[Node] | None = None
    pairs: list[tuple[Node, Node]] | None = None
    names: list[str] = field(default_factory=list)
    """The keys of a mapping as they are read, parallel to ``pairs``."""

    @property
    def is_block(self) -> bool:
        """Whether this is a list or mapping over several lines, without brackets."""
        return (self.items is not None or self.pairs is not None) and not self.flow

    def value(self, key: str) -> Node:
        assert self.pairs is not None
        return self.pairs[self.names.index(key)][1]


def layout(text: str) -> Node | None:
    """The nodes of a text that :func:`read_yaml` read without a mistake; None when it is empty.

    Raises yaml.YAMLError on any other text.
    """
    root: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []
    for event in yaml.parse(text, Loader=_Loader):
        kind = type(event)
        if kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            node = stack.pop()
            keys.pop()
            if node.flow:
                node.end = event.end_mark.index
            if stack and not stack[-1].flow:
                stack[-1].end = node.end
            continue
        if kind is yaml.ScalarEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.style in ("|", ">"):
                end = start + len(text[start:end].rstrip())
            node = Node(start, end, style=event.style or "")
        elif kind is yaml.SequenceStartEvent:
            node = Node(event.start_mark.index, event.end_mark.index, bool(event.flow_style), items=[])
        elif kind is yaml.MappingStartEvent:
            node = Node(event.start_mark.index, event.end_mark.index, bool(event.flow_style), pairs=[])
        else:
            continue
        if not stack:
            root = node
        elif (parent := stack[-1]).items is not None:
            parent.items.append(node)
        elif (key := keys[-1]) is None:
            keys[-1] = node
            parent.names.append(event.value)
        else:
            parent.pairs.append((key, node))  # type: ignore[union-attr]
            keys[-1] = None
        if stack and not stack[-1].flow:
            stack[-1].end = node.end
        if kind is not yaml.ScalarEvent:
            stack.append(node)
            keys.append(None)
    return root
