"""A model that grows stale: what the router decided, against who has the complaints now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from complaints.jobs import drift
from complaints.jobs import table as jobs
from complaints.jobs.drift import FEWEST, Drift, drift_of
from complaints.who.office import Office

BUDI = "+6281112000001"
NIGHT = datetime(2026, 11, 23, 19, tzinfo=UTC)
"""02:00 in Bogor, the night after the day on which the tests begin."""


def test_what_stayed_is_right_and_what_went_elsewhere_is_told_most_frequent_first() -> None:
    found = drift_of([*rows("PUPR", "PUPR", 3), *rows("DLH", "PERKIM", 1), *rows("PUPR", "DISHUB", 2)])
    assert (found.decided, found.right, found.share) == (6, 3, 0.5)
    assert found.moved == (("PUPR", "jalan", "DISHUB", 2), ("DLH", "jalan", "PERKIM", 1))


def test_a_topic_that_nearly_always_went_to_one_other_agency_is_named_with_it() -> None:
    lamps = [*rows("PERKIM", "DISHUB", 8, topic="lampu"), *rows("PERKIM", "PERKIM", 2, topic="lampu")]
    assert drift_of(lamps).cures == (("lampu", "DISHUB"),)
    assert drift_of([*lamps, *rows("PERKIM", "PERKIM", 1, topic="lampu")]).cures == ()
    assert drift_of(rows("PERKIM", "DISHUB", 4, topic="lampu")).cures == ()
    assert drift_of(rows("PERKIM", None, 9, topic="lampu")).cures == ()


def test_what_was_left_to_an_officer_is_no_decision() -> None:
    assert drift_of([*rows(None, "PUPR", 5), *rows(None, None, 2), *rows("DLH", "DLH", 1)]).decided == 1


def test_what_nobody_has_to_do_was_decided_wrongly() -> None:
    found = drift_of([*rows("PUPR", None, 2), *rows("PUPR", "PUPR", 1)])
    assert (found.decided, found.right, found.moved) == (3, 1, (("PUPR", "jalan", None, 2),))


def test_a_citizen_was_sent_away_wrongly_if_an_agency_has_the_complaint_after_all() -> None:
    sent_away = {"agency": None, "body": "KPU"}
    found = drift_of(
        [SimpleNamespace(agency=now, topic=None, confidence=0.95, routing=sent_away) for now in ("DUKCAPIL", None)]
    )
    assert (found.decided, found.moved) == (1, (("KPU", None, "DUKCAPIL", 1),))


def test_complaints_from_before_decisions_were_kept_are_left_out() -> None:
    assert (
        drift_of([SimpleNamespace(agency="PUPR", topic="jalan", confidence=0.9, routing={"reasons": []})]).decided == 0
    )


def test_how_sure_the_router_was_is_the_mean() -> None:
    assert drift_of([*rows("DLH", "DLH", 1, 0.7), *rows("DLH", "DLH", 1, 0.9)]).believed == pytest.approx(0.8)


def test_nothing_decided_is_no_drift() -> None:
    found = drift_of([])
    assert (found.decided, found.share, found.believed, found.moved) == (0, 1.0, 1.0, ())
    assert not found.is_drifting


@pytest.mark.parametrize(
    ("decided", "right", "believed", "is_drifting"),
    [
        (100, 80, 0.9, True),
        (100, 84, 0.9, True),
        (100, 86, 0.9, False),
        (100, 100, 0.9, False),
        (FEWEST, 0, 0.9, True),
        (FEWEST - 1, 0, 0.9, False),
    ],
)
def test_it_drifts_if_clearly_fewer_are_right_than_believed_and_there_are_enough_to_tell(
    decided: int, right: int, believed: float, *, is_drifting: bool
) -> None:
    assert Drift(decided, right, believed, ()).is_drifting is is_drifting


def test_decisions_of_the_last_four_weeks_are_compared(staff: Any) -> None:
    for agency in ("PUPR", "DLH"):
        staff.appoint(agency)
    old, stayed, moved = (staff.report(sender=f"+62811100002{place:02}") for place in range(3))
    staff.town.clock.advance(timedelta(days=27))
    staff.town.text(f"TERUSKAN {moved} DLH", BUDI)
    staff.town.text(f"TERIMA {stayed} {old}", BUDI)
    found = compare(staff.town)
    assert (found.decided, found.right, found.moved) == (3, 2, (("PUPR", "jalan-rusak", "DLH", 1),))
    staff.town.clock.advance(timedelta(days=1))
    assert compare(staff.town).decided == 0


def test_it_runs_at_two_in_the_night_once_and_is_made_up_for(town: Any) -> None:
    town.do_jobs()
    assert not is_due(town)
    town.clock.advance(NIGHT - timedelta(seconds=1) - town.clock.now())
    assert not is_due(town)
    town.clock.advance(timedelta(seconds=1))
    assert is_due(town)
    town.do_jobs()
    assert not is_due(town)
    town.clock.advance(timedelta(days=3))
    assert is_due(town)
    town.do_jobs()
    assert not is_due(town)


def test_the_next_time_is_two_in_the_night_of_the_region(office: Office) -> None:
    assert drift.next_at(office, NIGHT - timedelta(hours=14)) == NIGHT
    assert drift.next_at(office, NIGHT) == NIGHT + timedelta(days=1)


def test_a_drift_is_a_warning_with_the_way_out(staff: Any) -> None:
    staff.appoint("PUPR")
    for place in range(FEWEST):
        number = staff.report(sender=f"+62811100002{place:02}")
        staff.town.text(f"TERUSKAN {number} DLH", BUDI)
    with capture_logs() as logs:
        assert run(staff.town) == FEWEST
    (warning,) = (line for line in logs if line["event"] == "routing_drifts")
    assert (warning["log_level"], warning["region"], warning["decided"]) == ("warning", "bogor", FEWEST)
    assert warning["right"] == 0 < warning["believed"]
    assert "aduan route drift" in warning["hint"]


def test_where_nothing_drifts_the_log_stays_silent(staff: Any) -> None:
    staff.appoint("PUPR")
    staff.town.text(f"TERIMA {staff.report()}", BUDI)
    with capture_logs() as logs:
        assert run(staff.town) == 1
    assert [line for line in logs if line["event"] == "routing_drifts"] == []


def rows(
    chosen: str | None, now: str | None, times: int, confidence: float = 0.9, *, topic: str = "jalan"
) -> Iterable[Any]:
    """Make rows as the query gives them."""
    return [SimpleNamespace(agency=now, topic=topic, confidence=confidence, routing={"agency": chosen})] * times


def compare(town: Any) -> Drift:
    return drift.check(town.database, town.processor.office.regions["bogor"], town.clock.now())


def is_due(town: Any) -> bool:
    return drift.is_due(town.database, town.processor.office, town.clock.now())


def run(town: Any) -> int:
    return jobs.run(jobs.find("routing"), town.database, town.processor.office, town.clock.now())
