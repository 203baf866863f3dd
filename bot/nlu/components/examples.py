"""Read texts, vectors and labels out of Rasa's training messages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import NORMALISED_TEXT
from bot.nlu.gate import Examples
from bot.nlu.topic_model import Floats


def sentence_vector(message: Message) -> Floats | None:
    """Give the sentence vector of a message, [768], or nothing for a message without text."""
    _, sentence = message.get_dense_features(TEXT)
    return None if sentence is None else sentence.features[-1]


def text_of(message: Message) -> str:
    """Give the text as the model reads it."""
    return str(message.get(NORMALISED_TEXT) or message.get(TEXT) or "")


def labelled(data: TrainingData) -> tuple[Examples, npt.NDArray[np.str_]]:
    """Give the training examples that have a text, and their intents."""
    encoded = [(m, sentence_vector(m)) for m in data.intent_examples]
    found = [(m, vector) for m, vector in encoded if vector is not None]
    texts = np.array([text_of(m) for m, _ in found], dtype=object)
    vectors = np.stack([vector for _, vector in found])
    return Examples(texts, vectors), np.array([m.get(INTENT) for m, _ in found])
