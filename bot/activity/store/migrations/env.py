"""What Alembic runs for each command: our tables, on the connection that it is given."""

from __future__ import annotations

from alembic import context

from bot.activity.store.migration import VERSION_TABLE, is_ours
from bot.activity.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    include_name=is_ours,
)
context.run_migrations()
