"""Delete a conversation from Rasa's stores."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.tracker_store import (
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)


async def forget(agent: Agent, conversation: str) -> None:
    """Delete every event of a conversation, after the turn that is under way.

    Raises:
        LockError: the turn did not end in time.
        SQLAlchemyError: the database cannot be written.
    """
    # A turn writes its events at its end, so it must end first. The lock itself goes with the last
    # one who holds it.
    async with agent.lock_store.lock(conversation):
        for store in _stores(agent.tracker_store):
            if isinstance(store, SQLTrackerStore):
                _delete(store, conversation)
            else:
                store.store.pop(conversation, None)


def _stores(store: TrackerStore) -> Iterator[TrackerStore]:
    """Give the stores that may hold events: where the database failed, some are in memory."""
    if isinstance(store, FailSafeTrackerStore):
        yield from _stores(store._tracker_store)
        yield store.fallback_tracker_store
    elif isinstance(store, (SQLTrackerStore, InMemoryTrackerStore)):
        yield store
    else:
        raise TypeError(
            f"A {type(store).__name__} holds conversations that nothing here can delete."
        )


def _delete(log: SQLTrackerStore, conversation: str) -> None:
    """Delete the rows; in SQLite, overwrite them too, which it does not do by itself."""
    is_sqlite = log.engine.dialect.name == "sqlite"
    with log.sessionmaker() as session:
        if is_sqlite:
            session.execute(sa.text("PRAGMA secure_delete = ON"))
        session.query(log.SQLEvent).filter(log.SQLEvent.sender_id == conversation).delete(
            synchronize_session=False
        )
        session.commit()
    if is_sqlite:
        # The file of the latest changes still has the rows. Where somebody reads it just now, the
        # next change of the database overwrites it.
        with log.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
