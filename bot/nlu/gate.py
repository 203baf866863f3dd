"""The gate: the chance that the topic model's best label is right.

A classifier always names a label, also for a question that belongs to none. The gate learns when
not to believe it. In each fold a part of the labels is hidden, so that their examples play
questions on unknown subjects, and a part of the other examples is held back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.nlu.topic_model import EVIDENCE_COLUMNS, Floats, TopicModel, TopicModelSettings

_LEAST_SPREAD = 1e-6  # so that a column that is always the same divides by no zero


@dataclass(frozen=True)
class Examples:
    """Texts with their sentence vectors [n, 768]."""

    texts: npt.NDArray[np.object_]
    vectors: Floats

    def take(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Give the examples where `chosen` is true."""
        return Examples(self.texts[chosen], self.vectors[chosen])


@dataclass(frozen=True)
class Gate:
    """A logistic regression on `TopicModel.evidence`."""

    mean: list[float]
    spread: list[float]
    weights: list[float]
    bias: float

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
    ) -> Gate:
        """Train the gate.

        Args:
            examples: the training examples of the topic model.
            labels: the label of each example.
            negatives: messages that belong to no label.
            settings: those of the topic model.
            folds: into how many parts labels and examples are divided.
            seed: of the division.
        """
        random = np.random.RandomState(seed)
        names = random.permutation(np.unique(labels))
        part = random.permutation(len(labels)) % folds
        evidence, right = [], []
        for fold in range(folds):
            hidden = np.isin(labels, names[fold::folds])
            held = (part == fold) & ~hidden
            seen = ~hidden & ~held
            shown = examples.take(seen)
            model = TopicModel.fit(list(shown.texts), shown.vectors, list(labels[seen]), settings)
            for group, truth in (
                (examples.take(held), labels[held]),
                (examples.take(hidden), None),
                (negatives, None),
            ):
                rows, good = _judge(model, group, truth)
                evidence.append(rows)
                right.append(good)
        return cls._fit(np.concatenate(evidence), np.concatenate(right))

    @classmethod
    def _fit(cls, evidence: Floats, right: npt.NDArray[np.bool_]) -> Gate:
        mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + _LEAST_SPREAD
        weights = np.where(right, 1.0, right.sum() / max(1, (~right).sum()))
        model = LogisticRegression().fit((evidence - mean) / spread, right, sample_weight=weights)
        return cls(mean.tolist(), spread.tolist(), model.coef_[0].tolist(), model.intercept_[0])

    def confidence(self, evidence: Floats) -> Floats:
        """Give the chance that the best label is right, for each row of evidence: [n], 0 to 1."""
        scaled = (evidence - np.array(self.mean)) / np.array(self.spread)
        chance: Floats = 1 / (1 + np.exp(-(scaled @ np.array(self.weights) + self.bias)))
        return chance

    def save(self, folder: Path) -> None:
        """Write the gate into a folder."""
        (folder / "gate.json").write_text(json.dumps(self.__dict__), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Gate:
        """Read what `save` wrote."""
        return cls(**json.loads((folder / "gate.json").read_text(encoding="utf-8")))


def _judge(
    model: TopicModel, group: Examples, truth: npt.NDArray[np.str_] | None
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    if not len(group.texts):
        return np.empty((0, EVIDENCE_COLUMNS), np.float32), np.empty(0, bool)
    probabilities = model.probabilities(list(group.texts), group.vectors)
    evidence = model.evidence(probabilities, group.vectors)
    if truth is None:
        return evidence, np.zeros(len(group.texts), bool)
    return evidence, np.array(model.labels)[probabilities.argmax(axis=1)] == truth
