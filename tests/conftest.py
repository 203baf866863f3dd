"""What all tests share."""

from __future__ import annotations

import os

import pytest


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
