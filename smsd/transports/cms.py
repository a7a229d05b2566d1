"""What an error of a modem says about a message: the codes of +CMS ERROR (3GPP TS 27.005 section 3.2.5) by class.

Up to 127 it is the network's cause (3GPP TS 24.011 annex E), 128 to 255 that of the message centre (TS 23.040 section
9.2.3.22), from 300 on the modem's own. What to do about each class is decided in one place, the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sms.message import Outcome

_BY_OUTCOME = {
    # The network, its message centre or the modem is busy.
    Outcome.RETRY_SOON: (17, 22, 41, 42, 47, 192, 194, 314, 535),
    # The phone is off, the account is empty, the network is gone.
    Outcome.RETRY_LATER: (27, 38, 331, 615, 616),
    # The network rejects the transfer: some mean the number, some a bad moment.
    Outcome.RETRY_ONCE: (21,),
    # The number or the text will never pass.
    Outcome.PERMANENT: (1, 29, 30, 50, 69, 95, 96, 97, 195, 196, 304, 305),
    # This modem or this SIM cannot send: another line may.
    Outcome.LINE_FAULT: (8, 10, 28, 310, 311, 312, 313, 315, 316, 317, 318, 330, 208, 211, 320, 322),
    # Nobody can tell whether it was sent.
    Outcome.UNKNOWN: (332, 500, 512),
    # The message centre has it already.
    Outcome.ACCEPTED: (197,),
}

OUTCOMES: Mapping[int, Outcome] = MappingProxyType(
    {code: outcome for outcome, codes in _BY_OUTCOME.items() for code in codes}
)
"""Code to class; a code that is not here is that of a refusal, and tried again soon."""

_MEANINGS: Mapping[int, str] = MappingProxyType(
    {
        1: "the number is not assigned",
        8: "the operator bars this SIM from sending",
        10: "the operator bars calls of this SIM",
        17: "the network fails",
        21: "the network rejects it",
        22: "the memory or the network is full",
        27: "the phone is out of order or off",
        28: "the SIM is not known to the network",
        29: "the operator does not offer it",
        30: "the subscriber is not known",
        38: "the network is out of order, or the account is empty",
        41: "the network fails for a moment",
        42: "the network is overloaded",
        47: "the network has no resources",
        50: "the operator has not subscribed this SIM to it",
        69: "the network does not know it",
        192: "the message centre is busy",
        194: "the message centre fails",
        195: "the number of the message centre is wrong",
        196: "the recipient is not known",
        197: "the message centre has it already",
        304: "the PDU is invalid",
        305: "the text is invalid",
        310: "no SIM is there",
        311: "the SIM wants its PIN",
        313: "the SIM fails",
        314: "the SIM is busy",
        315: "the SIM is a wrong one",
        316: "the SIM wants its PUK",
        320: "the memory fails",
        322: "the memory is full",
        330: "the number of the message centre is not known",
        331: "there is no network",
        332: "the network did not answer in time",
        500: "an error that the modem does not name",
    }
)


def meaning_of(code: int) -> str:
    """Write a code for an administrator: `+CMS ERROR: 38 (the network is out of order, or the account is empty)`."""
    meaning = _MEANINGS.get(code)
    return f"+CMS ERROR: {code}" + (f" ({meaning})" if meaning else "")
