"""Another process that works on the same store, step by step as the test tells it.

Each step writes a line, and waits for a line before it goes on.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.activity.store import StoreError, add_snapshot, open_store
from bot.settings import PROJECT
from tests.activity.store.invented import many_sites, report

SITES = 12_000  # three batches


@dataclass(frozen=True)
class Worker:
    """A running process."""

    process: subprocess.Popen[str]

    def says(self) -> str:
        """Wait for its next line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def goes_on(self) -> None:
        """Let it take its next step."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


@contextmanager
def worker(*arguments: str) -> Iterator[Worker]:
    """Start a process that ends with the block: `open URL`, or `add URL DATE CONTENT KIND`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.activity.store.worker", *arguments],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Worker(process)
        finally:
            process.kill()


def _step(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is how it speaks
    sys.stdin.readline()


def _open(url: str) -> None:
    _step("ready")
    open_store(url)
    _step("open")


def _add(url: str, date: str, content: str, kind: str) -> None:
    def pause(count: int) -> None:
        if kind == "slow":
            _step("written")

    store = open_store(url)
    new = report(
        dt.date.fromisoformat(date), many_sites(SITES), content=content, sample=kind == "sample"
    )
    _step("ready")
    try:
        result = add_snapshot(store, new, pause)
    except StoreError as error:
        _step(f"StoreError: {error}")
    else:
        _step(type(result).__name__)


if __name__ == "__main__":
    {"open": _open, "add": _add}[sys.argv[1]](*sys.argv[2:])
