"""A rush: danger first, then one short SMS for everybody, and what else there is to tell when the queue has drained."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.jobs import table as jobs
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from sms.message import Outcome, SendOutcome
from sms.msisdn import classify
from smsd import outbox
from smsd.outbox import Job, Result
from storage import contacts, overload, subscribers
from storage.claims import Allowed

NEIGHBOUR, THIRD = "+6281110000200", "+6281110000300"


@pytest.fixture(autouse=True)
def patience(office) -> None:
    """An answer may wait for a quarter of an hour, as in the settings that are shipped."""
    object.__setattr__(office, "patience", timedelta(minutes=15))


@pytest.fixture
def rush(town):
    """A town in which one answer has waited for a quarter of an hour."""
    town.text("bogor jalan rusak di tajur", "+6281110009999")
    town.clock.advance(timedelta(minutes=15))
    return town


def send(town, room: int = 1) -> list[tuple[str, str]]:
    """Send what is first in the queue; gives to whom, and the text."""
    now = town.clock.now()
    with town.database.write() as connection:
        quiet = town.processor.office.quiet_regions(now)
        claimed = outbox.claim(connection, town.line_ids["modem1"], Allowed(room), now, quiet)
        outbox.record(connection, [accepted(job) for job in claimed], now)
    return [(job.segments[0].to, "".join(each.text for each in job.segments)) for job in claimed]


def accepted(job: Job) -> Result:
    outcomes = tuple(SendOutcome(each.key, Outcome.ACCEPTED, 1) for each in job.segments)
    return Result(job.message_id, outcomes, job.attempt)


def is_overloaded(town) -> bool:
    with town.database.read() as connection:
        return bool(overload.lines(connection, town.clock.now() - town.processor.office.patience))


def numbers(town, sender: str) -> list[str]:
    return [str(row["number"]) for row in town.complaints() if row["address"] == sender]


def test_a_line_is_overloaded_when_its_oldest_answer_has_waited_for_a_quarter_of_an_hour(town) -> None:
    town.text("bogor jalan rusak di tajur")
    assert not is_overloaded(town)
    town.clock.advance(timedelta(minutes=15))
    assert is_overloaded(town)
    send(town)
    assert not is_overloaded(town)


def test_an_answer_to_a_phone_that_was_off_makes_no_overload(town) -> None:
    town.text("bogor jalan rusak di tajur")
    with town.database.write() as connection:
        (job,) = outbox.claim(connection, town.line_ids["modem1"], Allowed(1), town.clock.now())
        failed = (SendOutcome(job.segments[0].key, Outcome.RETRY_LATER),)
        outbox.record(connection, [Result(job.message_id, failed, job.attempt)], town.clock.now(), lambda: 0.0)
    town.clock.advance(timedelta(minutes=12))
    assert not is_overloaded(town)


def test_danger_is_answered_before_everybody_else_in_a_rush_or_not(town) -> None:
    town.text("bogor jalan rusak di tajur")
    town.text("tolong banjir ada anak terjebak di katulampa", NEIGHBOUR)
    (first, text), *_ = send(town, 5)
    assert first == NEIGHBOUR
    assert "BAHAYA?" in text


def test_in_a_rush_the_acknowledgement_is_short(rush) -> None:
    (answer,) = rush.text("bogor lampu jalan mati di tajur")
    (number,) = numbers(rush, "+6281110000100")
    assert answer == f"Laporan {number} diterima. BAHAYA? Telepon 112. Tanya: CEK"


def test_a_second_report_is_added_to_the_sms_that_waits(rush) -> None:
    rush.text("bogor lampu jalan mati di tajur")
    rush.text("bogor sampah menumpuk di pasar anyar")
    rush.text("bogor jalan berlubang di ciheuleut")
    (answer,) = rush.answers()
    first, second, third = numbers(rush, "+6281110000100")
    assert answer == f"Laporan {first}, {second}, {third} diterima. BAHAYA? Telepon 112. Tanya: CEK"


def test_a_report_of_somebody_who_has_had_the_sms_is_told_after_all_others(rush) -> None:
    rush.text("bogor lampu jalan mati di tajur")
    send(rush, 2)
    rush.text("bogor air pdam mati di tajur", NEIGHBOUR)
    rush.clock.advance(timedelta(minutes=15))
    rush.text("bogor sampah menumpuk di pasar anyar")
    rush.text("bogor jalan berlubang di ciheuleut")
    rush.text("bogor pohon tumbang di jalan pajajaran", THIRD)
    assert [to for to, _ in send(rush, 5)] == [NEIGHBOUR, THIRD, "+6281110000100"]
    _, second, third = numbers(rush, "+6281110000100")
    assert rush.answers()[1].startswith(f"Laporan {second}, {third} diterima.")


def test_more_numbers_than_fit_come_in_a_further_sms(rush) -> None:
    for place in ("tajur", "ciheuleut", "pasar anyar", "warung jambu", "sukasari"):
        rush.text(f"bogor lampu jalan mati di {place}")
    told = rush.answers()
    assert len(told) == 2
    assert all(any(number in text for text in told) for number in numbers(rush, "+6281110000100"))
    assert max(map(len, told)) <= 160


def test_danger_after_a_short_sms_is_answered_at_once(rush) -> None:
    rush.text("bogor lampu jalan mati di tajur")
    rush.text("tolong banjir ada anak terjebak di katulampa")
    (to, text), *_ = send(rush, 1)
    assert to == "+6281110000100"
    assert "SEKARANG" in text


def test_who_cries_twice_is_told_once_whom_to_call(rush) -> None:
    rush.text("tolong banjir ada anak terjebak di katulampa")
    rush.text("tolong rumah saya kebakaran di tajur sekarang juga")
    urgent, later = rush.answers()
    assert "SEKARANG" in urgent
    assert later.startswith(f"Laporan {numbers(rush, '+6281110000100')[1]} diterima")


def test_who_asks_how_it_stands_in_a_rush_is_told_once(rush) -> None:
    rush.text("CEK")
    rush.text("BANTUAN")
    rush.text("bogor air pdam mati di tajur", NEIGHBOUR)
    assert [to for to, _ in send(rush, 5)][1:] == ["+6281110000100", NEIGHBOUR, "+6281110000100"]


def test_of_a_secret_report_its_reporter_hears_as_ever(rush) -> None:
    (answer,) = rush.text("rahasia bogor lampu jalan mati di tajur")
    assert "dirahasiakan" in answer


def test_nobody_is_asked_where_it_is_in_a_rush(rush) -> None:
    (answer,) = rush.text("bogor lampu jalan mati")
    assert "Di mana" not in answer
    with rush.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dialogue WHERE kind = 'where'").scalar() == 0


def test_digests_wait_for_the_end_of_a_rush(town) -> None:
    add_officer(town)
    town.text("bogor jalan rusak di tajur")
    town.clock.advance(timedelta(hours=19, minutes=31))
    digest = jobs.find("digests")
    assert not digest.is_due(town.database, town.processor.office, town.clock.now())
    send(town)
    assert digest.is_due(town.database, town.processor.office, town.clock.now())


def test_news_wait_unless_they_are_for_somebody_in_danger(town) -> None:
    town.text("bogor jalan rusak di tajur", "+6281110009999")
    town.text("bogor lampu jalan mati di tajur")
    town.text("tolong banjir ada anak terjebak di katulampa", NEIGHBOUR)
    town.clock.advance(timedelta(minutes=20))
    with town.database.write() as connection:
        for row in town.complaints():
            deed = Deed(Action.REPLY, Actor.ADMIN, "siti", "Perahu sedang menuju ke sana")
            apply(connection, town.processor.office, row["number"], deed, town.clock.now())
    news = jobs.find("news")
    assert news.is_due(town.database, town.processor.office, town.clock.now())
    assert news.run(town.database, town.processor.office, town.clock.now()) == 1
    assert not news.is_due(town.database, town.processor.office, town.clock.now())
    assert "Perahu" in town.answers(NEIGHBOUR)[-1]


def add_officer(town) -> None:
    with town.database.write() as connection:
        phone = "+6281112000001"
        ids = subscribers.ids_of(connection, [classify(phone)], town.clock.now())
        contacts.add(connection, ids[phone], region="bogor", agency="PUPR", name="Budi", now=town.clock.now())
