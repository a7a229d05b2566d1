"""What is done to a complaint: the step, its history, its hands, and what the citizen hears; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.jobs.news import tell_due
from complaints.life.deeds import Deed, NoSuchAgencyError, NoSuchComplaintError, NoSuchRegionError
from complaints.life.lifecycle import Action, Actor, IllegalStepError, Status
from complaints.life.numbers import number_of
from complaints.steps.actions import apply, find
from complaints.steps.by_hand import open_by_hand
from complaints.steps.opening import NewComplaint
from complaints.who.office import Office
from sms.clock import ManualClock
from sms.msisdn import NotANumberError
from storage import complaints, outbound
from storage.engine import Database
from storage.models import assignment

CITIZEN = "+6281110002222"
ROAD = "jalan berlubang di depan pasar"
VAGUE = "mohon perhatiannya pak"


HEARD = (
    # What an admin does and says, and what the citizen reads of it.
    (Action.START, "", "Laporan {} dikerjakan, Dinas PUPR. Tanya kapan saja: CEK {}"),
    (Action.START, "tim turun besok", "Laporan {} dikerjakan, Dinas PUPR: tim turun besok"),
    (Action.ACCEPT, "", "Laporan {} sudah dibaca petugas, ditangani Dinas PUPR. Tanya kapan saja: CEK {}"),
    (Action.ASK, "Di RT berapa?", "Laporan {}, pertanyaan Dinas PUPR: Di RT berapa? (jawab: balas SMS ini)"),
    (Action.POSTPONE, "sampai 12/5", "Laporan {} ditunda, Dinas PUPR: sampai 12/5"),
    (Action.RETURN, "bukan kami", None),
    (
        Action.RESOLVE,
        "Sudah diaspal",
        "Laporan {} selesai menurut Dinas PUPR: Sudah diaspal - Sudah beres? Balas SUDAH atau BELUM",
    ),
    (
        Action.RESOLVE,
        "",
        "Laporan {} selesai menurut Dinas PUPR. Sudah beres? Balas SUDAH atau BELUM. Terima kasih sudah melapor.",
    ),
    (Action.CLOSE, "", "Laporan {0} ditutup. Belum beres atau terjadi lagi? Balas BELUM {0} lalu sebabnya."),
    (Action.DECLINE, "Hubungi PLN 123", "Laporan {} bukan wewenang kami. Hubungi PLN 123"),
    (Action.POSTPONE, "", "Laporan {} ditunda, Dinas PUPR. Tanya kapan saja: CEK {}"),
    (Action.MARK_SPAM, "iklan", None),
)


class Desk:
    """An officer's desk: opens complaints, does things to them, and looks what came of it."""

    def __init__(self, database: Database, office: Office, clock: ManualClock) -> None:
        self.database, self.office, self.clock = database, office, clock

    def open(self, text: str = ROAD, sender: str | None = CITIZEN) -> int:
        new = NewComplaint("bogor", text, "walkin", None, Actor.ADMIN, "siti")
        with self.database.write() as connection:
            return open_by_hand(connection, self.office, new, sender, self.clock.now()).number

    def do(self, number: int, action: Action, said: str = "", agency: str | None = None) -> Status:
        self.clock.advance(timedelta(minutes=1))
        deed = Deed(action, Actor.ADMIN, "siti", said, agency)
        with self.database.write() as connection:
            return apply(connection, self.office, number, deed, self.clock.now())

    def row(self, number: int) -> Any:
        with self.database.read() as connection:
            return find(connection, number)

    def history(self, number: int) -> list[tuple[str, str | None, str, str | None, str]]:
        with self.database.read() as connection:
            events = complaints.events_of(connection, find(connection, number).id)
        return [(row["action"], row["before"], row["after"], row["agency"], row["reason"]) for row in events]

    def told(self) -> list[str]:
        """Everything queued for citizens when the news have been gathered, oldest first."""
        tell_due(self.database, self.office, self.clock.now() + timedelta(minutes=10))
        with self.database.read() as connection:
            rows = outbound.listing(connection, limit=100)
        assert {row["address"] for row in rows} <= {CITIZEN}
        return [row["text"] for row in reversed(rows)]

    def hands(self, number: int) -> list[tuple[str, str, bool, bool]]:
        """Every assignment: agency, state, whether it ended, whether it is done."""
        columns = assignment.c
        wanted = select(assignment).where(columns.complaint_id == self.row(number).id).order_by(columns.id)
        with self.database.read() as connection:
            rows = list(connection.execute(wanted))
        return [(row.agency, row.state, row.ended_at is not None, row.done_at is not None) for row in rows]


