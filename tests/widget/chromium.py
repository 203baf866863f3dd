"""The browser of the tests: the system's Chromium, as nothing is downloaded for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright


def chromium_path() -> Path:
    """Give where Chromium is, or would be: CHROMIUM, the PATH, /usr/bin/chromium."""
    return Path(os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium as long as the block lives. In a container it has no sandbox to use."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield running
        running.close()
