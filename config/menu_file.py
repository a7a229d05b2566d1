"""The schema of a menu's file, and how a region's own file is laid over the shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from config.errors import nearest
from config.field_types import Code, Table, Text, gsm7
from config.menu_layout import LONGEST_HINT, LONGEST_VALUES
from config.problems import Locate
from config.text_checks import placeholders_of
from config.toml_file import TomlFile
from config.toml_lines import KeyPath

DEFAULT_LANGUAGE = "id"
"""The language in which a menu is complete; others fall back to it."""

MOST_LABEL = 30
MOST_HEADING = 60
"""Of a heading over a list that is known only when it is shown."""
MOST_ITEMS_OF_A_SCREEN = 8
"""They are numbered over all pages, and 9 leads to the next page."""


def _template(value: str) -> str:
    """Refuse a text whose placeholders are not filled in."""
    try:
        found = placeholders_of(value)
    except ValueError as error:
        raise ValueError(f"has braces that do not match ({error})") from None
    for name in sorted(found - LONGEST_VALUES.keys()):
        raise ValueError(f"unknown placeholder {{{name}}}. {nearest(name, LONGEST_VALUES)}")
    return value


def _is_complete(value: dict[str, str]) -> dict[str, str]:
    if DEFAULT_LANGUAGE not in value:
        raise ValueError(f'the Indonesian text is missing: {DEFAULT_LANGUAGE} = "..."')
    return value


Template = Annotated[Text, AfterValidator(gsm7), AfterValidator(_template)]
Said: TypeAlias = Annotated[dict[Code, Template], AfterValidator(_is_complete)]
"""A text in each language that has it, Indonesian always among them."""


class ItemTable(Table):
    """A line to choose, which leads to a screen or sets the language."""

    label: Said
    to: Code | None = None
    language: Code | None = None
    topic: Annotated[str, Field(max_length=MOST_LABEL), AfterValidator(gsm7)] | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> ItemTable:
        if (self.to is None) == (self.language is None):
            raise PydanticCustomError("item", "should have either `to`, a screen, or `language`")
        return self


class ScreenTable(Table):
    """A screen: what it says, and what can be done there; `ends` is one that is only read."""

    text: Said
    items: Annotated[tuple[ItemTable, ...], Field(max_length=MOST_ITEMS_OF_A_SCREEN)] = ()
    ask: Literal["report"] | None = None
    act: Literal["status"] | None = None
    ends: bool = False


class WordsTable(Table):
    """What is said around the screens: how to leave a page, hints, and what came of an act."""

    next: Said
    back: Said
    wrong: Said
    unclear: Said
    bye: Said
    resume: Said
    go_on: Said
    anew: Said
    filed: Said
    nothing_open: Said


LONGEST_WORDS: Mapping[str, int] = {
    "next": 12,
    "back": 12,
    "wrong": LONGEST_HINT,
    "unclear": LONGEST_HINT,
    "go_on": MOST_LABEL,
    "anew": MOST_LABEL,
    "resume": MOST_HEADING,
    "bye": 160,
    "filed": 160,
    "nothing_open": 120,
}
"""How long each may be, in septets."""


class MenuFile(Table):
    """The schema of a whole menu; `config/menus/umum.toml` explains it."""

    words: WordsTable
    screens: dict[Code, ScreenTable]


def laid_over(base: TomlFile, over: TomlFile | None) -> tuple[dict[str, Any], Locate]:
    """Lay the tables of one file over those of another, word by word and screen by screen.

    Also give what tells where each key of the result was written.
    """
    if over is None:
        return base.data, base.locate
    tables = {name: base.data[name] for name in MenuFile.model_fields}
    data = {**over.data, **{name: _merged(table, over.data.get(name, {})) for name, table in tables.items()}}

    def locate(key_path: KeyPath) -> tuple[Path, int | None]:
        mine = is_written_in(over, key_path[:2]) or key_path[0] not in tables
        return (over if mine else base).locate(key_path)

    return data, locate


def is_written_in(file: TomlFile, key_path: KeyPath) -> bool:
    """Tell whether a file has a key."""
    value: Any = file.data
    for key in key_path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _merged(table: dict[str, Any], own: Any) -> Any:
    """Lay one table over another; what is no table is left for the schema to refuse."""
    return {**table, **own} if isinstance(own, dict) else own
