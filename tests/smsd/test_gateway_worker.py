"""The process around a gateway, with its daemon: nothing is lost and little comes twice when either is killed."""

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from sms.message import Outcome, Segment
from smsd.outbox import Job, Result
from smsd.supervisor import Line, Reactions
from smsd.transports.base import GatewayConfig
from smsd.virtual import smpp_wire
from smsd.virtual.smsc import VirtualSmsc
from smsd.wire import Arrived, Ask, EnterPin, State, Told

CITIZEN = "+6281110000100"


class Desk:
    """A line and what it told."""

    def __init__(self, smsc: VirtualSmsc, **options: object) -> None:
        self.arrived: list[Arrived] = []
        self.results: list[Result] = []
        self.told: list[Told] = []
        self.states: list[State] = []
        self.failures: list[Exception] = []
        self._changed = threading.Condition()
        account = {"host": "127.0.0.1", "port": smsc.port, "system_id": "aduan", "password": "rahasia"}
        window = options.get("window", 10)
        assert isinstance(window, int)
        self.line = Line(GatewayConfig("bind", "smpp", "smsc", window, account | options), 1, self._reactions())

    def _reactions(self) -> Reactions:
        def into(kept: list) -> Callable:
            def keep(_line: Line, what: object) -> None:
                with self._changed:
                    kept.append(what)
                    self._changed.notify_all()

            return keep

        return Reactions(
            arrived=into(self.arrived),
            rang=into([]),
            told=into(self.told),
            finished=into(self.results),
            changed=into(self.states),
            noticed=into([]),
            felt=into([]),
            enters_pin=lambda _line: None,
            failed=into(self.failures),
        )

    def until(self, holds: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(holds, 30), (self.states, self.results)

    def until_ready(self, times: int = 1) -> None:
        self.until(lambda: [state.state for state in self.states].count("ready") >= times)

    def kill_worker(self) -> None:
        pid = self.line.worker_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    @property
    def texts(self) -> list[str]:
        return [part.text for arrived in self.arrived for part in arrived.parts]


def job(number: int) -> Job:
    return Job(number, (Segment(f"{number}-1", CITIZEN, f"Laporan {number}"),))


@pytest.fixture
def smsc() -> Iterator[VirtualSmsc]:
    with VirtualSmsc() as made:
        yield made


@pytest.fixture
def desk(smsc) -> Iterator[Desk]:
    made = Desk(smsc, window=3)
    made.line.start()
    made.until_ready()
    yield made
    made.line.stop()
    assert made.failures == []


def test_sms_go_both_ways_and_are_acknowledged_when_they_are_durable(desk, smsc) -> None:
    sms = [smsc.deliver(f"+62811100001{number:02}", f"jalan {number}") for number in range(5)]
    desk.until(lambda: len(desk.texts) == 5)
    assert [each.statuses for each in sms] == [[]] * 5
    for arrived in desk.arrived:
        desk.line.delete(arrived)
    smsc.wait_for(lambda: all(each.statuses == [0] for each in sms))
    assert desk.line.room == 3
    desk.line.send([job(1), job(2), job(3)])
    desk.until(lambda: len(desk.results) == 3)
    assert {result.outcomes[0].outcome for result in desk.results} == {Outcome.ACCEPTED}
    assert smsc.texts() == ["Laporan 1", "Laporan 2", "Laporan 3"]


def test_what_could_not_be_stored_is_told_to_come_again(desk, smsc) -> None:
    sms = smsc.deliver(CITIZEN, "jalan rusak")
    desk.until(lambda: desk.texts)
    desk.line.delete(desk.arrived[0], keep=desk.arrived[0].handles)
    desk.until(lambda: len(desk.texts) == 2)
    desk.line.delete(desk.arrived[1])
    smsc.wait_for(lambda: sms.statuses == [0x64, 0])


def test_a_worker_that_is_killed_leaves_everything_with_the_smsc(desk, smsc) -> None:
    first, second = smsc.deliver(CITIZEN, "satu"), smsc.deliver("+6281110000101", "dua")
    desk.until(lambda: len(desk.texts) == 2)
    smsc.faults.unanswered_submits = 1
    desk.line.send([job(1), job(2), job(3)])
    smsc.wait_for(lambda: len(smsc.submitted) == 3)
    desk.until(lambda: len(desk.results) == 2)
    desk.kill_worker()
    desk.until_ready(2)
    outcomes = {result.message_id: result.outcomes[0].outcome for result in desk.results}
    assert outcomes == {1: Outcome.UNKNOWN, 2: Outcome.ACCEPTED, 3: Outcome.ACCEPTED}
    assert desk.line.room == 3
    # The new worker is handed both again, and knows that they may be the same.
    desk.until(lambda: len(desk.texts) == 4)
    again = [part for arrived in desk.arrived for part in arrived.parts][2:]
    assert all(part.again for part in again)
    for arrived in desk.arrived:
        desk.line.delete(arrived)
    smsc.wait_for(lambda: first.acknowledged and second.acknowledged)


def test_a_report_is_told_after_the_result_of_its_message(desk, smsc) -> None:
    smsc.faults.submit_seconds = 0.2
    desk.line.send([job(1)])
    smsc.wait_for(lambda: smsc.submitted)
    smsc.deliver_octets(CITIZEN, b"id:00000001 stat:DELIVRD", esm_class=4)
    desk.until(lambda: any(arrived.reports for arrived in desk.arrived))
    assert desk.results[0].outcomes[0].message_id == "00000001"


def test_what_nobody_can_decode_is_handed_up_too(desk, smsc) -> None:
    cut = smpp_wire.deliver(9, "6281110000100", "1708", b"", parameters={0x0424: b"jalan"})[:-2]
    smsc.say(len(cut).to_bytes(4, "big") + cut[4:])
    desk.until(lambda: any(arrived.pdus for arrived in desk.arrived))


def test_a_bind_is_no_modem(desk) -> None:
    assert desk.line.ask(Ask(7, "ussd", "*888#"))
    desk.until(lambda: desk.told)
    assert desk.told == [Told(7, error="this line is no modem")]


def test_a_stop_waits_for_the_answers_to_what_was_sent(smsc) -> None:
    smsc.faults.submit_seconds = 0.3
    desk = Desk(smsc)
    desk.line.start()
    desk.until_ready()
    desk.line.send([job(1), job(2)])
    smsc.wait_for(lambda: len(smsc.submitted) == 2)
    desk.line.stop()
    assert [result.outcomes[0].outcome for result in desk.results] == [Outcome.ACCEPTED] * 2


def test_a_message_that_cannot_be_written_takes_no_other_with_it(desk, smsc) -> None:
    desk.line.send([job(1), Job(2, (Segment("2-1", CITIZEN, "rahasia \N{CHECK MARK}"),)), job(3)])
    desk.until(lambda: len(desk.results) == 3)
    outcomes = {result.message_id: result.outcomes[0] for result in desk.results}
    assert [outcomes[number].outcome for number in (1, 2, 3)] == [Outcome.ACCEPTED, Outcome.PERMANENT, Outcome.ACCEPTED]
    assert outcomes[2].error == "cannot be written as a submit_sm: KeyError"
    assert [state.state for state in desk.states].count("ready") == 1


def test_a_message_of_which_all_had_been_sent_is_done(desk, smsc) -> None:
    desk.line.send([Job(1, ()), job(2)])
    desk.until(lambda: len(desk.results) == 2)
    assert desk.results[0] == Result(1, ())
    assert smsc.texts() == ["Laporan 2"]


def test_a_bug_is_told_without_what_it_was_about_and_the_line_lives_on(desk, smsc) -> None:
    smsc.faults.unanswered_submits = 1
    desk.line.send([job(1)])
    smsc.wait_for(lambda: smsc.submitted)
    channel = desk.line._channel
    assert channel is not None
    channel.send(EnterPin())
    desk.until_ready(2)
    told = next(state for state in desk.states if state.state == "failed")
    assert told.detail.startswith("AssertionError in _take, gateway_worker.py:")
    assert [result.outcomes[0].outcome for result in desk.results] == [Outcome.UNKNOWN]
