"""Find the few words of a message that may be clinical, in the middle of a question about email.

People write "how do i reset it she fell", without a stop or a joining word, so every few words in
a row are looked at, by their letters: reading them all with a sentence encoder would take seconds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.letters import Letters

_LENGTH = 4  # words
_FROM_OTHERS = 30_000  # passages of other messages that the letters learn from
_WORD = re.compile(r"\S+")


def passages(text: str) -> list[str]:
    """Give every four words in a row; nothing where the text has no more than those."""
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) <= _LENGTH:
        return []
    firsts, lasts = words, words[_LENGTH - 1 :]
    return [text[first[0] : last[1]] for first, last in zip(firsts, lasts, strict=False)]


class Passages:
    """Ranks the passages of a text by how likely their letters are those of one intent."""

    def __init__(self, letters: Letters) -> None:
        """Keep what was trained."""
        self._letters = letters

    @classmethod
    def fit(
        cls, texts: Sequence[str], has_it: npt.NDArray[np.bool_], c: float, seed: int = 0
    ) -> Passages:
        """Train on whole messages, and on passages of those without the intent.

        Args:
            texts: the messages.
            has_it: whether each has the intent, [n].
            c: the inverse regularisation.
            seed: of the choice among the passages.
        """
        others = [
            part
            for text, has in zip(texts, has_it, strict=True)
            if not has
            for part in passages(text)
        ]
        chosen = random.Random(seed).sample(others, min(len(others), _FROM_OTHERS))  # noqa: S311
        members = np.concatenate([has_it, np.zeros(len(chosen), bool)]).astype(np.int64)
        return cls(Letters.fit([*texts, *chosen], members, c))

    def likeliest(self, text: str, count: int, least: float) -> list[str]:
        """Give at most `count` passages with log-odds of at least `least`, the likeliest first."""
        found = [(float(self._letters.log_odds(part)[0]), part) for part in passages(text)]
        likely = sorted((one for one in found if one[0] >= least), reverse=True)
        return [part for _, part in likely[:count]]

    def save(self, folder: Path) -> None:
        """Write what was trained into a folder."""
        self._letters.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Passages:
        """Read what `save` wrote."""
        return cls(Letters.load(folder))
