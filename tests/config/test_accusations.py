"""The words of accusation: what is shipped, and how mistakes in the file are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.accusations import AccusationWords, read_accusations
from config.errors import ConfigError
from config.phrases import parse_phrase
from config.toml_file import read_toml
from config.topics import load_catalogue

AGENCIES = {"PUPR": "Dinas PU", "INSPEKTORAT": "Inspektorat"}
WORDS = """\
watchdog = "INSPEKTORAT"
staff = "petugas|oknum"
acts = ["minta + uang"]
grave = "korupsi|suap"
unless = ["ngaku"]
[called]
PUPR = "dinas pu|pupr"
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, WORDS) == AccusationWords(
        watchdog="INSPEKTORAT",
        staff=parse_phrase("petugas|oknum"),
        acts=(parse_phrase("minta + uang"),),
        grave=parse_phrase("korupsi|suap"),
        unless=(parse_phrase("ngaku"),),
        called={"PUPR": parse_phrase("dinas pu|pupr")},
    )


def test_every_shipped_agency_can_be_accused_by_a_name() -> None:
    catalogue = load_catalogue()
    assert set(catalogue.accusations.called) == set(catalogue.agencies)
    assert catalogue.accusations.watchdog == "INSPEKTORAT"


def test_what_excuses_may_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, WORDS.replace('unless = ["ngaku"]', "")).unless == ()


def test_an_agency_without_a_name_is_never_accused(tmp_path: Path) -> None:
    assert read(tmp_path, WORDS.replace('PUPR = "dinas pu|pupr"', "")).called == {}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('watchdog = "INSPEKTORAT"', 'watchdog = "INSPEKTUR"', "1: no agency 'INSPEKTUR'. Did you mean 'INSPEKTORAT'?"),
        ("PUPR =", "PUPRR =", "7: no agency 'PUPRR'. Did you mean 'PUPR'?"),
        ("PUPR =", "XYZ =", "7: no agency 'XYZ'. Known: INSPEKTORAT, PUPR"),
        ("unless =", "unles =", "5: unles: unknown key. Did you mean 'unless'?"),
        ('staff = "petugas|oknum"', "", " staff: is missing"),
        ("minta + uang", "minta +", "3: acts: 'minta +' has nothing before or after a + or |"),
        ("korupsi|suap", "Korupsi", "4: grave: 'Korupsi' in 'Korupsi' is no word of small letters and digits"),
        ('"dinas pu|pupr"', "1", "7: called.PUPR: a phrase should be text in quotes"),
        ('["minta + uang"]', '"minta + uang"', "3: acts: should be a list"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem_of(tmp_path, WORDS.replace(old, new)).startswith(f"accusations.toml:{problem}")


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    problems = problem_of(tmp_path, WORDS.replace('"INSPEKTORAT"', '"INSPEKTUR"').replace("PUPR =", "PUPRR ="))
    assert problems.splitlines() == [
        "accusations.toml:1: no agency 'INSPEKTUR'. Did you mean 'INSPEKTORAT'?",
        "accusations.toml:7: no agency 'PUPRR'. Did you mean 'PUPR'?",
    ]


def read(directory: Path, text: str) -> AccusationWords:
    path = directory / "accusations.toml"
    path.write_text(text)
    return read_accusations(read_toml(path), AGENCIES)


def problem_of(directory: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(directory, text)
    return str(caught.value).replace(f"{directory}/", "")
