"""A decision or a policy as a text document: DOCX, ODT and PDF.

decisions  A decision or a policy as a document: its text, who signs, its annex, and the sheet for the official gazette.
docx       Writes a document as DOCX, in our own design or in that of a template.
markdown   Reads Markdown as the blocks of a document, with the syntax that the pages know.
model      A text document apart from any file format, and the libraries that make one.
odt        Writes a document as OpenDocument text, with the styles that LibreOffice knows.
pdf        Writes a document as PDF with tags, for a reader that speaks and for print.
"""
