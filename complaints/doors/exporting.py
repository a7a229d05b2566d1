"""Complaints as another system wants them: its columns, its words, its times.

Of what is delicate only number, state and dates leave the house, and no phone number of whoever wants to stay unknown:
as with `aduan complaint list`, revealing does not change that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from complaints.who.circles import is_apart, is_hushed
from complaints.who.office import Office
from config.exchange import ExchangeMap
from sms.safe_text import mask_nik, mask_phones
from storage import exports
from storage.engine import AnyRow
from storage.exports import Wanted

Cell = str | int | datetime


@dataclass(frozen=True)
class Writer:
    """What writes complaints for a map; `reveals`: with the phone numbers of those who do not mind."""

    map_: ExchangeMap
    office: Office
    reveals: bool = False

    @property
    def head(self) -> list[str]:
        """The names of the columns, in the order of the map."""
        return [column for columns in self.map_.columns.values() for column in columns]

    def rows(self, connection: Connection, wanted: Wanted) -> Iterator[list[Cell]]:
        """Give the cells of each complaint."""
        asks = "answer" in self.map_.columns
        for piece in exports.rows_of(connection, wanted, self.map_.file.system):
            answers = exports.answers_of(connection, [row.id for row in piece]) if asks else {}
            for row in piece:
                yield self._cells(self._fields(row, answers.get(row.id, "")))

    def _fields(self, row: AnyRow, answer: str) -> Mapping[str, Any]:
        """Give what may be told of a complaint, by our fields."""
        zone = self._zone(row.region)
        # Without a system the file is ours, and so are its ids.
        fields = {
            "id": row.external_id if self.map_.file.system else row.number,
            "number": row.number,
            "region": row.region,
            "status": self._word("status", row.status),
            "created_at": row.created_at.astimezone(zone),
            "updated_at": row.status_since.astimezone(zone),
            "secret": self._truth(value=row.secret or row.circle is not None),
        }
        if is_apart(row):
            return fields
        return {
            **fields,
            "outcome": row.outcome,
            "agency": self._word("agency", row.agency),
            "topic": self._word("topic", row.topic),
            "kind": self._word("kind", row.kind),
            "channel": self._word("channel", row.channel),
            "phone": row.address if self._shows(row) else None,
            "anonymous": self._truth(value=row.anonymous),
            "answered_at": row.first_answer_at and row.first_answer_at.astimezone(zone),
            "answer": self._said(answer, row),
            "text": self._said(row.text, row),
        }

    def _cells(self, fields: Mapping[str, Any]) -> list[Cell]:
        """Put the fields into their columns; of several columns of the text the last has it, and the others nothing."""
        return [
            "" if column != columns[-1] or fields.get(name) is None else fields[name]
            for name, columns in self.map_.columns.items()
            for column in columns
        ]

    def _shows(self, row: AnyRow) -> bool:
        """Tell whether phone numbers may stand there: that of the reporter, and those in what was said."""
        return self.reveals and not is_hushed(row)

    def _said(self, text: str, row: AnyRow) -> str:
        return text if self._shows(row) else mask_nik(mask_phones(text))

    def _word(self, field: str, ours: str | None) -> str | None:
        return self.map_.outward[field].get(ours or "", ours)

    def _truth(self, *, value: bool) -> str:
        return self.map_.file.yes[0] if value and self.map_.file.yes else ""

    def _zone(self, region: str) -> ZoneInfo:
        return self._named_zone or self.office.zone(region)

    @cached_property
    def _named_zone(self) -> ZoneInfo | None:
        named = self.map_.file.timezone
        return ZoneInfo(named) if named else None
