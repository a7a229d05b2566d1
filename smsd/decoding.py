"""SMS as octets: durable first, decoded then, so that no SMS can take the decoder, and itself, down for good.

What the decoder refuses, or does not live through, is kept in quarantine, where another version of it tries again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from sms.clock import Clock
from sms.message import InboundPart, InboundPdu
from smsd import inbox
from smsd.inbox import Windows, key_of
from smsd.transports.base import SMPP, PduError
from storage import pdus
from storage.engine import AnyRow, Database, DatabaseError

AT_ONCE = 200
_LEFT_AFTER = timedelta(minutes=1)
_OWN_DECODER = 3
"""Of our own code around the libraries: one more with each that reads what the one before refused."""
_MOST_TRIES = 2
"""Twice the decoder may begin with what it did not come back from: the first end may have had another cause."""


class Decoding:
    """Stores what modems hand up, and decodes it."""

    def __init__(self, database: Database, clock: Clock, log: Any, windows: Callable[[], Windows]) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._windows = windows

    def store(self, arrived: Sequence[tuple[int, InboundPdu]]) -> list[int]:
        """Make PDUs durable, each with the row of its line; gives those that are new."""
        now = self._clock.now()
        rows = [
            {"key": key_of(line_id, pdu.pdu), "line_id": line_id, "pdu": pdu.pdu, "received_at": now}
            for line_id, pdu in arrived
        ]
        with self._database.write() as connection:
            return pdus.add(connection, list({row["key"]: row for row in rows}.values()))

    def decode(self, ids: Sequence[int]) -> int:
        """Decode what has just been stored, together, or if that fails one by one; gives how many became parts."""
        done = 0
        for begin in range(0, len(ids), AT_ONCE):
            batch = ids[begin : begin + AT_ONCE]
            try:
                done += self._decode(batch)
            except DatabaseError:
                raise
            except Exception as error:  # noqa: BLE001 - what is wrong with one must not keep the others waiting
                self._log.warning("not decoded together, now one by one", error=type(error).__name__)
                done += sum(map(self._decode_alone, batch))
        return done

    def decode_left_over(self, line_ids: Collection[int] = ()) -> int:
        """Decode what was stored and left, one by one, counting first; gives how many became parts.

        Of the lines named, all; of others what is there for a minute, for their own process may be at it.
        """
        with self._database.read() as connection:
            left = pdus.left_over(connection, self._clock.now() - _LEFT_AFTER, line_ids)
        return sum(map(self._try, left))

    def try_again(self) -> None:
        """Let this decoder look at what an older one refused."""
        with self._database.write() as connection:
            released = pdus.release(connection, but_for=_decoder())
        if released:
            self._log.info("quarantine is tried again", pdus=released)

    def _try(self, pdu_id: int) -> int:
        with self._database.write() as connection:
            tries = pdus.begin_try(connection, pdu_id)
            if tries > _MOST_TRIES:
                self._quarantine(connection, pdu_id, "the decoder did not live through it")
        return self._decode_alone(pdu_id) if 1 <= tries <= _MOST_TRIES else 0

    def _decode_alone(self, pdu_id: int) -> int:
        try:
            return self._decode([pdu_id])
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001
            with self._database.write() as connection:
                self._quarantine(connection, pdu_id, f"cannot be stored: {type(error).__name__}")
            return 0

    def _decode(self, ids: Collection[int]) -> int:
        with self._database.write() as connection:
            rows = pdus.take(connection, ids)
            parts: dict[int, InboundPart] = {}
            for row in rows:
                try:
                    parts[row.id] = _decoded(row.line, row.pdu)
                except PduError as error:
                    self._quarantine(connection, row.id, str(error))
            if parts:
                # It came when it was stored, however late it is understood.
                came = rows[0].received_at
                stored = inbox.store(connection, parts.values(), _line_ids(rows), came, self._windows())
                pdus.remove(connection, parts)
        if parts:
            repeated = len(parts) - stored.parts
            self._log.info("stored", parts=stored.parts, repeated=repeated, messages=stored.messages)
        return len(parts)

    def _quarantine(self, connection: Any, pdu_id: int, why: str) -> None:
        pdus.quarantine(connection, pdu_id, why, _decoder())
        self._log.error("in quarantine; see `aduan inbox quarantine`", pdu=pdu_id, reason=why)


def _line_ids(rows: Sequence[AnyRow]) -> Mapping[str, int]:
    return {row.line: row.line_id for row in rows}


def _decoded(line: str, pdu: str) -> InboundPart:
    # Only who has such a line needs its decoder.
    if pdu.startswith(SMPP):
        from smsd.transports.smpp_texts import decode_kept  # noqa: PLC0415

        return decode_kept(line, pdu.removeprefix(SMPP))
    from smsd.transports.pdus import decode_part  # noqa: PLC0415

    return decode_part(line, pdu)


def _decoder() -> str:
    """Tell which decoders these are: what they refuse, others may read."""
    return f"python-gammu {version('python-gammu')}, smpp34 {version('smpp34')}, {_OWN_DECODER}"
