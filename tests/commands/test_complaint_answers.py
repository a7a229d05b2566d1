"""`aduan complaint answers`, and `--saved`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import config

SHIPPED = Path(config.__file__).parent / "regions" / "bogor.toml"


@pytest.fixture
def number(aduan: Callable[..., Result], settings_file: Path) -> str:
    """A complaint in a region with a saved answer."""
    region = settings_file.parent / "bogor.toml"
    saved = '[answers]\njadwal = "Laporan {number}: {agency} datang minggu depan."\n'
    region.write_text(f"{SHIPPED.read_text(encoding='utf-8')}\n{saved}", encoding="utf-8")
    written = settings_file.read_text(encoding="utf-8")
    assert '"bogor"' in written
    settings_file.write_text(written.replace('"bogor"', '"bogor.toml"'), encoding="utf-8")
    opened = aduan("complaint", "new", "jalan berlubang di depan pasar", "--from", "+6281110002222")
    return opened.stdout.split()[0]


def test_saved_answers_are_listed(aduan: Callable[..., Result], number: str) -> None:
    said = "Laporan {number}: {agency} datang minggu depan."
    assert number
    assert json.loads(aduan("complaint", "answers", "--json").stdout) == [
        {"region": "bogor", "name": "jadwal", "text": said}
    ]
    assert "jadwal" in aduan("complaint", "answers", "--region", "bogor").stdout


@pytest.mark.parametrize("command", [["reply"], ["status", "in_progress"]])
def test_a_saved_answer_is_filled_for_its_complaint(
    aduan: Callable[..., Result], number: str, command: list[str]
) -> None:
    name, *state = command
    result = aduan("complaint", name, number, *state, "--saved", "jadwal")
    assert result.exit_code == 0, result.output
    history = json.loads(aduan("complaint", "show", number, "--json").stdout)["history"]
    assert history[-1]["reason"] == f"Laporan {number}: Dinas PUPR datang minggu depan."


def test_what_is_not_saved_is_refused_with_what_is(refused: Callable[..., str], number: str) -> None:
    message = refused("complaint", "reply", number, "--saved", "jadwl", code=2)
    assert message.startswith("bogor has no saved answer jadwl")
    assert "jadwal" in message
    assert "do not go together" in refused("complaint", "reply", number, "besok", "--saved", "jadwal", code=2)
