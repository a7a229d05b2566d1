"""A model in a file: a numpy archive of plain arrays, data and never code; the same model gives the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE
from tempfile import NamedTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, however it is spelled

import numpy as np
from numpy.typing import NDArray

from config.errors import ConfigError
from routing.classifier import Classifier, Read
from routing.model import Heat, Model, Vocabulary
from routing.weights import Weights

_FORMAT = 2
_MOST_BYTES = 256_000_000
"""What the arrays of a file may come to, unpacked; a model of ours has seven million."""
_KINDS: Mapping[str, type[np.generic]] = {
    "words": np.uint8, "pairs": np.uint8, "letters": np.uint8,
    "member": np.int64, "weights": np.int8, "scales": np.float32, "squares": np.float32, "bias": np.float32,
}  # fmt: skip
"""The arrays of a file, and of what they are."""
_BOUNDS = {"scales": (0.0, 1e6), "squares": (1e-6, 1e12), "bias": (-1e6, 1e6)}
"""Between what the numbers of an array lie. Those of ours are below a thousand; far more would overflow in a sum."""
_MOST_HEAT = 1000.0
_MOST_RESERVE = 1e12
_TRIED = 40
"""Of how many features a text is made to try a model with."""
_UNREADABLE = (
    OSError, EOFError, BadZipFile, ZlibError, LookupError, ValueError, TypeError, AttributeError, NotImplementedError,
    RuntimeError, MemoryError, OverflowError, RecursionError,
)  # fmt: skip
"""What comes of an archive with anything else in it: `zipfile` and numpy have an error for each way to break one."""


class _OtherVersionError(Exception):
    """The file is a model, but one as another version of ours writes them."""


def require_writable(path: Path) -> None:
    """Raise ConfigError if no model can be written to a file: training takes minutes, and this is known before."""
    with _told(path), _beside(path):
        pass


def save(model: Model, path: Path) -> None:
    """Write a model to a file, which is either the old or the new one, whole; the same model gives the same bytes.

    A file that is there keeps its owner and rights, a new one is its owner's alone: it may hold words of citizens.
    Raises ConfigError if it cannot be written.
    """
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
    with _told(path), _beside(path) as file:
        np.savez(file, **arrays)
        file.flush()
        _take_rights(file, path)
        os.fsync(file.fileno())
        Path(file.name).replace(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of a file that no model can be written to it, and why."""
    try:
        yield
    except OSError as error:
        raise ConfigError(f"no model can be written here: {error.strerror}", path=path) from None


@contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file beside one that it is to replace, for its owner alone; it is gone at the end if it did not."""
    if not path.parent.is_dir():
        raise ConfigError(f"no model can be written here: there is no folder {path.parent}", path=path)
    if path.exists() and not path.is_file():
        raise ConfigError("this is no regular file, and a model would replace it", path=path)
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", suffix=".new", delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def _take_rights(file: IO[bytes], path: Path) -> None:
    """Give a new file the owner and the rights of the one that it replaces, as far as we may."""
    if path.exists():
        old = path.stat()
        with suppress(PermissionError):
            os.fchown(file.fileno(), old.st_uid, old.st_gid)
        os.fchmod(file.fileno(), S_IMODE(old.st_mode))


def load(path: Path) -> Model:
    """Read a model; a `ConfigError` says what is wrong with the file."""
    try:
        with path.open("rb") as file, ZipFile(file) as archive:
            model = _read(archive)
        _require_answers(model)
    except FileNotFoundError:
        raise ConfigError("there is no such model", path=path, hint="Train one with aduan route train") from None
    except PermissionError:
        hint = "Give it to the user that aduan runs as, with chown or chmod"
        raise ConfigError("this user may not read the model", path=path, hint=hint) from None
    except _OtherVersionError:
        message = "this model was made by another version of aduan"
        raise ConfigError(message, path=path, hint="Train it again with aduan route train") from None
    except _UNREADABLE:
        message = "this is no model that can be read"
        raise ConfigError(message, path=path, hint="Train it again with aduan route train") from None
    return model


def _read(archive: ZipFile) -> Model:
    """Read what a model is made of; raises one of `_UNREADABLE` for anything else."""
    entries = archive.infolist()
    if sum(each.file_size for each in entries) > _MOST_BYTES:
        raise ValueError("too large")
    if any(each.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for each in entries):
        raise ValueError("packed as none of ours is")
    head = json.loads(_array(archive, "head", np.uint8).tobytes())
    if head["format"] != _FORMAT:
        raise _OtherVersionError if isinstance(head["format"], int) else ValueError("no format")
    arrays = {name: _array(archive, name, kind) for name, kind in _KINDS.items()}
    return _from_arrays(head, arrays)


def _array(archive: ZipFile, name: str, kind: type[np.generic]) -> NDArray[Any]:
    """Read an array; raises ValueError if it is of another kind or shape."""
    with archive.open(f"{name}.npy") as member:
        array = np.lib.format.read_array(member, allow_pickle=False)
    if array.dtype != kind or array.ndim != (2 if name == "weights" else 1):
        raise ValueError("numbers of another kind")
    return array


def _from_arrays(head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Model:
    words, two, runs = (_lines(arrays[name]) for name in ("words", "pairs", "letters"))
    vocabulary = Vocabulary(
        words=_numbered(words, 0),
        pairs=_numbered(two, len(words)),
        letters=_numbered(runs, len(words) + len(two)),
    )
    _require_head(head)
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


def _require_head(head: Mapping[str, Any]) -> None:
    """Raise ValueError if the names and numbers of a file are none that we would write."""
    summary = head["summary"]
    if not (
        head["labels"]
        and all(_are_names(names) for names in (head["labels"], head["groups"], summary.get("rare", [])))
        and summary["version"]
        and all(_are_names([version]) for version in (summary["version"], summary.get("hints", "")))
        and all(0 <= number <= _MOST_HEAT for number in head["heat"])
        and 0 <= head["reserve"] <= _MOST_RESERVE
    ):
        raise ValueError("names or numbers that are none")


def _are_names(names: object) -> bool:
    """Tell whether this is a list of names, each once, with nothing in them that a terminal would obey."""
    return (
        isinstance(names, list)
        and all(isinstance(name, str) and name.isprintable() for name in names)
        and len(set(names)) == len(names)
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
        and all(((least <= arrays[name]) & (arrays[name] <= most)).all() for name, (least, most) in _BOUNDS.items())
    ):
        raise ValueError("the parts of the file do not belong together")


def _require_answers(model: Model) -> None:
    """Raise ValueError unless a text without features, and one of the loudest, get probabilities."""
    classifier = Classifier(model)
    loudest = np.argsort(-model.scales, kind="stable")[:_TRIED]
    with np.errstate(all="ignore"):
        for rows in (loudest[:0], loudest):
            found = classifier.guess(Read([], rows))
            if not (np.isfinite(found.labels).all() and np.isfinite(found.groups).all()):
                raise ValueError("answers that are no probabilities")


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _lines(array: NDArray[Any]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def _numbered(features: Iterable[str], first: int) -> dict[str, int]:
    return {feature: row for row, feature in enumerate(features, first)}
