"""`aduan` by a clock that runs so many times as fast as the computer's.

python bench/fast_clock.py TIMES -c aduan.toml run
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cli import main
from sms.clock import SystemClock


def speed_up(times: float) -> None:
    """Let time pass so many times as fast in this process, from now on."""
    began = datetime.now(UTC)

    def now(_: SystemClock) -> datetime:
        return began + times * (datetime.now(UTC) - began)

    SystemClock.now = now  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    speed_up(float(sys.argv.pop(1)))
    main()
