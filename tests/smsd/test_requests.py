"""What administrators ask of modems, on its way through the database."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from config.logs import get_logger
from smsd.requests import KEPT, PATIENCE, Requests
from smsd.wire import Ask, Told
from storage import line_requests
from storage.line_requests import ANSWERED, ASKED, FAILED, TAKEN


class PaperLine:
    def __init__(self, row_id: int) -> None:
        self.name, self.row_id = "modem1", row_id
        self.is_there = True
        self.asked: list[Ask] = []

    def ask(self, request: Ask) -> bool:
        self.asked.append(request)
        return self.is_there


class Desk:
    def __init__(self, town) -> None:
        self.town = town
        self.line = PaperLine(town.line_ids["modem1"])
        self.requests = Requests(town.database, town.clock, get_logger("test"))
        self.requests.lines = lambda: {"modem1": self.line}

    def ask(self, text: str = "AT+CSQ") -> int:
        with self.town.database.write() as connection:
            request = line_requests.Request(self.line.row_id, line_requests.AT, text, "siti")
            return line_requests.ask(connection, request, self.town.clock.now())

    def found(self, request_id: int) -> tuple[str, str, str]:
        with self.town.database.read() as connection:
            row = line_requests.find(connection, request_id)
        return row.state, row.answer, row.error


@pytest.fixture
def desk(town) -> Desk:
    return Desk(town)


def test_a_request_is_handed_over_once_and_answered(desk) -> None:
    asked = desk.ask()
    for _ in range(2):
        desk.requests.step()
    assert desk.line.asked == [Ask(asked, "at", "AT+CSQ")]
    assert desk.found(asked)[0] == TAKEN

    desk.requests.put(Told(asked, "+CSQ: 20,0"))
    desk.requests.step()
    assert desk.found(asked) == (ANSWERED, "+CSQ: 20,0", "")


def test_what_another_daemons_line_is_asked_stays(desk) -> None:
    asked = desk.ask()
    desk.requests.lines = dict
    desk.requests.step()
    assert desk.found(asked)[0] == ASKED


def test_a_modem_that_is_not_there_is_told(desk) -> None:
    desk.line.is_there = False
    asked = desk.ask()
    for _ in range(2):
        desk.requests.step()
    state, _, error = desk.found(asked)
    assert state == FAILED
    assert "not ready" in error


def test_what_nobody_answers_fails_in_the_end(desk) -> None:
    asked = desk.ask()
    desk.requests.step()
    desk.town.clock.advance(PATIENCE + timedelta(seconds=1))
    desk.requests.step()
    assert desk.found(asked)[0] == FAILED

    desk.requests.put(Told(asked, "late"))
    desk.requests.step()
    assert desk.found(asked)[0] == FAILED


def test_what_was_answered_is_forgotten_the_next_day(desk) -> None:
    asked = desk.ask()
    desk.requests.step()
    desk.requests.put(Told(asked, "+CMGL: 1"))
    desk.requests.step()
    desk.town.clock.advance(KEPT + timedelta(seconds=1))
    desk.ask("AT")
    desk.requests.step()
    with pytest.raises(NoResultFound):
        desk.found(asked)
