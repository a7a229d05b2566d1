"""The worker in this process, around a transport of paper: what it does in which order."""

import os
import queue
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from sms.message import InboundPart, Outcome, Segment, SendOutcome
from smsd import worker
from smsd.transports.base import (
    Health,
    LineConfig,
    LineInfo,
    LineRefusedError,
    News,
    Received,
    RequestError,
    Rung,
    TransportError,
    UssdAnswer,
)
from smsd.wire import (
    Arrived,
    Ask,
    Channel,
    ChannelClosedError,
    Delete,
    EnterPin,
    HasPin,
    Mark,
    Rang,
    Send,
    Sent,
    Start,
    State,
    Stop,
    Told,
)


class PaperTransport:
    """A line made of lists; the test puts messages in and sees what is left."""

    receive_seconds = 10.0
    send_seconds = 20.0

    def __init__(self, config: LineConfig) -> None:
        self.config = config
        self.stored = {str(place): f"text {place}" for place in range(120)}
        self.refuse: set[str] = set()
        self.open_error: TransportError | None = None
        self.broken = False
        self.closed = False
        self.looks = 0
        self.rings: list[str] = []
        self.news: tuple[News, ...] = ()
        self.hears_calls = True
        self.registered = True
        self.wants_pin = self.pin_entered = False
        self.rungs: list[Rung] = []
        self.hung_up = False
        self.signal = 60
        self.ear, self.bell = os.pipe()

    def fileno(self) -> int:
        return self.ear

    def hears_news(self) -> bool:
        return os.read(self.ear, 1) == b"!"

    def open(self, before_pin: Callable[[], None] = lambda: None) -> LineInfo:
        if self.open_error:
            raise self.open_error
        if self.wants_pin:
            before_pin()
            self.pin_entered = True
        return LineInfo(imei="35", hears_calls=self.hears_calls, registered=self.registered)

    def revive(self, rung: Rung) -> None:
        self.rungs.append(rung)

    def receive(self, limit: int) -> Received:
        self.looks += 1
        if self.broken:
            raise TransportError("gone")
        found = list(self.stored.items())[:limit]
        parts = [InboundPart("modem1", "+6281110000100", text, None, handle) for handle, text in found]
        callers, self.rings = tuple(self.rings), []
        news, self.news = self.news, ()
        remaining = len(self.stored) > limit
        return Received(tuple(parts), callers=callers, remaining=remaining, news=news, registered=self.registered)

    def health(self) -> Health:
        return Health("VIRTUAL", self.signal, len(self.stored), 200)

    def delete(self, handles: Sequence[str]) -> None:
        for handle in handles:
            self.stored.pop(handle, None)

    def send(self, segment: Segment) -> SendOutcome:
        if segment.text in self.refuse:
            return SendOutcome(segment.key, Outcome.RETRY_SOON, error="no")
        return SendOutcome(segment.key, Outcome.ACCEPTED, reference=1)

    def command(self, text: str) -> str:
        if text == "AT+NONSENSE":
            raise RequestError("ERROR")
        return f"said to {text}"

    def ussd(self, text: str) -> UssdAnswer:
        return UssdAnswer(f"menu of {text}", is_open=True)

    def hang_up_ussd(self) -> None:
        self.hung_up = True

    def close(self) -> None:
        self.closed = True


