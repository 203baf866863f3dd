"""Bring the store's tables up to date, and leave the conversation log's alone."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from bot.activity.store.database import Store, StoreError
from bot.activity.store.tables import metadata

VERSION_TABLE = "activity_alembic_version"
_FOLDER = Path(__file__).with_name("migrations")


def migrate(store: Store) -> None:
    """Take the steps that the database has not seen, all of them or none.

    Any number of processes may do so at once: one takes the steps, the others wait for it.

    Raises:
        StoreError: a newer version of this program has changed the tables already.
    """
    with store.read() as connection:  # most often there is nothing to do, and nobody waits
        if _version(connection) == ScriptDirectory(str(_FOLDER)).get_current_head():
            return
    with store.write_alone() as connection:
        try:
            command.upgrade(alembic_config(connection), "head")
        except CommandError as error:
            raise StoreError(
                f"The activity tables have the version {_version(connection)}, which is unknown "
                "here: a newer version of this program made them. Install that one."
            ) from error


def alembic_config(connection: Any) -> Config:
    """Give what Alembic's commands need to work on an open connection."""
    # Alembic tells at level INFO which dialect it found: nothing to say on a command line.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Tell whether a name in the database belongs to the store: Rasa's tables do not."""
    return kind != "table" or name in metadata.tables


def _version(connection: Any) -> str | None:
    options = {"version_table": VERSION_TABLE}
    return MigrationContext.configure(connection, opts=options).get_current_revision()
