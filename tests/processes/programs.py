"""Small real programs to supervise."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.processes.supervisor import Program

_PYTHON = [sys.executable, "-IS", "-c"]  # starts at once
_SLEEP = "import time; time.sleep(600)"


def sleeper(name: str = "sleeper") -> Program:
    """Give a program that does nothing for 10 minutes."""
    return Program(name, [*_PYTHON, _SLEEP], {})


def dying(code: int) -> Program:
    """Give a program that ends at once."""
    return Program("mayfly", [*_PYTHON, f"raise SystemExit({code})"], {})


def dying_once(mark: Path) -> Program:
    """Give a program that ends at once the first time, and then stays."""
    text = (
        "import pathlib, sys, time\n"
        "mark = pathlib.Path(sys.argv[1])\n"
        "if not mark.exists():\n"
        "    mark.touch()\n"
        "    raise SystemExit(1)\n"
        "time.sleep(600)\n"
    )
    return Program("phoenix", [*_PYTHON, text, str(mark)], {})


def deaf(ready: Path) -> Program:
    """Give a program that ignores SIGTERM once the file `ready` is there."""
    text = (
        "import pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pathlib.Path(sys.argv[1]).touch()\n"
        "time.sleep(600)\n"
    )
    return Program("deaf one", [*_PYTHON, text, str(ready)], {})


def pid_of(program: Program) -> int:
    """Give the id of the process that a program has now."""
    assert program.process is not None, f"The {program.name} was not started."
    return program.process.pid


def runs(pid: int) -> bool:
    """Tell whether a process runs; one that is dead and not yet fetched does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
