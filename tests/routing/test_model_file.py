"""A model in its file."""

from __future__ import annotations

import errno
import gc
import io
import json
import os
import pickle
import stat
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
from routing.model_file import load, require_writable, save
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


@pytest.mark.parametrize("arrays", [{}, {"weights": None}, {"bias": np.zeros(5, np.float64)}])
@pytest.mark.parametrize("number", [1, 3])
def test_a_file_of_another_format_is_told_to_be_of_another_version(
    number: int, arrays: Mapping[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "model.npz"
    write(path, arrays, {"format": number})
    refuses(path, "this model was made by another version of aduan")


def test_a_file_of_our_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {}, {"format": 2})
    assert load(path).version == "abc123"


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_that_is_packed_in_another_way_is_refused(way: int, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    save(MODEL, path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", way) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    refuses(path)


def test_a_file_that_we_may_not_read_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(MODEL, tmp_path / "model.npz")
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ConfigError, match=r"model\.npz: this user may not read the model\. Give it to the user"):
        load(tmp_path / "model.npz")


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


@pytest.mark.parametrize(
    "head",
    [
        {"summary": {"version": "abc123", "rare": 5}},
        {"summary": {"version": "abc123", "rare": [5]}},
        {"summary": {"version": "abc123", "rare": None}},
        {"summary": {"version": 7}},
        {"summary": {"version": ""}},
        {"summary": {"version": "abc123", "hints": 7}},
        {"summary": 7},
        {"labels": []},
        {"labels": "abc"},
        {"labels": ["air", "lampu", 3]},
        {"labels": ["air", "lampu", "lampu"]},
        {"labels": ["air", "lampu", "\x1b[2Jmeteran"]},
        {"labels": ["air", "lampu", "meteran\x07"]},
        {"groups": ["PDAM", "PLN\n"]},
        {"heat": []},
        {"heat": [1, 2, 3, 4]},
        {"heat": ["1", 1, 1]},
        {"heat": [1e308] * 3},
        {"heat": [1001, 1, 1]},
        {"heat": [1, float("nan"), 1]},
        {"heat": [1, 1, -1]},
        {"reserve": float("inf")},
        {"reserve": "3"},
        {"format": "2"},
    ],
    ids=str,
)
def test_names_and_numbers_that_are_none_are_refused(head: Mapping[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, {}, head)
    refuses(path)


@pytest.mark.parametrize(
    "arrays",
    [
        {"scales": np.full(7, 3e38, np.float32)},
        {"scales": np.full(7, -1, np.float32)},
        {"scales": np.full(7, np.nan, np.float32)},
        {"squares": np.zeros(7, np.float32)},
        {"squares": np.full(7, 1e-40, np.float32)},
        {"squares": np.full(7, np.inf, np.float32)},
        {"bias": np.full(5, 3e38, np.float32)},
        {"bias": np.full(5, np.nan, np.float32)},
    ],
    ids=lambda arrays: f"{next(iter(arrays))} {next(iter(arrays.values()))[0]}",
)
def test_numbers_that_no_sum_could_hold_are_refused(arrays: Mapping[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    write(path, arrays)
    refuses(path)


@pytest.mark.parametrize("name", ["head", "words", "pairs", "letters", "member", "scales", "squares", "bias"])
def test_arrays_of_another_shape_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    save(MODEL, path)
    with np.load(path) as archive:
        array = archive[name]
    write(path, {name: array[:, None]})
    refuses(path)
    write(path, {name: array[0]})
    refuses(path)


def test_a_model_whose_answers_are_no_probabilities_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.npz"
    save(MODEL, path)
    none = np.full(3, np.nan, np.float32)
    found = load(path)
    guess = replace(Classifier(found).guess(Classifier(found).read(["air"])), labels=none)
    monkeypatch.setattr(Classifier, "guess", lambda self, read: guess)
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


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    save(MODEL, tmp_path / "model.npz")
    assert rights(tmp_path / "model.npz") == 0o600


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_a_file_that_is_replaced_keeps_its_rights(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.touch()
    path.chmod(mode)
    save(MODEL, path)
    assert load(path).version == "abc123"
    assert rights(path) == mode


def test_a_file_that_is_replaced_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, given = tmp_path / "model.npz", []
    path.touch()
    monkeypatch.setattr(os, "fchown", lambda _file, *owner: given.append(owner))
    save(MODEL, path)
    assert given == [(path.stat().st_uid, path.stat().st_gid)]
    monkeypatch.setattr(os, "fchown", denied)
    save(MODEL, path)
    assert load(path).version == "abc123"


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/null"), tmp_path / "pipe", tmp_path):
        for write_to in (require_writable, lambda path: save(MODEL, path)):
            with pytest.raises(ConfigError, match="this is no regular file, and a model would replace it"):
                write_to(path)
    assert (tmp_path / "pipe").is_fifo()


def test_where_no_model_can_be_written_is_told_before_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.npz"
    for write_to in (require_writable, lambda path: save(MODEL, path)):
        with pytest.raises(ConfigError, match=r"no model can be written here: there is no folder .*none"):
            write_to(tmp_path / "none" / "model.npz")
        with pytest.raises(ConfigError, match="no model can be written here: File name too long"):
            write_to(tmp_path / ("x" * 300))
    monkeypatch.setattr("routing.model_file.NamedTemporaryFile", denied)
    for write_to in (require_writable, lambda path: save(MODEL, path)):
        with pytest.raises(ConfigError, match=r"model\.npz: no model can be written here: Permission denied"):
            write_to(path)


def test_to_ask_whether_a_model_can_be_written_leaves_nothing_and_changes_nothing(tmp_path: Path) -> None:
    require_writable(tmp_path / "model.npz")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "model.npz").write_bytes(b"old")
    require_writable(tmp_path / "model.npz")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_where_the_disk_is_full_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.npz").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="no model can be written here: No space left on device"):
        save(MODEL, tmp_path / "model.npz")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def denied(*_arguments: object, **_options: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


def full(_file: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refuses(path: Path, message: str = "this is no model that can be read") -> None:
    with pytest.raises(ConfigError, match=message) as caught:
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
