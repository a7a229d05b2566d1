"""How somebody wants to hear from us: in which language, and whether at all beside answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from complaints.life.deeds import Deed
from complaints.life.lifecycle import ENDED, STEPS, Action, Actor
from complaints.talk import standing
from complaints.talk.desk import Desk
from parsers.labels import says_anonymous, says_secret
from parsers.number import only_number
from parsers.words import GREETINGS, NUMBER_WORDS, POLITE, SMALL, word_list, words_of
from sms.message import InboundMessage
from storage import unsent

_AFTERWARDS = timedelta(days=1)
_ASKING_FOR_IT = word_list(
    "tolong tlg mohon mhn minta harap agar supaya jadikan dijadikan laporan aduan saya sy ini pak bu"
)
_BESIDE = GREETINGS | SMALL | POLITE | NUMBER_WORDS | _ASKING_FOR_IT
_OPEN_TO_WORDS = frozenset().union(*(step.before for step in STEPS if step.action is Action.ADD))


class Hiding(StrEnum):
    """What somebody wants kept from the office: the report and who sent it, or only who."""

    SECRET = "secret"  # noqa: S105 - no password
    ANONYMOUS = "anonymous"


def is_secrecy(text: str) -> bool:
    """Tell whether a text is nothing but the wish to keep a report secret."""
    words = set(words_of(text)) - GREETINGS - SMALL
    return bool(words) and all(map(says_secret, words))


def keep_secret(message: InboundMessage, region: str, desk: Desk) -> None:
    """Make the last report of a day secret, for whoever thinks of it afterwards; without one tell how it is written.

    The agency that had it has it no more.
    """
    last = next((row for row in desk.own_of(message) if desk.now - row.created_at <= _AFTERWARDS), None)
    if last is None or last.status in ENDED:
        keyword = desk.office.regions[region].keyword.upper()
        desk.say(message, region, "help_rahasia", {"keyword": keyword})
        return
    desk.do(last.number, Deed(Action.ENCLOSE, Actor.CITIZEN, str(message.subscriber_id), message.text))
    desk.say(message, last.region, "ack_secret", {"number": last.number}, complaint_id=last.id)


def wish_to_hide(text: str) -> Hiding | None:
    """Read what is wanted of one complaint by its number: "RAHASIA 1672888", "1672888 anonim"; None if nothing is."""
    found = only_number(text)
    words = set(words_of(found.rest)) - _BESIDE if found and found.valid else set()
    if not words or not all(says_secret(word) or says_anonymous(word) for word in words):
        return None
    return Hiding.SECRET if any(map(says_secret, words)) else Hiding.ANONYMOUS


def hide(message: InboundMessage, region: str, number: int, hides: Hiding, desk: Desk) -> None:
    """Make a complaint of the sender's secret or anonymous; of any other it is as if there were none."""
    complaint = desk.complaint(number)
    if complaint is None or not standing.is_own(complaint, message):
        standing.refuse(message, region, number, desk)
        return
    who, columns = str(message.subscriber_id), {"anonymous": True}
    deeds = {
        Hiding.SECRET: Deed(Action.ENCLOSE, Actor.CITIZEN, who, message.text),
        Hiding.ANONYMOUS: Deed(Action.ADD, Actor.CITIZEN, who, message.text, sets=columns),
    }
    if hides is Hiding.ANONYMOUS and complaint.status not in _OPEN_TO_WORDS:
        # It goes to nobody any more, and secret hides more.
        hides = Hiding.SECRET
    desk.do(number, deeds[hides])
    key = "ack_anonymous" if hides is Hiding.ANONYMOUS and not complaint.secret else "ack_secret"
    desk.say(message, complaint.region, key, {"number": number}, complaint_id=complaint.id)


def stop(message: InboundMessage, region: str, desk: Desk) -> None:
    """Send no news any more. An officer's lists are no news to them: an admin takes a phone off those."""
    posts = desk.posts.get(message.subscriber_id)
    if posts:
        agency = desk.office.agency_name(posts[0].region, posts[0].agency)
        desk.say(message, region, "stop_officer", {"agency": agency})
        return
    desk.changes.subscriber_updates.append({"id": message.subscriber_id, "opted_out_at": desk.now})
    unsent.cancel_news(desk.connection, message.subscriber_id)
    desk.say(message, region, "stopped")


def resume(message: InboundMessage, region: str, desk: Desk) -> None:
    """Send news again."""
    desk.changes.subscriber_updates.append({"id": message.subscriber_id, "opted_out_at": None})
    desk.say(message, region, "resumed")


def speak(message: InboundMessage, region: str, language: str | None, desk: Desk) -> None:
    """Answer in another language from now on, this time already."""
    if language is None or language not in desk.office.texts:
        desk.say(message, region, "language_which")
        return
    set_language(message, language, desk)
    desk.say(replace(message, language=language), region, "language_set")


def set_language(message: InboundMessage, language: str, desk: Desk) -> None:
    """Remember the language that somebody has chosen."""
    desk.changes.subscriber_updates.append({"id": message.subscriber_id, "language": language})
