"""Manners: which answers are given, and when there are no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.talk.manners import (
    DAY,
    FLOOD,
    HOUR,
    LIMITS,
    MENU,
    MOST_IN_A_ROW,
    REPLACED,
    RULES,
    SAME_AGAIN,
    SPARED,
    URGENT,
    Answer,
    in_flood,
    is_explained,
    is_last,
    is_never_answered,
    silence,
)
from config.text_keys import DECLARATIONS
from parsers.meaning import Check, Parsed, Report
from sms.message import InboundMessage

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OURS = frozenset({"+628111000001"})


def answer(text: str, after: timedelta = timedelta(), *, purpose="ack_triage", explained=False, said=0) -> Answer:
    return Answer(NOON + after, purpose, text, explained, said)


def given_all(wanted: Sequence[Answer], **known) -> list[Answer]:
    """Walk through what is wanted, and keep what is given."""
    kept: list[Answer] = []
    for each in wanted:
        if not silence(each, kept, **known):
            kept.append(each)
    return kept


def message(sender: str = "+6281110000100", **fields) -> InboundMessage:
    return InboundMessage(1, "modem1", 1, 7, sender, "halo", NOON, **fields)


@pytest.mark.parametrize("sender", ["TELKOMSEL", "1708", "123", "BANK123", "+628111000001"])
def test_letters_short_codes_and_our_own_numbers_are_never_answered(sender) -> None:
    assert is_never_answered(message(sender), OURS)


def test_a_person_is_answered_until_an_admin_mutes_them() -> None:
    assert not is_never_answered(message(), OURS)
    assert is_never_answered(message(muted=True), OURS)


def test_our_own_answer_sent_back_explains_nothing() -> None:
    assert is_explained(Parsed(Check(1672888), "bogor", "check", explained=True))
    assert not is_explained(Parsed(Check(1672888, sent_back=True), "bogor", "number", explained=True))
    assert not is_explained(Parsed(Report("jalan rusak"), "bogor", "report"))


def test_texts_that_nothing_explains_get_five_answers_and_the_last_is_known_as_such() -> None:
    wanted = [answer(f"Laporan {place}", MINUTE * place) for place in range(12)]
    assert given_all(wanted) == wanted[:5]
    assert [is_last(each, wanted[:place]) for place, each in enumerate(wanted[:5])] == [False] * 4 + [True]


def test_an_explained_answer_between_lets_five_more_be_given_an_hour_later() -> None:
    row = [answer(f"Laporan {place}", MINUTE * place) for place in range(5)]
    explained = answer("Laporan 6", MINUTE * 6, explained=True)
    assert silence(answer("Laporan 7", MINUTE * 59), [*row, explained]) == "too many"
    assert silence(answer("Laporan 7", MINUTE * 70), [*row, explained]) == ""
    assert silence(answer("Laporan 7", MINUTE * 70), row) == "a robot: many in a row that nothing explains"
    assert silence(answer("Laporan 7", DAY + MINUTE * 5), row) == ""


def test_there_are_twenty_a_day_at_most_however_they_are_spread() -> None:
    turns = [
        answer(f"Laporan {place}", MINUTE * 13 * place, explained=place % 5 == 4)
        for place in range(110)
    ]  # fmt: skip
    kept = [each for each in given_all(turns) if not each.explained]
    assert len(kept) == 20


def test_ten_reports_with_the_keyword_get_ten_answers_and_a_hundred_do_not_get_a_hundred() -> None:
    wanted = [answer(f"Laporan {place}", MINUTE * place / 2, explained=True) for place in range(100)]
    assert given_all(wanted[:10]) == wanted[:10]
    assert len(given_all(wanted)) == 30


def test_the_same_answer_comes_once_in_half_an_hour() -> None:
    first = answer("Lapor: ...", purpose="help", explained=True)
    assert silence(answer("Lapor: ...", MINUTE * 29, purpose="help", explained=True), [first])
    assert not silence(answer("Lapor: ...", MINUTE * 30, purpose="help", explained=True), [first])
    assert not silence(answer("SMS ini ...", MINUTE, purpose="too_short"), [first])


@pytest.mark.parametrize("purpose", ["check", "check_triage", "menu_main", "ack_assigned", "answer_passed_on"])
def test_what_a_command_asked_for_is_answered_the_same_again(purpose) -> None:
    first = answer("Laporan 1672888: ...", purpose=purpose, explained=True)
    assert not silence(answer(first.text, MINUTE, purpose=purpose, explained=True), [first])


def test_our_answer_sent_back_is_not_spared() -> None:
    first = answer("Laporan 1672888: ...", purpose="check", explained=True)
    assert silence(answer(first.text, MINUTE, purpose="check"), [first]) == "the same within half an hour"


def test_the_same_words_come_five_times_a_day_whatever_stands_between() -> None:
    help_, check = ("Lapor: ...", "help"), ("Laporan 1 tidak diubah", "officer_stranger")
    wanted = [
        answer(text, MINUTE * 31 * place, purpose=purpose, explained=True)
        for place, (text, purpose) in enumerate([help_, check] * 20)
    ]
    kept = given_all(wanted)
    assert len(kept) == 2 * MOST_IN_A_ROW


def test_cek_is_answered_once_an_hour_however_often_it_was() -> None:
    hourly = [answer("Laporan 1 dikerjakan", HOUR * place, purpose="check", explained=True) for place in range(20)]
    assert given_all(hourly) == hourly
    often = [answer("Laporan 1 dikerjakan", MINUTE * 20 * place, purpose="check", explained=True) for place in range(8)]
    assert given_all(often) == [*often[:5], often[7]]


def test_a_menu_is_left_and_opened_again_as_often_as_one_likes() -> None:
    main, topics = ("Menu 1. Lapor", "menu_main"), ("Lapor 1. Jalan", "menu_topics")
    wanted = [
        answer(text, MINUTE * 5 * place, purpose=purpose, explained=True)
        for place, (text, purpose) in enumerate([main, topics] * 20)
    ]
    assert given_all(wanted) == wanted
    stuck = [answer("Menu 1. Lapor", MINUTE * 5 * place, purpose="menu_main", explained=True) for place in range(20)]
    assert given_all(stuck) == stuck[:5]


def test_the_same_report_with_the_keyword_gets_five_answers_a_day() -> None:
    wanted = [answer(f"Laporan {turn}", HOUR * turn, explained=True, said=turn) for turn in range(10)]
    assert given_all(wanted) == wanted[:5]


def test_the_first_cry_for_help_is_answered_whatever_came_before_and_cries_have_an_end_too() -> None:
    before = [answer(f"Laporan {place}", MINUTE * place) for place in range(5)]
    cries = [answer(f"BAHAYA {place}", MINUTE * (10 + place), purpose="ack_urgent") for place in range(9)]
    assert [bool(silence(cry, [*before, *cries[:place]])) for place, cry in enumerate(cries[:2])] == [False, True]
    assert given_all(cries) == cries[:5]


def test_an_officer_is_not_counted_but_a_robot_on_the_phone_is() -> None:
    echoes = [answer(f"Laporan {place} Anda terima", MINUTE * place / 60, explained=True) for place in range(80)]
    assert given_all(echoes, officer=True) == echoes
    refusals = [answer("SMS ini belum dimengerti", MINUTE * place, purpose="officer_help") for place in range(40)]
    assert given_all(refusals, officer=True) == refusals[:5]


STEPS = st.lists(
    st.tuples(
        st.integers(0, 40 * 60),
        st.sampled_from(["ack_assigned", "ack_urgent", "help", "check", "menu_main", "too_short"]),
        st.integers(0, 60),
        st.booleans(),
    ),
    max_size=60,
)


@given(STEPS)
def test_whatever_comes_the_limits_hold(steps) -> None:
    at, wanted = NOON, []
    for seconds, purpose, words, explained in steps:
        at += timedelta(seconds=seconds)
        wanted.append(Answer(at, purpose, f"{purpose} {words}", explained))
    kept = given_all(wanted)
    for place, last in enumerate(kept):
        before = [each for each in kept[: place + 1] if last.at - each.at < DAY]
        for limit in LIMITS:
            lately = [each for each in before if last.at - each.at < limit.within and each.explained == limit.explained]
            cries = sum(each.purpose in URGENT for each in lately)
            assert len(lately) <= limit.most + (cries > 0)
        tail = before[-MOST_IN_A_ROW - 2 :]
        assert len(tail) < MOST_IN_A_ROW + 2 or any(each.explained for each in tail)
        again = [each for each in before if each.text == last.text and last.at - each.at < SAME_AGAIN]
        assert len(again) == 1 or (last.explained and (last.purpose in SPARED or last.purpose.startswith(MENU)))


def test_a_flood_is_what_comes_after_sixty_within_an_hour() -> None:
    minutes = [NOON + timedelta(seconds=50 * place) for place in range(90)]
    over = in_flood(minutes)
    assert over == [False] * FLOOD + [True] * 30
    assert not any(in_flood([NOON + MINUTE * place for place in range(200)]))


def test_the_purposes_that_are_named_are_texts_that_there_are() -> None:
    assert DECLARATIONS.keys() >= SPARED | URGENT | REPLACED
    assert len({reason for reason, _, _ in RULES}) == len(RULES)