class Bench:
    """A worker running in a thread, the daemon's end of its channel, and its transport."""

    def __init__(self, monkeypatch, tmp_path) -> None:
        device = tmp_path / "ttyUSB0"
        device.touch()
        self.device = device
        self.transport = PaperTransport(LineConfig("modem1", "paper", str(device)))
        monkeypatch.setattr(worker, "transport_of", lambda _config: self.transport)
        ours, theirs = socket.socketpair()
        self.channel = Channel(ours)
        self.mark = Mark()
        self._theirs = Channel(theirs)
        self.status: queue.Queue[int | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def close(self) -> None:
        """Close both ends, once the worker is through with its own."""
        self.channel.close()
        self._thread.join(10)
        self._theirs.close()
        self.mark.close()
        os.close(self.transport.ear)
        os.close(self.transport.bell)

    def start(self, rung: Rung = Rung.RECONNECT) -> None:
        self.channel.send(Start(self.transport.config, rung))
        self._thread.start()

    def _run(self) -> None:
        try:
            self.status.put(worker.run(self._theirs, self.mark))
        except ChannelClosedError:
            self.status.put(None)

    def next(self, kind: type):
        """Wait for the next frame of a kind."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            frame = self.channel.receive(timeout=1)
            if isinstance(frame, kind):
                return frame
        raise AssertionError(f"no {kind.__name__} came")


@pytest.fixture
def bench(monkeypatch, tmp_path) -> Iterator[Bench]:
    made = Bench(monkeypatch, tmp_path)
    yield made
    made.close()


def test_what_it_reads_stays_until_it_is_durable_and_then_goes(bench) -> None:
    bench.start()
    first = bench.next(Arrived)
    looks = bench.transport.looks

    assert len(first.parts) == worker.READ_AT_ONCE
    assert len(bench.transport.stored) == 120
    # While these are not durable it sends, but reads nothing more.
    bench.channel.send(Send(1, (Segment("1-1", "+6281110000100", "Halo"),)))
    bench.next(Sent)
    assert bench.transport.looks == looks

    bench.channel.send(Delete(tuple(first.handles)))
    second = bench.next(Arrived)
    assert not set(first.handles) & set(second.handles)
    bench.channel.send(Delete(tuple(second.handles)))
    third = bench.next(Arrived)
    bench.channel.send(Delete(tuple(third.handles)))
    bench.channel.send(Stop())

    assert bench.status.get(timeout=10) == 0
    assert bench.transport.stored == {}
    assert bench.transport.closed


def test_what_cannot_be_stored_is_left_alone_and_the_rest_is_read(bench) -> None:
    bench.start()
    first = bench.next(Arrived)
    bad, *good = sorted(first.handles, key=int)
    bench.channel.send(Delete(tuple(good), keep=(bad,)))
    second = bench.next(Arrived)
    assert bad not in second.handles
    bench.channel.send(Delete(tuple(second.handles)))
    third = bench.next(Arrived)
    bench.channel.send(Delete(tuple(third.handles)))
    bench.channel.send(Stop())

    assert bench.status.get(timeout=10) == 0
    assert list(bench.transport.stored) == [bad]


def test_who_called_is_told_and_nothing_has_to_be_deleted_for_it(bench) -> None:
    bench.transport.stored.clear()
    bench.transport.rings = ["+6281110000100", ""]
    bench.start()

    assert bench.next(Rang) == Rang(("+6281110000100", ""))
    # It goes on looking: an SMS that comes now is read.
    bench.transport.stored["1"] = "bogor jalan rusak"
    assert bench.next(Arrived).handles == {"1"}
    bench.channel.send(Delete(("1",)))
    bench.channel.send(Stop())
    assert bench.status.get(timeout=10) == 0


def test_what_an_administrator_should_know_is_told_and_the_line_works_on(bench) -> None:
    news = News("sim_slot_stuck", "slot SM:1 cannot be deleted and is left alone")
    bench.transport.news = (news,)
    bench.start()
    assert bench.next(News) == news
    assert bench.next(Arrived).parts


def test_a_line_that_has_nothing_to_do_tells_how_it_is_once_until_that_changes(bench, monkeypatch) -> None:
    bench.transport.stored.clear()
    monkeypatch.setattr(worker, "HEALTH_SECONDS", 0.0)
    bench.start()
    assert bench.next(Health) == Health("VIRTUAL", 60, 0, 200)
    bench.transport.signal = 40
    assert bench.next(Health) == Health("VIRTUAL", 40, 0, 200)


def test_a_modem_that_does_not_tell_who_calls_works_and_says_so(bench) -> None:
    bench.transport.hears_calls = False
    bench.start()
    bench.next(State)

    ready = bench.next(State)
    assert ready.state == "ready"
    assert "missed calls go unheard" in ready.detail


def test_the_first_segment_that_is_not_accepted_ends_a_message(bench) -> None:
    bench.transport.stored.clear()
    bench.transport.refuse = {"two"}
    bench.start()
    segments = tuple(Segment(f"1-{n}", "+6281110000100", text) for n, text in enumerate(("one", "two", "three"), 1))
    bench.channel.send(Send(1, segments))

    sent = bench.next(Sent)
    assert [(outcome.key, outcome.outcome) for outcome in sent.outcomes] == [
        ("1-1", Outcome.ACCEPTED),
        ("1-2", Outcome.RETRY_SOON),
    ]
    bench.channel.send(Stop())
    assert bench.status.get(timeout=10) == 0


def test_stopping_finishes_what_is_under_way(bench) -> None:
    bench.transport.stored.clear()
    bench.start()
    bench.channel.send(Send(1, (Segment("1-1", "+6281110000100", "Halo"),)))
    bench.channel.send(Stop())

    assert bench.next(Sent).outcomes[0].outcome is Outcome.ACCEPTED
    assert bench.status.get(timeout=10) == 0


def test_a_line_that_fails_ends_the_worker_with_the_reason(bench) -> None:
    bench.transport.broken = True
    bench.start()

    assert [bench.next(State).state for _ in range(2)] == ["opening", "ready"]
    failed = bench.next(State)
    assert (failed.state, failed.detail) == ("failed", "gone")
    assert bench.status.get(timeout=10) == 1


def test_a_line_that_only_a_person_can_help_is_not_tried_again(bench) -> None:
    bench.transport.open_error = LineRefusedError("wrong PIN")
    bench.start()
    bench.next(State)

    assert bench.next(State) == State("refused", "wrong PIN")
    bench.channel.send(Stop())
    assert bench.status.get(timeout=10) == 0


def test_what_the_modem_says_makes_it_look_at_once_and_other_noise_does_not(bench) -> None:
    bench.transport.config = LineConfig("modem1", "paper", str(bench.device), poll_seconds=3600)
    bench.transport.stored = {}
    bench.start()
    bench.next(State)
    _until(lambda: bench.transport.looks == 1)
    os.write(bench.transport.bell, b"?")
    _until(lambda: not select.select([bench.transport.ear], [], [], 0.0)[0])
    bench.transport.stored = {"7": "halo"}
    os.write(bench.transport.bell, b"!")
    assert bench.next(Arrived).parts[0].text == "halo"
    assert bench.transport.looks == 2


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


def test_a_modem_that_is_not_there_yet_is_waited_for(bench) -> None:
    bench.device.unlink()
    bench.start()
    assert "is not there yet" in bench.next(State).detail
    bench.device.touch()

    assert bench.next(State).state == "opening"
    assert bench.next(State).info.imei == "35"
    bench.channel.send(Stop())
    assert bench.status.get(timeout=10) == 0


def test_a_modem_that_another_process_drives_is_waited_for(bench) -> None:
    import fcntl

    with bench.device.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        bench.start()
        assert "in use by another process" in bench.next(State).detail
    assert bench.next(State).state == "opening"
    bench.channel.send(Stop())
    assert bench.status.get(timeout=10) == 0


def test_without_a_daemon_the_worker_ends(bench) -> None:
    bench.start()
    bench.next(Arrived)
    bench.channel.close()

    assert bench.status.get(timeout=10) is None
    assert len(bench.transport.stored) == 120


def test_it_brings_the_device_back_as_it_is_told(bench) -> None:
    bench.start(Rung.RADIO)

    assert bench.next(State).detail.endswith("its radio off and on")
    assert bench.next(State).state == "ready"
    assert bench.transport.rungs == [Rung.RADIO]


def test_it_tells_when_the_network_is_lost_and_found(bench) -> None:
    bench.start()
    states = [bench.next(State).state for _ in range(2)]
    for registered in (False, True):
        arrived = bench.next(Arrived)
        bench.transport.registered = registered
        bench.channel.send(Delete(tuple(arrived.handles)))
        states.append(bench.next(State).state)

    assert states == ["opening", "ready", "searching", "ready"]


def test_without_a_network_for_long_the_line_fails(bench, monkeypatch) -> None:
    monkeypatch.setattr(worker, "WITHOUT_NETWORK_SECONDS", -1.0)
    bench.transport.registered = False
    bench.start()

    assert [bench.next(State).state for _ in range(3)] == ["opening", "searching", "failed"]
    assert bench.status.get(timeout=20) == 1


def test_a_pin_is_entered_once_that_is_written_down(bench) -> None:
    bench.transport.wants_pin = True
    bench.start()
    bench.next(HasPin)
    assert not bench.transport.pin_entered
    bench.channel.send(EnterPin())
    assert [bench.next(State).state] == ["ready"]
    assert bench.transport.pin_entered


def test_a_pin_that_is_not_written_down_is_not_entered(bench) -> None:
    bench.transport.wants_pin = True
    bench.start()
    bench.next(HasPin)
    bench.channel.send(Stop())

    assert bench.status.get(timeout=20) == 1
    assert not bench.transport.pin_entered


def test_it_answers_what_an_administrator_asks(bench) -> None:
    bench.start()
    asked = [Ask(1, "at", "AT+CSQ"), Ask(2, "at", "AT+NONSENSE"), Ask(3, "ussd", "*888#"), Ask(4, "ussd_end", "")]
    for each in asked:
        bench.channel.send(each)

    assert [bench.next(Told) for _ in asked] == [
        Told(1, "said to AT+CSQ"),
        Told(2, error="ERROR"),
        Told(3, "menu of *888#", is_open=True),
        Told(4),
    ]
    assert bench.transport.hung_up


def test_a_restart_that_is_asked_for_ends_it_and_so_opens_the_modem_again(bench) -> None:
    bench.start()
    bench.channel.send(Ask(1, "reset", ""))

    assert bench.next(Told) == Told(1, "restarted; it is opened again")
    assert bench.status.get(timeout=20) == 1
    assert bench.transport.rungs == [Rung.RESTART]
