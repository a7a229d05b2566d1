"""What a line may send: operators cut SIMs off that send more than a person would, and say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.line_settings import LimitSettings
from smsd.outbox import Job
from smsd.rate import RateLimit
from storage import line_use
from storage.claims import Allowed, is_abroad
from storage.line_use import ABROAD, DAY, HOUR, MINUTE, MONTH, RECIPIENTS, Counted, Use

_UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed for a line: its limits, the zone in which its days and months begin, the SIM they are counted of.

    `operator` is the SIM's, None if it is not known. `per_minute` is what the line is expected to send.
    """

    limits: LimitSettings
    zone: ZoneInfo
    sim: str
    operator: str | None = None
    per_minute: int = 10


class Allowance:
    """What one line may send now, by its terms and by what its SIM has sent.

    It is the only one that lets the line send, so what is written down is read once.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._minute = RateLimit(terms.limits.per_minute)
        self.use: dict[str, Counted] = {}

    def change(self, terms: Terms) -> None:
        """Work by other terms; what was sent in this minute still counts."""
        self.terms = terms
        self._minute.per_minute = terms.limits.per_minute

    def remember(self, use: Use, now: datetime) -> None:
        """Count what this SIM had sent before."""
        self.use = dict(use)
        local = self._local(now)
        start = now.replace(second=0, microsecond=0)
        self._minute.take(
            line_use.count_in(use, MINUTE, local - timedelta(minutes=1)), start - timedelta(microseconds=1)
        )
        self._minute.take(line_use.count_in(use, MINUTE, local), now)

    def free(self, now: datetime) -> int:
        """Tell how many SMS may leave in this minute."""
        return self._minute.free(now)

    def allowed(self, room: int, now: datetime) -> Allowed:
        """Tell what the line may take now, at most `room` messages."""
        limits, local = self.terms.limits, self._local(now)
        left, reserved = self._left(local, 0), self._left(local, limits.reserve)
        recipients = limits.recipients_per_month
        known = recipients is not None and self._count(RECIPIENTS, local) >= recipients
        return Allowed(
            max(0, min(room, left if reserved <= 0 else reserved)),
            urgent_only=reserved <= 0,
            abroad=limits.abroad_per_day is None or limits.abroad_per_day > self._count(ABROAD, local),
            known_to=(self.terms.sim, line_use.period(RECIPIENTS, local)) if known else None,
        )

    def used_up(self, now: datetime) -> bool:
        """Tell whether nothing but what is urgent leaves by this line today."""
        return self._left(self._local(now), self.terms.limits.reserve) <= 0

    def take(self, jobs: Sequence[Job], now: datetime) -> None:
        """Count messages that leave now; `use` is then to be written down."""
        segments = sum(len(job.segments) for job in jobs)
        self._minute.take(segments, now)
        for kind in (MINUTE, HOUR, DAY, MONTH):
            self.count(kind, segments, now)
        self.count(ABROAD, sum(len(job.segments) for job in jobs if is_abroad(job.segments[0].to)), now)

    def count(self, kind: str, many: int, now: datetime) -> None:
        """Count what leaves now."""
        local = self._local(now)
        self.use[kind] = Counted(line_use.period(kind, local), self._count(kind, local) + many)

    def _count(self, kind: str, local: datetime) -> int:
        return line_use.count_in(self.use, kind, local)

    def _left(self, local: datetime, reserve: int) -> int:
        """Tell how many SMS are left of hour, day and month, but for what is kept of day and month."""
        limits = self.terms.limits
        of = {HOUR: limits.per_hour, DAY: limits.per_day, MONTH: limits.per_month}
        kept = {DAY: reserve, MONTH: reserve}
        left = [limit - kept.get(kind, 0) - self._count(kind, local) for kind, limit in of.items() if limit is not None]
        return min(left, default=limits.per_minute or _UNLIMITED)

    def _local(self, now: datetime) -> datetime:
        return now.astimezone(self.terms.zone)
