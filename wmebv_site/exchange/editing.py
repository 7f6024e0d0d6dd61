"""Changes a YAML text into one that says something else, touching only the places where the two differ."""

from __future__ import annotations

from typing import Any

from wmebv_site._from_editing_refusal import EditRefused
from wmebv_site.exchange._from_editing_splices import Splices
from wmebv_site.register._from_source_layout import layout
from wmebv_site.register._from_source_tree import Mapping, Sequence
from wmebv_site.register.entry import Entry
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml

_BOM = b"\xef\xbb\xbf"


def plain(value: Any) -> Any:
    """A copy of read data that may be changed: dicts, lists and texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def rewrite(file: str, data: bytes, wanted: dict[str, Any], model: type[Entry]) -> bytes:
    """The bytes of a register that say what is wanted, with all else as it was.

    Comments, order, quotes, line ends and a byte order mark stay. A new key goes where the model has it. What the
    result says is read again and compared; a text that can't be changed so is refused.
    """
    found, text = _read(file, data)
    if found == wanted:
        return data
    root = layout(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if root is None or not root.pairs:
        changed = _from_nothing(text, wanted, newline)
    else:
        splices = Splices(text, newline)
        splices.mapping(root, found, wanted, model)
        changed = splices.applied()
    # The text to parse has its hard spaces made soft; what is kept is taken from the text as it was.
    result = (_BOM if data.startswith(_BOM) else b"") + changed(data.removeprefix(_BOM).decode("utf-8")).encode("utf-8")
    again, _ = _read(file, result)
    if again != wanted:
        raise EditRefused(f"'{file}' is zo opgemaakt dat de wijziging er niet veilig in past. Pas het bestand zelf aan.")
    return result


def _read(file: str, data: bytes) -> tuple[Mapping, str]:
    source, diagnostics = read_text(file, data)
    value = None
    if source is not None and not diagnostics:
        value, diagnostics = read_yaml(source)
    if source is None or diagnostics or isinstance(value, (str, Sequence)):
        raise EditRefused(f"In '{file}' staat een fout. Los die eerst op; 'wmebv check' wijst de plaats aan.")
    text = data.removeprefix(_BOM).decode("utf-8")
    if "\r" in text.replace("\r\n", ""):
        raise EditRefused(f"'{file}' heeft regeleinden van een oude computer. Sla het bestand opnieuw op.")
    for hard_space in ("\u00a0", "\u202f", "\u2007"):
        text = text.replace(hard_space, " ")
    return value if isinstance(value, Mapping) else Mapping(file, (0, 0, 0)), text


def _from_nothing(text: str, wanted: dict[str, Any], newline: str) -> Any:
    from wmebv_site.exchange._from_editing_splices import block

    head = text if not text or text.endswith("\n") else text + newline
    body = newline.join(block(wanted, 0)) + newline
    return lambda original: original + head[len(text) :] + body
