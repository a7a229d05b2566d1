"""When the network reports on a message, and what (3GPP TS 23.040 sections 9.2.2.3 and 9.2.3.15)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DELIVERED, TRYING, FAILED = 0x00, 0x30, 0x41
"""TP-Status: received by the phone; the centre still tries; it has given up, the phone being no good for it."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its TP-Status, and after how many further messages it comes; None waits until it is told to."""

    status: int = DELIVERED
    after: int | None = 0


class Reporter:
    """What is to be reported on which message; the network's lock guards it."""

    def __init__(self, plan: tuple[Report, ...]) -> None:
        self.plan = plan
        self._plans: deque[tuple[Report, ...]] = deque()
        self._late: list[tuple[int | None, Callable[[], bytes]]] = []

    def plan_next(self, plan: tuple[Report, ...]) -> None:
        """Treat one of the next messages otherwise."""
        self._plans.append(plan)

    def accepted(self, write: Callable[[int], bytes] | None) -> list[bytes]:
        """Hear of one more message; gives the reports to be sent now. `write` makes one, if they are asked for."""
        self._late = [(after and after - 1, late) for after, late in self._late]
        due = self._take(lambda after: after == 0)
        if write:
            plan = self._plans.popleft() if self._plans else self.plan
            due += [write(report.status) for report in plan if report.after == 0]
            self._late += [(report.after, partial(write, report.status)) for report in plan if report.after != 0]
        return due

    def all_late(self) -> list[bytes]:
        """Give all that is still to come."""
        return self._take(lambda _: True)

    def _take(self, wanted: Callable[[int | None], bool]) -> list[bytes]:
        taken = [write() for after, write in self._late if wanted(after)]
        self._late = [(after, write) for after, write in self._late if not wanted(after)]
        return taken
