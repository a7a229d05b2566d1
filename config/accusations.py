"""The words by which a text accuses an office itself; accusations.toml explains them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.errors import ConfigError, nearest, together
from config.field_types import Table, Text
from config.phrases import Phrase, parse_phrase
from config.problems import validate
from config.toml_file import TomlFile


def _whole(text: object) -> Phrase:
    """Read a phrase that may stand in several lines."""
    lines = text if isinstance(text, list) else [text]
    return parse_phrase("|".join(map(str, lines)) if all(isinstance(line, str) for line in lines) else text)


_Phrase = Annotated[Phrase, BeforeValidator(parse_phrase)]
_Words = Annotated[Phrase, BeforeValidator(_whole)]

_WORD = re.compile(r"[a-z0-9]+")
_BRACKET = re.compile(r"[(,/]")
_AND = re.compile(r"\bdan\b|&")
_SHORT = re.compile(r"\(([A-Z0-9]{2,})\)")
_AREAS = frozenset({"kota", "kabupaten", "kab"})
"""With the words of the region's name they end the names of its offices, and nobody says them."""


@dataclass(frozen=True, slots=True)
class AccusationWords:
    """The keys of accusations.toml: who is meant, what they did, and the agency that receives the complaint."""

    watchdog: str = ""
    staff: Phrase | None = None
    people: Phrase | None = None
    others: Phrase | None = None
    outside: Phrase | None = None
    pretends: Phrase | None = None
    fakes: Phrase | None = None
    denials: Phrase | None = None
    grave: Phrase | None = None
    demands: tuple[Phrase, ...] = ()
    acts: tuple[Phrase, ...] = ()
    faults: Phrase | None = None
    harms: Phrase | None = None
    helpers: Phrase | None = None
    somebody: Phrase | None = None
    called_for: Phrase | None = None
    called_to: Phrase | None = None
    apart: Phrase | None = None
    called: Mapping[str, Phrase] = field(default_factory=dict)
    professions: Mapping[str, Phrase] = field(default_factory=dict)


class _File(Table):
    watchdog: Text
    staff: _Words
    people: _Words | None = None
    others: _Words | None = None
    outside: _Words | None = None
    pretends: _Words | None = None
    fakes: _Words | None = None
    denials: _Words | None = None
    grave: _Words
    demands: tuple[_Phrase, ...] = ()
    acts: tuple[_Phrase, ...]
    faults: _Words | None = None
    harms: _Words | None = None
    helpers: _Words | None = None
    somebody: _Words | None = None
    called_for: _Words | None = None
    called_to: _Words | None = None
    apart: _Words | None = None
    called: dict[str, _Phrase]
    professions: dict[str, _Phrase] = Field(default_factory=dict)


def read_accusations(file: TomlFile, agencies: Mapping[str, object]) -> AccusationWords:
    """Read the words; a `ConfigError` tells what is wrong with the file, and which agency there is none of."""
    table = validate(_File, file.data, file.locate)
    tables = {"called": table.called, "professions": table.professions}
    coded = [((key, code), code) for key, codes in tables.items() for code in codes]
    named = [(("watchdog",), table.watchdog), *coded]
    problems = [
        ConfigError(f"no agency {code!r}", path=file.path, line=file.line_of(*key), hint=nearest(code, agencies))
        for key, code in named
        if code not in agencies
    ]
    if problems:
        raise together(problems)
    return AccusationWords(**{each.name: getattr(table, each.name) for each in fields(AccusationWords)})


def also_called(
    words: AccusationWords, names: Mapping[str, Collection[str]], region: str, dropped: Collection[str]
) -> AccusationWords:
    """Add how a region calls its agencies, by code; words that are `dropped` from texts are left out of the names."""
    area = _AREAS.union(_WORD.findall(region.lower()))
    called = dict(words.called)
    for code, own in names.items():
        known = called[code].parts[0] if code in called else ()
        said = dict.fromkeys(each for name in own for each in _said(name, area, dropped))
        new = [each for each in said if each not in known and (f"={each[0]}",) not in known]
        if new:
            called[code] = Phrase("|".join(map(" ".join, (*known, *new))), ((*known, *new),))
    return replace(words, called=called)


def _said(name: str, area: Collection[str], dropped: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Give a name as citizens say it: up to a comma, a bracket or "dan"; and an abbreviation in brackets."""
    whole = _BRACKET.split(name.lower())[0]
    first, *rest = _AND.split(whole)
    short = [first] if rest and len(_WORD.findall(first)) > 1 else []
    for part in (whole, *short, *_SHORT.findall(name)):
        words = [word for word in _WORD.findall(part.lower()) if word not in dropped]
        while words and words[-1] in area:
            words.pop()
        if words:
            yield tuple(words)
