"""Registering contacts: who may be one, what their phone reads and when; on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.life.deeds import NoSuchAgencyError
from complaints.officers.contacts import (
    NewContact,
    NoSuchContactError,
    OwnNumberError,
    post_named,
    register,
    unregister,
)
from complaints.who.office import Office
from complaints.who.people import Post
from sms.clock import ManualClock
from sms.message import Priority
from sms.msisdn import NotANumberError
from storage import contacts, outbound
from storage.contacts import ADMIN
from storage.engine import Database

BUDI, SARI = "+6281112000001", "+6281112000002"
ROADS, SYSTEM = Post("bogor", "PUPR"), Post("bogor", ADMIN)


class Register:
    """The register of contacts, at the time of a clock."""

    def __init__(self, database: Database, office: Office, clock: ManualClock) -> None:
        self.database, self.office, self.clock = database, office, clock

    def add(self, number: str = BUDI, post: Post = ROADS) -> datetime | None:
        with self.database.write() as connection:
            return register(connection, self.office, NewContact(post, "Budi", number), self.clock.now())

    def remove(self, number: str = BUDI, post: Post = ROADS) -> Post | None:
        with self.database.write() as connection:
            return unregister(connection, self.office, post, number, self.clock.now()).heir

    def queued(self) -> list[Any]:
        with self.database.read() as connection:
            return list(reversed(outbound.listing(connection, limit=100)))

    def addresses(self) -> list[str]:
        with self.database.read() as connection:
            return [row["address"] for row in contacts.listing(connection, self.clock.now())]


@pytest.fixture
def book(database: Database, office: Office, clock: ManualClock) -> Register:
    return Register(database, office, clock)


def test_a_phone_is_welcomed_in_the_agencys_name_and_reads_what_it_can_text(book: Register) -> None:
    assert book.add("0811 1200 0001") == book.clock.now()
    (welcome,) = book.queued()
    assert (welcome["address"], welcome["priority"], welcome["quiet_region"]) == (BUDI, Priority.UPDATE, "bogor")
    assert welcome["text"] == (
        "Nomor ini sekarang petugas Dinas PUPR untuk aduan SMS warga. "
        "Daftar laporan: balas TUGAS. Semua perintah: balas BANTUAN"
    )


def test_the_admins_phone_reads_the_name_of_the_office(book: Register) -> None:
    book.add(post=SYSTEM)
    assert "petugas Diskominfo Kota Bogor untuk" in book.queued()[0]["text"]


def test_at_night_the_welcome_waits_until_people_are_up(book: Register) -> None:
    book.clock.advance(timedelta(hours=10, minutes=30))
    morning = book.clock.now() + timedelta(hours=7, minutes=30)
    assert book.add() == morning
    assert book.queued()[0]["not_before"] == morning


def test_who_is_registered_already_stays_so_and_is_not_welcomed_again(book: Register) -> None:
    book.add()
    assert book.add() is None
    assert len(book.queued()) == len(book.addresses()) == 1


def test_a_phone_may_speak_for_two_agencies_and_hears_of_each(book: Register) -> None:
    book.add()
    book.add(post=Post("bogor", "DLH"))
    assert ["Dinas PUPR" in row["text"] for row in book.queued()] == [True, False]
    assert ["Dinas LH" in row["text"] for row in book.queued()] == [False, True]


def test_who_comes_back_in_the_same_second_is_welcomed_again(book: Register) -> None:
    book.add()
    book.remove()
    assert book.add()
    assert len(book.queued()) == 2


def test_one_of_our_own_lines_is_no_officers_phone(book: Register) -> None:
    with pytest.raises(OwnNumberError, match=r"\+628111000001 is the number of one of our lines"):
        book.add("0811 1000 001")
    assert book.addresses() == []


def test_what_is_no_phone_number_is_refused(book: Register) -> None:
    for number in ("1708", "DINAS", ""):
        with pytest.raises(NotANumberError):
            book.add(number)
        with pytest.raises(NotANumberError):
            book.remove(number)


def test_a_post_is_that_of_an_agency_of_the_region_or_the_admins(office: Office) -> None:
    assert [post_named(office, "bogor", code) for code in ("PUPR", ADMIN)] == [ROADS, SYSTEM]
    with pytest.raises(NoSuchAgencyError, match=r"bogor has no agency DPMD; it has PUPR, .*, ADMIN"):
        post_named(office, "bogor", "DPMD")


def test_who_leaves_is_in_the_history_and_tells_who_hears_now(book: Register) -> None:
    for number, post in ((BUDI, ROADS), (SARI, ROADS), (SARI, SYSTEM)):
        book.add(number, post)
    assert book.remove() == ROADS
    assert book.remove(SARI) == SYSTEM
    assert book.remove(SARI, SYSTEM) is None
    assert book.addresses() == []
    with book.database.read() as connection:
        assert list(contacts.names(connection, [1, 2]).values()) == ["Budi", "Budi"]


def test_who_is_no_contact_cannot_leave(book: Register) -> None:
    book.add()
    for number, post in ((SARI, ROADS), (BUDI, SYSTEM), (BUDI, Post("depok", "PUPR"))):
        with pytest.raises(NoSuchContactError, match=r"is no contact of"):
            book.remove(number, post)
    assert book.addresses() == [BUDI]
