"""Text to places: the province, regency, district, village and street that a complaint names.

Names are looked up as they are written and, for the region's own, as they are mistyped. A word that leads to a name
(`kel`, `jl`, `di`) is trusted: then a name may be an ordinary word, or further off, and a street need not be known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from config.local_places import LocalPlaces
from config.places import Nation
from routing.introductions import DISTRICT, INTRODUCTIONS, STREET, VILLAGE, Introduction
from routing.near_names import SHORTEST, NearNames
from routing.place import Place, with_neighbourhood
from routing.place_index import Entry, bare, beginnings, compact, index, shared_villages
from routing.plain import LONGEST, plain
from routing.street_names import StreetNames

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9'_-]")
_SKIPPED = frozenset(".:")
"""What may stand between an introducing word and the name: "jl. Mawar"."""
_SHORTEST_PIECE = 3
"""A name may be written in pieces ("kebon pedes"), the first so long at least: "ke diri" is not Kediri."""


_Hit = tuple[Entry, int, int]
"""A place, with the words from which to which it stands."""


class Gazetteer:
    """The places of a region and of Indonesia, built once; `find` is cheap and answers any text.

    `home` is the region's name, which is no find by itself. `known` are words that texts have for other things: no name
    of a street goes on with them, and they are never a misspelled name.
    """

    def __init__(self, local: LocalPlaces, nation: Nation, home: str, known: Collection[str] = frozenset()) -> None:
        self._names = index(local, nation, home)
        self._begins = beginnings(self._names)
        self._home = frozenset({bare(home), compact(home)})
        self._ordinary = frozenset(map(compact, nation.words.ordinary))
        self._streets = StreetNames(nation.words, known)
        self._near = NearNames((name for name, entries in self._names.items() if entries[0].own), self._is_word)
        self._shared = shared_villages(local)

    def find(self, text: str) -> tuple[Place, ...]:
        """Find the places that a text names, each once, in the order of the text."""
        level = leveled(text[:LONGEST])
        hits = list(self._hits(_TOKEN.findall(level)))
        if not hits:
            return ()
        spans = [found.span() for found in _TOKEN.finditer(level)]
        places: dict[tuple[str, str], Place] = {}
        for entry, first, last in hits:
            place = places.get((entry.kind, entry.name)) or Place(entry.kind, entry.name, entry.parent, ())
            span = (spans[first][0], spans[last - 1][1])
            places[entry.kind, entry.name] = replace(place, spans=(*place.spans, span))
        return with_neighbourhood(level, list(self._settled(places.values())))

    def _hits(self, words: Sequence[str]) -> Iterator[_Hit]:
        begin = 0
        while begin < len(words):
            introduction = INTRODUCTIONS.get(words[begin])
            hit = self._bare(words, begin) if introduction is None else self._led_to(words, begin, introduction)
            if hit:
                yield hit
            begin = hit[2] if hit else begin + 1

    def _bare(self, words: Sequence[str], begin: int) -> _Hit | None:
        """Look for a name that no word leads to: not an ordinary word, and hardly misspelled."""
        if len(words[begin]) < _SHORTEST_PIECE:
            return None
        found = self._named(words, begin, 1)
        if found is None or found[0] in self._ordinary or found[0] in self._home:
            return None
        return self._names[found[0]][0], begin, found[1]

    def _led_to(self, words: Sequence[str], begin: int, introduction: Introduction) -> _Hit | None:
        """Look for the name that an introducing word leads to; a street may be one that nobody knows."""
        start = begin + 1
        while start < len(words) and words[start] in _SKIPPED:
            start += 1
        if start == len(words):
            return None
        found = self._named(words, start, 1 if introduction.weak else 2)
        entry = self._fitting(found[0], introduction) if found else None
        if found and entry:
            # What kind of thing it is stays in the text: "jl mawar rusak" is about a road.
            return entry, start if introduction.weak or entry.kind == STREET else begin, found[1]
        return self._unknown(words, start, introduction.label) if introduction.label else None

    def _named(self, words: Sequence[str], begin: int, slips: int) -> tuple[str, int] | None:
        """Find the name at a word, and where it ends: two words that are nearly one go before the first alone."""
        word, exact = words[begin], self._exact(words, begin)
        if exact and exact[1] > begin + 1:
            return exact
        if word in self._begins and begin + 1 < len(words) and len(word) >= _SHORTEST_PIECE:
            name = self._near.nearest(word + words[begin + 1], slips)
            if name:
                return name, begin + 2
        name = self._near.nearest(word, slips) if exact is None and len(word) >= SHORTEST else None
        return (name, begin + 1) if name else exact

    def _exact(self, words: Sequence[str], begin: int) -> tuple[str, int] | None:
        """Find the longest name that is written at a word, in one piece or several."""
        written, end = words[begin], begin + 1
        found = (written, end) if written in self._names else None
        while end < len(words) and written in self._begins:
            # "dr. Semeru", "H. Juanda"
            abbreviated = words[end] == "." and len(words[end - 1]) < _SHORTEST_PIECE
            written, end = written if abbreviated else written + words[end], end + 1
            if written in self._names:
                found = written, end
        return found

    def _is_word(self, written: str) -> bool:
        return written in self._ordinary or self._streets.is_word(written)

    def _fitting(self, name: str, introduction: Introduction) -> Entry | None:
        """Give what a name means after an introducing word; "di gudang" is a warehouse, "di Malang" a city."""
        for entry in self._names[name]:
            if entry.kind in introduction.kinds and entry.name.startswith(introduction.begins):
                thing = entry.own and name in self._ordinary
                return None if introduction.weak and (thing or name in self._home) else entry
        return None

    def _unknown(self, words: Sequence[str], start: int, label: str) -> _Hit | None:
        name, end = self._streets.read(words, start, self._next_area(words, start + 1))
        return (Entry(STREET, f"{label} {name.title()}", None, own=True), start, end) if name else None

    def _next_area(self, words: Sequence[str], begin: int) -> int:
        """Tell where the next district or village is named; no street's name goes on over it."""
        for place in range(begin, min(begin + 2, len(words))):
            found = self._exact(words, place)
            if found and found[0] not in self._ordinary and self._names[found[0]][0].kind in {DISTRICT, VILLAGE}:
                return place
        return len(words)

    def _settled(self, places: Collection[Place]) -> Iterable[Place]:
        """Say in which district a village lies whose name several have: in the one that is named too, if it is."""
        named = {place.name for place in places}
        for place in places:
            districts = self._shared.get(place.name, ()) if place.kind == VILLAGE else ()
            if districts:
                within = next((district for district in districts if district in named), None)
                yield replace(place, parent=within)
            else:
                yield place


def leveled(text: str) -> str:
    """Bring a text to small plain letters, each where it stood."""
    return text.lower() if text.isascii() else "".join((plain(letter) or " ")[0] for letter in text)
