"""Make the parts of the website's channel from the settings."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.channels.limits import SlidingWindow
from bot.channels.reply_ids import ReplyIds
from bot.channels.secret import key_for, signing_secret
from bot.channels.website.desk import Desk, Windows
from bot.channels.website.ended import Ended
from bot.channels.website.once import Once
from bot.channels.website.settings import WebsiteSettings
from bot.channels.website.tokens import Tokens
from bot.feedback.store import open_votes
from bot.settings import Settings

_MINUTE, _HOUR = 60, 3_600  # seconds
_MOST_TURNS = 2_000  # kept in memory, of some kilobytes each


def open_desk(
    settings: Settings, website: WebsiteSettings, clock: Callable[[], float] = time.time
) -> Desk:
    """Open what answers the chat's requests.

    Raises:
        SettingError: the secret cannot be kept.
        StoreError: the database cannot be used.
    """
    secret = signing_secret(settings)
    seconds = website.session_minutes * _MINUTE
    store = open_votes(settings.database_url)
    ended = Ended(store, key_for("ended conversations", secret))
    ended.make_table()

    def messages(limit: int) -> SlidingWindow:
        return SlidingWindow(limit, _MINUTE)

    return Desk(
        Tokens(key_for("session tokens", secret), seconds),
        ReplyIds(key_for("reply ids", secret)),
        Windows(
            session_messages=messages(website.messages_a_minute),
            address_messages=messages(website.address_messages_a_minute),
            session_others=messages(website.messages_a_minute),
            address_others=messages(website.address_messages_a_minute),
            sessions=SlidingWindow(website.sessions_an_hour, _HOUR),
            address_sites=SlidingWindow(website.address_sites_an_hour, _HOUR),
        ),
        Once(_MOST_TURNS, seconds),
        ended,
        store,
        clock,
    )
