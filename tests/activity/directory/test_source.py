"""Whatever the directory does, there is an answer in time, and it is asked no more than it should.

Every test asks a real server. ORD stands for both interfaces here, which ask in the same way.
"""

from __future__ import annotations

import datetime as dt
import logging
import socket
import threading
import time
from collections.abc import Callable
from email.utils import format_datetime

import pytest
import requests

from bot.activity.directory.answers import (
    CareSite,
    CouldNotCheck,
    DirectoryAnswer,
    NoSuchCode,
    Reason,
)
from bot.activity.directory.deadline import Deadline
from bot.activity.directory.one_request import Failed, request_once, seconds_to_wait
from bot.activity.directory.ord import OrdDirectory
from bot.activity.directory.pace import Pace
from bot.activity.directory.r4 import R4Directory
from bot.activity.model import Setting
from tests.activity.directory.records import ord_document
from tests.activity.directory.server import (
    CLOSED_AT_ONCE,
    DRIPPING_BODY,
    DRIPPING_CHUNKS,
    DRIPPING_HEADERS,
    PATIENCE,
    TRUNCATED,
    TRUNCATED_CHUNKS,
    DirectoryServer,
    Step,
    directory_server,
    document,
    raw,
    silence,
    text,
)

FAST = 1000  # requests a second, so that the pace does not matter
HOME = document(ord_document())
THE_HOME = CareSite("VLZ2A", "MARIGOLD LODGE", "ANYTOWN", "ZZ99 3WZ", Setting.CARE_HOME)
HTML = "<html><body>Sorry, something went wrong</body></html>"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.timezone.utc)


def look_up(server: DirectoryServer, seconds: float = 3.0) -> DirectoryAnswer:
    """Ask the server for the invented home."""
    return OrdDirectory(server.url, pace=Pace(FAST), seconds=seconds).look_up("VLZ2A")


def end_look_ups() -> bool:
    """Wait until what was given up has ended; tell whether it did."""
    threads = [one for one in threading.enumerate() if one.name == "ods-directory"]
    for thread in threads:
        thread.join(PATIENCE)
    return not any(thread.is_alive() for thread in threads)


def test_a_good_answer_needs_one_request() -> None:
    """The path holds the code, and JSON is asked for."""
    with directory_server(HOME) as server:
        assert look_up(server) == THE_HOME

    assert server.asked == ["/organisations/VLZ2A"]
    assert server.headers[0]["accept"] == "application/json"


@pytest.mark.parametrize(
    "step",
    [document({"errorCode": 404, "errorText": "Not found"}, 404), text(404, HTML), text(404, "")],
    ids=["JSON", "HTML", "empty"],
)
def test_a_404_is_an_answer_whatever_its_body(step: Step) -> None:
    """The code does not exist, and nobody asks again."""
    with directory_server(step) as server:
        assert look_up(server) == NoSuchCode()

    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (text(200, HTML), "not_json"),
        (text(200, ""), "not_json"),
        (text(200, b"\xff\xfe\xff"), "not_json"),
        (text(200, "[" * 100_000), "not_json"),
        (document({"Organisation": ["VLZ2A"]}), "not_json"),
        (document(ord_document(code="VLZ3A")), "not_json"),
        (text(200, " " * 1_000_001), "cut_off"),
        (text(400, ""), "refused"),
        (text(401, ""), "refused"),
        (text(406, HTML), "refused"),
        (text(429, ""), "too_many"),
        (text(429, "", Retry_After="3600"), "too_many"),
        (text(429, "", Retry_After="soon"), "too_many"),
    ],
    ids=["HTML", "empty", "no text", "nested", "shape", "other code", "huge", "400", "401", "406",
         "429", "429 for an hour", "429 without sense"],
)  # fmt: skip
def test_what_a_second_request_would_not_change_is_not_asked_twice(
    step: Step, reason: Reason
) -> None:
    """Nonsense, a refusal and a long wait give their reason after one request."""
    with directory_server(step) as server:
        assert look_up(server) == CouldNotCheck(reason)

    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (text(500, HTML), "server_error"),
        (text(503, "", Retry_After="3600"), "server_error"),
        (CLOSED_AT_ONCE, "cut_off"),
        (TRUNCATED, "cut_off"),
        (TRUNCATED_CHUNKS, "cut_off"),
        (raw(b"SSH-2.0-nothing to see here\r\n"), "cut_off"),
    ],
    ids=["500", "503", "closed at once", "truncated", "truncated chunks", "no HTTP"],
)
def test_a_fault_that_may_pass_is_asked_twice(step: Step, reason: Reason) -> None:
    """A fault that lasts is given up after the second request; one that passes is never told."""
    with directory_server(step) as server:
        assert look_up(server) == CouldNotCheck(reason)
    with directory_server(step, HOME) as recovered:
        assert look_up(recovered) == THE_HOME

    assert len(server.asked) == len(recovered.asked) == 2


@pytest.mark.parametrize(
    "retry_after",
    [lambda: "0", lambda: format_datetime(dt.datetime.now(dt.timezone.utc), usegmt=True)],
    ids=["seconds", "date"],
)
def test_a_429_is_asked_again_where_its_time_fits(retry_after: Callable[[], str]) -> None:
    """Asked to wait for less than is left, the second request is made."""
    with directory_server(text(429, "", Retry_After=retry_after()), HOME) as server:
        assert look_up(server) == THE_HOME

    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("Sun, 22 Nov 2026 09:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 08:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 09:00:30", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
    ],
)
def test_the_time_to_wait_is_read(header: str, seconds: float | None) -> None:
    """Seconds and dates are understood; a date that is past means at once."""
    assert seconds_to_wait(header, NOW) == seconds


