"""The model of follow-ups knows what a message asks for behind an answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.floats import Floats
from bot.nlu.follow_ups import FollowUp, FollowUpModel, _kernel
from bot.nlu.known_messages import KnownMessages
from bot.nlu.ngrams import Ngrams
from bot.nlu.sentence import Sentence

EAST, NORTH = np.eye(2, dtype=np.float32)
TOPICS = ("helpdesk", "form")
LABELS = ("escalate", "response_time", "training")
ALL = ("unknown", *LABELS)
SAID = [
    ("helpdesk", "nobody will answer me", "escalate"),
    ("form", "what should I answer there", "training"),
    ("helpdesk", "where are they now", "response_time"),
    ("form", "where does it go then", "response_time"),
]


def _encode(text: str) -> Floats:
    """Give a vector that knows two words."""
    found = np.array([mark in text for mark in ("answer", "where")], dtype=np.float32)
    return found / max(1.0, float(np.linalg.norm(found)))


def _fitted(said: list[tuple[str, str, str]]) -> FollowUpModel:
    messages = [FollowUp(text, topic) for topic, text, _ in said]
    return FollowUpModel.fit(messages, [label for *_, label in said], _encode)


@pytest.fixture
def model() -> FollowUpModel:
    """A trained model: the same words mean one thing behind one answer, another behind the other.

    Each message stands there more than once, so that its n-grams do.
    """
    return _fitted(SAID * 6)


def _sentence(text: str) -> Sentence:
    return Sentence(text, {"small": _encode, "large": _encode})


def test_the_answer_before_tells_what_is_meant(model: FollowUpModel) -> None:
    """The same message is taken for two topics behind two answers."""
    sentence = _sentence("no answer")

    assert model.read(sentence, {"helpdesk": 1.0}, ALL).best == "escalate"
    assert model.read(sentence, {"form": 1.0}, ALL).best == "training"


def test_what_is_alike_behind_another_answer_helps(model: FollowUpModel) -> None:
    """A topic behind whose answer nothing is known is no error."""
    assert model.read(_sentence("where is it"), {"new_topic": 1.0}, ALL).best == "response_time"


def test_letters_tell_where_the_meaning_is_the_same() -> None:
    """A name that the encoder does not know is known by its letters."""
    model = _fitted([("form", "and zebra", "training"), ("form", "and violin", "escalate")] * 2)

    assert model.read(_sentence("zebras"), {"form": 1.0}, LABELS).best == "training"
    assert model.read(_sentence("violins"), {"form": 1.0}, LABELS).best == "escalate"


def test_meaning_tells_where_no_letters_are_the_same() -> None:
    """Other words of the same meaning are known by their vector."""
    known = [("form", "my answer", "training"), ("form", "so where", "escalate")] * 2
    vectors = {"my answer": EAST, "so where": NORTH, "xx": EAST, "yy": NORTH}
    messages = [FollowUp(text, topic) for topic, text, _ in known]
    model = FollowUpModel.fit(messages, [label for *_, label in known], vectors.__getitem__)

    for text, label in (("xx", "training"), ("yy", "escalate")):
        sentence = Sentence(text, {"small": vectors.__getitem__})
        assert model.read(sentence, {"form": 1.0}, LABELS).best == label


def test_the_chances_are_those_of_a_kernel_ridge_regression() -> None:
    """It is as docs/understanding.md says, written out for each pair, in double precision."""
    text, topic = "no answer there", "form"
    ngrams, table = Ngrams.fit([said for _, said, _ in SAID * 2])
    rows = [
        (place, _encode(said), row) for (place, said, _), row in zip(SAID * 2, table, strict=True)
    ]
    new = np.zeros(table.shape[1])
    numbers, values = ngrams.of(text)
    new[numbers] = values

    def alike(one: Floats, other: Floats, letters: float, *, same: bool) -> float:
        meaning = np.exp(3 * (float(one @ other) - 1))
        return float(0.5 * meaning + 0.5 * letters) * (1 if same else 0.5)

    kernel = [
        [alike(v, w, (a @ b.T).toarray()[0, 0], same=p == q) for q, w, b in rows]
        for p, v, a in rows
    ]
    asked = np.array([[label == each for each in LABELS] for *_, label in SAID * 2], dtype=float)
    weights = np.linalg.solve(np.array(kernel) + 0.1 * np.eye(len(rows)), asked)
    to_new = [alike(_encode(text), v, float((a @ new)[0]), same=p == topic) for p, v, a in rows]
    got = (np.maximum(np.array(to_new) @ weights, 0) + 0.03) ** 2

    found = _fitted(SAID * 2).read(_sentence(text), {topic: 1.0}, LABELS)

    assert found.probabilities == pytest.approx(got / got.sum(), abs=1e-4)


def test_messages_are_compared_in_parts_of_any_size() -> None:
    """Not all fit into memory at once, and the last part is a smaller one."""
    known = KnownMessages.fit([text for _, text, _ in SAID * 2], _encode)
    topics = np.array([topic for topic, *_ in SAID * 2])

    kernels = [np.triu(_kernel(known, topics, at_once)) for at_once in (3, 8)]
    assert kernels[0] == pytest.approx(kernels[1])


def test_behind_two_topics_each_counts_for_its_share(model: FollowUpModel) -> None:
    """Nobody knows which of them is meant: it is the mean of both, one weighing more."""
    sentence = _sentence("no answer")
    both = model.read(sentence, dict(zip(TOPICS, (0.75, 0.25), strict=True)), ALL).probabilities
    each = [model.read(sentence, {topic: 1.0}, ALL).probabilities for topic in TOPICS]

    assert both == pytest.approx(0.75 * each[0] + 0.25 * each[1])


def test_every_label_of_the_topic_model_has_a_probability(model: FollowUpModel) -> None:
    """The reading can be averaged with the others: a label never seen is impossible."""
    reading = model.read(_sentence("where"), {"helpdesk": 1.0}, ALL)

    assert reading.labels == ALL
    assert reading.probability("unknown") == 0.0
    assert float(reading.probabilities.sum()) == pytest.approx(1.0)
    assert reading.confidence == pytest.approx(float(reading.probabilities.max()))


def test_a_stored_model_reads_the_same(model: FollowUpModel, tmp_path: Path) -> None:
    """What was trained is what serves."""
    model.save(tmp_path)
    loaded = FollowUpModel.load(tmp_path)

    for topic in TOPICS:
        told = model.read(_sentence("where is my answer"), {topic: 1.0}, ALL)
        again = loaded.read(_sentence("where is my answer"), {topic: 1.0}, ALL)
        np.testing.assert_array_equal(again.probabilities, told.probabilities)
