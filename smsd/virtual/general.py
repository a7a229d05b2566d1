"""How the modem speaks and who it is: echo, errors, alphabets (ITU-T V.250, 3GPP TS 27.007 sections 5 and 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsd.virtual import errors, parameters
from smsd.virtual.dialects import GENERIC
from smsd.virtual.errors import AtError
from smsd.virtual.session import Answer, Identity, Session, Settings

if TYPE_CHECKING:
    from collections.abc import Callable


def say(*lines: str) -> Callable[[Session, str], Answer]:
    """Make a command that always answers the same."""
    return lambda _session, _arguments: list(lines)


def only(*values: str) -> Callable[[Session, str], Answer]:
    """Make a setting that accepts these values and has no other effect."""

    def accept(_: Session, arguments: str) -> Answer:
        if arguments not in values:
            raise AtError(errors.NOT_SUPPORTED)
        return []

    return accept


def of_identity(attribute: Callable[[Identity], str]) -> Callable[[Session, str], Answer]:
    """Make a command that tells who the modem is."""
    return lambda session, _: [attribute(session.identity)]


def describe(session: Session, _: str) -> Answer:
    """ATI: all of that at once."""
    maker = session.dialect
    model = "virtual modem" if maker is GENERIC else maker.model
    return [
        f"Manufacturer: {maker.manufacturer}",
        f"Model: {model}",
        f"Revision: {maker.revision}",
        f"IMEI: {session.identity.imei}",
    ]


def hush(session: Session, arguments: str) -> Answer:
    """^CURC, AT+CIURC: whether the modem chatters of itself."""
    session.faults.hush(session.dialect.chatter if arguments.endswith("0") else ())
    return []


def reset(session: Session, _: str) -> Answer:
    """ATZ, AT&F: the settings as after switching on."""
    session.settings = Settings(cnmi=list(session.dialect.cnmi))
    session.faults.hush(())
    session.terminal.echo = True
    session.terminal.muted = False
    return []


def set_echo(session: Session, arguments: str) -> Answer:
    """ATE: whether the client sees what it types."""
    session.terminal.echo = parameters.choice(arguments or "0", range(2)) == 1
    return []


def no_carrier(_: Session, __: str) -> Answer:
    """ATD, ATA: no call is made or answered here."""
    raise AtError(errors.NOT_SUPPORTED)


def get_errors(session: Session, _: str) -> Answer:
    """AT+CMEE?: as set."""
    return [f"+CMEE: {session.settings.cmee}"]


def set_errors(session: Session, arguments: str) -> Answer:
    """AT+CMEE: plain ERROR, with the number, or in words."""
    session.settings.cmee = parameters.choice(arguments, range(3))
    return []


def get_alphabet(session: Session, _: str) -> Answer:
    """AT+CSCS?: as set."""
    return [f'+CSCS: "{session.settings.cscs}"']


def set_alphabet(session: Session, arguments: str) -> Answer:
    """AT+CSCS: the alphabet of strings (never of PDUs)."""
    name = parameters.strings(arguments)[0]
    if name not in {"IRA", "GSM", "UCS2"}:
        raise AtError(errors.NOT_SUPPORTED)
    session.settings.cscs = name
    return []
