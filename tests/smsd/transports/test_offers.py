"""What makers offer, and what is chosen of it."""

import pytest

from smsd.transports.offers import choose_memories, choose_notices, offered


@pytest.mark.parametrize(
    ("answer", "groups"),
    [
        ('("SM","ME"),("SM"),("SM")', [["SM", "ME"], ["SM"], ["SM"]]),
        (
            "(0-2),(0,1,3),(0,2),(0-2),(0,1)",
            [["0", "1", "2"], ["0", "1", "3"], ["0", "2"], ["0", "1", "2"], ["0", "1"]],
        ),
        ("(1,2),(0-1),(0),(0),(1)", [["1", "2"], ["0", "1"], ["0"], ["0"], ["1"]]),
        ('"SM"', [["SM"]]),
        ("", [[]]),
    ],
)
def test_groups_are_read_with_their_ranges_written_out(answer: str, groups: list[list[str]]) -> None:
    assert offered(answer) == groups


@pytest.mark.parametrize(
    ("answer", "read", "chosen"),
    [
        ('("SM","ME","SR"),("SM","ME"),("SM")', ["SM", "ME", "SR"], ["SM", "SM", "SM"]),
        ('("ME","MT","SM","SR"),("ME","MT","SM","SR"),("ME","MT","SM","SR")', ["SM", "ME", "SR"], ["SM", "SM", "SM"]),
        ('("ME"),("ME"),("ME")', ["ME"], ["ME", "ME", "ME"]),
        ('("MT"),("MT"),("MT")', ["MT"], ["MT", "MT", "MT"]),
        ('("SM","ME"),("SM","ME"),("ME")', ["SM", "ME"], ["SM", "SM", "ME"]),
        ('("SM")', ["SM"], ["SM"]),
        ('("SR")', ["SR"], ["SR"]),
    ],
)
def test_card_and_modem_are_read_and_the_card_is_received_into(answer: str, read: list[str], chosen: list[str]) -> None:
    assert choose_memories(offered(answer)) == (read, chosen)


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        ("(0-2),(0,1,2),(0),(0-2),(0,1)", (2, 1, 0, 2, 0)),
        ("(1,2),(0-3),(0,2,3),(0,1),(1)", (2, 1, 0, 1, 1)),
        ("(0,1),(0,1),(0),(0),(0)", (1, 1, 0, 0, 0)),
        ("(0),(0),(0),(0),(0)", (0, 0, 0, 0, 0)),
    ],
)
def test_messages_are_stored_and_announced_with_their_reports_as_far_as_that_is_offered(
    answer: str, first: tuple[int, ...]
) -> None:
    choices = list(choose_notices(offered(answer)))
    assert choices[0] == first
    assert len(set(choices)) == len(choices)
