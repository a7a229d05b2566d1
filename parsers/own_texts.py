"""Our own texts, when they come back: forwarded, quoted, or from a machine that answers with what it got.

A text is ours if it has nearly all words of one of our templates in their order, and hardly others than its blanks may
hold; or begins as one does that carries somebody's words. What people write around a number of ours is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile

from rapidfuzz.distance import LCSseq

from parsers.normalise import bare
from parsers.words import words_of

_BLANK = re.compile(r"\{(\w+)\}")
_DIGITS = re.compile(r"\d[\d.\s]*")
_ROOM = {"agency": 6, "status": 4, "body": 6, "reach": 16, "date": 4, "text": 40}
"""How many words a blank may hold; others hold one."""

_LONGEST = 800
_FRONT_WORDS = 12
_FEWEST_WORDS = 5
_CHANGED = 3
_SHARE = 0.75
_PATTERNS = {"number": r"\d{5,12}", "status": r"[^:,.]{3,40}?", "text": r".+"}
_ANYTHING = r"[^:\n]{1,60}?"
_NUMBER = "9"


_FORWARDED = frozenset({"re", "fw", "fwd", "pesan", "sms", "dari"})
"""What a phone puts before a text that it sends on; after other words a piece of ours is a quotation."""


@dataclass(frozen=True, slots=True)
class _Template:
    """A text of ours: the words that are always there, and how many others its blanks may hold."""

    words: tuple[str, ...]
    room: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """A matcher of our texts; made once, from all templates of all languages."""

    _by_pair: dict[tuple[str, str], list[_Template]] = field(default_factory=dict)
    _with_words: tuple[re.Pattern[str], ...] = ()
    _first_words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, templates: Iterable[str], statuses: Collection[str] = ()) -> OwnTexts:
        """Make it from the templates, with blanks in braces; `statuses` are what {status} may be."""
        templates = list(templates)
        closed = [template for template in templates if "{text}" not in template]
        carrying = [template for template in templates if "{text}" in template]
        by_pair: dict[tuple[str, str], list[_Template]] = {}
        for template in filter(None, map(_template, closed)):
            by_pair.setdefault((template.words[0], template.words[1]), []).append(template)
        patterns = tuple(filter(None, (_pattern(template, statuses) for template in carrying)))
        firsts = frozenset(
            words_of(template.split("{")[0])[0] for template in carrying if words_of(template.split("{")[0])
        )
        return cls(by_pair, patterns, firsts)

    def find(self, text: str) -> bool | None:
        """Tell whether a text is one of ours: None if not, else whether it has a complaint's number."""
        words = _numbers_alike(words_of(text[:_LONGEST]))
        for place in range(min(_FRONT_WORDS, len(words) - 1)):
            for template in self._by_pair.get((words[place], words[place + 1]), ()):
                if _is(template, words[place:], cut=_FORWARDED.issuperset(words[:place])):
                    return template.numbered
        if self._first_words.intersection(words[:_FRONT_WORDS]):
            front = bare(text[:_LONGEST])
            if any(pattern.match(front) for pattern in self._with_words):
                return True
        return None


def _template(written: str) -> _Template | None:
    """Cut a template into the words that stand fast; one of too few of them is like what anybody writes."""
    names = _BLANK.findall(written)
    fast = _BLANK.sub(lambda blank: f" {_NUMBER} " if blank[1] == "number" else " ", written)
    words = tuple(dropwhile(_NUMBER.__eq__, _numbers_alike(words_of(fast))))
    if len(words) < _FEWEST_WORDS:
        return None
    room = sum(_ROOM.get(name, 1) for name in names if name != "number")
    return _Template(words, room, "number" in names)


def _is(template: _Template, words: tuple[str, ...], *, cut: bool) -> bool:
    """Tell whether words are the template's: nearly all of both, or all of the words, if the end may be `cut` off."""
    shared = LCSseq.similarity(template.words, words)
    others = len(words) - shared - template.room
    whole = shared >= _SHARE * len(template.words) and others <= _CHANGED
    return whole or (cut and shared >= _FEWEST_WORDS and others <= 0 and shared >= _SHARE * len(words))


def _numbers_alike(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_NUMBER if word.isdigit() and len(word) > 4 else word for word in words)


def _pattern(template: str, statuses: Collection[str]) -> re.Pattern[str] | None:
    """Make the pattern of a template that carries words: what stands before and after them, with its signs."""
    front, _, end = template.partition("{text}")
    if front.startswith("{"):
        return None
    known = {**_PATTERNS, "status": "|".join(re.escape(bare(status)) for status in statuses) or _PATTERNS["status"]}
    written = _escaped(front.rstrip(), known)
    tail = f".*{_escaped(end.strip(), known)}" if words_of(end) else ""
    return re.compile(rf"(?:[\W\d_]*(?:{'|'.join(sorted(_FORWARDED))})\b)*[\W\d_]*{written}{tail}", re.DOTALL)


def _escaped(template: str, known: Mapping[str, str]) -> str:
    pieces = re.split(r"(\{\w+\})", template)
    return "".join(
        f"(?:{known.get(piece[1:-1], _ANYTHING)})" if piece.startswith("{") else re.escape(bare(piece))
        for piece in pieces
    )
