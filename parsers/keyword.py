"""Taking the region keyword off a text: `bogor ...`, `BGR#...`, `LAPOR bogor: ...`, `Selamat pagi. Bogor ...`.

People were taught different separators by different short codes; all of them are accepted, and so is a line break.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.meaning import NOBODY_ASKED, Reading, Situation, Vocabulary
from parsers.words import BEFORE_KEYWORD, OFFICES, PLACE_PARTS, fold

_SEPARATORS = r"[\s#/:.,!]"
_LEADING = re.compile(rf"{_SEPARATORS}*")
_REPORT_WORD = re.compile(rf"lapor(?:{_SEPARATORS}+|$)", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['\u2018\u2019`]\w+)*")
_PLACE_PART = re.compile(rf"(?:{'|'.join(PLACE_PARTS)})(?!\w)", re.IGNORECASE)


def read(text: str, vocabulary: Vocabulary, situation: Situation = NOBODY_ASKED) -> Reading:
    """Take off the keyword, and LAPOR or a greeting before it; without one the text is for the line's own region.

    A keyword that is part of a name ("bogor barat", "wali kota bogor") tells the region and stays.
    """
    words = _folded(tuple(vocabulary.keywords))
    rest = _strip(text)
    reported = _REPORT_WORD.match(rest)
    if reported:
        rest = _strip(rest[reported.end() :])
    keyword = _find(rest, _keywords(tuple(vocabulary.keywords)))
    if keyword is None:
        return Reading(vocabulary.default_region, named=False, body=rest, keywords=words, situation=situation)
    region = vocabulary.keywords[" ".join(keyword["word"].lower().split())]
    is_name = _is_part_of_a_name(rest, keyword)
    body = rest if is_name else _strip(rest[keyword.end() :])
    return Reading(region, named=True, body=body, keywords=words, situation=situation, addressed=not is_name)


def _find(text: str, keywords: re.Pattern[str]) -> re.Match[str] | None:
    """Find the keyword as the first word that is no greeting."""
    for word in _WORD.finditer(text):
        keyword = keywords.match(text, word.start())
        if keyword or fold(word[0]) not in BEFORE_KEYWORD:
            return keyword
    return None


def _is_part_of_a_name(text: str, keyword: re.Match[str]) -> bool:
    if keyword["separator"].isspace() and _PLACE_PART.match(text, keyword.end()):
        return True
    before = text[: keyword.start()].split()
    return bool(before) and fold(before[-1]) in OFFICES


def _strip(text: str) -> str:
    leading = _LEADING.match(text)
    return text[leading.end() if leading else 0 :].rstrip()


@lru_cache(maxsize=32)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


@lru_cache(maxsize=32)
def _keywords(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the keywords, the longest first, so that "kota bogor" is not read as another region's "kota"."""
    by_length = sorted(words, key=len, reverse=True)
    choices = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in by_length)
    # Only ASCII letters have another case here: to Unicode, the long s of old print is an "s" too.
    return re.compile(
        rf"(?:(?ai:kota)\s+)??(?P<word>(?ai:{choices or '(?!)'}))(?P<separator>[)\"']?{_SEPARATORS}+|[)\"']?$)"
    )
