"""Invented vectors and texts: each label has a direction and words of its own."""

from __future__ import annotations

import numpy as np

from bot.nlu.examples import Examples
from bot.nlu.floats import Floats

DIMENSIONS = 48
_NOISE = 0.08
_WORDS = {
    "locked": ["locked", "account", "refuses", "entry"],
    "mailbox": ["mailbox", "shared", "open", "inbox"],
    "leaver": ["leaver", "resigned", "close", "last"],
    "training": ["course", "learn", "guide", "video"],
    "phone": ["phone", "number", "changed", "mobile"],
    "quota": ["full", "space", "quota", "limit"],
    "joiner": ["starter", "hired", "induction", "begins"],
    "helpdesk": ["ring", "helpdesk", "speak", "agent"],
}
LABELS = list(_WORDS)


def direction(seed: int) -> Floats:
    """Give a direction of length 1; no two seeds give near ones."""
    raw = np.random.RandomState(seed).normal(size=DIMENSIONS)
    unit: Floats = (raw / np.linalg.norm(raw)).astype(np.float32)
    return unit


def around(centre: Floats, count: int, seed: int) -> Floats:
    """Give vectors of length 1 near a direction: [count, DIMENSIONS]."""
    noise = np.random.RandomState(seed).normal(scale=_NOISE, size=(count, DIMENSIONS))
    moved = centre + noise
    unit: Floats = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


def in_topic(labels: list[str], each: int, seed: int = 0) -> tuple[Examples, list[str]]:
    """Give `each` examples of every label, with the label of each."""
    random = np.random.RandomState(seed)
    texts = [" ".join(random.choice(_WORDS[label], 3)) for label in labels for _ in range(each)]
    vectors = np.concatenate(
        [around(direction(LABELS.index(label)), each, seed + n) for n, label in enumerate(labels)]
    )
    named = [label for label in labels for _ in range(each)]
    return Examples(np.array(texts, dtype=object), {"large": vectors}), named


def alien(count: int, seed: int) -> Examples:
    """Give examples that point nowhere in common, with words of no label."""
    vectors = np.stack([direction(1000 * (seed + 1) + n) for n in range(count)])
    texts = [f"zebra violin {n} glacier" for n in range(count)]
    return Examples(np.array(texts, dtype=object), {"large": vectors})
