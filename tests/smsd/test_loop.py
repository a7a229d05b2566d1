import threading

from config.logs import get_logger
from smsd.loop import Loop
from storage.engine import DatabaseError


class Steps:
    """A step that does what a script says, and tells when it has been called often enough."""

    def __init__(self, *script: bool | Exception) -> None:
        self._script = list(script)
        self.calls = 0
        self.called = threading.Condition()

    def __call__(self) -> bool:
        with self.called:
            self.calls += 1
            self.called.notify_all()
        outcome = self._script.pop(0) if self._script else False
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def wait_for(self, calls: int) -> bool:
        with self.called:
            return self.called.wait_for(lambda: self.calls >= calls, timeout=20)


def _loop(steps: Steps, interval: float = 60.0) -> Loop:
    loop = Loop("test", steps, interval, get_logger("test"))
    loop.start()
    return loop


def test_it_goes_on_at_once_while_there_is_more() -> None:
    steps = Steps(True, True, True, False)
    loop = _loop(steps)

    assert steps.wait_for(4)
    loop.stop()


def test_it_looks_by_itself_now_and_then_and_at_once_when_woken() -> None:
    steps = Steps()
    loop = _loop(steps, interval=0.01)
    assert steps.wait_for(3)
    loop.stop()

    steps = Steps()
    loop = _loop(steps)
    assert steps.wait_for(1)
    loop.wake()
    assert steps.wait_for(2)
    loop.stop()


def test_neither_a_lost_database_nor_a_bug_ends_it() -> None:
    steps = Steps(DatabaseError("gone"), ZeroDivisionError("a bug"), False)
    loop = _loop(steps, interval=0.01)

    assert steps.wait_for(4)
    loop.stop()


def test_stopping_does_a_last_round() -> None:
    steps = Steps()
    loop = _loop(steps)
    assert steps.wait_for(1)
    before = steps.calls
    loop.stop()

    assert steps.calls == before + 1


def test_stopping_what_never_started_is_fine() -> None:
    steps = Steps()
    Loop("test", steps, 1.0, get_logger("test")).stop()

    assert steps.calls == 0
