"""Telling administrators of trouble: whom, by which line, how often, and by their own command."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import pytest

from config.logs import get_logger
from sms.msisdn import classify
from smsd.alarms import Alarms, Kind
from storage import claims, contacts, lines, outbound
from storage.subscribers import ids_of

ADMIN = "+6281110009001"
DAY = timedelta(days=1)


class PaperLine:
    def __init__(self, name: str, row_id: int) -> None:
        self.name, self.row_id = name, row_id
        self.unready_seconds = 0.0


class Post:
    """Two lines, an administrator, and what is told to them."""

    def __init__(self, town: Any) -> None:
        self.town = town
        with town.database.write() as connection:
            ids = lines.ids_of(connection, [("modem1", "gammu"), ("modem2", "gammu")])
            phones = ids_of(connection, [classify(ADMIN)], town.clock.now())
            contacts.add(
                connection,
                phones[ADMIN],
                region="bogor",
                agency=contacts.ADMIN,
                name="Siti",
                now=town.clock.now(),
            )
        self.one, self.two = (PaperLine(name, row_id) for name, row_id in ids.items())
        self.alarms = Alarms(town.database, town.clock, lambda: town.processor.office, get_logger("test"))
        self.alarms.lines = lambda: {"modem1": self.one, "modem2": self.two}

    def sent(self) -> list[Any]:
        with self.town.database.read() as connection:
            return list(reversed(outbound.listing(connection, limit=100)))

    def texts(self) -> list[str]:
        return [row["text"] for row in self.sent()]


@pytest.fixture
def post(town: Any) -> Post:
    return Post(town)


FULL = "Kartu SIM modem1 hampir penuh: SMS baru bisa tertahan. Lihat log aduan."


def test_the_administrators_get_an_sms_from_the_reserve_by_another_line(post) -> None:
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    (row,) = post.sent()
    assert (row["text"], row["address"], row["line"]) == (FULL, ADMIN, "modem2")
    assert (row["purpose"], row["quiet_region"]) == (claims.ALARM, None)


def test_without_another_line_that_is_ready_it_leaves_by_any_that_can(post) -> None:
    post.two.unready_seconds = 5.0
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    assert [row["line"] for row in post.sent()] == [None]


def test_trouble_is_told_once_a_day_and_to_those_who_know_it_not_at_night(post) -> None:
    for _ in range(3):
        post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    assert len(post.texts()) == 1
    post.town.clock.advance(timedelta(hours=13))
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    assert [row["quiet_region"] for row in post.sent()] == [None, "bogor"]


def test_the_same_trouble_of_two_lines_is_two(post) -> None:
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.two)
    post.alarms.tell(Kind.SIM_SLOT_STUCK, post.two)
    assert len(post.texts()) == 3
    assert post.alarms.raised() == {
        ("modem1", Kind.SIM_NEARLY_FULL),
        ("modem2", Kind.SIM_NEARLY_FULL),
        ("modem2", Kind.SIM_SLOT_STUCK),
    }


def test_that_it_is_over_is_told_once(post) -> None:
    post.alarms.over(Kind.SIM_NEARLY_FULL, post.one)
    assert post.texts() == []
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    for _ in range(2):
        post.alarms.over(Kind.SIM_NEARLY_FULL, post.one)
    assert post.texts() == [FULL, f"Sudah beres: {FULL}"]
    assert post.alarms.raised() == set()


def test_what_comes_and_goes_all_day_is_told_once_each_way(post) -> None:
    for _ in range(4):
        post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
        post.alarms.over(Kind.SIM_NEARLY_FULL, post.one)
    assert len(post.texts()) == 2
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    post.town.clock.advance(DAY)
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    assert len(post.texts()) == 3


def test_an_answer_that_cannot_be_read_is_told_once_until_it_was_read(post) -> None:
    for _ in range(3):
        post.alarms.tell(Kind.BALANCE_UNREADABLE, post.one)
        post.town.clock.advance(DAY)
    assert len(post.texts()) == 1
    post.alarms.over(Kind.BALANCE_UNREADABLE, post.one)
    post.alarms.tell(Kind.BALANCE_UNREADABLE, post.one)
    assert len(post.texts()) == 3


def test_a_new_start_tells_nothing_again(post) -> None:
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    again = Alarms(post.town.database, post.town.clock, lambda: post.town.processor.office, get_logger("test"))
    assert not again.is_untold(Kind.SIM_NEARLY_FULL, post.one)
    again.tell(Kind.SIM_NEARLY_FULL, post.one)
    assert len(post.texts()) == 1


def test_the_command_is_run_with_what_there_is_to_tell(post, tmp_path) -> None:
    told, out = "[os.environ[name] for name in ('ADUAN_ALARM', 'ADUAN_LINE', 'ADUAN_TEXT')]", tmp_path / "told"
    program = f"import os; print(*{told}, sep='|', file=open({str(out)!r}, 'a'))"
    post.alarms.command = lambda: [sys.executable, "-c", program]
    for change in (post.alarms.tell, post.alarms.tell, post.alarms.over):
        change(Kind.SIM_NEARLY_FULL, post.one)
        post.alarms.stop()
    assert out.read_text() == f"sim_nearly_full|modem1|{FULL}\nover|modem1|Sudah beres: {FULL}\n"


def test_a_command_that_is_not_there_costs_no_sms(post) -> None:
    post.alarms.command = lambda: ["/nowhere/alarm"]
    post.alarms.tell(Kind.SIM_NEARLY_FULL, post.one)
    post.alarms.stop()
    assert post.texts() == [FULL]
