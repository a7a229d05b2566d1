"""Taking the region keyword off a text: `bogor ...`, `BGR#...`, `LAPOR bogor: ...`.

People were taught different separators by different short codes; all of them are accepted, and so is a line break.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.meaning import Reading, Vocabulary

_SEPARATORS = r"[\s#/:.,]"
_LEADING = re.compile(rf"{_SEPARATORS}*")
_REPORT_WORD = re.compile(rf"lapor(?:{_SEPARATORS}+|$)", re.IGNORECASE)


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """Take off the keyword, and the word LAPOR before it; without one the text is for the line's own region."""
    rest = _strip(text)
    reported = _REPORT_WORD.match(rest)
    if reported:
        rest = _strip(rest[reported.end() :])
    keyword = _keywords(tuple(vocabulary.keywords)).match(rest)
    if keyword is None:
        return Reading(vocabulary.default_region, named=False, body=rest)
    region = vocabulary.keywords[" ".join(keyword["word"].lower().split())]
    return Reading(region, named=True, body=_strip(rest[keyword.end() :]))


def _strip(text: str) -> str:
    leading = _LEADING.match(text)
    return text[leading.end() if leading else 0 :].rstrip()


@lru_cache(maxsize=32)
def _keywords(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the keywords, the longest first, so that "kota bogor" is not read as another region's "kota"."""
    by_length = sorted(words, key=len, reverse=True)
    choices = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in by_length)
    # Only ASCII letters have another case here: to Unicode, the long s of old print is an "s" too.
    return re.compile(rf"(?P<word>(?ai:{choices or '(?!)'}))(?:{_SEPARATORS}+|$)")
