"""A model in a file: a numpy archive of plain arrays, data and never code; the same model gives the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, however it is spelled

import numpy as np
from numpy.typing import NDArray

from config.errors import ConfigError
from routing.model import Heat, Model, Vocabulary
from routing.weights import Weights

_FORMAT = 2
_MOST_BYTES = 256_000_000
"""What the arrays of a file may come to, unpacked; a model of ours has seven million."""
_KINDS = {
    "head": np.uint8, "words": np.uint8, "pairs": np.uint8, "letters": np.uint8,
    "member": np.int64, "weights": np.int8, "scales": np.float32, "squares": np.float32, "bias": np.float32,
}  # fmt: skip
"""The arrays of a file, and of what they are."""
_UNREADABLE = (
    OSError, EOFError, BadZipFile, ZlibError, LookupError, ValueError, TypeError, AttributeError, NotImplementedError,
    RuntimeError, MemoryError, OverflowError, RecursionError,
)  # fmt: skip
"""What comes of an archive with anything else in it: `zipfile` and numpy have an error for each way to break one."""


def save(model: Model, path: Path) -> None:
    """Write a model to a file, which is either the old or the new one, whole; the same model gives the same bytes."""
    head = {
        "format": _FORMAT,
        "labels": model.labels,
        "groups": model.groups,
        "heat": [model.heat.labels, model.heat.groups, model.heat.both],
        "summary": dict(model.summary),
        "reserve": model.reserve,
    }
    arrays: dict[str, Any] = {
        "head": _bytes(json.dumps(head, ensure_ascii=False)),
        "words": _bytes("\n".join(model.vocabulary.words)),
        "pairs": _bytes("\n".join(model.vocabulary.pairs)),
        "letters": _bytes("\n".join(model.vocabulary.letters)),
        "member": model.member,
        "weights": model.weights.packed,
        "scales": model.scales,
        "squares": model.squares,
        "bias": model.bias,
    }
    whole = path.with_name(f"{path.name}.new")
    try:
        with whole.open("wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(path)
    except BaseException:
        whole.unlink(missing_ok=True)
        raise


def load(path: Path) -> Model:
    """Read a model; a `ConfigError` says what is wrong with the file."""
    try:
        with path.open("rb") as file, ZipFile(file) as archive:
            model = _from_arrays(_arrays(archive))
    except FileNotFoundError:
        raise ConfigError("there is no such model", path=path, hint="Train one with aduan route train") from None
    except _UNREADABLE:
        message = "this is no model that can be read"
        raise ConfigError(message, path=path, hint="Train it again with aduan route train") from None
    return model


def _arrays(archive: ZipFile) -> dict[str, NDArray[Any]]:
    """Read the arrays that a model is made of; raises ValueError if they are of another kind, or larger than any."""
    if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
        raise ValueError("too large")
    arrays = {}
    for name, kind in _KINDS.items():
        with archive.open(f"{name}.npy") as member:
            arrays[name] = np.lib.format.read_array(member, allow_pickle=False)
        if arrays[name].dtype != kind:
            raise ValueError("numbers of another kind")
    return arrays


def _from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Model:
    head = json.loads(arrays["head"].tobytes())
    if head["format"] != _FORMAT or not head["summary"]["version"]:
        raise ValueError("another format")
    words, two, runs = (_lines(arrays[name]) for name in ("words", "pairs", "letters"))
    vocabulary = Vocabulary(
        words=_numbered(words, 0),
        pairs=_numbered(two, len(words)),
        letters=_numbered(runs, len(words) + len(two)),
    )
    _require_whole(arrays, head, len(words) + len(two) + len(runs))
    return Model(
        labels=tuple(head["labels"]),
        groups=tuple(head["groups"]),
        vocabulary=vocabulary,
        weights=Weights(arrays["weights"], len(arrays["bias"])),
        heat=Heat(*head["heat"]),
        summary=head["summary"],
        reserve=float(head["reserve"]),
        **{name: arrays[name] for name in ("member", "scales", "squares", "bias")},
    )


def _require_whole(arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any], features: int) -> None:
    """Raise ValueError if the parts of a file do not belong together."""
    labels, groups = len(head["labels"]), len(head["groups"])
    member = arrays["member"]
    if not (
        len(arrays["scales"]) == len(arrays["squares"]) == features
        and len(arrays["bias"]) == labels + groups
        and arrays["weights"].shape == (features, (labels + groups + 1) // 2)
        and len(member) == (labels if groups else 0)
        and (not len(member) or 0 <= member.min() <= member.max() < groups)
        and labels > 0
        and all(np.isfinite(arrays[name]).all() for name in ("scales", "squares", "bias"))
        and (arrays["squares"] > 0).all()
        and all(isinstance(name, str) for name in (*head["labels"], *head["groups"]))
        and all(isfinite(number) and number >= 0 for number in (*head["heat"], head["reserve"]))
    ):
        raise ValueError("the parts of the file do not belong together")


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _lines(array: NDArray[Any]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def _numbered(features: Iterable[str], first: int) -> dict[str, int]:
    return {feature: row for row, feature in enumerate(features, first)}
