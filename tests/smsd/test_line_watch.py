"""Lines that are dead, and SIMs that want their PIN."""

from typing import Any

import pytest

from smsd.alarms import Kind
from smsd.line_watch import LineWatch


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


def test_a_sim_that_wants_its_pin_is_told_at_once_and_is_not_dead_beside(scene) -> None:
    watch, alarms, line = scene
    line.unready_seconds = 700.0
    watch.hear("modem1", "refused")
    watch.step()
    assert alarms.told == {("modem1", Kind.SIM_WANTS_PIN): {}}
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
