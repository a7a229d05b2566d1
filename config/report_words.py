"""What reports say, in the languages of config/reports: read by people at a desk, so of any length and alphabet."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "reports"
FALLBACK = "id"
"""The language of the reports of a region that speaks one that none are written in."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, by their keys; its months in order."""

    language: str
    months: tuple[str, ...]
    _words: Mapping[str, str] = field(repr=False)

    def __call__(self, key: str, **values: str | int) -> str:
        """Write a word or a sentence with its values."""
        return self._words[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def number(self, value: int) -> str:
        """Write a number with its thousands parted."""
        return f"{value:,}".replace(",", self._words["thousands"])

    def decimal(self, value: float) -> str:
        """Write a number with one decimal."""
        return f"{value:.1f}".replace(".", self._words["decimal"])


def languages() -> list[str]:
    """Give the codes of the languages that reports are written in."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


@cache
def load_words(language: str) -> Words:
    """Read the words of a language; of one that has none, the Indonesian ones."""
    path = SHIPPED / f"{language if language in languages() else FALLBACK}.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    months = tuple(data.pop("months"))
    return Words(path.stem, months, data)
