"""Votes on answers, in the database of the conversation log."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from bot.activity.store.database import Store, connect

REASONS = ("wrong", "old", "unclear", "too_long", "not_my_question")
"""Why an answer may not have helped."""

metadata = sa.MetaData()

# A vote belongs to a text that somebody read, so it keeps which version of the answer that was.
votes = sa.Table(
    "feedback_vote",
    metadata,
    sa.Column("reply", sa.String(64), primary_key=True),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("checked", sa.Date, nullable=False),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("day", sa.Date, nullable=False),
    sa.Index("feedback_vote_by_topic", "topic"),
)


@dataclass(frozen=True)
class Vote:
    """One vote.

    Args:
        reply: a hash that tells replies apart, and nothing else.
        topic: which topic was answered.
        checked: the day on which that answer was last checked.
        version: a hash of the text that was read.
        helpful: whether it helped.
        reason: why not, where that was said: one of `REASONS`.
        day: when the vote was given or last changed.
    """

    reply: str
    topic: str
    checked: dt.date
    version: str
    helpful: bool
    reason: str | None
    day: dt.date


def open_votes(url: str) -> Store:
    """Open the database of a SQLAlchemy URL, and make the table where there is none.

    Raises:
        StoreError: the URL names no database that can be used.
    """
    store = connect(url)
    with store.write_alone() as connection:
        metadata.create_all(connection, checkfirst=True)
    return store


def keep_vote(store: Store, vote: Vote) -> None:
    """Keep a vote, in place of an earlier one on the same reply.

    Raises:
        StoreError: the database cannot be written.
    """
    new = asdict(vote)
    upsert = store.insert(votes).values(new)
    with store.write() as connection:
        connection.execute(upsert.on_conflict_do_update(index_elements=["reply"], set_=new))
