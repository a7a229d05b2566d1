"""The operators whose SIMs and numbers there are; operators.toml lists them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.field_types import Table, Text, UssdCode
from config.problems import validate
from config.toml_file import read_toml

_SHIPPED = Path(__file__).parent / "operators.toml"
_COUNTRY = "+62"

Digits = Annotated[str, Field(pattern=r"^\d+$")]


class Operator(Table):
    """One operator: how its numbers (after the country code) and its SIMs' IMSIs begin, and its balance code."""

    prefixes: Annotated[tuple[Digits, ...], Field(min_length=1)]
    imsi: Annotated[tuple[Digits, ...], Field(min_length=1)]
    balance_code: UssdCode
    balance_answers: tuple[Text, ...] = ()


class _File(Table):
    operators: dict[Text, Operator]


class Operators:
    """All operators, by name."""

    def __init__(self, by_name: Mapping[str, Operator]) -> None:
        self.by_name = by_name
        self._of_prefix = {prefix: name for name, operator in by_name.items() for prefix in operator.prefixes}
        self._of_imsi = {begin: name for name, operator in by_name.items() for begin in operator.imsi}

    def of_number(self, msisdn: str) -> str | None:
        """Tell whose number it is; None for one of another country, or of nobody known."""
        return _longest(self._of_prefix, msisdn.removeprefix(_COUNTRY)) if msisdn.startswith(_COUNTRY) else None

    def of_sim(self, imsi: str) -> str | None:
        """Tell whose SIM it is."""
        return _longest(self._of_imsi, imsi)


def load_operators(path: Path = _SHIPPED) -> Operators:
    """Read the operators; raises ConfigError."""
    file = read_toml(path)
    return Operators(validate(_File, {"operators": dict(file.data)}, file.locate).operators)


def _longest(begins: Mapping[str, str], digits: str) -> str | None:
    fitting = [begin for begin in begins if digits.startswith(begin)]
    return begins[max(fitting, key=len)] if fitting else None
