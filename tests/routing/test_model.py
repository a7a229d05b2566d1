"""A classifier at work and in a file. The models here are written by hand."""

from __future__ import annotations

import gc
import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from routing.model import (
    Classifier,
    Guess,
    Heat,
    Model,
    Vocabulary,
    _packed,
    _unpacked,
    load,
    powers,
    save,
    together,
)

ROWS = {
    # feature: weight for air, lampu, meteran; PDAM, PLN
    "air": [7, -4, -4, 7, -7],
    "lampu": [-5, 7, -2, -7, 7],
    "listrik": [-5, 1, 7, -6, 7],
    "tolong": [0, 0, 0, 0, 0],
    "123": [7, 0, 0, 7, 0],
    "lampu mati": [-1, 7, 0, -1, 7],
    "lam": [-2, 7, 0, -3, 7],
}
MODEL = Model(
    labels=("air", "lampu", "meteran"),
    groups=("PDAM", "PLN"),
    member=np.array([0, 1, 1], np.int64),
    vocabulary=Vocabulary(
        words={"air": 0, "lampu": 1, "listrik": 2, "tolong": 3, "000": 4}, pairs={"lampu mati": 5}, letters={"lam": 6}
    ),
    weights=np.array(list(ROWS.values()), np.int8),
    scales=np.array([0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1], np.float32),
    squares=np.array([9, 9, 9, 4, 4, 4, 1], np.float32),
    bias=np.array([0.2, 0.1, -0.3, 0.2, -0.2], np.float32),
    heat=Heat(2.0, 1.5, 1.2),
    summary={"version": "abc123", "texts": 3},
)
PLAIN = replace(
    MODEL,
    groups=(),
    member=np.zeros(0, np.int64),
    weights=MODEL.weights[:, :3],
    bias=MODEL.bias[:3],
    heat=Heat(2.0),
)
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
    both = together(np.array([1, 3], np.float32), np.array([2, 6], np.float32), 1.0)
    assert both == pytest.approx([1 / 4, 3 / 4])
    assert together(np.array([[1, 2], [2, 2]], np.float32), np.ones((2, 2), np.float32), 2.0) == pytest.approx(
        np.array([[1 / 3, 2 / 3], [1 / 2, 1 / 2]])
    )


def test_opinions_that_are_very_sure_can_be_combined() -> None:
    scores = np.array([-1.5, 1.5], np.float32)
    sure = powers(scores, 40)
    assert sure == pytest.approx([0, 1])
    assert together(sure, sure, 40.0) == pytest.approx([0, 1])


def test_sure_opinions_that_contradict_each_other_are_weighed() -> None:
    first, second = (powers(np.array(scores, np.float32), 25) for scores in ([0.5, -0.5], [-0.5, 0.5]))
    assert together(first, second, 25.0) == pytest.approx([1 / 2, 1 / 2])


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
        ("lampu", "nobody", []),
        ("", "lampu", []),
        ("zzz", "lampu", []),
    ],
)
def test_the_words_that_spoke_for_a_name_are_told(text: str, name: str, words: list[str]) -> None:
    classifier = Classifier(MODEL)
    assert sorted(classifier.telling(classifier.read(text.split()), name)) == words


def test_the_loudest_word_is_told_first() -> None:
    model = replace(MODEL, scales=np.array([0.5, 0.2, 0.5, 0.1, 0.1, 0.1, 0.1], np.float32))
    classifier = Classifier(model)
    assert classifier.telling(classifier.read(["lampu", "listrik"]), "PLN") == ["listrik", "lampu"]


def test_a_word_is_not_told_again_after_its_pair() -> None:
    loud = replace(MODEL, scales=np.array([0.5, 0.2, 0.5, 0.1, 0.1, 0.9, 0.1], np.float32))
    classifier = Classifier(loud)
    assert classifier.telling(classifier.read(["lampu", "mati"]), "lampu") == ["lampu mati"]


@pytest.mark.parametrize("model", [MODEL, PLAIN], ids=["an odd number of weights", "without groups"])
def test_a_model_comes_back_from_its_file_as_it_was(model: Model, tmp_path: Path) -> None:
    assert model.weights.size % 2
    path = tmp_path / "model.npz"
    save(model, path)
    loaded = load(path)
    assert (loaded.labels, loaded.groups, loaded.heat) == (model.labels, model.groups, model.heat)
    assert loaded.vocabulary == model.vocabulary
    assert (loaded.summary, loaded.version) == (model.summary, "abc123")
    for name in ("member", "weights", "scales", "squares", "bias"):
        was, now = getattr(model, name), getattr(loaded, name)
        assert np.array_equal(was, now), name
        assert was.dtype == now.dtype, name
    assert np.array_equal(answer(model, "lampu mati").labels, answer(loaded, "lampu mati").labels)


