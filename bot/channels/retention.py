"""Delete what the conversation log holds longer than it may."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

_EVENTS = sa.table("events", sa.column("timestamp"))


class RetentionError(Exception):
    """The log cannot be cleared; the message says why."""


def forget_conversations(database_url: str, before: dt.datetime) -> int:
    """Delete every event of the conversation log from before a moment; give how many there were.

    It reads Rasa's own table, so that it needs no Rasa.

    Raises:
        RetentionError: the database cannot be reached or written; nothing was deleted.
    """
    try:
        engine = sa.create_engine(database_url, future=True)
        with engine.begin() as connection:
            if not sa.inspect(connection).has_table("events"):
                return 0
            old = _EVENTS.delete().where(_EVENTS.c.timestamp < before.timestamp())
            return int(connection.execute(old).rowcount)
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise RetentionError(f"The conversation log cannot be cleared: {reason}.") from error
