"""The catalogue: which agencies there are, what goes to whom, and how citizens spell it.

The shipped data is agencies.toml, bodies.toml, topics/ (its README.md is the manual) and accusations.toml. All of it is
checked when it is read: a topic of an agency that does not exist would otherwise be found by the first citizen who
writes about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.accusations import AccusationWords, read_accusations
from config.errors import ConfigError, nearest, together
from config.field_types import AgencyShort, BodyName, BodyReach, Code, Table, Text
from config.phrases import Phrase, parse_phrase
from config.problems import validate
from config.toml_file import TomlFile, read_toml
from config.toml_lines import KeyPath

_SHIPPED = Path(__file__).parent

Phrases = tuple[Annotated[Phrase, BeforeValidator(parse_phrase)], ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """An office that must act: its code, official name, name in an SMS, and what it takes in one line.

    `where`: its matters lie somewhere, so that a report without a place is no use to it.
    """

    code: str
    name: str
    short: str
    takes: str
    where: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """Whoever is in charge of what no region is: its code, what it is called in an SMS, and how it is reached."""

    code: str
    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter that citizens write about, and the agency that takes it; the fields are those of topics/README.md."""

    code: str
    agency: str
    name: str
    phrases: tuple[Phrase, ...]
    hints: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    urgent: bool = False
    where: bool | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """How citizens write; the fields are the tables of topics/abbreviations.toml.

    `spellings` maps what people type to the words that the topics use; `whole` are words without parts; `fillers`
    are dropped; what `before` introduces is a place if it is one of the `landmarks`. With the words `between` a text
    goes on to another matter.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    landmarks: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Agencies by code, the topics in their order, and the words. There may be topics of agencies not in it.

    `bodies` are in charge of what no region is. `laws` are phrases by which a region decides for sure; the topic of
    one that names only an agency has no code.
    """

    agencies: Mapping[str, Agency]
    topics: tuple[Topic, ...]
    words: Words = Words()
    bodies: Mapping[str, Body] = field(default_factory=dict)
    accusations: AccusationWords = field(default_factory=AccusationWords)
    laws: tuple[tuple[Phrase, Topic], ...] = ()


class _AgencyTable(Table):
    name: Text
    short: AgencyShort
    takes: Text
    where: bool = False


class _BodyTable(Table):
    name: BodyName
    reach: BodyReach


class _TopicTable(Table):
    code: Code
    agency: Text
    name: Text
    phrases: Annotated[Phrases, Field(min_length=1)]
    hints: Phrases = ()
    excluded: Phrases = Field(default=(), alias="not")
    urgent: bool = False
    where: bool | None = None
    examples: Annotated[tuple[Text, ...], Field(min_length=1)]


class _TopicsFile(Table):
    topics: tuple[_TopicTable, ...]


class _WordList(Table):
    words: tuple[str, ...]


class _Places(Table):
    before: tuple[str, ...]
    landmarks: tuple[str, ...]


class _Clauses(Table):
    between: tuple[str, ...]


class _WordsFile(Table):
    abbreviations: dict[str, Text]
    regional: dict[str, Text]
    whole: _WordList
    fillers: _WordList
    places: _Places
    clauses: _Clauses


_OTHERS = ("agencies.toml", "bodies.toml", "topics/abbreviations.toml", "accusations.toml")


def load_catalogue(directory: Path = _SHIPPED) -> Catalogue:
    """Read the catalogue; a `ConfigError` tells everything that is wrong in the first file that cannot be used."""
    others = [read_toml(directory / name) for name in _OTHERS]
    agencies, bodies, words = _agencies(others[0]), _bodies(others[1]), _words(others[2])
    topics: dict[str, Topic] = {}
    for path in _topic_files(directory):
        for topic in _topics(read_toml(path), {**agencies, **bodies}, words, topics):
            topics[topic.code] = topic
    return Catalogue(agencies, tuple(topics.values()), words, bodies, read_accusations(others[3], agencies))


def catalogue_files(directory: Path = _SHIPPED) -> list[Path]:
    """Name the files that a catalogue is read from."""
    return [*(directory / name for name in _OTHERS), *_topic_files(directory)]


def _topic_files(directory: Path) -> list[Path]:
    return [path for path in sorted((directory / "topics").glob("*.toml")) if path.name != "abbreviations.toml"]


def _agencies(file: TomlFile) -> dict[str, Agency]:
    return {code: _agency(file, code, values) for code, values in file.data.items()}


def _bodies(file: TomlFile) -> dict[str, Body]:
    return {code: _body(file, code, values) for code, values in file.data.items()}


def _body(file: TomlFile, code: str, values: Mapping[str, object]) -> Body:
    def locate(key_path: KeyPath) -> tuple[Path, int | None]:
        return file.locate((code, *key_path))

    table = validate(_BodyTable, values, locate)
    return Body(code, table.name, table.reach)


def _agency(file: TomlFile, code: str, values: Mapping[str, object]) -> Agency:
    def locate(key_path: KeyPath) -> tuple[Path, int | None]:
        return file.locate((code, *key_path))

    table = validate(_AgencyTable, values, locate)
    return Agency(code, table.name, table.short, table.takes, table.where)


def _words(file: TomlFile) -> Words:
    table = validate(_WordsFile, file.data, file.locate)
    return Words(
        spellings={**table.regional, **table.abbreviations},
        whole=frozenset(table.whole.words),
        fillers=frozenset(table.fillers.words),
        before=table.places.before,
        landmarks=frozenset(table.places.landmarks),
        between=frozenset(table.clauses.between),
    )


def _topics(
    file: TomlFile, agencies: Mapping[str, Agency | Body], words: Words, others: Mapping[str, Topic]
) -> tuple[Topic, ...]:
    """Read the topics of a file; none may have the code of `others`, those of the files before it."""
    tables = validate(_TopicsFile, file.data, file.locate).topics
    twice = _twice(file, tables, others)
    problems = [*_unknown_agencies(file, tables, agencies), *twice, *_fillers(file, tables, words)]
    if problems:
        raise together(problems)
    return tuple(Topic(**{key: getattr(table, key) for key in _TopicTable.model_fields}) for table in tables)


def _unknown_agencies(
    file: TomlFile, tables: tuple[_TopicTable, ...], agencies: Mapping[str, Agency | Body]
) -> Iterator[ConfigError]:
    for index, table in enumerate(tables):
        if table.agency not in agencies:
            line = file.line_of("topics", index, "agency")
            hint = nearest(table.agency, agencies)
            yield ConfigError(f"no agency {table.agency!r} in agencies.toml", path=file.path, line=line, hint=hint)


def _twice(file: TomlFile, tables: tuple[_TopicTable, ...], others: Mapping[str, Topic]) -> Iterator[ConfigError]:
    counts = Counter([*(table.code for table in tables), *others])
    for index, table in enumerate(tables):
        if counts[table.code] > 1:
            line = file.line_of("topics", index, "code")
            yield ConfigError(f"{table.code!r} is the code of several topics", path=file.path, line=line)


def _fillers(file: TomlFile, tables: tuple[_TopicTable, ...], words: Words) -> Iterator[ConfigError]:
    """Find phrases with a word that is dropped from every text: they would never be met as they were meant."""
    for index, table in enumerate(tables):
        for phrase in (*table.phrases, *table.hints, *table.excluded):
            for word in sorted(phrase.words & words.fillers):
                line = file.line_of("topics", index)
                message = f"{phrase.text!r} of {table.code!r} has the word {word!r}, which is dropped as a filler"
                yield ConfigError(message, path=file.path, line=line, hint="Leave it out")
