"""The normaliser learns words from the examples and corrects messages beside their own text."""

from __future__ import annotations

import json
from typing import Any

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import NORMALISED_TEXT
from bot.nlu.components.spelling_normaliser import KNOWN_WORDS, SpellingNormaliser
from tests.nlu.components.graph import Graph, Reader, said

Pipeline = dict[str, dict[str, Any]]


def test_a_loaded_normaliser_corrects(normaliser: Reader) -> None:
    """What was learned in training is used after loading: a joined word of the examples splits."""
    read = normaliser.read(said("pls open the sharedmailbox agian"))

    assert read.get(NORMALISED_TEXT) == "please open the shared mailbox again"


def test_the_users_words_stay(normaliser: Reader) -> None:
    """The message's own text is not changed; only the share of known words leaves the pipeline."""
    read = normaliser.read(said("reset my xkcdq pasword"))

    assert read.get(TEXT) == "reset my xkcdq pasword"
    assert read.get(KNOWN_WORDS) == 0.5
    assert KNOWN_WORDS in read.output_properties
    assert NORMALISED_TEXT not in read.output_properties


def test_an_untrained_normaliser_knows_english_only(
    trained_spelling: Graph, pipeline: Pipeline
) -> None:
    """Without training the joined word is not split, so the split is learned, not built in."""
    config = pipeline["SpellingNormaliser"]

    read = trained_spelling.process(
        SpellingNormaliser, config, said("sharedmailbox"), constructor="create"
    )

    assert read.get(NORMALISED_TEXT) != "shared mailbox"


def test_what_is_kept_is_a_list_of_words(trained_spelling: Graph) -> None:
    """The storage holds the words that were seen three times and more, with their counts."""
    kept = trained_spelling.folder / "SpellingNormaliser" / "domain_words.json"

    learnt = json.loads(kept.read_text(encoding="utf-8"))

    assert learnt["mailbox"] >= 3
    assert "supermarket" not in learnt


def test_examples_are_read_like_messages(normaliser: Reader, prepared: TrainingData) -> None:
    """Every training example has the text and the share that the same message gets."""
    for example in prepared.training_examples:
        read = normaliser.read(said(example.get(TEXT)))

        assert example.get(NORMALISED_TEXT) == read.get(NORMALISED_TEXT)
        assert example.get(KNOWN_WORDS) == read.get(KNOWN_WORDS)


def test_a_message_without_text_stays_empty(normaliser: Reader) -> None:
    """An empty message gets no properties and causes no failure."""
    read = normaliser.read(said(""))

    assert read.get(NORMALISED_TEXT) is None
    assert read.get(KNOWN_WORDS) is None
