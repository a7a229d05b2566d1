"""A gateway of USSD, phones that dial, and the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from itertools import count

import pytest
import structlog

from config.logs import configure_logs
from tests.conftest import CITIZEN, Town
from web.ussd import Answer, Setup, answer
from web.ussd_form import Call


class Dialler:
    """A phone in a session: `says` types one input, as a gateway passes it on."""

    def __init__(self, town: Town, session: str, phone: str, *, all_inputs: bool) -> None:
        self.town = town
        self.phone = phone
        self.key = f"ussd:{session}"
        self.all_inputs = all_inputs
        self.typed: list[str] = []

    def says(self, *inputs: str) -> Answer:
        """Type inputs one after the other; without any, dial. Gives what is seen last."""
        if not inputs:
            return self.sends("")
        for each in inputs:
            self.typed.append(each)
            shown = self.sends("*".join(self.typed) if self.all_inputs else each)
        return shown

    def sends(self, text: str) -> Answer:
        """Let the gateway send a text, a second later."""
        self.town.clock.advance(timedelta(seconds=1))
        setup = Setup(self.town.processor.office, "bogor", self.town.line_ids["modem1"], all_inputs=self.all_inputs)
        with self.town.database.write() as connection:
            return answer(connection, setup, Call(self.key, self.phone, text), self.town.clock.now())


@pytest.fixture(params=["all", "last"])
def dial(request: pytest.FixtureRequest, town: Town) -> Callable[..., Dialler]:
    """Dial from a phone, once with a gateway of each kind; gives the session after its first screen."""
    sessions = count(1)

    def dialled(phone: str = CITIZEN, session: str = "") -> Dialler:
        dialler = Dialler(town, session or str(next(sessions)), phone, all_inputs=request.param == "all")
        dialler.first = dialler.says()
        return dialler

    return dialled


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What is logged, as JSON; what this does to the process's log is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = StringIO()
    configure_logs("info", "json", stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
