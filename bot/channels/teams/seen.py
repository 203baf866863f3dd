"""What was done already, so that nothing is done twice, whichever server a message reaches.

Teams delivers an activity again where it saw no answer in time (Microsoft, "Send and receive
messages with a bot"), and with several servers the second delivery may reach another one. What is
kept is a hash, which tells nothing, and for activities the time, by which they are deleted.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Literal

import sqlalchemy as sa

from bot.activity.store.database import Store

Kind = Literal["activity", "greeted"]

metadata = sa.MetaData()
_activities = sa.Table(
    "teams_activity",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
)
_greeted = sa.Table("teams_greeted", metadata, sa.Column("hash", sa.String(64), primary_key=True))
_TABLES: Mapping[Kind, Any] = {"activity": _activities, "greeted": _greeted}
_KEPT = 86_400  # seconds; Teams gives an activity up long before
_BETWEEN = 3_600  # seconds from one deletion of old rows to the next


class Seen:
    """The activities that were processed and the conversations that were greeted, in a database.

    Its methods read and write there: in an event loop, call them in a thread.

    Args:
        store: the database.
        key: hashes the ids.
    """

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key
        self._tidied = 0.0

    def make_tables(self) -> None:
        """Make the tables where there are none.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._store.write_alone() as connection:
            metadata.create_all(connection, checkfirst=True)

    def first(self, kind: Kind, *ids: str, now: float) -> bool:
        """Tell whether this is seen for the first time, and remember it; one caller hears yes.

        Args:
            kind: activity or greeted.
            ids: what tells it apart: the conversation, and for an activity its own id.
            now: seconds since 1970.

        Raises:
            StoreError: the database cannot be written.
        """
        if now >= self._tidied + _BETWEEN:
            self._tidied = now
            self._tidy(now - _KEPT)
        new = {"hash": self._hashed(kind, ids)} | ({"at": now} if kind == "activity" else {})
        insert = self._store.insert(_TABLES[kind]).values(new).on_conflict_do_nothing()
        with self._store.write() as connection:
            return bool(connection.execute(insert).rowcount)

    def forget(self, kind: Kind, *ids: str) -> None:
        """Let the next time be the first again.

        Raises:
            StoreError: the database cannot be written.
        """
        table = _TABLES[kind]
        with self._store.write() as connection:
            connection.execute(table.delete().where(table.c.hash == self._hashed(kind, ids)))

    def _tidy(self, before: float) -> None:
        old = sa.select(_activities.c.hash).where(_activities.c.at < before)
        # What another server deletes at this moment is left to it, so that none waits for another.
        free = old.with_for_update(skip_locked=True)
        with self._store.write() as connection:
            connection.execute(_activities.delete().where(_activities.c.hash.in_(free)))

    def _hashed(self, kind: Kind, ids: tuple[str, ...]) -> str:
        told_apart = json.dumps([kind, *ids])  # so that ("a", "b") is not ("ab", "")
        return hmac.new(self._key, told_apart.encode(), hashlib.sha256).hexdigest()
