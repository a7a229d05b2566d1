"""The table of the crash matrix: at which points the daemon is killed, and what each of them may cost.

A new point is a row of `POINTS`. What is there before the daemon starts is its `prepare`, what else must hold in the
end its `check`; both get the scene (`crash_scene.Scene`) with its database and its network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from sms.clock import SystemClock
from sms.message import InboundPart, OutboundMessage, Priority
from sms.msisdn import classify
from smsd import inbox
from smsd.inbox import Windows
from smsd.joining import MISSING
from storage import inbound, lines, subscribers
from storage.changes import Changes
from tests.smsd import crash_office as office
from tests.smsd.crash_mo import Mo

if TYPE_CHECKING:
    from tests.smsd.crash_scene import Scene


@dataclass(frozen=True)
class Call:
    """A call of a function in the daemon: its arguments, `self` too, and once it is over what it gave."""

    args: tuple[Any, ...]
    result: Any = None


@dataclass(frozen=True)
class Inside:
    """The daemon kills itself before or after a function of its own ("module:name"), at the n-th call that counts."""

    when: Literal["before", "after"]
    function: str
    counts: Callable[[Call], Any] = lambda _call: True
    nth: int = 1
    group: bool = False


@dataclass(frozen=True)
class Accepted:
    """The network kills the daemon when it has taken the n-th message; the modem has not heard of that yet."""

    nth: int = 1
    group: bool = False


Kill = Inside | Accepted
"""How a run of the daemon ends; `group`: its worker is killed too, else the worker ends when it finds itself alone."""


NEVER, PERHAPS, ONCE = frozenset({0}), frozenset({0, 1}), frozenset({1})
"""How many answers come twice: none, if the modem had not sent it; one, if it had; either, if the kill races it."""


@dataclass(frozen=True)
class Point:
    """A point, and what comes of it: each of `kills` ends one run, and the run after them settles everything.

    `doubled` is how many messages may reach a phone twice, `unknown` how many are left for a person to decide on.
    `worker` kills the worker alone, once, in the last run. `prepare` gives the MOs that it has put into the database;
    `check` says what is wrong in the end.
    """

    name: str
    kills: tuple[Kill, ...]
    doubled: frozenset[int] = NEVER
    unknown: frozenset[int] = NEVER
    prepare: Callable[[Scene], Iterable[Mo]] = lambda _scene: ()
    check: Callable[[Scene], Iterable[str]] = lambda _scene: ()
    transports: tuple[str, ...] = ("at", "gammu")
    worker: Inside | None = None


_HEAD, _TAIL = "bogor lampu penerangan jalan", " padam sejak minggu lalu di dekat stasiun"
_OVERDUE = Mo("+6281110001009", _HEAD + MISSING + _TAIL)
_OFFICER = "+6281110001010"


def _with_an_overdue_part(scene: Scene) -> list[Mo]:
    """Store the first and the third part of a message whose second one has not come for more than a day."""
    then = SystemClock().now() - timedelta(hours=25)
    parts = [
        InboundPart("modem1", _OVERDUE.sender, text, then, handle="", reference=9, total=3, sequence=sequence)
        for sequence, text in ((1, _HEAD), (3, _TAIL))
    ]
    with scene.database.write() as connection:
        inbox.store(connection, parts, lines.ids_of(connection, [("modem1", "gammu")]), then, Windows())
    return [_OVERDUE]


def _it_says_that_a_part_is_missing(scene: Scene) -> list[str]:
    with scene.database.read() as connection:
        marked = [row["text"] for row in inbound.listing(connection, limit=100) if row["incomplete"]]
    return [] if marked == [_OVERDUE.text] else [f"marked as incomplete: {marked}"]


def _with_two_segments(priority: Priority) -> Callable[[Scene], Iterable[Mo]]:
    """Queue a message of two segments that answers no MO."""

    def prepare(scene: Scene) -> Iterable[Mo]:
        now = SystemClock().now()
        changes = Changes()
        with scene.database.write() as connection:
            officer = subscribers.ids_of(connection, [classify(_OFFICER)], now)[_OFFICER]
            text = "Laporan di wilayah Anda minggu ini:" + " jalan, lampu, sampah;" * 8
            changes.send(OutboundMessage("two segments", officer, text, priority), now)
            changes.write(connection)
        return ()

    return prepare


def _parts(call: Call) -> Any:
    return call.args[-1].parts or call.args[-1].pdus


def _pdus(call: Call) -> Any:
    return call.args[1]


def _reports(call: Call) -> Any:
    return call.args[-1].reports


def _deletes(call: Call) -> Any:
    return call.args[0]._deletes


def _sends(call: Call) -> Any:
    return call.args[0]._sends


def _is_first_of_more(call: Call) -> bool:
    segment = call.args[1]
    return bool(segment.sequence < segment.total)


def _some(call: Call) -> Any:
    return call.result


def _messages(call: Call) -> Any:
    return call.result.messages


def _recorded(call: Call) -> Any:
    return call.args[0]._unrecorded


def _results(call: Call) -> Any:
    return call.args[1]


_ARRIVED, _FINISHED = "smsd.daemon:Daemon._arrived", "smsd.daemon:Daemon._finished"
_SEND, _DELETE = "smsd.supervisor:Line.send", "smsd.supervisor:Line.delete"
_HAND_UP = "smsd.worker:Worker._hand_up"
_REMOVE = "smsd.transports.storage:Storage._remove"
_AT, _GAMMU = "smsd.transports.at:AtTransport", "smsd.transports.gammu:GammuTransport"
_SENT_FIRST = Inside("before", _FINISHED)

# The first call that counts is about what lies on the SIM at the start: a short MO, and two of three parts of a long
# one. The second is about what comes once that is settled: another short MO, and the third part.
POINTS: tuple[Point, ...] = (
    # The way in: what is not durable is still on the SIM, what is durable is known again.
    Point("parts_read", (Inside("before", _ARRIVED, _parts, nth=2),)),
    Point("parts_stored_not_committed", (Inside("after", "smsd.inbox:store", _some, nth=2),)),
    # Octets have a commit of their own, and are decoded in the next.
    Point("pdus_stored_not_committed", (Inside("after", "storage.pdus:add", _some, nth=2),), transports=("at",)),
    Point("pdus_not_decoded", (Inside("before", "smsd.decoding:Decoding.decode", _pdus, nth=2),), transports=("at",)),
    Point("decoded_not_committed", (Inside("after", "storage.pdus:remove", nth=2),), transports=("at",)),
    Point("two_of_three_parts_committed", (Inside("before", _DELETE, _parts),)),
    Point("parts_committed", (Inside("before", _DELETE, _parts, nth=2),)),
    Point("two_of_three_parts_told_to_be_deleted", (Inside("after", _DELETE, _parts),)),
    Point("deletion_told", (Inside("after", _DELETE, _parts, nth=2),)),
    Point("deletion_told_and_worker_killed", (Inside("after", _DELETE, _parts, nth=2, group=True),)),
    # The worker dies, the daemon lives: it holds nothing that is not on the SIM or written down.
    Point("worker_has_read", (), worker=Inside("before", _HAND_UP, _parts, nth=2)),
    Point("worker_has_handed_up", (), worker=Inside("after", _HAND_UP, _parts, nth=2)),
    Point("worker_was_told_to_delete", (), worker=Inside("before", "smsd.worker:Worker._delete", _deletes, nth=2)),
    Point(
        "worker_has_deleted_one_of_three",
        (),
        worker=Inside("after", _REMOVE),
        transports=("at",),
    ),
    Point("worker_has_deleted", (), worker=Inside("after", _AT + ".delete", nth=2), transports=("at",)),
    Point("worker_has_deleted_by_gammu", (), worker=Inside("after", _GAMMU + ".delete"), transports=("gammu",)),
    Point("worker_was_told_to_send", (), worker=Inside("before", "smsd.worker:Worker._send", _sends)),
    Point("worker_has_sent", (), PERHAPS, worker=Inside("after", _AT + ".send"), transports=("at",)),
    Point("worker_has_sent_by_gammu", (), PERHAPS, worker=Inside("after", _GAMMU + ".send"), transports=("gammu",)),
    Point(
        "worker_has_sent_one_of_two_segments",
        (),
        PERHAPS,
        prepare=_with_two_segments(Priority.UPDATE),
        worker=Inside("after", _AT + ".send", _is_first_of_more),
        transports=("at",),
    ),
    # Processing: all of it, or nothing.
    Point("processed_not_committed", (Inside("after", "storage.inbound:forget_solved", nth=2),)),
    Point("processed_and_committed", (Inside("after", "smsd.processing:Processor.process", _messages, nth=2),)),
    # The way out: from the hand-over on nobody can tell whether the modem has sent it.
    Point("claimed_not_committed", (Inside("after", "smsd.outbox:claim", _some, nth=2),)),
    Point("claimed_and_committed", (Inside("before", _SEND, nth=2),)),
    Point("handed_to_the_worker", (Inside("after", _SEND, nth=2),), PERHAPS),
    Point("handed_to_the_worker_and_it_is_killed", (Inside("after", _SEND, nth=2, group=True),), PERHAPS),
    Point("accepted_by_the_network", (Accepted(nth=2),), ONCE),
    Point("accepted_by_the_network_and_worker_killed", (Accepted(nth=2, group=True),), ONCE),
    Point("result_read", (Inside("before", _FINISHED, nth=2),), ONCE),
    Point("result_recorded_not_committed", (Inside("after", "smsd.outbox:record", _results, nth=2),), ONCE),
    # In the same transaction the next one has been claimed.
    Point("result_committed", (Inside("after", "smsd.sending:Sending._record_and_claim", _recorded, nth=2),)),
    Point("update_accepted", (Accepted(),), ONCE, prepare=_with_two_segments(Priority.UPDATE)),
    # It comes again by itself, so it is not sent again.
    Point("digest_accepted", (Accepted(),), unknown=ONCE, prepare=_with_two_segments(Priority.DIGEST)),
    # Delivery reports. This network is so quick that the result of the message itself may not be committed yet.
    Point("report_read", (Inside("before", _ARRIVED, _reports),), PERHAPS),
    Point("report_recorded_not_committed", (Inside("after", "smsd.outbox:record_reports", _some),), PERHAPS),
    Point("report_committed", (Inside("before", _DELETE, _reports),)),
    Point("deletion_of_a_report_told", (Inside("after", _DELETE, _reports),)),
    # Upkeep.
    Point(
        "overdue_closed_not_committed",
        (Inside("after", "smsd.inbox:close_overdue", _some),),
        prepare=_with_an_overdue_part,
        check=_it_says_that_a_part_is_missing,
    ),
    Point(
        "overdue_closed_and_committed",
        (Inside("after", "smsd.flows:Upkeep.step"),),
        prepare=_with_an_overdue_part,
        check=_it_says_that_a_part_is_missing,
    ),
    # A second crash, while the first one is being settled, or in the middle of the second try.
    Point("take_over_not_committed", (_SENT_FIRST, Inside("after", "smsd.outbox:abandon", _some)), ONCE),
    Point("take_over_committed", (_SENT_FIRST, Inside("after", "smsd.daemon:Daemon._take_over")), ONCE),
    # The report on the first try, if it was not read before the second crash, tells that nobody need decide.
    Point("second_try_claimed", (_SENT_FIRST, Inside("before", _SEND)), NEVER, unknown=PERHAPS),
    Point("second_try_accepted", (Accepted(), Accepted()), ONCE),
    # The scheduled jobs: a digest's place is taken together with its SMS, and so is what a citizen is told of. They run
    # beside the others: where a line is quick, an answer may be on its way; or, while a citizen's news are written, the
    # digest, which is not sent twice.
    Point("digest_due", (Inside("before", "storage.digests:take"),), PERHAPS, **office.DIGEST),
    Point("digest_taken_not_committed", (Inside("after", "storage.digests:take", _some),), PERHAPS, **office.DIGEST),
    Point("digest_queued_not_committed", (Inside("after", "storage.tasks:mark_told"),), PERHAPS, **office.DIGEST),
    Point("digest_committed", (Inside("before", "storage.jobs:record", nth=2),), PERHAPS, **office.DIGEST),
    Point("digest_job_recorded", (Inside("after", "storage.jobs:record", nth=2),), PERHAPS, **office.DIGEST),
    Point("news_taken_not_committed", (Inside("after", "storage.complaints:untold_events"),), PERHAPS, **office.NEWS),
    Point("news_queued_not_committed", (Inside("after", "complaints.jobs.news:_tell"),), PERHAPS, **office.NEWS),
    Point("news_committed", (Inside("before", "storage.jobs:record", nth=2),), PERHAPS, **office.NEWS),
    # Its report may be read before it is sent again.
    Point("news_accepted_by_the_network", (Accepted(nth=2),), PERHAPS, **office.NEWS),
    # An officer's command: the step and its echo are one transaction with the message.
    Point("order_done_not_committed", (Inside("after", "complaints.talk.desk:Desk.do"),), **office.ORDER),
    Point("order_committed", (Inside("after", "smsd.processing:Processor.process", _messages),), **office.ORDER),
)
