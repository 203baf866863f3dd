"""Votes in the database: one for each reply, also with several processes."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.activity.store.database import Store, StoreError
from bot.feedback.store import Vote, keep_vote, metadata, open_votes, votes

VOTE = Vote(
    reply="a" * 64,
    topic="aup",
    checked=dt.date(2026, 11, 22),
    version="0123456789abcdef",
    helpful=True,
    reason=None,
    day=dt.date(2026, 11, 25),
)


def _kept(store: Store) -> list[dict[str, Any]]:
    with store.read() as connection:
        return [dict(row._mapping) for row in connection.execute(sa.select(votes))]


def test_a_vote_is_kept(url: str) -> None:
    """What is kept is the vote, and nothing else."""
    store = open_votes(url)
    keep_vote(store, VOTE)

    assert _kept(store) == [asdict(VOTE)]


def test_a_vote_is_replaced(url: str) -> None:
    """The latest vote on a reply counts; other replies keep theirs."""
    store = open_votes(url)
    changed = replace(VOTE, helpful=False, reason="old", day=dt.date(2026, 11, 26))
    other = replace(VOTE, reply="b" * 64)
    for vote in (VOTE, other, changed):
        keep_vote(store, vote)

    assert sorted(_kept(store), key=lambda vote: vote["reply"]) == [asdict(changed), asdict(other)]


def test_opening_again_keeps_the_votes(url: str) -> None:
    """The table is made where there is none, and left as it is where there is one."""
    keep_vote(open_votes(url), VOTE)

    assert _kept(open_votes(url)) == [asdict(VOTE)]


def test_several_open_and_vote_at_once(url: str) -> None:
    """Servers that start together do not stumble over each other, and no vote is lost."""

    def process(number: int) -> None:
        store = open_votes(url)
        for reply in range(5):
            keep_vote(store, replace(VOTE, reply=f"{reply}", helpful=number % 2 == 0))
            keep_vote(store, replace(VOTE, reply=f"{number}-{reply}"))
        store.engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(process, range(4)))

    assert len(_kept(open_votes(url))) == 25


def test_a_failing_database_is_told(tmp_path: Path) -> None:
    """A vote that cannot be kept is an error with a sentence, never a silence."""
    store = open_votes(f"sqlite:///{tmp_path / 'votes.db'}")
    metadata.drop_all(store.engine)

    with pytest.raises(StoreError, match="cannot be used"):
        keep_vote(store, VOTE)
