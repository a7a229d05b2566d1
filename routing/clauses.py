"""The clauses of a text: who writes two matters into one SMS writes them one after the other."""

from __future__ import annotations

import re
from collections.abc import Collection

_END = r"[,;!?\n]|\.(?=\s|$)"
_MOST = 40
"""How many are looked at."""


class Clauses:
    """Cuts texts at signs and at the words with which people go on to something else."""

    def __init__(self, words: Collection[str]) -> None:
        others = "|".join(map(re.escape, sorted(words)))
        self._between = re.compile(rf"{_END}|\b(?:{others})\b" if others else _END, re.IGNORECASE)

    def of(self, text: str) -> list[str]:
        """Give the clauses of a text; none if it has only one."""
        found = [clause for clause in self._between.split(text, _MOST) if clause.strip()]
        return found if len(found) > 1 else []
