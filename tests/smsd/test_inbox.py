from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsd import inbox
from storage import inbound


def test_a_short_message_is_ready_at_once(town) -> None:
    stored = town.store(town.part("bogor jalan rusak"))

    assert (stored.parts, stored.messages) == (1, 1)
    assert [(row["text"], row["state"]) for row in town.inbox()] == [("bogor jalan rusak", inbound.READY)]


def test_the_same_sms_delivered_a_hundred_times_is_one(town) -> None:
    part = town.part("bogor jalan rusak di depan pasar")

    town.store(*[part] * 50)
    for _ in range(50):
        town.store(part)
    town.process()

    assert len(town.inbox()) == len(town.complaints()) == len(town.answers()) == 1


def test_the_same_words_an_hour_later_are_another_message(town) -> None:
    town.store(town.part("bogor jalan rusak"))
    town.clock.advance(timedelta(hours=1))
    town.store(town.part("bogor jalan rusak"))

    assert len(town.inbox()) == 2


def test_two_senders_with_the_same_words_are_two_messages(town) -> None:
    town.store(town.part("air mati lagi"), town.part("air mati lagi", "+6281110000200"))

    assert len(town.inbox()) == 2


def _long(town, reference: int = 7, sender: str = "+6281110000100", texts: tuple[str, ...] = ("satu ", "dua ", "tiga")):
    return [
        town.part(text, sender, reference=reference, total=len(texts), sequence=place)
        for place, text in enumerate(texts, 1)
    ]


def test_parts_are_joined_in_order_however_they_come(town) -> None:
    first, second, third = _long(town)
    assert town.store(third).messages == 0
    assert town.store(first).messages == 0
    assert town.store(second).messages == 1

    assert [row["text"] for row in town.inbox()] == ["satu dua tiga"]