@pytest.fixture
def desk(database: Database, office: Office, clock: ManualClock) -> Desk:
    return Desk(database, office, clock)


def test_a_complaint_by_hand_is_routed_acknowledged_and_has_a_history(desk: Desk) -> None:
    number = desk.open()
    complaint = desk.row(number)
    assert (complaint.status, complaint.agency, complaint.channel) == ("assigned", "PUPR", "walkin")
    (told,) = desk.told()
    assert told == (
        f"Laporan {number} diterima, diteruskan ke Dinas PUPR. Kabar kami kirim ke nomor ini. "
        f"Tanya kapan saja: CEK {number}"
    )
    opened, handed = desk.history(number)
    assert opened[:4] == ("open", None, "new", None)
    assert handed[:4] == ("assign", "new", "assigned", "PUPR")
    assert "jalan berlubang" in handed[4]


def test_one_that_names_no_matter_waits_for_an_officer_and_the_citizen_is_told_so(desk: Desk) -> None:
    number = desk.open(VAGUE)
    assert (desk.row(number).status, desk.row(number).agency) == ("triage", None)
    assert "Petugas akan memilih dinas yang tepat" in desk.told()[0]
    assert desk.hands(number) == []


def test_without_a_number_nobody_is_texted(desk: Desk) -> None:
    number = desk.open(sender=None)
    desk.do(number, Action.REPLY, "sudah dicek")
    desk.do(number, Action.RESOLVE)
    assert desk.told() == []
    assert len(desk.history(number)) == 4


def test_a_robot_cannot_be_the_citizen_and_then_nothing_is_opened(desk: Desk) -> None:
    for sender in ("1708", "TELKOMSEL", "BANK123456", ""):
        with pytest.raises(NotANumberError):
            desk.open(sender=sender)
    with desk.database.read() as connection:
        assert complaints.listing(connection, limit=5) == []


def test_an_admin_assigns_what_the_router_left(desk: Desk) -> None:
    number = desk.open(VAGUE)
    assert desk.do(number, Action.ASSIGN, "sudah ditelepon", "DLH") is Status.ASSIGNED
    assert desk.row(number).agency == "DLH"
    assert desk.history(number)[-1] == ("assign", "triage", "assigned", "DLH", "sudah ditelepon")
    assert desk.told()[-1] == (
        f"Laporan {number} diteruskan ke {desk.office.agency_name('bogor', 'DLH')}, "
        f"yang sekarang menanganinya. Tanya kapan saja: CEK {number}"
    )


def test_another_agency_gets_hands_of_its_own_and_the_first_ones_end(desk: Desk) -> None:
    number = desk.open()
    desk.do(number, Action.START)
    desk.do(number, Action.ASSIGN, agency="DISHUB")
    assert desk.hands(number) == [("PUPR", "in_progress", True, False), ("DISHUB", "assigned", False, False)]
    assert desk.row(number).status == "assigned"


def test_it_is_not_assigned_twice_to_the_same_agency(desk: Desk) -> None:
    number = desk.open()
    with pytest.raises(IllegalStepError, match=f"{number} is with PUPR already"):
        desk.do(number, Action.ASSIGN, agency="PUPR")


def test_an_unknown_agency_is_refused_with_those_there_are(desk: Desk) -> None:
    number = desk.open()
    before = desk.history(number)
    with pytest.raises(NoSuchAgencyError, match=r"bogor has no agency DPMD; it has PUPR, PERKIM, "):
        desk.do(number, Action.ASSIGN, agency="DPMD")
    assert desk.history(number) == before


def test_in_a_region_that_has_left_the_settings_nothing_is_assigned_and_the_rest_goes_on(desk: Desk) -> None:
    number = desk.open()
    before = desk.history(number)
    desk.office = replace(desk.office, regions={"kotabogor": desk.office.regions["bogor"]})
    with pytest.raises(NoSuchRegionError, match=f"{number} is of region bogor, which is .*; name its file bogor.toml"):
        desk.do(number, Action.ASSIGN, agency="PLN")
    assert desk.history(number) == before
    assert desk.do(number, Action.RESOLVE) is Status.RESOLVED


