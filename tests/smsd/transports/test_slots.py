"""What is remembered of slots from one look to the next."""

from smsd.transports.base import News
from smsd.transports.slots import NEARLY, STUCK, Slots


def test_a_slot_is_left_alone_after_three_refusals_until_it_is_free() -> None:
    slots = Slots()
    for _ in range(2):
        slots.refused("SM:1")
    assert (slots.is_stuck("SM:1"), slots.news()) == (False, ())
    slots.refused("SM:1")
    assert slots.is_stuck("SM:1")
    assert slots.news() == (News(STUCK, "slot SM:1 cannot be deleted and is left alone"),)
    slots.seen(["SM:1", "SM:2"], "SM")
    slots.seen([], "ME")
    assert (slots.is_stuck("SM:1"), slots.news()) == (True, ())
    slots.seen(["SM:2"], "SM")
    assert (slots.is_stuck("SM:1"), slots.news()) == (False, (News(STUCK, is_over=True),))


def test_what_cannot_be_read_is_told_once_and_again_when_it_was_gone() -> None:
    slots = Slots()
    told = []
    for found in (["2"], ["2", "7"], [], ["2"]):
        slots.unreadable(found)
        told.append([news.text.split()[1] for news in slots.news()])
    assert told == [["2"], ["7"], [], ["2"]]


def test_a_memory_is_nearly_full_from_four_fifths_on() -> None:
    slots = Slots()
    assert [slots.fill("SM", used, 10) for used in (0, 7, 8, 10)] == [False, False, True, True]
    # That there is room is told at the first look too: somebody may still believe otherwise.
    assert slots.news() == (News(NEARLY, is_over=True), News(NEARLY, "SM is nearly full: 8 of 10"))
    assert not slots.fill("SM", 0, 10)
    assert slots.fill("SM", 10, 10)
    assert slots.news() == (News(NEARLY, is_over=True), News(NEARLY, "SM is nearly full: 10 of 10"))
    # A modem that does not tell how many it holds is never full; and as long as one memory is, it is not over.
    assert not slots.fill("ME", 1, 0)
    assert slots.news() == ()
