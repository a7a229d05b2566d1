"""Readers: processes that think about texts while others wait for their turn.

One process uses one core, and half of its time goes into understanding texts, which needs nothing but them. What has
become durable is offered here; when its turn comes, what has been thought by then is taken, and the rest is shared out.
So nothing depends on a reader: it may be slow, dead or not there at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from multiprocessing import Pipe
from typing import Any, Self

from complaints.talk.foresight import Foreseen, think
from complaints.who.office import Office

READER = "smsd.reader"
"""What is run as a reader: a module, which gets the descriptor of its pipe."""

_TOGETHER = 16
"""Texts that a reader gets at a time: few enough that their turn does not come meanwhile."""
_MOST = 2000
"""Texts that wait, and thoughts that are kept; of more than that the newest and the oldest are left to their turn."""
_OURS = 4
"""Texts that are thought about at a time where their turn is, before looking again what readers have thought."""
_PATIENCE = 1.0
"""Seconds that a reader may need for those that it has begun with; after that they are thought of without it."""
_MOMENT = 0.1
_LOADS = 120.0
"""Seconds within which a reader loads what it needs, on a slow machine too; after that it is taken for dead."""
_HANGS = 30.0
"""Seconds after which a reader that says nothing of texts is taken for dead."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_MOST_BY_THEMSELVES = 4

Text = tuple[str, str]
"""A line and what came by it."""


class Readers:
    """So many readers, each with a thread that gives it work; `offer` and `think` may be called from any thread."""

    def __init__(self, count: int, office: Office, log: Any) -> None:
        self._log = log
        self._changed = threading.Condition()
        # Sets that keep their order.
        self._waiting: dict[Text, None] = {}
        self._begun: dict[Text, None] = {}
        self._thought: dict[Text, Foreseen | None] = {}
        self._office = office
        self._pids: list[int] = []
        self._stopping = False
        self._threads = [threading.Thread(target=self._keep, name="reader", daemon=True) for _ in range(count)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all of them."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def use(self, office: Office) -> None:
        """Think as this office does from now on, and forget what was thought before."""
        with self._changed:
            self._office = office
            for texts in (self._waiting, self._begun, self._thought):
                texts.clear()
            self._changed.notify_all()

    @property
    def pids(self) -> list[int]:
        """The processes that are there now."""
        with self._changed:
            return list(self._pids)

    def offer(self, texts: Iterable[Text]) -> None:
        """Let texts be thought about whose turn will come."""
        if self._threads:
            with self._changed:
                self._offer(texts)

    def think(self, office: Office, texts: Iterable[Text]) -> dict[Text, Foreseen | None]:
        """Tell what is to be thought of texts whose turn it is, as this office does: together with all readers.

        None where that failed: it will fail again where it is dealt with.
        """
        wanted, thoughts = dict.fromkeys(texts), dict[Text, Foreseen | None]()
        if self._threads and office is self._office:
            with self._changed:
                self._offer(wanted)
            while ours := self._share(wanted, thoughts):
                thoughts |= {text: think(office, *text) for text in ours}
        return thoughts | {text: think(office, *text) for text in wanted}

    def _offer(self, texts: Iterable[Text]) -> None:
        for text in texts:
            if len(self._waiting) < _MOST and text not in self._thought and text not in self._begun:
                self._waiting[text] = None
        self._changed.notify_all()

    def _share(self, wanted: dict[Text, None], thoughts: dict[Text, Foreseen | None]) -> list[Text]:
        """Take what readers have thought of what is wanted, and some that none has begun with, the last ones first.

        If they have begun with all that is left, wait for them. Nothing: none is left for us.
        """
        with self._changed:
            while True:
                for text in wanted.keys() & self._thought.keys():
                    thoughts[text] = self._thought.pop(text)
                    del wanted[text]
                ours = list(islice((text for text in reversed(wanted) if text not in self._begun), _OURS))
                if ours or not wanted or not self._changed.wait(_PATIENCE):
                    break
            for text in ours:
                self._waiting.pop(text, None)
                del wanted[text]
            return ours

    def _keep(self) -> None:
        """Keep a reader at work, and start another when it ends."""
        pause = _FIRST_PAUSE
        while not self._stopping:
            office, texts = self._office, list[Text]()
            try:
                with _Reader(office) as reader, self._there(reader.pid):
                    # What is given to one that still loads waits for it.
                    while not self._stopping and not reader.is_ready():
                        pass
                    while texts := self._next(office):
                        self._note(office, texts, reader.think(texts))
                        pause = _FIRST_PAUSE
            except (OSError, EOFError) as error:
                self._note(office, texts, [])
                self._log.warning("a reader ended, starting another", error=type(error).__name__, seconds=pause)
                with self._changed:
                    self._changed.wait_for(lambda: self._stopping, pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    @contextmanager
    def _there(self, pid: int) -> Iterator[None]:
        with self._changed:
            self._pids.append(pid)
        try:
            yield
        finally:
            with self._changed:
                self._pids.remove(pid)

    def _next(self, office: Office) -> list[Text]:
        """Wait for texts; none: the reader is to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping or self._office is not office)
            if self._stopping or self._office is not office:
                return []
            texts = list(islice(self._waiting, _TOGETHER))
            for text in texts:
                del self._waiting[text]
                self._begun[text] = None
            return texts

    def _note(self, office: Office, texts: Sequence[Text], thoughts: Sequence[Foreseen | None]) -> None:
        """Keep what a reader has thought of texts; nothing, if it has ended over them."""
        with self._changed:
            if self._office is office:
                for text in texts:
                    self._begun.pop(text, None)
                self._thought.update(zip(texts, thoughts, strict=False))
                # Nobody asked: their turn came without them.
                for text in list(islice(self._thought, max(0, len(self._thought) - _MOST))):
                    del self._thought[text]
            self._changed.notify_all()


class _Reader:
    """One reader, as a process and a pipe to it."""

    def __init__(self, office: Office) -> None:
        self._pipe, theirs = Pipe()
        try:
            command = [sys.executable, "-m", READER, str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        finally:
            theirs.close()
        self._ready_by = time.monotonic() + _LOADS
        # Without what can be made again of what it is made of.
        self._pipe.send(replace(office))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        # It ends by itself when nobody is at the other end, unless it hangs.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_FIRST_PAUSE)
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def is_ready(self) -> bool:
        """Tell, after a moment, whether it has loaded all it needs; raises EOFError or OSError as `think` does."""
        if self._pipe.poll(_MOMENT):
            self._pipe.recv()
            return True
        if time.monotonic() > self._ready_by:
            raise TimeoutError
        return False

    def think(self, texts: list[Text]) -> list[Foreseen | None]:
        """Give what it thinks of texts; raises EOFError or OSError if it has ended, or hangs."""
        self._pipe.send(texts)
        if not self._pipe.poll(_HANGS):
            raise TimeoutError
        thoughts: list[Foreseen | None] = self._pipe.recv()
        return thoughts


def count_of(wanted: int | None, *, binds: bool) -> int:
    """Tell how many readers there shall be; by themselves one for each further core, where a line is a bind.

    A modem, or a phone, brings one SMS a second at most: for that there is no need.
    """
    if wanted is not None:
        return wanted
    return min(_MOST_BY_THEMSELVES, len(os.sched_getaffinity(0)) - 1) if binds else 0
