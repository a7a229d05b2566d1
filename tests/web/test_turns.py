"""Taking turns: what comes meanwhile is taken together, and each gets its own answer or error."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from web.turns import Turns


def test_what_comes_while_one_batch_runs_is_taken_together_in_the_next() -> None:
    batches: list[list[int]] = []
    first_runs, others_wait = threading.Event(), threading.Event()

    def take(asked: Sequence[int]) -> list[int]:
        batches.append(list(asked))
        first_runs.set()
        assert others_wait.wait(60)
        return [10 * each for each in asked]

    async def ask() -> list[int]:
        turns: Turns[int, int] = Turns(take)
        first = asyncio.create_task(turns.take(0))
        await asyncio.to_thread(first_runs.wait, 60)
        others = [asyncio.create_task(turns.take(number)) for number in range(1, 60)]
        await asyncio.sleep(0)
        others_wait.set()
        return [await first, *[await other for other in others]]

    assert asyncio.run(ask()) == [10 * number for number in range(60)]
    assert batches == [[0], list(range(1, 51)), list(range(51, 60))]


def test_an_error_is_raised_to_whom_it_belongs_and_one_who_has_left_keeps_nobody_waiting() -> None:
    def take(asked: Sequence[str]) -> list[str | Exception]:
        return [ValueError(each) if each == "bad" else each for each in asked]

    async def ask() -> None:
        turns: Turns[str, str] = Turns(take)
        tasks = [asyncio.create_task(turns.take(each)) for each in ("good", "bad", "left", "last")]
        await asyncio.sleep(0)
        tasks[2].cancel()
        assert await tasks[0] == "good"
        with pytest.raises(ValueError, match="bad"):
            await tasks[1]
        assert await tasks[3] == "last"

    asyncio.run(ask())
