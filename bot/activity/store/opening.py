"""Open the store, ready for use."""

from __future__ import annotations

from bot.activity.store.database import Store, connect
from bot.activity.store.migration import migrate


def open_store(url: str) -> Store:
    """Open the store in the database of a SQLAlchemy URL, and bring its tables up to date.

    Raises:
        StoreError: the URL names no database that can be used, or the tables are newer than this
            program.
    """
    store = connect(url)
    migrate(store)
    return store
