"""The model behind the topics: two views of a text, fused, with the evidence for its judgement.

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
_NGRAMS = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True}
_MOST_ROUNDS = 150  # of the first view's solver: enough for it to settle
_NEAR_ZERO = 1e-6
_LEAST_LABELS = 3
_NEIGHBOURS = 2  # nearest examples that count as evidence
EVIDENCE_COLUMNS = 4
"""How many numbers `TopicModel.evidence` gives for a text."""


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
        self._examples = [vectors[members == label] for label in range(len(self.labels))]
        self._centroids = _centroids(self._examples)

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
            C=settings.ngram_c, solver="liblinear", multi_class="ovr"
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
        arrays, share = self._arrays, self._settings.vector_share
        meaning = _softmax(vectors @ arrays["vector_weights"] + arrays["vector_bias"])
        table: csr_matrix = self._ngrams.transform(texts)
        # A text has few of the n-grams: only their weights are widened from 16 bits.
        used = np.unique(table.indices)
        weights = arrays["ngram_weights"][used].astype(np.float32)
        scores = table[:, used] @ weights + arrays["ngram_bias"]
        spelling = 1 / (1 + np.exp(-scores))
        spelling /= spelling.sum(axis=1, keepdims=True)
        mixed: Floats = share * meaning + (1 - share) * spelling
        return mixed

    def evidence(self, probabilities: Floats, vectors: Floats) -> Floats:
        """Give what tells whether the best label is right: [n, EVIDENCE_COLUMNS].

        The columns: the log-odds of the flattened best probability, the mean cosine to the two
        nearest examples of the best label, the cosine to that label's centroid, and the lead of
        the best label over the second.
        """
        best = probabilities.argmax(axis=1)
        flat = np.sqrt(probabilities + 1e-9)
        flat /= flat.sum(axis=1, keepdims=True)
        nearest = [
            np.sort(self._examples[label] @ vector)[-_NEIGHBOURS:].mean()
            for label, vector in zip(best, vectors, strict=True)
        ]
        centroid = (vectors * self._centroids[best]).sum(axis=1)
        two = np.sort(probabilities, axis=1)[:, -2:]
        columns = [_log_odds(flat.max(axis=1)), nearest, centroid, two[:, 1] - two[:, 0]]
        evidence: Floats = np.stack(columns, axis=1).astype(np.float32)
        return evidence

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


def _centroids(examples: list[Floats]) -> Floats:
    means = np.stack([vectors.mean(axis=0) for vectors in examples])
    centroids: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
    return centroids


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _log_odds(share: Floats) -> Floats:
    clipped = np.clip(share, _NEAR_ZERO, 1 - _NEAR_ZERO)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds
