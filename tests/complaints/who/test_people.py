"""Who hears of an agency's matters, and who may act on them: by role, unit, dates, leave; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.who.people import People, Post
from sms.msisdn import Sender, SenderKind
from storage import contacts, subscribers
from storage.contacts import ADMIN, DEPUTY, DUTY, HEAD, INTEGRITY, LEADER, OVERSIGHT, Term
from storage.tasks import Share

HOUR = timedelta(hours=1)


class Staff:
    """The contacts of Bogor, by a word for each phone."""

    def __init__(self, database: Any, clock: Any) -> None:
        self.database, self.clock = database, clock
        self.phones: dict[str, int] = {}

    def appoint(self, who: str, agency: str = "PUPR", **more: Any) -> int:
        """Register somebody for an agency, and give the contact's id."""
        now = self.clock.now()
        with self.database.write() as connection:
            address = f"+62811120010{len(self.phones):02}"
            if who not in self.phones:
                ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, address)], now)
                self.phones[who] = ids[address]
            made = contacts.add(
                connection, self.phones[who], region="bogor", agency=agency, name=who.title(), now=now, **more
            )
        assert made is not None
        return made

    def write(self, contact_id: int, **changed: Any) -> None:
        with self.database.write() as connection:
            contacts.write(connection, [{"id": contact_id, **changed}])

    def hearing(self, agency: str | None = "PUPR", unit: str | None = None) -> str:
        """Tell who hears, by their words."""
        with self.database.read() as connection:
            return self.named(People(connection, self.clock.now()).recipients("bogor", agency, unit))

    def named(self, found: list[int]) -> str:
        words = {phone: who for who, phone in self.phones.items()}
        return " ".join(words[phone] for phone in found)

    def ask(self, question: str, *arguments: Any) -> Any:
        with self.database.read() as connection:
            return getattr(People(connection, self.clock.now()), question)(*arguments)


@pytest.fixture
def staff(database, clock) -> Staff:
    return Staff(database, clock)


def test_the_officers_hear_else_the_head_else_the_admin(staff: Staff) -> None:
    assert staff.hearing() == ""
    staff.appoint("ani", ADMIN)
    assert staff.hearing() == "ani"
    staff.appoint("tono", role=HEAD)
    assert staff.hearing() == "tono"
    staff.appoint("budi")
    staff.appoint("sari")
    assert staff.hearing() == "budi sari"
    assert staff.hearing(None) == "ani"
    assert staff.hearing("DLH") == "ani"


def test_a_units_own_officers_hear_and_the_others_hear_of_all_else(staff: Staff) -> None:
    staff.appoint("utara", term=Term("UTARA"))
    assert staff.hearing(unit="SELATAN") == "utara", "somebody of the agency is better than the admin"
    staff.appoint("budi")
    assert [staff.hearing(unit=unit) for unit in ("UTARA", "SELATAN", None)] == ["utara", "budi", "budi"]
    duties = staff.ask("hearers", "bogor")
    assert duties[staff.phones["utara"]].shares == (Share("PUPR", only=frozenset({"UTARA"})),)
    assert duties[staff.phones["budi"]].shares == (Share("PUPR", but=frozenset({"UTARA"})),)


def test_a_post_begins_and_ends_at_its_moment(staff: Staff) -> None:
    now = staff.clock.now()
    staff.appoint("ani", ADMIN)
    staff.appoint("budi", term=Term(None, now + HOUR, now + 2 * HOUR))
    seen = []
    for step in (timedelta(), HOUR - timedelta(microseconds=1), HOUR, 2 * HOUR - timedelta(microseconds=1), 2 * HOUR):
        staff.clock.advance(now + step - staff.clock.now())
        seen.append(staff.hearing())
    assert seen == ["ani", "ani", "budi", "budi", "ani"]


def test_a_phone_has_a_post_once_at_a_time(staff: Staff) -> None:
    now = staff.clock.now()
    staff.appoint("budi", term=Term(None, now + HOUR, now + 2 * HOUR))
    row = {"region": "bogor", "agency": "PUPR", "name": "Budi", "now": now}
    with staff.database.write() as connection:
        again = [
            contacts.add(connection, staff.phones["budi"], **row, term=Term(None, *dates))
            for dates in ((now, None), (now, now + HOUR), (now + 2 * HOUR, None))
        ]
    assert [made is None for made in again] == [True, False, False]


def test_the_deputy_hears_until_the_day_is_over_and_nobody_twice(staff: Staff) -> None:
    deputy = staff.appoint("sari", role=DEPUTY)
    budi = staff.appoint("budi")
    staff.write(budi, deputy_id=deputy)
    assert staff.hearing() == "budi"
    staff.write(budi, away_until=staff.clock.now() + HOUR)
    assert staff.hearing() == "sari"
    staff.write(staff.appoint("rini"), away_until=staff.clock.now() + HOUR, deputy_id=deputy)
    assert staff.hearing() == "sari"
    staff.clock.advance(HOUR)
    assert staff.hearing() == "budi rini"


