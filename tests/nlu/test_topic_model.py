"""The topic model learns labels from vectors and texts, and keeps what it learned."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.letters import Letters
from bot.nlu.short_vectors import ShortVectors
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from tests.nlu.synthetic import LABELS, alien, direction, in_topic


def _trained(labels: list[str], settings: TopicModelSettings | None = None) -> TopicModel:
    shown, named = in_topic(labels, each=10)
    return TopicModel.fit(
        list(shown.texts), shown.vectors["large"], named, settings or TopicModelSettings()
    )


@pytest.mark.parametrize("count", [3, 8])
def test_names_the_right_label(count: int) -> None:
    """Examples that were not shown get the label that they were made for."""
    model = _trained(LABELS[:count])
    fresh, named = in_topic(LABELS[:count], each=5, seed=77)

    found = model.probabilities(list(fresh.texts), fresh.vectors["large"])

    assert found.shape == (5 * count, count)
    assert [model.labels[best] for best in found.argmax(axis=1)] == named


@pytest.mark.parametrize("count", [3, 8])
def test_probabilities_sum_to_one(count: int) -> None:
    """Every row is a distribution, for known and for alien texts."""
    model = _trained(LABELS[:count])
    for group in (in_topic(LABELS[:count], each=3, seed=5)[0], alien(6, seed=1)):
        found = model.probabilities(list(group.texts), group.vectors["large"])

        assert (found >= 0).all()
        np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize("count", [3, 5])
def test_each_view_names_the_right_label(count: int) -> None:
    """Each view by itself names the right label, so that neither hides a mistake of the other."""
    fresh, named = in_topic(LABELS[:count], each=5, seed=77)
    for share in (1.0, 0.0):
        model = _trained(LABELS[:count], TopicModelSettings(vector_share=share))

        found = model.probabilities(list(fresh.texts), fresh.vectors["large"])

        assert [model.labels[best] for best in found.argmax(axis=1)] == named


def test_vector_share_weighs_the_views() -> None:
    """A share of 1 reads the vector alone, 0 the text alone, and between them both count."""
    vector = direction(LABELS.index("locked"))[np.newaxis]
    texts = ["shared mailbox open"]
    chances = {}
    for share in (0.0, 0.7, 1.0):
        model = _trained(["locked", "mailbox", "leaver"], TopicModelSettings(vector_share=share))
        row = model.probabilities(texts, vector)[0]
        chances[share] = float(row[model.labels.index("locked")])

    assert chances[0.0] < 0.3
    assert chances[1.0] > 0.8
    assert chances[0.7] == pytest.approx(0.7 * chances[1.0] + 0.3 * chances[0.0], abs=1e-5)


def test_a_text_of_unknown_letters_has_probabilities() -> None:
    """A text without any known piece leaves the n-grams' view undecided, not broken."""
    model = _trained(LABELS[:3])

    found = model.probabilities(["\u4eca\u5929", ""], alien(2, seed=3).vectors["large"])

    assert np.isfinite(found).all()


def test_a_vector_is_compared_with_the_examples() -> None:
    """The gate asks how near a message is to those of a label, and to all."""
    [new] = alien(1, seed=3).vectors["large"]
    labels = LABELS[:3]
    shown, named = in_topic(labels, each=10)
    model = _trained(labels)

    stored = ShortVectors.of(shown.vectors["large"]).whole()
    for number, label in enumerate(model.labels):
        expected = stored[np.array(named) == label] @ new
        np.testing.assert_allclose(model.cosines(new, number), expected, atol=1e-6)
    assert sorted(model.cosines(new)) == pytest.approx(sorted(stored @ new), abs=1e-6)


@pytest.mark.parametrize("count", [3, 5])
def test_a_stored_model_says_the_same(count: int, tmp_path: Path) -> None:
    """Saving and loading changes no label, no probability and no example."""
    settings = TopicModelSettings(vector_share=0.4, vector_c=3.0, ngram_c=7.0)
    model = _trained(LABELS[:count], settings)
    fresh, _ = in_topic(LABELS[:count], each=3, seed=5)
    model.save(tmp_path)
    model.letters.save(tmp_path)

    loaded = TopicModel.load(tmp_path, Letters.load(tmp_path))

    assert loaded.labels == model.labels
    before, after = (
        m.probabilities(list(fresh.texts), fresh.vectors["large"]) for m in (model, loaded)
    )
    np.testing.assert_array_equal(before, after)
    [new] = fresh.vectors["large"][:1]
    np.testing.assert_array_equal(model.cosines(new, 0), loaded.cosines(new, 0))


def test_nothing_stored_is_a_pickle(tmp_path: Path) -> None:
    """The folder holds JSON and arrays that load without pickle, and nothing else."""
    model = _trained(LABELS[:3])
    model.save(tmp_path)
    model.letters.save(tmp_path)

    kept = {"topic_model.json", "topic_model.npz", "letters.npz", "ngrams.npz"}
    assert {path.name for path in tmp_path.iterdir()} == kept
    for path in tmp_path.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in tmp_path.glob("*.npz"):
        with np.load(path, allow_pickle=False) as stored:
            assert all(stored[name].dtype.kind in "fiU" for name in stored.files)


@pytest.mark.parametrize("count", [3, 8])
def test_the_text_view_is_scikit_learns(count: int) -> None:
    """What was taken out of scikit-learn's objects gives the same probabilities as they do."""
    shown, named = in_topic(LABELS[:count], each=10)
    fresh, _ = in_topic(LABELS[:count], each=4, seed=9)
    ngrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2, sublinear_tf=True)
    original = LogisticRegression(C=30.0, solver="liblinear", multi_class="ovr", tol=0.1).fit(
        ngrams.fit_transform(shown.texts), named
    )
    model = _trained(LABELS[:count], TopicModelSettings(vector_share=0.0))

    texts = [*fresh.texts, "", "\u4eca\u5929"]  # two with none of the n-grams

    found = model.letters.shares(texts)

    expected = original.predict_proba(ngrams.transform(texts))
    assert model.labels == list(original.classes_)
    np.testing.assert_allclose(found, expected, atol=2e-3)


@pytest.mark.parametrize("count", [3, 8])
def test_the_vector_view_is_scikit_learns(count: int) -> None:
    """The same for the other view, from three labels on."""
    shown, named = in_topic(LABELS[:count], each=10)
    fresh, _ = in_topic(LABELS[:count], each=4, seed=9)
    original = LogisticRegression(C=10.0, max_iter=150).fit(shown.vectors["large"], named)
    model = _trained(LABELS[:count], TopicModelSettings(vector_share=1.0))

    found = model.probabilities(list(fresh.texts), fresh.vectors["large"])

    np.testing.assert_allclose(found, original.predict_proba(fresh.vectors["large"]), atol=1e-4)


def test_two_labels_are_refused() -> None:
    """Two labels are a task for IntentModel, and say so instead of being judged wrongly."""
    with pytest.raises(ValueError, match="2 labels are too few"):
        _trained(LABELS[:2])
