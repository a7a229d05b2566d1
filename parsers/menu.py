"""The machine that walks through a menu, pure: where somebody is and what they typed, to what they see next.

It never raises and never loses its place, whatever is typed: what is on no screen is answered by the same screen with a
hint above it. `0` leads one step back, `00` to the start, `9` to the next page; `0` at the start leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from config.menu_layout import BACK, LONGEST_LINE, NEXT, list_pages, text_pages
from config.menus import START, Item, Menu, Screen, in_language
from parsers.menu_place import Act, ActName, Place, Shown
from parsers.words import ALARM, words_of

START_OVER = "00"

_NUMBER = re.compile(r"\W*(?P<number>[0-9]{1,2})(?![0-9])[\s\W]*(?P<rest>.*)", re.DOTALL)
_LIKE_DIGITS = re.compile(r"[\s.]*[0-9lIoO]{1,2}[\s.]*")
_DIGITS_MEANT = str.maketrans("lIoO", "1100")
_FEWEST_LETTERS = 7


@dataclass(frozen=True, slots=True)
class Walk:
    """A menu in one language, with what is filled into its texts: `keyword`, `emergency` and `region`.

    No value may be longer than in `config.menu_layout.LONGEST_VALUES`.
    """

    menu: Menu
    language: str
    values: Mapping[str, str]

    def begin(self) -> Shown:
        """Open the first screen."""
        return self.show(Place())

    def show(self, place: Place) -> Shown:
        """Show the page where somebody is, once more or as the first of a screen."""
        if place.offered:
            return Shown(self._filled(self._offer()), place)
        if self._screen(place).act:
            return Shown("", place, Act(ActName.STATUS))
        pages = self._pages(place)
        page = min(place.page, len(pages) - 1)
        return Shown(self._filled(pages[page]), replace(place, page=page))

    def offer(self, place: Place) -> Shown:
        """Ask somebody whose session was cut whether to go on where they were."""
        return self.show(replace(place, offered=True))

    def step(self, place: Place, typed: str) -> Shown:
        """Go on with what was typed."""
        key = self._key(typed)
        if place.offered:
            return self._taken_up(place, typed, key)
        if key == START_OVER:
            return self.begin()
        if key == BACK:
            return self._back(place)
        if key == NEXT and self._has_next(place):
            return self.show(replace(place, page=place.page + 1))
        screen = self._screen(place)
        if screen.ask:
            return self._said(place, typed)
        chosen = self._chosen(screen.items, typed)
        return self._go(place, chosen) if chosen else self._hint("wrong", place)

    def listed(self, place: Place, lines: Sequence[str]) -> Shown:
        """Show the answer to STATUS at its place: lines of at most `LONGEST_LINE` characters, or that none are."""
        feet = self.menu.feet(self.language)
        heading = in_language(self._screen(place).text, self.language)
        if lines:
            pages = list(list_pages(heading, [_literal(line[:LONGEST_LINE]) for line in lines], feet))
        else:
            pages = list(text_pages(self.menu.word("nothing_open", self.language), feet))
        page = min(place.page, len(pages) - 1)
        return Shown(self._filled(pages[page]), replace(place, page=page))

    def _taken_up(self, place: Place, typed: str, key: str) -> Shown:
        """Go on where somebody was, or from the start, as they choose."""
        words = words_of(typed)
        if key == "1" or words == words_of(self._word("go_on")):
            return self.show(replace(place, offered=False))
        if key in {"2", BACK, START_OVER} or words == words_of(self._word("anew")):
            return self.begin()
        return self._hint("wrong", place)

    def _back(self, place: Place) -> Shown:
        if place.page:
            return self.show(replace(place, page=place.page - 1))
        return self.show(place.came_from) if place.came_from else Shown(self._filled(self._word("bye")), None)

    def _go(self, place: Place, item: Item) -> Shown:
        """Follow an item; a screen that one came by already is gone back to, so that no way grows without end."""
        if item.language:
            act = Act(ActName.LANGUAGE, {"code": item.language})
            return replace(replace(self, language=self.menu.language(item.language)).begin(), act=act)
        before = next((each for each in _way_back(place) if each.screen == item.to), None)
        if before:
            return self.show(replace(before, page=0))
        answers = {**place.answers, "topic": item.topic} if item.topic else place.answers
        return self.show(Place(item.to or START, 0, answers, place))

    def _said(self, place: Place, typed: str) -> Shown:
        """Take what was typed as a report; a letter or a number is none, but a cry for help is."""
        letters = sum(map(str.isalpha, typed))
        if letters < _FEWEST_LETTERS and not ALARM.intersection(words_of(typed)):
            return self._hint("unclear", place)
        return Shown(
            self._filled(self._word("filed")), None, Act(ActName.REPORT, {**place.answers, "text": typed.strip()})
        )

    def _key(self, typed: str) -> str:
        """Give the number that leads: digits, letters that look like them, or the words under a page; else nothing.

        On a screen for words a number counts alone only: "9 rumah terendam" is a report.
        """
        meant = typed.translate(_DIGITS_MEANT) if _LIKE_DIGITS.fullmatch(typed) else typed
        named = {words_of(self._word("back")): BACK, words_of(self._word("next")): NEXT}
        found = _NUMBER.fullmatch(meant)
        if found is None or (found["rest"] and words_of(found["rest"]) not in named):
            return named.get(words_of(typed), "")
        return found["number"]

    def _chosen(self, items: Sequence[Item], typed: str) -> Item | None:
        """Find the item that was typed: its number, or its label, or the first word of it if no other begins so."""
        meant = typed.translate(_DIGITS_MEANT) if _LIKE_DIGITS.fullmatch(typed) else typed
        found = _NUMBER.fullmatch(meant)
        if found:
            number = int(found["number"])
            return items[number - 1] if 1 <= number <= len(items) else None
        words = words_of(typed)
        labels = [(item, words_of(in_language(item.labels, self.language))) for item in items]
        alike = [item for item, label in labels if words and words in {label, label[:1]}]
        return alike[0] if len(alike) == 1 else None

    def _hint(self, word: str, place: Place) -> Shown:
        """Show the same again with a hint above it; what only the caller knows is shown again as it is."""
        shown = self.show(place)
        return shown if shown.act else replace(shown, text=f"{self._filled(self._word(word))}\n{shown.text}")

    def _has_next(self, place: Place) -> bool:
        screen = self._screen(place)
        return bool(screen.act) or place.page + 1 < len(self._pages(place))

    def _offer(self) -> str:
        return f"{self._word('resume')}\n1 {self._word('go_on')}\n2 {self._word('anew')}"

    def _screen(self, place: Place) -> Screen:
        return self.menu.screens[place.screen]

    def _pages(self, place: Place) -> tuple[str, ...]:
        return self._screen(place).pages[self.language]

    def _word(self, key: str) -> str:
        return self.menu.word(key, self.language)

    def _filled(self, template: str) -> str:
        return template.format(**self.values)


def _way_back(place: Place) -> Iterator[Place]:
    """Walk from a place to the start."""
    here: Place | None = place
    while here:
        yield here
        here = here.came_from


def _literal(text: str) -> str:
    """Write a text so that filling in leaves it as it is."""
    return text.replace("{", "{{").replace("}", "}}")
