"""Whose a host on the internet is: of the country's government, of anybody, or of nobody, and which names belong together."""

from __future__ import annotations

import re
from collections.abc import Collection

NATIONAL = frozenset(
    """112.nl acm.nl afm.nl antwoordvoorbedrijven.nl autoriteitpersoonsgegevens.nl belastingdienst.nl cak.nl cbs.nl ciz.nl
    cjib.nl crisis.nl defensie.nl digid.nl digitaleoverheid.nl digitoegankelijk.nl donorregister.nl duo.nl eerstekamer.nl
    eherkenning.nl europa.eu forumstandaardisatie.nl gemmaonline.nl ggd.nl ggdghor.nl government.nl gov.nl
    huurcommissie.nl ictu.nl ind.nl juridischloket.nl justid.nl justis.nl kadaster.nl kiesraad.nl
    kinderombudsman.nl kvk.nl lbio.nl logius.nl mijnoverheid.nl mijnpensioenoverzicht.nl minbuza.nl nationaleombudsman.nl
    nederlandveilig.nl nederlandwereldwijd.nl netherlandsworldwide.nl nl-alert.nl nlarbeidsinspectie.nl nvwa.nl
    officiele-overheidspublicaties.nl officielebekendmakingen.nl om.nl ondernemersplein.nl onderwijsinspectie.nl overheid.nl
    pdok.nl politie.nl raadvanstate.nl rdw.nl rechtspraak.nl rijksoverheid.nl rijkswaterstaat.nl rivm.nl
    ruimtelijkeplannen.nl rvig.nl rvo.nl slachtofferhulp.nl svb.nl toegankelijkheidsverklaring.nl toeslagen.nl
    tweedekamer.nl uwv.nl veiligthuis.nl vng.nl vngrealisatie.nl werk.nl""".split()
)
"""Where the government of the country, and what all municipalities have together, is found."""

PLATFORMS = frozenset(
    """apps.apple.com play.google.com facebook.com instagram.com linkedin.com x.com twitter.com youtube.com youtu.be
    whatsapp.com wa.me signal.org signal.me bsky.app mastodon.nl""".split()
)
"""Where anybody has an account, and everybody knows so: an address there says itself whose it is."""

SHORTENERS = frozenset(
    """1drv.ms adf.ly aka.ms bit.ly bitly.com bl.ink buff.ly cutt.ly dlvr.it dub.sh fb.me goo.gl is.gd l.ead.me lnk.to
    lnkd.in ow.ly qr.link qrco.de rb.gy rebrand.ly s.id short.io shorturl.at soo.gd t.co t.ly tiny.cc tinyurl.com
    trib.al urlz.fr v.gd x.gd""".split()
)
"""What leads on to another address, which nobody sees beforehand and somebody else can change."""

_SHARED = frozenset(
    """ac.uk co.uk gov.uk org.uk co.nl com.au com.tr azurewebsites.net azurefd.net azureedge.net blob.core.windows.net
    amazonaws.com appspot.com blogspot.com cloudfront.net firebaseapp.com fly.dev github.io gitlab.io herokuapp.com
    mendixcloud.com myshopify.com netlify.app onrender.com outsystemscloud.com pages.dev powerappsportals.com
    sharepoint.com surge.sh vercel.app web.app weebly.com wixsite.com wordpress.com workers.dev""".split()
)
"""Names under which anybody can have a website: two below one of these have nothing to do with each other."""

FOR_EXAMPLES = ("example", "invalid", "test", "localhost")
"""What is kept for examples and tests, so that nothing below it ever exists (RFC 2606)."""
EXAMPLES = ("example.com", "example.org", "example.net")
"""Names that are kept for examples too."""
_NOWHERE = re.compile(rf"(?:^|\.)(?:{'|'.join(map(re.escape, (*FOR_EXAMPLES, *EXAMPLES)))})$")


def plain(host: str) -> str:
    """A host as it is compared: in small letters, without the dot of the root."""
    return host.lower().rstrip(".")


def is_under(host: str, names: Collection[str]) -> bool:
    """Whether a host is one of these, or stands below one; asked for each name that it ends with, not for all of them."""
    rest = plain(host)
    while rest not in names:
        _, dot, rest = rest.partition(".")
        if not dot:
            return False
    return True


def is_anybodys(host: str) -> bool:
    """Whether anybody can have a website below a name, so that it can't be trusted as a whole."""
    return plain(host) in _SHARED or "." not in plain(host)


def is_nowhere(host: str) -> bool:
    """Whether a host is kept for examples, and never exists."""
    return _NOWHERE.search(plain(host)) is not None


def registered(host: str) -> str:
    """The name that somebody registered, of which a host is a part: ``formulieren.voorbeeld.nl`` is of ``voorbeeld.nl``."""
    labels = plain(host).split(".")
    shared = (start for start in range(len(labels)) if ".".join(labels[start:]) in _SHARED)
    return ".".join(labels[max(next(shared, len(labels) - 1) - 1, 0) :])
