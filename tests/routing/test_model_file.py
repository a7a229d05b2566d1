"""A model in its file."""

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

from config.errors import ConfigError
from routing.classifier import Classifier
from routing.model import Model, Vocabulary
from routing.model_file import load, save
from routing.weights import pack
from tests.routing.models import MODEL, PLAIN


@pytest.mark.parametrize("model", [MODEL, PLAIN], ids=["with groups", "without"])
def test_a_model_comes_back_from_its_file_as_it_was(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    save(model, path)
    loaded = load(path)
    assert (loaded.labels, loaded.groups, loaded.heat) == (model.labels, model.groups, model.heat)
    assert loaded.vocabulary == model.vocabulary
    assert (loaded.summary, loaded.version) == (model.summary, "abc123")
    assert np.array_equal(loaded.weights.packed, model.weights.packed)
    assert loaded.weights.columns == model.weights.columns
    for name in ("member", "scales", "squares", "bias"):
        was, now = getattr(model, name), getattr(loaded, name)
        assert np.array_equal(was, now), name
        assert was.dtype == now.dtype, name


def test_a_model_without_features_comes_back(tmp_path: Path) -> None:
    empty = replace(
        PLAIN,
        vocabulary=Vocabulary({}, {}, {}),
        weights=pack(np.zeros((0, 3), np.int8)),
        scales=np.zeros(0, np.float32),
        squares=np.zeros(0, np.float32),
    )
    save(empty, tmp_path / "model.npz")
    loaded = load(tmp_path / "model.npz")
    assert loaded.vocabulary == empty.vocabulary
    assert Classifier(loaded).read(["lampu"]).rows.tolist() == []


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        save(MODEL, tmp_path / name)
    save(load(tmp_path / "first"), tmp_path / "third")
    assert len({(tmp_path / name).read_bytes() for name in ("first", "second", "third")}) == 1


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
    write(path, {}, {"format": 1})
    refuses(path)
    write(path, {}, {"format": 2})
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
        {"weights": np.zeros(2, np.int8)},
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
