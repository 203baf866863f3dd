"""What can be set for the website's channel: each value has a name in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.website.origins import parse_origin
from bot.settings import SettingError

_MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class WebsiteSettings:
    """The settings of the channel.

    Args:
        origins: the websites whose pages may hold the chat (`WEBSITE_ORIGINS`), with commas
            between them. The assistant's own pages always may.
        session_minutes: minutes without a message after which a chat ends
            (`WEBSITE_SESSION_MINUTES`).
        messages_a_minute: how many messages one chat may send (`MESSAGES_A_MINUTE`).
        address_messages_a_minute: the same for all chats of one network address, which may be a
            whole organisation's (`ADDRESS_MESSAGES_A_MINUTE`).
        sessions_an_hour: how many chats one network address may start (`SESSIONS_AN_HOUR`).
        address_sites_an_hour: how many sites may be looked up from one network address, in all
            its chats together (`ADDRESS_SITES_AN_HOUR`).
        trusted_proxies: how many reverse proxies of ours a request passes (`TRUSTED_PROXIES`).
            Only then is X-Forwarded-For believed.
    """

    origins: frozenset[str] = frozenset()
    session_minutes: int = 60
    messages_a_minute: int = 20
    address_messages_a_minute: int = 120
    sessions_an_hour: int = 60
    address_sites_an_hour: int = 40
    trusted_proxies: int = 0

    @classmethod
    def from_environment(cls) -> WebsiteSettings:
        """Read the environment; a variable that is empty counts as one that is not set.

        Raises:
            SettingError: a value cannot be used; the message names the variable.
        """
        env = {name: value for name, value in os.environ.items() if value}
        return cls(
            origins=_origins(env.get("WEBSITE_ORIGINS", "")),
            session_minutes=_number(env, "WEBSITE_SESSION_MINUTES", 60, 1, _MOST_MINUTES),
            messages_a_minute=_number(env, "MESSAGES_A_MINUTE", 20, 1, 1_000),
            address_messages_a_minute=_number(env, "ADDRESS_MESSAGES_A_MINUTE", 120, 1, 10_000),
            sessions_an_hour=_number(env, "SESSIONS_AN_HOUR", 60, 1, 10_000),
            address_sites_an_hour=_number(env, "ADDRESS_SITES_AN_HOUR", 40, 1, 10_000),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, 0, 10),
        )


def _origins(text: str) -> frozenset[str]:
    written = [part.strip() for part in text.split(",") if part.strip()]
    parsed = {part: parse_origin(part) for part in written}
    for part, origin in parsed.items():
        if origin is None:
            raise SettingError(
                f"WEBSITE_ORIGINS names {part!r}. Give addresses without a path and without"
                " wildcards, such as https://www.example.org,https://intranet.example.org."
            )
    return frozenset(origin for origin in parsed.values() if origin)


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise SettingError(
            f"{name} is {text!r}. Give a whole number from {least} to {most}, such as {default}."
        )
    return int(text)
