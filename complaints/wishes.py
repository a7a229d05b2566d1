"""How somebody wants to hear from us: in which language, and whether at all beside answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from complaints.deeds import Deed
from complaints.desk import Desk
from complaints.lifecycle import ENDED, Action, Actor
from parsers.labels import says_secret
from parsers.words import GREETINGS, SMALL, words_of
from sms.message import InboundMessage
from storage import outbound

_AFTERWARDS = timedelta(days=1)


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


def stop(message: InboundMessage, region: str, desk: Desk) -> None:
    """Send no news any more. An officer's lists are no news to them: an admin takes a phone off those."""
    posts = desk.posts.get(message.subscriber_id)
    if posts:
        agency = desk.office.agency_name(posts[0].region, posts[0].agency)
        desk.say(message, region, "stop_officer", {"agency": agency})
        return
    desk.changes.subscriber_updates.append({"id": message.subscriber_id, "opted_out_at": desk.now})
    outbound.cancel_news(desk.connection, message.subscriber_id)
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
