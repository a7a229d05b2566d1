"""Whom a text accuses: a complaint about an office's own people must not land on their desk.

A text accuses the offices that it names if it tells of a deed: a grave one, or one near a word for people of an office.
It does not where somebody else stands as the doer. A helper, who is also called against others, is accused only by what
stands right beside its name. The words are those of config/accusations.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from config.accusations import AccusationWords
from config.phrases import Phrase
from routing.features import Features
from routing.rules import NEAR
from routing.spans import Seeker, Span, between, covered, gap, longest

_CLOSE = 3
"""The words of a demand stand within as many: `minta 200 rb`."""
_DOER_BEFORE = 4
_DOER_AFTER = 2
"""So many words may stand between a deed and somebody else who did it; after it where it is told as suffered."""
_BESIDE = 2
"""So many words may stand between people and the name of their office (`petugas loket 3 dukcapil`), or between a helper
and its deed (`polisi di tikungan minta uang`)."""
_OWN = ("nya", "na", "ne")
"""So a word ends for people of the office that was just named: `dukcapil petugasnya`."""


class Accusations:
    """The words of accusation, compiled."""

    def __init__(self, words: AccusationWords, spellings: Mapping[str, str]) -> None:
        self.watchdog = words.watchdog
        self._lexicon = _Lexicon(words, spellings)

    def words(self) -> frozenset[str]:
        """Give all words, and pairs of words, that are asked for."""
        return self._lexicon.words

    def accused(self, features: Features) -> frozenset[str]:
        """Give the agencies whose own people a text accuses."""
        there = features.places.keys()
        if there.isdisjoint(self._lexicon.naming) or there.isdisjoint(self._lexicon.telling):
            return frozenset()
        told = list(self._lexicon.told(features))
        return (
            _Scene(self._lexicon, features, told).accused() | self._lexicon.asked(features, told)
            if told
            else frozenset()
        )


class _Lexicon:
    """The words, ready to be looked for; `naming` and `telling` are those of which a text that accuses has one each."""

    def __init__(self, words: AccusationWords, spellings: Mapping[str, str]) -> None:
        def seek(*phrases: Phrase | None, near: int = NEAR) -> Seeker:
            return Seeker([phrase for phrase in phrases if phrase], spellings, near)

        self.staff, self.people = seek(words.staff), seek(words.people)
        self.others, self.outside = seek(words.others, words.outside), seek(words.outside)
        self.pretends, self.fakes, self.denials = seek(words.pretends), seek(words.fakes), seek(words.denials)
        self.called_for, self.called_to = seek(words.called_for), seek(words.called_to)
        self.somebody, self.helpers = seek(words.somebody), seek(words.helpers)
        self.apart = seek(words.apart)
        seekers = [each for each in vars(self).values() if isinstance(each, Seeker)]
        self.called = {agency: seek(phrase) for agency, phrase in words.called.items()}
        self.deeds = {
            "grave": seek(words.grave),
            "demands": seek(*words.demands, near=_CLOSE),
            "acts": seek(*words.acts),
            "faults": seek(words.faults),
            "harms": seek(words.harms),
        }
        self.professions = {agency: seek(phrase) for agency, phrase in words.professions.items()}
        self.naming = frozenset(
            word for seeker in (*self.called.values(), *self.professions.values()) for word in seeker.keys
        )
        self.telling = frozenset(word for seeker in self.deeds.values() for word in seeker.keys)
        self.helping = frozenset(agency for agency, name in self.called.items() if name.keys & self.helpers.keys)
        ends = {word for kind in ("grave", "demands") for word in self.deeds[kind].words()}
        self.pairs = frozenset(f"{end} {name}" for end in ends for name in self.helpers.keys)
        seekers += [*self.called.values(), *self.professions.values(), *self.deeds.values()]
        self.words = self.pairs.union(*(seeker.words() for seeker in seekers))

    def told(self, features: Features) -> Iterator[tuple[str, Span]]:
        """Give what a text tells of, by kind; nothing that it denies."""
        denied = self.denials.covered(features.places)
        for kind, seeker in self.deeds.items():
            for span in seeker.spans(features.places):
                if denied.isdisjoint(range(*span)):
                    yield kind, span

    def asked(self, features: Features, told: Collection[tuple[str, Span]]) -> frozenset[str]:
        """Give the agencies whose people are known by what they do, and ask for money: "guru smp 2 minta uang"."""
        apart = self.apart.covered(features.places)
        demands = [span for kind, span in told if kind == "demands" and not _is_suffered(features, span)]
        return frozenset(
            agency
            for agency, seeker in self.professions.items()
            for who in seeker.spans(features.places)
            for span in demands
            if 0 <= span[0] - who[1] <= _DOER_BEFORE and apart.isdisjoint(range(who[0] - 1, span[1] + _CLOSE))
        )


def _is_suffered(features: Features, span: Span) -> bool:
    return any(typed.startswith("di") for typed in features.typed[slice(*span)])


@dataclass(frozen=True, slots=True)
class _Name:
    """An office as a text names it; `helps`: by this name it is called for help too; `called`: so it is here."""

    agency: str
    span: Span
    helps: bool
    called: bool


@dataclass(frozen=True, slots=True)
class _Deed:
    """What was done, by its kind in the words of accusation.

    It may be told of who suffered it, be somebody's who is not of an office, and stand near people of one.
    """

    kind: str
    span: Span
    suffered: bool
    anothers: bool
    near_staff: bool

    @property
    def is_grave(self) -> bool:
        """Tell whether it accuses whoever is named."""
        return self.kind in {"grave", "demands"}


class _Scene:
    """A text that names offices and tells of deeds, as a row of places; who else is in it."""

    def __init__(self, lexicon: _Lexicon, features: Features, told: Collection[tuple[str, Span]]) -> None:
        self._lexicon = lexicon
        self._typed = features.typed
        self._places = features.places
        self._callings = lexicon.called_for.spans(self._places), lexicon.called_to.spans(self._places)
        named = self._named()
        staff, people = lexicon.staff.covered(self._places), lexicon.people.covered(self._places)
        self._strangers = [*self._others(named, staff | people), *self._pretenders(named, staff, people)]
        taken = covered(self._strangers)
        self._staff, self._people = staff - taken, people - taken
        self._names = [self._name(*name) for name in named if taken.isdisjoint(range(*name[1]))]
        self._ours = self._staff | covered(self._doers({span[0] for _, span in told}))
        self._busy = taken.union(covered(span for _, span in told), covered(self._callings[0]))
        self._elsewhere = taken.union(lexicon.somebody.covered(self._places))
        joined = lexicon.pairs & self._places.keys()
        self._joined = frozenset(place + 1 for pair in joined for place in self._places[pair])
        self._deeds = [self._deed(kind, span) for kind, span in told]

    def accused(self) -> frozenset[str]:
        """Give the agencies of the names that a deed is held against."""
        return frozenset(name.agency for name in self._names if any(map(partial(self._accuses, name), self._deeds)))

    def _accuses(self, name: _Name, deed: _Deed) -> bool:
        # The office has suffered it: "petugas pln dipukul".
        if deed.kind == "harms" and deed.suffered and name.span[0] < deed.span[0] and not deed.near_staff:
            return False
        # Its people are named, and not called for help against the others who did it.
        if self._has_people_beside(name, deed):
            return not (deed.anothers and (deed.suffered or name.called))
        if deed.kind == "faults" or deed.anothers:
            return self._is_bribed(name, deed)
        if name.helps:
            return self._is_of_helper(name, deed)
        # It is told of people of some office, or grave whoever did it, or told of the office as the doer.
        for_help = name.called and name.agency in self._lexicon.helping
        return deed.near_staff or (deed.is_grave and not for_help) or self._is_doer(name, deed)

    def _named(self) -> list[tuple[str, Span]]:
        found = [
            (agency, span) for agency, seeker in self._lexicon.called.items() for span in seeker.spans(self._places)
        ]
        kept = longest(span for _, span in found)
        return [(agency, span) for agency, span in dict.fromkeys(found) if span in kept]

    def _name(self, agency: str, span: Span) -> _Name:
        start, end = span
        before, after = self._callings
        called = any(0 <= start - each[1] <= 1 for each in before) or any(
            0 <= each[0] - end <= _BESIDE for each in after
        )
        helps = span in self._lexicon.helpers.spans(self._places)
        return _Name(agency, span, helps, called)

    def _others(self, names: Collection[tuple[str, Span]], own: Collection[int]) -> Iterator[Span]:
        """Find people who are not of an office, with the word that says whose they are: `oknum ormas`."""
        named = covered(span for _, span in names if span[1] - span[0] > 1)
        for start, end in self._lexicon.others.spans(self._places):
            if not named.issuperset(range(start, end)):
                yield (start - 1 if start - 1 in own else start), end

    def _pretenders(
        self, names: Collection[tuple[str, Span]], staff: frozenset[int], people: frozenset[int]
    ) -> Iterator[Span]:
        """Find those who only say that they are of an office; not if one of its people says so."""
        own = staff.union(people, covered(span for _, span in names))
        for start, end in self._lexicon.pretends.spans(self._places):
            until = _run(end, own, 1)
            if until > end and start - 1 not in staff:
                yield start, until
        for start, end in self._lexicon.fakes.spans(self._places):
            begin, until = _run(start - 1, own, -1) + 1, _run(end, own, 1)
            if (begin, until) != (start, end):
                yield begin, until

    def _doers(self, begins: Collection[int]) -> Iterator[Span]:
        """Find the names that stand as a doer, before others who are farther from the deed.

        One beside those outside says only where they are; a helper must be right before where a deed begins.
        """
        outside = self._lexicon.outside.covered(self._places)
        for name in self._names:
            start, end = name.span
            if end in begins if name.helps else outside.isdisjoint(range(start - 2, start)):
                yield name.span

    def _deed(self, kind: str, span: Span) -> _Deed:
        # What is done to the bribed is what they are accused of.
        suffered = kind != "grave" and any(typed.startswith("di") for typed in self._typed[slice(*span)])
        anothers = self._is_anothers(kind, span, suffered=suffered)
        return _Deed(kind, span, suffered, anothers, self._is_near_staff(kind, span, suffered=suffered))

    def _is_anothers(self, kind: str, span: Span, *, suffered: bool) -> bool:
        """Tell whether somebody who is not of an office stands where the doer does, and nobody of one nearer."""
        before = -1 if suffered else _DOER_BEFORE
        after = _DOER_AFTER if suffered else 0 if kind == "grave" else -1
        return any(
            0 <= gap(each, span) <= (after if each[0] >= span[1] else before)
            and self._ours.isdisjoint(between(each, span))
            for each in self._strangers
        )

    def _is_near_staff(self, kind: str, span: Span, *, suffered: bool) -> bool:
        if kind == "harms" and suffered:
            return not self._staff.isdisjoint(range(span[1], span[1] + _BESIDE + 1))
        return not self._staff.isdisjoint(range(span[0] - NEAR, span[1] + NEAR))

    def _has_people_beside(self, name: _Name, deed: _Deed) -> bool:
        """Tell whether people of the office stand before its name (`petugas dukcapil`) or as its own after it."""
        start, end = name.span
        near = self._people if gap(name.span, deed.span) < NEAR else frozenset[int]()
        for place in range(start - 1, start - 2 - _BESIDE, -1):
            if place in self._staff or (place in near and place == start - 1):
                return True
            if place in self._busy:
                break
        return any(
            (place in self._staff and not name.helps)
            or (place in (self._staff if name.helps else near) and self._typed[place].endswith(_OWN))
            for place in (end, end + 1)
        )

    def _is_bribed(self, name: _Name, deed: _Deed) -> bool:
        """Tell whether the deed is done to the office: `dlh disuap pabrik`."""
        start = deed.span[0]
        return deed.kind == "grave" and name.span[1] == start and self._typed[start].startswith("di")

    def _is_doer(self, name: _Name, deed: _Deed) -> bool:
        """Tell whether the office stands right before what it did: `dinsos potong bansos`."""
        start, end = deed.span
        return deed.kind == "acts" and not deed.suffered and name.span[1] == start and end - start <= _CLOSE

    def _is_of_helper(self, name: _Name, deed: _Deed) -> bool:
        apart = gap(name.span, deed.span)
        if apart <= 0:
            return self._touches(name, deed)
        free = self._elsewhere.isdisjoint(between(name.span, deed.span))
        first = name.span[0] < deed.span[0]
        return first and deed.is_grave and not deed.suffered and apart <= _BESIDE and free and not name.called

    def _touches(self, name: _Name, deed: _Deed) -> bool:
        """Tell whether the deed is of the helper who is within it (`ditilang polisi minta damai`) or right beside it.

        After a comma the helper is called for: `pungli, polisi tolong`.
        """
        if name.span[0] < deed.span[0]:
            return not deed.suffered
        return deed.is_grave and (name.span[0] < deed.span[1] or (name.span[0] in self._joined and not name.called))


def _run(place: int, own: Collection[int], step: int) -> int:
    """Give the first place from here that is not one of them."""
    while place in own:
        place += step
    return place
