"""Random texts through the grammar, with the keywords of all regencies and cities: none may make it raise.

    python bench/fuzz_grammar.py [--count 10000000] [--seed 0]

Tells the first text that does, and the seed it came from, so that it can be had again.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from parsers.grammar import parse
from tests.parsers.installations import nation
from tests.parsers.random_texts import texts

_ROUND = 100_000


def main() -> None:
    """Read the arguments, and parse until one text raises or all are done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    vocabulary, done, began = nation(), 0, time.monotonic()
    for seed in range(arguments.seed, arguments.seed + -(-arguments.count // _ROUND)):
        for text, situation in texts(seed, min(_ROUND, arguments.count - done)):
            try:
                parse(text, vocabulary, situation)
            except Exception:
                print(f"raised, seed {seed}: {text!r} in {situation}")
                raise
            done += 1
        print(f"{done} texts, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
