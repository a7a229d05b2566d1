"""The HTTP application: which address answers what, and what becomes of a request that cannot be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from storage.engine import DatabaseError
from web.bodies import body_of
from web.gate import RefusedError
from web.gateway_calls import GatewayLine
from web.gateways import Gateways
from web.stage import SECRET_HEADER, SECRET_PARAMETER, Backstage
from web.turns import Turns
from web.ussd import Answer, answer
from web.ussd_form import LARGEST_BODY, Call, read_form


def application(backstage: Backstage, lines: Callable[[], Mapping[str, GatewayLine]]) -> Starlette:
    """Make the application; `lines` are those whose gateways call us, by name."""
    ussd, gateways = _Ussd(backstage), Gateways(backstage, lines)
    return Starlette(
        routes=[
            Route("/ussd", ussd.respond, methods=["POST"]),
            Route("/gateways/{line}", gateways.respond, methods=["GET", "POST"]),
        ]
    )


class _Ussd:
    """`POST /ussd`: a step of a session."""

    def __init__(self, backstage: Backstage) -> None:
        self._stage = backstage
        self._turns: Turns[Call, Answer] = Turns(self._take)

    async def respond(self, request: Request) -> Response:
        """Answer a step; whatever is wrong is a status and a reason, and in the log without numbers and texts."""
        try:
            self._check(request)
            call = read_form(await body_of(request, LARGEST_BODY))
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
