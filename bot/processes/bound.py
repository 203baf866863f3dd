"""Start a program that ends when its parent does, however the parent ends.

A `with` block cannot end the programs of a process that is killed; Linux can. The request has to
come from the program itself, so this file is run first and then becomes the program.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent ends


def bound(command: Sequence[str]) -> list[str]:
    """Give the command that starts a program as a child bound to this process."""
    return [sys.executable, "-IS", __file__, str(os.getpid()), *command]


def _become(parent: int, command: list[str]) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:  # otherwise it ended before Linux was asked
        os.execvp(command[0], command)  # noqa: S606 - the command is our own


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
