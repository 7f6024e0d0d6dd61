"""What an administrator puts on the server: judged, swapped in one step, kept, and taken back.

judging  Judges a website that was built before anybody sees it: all is there, all of it works, and nothing is internal.
scanned  What a page that was built leads to, which parts it has and for which day it was built, read in one go.
"""
