"""Figures that were worked out by hand."""

from __future__ import annotations

import pytest

from routing.measures import COVERAGES, Answer, measure

RIGHT = Answer("satu", "A", (), (("A", 0.95), ("B", 0.05)))
AS_GOOD = Answer("dua", "A", ("B",), (("B", 0.75), ("A", 0.2)))
UNSURE = Answer("tiga", "B", (), (("B", 0.55), ("A", 0.45)))
FOURTH = Answer("empat", "C", (), (("A", 0.35), ("B", 0.3), ("D", 0.2), ("C", 0.15)))
ANSWERS = [FOURTH, RIGHT, UNSURE, AS_GOOD]


def test_the_shares_of_right_answers_are_counted() -> None:
    measured = measure(ANSWERS)
    assert measured.n == 4
    assert measured.accuracy == 2 / 4
    assert measured.accuracy_with_also == 3 / 4
    assert measured.top3 == 3 / 4


def test_every_label_counts_the_same_however_many_texts_it_has() -> None:
    of_a, of_b, of_c = 2 * 1 / (2 + 2), 2 * 1 / (1 + 2), 0
    assert measure(ANSWERS).macro_f1 == pytest.approx((of_a + of_b + of_c) / 3)


def test_the_surest_answers_are_looked_at_first() -> None:
    measured = measure(ANSWERS)
    assert measured.right_at_75 == pytest.approx(2 / 3)
    assert dict(measured.coverage) == pytest.approx(
        {0.5: 1 / 2, 0.6: 1 / 2, 0.7: 2 / 3, 0.75: 2 / 3, 0.8: 2 / 3, 0.9: 2 / 4, 0.95: 2 / 4, 1.0: 2 / 4}
    )


def test_of_a_single_answer_every_share_is_that_answer() -> None:
    assert measure([RIGHT]).coverage == tuple((share, 1.0) for share in COVERAGES)


def test_calibration_is_how_far_confidence_is_from_being_right() -> None:
    assert measure(ANSWERS).calibration_error == pytest.approx((0.05 + 0.45 + 0.75 + 0.35) / 4)


def test_answers_that_are_equally_sure_are_judged_together() -> None:
    answers = [Answer("", "A", (), (("A", 1.0),)), Answer("", "B", (), (("A", 0.92),)), UNSURE]
    assert measure(answers).calibration_error == pytest.approx((abs(1 - 1.92) + abs(1 - 0.55)) / 3)


def test_what_was_confused_most_often_is_told_first() -> None:
    assert measure([FOURTH, AS_GOOD, AS_GOOD]).confused == (("A", "B", 2), ("C", "A", 1))


def test_the_worst_answers_are_the_wrong_ones_that_were_surest() -> None:
    assert measure(ANSWERS).worst == (AS_GOOD, FOURTH)


def test_no_answer_is_a_wrong_one_without_confidence() -> None:
    silent = Answer("lima", "A", (), ())
    assert (silent.best, silent.confidence, silent.right) == ("", 0.0, False)
    measured = measure([silent, RIGHT])
    assert (measured.accuracy, measured.top3) == (0.5, 0.5)
    assert measured.macro_f1 == pytest.approx(2 * 1 / (2 + 1))
    assert measured.calibration_error == pytest.approx(0.05 / 2)
    assert measured.confused == (("A", "", 1),)


def test_only_right_answers_leave_nothing_confused() -> None:
    measured = measure([RIGHT, UNSURE])
    assert (measured.accuracy, measured.macro_f1) == (1.0, 1.0)
    assert (measured.confused, measured.worst) == ((), ())
