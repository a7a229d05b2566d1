"""What tells whether files are still as they were, without reading them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[tuple[str, int, int, int], ...]
"""Of each file its path, when it was last changed (ns), its size (bytes) and its inode; zeros if it is not there."""


def stamp_of(paths: Iterable[Path]) -> Stamp:
    """Give the stamp of files: another one when any of them is written, replaced or removed."""
    return tuple(map(_of, paths))


def _of(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0, 0)
    return (str(path), found.st_mtime_ns, found.st_size, found.st_ino)
