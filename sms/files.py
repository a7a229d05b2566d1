"""Writing a file so that nobody ever sees half of it, and only those who may."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from sms.errors import UserError


class CannotWriteError(UserError):
    """A file could not be written where it should be; the message says why."""


@contextmanager
def whole(path: Path, mode: int = 0o600) -> Iterator[Path]:
    """Give a new file beside `path`, its owner's alone, which takes its place and `mode` when all of it is written.

    If the block raises, what stood at `path` stands there still. Raises CannotWriteError.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
    try:
        with _told(path):
            yield temporary
            with temporary.open("rb") as written:
                os.fsync(written.fileno())
            temporary.chmod(mode)
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror}; name another place") from error
