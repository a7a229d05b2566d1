"""Each maker's modem offers what its dialect says, and does it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsd.virtual.dialects import CINTERION, GENERIC, HUAWEI, QUECTEL, SIMCOM, ZTE, Dialect
from smsd.virtual.modem import VirtualModem
from tests.smsd.virtual.conftest import Client

if TYPE_CHECKING:
    from collections.abc import Callable

    Connect = Callable[[VirtualModem], Client]

CITIZEN = "+6281110000100"
MAKERS = [HUAWEI, ZTE, SIMCOM, QUECTEL, CINTERION]
CMT = r"\+CMT: .*\r\n\w+\r\n"


@pytest.mark.parametrize("dialect", [GENERIC, *MAKERS], ids=lambda dialect: dialect.manufacturer)
def test_a_modem_tells_whose_make_it_is(connect: Connect, dialect: Dialect) -> None:
    with VirtualModem(dialect=dialect, imei="001017000000015", imsi="001010000000002") as modem:
        said = connect(modem).ask("AT+CGMI;+CGMM;+CGMR;+CGSN;+CIMI")
        names = [dialect.manufacturer, dialect.model, dialect.revision]
        assert said[-6:] == [*names, "001017000000015", "001010000000002", "OK"]


@pytest.mark.parametrize(
    ("dialect", "memories", "notices"),
    [
        (HUAWEI, '("SM","ME"),("SM","ME"),("SM","ME")', "(0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)"),
        (ZTE, '("ME","SM","SR"),("ME","SM"),("ME","SM")', "(0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)"),
        (SIMCOM, '("SM","ME"),("SM","ME"),("SM","ME")', "(0,1,2,3),(0,1,2,3),(0,2),(0,1),(0,1)"),
        (CINTERION, '("SM","ME"),("SM","ME"),("SM")', "(0,1,2,3),(0,1),(0,2,3),(0,2),(1)"),
    ],
    ids=lambda value: value.manufacturer if isinstance(value, Dialect) else "",
)
def test_a_modem_offers_memories_and_notices(connect: Connect, dialect: Dialect, memories: str, notices: str) -> None:
    with VirtualModem(dialect=dialect) as modem:
        said = connect(modem).ask("AT+CPMS=?;+CNMI=?")
        assert said[-3:] == [f"+CPMS: {memories}", f"+CNMI: {notices}", "OK"]


@pytest.mark.parametrize("dialect", MAKERS, ids=lambda dialect: dialect.manufacturer)
def test_what_is_set_after_switching_on_is_among_what_is_offered(connect: Connect, dialect: Dialect) -> None:
    with VirtualModem(dialect=dialect) as modem:
        client = connect(modem)
        assert client.ask(f"AT+CNMI={','.join(map(str, dialect.cnmi))};+CNMI?")[-1] == "OK"


def test_a_modem_that_wants_bfr_1_takes_nothing_else(connect: Connect) -> None:
    with VirtualModem(dialect=CINTERION) as modem:
        client = connect(modem)
        assert client.ask("AT+CNMI=2,1,0,2,0")[-1] == "+CMS ERROR: 302"
        assert client.ask("AT+CNMI=2,1,0,2,1;+CNMI?") == ["+CNMI: 2,1,0,2,1", "OK"]


def test_slots_may_begin_at_zero(connect: Connect) -> None:
    with VirtualModem(dialect=HUAWEI, slots=2) as modem:
        client = connect(modem)
        for text in ("satu", "dua", "tiga"):
            modem.network.deliver(CITIZEN, text)
        assert client.until(r"\+CMTI: .*\r\n").strip() == '+CMTI: "SM",0'
        assert client.until(r"\+CMTI: .*\r\n").strip() == '+CMTI: "SM",1'
        assert client.ask("AT+CMGR=2") == ["+CMS ERROR: 321"]
        assert client.ask("AT+CMGR=0")[0].startswith("+CMGR: 0,")
        assert client.ask("AT+CMGD=?;+CMGD=0") == ["+CMGD: (0,1),(0-4)", "OK"]
        assert client.until(r"\+CMTI: .*\r\n").strip() == '+CMTI: "SM",0'


@pytest.mark.parametrize("dialect", [ZTE, SIMCOM, QUECTEL, CINTERION], ids=lambda dialect: dialect.manufacturer)
def test_a_modem_greets_whoever_listens_when_it_is_switched_on(dialect: Dialect) -> None:
    with VirtualModem(dialect=dialect) as modem:
        client = Client(modem.device)
        lines = [line for line in client.until(re.escape(dialect.greeting[-1]) + "\r\n").split("\r\n") if line]
        client.close()
        assert tuple(lines) == dialect.greeting


def test_a_maker_s_chatter_ends_when_it_is_hushed_and_other_noise_does_not(connect: Connect) -> None:
    with VirtualModem(dialect=HUAWEI) as modem:
        client = connect(modem)
        modem.faults.noise(1)
        assert set(client.ask("AT")) - {"OK"} <= set(HUAWEI.chatter)
        client.ask("AT^CURC=0")
        assert client.ask("AT") == ["OK"]
        modem.faults.noise(1, ("RING",))
        assert client.ask("AT") == ["RING", "OK"]


def test_a_command_that_a_maker_lacks_is_unknown(connect: Connect) -> None:
    with VirtualModem(dialect=SIMCOM) as modem:
        client = connect(modem)
        assert client.ask("AT+CMMS=2")[-1] == "+CME ERROR: 4"
        assert client.ask("AT+CMMS=?")[-1] == "+CME ERROR: 4"


def test_a_client_that_acknowledges_gets_one_message_after_the_other(connect: Connect) -> None:
    with VirtualModem(dialect=HUAWEI) as modem:
        client = connect(modem)
        assert client.ask("AT+CSMS=1;+CNMI=2,2,0,1") == ["+CSMS: 1,1,0", "OK"]
        modem.network.deliver(CITIZEN, "satu")
        modem.network.deliver(CITIZEN, "dua")
        client.until(CMT)
        assert client.ask("AT") == ["OK"]
        assert modem.network.waiting == 2
        assert client.ask("AT+CNMA") == ["OK"]
        client.until(CMT)
        assert modem.network.waiting == 1
        assert client.ask("AT+CNMA") == ["OK"]
        assert modem.network.waiting == 0
        assert client.ask("AT+CNMA") == ["+CMS ERROR: 340"]


def test_what_is_not_acknowledged_comes_again_after_a_loss_of_power(connect: Connect) -> None:
    with VirtualModem(dialect=HUAWEI) as modem:
        client = connect(modem)
        client.ask("AT+CSMS=1;+CNMI=2,2")
        modem.network.deliver(CITIZEN, "halo")
        client.until(CMT)
        modem.unplug()
        modem.plug_in()
        assert modem.stored == 1


@pytest.mark.parametrize("functionality", [0, 4, 5, 7])
def test_a_modem_without_radio_has_no_service(connect: Connect, functionality: int) -> None:
    with VirtualModem(dialect=HUAWEI) as modem:
        client = connect(modem)
        said = client.ask(f"AT+CFUN={functionality};+CFUN?;+CREG?;+CFUN=1;+CREG?")
        assert said == [f"+CFUN: {functionality}", "+CREG: 0,0", "+CREG: 0,1", "OK"]


def test_functionality_6_is_a_restart(connect: Connect) -> None:
    with VirtualModem(dialect=HUAWEI, pin="1234") as modem:
        client = connect(modem)
        assert client.ask('AT+CPIN="1234"') == ["OK"]
        assert client.ask("AT+CFUN=6;+CPIN?") == ["+CPIN: SIM PIN", "OK"]


def test_a_dialect_can_be_made_from_another(connect: Connect) -> None:
    with VirtualModem(dialect=replace(HUAWEI, model="E3131", first_slot=1)) as modem:
        client = connect(modem)
        client.ask("AT+CNMI=1,1")
        modem.network.deliver(CITIZEN, "halo")
        assert client.until(r"\+CMTI: .*\r\n").strip() == '+CMTI: "SM",1'
