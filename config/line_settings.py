"""What the settings of all lines have, be they modems or binds of an SMSC, and what a line may send."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from config.field_types import Amount, Code, Count, Msisdn, Table


class LimitSettings(Table):
    """What a line may send: operators block SIMs that send more than a person would."""

    per_minute: Count | None = 10
    per_hour: Count | None = None
    per_day: Count | None = None
    per_month: Count | None = None
    recipients_per_month: Count | None = None
    abroad_per_day: Amount | None = 10
    reserve: Amount = 20

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        """Hold the reserve below the limits that it is part of."""
        for name in ("per_day", "per_month"):
            limit = getattr(self, name)
            if limit is not None and limit <= self.reserve:
                raise ValueError(f"`{name}` should be more than `reserve` ({self.reserve}): nothing else would be sent")
        return self


class LineSettings(Table):
    """A line: how it is called, and for whom it is. What should not be printed is kept out of `repr()`."""

    name: Code
    transport: str
    msisdn: Msisdn | None = Field(default=None, repr=False)
    region: str | None = None
    limits: LimitSettings

    @property
    def address(self) -> str:
        """Where its driver finds it, for people to read."""
        raise NotImplementedError

    @property
    def per_minute(self) -> int:
        """How many SMS a minute it is expected to send."""
        raise NotImplementedError
