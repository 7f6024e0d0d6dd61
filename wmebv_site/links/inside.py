"""Which hosts may be asked from here: those that everybody reaches, never this machine or a network of one's own."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Inside(OSError):
    """A host that leads into a network of one's own, as a Dutch sentence."""


def numbers_of(host: str, port: int) -> list[str]:
    """The numbers of a host, as the machine finds them. Raises an OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]).partition("%")[0] for *_, where in found))


def public_numbers(host: str, port: int, numbers: Callable[[str, int], list[str]] | None = None) -> list[str]:
    """The numbers of a host. Raises an OSError when one of them is of this machine or a network of one's own.

    Connect to what this gives, and not to the name: that may lead elsewhere a moment later.
    """
    found = (numbers or numbers_of)(host, port)
    if not found or not all(map(is_public, found)):
        raise Inside(f"'{host}' is een adres binnen uw eigen netwerk.")
    return found


def is_public(number: str) -> bool:
    """Whether a number is one that everybody reaches: also what is written in a number of version 6 is judged."""
    found = ipaddress.ip_address(number)
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            within = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
    return found.is_global and not found.is_multicast
