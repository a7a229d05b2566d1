"""A TOML file that knows its lines.

`tomllib` gives values without places, and a setting that is wrong is found only later, by the schema. So the
text is kept, and a key path is looked up in it again when there is an error to report, and only then.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from config.toml_lines import KeyPath, lines_of_keys

_SYNTAX = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)
_OVERWRITTEN = "Cannot overwrite a value"
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


@dataclass(frozen=True)
class TomlFile:
    """A file that was read: its values, and where each was written; the same if its text is."""

    path: Path
    data: dict[str, Any] = field(compare=False)
    text: str = field(repr=False)

    def line_of(self, *key_path: str | int) -> int | None:
        """Find the line of a key (`"lines", 0, "name"`), or of the nearest thing around it that was written.

        A key that is missing has no line, but the table it is missing from has one. None: not even that.
        """
        lines = lines_of_keys(self.text)
        prefixes = (key_path[:length] for length in range(len(key_path), 0, -1))
        return next((lines[prefix] for prefix in prefixes if prefix in lines), None)

    def locate(self, key_path: KeyPath) -> tuple[Path, int | None]:
        """Tell where a key was written, as `config.problems.validate` asks it."""
        return self.path, self.line_of(*key_path)


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file; a file that is not there or not TOML is a `ConfigError` with its line."""
    try:
        text = path.read_text(encoding="utf-8")
        return TomlFile(path, tomllib.loads(text), text)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=path) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError("is not UTF-8 text", path=path, line=line) from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from None


def _syntax_error(path: Path, text: str, message: str) -> ConfigError:
    found = _SYNTAX.fullmatch(message)
    what = found["what"] if found else message
    line = int(found["line"]) if found and found["line"] else len(text.splitlines())
    if what == _OVERWRITTEN:
        before = (_KEY.match(each) for each in reversed(text.splitlines()[:line]))
        what = next((f"{key[1]} is written twice in its table" for key in before if key), what)
    return ConfigError(f"is not TOML: {what}", path=path, line=line)
