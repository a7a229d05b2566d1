"""The demo as a newcomer starts it: the real daemon on the virtual modem, as a process of its own."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from cli import main; main()", "demo"]

DAY = """
# A day in Bogor, with everybody in it.
citizen > bogor jalan rusak di depan pasar
citizen < Laporan 1234567 diterima, diteruskan ke Dinas PUPR. ...
budi > TUGAS
budi < Dinas PUPR: 1 laporan terbuka 1 1234567 baru: jalan rusak di depan pasar
budi > PROSES 1234567 kami tambal besok pagi
budi < Laporan 1234567: sedang dikerjakan. ...
# An alarm goes out at once; there is no officer for it, so the admin hears of it, before or after the answer.
0811 1000 0200 > KEBAKARAN di pasar anyar
0811 1000 0200 < Laporan 7654321. BAHAYA? ... Kami catat untuk Damkar. ...
admin < DARURAT 7654321: Damkar belum terdaftar, ...
+ 15 minutes
citizen < Laporan 1234567 dikerjakan, Dinas PUPR: kami tambal besok pagi
citizen > bogor sampah menumpuk di pasar
citizen < Laporan 3333333 ...
# Nobody has taken the alarm up: it is told again.
+ 30 minutes
admin < DARURAT 7654321 belum diambil Damkar ...
@ 15:30
sari < Dinas LH ... 15:30: 1 baru. Balas misalnya 1 TERIMA 1 3333333 ...
admin < Diskominfo Kota Bogor ...
# What is done at night is told in the morning.
@ 22:00
$ complaint status 1234567 resolved "Lubang sudah ditambal"
@ 06:00
citizen < Laporan 1234567 selesai menurut Dinas PUPR: Lubang sudah ditambal (...) - Sudah beres? Balas SUDAH atau BELUM
$ complaint list
"""


def _demo(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    # A demo is an installation of its own, whatever the environment says.
    environment = {**os.environ, "ADUAN_DATABASE": "sqlite:////nowhere/aduan.db"}
    return subprocess.run(
        [*COMMAND, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=150,
        check=False,
        env=environment,
    )


def _play(tmp_path: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "script.txt"
    path.write_text(script)
    return _demo("--script", str(path), *arguments)


def test_a_script_is_played_and_what_is_expected_comes(tmp_path: Path) -> None:
    script = ROOT / "tests/conversations/first-report.txt"
    result = _demo("--script", str(script), "--keep", str(tmp_path / "kept"))

    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "citizen > bogor jalan rusak di depan pasar anyar, sudah seminggu"
    assert lines[1].startswith("citizen < Laporan ")
    assert len(lines) == 8
    # The settings have a name of their own: a real installation may lie in the same place.
    assert sorted(path.name for path in (tmp_path / "kept").iterdir() if path.suffix in {".toml", ".log"}) == [
        "demo.log",
        "demo.toml",
    ]


def test_a_day_with_citizens_officers_and_an_admin_passes_in_seconds(tmp_path: Path) -> None:
    result = _play(tmp_path, DAY)

    assert result.returncode == 0, result.stderr
    # Not that something is missing: only when the citizen will hear of what the admin has done.
    assert all(line.startswith("the citizen is told at ") for line in result.stderr.splitlines())
    lines = result.stdout.splitlines()
    # It began at eight, whatever the hour is for whoever tries it.
    passed = [line[-5:] for line in lines if line.startswith(("+ ", "@ "))]
    assert passed == ["08:15", "08:45", "15:30", "22:00", "06:00"]
    assert [line.split()[2:4] for line in lines[-4:]] == [
        ["agency", "status"],
        ["08:15", "DLH"],
        ["08:00", "DAMKAR"],
        ["08:00", "PUPR"],
    ]


def test_the_script_of_the_manual_goes_as_it_is_written(tmp_path: Path) -> None:
    _, script = (ROOT / "docs/commands.md").read_text().split("aduan demo --script talk.txt\n```\n\n```text\n")
    result = _play(tmp_path, script.split("```")[0])
    assert result.returncode == 0, result.stderr


def test_the_conversation_of_the_readme_goes_as_it_is_written(tmp_path: Path) -> None:
    shown = "".join((ROOT / "README.md").read_text().split("```text\n")[place].split("```")[0] for place in (1, 2))
    result = _play(tmp_path, "\n".join(_as_script(shown)))
    assert result.returncode == 0, result.stderr
    (head,) = (line for line in shown.splitlines() if line.startswith("number "))
    assert head.split() in [line.split() for line in result.stdout.splitlines()]


def _as_script(shown: str) -> Iterator[str]:
    """Write what is shown in a terminal as a script: a message in one line, dates whatever they are."""
    whole = re.sub(r"\n {7,}", " ", shown)
    for line in re.sub(r"\b\d\d/11\b", "...", whole).splitlines():
        phone, sent, typed = line.partition(" > ")
        if typed.startswith("/wait "):
            time = typed.removeprefix("/wait ")
            yield f"@ {time}" if ":" in time else f"+ {time} minutes"
        elif typed.startswith("/aduan "):
            yield f"$ {typed.removeprefix('/aduan ')}"
        elif (sent and not typed.startswith("/")) or " < " in phone:
            yield line


def test_what_does_not_go_as_it_is_written_is_told_and_ends_in_failure(tmp_path: Path) -> None:
    result = _play(tmp_path, "> BANTUAN\n< Laporan 1234567 diterima, ...\n$ complaint show 1234567\n$ run\n")

    assert result.returncode == 1
    assert "line 2: expected citizen < Laporan 1234567 diterima, ..." in result.stderr
    assert "Error: 1234567 is mistyped" in result.stderr
    assert "line 3: exit status 1" in result.stderr
    assert "line 4: exit status 2" in result.stderr
    assert "Error: 3 of the lines did not go as they are written" in result.stderr
    assert "citizen < Lapor: " in result.stdout


def test_a_missed_call_is_heard_also_as_the_first_thing_and_on_another_day_again(tmp_path: Path) -> None:
    result = _play(tmp_path, "citizen calls\n+ 1 days\ncitizen calls\n0811 1000 0200 calls\n$ inbox list --json\n")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[0] == "citizen calls"
    (listed,) = (line for line in result.stdout.splitlines() if line.startswith("["))
    rows = [(row["from"], row["channel"], row["text"], row["state"]) for row in json.loads(listed)]
    citizen, other = ("+6281***100", "call", "", "done"), ("+6281***200", "call", "", "done")
    assert rows == [other, citizen, citizen]


def test_a_demo_that_is_kept_goes_on_the_next_morning_with_the_same_officers(tmp_path: Path) -> None:
    script = "+ 3 days\n$ contact list --json\n$ job list --json\n"
    runs = [_play(tmp_path, script, "--keep", str(tmp_path / "kept")) for _ in range(2)]

    digests = []
    for run in runs:
        assert run.returncode == 0, run.stderr
        contacts, jobs = (json.loads(line) for line in run.stdout.splitlines() if line.startswith("["))
        assert [(row["agency"], row["name"]) for row in contacts] == [
            ("ADMIN", "Admin"),
            ("DLH", "Sari"),
            ("PUPR", "Budi"),
        ]
        (ran,) = (job["started_at"] for job in jobs if job["name"] == "digests")
        digests.append(datetime.fromisoformat(ran))
    assert (digests[1].date() - digests[0].date()).days == 4


def test_every_line_of_standard_input_is_an_sms_and_its_answer_follows_it() -> None:
    result = _demo(typed="bogor lampu jalan mati di jalan pajajaran\nterima kasih\nBANTUAN\n")

    assert result.returncode == 0, result.stderr
    directions = [line.split(" ")[1] for line in result.stdout.splitlines()]
    assert directions == [">", "<", ">", ">", "<"]


def test_in_a_terminal_one_person_is_everybody() -> None:
    typed = [
        "bogor jalan rusak di depan pasar",
        "/wait 1",
        "/as budi",
        "TUGAS",
        "/wait 15:30",
        "/as wali",
        "/wait bentar",
        "/call",
        "/aduan complaint list",
        "/aduan complaint show 12",
        "/help",
        "/quit",
    ]
    shown = _type(typed)

    assert "Here it is " in shown
    assert "08:00" in shown
    told = ["citizen < Laporan", "It is ", "budi < Dinas PUPR: 1 laporan terbuka\n       ", "15:30."]
    told += [
        "budi < Dinas PUPR ",
        "Nobody is called 'wali'",
        "How long?",
        "It rings, and nobody answers.",
        "assigned",
        "Error: 12 is mistyped",
        "/as budi  ",
    ]
    places = [shown.find(text, shown.index("citizen > ")) for text in told]
    assert -1 not in places, shown
    assert places == sorted(places), shown


def _type(lines: list[str]) -> str:
    """Type lines into the demo's terminal, and give what it showed."""
    keyboard, terminal = pty.openpty()
    os.write(keyboard, "".join(f"{line}\n" for line in lines).encode())
    try:
        result = subprocess.run(
            COMMAND,
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            timeout=150,
            check=True,
        )
    finally:
        os.close(keyboard)
        os.close(terminal)
    return result.stdout