def test_a_reply_reaches_the_citizen_in_the_agencys_name_and_changes_no_state(desk: Desk) -> None:
    number = desk.open()
    assert desk.do(number, Action.REPLY, "Petugas datang besok") is Status.ASSIGNED
    assert desk.told()[-1] == f"Laporan {number}, jawaban Dinas PUPR: Petugas datang besok"
    assert desk.history(number)[-1] == ("reply", "assigned", "assigned", "PUPR", "Petugas datang besok")


def test_the_same_reply_twice_is_sent_twice(desk: Desk) -> None:
    number = desk.open()
    desk.do(number, Action.REPLY, "Sabar")
    desk.told()
    desk.do(number, Action.REPLY, "Sabar")
    assert [text.endswith(": Sabar") for text in desk.told()] == [False, True, True]


def test_while_no_agency_has_it_the_office_answers_in_its_own_name(desk: Desk) -> None:
    number = desk.open(VAGUE)
    desk.do(number, Action.REPLY, "Di mana tempatnya?")
    assert desk.told()[1] == f"Laporan {number}, jawaban Diskominfo Kota Bogor: Di mana tempatnya?"
    assert "-" not in "".join(desk.told())


def test_the_citizen_hears_of_a_step(desk: Desk) -> None:
    for action, said, told in HEARD:
        number, before = desk.open(), len(desk.told())
        desk.do(number, action, said)
        assert desk.told()[before:] == ([told.format(number, number)] if told else [])
        assert desk.history(number)[-1][4] == said


def test_what_is_done_is_out_of_the_agencys_hands_and_comes_back_when_reopened(desk: Desk) -> None:
    number = desk.open()
    desk.do(number, Action.RESOLVE)
    assert desk.hands(number) == [("PUPR", "resolved", False, True)]
    desk.do(number, Action.CLOSE)
    assert desk.do(number, Action.REOPEN, "masih rusak") is Status.ASSIGNED
    assert desk.hands(number) == [("PUPR", "assigned", False, False)]
    assert desk.row(number).reopened == 1
    assert [step[0] for step in desk.history(number)] == ["open", "assign", "resolve", "close", "reopen"]


def test_a_complaint_that_never_had_an_agency_is_reopened_to_triage(desk: Desk) -> None:
    number = desk.open(VAGUE)
    desk.do(number, Action.CLOSE)
    assert desk.do(number, Action.REOPEN) is Status.TRIAGE
    assert desk.history(number)[-1][:4] == ("reopen", "closed", "triage", None)
    assert desk.do(number, Action.ASSIGN, agency="DLH") is Status.ASSIGNED


def test_a_refused_step_changes_nothing(desk: Desk) -> None:
    number = desk.open()
    before = (desk.row(number), desk.history(number), desk.told())
    with pytest.raises(IllegalStepError, match="no reopen from assigned by admin; possible: assign"):
        desk.do(number, Action.REOPEN)
    assert (desk.row(number), desk.history(number), desk.told()) == before


def test_a_mistyped_number_is_told_from_an_unknown_one(desk: Desk) -> None:
    unknown = number_of(4711, desk.office.number_key)
    with pytest.raises(NoSuchComplaintError, match=f"no complaint has the number {unknown}"):
        desk.do(unknown, Action.REPLY, "halo")
    slip = unknown // 10 * 10 + (unknown + 1) % 10
    with pytest.raises(NoSuchComplaintError, match=f"{slip} is mistyped"):
        desk.do(slip, Action.REPLY, "halo")


def test_a_number_no_database_could_hold_is_mistyped_too(desk: Desk) -> None:
    for number in (0, -1, -1234567, 12, 10**40):
        with pytest.raises(NoSuchComplaintError, match="is mistyped"):
            desk.row(number)


def test_every_step_moves_the_time_of_the_last_change(desk: Desk) -> None:
    number = desk.open()
    before = desk.row(number)
    desk.do(number, Action.START)
    after = desk.row(number)
    assert after.updated_at - before.updated_at == timedelta(minutes=1)
    assert after.created_at == before.created_at


def test_words_that_no_database_can_hold_are_made_storable(desk: Desk) -> None:
    said = "nol \x00 di sini, separuh \ud83d emoji"
    number = desk.open(text=f"{ROAD} {said}")
    desk.do(number, Action.REPLY, said)
    for stored in (desk.row(number).text, desk.history(number)[-1][4], desk.told()[-1]):
        assert stored.replace("\x00", "").encode().decode() == stored
