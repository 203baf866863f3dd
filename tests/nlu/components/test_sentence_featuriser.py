"""The featuriser gives each message a sentence, which knows its vectors."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import NORMALISED_TEXT, SENTENCE
from bot.nlu.components.examples import stacked
from bot.nlu.encoder import SentenceEncoder
from tests.nlu.components.graph import Graph, Reader, said


def test_reads_the_normalised_text(featuriser: Reader, encoder: SentenceEncoder) -> None:
    """The vector is that of the normalised text, not that of the slip that was typed."""
    message = said("pasword", **{NORMALISED_TEXT: "password"})

    vector = featuriser.read(message).get(SENTENCE).vector("large")

    assert vector.shape == (768,)
    np.testing.assert_allclose(vector, encoder.encode("password"), atol=1e-6)
    assert float(vector @ encoder.encode("pasword")) < 0.99


def test_reads_the_text_where_none_is_normalised(
    featuriser: Reader, encoder: SentenceEncoder
) -> None:
    """Without the normaliser before it, the text itself is read."""
    vector = featuriser.read(said("hello")).get(SENTENCE).vector("large")

    np.testing.assert_allclose(vector, encoder.encode("hello"), atol=1e-6)


def test_nothing_is_encoded_before_it_is_needed(featuriser: Reader) -> None:
    """A message that the small encoder understands never costs the time of the large one."""
    sentence = featuriser.read(said("hello")).get(SENTENCE)

    assert not sentence.has("small")
    assert sentence.vector("small").shape == (384,)
    assert not sentence.has("large")


@pytest.mark.parametrize("text", ["", "/greet"])
def test_nothing_to_read_gives_no_sentence(featuriser: Reader, text: str) -> None:
    """An empty message and a button's payload have no meaning to encode."""
    assert featuriser.read(said(text)).get(SENTENCE) is None


def test_an_example_is_read_as_a_message(encoder: SentenceEncoder, prepared: TrainingData) -> None:
    """Training sees the texts and, once they are asked for, the vectors that serving would see."""
    texts = [message.get(SENTENCE).text for message in prepared.training_examples[::8]]
    assert texts == [message.get(NORMALISED_TEXT) for message in prepared.training_examples[::8]]

    read = stacked([*texts, texts[0]], "large")

    expected = [encoder.encode(text) for text in [*texts, texts[0]]]
    np.testing.assert_allclose(read, expected, atol=1e-6)


def test_nothing_is_kept(trained: Graph) -> None:
    """The model holds no copy of an encoder."""
    assert not (trained.folder / "SentenceFeaturiser").exists()
