"""What is learned from a few texts, made for the purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from routing.classifier import Classifier
from routing.fit import _RIDGE, Example, _design, _known, _ridge, fit
from routing.model import Model

LAMPS = ["lampu jalan mati", "lampu gelap", "tiang lampu roboh", "gelap lampu jalan"]
WATER = ["air mati", "air keruh bau", "pipa air bocor", "meter air"]


def test_every_text_that_was_learned_is_known_again() -> None:
    model = fitted({"lampu": LAMPS, "air": WATER})
    for label, texts in (("lampu", LAMPS), ("air", WATER)):
        assert [best(model, text) for text in texts] == [label] * len(texts)


def test_a_word_never_seen_is_like_those_it_resembles() -> None:
    model = fitted({"lampu": [f"{text} perlampuan" for text in LAMPS * 3], "air": WATER * 3})
    assert "lampunya" not in model.vocabulary.words
    assert best(model, "lampunya") == "lampu"


def test_all_words_are_kept_and_pairs_and_letters_that_stand_in_enough_texts() -> None:
    model = fitted({"lampu": ["lampu mati"] * 3, "air": ["air mati"] * 2 + ["pipa"] * 6})
    assert list(model.vocabulary.words) == ["air", "lampu", "mati", "pipa"]
    assert list(model.vocabulary.pairs) == ["air mati", "lampu mati"]
    assert "lamp" in model.vocabulary.letters
    assert "air" not in model.vocabulary.letters


def test_every_feature_has_a_row_of_its_own() -> None:
    model = fitted({"lampu": LAMPS * 5, "air": WATER * 5})
    known = model.vocabulary
    rows = [*known.words.values(), *known.pairs.values(), *known.letters.values()]
    assert rows == list(range(len(model.weights)))
    assert len(model.scales) == len(model.squares) == len(model.weights)


def test_weights_are_whole_numbers_from_minus_seven_to_seven() -> None:
    model = fitted({"lampu": LAMPS, "air": WATER})
    assert set(np.abs(whole(model)).max(axis=1)) == {7}


def test_a_word_that_says_nothing_weighs_less_than_one_that_does() -> None:
    model = fitted({"lampu": [f"tolong {text}" for text in LAMPS], "air": [f"tolong {text}" for text in WATER]})
    weights = np.abs(whole(model) * model.scales[:, None]).max(axis=1)
    assert weights[model.vocabulary.words["tolong"]] < weights[model.vocabulary.words["lampu"]] / 2


def test_a_rare_label_counts_by_the_root_of_its_texts() -> None:
    model = fitted({"air": ["air"] * 16, "lampu": ["lampu"] * 4})
    assert model.bias.tolist() == pytest.approx([(4 - 2) / (4 + 2), (2 - 4) / (4 + 2)])


@pytest.mark.parametrize(("of_old", "of_new", "sign"), [(1.0, 1.0, 0), (1.0, 5.0, 1), (5.0, 1.0, -1), (0.0, 1.0, 1)])
def test_a_text_counts_by_its_weight(of_old: float, of_new: float, sign: int) -> None:
    texts = [Example("lampu mati", "a", weight=of_old)] * 10 + [Example("lampu mati", "b", weight=of_new)] * 10
    of_a, of_b = scores(fit(texts, rows(texts)), "lampu mati")
    assert of_b - of_a == pytest.approx(0, abs=1e-5) if sign == 0 else (of_b - of_a) * sign > 0.5


def test_labels_and_groups_are_learned_each_in_a_column() -> None:
    texts = [
        *[Example(text, "lampu", "PLN") for text in LAMPS],
        *[Example(text, "air", "PDAM") for text in WATER],
        *[Example("meteran listrik", "meteran", "PLN")] * 4,
    ]
    model = fit(texts, rows(texts))
    assert model.labels == ("air", "lampu", "meteran")
    assert model.groups == ("PDAM", "PLN")
    assert model.member.tolist() == [0, 1, 1]
    assert model.weights.columns == len(model.bias) == 5
    assert scores(model, "listrik")[:3].argmax() == 2
    assert scores(model, "listrik")[3:].argmax() == 1


def test_what_has_no_label_teaches_only_its_group() -> None:
    texts = [
        *[Example(text, "lampu", "PLN") for text in LAMPS],
        *[Example(text, "air", "PDAM") for text in WATER],
        *[Example("xyzzy", "", "PLN")] * 4,
    ]
    model = fit(texts, rows(texts))
    of_labels, of_groups = np.split(whole(model)[model.vocabulary.words["xyzzy"]], [2])
    assert of_labels.tolist() == [0, 0]
    assert of_groups.tolist() == [-7, 7]


def test_a_label_keeps_its_group_if_one_of_its_texts_has_none() -> None:
    texts = [Example("air", "air", "PDAM"), Example("lampu", "lampu", "PLN"), Example("gelap", "lampu", "")]
    assert fit(texts, rows(texts)).member.tolist() == [0, 1]


def test_the_same_texts_give_the_same_model() -> None:
    first, second = (fitted({"lampu": LAMPS, "air": WATER}) for _ in range(2))
    assert first.vocabulary == second.vocabulary
    assert first.weights.packed.tobytes() == second.weights.packed.tobytes()
    assert first.scales.tobytes() == second.scales.tobytes()


def test_the_ridge_is_that_of_dense_matrices() -> None:
    words = [text.split() for text in (*LAMPS, *WATER)]
    design = _design(words, _known(words))
    dense = design.dot(np.eye(design.words.columns, dtype=np.float32)).astype(np.float64)
    targets = np.array([[1, -1]] * len(LAMPS) + [[-1, 1]] * len(WATER), np.float32)
    counts = np.linspace(1, 3, len(words), dtype=np.float32)[:, None] * np.ones(2, np.float32)
    weights, bias = _ridge(design, targets, counts)
    weighed = dense.T * counts[:, 0]
    assert bias == pytest.approx((counts * targets).sum(axis=0) / counts.sum(axis=0))
    solved = np.linalg.solve(weighed @ dense + _RIDGE * np.eye(dense.shape[1]), weighed @ (targets - bias))
    assert weights == pytest.approx(solved, abs=1e-3)


def test_a_score_is_what_the_ridge_says_but_for_the_rounding() -> None:
    words = [text.split() for text in (*LAMPS, *WATER) * 10]
    known = _known(words)
    design = _design(words, known)
    targets = np.array(([[-1, 1]] * len(LAMPS) + [[1, -1]] * len(WATER)) * 10, np.float32)
    weights, bias = _ridge(design, targets, np.ones_like(targets))
    model = replace(fit([Example("", "lampu" if each[1] > 0 else "air") for each in targets], words), reserve=0.0)
    exact = design.dot(weights) + bias
    assert np.array([scores(model, " ".join(each)) for each in words]) == pytest.approx(exact, abs=0.05)


def fitted(texts_of: dict[str, list[str]]) -> Model:
    texts = [Example(text, label) for label, texts in texts_of.items() for text in texts]
    return fit(texts, rows(texts))


def rows(texts: Sequence[Example]) -> list[list[str]]:
    return [example.text.split() for example in texts]


def scores(model: Model, text: str) -> np.ndarray:
    classifier = Classifier(model)
    return classifier.scores(classifier.read(text.split()))


def best(model: Model, text: str) -> str:
    return model.labels[int(scores(model, text)[: len(model.labels)].argmax())]


def whole(model: Model) -> NDArray[np.int8]:
    """Give the weights as a table."""
    rows = np.arange(len(model.weights))
    return np.stack([model.weights.column(rows, column) for column in range(model.weights.columns)], axis=1)
