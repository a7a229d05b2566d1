"""What a text means and where it belongs, thought before its turn comes.

To understand a text is most of the work of a complaint, and needs nothing but the text: so it can be done elsewhere,
by several at once. Whatever depends on the sender, or on what was said before, is left to the turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints.life.judgement import judge
from complaints.who.office import Office
from parsers import grammar
from parsers.meaning import Parsed, Report
from routing.decide import Decision
from routing.quality import Quality


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a text means if nobody has asked its sender anything; if that is a report, what is thought of it."""

    parsed: Parsed
    judged: tuple[Decision, Quality] | None


def foresee(office: Office, line: str, text: str) -> Foreseen:
    """Think about a text that comes by a line, from somebody who is no officer."""
    parsed = grammar.parse(text, office.vocabulary(line))
    if not isinstance(parsed.meaning, Report):
        return Foreseen(parsed, None)
    return Foreseen(parsed, judge(office.routers[parsed.region], office.grader, parsed.meaning.text))


def think(office: Office, line: str, text: str) -> Foreseen | None:
    """Think about a text; None if that fails, as it will again where its turn is and its error is dealt with."""
    try:
        return foresee(office, line, text)
    except Exception:  # noqa: BLE001 - one text that a bug chokes on must not keep the others
        return None
