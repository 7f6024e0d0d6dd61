"""What is said when the libraries that write documents aren't there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from wmebv_site.diagnostics import Code

INSTALL = "pip install 'wmebv-site[documents]'"


NOT_MADE = Code(
    "WMEBV519",
    "Een document kan niet worden gemaakt",
    "Met de instelling 'documents' biedt de website besluiten aan als pdf, docx of odt. Daarvoor zijn extra onderdelen "
    "nodig. Installeer wat de melding noemt, of verwijder de instelling. Bij 'document_template' hoort een Word-bestand "
    "in uw project, bij 'document_styles' de naam van een stijl in dat bestand.",
)


class DocumentRefused(Exception):
    """Why a document can't be made, as a Dutch sentence with a way out."""


@contextmanager
def optional_library(name: str) -> Iterator[None]:
    """Around the import of a library that a site can do without."""
    try:
        with redirect_stdout(None):  # WeasyPrint prints what it misses, in English
            yield
    except ModuleNotFoundError as missing:
        raise DocumentRefused(f"Voor dit document ontbreekt '{missing.name}'. Installeer het met: {INSTALL}") from missing
    except OSError as missing:
        # WeasyPrint looks for Pango with ctypes as soon as it is imported.
        raise DocumentRefused(
            f"Voor dit document ontbreekt een onderdeel dat {name} van het systeem gebruikt. Installeer Pango. "
            "Op Debian en Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from missing
