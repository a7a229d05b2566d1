"""A line and its workers, without a modem: what it does with jobs, news and deletions."""

import socket
import threading
from datetime import UTC, datetime

import pytest

from sms.message import InboundPart, Outcome, Segment, SendOutcome
from smsd import supervisor
from smsd.outbox import Job, Result
from smsd.supervisor import LADDER, Line, Reactions
from smsd.transports.base import GatewayConfig, Health, LineConfig, News, Rung
from smsd.wire import Arrived, Ask, Beat, Channel, Delete, EnterPin, HasPin, Rang, Sent, State, Told

EARLIER = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Listener:
    """What a line told; may raise at the first word."""

    def __init__(self, *, raises: bool = False) -> None:
        self.states: list[str] = []
        self.results: list[Result] = []
        self.failures: list[Exception] = []
        self.arrivals: list[Arrived] = []
        self.rings: list[Rang] = []
        self.told: list[Told] = []
        self.pins: list[Line] = []
        self.notices: list[News] = []
        self.health: list[Health] = []
        self._raises = raises
        self.changed = threading.Condition()

    def reactions(self) -> Reactions:
        return Reactions(
            arrived=lambda _line, arrived: self.arrivals.append(arrived),
            rang=lambda _line, rang: self.rings.append(rang),
            finished=lambda _line, result: self.results.append(result),
            changed=self._changed,
            noticed=lambda _line, news: self.notices.append(news),
            felt=lambda _line, health: self.health.append(health),
            told=lambda _line, told: self.told.append(told),
            enters_pin=self.pins.append,
            failed=lambda _line, error: self.failures.append(error),
        )

    def _changed(self, _line: Line, state: State) -> None:
        with self.changed:
            self.states.append(state.state)
            self.changed.notify_all()
        if self._raises and len(self.states) == 1:
            raise RuntimeError

    def wait_for(self, state: str, times: int = 1) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.states.count(state) >= times, timeout=30)


def _line(tmp_path, news: Listener) -> Line:
    return Line(LineConfig("modem1", "gammu", str(tmp_path / "absent")), 1, news.reactions())


def test_a_line_lives_on_when_what_it_tells_makes_somebody_raise(tmp_path) -> None:
    news = Listener(raises=True)
    line = _line(tmp_path, news)
    line.start()

    assert news.wait_for("waiting", times=2)
    assert [type(error) for error in news.failures] == [RuntimeError]
    line.stop()


def test_a_job_for_a_line_that_is_not_ready_comes_back_as_not_sent(tmp_path) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    line.start()
    assert news.wait_for("waiting")
    line.send([Job(1, (Segment("1-1", "+6281110000100", "Halo"),), attempt=3)])

    (result,) = news.results
    assert (result.message_id, result.attempt, result.outcomes[0].outcome) == (1, 3, Outcome.LINE_FAULT)
    assert line.room == 0
    line.stop()


def test_a_line_that_waits_for_its_modem_can_be_stopped(tmp_path) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    line.start()
    assert news.wait_for("waiting")
    line.stop()

    assert "restarting" not in news.states
    assert line.sending == set()


def test_a_ring_is_told(tmp_path, channels) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    line._hear(Rang(("+6281110000100",)), channels[0][0])

    assert news.rings == [Rang(("+6281110000100",))]


def test_what_an_administrator_should_know_is_told_and_changes_nothing(tmp_path, channels) -> None:
    told = Listener()
    line = _line(tmp_path, told)
    news = News("sim_nearly_full", "SM is nearly full: 40 of 50")
    line._hear(news, channels[0][0])
    line._hear(Health("TELKOMSEL", 60, 3, 50), channels[0][0])

    assert (told.notices, told.states) == ([news], [])
    assert told.health == [Health("TELKOMSEL", 60, 3, 50)]


@pytest.fixture
def channels():
    """Two workers' channels, one after the other: our end and theirs of each."""
    pairs = [tuple(map(Channel, socket.socketpair())) for _ in range(2)]
    yield pairs
    for pair in pairs:
        for end in pair:
            end.close()


def test_what_one_worker_read_is_never_deleted_by_the_next(tmp_path, channels) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    part = InboundPart("modem1", "+6281110000100", "bogor jalan rusak", None, handle="1")
    (first, first_end), (second, second_end) = channels
    for channel in (first, second):
        line._hear(Arrived((part,), ()), channel)
    for arrived in news.arrivals:
        line.delete(arrived)

    assert first_end.receive(timeout=1) == Delete(("1",))
    assert second_end.receive(timeout=1) == Delete(("1",))
    assert second_end.receive(timeout=0) is None


