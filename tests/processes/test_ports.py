"""Ports, servers that answer or do not, and waiting."""

from __future__ import annotations

import socket
import time

import pytest

from bot.processes.ports import answers, free_port, is_taken, wait_until
from tests.local_server import local_server

HERE = "127.0.0.1"


def test_a_free_port_can_be_listened_on() -> None:
    """The port that is given is not taken."""
    assert not is_taken(HERE, free_port())


def test_a_port_is_taken_while_somebody_listens() -> None:
    """A port with a listener is taken, and free again afterwards."""
    with socket.create_server((HERE, 0)) as listener:
        port = listener.getsockname()[1]
        assert is_taken(HERE, port)
    assert not is_taken(HERE, port)


def test_a_port_taken_on_this_machine_is_taken_for_everybody() -> None:
    """Who wants to listen on every address is told of a listener on one."""
    with socket.create_server((HERE, 0)) as listener:
        assert is_taken("0.0.0.0", listener.getsockname()[1])  # noqa: S104


@pytest.mark.parametrize("host", ["203.0.113.9", "no-such-host.invalid", "::"])
def test_an_address_that_is_not_ours_is_no_taken_port(host: str) -> None:
    """An address that this machine does not have is an error of its own, not a taken port."""
    with pytest.raises(OSError, match=r".+"):
        is_taken(host, free_port())


@pytest.mark.parametrize(("status", "good"), [(200, True), (404, False), (500, False)])
def test_a_server_answers_with_200(status: int, good: bool) -> None:
    """Only a server that answers with 200 is ready."""
    with local_server() as server:
        server.status = status
        assert answers(server.url) is good


def test_nobody_there_is_no_answer() -> None:
    """A port without listener is not ready, and no error."""
    assert not answers(f"http://{HERE}:{free_port()}")


def test_a_server_that_hangs_is_no_answer() -> None:
    """A server that takes the call and says nothing is given up after the timeout."""
    with local_server() as server:
        server.wait.clear()
        assert not answers(server.url, timeout=0.2)


def test_waiting_ends_when_it_is_ready() -> None:
    """What becomes ready at the third question is waited for, and asked no more."""
    asked = []
    assert wait_until(lambda: asked.append(1) or len(asked) == 3, 10, lambda: True)
    assert len(asked) == 3


def test_waiting_ends_when_the_time_is_over() -> None:
    """What never becomes ready is given up after the time that was given."""
    before = time.monotonic()
    assert not wait_until(lambda: False, 0.3, lambda: True)
    assert 0.3 <= time.monotonic() - before < 5


def test_waiting_ends_when_nothing_is_alive() -> None:
    """What is dead is not waited for."""
    before = time.monotonic()
    assert not wait_until(lambda: False, 600, lambda: False)
    assert time.monotonic() - before < 5
