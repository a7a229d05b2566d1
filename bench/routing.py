"""How well complaints are routed, how fast, and what it costs in memory.

    python bench/routing.py [FILE.jsonl ...] [--train]

Measures on made-up SMS in 25 agencies by writers whose texts nobody trained on: 500 in routing-held-out.jsonl, 400 in
routing-blind.jsonl, whose writer knew nothing of the program but the agencies; or on other files with the fields `text`
and `agency`. How right it is concerns all agencies of the catalogue; times and memory are those of Kota Bogor's router
with its places, as the daemon has it. Each decision is timed as the first that a process sees of the text's words, and
as in a process that runs. `--train` also trains on 12,000 of the shipped texts.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config.regions import load_region  # noqa: E402
from config.topics import load_catalogue  # noqa: E402
from routing.datasets import Labelled, read_dataset  # noqa: E402
from routing.decide import Router  # noqa: E402
from routing.evaluate import by_router, evaluate  # noqa: E402
from routing.examples import shipped_examples  # noqa: E402
from routing.fit import Example  # noqa: E402
from routing.model_file import load  # noqa: E402
from routing.shipped import MODEL, classifier_of, router_of, speller_of  # noqa: E402
from routing.train import train  # noqa: E402

_FILES = (ROOT / "bench" / "routing-held-out.jsonl", ROOT / "bench" / "routing-blind.jsonl")
_TRAINED = 12_000
_LOADS = 9
_PASSES = 5
_MEMORY = """
import resource, sys
sys.path.insert(0, {root!r})
import numpy, pydantic
from config.regions import load_region
from routing.shipped import router_of
before = int(open("/proc/self/statm").read().split()[1])
router = router_of(load_region("bogor"))
[router.decide(line) for line in open({texts!r}, encoding="utf-8")]
after = int(open("/proc/self/statm").read().split()[1])
print((after - before) * resource.getpagesize())
"""


def _quality(file: Path, router: Router) -> None:
    texts = read_dataset(file)
    measured = evaluate(by_router(router), texts).measured
    decided = _decided(texts, router)
    print(f"{file.name}")
    print(f"  texts                 {measured.n}")
    print(f"  right agency first    {measured.accuracy:.3f}  (counting `also` {measured.accuracy_with_also:.3f})")
    print(f"  macro-F1              {measured.macro_f1:.3f}")
    print(f"  among the first three {measured.top3:.3f}")
    print(f"  right at 75 %         {measured.right_at_75:.3f}")
    print(f"  calibration error     {measured.calibration_error:.3f}")
    print(f"  decided by itself     {decided[0]:.3f}, of these right {decided[1]:.3f}")


def _times(texts: list[Labelled], router: Router) -> None:
    first = evaluate(by_router(router), texts)
    running = [evaluate(by_router(router), texts) for _ in range(_PASSES)]
    median = statistics.median(each.ms_median for each in running)
    p99 = statistics.median(each.ms_p99 for each in running)
    print(f"a decision, running     median {median:.3f} ms, p99 {p99:.3f} ms")
    print(f"a decision, first       median {first.ms_median:.3f} ms, p99 {first.ms_p99:.3f} ms")
    print(f"ten million additions   {_took(lambda: sum(number for number in range(10_000_000))):.2f} s on this machine")


def _decided(texts: list[Labelled], router: Router) -> tuple[float, float]:
    decisions = [(router.decide(each.text), each) for each in texts]
    sure = [(decision, each) for decision, each in decisions if decision.agency]
    right = sum(decision.agency == each.label for decision, each in sure)
    return len(sure) / len(decisions), right / max(1, len(sure))


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _costs(file: Path) -> None:
    loads = statistics.median(_took(lambda: load(MODEL)) for _ in range(_LOADS))
    print(f"loading the model       {loads * 1000:.0f} ms, {MODEL.stat().st_size / 1e6:.1f} MB on disk")
    script = _MEMORY.format(root=str(ROOT), texts=str(file))
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    print(f"memory                  {int(found.stdout) / 1e6:.1f} MB for model, topics, places and lists")


def _training() -> None:
    catalogue = load_catalogue()
    examples = shipped_examples(catalogue)[:_TRAINED]
    by_agency = [Example(each.text, each.group) for each in examples]
    speller = speller_of(catalogue, hinted=False)
    took = _took(lambda: train(by_agency, speller))
    print(f"training                {took:.0f} s for {len(by_agency)} texts")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"                        {peak:.0f} MB at most")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=_FILES)
    parser.add_argument("--train", action="store_true", help="also train, which takes a minute")
    arguments = parser.parse_args()
    everywhere = Router(load_catalogue(), classifier_of())
    for file in arguments.files:
        _quality(file, everywhere)
    texts = [text for file in arguments.files for text in read_dataset(file)]
    _times(texts, router_of(load_region("bogor")))
    _costs(arguments.files[0])
    if arguments.train:
        _training()


if __name__ == "__main__":
    main()
