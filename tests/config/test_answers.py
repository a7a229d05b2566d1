"""Saved answers: each is checked when the region's file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.regions import load_region

REGION = 'name = "Kota Contoh"\nkeyword = "contoh"\ntimezone = "Asia/Jakarta"\n\n[answers]\n'


def read(tmp_path: Path, line: str) -> dict[str, str]:
    path = tmp_path / "contoh.toml"
    path.write_text(REGION + line + "\n", encoding="utf-8")
    return dict(load_region(str(path)).answers)


def test_an_answer_has_a_name_and_fields(tmp_path: Path) -> None:
    said = "Laporan {number} kami jadwalkan, {agency} {region}."
    assert read(tmp_path, f'jadwal = "{said}"') == {"jadwal": said}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('jadwal = "Hubungi {agenci}"', "answers.jadwal: unknown placeholder {agenci}"),
        ('jadwal = "Hubungi {agency"', "answers.jadwal: has braces that do not match"),
        ('jadwal = "Terima kasih \U0001f64f"', "answers.jadwal: has characters that make an SMS twice as dear"),
        (f'jadwal = "{"a" * 130}"', "answers.jadwal: takes 2 SMS with number and agency before it"),
        ('jadwal = ""', "answers.jadwal: should not be empty"),
        ("jadwal = 7", "answers.jadwal: should be text in quotes"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, line)
    assert message in str(refused.value)
    assert "contoh.toml:6" in str(refused.value)
