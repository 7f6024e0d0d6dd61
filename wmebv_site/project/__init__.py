"""The folder on disk: read it, its settings, the day, write a file whole or not at all, begin one.

archive          Zip files: the same at every writing, for a package of a document and a workbook; and whether one is a workbook of ours.
clock            The build date: the one place where the clock and its stand-ins are read, and the garbage collector is kept away.
earlier          A project as it stood in a commit of git, read without changing or fetching anything.
editor_settings  What stands behind 'editor' in ``mkdocs.yml``: where the registers are kept, and how one signs in there.
load             Reads the files of a project from disk: plain files only, nothing followed, nothing executed.
machine          What the machine offers a project, what is missing on it, and what to type for that on this system.
municipalities   The municipalities of the Netherlands, each found by its code or by its name however it is written.
packaged         Finds the shared register in an installed package by what its installer noted: nothing of the package is run.
settings         What stands in ``mkdocs.yml``, read and judged without MkDocs: its settings may carry tags that run code.
starter          The small project a municipality starts with.
synonyms         The words that people use for names of the national list of product names (UPL), as they come with the package.
telling          Tells who isn't there how a run went: by mail, and on the forge where it ran; ``init`` writes it as beheer/melden.py.
turns            Lets one command at a time work in a project or a folder, and tells who is at work: others wait a moment, then say so.
writing          Writes a file, a set of files or a folder whole or not at all, and never over what another made meanwhile.
"""
