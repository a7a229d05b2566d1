"""Which line takes a message that is for none."""

from collections.abc import Sequence

from smsd.choice import FOREIGN_MINUTES, Candidate, Waiting, choose


def _to(operator: str | None, count: int = 1, *, is_abroad: bool = False) -> list[Waiting]:
    return [Waiting(place, operator, is_abroad, 1) for place in range(count)]


def _shares(messages: Sequence[Waiting], *lines: Candidate) -> dict[int, int]:
    return {line: len(ids) for line, ids in choose(messages, lines).items()}


def test_it_leaves_by_a_line_of_the_recipients_operator() -> None:
    lines = Candidate(1, "telkomsel", 10, 0), Candidate(2, "indosat", 10, 5)
    assert _shares(_to("indosat"), *lines) == {2: 1}


def test_without_a_line_of_that_operator_by_the_one_where_it_leaves_soonest() -> None:
    lines = Candidate(1, "telkomsel", 10, 30), Candidate(2, "indosat", 30, 60)
    assert _shares(_to("tri"), *lines) == {2: 1}


def test_what_is_for_nobody_known_is_shared_by_how_fast_lines_are() -> None:
    lines = Candidate(1, "telkomsel", 10, 0), Candidate(2, None, 30, 0)
    assert _shares(_to(None, 40), *lines) == {1: 10, 2: 30}


def test_a_queue_that_takes_too_long_sends_it_over_to_another_operator() -> None:
    long = int(10 * FOREIGN_MINUTES)
    assert _shares(_to("telkomsel"), Candidate(1, "telkomsel", 10, long - 1), Candidate(2, "indosat", 10, 0)) == {1: 1}
    assert _shares(_to("telkomsel"), Candidate(1, "telkomsel", 10, long + 1), Candidate(2, "indosat", 10, 0)) == {2: 1}


def test_abroad_only_by_a_line_that_may_and_else_by_none() -> None:
    barred = Candidate(1, "telkomsel", 10, 0, sends_abroad=False)
    assert _shares(_to(None, is_abroad=True), barred) == {}
    assert _shares(_to(None, is_abroad=True), barred, Candidate(2, "indosat", 1, 99)) == {2: 1}
