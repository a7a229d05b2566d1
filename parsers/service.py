"""Commands about the service itself: MENU, BANTUAN, STOP, MULAI, BAHASA. Each counts only alone."""

from __future__ import annotations

import re

from parsers.entry import Entry, Group, each
from parsers.meaning import Help, OpenMenu, Resume, Speak, Stop
from parsers.opening import end_of_command
from parsers.reading import Reading
from parsers.service_words import HELP, LANGUAGE, LANGUAGES, MENU, OTHER_LANGUAGES, RESUME, STOP, TOPICS
from parsers.words import GREETINGS, SMALL, words_of

_DIALLED = re.compile(r"\*[\d*]{1,20}#?|#")
_SMALL = GREETINGS | SMALL
_HELP = HELP | {"cara"}
_SHORT = re.compile(r"[?\s]*\?[?\s]*")


def menu(reading: Reading) -> OpenMenu | None:
    """Read MENU, a lone #, and what is dialled elsewhere: `*123#`."""
    if _DIALLED.fullmatch("".join(reading.text.split())):
        return OpenMenu()
    return OpenMenu() if _alone(reading, MENU, _SMALL) else None


def help_command(reading: Reading) -> Help | None:
    """Read BANTUAN, alone or with what it shall explain, and question marks."""
    if _SHORT.fullmatch(reading.body):
        return Help()
    if end_of_command(reading.plain, _HELP) is None:
        return None
    others = [word for word in reading.words[1:] if word not in _SMALL and word not in reading.keywords]
    if not others:
        return Help() if reading.words[0] in HELP else None
    topic = TOPICS.get(others[0]) if len(others) == 1 else None
    return Help(topic) if topic and not (reading.words[0] == "cara" and topic == "lapor") else None


def stop(reading: Reading) -> Stop | None:
    """Read STOP or UNREG, alone; inside a sentence it is no opt-out."""
    return Stop() if _alone(reading, STOP) else None


def resume(reading: Reading) -> Resume | None:
    """Read MULAI, alone."""
    return Resume() if _alone(reading, RESUME) else None


def language(reading: Reading) -> Speak | None:
    """Read BAHASA with the name or the code of a language; alone, or with one that we lack, it asks which there are."""
    if end_of_command(reading.plain, LANGUAGE) is None:
        return Speak("en") if reading.words == ("english",) else None
    names = [word for word in words_of(reading.body)[1:] if word not in _SMALL]
    if not names or (len(names) == 1 and names[0] in OTHER_LANGUAGES):
        return Speak(None)
    return Speak(LANGUAGES[names[0]]) if len(names) == 1 and names[0] in LANGUAGES else None


def _alone(reading: Reading, commands: frozenset[str], beside: frozenset[str] = frozenset()) -> bool:
    """Tell whether a command stands alone, but for the name of the region and words that say nothing."""
    if end_of_command(reading.plain, commands) is None:
        return False
    return all(word in beside or word in reading.keywords for word in reading.words[1:])


MENU_COMMAND = Entry(
    "menu",
    Group.SERVICE,
    menu,
    "Membuka menu bernomor.",
    "MENU alone, # alone, or what is dialled elsewhere",
    each("MENU | menu pak | *1# | *123# | # | ketik MENU"),
    explained=True,
)
HELP_COMMAND = Entry(
    "help",
    Group.SERVICE,
    help_command,
    "Petunjuk; dengan satu kata lagi, petunjuk tentang hal itu.",
    "BANTUAN alone or with a topic, or nothing but question marks",
    each(
        "BANTUAN | help | ? | bogor bantuan | BANTUAN cek | bantuan batal | help rahasia | bantuan petugas | cara cek"
    ),
    explained=True,
)
STOP_COMMAND = Entry(
    "stop",
    Group.SERVICE,
    stop,
    "Tidak mau dikirimi kabar lagi; laporan tetap diproses.",
    "STOP, BERHENTI or UNREG, alone",
    each("STOP | berhenti | UNREG | stop bogor"),
    explained=True,
)
RESUME_COMMAND = Entry(
    "resume",
    Group.SERVICE,
    resume,
    "Mau dikirimi kabar lagi.",
    "MULAI or START, alone",
    each("MULAI | start"),
    explained=True,
)
LANGUAGE_COMMAND = Entry(
    "language",
    Group.SERVICE,
    language,
    "Memilih bahasa jawaban: BAHASA id, en, su atau jv.",
    "BAHASA, alone or before the name or code of a language",
    each("BAHASA | BAHASA en | bahasa sunda | basa jawa | language english | english"),
    explained=True,
)
