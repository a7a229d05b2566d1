from __future__ import annotations

import os
import select
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsd.virtual.commands import COMMANDS
from smsd.virtual.interpreter import cut
from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from tests.smsd.virtual.conftest import Client

OK, NOT_SUPPORTED = ["OK"], ["+CME ERROR: 4"]
IMEI, IMSI = "001017000000007", "001010000000001"

# Every command of the table, as it answers on a modem with three slots and nothing in them.
SAYS = [
    ("AT", OK),
    ("ATE0", OK),
    ("ATZ", OK),
    ("AT&F", OK),
    ("ATI", ["Manufacturer: aduan", "Model: virtual modem", "Revision: 1", f"IMEI: {IMEI}", "OK"]),
    ("ATV1Q0X4S0=0&C1&D2", OK),
    ("ATV0", NOT_SUPPORTED),
    ("ATH", OK),
    ("ATD081110000100;", NOT_SUPPORTED),
    ("ATA", NOT_SUPPORTED),
    ("AT+CGMI;+GMI", ["aduan", "aduan", "OK"]),
    ("AT+CGMM;+GMM", ["virtual", "virtual", "OK"]),
    ("AT+CGMR;+GMR", ["1", "1", "OK"]),
    ("AT+CGSN;+GSN", [IMEI, IMEI, "OK"]),
    ("AT+CIMI", [IMSI, "OK"]),
    ("AT+CNUM", ['+CNUM: ,"+628111000001",145', "OK"]),
    ("AT+CMEE=?", ["+CMEE: (0-2)", "OK"]),
    ("AT+CMEE?", ["+CMEE: 1", "OK"]),
    ("AT+CMEE=0;+CPBR=1", ["ERROR"]),
    ("AT+CMEE=2;+CPBR=1", ["+CME ERROR: operation not supported"]),
    ("AT+CMEE=3", ["+CME ERROR: 50"]),
    ("AT+CSCS=?", ['+CSCS: ("IRA","GSM","UCS2")', "OK"]),
    ('AT+CSCS="UCS2";+CSCS?', ['+CSCS: "UCS2"', "OK"]),
    ('AT+CSCS="KLINGON"', NOT_SUPPORTED),
    ("AT^CURC=0", NOT_SUPPORTED),
    ("AT+CIURC=0", NOT_SUPPORTED),
    ('AT+QINDCFG="all",0', NOT_SUPPORTED),
    ("AT+CLIP=?", ["+CLIP: (0,1)", "OK"]),
    ("AT+CLIP?", ["+CLIP: 0,1", "OK"]),
    ("AT+CLIP=1", OK),
    ("AT+CRC=?;+CRC?", ["+CRC: (0,1)", "+CRC: 0", "OK"]),
    ("AT+CRC=1", OK),
    ("AT+CCWA=?", ["+CCWA: (0,1)", "OK"]),
    ("AT+CCWA=1", OK),
    ("AT+CHUP", OK),
    ("AT+CPIN=?", OK),
    ("AT+CPIN?", ["+CPIN: READY", "OK"]),
    ('AT+CPIN="1234"', ["+CME ERROR: 3"]),
    ("AT+CLCK=?", ['+CLCK: ("SC")', "OK"]),
    ('AT+CLCK="SC",2', ["+CLCK: 0", "OK"]),
    ('AT+CLCK="SC",1,"1234"', NOT_SUPPORTED),
    ("AT+CFUN=?", ["+CFUN: (0,1,4),(0,1)", "OK"]),
    ("AT+CFUN=0;+CFUN?;+CREG?;+CSQ;+COPS?", ["+CFUN: 0", "+CREG: 0,0", "+CSQ: 99,99", "+COPS: 0", "OK"]),
    ("AT+CFUN=1,1", OK),
    ("AT+CFUN=7", NOT_SUPPORTED),
    ("AT+CBC=?", ["+CBC: (0),(0-100)", "OK"]),
    ("AT+CBC", ["+CBC: 0,100", "OK"]),
    ("AT+CREG=?;+CGREG=?;+CEREG=?", ["+CREG: (0-2)", "+CGREG: (0-2)", "+CEREG: (0-2)", "OK"]),
    ("AT+CREG?;+CGREG?;+CEREG?", ["+CREG: 0,1", "+CGREG: 0,1", "+CEREG: 0,1", "OK"]),
    ("AT+CREG=2;+CREG?", ['+CREG: 2,1,"00A1","0B2C"', "OK"]),
    ("AT+CGREG=1;+CGREG?", ["+CGREG: 1,1", "OK"]),
    ("AT+CEREG=1;+CEREG?", ["+CEREG: 1,1", "OK"]),
    ("AT+CGATT?", ["+CGATT: 1", "OK"]),
    ("AT+COPS=?", ['+COPS: (2,"Virtual",,"00101"),,(0,3),(0-2)', "OK"]),
    ("AT+COPS?", ['+COPS: 0,0,"Virtual"', "OK"]),
    ("AT+COPS=3,2;+COPS?", ['+COPS: 0,2,"00101"', "OK"]),
    ('AT+CSCS="UCS2";+COPS=0;+COPS?', ['+COPS: 0,0,"005600690072007400750061006C"', "OK"]),
    ("AT+COPS=2", NOT_SUPPORTED),
    ("AT+CSQ=?", ["+CSQ: (0-31,99),(0,99)", "OK"]),
    ("AT+CSQ", ["+CSQ: 20,0", "OK"]),
    ("AT+CCLK?", ['+CCLK: "25/03/04,12:06:07+28"', "OK"]),
    ("AT+CUSD=?", ["+CUSD: (0-2)", "OK"]),
    ("AT+CUSD=1;+CUSD?", ["+CUSD: 1", "OK"]),
    ('AT+CFUN=4;+CUSD=1,"*888#",15', ["+CME ERROR: 30"]),
    ("AT+CSMS=?", ["+CSMS: (0)", "OK"]),
    ("AT+CSMS?", ["+CSMS: 0,1,1,0", "OK"]),
    ("AT+CSMS=0", ["+CSMS: 1,1,0", "OK"]),
    ("AT+CMGF=?", ["+CMGF: (0)", "OK"]),
    ("AT+CMGF=0;+CMGF?", ["+CMGF: 0", "OK"]),
    ("AT+CMGF=1", ["+CMS ERROR: 303"]),
    ("AT+CSCA?", ['+CSCA: "+628111000000",145', "OK"]),
    ('AT+CSCA="0811";+CSCA?', ['+CSCA: "0811",129', "OK"]),
    ('AT+CSCS="UCS2";+CSCA="002B0036";+CSCS="IRA";+CSCA?', ['+CSCA: "+6",145', "OK"]),
    ('AT+CSCS="UCS2";+CSCA="+62";+CSCS="IRA";+CSCA?', ['+CSCA: "+62",145', "OK"]),
    ("AT+CPMS=?", ['+CPMS: ("SM","ME","SR"),("SM","ME"),("SM")', "OK"]),
    ("AT+CPMS?", ['+CPMS: "SM",0,3,"SM",0,3,"SM",0,3', "OK"]),
    ('AT+CPMS="SR","ME"', ["+CPMS: 0,10,0,100,0,3", "OK"]),
    ('AT+CPMS="SM","SM","ME"', ["+CMS ERROR: 302"]),
    ("AT+CNMI=?", ["+CNMI: (0,2),(0,1,2),(0),(0,1,2),(0,1)", "OK"]),
    ("AT+CNMI?", ["+CNMI: 2,1,0,2,0", "OK"]),
    ("AT+CNMI=2,2,,1;+CNMI?", ["+CNMI: 2,2,0,1,0", "OK"]),
    ("AT+CNMI=2,3", ["+CMS ERROR: 302"]),
    ("AT+CNMI=a", ["+CME ERROR: 50"]),
    ("AT+CNMA=?", ["+CNMA: (0)", "OK"]),
    ("AT+CNMA", ["+CMS ERROR: 340"]),
    ("AT+CNMA=0", ["+CMS ERROR: 340"]),
    ("AT+CMMS=?", ["+CMMS: (0-2)", "OK"]),
    ("AT+CMMS?", ["+CMMS: 0", "OK"]),
    ("AT+CMMS=2;+CMMS?", ["+CMMS: 2", "OK"]),
    ("AT+CMMS=3", ["+CME ERROR: 50"]),
    ("AT+CMGL=?", ["+CMGL: (0-4)", "OK"]),
    ("AT+CMGL", OK),
    ("AT+CMGL=4", OK),
    ("AT+CMGR=1", ["+CMS ERROR: 321"]),
    ("AT+CMGD=?", ["+CMGD: (),(0-4)", "OK"]),
    ("AT+CMGD=3", OK),
    ("AT+CMGD=4", ["+CMS ERROR: 321"]),
    ("AT+CMGD=1,4", OK),
    ("AT+CMGS=?", OK),
    ("AT+CMGS=0", ["+CME ERROR: 50"]),
    ("AT+CMGW=9,4", ["+CMS ERROR: 304"]),
    ("AT+CMSS=1", ["+CMS ERROR: 321"]),
    ("at+csq", ["+CSQ: 20,0", "OK"]),
    ("  noise AT+CSQ", ["+CSQ: 20,0", "OK"]),
    ("AT!", NOT_SUPPORTED),
]


