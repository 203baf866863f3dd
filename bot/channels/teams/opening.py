"""Make the parts of the Teams channel from the settings."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp

from bot.channels.limits import SlidingWindow
from bot.channels.reply_ids import ReplyIds
from bot.channels.secret import key_for, signing_secret
from bot.channels.teams.access_token import AccessTokens
from bot.channels.teams.buttons import Buttons
from bot.channels.teams.card_texts import CardTexts
from bot.channels.teams.connector import Connector
from bot.channels.teams.desk import Desk
from bot.channels.teams.seen import Seen
from bot.channels.teams.settings import TeamsSettings
from bot.channels.website.settings import WebsiteSettings
from bot.feedback.store import open_votes
from bot.settings import Settings

_MINUTE = 60  # seconds


def open_desk(
    settings: Settings,
    teams: TeamsSettings,
    texts: CardTexts,
    session: aiohttp.ClientSession,
    clock: Callable[[], float],
) -> Desk:
    """Open what answers the activities.

    Raises:
        SettingError: the secret cannot be kept, or a limit cannot be used.
        StoreError: the database cannot be used.
    """
    secret = signing_secret(settings)
    store = open_votes(settings.database_url)
    seen = Seen(store, key_for("teams seen", secret))
    seen.make_tables()
    limit = WebsiteSettings.from_environment().messages_a_minute
    tokens = AccessTokens(teams, session, clock)
    return Desk(
        Connector(teams, tokens, session, clock=clock),
        seen,
        ReplyIds(key_for("teams reply ids", secret)),
        Buttons(key_for("teams buttons", secret)),
        store,
        texts,
        SlidingWindow(limit, _MINUTE),
        SlidingWindow(1, _MINUTE),
        teams.public_url,
        clock,
    )
