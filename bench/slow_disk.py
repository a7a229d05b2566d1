"""`aduan` on a disk that takes so many milliseconds longer for every commit.

python bench/slow_disk.py MILLISECONDS -c aduan.toml run
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Connection, Engine, event

from cli import main


def slow_down(milliseconds: float) -> None:
    """Let every commit of this process wait before it is made."""

    @event.listens_for(Engine, "commit")
    def wait(_: Connection) -> None:
        time.sleep(milliseconds / 1000)


if __name__ == "__main__":
    slow_down(float(sys.argv.pop(1)))
    main()
