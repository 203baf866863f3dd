"""From which web pages the chat may be used.

Browsers name the page in the header Origin (RFC 6454, Fetch standard), and scripts of a page cannot
change it.
Programs that are no browsers send none: there is no page then that could act in a visitor's name.
"""

from __future__ import annotations

from collections.abc import Set
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_origin(text: str) -> str | None:
    """Write an origin as browsers do: lower case, without its scheme's own port.

    Returns nothing where the text is no origin: where it has a path, a wildcard or a user, say.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or not text.isascii():
        return None
    netloc = host if ":" not in host else f"[{host}]"
    if port is not None:
        netloc += f":{port}"
    if text.lower() != f"{parts.scheme}://{netloc}" or set(netloc) & set("* %\\,;'\"<>"):
        return None
    return f"{parts.scheme}://{_without_port(netloc, _DEFAULT_PORTS[parts.scheme])}"


def may_use(origin: str | None, host: str, allowed: Set[str]) -> bool:
    """Tell whether pages of an origin may use the chat.

    Args:
        origin: the header Origin, where there is one.
        host: the host by which the assistant was reached, with its port where that is named.
        allowed: the origins of the setting.
    """
    return origin is None or origin in allowed or origin in _own(host)


def _own(host: str) -> set[str]:
    """Give the assistant's own origins. A proxy may take TLS off, so both schemes are its own."""
    host = host.lower()
    return {f"{scheme}://{_without_port(host, port)}" for scheme, port in _DEFAULT_PORTS.items()}


def _without_port(netloc: str, port: int) -> str:
    return netloc.removesuffix(f":{port}")
