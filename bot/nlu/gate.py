"""The gate: the chance that the topic model's best label is right.

A classifier always names a label, also for a question that belongs to none. The gate learns when
not to believe it. In each fold a part of the labels is hidden, so that their examples play
questions on unknown subjects, and a part of the other examples is held back.
The gates of a small and of a large encoder are trained together: their models share the letters.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bot.nlu.examples import Examples, Size
from bot.nlu.floats import Floats
from bot.nlu.topic_model import TopicModel, TopicModelSettings, Views

_LEAST_SPREAD = 1e-6  # so that a column that is always the same divides by no zero
_NEIGHBOURS = 2  # nearest examples that count as evidence
_COLUMNS = 5
_HIDDEN_WEIGHT = 0.2  # there are far more hidden examples than there are such questions in life
_FILE = "gate.npz"


class _Group(NamedTuple):
    """Examples that a fold did not see, their labels if these are known, and what they count."""

    examples: Examples
    truth: npt.NDArray[np.str_] | None
    weight: float = 1.0


@dataclass(frozen=True)
class _Judged:
    """Evidence [n, 5], whether the best label was right [n], and how much each counts [n]."""

    evidence: Floats
    right: npt.NDArray[np.bool_]
    weight: Floats


@dataclass(frozen=True)
class Gate:
    """A logistic regression on five numbers: `evidence`.

    Args:
        mean: of each number in training, [5].
        spread: their standard deviations, [5].
        weights: [5].
        bias: the log-odds of an average message.
        negatives: vectors of messages that belong to no label, [n, size].
    """

    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    negatives: Floats

    @classmethod
    def _fit(cls, judged: list[_Judged], negatives: Floats) -> Gate:
        evidence = np.concatenate([group.evidence for group in judged])
        right = np.concatenate([group.right for group in judged])
        weight = np.concatenate([group.weight for group in judged])
        mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + _LEAST_SPREAD
        model = LogisticRegression().fit((evidence - mean) / spread, right, sample_weight=weight)
        return cls(mean, spread, model.coef_[0], model.intercept_, negatives.astype(np.float32))

    @classmethod
    def fit(
        cls,
        examples: Examples,
        labels: npt.NDArray[np.str_],
        negatives: Examples,
        settings: TopicModelSettings,
        *,
        folds: int = 4,
        seed: int = 0,
    ) -> dict[Size, Gate]:
        """Train the gate of each size of vectors.

        Args:
            examples: the training examples of the topic model.
            labels: the label of each example.
            negatives: messages that belong to no label.
            settings: those of the topic model.
            folds: into how many parts labels, examples and negatives are divided.
            seed: of the division.
        """
        random = np.random.RandomState(seed)
        names = random.permutation(np.unique(labels))
        part = random.permutation(len(labels)) % folds
        negative_part = random.permutation(len(negatives.texts)) % folds

        def judge(fold: int) -> dict[Size, list[_Judged]]:
            hidden = np.isin(labels, names[fold::folds])
            held = (part == fold) & ~hidden
            seen = ~hidden & ~held
            known = negatives.take(negative_part != fold)
            groups = [
                _Group(examples.take(held), labels[held]),
                _Group(examples.take(hidden), None, _HIDDEN_WEIGHT),
                _Group(negatives.take(negative_part == fold), None),
            ]
            models = fit_models(examples.take(seen), labels[seen], settings)
            return {
                size: [_judge(model, known.vectors[size], size, group) for group in groups]
                for size, model in models.items()
            }

        with threadpool_limits(1):  # one fold for each core
            workers = min(folds, os.cpu_count() or 1)
            done = Parallel(workers, prefer="threads")(delayed(judge)(n) for n in range(folds))
        return {
            size: cls._fit([group for fold in done for group in fold[size]], vectors)
            for size, vectors in negatives.vectors.items()
        }

    def confidence(
        self, model: TopicModel, texts: list[str], vectors: Floats, views: Views
    ) -> Floats:
        """Give the chance that the model's best label is right for each text: [n], 0 to 1."""
        found = evidence(model, self.negatives, texts, vectors, views)
        scaled = (found - self.mean) / self.spread
        chance: Floats = 1 / (1 + np.exp(-(scaled @ self.weights + self.bias)))
        return chance

    def strangeness(self, model: TopicModel, vector: Floats) -> float:
        """Tell how much nearer a text is to the negatives than to all that the model knows.

        Both are mean cosines to the two nearest, so it is between -2 and 2.
        """
        return _nearest(self.negatives @ vector) - _nearest(model.cosines(vector))

    def save(self, folder: Path) -> None:
        """Write the gate into a folder."""
        np.savez_compressed(folder / _FILE, **asdict(self))

    @classmethod
    def load(cls, folder: Path) -> Gate:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(**{name: stored[name] for name in stored.files})


def evidence(
    model: TopicModel, negatives: Floats, texts: list[str], vectors: Floats, views: Views
) -> Floats:
    """Give what tells whether the best label of each text is right: [n, 5].

    The columns: what either view says for it, the mean cosine to the two nearest of its examples
    and to the two nearest negatives, and the logarithm of the number of words.
    """
    best, rows = views.mixed.argmax(axis=1), np.arange(len(texts))
    own = [
        _nearest(model.cosines(vector, label)) for label, vector in zip(best, vectors, strict=True)
    ]
    other = [_nearest(negatives @ vector) for vector in vectors]
    length = [np.log(1 + len(text.split())) for text in texts]
    columns = [views.meaning[rows, best], views.spelling[rows, best], own, other, length]
    found: Floats = np.stack(columns, axis=1).astype(np.float32)
    return found


def _nearest(cosines: Floats) -> float:
    return float(np.sort(cosines)[-_NEIGHBOURS:].mean()) if len(cosines) else 0.0


def fit_models(
    examples: Examples, labels: npt.NDArray[np.str_], settings: TopicModelSettings
) -> dict[Size, TopicModel]:
    """Train the topic model of each size of vectors; they share the letters."""
    models: dict[Size, TopicModel] = {}
    letters = None
    for size, vectors in examples.vectors.items():
        model = TopicModel.fit(list(examples.texts), vectors, list(labels), settings, letters)
        models[size], letters = model, model.letters
    return models


def _judge(model: TopicModel, negatives: Floats, size: Size, group: _Group) -> _Judged:
    texts, vectors = list(group.examples.texts), group.examples.vectors[size]
    if not texts:
        return _Judged(
            np.empty((0, _COLUMNS), np.float32), np.empty(0, bool), np.empty(0, np.float32)
        )
    views = model.views(texts, vectors)
    found = evidence(model, negatives, texts, vectors, views)
    if group.truth is None:
        right = np.zeros(len(texts), bool)
    else:
        right = np.array(model.labels)[views.mixed.argmax(axis=1)] == group.truth
    return _Judged(found, right, np.full(len(texts), group.weight, np.float32))
