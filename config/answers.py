"""The saved answers of a region: what its admins write to citizens again and again, each in one SMS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.errors import ConfigError, nearest
from config.text_checks import placeholders_of
from config.text_limits import LONGEST
from config.toml_file import TomlFile
from sms.codec import foreign_characters, segment_count

FIELDS = ("number", "agency", "region")
"""What an answer may mention: the complaint's number, who has it, and the region, by its name."""

_AROUND = f"Laporan {LONGEST['number']}, jawaban {LONGEST['agency']}: "
"""What the text `reply` puts before an answer, with the longest values."""


def wrong_answers(file: TomlFile, answers: Mapping[str, str]) -> Iterator[ConfigError]:
    """Find what is wrong with saved answers: fields that nobody fills, dear characters, more than one SMS."""
    for name, template in answers.items():
        if (found := _wrong(template)) is not None:
            message, hint = found
            at = file.line_of("answers", name)
            yield ConfigError(f"answers.{name}: {message}", path=file.path, line=at, hint=hint)


def filled(template: str, values: Mapping[str, str]) -> str:
    """Write an answer with the values of its FIELDS."""
    return template.format(**{name: values[name] for name in FIELDS})


def _wrong(template: str) -> tuple[str, str] | None:
    try:
        found = placeholders_of(template)
    except ValueError as error:
        return f"has braces that do not match ({error})", ""
    if unknown := sorted(found - set(FIELDS)):
        hint = nearest(unknown[0], FIELDS) or f"There are {', '.join(f'{{{name}}}' for name in FIELDS)}"
        return f"unknown placeholder {{{unknown[0]}}}", hint
    if foreign := foreign_characters(template):
        return f"has characters that make an SMS twice as dear: {foreign}", ""
    whole = _AROUND + filled(template, LONGEST)
    if (count := segment_count(whole)) > 1:
        return f"takes {count} SMS with number and agency before it; {len(whole) - 160} characters less are one", ""
    return None
