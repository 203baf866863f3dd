"""The model behind the topics: two views of a text, fused.

View 1 is a logistic regression on the sentence vector: it knows meaning.
View 2 is one on the text's letters: `bot.nlu.letters`. It needs no vector, so the models of a
small and of a large encoder share one.
Nothing here knows Rasa; arrays are numpy, and a stored model is arrays and JSON, never a pickle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.floats import Floats
from bot.nlu.letters import Letters
from bot.nlu.short_vectors import ShortVectors

_MOST_ROUNDS = 80  # of the first view's solver: enough for it to settle
_LEAST_LABELS = 3
_ARRAYS, _SETTINGS = "topic_model.npz", "topic_model.json"


@dataclass(frozen=True)
class TopicModelSettings:
    """How the two views are trained and mixed; docs/understanding.md has the measurements.

    Args:
        vector_share: weight of the sentence vector's view, 0 to 1; the letters have the rest.
        vector_c: inverse regularisation of the first view.
        ngram_c: inverse regularisation of the second view.
    """

    vector_share: float = 0.7
    vector_c: float = 10.0
    ngram_c: float = 30.0


@dataclass(frozen=True)
class Views:
    """What each view says, and both together: the probability of each label, each [n, labels]."""

    meaning: Floats
    spelling: Floats
    mixed: Floats


class TopicModel:
    """Gives each known label a probability."""

    def __init__(
        self, settings: TopicModelSettings, arrays: dict[str, Any], letters: Letters
    ) -> None:
        self._settings = settings
        self._arrays = arrays
        self.letters = letters
        self.labels: list[str] = [str(label) for label in arrays["labels"]]
        # The vectors stand in the order of their labels, so that each label's are together.
        self._ends = np.searchsorted(arrays["members"], np.arange(len(self.labels) + 1))
        self._examples = ShortVectors.stored("examples", arrays)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: Floats,
        labels: Sequence[str],
        settings: TopicModelSettings,
        letters: Letters | None = None,
    ) -> TopicModel:
        """Train on texts, their sentence vectors [n, size] and their labels.

        Args:
            texts: the examples.
            vectors: one for each.
            labels: one for each.
            settings: how it is trained.
            letters: the second view where it was trained already, on the same texts and labels.

        Raises:
            ValueError: there are fewer than 3 labels; two are a task for IntentModel.
        """
        names, members = np.unique(labels, return_inverse=True)
        if len(names) < _LEAST_LABELS:
            raise ValueError(f"{len(names)} labels are too few for a topic model.")
        model = LogisticRegression(C=settings.vector_c, max_iter=_MOST_ROUNDS)
        model.fit(vectors, members)
        order = np.argsort(members, kind="stable")
        arrays = {
            "labels": names.astype(str),
            "members": members[order].astype(np.int64),
            **ShortVectors.of(vectors[order]).arrays("examples"),
            "weights": model.coef_.T.astype(np.float32),
            "bias": model.intercept_.astype(np.float32),
        }
        return cls(settings, arrays, letters or Letters.fit(texts, members, settings.ngram_c))

    def probabilities(self, texts: list[str], vectors: Floats) -> Floats:
        """Give the probability of each label for each text: [n, labels]."""
        return self.views(texts, vectors).mixed

    def views(self, texts: list[str], vectors: Floats, spelling: Floats | None = None) -> Views:
        """Give what each view says of each text; `spelling` where the second is known already."""
        share = self._settings.vector_share
        meaning = _softmax(vectors @ self._arrays["weights"] + self._arrays["bias"])
        told = self.letters.shares(texts) if spelling is None else spelling
        return Views(meaning, told, share * meaning + (1 - share) * told)

    def cosines(self, vector: Floats, label: int | None = None) -> Floats:
        """Compare a vector with the training examples: all, or those of the label with a number."""
        rows = slice(None) if label is None else slice(self._ends[label], self._ends[label + 1])
        return self._examples.products(vector, rows)

    def save(self, folder: Path) -> None:
        """Write the model into a folder, without the letters, which two models may share."""
        np.savez_compressed(folder / _ARRAYS, **self._arrays)
        (folder / _SETTINGS).write_text(json.dumps(asdict(self._settings)), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, letters: Letters) -> TopicModel:
        """Read what `save` wrote."""
        settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(TopicModelSettings(**settings), arrays, letters)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
