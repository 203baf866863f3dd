"""The featuriser adds the encoder's vector of the text as the model reads it."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import NORMALISED_TEXT
from bot.nlu.components.examples import sentence_vector
from bot.nlu.encoder import SentenceEncoder
from tests.nlu.components.graph import Graph, Reader, said


def test_reads_the_normalised_text(featuriser: Reader, encoder: SentenceEncoder) -> None:
    """The vector is that of the normalised text, not that of the slip that was typed."""
    message = said("pasword", **{NORMALISED_TEXT: "password"})

    vector = sentence_vector(featuriser.read(message))

    assert vector is not None
    assert vector.shape == (768,)
    np.testing.assert_allclose(vector, encoder.encode("password"), atol=1e-6)
    assert float(vector @ encoder.encode("pasword")) < 0.99


def test_reads_the_text_where_none_is_normalised(
    featuriser: Reader, encoder: SentenceEncoder
) -> None:
    """Without the normaliser before it, the text itself is read."""
    vector = sentence_vector(featuriser.read(said("hello")))

    assert vector is not None
    np.testing.assert_allclose(vector, encoder.encode("hello"), atol=1e-6)


def test_the_vector_stands_for_the_sentence(featuriser: Reader) -> None:
    """Rasa sees one sentence feature of the text and no feature of its words."""
    words, sentence = featuriser.read(said("hello")).get_dense_features(TEXT)

    assert words is None
    assert sentence is not None
    assert sentence.features.shape == (1, 768)


@pytest.mark.parametrize("text", ["", "/greet"])
def test_nothing_to_read_gives_no_vector(featuriser: Reader, text: str) -> None:
    """An empty message and a button's payload have no meaning to encode."""
    assert sentence_vector(featuriser.read(said(text))) is None


def test_every_example_is_encoded(encoder: SentenceEncoder, prepared: TrainingData) -> None:
    """Training reads all examples, with the vectors that serving would see."""
    for number, message in enumerate(prepared.training_examples):
        vector = sentence_vector(message)
        assert vector is not None
        if number % 8 == 0:
            read = encoder.encode(message.get(NORMALISED_TEXT))
            np.testing.assert_allclose(vector, read, atol=1e-6)


def test_nothing_is_kept(trained: Graph) -> None:
    """The model holds no copy of the encoder."""
    assert not (trained.folder / "SentenceFeaturiser").exists()
