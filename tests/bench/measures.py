"""What is measured of a running bot."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from tests.bench.bots import Running

_TURNS = (5, 50, 200)
_AROUND = 2  # turns on either side, for the median
_MILLISECONDS = 1000


def turns(bot: Running, questions: Sequence[str]) -> dict[str, float]:
    """Give p50 and p99 of a turn in ms, each question in a conversation of its own."""
    times = sorted(_timed(bot, uuid.uuid4().hex, question) for question in questions)
    return {
        "p50": statistics.median(times),
        "p99": times[min(len(times) - 1, int(0.99 * len(times)))],
    }


def throughput(bot: Running, questions: Sequence[str], conversations: int) -> float:
    """Give turns a second with some conversations at once, each asking one question after another.

    All ask as many questions as there are in the list, together.
    """

    def converse(number: int) -> None:
        sender = uuid.uuid4().hex
        for question in questions[number::conversations]:
            bot.ask(sender, question)

    start = time.perf_counter()
    with ThreadPoolExecutor(conversations) as people:
        list(people.map(converse, range(conversations)))
    return len(questions) / (time.perf_counter() - start)


def long_conversation(bot: Running, questions: Sequence[str]) -> dict[str, float]:
    """Give the time of turns 5, 50 and 200 of one conversation in ms: medians of five turns.

    The same five questions are asked at each of them, because one takes longer than another.
    """
    sender = uuid.uuid4().hex
    asked = list(islice(cycle(questions), max(_TURNS) + _AROUND))
    for part in map(_around, _TURNS):
        asked[part] = questions[: part.stop - part.start]
    times = [_timed(bot, sender, question) for question in asked]
    return {f"turn {turn}": statistics.median(times[_around(turn)]) for turn in _TURNS}


def _around(turn: int) -> slice:
    return slice(turn - 1 - _AROUND, turn + _AROUND)


def _timed(bot: Running, sender: str, text: str) -> float:
    start = time.perf_counter()
    bot.ask(sender, text)
    return (time.perf_counter() - start) * _MILLISECONDS
