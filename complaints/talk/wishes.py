"""How somebody wants to hear from us: in which language, and whether at all beside answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from complaints.life.deeds import Deed
from complaints.life.lifecycle import ENDED, STEPS, Action, Actor
from complaints.talk import standing
from complaints.talk.desk import Desk
from complaints.who.silencing import mask_queued
from parsers.labels import says_anonymous, says_secret
from parsers.meaning import Parsed
from parsers.number import only_number
from parsers.officer_meaning import Code, Leave, Moved, Order, Orders, Recap, Stays, Tasks
from parsers.words import GREETINGS, NUMBER_WORDS, POLITE, SMALL, word_list, words_of
from sms.message import InboundMessage
from storage import unsent

_AFTERWARDS = timedelta(days=1)
_OF_OFFICERS = (Code, Leave, Moved, Order, Orders, Recap, Stays, Tasks)
_BESIDE = (
    GREETINGS
    | SMALL
    | POLITE
    | NUMBER_WORDS
    | word_list(
        "tolong tlg mohon mhn minta harap agar supaya spy biar jadikan dijadikan laporan laporannya lapornya",
        "aduan saya sy ini pak bu tadi td barusan kemarin kmrn saja aja sj deh dah lah kalau kalo klo mau pengen",
    )
)
"""What may stand beside the wish that a report is kept secret, and says nothing of any matter."""

_NOT = word_list("jangan jgn jng jangn jgan janganlah jgnlah jangan2 ojo ulah")
_TELL = word_list(
    "sebut disebut sebutkan disebutkan sebutin disebutin bocor dibocorkan bocorkan bocorin dibocorin sebar disebar",
    "sebarkan disebarkan sebarin disebarin tersebar bilang bilangin dibilangin bilangkan tulis ditulis",
    "umumkan diumumkan beritahu beritahukan diberitahu diberitahukan kasih kasi ksh dikasih tau tahu taw diketahui",
    "ketahuan ketauan cerita ceritakan diceritakan ceritain ngomong omongin diomongin tampilkan ditampilkan beri",
)
_ABOUT_ME = word_list(
    "nama nm namanya namaku identitas nomor nomer no nmr hp telepon telpon telp data saya sy sya aku ak ku kami",
    "pelapor pengirim",
)
_TO_WHOM = word_list(
    "yang yg lapor melapor melaporkan ngelapor laporin ngadu mengadu siapa siapapun ke sama kepada pada orang",
    "sampai sampe smp dulu dl lagi rt rw lurah kades camat desa kelurahan kantor petugas dinas tetangga warga mereka",
)
_WHO = word_list("siapa siapapun lapor melapor melaporkan ngelapor laporin")
_HIDDEN = word_list("sembunyikan disembunyikan sembunyiin samarkan disamarkan disamarin umpetin")
_OF_HIDING = _ABOUT_ME | _TO_WHOM | _NOT | _TELL
_TWICE = re.compile(r"(?<=[^\W\d])2$")
_OPEN_TO_WORDS = frozenset().union(*(step.before for step in STEPS if step.action is Action.ADD))


class Hiding(StrEnum):
    """What somebody wants kept from the office: the report and who sent it, or only who."""

    SECRET = "secret"  # noqa: S105 - no password
    ANONYMOUS = "anonymous"


def wish_to_hide(text: str, *, but_for: Collection[str] = ()) -> Hiding | None:
    """Read what is wanted of a report that is there, from a text that says nothing else; None if nothing is.

    "RAHASIA 1672888", "mohon dirahasiakan ya pak", "anonim saja", "nama sy jgn disebut". `but_for` are words that may
    stand beside it, such as the region's keyword.
    """
    found = only_number(text)
    words = {_unnumbered(word) for word in words_of(found.rest if found and found.valid else text)}
    said = words.difference(_BESIDE, but_for)
    if any(not _wants_hiding(word) for word in said - _OF_HIDING):
        # Nearly every report says something else.
        return None
    wishes = {word for word in said if _wants_hiding(word)}
    unnamed = bool(words & _NOT and words & _TELL and words & (_ABOUT_ME | _WHO))
    others = said - wishes - _ABOUT_ME
    if not (wishes or unnamed) or (others - _TO_WHOM - _NOT - _TELL if unnamed else others):
        return None
    return Hiding.SECRET if unnamed or any(map(_asks_secrecy, wishes)) else Hiding.ANONYMOUS


def _unnumbered(word: str) -> str:
    return _TWICE.sub("", word) if word.endswith("2") else word


def _wants_hiding(word: str) -> bool:
    return _asks_secrecy(word) or _asks_anonymity(word)


def _asks_secrecy(word: str) -> bool:
    return word in _HIDDEN or says_secret(word) or says_secret(word.removeprefix("di"))


def _asks_anonymity(word: str) -> bool:
    return says_anonymous(word) or says_anonymous(word.removeprefix("di"))


def heed(message: InboundMessage, parsed: Parsed, desk: Desk) -> bool:
    """Hide the report that a text wants hidden and says nothing else: the one it names, else the last one of a day.

    Before anything else, an open question too: whoever is afraid answers nothing else by it.
    """
    if isinstance(parsed.meaning, _OF_OFFICERS):
        return False
    keywords = words_of(" ".join(desk.office.regions[parsed.region].keywords))
    hides = wish_to_hide(message.text, but_for=keywords)
    if hides is None:
        return False
    desk.explained.add(message.id)
    found = only_number(message.text)
    if found and found.valid:
        hide(message, parsed.region, found.number, hides, desk)
    else:
        _hide_last(message, parsed.region, hides, desk)
    return True


def _hide_last(message: InboundMessage, region: str, hides: Hiding, desk: Desk) -> None:
    """Hide the last report of a day, for whoever thinks of it afterwards, or of which an officer has asked something.

    Without one tell how it is written.
    """
    asked, own = {each.id for each in desk.floor(message).questions}, desk.own_of(message)
    last = next((row for row in own if desk.now - row.created_at <= _AFTERWARDS or row.id in asked), None)
    if last is None or last.status in ENDED:
        keyword = desk.office.regions[region].keyword.upper()
        desk.say(message, region, "help_rahasia", {"keyword": keyword})
        return
    hide(message, region, last.number, hides, desk)


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
    mask_queued(desk.connection, complaint)
    key = "ack_anonymous" if hides is Hiding.ANONYMOUS and not complaint.secret else "now_secret"
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
