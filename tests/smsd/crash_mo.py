"""What is texted in the crash matrix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mo:
    """What somebody has texted, and must be answered: a citizen's is one complaint, an officer's opens none."""

    sender: str
    text: str
    opens: bool = True
