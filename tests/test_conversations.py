"""Every scripted conversation, word for word: what is expected comes, and nothing else does."""

from pathlib import Path

import pytest

from smsd.virtual.conversation import Numbers, Turn, read

SCRIPTS = sorted((Path(__file__).parent / "conversations").glob("*.txt"))


class Phones:
    """What came to each phone and has not been expected yet."""

    def __init__(self, town) -> None:
        self._town = town
        self._read: dict[str, int] = {}

    def say(self, turn: Turn, text: str) -> None:
        self._town.text(text, turn.phone)

    def next(self, phone: str) -> str | None:
        answers = self._town.answers(phone)
        place = self._read.get(phone, 0)
        if place == len(answers):
            return None
        self._read[phone] = place + 1
        return answers[place]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_it_is_written(town, script: Path) -> None:
    phones, numbers, spoken = Phones(town), Numbers(), set()
    for turn in read(script.read_text().splitlines()):
        spoken.add(turn.phone)
        if turn.expected:
            answer = phones.next(turn.phone)
            assert answer is not None, f"line {turn.line}: nothing came"
            assert numbers.matches(turn.text, answer), f"line {turn.line}: {answer}"
        else:
            assert phones.next(turn.phone) is None, f"line {turn.line}: an answer before it was not expected"
            phones.say(turn, numbers.fill(turn.text))
    assert [phones.next(phone) for phone in spoken] == [None] * len(spoken)
    assert town.errors == []


def test_there_are_conversations() -> None:
    assert len(SCRIPTS) >= 8