@pytest.mark.parametrize(("line", "response"), SAYS)
def test_a_command_answers(client: Client, line: str, response: list[str]) -> None:
    assert client.ask(line) == response


def test_every_command_of_the_table_has_been_asked() -> None:
    asked = {word for line, _ in SAYS if line.startswith("AT") and line != "AT!" for word, _ in cut(line[2:])}
    assert {command.word for command in COMMANDS} <= asked | {"+CMGS=", "+CUSD="}


def test_commands_of_a_line_run_until_one_fails(client: Client) -> None:
    assert client.ask("AT+CSQ;+CPBR=1;+CBC") == ["+CSQ: 20,0", "+CME ERROR: 4"]


lines = st.builds(
    "{}{}".format,
    st.sampled_from([command.word for command in COMMANDS]),
    st.text('0123456789",;*#+AF ', max_size=12) | st.text(st.characters(codec="latin-1"), max_size=12),
)


@settings(deadline=None)
@given(lines)
def test_no_line_makes_the_modem_deaf(line: str) -> None:
    with VirtualModem() as modem:
        client = os.open(modem.device, os.O_RDWR | os.O_NOCTTY)
        os.write(client, f"AT{line}\r\x1bATE0\rAT+CGSN\r".encode("latin-1"))
        heard = b""
        while IMEI.encode() not in heard:
            assert select.select([client], [], [], 10)[0], f"heard only {heard!r}"
            heard += os.read(client, 4096)
        os.close(client)
