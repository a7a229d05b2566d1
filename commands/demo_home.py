"""Where the demo lives: a directory with settings of its own, which stays if that is wanted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.sample import sample

SETTINGS = "demo.toml"
"""The demo's settings in its directory, beside which a real installation's aduan.toml may lie."""


@contextmanager
def directory(keep: Path | None) -> Iterator[Path]:
    """Give the directory of the demo: one that stays, or one that goes with it."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="aduan-demo-") as temporary:
        yield Path(temporary)


def write_settings(home: Path) -> Path:
    """Write the sample settings, with a modem that is looked at often and may send a lot, under a name of their own."""
    path = home / SETTINGS
    text = sample(msisdn="+628111000001")
    text = text.replace("poll_seconds = 1.0", "poll_seconds = 0.1").replace("per_minute = 10", "per_minute = 600")
    path.write_text(text.replace("aduan.db", "demo.db"), encoding="utf-8")
    return path
