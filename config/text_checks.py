"""What can be wrong with a file of texts.

A forgotten key, a placeholder with a typing mistake or a curly quote that doubles the price would otherwise be found
by citizens. Everything wrong is told at once, each with its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from config.errors import ConfigError, nearest
from config.text_keys import DECLARATIONS, LONGEST, STATUSES, Declaration
from config.toml_file import TomlFile
from config.toml_lines import KeyPath
from sms.codec import foreign_characters, segment_count

_STATUS = "status"


def problems_of(file: TomlFile) -> Iterator[ConfigError]:
    """Find everything that is wrong with a file of texts."""
    statuses = file.data.get(_STATUS, {})
    yield from _wrong_keys(file, file.data, (*DECLARATIONS, _STATUS), ())
    if not isinstance(statuses, dict):
        yield _problem(file, (_STATUS,), "should be a table")
        return
    if _STATUS in file.data:
        yield from _wrong_keys(file, statuses, STATUSES, (_STATUS,))
    places: list[KeyPath] = [(key,) for key in DECLARATIONS if key in file.data]
    places += [(_STATUS, name) for name in STATUSES if name in statuses]
    usable = [place for place in places if isinstance(_value(file, place), str)]
    yield from (_problem(file, place, "should be text in quotes") for place in places if place not in usable)
    for place in usable:
        yield from _wrong_text(file, place, [str(name) for name in statuses.values()])


def longest(template: str, statuses: Iterable[str]) -> str:
    """Fill a text with the longest values it can get."""
    return template.format(**LONGEST, status=max(statuses, key=len, default=""))


def placeholders_of(template: str) -> set[str]:
    """Give what stands in braces, with its format and all, since only plain names are allowed.

    Raises ValueError if the braces do not match.
    """
    parts = Formatter().parse(template)
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in parts
        if name is not None
    }


def _problem(file: TomlFile, place: KeyPath, message: str, hint: str = "") -> ConfigError:
    written = ".".join(str(key) for key in place)
    return ConfigError(f"{written}: {message}", path=file.path, line=file.line_of(*place), hint=hint)


def _value(file: TomlFile, place: KeyPath) -> Any:
    value: Any = file.data
    for key in place:
        value = value[key]
    return value


def _wrong_keys(
    file: TomlFile, found: Mapping[str, Any], known: Collection[str], table: KeyPath
) -> Iterator[ConfigError]:
    for key in found:
        if key not in known:
            yield _problem(file, (*table, key), "no such text", nearest(key, known))
    for key in known:
        if key not in found:
            yield _problem(file, (*table, key), "is missing")


def _wrong_text(file: TomlFile, place: KeyPath, statuses: list[str]) -> Iterator[ConfigError]:
    """Check one text: its alphabet, then its placeholders, and its length if they are right."""
    template: str = _value(file, place)
    declaration = DECLARATIONS[str(place[0])] if place[0] != _STATUS else Declaration(frozenset())
    if not template.strip():
        yield _problem(file, place, "is empty")
    foreign = foreign_characters(template)
    if foreign:
        yield _problem(file, place, f"has characters that make an SMS twice as dear: {foreign}")
    wrong = list(_wrong_placeholders(template, declaration))
    yield from (_problem(file, place, message, hint) for message, hint in wrong)
    if not wrong and not foreign:
        count = segment_count(longest(template, statuses))
        if count > declaration.segments:
            yield _problem(
                file, place, f"takes {count} SMS with the longest values, it may take {declaration.segments}"
            )


def _wrong_placeholders(template: str, declaration: Declaration) -> Iterator[tuple[str, str]]:
    try:
        found = placeholders_of(template)
    except ValueError as error:
        yield f"has braces that do not match ({error})", ""
        return
    for name in sorted(found - declaration.placeholders):
        yield f"unknown placeholder {{{name}}}", nearest(name, declaration.placeholders)
    for name in sorted(declaration.required - found):
        yield f"lacks the placeholder {{{name}}}", ""
