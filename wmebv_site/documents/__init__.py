"""Text documents: a decision for the college, the gazette and the website, in formats that people work with."""

from wmebv_site.documents.decision import decision_document
from wmebv_site.documents.docx import docx
from wmebv_site.documents.docx_styles import STYLES, check_names
from wmebv_site.documents.model import TextDocument
from wmebv_site.documents.odt import odt
from wmebv_site.documents.pdf import as_html, pdf
from wmebv_site.documents.policy import policy_document
from wmebv_site.documents.sheet import metadata_sheet
from wmebv_site.optional import NOT_MADE, DocumentRefused

__all__ = [
    "NOT_MADE",
    "STYLES",
    "DocumentRefused",
    "TextDocument",
    "as_html",
    "check_names",
    "decision_document",
    "docx",
    "metadata_sheet",
    "odt",
    "pdf",
    "policy_document",
]
