"""A bound program is the program itself, and does not outlive its parent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.processes.bound import bound

PRINT_COMMAND = """
import json, sys
from bot.processes.bound import bound
print(json.dumps(bound(sys.argv[1:])))
"""


def test_a_bound_program_is_the_program_itself() -> None:
    """It has the process id, the arguments, the output and the exit code as if run directly."""
    text = "import os, sys; print(os.getpid(), sys.argv[1:]); sys.exit(7)"
    command = bound([sys.executable, "-c", text, "two words", "--flag"])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        output, _ = process.communicate()

    assert output == f"{process.pid} ['two words', '--flag']\n"
    assert process.returncode == 7


def test_a_program_is_not_started_for_a_parent_that_is_gone(tmp_path: Path) -> None:
    """When the parent ended before the program could ask for its signal, nothing is run."""
    mark = tmp_path / "started"
    started = [sys.executable, "-c", "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()"]
    made_by_another = subprocess.run(
        [sys.executable, "-c", PRINT_COMMAND, *started, str(mark)],
        capture_output=True,
        check=True,
    )

    subprocess.run(json.loads(made_by_another.stdout), check=True)
    assert not mark.exists()

    subprocess.run(bound([*started, str(mark)]), check=True)
    assert mark.exists()
