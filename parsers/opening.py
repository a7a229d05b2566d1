"""Which command a text begins with: its first word, glued to a number or not, with digits for letters."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.normalise import letters_meant
from parsers.slips import meant
from parsers.words import GREETINGS, fold, word_list

_TOKEN = re.compile(r"[\W_]*([^\W_]+)")
_GLUED = re.compile(r"[\W_]*([^\W\d_]{2,}?)(?=[lio|]?\d)")
_TWO = re.compile(r"[\W_]*([^\W\d_]+)\s+([^\W\d_]+)(?![^\W_])")
_GREETING = re.compile(r"[\W_]*(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)(?!\d)")
_GREETED = GREETINGS | word_list("izin ijin mohon mhn lapor melapor melaporkan")
_SEPARATORS = re.compile(r"[\s#/:.,;=*>)\"'-]*")


def end_of_command(plain: str, commands: frozenset[str]) -> int | None:
    """Give where the command ends that a plain text begins with; None if it begins with none of them.

    The commands are folded words; one of two words ("teu acan") is among them as one.
    """
    for word, end in _openings(plain):
        if word in commands:
            return end
    return None


def end_of_slip(plain: str, commands: frozenset[str]) -> int | None:
    """Give where the command ends that a plain text begins with, one slip in it; the text must go on as it would."""
    return next((end for word, end in _openings(plain) if meant(word, commands)), None)


# Each of the commands asks for it, one after the other.
@lru_cache(maxsize=16)
def _openings(plain: str) -> tuple[tuple[str, int], ...]:
    """Give the words that a text may begin with, each with its end."""
    token = _TOKEN.match(plain)
    if token is None:
        return ()
    openings = [(fold(word), token.end()) for word in (token[1], *letters_meant(token[1]))]
    others = filter(None, (pattern.match(plain) for pattern in (_GLUED, _TWO)))
    return (*openings, *((fold("".join(found.groups())), found.end()) for found in others))


def without_greeting(text: str) -> str:
    """Take off a greeting and who is spoken to, "izin lapor" among them; the text as it is if it has neither."""
    start = 0
    while (found := _GREETING.match(text, start)) and fold(found["word"]) in _GREETED:
        start = found.end()
    return text[start:].lstrip(" \t\r\n,.:;!") if start else text


def after_command(text: str, end: int) -> str:
    """Give what follows a command, without what only separates it."""
    separators = _SEPARATORS.match(text, end)
    return text[separators.end() if separators else end :].strip()


def spoken(text: str) -> str:
    """Give what was said, without what only separates it; without a letter or digit nothing was."""
    said = text.strip().strip(" \t\r\n.,:;#>)-\"'").strip()
    return said if any(map(str.isalnum, said)) else ""
