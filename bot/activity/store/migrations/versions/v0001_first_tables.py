"""Make the first tables.

Written out rather than taken from the tables of today: a step, once released, stays as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _snapshots()
    _sites()
    _directory_answers()
    _look_ups()


def _snapshots() -> None:
    op.create_table(
        "activity_snapshot",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sample", sa.Boolean, nullable=False),
        sa.Column("imported_at", sa.DateTime, nullable=False),
        sa.Column("sites", sa.Integer, nullable=False),
        sa.Column("accounts", sa.Integer, nullable=False),
        sa.UniqueConstraint("date", name="activity_snapshot_date"),
        sa.UniqueConstraint("digest", name="activity_snapshot_digest"),
    )
    op.create_table(
        "activity_area",
        sa.Column("id", sa.Integer, primary_key=True),
        _parent("snapshot_id", "activity_snapshot.id", "activity_area_snapshot"),
        sa.Column("ccg", sa.Text),
        sa.Column("ics", sa.Text),
        sa.Column("region", sa.Text),
    )
    op.create_index("activity_area_by_snapshot", "activity_area", ["snapshot_id"])


def _sites() -> None:
    op.create_table(
        "activity_site",
        _parent("snapshot_id", "activity_snapshot.id", "activity_site_snapshot"),
        sa.Column("ods_code", sa.Text, nullable=False),
        _parent("area_id", "activity_area.id", "activity_site_area"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("setting", sa.Text, nullable=False),
        sa.Column("accounts", sa.Integer, nullable=False),
        sa.Column("aup_accepted", sa.Integer, nullable=False),
        sa.Column("active", sa.Integer, nullable=False),
        sa.Column("shared_mailbox", sa.Text, nullable=False),
        sa.Column("dspt_status", sa.Text),
        sa.Column("dspt_date", sa.Date),
        sa.Column("last_activity", sa.Date),
        sa.PrimaryKeyConstraint("snapshot_id", "ods_code"),
        sa.CheckConstraint(
            "aup_accepted BETWEEN 0 AND accounts", name="activity_site_aup_accepted"
        ),
        sa.CheckConstraint("active BETWEEN 0 AND accounts", name="activity_site_active"),
        sqlite_with_rowid=False,
    )
    op.create_index("activity_site_by_area", "activity_site", ["area_id"])


def _directory_answers() -> None:
    op.create_table(
        "activity_directory_answer",
        sa.Column("ods_code", sa.Text, primary_key=True),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("fetched_at", sa.DateTime, nullable=False),
    )
    op.create_index("activity_directory_answer_by_age", "activity_directory_answer", ["fetched_at"])


def _look_ups() -> None:
    op.create_table(
        "activity_look_up",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("outcome", sa.Text, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _parent(name: str, target: str, constraint: str) -> sa.Column:
    foreign_key = sa.ForeignKey(target, name=constraint, ondelete="CASCADE")
    return sa.Column(name, sa.Integer, foreign_key, nullable=False)
