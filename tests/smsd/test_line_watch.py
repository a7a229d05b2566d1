"""Lines that are dead, and SIMs that are full, stuck or want their PIN."""

from datetime import timedelta
from typing import Any

import pytest

from smsd.alarms import Kind
from smsd.line_watch import LineWatch
from smsd.transports.base import News


class PaperLine:
    def __init__(self, name: str) -> None:
        self.name, self.row_id = name, 1
        self.unready_seconds = 0.0


class PaperAlarms:
    """What is told, and what is over."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, str], dict[str, Any]] = {}

    def tell(self, kind: Kind, line: PaperLine, **values: Any) -> None:
        self.told[line.name, kind] = values

    def over(self, kind: Kind, line: PaperLine) -> None:
        del self.told[line.name, kind]

    def region_of(self, _line: PaperLine) -> str:
        return "bogor"

    def raised(self) -> set[tuple[str, str]]:
        return set(self.told)


@pytest.fixture
def scene(town):
    alarms, line = PaperAlarms(), PaperLine("modem1")
    watch = LineWatch(town.clock, lambda: town.processor.office, alarms)
    watch.lines = lambda: {"modem1": line}
    return watch, alarms, line


def test_a_line_is_dead_after_ten_minutes_and_well_when_it_is_ready(scene) -> None:
    watch, alarms, line = scene
    line.unready_seconds = 599.0
    watch.step()
    assert alarms.told == {}
    line.unready_seconds = 600.0
    watch.step()
    assert alarms.told == {("modem1", Kind.LINE_DEAD): {"date": "23/11 11:50"}}
    line.unready_seconds = 0.0
    watch.step()
    assert alarms.told == {}


@pytest.mark.parametrize(
    ("state", "kind"), [("refused", Kind.SIM_WANTS_PIN), ("denied", Kind.ACCOUNT_REFUSED)], ids=str
)
def test_what_a_person_must_end_is_told_at_once_and_is_not_dead_beside(scene, state: str, kind: Kind) -> None:
    watch, alarms, line = scene
    line.unready_seconds = 700.0
    watch.hear("modem1", state)
    watch.step()
    assert alarms.told == {("modem1", kind): {}}
    watch.hear("modem1", "ready")
    line.unready_seconds = 0.0
    watch.step()
    assert alarms.told == {}


def test_a_line_that_is_just_being_opened_is_neither(scene) -> None:
    watch, alarms, line = scene
    alarms.told = {("modem1", Kind.LINE_DEAD): {}}
    line.unready_seconds = 3.0
    watch.step()
    assert alarms.told == {("modem1", Kind.LINE_DEAD): {}}


def test_a_sim_that_stays_nearly_full_is_told_and_that_there_is_room_again(scene, town) -> None:
    watch, alarms, _ = scene
    for _ in range(3):
        watch.notice("modem1", News("sim_nearly_full", "SM is nearly full: 40 of 50"))
        watch.step()
        watch.notice("modem1", News("sim_nearly_full", is_over=True))
        town.clock.advance(timedelta(minutes=4))
        watch.step()
    watch.notice("modem1", News("sim_nearly_full", "SM is nearly full: 40 of 50"))
    assert alarms.told == {}
    town.clock.advance(timedelta(minutes=5))
    watch.step()
    assert alarms.told == {("modem1", Kind.SIM_NEARLY_FULL): {}}
    watch.notice("modem1", News("sim_nearly_full", is_over=True))
    watch.step()
    assert alarms.told == {}


def test_a_slot_that_is_stuck_is_told_and_one_that_cannot_be_read_is_only_logged(scene) -> None:
    watch, alarms, _ = scene
    watch.notice("modem1", News("sim_slot_unreadable", "slot 3 cannot be read"))
    watch.notice("modem1", News("sim_slot_stuck", "slot SM:1 cannot be deleted"))
    watch.step()
    assert alarms.told == {("modem1", Kind.SIM_SLOT_STUCK): {}}
