"""Changes one key of front matter and leaves every other character as it was."""

from __future__ import annotations

import re


def with_key(text: str, key: str, value: str) -> str:
    """The text of a file with ``key: value`` in its front matter: at the key that is there, else below the last.

    ``value`` is YAML for one line. The text must have front matter that could be read; an existing value must stand on
    the line of its key, or ValueError is raised.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    written = re.compile(rf"{re.escape(key)}[ \t]*:(?:[ \t]|$)")
    at = next((number for number in range(1, end) if written.match(lines[number])), None)
    if at is None:
        lines.insert(end, f"{key}: {value}")
    else:
        below = lines[at + 1]
        if at + 1 < end and re.match(r"[ \t]+\S|- ", below):
            raise ValueError(key)
        comment = re.search(r"[ \t]+#.*$", lines[at])
        lines[at] = f"{key}: {value}{comment[0] if comment else ''}"
    return newline.join(lines)


def without_key(text: str, key: str) -> str:
    """The text without the line of a key; its value must stand on that line. As it was when the key isn't there."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    written = re.compile(rf"{re.escape(key)}[ \t]*:(?:[ \t]|$)")
    return newline.join(line for number, line in enumerate(lines) if number >= end or not written.match(line))
