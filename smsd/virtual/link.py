"""A steady name for the modem: a symbolic link to the pseudo-terminal, whose number is another at each start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place_link(link: Path, device: str) -> None:
    """Put the link in place in one step; raises FileExistsError rather than replace anything but a stale link."""
    if link.is_symlink() and link.exists() and str(link.readlink()) != device:
        raise FileExistsError(f"{link} points to {link.readlink()}, which is there: remove it or choose another name")
    if link.exists() and not link.is_symlink():
        raise FileExistsError(f"{link} is not a link: choose another name")
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.symlink_to(device)
    fresh.replace(link)


def remove_link(link: Path, device: str) -> None:
    """Remove the link if it is still ours."""
    if link.is_symlink() and str(link.readlink()) == device:
        link.unlink()
