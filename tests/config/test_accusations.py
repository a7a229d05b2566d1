"""The words of accusation: what is shipped, and how mistakes in the file are told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from config.accusations import AccusationWords, also_called, read_accusations
from config.errors import ConfigError
from config.phrases import Phrase, parse_phrase
from config.toml_file import read_toml
from config.topics import load_catalogue

AGENCIES = {"PUPR": "Dinas PU", "INSPEKTORAT": "Inspektorat"}
WORDS = """\
watchdog = "INSPEKTORAT"
staff = "petugas|oknum"
acts = ["minta + uang"]
grave = "korupsi|suap"
others = ["preman|ormas", "guru"]
[called]
PUPR = "dinas pu|pupr"
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, WORDS) == AccusationWords(
        watchdog="INSPEKTORAT",
        staff=parse_phrase("petugas|oknum"),
        acts=(parse_phrase("minta + uang"),),
        grave=parse_phrase("korupsi|suap"),
        others=parse_phrase("preman|ormas|guru"),
        called={"PUPR": parse_phrase("dinas pu|pupr")},
    )


def test_every_shipped_agency_can_be_accused_by_a_name() -> None:
    catalogue = load_catalogue()
    assert set(catalogue.accusations.called) == set(catalogue.agencies)
    assert catalogue.accusations.watchdog == "INSPEKTORAT"


def test_no_shipped_word_is_one_that_is_dropped_from_texts() -> None:
    catalogue = load_catalogue()
    assert not words_of(catalogue.accusations) & catalogue.words.fillers


def test_every_shipped_helper_is_the_name_of_an_agency() -> None:
    accusations = load_catalogue().accusations
    names = {name for phrase in accusations.called.values() for name in phrase.parts[0]}
    assert accusations.helpers is not None
    assert names.issuperset(accusations.helpers.parts[0])


def test_who_is_no_accused_may_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, WORDS.replace('others = ["preman|ormas", "guru"]', "")).others is None


def test_an_agency_without_a_name_is_never_accused(tmp_path: Path) -> None:
    assert read(tmp_path, WORDS.replace('PUPR = "dinas pu|pupr"', "")).called == {}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('watchdog = "INSPEKTORAT"', 'watchdog = "INSPEKTUR"', "1: no agency 'INSPEKTUR'. Did you mean 'INSPEKTORAT'?"),
        ("PUPR =", "PUPRR =", "7: no agency 'PUPRR'. Did you mean 'PUPR'?"),
        ("PUPR =", "XYZ =", "7: no agency 'XYZ'. Known: INSPEKTORAT, PUPR"),
        ("others =", "other =", "5: other: unknown key. Did you mean 'others'?"),
        ('staff = "petugas|oknum"', "", " staff: is missing"),
        ("minta + uang", "minta +", "3: acts: 'minta +' has nothing before or after a + or |"),
        ("korupsi|suap", "Korupsi", "4: grave: 'Korupsi' in 'Korupsi' is no word of small letters and digits"),
        ('"guru"]', '"guru|"]', "5: others: 'preman|ormas|guru|' has nothing before or after a + or |"),
        ('"guru"]', "1]", "5: others: a phrase should be text in quotes"),
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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DKPP", {"dkpp"}),
        ("PLN Bogor", {"pln"}),
        ("Tirta Pakuan (PDAM)", {"tirta pakuan", "pdam"}),
        ("PT PLN (Persero) UP3 Bogor", {"pt pln"}),
        ("Kantor Pertanahan Kota Bogor", {"kantor pertanahan"}),
        ("Kepolisian Resor Kota Bogor Kota", {"kepolisian resor"}),
        (
            "Dinas Ketahanan Pangan dan Pertanian Kota Bogor",
            {"dinas ketahanan pangan pertanian", "dinas ketahanan pangan"},
        ),
        ("Dinas Koperasi, UKM dan Perdagangan Kota Bogor", {"dinas koperasi"}),
        ("Kota Bogor", set()),
    ],
)
def test_a_region_s_name_of_an_agency_is_added_as_citizens_say_it(name: str, said: set[str]) -> None:
    words = also_called(AccusationWords(), {"PUPR": [name]}, "Kota Bogor", {"dan"})
    found = {" ".join(each) for phrase in words.called.values() for each in phrase.parts[0]}
    assert found == said


def test_the_names_that_are_known_are_kept_and_none_is_there_twice() -> None:
    words = AccusationWords(called={"PDAM": parse_phrase("=pdam|air minum"), "PLN": parse_phrase("pln")})
    found = also_called(words, {"PDAM": ["Tirta (PDAM)", "Air Minum"], "BPR": ["BPR Kota"]}, "Kota Bogor", ())
    assert found.called == {
        "PDAM": parse_phrase("=pdam|air minum|tirta"),
        "PLN": parse_phrase("pln"),
        "BPR": parse_phrase("bpr"),
    }


def words_of(accusations: AccusationWords) -> set[str]:
    values = [getattr(accusations, each.name) for each in fields(accusations)]
    phrases = [each for value in values if isinstance(value, tuple) for each in value]
    phrases += [value for value in values if isinstance(value, Phrase)]
    return {word for phrase in (*phrases, *accusations.called.values()) for word in phrase.words}


def read(directory: Path, text: str) -> AccusationWords:
    path = directory / "accusations.toml"
    path.write_text(text)
    return read_accusations(read_toml(path), AGENCIES)


def problem_of(directory: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(directory, text)
    return str(caught.value).replace(f"{directory}/", "")
