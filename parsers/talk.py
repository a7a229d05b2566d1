"""Talk that is no complaint: thanks, and an intention without a matter."""

from __future__ import annotations

from parsers.entry import Entry, Group, each
from parsers.meaning import Help, Thanks
from parsers.reading import Reading
from parsers.words import DONE, GRATITUDE, GREETINGS, INTENT, POLITE, SMALL, THANKS

_THANKFUL = THANKS | POLITE | DONE | GREETINGS | SMALL
_INTENDING = INTENT | GREETINGS | SMALL


def thanks(reading: Reading) -> Thanks | None:
    """Read thanks and nothing else; "Terima kasih pasukan kuning, tapi ..." goes on and is a complaint."""
    words = reading.said
    if not words & THANKS or not words <= _THANKFUL:
        return None
    return Thanks(agrees=not words & GRATITUDE)


def help_wanted(reading: Reading) -> Help | None:
    """Read "mau lapor pak" and its like, "lapor pak" among them: an intention without a matter."""
    words = reading.said
    wanted = words & INTENT or reading.labels.reported
    return Help() if wanted and words <= _INTENDING else None


THANKED = Entry(
    "thanks",
    Group.NOTHING,
    thanks,
    "Ucapan terima kasih dan persetujuan kami baca, tetapi tidak kami jawab.",
    "thanks or agreement and nothing else",
    each("Terima kasih | makasih banyak pak | ok | Hatur nuhun | iya saya tunggu"),
)
HELP_WANTED = Entry(
    "help_wanted",
    Group.SERVICE,
    help_wanted,
    "Niat melapor tanpa isi: kami jelaskan caranya.",
    "an intention to report or a call for help, and no matter",
    each("Info. | cara lapor | lapor pak | saya mau lapor pak | ini nomor apa | tolong"),
)
