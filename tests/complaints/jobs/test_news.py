"""News: several changes in one SMS, none at night, none twice, and no word of the office is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from complaints.jobs import news
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from sms.codec import segment_count
from storage import subscribers, unsent
from storage.changes import Changes
from storage.models import subscriber
from tests.conftest import NOON

CITIZEN, BUDI = "+6281110000100", "+6281112000001"


def do(staff, number: int, action: Action, said: str = "", agency: str | None = None) -> None:
    town = staff.town
    with town.database.write() as connection:
        apply(
            connection, town.processor.office, number, Deed(action, Actor.ADMIN, "siti", said, agency), town.clock.now()
        )


def news_of(staff) -> list[str]:
    """What the citizen got beside answers."""
    return [row["text"] for row in staff.queued() if row["dedupe_key"].startswith("update:")]


def test_several_changes_within_the_window_become_one_sms(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.text(f"TERIMA {number}", BUDI)
    staff.later(minutes=4)
    staff.town.text(f"PROSES {number} tim turun besok pagi", BUDI)
    staff.later(minutes=4)
    assert news_of(staff) == []
    staff.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    # As long as they can take it back, the citizen hears nothing.
    staff.later(minutes=9)
    assert news_of(staff) == []
    staff.later(minutes=1)
    said = "tim turun besok pagi / lubang sudah ditambal - Sudah beres? Balas SUDAH atau BELUM"
    assert news_of(staff) == [f"Laporan {number} selesai menurut Dinas PUPR: {said}"]
    staff.later(hours=1)
    assert len(news_of(staff)) == 1


def test_a_change_after_the_window_is_news_of_its_own(staff) -> None:
    number = staff.report()
    do(staff, number, Action.START)
    staff.later(minutes=10)
    do(staff, number, Action.RESOLVE, "beres")
    staff.later(minutes=9)
    assert len(news_of(staff)) == 1
    staff.later(minutes=1)
    assert news_of(staff)[1:] == [
        f"Laporan {number} selesai menurut Dinas PUPR: beres - Sudah beres? Balas SUDAH atau BELUM"
    ]


def test_words_to_the_citizen_do_not_wait_and_take_along_what_is_new(staff) -> None:
    number = staff.report()
    do(staff, number, Action.ACCEPT)
    do(staff, number, Action.REPLY, "kami cek dulu")
    staff.later(seconds=1)
    assert news_of(staff) == [f"Laporan {number} diteruskan, Dinas PUPR: kami cek dulu"]


def secret(staff) -> int:
    """Report in secret, to the integrity contact."""
    staff.appoint("INTEGRITY", BUDI)
    (answer,) = staff.town.text("RAHASIA bogor aspal dicuri mandor proyek", CITIZEN)
    return int(answer.split()[1].strip("."))


def told_after(staff, number: int, *commands: str) -> list[str]:
    """Give the news of what an officer does within ten minutes."""
    for command in commands:
        verb, _, words = command.partition(" ")
        staff.town.clock.advance(timedelta(minutes=1))
        assert str(number) in staff.order(f"{verb} {number} {words}".strip())[0]
    staff.later(minutes=10)
    return news_of(staff)


CORRECTED = [
    (("TUNDA 12/5 tunggu aspal", "TUNDA 12/12 tunggu aspal"), "ditunda, Dinas PUPR: sampai 12/12/2026, tunggu aspal"),
    (("TUNDA 12/5 tunggu aspal", "PROSES aspal sudah ada"), "dikerjakan, Dinas PUPR: aspal sudah ada"),
    (
        ("TUNDA 12/5 tunggu aspal", "SELESAI lubang ditambal"),
        "selesai menurut Dinas PUPR: lubang ditambal - Sudah beres? Balas SUDAH atau BELUM",
    ),
    (("TUNDA 12/5 tunggu aspal", "PROSES"), "dikerjakan, Dinas PUPR. Tanya kapan saja: CEK {number}"),
    (
        ("TUNDA 12/12 tunggu aspal", "TUNDA 12/5 tunggu alat", "BATAL"),
        "ditunda, Dinas PUPR: sampai 12/12/2026, tunggu aspal",
    ),
    (("PROSES tim berangkat", "PROSES tim sudah tiba"), "dikerjakan, Dinas PUPR: tim berangkat / tim sudah tiba"),
    (("PROSES tim kembali", "TUNDA 12/12 hujan"), "ditunda, Dinas PUPR: tim kembali / sampai 12/12/2026, hujan"),
]


@pytest.mark.parametrize(("commands", "told"), CORRECTED)
def test_what_was_corrected_before_it_was_told_is_told_as_it_is_now(staff, commands, told) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    assert told_after(staff, number, *commands) == [f"Laporan {number} {told.format(number=number)}"]


def test_a_day_until_which_its_former_office_put_it_off_is_told_no_more(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    (told,) = told_after(staff, number, "TUNDA 12/5 tunggu aspal", "OPER PLN itu tiang listrik")
    assert told.startswith(f"Laporan {number} diteruskan ke PLN Bogor")


def test_of_what_was_solved_twice_only_the_last_is_told(staff) -> None:
    number = staff.report()
    do(staff, number, Action.RESOLVE, "lubang ditambal")
    do(staff, number, Action.REOPEN, "belum rapi")
    do(staff, number, Action.RESOLVE, "seluruh jalan diaspal")
    staff.later(minutes=10)
    (told,) = news_of(staff)
    assert "seluruh jalan diaspal" in told
    assert "ditambal" not in told


def test_the_words_before_a_question_about_a_secret_report_are_not_called_a_question(staff) -> None:
    number = secret(staff)
    (told,) = told_after(staff, number, "PROSES kami periksa", "TANYA kapan kejadiannya?")
    assert told == f"Laporan {number} menunggu Anda: kami periksa / kapan kejadiannya? (jawab: balas SMS ini)"


def test_a_question_alone_about_a_secret_report_is_called_one(staff) -> None:
    number = secret(staff)
    (told,) = told_after(staff, number, "TUNDA 12/12 tunggu saksi", "TANYA kapan kejadiannya?")
    assert told == f"Laporan {number}, pertanyaan: kapan kejadiannya? (jawab: balas SMS ini)"


def test_at_night_nothing_is_told_and_in_the_morning_all_of_it_once(staff) -> None:
    number = staff.report()
    staff.town.clock.advance(timedelta(hours=10))  # 22:00
    do(staff, number, Action.START)
    staff.later(hours=1)
    do(staff, number, Action.ASK, "Di RT berapa?")
    for _ in range(6):
        staff.later(hours=1)
    assert news_of(staff) == []
    staff.later(hours=1)  # 6:00
    assert news_of(staff) == [f"Laporan {number}, pertanyaan Dinas PUPR: Di RT berapa? (jawab: balas SMS ini)"]
    assert staff.queued()[-1]["quiet_region"] == "bogor"


def test_a_downtime_of_a_month_leaves_one_sms_for_each_complaint(staff) -> None:
    numbers = [staff.report(f"bogor jalan rusak di gang {place}", f"+62811100002{place:02}") for place in range(60)]
    for number in numbers:
        do(staff, number, Action.START)
        do(staff, number, Action.RESOLVE)
    staff.town.clock.advance(timedelta(days=30))
    assert staff.news() == 60
    assert staff.news() == 0
    assert len(news_of(staff)) == 60


def test_what_the_citizen_did_or_what_is_the_offices_own_is_no_news(staff) -> None:
    number = staff.report()
    do(staff, number, Action.RETURN, "bukan kami")
    do(staff, number, Action.MARK_SPAM)
    staff.later(hours=1)
    assert news_of(staff) == []


def test_a_complaint_that_is_handed_on_is_told_with_its_new_agency(staff) -> None:
    number = staff.report()
    do(staff, number, Action.RETURN, "bukan kami")
    do(staff, number, Action.ASSIGN, agency="PLN")
    staff.later(minutes=10)
    assert news_of(staff) == [
        f"Laporan {number} diteruskan ke PLN Bogor, yang sekarang menanganinya. Tanya kapan saja: CEK {number}"
    ]


def test_more_words_than_fit_into_one_sms_go_one_by_one(staff) -> None:
    number = staff.report()
    long = ["a" * 300, "b" * 300]
    for said in long:
        do(staff, number, Action.START, said)
    staff.later(minutes=10)
    told = news_of(staff)
    assert [text[-300:] for text in told] == long
    assert all(segment_count(text) <= 4 for text in told)


def test_looking_whether_there_is_news_writes_nothing(staff) -> None:
    number = staff.report()
    town = staff.town
    do(staff, number, Action.REPLY, "halo")
    assert news.is_due(town.database, town.processor.office, town.clock.now())
    assert not news.is_due(town.database, town.processor.office, town.clock.now() + timedelta(hours=10))
    assert staff.news() == 1
    assert not news.is_due(town.database, town.processor.office, town.clock.now())


def test_a_phone_that_was_silent_for_long_hears_nothing_of_what_was_taken_back(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.text(f"TERIMA {number}", BUDI)
    staff.later(minutes=10)
    staff.town.clock.advance(timedelta(days=61))
    heard = len(news_of(staff))
    staff.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    staff.town.text(f"BATAL {number}", BUDI)
    staff.later(minutes=11)
    assert len(news_of(staff)) == heard
    staff.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    staff.later(minutes=11)
    assert news_of(staff)[heard:] == [f"Laporan {number} selesai. Tanya: CEK {number}"]


def test_the_reason_of_a_refusal_is_not_told_when_it_was_opened_again_at_once(staff) -> None:
    number = staff.report()
    do(staff, number, Action.REJECT, "sudah ada laporan lain")
    do(staff, number, Action.REOPEN, "keliru")
    staff.later(minutes=11)
    assert len(news_of(staff)) == 1
    assert "sudah ada laporan lain" not in news_of(staff)[0]


class Crash(Exception):  # noqa: N818 - no error of the product
    """The process ends."""


def test_a_crash_while_telling_tells_nothing_and_the_next_run_tells_it_once(staff, monkeypatch) -> None:
    number = staff.report()
    do(staff, number, Action.REPLY, "halo")
    honest = Changes.write

    def crash(changes: Changes, connection: Connection) -> None:
        honest(changes, connection)
        raise Crash

    monkeypatch.setattr(Changes, "write", crash)
    with pytest.raises(Crash):
        staff.news()
    monkeypatch.undo()
    assert news_of(staff) == []
    assert staff.news() == 1
    assert len(news_of(staff)) == 1


def opt_out(staff, phone: str = CITIZEN) -> None:
    with staff.town.database.write() as connection:
        who = subscribers.find(connection, phone)
        connection.execute(update(subscriber).where(subscriber.c.id == who.id).values(opted_out_at=NOON))


def test_who_has_opted_out_is_told_nothing_and_nothing_waits(staff) -> None:
    number = staff.report()
    opt_out(staff)
    do(staff, number, Action.REPLY, "kami cek dulu")
    staff.later(hours=1)
    assert news_of(staff) == []
    assert staff.row(number)["news_due_at"] is None
    (answer,) = staff.town.text(f"CEK {number}")
    assert answer.startswith(f"Laporan {number}")


def test_a_question_that_was_not_sent_is_not_waited_for(staff) -> None:
    number = staff.report()
    opt_out(staff)
    do(staff, number, Action.ASK, "Di RT berapa?")
    staff.later(hours=1)
    assert staff.row(number)["asked_at"] is None


def test_opting_out_cancels_what_is_queued_but_answers_and_an_officers_lists(staff) -> None:
    staff.appoint("PUPR", CITIZEN)
    number = staff.report("bogor jalan berlubang di depan pasar", CITIZEN)
    do(staff, number, Action.START)
    staff.report("bogor aspal mengelupas di jalan pajajaran")
    staff.later(hours=4)
    with staff.town.database.write() as connection:
        who = subscribers.find(connection, CITIZEN).id
        assert unsent.cancel_news(connection, who) == 1
        assert unsent.cancel_news(connection, who) == 0
    kinds = {row["dedupe_key"].partition(":")[0]: row["state"] for row in staff.queued()}
    assert kinds == {"answer": "queued", "update": "cancelled", "digest": "queued"}
