"""Keep programs running: start them, start again what dies, end them all."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.processes.bound import bound

log = logging.getLogger(__name__)

_MOST_DEATHS = 5
_WITHIN = 300.0  # seconds; a Rasa server that cannot start takes 20 to find out


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
            bound(self.command), env=dict(self.env), start_new_session=True
        )

    @property
    def alive(self) -> bool:
        """Tell whether it runs."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps programs running until it is told to stop. Use it in a `with` statement.

    Args:
        programs: in the order in which they are started.
        grace: seconds between asking a program to end and ending it.
        pause: seconds between one look at the programs and the next.
    """

    def __init__(
        self, programs: Sequence[Program], *, grace: float = 10.0, pause: float = 1.0
    ) -> None:
        self._programs = programs
        self._grace = grace
        self._pause = pause
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
        end = time.monotonic() + self._grace
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

    def watch(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Start again what dies, until `stop` or until something is so; tell whether it is so.

        Raises:
            GivenUpError: a program died 5 times in 5 minutes.
        """
        while not self._stop.wait(self._pause):
            for program in self._programs:
                if not program.alive:
                    self._start_again(program)
            if until():
                return True
        return False

    def _start_again(self, program: Program) -> None:
        code = program.process.returncode if program.process else None
        now = time.monotonic()
        program.deaths = [*(death for death in program.deaths if now - death < _WITHIN), now]
        if len(program.deaths) >= _MOST_DEATHS:
            raise GivenUpError(
                f"The {program.name} died {_MOST_DEATHS} times in {_WITHIN / 60:g} minutes, "
                f"the last time with exit code {code}. Its own messages above say why."
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
