"""Work that is asked for more than once is done once."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.website.once import Once, TooMuchUnderWayError


class Work:
    """Counts how often it is done, and can be held up."""

    def __init__(self) -> None:
        """Let it go on from the start."""
        self.times = 0
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def __call__(self) -> int:
        """Do it."""
        self.times += 1
        await self.go_on.wait()
        return self.times


async def test_a_result_is_kept_for_its_time() -> None:
    """Within its time it is given again; when there is room to make later, it is dropped."""
    once, work = Once[int](most=10, seconds=60), Work()
    assert [await once.result(("a", "1"), work, now) for now in (0.0, 59.0)] == [1, 1]
    await once.result(("b", "1"), work, 60.0)

    assert not once.knows(("a", "1"))
    assert await once.result(("a", "1"), work, 60.0) == 3


async def test_the_oldest_result_makes_room() -> None:
    """There are never more than the most; unfinished work is not dropped for new work."""
    once, work, slow = Once[int](most=3, seconds=60), Work(), Work()
    slow.go_on.clear()
    waiting = asyncio.create_task(once.result(("slow", "1"), slow, 0.0))
    while not slow.times:
        await asyncio.sleep(0)
    for name in "abcd":
        await once.result((name, "1"), work, 1.0)

    assert [once.knows((name, "1")) for name in ("slow", "a", "b", "c", "d")] == [
        True, False, False, True, True,
    ]  # fmt: skip
    slow.go_on.set()
    assert await waiting == 1


async def test_no_more_than_the_most_is_under_way() -> None:
    """Where everything is unfinished, new work is refused and old work can be waited for."""
    once, slow = Once[int](most=1, seconds=60), Work()
    slow.go_on.clear()
    waiting = asyncio.create_task(once.result(("a", "1"), slow, 0.0))
    while not slow.times:
        await asyncio.sleep(0)
    with pytest.raises(TooMuchUnderWayError):
        await once.result(("b", "1"), slow, 99.0)
    slow.go_on.set()

    assert await once.result(("a", "1"), slow, 99.0) == await waiting == 1


async def test_a_failure_is_not_kept() -> None:
    """All who wait learn of it, and the next one tries again."""
    once, tries = Once[int](most=2, seconds=60), []

    async def fails() -> int:
        tries.append(1)
        await asyncio.sleep(0)
        raise ZeroDivisionError

    both = (once.result(("a", "1"), fails, 0.0) for _ in range(2))
    outcomes = await asyncio.gather(*both, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [ZeroDivisionError] * 2
    assert len(tries) == 1
    assert not once.knows(("a", "1"))


async def test_a_forgotten_conversation_leaves_others() -> None:
    """Only the results of that conversation go."""
    once, work = Once[int](most=9, seconds=60), Work()
    for key in (("a", "1"), ("a", "2"), ("b", "1")):
        await once.result(key, work, 0.0)
    once.forget("a")

    assert [once.knows(key) for key in (("a", "1"), ("a", "2"), ("b", "1"))] == [False, False, True]
