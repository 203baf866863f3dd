"""The nearest messages tell what is asked, those behind the same answer before all others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.nearest_messages import NearestMessages

EAST, NORTH = np.eye(2, dtype=np.float32)


@pytest.fixture
def known() -> NearestMessages:
    """Four messages behind two answers: the same words ask for different things."""
    vectors = np.stack([EAST, NORTH, EAST, NORTH])
    topics = ["helpdesk", "helpdesk", "form", "form"]
    return NearestMessages.fit(vectors, topics, ["escalate", "hours", "training", "hours"])


def test_the_nearest_behind_the_same_answer_counts_most(known: NearestMessages) -> None:
    """The same vector is taken for two things behind two answers."""
    assert known.labels.tolist() == ["escalate", "hours", "training"]
    assert known.shares(EAST, "helpdesk").argmax() == 0
    assert known.shares(EAST, "form").argmax() == 2


def test_what_is_near_behind_another_answer_counts_more_than_what_is_far() -> None:
    """Where nothing like it stands behind the answer, other answers help."""
    vectors = np.stack([NORTH, EAST])
    known = NearestMessages.fit(vectors, ["helpdesk", "form"], ["hours", "training"])

    assert known.shares(EAST, "helpdesk") == pytest.approx([0.0, 1.0], abs=1e-3)


def test_the_shares_are_one_together_for_an_unknown_topic(known: NearestMessages) -> None:
    """A topic behind whose answer nothing is known is no error."""
    shares = known.shares(NORTH, "new_topic")

    assert float(shares.sum()) == pytest.approx(1.0)
    assert shares.argmax() == 1


def test_what_is_stored_tells_the_same(known: NearestMessages, tmp_path: Path) -> None:
    """Half the precision on disk changes nothing that counts."""
    known.save(tmp_path)
    loaded = NearestMessages.load(tmp_path)

    assert loaded.vectors.dtype == np.float32
    assert loaded.shares(EAST, "form") == pytest.approx(known.shares(EAST, "form"), abs=1e-3)
