"""`/gateways/LINE`: what HTTP gateways bring in. It is answered with 200 when it is durable, and not before.

What is not, they bring again; what comes twice is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette import requests
from starlette.responses import PlainTextResponse, Response

from sms.message import DeliveryReport, InboundPart
from smsd import inbox, outbox
from storage import outbound
from storage.engine import DatabaseError
from web.bodies import body_of
from web.gate import RefusedError
from web.gateway_calls import LARGEST_BODY, GatewayLine, Request, admit, read, secrets_in
from web.stage import SECRET_HEADER, SECRET_PARAMETER, Backstage
from web.turns import Turns

_Heard = tuple[GatewayLine, InboundPart | DeliveryReport]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    stored: bool = False


class Gateways:
    """What all gateways bring, in turns: each is one transaction."""

    def __init__(self, backstage: Backstage, lines: Callable[[], Mapping[str, GatewayLine]]) -> None:
        self._stage = backstage
        self._lines = lines
        self._turns: Turns[_Heard, _Answer] = Turns(self._take)

    async def respond(self, request: requests.Request) -> Response:
        """Answer a gateway; whatever is wrong is a status and a reason, and in the log without numbers and texts."""
        name = request.path_params["line"]
        try:
            return await self._answer(name, request)
        except RefusedError as error:
            client = request.client.host if request.client else None
            self._stage.log.warning(
                "gateway refused", line=name[:32], status=error.status.value, reason=error.reason, client=client
            )
            return PlainTextResponse(error.reason, error.status)
        except DatabaseError as error:
            self._stage.log.warning("gateway without database", line=name, error=str(error))
        except Exception:
            self._stage.log.exception("gateway failed", line=name)
        return PlainTextResponse("out of service, try again", HTTPStatus.SERVICE_UNAVAILABLE)

    async def _answer(self, name: str, request: requests.Request) -> Response:
        line = self._lines().get(name)
        if line is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such line")
        admit(line, request.client.host if request.client else None)
        headers, query = {key.lower(): value for key, value in request.headers.items()}, dict(request.query_params)
        call = Request(
            headers=headers,
            query=query,
            body=await body_of(request, LARGEST_BODY),
            secrets=secrets_in(headers, query, (SECRET_HEADER, SECRET_PARAMETER)),
        )
        heard = read(line, call, self._stage.clock.now())
        # Whatever stands in the answer some gateways send on to the phone.
        answer = await self._turns.take((line, heard)) if heard else _Answer(HTTPStatus.OK)
        return Response(status_code=answer.status)

    def _take(self, heard: Sequence[_Heard]) -> list[_Answer | Exception]:
        """Take what has come in one transaction; if one of it raises, all is rolled back and each is taken alone."""
        try:
            answers = self._together(heard)
        except DatabaseError as error:
            return [error] * len(heard)
        except Exception as error:  # noqa: BLE001 - what is wrong with one must not stop the others
            return [error] if len(heard) == 1 else [answer for each in heard for answer in self._take([each])]
        if any(answer.stored for answer in answers):
            self._stage.filed()
        return [*answers]

    def _together(self, heard: Sequence[_Heard]) -> list[_Answer]:
        now = self._stage.clock.now()
        parts = [(line, each) for line, each in heard if isinstance(each, InboundPart)]
        with self._stage.database.write() as connection:
            if parts:
                rows = {line.settings.name: line.row_id for line, _ in parts}
                inbox.store(connection, [part for _, part in parts], rows, now, self._stage.windows())
            answers = []
            for line, each in heard:
                if isinstance(each, InboundPart):
                    answers.append(_Answer(HTTPStatus.OK, stored=True))
                    continue
                known = outbox.record_reports(connection, [each], now)
                # Its message may have been accepted just now, which is not written down yet: then it comes again.
                early = not known and outbound.sending_on(connection, [line.row_id])
                answers.append(_Answer(HTTPStatus.SERVICE_UNAVAILABLE if early else HTTPStatus.OK))
            return answers
