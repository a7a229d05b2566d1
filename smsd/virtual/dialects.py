"""How makers' modems differ in what they answer to the same commands; `generic` is the standard and nothing else.

Nothing here was measured on hardware: it follows what the makers document, and dialogues that users have published
where those leave a list open. Models and firmware of one maker differ too, so a dialect is one plausible modem, and
`dataclasses.replace` makes another. Left out: text mode, and the joint memory MT.

- Huawei: UMTS M2M Module AT Command Interface Specification (EM770W, 2009; MU509, 2013) and dialogues of E17x sticks.
- ZTE: dialogues of MF180 sticks.
- SIMCom: SIM800 Series AT Command Manual V1.09, sections 2.2, 3.2 and 4.2; its +CNMI cannot store reports.
- Quectel: EC2x AT Commands Manual, chapter on SMS, and dialogues of EC25 and M26.
- Cinterion: MC75i AT Command Set; +CNMI takes only 1 for <bfr>, and no <mt> above 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

_ALL = (0, 1, 2, 3)
_BOTH = (("SM", "ME"), ("SM", "ME"), ("SM", "ME"))


class Alphabet(Enum):
    """How the text of a USSD answer is written (3GPP TS 27.007 section 7.15)."""

    PLAIN = "as AT+CSCS says"
    UCS2 = "UCS-2 in hexadecimal"
    PACKED = "packed septets in hexadecimal"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One maker's way. `lacks` has the commands it does not know, without their `?` and `=`.

    `memories` and `cnmi_ranges` are what AT+CPMS=? and AT+CNMI=? offer, `cnmi` what is set after switching on,
    `functionalities` what AT+CFUN takes, `services` what AT+CSMS takes. `greeting` is said when it is switched on;
    `chatter` is what it says of itself at any time, until the command `hush` is given. `packed_code` tells that
    AT+CUSD wants its code as packed septets too.
    """

    manufacturer: str = "aduan"
    model: str = "virtual"
    revision: str = "1"
    memories: tuple[tuple[str, ...], ...] = (("SM", "ME", "SR"), ("SM", "ME"), ("SM",))
    first_slot: int = 1
    cnmi_ranges: tuple[tuple[int, ...], ...] = ((0, 2), (0, 1, 2), (0,), (0, 1, 2), (0, 1))
    cnmi: tuple[int, ...] = (2, 1, 0, 2, 0)
    services: tuple[int, ...] = (0,)
    functionalities: tuple[int, ...] = (0, 1, 4)
    greeting: tuple[str, ...] = ()
    chatter: tuple[str, ...] = ()
    hush: str | None = None
    lacks: frozenset[str] = frozenset()
    ussd: Alphabet = Alphabet.PLAIN
    packed_code: bool = False


GENERIC = Dialect()

HUAWEI = Dialect(
    manufacturer="huawei",
    model="E173",
    revision="11.126.85.00.209",
    memories=_BOTH,
    first_slot=0,
    cnmi_ranges=((0, 1, 2), _ALL, (0, 2), (0, 1, 2), (0, 1)),
    cnmi=(1, 1, 0, 0, 0),
    services=(0, 1),
    functionalities=(0, 1, 4, 5, 6, 7),
    chatter=("^RSSI:18", "^MODE:5,4", "^BOOT:12345678,0,0,0,75", "^DSFLOWRPT:00000001,00000000,00000000"),
    hush="^CURC=0",
    ussd=Alphabet.PACKED,
    packed_code=True,
)

ZTE = Dialect(
    manufacturer="ZTE INCORPORATED",
    model="MF180",
    revision="BD_MF180V1.0.0B01",
    memories=(("ME", "SM", "SR"), ("ME", "SM"), ("ME", "SM")),
    cnmi_ranges=((0, 1, 2), _ALL, (0, 2), (0, 1, 2), (0, 1)),
    cnmi=(1, 1, 0, 0, 0),
    services=(0, 1),
    functionalities=(0, 1, 4, 5, 6, 7),
    greeting=("+ZUSIMR:2",),
    chatter=("+ZUSIMR:2", '+ZPASR: "UMTS"', '+ZDONR: "Virtual",1,1,"CS_PS","ROAM_OFF"'),
    lacks=frozenset({"+CMMS"}),
    ussd=Alphabet.UCS2,
)

SIMCOM = Dialect(
    manufacturer="SIMCOM_Ltd",
    model="SIMCOM_SIM800L",
    revision="Revision:1418B05SIM800L24",
    memories=_BOTH,
    cnmi_ranges=(_ALL, _ALL, (0, 2), (0, 1), (0, 1)),
    cnmi=(2, 1, 0, 0, 0),
    services=(0, 1),
    greeting=("RDY", "+CFUN: 1", "+CPIN: READY", "Call Ready", "SMS Ready"),
    hush="+CIURC=0",
    lacks=frozenset({"+CMMS"}),
)

QUECTEL = Dialect(
    manufacturer="Quectel",
    model="EC25",
    revision="EC25EFAR06A03M4G",
    memories=(("ME", "SM", "SR"), ("ME", "SM", "SR"), ("ME", "SM", "SR")),
    first_slot=0,
    cnmi_ranges=((0, 1, 2), _ALL, (0, 2, 3), (0, 1, 2), (0, 1)),
    cnmi=(2, 1, 0, 0, 0),
    services=(0, 1),
    greeting=("RDY", "+QIND: SMS DONE", "+QIND: PB DONE"),
    chatter=('+QIND: "csq",18,99',),
    hush='+QINDCFG="all",0',
)

CINTERION = Dialect(
    manufacturer="Cinterion",
    model="MC75i",
    revision="REVISION 04.001",
    memories=(("SM", "ME"), ("SM", "ME"), ("SM",)),
    cnmi_ranges=(_ALL, (0, 1), (0, 2, 3), (0, 2), (1,)),
    cnmi=(0, 0, 0, 0, 1),
    services=(0, 1),
    greeting=("^SYSSTART",),
)
