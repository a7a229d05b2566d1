"""Threads that write to one SQLite database share their commits, and nothing else."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from storage import group_commit
from storage.engine import Database, DatabaseError

PATIENCE = 30


class Board:
    """A table that several threads write to, one after the other, and how often it was committed."""

    def __init__(self, path: Path) -> None:
        self.database = Database(f"sqlite:///{path / 'board.sqlite'}")
        with self.database.write() as connection:
            connection.execute(text("CREATE TABLE note (words TEXT UNIQUE)"))
        self.commits = 0
        event.listen(self.database.engine, "commit", self._count)
        self._pool = ThreadPoolExecutor(20)

    def _count(self, _connection: Connection) -> None:
        self.commits += 1

    def notes(self) -> list[str]:
        """Read what is durable, as somebody else would."""
        with self.database.read() as connection:
            return sorted(connection.scalars(text("SELECT words FROM note")))

    def write(self, words: str, then: Callable[[Connection], None] = lambda _: None) -> None:
        with self.database.write() as connection:
            connection.execute(text("INSERT INTO note VALUES (:words)"), {"words": words})
            then(connection)

    @contextmanager
    def while_one_writes(self, words: str, then: Callable[[], None] = lambda: None) -> Iterator[Future[None]]:
        """Let somebody write until the end of the block, by when those begun in it wait for their turn."""
        begun, go_on = threading.Event(), threading.Event()

        def wait(_: Connection) -> None:
            begun.set()
            assert go_on.wait(PATIENCE)
            then()

        first = self.begin(words, wait)
        assert begun.wait(PATIENCE)
        try:
            yield first
        finally:
            go_on.set()

    def begin(self, words: str, then: Callable[[Connection], None] = lambda _: None) -> Future[None]:
        return self._pool.submit(self.write, words, then)

    def until_waiting(self, count: int) -> None:
        writers = self.database._writing.__self__
        while writers._waiting < count:
            threading.Event().wait(0.005)

    def close(self) -> None:
        self._pool.shutdown()
        self.database.close()


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    made = Board(tmp_path)
    yield made
    made.close()


def _fail(_: object = None) -> None:
    raise ValueError("no")


def test_one_who_is_alone_commits_at_once(board) -> None:
    board.write("one")
    assert (board.notes(), board.commits) == (["one"], 1)
    board.write("two")
    assert (board.notes(), board.commits) == (["one", "two"], 2)


def test_those_who_wait_share_a_commit_and_go_on_after_it(board) -> None:
    with board.while_one_writes("first") as first:
        others = [board.begin(words) for words in ("second", "third")]
        board.until_waiting(2)
    for each in (first, *others):
        each.result(PATIENCE)
    assert (board.notes(), board.commits) == (["first", "second", "third"], 1)


def test_nobody_goes_on_before_it_is_durable(board) -> None:
    seen = []
    done, go_on = threading.Event(), threading.Event()

    def look(_: Connection) -> None:
        seen.append((first.done(), board.notes()))
        done.set()
        assert go_on.wait(PATIENCE)

    with board.while_one_writes("first") as first:
        second = board.begin("second", look)
        board.until_waiting(1)
    assert done.wait(PATIENCE)
    with pytest.raises(TimeoutError):
        # Longer than it takes to look whether somebody is there still.
        first.result(3 * group_commit._PATIENCE)
    go_on.set()
    first.result(PATIENCE)
    second.result(PATIENCE)
    assert seen == [(False, [])]
    assert board.notes() == ["first", "second"]


def test_what_one_writes_is_seen_by_the_next(board) -> None:
    seen = []
    with board.while_one_writes("first") as first:
        second = board.begin("second", lambda c: seen.extend(c.scalars(text("SELECT words FROM note"))))
        board.until_waiting(1)
    first.result(PATIENCE)
    second.result(PATIENCE)
    assert seen == ["first", "second"]


def test_an_error_undoes_only_what_its_own_block_wrote(board) -> None:
    with board.while_one_writes("first") as first:
        second = board.begin("second", _fail)
        board.until_waiting(1)
        third = board.begin("third")
        board.until_waiting(2)
    with pytest.raises(ValueError, match="no"):
        second.result(PATIENCE)
    first.result(PATIENCE)
    third.result(PATIENCE)
    assert board.notes() == ["first", "third"]


def test_an_error_of_the_first_leaves_those_behind_it_alone(board) -> None:
    with board.while_one_writes("first", _fail) as first:
        second = board.begin("second")
        board.until_waiting(1)
    with pytest.raises(ValueError, match="no"):
        first.result(PATIENCE)
    second.result(PATIENCE)
    assert board.notes() == ["second"]


def test_an_error_of_the_last_commits_what_the_others_wrote(board) -> None:
    with board.while_one_writes("first") as first:
        second = board.begin("second", _fail)
        board.until_waiting(1)
    first.result(PATIENCE)
    with pytest.raises(ValueError, match="no"):
        second.result(PATIENCE)
    assert board.notes() == ["first"]


def test_a_commit_that_fails_fails_for_all_and_leaves_nothing(board) -> None:
    with _failing_commits(board.database.engine), board.while_one_writes("first") as first:
        second = board.begin("second")
        board.until_waiting(1)
    for each in (first, second):
        with pytest.raises(DatabaseError, match="disk I/O error"):
            each.result(PATIENCE)
    assert board.notes() == []
    board.write("again")
    assert board.notes() == ["again"]


@contextmanager
def _failing_commits(engine: Engine) -> Iterator[None]:
    """Let the next commit fail, after whoever asks for it has begun to."""

    def fail(_: Connection) -> None:
        event.remove(engine, "commit", fail)
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    event.listen(engine, "commit", fail)
    yield


def test_what_undoes_the_whole_transaction_fails_for_all(board) -> None:
    """A full disk does so: SQLite has rolled back by itself."""
    with board.while_one_writes("first") as first:
        second = board.begin("second", lambda connection: connection.execute(text("ROLLBACK")) and _fail())
        board.until_waiting(1)
    with pytest.raises(ValueError, match="no"):
        second.result(PATIENCE)
    with pytest.raises(DatabaseError):
        first.result(PATIENCE)
    assert board.notes() == []
    board.write("again")
    assert board.notes() == ["again"]


def test_so_many_make_a_commit_due(board) -> None:
    count = group_commit._MOST + 2
    with board.while_one_writes("0") as first:
        others = [board.begin(str(place)) for place in range(1, count)]
        board.until_waiting(count - 1)
    for each in (first, *others):
        each.result(PATIENCE)
    assert (len(board.notes()), board.commits) == (count, 2)


def test_one_who_goes_away_while_they_wait_keeps_nobody_waiting(board, monkeypatch) -> None:
    """Such as one whom a signal interrupts: they were counted, and never have their turn."""
    writers = board.database._writing.__self__
    monkeypatch.setattr(writers, "_waiting", 1)
    board.write("first")
    monkeypatch.undo()
    assert (board.notes(), board.commits) == (["first"], 1)


def test_an_interrupted_commit_is_no_success_for_the_others(board) -> None:
    def interrupt(_: Connection) -> None:
        event.remove(board.database.engine, "commit", interrupt)
        raise KeyboardInterrupt

    event.listen(board.database.engine, "commit", interrupt)
    with board.while_one_writes("first") as first:
        second = board.begin("second")
        board.until_waiting(1)
    with pytest.raises(DatabaseError, match="interrupted"):
        first.result(PATIENCE)
    with pytest.raises(KeyboardInterrupt):
        second.result(PATIENCE)
    assert board.notes() == []
