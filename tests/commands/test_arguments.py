"""What people type: numbers of complaints, words with and without quotes, names of regions."""

from __future__ import annotations

import click
import pytest

from commands.arguments import complaint_number, either, known_region, region_named
from config.regions import load_region

REGIONS = {"bogor": load_region("bogor")}


@pytest.mark.parametrize(
    "written", ["1445565", "#1445565", "# 1445565", "1 445 565", "1.445.565", "#1-445-565", " 1445565 "]
)
def test_a_number_is_read_as_citizens_write_it(written: str) -> None:
    assert complaint_number(written) == 1_445_565


@pytest.mark.parametrize("written", ["", "#", "abc", "-5", "0", "1..4", "1445565x", "##1445565", "9" * 30])
def test_what_is_no_number_is_told_how_to_write_one(written: str) -> None:
    with pytest.raises(click.BadParameter, match="is no complaint's number; write it like 1445565"):
        complaint_number(written)


def test_words_stand_at_the_end_or_in_the_option_and_not_in_both() -> None:
    assert either(("tim", "datang"), None, "reason") == "tim datang"
    assert either((), "tim datang", "reason") == "tim datang"
    assert either((), None, "reason") == ""
    with pytest.raises(click.UsageError, match="the reason is given twice"):
        either(("tim",), "datang", "reason")


def test_a_region_is_found_by_every_word_that_calls_it() -> None:
    for word in ("bogor", "BOGOR", *REGIONS["bogor"].keywords):
        assert region_named(REGIONS, word) is REGIONS["bogor"]
    assert region_named(REGIONS, "depok") is None


def test_a_region_that_is_not_in_the_settings_is_refused_with_those_that_are() -> None:
    with pytest.raises(click.UsageError, match="no region depok in the settings; there are bogor"):
        known_region(REGIONS, "depok")