@pytest.mark.parametrize(
    ("began", "told", "outcome"),
    [
        (0, [], Outcome.LINE_FAULT),
        (1, [], Outcome.UNKNOWN),
        (1, [Sent(7, (SendOutcome("7-1", Outcome.ACCEPTED, reference=3),))], Outcome.ACCEPTED),
    ],
    ids=["never begun", "begun", "sent"],
)
def test_of_a_worker_that_died_all_that_it_told_is_heard(tmp_path, channels, began, told, outcome) -> None:
    listener = Listener()
    line = _line(tmp_path, listener)
    ours, theirs = channels[0]
    # Of the worker before this one nothing is left.
    line._mark.set(7)
    line._begin(ours)
    line._hear(State("ready"), ours)
    line.send([Job(7, (Segment("7-1", "+6281110000100", "Halo"),))])
    if began:
        line._mark.set(began)
    for frame in told:
        theirs.send(frame)
    theirs.close()
    line._end(ours)

    assert [result.outcomes[0].outcome for result in listener.results] == [outcome]


def test_of_many_messages_with_a_gateway_those_not_begun_with_are_certainly_not_sent(channels) -> None:
    listener = Listener()
    line = Line(GatewayConfig("bind", "smpp", "smsc", window=5, options={}), 1, listener.reactions())
    ours, theirs = channels[0]
    line._begin(ours)
    line._hear(State("ready"), ours)
    line.send([Job(number, (Segment(f"{number}-1", "+6281110000100", "Halo"),)) for number in (11, 12, 13, 14)])
    assert (line.room, line.sending) == (1, {11, 12, 13, 14})
    line._mark.set(3)
    theirs.send(Sent(12, (SendOutcome("12-1", Outcome.ACCEPTED, message_id="a1"),)))
    theirs.close()
    line._end(ours)

    outcomes = {result.message_id: result.outcomes[0].outcome for result in listener.results}
    assert outcomes == {
        11: Outcome.UNKNOWN,
        12: Outcome.ACCEPTED,
        13: Outcome.UNKNOWN,
        14: Outcome.LINE_FAULT,
    }


def test_a_gateway_hears_when_the_last_sms_came_in(channels) -> None:
    line = Line(GatewayConfig("bind", "smpp", "smsc", 5, {}, heard=EARLIER), 1, Listener().reactions())
    (first, first_end), (second, second_end) = channels
    line._begin(first)
    assert first_end.receive(timeout=1).config.heard == EARLIER
    part = InboundPart("bind", "+6281110000100", "bogor jalan rusak", None, handle="a.1")
    line._hear(Arrived((part,), ()), first)
    line._begin(second)
    assert second_end.receive(timeout=1).config.heard > EARLIER


def test_it_climbs_the_ladder_until_the_line_is_well_again(tmp_path, channels, monkeypatch) -> None:
    line = _line(tmp_path, Listener())
    ours, theirs = channels[0]

    def next_rung() -> Rung:
        line._begin(ours)
        return theirs.receive(timeout=1).rung

    climbed = []
    for _ in range(len(LADDER) + 1):
        climbed.append(next_rung())
        line._hear(State("failed", "no answer"), ours)
    assert climbed == [*LADDER, LADDER[0]]

    # It opened, but that alone does not mean that it works.
    line._hear(State("ready"), ours)
    line._hear(State("failed", "no answer"), ours)
    assert next_rung() is LADDER[(len(LADDER) + 2) % len(LADDER)]
    monkeypatch.setattr(supervisor, "WELL_SECONDS", -1.0)
    line._hear(State("ready"), ours)
    line._hear(State("failed", "no answer"), ours)
    assert next_rung() is LADDER[1]


def test_a_line_that_searches_for_a_network_takes_nothing(tmp_path, channels) -> None:
    line = _line(tmp_path, Listener())
    line._hear(State("ready"), channels[0][0])
    assert line.room == 1
    line._hear(State("searching"), channels[0][0])
    assert line.room == 0


def test_the_worker_hears_when_the_pin_is_written_down(tmp_path, channels) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    line._hear(HasPin(), channels[0][0])

    assert news.pins == [line]
    assert channels[0][1].receive(timeout=1) == EnterPin()


def test_a_worker_that_is_silent_for_longer_than_it_said_is_given_up(tmp_path, channels) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    channels[0][1].send(Beat(0.0))
    line._listen(channels[0][0])

    assert news.states == ["failed"]


def test_what_is_asked_reaches_a_worker_that_has_opened_its_modem(tmp_path, channels) -> None:
    news = Listener()
    line = _line(tmp_path, news)
    ours, theirs = channels[0]
    line._begin(ours)
    assert not line.ask(Ask(1, "at", "AT"))
    line._hear(State("searching"), ours)
    assert line.ask(Ask(1, "at", "AT"))
    theirs.receive(timeout=1)
    assert theirs.receive(timeout=1) == Ask(1, "at", "AT")

    line._hear(Told(1, "OK"), ours)
    assert news.told == [Told(1, "OK")]