@given(order=st.permutations(range(6)), cuts=st.sets(st.integers(1, 5)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_long_messages_are_joined_in_any_order_and_grouping(town, order: list[int], cuts: set[int]) -> None:
    town.clock.advance(timedelta(days=2))
    before = len(town.inbox())
    parts = _long(town) + _long(town, sender="+6281110000200", texts=("a", "b", "c"))
    shuffled = [parts[place] for place in order]
    edges = [0, *sorted(cuts), 6]

    for start, end in pairwise(edges):
        town.store(*shuffled[start:end])

    assert sorted(row["text"] for row in town.inbox()[before:]) == ["abc", "satu dua tiga"]


def test_a_part_that_comes_again_under_another_time_stamp_is_the_same(town) -> None:
    parts = _long(town)
    town.store(*parts)
    town.clock.advance(timedelta(minutes=5))
    town.store(*_long(town)[:2])

    assert [(row["text"], row["state"]) for row in town.inbox()] == [("satu dua tiga", inbound.READY)]


def test_a_reference_used_again_belongs_to_another_message(town) -> None:
    first, second, third = _long(town)
    town.store(first, second)
    town.clock.advance(timedelta(minutes=30))
    town.store(*_long(town, texts=("lain ", "kali ", "ini")))
    town.store(third)

    assert sorted(row["text"] for row in town.inbox()) == ["lain kali ini", "satu dua tiga"]


def test_what_came_before_the_first_part_of_its_own_message_is_given_back_to_it(town) -> None:
    first, second, third = _long(town)
    town.store(first)
    town.clock.advance(timedelta(minutes=30))
    other = _long(town, texts=("lain ", "kali ", "ini"))
    # Nobody can know yet that this is of another message than the first part.
    town.store(other[1])
    town.store(other[0])
    town.store(third, other[2], second)

    assert [(row["text"], row["state"]) for row in town.inbox()] == [
        ("satu dua tiga", inbound.READY),
        ("lain kali ini", inbound.READY),
    ]


@given(order=st.permutations(range(6)), cuts=st.sets(st.integers(1, 5)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_part_is_lost_whatever_becomes_of_a_reference_used_again(town, order: list[int], cuts: set[int]) -> None:
    town.clock.advance(timedelta(days=2))
    before = len(town.inbox())
    parts = _long(town)
    town.clock.advance(timedelta(minutes=30))
    parts += _long(town, texts=("lain ", "kali ", "ini"))
    shuffled, edges = [parts[place] for place in order], [0, *sorted(cuts), 6]
    for start, end in pairwise(edges):
        town.store(*shuffled[start:end])

    rows = town.inbox()[before:]
    assert {row["state"] for row in rows} == {inbound.READY}
    words = [word for row in rows for word in row["text"].replace("kali", "kali ").split()]
    assert sorted(words) == sorted(["satu", "dua", "tiga", "lain", "kali", "ini"])


def test_the_same_reference_with_another_total_is_another_message(town) -> None:
    first, second, third = _long(town)
    one, two = _long(town, texts=("pendek ", "saja"))
    town.store(first, one, third)
    town.store(two, second)

    assert sorted(row["text"] for row in town.inbox()) == ["pendek saja", "satu dua tiga"]


def test_parts_hours_apart_and_references_of_sixteen_bits_are_joined(town) -> None:
    town.store(town.part("satu ", reference=7 + 256, total=2, sequence=1), town.part("a", reference=7, total=2))
    town.clock.advance(timedelta(hours=20))
    town.store(town.part("dua", reference=7 + 256, total=2, sequence=2))
    town.store(town.part("b", reference=7, total=2, sequence=2))

    assert sorted(row["text"] for row in town.inbox()) == ["ab", "satu dua"]


def test_a_part_that_comes_twice_counts_once(town) -> None:
    first, second, third = _long(town)
    town.store(first, first)
    town.store(first, second)
    town.store(second, third)

    assert [(row["text"], row["parts_stored"]) for row in town.inbox()] == [("satu dua tiga", 3)]


def test_a_part_that_comes_after_its_message_was_closed_goes_on_at_once(town) -> None:
    first, second, third = _long(town, texts=("bogor jalan berlubang di pasar anyar, ", "banyak yang jatuh, ", "mohon"))
    town.store(first, third)
    town.clock.advance(timedelta(hours=25))
    with town.database.write() as connection:
        inbox.close_overdue(connection, town.clock.now() - timedelta(hours=24))
    town.process()
    assert town.store(second).parts == 1

    late = town.inbox()[-1]
    assert (late["text"], late["state"], late["incomplete"]) == ("[...]banyak yang jatuh, ", inbound.READY, True)
    assert town.process().messages == 1
    # It is more about the report that the others opened.
    assert len(town.complaints()) == 1
    # What has the same reference and was sent later is of another message and waits for the rest of that.
    town.store(_long(town)[1])
    assert town.inbox()[-1]["state"] == inbound.PARTIAL


def test_what_was_read_together_is_in_the_order_in_which_it_was_sent(town) -> None:
    now = town.clock.now()
    texts = ("pertama", "kedua", "ketiga")
    parts = [town.part(text, sent_at=now + timedelta(seconds=place)) for place, text in enumerate(texts)]
    town.store(*reversed(parts))

    assert tuple(row["text"] for row in town.inbox()) == texts


def test_a_message_with_a_missing_part_goes_on_after_a_day_and_is_marked(town) -> None:
    first, _, third = _long(town)
    town.store(first, third)
    with town.database.write() as connection:
        assert inbox.close_overdue(connection, town.clock.now() - timedelta(hours=24)) == 0
    town.clock.advance(timedelta(hours=25))
    with town.database.write() as connection:
        assert inbox.close_overdue(connection, town.clock.now() - timedelta(hours=24)) == 1

    (row,) = town.inbox()
    assert (row["text"], row["state"], row["incomplete"]) == ("satu [...]tiga", inbound.READY, True)


def test_an_incomplete_message_delays_no_other(town) -> None:
    town.store(_long(town)[0], town.part("bogor lampu jalan mati"))

    assert town.process().messages == 1
    assert len(town.complaints()) == 1


def test_nul_and_lone_surrogates_are_stored_as_every_database_can(town) -> None:
    town.store(town.part("bogor jalan\x00 rusak \ud83d parah"))

    assert [row["text"] for row in town.inbox()] == ["bogor jalan rusak \ufffd parah"]


def test_an_invalid_time_stamp_is_no_reason_to_lose_a_message(town) -> None:
    town.store(town.part("bogor jalan rusak", sent_at=None))

    assert len(town.inbox()) == 1


def test_nothing_to_store_is_fine(town) -> None:
    assert town.store().parts == 0


def test_without_a_time_stamp_the_same_words_are_one_message_for_minutes_and_another_the_next_day(town) -> None:
    town.store(town.part("CEK 1234567", sent_at=None))
    town.clock.advance(timedelta(minutes=5))
    town.store(town.part("CEK 1234567", sent_at=None))
    assert len(town.inbox()) == 1
    town.clock.advance(timedelta(days=1))
    town.store(town.part("CEK 1234567", sent_at=None))
    assert len(town.inbox()) == 2


def _handed(town, text: str, delivery: str, again=None):
    return replace(town.part(text, sent_at=None), delivery=delivery, again=again)


def test_the_same_words_handed_over_twice_by_an_smsc_are_two_messages(town) -> None:
    town.store(_handed(town, "ya", "a.1"), _handed(town, "ya", "a.2"))
    town.store(_handed(town, "ya", "a.3"))
    assert len(town.inbox()) == 3
    # The same handing over, stored once more, is none.
    town.store(_handed(town, "ya", "a.3"))
    assert len(town.inbox()) == 3


def test_what_an_smsc_may_not_know_to_be_ours_is_taken_once(town) -> None:
    town.store(_handed(town, "ya", "a.1"))
    stored = town.clock.now()
    lost = stored - timedelta(minutes=1), stored + timedelta(seconds=1)
    town.clock.advance(timedelta(minutes=5))
    assert town.store(_handed(town, "ya", "b.1", lost)).parts == 0
    # What came in this connection is another one, whatever came before.
    town.store(_handed(town, "tidak", "b.2"))
    town.clock.advance(timedelta(minutes=1))
    assert town.store(_handed(town, "tidak", "b.3", lost)).parts == 1
    assert [row["text"] for row in town.inbox()] == ["ya", "tidak", "tidak"]


def test_parts_from_an_smsc_are_known_by_their_place(town) -> None:
    parts = [
        replace(town.part(text, reference=7, total=2, sequence=place, sent_at=None), delivery=f"a.{place}")
        for place, text in enumerate(("satu ", "dua"), 1)
    ]
    town.store(*parts)
    town.store(*(replace(part, delivery=f"b.{part.sequence}") for part in parts))
    assert [row["text"] for row in town.inbox()] == ["satu dua"]


def test_a_part_repeated_hours_after_its_message_was_complete_opens_nothing(town) -> None:
    town.store(*_long(town))
    town.clock.advance(timedelta(hours=3))
    town.store(_long(town)[0])

    assert len(town.inbox()) == 1


def test_the_same_reference_on_two_lines_is_two_messages(town) -> None:
    from dataclasses import replace

    from storage import lines

    with town.database.write() as connection:
        town.line_ids |= lines.ids_of(connection, [("modem2", "gammu")])
    first, second, third = _long(town)
    other = [replace(part, line="modem2", text=part.text.upper()) for part in (first, second, third)]
    town.store(first, other[1], third)
    town.store(other[0], second, other[2])

    assert sorted(row["text"] for row in town.inbox()) == ["SATU DUA TIGA", "satu dua tiga"]


def test_however_many_parts_are_missing_one_mark_stands_for_them(town) -> None:
    parts = _long(town, texts=tuple("abcdefgh"))
    town.store(parts[0], parts[7])
    town.clock.advance(timedelta(hours=25))
    with town.database.write() as connection:
        inbox.close_overdue(connection, town.clock.now() - timedelta(hours=24))

    assert [row["text"] for row in town.inbox()] == ["a[...]h"]


def test_the_number_of_an_identity_card_is_not_even_stored(town) -> None:
    town.store(town.part("Budi/3271010101900001/Jabar/Bogor/Tajur/Tajur/jalan rusak"))

    assert [row["text"] for row in town.inbox()] == ["Budi/(NIK)/Jabar/Bogor/Tajur/Tajur/jalan rusak"]
    with town.database.read() as connection:
        (row,) = inbound.parts_of(connection, [town.inbox()[0]["id"]])
    assert "3271" not in row.text


def test_an_identity_card_over_two_parts_is_masked_when_they_are_joined(town) -> None:
    town.store(town.part("bogor nik 32710101", reference=7, total=2, sequence=1))
    town.store(town.part("01900001 jalan rusak", reference=7, total=2, sequence=2))

    assert [row["text"] for row in town.inbox()] == ["bogor nik (NIK) jalan rusak"]
