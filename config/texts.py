"""Every text that a citizen can receive, in the languages of config/texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.errors import ConfigError, nearest, together
from config.text_checks import longest, problems_of
from config.text_keys import DECLARATIONS
from config.toml_file import read_toml

_SHIPPED = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language, checked."""

    language: str
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
        return longest(self._templates[key], self._statuses.values())


def load_texts(language: str, path: Path | None = None) -> Texts:
    """Read the texts of a language, from a file of one's own if `path` is given.

    Raises one `ConfigError` that tells everything that is wrong with them.
    """
    file = read_toml(path or _shipped(language))
    problems = sorted(problems_of(file), key=lambda problem: problem.line or 0)
    if problems:
        raise together(problems)
    return Texts(language, {key: file.data[key] for key in DECLARATIONS}, file.data["status"])


def _shipped(language: str) -> Path:
    shipped = {path.stem: path for path in _SHIPPED.glob("*.toml")}
    if language not in shipped:
        raise ConfigError(f"no texts in the language {language!r}", hint=nearest(language, shipped))
    return shipped[language]
