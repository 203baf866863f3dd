"""Read texts, vectors and labels out of Rasa's training messages."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import NORMALISED_TEXT, SENTENCE
from bot.nlu.encoder import KINDS, load_encoder
from bot.nlu.encoder.kept_vectors import encode_all
from bot.nlu.examples import Examples, Size
from bot.nlu.floats import Floats
from bot.nlu.sentence import Sentence
from bot.settings import Settings

SIZES: tuple[Size, ...] = ("small", "large")


def text_of(message: Message) -> str:
    """Give the text as the model reads it."""
    return str(message.get(NORMALISED_TEXT) or message.get(TEXT) or "")


def vectors(texts: Iterable[str], size: Size, kept: str) -> dict[str, Floats]:
    """Give the vector of each text, with a progress bar: new ones take minutes the first time.

    Args:
        texts: of training examples.
        size: of the encoder.
        kept: the file beside the encoder that keeps them between trainings.
    """
    # One text on each core takes three quarters of the time of all cores on one text.
    folder, kind = Settings.from_environment().encoder_folder, KINDS[size]
    encode = load_encoder(folder, kind, threads=1).encode
    return encode_all(texts, encode, folder / kind.version / kept)


def labelled(data: TrainingData) -> tuple[Examples, npt.NDArray[np.str_]]:
    """Give the training examples that have a text, and their intents."""
    found = [m for m in data.intent_examples if m.get(SENTENCE)]
    sentences: list[Sentence] = [m.get(SENTENCE) for m in found]
    texts = np.array([sentence.text for sentence in sentences], dtype=object)
    vectors = {size: np.stack([one.vector(size) for one in sentences]) for size in SIZES}
    return Examples(texts, vectors), np.array([m.get(INTENT) for m in found])
