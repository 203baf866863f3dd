"""The database: how it is opened, and who may read and write at the same time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_WRITE_WAIT = 5  # seconds; somebody waits for a reply
_ALONE_WAIT = 60  # seconds; longer than the import of a million sites writes
_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_LOCK = 0x0D5_AC71  # any number that nothing else in the database locks
_FULL = ("database or disk is full", "53100")  # SQLite's words, PostgreSQL's code
_BUSY = ("database is locked", "55P03")
_WANTED = "Give sqlite:////folder/file.db or postgresql://user:password@host/name."


class StoreError(Exception):
    """The store cannot do what it was asked to; the message says why and what to do."""


@dataclass(frozen=True)
class Store:
    """An open database, SQLite or PostgreSQL.

    Args:
        engine: SQLAlchemy's engine.
    """

    engine: Any

    @contextmanager
    def read(self) -> Iterator[Any]:
        """Give a connection for reading; with SQLite, all that is read in it is of one moment.

        Raises:
            StoreError: the database cannot be read.
        """
        with failures_told(self.engine.url), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Any]:
        """Give a transaction for one small change.

        Raises:
            StoreError: the change cannot be written; the database is as it was.
        """
        with self._transaction(_WRITE_WAIT) as connection:
            yield connection

    @contextmanager
    def write_alone(self) -> Iterator[Any]:
        """Give a transaction that waits for all others of its kind, in whichever process.

        Raises:
            StoreError: the changes cannot be written; the database is as it was.
        """
        with self._transaction(_ALONE_WAIT) as connection:
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_ALONE_WAIT}s'")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    def insert(self, table: Any) -> Any:
        """Give the database's own INSERT, which can turn into an UPDATE."""
        return _INSERT[self.engine.dialect.name](table)

    @contextmanager
    def _transaction(self, wait: int) -> Iterator[Any]:
        engine = self.engine.execution_options(begin="BEGIN IMMEDIATE", wait=wait)
        with failures_told(engine.url), engine.begin() as connection:
            yield connection


def connect(url: str) -> Store:
    """Open the database of a SQLAlchemy URL; an SQLite file is made where there is none.

    Raises:
        StoreError: the URL cannot be used, or nothing can be opened there.
    """
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return Store(sa.create_engine(address, future=True, pool_pre_ping=True))
    _write_ahead(address)
    engine = sa.create_engine(address, future=True)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return Store(engine)


@contextmanager
def failures_told(address: Any) -> Iterator[None]:
    """Turn what the database says into a sentence for the operator."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise StoreError(_reason(error.orig, address)) from error
    except sqlite3.Error as error:
        raise StoreError(_reason(error, address)) from error


def _address(url: str) -> Any:
    try:  # the value itself stays unsaid: it may hold a password
        address = sa.engine.make_url(url)
        driver = address.get_dialect().driver
        address.get_dialect().dbapi()
    except (sa.exc.ArgumentError, ImportError, ValueError) as error:
        raise StoreError(f"DATABASE_URL names no database that can be used. {_WANTED}") from error
    if driver not in ("pysqlite", "psycopg2"):
        raise StoreError(f"DATABASE_URL names a database of the kind {driver}. {_WANTED}")
    if driver == "pysqlite" and address.database in (None, "", ":memory:"):
        raise StoreError(f"DATABASE_URL names a database that ends with its process. {_WANTED}")
    return address


def _write_ahead(address: Any) -> None:
    """Let readers go on while somebody writes; the file remembers it.

    SQLite does not always wait by itself for this step: where two processes take it at once, one
    may be told at once that the database is locked.
    """
    file = Path(address.database)
    deadline = time.monotonic() + _ALONE_WAIT
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {file.parent} cannot be made: {error.strerror}.") from error
    with failures_told(address):
        while not _switched(file):
            if time.monotonic() > deadline:
                raise sqlite3.OperationalError(_BUSY[0])
            time.sleep(0.05)


def _switched(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _BUSY[0] not in str(error):
                raise
            return False
    return True


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {options.get('wait', _WRITE_WAIT) * 1000}")
    connection.exec_driver_sql(options.get("begin", "BEGIN"))


def _reason(error: Any, address: Any) -> str:
    said = str(error).strip().splitlines()[0].rstrip(".")
    kind = getattr(error, "pgcode", None) or said
    if kind in _FULL:
        return "The disk of the database is full; nothing was changed. Free some space and repeat."
    if kind in _BUSY:
        return "Another program is writing to the database; nothing was changed. Try again later."
    return f"The database {address!r} cannot be used: {said}."
