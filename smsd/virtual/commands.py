"""The commands that the modem knows, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smsd.virtual import calls, general, messages, registration, sending, service, ussd
from smsd.virtual.errors import PIN_NEEDED, SMS_PIN_NEEDED
from smsd.virtual.general import of_identity, only, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsd.virtual.errors import Fault
    from smsd.virtual.session import Answer, Session


class Command(NamedTuple):
    """A word as it is typed, up to its parameters; what it does; and its error while the card waits for a PIN.

    A `maker` has it alone: only the dialect that names it knows it.
    """

    word: str
    answer: Callable[[Session, str], Answer]
    locked: Fault | None = None
    maker: bool = False


_MANUFACTURER = of_identity(lambda who: who.dialect.manufacturer)
_MODEL = of_identity(lambda who: who.dialect.model)
_REVISION = of_identity(lambda who: who.dialect.revision)
_IMEI = of_identity(lambda who: who.imei)
_IMSI = of_identity(lambda who: who.imsi)


COMMANDS = (
    # ITU-T V.250.
    Command("E", general.set_echo),
    Command("Z", general.reset),
    Command("&F", general.reset),
    Command("I", general.describe),
    Command("V", only("1")),
    Command("Q", only("", "0")),
    Command("X", only("", "0", "1", "2", "3", "4")),
    Command("S", only("0=0", "3=13", "4=10", "5=8", "7=60")),
    Command("&C", only("", "0", "1")),
    Command("&D", only("", "0", "1", "2")),
    Command("H", calls.hang_up),
    Command("D", general.no_carrier),
    Command("A", general.no_carrier),
    # 3GPP TS 27.007: who it is.
    Command("+CGMI", _MANUFACTURER),
    Command("+GMI", _MANUFACTURER),
    Command("+CGMM", _MODEL),
    Command("+GMM", _MODEL),
    Command("+CGMR", _REVISION),
    Command("+GMR", _REVISION),
    Command("+CGSN", _IMEI),
    Command("+GSN", _IMEI),
    Command("+CIMI", _IMSI, PIN_NEEDED),
    Command("+CNUM", service.get_number, PIN_NEEDED),
    # How it speaks.
    Command("+CMEE=?", say("+CMEE: (0-2)")),
    Command("+CMEE?", general.get_errors),
    Command("+CMEE=", general.set_errors),
    Command("+CSCS=?", say('+CSCS: ("IRA","GSM","UCS2")')),
    Command("+CSCS?", general.get_alphabet),
    Command("+CSCS=", general.set_alphabet),
    Command("^CURC=", general.hush, maker=True),
    Command("+CIURC=", general.hush, maker=True),
    Command("+QINDCFG=", general.hush, maker=True),
    # Calls.
    Command("+CLIP=?", say("+CLIP: (0,1)")),
    Command("+CLIP?", calls.get_caller_line),
    Command("+CLIP=", calls.set_caller_line),
    Command("+CRC=?", say("+CRC: (0,1)")),
    Command("+CRC?", calls.get_ring),
    Command("+CRC=", calls.set_ring),
    Command("+CCWA=?", say("+CCWA: (0,1)")),
    Command("+CCWA=", only("0", "1")),
    Command("+CHUP", calls.hang_up),
    # Its card and its radio.
    Command("+CPIN?", service.get_pin),
    Command("+CPIN=", service.enter_pin),
    Command("+CLCK=?", say('+CLCK: ("SC")')),
    Command("+CLCK=", service.facility, PIN_NEEDED),
    Command("+CFUN=?", service.list_radio),
    Command("+CFUN?", service.get_radio),
    Command("+CFUN=", service.set_radio),
    Command("+CBC=?", say("+CBC: (0),(0-100)")),
    Command("+CBC", say("+CBC: 0,100")),
    # The network.
    Command("+CREG=?", say("+CREG: (0-2)")),
    Command("+CREG?", registration.get_registration("CREG")),
    Command("+CREG=", registration.set_registration("CREG")),
    Command("+CGREG=?", say("+CGREG: (0-2)")),
    Command("+CGREG?", registration.get_registration("CGREG")),
    Command("+CGREG=", registration.set_registration("CGREG")),
    Command("+CEREG=?", say("+CEREG: (0-2)")),
    Command("+CEREG?", registration.get_registration("CEREG")),
    Command("+CEREG=", registration.set_registration("CEREG")),
    Command("+CGATT?", service.get_attachment),
    Command("+COPS=?", say(f'+COPS: (2,"{service.OPERATOR}",,"{service.OPERATOR_NUMBER}"),,(0,3),(0-2)'), PIN_NEEDED),
    Command("+COPS?", service.get_operator, PIN_NEEDED),
    Command("+COPS=", service.set_operator, PIN_NEEDED),
    Command("+CSQ=?", say("+CSQ: (0-31,99),(0,99)")),
    Command("+CSQ", service.get_signal),
    Command("+CCLK?", service.get_time),
    Command("+CUSD=?", say("+CUSD: (0-2)")),
    Command("+CUSD?", ussd.get_ussd),
    Command("+CUSD=", ussd.dial_ussd, PIN_NEEDED),
    # 3GPP TS 27.005: messages.
    Command("+CSMS=?", messages.list_services),
    Command("+CSMS?", messages.get_service),
    Command("+CSMS=", messages.set_service),
    Command("+CMGF=?", say("+CMGF: (0)")),
    Command("+CMGF?", say("+CMGF: 0")),
    Command("+CMGF=", messages.set_format),
    Command("+CSCA?", sending.get_smsc, SMS_PIN_NEEDED),
    Command("+CSCA=", sending.set_smsc, SMS_PIN_NEEDED),
    Command("+CPMS=?", messages.list_memories, SMS_PIN_NEEDED),
    Command("+CPMS?", messages.get_memories, SMS_PIN_NEEDED),
    Command("+CPMS=", messages.set_memories, SMS_PIN_NEEDED),
    Command("+CNMI=?", messages.list_notices),
    Command("+CNMI?", messages.get_notices),
    Command("+CNMI=", messages.set_notices),
    Command("+CNMA=?", messages.list_acknowledgements),
    Command("+CNMA", messages.acknowledge),
    Command("+CNMA=", messages.acknowledge),
    Command("+CMMS=?", say("+CMMS: (0-2)")),
    Command("+CMMS?", sending.get_more),
    Command("+CMMS=", sending.set_more),
    Command("+CMGL=?", say("+CMGL: (0-4)")),
    Command("+CMGL", messages.list_messages, SMS_PIN_NEEDED),
    Command("+CMGL=", messages.list_messages, SMS_PIN_NEEDED),
    Command("+CMGR=", messages.read_message, SMS_PIN_NEEDED),
    Command("+CMGD=?", messages.list_deletable, SMS_PIN_NEEDED),
    Command("+CMGD=", messages.delete_messages, SMS_PIN_NEEDED),
    Command("+CMGS=", sending.send_message, SMS_PIN_NEEDED),
    Command("+CMGW=", sending.write_message, SMS_PIN_NEEDED),
    Command("+CMSS=", sending.send_stored, SMS_PIN_NEEDED),
)
"""Every command; `=?` asks what is possible, `?` what is set, `=` sets, and a bare word acts."""