def test_a_model_without_features_comes_back(tmp_path: Path) -> None:
    empty = replace(
        PLAIN,
        vocabulary=Vocabulary({}, {}, {}),
        weights=np.zeros((0, 3), np.int8),
        scales=np.zeros(0, np.float32),
        squares=np.zeros(0, np.float32),
    )
    save(empty, tmp_path / "model.npz")
    loaded = load(tmp_path / "model.npz")
    assert loaded.vocabulary == empty.vocabulary
    assert answer(loaded, "lampu").labels.argmax() == 0


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        save(MODEL, tmp_path / name)
    save(load(tmp_path / "first"), tmp_path / "third")
    assert len({(tmp_path / name).read_bytes() for name in ("first", "second", "third")}) == 1


@given(st.integers(0, 5), st.integers(1, 5), st.data())
def test_two_weights_are_kept_in_a_byte(rows: int, columns: int, data: st.DataObject) -> None:
    size = rows * columns
    weights = np.array(data.draw(st.lists(st.integers(-7, 7), min_size=size, max_size=size)), np.int8)
    packed = _packed(weights.reshape(rows, columns))
    assert len(packed) == (size + 1) // 2
    assert np.array_equal(_unpacked(packed, (rows, columns)), weights.reshape(rows, columns))


def test_a_file_is_plain_arrays_that_need_no_pickle(tmp_path: Path) -> None:
    save(MODEL, tmp_path / "model.npz")
    with zipfile.ZipFile(tmp_path / "model.npz") as archive:
        for name in archive.namelist():
            array = np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
            assert not array.dtype.hasobject


def test_a_file_with_a_pickle_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {"bias": np.array([{}, {}], object)})
    refuses(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.npz: there is no such model\. Train one with aduan route train"):
        load(tmp_path / "nowhere.npz")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    refuses(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"jalan rusak", b"{}", b'[model]\nlabels = ["air"]\n', bytes(100), pickle.dumps([1, 2])],
    ids=["text", "json", "toml", "nothing", "pickle"],
)
def test_a_file_of_another_kind_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    refuses(path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.touch()
    refuses(path)


def test_an_array_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    refuses(path)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {}, {"format": 2})
    refuses(path)
    write(path, {}, {"format": 1})
    assert load(path).version == "abc123"


@pytest.mark.parametrize("name", ["head", "words", "letters", "member", "weights", "bias"])
def test_a_file_that_lacks_something_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {name: None})
    refuses(path)


@pytest.mark.parametrize("key", ["format", "labels", "heat", "summary"])
def test_a_head_that_lacks_something_is_refused(key: str, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {}, {key: None})
    refuses(path)


@pytest.mark.parametrize(
    "arrays",
    [
        {"head": np.frombuffer(b"no json", np.uint8)},
        {"words": np.frombuffer(b"\xff\xfe", np.uint8)},
        {"weights": np.zeros(2, np.uint8)},
    ],
    ids=["head", "words", "weights"],
)
def test_a_file_with_something_else_in_it_is_refused(arrays: Mapping[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, arrays)
    refuses(path)


@pytest.mark.parametrize("head", [b"[1]", b"null"])
def test_a_head_that_is_no_table_is_refused(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {"head": np.frombuffer(head, np.uint8)})
    refuses(path)


@pytest.mark.parametrize(
    "arrays",
    [
        {"member": np.array([0, 1, 9], np.int64)},
        {"squares": np.ones(3, np.float32)},
        {"words": np.frombuffer(b"air", np.uint8)},
    ],
    ids=["member", "squares", "words"],
)
def test_a_file_whose_parts_do_not_fit_is_refused(arrays: Mapping[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, arrays)
    refuses(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", None], ids=["other", "half"])
def test_a_broken_archive_is_refused_and_closed(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    save(MODEL, path)
    path.write_bytes(content or path.read_bytes()[: path.stat().st_size // 2])
    refuses(path)
    gc.collect()


def answer(model: Model, text: str) -> Guess:
    classifier = Classifier(model)
    return classifier.guess(classifier.read(text.split()))


def refuses(path: Path) -> None:
    with pytest.raises(ConfigError, match="no model that can be read") as caught:
        load(path)
    assert caught.value.path == path
    assert "aduan route train" in caught.value.hint


def write(path: Path, changed: Mapping[str, Any], head: Mapping[str, Any] | None = None) -> None:
    """Write the model with some arrays, or some of its head, changed; None is left out."""
    save(MODEL, path)
    with np.load(path) as archive:
        arrays = {**archive, **changed}
    if head is not None:
        whole = {**json.loads(arrays["head"].tobytes()), **head}
        told = {key: value for key, value in whole.items() if value is not None}
        arrays["head"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
