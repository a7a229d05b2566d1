"""Texts are thought about ahead by other processes, and it makes no difference but in time."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from complaints.talk import foresight
from complaints.talk.foresight import foresee
from config.logs import get_logger
from smsd.readers import Readers, count_of

TEXTS = [
    ("modem1", text)
    for text in (
        "bogor jalan rusak di depan pasar anyar",
        "CEK 1672888",
        "ada kebakaran di gang kelor!",
        "halo",
        "",
        "🚧",
    )
]


@pytest.fixture
def database_url(new_database: Callable[[str, Path], str], tmp_path: Path) -> str:
    """One kind of database: readers know none."""
    return new_database("sqlite", tmp_path)


@pytest.fixture
def readers(office) -> Iterator[Readers]:
    made = Readers(1, office, get_logger("aduan"))
    made.start()
    yield made
    made.stop()


def thought_ahead(readers: Readers, texts) -> None:
    """Wait until a reader has thought about texts."""
    readers.offer(texts)
    deadline = time.monotonic() + 60
    while not set(texts) <= readers._thought.keys():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_thought_ahead_is_what_would_be_thought_in_its_turn(readers, office, monkeypatch) -> None:
    thought_ahead(readers, TEXTS)
    expected = {text: foresee(office, *text) for text in TEXTS}
    monkeypatch.setattr(foresight, "foresee", lambda *_: pytest.fail("it has been thought already"))
    assert readers.think(office, TEXTS) == expected


def test_what_no_reader_has_thought_of_is_thought_in_its_turn(readers, office) -> None:
    texts = [("modem1", f"jalan rusak di gang {number}") for number in range(100)]
    assert readers.think(office, texts) == {text: foresee(office, *text) for text in texts}
    # And nothing of it is kept.
    assert readers.think(office, []) == {}
    assert not readers._waiting


def test_one_that_still_loads_is_given_nothing(readers, office) -> None:
    while not readers.pids:
        time.sleep(0.001)
    readers.offer(TEXTS)
    assert readers._waiting
    assert not readers._begun
    thought_ahead(readers, TEXTS)


def test_a_reader_that_is_killed_costs_time_and_nothing_else(readers, office) -> None:
    thought_ahead(readers, TEXTS[:1])
    (reader,) = readers.pids
    os.kill(reader, signal.SIGKILL)
    texts = [("modem1", f"lampu mati di gang {number}") for number in range(50)]
    readers.offer(texts)
    assert readers.think(office, texts) == {text: foresee(office, *text) for text in texts}
    # Another one has taken its place.
    thought_ahead(readers, TEXTS[1:])
    assert readers.pids != [reader]


def test_a_reader_that_hangs_is_waited_for_and_then_replaced(readers, office, monkeypatch) -> None:
    monkeypatch.setattr("smsd.readers._HANGS", 5.0)
    thought_ahead(readers, TEXTS[:1])
    (reader,) = readers.pids
    os.kill(reader, signal.SIGSTOP)
    texts = [("modem1", f"lampu mati di gang {number}") for number in range(50)]
    readers.offer(texts)
    assert readers.think(office, texts) == {text: foresee(office, *text) for text in texts}
    thought_ahead(readers, TEXTS[1:])
    assert readers.pids != [reader]


def test_after_new_settings_it_is_thought_anew(readers, office) -> None:
    thought_ahead(readers, TEXTS)
    other = replace(office, default_regions={})
    readers.use(other)
    assert not readers._thought
    # Whoever still has the old office gets no thoughts of the new one.
    assert readers.think(office, TEXTS) == {text: foresee(office, *text) for text in TEXTS}
    thought_ahead(readers, TEXTS)
    assert readers.think(other, TEXTS) == {text: foresee(other, *text) for text in TEXTS}


def test_a_text_that_cannot_be_thought_of_keeps_no_other(office, monkeypatch) -> None:
    def choke(office, line, text):
        if "rusak" in text:
            raise ValueError
        return foresee(office, line, text)

    monkeypatch.setattr(foresight, "foresee", choke)
    thoughts = Readers(0, office, get_logger("aduan")).think(office, TEXTS)
    assert [thoughts[text] is None for text in TEXTS] == [True, False, False, False, False, False]


def test_a_backlog_is_not_kept_in_memory(office) -> None:
    readers = Readers(1, office, get_logger("aduan"))  # it never starts
    readers.offer(("modem1", f"banjir {number}") for number in range(100_000))
    assert len(readers._waiting) == 2000


def test_of_one_sender_each_text_is_thought_of_once(town) -> None:
    thought = []

    def think(office, texts):
        texts = list(texts)
        thought.extend(texts)
        return {text: foresee(office, *text) for text in texts}

    town.processor.think = think
    town.store(*(town.part(f"jalan rusak di gang {number}") for number in range(10)))
    assert town.process().messages == 10
    assert len(thought) == 10


def test_readers_come_with_binds_and_further_cores(monkeypatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(3)))
    assert count_of(None, binds=True) == 2
    assert count_of(None, binds=False) == 0
    assert count_of(7, binds=False) == 7
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert count_of(None, binds=True) == 0
