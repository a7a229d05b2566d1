"""What a line may send: operators cut SIMs off that send more than a person would, and say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.line_settings import LimitSettings
from smsd.outbox import Job
from smsd.rate import RateLimit
from storage.claims import Allowed, is_abroad
from storage.line_use import ABROAD, DAY, HOUR, MINUTE, MONTH, RECIPIENTS, Use, count_in


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed for a line: its limits, the zone in which its days and months begin, the SIM they are counted of.

    `operator` is the SIM's, None if it is not known.
    """

    limits: LimitSettings
    zone: ZoneInfo
    sim: str
    operator: str | None = None


class Allowance:
    """What one line may send now, by its terms and by what its SIM has sent."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._minute = RateLimit(terms.limits.per_minute)

    def change(self, terms: Terms) -> None:
        """Work by other terms; what was sent in this minute still counts."""
        self.terms = terms
        self._minute.per_minute = terms.limits.per_minute

    @property
    def counts(self) -> bool:
        """Tell whether what the SIM has sent must be known: there is more than the limit of the minute."""
        limits = self.terms.limits
        return any((limits.per_hour, limits.per_day, limits.per_month, limits.recipients_per_month))

    def remember(self, use: Use, now: datetime) -> None:
        """Count what was sent in this minute and the last before the daemon was started."""
        local = self._local(now)
        start = now.replace(second=0, microsecond=0)
        self._minute.take(count_in(use, MINUTE, local - timedelta(minutes=1)), start - timedelta(microseconds=1))
        self._minute.take(count_in(use, MINUTE, local), now)

    def free(self, now: datetime) -> int:
        """Tell how many SMS may leave in this minute."""
        return self._minute.free(now)

    def allowed(self, room: int, use: Use, now: datetime) -> Allowed:
        """Tell what the line may take now, at most `room` messages."""
        limits, local = self.terms.limits, self._local(now)
        abroad = limits.abroad_per_day > count_in(use, ABROAD, local)
        if not self.counts:
            return Allowed(room, abroad=abroad)
        left = self._left(use, local)
        recipients = limits.recipients_per_month
        known = recipients is not None and count_in(use, RECIPIENTS, local) >= recipients
        return Allowed(
            max(0, min(room, left)),
            urgent_only=self._reserve_only(use, local),
            abroad=abroad,
            known_to=(self.terms.sim, f"{local:%Y-%m}") if known else None,
        )

    def used_up(self, use: Use, now: datetime) -> bool:
        """Tell whether nothing but what is urgent leaves by this line today."""
        return self._reserve_only(use, self._local(now))

    def take(self, jobs: Sequence[Job], now: datetime) -> list[tuple[str, str, datetime, int]]:
        """Count messages that leave now; gives what is to be written down."""
        segments = sum(len(job.segments) for job in jobs)
        abroad = sum(len(job.segments) for job in jobs if is_abroad(job.segments[0].to))
        self._minute.take(segments, now)
        local, sim = self._local(now), self.terms.sim
        kinds = [(kind, segments) for kind in (MINUTE, HOUR, DAY, MONTH)]
        return [(sim, kind, local, count) for kind, count in (*kinds, (ABROAD, abroad)) if count]

    def _left(self, use: Use, local: datetime) -> int:
        """Tell how many SMS are left of hour, day and month, the reserve too."""
        limits = self.terms.limits
        of = {HOUR: limits.per_hour, DAY: limits.per_day, MONTH: limits.per_month}
        left: list[int] = [limit - count_in(use, kind, local) for kind, limit in of.items() if limit is not None]
        return min(left, default=limits.per_minute)

    def _reserve_only(self, use: Use, local: datetime) -> bool:
        limits = self.terms.limits
        of = {DAY: limits.per_day, MONTH: limits.per_month}
        return any(
            limit is not None and count_in(use, kind, local) >= limit - limits.reserve for kind, limit in of.items()
        )

    def _local(self, now: datetime) -> datetime:
        return now.astimezone(self.terms.zone)
