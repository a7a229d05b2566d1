"""Where each key of a TOML text was written.

The walk goes over the text as a TOML parser does, but looks at keys only: `tomllib` has checked the grammar
before, and says what a quoted key means.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

KeyPath = tuple[str | int, ...]
"""Names of tables and keys, and indices in arrays: `("lines", 0, "name")`."""

_STRING = (
    r'"""(?:\\[\s\S]|[^\\])*?"{3,5}'
    r"|'''[\s\S]*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
_PART_OF_KEY = rf"(?:{_STRING}|[A-Za-z0-9_-]+)"
_KEY = re.compile(rf"{_PART_OF_KEY}(?:[ \t]*\.[ \t]*{_PART_OF_KEY})*")
_SCALAR = re.compile(rf"{_STRING}|\d{{4}}-\d\d-\d\d \d\d:[^\s,\]}}#]*|[^\s,\]}}#]+")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """Map every key path of a text that is known to be TOML to its line, counted from 1."""
    return _Walk(text).lines


class _Walk:
    """One walk over a text, statement by statement, noting where each key begins."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._text = text
        self._place = 0
        self._array_sizes: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._next_character():
            if self._next_character() == "[":
                table = self._header()
            else:
                self._key_and_value(table)

    def _next_character(self) -> str:
        """Go over blanks and comments; give the character there, or nothing at the end."""
        self._skip(_BLANK)
        return self._text[self._place : self._place + 1]

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._place)
        self._place = found.end() if found else len(self._text)
        return found.group() if found else ""

    def _note(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self._text.count("\n", 0, self._place) + 1)

    def _header(self) -> KeyPath:
        """Go over `[table]` or `[[array of tables]]`; give its path, with the index in each array."""
        array = self._text.startswith("[[", self._place)
        self._place += 2 if array else 1
        path: KeyPath = ()
        keys = self._key()
        for depth, key in enumerate(keys, 1):
            path = (*path, key)
            self._note(path)
            if array and depth == len(keys):
                self._array_sizes[path] = self._array_sizes.get(path, 0) + 1
            if path in self._array_sizes:
                path = (*path, self._array_sizes[path] - 1)
                self._note(path)
        self._next_character()
        self._place += 2 if array else 1
        return path

    def _key(self) -> list[str]:
        """Go over a key, dotted or not; tomllib itself is asked what its quotes and escapes mean."""
        self._next_character()
        value: Any = tomllib.loads(self._skip(_KEY) + " = 0")
        keys: list[str] = []
        while isinstance(value, dict):
            ((key, value),) = value.items()
            keys.append(key)
        return keys

    def _key_and_value(self, table: KeyPath) -> None:
        path = table
        for key in self._key():
            path = (*path, key)
            self._note(path)
        self._next_character()
        self._place += len("=")
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        start = self._next_character()
        self._note(path)
        if start == "[":
            self._items(path)
        elif start == "{":
            self._inline_table(path)
        else:
            self._skip(_SCALAR)

    def _items(self, path: KeyPath) -> None:
        self._place += len("[")
        index = 0
        while self._next_character() not in ("]", ""):
            self._value((*path, index))
            index += 1
            self._place += self._next_character() == ","
        self._place += len("]")

    def _inline_table(self, path: KeyPath) -> None:
        self._place += len("{")
        while self._next_character() not in ("}", ""):
            self._key_and_value(path)
            self._place += self._next_character() == ","
        self._place += len("}")
