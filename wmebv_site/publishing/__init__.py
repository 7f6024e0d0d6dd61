"""What an administrator puts on the server: judged, swapped in one step, kept, and taken back.

elsewhere     Brings a website to a folder on another computer with rsync, and leaves standing what was told of outages there.
forgetting    Takes an address out of a website that was built, with everything that names it, when it should never have been there.
judging       Judges a website that was built before anybody sees it: all is there, all of it works, and nothing is internal.
kept          The folder that a web server reads: the builds that are kept, and the link to the one that visitors see, moved in one step.
live_outages  What was told of outages since the last build: it outlives a build that knows less, in the status and in the feeds.
scanned       What a page that was built leads to, which parts it has and for which day it was built, read in one go.
swapping      Publishes a website: what was built is judged, given what was told since, swapped in one step, and taken back when asked.
told          What changed between two websites, and what is told of it: a short text in Dutch that can be mailed.
"""
