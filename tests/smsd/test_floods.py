"""Floods: what is too much from one number is set aside, told once an hour, and costs the others nothing."""

from __future__ import annotations

from datetime import timedelta

from structlog.testing import capture_logs

from complaints.talk.manners import FLOOD
from sms.msisdn import Sender, SenderKind
from storage import contacts, inbound, subscribers

OTHER = "+6281110003333"


def pour(town, count: int, sender: str = "+6281110000100", *, begin: int = 0) -> None:
    """Let so many messages come, and process all of them."""
    town.store(*[town.part(f"bogor lampu mati di gang {place}", sender) for place in range(begin, begin + count)])
    while town.process().messages:
        pass


def states(town) -> dict[str, int]:
    with town.database.read() as connection:
        return inbound.counts_by_state(connection)


def test_what_is_more_than_sixty_an_hour_is_set_aside(town) -> None:
    pour(town, FLOOD + 10)
    assert states(town) == {inbound.DONE: FLOOD, inbound.FLOOD: 10}
    assert len(town.complaints()) <= FLOOD
    town.store(town.part("bogor jalan rusak di tajur", OTHER))
    town.process()
    assert len(town.answers(OTHER)) == 1


def test_an_hour_later_the_number_is_heard_again(town) -> None:
    pour(town, FLOOD + 1)
    town.clock.advance(timedelta(hours=1))
    assert len(town.text("bogor jalan rusak di tajur")) == 1


def test_sixty_an_hour_for_hours_are_no_flood(town) -> None:
    for hour in range(3):
        pour(town, FLOOD, begin=hour * FLOOD)
        town.clock.advance(timedelta(hours=1))
    assert states(town) == {inbound.DONE: 3 * FLOOD}


def test_an_officer_may_work_off_as_many_as_there_are(town) -> None:
    with town.database.write() as connection:
        ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, OTHER)], town.clock.now())
        contacts.add(connection, ids[OTHER], region="bogor", agency="PUPR", name="Budi", now=town.clock.now())
    pour(town, FLOOD + 20, OTHER)
    assert inbound.FLOOD not in states(town)


def test_a_flood_is_told_once_an_hour_for_each_number(town) -> None:
    with capture_logs() as logs:
        pour(town, FLOOD + 10)
        pour(town, FLOOD + 3, OTHER)
        pour(town, 5, begin=100)
        town.clock.advance(timedelta(minutes=59))
        pour(town, 5, begin=200)
        town.clock.advance(timedelta(minutes=1))
        pour(town, FLOOD, begin=300)
    assert [(line["log_level"], line["sender"]) for line in logs] == [
        ("warning", "+6281110000100"),
        ("warning", OTHER),
        ("warning", "+6281110000100"),
    ]


def test_what_a_person_puts_back_is_processed_at_once(town) -> None:
    pour(town, FLOOD + 2)
    with town.database.write() as connection:
        assert inbound.retry(connection, None, states=[inbound.FLOOD]) == 2
    while town.process().messages:
        pass
    assert states(town) == {inbound.DONE: FLOOD + 2}
