"""Keep programs running: start them, start again what dies, end them all."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

_GRACE = 10.0  # seconds between asking a program to end and ending it
_PAUSE = 1.0  # seconds before a dead program is started again
_MOST_DEATHS = 5
_WITHIN = 60.0  # seconds
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class GivenUpError(Exception):
    """A program died too often."""


@dataclass
class Program:
    """A program to keep running.

    Args:
        name: as the log calls it.
        command: the program and its arguments.
        env: its environment.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(  # noqa: S603 - the commands are our own
            self.command, env=dict(self.env), start_new_session=True, preexec_fn=_die_with_parent
        )

    @property
    def alive(self) -> bool:
        """Tell whether it runs."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps programs running until it is told to stop. Use it in a `with` statement."""

    def __init__(self, programs: Sequence[Program]) -> None:
        """Keep the programs, in the order in which they are started."""
        self._programs = programs
        self._stop = threading.Event()

    def __enter__(self) -> Supervisor:
        """Start every program."""
        for program in self._programs:
            program.start()
        return self

    def __exit__(self, *error: object) -> None:
        """End every program, the last first; one that does not listen is killed."""
        for program in reversed(self._programs):
            _signal(program, signal.SIGTERM)
        end = time.monotonic() + _GRACE
        for program in self._programs:
            if program.process:
                try:
                    program.process.wait(max(0.1, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    _signal(program, signal.SIGKILL)
                    program.process.wait()

    def stop(self) -> None:
        """Let `watch` return."""
        self._stop.set()

    @property
    def all_alive(self) -> bool:
        """Tell whether every program runs and nobody asked to stop."""
        return not self._stop.is_set() and all(program.alive for program in self._programs)

    def watch(self) -> None:
        """Start again what dies, until `stop`.

        Raises:
            GivenUpError: a program died 5 times in a minute.
        """
        while not self._stop.wait(_PAUSE):
            for program in self._programs:
                if not program.alive:
                    self._start_again(program)

    def _start_again(self, program: Program) -> None:
        code = program.process.returncode if program.process else None
        now = time.monotonic()
        program.deaths = [*(death for death in program.deaths if now - death < _WITHIN), now]
        if len(program.deaths) >= _MOST_DEATHS:
            raise GivenUpError(
                f"The {program.name} died {_MOST_DEATHS} times in a minute (last exit code {code}). "
                "Its own messages above say why."
            )
        log.warning("The %s died with exit code %s. Starting it again.", program.name, code)
        program.start()


def stop_on_signals(supervisor: Supervisor) -> None:
    """Stop on Ctrl-C, on `kill` and when the terminal closes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.stop())


def _signal(program: Program, number: signal.Signals) -> None:
    if program.process and program.alive:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.process.pid, number)


def _die_with_parent() -> None:
    """Ask Linux to end the program if the supervisor itself is killed."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