@pytest.mark.parametrize(
    "step",
    [silence, DRIPPING_HEADERS, DRIPPING_BODY, DRIPPING_CHUNKS],
    ids=["silence", "headers", "body", "chunks"],
)
def test_no_server_is_slow_enough_to_hold_a_look_up(step: Step) -> None:
    """A server that never ends its answer is given up at the deadline, with its second try."""
    with directory_server(step) as server:
        start = time.monotonic()
        answer = look_up(server, seconds=0.6)
        took = time.monotonic() - start
        server.wait_for_requests(2)

        assert answer == CouldNotCheck("timeout")
        assert took < 3  # the server goes on for ever, so 0.6 with all that a busy machine adds
    assert len(server.asked) == 2


@pytest.mark.parametrize("step", [silence, DRIPPING_BODY], ids=["silence", "body"])
def test_what_was_given_up_ends_by_itself(step: Step) -> None:
    """The threads of a look-up do not go on reading once nobody waits for them."""
    with directory_server(step) as server:
        look_up(server, seconds=0.3)

        assert end_look_ups()


def test_a_server_that_hangs_once_leaves_time_for_a_second_try() -> None:
    """The first try does not use up all the time."""
    with directory_server(silence, HOME) as server:
        assert look_up(server, seconds=1.5) == THE_HOME

    assert len(server.asked) == 2


def test_a_deadline_that_is_over_is_a_timeout() -> None:
    """However the threads run, no request is begun then, and no other error comes of it."""
    outcomes = []
    with directory_server(HOME) as server, requests.Session() as session:
        for _ in range(100):
            outcomes.append(request_once(session, server.url, {}, Deadline.after(0)))
            end_look_ups()

    assert outcomes == [Failed("timeout", again_in=0)] * 100
    assert server.asked == []


def test_nobody_listening_is_a_refusal() -> None:
    """A port that nothing listens on cannot be asked."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        directory = OrdDirectory(f"http://127.0.0.1:{held.getsockname()[1]}", pace=Pace(FAST))

        assert directory.look_up("VLZ2A") == CouldNotCheck("refused")


def test_a_server_without_encryption_is_not_asked_at_an_https_address() -> None:
    """Where https is set, nothing is sent in the clear."""
    with directory_server(HOME) as server:
        directory = OrdDirectory(server.url.replace("http:", "https:"), pace=Pace(FAST))

        assert directory.look_up("VLZ2A") == CouldNotCheck("refused")
    assert server.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    """Another host is not asked, and does not see the key."""
    with directory_server(HOME) as other:
        redirect = text(status, "", Location=f"{other.url}/Organization/VLZ2A")
        with directory_server(redirect) as server:
            directory = R4Directory(server.url, "invented-key", pace=Pace(FAST))

            assert directory.look_up("VLZ2A") == CouldNotCheck("refused")

    assert (len(server.asked), other.asked) == (1, [])


def test_too_many_look_ups_are_told_so() -> None:
    """A look-up whose turn comes after its deadline is not made."""
    with directory_server(HOME) as server:
        directory = OrdDirectory(server.url, pace=Pace(2), seconds=0.6)
        answers = [directory.look_up("VLZ2A") for _ in range(3)]

    assert answers == [THE_HOME, THE_HOME, CouldNotCheck("too_many")]
    assert len(server.asked) == 2


def test_a_second_try_keeps_the_pace_too() -> None:
    """The retry counts as a request: where there is no turn for it, it is not made."""
    with directory_server(text(500, "")) as server:
        directory = OrdDirectory(server.url, pace=Pace(1), seconds=0.6)

        assert directory.look_up("VLZ2A") == CouldNotCheck("too_many")

    assert len(server.asked) == 1


def test_all_directories_of_a_process_share_one_pace() -> None:
    """Made without a pace of their own, no more than 5 requests a second leave two of them."""
    with directory_server(HOME) as server:
        first, second = (OrdDirectory(server.url, seconds=0.3) for _ in range(2))
        answers = [directory.look_up("VLZ2A") for _ in range(3) for directory in (first, second)]

    assert answers == [THE_HOME] * 5 + [CouldNotCheck("too_many")]
    assert len(server.asked) == 5


@pytest.mark.parametrize("code", ["", "vlz2a", "../VLZ2A", "VLZ2A?x=1", "VLZ2A\n"])
def test_what_is_no_code_is_never_sent(code: str) -> None:
    """It is refused before there is a request."""
    with directory_server(HOME) as server, pytest.raises(ValueError, match="ODS code"):
        OrdDirectory(server.url, pace=Pace(FAST)).look_up(code)

    assert server.asked == []


MALFORMED_HEADER = raw(b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n{}")


@pytest.mark.parametrize(
    "step",
    [text(500, ""), text(200, HTML), text(429, ""), CLOSED_AT_ONCE, TRUNCATED, MALFORMED_HEADER],
    ids=["500", "HTML", "429", "closed", "truncated", "malformed header"],
)
def test_the_log_holds_the_reason_and_not_the_code(
    step: Step, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing that somebody typed reaches the log, not even through a library."""
    with caplog.at_level(logging.INFO), directory_server(step) as server:
        answer = look_up(server)

    assert isinstance(answer, CouldNotCheck)
    assert answer.reason in caplog.text
    assert "VLZ2A" not in caplog.text
