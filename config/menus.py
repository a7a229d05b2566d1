"""Menus: numbered screens, over SMS and over USSD, of a file in config/menus.

A region whose `menu` names a file of its own has the shipped menu with that file laid over it: a screen of the same
name takes the place of the shipped one, and shipped screens that nothing leads to any more fall away. What the tables
may hold is `config.menu_file`, what can be wrong with a menu as a whole `config.menu_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from config.errors import ConfigError, together
from config.menu_checks import reached, wrong_lengths, wrong_ways
from config.menu_file import DEFAULT_LANGUAGE, MenuFile, ScreenTable, is_written_in, laid_over
from config.menu_layout import Feet, TooLongError, list_pages, text_pages
from config.problems import Locate, validate
from config.toml_file import TomlFile, read_toml

SHIPPED = Path(__file__).parent / "menus" / "umum.toml"
_TEXTS = Path(__file__).parent / "texts"

START = "start"
"""The screen that every menu begins with."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Item:
    """A line to choose: its labels by language, and what it does, lead to a screen or set the language.

    `topic` is what is put before the report that is typed behind it.
    """

    labels: Mapping[str, str]
    to: str | None
    language: str | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen, laid out: its pages by language are templates that fit, also with a hint above them.

    `ask` is what the words typed here are for, `act` what is done when somebody comes here; a screen with neither, and
    without items, is one to read.
    """

    text: Mapping[str, str]
    items: tuple[Item, ...]
    ask: str | None
    act: str | None
    pages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu that has been checked, in the languages that some of it is written in."""

    screens: Mapping[str, Screen]
    languages: tuple[str, ...]
    _words: Mapping[str, Mapping[str, str]] = field(repr=False)

    def language(self, wanted: str | None) -> str:
        """Give a language, if the menu has it; else the one in which it is complete."""
        return wanted if wanted in self.languages else DEFAULT_LANGUAGE

    def word(self, key: str, language: str) -> str:
        """Give the template of what is said around the screens, by its key in `[words]`."""
        return in_language(self._words[key], language)

    def feet(self, language: str) -> Feet:
        """Give what stands under the pages of every screen but the first."""
        return Feet(self.word("next", language), self.word("back", language))


def in_language(said: Mapping[str, _T], language: str) -> _T:
    """Choose what is said in a language, else in Indonesian."""
    return said[language] if language in said else said[DEFAULT_LANGUAGE]


def load_menu(path: Path | None = None) -> Menu:
    """Read the shipped menu, with the file at `path` laid over it if one is named.

    Raises one `ConfigError` that tells everything that is wrong.
    """
    return menu_of(read_toml(SHIPPED), read_toml(path) if path else None)


def menu_of(base: TomlFile, over: TomlFile | None = None) -> Menu:
    """Make the menu of a file, and of one that is laid over it; raises ConfigError."""
    data, locate = laid_over(base, over)
    schema = _without_orphans(validate(MenuFile, data, locate), over)
    problems = [*wrong_ways(schema, START, _spoken(), locate), *wrong_lengths(schema, locate)]
    menu = _Layout(schema, locate)
    problems += menu.problems
    if problems:
        raise together(sorted(problems, key=lambda problem: (str(problem.path), problem.line or 0)))
    return Menu(menu.screens, menu.languages, schema.words.model_dump())


def _spoken() -> list[str]:
    """Give the languages that citizens can be answered in."""
    return sorted(path.stem for path in _TEXTS.glob("*.toml"))


def _without_orphans(schema: MenuFile, over: TomlFile | None) -> MenuFile:
    """Take out what a region's own file has made superfluous, unless one of its ways only has a slip in it."""
    targets = {item.to for screen in schema.screens.values() for item in screen.items if item.to}
    if over is None or targets - schema.screens.keys():
        return schema
    found = reached(schema, START)
    kept = {
        name: screen
        for name, screen in schema.screens.items()
        if name in found or is_written_in(over, ("screens", name))
    }
    return schema.model_copy(update={"screens": kept})


class _Layout:
    """The pages of all screens in all languages, and what finds no room."""

    def __init__(self, schema: MenuFile, locate: Locate) -> None:
        self.problems: list[ConfigError] = []
        self.languages = tuple(sorted(set(_languages_in(schema))))
        self._words = schema.words
        self._locate = locate
        self.screens = {name: self._screen(name, screen) for name, screen in schema.screens.items()}

    def _screen(self, name: str, screen: ScreenTable) -> Screen:
        items = tuple(Item(item.label, item.to, item.language, item.topic) for item in screen.items)
        pages = {language: self._pages(name, screen, language) for language in self.languages}
        return Screen(screen.text, items, screen.ask, screen.act, pages)

    def _pages(self, name: str, screen: ScreenTable, language: str) -> tuple[str, ...]:
        text = in_language(screen.text, language)
        feet = self._feet(language, at_start=name == START)
        try:
            if not screen.items:
                return tuple(text_pages(text, feet))
            labels = (in_language(item.label, language) for item in screen.items)
            return tuple(list_pages(text, [f"{number} {label}" for number, label in enumerate(labels, 1)], feet))
        except TooLongError:
            self._too_long(name, text, screen, language)
            return ()

    def _feet(self, language: str, *, at_start: bool) -> Feet:
        return Feet(in_language(self._words.next, language), in_language(self._words.back, language), at_start)

    def _too_long(self, name: str, text: str, screen: ScreenTable, language: str) -> None:
        place = ("screens", name, "text", language if language in screen.text else DEFAULT_LANGUAGE)
        what = "is too long to stand over its items" if screen.items else "has a word that fits no screen"
        path, line = self._locate(place)
        problem = ConfigError(f"{'.'.join(place)}: {what}", path=path, line=line, hint=f"Shorten {text!r}")
        if str(problem) not in map(str, self.problems):
            self.problems.append(problem)


def _languages_in(schema: MenuFile) -> Iterator[str]:
    """Find the languages that some text of a menu is written in."""
    for screen in schema.screens.values():
        yield from screen.text
        for item in screen.items:
            yield from item.label
    for key in type(schema.words).model_fields:
        yield from getattr(schema.words, key)
