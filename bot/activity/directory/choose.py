"""Makes the directory that the settings name."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.activity.directory.directory import OfflineDirectory, SearchableDirectory
from bot.activity.directory.ord import ORD_URL, OrdDirectory
from bot.activity.directory.r4 import R4_URL, R4Directory


def directory_from(
    kind: str = "ord", url: str | None = None, key: str | None = None
) -> SearchableDirectory:
    """Make the directory.

    Args:
        kind: `off`, `ord` or `r4` (`ODS_DIRECTORY`).
        url: its address, where it is not NHS England's own (`ODS_DIRECTORY_URL`).
        key: the application's key, which r4 needs (`ODS_DIRECTORY_KEY`).

    Raises:
        ValueError: a value cannot be used; the message names the variable.
    """
    if kind == "off":
        return OfflineDirectory()
    if kind == "ord":
        return OrdDirectory(_checked_url(url or ORD_URL))
    if kind == "r4":
        return R4Directory(_checked_url(url or R4_URL), _checked_key(key))
    raise ValueError(f"ODS_DIRECTORY is {kind!r}. Give off, ord or r4.")


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and not (parts.query or parts.fragment)
            and url.isascii()
            and url.isprintable()
            and " " not in url
        )
    except ValueError:  # a port that is no number, or half an IPv6 address
        usable = False
    if not usable:  # the value itself stays unsaid: it may hold a password
        raise ValueError(f"ODS_DIRECTORY_URL is no address. Give one such as {ORD_URL}.")
    return url


def _checked_key(key: str | None) -> str:
    if not key:
        raise ValueError(
            "ODS_DIRECTORY is r4, and ODS_DIRECTORY_KEY is not set. "
            "Set it to the key of the registered application, or set ODS_DIRECTORY to ord."
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ValueError("ODS_DIRECTORY_KEY has a space or a character that no key has.")
    return key
