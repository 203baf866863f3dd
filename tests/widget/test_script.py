"""The script's own tests, which run in Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_WIDGET = Path(__file__).parents[2] / "bot" / "widget"
_UNIT = Path(__file__).parent / "unit"


def test_the_script_passes_its_own_tests() -> None:
    """Markdown, order of sending, storage, calls, texts, size, and that it is built anew."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("There is no Node: install version 20 or later.")
    files = sorted(map(str, _UNIT.glob("*.test.mjs")))
    run = subprocess.run(  # noqa: PLW1510  (what failed is told below)
        [node, "--test", *files], cwd=_WIDGET, capture_output=True, text=True
    )

    assert len(files) == 5
    assert run.returncode == 0, run.stdout + run.stderr
