"""What a region routes differently: topics to other agencies, phrases of its own, a model of its own.

All of it stands in the table `[routing]` of the region's file, so that a wrong routing is mended in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import Field

from config.errors import ConfigError, did_you_mean, nearest, together
from config.field_types import Table, Text
from config.phrases import parse_phrase
from config.toml_file import TomlFile
from config.topics import Agency, Catalogue, Topic

_OFFERED = 3
"""How many topics are offered for one that nobody knows."""


class RoutingTable(Table):
    """The table `[routing]`: the file of a model, topic to agency, and phrase to agency or topic."""

    model: Text | None = None
    topics: dict[str, str] = Field(default_factory=dict)
    phrases: dict[str, str] = Field(default_factory=dict)


def routed(catalogue: Catalogue, table: RoutingTable, agencies: Mapping[str, Agency], file: TomlFile) -> Catalogue:
    """Give the catalogue with the region's agencies and its ways; raises ConfigError if it names what there is not."""
    problems = [*_unknown_topics(catalogue, table, agencies, file), *_wrong_phrases(catalogue, table, agencies, file)]
    if problems:
        raise together(problems)
    topics = {topic.code: _moved(topic, table.topics) for topic in catalogue.topics}
    laws = tuple((parse_phrase(text), _target(target, topics)) for text, target in table.phrases.items())
    return replace(catalogue, agencies=agencies, topics=tuple(topics.values()), laws=laws)


def _moved(topic: Topic, moves: Mapping[str, str]) -> Topic:
    return replace(topic, agency=moves[topic.code]) if topic.code in moves else topic


def _target(target: str, topics: Mapping[str, Topic]) -> Topic:
    """Give the topic that a phrase leads to; one without a code if only the agency is said."""
    return topics.get(target) or Topic(code="", agency=target, name="", phrases=())


def _unknown_topics(
    catalogue: Catalogue, table: RoutingTable, agencies: Mapping[str, Agency], file: TomlFile
) -> Iterator[ConfigError]:
    codes = [topic.code for topic in catalogue.topics]
    for code, agency in table.topics.items():
        line = file.line_of("routing", "topics", code)
        if code not in codes:
            yield ConfigError(f"no topic {code!r}", path=file.path, line=line, hint=_near_topics(code, catalogue))
        if agency not in agencies:
            yield ConfigError(f"no agency {agency!r} here", path=file.path, line=line, hint=nearest(agency, agencies))


def _near_topics(word: str, catalogue: Catalogue) -> str:
    """Write the hint for a topic nobody knows: those whose names have its words, else the one with the nearest code."""
    said = _words(word)
    named = [topic for topic in catalogue.topics if said and said <= _words(topic.name)]
    offered = sorted(named, key=lambda topic: len(topic.name))[:_OFFERED]
    told = " or ".join(f"{topic.code!r} ({topic.name})" for topic in offered)
    near = f"Did you mean {told}?" if told else did_you_mean(word, (topic.code for topic in catalogue.topics))
    return f"{near} `aduan agency topics` lists them all".lstrip()


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def _wrong_phrases(
    catalogue: Catalogue, table: RoutingTable, agencies: Mapping[str, Agency], file: TomlFile
) -> Iterator[ConfigError]:
    """Find phrases that are none, that lead nowhere, or that have a word which is dropped from every text."""
    known = [*agencies, *(topic.code for topic in catalogue.topics)]
    for text, target in table.phrases.items():
        line = file.line_of("routing", "phrases", text)
        try:
            words = parse_phrase(text).words
        except ValueError as error:
            hint = "" if text == text.lower() else "Write it in small letters"
            yield ConfigError(str(error), path=file.path, line=line, hint=hint)
            continue
        if target not in known:
            message = f"{text!r} leads to {target!r}, which is no agency here and no topic"
            hint = did_you_mean(target, known) or _near_topics(target, catalogue)
            yield ConfigError(message, path=file.path, line=line, hint=hint)
        for word in sorted(words & catalogue.words.fillers):
            message = f"{text!r} has the word {word!r}, which is dropped from every text"
            yield ConfigError(message, path=file.path, line=line, hint="Leave it out")
