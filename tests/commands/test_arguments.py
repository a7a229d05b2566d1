"""What people type: numbers of complaints, words with and without quotes, names of regions."""

from __future__ import annotations

from dataclasses import replace

import click
import pytest

from commands.arguments import agency_code, complaint_number, either, known_region, region_named
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


@pytest.mark.parametrize(
    "written", ["DISTAN", "distan", "DKPP", "Dkpp", REGIONS["bogor"].catalogue.agencies["DISTAN"].name]
)
def test_an_agency_is_found_by_its_code_short_or_name(written: str) -> None:
    assert agency_code(REGIONS.values(), written) == "DISTAN"


@pytest.mark.parametrize(("written", "code"), [("admin", "ADMIN"), ("dpmd", "DPMD"), ("Tidak Ada", "TIDAK ADA")])
def test_what_no_agency_is_called_is_given_in_capitals(written: str, code: str) -> None:
    assert agency_code(REGIONS.values(), written) == code
    assert agency_code([], written) == code


def test_a_code_goes_before_a_name_and_a_name_of_two_is_refused() -> None:
    bogor = REGIONS["bogor"]
    agencies = bogor.catalogue.agencies
    both = {"PLN": replace(agencies["PLN"], short="Dkpp"), "DISTAN": agencies["DISTAN"]}
    alike = replace(bogor, catalogue=replace(bogor.catalogue, agencies=both))
    with pytest.raises(click.UsageError, match="DKPP may be DISTAN or PLN; write the code"):
        agency_code([alike], "DKPP")
    coded = {**both, "DKPP": replace(agencies["PLN"], code="DKPP", short="Lain")}
    assert agency_code([replace(bogor, catalogue=replace(bogor.catalogue, agencies=coded))], "dkpp") == "DKPP"
