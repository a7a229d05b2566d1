"""The words by which a text asks for compensation; compensation.toml explains them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.field_types import Table
from config.phrases import Phrase, parse_phrase
from config.problems import validate
from config.toml_file import read_toml

_SHIPPED = Path(__file__).parent / "compensation.toml"


class _File(Table):
    phrases: Annotated[tuple[Annotated[Phrase, BeforeValidator(parse_phrase)], ...], Field(min_length=1)]


def load_compensation(path: Path = _SHIPPED) -> tuple[Phrase, ...]:
    """Read the phrases; raises ConfigError."""
    file = read_toml(path)
    return validate(_File, file.data, file.locate).phrases
