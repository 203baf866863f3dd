"""`caremail shell` in a real terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time

from tests.end_to_end.assistant import CAREMAIL, Assistant

PROMPT = "You: "


def read_until(terminal: int, words: str, seconds: float = 20) -> str:
    """Give what a terminal shows until some words are there."""
    shown = ""
    end = time.monotonic() + seconds
    while words not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        assert ready, f"{words!r} did not come: {shown}"
        shown += os.read(terminal, 65_536).decode(errors="replace")
    return shown


def test_a_chat_in_a_terminal(assistant: Assistant) -> None:
    """Question, answer with source and date, a button by its number, and the end by /quit."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "PORT": str(assistant.port), "TERM": "dumb", "COLUMNS": "100"}
    command = [CAREMAIL, "shell"]
    with subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs) as shell:
        try:
            started = read_until(ours, PROMPT)
            os.write(ours, b"I forgot my password\n")
            answer = read_until(ours, PROMPT)
            os.write(ours, b"1\n")
            follow_up = read_until(ours, PROMPT)
            os.write(ours, b"/quit\n")
            assert shell.wait(20) == 0
        finally:
            shell.kill()
            os.close(theirs)
            os.close(ours)

    assert "Ask a question about NHSmail." in started
    assert "Starting" not in started  # it talks to the assistant that runs
    assert "Source: " in answer
    assert "Last checked on " in answer
    assert "  1  " in answer
    assert "Last checked on " in follow_up
    assert answer.partition("Source: ")[2] != follow_up.partition("Source: ")[2]
