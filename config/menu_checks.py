"""What can be wrong with a menu as a whole: ways that lead nowhere, screens nobody comes to, texts without room.

A citizen who is led into a dead end hangs up and does not come again, so such a menu is not loaded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from config.errors import ConfigError, nearest
from config.menu_file import LONGEST_WORDS, MOST_HEADING, MOST_LABEL, MenuFile, ScreenTable
from config.menu_layout import longest
from config.problems import Locate
from config.toml_lines import KeyPath


def reached(menu: MenuFile, start: str) -> list[str]:
    """Give the screens that somebody can come to, in the order in which a walk finds them."""
    found = [start]
    for name in found:
        targets = [item.to for item in menu.screens[name].items if item.to] if name in menu.screens else []
        found += [target for target in dict.fromkeys(targets) if target not in found]
    return [name for name in found if name in menu.screens]


def wrong_ways(menu: MenuFile, start: str, languages: Collection[str], locate: Locate) -> Iterator[ConfigError]:
    """Find what is wrong with the ways through a menu; `languages` are those that texts can be given in."""
    if start not in menu.screens:
        yield _problem(locate, ("screens",), f"the screen {start!r} is missing", "A menu begins with it")
        return
    targets = list(_wrong_targets(menu, languages, locate))
    yield from targets
    yield from _wrong_kinds(menu, locate)
    if not targets:
        yield from _unreachable(menu, start, locate)
        yield from _loops(menu, locate)


def wrong_lengths(menu: MenuFile, locate: Locate) -> Iterator[ConfigError]:
    """Find labels and words that are too long, in any language."""
    for name, screen in menu.screens.items():
        if screen.act:
            yield from _too_long(screen.text, MOST_HEADING, ("screens", name, "text"), locate)
        for index, item in enumerate(screen.items):
            path: KeyPath = ("screens", name, "items", index, "label")
            yield from _too_long(item.label, MOST_LABEL, path, locate)
    for key, most in LONGEST_WORDS.items():
        yield from _too_long(getattr(menu.words, key), most, ("words", key), locate)


def _wrong_targets(menu: MenuFile, languages: Collection[str], locate: Locate) -> Iterator[ConfigError]:
    for name, screen in menu.screens.items():
        for index, item in enumerate(screen.items):
            place: KeyPath = ("screens", name, "items", index)
            if item.to and item.to not in menu.screens:
                message, hint = f"no screen {item.to!r}", nearest(item.to, menu.screens)
                yield _problem(locate, (*place, "to"), message, hint)
            if item.language and item.language not in languages:
                message, hint = f"no texts in the language {item.language!r}", nearest(item.language, languages)
                yield _problem(locate, (*place, "language"), message, hint)


def _wrong_kinds(menu: MenuFile, locate: Locate) -> Iterator[ConfigError]:
    """Find screens from which nothing leads on, and those that want two things at once."""
    for name, screen in menu.screens.items():
        kinds = _kinds(screen)
        if not kinds:
            message = "is a dead end: nothing leads on from it"
            yield _problem(
                locate, ("screens", name), message, "Give it items, or ends = true if it is there to be read"
            )
        if len(kinds) > 1:
            yield _problem(locate, ("screens", name), f"has {' and '.join(kinds)}", "One of them makes a screen")


def _kinds(screen: ScreenTable) -> list[str]:
    return [kind for kind in ("items", "ask", "act", "ends") if getattr(screen, kind)]


def _unreachable(menu: MenuFile, start: str, locate: Locate) -> Iterator[ConfigError]:
    for name in menu.screens.keys() - set(reached(menu, start)):
        yield _problem(
            locate, ("screens", name), "nothing leads to this screen", "Let an item lead to it, or take it out"
        )


def _loops(menu: MenuFile, locate: Locate) -> Iterator[ConfigError]:
    """Find screens behind which there is nothing but more choosing: whoever goes there gets nothing."""
    useful = {name for name, screen in menu.screens.items() if _gives(screen)}
    while more := {name for name, screen in menu.screens.items() if _leads_to(screen, useful)} - useful:
        useful |= more
    for name, screen in menu.screens.items():
        if screen.items and name not in useful:
            message = "is a loop without exit: its items lead only back to itself"
            yield _problem(locate, ("screens", name), message, "Let one lead to a screen with ask, act or ends")


def _gives(screen: ScreenTable) -> bool:
    return bool(screen.ask or screen.act or screen.ends or any(item.language for item in screen.items))


def _leads_to(screen: ScreenTable, names: Collection[str]) -> bool:
    return any(item.to in names for item in screen.items)


def _too_long(said: Mapping[str, str], most: int, path: KeyPath, locate: Locate) -> Iterator[ConfigError]:
    for language, text in said.items():
        length = longest(text)
        if length > most:
            yield _problem(
                locate, (*path, language), f"is too long: {length} characters at its longest, {most} at most"
            )


def _problem(locate: Locate, place: KeyPath, message: str, hint: str = "") -> ConfigError:
    path, line = locate(place)
    written = ".".join(key for key in place if isinstance(key, str))
    return ConfigError(f"{written}: {message}", path=path, line=line, hint=hint)
