"""What the entries of the grammar look at: a text whose front and end are read, and the words of an office."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from parsers.keywords import Keywords
from parsers.meaning import NOBODY_ASKED, Awaited, Kind, Situation
from parsers.normalise import plain
from parsers.number import Found, only_number
from parsers.opening import without_greeting
from parsers.own_texts import OwnTexts
from parsers.words import words_of


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that depend on the installation.

    `keywords` call regions; `default_region` is meant where none is called. A line may be for one region by the
    settings, `own_region`: that one is meant where a keyword may mean it and others. `ours` knows our own texts.
    """

    keywords: Keywords
    default_region: str
    own_region: str | None = None
    ours: OwnTexts = field(default_factory=OwnTexts, repr=False)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a text says about itself before or after the keyword: LAPOR, its class, RAHASIA, ANONIM, BARU."""

    reported: bool = False
    kind: Kind | None = None
    anonymous: bool = False
    secret: bool = False
    fresh: bool = False


NO_LABELS = Labels()


@dataclass(frozen=True)
class Reading:
    """A text with its region keyword and its labels taken off.

    `regions` are those it may mean, the likeliest first: the one named, or else the line's; `named` tells which of the
    two. `body` is what is left; `order` is it with the labels that may be officers' verbs ("TANYA: di mana?").
    `keywords` are those of all regions: inside a short text they say nothing ("cek bogor 1234567"). `addressed`: the
    region is spoken to, and not only part of a name, or a label says that this is a report. `form`: it is a form with
    slashes, filled in. `text` is the whole text.
    """

    regions: tuple[str, ...]
    named: bool
    body: str
    order: str = field(default="", compare=False)
    text: str = field(default="", compare=False)
    labels: Labels = field(default=NO_LABELS, compare=False)
    situation: Situation = NOBODY_ASKED
    addressed: bool = field(default=False, compare=False)
    form: bool = False
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(Keywords({}), ""), compare=False, repr=False)

    @property
    def region(self) -> str:
        """The region that the text is for, as far as it is clear."""
        return self.regions[0]

    @property
    def officer(self) -> bool:
        """Tell whether the text came from the phone of an agency's contact."""
        return self.situation.officer

    @property
    def keywords(self) -> frozenset[str]:
        """The keywords of all regions, as `words_of` gives words."""
        return self.vocabulary.keywords.folded

    @cached_property
    def command(self) -> str:
        """The order without a greeting before it, as officers write it: "siang bu, 1 selesai"."""
        return without_greeting(self.order)

    @cached_property
    def plain(self) -> str:
        """The body in plain letters, place for place."""
        return plain(self.body)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words of the body."""
        return words_of(self.body)

    @cached_property
    def said(self) -> frozenset[str]:
        """The different words of the body that are no keywords."""
        return frozenset(self.words) - self.keywords

    @cached_property
    def number(self) -> Found | None:
        """The number in the body, if there are no other digits."""
        return only_number(self.body)

    def awaits(self, answer: Awaited) -> bool:
        """Tell whether the person has been asked for such an answer."""
        return answer in self.situation.awaited
