"""The HTTP application: which address answers what, and what becomes of a request that cannot be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sms.clock import Clock
from storage.engine import Database, DatabaseError
from web.gate import Gate, RefusedError
from web.ussd import Answer, Setup, answer
from web.ussd_form import LARGEST_BODY, Call, read_form

SECRET_HEADER, SECRET_PARAMETER = "X-Aduan-Secret", "secret"

_BODY_SECONDS = 10.0
_MOST_AT_ONCE = 8
"""Requests at the database at a time: what its pool of connections gives; the others wait in order."""


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the answers are made of. `setup` and `gate` are asked for by each request, for a reload changes them.

    `filed` is called after a commit that leaves a report to be processed.
    """

    database: Database
    clock: Clock
    setup: Callable[[], Setup]
    gate: Callable[[], Gate]
    filed: Callable[[], None]
    log: Any


def application(backstage: Backstage) -> Starlette:
    """Make the application."""
    ussd = _Ussd(backstage)
    return Starlette(routes=[Route("/ussd", ussd.respond, methods=["POST"])])


class _Ussd:
    """`POST /ussd`: a step of a session."""

    def __init__(self, backstage: Backstage) -> None:
        self._stage = backstage
        self._room = asyncio.Semaphore(_MOST_AT_ONCE)

    async def respond(self, request: Request) -> Response:
        """Answer a step; whatever is wrong is a status and a reason, and in the log without numbers and texts."""
        try:
            self._check(request)
            call = read_form(await _body(request))
            async with self._room:
                answered = await run_in_threadpool(self._take, call)
        except RefusedError as error:
            client = request.client.host if request.client else None
            self._stage.log.warning("ussd refused", status=error.status.value, reason=error.reason, client=client)
            return PlainTextResponse(error.reason, error.status)
        except DatabaseError as error:
            self._stage.log.warning("ussd without database", error=str(error))
            return PlainTextResponse("out of service, try again", HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception:
            # Written here, where the log hides what was typed, and not by the server.
            self._stage.log.exception("ussd failed")
            return PlainTextResponse("an error of ours", HTTPStatus.INTERNAL_SERVER_ERROR)
        return PlainTextResponse(str(answered))

    def _check(self, request: Request) -> None:
        """Look who calls, before anything of the request is read."""
        given = (request.headers.get(SECRET_HEADER), request.query_params.get(SECRET_PARAMETER))
        address = request.client.host if request.client else None
        self._stage.gate().check(address, [secret for secret in given if secret is not None])

    def _take(self, call: Call) -> Answer:
        """Take the step in a transaction of its own; once more if another request has just taken the same one."""
        try:
            answered = self._try(call)
        except IntegrityError:
            answered = self._try(call)
        if answered.filed:
            self._stage.filed()
        return answered

    def _try(self, call: Call) -> Answer:
        with self._stage.database.write() as connection:
            return answer(connection, self._stage.setup(), call, self._stage.clock.now())


async def _body(request: Request) -> bytes:
    """Read a body that is not too large and comes soon enough; raises RefusedError."""
    body = b""
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")
    except TimeoutError:
        raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, "the body did not come") from None
    except ClientDisconnect:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body did not come whole") from None
    return body
