"""Settings from the environment, for containers and for secrets that should not stand in a file.

The variable of a setting is `ADUAN_`, then its key path in capitals with `__` between the levels:
`ADUAN_DATABASE`, `ADUAN_LOG__LEVEL`, `ADUAN_INBOX__JOIN_HOURS`. Lines are counted from 0: `ADUAN_LINES__0__PIN`
is the PIN of the first. A list is written with commas: `ADUAN_REGIONS=bogor,depok`. A variable that begins so
and names no setting is an error: a setting with a typing mistake must not be ignored in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, get_origin

from pydantic import BaseModel

from config.errors import ConfigError, nearest, together
from config.problems import keys_of
from config.toml_lines import KeyPath

_PREFIX = "ADUAN_"
_LEVEL = "__"
_NO_SETTINGS = frozenset({"ADUAN_AS", "ADUAN_ALARM", "ADUAN_LINE", "ADUAN_TEXT"})
"""Who types a command, which `commands.context` reads, and what an alarm tells its command, which may call us."""


def overlay(
    data: Mapping[str, Any], environ: Mapping[str, str], model: type[BaseModel]
) -> tuple[dict[str, Any], dict[KeyPath, str]]:
    """Lay the variables over the values of the file; also tell which key path came from which variable."""
    merged = deepcopy(dict(data))
    fields = dict(keys_of(model))
    origins = {_key_path(name): name for name in sorted(environ) if _is_ours(name)}
    _refuse_unknown(origins, fields)
    for key_path, name in origins.items():
        is_list = get_origin(fields[_first_item(key_path)].annotation) is tuple
        if not _put(merged, key_path, _items(environ[name]) if is_list else environ[name]):
            raise ConfigError(f"{name}: the file has no place for it", hint="Lines are counted from 0")
    return merged, origins


def _is_ours(name: str) -> bool:
    return name.startswith(_PREFIX) and name not in _NO_SETTINGS


def variable(key_path: KeyPath) -> str:
    """Name the variable of a setting."""
    return _PREFIX + _LEVEL.join(str(key) for key in key_path).upper()


def _key_path(name: str) -> KeyPath:
    keys = name.removeprefix(_PREFIX).lower().split(_LEVEL)
    return tuple(int(key) if key.isdecimal() else key for key in keys)


def _first_item(key_path: KeyPath) -> KeyPath:
    """Make every index 0, as `keys_of` writes it."""
    return tuple(0 if isinstance(key, int) else key for key in key_path)


def _refuse_unknown(origins: Mapping[KeyPath, str], known: Iterable[KeyPath]) -> None:
    variables = [variable(key_path) for key_path in known]
    unknown = [name for key_path, name in origins.items() if variable(_first_item(key_path)) not in variables]
    if unknown:
        raise together([ConfigError(f"{name}: no such setting", hint=nearest(name, variables)) for name in unknown])


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _has_place(values: Any, key: str | int) -> bool:
    return isinstance(values, dict) or (isinstance(values, list) and key in range(len(values)))


def _put(values: Any, key_path: KeyPath, value: object) -> bool:
    """Set one value in the tables and arrays it lies in, made where they were not written.

    False if there is no place for it: lines before it are missing, or the file has no table where one belongs.
    """
    key, *rest = key_path
    if isinstance(values, list) and key == len(values):
        values.append({})
    if isinstance(values, dict) and rest:
        values.setdefault(key, [] if isinstance(rest[0], int) else {})
    if not _has_place(values, key):
        return False
    if rest:
        return _put(values[key], tuple(rest), value)
    values[key] = value
    return True
