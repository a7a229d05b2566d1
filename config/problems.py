"""What is wrong with a file, in words for the one who has to mend it.

pydantic finds the problems; here each gets its file and line, the key as it is written in TOML, what was
expected, and the nearest word that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from config.errors import ConfigError, did_you_mean, nearest, together
from config.toml_lines import KeyPath

Locate = Callable[[KeyPath], tuple[Path | str, int | None]]

Model = TypeVar("Model", bound=BaseModel)

_SEVERAL = "several"
_SCALARS = (str, int, float)
_EXPECTED = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "model_type": "should be a table",
    "dict_type": "should be a table",
    "tuple_type": "should be a list",
    "too_short": "should not be empty",
    "string_too_short": "should not be empty",
    "string_type": "should be text in quotes",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_type": "should be a number",
    "float_parsing": "should be a number",
    "union_tag_not_found": "is missing",
    "model_attributes_type": "should be a table",
}
"""What pydantic's types of errors mean to someone who writes TOML; its own words are used for the rest."""
_SELF_EVIDENT = {"missing", "extra_forbidden", "too_short", "string_too_short", "union_tag_not_found"}
_KINDS = {"union_tag_invalid", "union_tag_not_found"}
_QUOTED = re.compile(r"'([^']*)'")


def validate(
    model: type[Model], data: Mapping[str, Any], locate: Locate, context: Mapping[str, Any] | None = None
) -> Model:
    """Make the model of the values read, or raise one `ConfigError` that tells everything that is wrong.

    `locate` tells for a key path where it was written: a file and a line, or the name of a variable and None.
    """
    try:
        return model.model_validate(data, context=dict(context or {}))
    except ValidationError as error:
        problems = [problem for detail in error.errors() for problem in _explain(model, detail, locate)]
    raise together(sorted(problems, key=lambda problem: problem.line or 0)) from None


def wrong_items(problems: Sequence[tuple[KeyPath, str]]) -> PydanticCustomError:
    """Make the error of a validator that found items of a list wrong: (path below the list, message)."""
    return PydanticCustomError(_SEVERAL, "has wrong items", {"problems": list(problems)})


def keys_of(model: type[BaseModel], prefix: KeyPath = ()) -> Iterator[tuple[KeyPath, FieldInfo]]:
    """Give every key path of a model that holds a value, not a table; in an array of tables that of item 0.

    What several kinds of a table have is the first one's.
    """
    for name, field in model.model_fields.items():
        path = (*prefix, name)
        tables = list(_models_in(field.annotation))
        if not tables:
            yield path, field
        below = (*path, 0) if get_origin(field.annotation) is tuple else path
        kinds = [dict(keys_of(table, below)) for table in reversed(tables)]
        yield from {key: each for kind in kinds for key, each in kind.items()}.items()


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _explain(model: type[BaseModel], detail: ErrorDetails, locate: Locate) -> Iterator[ConfigError]:
    """Turn one finding of pydantic into errors; a validator of a whole list may have found several."""
    found = detail["ctx"]["problems"] if detail["type"] == _SEVERAL else [((), _message(model, detail))]
    for below, message in found:
        key_path = (*_place(model, detail["loc"])[0], *_unknown_kind(detail), *below)
        path, line = locate(key_path)
        yield ConfigError(f"{_written(key_path)}: {message}", path=path, line=line, hint=_hint(model, detail))


def _unknown_kind(detail: ErrorDetails) -> KeyPath:
    """Name the key that should tell of which kind a table is, where that is what is wrong."""
    return (detail["ctx"]["discriminator"].strip("'"),) if detail["type"] in _KINDS else ()


def _message(model: type[BaseModel], detail: ErrorDetails) -> str:
    if detail["type"] == "union_tag_invalid":
        return f"should be {_or(detail['ctx']['expected_tags'])}, not {detail['ctx']['tag']!r}"
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    expected = _EXPECTED.get(detail["type"]) or detail["msg"].removeprefix("Input ").removeprefix("String ")
    return expected if detail["type"] in _SELF_EVIDENT else expected + _value(model, detail)


def _value(model: type[BaseModel], detail: ErrorDetails) -> str:
    """Quote the value that was found, unless its field is kept out of every print (a PIN, a password)."""
    *table, key = detail["loc"]
    field = _place(model, table)[1].model_fields.get(str(key))
    shown = isinstance(detail["input"], _SCALARS) and (field is None or field.repr)
    return f", not {detail['input']!r}" if shown else ""


def _hint(model: type[BaseModel], detail: ErrorDetails) -> str:
    *table, key = detail["loc"]
    if detail["type"] == "extra_forbidden":
        fields = _place(model, table)[1].model_fields.items()
        return nearest(key, (field.alias or name for name, field in fields))
    if detail["type"] == "literal_error":
        return did_you_mean(detail["input"], _QUOTED.findall(detail["ctx"]["expected"]))
    if detail["type"] == "union_tag_invalid":
        return did_you_mean(detail["ctx"]["tag"], _QUOTED.findall(detail["ctx"]["expected_tags"]))
    return ""


def _place(model: type[BaseModel], path: Sequence[str | int]) -> tuple[KeyPath, type[BaseModel]]:
    """Find what a path of pydantic means in the file, and the model of the table there.

    Indices, and names that the file's author chose, lead to no other table. A table may be of several kinds: then the
    path names its kind, which the file does not.
    """
    written: list[str | int] = []
    tables = [model]
    for key in path:
        if len(tables) > 1 and (of_kind := [table for table in tables if key in _kinds(table)]):
            tables = of_kind
            continue
        written.append(key)
        field = next((table.model_fields[str(key)] for table in tables if key in table.model_fields), None)
        tables = list(_models_in(field.annotation)) or tables if field else tables
    return tuple(written), tables[0]


def _kinds(table: type[BaseModel]) -> set[str]:
    literals = (field.annotation for field in table.model_fields.values() if get_origin(field.annotation) is Literal)
    return {value for annotation in literals for value in get_args(annotation)}


def _or(quoted: str) -> str:
    *others, last = _QUOTED.findall(quoted)
    return f"{', '.join(map(repr, others))} or {last!r}"


def _written(key_path: KeyPath) -> str:
    """Write a key path as TOML does; which item of an array it is, the line says, and a key is its own place."""
    return ".".join(key for key in key_path if isinstance(key, str) and key != "[key]")
