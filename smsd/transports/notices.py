"""How a modem is to treat what comes in: store it, tell where, and keep delivery reports too (AT+CNMI)."""

from __future__ import annotations

from smsd.transports.asking import Asker
from smsd.transports.offers import choose_notices, offered


def ask_for_notices(asker: Asker) -> None:
    """Set the best of what a modem offers and takes; most throw delivery reports away until they are told."""
    answer = asker.ask_if_known("AT+CNMI=?", "+CNMI:")
    for notices in choose_notices(offered(answer[0])) if answer else ():
        if asker.ask_if_known("AT+CNMI=" + ",".join(map(str, notices))) is not None:
            return
