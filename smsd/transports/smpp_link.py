"""One bind that is kept: when its connection is lost another one is opened, after pauses that grow."""

from __future__ import annotations

import asyncio
import os
import random
import ssl
import time
from collections.abc import Callable
from typing import Protocol

from smsd.transports import smpp_session
from smsd.transports.smpp_options import Options
from smsd.transports.smpp_session import BindError, Hearer, Role, Session

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Between two connections."""
REFUSED_PAUSE = 300.0
"""After account or password were refused: an SMSC may lock an account that tries again and again."""
FIRST_THROTTLE, LONGEST_THROTTLE = 1.0, 60.0


class Keeper(Hearer, Protocol):
    """Who keeps links."""

    def connected(self) -> None:
        """A link is bound."""

    def tell(self, what_next: str) -> None:
        """A link is not; this is what it does next."""


class Link:
    """One bind that is kept: when its connection is lost another one is opened."""

    def __init__(self, keeper: Keeper, options: Options, role: Role) -> None:
        self.role = role
        self.session: Session | None = None
        self.trouble = ""
        self.refused = False
        self.paused_until = 0.0
        self._throttle = 0.0
        self._keeper = keeper
        self._options = options
        self._lost = asyncio.Event()

    @property
    def sends(self) -> bool:
        """Tell whether messages go out by it now."""
        return self.session is not None and self.session.is_open and self.role.sends

    @property
    def free(self) -> int:
        """How many submit_sm it would take now."""
        if self.session is None or not self.sends or time.monotonic() < self.paused_until:
            return 0
        return self._options.window - self.session.waiting

    async def keep(self, tls: ssl.SSLContext | None) -> None:
        """Connect, bind, and wait until the connection is lost, again and again."""
        pause = FIRST_PAUSE
        while True:
            self._lost.clear()
            try:
                await self._connect(tls)
                pause = FIRST_PAUSE
                await self._lost.wait()
            except BindError as error:
                self.trouble, self.refused = f"the SMSC refuses the bind: {error}", error.is_account
            except TimeoutError:
                self.trouble = "the SMSC does not answer"
            except OSError as error:
                self.trouble = _what(error)
            wait = REFUSED_PAUSE if self.refused else pause
            pause = min(2 * pause, LONGEST_PAUSE)
            self._keeper.tell(f"; tried again in {wait:.0f} s")
            await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, nothing secret

    async def _connect(self, tls: ssl.SSLContext | None) -> None:
        options = self._options
        session = await smpp_session.connect(options.host, options.port, tls, self.role, self._keeper)
        try:
            await session.bind(options.system_id, options.password, options.system_type)
        except BaseException:
            session.close("not bound")
            raise
        self.session, self.trouble, self.refused = session, "", False
        self._keeper.connected()

    def submit(self, number: int, written: Callable[[int], bytes]) -> None:
        """Send a submit_sm, where there is room for it (`free`)."""
        if self.session is not None:
            self.session.submit(number, written)

    def lose(self, why: str) -> None:
        """Note that the connection is gone."""
        self.session, self.trouble = None, why
        self._lost.set()

    def throttle(self) -> None:
        """Leave the SMSC in peace for a while, for longer each time."""
        self._throttle = min(max(FIRST_THROTTLE, 2 * self._throttle), LONGEST_THROTTLE)
        self.paused_until = time.monotonic() + self._throttle

    def calm(self) -> None:
        """Note that it takes messages."""
        self._throttle = 0.0

    async def close(self) -> None:
        """Take leave."""
        if self.session:
            await self.session.unbind()


def _what(error: OSError) -> str:
    """Say why there is no connection; asyncio's words name addresses, those of names and TLS are their own."""
    is_plain = error.errno and error.errno > 0 and not isinstance(error, ssl.SSLError)
    return os.strerror(error.errno) if is_plain and error.errno else str(error.strerror or error)
