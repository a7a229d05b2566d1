"""What a value in a settings or region file may be, and how it is told if it is not."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)

from sms.codec import foreign_characters

AGENCY_SHORT = 24
"""The most characters that an SMS can give to an agency's name."""
BODY_NAME = 40
BODY_REACH = 90
"""The most that it can give to who is in charge, and to how to get there."""
REGION_NAME = 28
"""What it has room for of a region's name."""

AGENCY_CODE = re.compile(r"[A-Z][A-Z0-9-]{1,39}")
AGENCY_CODE_FORM = "should be 2 to 40 capital letters, digits and hyphens, a letter first"
"""How the code of an agency, or of a unit of it, is written: it is typed and texted."""
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_KEYWORD = re.compile(r"[a-z0-9]{2,20}")
_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_EMERGENCY = re.compile(r"[0-9]{3,12}")
_PIN = re.compile(r"[0-9]{4,8}")
_USSD = re.compile(r"[*#][0-9*#]{1,20}#")


class Table(BaseModel):
    """A table of a file: nothing in it may be unknown, and nothing changes it after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def no_truth(value: object) -> object:
    """Refuse true and false, which Python takes for the numbers 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("should be a number, not true or false")  # noqa: TRY004  # pydantic collects ValueError
    return value


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError(f"{value!r} should be small letters, digits and hyphens, 32 at most")
    return value


def _unit_code(value: str) -> str:
    if not AGENCY_CODE.fullmatch(value):
        raise ValueError(f"{value!r} {AGENCY_CODE_FORM}")
    return value


def _msisdn(value: str) -> str:
    if not _E164.fullmatch(value):
        raise ValueError("should be a number with its country code, such as +628111000001")
    return value


def _pin(value: SecretStr) -> SecretStr:
    if not _PIN.fullmatch(value.get_secret_value()):
        raise ValueError("should be the 4 to 8 digits of the SIM's PIN")
    return value


def _ussd(value: str) -> str:
    if not _USSD.fullmatch(value):
        raise ValueError(f"{value!r} should be a code to dial, such as *888#")
    return value


def gsm7(value: str) -> str:
    """Refuse characters that the default alphabet of SMS does not have."""
    foreign = foreign_characters(value)
    if foreign:
        raise ValueError(f"{value!r} has characters that would double the price of an SMS: {foreign}")
    return value


def _keyword(value: str) -> str:
    if not _KEYWORD.fullmatch(value):
        raise ValueError(f"{value!r} should be one word of 2 to 20 small letters and digits")
    return value


def _emergency(value: str) -> str:
    if not _EMERGENCY.fullmatch(value):
        raise ValueError(f"{value!r} should be a number to call, of 3 to 12 digits")
    return value


def _clock_time(value: object) -> time:
    found = _CLOCK_TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('should be a time of day in quotes, such as "07:30"')
    return time(int(found[1]), int(found[2]))


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
"""A time of day in the region's own time."""
Minutes = Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=24 * 60)]
Days = Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=3_650)]
Count = Annotated[int, BeforeValidator(no_truth), Field(ge=1)]
Amount = Annotated[int, BeforeValidator(no_truth), Field(ge=0)]
Rupiah = Annotated[int, BeforeValidator(no_truth), Field(ge=0)]
Seconds = Annotated[float, BeforeValidator(no_truth), Field(ge=0.1, le=60)]
Share = Annotated[float, BeforeValidator(no_truth), Field(ge=0, le=1)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
AgencyShort = Annotated[Text, Field(max_length=AGENCY_SHORT), AfterValidator(gsm7)]
"""How an SMS names an agency: the texts are measured with room for this."""
BodyName = Annotated[Text, Field(max_length=BODY_NAME), AfterValidator(gsm7)]
BodyReach = Annotated[Text, Field(max_length=BODY_REACH), AfterValidator(gsm7)]
Keyword = Annotated[str, AfterValidator(_keyword)]
EmergencyNumber = Annotated[str, AfterValidator(_emergency)]
UnitCode = Annotated[str, AfterValidator(_unit_code)]
Code = Annotated[str, AfterValidator(_code)]
"""A name for programs and commands: small letters, digits, hyphens."""
UssdCode = Annotated[str, AfterValidator(_ussd)]
Msisdn = Annotated[str, AfterValidator(_msisdn)]
Pin = Annotated[SecretStr, AfterValidator(_pin)]
