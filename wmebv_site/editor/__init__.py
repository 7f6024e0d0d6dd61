"""The editor for a browser: its forms made of the model, the page it stands on, and what it may reach.

base_forms  What the forms know of a shared register: what can be chosen from it, and what it says of each thing that can be changed here.
bundle      Finds the program of the editor for a browser: a package of its own, or the wheel file in which it comes.
config      What the editor for a browser is told: which files there are, the form of each, and where they are kept.
fields      Makes the fields of a form out of a model of the registers: a new field of the model appears without a word here.
labels      The words on the forms in the editor for a browser, where a title or a value of the register is not enough.
page        The page on which the editor for a browser runs, what that page may reach, and the licences of what it is made from.
"""
