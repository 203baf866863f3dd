"""Work in order in each lane, all lanes at the same time, and no more than there is room for."""

from __future__ import annotations

import asyncio

from bot.channels.teams.lanes import Lanes


async def test_a_lane_keeps_its_order() -> None:
    """What was put in first is done first, even if it takes longest."""
    lanes, done = Lanes(), list[int]()
    gates = [asyncio.Event() for _ in range(3)]

    def work(number: int) -> None:
        async def wait() -> None:
            await gates[number].wait()
            done.append(number)

        assert lanes.put("a", wait)

    for number in range(3):
        work(number)
    for gate in reversed(gates):
        gate.set()
        await asyncio.sleep(0)
    await lanes.finish(5)

    assert done == [0, 1, 2]


async def test_there_is_room_for_so_much() -> None:
    """What is too much is refused, and there is room again when something is done."""
    lanes, gate = Lanes(most=2), asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    assert lanes.put("a", wait)
    assert lanes.put("b", wait)
    assert not lanes.put("a", wait)
    assert not lanes.put("c", wait)
    gate.set()
    await lanes.finish(5)

    assert lanes.put("c", wait)
    assert lanes.put("a", wait)
    await lanes.finish(5)


async def test_one_lane_leaves_room_for_others() -> None:
    """Somebody who sends without end fills their own lane only."""
    lanes, gate, started = Lanes(most=10, most_waiting=2), asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        started.set()
        await gate.wait()

    assert lanes.put("a", wait)
    await started.wait()
    assert [lanes.put("a", wait) for _ in range(4)] == [True, True, False, False]
    assert lanes.put("b", wait)
    gate.set()
    await lanes.finish(5)

    assert lanes.put("a", wait)
    await lanes.finish(5)


async def test_a_failure_does_not_stop_the_count() -> None:
    """Work that fails against its promise leaves room for others."""
    lanes = Lanes(most=1)

    async def fail() -> None:
        raise ValueError

    for _ in range(3):
        assert lanes.put("a", fail)
        await asyncio.wait(lanes._running)

    assert lanes._waiting == {}


async def test_the_end_waits_only_so_long() -> None:
    """What hangs is dropped, so that the server can stop."""
    lanes, started = Lanes(), asyncio.Event()

    async def hang() -> None:
        started.set()
        await asyncio.Event().wait()

    lanes.put("a", hang)
    lanes.put("a", hang)
    await started.wait()
    await lanes.finish(0.01)
    await asyncio.gather(*lanes._running, return_exceptions=True)

    assert lanes._waiting == {}
