"""Publishes which electronic channel a municipality designates for which official message.

diagnostics    What is told to an editor, one refusal for everything that can't be done, and how text is made printable.
dutch          How Dutch is written: how a day is said and in which time zone, lists of words, telephone numbers, *het* or *de*.
register       What a municipality writes: YAML with places, the words of the registers, one whole ``Register`` or all mistakes.
designation    What follows from a register: which channel is wanted, which holds on a day and since when, what differs, what is missing.
project        The folder on disk: read it, its settings, the day, write a file whole or not at all, begin one.
rules          What the law and good order ask of a register: one function for each rule.
documents      A decision or a policy as a text document: DOCX, ODT and PDF.
site           What a resident reads: pages, feeds and search, as files for any renderer; house style, and headers of a web server.
data           The register as data: what the pages say, for machines, from the same answers.
website        The website of a project on disk: built, shown on this machine, or written for any renderer; whole or not at all.
links          Whether the addresses of a register are still there: which there are, what the answers come to, and what was found before.
decisions      The life of a decision, from draft to history: draft, freeze, compare, announce; policies and outages likewise.
inventory      How far a municipality is: what is used, wanted and in force, what each channel lives up to, each step, and what to do first.
exchange       Lists of others and the workbook of colleagues, in and out, leaving every other byte of a register.
editor         The editor for a browser: its forms made of the model, the page it stands on, and what it may reach.
publishing     What an administrator puts on the server: judged, swapped in one step, kept, and taken back.
fleet          Many municipalities at once: one list of them, one task for each, what they come to together, and those that merge.
cli            The command ``wmebv``: what a person can ask, and how the answer leaves.
mkdocs_plugin  Hands our pages to MkDocs: everything that knows MkDocs, and nothing else.
"""

__version__ = "0.1.0"
