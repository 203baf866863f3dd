"""The n-grams of one text are those that scikit-learn finds in many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.ngrams import Ngrams

TEXTS = [
    "the mailbox is locked",
    "a locked account",
    "Where is the  MAILBOX, a",
    "locked locked out",
    "i\tcan't e-mail \u00e9t\u00e9 I",
    "can't  I e-mail: \u00c9T\u00c9",
]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_one_text_is_read_as_all_are_together(number: int) -> None:
    """The same n-grams, with the same weights."""
    ngrams, table = Ngrams.fit(TEXTS)
    numbers, weights = ngrams.of(TEXTS[number])

    spread = np.zeros(table.shape[1])
    spread[numbers] = weights
    assert spread == pytest.approx(table[number].toarray()[0], abs=1e-6)


def test_a_text_may_have_none_that_are_known() -> None:
    """A text of letters that were never seen has no n-grams, which is no error."""
    ngrams, _ = Ngrams.fit(TEXTS)
    numbers, weights = ngrams.of("zyq")

    assert len(numbers) == 0
    assert len(weights) == 0


def test_texts_that_share_nothing_are_refused() -> None:
    """There would be no n-grams to tell texts by."""
    with pytest.raises(ValueError, match="no terms remain"):
        Ngrams.fit(["abc", "xyz"])


def test_what_is_stored_reads_the_same(tmp_path: Path) -> None:
    """Terms keep their numbers and their rarity."""
    ngrams, _ = Ngrams.fit(TEXTS)
    ngrams.save(tmp_path)
    loaded = Ngrams.load(tmp_path)

    for told, again in zip(ngrams.of(TEXTS[0]), loaded.of(TEXTS[0]), strict=True):
        assert again.tolist() == pytest.approx(told.tolist())
