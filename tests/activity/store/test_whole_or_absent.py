"""Whatever happens in the middle of an import, the store is as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from bot.activity.store import (
    Added,
    Store,
    StoreError,
    add_first_samples,
    add_snapshot,
    forget_snapshot,
    open_store,
)
from tests.activity.store.invented import (
    NOVEMBER,
    OCTOBER,
    everything,
    many_sites,
    report,
    site,
)
from tests.activity.store.worker import SITES, worker

_TRIGGER = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file';
END $$;
CREATE TRIGGER no_space BEFORE INSERT ON activity_site
    FOR EACH ROW WHEN (NEW.ods_code = 'VZ9999') EXECUTE FUNCTION no_space();
"""


@contextmanager
def full_sqlite(store: Store) -> Iterator[None]:
    """Let the file grow by 150 pages and no more: SQLite itself then says that the disk is full."""
    with store.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection: Any, record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 150}")

    sa.event.listen(store.engine, "connect", limit)
    yield
    sa.event.remove(store.engine, "connect", limit)


@contextmanager
def full_postgresql(store: Store) -> Iterator[None]:
    """Let the server fail as it does when the disk is full, at a site of the third batch."""
    with store.write() as connection:
        connection.exec_driver_sql(_TRIGGER)
    yield
    with store.write() as connection:
        connection.exec_driver_sql("DROP FUNCTION no_space CASCADE")


def test_a_killed_import_leaves_nothing(store: Store, url: str) -> None:
    """The process is killed after its second batch; samples are still there, and no lock is."""
    add_first_samples(store, [report(OCTOBER, [site("VLZ3A")], sample=True)])
    before = everything(store)

    with worker("add", url, str(NOVEMBER), "killed", "slow") as importing:
        assert importing.says() == "ready"
        importing.goes_on()
        assert importing.says() == "written"
        importing.goes_on()
        assert importing.says() == "written"
        importing.process.kill()
        importing.process.wait()

    again = open_store(url)
    assert everything(again) == before
    assert isinstance(add_snapshot(again, report(NOVEMBER, many_sites(SITES))), Added)
    again.engine.dispose()


def test_a_full_disk_leaves_nothing(store: Store, *, is_sqlite: bool) -> None:
    """The database itself fails in the middle; the sentence says why, and later it works."""
    add_snapshot(store, report(OCTOBER))
    before = everything(store)
    full_disk = full_sqlite if is_sqlite else full_postgresql
    written: list[int] = []

    with full_disk(store), pytest.raises(StoreError, match="disk of the database is full"):
        add_snapshot(store, report(NOVEMBER, many_sites(SITES)), written.append)

    assert written
    assert everything(store) == before
    assert isinstance(add_snapshot(store, report(NOVEMBER, many_sites(SITES))), Added)


def test_a_failure_of_our_own_leaves_nothing(store: Store) -> None:
    """An exception that is none of the database's passes through, and nothing is kept."""
    add_snapshot(store, report(OCTOBER))
    before = everything(store)

    def stop(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_snapshot(store, report(NOVEMBER, many_sites(SITES)), stop)

    assert everything(store) == before


def test_an_interrupted_removal_removes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot is forgotten with all its sites, or stays with all of them."""
    add_snapshot(store, report(OCTOBER))
    before = everything(store)

    def cut(connection: Any, *_: Any) -> None:
        if "DELETE FROM activity_snapshot" in _[1]:
            raise KeyboardInterrupt

    sa.event.listen(store.engine, "before_cursor_execute", cut)
    with pytest.raises(KeyboardInterrupt):
        forget_snapshot(store, OCTOBER)
    sa.event.remove(store.engine, "before_cursor_execute", cut)

    assert everything(store) == before
