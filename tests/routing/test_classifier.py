"""A classifier at work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.classifier import Classifier, Guess, powers, together
from routing.model import Heat, Model
from routing.weights import pack
from tests.routing.models import MODEL, PLAIN, WEIGHTS

WORDS = ["air", "lampu", "mati", "listrik", "tolong", "000", "lampunya", "zzz", "大", "😀", ""]


def test_a_score_is_the_weights_by_the_length_of_the_text() -> None:
    classifier = Classifier(MODEL)
    scores = classifier.scores(classifier.read(["air", "tolong"]))
    assert scores == pytest.approx(np.array([3.5, -2, -2, 3.5, -3.5]) / 13**0.5 + MODEL.bias)


def test_a_word_counts_once_and_a_pair_beside_its_words() -> None:
    classifier = Classifier(MODEL)
    assert classifier.read(["air", "air"]).rows.tolist() == [0]
    assert classifier.read(["lampu", "mati"]).rows.tolist() == [1, 5]
    assert classifier.read(["mati", "lampu"]).rows.tolist() == [1]


def test_of_a_word_that_is_not_known_its_letters_count() -> None:
    classifier = Classifier(MODEL)
    assert classifier.read(["lamp"]).rows.tolist() == [6]
    assert answer(MODEL, "lamp").labels.argmax() == 1


@pytest.mark.parametrize("model", [MODEL, PLAIN], ids=["groups", "no groups"])
@pytest.mark.parametrize("text", ["", "大 улица", "zzz qqq", "😀 ?!"])
def test_a_text_that_says_nothing_is_answered_by_what_is_common(model: Model, text: str) -> None:
    chances = answer(model, text)
    assert chances.labels.sum() == pytest.approx(1, abs=1e-5)
    assert chances.labels.argmax() == 0


@pytest.mark.parametrize("text", ["air", "lampu mati", "listrik tolong", "lampu air"])
def test_without_groups_the_labels_are_shares_of_the_powers_of_the_scores(text: str) -> None:
    classifier = Classifier(PLAIN)
    raised = np.exp(2.0 * classifier.scores(classifier.read(text.split())))
    chances = answer(PLAIN, text)
    assert chances.labels == pytest.approx(raised / raised.sum())
    assert chances.groups is chances.labels


def test_a_group_is_what_it_says_itself_and_what_its_labels_say() -> None:
    classifier = Classifier(MODEL)
    scores = classifier.scores(classifier.read(["lampu", "mati"]))
    of_labels = np.exp(2.0 * scores[:3])
    of_groups = np.array([of_labels[0], of_labels[1] + of_labels[2]]) * np.exp(1.5 * scores[3:])
    raised = of_groups**0.6
    chances = answer(MODEL, "lampu mati")
    assert chances.groups == pytest.approx(raised / raised.sum(), rel=1e-4)
    assert chances.labels[1] / chances.labels[2] == pytest.approx(of_labels[1] / of_labels[2], rel=1e-4)


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12))
def test_probabilities_sum_to_one_and_labels_to_their_groups(words: list[str]) -> None:
    for model in (MODEL, PLAIN):
        classifier = Classifier(model)
        chances = classifier.guess(classifier.read(words))
        assert chances.labels.min() >= 0
        assert chances.labels.sum() == pytest.approx(1, abs=1e-5)
        assert chances.groups.sum() == pytest.approx(1, abs=1e-5)
        if model.groups:
            assert chances.groups == pytest.approx(np.bincount(model.member, chances.labels), abs=1e-5)


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_the_order_of_questions_changes_no_answer(words: list[str]) -> None:
    classifier = Classifier(MODEL)
    first = classifier.guess(classifier.read(words))
    classifier.guess(classifier.read(WORDS))
    assert np.array_equal(first.labels, classifier.guess(classifier.read(words)).labels)


def test_two_opinions_are_their_geometric_mean() -> None:
    of_labels, own = np.array([1, 3], np.float32), np.log(np.array([2, 6], np.float32))
    assert together(of_labels, own, Heat(1.0)) == pytest.approx([1 / 4, 3 / 4])
    both = together(np.array([[1, 2], [2, 2]], np.float32), np.zeros((2, 2), np.float32), Heat(1.0, both=2.0))
    assert both == pytest.approx(np.array([[1 / 3, 2 / 3], [1 / 2, 1 / 2]]))


def test_opinions_that_are_very_sure_can_be_combined() -> None:
    own = np.array([-1.5, 1.5], np.float32)
    sure = powers(40 * own)
    assert sure == pytest.approx([0, 1])
    assert together(sure, own, Heat(1.0, groups=40.0, both=40.0)) == pytest.approx([0, 1])


def test_sure_opinions_that_contradict_each_other_are_weighed() -> None:
    own = np.array([-0.5, 0.5], np.float32)
    assert together(powers(-25 * own), own, Heat(1.0, 25.0, 25.0)) == pytest.approx([1 / 2, 1 / 2])


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("tolong lampu", "lampu", ["lampu"]),
        ("tolong lampu", "PLN", ["lampu"]),
        ("tolong lampu", "air", []),
        ("air listrik lampu", "PLN", ["lampu", "listrik"]),
        ("air listrik lampu", "meteran", ["listrik"]),
        ("tolong lampunya", "lampu", ["lampunya"]),
        ("000 air", "air", ["air"]),
        ("", "lampu", []),
        ("zzz", "lampu", []),
    ],
)
def test_the_words_that_spoke_for_a_name_are_told(text: str, name: str, words: list[str]) -> None:
    classifier = Classifier(MODEL)
    assert sorted(classifier.telling(classifier.read(text.split()), name)) == words


def test_a_name_that_was_not_learned_is_not_known() -> None:
    assert [name for name in ("lampu", "PLN", "nobody") if Classifier(MODEL).knows(name)] == ["lampu", "PLN"]


def test_hints_are_not_told() -> None:
    known = replace(MODEL.vocabulary, words={**MODEL.vocabulary.words, "@lampu": 3})
    hinted = Classifier(replace(MODEL, vocabulary=known, weights=pack(np.full_like(WEIGHTS, 7))))
    assert list(hinted.telling(hinted.read(["@lampu", "air"]), "lampu")) == ["air"]


def test_the_loudest_word_is_told_first() -> None:
    model = replace(MODEL, scales=np.array([0.5, 0.2, 0.5, 0.1, 0.1, 0.1, 0.1], np.float32))
    classifier = Classifier(model)
    assert list(classifier.telling(classifier.read(["lampu", "listrik"]), "PLN")) == ["listrik", "lampu"]


def test_a_word_is_not_told_again_after_its_pair() -> None:
    loud = replace(MODEL, scales=np.array([0.5, 0.2, 0.5, 0.1, 0.1, 0.9, 0.1], np.float32))
    classifier = Classifier(loud)
    assert list(classifier.telling(classifier.read(["lampu", "mati"]), "lampu")) == ["lampu mati"]


def answer(model: Model, text: str) -> Guess:
    classifier = Classifier(model)
    return classifier.guess(classifier.read(text.split()))
