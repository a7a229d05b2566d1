"""How the answers of operators tell what is left on a SIM; balances.toml lists the patterns."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from config.field_types import Table, Text
from config.problems import validate
from config.toml_file import read_toml

_SHIPPED = Path(__file__).parent / "balances.toml"

RUPIAH, SMS, UNTIL = "rupiah", "sms", "until"
"""What a pattern finds: the names of its groups."""

_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?![\d/.-]*[/-]\d)"
_FORMS = {
    RUPIAH: _AMOUNT,
    SMS: _AMOUNT,
    UNTIL: r"\d{4}-\d\d-\d\d|\d{1,2}[-/. ]?(?:\d{1,2}|[a-z]{3,9})[-/. ]?(?:\d{4}|\d{2})(?!\d)",
}


def compile_pattern(written: str) -> re.Pattern[str]:
    """Make the expression of a pattern, in which {rupiah}, {sms} and {until} stand for what is found.

    Raises ValueError if it is none, or would find nothing.
    """
    expression = written
    for name, form in _FORMS.items():
        expression = expression.replace(f"{{{name}}}", f"(?P<{name}>{form})")
    try:
        pattern = re.compile(expression, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    if not pattern.groupindex.keys() & _FORMS.keys():
        raise ValueError("should hold {rupiah}, {sms} or {until}")
    return pattern


def _pattern(value: str) -> str:
    compile_pattern(value)
    return value


Pattern = Annotated[Text, AfterValidator(_pattern)]


class _Amount(Table):
    pattern: Pattern
    examples: Annotated[tuple[tuple[Text, int], ...], Field(min_length=1)]


class _Date(Table):
    pattern: Pattern
    examples: Annotated[tuple[tuple[Text, date], ...], Field(min_length=1)]


class BalanceFile(Table):
    """The file: for each thing that an answer tells, its patterns in the order in which they are tried."""

    rupiah: tuple[_Amount, ...]
    sms: tuple[_Amount, ...]
    until: tuple[_Date, ...]


def read_balance_file(path: Path = _SHIPPED) -> BalanceFile:
    """Read the patterns with their examples; raises ConfigError."""
    file = read_toml(path)
    return validate(BalanceFile, file.data, file.locate)


@lru_cache(maxsize=1)
def balance_patterns() -> tuple[re.Pattern[str], ...]:
    """Give the shipped patterns, those for the same thing in their order."""
    file = read_balance_file()
    written = [each.pattern for each in (*file.rupiah, *file.sms)] + [each.pattern for each in file.until]
    return tuple(map(compile_pattern, written))
