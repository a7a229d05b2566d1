"""What a small phone shows of a text before it is opened: two lines, the number of the complaint and what is new.

Many people read no further. So the texts that tell how a complaint stands are held to it when they are loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from config.text_limits import LONGEST, Declaration

HEADLINE = 30
"""How many characters the two lines hold."""

_NUMBER = "1234567"
_STATUS = "{status}"
_WORD = re.compile(r"[^\W\d_]{3,}")
# Somebody's words are no words of the text: digits, so that none is found in them.
_FILLED = {name: "0" * len(value) for name, value in LONGEST.items()} | {"number": _NUMBER}


def not_shown(template: str, declaration: Declaration, statuses: Mapping[str, str]) -> str:
    """Name what the two lines do not show of a text and should; nothing if they show it all.

    That is the number with seven digits, and then the state: whichever is filled in, the one that the text tells of, or
    where it tells of none a whole word after the number.
    """
    told = statuses.values() if _STATUS in template else [statuses.get(declaration.state, "")]
    return next((missing for status in told if (missing := _missing(template, status))), "")


def _missing(template: str, status: str) -> str:
    text = template.format(**_FILLED, status=status)
    shown = text[:HEADLINE]
    if _NUMBER not in shown:
        return "the number"
    if status:
        return "" if status in shown else repr(status)
    words = _WORD.finditer(text, text.index(_NUMBER) + len(_NUMBER))
    return "" if any(word.end() <= HEADLINE for word in words) else "a word of what is new"
