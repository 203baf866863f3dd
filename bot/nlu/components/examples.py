"""Training examples as the components read them: their texts, their intents and their vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import FOLLOW_UPS, NORMALISED_TEXT, SENTENCE
from bot.nlu.encoder import KINDS, load_encoder
from bot.nlu.encoder.kept_vectors import encode_all
from bot.nlu.examples import Examples, Size
from bot.nlu.floats import Floats
from bot.nlu.follow_up_files import FollowUps
from bot.settings import Settings

SIZES: tuple[Size, ...] = ("small", "large")
_KEPT = "examples.npz"  # beside the encoder: the vectors of the trainings before


def text_of(message: Message) -> str:
    """Give the text as the model reads it."""
    return str(message.get(NORMALISED_TEXT) or message.get(TEXT) or "")


def labelled(data: TrainingData) -> tuple[list[str], npt.NDArray[np.str_]]:
    """Give the texts of the training examples that have one, and their intents."""
    found = [m for m in data.intent_examples if m.get(SENTENCE)]
    return [text_of(m) for m in found], np.array([m.get(INTENT) for m in found])


def follow_ups(data: TrainingData) -> list[FollowUps]:
    """Give what is asked behind each answer, if the training data have that."""
    return [read for m in data.training_examples if (read := m.get(FOLLOW_UPS))]


def examples(texts: Sequence[str]) -> Examples:
    """Give examples with their vectors of both sizes."""
    vectors = {size: stacked(texts, size) for size in SIZES}
    return Examples(np.array(texts, dtype=object), vectors)


def stacked(texts: Sequence[str], size: Size) -> Floats:
    """Give the vectors of training examples, float32 [n, size]."""
    known = vectors(texts, size)
    return np.stack([known[text] for text in texts])


def vectors(texts: Iterable[str], size: Size) -> dict[str, Floats]:
    """Give the vector of each text, with a progress bar: new ones take minutes the first time.

    Args:
        texts: of training examples.
        size: of the encoder.
    """
    # A batch on each core takes three quarters of the time of all cores on one.
    folder, kind = Settings.from_environment().encoder_folder, KINDS[size]
    encoder = load_encoder(folder, kind, threads=1)
    return encode_all(texts, encoder, folder / kind.version / _KEPT)
