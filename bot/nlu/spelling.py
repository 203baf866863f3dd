"""Correct the spelling of a message, so that the sentence encoder meets words that it knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from bot.nlu.near_words import NearWords

# Letters of any language, so that "hasło" is not read as "has" and "o"; no quotation marks around.
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CORRECTABLE = re.compile(r"[a-z']{3,30}")
_DICTIONARY = ("symspellpy", "frequency_dictionary_en_82_765.txt")
# Words of the domain win over rarer English words at the same edit distance.
_DOMAIN_FREQUENCY = 1_000_000
_SEEN_OFTEN = 3
_SHORT_WORD = 5
_MOST_EDITS = 2
_WORDS_CACHED = 20_000


def words(text: str) -> list[str]:
    """Give the words of a text in lower case."""
    return _WORDS.findall(text.lower().replace("\u2019", "'"))


def _english() -> Counter[str]:
    """Read the words of English and how often each occurs in books."""
    package, name = _DICTIONARY
    text = (resources.files(package) / name).read_text(encoding="utf-8-sig")
    return Counter({word: int(count) for word, count in map(str.split, text.splitlines())})


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Count the words of the training examples; a word seen once or twice may be a slip itself."""
    counted = Counter(word for text in texts for word in words(text))
    return {word: count for word, count in counted.items() if count >= _SEEN_OFTEN}


class SpellingCorrector:
    """Replaces misspelt words by the likeliest word of English or of the domain.

    Args:
        domain_words: words of the training examples and how often each was seen.
        protected: names and abbreviations that are never changed.
        text_speak: short forms and what they stand for ("pls": "please").
    """

    def __init__(
        self,
        domain_words: Mapping[str, int],
        protected: Iterable[str],
        text_speak: Mapping[str, str],
    ) -> None:
        self._text_speak = dict(text_speak)
        self._domain_words = dict(domain_words)
        self._counts = _english()
        for word, count in self._domain_words.items():
            self._counts[word] += _DOMAIN_FREQUENCY * count
        for word in protected:
            self._counts[word.lower()] += _DOMAIN_FREQUENCY
        self._near_words = NearWords(self._counts)
        self._cached = lru_cache(maxsize=_WORDS_CACHED)(self._correct_word)

    def correct(self, text: str) -> str:
        """Correct each word of a text; everything else stays."""
        plain = text.replace("\u2019", "'")
        return _WORDS.sub(lambda word: self._cached(word[0]), plain)

    def known_share(self, text: str) -> float:
        """Give the share of a text's words that are English or of the domain, 0 to 1."""
        found = [word for word in words(text) if len(word) > 1]
        return sum(self._knows(word) for word in found) / len(found) if found else 0.0

    def _knows(self, word: str) -> bool:
        return word in self._counts or word in self._text_speak

    def _correct_word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._text_speak:
            return self._text_speak[lower]
        if lower in self._counts or not _CORRECTABLE.fullmatch(lower):
            return word
        distance = 1 if len(lower) < _SHORT_WORD else _MOST_EDITS
        near, edits = self._near_words.nearest(lower, distance) or (None, 0)
        parts = self._split(lower)
        if parts and (near is None or edits > 1 or near not in self._domain_words):
            return parts
        return near or word

    def _split(self, word: str) -> str | None:
        """Find two words of the domain that were typed without the space between them."""
        domain = self._domain_words
        cuts = [
            (domain[word[:i]] * domain[word[i:]], f"{word[:i]} {word[i:]}")
            for i in range(1, len(word) - 1)
            if len(word) >= _SHORT_WORD
            and word[:i] in domain
            and word[i:] in domain
            and (i > 1 or word[0] in "ai")
        ]
        return max(cuts)[1] if cuts else None
