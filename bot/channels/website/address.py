"""From which network address a request came, also behind reverse proxies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv6Address, IPv6Network, ip_address

_ONE_SUBSCRIBER = 64  # bits; whoever has an IPv6 line has at least so many addresses
_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](?::\d+)?|(?P<v4>\d+(?:\.\d+){3}):\d+")


def visitor(peer: str, forwarded: Sequence[str], proxies: int) -> str:
    """Give the address of a visitor, by which messages are counted.

    Each proxy adds the address that it was reached from to the end of X-Forwarded-For. What stands
    further left may be made up, so exactly as many entries count as there are proxies of ours.

    Args:
        peer: the address that the connection came from.
        forwarded: the values of the header X-Forwarded-For, in their order.
        proxies: how many proxies of ours there are.
    """
    entries = [entry.strip() for value in forwarded for entry in value.split(",")][-proxies:]
    if not proxies or not entries:
        return _counted(peer) or peer
    return _counted(entries[0]) or _counted(peer) or peer


def _counted(text: str) -> str | None:
    """Write an address in its one form; of IPv6, only the part that is one subscriber's."""
    found = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address((found["v6"] or found["v4"]) if found else text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        whole = int(address) >> (128 - _ONE_SUBSCRIBER) << (128 - _ONE_SUBSCRIBER)
        return str(IPv6Network((whole, _ONE_SUBSCRIBER)))
    return str(address)
