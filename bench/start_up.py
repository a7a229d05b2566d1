"""How long a newcomer waits: for `aduan --help`, and for the first acknowledgement of the demo.

    python bench/start_up.py [--runs 5]

Prints a table with the median and the range. What of it is the modem library's own (`Init` of python-gammu on a modem
that answers at once) is measured beside it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

_ADUAN = [sys.executable, "-c", "from cli import main; main()"]
_COMPLAINT = "bogor jalan rusak di depan pasar\n"


def help_seconds() -> float:
    """Time `aduan --help`, a whole process."""
    began = time.perf_counter()
    subprocess.run([*_ADUAN, "--help"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def first_answer_seconds() -> float:
    """Time from the command `aduan demo` to the acknowledgement of the first complaint."""
    began = time.perf_counter()
    with subprocess.Popen(
        [*_ADUAN, "demo"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as demo:
        if demo.stdin is None or demo.stdout is None:
            raise RuntimeError("no pipes to the demo")
        demo.stdin.write(_COMPLAINT)
        demo.stdin.close()
        for line in demo.stdout:
            if " < Laporan " in line:
                answered = time.perf_counter()
                demo.stdout.read()
                return answered - began
    raise RuntimeError("the demo ended without an answer")


def init_seconds() -> float:
    """Time the modem library's Init on the virtual modem."""
    import gammu

    from smsd.virtual.modem import VirtualModem

    with VirtualModem() as modem:
        machine = gammu.StateMachine()
        machine.SetConfig(0, {"Device": modem.device, "Connection": "at", "Model": "at"})
        began = time.perf_counter()
        machine.Init()
        took = time.perf_counter() - began
        machine.Terminate()
    return took


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="How long a newcomer waits.")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    rows: list[tuple[str, Callable[[], float]]] = [
        ("aduan --help", help_seconds),
        ("demo: command to first acknowledgement", first_answer_seconds),
        ("beside it, Init of the library of gammu", init_seconds),
    ]
    print(f"{'':<40} {'median s':>9} {'least':>7} {'most':>7}")
    for name, measure in rows:
        taken = [measure() for _ in range(runs)]
        print(f"{name:<40} {statistics.median(taken):>9.2f} {min(taken):>7.2f} {max(taken):>7.2f}")


if __name__ == "__main__":
    main()
