"""What can be wrong with a file of texts.

A forgotten key, a placeholder with a typing mistake or a curly quote that doubles the price would otherwise be found
by citizens. Everything wrong is told at once, each with its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

from config.errors import ConfigError, nearest
from config.headlines import HEADLINE, not_shown
from config.text_keys import DECLARATIONS, STATUSES
from config.text_limits import LONGEST, LONGEST_TYPED, Declaration
from config.toml_file import TomlFile
from config.toml_lines import KeyPath
from sms.codec import foreign_characters, segment_count

NAME = "name"
STATUS = "status"
PARTIAL = "partial"
"""What a file of texts holds beside its texts: its language's own name, the states, and that texts may be missing."""

_NOTHING = Declaration(frozenset())


def problems_of(file: TomlFile, fallback: Mapping[str, Any]) -> Iterator[ConfigError]:
    """Find everything that is wrong with a file of texts; `fallback` holds those it may lack.

    What it takes from there is measured too: with the words of this file for the states it may be too long.
    """
    if not isinstance(file.data.get(PARTIAL, False), bool):
        yield _problem(file, (PARTIAL,), "should be true or false")
    data = completed(file.data, fallback)
    statuses = data.get(STATUS, {})
    yield from _wrong_keys(file, data, (NAME, *DECLARATIONS, STATUS), ())
    if not isinstance(statuses, dict):
        yield _problem(file, (STATUS,), "should be a table")
        return
    if STATUS in data:
        yield from _wrong_keys(file, statuses, STATUSES, (STATUS,))
    yield from _wrong_texts(file, data, {name: str(value) for name, value in statuses.items()})


def completed(data: Mapping[str, Any], fallback: Mapping[str, Any]) -> dict[str, Any]:
    """Put the texts of `fallback` where there are none, and its states likewise; no language has another's name."""
    borrowed = {key: value for key, value in fallback.items() if key not in data and key != NAME}
    merged = {**borrowed, **{key: value for key, value in data.items() if key != PARTIAL}}
    if isinstance(merged.get(STATUS), dict):
        merged[STATUS] = {**fallback.get(STATUS, {}), **merged[STATUS]}
    return merged


def longest(template: str, declaration: Declaration, statuses: Iterable[str]) -> str:
    """Fill a text with the longest values it can get."""
    number = LONGEST_TYPED if declaration.typed else LONGEST["number"]
    return template.format(**{**LONGEST, "number": number, STATUS: max(statuses, key=len, default="")})


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


def _value(data: Mapping[str, Any], place: KeyPath) -> Any:
    value: Any = data
    for key in place:
        value = value[key]
    return value


def _declaration(place: KeyPath) -> Declaration:
    """Give what a text may mention; the names of states and of the language mention nothing."""
    return DECLARATIONS.get(str(place[0]), _NOTHING)


def _wrong_keys(
    file: TomlFile, found: Mapping[str, Any], known: Collection[str], table: KeyPath
) -> Iterator[ConfigError]:
    for key in found:
        if key not in known:
            yield _problem(file, (*table, key), "no such text", nearest(key, known))
    for key in known:
        if key not in found:
            yield _problem(file, (*table, key), "is missing")


def _wrong_texts(file: TomlFile, data: Mapping[str, Any], statuses: Mapping[str, str]) -> Iterator[ConfigError]:
    places: list[KeyPath] = [(key,) for key in (NAME, *DECLARATIONS) if key in data]
    places += [(STATUS, name) for name in STATUSES if name in statuses]
    for place in places:
        template = _value(data, place)
        if not isinstance(template, str):
            yield _problem(file, place, "should be text in quotes")
            continue
        declaration = _declaration(place)
        if place[0] not in file.data:
            # A borrowed text has the word of its own language for the state it tells of.
            declaration = replace(declaration, state="")
        yield from (_problem(file, place, *found) for found in _wrong_text(template, declaration, statuses))


def _wrong_text(template: str, declaration: Declaration, statuses: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Check one text: its alphabet, then its placeholders, and what they make of it if they are right."""
    if not template.strip():
        yield "is empty", ""
    foreign = foreign_characters(template)
    if foreign:
        yield f"has characters that make an SMS twice as dear: {foreign}", ""
    wrong = list(_wrong_placeholders(template, declaration))
    yield from wrong
    if not wrong and not foreign:
        yield from _wrong_when_filled(template, declaration, statuses)


def _wrong_when_filled(
    template: str, declaration: Declaration, statuses: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    count = segment_count(longest(template, declaration, statuses.values()))
    if count > declaration.segments:
        yield f"takes {count} SMS with the longest values, it may take {declaration.segments}", ""
    missing = not_shown(template, declaration, statuses) if declaration.headline else ""
    if missing:
        yield f"its first {HEADLINE} characters, all that a small phone shows, lack {missing}", ""


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
