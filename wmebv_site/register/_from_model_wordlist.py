"""What ``content/woordenlijst.yaml`` says: the words the municipality itself avoids, and those it keeps."""

from __future__ import annotations

from wmebv_site.register.entry import Entry, internal
from wmebv_site.register.values import Text


class AvoidedWord(Entry):
    avoid: Text = internal("Liever niet", "Het woord of de woorden die een lezer niet hoeft te kennen.")
    write: Text = internal("Liever wel", "Wat u in plaats daarvan schrijft.")


class Wordlist(Entry):
    """The whole of ``content/woordenlijst.yaml``."""

    words: tuple[AvoidedWord, ...] = internal("Woorden", "De woorden die u zelf toevoegt.", ())
    keep: tuple[Text, ...] = internal("Toch gebruiken", "Woorden uit de vaste lijst die bij u wel mogen.", ())
