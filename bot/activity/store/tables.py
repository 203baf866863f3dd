"""The tables of the activity store. They share a database with the conversation log."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

snapshots = sa.Table(
    "activity_snapshot",
    metadata,
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

# The areas of a snapshot are few and its sites many: what asks only for areas reads only these.
areas = sa.Table(
    "activity_area",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "snapshot_id",
        sa.ForeignKey(snapshots.c.id, name="activity_area_snapshot", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("ccg", sa.Text),
    sa.Column("ics", sa.Text),
    sa.Column("region", sa.Text),
    sa.Index("activity_area_by_snapshot", "snapshot_id"),
)

# The snapshot leads the key, so that an import appends to the table and a deletion takes one
# stretch out of it. A look-up by code seeks once in each snapshot, however many sites there are.
sites = sa.Table(
    "activity_site",
    metadata,
    sa.Column(
        "snapshot_id",
        sa.ForeignKey(snapshots.c.id, name="activity_site_snapshot", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("ods_code", sa.Text, primary_key=True),
    sa.Column(
        "area_id",
        sa.ForeignKey(areas.c.id, name="activity_site_area", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("setting", sa.Text, nullable=False),
    sa.Column("accounts", sa.Integer, nullable=False),
    sa.Column("aup_accepted", sa.Integer, nullable=False),
    sa.Column("active", sa.Integer, nullable=False),
    sa.Column("shared_mailbox", sa.Text, nullable=False),
    sa.Column("dspt_status", sa.Text),
    sa.Column("dspt_date", sa.Date),
    sa.Column("last_activity", sa.Date),
    sa.CheckConstraint("aup_accepted BETWEEN 0 AND accounts", name="activity_site_aup_accepted"),
    sa.CheckConstraint("active BETWEEN 0 AND accounts", name="activity_site_active"),
    sa.Index("activity_site_by_area", "area_id"),
    sqlite_with_rowid=False,
)

directory_answers = sa.Table(
    "activity_directory_answer",
    metadata,
    sa.Column("ods_code", sa.Text, primary_key=True),
    sa.Column("answer", sa.JSON, nullable=False),
    sa.Column("fetched_at", sa.DateTime, nullable=False),
    sa.Index("activity_directory_answer_by_age", "fetched_at"),
)

look_ups = sa.Table(
    "activity_look_up",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
