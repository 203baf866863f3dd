"""Conversations that a visitor had deleted: their tokens are worth nothing, on any server.

Each is remembered, under a hash that tells nothing, until its last token has expired.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import sqlalchemy as sa

from bot.activity.store.database import Store

metadata = sa.MetaData()
_table = sa.Table(
    "website_ended_conversation",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("until", sa.Float, nullable=False),
)


@dataclass(frozen=True)
class Ended:
    """Those that are ended, in a database.

    Args:
        store: the database.
        key: hashes the conversations.
    """

    store: Store
    key: bytes

    def make_table(self) -> None:
        """Make the table where there is none.

        Raises:
            StoreError: the database cannot be used.
        """
        with self.store.write_alone() as connection:
            metadata.create_all(connection, checkfirst=True)

    def add(self, conversation: str, now: float, until: float) -> None:
        """End a conversation, and drop those that no token can name any more.

        Raises:
            StoreError: the database cannot be written.
        """
        new = {"conversation": self._hashed(conversation), "until": until}
        insert = self.store.insert(_table).values(new)
        with self.store.write() as connection:
            connection.execute(_table.delete().where(_table.c.until < now))
            connection.execute(
                insert.on_conflict_do_update(index_elements=["conversation"], set_=new)
            )

    def holds(self, conversation: str) -> bool:
        """Tell whether a conversation is ended.

        Raises:
            StoreError: the database cannot be read.
        """
        query = sa.select(_table.c.until).where(_table.c.conversation == self._hashed(conversation))
        with self.store.read() as connection:
            return connection.execute(query).first() is not None

    def _hashed(self, conversation: str) -> str:
        return hmac.new(self.key, conversation.encode(), hashlib.sha256).hexdigest()
