"""The demo as a newcomer starts it: the real daemon on the virtual modem, as a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _demo(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from cli import main; main()", "demo", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=150, check=False)


def test_a_script_is_played_and_what_is_expected_comes(tmp_path: Path) -> None:
    script = ROOT / "tests/conversations/first-report.txt"
    result = _demo("--script", str(script), "--keep", str(tmp_path / "kept"))

    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "+6281110000100 > bogor jalan rusak di depan pasar anyar, sudah seminggu"
    assert lines[1].startswith("+6281110000100 < Laporan ")
    assert len(lines) == 8
    # The settings have a name of their own: a real installation may lie in the same place.
    assert sorted(path.name for path in (tmp_path / "kept").iterdir() if path.suffix in {".toml", ".log"}) == [
        "demo.log",
        "demo.toml",
    ]


def test_an_expected_answer_that_does_not_come_ends_in_failure(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("> BANTUAN\n< Laporan 1234567 diterima, ...\n")
    result = _demo("--script", str(script))

    assert result.returncode == 1
    assert "line 2: expected +6281110000100 < Laporan 1234567 diterima, ..." in result.stderr
    assert "Error: 1 of the expected answers did not come" in result.stderr
    assert "+6281110000100 < Lapor: " in result.stdout


def test_every_line_of_standard_input_is_an_sms_and_its_answer_follows_it() -> None:
    result = _demo(typed="bogor lampu jalan mati di jalan pajajaran\nterima kasih\nBANTUAN\n")

    assert result.returncode == 0, result.stderr
    directions = [line.split(" ")[1] for line in result.stdout.splitlines()]
    assert directions == [">", "<", ">", ">", "<"]
