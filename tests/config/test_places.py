"""The provinces and regencies of Indonesia, and what is wrong with a file of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.places import load_nation

WORDS = "[words]\nordinary = []\nstops = []\nnames = []\n"


def test_all_provinces_and_regencies_of_indonesia_are_there() -> None:
    provinces = load_nation().provinces
    names = [name for province in provinces for name in province.regencies]
    assert len(provinces) == 38
    assert len(names) == len(set(names)) == 514
    assert sum(name.startswith("Kota ") for name in names) == 98


def test_provinces_have_their_usual_other_spellings() -> None:
    spellings = {alias: province.name for province in load_nation().provinces for alias in province.aliases}
    assert [spellings[word] for word in ("jabar", "jateng", "diy", "ntt")] == [
        "Jawa Barat",
        "Jawa Tengah",
        "Daerah Istimewa Yogyakarta",
        "Nusa Tenggara Timur",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f'{WORDS}[spellings]\ntasik = "Kota Tasik"\n[[provinces]]\nname = "Jabar"\ncities = ["Tasikk"]\n',
            "6: no regency 'Kota Tasik'. Did you mean 'Kota Tasikk'?",
        ),
        (
            f'{WORDS}[spellings]\n[[provinces]]\nname = "Jabar"\ncities = [\n"Banjar",\n"Banjar"]\n',
            "9: 'Kota Banjar' is there several times",
        ),
        (f'{WORDS}[spellings]\n[[provinces]]\nnme = "Jabar"\n', "6: provinces.name: is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "places.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_nation(path)
    assert f"places.toml:{problem}" in str(caught.value)
