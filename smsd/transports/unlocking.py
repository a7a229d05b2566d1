"""Unlocking a SIM: its PIN is entered once, because the third wrong one locks it."""

from __future__ import annotations

from collections.abc import Callable

from smsd.transports.asking import SIM_SECONDS, Asker
from smsd.transports.base import PIN_REFUSED, PIN_TRIED, LineConfig, LineRefusedError, TransportError
from smsd.transports.dialogue import AtError, Dialogue, NoAnswerError

_NO_SIM = 10


def unlock(asker: Asker, talk: Dialogue, config: LineConfig, before_pin: Callable[[], None]) -> None:
    """Enter the PIN if the SIM asks for it; raises LineRefusedError where only a person can help.

    Without a SIM it is a TransportError: it may be put in at any time, and some modems find it only when restarted.
    """
    try:
        wanted = asker.ask_sim("AT+CPIN?", "+CPIN:")
    except AtError as error:
        if error.code == _NO_SIM:
            raise TransportError("there is no SIM in the modem, or it does not see it") from error
        raise
    if wanted == "READY":
        return
    if wanted != "SIM PIN":
        raise LineRefusedError(f"the SIM is locked and wants its {wanted}; unlock it in a phone")
    if config.pin_tried:
        raise LineRefusedError(PIN_TRIED)
    if not config.pin:
        raise LineRefusedError("the SIM wants its PIN; set `pin` for this line")
    before_pin()
    try:
        talk.ask(f'AT+CPIN="{config.pin}"', seconds=SIM_SECONDS)
    except AtError as error:
        raise LineRefusedError(PIN_REFUSED) from error
    except NoAnswerError as error:
        talk.resync()
        if asker.ask("AT+CPIN?", "+CPIN:")[0] != "READY":
            raise LineRefusedError(PIN_REFUSED) from error
