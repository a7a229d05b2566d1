"""What the answers over HTTP are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sms.clock import Clock
from smsd.inbox import Windows
from storage.engine import Database
from web.gate import Gate
from web.ussd import Setup

SECRET_HEADER, SECRET_PARAMETER = "X-Aduan-Secret", "secret"


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the answers are made of. What is called is asked for by each request, for a reload changes it.

    `filed` is called after a commit that leaves something to be processed.
    """

    database: Database
    clock: Clock
    setup: Callable[[], Setup]
    gate: Callable[[], Gate]
    windows: Callable[[], Windows]
    filed: Callable[[], None]
    log: Any
