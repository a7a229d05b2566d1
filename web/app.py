"""The HTTP application: which address answers what, and what becomes of a request that cannot be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sms.clock import Clock
from storage.engine import Database, DatabaseError
from web.gate import Gate, RefusedError
from web.turns import Turns
from web.ussd import Answer, Setup, answer
from web.ussd_form import LARGEST_BODY, Call, read_form

SECRET_HEADER, SECRET_PARAMETER = "X-Aduan-Secret", "secret"

_BODY_SECONDS = 10.0


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
        self._turns: Turns[Call, Answer] = Turns(self._take)

    async def respond(self, request: Request) -> Response:
        """Answer a step; whatever is wrong is a status and a reason, and in the log without numbers and texts."""
        try:
            self._check(request)
            call = read_form(await _body(request))
            answered = await self._turns.take(call)
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

    def _take(self, calls: Sequence[Call]) -> list[Answer | Exception]:
        """Take steps in one transaction; if one of them raises, all are rolled back and each is taken alone."""
        try:
            answers: list[Answer | Exception] = [*self._together(calls)]
        except DatabaseError as error:
            return [error] * len(calls)
        except Exception as error:  # noqa: BLE001 - what is wrong with one step must not stop the others
            return [error] if len(calls) == 1 else [self._alone(call) for call in calls]
        if any(isinstance(answer, Answer) and answer.filed for answer in answers):
            self._stage.filed()
        return answers

    def _alone(self, call: Call) -> Answer | Exception:
        (answer,) = self._take([call])
        return answer

    def _together(self, calls: Sequence[Call]) -> list[Answer]:
        setup, now = self._stage.setup(), self._stage.clock.now()
        with self._stage.database.write() as connection:
            return [answer(connection, setup, call, now) for call in calls]


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
