"""Every text that a citizen can receive, in the languages of config/texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.errors import ConfigError, nearest, together
from config.text_checks import NAME, PARTIAL, STATUS, completed, longest, problems_of
from config.text_keys import DECLARATIONS
from config.toml_file import TomlFile, read_toml

FALLBACK = "id"
"""The language of the texts that another one does not have yet."""

SHIPPED = Path(__file__).parent / "texts"
"""Where the files are, one for each language, named by its code."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language, checked.

    `name` is what the language calls itself; `borrowed` are the texts that it does not have yet: those are Indonesian.
    """

    language: str
    name: str
    borrowed: frozenset[str]
    _templates: Mapping[str, str] = field(repr=False)
    _statuses: Mapping[str, str] = field(repr=False)

    def render(self, key: str, **values: str | int) -> str:
        """Write a text; `values` are exactly its placeholders, whether this language uses them all or not."""
        declared = DECLARATIONS[key].placeholders
        if declared != values.keys():
            raise TypeError(f"{key} is given {sorted(values)}, it takes {sorted(declared)}")
        return self._templates[key].format(**values).rstrip()

    def render_with(self, key: str, values: Mapping[str, str | int]) -> str:
        """Write a text from what is known, of which it takes its placeholders."""
        return self.render(key, **{name: values[name] for name in DECLARATIONS[key].placeholders})

    def status(self, name: str) -> str:
        """Name a state as citizens read it."""
        return self._statuses[name]

    @property
    def all(self) -> Collection[str]:
        """All texts, with their placeholders in braces."""
        return self._templates.values()

    @property
    def statuses(self) -> Collection[str]:
        """What the states are called."""
        return self._statuses.values()

    def longest(self, key: str) -> str:
        """Write a text with the longest values it can get, to see what it costs."""
        return longest(self._templates[key], DECLARATIONS[key], self._statuses.values())


def languages() -> list[str]:
    """Give the codes of the languages that are shipped."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_texts(language: str, path: Path | None = None) -> Texts:
    """Read the texts of a language, from a file of one's own if `path` is given.

    What a file that is `partial` lacks is Indonesian. Raises one `ConfigError` that tells everything that is wrong with
    the file.
    """
    file = read_toml(path or _shipped(language))
    borrows = file.data.get(PARTIAL) is True and language != FALLBACK
    data = _checked(file, _checked(read_toml(_shipped(FALLBACK)), {}) if borrows else {})
    borrowed = frozenset(DECLARATIONS.keys() - file.data.keys())
    return Texts(language, data[NAME], borrowed, {key: data[key] for key in DECLARATIONS}, data[STATUS])


def _checked(file: TomlFile, fallback: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a file holds and what it takes from `fallback`, if nothing is wrong with it."""
    problems = sorted(problems_of(file, fallback), key=lambda problem: problem.line or 0)
    if problems:
        raise together(problems)
    return completed(file.data, fallback)


def _shipped(language: str) -> Path:
    if language not in languages():
        raise ConfigError(f"no texts in the language {language!r}", hint=nearest(language, languages()))
    return SHIPPED / f"{language}.toml"
