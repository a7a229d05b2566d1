"""Nine weeks of a region on the clock: 25 agencies, a flood, holidays, two days without the daemon.

What people do is decided and written down in `tests/region`, which counts by itself; then the program is asked what it
has found, and every number is compared. `python -m tests.region FOLDER` plays the same and leaves the reports there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.message_tables import inbound_message, outbound_message
from storage.models import complaint, subscriber
from storage.office_tables import digest
from tests.ledger import local
from tests.region import account, days
from tests.region.compared import PERIODS, Pair, as_figures, colours, most
from tests.region.offices import AGENCIES, LEADER, OFFICERS
from tests.region.setting import World, a_region


# One test, for the weeks take minutes and tests of one module may be run side by side, each with weeks of its own.
@pytest.mark.timeout(2400)
def test_nine_weeks_of_a_region_are_as_its_account_counts_them(tmp_path: Path) -> None:
    world = a_region(tmp_path)
    world.region.play()
    for check in _OF_ALL:
        check(world)
    assert world.compared.pairs.keys() == PERIODS.keys()
    for name, pair in world.compared.pairs.items():
        for check_of in _OF_A_REPORT:
            print(name, check_of.__name__)  # noqa: T201 - shown if it fails
            check_of(pair)


def _rows(world: World, wanted: Any) -> list[Any]:
    with world.region.town.database.read() as connection:
        return list(connection.execute(wanted))


def _the_region_is_a_whole_one(world: World) -> None:
    reports = world.region.reports
    assert len(AGENCIES) == 25
    assert len(reports) > 18_000
    assert {each.agency for each in reports} >= set(AGENCIES)
    assert sum(local(each.filed).date() == days.FLOOD for each in reports) > 1500
    for what in ("reopened", "bounced", "rating", "asked", "hidden", "confirmed", "gone"):
        assert sum(bool(getattr(each, what)) for each in reports) > 100, what


def _each_figure_of_the_region_is_the_one_counted_by_hand(pair: Pair) -> None:
    assert as_figures(pair.found.measures) == pair.whole.figures


def _each_figure_of_each_agency_is_the_one_counted_by_hand(pair: Pair) -> None:
    found = {code: as_figures(each) for code, each in pair.found.found.agencies.items()}
    assert found == {code: each.figures for code, each in pair.parts.items()}


def _the_agencies_have_the_ranks_and_colours_that_follow(pair: Pair) -> None:
    figures = {code: each.figures for code, each in pair.parts.items()}
    ranked, few = account.ranking(figures)
    assert (list(pair.found.ranking.ranked), list(pair.found.ranking.few)) == (ranked, few)
    assert colours(pair.found) == {code: account.colour(each) for code, each in figures.items()}


def _topics_places_and_days_are_as_counted(pair: Pair) -> None:
    assert pair.found.topics == pair.whole.topics
    assert pair.found.channels == {"sms": sum(pair.whole.topics.values())}
    assert [(each.kind, each.name, each.whole) for each in pair.found.places] == most(pair.whole.places)
    assert {each.day: (each.came, each.done) for each in pair.found.days} == pair.whole.days
    assert pair.found.found.hidden == pair.whole.hidden


def _the_lists_name_what_is_oldest_and_latest(pair: Pair) -> None:
    assert [each.by for each in pair.found.oldest] == pair.whole.oldest
    assert [each.by for each in pair.found.latest] == pair.whole.latest
    named = {each.number for each in (*pair.found.oldest, *pair.found.latest)}
    assert named <= pair.whole.held


def _the_months_hold_something_of_everything(world: World) -> None:
    """A figure that is nothing on both sides compares nothing."""
    for name in ("December", "January"):
        figures = world.compared.pairs[name].whole.figures
        nothing = [key for key, value in figures.items() if not value and key != "spam"]
        assert nothing == []
        assert all(figures["reasons"].values()), figures["reasons"]
        assert len(world.compared.pairs[name].parts) == 25


def _each_report_is_written_once_when_its_time_is_over(world: World) -> None:
    names = sorted(each.stem.removeprefix("laporan-bogor-") for each in world.reports.iterdir())
    weeks = [*(f"2026-W{week}" for week in range(49, 54)), *(f"2027-W0{week}" for week in range(1, 5))]
    halves = ["2026-11-16-30", "2026-12-01-15", "2026-12-16-31", "2027-01-01-15", "2027-01-16-31"]
    assert names == sorted([*weeks, *halves, "2026-11", "2026-12", "2027-01"])
    written = (world.reports / "laporan-bogor-2026-12.txt").read_text()
    new = world.compared.pairs["December"].whole.figures["new"]
    assert f"{new:,}".replace(",", ".") in written


def _each_digest_is_made_once_at_its_time_for_whom_it_is(world: World) -> None:
    made = select(subscriber.c.address, digest.c.made_at, digest.c.key).join(
        subscriber, subscriber.c.id == digest.c.subscriber_id
    )
    rows = _rows(world, made)
    found = Counter((row.address, row.made_at) for row in rows)
    assert found == dict.fromkeys(world.mornings.expected, 1)
    assert len({row.key for row in rows}) == len(rows)


def _each_digest_tells_how_many_complaints_wait(world: World) -> None:
    told = {(got.phone, got.at): counts for got, counts in world.mornings.read()}
    assert told == {key: counts for key, counts in world.mornings.expected.items() if any(counts)}


def _each_list_has_all_that_is_open(world: World) -> None:
    heads = [got for phone in OFFICERS.values() for got in world.region.phones.got[phone]]
    found = {(got.at, got.phone): int(said[1]) for got in heads if (said := _LIST.match(got.text))}
    assert found == {(at, phone): count for at, phone, count in world.region.lists if count}
    assert len(found) > 50


_LIST = re.compile(r".*?: (\d+) laporan terbuka")


def _the_leader_is_told_once_a_day(world: World) -> None:
    read = [got for got in world.region.phones.got[LEADER] if re.match(r"Bogor \d+/\d+: ", got.text)]
    looks = {local(tick).date() for tick in world.region.ticks if local(tick).time() >= days.LEADER_AT}
    assert [local(got.at).date() for got in read] == sorted(looks)


def _no_sms_is_lost(world: World) -> None:
    came = _rows(world, select(inbound_message.c.state, func.count()).group_by(inbound_message.c.state))
    assert [tuple(row) for row in came] == [("done", world.region.phones.sent)]
    ids = _rows(world, select(func.count(complaint.c.inbound_message_id.distinct()), func.count()))
    assert tuple(ids[0]) == (len(world.region.reports), len(world.region.reports))


def _each_complaint_is_acknowledged_once(world: World) -> None:
    told = Counter(
        (got.phone, int(said[1]))
        for phone in {each.phone for each in world.region.reports}
        for got in world.region.phones.got[phone]
        if (said := re.match(r"Laporan (\d{7})(?: diterima|\. BAHAYA\?)", got.text))
    )
    assert told == Counter((each.phone, each.number) for each in world.region.reports)


def _each_sms_to_somebody_is_sent_once(world: World) -> None:
    keys = _rows(world, select(func.count(), func.count(outbound_message.c.dedupe_key.distinct())))
    assert keys[0][0] == keys[0][1]
    sent = sum(map(len, world.region.phones.got.values()))
    assert _rows(world, select(func.count()).where(outbound_message.c.state == "sent"))[0][0] == sent


_OF_ALL: tuple[Callable[[World], None], ...] = (
    _the_region_is_a_whole_one,
    _the_months_hold_something_of_everything,
    _each_report_is_written_once_when_its_time_is_over,
    _each_digest_is_made_once_at_its_time_for_whom_it_is,
    _each_digest_tells_how_many_complaints_wait,
    _each_list_has_all_that_is_open,
    _the_leader_is_told_once_a_day,
    _no_sms_is_lost,
    _each_complaint_is_acknowledged_once,
    _each_sms_to_somebody_is_sent_once,
)
_OF_A_REPORT: tuple[Callable[[Pair], None], ...] = (
    _each_figure_of_the_region_is_the_one_counted_by_hand,
    _each_figure_of_each_agency_is_the_one_counted_by_hand,
    _the_agencies_have_the_ranks_and_colours_that_follow,
    _topics_places_and_days_are_as_counted,
    _the_lists_name_what_is_oldest_and_latest,
)
