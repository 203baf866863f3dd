"""How long is waited until a message is sent again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams.retries import MOST_RETRIES, wait_before

NOW = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT


@pytest.mark.parametrize(
    ("attempt", "chance", "seconds"),
    [(0, 0.0, 1), (0, 1.0, 0.5), (1, 0.0, 2), (2, 0.5, 3), (4, 0.0, 16), (4, 1.0, 8), (9, 0.0, 30)],
)
def test_the_waits_grow_and_differ(attempt: int, chance: float, seconds: float) -> None:
    """Each is twice the one before, shortened by up to a half, and never over half a minute."""
    assert wait_before(attempt, None, NOW, chance) == seconds


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        ("31", 30),
        ("9" * 400, 30),
        ("Sun, 06 Nov 1994 08:49:42 GMT", 5),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Mon, 07 Nov 1994 08:49:37 GMT", 30),
    ],
)
def test_what_the_server_asks_for_counts(retry_after: str, seconds: float) -> None:
    """Seconds or a date, as RFC 9110 has them, and half a minute at most."""
    assert wait_before(0, retry_after, NOW, 0.0) == seconds


@pytest.mark.parametrize("retry_after", ["", "soon", "-5", "1.5", "nan", "٣", "Sun, 99 Nov 1994"])
def test_what_is_no_time_is_as_if_nothing_was_said(retry_after: str) -> None:
    """The own wait is taken."""
    assert wait_before(2, retry_after, NOW, 0.0) == 4


@given(
    attempt=st.integers(0, MOST_RETRIES - 1),
    retry_after=st.none() | st.text(max_size=40) | st.integers().map(str),
    chance=st.floats(0, 1),
)
def test_every_wait_is_bounded(attempt: int, retry_after: str | None, chance: float) -> None:
    """Whatever the server says, nobody waits longer than half a minute for the next attempt."""
    assert 0 <= wait_before(attempt, retry_after, NOW, chance) <= 30
