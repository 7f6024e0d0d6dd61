"""Municipalities that become one: what they have alike, what somebody has to choose, and the project that comes of it.

clashes       What must be chosen when municipalities merge: each clash with its places, and the file with the answers.
contents      The texts, pictures and lists of ``content/``: what is alike once, what differs as a person chose.
decisions     The decisions of municipalities that end: they stay under their bodies, with an end and their annexes to the byte.
designations  Joins the designations of municipalities that merge: each once, and a clash where two that ask the same lead elsewhere.
forwarding    What stands in the place of the website of a municipality that merged: each old address leads to the new one.
joined        Joins what several municipalities say of one thing: what is alike once, and of what differs what a person chose.
merger        Joins the registers of municipalities that merge: the project of the new one, or every clash that is left.
new_project   The folder of a merged municipality: registers, texts, settings of the site, and what to do next.
parties       A municipality that merges: its register with the shared base below it, in the names of the new one.
"""
