"""The words by which a text accuses an office itself; accusations.toml explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator

from config.errors import ConfigError, nearest, together
from config.field_types import Table, Text
from config.phrases import Phrase, parse_phrase
from config.problems import validate
from config.toml_file import TomlFile

_Phrase = Annotated[Phrase, BeforeValidator(parse_phrase)]


@dataclass(frozen=True, slots=True)
class AccusationWords:
    """Who is meant (`staff`, and `called` by agency), what they did, and the agency that receives the complaint."""

    watchdog: str = ""
    staff: Phrase | None = None
    acts: tuple[Phrase, ...] = ()
    grave: Phrase | None = None
    unless: tuple[Phrase, ...] = ()
    called: Mapping[str, Phrase] = field(default_factory=dict)


class _File(Table):
    watchdog: Text
    staff: _Phrase
    acts: tuple[_Phrase, ...]
    grave: _Phrase
    unless: tuple[_Phrase, ...] = ()
    called: dict[str, _Phrase]


def read_accusations(file: TomlFile, agencies: Mapping[str, object]) -> AccusationWords:
    """Read the words; a `ConfigError` tells what is wrong with the file, and which agency there is none of."""
    table = validate(_File, file.data, file.locate)
    named = [(("watchdog",), table.watchdog), *((("called", code), code) for code in table.called)]
    problems = [
        ConfigError(f"no agency {code!r}", path=file.path, line=file.line_of(*key), hint=nearest(code, agencies))
        for key, code in named
        if code not in agencies
    ]
    if problems:
        raise together(problems)
    return AccusationWords(table.watchdog, table.staff, table.acts, table.grave, table.unless, table.called)
