"""The balance of a SIM: asked for, read, written down, and told where it is little."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from config.logs import get_logger
from config.settings import Settings
from smsd.accounts import Accounts
from smsd.alarms import Alarms, Kind
from smsd.balance_plan import AGAIN
from storage import balances, line_requests, lines
from storage.line_requests import Answer

IMSI = "510891234567890"
"""Of an operator whose menu must be answered."""


class PaperLine:
    def __init__(self, row_id: int) -> None:
        self.name, self.row_id = "modem1", row_id
        self.unready_seconds = 0.0


class Sim:
    """A line with its SIM, and a network that is answered for by the test."""

    def __init__(self, town: Any, settings: Settings) -> None:
        self.town = town
        self.line = PaperLine(town.line_ids["modem1"])
        office = lambda: town.processor.office  # noqa: E731 - as the daemon gives it
        self.taken: list[Any] = []
        self.alarms = Alarms(town.database, town.clock, office, get_logger("test"))
        self.accounts = Accounts(town.database, town.clock, office, self.alarms)
        self.accounts.settings = lambda: settings
        self.accounts.lines = lambda: {"modem1": self.line}
        with town.database.write() as connection:
            lines.record_state(connection, "modem1", town.clock.now(), state="ready", imsi=IMSI)

    def asked(self) -> list[tuple[str, str]]:
        """Look once, and give what the modem is asked now, which it takes."""
        self.accounts.step()
        with self.town.database.write() as connection:
            taken = line_requests.take(connection, [self.line.row_id])
        self.taken += taken
        return [(row.kind, row.text) for row in taken]

    def answer(self, text: str = "", *, is_open: bool = False, error: str = "") -> None:
        with self.town.database.write() as connection:
            for row in self.taken:
                line_requests.answer(connection, row.id, Answer(text, is_open, error), self.town.clock.now())
        self.taken.clear()
        self.accounts.step()

    def tells(self, text: str) -> None:
        """Let the SIM be asked, and the network tell a balance."""
        assert self.asked() == [("ussd", "*111#")]
        self.answer(text)
        self.accounts.step()

    def balance(self) -> Any:
        with self.town.database.read() as connection:
            return balances.latest(connection, self.line.row_id, IMSI)


@pytest.fixture
def sim(town: Any, settings: Settings) -> Sim:
    return Sim(town, settings)


def test_a_sim_is_asked_and_what_it_tells_is_kept(sim) -> None:
    assert sim.asked() == [("ussd", "*111#")]
    assert sim.asked() == []
    sim.town.clock.advance(timedelta(seconds=5))
    sim.answer("Pulsa Rp 25.500 s/d 12/12/2026")
    kept = sim.balance()
    assert (kept.rupiah, kept.sms, kept.valid_until) == (25_500, None, date(2026, 12, 12))
    assert (kept.at, kept.answer) == (sim.town.clock.now(), "Pulsa Rp 25.500 s/d 12/12/2026")
    assert sim.asked() == []
    sim.town.clock.advance(timedelta(hours=20))
    assert sim.asked() == [("ussd", "*111#")]


def test_a_menu_is_answered_and_left(sim) -> None:
    sim.asked()
    sim.answer("1 Cek Pulsa", is_open=True)
    assert sim.asked() == [("ussd", "1")]
    sim.answer("Pulsa Rp 25.500\n9 Kembali", is_open=True)
    assert sim.asked() == [("ussd_end", "")]
    sim.answer()
    assert sim.balance().rupiah == 25_500
    assert sim.asked() == []


def test_a_line_that_is_not_ready_is_not_asked(sim) -> None:
    sim.line.unready_seconds = 3.0
    assert sim.asked() == []
    sim.line.unready_seconds = 0.0
    assert len(sim.asked()) == 1


def test_a_check_that_failed_comes_again_an_hour_later(sim) -> None:
    sim.asked()
    sim.answer(error="the network did not answer")
    assert sim.asked() == []
    sim.town.clock.advance(AGAIN)
    assert sim.asked() == [("ussd", "*111#")]


def test_another_start_in_the_middle_loses_nothing(sim, settings) -> None:
    sim.asked()
    again = Sim(sim.town, settings)
    assert again.asked() == []
    sim.answer("Pulsa Rp 500")
    assert again.asked() == []
    assert again.balance().rupiah == 500


def test_another_sim_has_an_account_of_its_own(sim) -> None:
    sim.tells("Pulsa Rp 25.500")
    sim.town.clock.advance(timedelta(hours=2))
    with sim.town.database.write() as connection:
        lines.record_state(connection, "modem1", sim.town.clock.now(), imsi="510101234567890")
    assert sim.asked() == [("ussd", "*888#")]


def test_little_on_a_sim_is_told_with_how_long_it_lasts_and_so_is_that_it_was_topped_up(sim) -> None:
    told = []
    sim.alarms.tell = lambda kind, _line, **values: told.append((kind, values))
    for day, amount in enumerate((28_000, 17_000, 6_000)):
        sim.tells(f"Pulsa Rp {amount} s/d 2{day}/12/2027")
        sim.town.clock.advance(timedelta(days=1))
    assert told[0] == (Kind.BALANCE_LOW, {"left": "Rp6.000", "forecast": "cukup +- 1 hari"})


def test_alarms_begin_and_end_with_the_balance(sim) -> None:
    for text, raised in (
        ("Pulsa Rp 500 s/d 25/11/2026", {Kind.BALANCE_LOW, Kind.BALANCE_EXPIRES}),
        ("Pulsa Rp 50.500 s/d 25/12/2026", set()),
        ("Maaf, sistem sibuk", {Kind.BALANCE_UNREADABLE}),
        ("Kuota SMS 7. Pulsa Rp 5.000", {Kind.BALANCE_LOW}),
    ):
        sim.tells(text)
        assert sim.alarms.raised() == {("modem1", kind) for kind in raised}, text
        sim.town.clock.advance(timedelta(days=1))
    assert sim.balance().answer == "Kuota SMS 7. Pulsa Rp 5.000"
