"""A citizen's report as a person with pen and paper would keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tests.ledger import Case, Stint

ON_SITE = frozenset({"PUPR", "PERKIM", "DISHUB", "DLH", "SATPOLPP", "DAMKAR", "BPBD", "PDAM", "PLN", "POLRES"})
"""Whose matters lie somewhere: they have five working days, all others fourteen days of the calendar."""
POSTS = frozenset({"INTEGRITY"})
"""What is in the hands of a post is nobody's figure."""
WORKING_DAYS, DAYS, RESPOND, CLOSE_AFTER = 5, 14, 5, 10


@dataclass
class Report(Case):
    """A report, what it says, and what became of it.

    `stints` are the hands it was in since it was last in none; without any somebody has to choose. `gone` tells that
    it was withdrawn, or is a duplicate. `heard` and `sent` are SMS about it, from its reporter and to anybody.
    """

    place: int = 0
    topic: str | None = None
    village: str | None = None
    district: str | None = None
    kind: str = "complaint"
    hidden: bool = False
    urgent: bool = False
    asked: int = 0
    answered: datetime | None = None
    spoke: datetime | None = None
    waits_since: datetime | None = None
    reopened: int = 0
    bounced: int = 0
    rating: int | None = None
    closed: datetime | None = None
    gone: str | None = None
    heard: int = 1
    sent: int = 0
    touched: datetime | None = None

    @property
    def hands(self) -> Stint | None:
        """The hands that it is in, or was in last; none while somebody has to choose."""
        return self.stints[-1] if self.stints else None

    @property
    def agency(self) -> str | None:
        """Whose it is."""
        return self.stints[-1].agency if self.stints else None

    @property
    def is_done(self) -> bool:
        """Tell whether nobody has anything left to do."""
        return self.stints != [] and self.last.done is not None

    @property
    def counts(self) -> bool:
        """Tell whether somebody has, or had, to do something about it."""
        return self.kind != "praise" and self.gone != "duplicate"

    @property
    def is_finished(self) -> bool:
        """Tell whether its agency has done what there was to do."""
        return self.is_done and self.counts and self.gone is None

    def due(self, now: datetime) -> datetime | None:
        """Tell until when its agency has to be done with it."""
        working = self.last.agency in ON_SITE
        return self.last.due(WORKING_DAYS if working else DAYS, now, working=working)

    def respond_by(self) -> datetime:
        """Tell until when its agency has to take it up."""
        due = Stint(self.last.agency, self.last.since).due(RESPOND, self.last.since)
        assert due is not None
        return due


@dataclass(frozen=True)
class Span:
    """A time that is counted: its first day, and the first day after it."""

    first: date
    end: date
