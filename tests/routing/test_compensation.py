"""Who asks for compensation is heard; who does not, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.compensation import load_compensation
from config.errors import ConfigError
from routing.compensation import Compensation

SHIPPED = Compensation(load_compensation())


@pytest.mark.parametrize(
    "text",
    [
        "motor saya jatuh di lubang, minta ganti rugi",
        "GANTI RUGI lahan tol belum dibayar",
        "pohon tumbang menimpa mobil, siapa yang menanggung kerusakan?",
        "kompensasi TPA belum turun ke warga",
        "kerugian saya mohon diganti PLN, kulkas rusak semua",
        "saya tuntut penggantian uang perbaikan",
    ],
)
def test_compensation_is_heard(text: str) -> None:
    assert SHIPPED.is_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "jalan rusak di depan pasar", "lampu mati minta diganti", "uang kembalian parkir kurang",
        "minta ganti KTP hilang", "pedagang rugi karena jalan ditutup",
    ],
)  # fmt: skip
def test_other_wishes_are_none(text: str) -> None:
    assert not SHIPPED.is_asked(text)


def test_a_wrong_phrase_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "compensation.toml"
    path.write_text('phrases = [\n    "ganti rugi",\n    "+ rugi",\n]\n')
    with pytest.raises(ConfigError, match=r"compensation.toml:3: .*has nothing before or after"):
        load_compensation(path)
