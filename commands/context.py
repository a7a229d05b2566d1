"""What the subcommands share: where the settings are, and how to open what they name."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sms.clock import Clock, SystemClock
from sms.errors import UserError

# Loading these takes most of the time of a command that does not need them.
if TYPE_CHECKING:
    from complaints.who.office import Office
    from config.settings import Settings
    from storage.engine import Database


AS = "ADUAN_AS"
"""The variable that tells who types, as --as does; it is no setting."""

_ANYBODY = frozenset({"root", "uid 0"})


class NobodyError(UserError):
    """Who does it is not known: the message says how to tell."""


class Context:
    """The settings file of this call, and what it leads to; everything is opened when it is asked for.

    `clock` is what a command asks for the time: the computer's, but another one in the demo and in tests. `login` is
    who types, where that is not whoever is logged in.
    """

    def __init__(self, config: Path | None, clock: Clock | None = None, login: str = "") -> None:
        self.config = config
        self.clock = clock or SystemClock()
        self.login = login

    def actor(self) -> str:
        """Name who types, for the history; root is anybody, so whoever it is must say so. Raises NobodyError."""
        name = self.login or os.environ.get(AS, "").strip() or who()
        if name in _ANYBODY:
            raise NobodyError(f"{name} may be anybody, and the history tells who did it: add --as NAME, or set {AS}")
        return name

    def settings(self) -> Settings:
        """Read the settings; raises ConfigError."""
        from config.settings import load_settings

        return load_settings(self.config)

    def settings_if_any(self) -> Settings | None:
        """Read the settings where there are any, for what works without too; raises ConfigError if they are wrong."""
        from config.settings import FILE_NAME

        return self.settings() if self.config or Path(FILE_NAME).exists() else None

    @contextmanager
    def database(self, *, current: bool = True) -> Iterator[Database]:
        """Open the database; raises DatabaseError if it is out of reach, or not on the newest schema."""
        from storage.engine import Database
        from storage.migrate import require_current

        database = Database(self.settings().database)
        try:
            if current:
                require_current(database)
            yield database
        finally:
            database.close()

    def office(self, database: Database) -> Office:
        """Load regions, topics and texts; raises ConfigError."""
        from complaints.who.office import Office
        from storage.complaints import number_key

        with database.read() as connection:
            return Office.of(self.settings(), number_key(connection))

    def reveal(self, what: str) -> None:
        """Write down in the log that numbers are shown in full, and to whom; also where only errors are logged."""
        from config.logs import configure_logs, get_logger

        configure_logs("warning", self.settings().log.format)
        get_logger("aduan").warning("numbers are shown in full", what=what, by=self.actor())

    def note(self, what: str, **facts: Any) -> None:
        """Write down in the log what has been changed by hand, and by whom; no numbers, no texts."""
        self.log().info(what, by=self.actor(), **facts)

    def log(self) -> Any:
        """Open the log as the settings say."""
        from config.logs import configure_logs, get_logger

        settings = self.settings().log
        configure_logs(settings.level, settings.format)
        return get_logger("aduan")


def who() -> str:
    """Name the person at the keyboard, for the history; in a container the user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