def test_a_deputy_who_is_away_too_stands_in_for_nobody(staff: Staff) -> None:
    later = staff.clock.now() + HOUR
    staff.appoint("tono", role=HEAD)
    deputy = staff.appoint("sari", role=DEPUTY)
    staff.write(deputy, away_until=later)
    staff.write(staff.appoint("budi"), away_until=later, deputy_id=deputy)
    assert staff.hearing() == "tono"


def test_with_everybody_away_whoever_is_registered_hears_all_the_same(staff: Staff) -> None:
    staff.write(staff.appoint("budi"), away_until=staff.clock.now() + HOUR)
    assert staff.hearing() == "budi"
    staff.appoint("ani", ADMIN)
    assert staff.hearing() == "ani"


def test_who_has_not_answered_for_two_weeks_is_passed_over_until_they_do(staff: Staff) -> None:
    staff.appoint("tono", role=HEAD)
    now, budi = staff.clock.now(), staff.appoint("budi")
    staff.write(budi, asked_at=now - timedelta(days=14) + HOUR, confirmed_at=now - timedelta(days=40))
    assert staff.hearing() == "budi"
    staff.clock.advance(HOUR)
    assert staff.hearing() == "tono"
    assert staff.ask("answers_for", Post("bogor", "PUPR"), "bogor", "PUPR"), "they may act all the same"
    staff.write(budi, confirmed_at=staff.clock.now())
    assert staff.hearing() == "budi"


def test_what_accuses_officials_never_goes_to_the_admin(staff: Staff) -> None:
    staff.appoint("ani", ADMIN)
    assert staff.hearing(INTEGRITY) == staff.hearing(OVERSIGHT) == ""
    staff.appoint("wali", LEADER)
    assert staff.hearing(INTEGRITY) == staff.hearing(OVERSIGHT) == "wali"
    staff.appoint("ombudsman", OVERSIGHT)
    assert staff.hearing(INTEGRITY) == staff.hearing(OVERSIGHT) == "ombudsman"
    staff.appoint("inspektur", INTEGRITY)
    assert staff.hearing(INTEGRITY) == "inspektur"
    assert INTEGRITY in (staff.ask("hearers", "bogor")[staff.phones["ani"]].others or ())


@pytest.mark.parametrize(
    ("there", "answering"),
    [
        ("", {ADMIN}),
        ("head", {"PUPR"}),
        ("officer", {"PUPR"}),
        ("silent", {"PUPR", ADMIN}),
    ],
)
def test_an_agencys_people_may_act_and_the_admin_where_nobody_hears(staff: Staff, there: str, answering: set) -> None:
    staff.appoint("ani", ADMIN)
    if there:
        contact = staff.appoint("budi", role=HEAD if there == "head" else "officer")
        asked = staff.clock.now() - timedelta(days=20) if there == "silent" else None
        staff.write(contact, asked_at=asked, confirmed_at=None)
    posts = [Post("bogor", code) for code in ("PUPR", "DLH", ADMIN, INTEGRITY, LEADER)]
    may = {post.agency for post in posts if staff.ask("answers_for", post, "bogor", "PUPR")}
    assert may - {"PUPR"} == answering - {"PUPR"}
    assert not staff.ask("answers_for", Post("depok", "PUPR"), "bogor", "PUPR")


def test_in_danger_who_is_on_duty_is_called_and_the_head_is_told_of_silence(staff: Staff) -> None:
    staff.appoint("ani", ADMIN)
    staff.appoint("budi")
    assert staff.named(staff.ask("on_duty", "bogor", "PUPR")) == "budi"
    assert staff.named(staff.ask("heads", "bogor", "PUPR")) == "ani"
    staff.appoint("piket", role=DUTY)
    staff.appoint("tono", role=HEAD)
    assert staff.named(staff.ask("on_duty", "bogor", "PUPR")) == "piket"
    assert staff.named(staff.ask("heads", "bogor", "PUPR")) == "tono"
    assert staff.hearing() == "budi"


def test_one_who_only_leads_or_stands_in_has_no_digest_but_a_list(staff: Staff) -> None:
    staff.appoint("budi")
    staff.appoint("tono", role=HEAD)
    assert staff.ask("hearers", "bogor").keys() == {staff.phones["budi"]}
    assert staff.ask("tasks_of", "bogor", staff.phones["tono"]).shares == (Share("PUPR"),)


def test_who_hears_is_found_without_comparing_everybody_with_everybody(staff: Staff, monkeypatch) -> None:
    """A region has 25 agencies and as many people: each of them is looked at for the digest of each of the others."""
    agencies = [f"AGENCY{place}" for place in range(20)]
    for code in agencies:
        staff.appoint(code.lower(), code)
    staff.appoint("siti", ADMIN)
    looked: list[Post] = []
    look = People._reached_at
    monkeypatch.setattr(
        People, "_reached_at", lambda self, post, unit=None: looked.append(post) or look(self, post, unit)
    )
    assert len(staff.ask("hearers", "bogor")) == len(agencies) + 1
    assert max(looked.count(Post("bogor", code)) for code in agencies) <= 2
