"""The menu over SMS: where somebody is in it, and what a step leads to."""

from __future__ import annotations

from complaints.desk import Desk
from parsers.meaning import Parsed
from sms.message import InboundMessage
from storage.engine import AnyRow


def step(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:  # noqa: ARG001
    """Take what is typed at a screen."""
    return False
