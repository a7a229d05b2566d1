"""Natural batching: all that comes while one transaction runs is taken together in the next.

A commit waits for the disk, and on a slow one a hundred steps a second would queue at it; together they wait once. On a
quiet line each step has a commit of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

_MOST_TOGETHER = 50

_Asked = TypeVar("_Asked")
_Answered = TypeVar("_Answered")


class Turns(Generic[_Asked, _Answered]):
    """Hands what is asked to `take` in a thread, one batch at a time; it gives an answer or an error for each."""

    def __init__(self, take: Callable[[Sequence[_Asked]], Sequence[_Answered | Exception]]) -> None:
        self._take = take
        self._waiting: list[tuple[_Asked, asyncio.Future[_Answered]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def take(self, asked: _Asked) -> _Answered:
        """Wait for one's turn, and for the answer; raises what went wrong with it."""
        future: asyncio.Future[_Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST_TOGETHER], self._waiting[_MOST_TOGETHER:]
            answers = await run_in_threadpool(self._take, [asked for asked, _ in batch])
            for (_, future), answer in zip(batch, answers, strict=True):
                _settle(future, answer)


def _settle(future: asyncio.Future[_Answered], answer: _Answered | Exception) -> None:
    """Give an answer to whoever still waits for it."""
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
