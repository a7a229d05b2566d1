"""Three hundred complaints that begin with the words of commands: none is taken for one, whatever has been asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parsers.grammar import parse
from parsers.meaning import NOBODY_ASKED, Awaited, Kind, Report, Situation, Verdict
from parsers.officer_meaning import Usage
from tests.parsers.installations import BOGOR

LINES = (Path(__file__).parent / "not-commands.txt").read_text(encoding="utf-8").splitlines()
COMPLAINTS = [line for line in LINES if not re.match(r"# [A-Z]", line)]
ASKED = Situation(awaited=frozenset({Awaited.CONSENT, Awaited.PICK, Awaited.WORDS}))
JUDGE = Situation(awaited=frozenset({Awaited.VERDICT}))


def said(text: str) -> str:
    """Give what a complaint without a keyword keeps: all but LAPOR."""
    return re.sub(r"^(?:lapor |[#?] )", lambda found: "? " if "?" in found[0] else "", text)


def test_there_are_three_hundred() -> None:
    assert len(set(COMPLAINTS)) >= 300


@pytest.mark.parametrize("text", COMPLAINTS)
@pytest.mark.parametrize("situation", [NOBODY_ASKED, ASKED], ids=["nobody asked", "asked"])
def test_a_complaint_is_no_command_though_it_begins_like_one(text: str, situation: Situation) -> None:
    assert parse(text, BOGOR, situation).meaning == Report(said(text), Kind.COMPLAINT)


@pytest.mark.parametrize("text", COMPLAINTS)
def test_what_may_answer_whether_it_is_solved_keeps_its_words(text: str) -> None:
    meaning = parse(text, BOGOR, JUDGE).meaning
    assert meaning == Report(said(text)) or (
        isinstance(meaning, Verdict) and not meaning.solved and meaning.words == text
    )


@pytest.mark.parametrize("text", COMPLAINTS)
def test_with_the_keyword_it_is_a_complaint_from_any_phone(text: str) -> None:
    for situation in (NOBODY_ASKED, ASKED, JUDGE, Situation(officer=True)):
        meaning = parse(f"bogor: {text}", BOGOR, situation).meaning
        assert isinstance(meaning, Report | Verdict)
        assert isinstance(meaning, Report) or situation is JUDGE


def test_from_an_officers_phone_no_complaint_of_others_is_touched() -> None:
    """A verb without a number, or with a number that is none of ours, changes nothing."""
    for text in COMPLAINTS:
        meaning = parse(text, BOGOR, Situation(officer=True)).meaning
        numbers = getattr(meaning, "numbers", ())
        assert all(number < 10**6 or number % 1000 == 0 for number in numbers), text
        assert isinstance(meaning, Report | Usage) or not getattr(meaning, "number", None), text
