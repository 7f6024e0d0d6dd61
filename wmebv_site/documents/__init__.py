"""A decision or a policy as a text document: DOCX, ODT and PDF."""
