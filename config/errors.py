"""The one error of this room: something in a configuration file is wrong; where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from sms.errors import UserError

_SIMILAR = 60.0
"""How alike two words must be, of 100, before one is offered for the other."""


class ConfigError(UserError):
    """Configuration that cannot be used: where, what, and what to do instead.

    `str()` of it is written as compilers do, `aduan.toml:12: message. hint`, since editors and terminals can
    jump to that.
    """

    def __init__(
        self, message: str, *, path: Path | str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = [str(part) for part in (self.path, self.line) if part is not None]
        sentence = f"{self.message}. {self.hint}" if self.hint else self.message
        return f"{':'.join(place)}: {sentence}" if place else sentence


def together(errors: Sequence[ConfigError]) -> ConfigError:
    """Make one error of all that is wrong in a file, a line each: nobody should mend it one run at a time."""
    return errors[0] if len(errors) == 1 else ConfigError("\n".join(str(error) for error in errors))


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Write the hint that names the known word nearest to one nobody knows, in whatever case; empty if none is near."""
    best = process.extractOne(str(word), sorted(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_SIMILAR)
    return f"Did you mean {best[0]!r}?" if best else ""


def nearest(word: object, known: Iterable[str]) -> str:
    """Write the hint for a word nobody knows: the known one it was probably meant to be, else all of them, if any."""
    choices = sorted(known)
    return did_you_mean(word, choices) or (f"Known: {', '.join(choices)}" if choices else "")
