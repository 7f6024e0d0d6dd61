"""Whether the addresses of a register are still there: which there are, what the answers come to, and what was found before.

asking      Asks addresses whether they are there: briefly, one at a time of a host, several hosts side by side, never inside a network.
collected   Every address of a register to which residents are led today, with where it stands, what it serves and whose it is.
inside      Which hosts may be asked from here: those that everybody reaches, never this machine or a network of one's own.
listed      The links of a register as data: each with its verdict, since when, where it stands and who looks after it.
remembered  What earlier checks of links found: since when something fails, when it is certain, and what has to be asked again.
standing    How the links of a register stand, by earlier checks: what is wrong with each, how that is told, and who looks after it.
verdicts    What the answer to an address comes to: there, moved, gone, somebody else's, or not to be told from here.
"""
