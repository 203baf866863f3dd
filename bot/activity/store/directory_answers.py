"""Answers of the ODS directory, kept for a day: its data change once a night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.activity.store.database import Store
from bot.activity.store.tables import directory_answers

KEPT_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True)
class DirectoryAnswers:
    """The answers kept in a store. All times have a time zone."""

    store: Store

    def kept_answer(self, code: str, now: dt.datetime) -> dict[str, Any] | None:
        """Give the answer for a code that was kept less than 24 hours before now.

        Raises:
            StoreError: the database cannot be read.
        """
        table = directory_answers.c
        fresh = table.fetched_at > _utc(now) - KEPT_FOR
        query = sa.select(table.answer).where(table.ods_code == code, fresh)
        with self.store.read() as connection:
            answer: dict[str, Any] | None = connection.execute(query).scalar()
        return answer

    def keep_answer(self, code: str, answer: dict[str, Any], now: dt.datetime) -> None:
        """Keep an answer in place of an earlier one, and drop all that are too old to be given.

        Raises:
            StoreError: the database cannot be written.
        """
        fetched_at = _utc(now)
        new = {"answer": answer, "fetched_at": fetched_at}
        upsert = self.store.insert(directory_answers).values(ods_code=code, **new)
        with self.store.write() as connection:
            connection.execute(upsert.on_conflict_do_update(index_elements=["ods_code"], set_=new))
            connection.execute(_dropping(fetched_at - KEPT_FOR))


def _dropping(oldest: dt.datetime) -> Any:
    """Delete what is too old, but leave to another process what it is deleting itself."""
    table = directory_answers.c
    too_old = sa.select(table.ods_code).where(table.fetched_at <= oldest)
    free = too_old.with_for_update(skip_locked=True)
    return directory_answers.delete().where(table.ods_code.in_(free))


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.timezone.utc).replace(tzinfo=None)
