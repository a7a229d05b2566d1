"""What a region routes differently: topics to other agencies, phrases of its own, a model of its own.

All of it stands in the table `[routing]` of the region's file, so that a wrong routing is mended in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.errors import ConfigError, did_you_mean, nearest, together
from config.field_types import Table, Text
from config.phrases import parse_phrase
from config.toml_file import TomlFile
from config.topics import Agency, Catalogue, Topic

_PhraseText = Annotated[str, BeforeValidator(lambda text: parse_phrase(text).text)]


class RoutingTable(Table):
    """The table `[routing]`: the file of a model, topic to agency, and phrase to agency or topic."""

    model: Text | None = None
    topics: dict[str, str] = Field(default_factory=dict)
    phrases: dict[_PhraseText, str] = Field(default_factory=dict)


def routed(catalogue: Catalogue, table: RoutingTable, agencies: Mapping[str, Agency], file: TomlFile) -> Catalogue:
    """Give the catalogue with the region's agencies and its ways; raises ConfigError if it names what there is not."""
    problems = [*_unknown_topics(catalogue, table, agencies, file), *_unknown_targets(catalogue, table, agencies, file)]
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
            yield ConfigError(f"no topic {code!r}", path=file.path, line=line, hint=nearest(code, codes))
        if agency not in agencies:
            yield ConfigError(f"no agency {agency!r} here", path=file.path, line=line, hint=nearest(agency, agencies))


def _unknown_targets(
    catalogue: Catalogue, table: RoutingTable, agencies: Mapping[str, Agency], file: TomlFile
) -> Iterator[ConfigError]:
    known = [*agencies, *(topic.code for topic in catalogue.topics)]
    for text, target in table.phrases.items():
        if target not in known:
            line = file.line_of("routing", "phrases", text)
            message = f"{text!r} leads to {target!r}, which is no agency here and no topic"
            yield ConfigError(message, path=file.path, line=line, hint=did_you_mean(target, known))
        for word in sorted(parse_phrase(text).words & catalogue.words.fillers):
            line = file.line_of("routing", "phrases", text)
            message = f"{text!r} has the word {word!r}, which is dropped from every text"
            yield ConfigError(message, path=file.path, line=line, hint="Leave it out")
