"""The front of a text: greetings, LAPOR, the keyword, labels, in any order people were taught or invent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.keywords import WORD, Call, Keywords
from parsers.labels import REPORT, class_of, is_fresh, is_secret, is_set_off, says_anonymous
from parsers.meaning import Kind
from parsers.reading import NO_LABELS, Labels
from parsers.words import BEFORE_KEYWORD, OFFICES, PLACE_PARTS, fold

SEPARATORS = r"[\s#/:.,!;=*>-]"
_LEADING = re.compile(r"[\s#/:.,!>]*")
_AFTER = re.compile(rf"['\")>\]]?{SEPARATORS}+|['\")>\]?]?$")
_PLACE_PART = re.compile(rf"\s+(?:{'|'.join(PLACE_PARTS)})(?!\w)")
_AHEAD = 120
_MOST_WORDS = 48
_CITY = frozenset({"kota", "kotamadya"})


@dataclass(slots=True)
class Front:
    """Walks over the front of a plain text; `start` is where the body begins, `order` where it would with its labels.

    What stands before the keyword goes with it; without a keyword only labels go.
    """

    plain: str
    keywords: Keywords
    start: int = 0
    order: int = 0
    regions: tuple[str, ...] = ()
    is_name: bool = False
    labels: Labels = NO_LABELS
    _at: int = 0
    _pending: Kind | None = None
    _before: str = ""

    def walk(self) -> None:
        """Read as far as the words are of the front."""
        self.start = self.order = self._at = _end(_LEADING, self.plain, 0)
        # Nobody greets for longer, and a text may be of ten SMS.
        for _ in range(_MOST_WORDS):
            word = None if self.is_name else WORD.search(self.plain, self._at)
            if word is None:
                return
            if not (self._keyword(word) or self._label(word) or self._skip(word)):
                return

    def _keyword(self, word: re.Match[str]) -> bool:
        call = None if self.regions else self._call(word)
        if call is None:
            return False
        self.regions = call.regions
        self.is_name = self.is_name or self._is_name(word, call)
        if self._pending:
            self.labels = replace(self.labels, kind=self._pending)
        if not self.is_name:
            self._move(_AFTER, call.end)
            self.order = self.start
        return True

    def _call(self, word: re.Match[str]) -> Call | None:
        """Find a keyword, which something separates from what follows.

        "Kota" before one that is no city's is a town of the regency's, and stays.
        """
        call = self.keywords.at(self.plain, word.start())
        if call is None and word[0] in _CITY and (name := WORD.search(self.plain, word.end(), word.end() + 30)):
            call, self.is_name = self.keywords.at(self.plain, name.start()), True
        found = call if call and _AFTER.match(self.plain, call.end) else None
        self.is_name = self.is_name and found is not None
        return found

    def _is_name(self, word: re.Match[str], call: Call) -> bool:
        """Tell a name that goes on, or an office's: "bogor barat", "wali kota bogor"."""
        before = (self._before,) if self.plain[self._at : word.start()].isspace() else ()
        return bool(_PLACE_PART.match(self.plain, call.end) or OFFICES.intersection(before))

    def _label(self, word: re.Match[str]) -> bool:
        """Take a label off; a class without a sign after it only beside the keyword: else a sentence begins with it."""
        said, following = fold(word[0]), self.plain[word.end() : word.end() + _AHEAD]
        if said in REPORT and word.start() == self.start and _AFTER.match(self.plain, word.end()):
            self.labels = replace(self.labels, reported=True)
            self._move(_AFTER, word.end())
            self.order = self.start
            return True
        if is_secret(said, following) or says_anonymous(said):
            key = "anonymous" if says_anonymous(said) else "secret"
            return self._take(word, **{key: True})
        if is_fresh(said, following) and word.start() == self.start:
            return self._take(word, fresh=True)
        return self._class(word, said, following)

    def _class(self, word: re.Match[str], said: str, following: str) -> bool:
        kind = class_of(said, following) if self.labels.kind is None else None
        if kind is None:
            return False
        if is_set_off(following) or (self.regions and word.start() == self.start):
            return self._take(word, kind=kind)
        self._pending, self._at = kind, word.end()
        return True

    def _take(self, word: re.Match[str], **labels: bool | Kind) -> bool:
        self.labels = replace(self.labels, **labels)  # type: ignore[arg-type] # each is of its field's type
        self._move(_AFTER, word.end())
        return True

    def _skip(self, word: re.Match[str]) -> bool:
        said = fold(word[0])
        self._before = said
        self._at = word.end()
        return said in BEFORE_KEYWORD

    def _move(self, pattern: re.Pattern[str], end: int) -> None:
        self.start = self._at = _end(pattern, self.plain, end)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
