"""The supervisor with small real programs: start, watch, give up, end."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.processes.ports import wait_until
from bot.processes.supervisor import GivenUpError, Program, Supervisor
from tests.processes.programs import deaf, dying, dying_once, pid_of, runs, sleeper

SOON = 10.0  # seconds
PAUSE = 0.05  # seconds

# A supervisor in a process of its own. Its program says its process id once it runs.
SUPERVISOR = """
import sys
from bot.processes.supervisor import Program, Supervisor, stop_on_signals
text = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
sleeper = Program("sleeper", [sys.executable, "-IS", "-c", text], {})
supervisor = Supervisor([sleeper], pause=0.05)
stop_on_signals(supervisor)
with supervisor:
    supervisor.watch()
print("ended", flush=True)
"""


@contextmanager
def watching(supervisor: Supervisor) -> Iterator[None]:
    """Watch in a thread while the block lives."""
    with supervisor:
        thread = threading.Thread(target=supervisor.watch)
        thread.start()
        try:
            yield
        finally:
            supervisor.stop()
            thread.join()


@contextmanager
def supervisor_process() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run SUPERVISOR; give its process and the id of its program's process."""
    command = [sys.executable, "-c", SUPERVISOR]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def soon_ended(pid: int) -> bool:
    """Wait until a process runs no longer."""
    return wait_until(lambda: not runs(pid), SOON, lambda: True)


def test_every_program_is_started() -> None:
    """In the block, all programs run, each as a process of its own."""
    programs = [sleeper("first"), sleeper("second")]
    with Supervisor(programs):
        assert all(program.alive for program in programs)
        assert len({pid_of(program) for program in programs}) == 2


def test_a_program_gets_its_arguments_and_its_environment(tmp_path: Path) -> None:
    """A program sees its own command line, and its own environment instead of ours."""
    seen = tmp_path / "seen"
    text = "import os, sys; open(sys.argv[1], 'w').write(os.environ['SONG'] + str(len(os.environ)))"
    program = Program("singer", [sys.executable, "-IS", "-c", text, str(seen)], {"SONG": "tralala"})
    with Supervisor([program]):
        assert program.process is not None
        assert program.process.wait(SOON) == 0

    written = seen.read_text(encoding="utf-8")
    assert written.startswith("tralala")
    assert int(written.removeprefix("tralala")) < 4  # Python may add LC_CTYPE


def test_a_killed_program_is_started_again(caplog: pytest.LogCaptureFixture) -> None:
    """Who dies gets a new process and a line in the log; the others keep theirs."""
    victim, other = sleeper("victim"), sleeper("other")
    with watching(Supervisor([victim, other], pause=PAUSE)):
        old, untouched = pid_of(victim), pid_of(other)
        with caplog.at_level(logging.WARNING):
            os.kill(old, signal.SIGKILL)
            assert wait_until(lambda: pid_of(victim) != old, SOON, lambda: True)

        assert runs(pid_of(victim))
        assert pid_of(other) == untouched
    assert caplog.messages == ["The victim died with exit code -9. Starting it again."]


def test_a_program_that_keeps_dying_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    """The fifth death ends it with a sentence that names the program and its exit code."""
    mayfly, other = dying(code=3), sleeper()
    supervisor = Supervisor([mayfly, other], pause=PAUSE)
    with supervisor, caplog.at_level(logging.WARNING), pytest.raises(GivenUpError) as caught:
        supervisor.watch()

    assert str(caught.value) == (
        "The mayfly died 5 times in 5 minutes, the last time with exit code 3. "
        "Its own messages above say why."
    )
    assert caplog.messages == ["The mayfly died with exit code 3. Starting it again."] * 4
    assert not runs(pid_of(other))


def test_deaths_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    """Four deaths more than 5 minutes ago do not add to the one of today."""
    program = dying_once(tmp_path / "died")
    program.deaths = [time.monotonic() - 301] * 4
    supervisor = Supervisor([program], pause=PAUSE)
    with supervisor:
        assert supervisor.watch(until=lambda: len(program.deaths) == 1 and program.alive)


def test_recent_deaths_are_not_forgotten(tmp_path: Path) -> None:
    """Four deaths less than 5 minutes ago and the one of today are five."""
    program = dying_once(tmp_path / "died")
    program.deaths = [time.monotonic() - 290] * 4
    supervisor = Supervisor([program], pause=PAUSE)
    with supervisor, pytest.raises(GivenUpError, match="The phoenix died 5 times"):
        supervisor.watch(until=lambda: program.alive and len(program.deaths) > 4)


def test_watching_ends_when_something_is_so() -> None:
    """`until` is asked again and again, and ends the watch with yes."""
    asked = []
    supervisor = Supervisor([sleeper()], pause=PAUSE)
    with supervisor:
        assert supervisor.watch(until=lambda: len(asked) == 3 or bool(asked.append(1)))
    assert len(asked) == 3


def test_watching_ends_with_no_when_told_to_stop() -> None:
    """After `stop` nothing is waited for any more, and `until` was not so."""
    supervisor = Supervisor([sleeper()], pause=600)
    with supervisor:
        supervisor.stop()
        assert supervisor.watch(until=lambda: True) is False


def test_every_program_ends_with_the_block() -> None:
    """Programs that listen to SIGTERM end by it, without waiting for the grace to pass."""
    programs = [sleeper("first"), sleeper("second")]
    before = time.monotonic()
    with Supervisor(programs, grace=60):
        pids = [pid_of(program) for program in programs]

    assert time.monotonic() - before < SOON
    assert not any(runs(pid) for pid in pids)
    assert [program.process and program.process.returncode for program in programs] == [-15, -15]


def test_every_program_ends_when_the_block_fails() -> None:
    """An error inside the block leaves no process behind."""
    program = sleeper()

    def fail() -> None:
        with Supervisor([program]):
            assert runs(pid_of(program))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not runs(pid_of(program))


def test_a_program_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    """After the grace time it is killed."""
    ready = tmp_path / "ready"
    program = deaf(ready)
    with Supervisor([program], grace=0.3):
        assert wait_until(ready.exists, SOON, lambda: program.alive)

    assert program.process is not None
    assert program.process.returncode == -signal.SIGKILL


def test_a_deaf_program_does_not_keep_the_others(tmp_path: Path) -> None:
    """All are asked to end at once: the one that listens ends by SIGTERM."""
    ready = tmp_path / "ready"
    stubborn, obedient = deaf(ready), sleeper()
    with Supervisor([stubborn, obedient], grace=0.3):
        assert wait_until(ready.exists, SOON, lambda: stubborn.alive)

    assert obedient.process is not None
    assert obedient.process.returncode == -signal.SIGTERM


def test_programs_end_when_the_supervisor_is_killed() -> None:
    """Even SIGKILL, of which the supervisor learns nothing, leaves no program behind."""
    with supervisor_process() as (process, pid):
        assert runs(pid)
        process.kill()
        assert soon_ended(pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all(number: signal.Signals) -> None:
    """Ctrl-C, kill and a closed terminal end the programs and then the supervisor, in order."""
    with supervisor_process() as (process, pid):
        process.send_signal(number)
        assert process.stdout is not None
        assert process.stdout.read() == "ended\n"
        assert process.wait(SOON) == 0
        assert not runs(pid)


def test_ctrl_c_in_the_terminal_reaches_the_supervisor_alone() -> None:
    """A program has a session of its own, to which a terminal sends no signal."""
    program = sleeper()
    with Supervisor([program]):
        assert os.getsid(pid_of(program)) == pid_of(program) != os.getsid(0)
