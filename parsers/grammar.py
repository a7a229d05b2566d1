"""The grammar: an ordered table, read from the top; the first entry that understands the text has it."""

from __future__ import annotations

from dataclasses import dataclass

from parsers import answers, command, keyword, officer, own_complaint, report, service, service_desk, talk
from parsers.entry import Entry
from parsers.meaning import NOBODY_ASKED, Parsed, Report, Situation, TooShort
from parsers.normalise import without_instructions
from parsers.reading import Reading, Vocabulary

TABLE: tuple[Entry, ...] = (
    # Before all others: an answer to our own answer would be answered without end.
    command.OURS,
    # From an officer's phone a verb goes before everything: it must never open a complaint.
    officer.ORDER,
    service_desk.WORK,
    service_desk.LEAVE,
    service_desk.CODE,
    # Answers to what is asked: as long as the question is open, and never otherwise.
    answers.PICK,
    answers.CONSENT,
    answers.RATING,
    service_desk.MOVED,
    service_desk.STAYS,
    # After the answers: an open menu takes the digit first.
    officer.PLACE,
    own_complaint.VERDICT,
    own_complaint.JUDGED,
    # A command only alone or before a number, so that complaints may begin with the same word.
    command.CHECK_COMMAND,
    command.NUMBER,
    own_complaint.ADDED,
    own_complaint.WITHDRAWAL,
    own_complaint.THREATENED,
    # About the service itself, each alone.
    service.MENU_COMMAND,
    service.HELP_COMMAND,
    service.STOP_COMMAND,
    service.RESUME_COMMAND,
    service.LANGUAGE_COMMAND,
    # An officer's command from a phone that is not theirs; it opens nothing and changes nothing.
    officer.MISPLACED,
    # A question in people's own words: only words of asking, and a number of ours or a word that asks.
    command.ASKED,
    # An answer to our answer; it opens nothing.
    talk.THANKED,
    # A number of ours, and words that are neither a question nor an officer's.
    own_complaint.MORE,
    # An intention without a matter: how to go on.
    talk.HELP_WANTED,
    report.FORM,
    # Whatever else an officer writes without a keyword: the commands, not a complaint.
    officer.USAGE,
    # One short help text, so that the next attempt succeeds.
    report.TOO_SHORT,
    # No wrong door: everything else is a report.
    report.FRESH,
    report.PRIVATE,
    report.OTHER_CLASS,
    report.COMPLAINT,
)


@dataclass(frozen=True, slots=True)
class Step:
    """An entry that was asked, and whether it took the text."""

    entry: Entry
    taken: bool


def parse(text: str, vocabulary: Vocabulary, situation: Situation = NOBODY_ASKED) -> Parsed:
    """Understand a text; every text means something, at least a complaint or one too short to be one.

    `situation` tells who texts, and what they have been asked. An instruction that was copied with the command
    ("Ketik BOGOR (spasi) ...") is taken off, if something that we know is left.
    """
    parsed = _parse(keyword.read(text, vocabulary, situation))
    without = without_instructions(text) if isinstance(parsed.meaning, Report | TooShort) else text
    if without == text:
        return parsed
    instructed = _parse(keyword.read(without, vocabulary, situation))
    return instructed if instructed.addressed or not isinstance(instructed.meaning, Report) else parsed


def explain(text: str, vocabulary: Vocabulary, situation: Situation = NOBODY_ASKED) -> tuple[Parsed, tuple[Step, ...]]:
    """Understand a text, and tell which entries were asked, in their order; the last of them took it."""
    parsed = parse(text, vocabulary, situation)
    last = next(place for place, entry in enumerate(TABLE) if entry.name == parsed.entry)
    return parsed, tuple(Step(entry, taken=entry is TABLE[last]) for entry in TABLE[: last + 1])


def _parse(reading: Reading) -> Parsed:
    for entry in TABLE:
        meaning = entry.read(reading)
        if meaning is not None:
            return Parsed(
                meaning,
                reading.region,
                entry.name,
                addressed=reading.addressed,
                explained=entry.explained or (isinstance(meaning, Report) and reading.addressed),
                candidates=reading.regions if len(reading.regions) > 1 else (),
            )
    raise AssertionError("the last entry of the grammar takes every text")
