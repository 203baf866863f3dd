"""The model behind the topics: two views of a text, fused.

View 1 is a logistic regression on the sentence vector: it knows meaning.
View 2 is a logistic regression on the text's character n-grams: it knows names and spellings.
Nothing here knows Rasa; arrays are numpy, and a stored model is arrays and JSON, never a pickle.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
_NGRAMS = {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2, "sublinear_tf": True}
_MOST_ROUNDS = 80  # of the first view's solver: enough for it to settle
_TOLERANCE = 0.01  # of the second view's solver: stricter takes twice as long and finds no more
_LEAST_LABELS = 3


@dataclass(frozen=True)
class TopicModelSettings:
    """How the two views are trained and mixed; docs/understanding.md has the measurements.

    Args:
        vector_share: weight of the sentence vector's view, 0 to 1; the n-grams have the rest.
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
        self, settings: TopicModelSettings, arrays: dict[str, Any], terms: list[str]
    ) -> None:
        self._settings = settings
        self._arrays = arrays
        self._terms = terms
        self.labels: list[str] = [str(label) for label in arrays["labels"]]
        self._ngrams = TfidfVectorizer(**_NGRAMS, vocabulary={t: i for i, t in enumerate(terms)})
        self._ngrams.idf_ = arrays["idf"]
        members: Ints = arrays["members"]
        vectors: Floats = arrays["vectors"].astype(np.float32)
        self._examples: list[Floats] = [
            vectors[members == label] for label in range(len(self.labels))
        ]

    @classmethod
    def fit(
        cls, texts: list[str], vectors: Floats, labels: list[str], settings: TopicModelSettings
    ) -> TopicModel:
        """Train on texts, their sentence vectors [n, 768] and their labels.

        Raises:
            ValueError: there are fewer than 3 labels; two are a task for IntentModel.
        """
        names, members = np.unique(labels, return_inverse=True)
        if len(names) < _LEAST_LABELS:
            raise ValueError(f"{len(names)} labels are too few for a topic model.")
        by_vector = LogisticRegression(C=settings.vector_c, max_iter=_MOST_ROUNDS).fit(
            vectors, members
        )
        ngrams = TfidfVectorizer(**_NGRAMS)
        table = ngrams.fit_transform(texts)
        by_ngram = LogisticRegression(
            C=settings.ngram_c, solver="liblinear", multi_class="ovr", tol=_TOLERANCE
        ).fit(table, members)
        arrays = {
            "labels": names.astype(str),
            "members": members.astype(np.int64),
            "vectors": vectors.astype(np.float16),
            "vector_weights": by_vector.coef_.T.astype(np.float32),
            "vector_bias": by_vector.intercept_.astype(np.float32),
            "ngram_weights": by_ngram.coef_.T.astype(np.float16),
            "ngram_bias": by_ngram.intercept_.astype(np.float32),
            "idf": ngrams.idf_,
        }
        return cls(settings, arrays, list(ngrams.get_feature_names_out()))

    def probabilities(self, texts: list[str], vectors: Floats) -> Floats:
        """Give the probability of each label for each text: [n, labels]."""
        return self.views(texts, vectors).mixed

    def views(self, texts: list[str], vectors: Floats) -> Views:
        """Give what each view says of each text."""
        share = self._settings.vector_share
        meaning = _softmax(vectors @ self._arrays["vector_weights"] + self._arrays["vector_bias"])
        spelling = self.spelling(texts)
        return Views(meaning, spelling, share * meaning + (1 - share) * spelling)

    def spelling(self, texts: list[str]) -> Floats:
        """Give what the second view says of each text. It needs no vectors, so it is quick."""
        table: csr_matrix = self._ngrams.transform(texts)
        # A text has few of the n-grams: only their weights are widened from 16 bits.
        used = np.unique(table.indices)
        weights = self._arrays["ngram_weights"][used].astype(np.float32)
        scores = table[:, used] @ weights + self._arrays["ngram_bias"]
        chances: Floats = 1 / (1 + np.exp(-scores))
        shares: Floats = chances / chances.sum(axis=1, keepdims=True)
        return shares

    def examples(self, label: int) -> Floats:
        """Give the vectors of the training examples of the label with this number: [n, 768]."""
        return self._examples[label]

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez_compressed(folder / "topic_model.npz", **self._arrays)
        parts = {"settings": asdict(self._settings), "terms": self._terms}
        (folder / "topic_model.json").write_text(json.dumps(parts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Read what `save` wrote."""
        parts = json.loads((folder / "topic_model.json").read_text(encoding="utf-8"))
        with np.load(folder / "topic_model.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(TopicModelSettings(**parts["settings"]), arrays, parts["terms"])


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
