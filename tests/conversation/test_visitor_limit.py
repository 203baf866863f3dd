"""A visitor sees a few sites, and cannot walk through all codes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.visitor_limit import VisitorLimit, noted

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.timezone.utc)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
LIMIT = VisitorLimit(an_hour=2, a_conversation=4)


def seen_at(*times: dt.datetime) -> dict[str, str]:
    """Give what was seen, one invented code at each time."""
    return {f"VLZ{n:02}": time.isoformat() for n, time in enumerate(times)}


def test_nothing_seen_and_nothing_asked_is_allowed() -> None:
    """Who gives no code is never turned away, whatever was seen."""
    assert LIMIT.allows({}, [], NOON)
    assert LIMIT.allows(seen_at(*[NOON] * 9), [], NOON)


@pytest.mark.parametrize(("before", "allowed"), [(0, True), (1, True), (2, False), (3, False)])
def test_so_many_codes_an_hour(before: int, *, allowed: bool) -> None:
    """The second code is the last one in this hour."""
    seen = seen_at(*[NOON - HOUR / 2] * before)

    assert LIMIT.allows(seen, ["VMZ9X"], NOON) is allowed


def test_an_hour_is_over_after_an_hour() -> None:
    """A code counts until 59 minutes and 59 seconds later."""
    first = seen_at(NOON, NOON + SECOND)

    assert not LIMIT.allows(first, ["VMZ9X"], NOON + HOUR - SECOND)
    assert LIMIT.allows(first, ["VMZ9X"], NOON + HOUR)


def test_so_many_codes_a_conversation() -> None:
    """After the fourth code no other one is shown, however long it takes."""
    days = [NOON - dt.timedelta(days=n) for n in range(1, 5)]

    assert LIMIT.allows(seen_at(*days[:3]), ["VMZ9X"], NOON)
    assert not LIMIT.allows(seen_at(*days), ["VMZ9X"], NOON)


def test_a_code_that_was_seen_may_be_seen_again() -> None:
    """Who comes back to a site is not counted twice."""
    seen = seen_at(*[NOON] * 4)

    assert LIMIT.allows(seen, ["VLZ00"], NOON)
    assert not LIMIT.allows(seen, ["VLZ00", "VMZ9X"], NOON)


@pytest.mark.parametrize(
    ("codes", "allowed"),
    [
        (["VMZ9X"], True),
        (["VMZ9X", "VMZ9X"], True),
        (["VMZ9X", "VMZ8W"], True),
        (["VMZ9X", "VMZ8W", "VMZ7V"], False),
    ],
)
def test_several_codes_at_once_count_each(codes: list[str], *, allowed: bool) -> None:
    """Many codes in one message are no way around the limit; one that is repeated is one."""
    assert LIMIT.allows({}, codes, NOON) is allowed


def test_the_time_of_the_first_look_counts() -> None:
    """Looking again does not start the hour anew, and new codes are added."""
    seen = noted({}, ["VLZ2A"], NOON)
    again = noted(seen, ["VLZ2A", "VMZ9X"], NOON + HOUR)

    assert again == {"VLZ2A": "2026-11-25T12:00:00+00:00", "VMZ9X": "2026-11-25T13:00:00+00:00"}
    assert seen == {"VLZ2A": "2026-11-25T12:00:00+00:00"}


_ATTEMPTS = st.lists(
    st.tuples(
        st.integers(0, 9).map("VLZ0{}".format),
        st.integers(0, 5_000).map(dt.timedelta(0, 1).__mul__),
    ),
    max_size=40,
)


@given(_ATTEMPTS, st.integers(1, 4), st.integers(1, 8))
def test_nobody_gets_past_the_limits(
    attempts: list[tuple[str, dt.timedelta]], an_hour: int, a_conversation: int
) -> None:
    """Whoever tries what and when: no hour and no conversation shows more different sites."""
    limit, seen, now = VisitorLimit(an_hour, a_conversation), dict[str, str](), NOON
    first_shown: dict[str, dt.datetime] = {}
    for code, pause in attempts:
        now += pause
        if limit.allows(seen, [code], now):
            seen = noted(seen, [code], now)
            first_shown.setdefault(code, now)

    starts = first_shown.values()
    assert len(first_shown) <= a_conversation
    assert all(sum(start <= at < start + HOUR for at in starts) <= an_hour for start in starts)
